"""What a person sees in the terminal. JSON is made elsewhere; nothing is decided here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.calendar import eastern

if TYPE_CHECKING:
    from monitor.deliver import Drained
    from monitor.exposure import Exposure
    from monitor.law import ProvisionState
    from monitor.outcome import Outcome
    from monitor.screening import Comparison, Hit
    from monitor.status import Status
    from monitor.store import LoggedAlert

_COLOURS = {"critical": "bold red", "warning": "yellow", "info": "cyan", "match": "red", "possible": "yellow"}


def _out() -> Console:
    return Console(file=sys.stdout, highlight=False, soft_wrap=True)


def _err() -> Console:
    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A line that says what is being done, on a terminal; nothing in a log."""
    console = _err()
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("starting") as status:
        yield lambda what: status.update(Text(what))


def _coloured(word: str) -> Text:
    return Text(word, style=_COLOURS.get(word, ""))


def _when(moment: datetime | None) -> str:
    if moment is None:
        return "never"
    local = eastern(moment)
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"


# -- poll --------------------------------------------------------------------------------------------------------------


def poll(outcome: Outcome, drains: Sequence[Drained]) -> None:
    """One line on what the cycle did, and one for each thing that fell short; to stderr, like a log."""
    console = _err()
    if outcome.busy:
        console.print("another process is polling this database; nothing was done")
        return
    well = len(outcome.visited) - len(outcome.failed)
    if not outcome.visited:
        console.print("no source is due yet; --source NAME visits one now")
    else:
        console.print(
            f"{well} of {len(outcome.visited)} sources read, {outcome.read} documents, {len(outcome.alerts)} new alerts"
        )
    for visited in outcome.failed:
        console.print(Text(f"source {visited.name} failed: {visited.error}", style="yellow"))
    for reading in outcome.unread[:5]:
        console.print(Text(f"not read: {reading.document.number}: {reading.error}", style="yellow"))
    if len(outcome.unread) > 5:
        console.print(
            Text(f"not read: {len(outcome.unread) - 5} more documents; `regwatch status` names them", style="yellow")
        )
    if outcome.partly:
        console.print(
            Text(
                f"{outcome.partly} documents could only be read in part; `regwatch status` shows where", style="yellow"
            )
        )
    if outcome.watchlist_problems:
        rows = outcome.watchlist_problems
        console.print(
            Text(f"{rows} rows of the watchlists could not be read; `regwatch check-config` shows them", style="yellow")
        )
    drained(drains)


def drained(drains: Sequence[Drained]) -> None:
    console = _err()
    for drain in drains:
        if drain.delivered:
            console.print(f"{drain.channel}: {drain.delivered} alerts delivered")
        if drain.waiting:
            console.print(Text(f"{drain.channel}: {drain.waiting} alerts wait: {drain.error}", style="yellow"))
        if drain.failed:
            console.print(Text(f"{drain.channel}: {drain.failed} alerts refused for good: {drain.error}", style="red"))


# -- what documents say ------------------------------------------------------------------------------------------------


def parsed(said: Mapping[str, Any]) -> None:
    """A document to read before acting on it: what it changes, from when, and what could not be read."""
    out = _out()
    name = said.get("citation") or said.get("document_number") or said["path"]
    out.print(Text(f"{name}  {said.get('title') or ''}".rstrip(), style="bold"))
    about = [said["kind"]]
    about += [f"corrects {said['corrects']}"] if said.get("corrects") else []
    about += [f"published {said['publication_date']}"] if said.get("publication_date") else []
    about += [f"effective {', '.join(said['effective_dates'])}"] if said.get("effective_dates") else []
    out.print(Text("  " + "; ".join(about)))
    if said.get("changes"):
        _changes(out, said["changes"])
    if said.get("amendments"):
        _amendments(out, said["amendments"])
    if said.get("entries"):
        _entries(out, said["entries"])
    for order in said.get("orders") or ():
        who = "; ".join([*order["denied"], *(f"{name} (related)" for name in order["related"])])
        out.print(Text(f"  {order['kind']} order of {order['issued'] or '?'} until {order['expires'] or '?'}: {who}"))
    for problem in said["problems"]:
        out.print(Text(f"  ! {problem['where']}: {problem['what']}", style="yellow"))
    out.print()


def _changes(out: Console, changes: Sequence[Mapping[str, Any]]) -> None:
    table = Table(box=None, pad_edge=False, show_edge=False)
    for head in ("", "list", "destination", "name", "effective"):
        table.add_column(head, overflow="fold")
    for c in changes:
        aliases = f" (+{len(c['aliases'])} aliases)" if c["aliases"] else ""
        table.add_row(c["action"], c["list"], c["destination"] or "", Text(c["name"] + aliases), c["effective"] or "?")
    out.print(table)


