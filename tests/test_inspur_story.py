"""The story that regwatch was made for, replayed from the published documents: each event once, on its day."""

from __future__ import annotations

import email
import email.policy
import runpy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.assembly import Assembly
from monitor.config import load
from monitor.instants import parse_instant

SCENES: list[tuple[str, set[tuple[str, str, str]]]] = [
    ("2023-03-01T12:00", set()),
    (
        "2023-03-02T17:00",  # filed at 16:15, printed four days later
        {
            ("partner-listed", "P1", "2023-03-02"),
            ("loophole-opened", "P2", "2023-03-02"),
            ("loophole-opened", "P3", "2023-03-02"),
            ("loophole-opened", "P4", "2023-03-02"),
            ("loophole-opened", "P5", "2023-03-02"),
        },
    ),
    ("2023-03-02T17:00", set()),
    ("2023-03-06T09:00", set()),
    (
        "2025-03-25T17:00",
        {
            ("loophole-closed", "P2", "2025-03-25"),
            ("loophole-closed", "P3", "2025-03-25"),
            ("loophole-closed", "P5", "2025-03-25"),
        },
    ),
    ("2025-03-28T09:00", set()),
    ("2025-09-29T09:00", {("loophole-closed", "P4", "2025-09-29")}),
    ("2025-09-30T09:00", set()),
    ("2025-11-10T09:00", {("loophole-reopened", "P4", "2025-11-10")}),
    ("2025-11-12T09:00", set()),
    ("2026-11-09T23:00", set()),
    ("2026-11-10T00:10", {("loophole-closed", "P4", "2026-11-10")}),
    ("2026-11-12T12:00", set()),
]


def cycle(config: Path, moment: str) -> list[Any]:
    """Poll and deliver as of an instant, in a program of its own; the new alerts."""
    now = parse_instant(moment)
    with Assembly.open(load(config), {}, now=now) as assembly:
        outcome = assembly.poller.poll(now)
        assembly.deliverer.drain(flush=True)
        return [assembly.store.alert(alert_id) for alert_id in outcome.alerts]


def about_partners(logged: list[Any]) -> set[tuple[str, str, str]]:
    return {
        (one.alert.kind, one.alert.counterparty.id, one.alert.effective.isoformat())
        for one in logged
        if one.alert.counterparty is not None
    }


def test_each_event_is_told_once_on_its_day_by_mail_and_slack(
    start_replay: Callable[..., Any],
    start_sink: Callable[..., Any],
    write_config: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replay, mail, slack = start_replay(SCENES[0][0]), start_sink("smtp"), start_sink("slack")
    monkeypatch.setenv("HTTPS_PROXY", f"http://{slack.address}")
    monkeypatch.setenv("SSL_CERT_FILE", slack.ca)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", slack.ca)
    config = write_config(
        replay.base,
        channels=[
            {
                "name": "mail",
                "type": "email",
                "url": f"mailto://{mail.address}?from=regwatch@example.com&to=officer@example.com",
            },
            {"name": "slack", "type": "slack", "url": "slack://T1JJ3T3L2/B1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"},
        ],
    )
    told: list[Any] = []
    for moment, expected in SCENES:
        replay.control(now=moment)
        new = cycle(config, moment)
        assert about_partners(new) == expected, moment
        told += new

    assert told[0].alert.kind in ("baseline", "document-unread")
    by_key = {(one.alert.kind, one.alert.counterparty and one.alert.counterparty.id): one for one in told}
    naming = by_key["loophole-closed", "P2"].alert
    assert "Inspur Electronic Information Industry Co., Ltd." in naming.reason
    assert naming.listed[0].license_review_policy == "Policy of denial"
    assert naming.listed[0].footnotes == ("4",)
    assert naming.sources[0].sha256
    last = by_key["loophole-closed", "P4"].alert
    assert "90 FR 50857" in last.reason

    with Assembly.open(load(config), {}, now=parse_instant("2026-11-12T12:00")) as assembly:
        log = assembly.store.alerts()
        assert {d.state for one in log for d in one.deliveries} == {"delivered"}

        def standing(on: str, known_at: str) -> dict[str, str]:
            _, found, _ = assembly.exposures(date.fromisoformat(on), parse_instant(known_at))
            return {e.counterparty_id: str(e.kind) for e in found if e.review != "possible"}

        everything_open = {"P1": "listed", **{f"P{n}": "affiliate-unlisted" for n in (2, 3, 4, 5)}}
        named = {"P1": "listed", "P2": "listed", "P3": "listed", "P5": "listed"}
        assert standing("2023-03-01", "2026-11-12T12:00") == {}
        assert standing("2024-06-01", "2024-06-01T12:00") == everything_open
        assert standing("2025-10-15", "2025-10-15T12:00") == named | {"P4": "affiliate-covered"}
        assert standing("2025-10-15", "2023-06-01T12:00") == everything_open  # as it looked then
        assert standing("2026-06-01", "2026-11-12T12:00") == named | {"P4": "affiliate-unlisted"}
        grown = assembly.store.alert(naming.id)
        assert {sighting.source.stage for sighting in grown.sightings} == {"public-inspection", "published"}

    bodies = [
        email.message_from_bytes((mail.folder / m["file"]).read_bytes(), policy=email.policy.default)
        for m in mail.received()
    ]
    texts = [body.get_body(("plain",)).get_content() for body in bodies]
    everything = "\n".join(texts)
    ids = {one.alert.id for one in log}
    assert all(any(alert_id in text for text in texts) for alert_id in ids)
    assert "Insper" not in everything
    assert {r["status"] for r in slack.received()} == {200}
    assert "Insper" not in "".join(path.read_text("utf-8") for path in slack.folder.glob("*.json"))


@pytest.mark.parametrize(
    ("moments", "postgres"),
    [
        (["2026-11-12T12:00"], False),
        (["2025-11-14T12:00", "2026-11-12T12:00"], False),
        (["2025-11-14T12:00", "2026-11-12T12:00"], True),
    ],
)
def test_what_happened_during_a_long_outage_is_told_with_its_days(
    start_replay: Callable[..., Any], write_config: Callable[..., Path], moments: list[str], postgres: bool
) -> None:
    replay = start_replay("2023-03-01T12:00")
    new_database = runpy.run_path(str(Path(__file__).with_name("postgres.py")))["new_database"]
    config = write_config(replay.base, database=new_database()) if postgres else write_config(replay.base)
    cycle(config, "2023-03-01T12:00")
    told: list[Any] = []
    for moment in moments:
        replay.control(now=moment)
        told += cycle(config, moment)
    expected = set().union(*(events for _, events in SCENES))
    assert about_partners(told) == expected
    assert len([one for one in told if one.alert.counterparty]) == len(expected)
