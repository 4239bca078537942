"""Tells the Inspur story through the real program: configuration, polling over HTTP, SQLite, alerts."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from rich.console import Console

from monitor.assembly import Assembly
from monitor.config import build
from monitor.demo.source import BundledSource
from monitor.instants import parse_instant
from monitor.messages import compose
from notifiers import email
from notifiers.model import Message

# When somebody looks, and what has happened by then.
SCENES = (
    ("2023-03-01T12:00", "The first poll. Nobody is listed yet: this is the baseline."),
    ("2023-03-02T16:20", "Inspur Group's listing goes on public inspection, four days before it is printed."),
    ("2023-03-06T09:00", "The rule is printed. Nothing is said twice."),
    ("2025-03-25T16:20", "Three affiliates are named."),
    ("2025-09-29T09:00", "The Affiliates Rule reaches every 50-percent-owned affiliate."),
    ("2025-11-10T09:00", "The rule is stayed for a year."),
    ("2026-10-11T09:00", "Thirty days before the stay runs out."),
    ("2026-11-10T00:05", "The stay has run out. No document was published that day."),
)


def tell(folder: Path | None) -> None:
    """Play the story. The HTML files of all messages are left in ``folder``."""
    target = folder or Path(tempfile.mkdtemp(prefix="regwatch-demo-"))
    target.mkdir(parents=True, exist_ok=True)
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as work, as_file(files("monitor.demo")) as bundled:
        for name in ("partners.csv", "stakes.csv"):
            shutil.copy(bundled / name, Path(work) / name)
        with BundledSource(parse_instant(SCENES[0][0])) as source:
            for number, (moment, caption) in enumerate(SCENES, 1):
                now = parse_instant(moment)
                source.now = now
                console.rule(f"[bold]{now:%d %B %Y %H:%M}[/bold] {caption}", align="left")
                for message in _scene(Path(work), source.base_url, now):
                    page = email.html(message, full=len(message.alerts))
                    (target / f"{number}-{message.id}.html").write_text(page, "utf-8")
    console.rule(align="left")
    console.print(f"The same messages as HTML mail: {target}", soft_wrap=True)


def _scene(work: Path, base_url: str, now: datetime) -> list[Message]:
    raw = {
        "database": {"url": "sqlite:///story.db"},
        "sources": {
            "federal_register": {"base_url": base_url, "every": "5m"},
            "public_inspection": {"base_url": base_url, "every": "5m"},
        },
        "watchlists": [{"name": "partners", "path": "partners.csv"}],
        "stakes": [{"path": "stakes.csv"}],
        "channels": [{"name": "terminal", "type": "console"}],
    }
    with Assembly.open(build(raw, work / "config.toml"), {}, now=now) as assembly:
        outcome = assembly.poller.poll(now)
        assembly.deliverer.drain(flush=True)
        if not outcome.alerts:
            Console(highlight=False).print("(nothing to report)")
        logged = [assembly.store.alert(alert_id) for alert_id in outcome.alerts]
        by_message: dict[str, list[str]] = {}
        for one in logged:
            for delivery in one.deliveries:
                by_message.setdefault(delivery.message_id or one.alert.id, []).append(one.alert.id)
        known = {one.alert.id: one.alert for one in logged}
        return [
            compose("terminal", [known[i] for i in ids], now, message_id=message_id)
            for message_id, ids in by_message.items()
        ]
