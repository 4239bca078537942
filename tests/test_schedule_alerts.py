"""What is ordered for a known day: counted down, and called off out loud when a later document orders otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from monitor.assembly import Assembly
from monitor.config import load
from monitor.instants import parse_instant

EXTENSION = """<RULE><PREAMB><PRTPAGE P="70001"/><AGENCY TYPE="F">DEPARTMENT OF COMMERCE</AGENCY>
<SUBAGY>Bureau of Industry and Security</SUBAGY><CFR>15 CFR Part 744</CFR>
<SUBJECT>Extension of the Suspension of Expansion of End-User Controls for Affiliates</SUBJECT>
<ACT><HD SOURCE="HED">ACTION:</HD><P>Final rule; extension of stay.</P></ACT>
<EFFDATE><HD SOURCE="HED">DATES:</HD><P>This rule is effective November 5, 2026.</P></EFFDATE></PREAMB>
<SUPLINF><HD SOURCE="HED">SUPPLEMENTARY INFORMATION:</HD>
<P>Accordingly, part 744 of the Export Administration Regulations (15 CFR parts 730-774) is amended as follows:</P>
<REGTEXT TITLE="15" PART="744">
<AMDPAR>1. In § 744.11, paragraph (a)(1) is stayed until November 9, 2027.</AMDPAR></REGTEXT>
</SUPLINF><FRDOC>[FR Doc. 2026-20001 Filed 11-5-26; 8:45 am]</FRDOC></RULE>"""


def cycle(config: Path, moment: str) -> list[Any]:
    now = parse_instant(moment)
    with Assembly.open(load(config), {}, now=now) as assembly:
        outcome = assembly.poller.poll(now)
        return [assembly.store.alert(alert_id).alert for alert_id in outcome.alerts]


def test_each_mark_of_the_countdown_is_told_once(
    start_replay: Callable[..., Any], write_config: Callable[..., Path]
) -> None:
    replay = start_replay("2025-12-01T12:00")
    config = write_config(replay.base)
    cycle(config, "2025-12-01T12:00")
    told: list[tuple[str, str]] = []
    for moment in (
        "2026-08-11T12:00",  # 91 days before
        "2026-08-12T12:00",
        "2026-08-20T12:00",
        "2026-10-15T12:00",  # 26 days: the mark of 30 was missed, and is told late
        "2026-11-03T12:00",
        "2026-11-09T12:00",
        "2026-11-10T12:00",
    ):
        replay.control(now=moment)
        told += [(moment[:10], alert.headline) for alert in cycle(config, moment) if alert.kind == "scheduled"]
    assert [(day, headline.split(",")[0]) for day, headline in told] == [
        ("2026-08-12", "In 90 days"),
        ("2026-10-15", "In 26 days"),
        ("2026-11-03", "In 7 days"),
        ("2026-11-09", "Tomorrow"),
    ]


def test_a_schedule_that_a_later_document_changes_is_called_off(
    start_replay: Callable[..., Any], write_config: Callable[..., Path]
) -> None:
    replay = start_replay("2025-12-01T12:00")
    config = write_config(replay.base)
    cycle(config, "2025-12-01T12:00")
    replay.control(
        add={
            "document_number": "2026-20001",
            "title": "Extension of the Suspension of Expansion of End-User Controls for Affiliates",
            "type": "Rule",
            "publication_date": "2026-11-06",
            "effective_on": "2026-11-05",
            "citation": "91 FR 70001",
            "volume": 91,
            "start_page": 70001,
            "end_page": 70003,
            "agencies": [{"name": "Industry and Security Bureau", "slug": "industry-and-security-bureau"}],
            "cfr_references": [{"title": 15, "part": 744}],
            "xml": EXTENSION,
        }
    )
    replay.control(now="2026-11-04T12:00")
    cycle(config, "2026-11-04T12:00")
    replay.control(now="2026-11-05T12:00")
    kinds = {alert.kind: alert for alert in cycle(config, "2026-11-05T12:00")}
    assert "10 November 2026" in kinds["schedule-cancelled"].headline
    assert kinds["schedule-cancelled"].sources
    replay.control(now="2026-11-10T12:00")
    assert not [alert for alert in cycle(config, "2026-11-10T12:00") if alert.kind == "loophole-closed"]
    with Assembly.open(load(config), {}, now=parse_instant("2026-11-10T12:00")) as assembly:
        _, found, states = assembly.exposures(None, None)
        assert {str(e.kind) for e in found if e.counterparty_id == "P4" and e.review != "possible"} == {
            "affiliate-unlisted"
        }
        assert [(state.state, str(state.until)) for state in states] == [("stayed", "2027-11-09")]
