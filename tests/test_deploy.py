"""The unit file: no key that systemd does not know, an exposure of 1.5 at most, and in step with the example."""

from __future__ import annotations

import configparser
import inspect
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from monitor.scheduler import Daemon
from monitor.times import format_duration

ROOT = Path(__file__).resolve().parent.parent
UNIT = ROOT / "deploy" / "regwatch.service"
CREDENTIALS = ROOT / "deploy" / "regwatch.service.d" / "credentials.conf"
SYSUSERS = ROOT / "deploy" / "sysusers.d" / "regwatch.conf"


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"needs {name}")
    return path


def verified(unit: Path) -> str:
    """What systemd has to say about a unit: it exits 0 on keys that it does not know, so any word counts."""
    done = subprocess.run(
        [tool("systemd-analyze"), "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr + ("" if done.returncode == 0 else f"exit {done.returncode}")


def installed(tmp_path: Path, text: str) -> Path:
    """The unit with its drop-in, in a folder of its own; its program is one that exists here."""
    unit = tmp_path / UNIT.name
    assert "/opt/regwatch/bin/regwatch" in text
    unit.write_text(text.replace("/opt/regwatch/bin/regwatch", sys.executable))
    shutil.copytree(CREDENTIALS.parent, tmp_path / CREDENTIALS.parent.name)
    return unit


def values(path: Path, section: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    inside = False
    for line in path.read_text().splitlines():
        if line.startswith("["):
            inside = line == f"[{section}]"
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_systemd_has_nothing_to_say(tmp_path: Path) -> None:
    assert verified(installed(tmp_path, UNIT.read_text())) == ""


def test_systemd_would_say_something_of_a_key_it_does_not_know(tmp_path: Path) -> None:
    broken = UNIT.read_text().replace("ProtectHome=yes", "ProtectHouse=yes")
    assert "ProtectHouse" in verified(installed(tmp_path, broken))


def test_the_exposure_is_low() -> None:
    command = [tool("systemd-analyze"), "security", "--no-pager", "--offline=yes", "--threshold=15", str(UNIT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-200:] + done.stderr


def test_the_user_can_be_made() -> None:
    command = [tool("systemd-sysusers"), "--dry-run", str(SYSUSERS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if "unrecognized option" in done.stderr:
        pytest.skip("needs a systemd-sysusers that knows --dry-run")
    assert done.returncode == 0, done.stderr
    assert SYSUSERS.read_text().splitlines()[-1].split()[1] == values(UNIT, "Service")["User"][0]


def test_systemd_waits_longer_than_the_daemon_does() -> None:
    service = values(UNIT, "Service")
    patience = inspect.signature(Daemon.__init__).parameters["patience"].default
    assert format_duration(patience) == "1m20s"
    assert service["TimeoutStopSec"] == ["100s"]
    assert service["Type"] == ["notify"]
    assert service["WatchdogSec"] == ["2min"]
    assert service["ExecStart"][0].endswith(" run")


def test_unit_and_example_are_in_step() -> None:
    """What the example names, the service is given."""
    example = tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8"))
    loaded = [value.partition(":")[0] for value in values(CREDENTIALS, "Service")["LoadCredential"]]
    assert loaded == [channel["url_file"] for channel in example["channels"] if "url_file" in channel]
    state = values(UNIT, "Service")["StateDirectory"][0]
    assert example["database"]["url"].startswith(f"sqlite:////var/lib/{state}/")
    assert "/etc/regwatch/config.toml" in values(UNIT, "Service")["ExecStart"][0]


def test_the_unit_sets_nothing_twice() -> None:
    parser = configparser.RawConfigParser(strict=True)
    text = UNIT.read_text().replace("SystemCallFilter=~", "SystemCallFilter2=~")
    parser.read_string(text)
    assert parser.sections() == ["Unit", "Service", "Install"]
