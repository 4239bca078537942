"""One message of each kind, for the tests of the channels. Facts of 90 FR 14046; the partners are made up."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from notifiers.model import (
    Alert,
    Difference,
    Listed,
    Match,
    Message,
    MessageKind,
    OwnershipStep,
    Party,
    Severity,
    Source,
)

NOW = datetime(2025, 3, 25, 13, 4, tzinfo=UTC)

RULE = Source(
    document_number="2025-05427",
    citation="90 FR 14046",
    title="Additions to the Entity List",
    url="https://www.federalregister.gov/documents/2025/03/28/2025-05427/additions-to-the-entity-list?a=1&b=2",
    stage="public-inspection",
    filed_at=datetime(2025, 3, 25, 12, 45, tzinfo=UTC),
    publication_date=date(2025, 3, 28),
    sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    retrieved_at=datetime(2025, 3, 25, 13, 2, tzinfo=UTC),
)

SOFTWARE = Listed(
    list="entity-list",
    list_title="Entity List (Supplement No. 4 to 15 CFR part 744)",
    destination="CHINA, PEOPLE'S REPUBLIC OF",
    name="Inspur Software Co., Ltd.",
    aliases=("Hadong Inspur Software Co., Ltd.", "Shandong Langchao Cheeloosoft Co., Ltd", "浪潮软件股份有限公司"),
    addresses=("No. 2877 Kehang Road, Suncun Town, Jinan, Shandong, China",),
    license_requirement="For all items subject to the EAR (See §§ 734.9(e)(2) and 744.11 of the EAR)",
    license_review_policy="Policy of denial",
    footnotes=("4",),
    citations=("90 FR 14046",),
)

CLOSED = Alert(
    id="rw-7QK2M4",
    key="loophole-closed:p-17:2025-05427",
    kind="loophole-closed",
    severity=Severity.CRITICAL,
    headline="Inspur Software Co., Ltd. is on the Entity List since 25 March 2025",
    reason=(
        "It was an affiliate of the listed Inspur Group and named by nothing since 2 March 2023. "
        "Document 2025-05427 now names it: a license is required for all items subject to the EAR."
    ),
    observed_at=datetime(2025, 3, 25, 13, 2, tzinfo=UTC),
    counterparty=Party("P-17", "Inspur Software <Jinan> & Sons", "CN", "customer", "J. Doe"),
    listed=(SOFTWARE,),
    matches=(
        Match("alias", "Inspur Software", "Inspur Software", 1.0, "match", "same name"),
        Match("name", "浪潮软件股份有限公司", "浪潮软件股份有限公司", 0.97, "possible", "same characters"),
    ),
    ownership=(
        OwnershipStep("Inspur Group Co., Ltd.", "Inspur Electronic Holdings", 62.5, date(2024, 12, 31), "report"),
        OwnershipStep("Inspur Electronic Holdings", "Inspur Software Co., Ltd.", None),
    ),
    share=51.0,
    provision="15 CFR 744.11(a)(1)",
    provision_state="not in force on that date",
    sources=(RULE,),
    effective=date(2025, 3, 25),
    stage="public-inspection",
    notes=("This document could only be read in part: row 14 of the table for China is unreadable.",),
    what_to_do=("Stop shipments to this partner.", "Ask counsel whether the savings clause covers goods en route."),
    ack_url="https://regwatch.example.com/ack/rw-7QK2M4?s=abc&t=1",
)

REVISED = replace(
    CLOSED,
    id="rw-9ZX1C8",
    kind="listing-revised",
    severity=Severity.WARNING,
    headline="The entry of Inspur Software Co., Ltd. is revised from 25 March 2025",
    reason="The license review policy is stricter, one alias is new and one address is gone.",
    differences=(
        Difference("license review policy", "Case-by-case review", "Policy of denial"),
        Difference("aliases", None, None, removed=("Wave Software",), added=("Ren Chao Software Co., Ltd.",)),
        Difference("footnotes", None, "4"),
    ),
    matches=CLOSED.matches[:1],
    ownership=(),
    share=None,
    provision=None,
    provision_state=None,
    notes=(),
    ack_url=None,
    previous_id="rw-AAA111",
)

STAYED = Alert(
    id="rw-STAY01",
    key="scheduled:744.11(a)(1)",
    kind="loophole-reopened",
    severity=Severity.WARNING,
    headline="The Affiliates Rule is stayed until 9 November 2026: Inspur Cloud is reached by nothing",
    reason="15 CFR 744.11(a)(1) is stayed from 10 November 2025. The 55 percent held by Inspur Group no longer count.",
    observed_at=datetime(2025, 11, 10, 14, 0, tzinfo=UTC),
    counterparty=Party("P-18", "Inspur Cloud"),
    share=55.25,
    provision="15 CFR 744.11(a)(1)",
    provision_state="stayed through 9 November 2026",
    effective=date(2025, 11, 10),
    until=date(2026, 11, 9),
    sources=(
        Source("2025-19846", "90 FR 50857", None, "https://www.federalregister.gov/d/2025-19846", "published",
               publication_date=date(2025, 11, 12)),
    ),
)  # fmt: skip

FAILING = Alert(
    id="rw-SRC001",
    key="source-failing:ecfr",
    kind="source-failing",
    severity=Severity.WARNING,
    headline="Source ecfr has failed since 24 March 2025, 22:10 UTC",
    reason="It answered 503 to the last 12 requests. What it says is not seen until it answers again.",
    observed_at=NOW,
)


def message(kind: MessageKind, *alerts: Alert, **more: object) -> Message:
    subjects = {
        MessageKind.IMMEDIATE: "Additions to the Entity List (2025-05427): 2 of your partners",
        MessageKind.DIGEST: "3 alerts since 24 March 2025",
        MessageKind.BASELINE: "2 of 1,204 counterparties are exposed on 25 March 2025",
        MessageKind.RECEIPT: "regwatch looked: nothing that touches your partners on 24 March 2025",
        MessageKind.REMINDER: "Inspur Software Co., Ltd. is on the Entity List since 25 March 2025",
        MessageKind.OPERATOR: "Source ecfr is failing",
        MessageKind.TEST: "this is what an alert looks like",
    }
    fields: dict[str, object] = {
        "id": f"m-{kind.value}-1",
        "kind": kind,
        "subject": subjects[kind],
        "alerts": alerts,
        "created_at": NOW,
        **more,
    }
    return Message(**fields)  # type: ignore[arg-type]


FOUR_COUNTS = (("Sources checked", "6 of 6, last at 25 March 2025, 13:02 UTC"), ("Known gaps", "none"))

MESSAGES = {
    "immediate": message(
        MessageKind.IMMEDIATE, REVISED, CLOSED, thread="2025-05427", facts=FOUR_COUNTS,
        intro=("A rule on public inspection names two of your partners.",),
    ),
    "digest": message(MessageKind.DIGEST, STAYED, REVISED, CLOSED, intro=("What waited for 08:00.",)),
    "baseline": message(MessageKind.BASELINE, STAYED, CLOSED, intro=("The first look at your watchlist.",)),
    "receipt": message(
        MessageKind.RECEIPT,
        intro=("288 polls, 6 sources healthy, 3 documents read, 0 matches.",),
        facts=(*FOUR_COUNTS, ("Next expected change", "9 November 2026, end of the stay of 15 CFR 744.11(a)(1)")),
    ),
    "reminder": message(MessageKind.REMINDER, CLOSED, intro=("Nobody has acknowledged this for 4 hours.",)),
    "operator": message(MessageKind.OPERATOR, FAILING),
    "test": message(MessageKind.TEST, replace(CLOSED, test=True)),
}  # fmt: skip


def many(number: int) -> Message:
    """One huge rule: so many partners named at once, with three severities mixed."""
    severities = (Severity.INFO, Severity.WARNING, Severity.CRITICAL)
    alerts = tuple(
        replace(
            CLOSED if n % 2 else REVISED,
            id=f"rw-{n:06}",
            severity=severities[n % 3],
            headline=f"Partner {n} Trading Co., Ltd. is on the Entity List since 25 March 2025",
            counterparty=Party(f"P-{n}", f"Partner {n} 贸易 Trading Co., Ltd.", "CN"),
        )
        for n in range(number)
    )
    return message(MessageKind.IMMEDIATE, *alerts, thread="2025-05427")


def golden(path: Path, got: str) -> str:
    """The expected text kept in ``path``. REGWATCH_WRITE_GOLDEN=1 writes what we got: look at it, then commit."""
    if os.environ.get("REGWATCH_WRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(got, encoding="utf-8")
    return path.read_text(encoding="utf-8")
