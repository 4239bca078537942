"""Fixtures shared by all tests."""

from __future__ import annotations

import importlib
import json
import logging
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import structlog

# No test measures time. A run that decides about a change must give the same answer twice; at a desk chance is welcome.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")

ROOT = Path(__file__).resolve().parent.parent


def _shared(variable: str, folder: str) -> Path:
    path = Path(os.environ.get(variable) or ROOT.parent / "shared" / folder)
    if not path.is_dir():
        pytest.skip(f"needs the published documents: set {variable} to their folder (looked in {path})")
    return path


@pytest.fixture(autouse=True)
def _as_logging_was() -> Iterator[None]:
    """A program sets up its logging once and for all; a test must not leave that to the next one."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    handlers, level, told = root.handlers[:], root.level, structlog.get_config()
    levels = {name: one.level for name, one in root.manager.loggerDict.items() if isinstance(one, logging.Logger)}
    yield
    root.handlers[:], logging.raiseExceptions = handlers, True
    root.setLevel(level)
    for name, one in root.manager.loggerDict.items():
        if isinstance(one, logging.Logger):
            one.setLevel(levels.get(name, logging.NOTSET))
    structlog.configure(**told)
    logging.captureWarnings(False)
    sys.excepthook, threading.excepthook = hooks


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of published government documents; tests that read them are skipped where it is absent."""
    return _shared("REGWATCH_CORPUS", "corpus")


@pytest.fixture(scope="session")
def replay_folder() -> Path:
    """The folder of the stand-in for the public sources; end-to-end tests are skipped where it is absent."""
    return _shared("REGWATCH_REPLAY", "replay")


class Replay:
    """The stand-in for the public sources, in a thread of this process."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.base = server.world.base

    def control(self, **orders: Any) -> dict[str, Any]:
        """Move the clock (``now=``), order a ``fault=``, ``add=`` a document, ``clear_faults=True`` ..."""
        answer: dict[str, Any] = self._server.world.control(orders)
        return answer

    def requests(self, since: int = 0) -> list[dict[str, Any]]:
        log: list[dict[str, Any]] = self._server.world.state(since)["log"]
        return log


@pytest.fixture
def start_replay(corpus: Path, replay_folder: Path) -> Iterator[Callable[..., Replay]]:
    """``start_replay(now, *arguments)``: a replay server that stops with the test."""
    running = []

    def start(now: str, *arguments: str) -> Replay:
        sys.path.insert(0, str(replay_folder))
        try:
            serve = importlib.import_module("serve")
        finally:
            sys.path.remove(str(replay_folder))
        server = serve.start(["--corpus", str(corpus), "--now", now, *arguments])
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append(server)
        return Replay(server)

    yield start
    for server in running:
        server.closing = True
        server.shutdown()
        server.server_close()


class Sink:
    """A mail server or a stand-in for Slack, in a process of its own, that stores what it is sent."""

    def __init__(self, kind: str, folder: Path, replay_folder: Path, *arguments: str) -> None:
        script = str(replay_folder / "sinks.py")
        self._process = subprocess.Popen(
            [sys.executable, script, kind, "--store", str(folder), *arguments], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        about = json.loads(self._process.stdout.readline())
        self.address: str = about[kind]
        self.ca: str | None = about["ca"]
        self.folder = folder
        self._control: str = about["control"]

    def order(self, **orders: Any) -> None:
        request = urllib.request.Request(self._control, json.dumps(orders).encode(), method="POST")
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).read()

    def received(self) -> list[dict[str, Any]]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        answer: list[dict[str, Any]] = json.loads(opener.open(self._control).read())["received"]
        return answer

    def text(self, number: int) -> str:
        return (self.folder / self.received()[number]["file"]).read_text("utf-8")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


@pytest.fixture
def start_sink(replay_folder: Path, tmp_path: Path) -> Iterator[Callable[..., Sink]]:
    """``start_sink("smtp" | "slack", *arguments)``: a sink that stops with the test."""
    running: list[Sink] = []

    def start(kind: str, *arguments: str) -> Sink:
        sink = Sink(kind, tmp_path / f"{kind}-{len(running)}", replay_folder, *arguments)
        running.append(sink)
        return sink

    yield start
    for sink in running:
        sink.stop()


PARTNERS = """id,name,aliases,country
P1,Inspur Group,Inspur Group Co. Ltd.,CN
P2,IEIT Systems,,CN
P3,Inspur Software,,CN
P4,Inspur Cloud,,CN
P5,Beijing Inspur,Inspur (Beijing) Electronic Information Industry Co. Ltd.,CN
P6,Insper Group,,BR
"""
STAKES = """owner,owned,percent,as_of,source
P1,P2,51,2023-01-01,annual report
P1,P3,55,2023-01-01,annual report
P1,P4,60,2023-01-01,annual report
P2,P5,100,2023-01-01,annual report
"""


@pytest.fixture
def write_config(tmp_path: Path) -> Callable[..., Path]:
    """``write_config(base, sources, channels)``: a working configuration with the watchlist of the Inspur story."""

    def write(
        base: str,
        sources: Sequence[str] = ("federal_register", "public_inspection"),
        channels: Sequence[dict[str, str]] = ({"name": "console", "type": "console"},),
        extra: str = "",
        database: str = "sqlite:///regwatch.db",
    ) -> Path:
        addresses = {
            "federal_register": f'base_url = "{base}"',
            "public_inspection": f'base_url = "{base}"',
            "federal_register_feed": f'url = "{base}/api/v1/documents.rss?conditions[agencies][]='
            'industry-and-security-bureau"',
            "bis_news": f'url = "{base}/news-updates"',
            "ecfr": f'base_url = "{base}"',
            "screening_list": f'url = "{base}/static/consolidated_screening_list/consolidated.json"',
        }
        (tmp_path / "partners.csv").write_text(PARTNERS, "utf-8")
        (tmp_path / "stakes.csv").write_text(STAKES, "utf-8")
        lines = ["[database]", f'url = "{database}"', "[http]", 'contact = "compliance@example.com"']
        lines += ['timeout = "3s"']
        for name in sources:
            lines += [f"[sources.{name}]", addresses[name]]
        lines += ["[[watchlists]]", 'name = "partners"', 'path = "partners.csv"']
        lines += ["[[stakes]]", 'path = "stakes.csv"']
        for channel in channels:
            lines += ["[[channels]]", *(f'{key} = "{value}"' for key, value in channel.items())]
        path = tmp_path / "config.toml"
        path.write_text("\n".join([*lines, extra, ""]), "utf-8")
        return path

    return write
