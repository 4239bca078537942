"""What a poll costs that finds nothing new, with 1, 5 and 10 years of history stored; it must not grow with them.

Run: python bench/bench_idle_poll.py [--years 1 5 10]

History is made up: 60 rules a year (BIS prints about 50), each read, with its stored text and 20 alerts that were
delivered, and 288 polls a day. The poll visits no source: what a visit costs is the network's and the source's. The
figures are medians of 30 polls after 3 to get warm, in processor seconds; the ratio is to the first.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from monitor.assembly import Assembly
from monitor.config import load
from monitor.reading import PARSER_VERSION
from monitor.store import RenditionState, Store, open_store
from notifiers.model import Alert, Party, Severity, Source
from parsers.model import Action, Document, DocumentKind, ListChange, ListEntry, ListName, Rule, Stage

END = datetime(2026, 1, 5, 15, tzinfo=UTC)
RULES_A_YEAR, ENTRIES, ALERTS = 60, 25, 20


def history(store: Store, years: int) -> None:
    for number in range(years * RULES_A_YEAR):
        at = END - timedelta(days=2 + number * 365 / RULES_A_YEAR)
        with store.transaction():
            _rule(store, number, at)
    polls = []
    for number in range(years * 365 * 288):
        at = END - timedelta(days=1, minutes=5 * number)
        polls.append((at.strftime("%Y-%m-%d %H:%M:%S.000000"),) * 2)
    with store.transaction(), store._writing() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO poll (started_at, finished_at, sources_ok, sources_failed, documents_read, alerts)"
            " VALUES (?, ?, '[]', '[]', 0, 0)",
            polls,
        )


def _rule(store: Store, number: int, at: datetime) -> None:
    document = Document(
        number=f"{at.year}-{number:05}",
        title="Additions to the Entity List",
        kind=DocumentKind.RULE,
        stage=Stage.PUBLISHED,
        publication_date=at.date(),
        source="federal_register",
        html_url=f"https://www.federalregister.gov/d/{number}",
    )
    changes = tuple(
        ListChange(
            action=Action.ADD,
            entry=ListEntry(ListName.ENTITY_LIST, "CHINA, PEOPLE'S REPUBLIC OF", f"Company {number} of {n} Co., Ltd."),
            effective=at.date(),
            instruction="adding entries",
        )
        for n in range(ENTRIES)
    )
    rule = Rule(DocumentKind.RULE, document.number, document.title, changes=changes)
    sha256 = store.save_evidence(
        os.urandom(4_000), url=document.html_url or "", fetched_at=at, source="federal_register"
    )
    store.save_document(document, at)
    store.save_rendition(
        document,
        RenditionState.READ,
        at,
        rule=rule,
        sha256=sha256,
        url=document.html_url,
        parser_version=PARSER_VERSION,
    )
    told = [
        Alert(
            id=f"a-{number:06}-{n:05}",
            key=f"{number} {n}",
            kind="partner-listed",
            severity=Severity.CRITICAL,
            headline="A partner is listed",
            reason="A rule.",
            observed_at=at,
            counterparty=Party(f"P{n}", f"Party {n}"),
            sources=(Source(document.number, None, document.title, document.html_url, "published"),),
        )
        for n in range(ALERTS)
    ]
    store.add_alerts([(alert, [("chat", at)]) for alert in told])
    claimed = store.claim_deliveries(at, "bench")
    store.mark_delivered([delivery.id for delivery in claimed], at)


def measure(years: int) -> tuple[float, float, int]:
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        (folder / "partners.csv").write_text("id,name\n" + "\n".join(f"P{n},Party {n}" for n in range(1_000)), "utf-8")
        (folder / "config.toml").write_text(
            '[database]\nurl = "sqlite:///idle.db"\n[[watchlists]]\nname = "partners"\npath = "partners.csv"\n'
            '[[channels]]\nname = "chat"\ntype = "console"\n',
            "utf-8",
        )
        with open_store(f"sqlite:///{folder}/idle.db") as store:
            history(store, years)
        with Assembly.open(load(folder / "config.toml"), {}, now=END) as assembly:
            assembly.store.set_day("evaluated_through", date(2026, 1, 4))
            figures: list[tuple[float, float]] = []
            for number in range(33):
                now = END + timedelta(minutes=5 * number)
                started = time.process_time()
                assembly.poller.poll(now)
                polled = time.process_time()
                assembly.deliverer.drain()
                figures.append((polled - started, time.process_time() - polled))
        size = (folder / "idle.db").stat().st_size
    warm = figures[3:]
    return statistics.median(p for p, _ in warm), statistics.median(d for _, d in warm), size


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--years", type=int, nargs="+", default=[1, 5, 10])
    given = arguments.parse_args()
    out = os.fdopen(os.dup(1), "w")
    for number in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    print("an idle poll and an idle drain, processor milliseconds", file=out)
    print(f"{'years':>6} {'MB':>7} {'poll':>8} {'drain':>8} {'ratio':>7}", file=out)
    first = 0.0
    for years in given.years:
        poll, drain, size = measure(years)
        first = first or poll + drain
        ratio = (poll + drain) / first
        print(
            f"{years:>6} {size / 1e6:>7.0f} {poll * 1e3:>8.2f} {drain * 1e3:>8.2f} {ratio:>7.2f}", file=out, flush=True
        )


if __name__ == "__main__":
    main()