def _amendments(out: Console, amendments: Sequence[Mapping[str, Any]]) -> None:
    for a in amendments:
        until = f" until {a['until']}" if a.get("until") else ""
        out.print(Text(f"  {a['action']} {a['target']}, effective {a['effective'] or '?'}{until}"))


def _entries(out: Console, entries: Sequence[Mapping[str, Any]]) -> None:
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry["list"]] = counts.get(entry["list"], 0) + 1
    out.print("  " + ", ".join(f"{n:,} entries of {name}" for name, n in counts.items()))


# -- names -------------------------------------------------------------------------------------------------------------


def comparison(a: str, b: str, found: Comparison) -> None:
    line = Text.assemble(_coloured(str(found.verdict)), f"  {found.score:.2f}  {a}  |  {b}\n    {found.reason}")
    _out().print(line)


def hits(found: Sequence[Hit], parties: int, entries: int) -> None:
    out = _out()
    for hit in sorted(found, key=lambda h: (h.verdict != "match", -h.score)):
        cited = f" [{', '.join(hit.entry.citations[-2:])}]" if hit.entry.citations else ""
        place = f"{hit.entry.list}, {hit.entry.destination}" if hit.entry.destination else str(hit.entry.list)
        head = (
            f"  {hit.score:.2f}  {hit.counterparty_name} ({hit.counterparty_id})  ->  {hit.entry.name} ({place}){cited}"
        )
        out.print(Text.assemble(_coloured(str(hit.verdict)), head, f"\n    {hit.reason}"))
    matches = sum(hit.verdict == "match" for hit in found)
    out.print(
        f"{matches} matches and {len(found) - matches} to review; {parties:,} counterparties, {entries:,} entries"
    )


# -- exposures, alerts -------------------------------------------------------------------------------------------------


def exposures(found: Sequence[Exposure], states: Sequence[ProvisionState], on: date) -> None:
    out = _out()
    out.print(Text(f"Exposures on {on.isoformat()}", style="bold"))
    for state in states:
        sure = "" if state.confirmed else f" (not confirmed: {state.why_not_confirmed})"
        out.print(Text(f"  {state.provision.name}, {state.provision.target}: {state.reason or state.state}{sure}"))
    for exposure in found:
        since = f" since {exposure.since}" if exposure.since else ""
        until = f" until {exposure.until}" if exposure.until else ""
        head = f"  {exposure.kind}  {exposure.counterparty_name} ({exposure.counterparty_id}){since}{until}"
        review = f" [{exposure.review}]" if exposure.review else ""
        out.print(Text.assemble(_coloured(exposure.severity), head, review, f"\n    {exposure.reason}"))
    if not found:
        out.print("  none of the counterparties is exposed")


def alerts(found: Sequence[LoggedAlert]) -> None:
    out = _out()
    for logged in found:
        said = logged.alert
        out.print(
            Text.assemble(
                f"{_when(said.observed_at)}  {said.id}  ", _coloured(str(said.severity)), f"  {said.headline}"
            )
        )
        states = ", ".join(f"{d.channel} {d.state}" for d in logged.deliveries) or "no channel"
        by = f"; acknowledged by {logged.acknowledged.by}" if logged.acknowledged else ""
        out.print(Text(f"    {states}{by}", style="dim"))
    if not found:
        out.print("no alerts")


# -- status ------------------------------------------------------------------------------------------------------------


def status(found: Status) -> None:
    out = _out()
    out.print(Text("healthy", style="green") if found.healthy else Text("NOT HEALTHY", style="bold red"))
    out.print(f"database {found.database}")
    evaluated = f"evaluated through {found.evaluated_through}" if found.evaluated_through else "no baseline yet"
    out.print(f"law      {evaluated}")
    for verdict, state in found.sources:
        mark = Text("ok  ", style="green") if verdict.healthy else Text("FAIL", style="red")
        out.print(
            Text.assemble("source   ", mark, f" {verdict.source}: {verdict.reason}; next {_when(state.next_due_at)}")
        )
    for count in found.outbox:
        out.print(f"outbox   {count.channel}: {count.count} {count.state}, oldest due {_when(count.oldest_due)}")
    if not found.outbox:
        out.print("outbox   empty")
    for on, what in found.scheduled[:10]:
        out.print(Text(f"ahead    {on}: {what}"))
    serious = [p for p in found.problems if p.problem.severity == "warning"]
    for problem in serious[:20]:
        about = problem.document_number or problem.source or ""
        out.print(Text(f"problem  {about}: {problem.problem.where}: {problem.problem.what}", style="yellow"))
    if len(serious) > 20:
        out.print(f"problem  and {len(serious) - 20} more (--json has all of them)")
