"""The command line: every command is a few lines that read arguments, call one thing and show its result.

Exit codes: 0 done; 1 unexpected (a bug); 2 usage or configuration, one clear line; 3 done, but something outside fell
short. JSON goes to stdout, one object a line; logs go to stderr.
"""

from __future__ import annotations

import contextlib
import csv
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.instants import parse_day, parse_instant
from monitor.secrets import Mask

# A command loads only what it needs, inside of its function: comparing two names needs no database.
if TYPE_CHECKING:
    from monitor.assembly import Assembly
    from monitor.config import Config
    from parsers.model import ListEntry

DONE, BUG, USAGE, FELL_SHORT = 0, 1, 2, 3

app = typer.Typer(
    name="regwatch",
    help="Tells an export-compliance team when the law that touches their partners changes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
alerts_app = typer.Typer(help="The alert log: list, acknowledge, send again.", invoke_without_command=True)
app.add_typer(alerts_app, name="alerts")


class MistakeError(Exception):
    """Something the caller must correct: one line, exit code 2."""


@dataclass
class Options:
    """What stands before the command."""

    config: Path | None = None
    debug: bool = False
    quiet: bool = False


_options = Options()

Json = Annotated[bool, typer.Option("--json", help="JSON Lines on stdout.")]
Now = Annotated[
    str | None, typer.Option("--now", help="The clock: an ISO 8601 instant (US Eastern without an offset).")
]


@app.callback()
def options(
    config: Annotated[Path | None, typer.Option(help="The configuration file.", envvar="REGWATCH_CONFIG")] = None,
    debug: Annotated[bool, typer.Option(help="Log everything, and show tracebacks.")] = False,
    quiet: Annotated[bool, typer.Option(help="Log warnings only.")] = False,
) -> None:
    from monitor import logs

    _options.config, _options.debug, _options.quiet = config, debug, quiet
    logs.set_up(Mask(()), level=_level(), environment=os.environ)


def _level() -> str:
    return "debug" if _options.debug else "warning" if _options.quiet else "info"


def _config() -> Config:
    from monitor import logs
    from monitor.config import find_config, load

    config = load(find_config(_options.config, os.environ, Path()))
    logs.set_up(Mask(config.secrets(os.environ)), level=_level(), environment=os.environ)
    return config


def _assembly(now: datetime | None = None, *, stays: bool = False) -> Assembly:
    from monitor.assembly import Assembly

    return Assembly.open(_config(), os.environ, now=now, stays=stays)


def _instant(text: str | None) -> datetime | None:
    try:
        return parse_instant(text) if text is not None else None
    except ValueError as error:
        raise MistakeError(f"--now: {error}") from None


def _say(value: dict[str, Any]) -> None:
    from monitor import json_lines

    sys.stdout.write(json_lines.line(value) + "\n")


# -- the daemon --------------------------------------------------------------------------------------------------------


@app.command()
def run() -> None:
    """The daemon, in the foreground: poll, compare, deliver, until SIGTERM."""
    with _assembly(stays=True) as assembly:
        assembly.daemon().run()


@app.command()
def poll(
    now: Now = None,
    source: Annotated[list[str] | None, typer.Option(help="Visit this source, due or not. May be repeated.")] = None,
    as_json: Json = False,
) -> None:
    """One cycle: every due source, the differ, and one drain of the outbox."""
    from monitor import json_lines, terminal

    with _assembly(_instant(now)) as assembly:
        unknown = sorted(set(source or ()) - set(assembly.config.sources))
        if unknown:
            known = ", ".join(assembly.config.sources) or "none"
            raise MistakeError(f"--source: there is no source {unknown[0]!r} in the configuration; there are {known}")
        with terminal.progress() as show:
            outcome = assembly.poller.poll(assembly.now(), named=source or (), show=show)
            with contextlib.redirect_stdout(sys.stderr if as_json else sys.stdout):  # a console channel prints alerts
                drained = assembly.deliverer.drain(flush=True)
        assembly.dead_man(outcome)
        if as_json:
            for logged in outcome.alerts:
                _say(json_lines.alert(assembly.store.alert(logged)))
        terminal.poll(outcome, drained)
        short = outcome.fell_short or any(d.waiting or d.failed for d in drained)
        raise typer.Exit(FELL_SHORT if short else DONE)


@app.command()
def demo(
    folder: Annotated[Path | None, typer.Option(help="Where to write the HTML files (default: a new folder).")] = None,
) -> None:
    """The Inspur story end to end, with no network: alerts in the terminal and as HTML files."""
    from monitor import logs
    from monitor.demo.story import tell

    logs.set_up(Mask(()), level="debug" if _options.debug else "warning", environment=os.environ)
    tell(folder)


# -- reading and comparing ---------------------------------------------------------------------------------------------


@app.command()
def parse(paths: list[Path], as_json: Json = False) -> None:
    """Read published files and print what they say."""
    from monitor import terminal
    from parsers import contract_json
    from parsers.formats import read_each
    from parsers.model import ParseError

    short = False
    for path in paths:
        try:
            for parsed in read_each(path):
                for said in contract_json.to_contracts(path, parsed):
                    short = short or any(problem["severity"] == "warning" for problem in said["problems"])
                    if as_json:
                        sys.stdout.write(contract_json.line(said) + "\n")
                    else:
                        terminal.parsed(said)
        except (ParseError, OSError) as error:
            short = True
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            named = reason.startswith(path.name)  # a reader may have named the file itself
            sys.stderr.write(f"regwatch: {reason if named else f'{path}: {reason}'}\n")
    raise typer.Exit(FELL_SHORT if short else DONE)


@app.command()
def screen(
    watchlist: Annotated[Path, typer.Option(help="Counterparties: CSV, XLSX or TOML.")],
    list_: Annotated[list[Path], typer.Option("--list", help="A published list file or rule. May be repeated.")],
    as_json: Json = False,
) -> None:
    """Screen a watchlist against published list files, once."""
    from monitor import json_lines, terminal
    from monitor.exposure.entry_terms import entry_fingerprint
    from monitor.screening import Screen
    from monitor.watchlist import load_counterparties
    from parsers.model import ParseError

    loaded = load_counterparties(watchlist, watchlist.stem)
    for problem in loaded.problems:
        sys.stderr.write(f"regwatch: {problem}\n")
    if not loaded.fingerprint or (loaded.problems and not loaded.counterparties):
        raise typer.Exit(USAGE)  # nothing to screen: "0 matches" would read as good news
    entries: dict[str, ListEntry] = {}
    short = bool(loaded.problems)
    for path in list_:
        try:
            found = list(_entries(path))
        except (ParseError, OSError) as error:
            raise MistakeError(f"{path}: {error}") from None
        entries |= {f"{entry_fingerprint(entry)}:{entry.destination}": entry for entry in found}
    with terminal.progress() as show:
        show(f"screening {len(loaded.counterparties):,} counterparties against {len(entries):,} entries")
        hits = Screen.compile(loaded.counterparties).hits(entries.values())
    for hit in hits:
        if as_json:
            _say(json_lines.hit(hit))
    if not as_json:
        terminal.hits(hits, len(loaded.counterparties), len(entries))
    raise typer.Exit(FELL_SHORT if short else DONE)


def _entries(path: Path) -> Iterator[ListEntry]:
    from parsers.formats import read_file
    from parsers.model import ListSnapshot, ParseError, Rule

    parsed = read_file(path)
    if isinstance(parsed, ListSnapshot):
        yield from parsed.entries
    elif isinstance(parsed, Rule):
        yield from (change.entry for change in parsed.changes)
    else:
        raise ParseError("holds no list entries")


@app.command(name="compare")
def compare_names(
    a: Annotated[str | None, typer.Argument()] = None,
    b: Annotated[str | None, typer.Argument()] = None,
    pairs: Annotated[Path | None, typer.Option(help="A CSV file with the columns a and b.")] = None,
    as_json: Json = False,
) -> None:
    """How alike two names are, whether they match, and why."""
    from monitor import json_lines, terminal
    from monitor.screening import compare

    if (pairs is None) == (a is None or b is None):
        raise MistakeError("compare takes two names, or --pairs FILE.csv")
    if pairs is None:
        assert a is not None
        assert b is not None
        if not (a.strip() and b.strip()):
            raise MistakeError("compare takes two names; one of these is empty")
        found = compare(a, b)
        if as_json:
            _say(json_lines.comparison(a, b, found))
        else:
            terminal.comparison(a, b, found)
        return
    for row in _pairs(pairs):
        found = compare(row["a"], row["b"], kind=row.get("kind") or row.get("schema") or None)
        if as_json:
            _say(json_lines.comparison(row["a"], row["b"], found, row))
        else:
            terminal.comparison(row["a"], row["b"], found)


def _pairs(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            columns = list(reader.fieldnames or ())
            missing = {"a", "b"} - set(columns)
            if missing:
                raise MistakeError(f"{path}: line 1 has no column {sorted(missing)[0]!r}; it needs a and b")
            for name in "ab":
                if columns.count(name) > 1:
                    raise MistakeError(f"{path}: line 1 has the column {name!r} twice")
            for row in reader:
                if row["a"] is None or row["b"] is None:
                    raise MistakeError(f"{path}: line {reader.line_num}: a column is missing")
                if any(row.pop(None, ())):  # what stands behind the last column
                    where = f"line {reader.line_num}"
                    raise MistakeError(f"{path}: {where}: more values than columns; a comma needs quotes")
                yield {key: value or "" for key, value in row.items()}
    except csv.Error as error:  # else an open quote would take in all the rows behind it
        where = f"line {reader.line_num + 1}"  # of the last whole row, and the one behind it
        raise MistakeError(f"{path}: {where}: a quote does not close where it should ({error})") from None
    except OSError as error:
        raise MistakeError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise MistakeError(f"{path}: is not UTF-8 text (byte {error.start})") from None


# -- what is known -----------------------------------------------------------------------------------------------------


@app.command()
def exposures(
    on: Annotated[str | None, typer.Option(help="The date asked about (default: today in Washington).")] = None,
    known_at: Annotated[str | None, typer.Option(help="As known at this instant (default: now).")] = None,
    as_json: Json = False,
) -> None:
    """Who is exposed, on what evidence."""
    from monitor import json_lines, terminal

    try:
        day = parse_day(on) if on else None
        moment = parse_instant(known_at) if known_at else None
    except ValueError as error:
        raise MistakeError(str(error)) from None
    with _assembly() as assembly:
        held = assembly.poller.library.files.read()
        for problem in held.problems:
            sys.stderr.write(f"regwatch: {problem}\n")
        asked, found, states = assembly.exposures(day, moment)
        if as_json:
            for exposure in found:
                _say(json_lines.exposure(exposure))
        else:
            terminal.exposures(found, states, asked)


@alerts_app.callback()
def alerts(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="Only alerts since this date or instant.")] = None,
    as_json: Json = False,
) -> None:
    """The alert log, oldest first."""
    from monitor import json_lines, terminal

    if context.invoked_subcommand is not None:
        return
    try:
        start = None if since is None else parse_day(since) if len(since.strip()) == 10 else parse_instant(since)
    except ValueError as error:
        raise MistakeError(f"--since: {error}") from None
    with _assembly() as assembly:
        found = assembly.store.alerts(start)
        if as_json:
            for logged in found:
                _say(json_lines.alert(logged))
        else:
            terminal.alerts(found)


@alerts_app.command()
def ack(
    alert_id: Annotated[str, typer.Argument(metavar="ID")],
    by: Annotated[str, typer.Option(help="Who acknowledges.")],
    decision: Annotated[str | None, typer.Option(help="What was decided.")] = None,
    note: Annotated[str | None, typer.Option(help="Why, or what is being done.")] = None,
) -> None:
    """Acknowledge an alert: it is not repeated any more, and the audit trail says who saw to it."""
    if not by.strip():
        raise MistakeError("--by: say who acknowledges")
    with _assembly() as assembly:
        first = assembly.store.acknowledge(alert_id, by=by.strip(), at=assembly.now(), note=note, decision=decision)
    sys.stdout.write(
        f"{alert_id} {'acknowledged' if first else 'was acknowledged before; this one is in the audit trail'}\n"
    )


@alerts_app.command()
def resend(
    alert_id: Annotated[str, typer.Argument(metavar="ID")],
    channel: Annotated[list[str] | None, typer.Option(help="Only over this channel. May be repeated.")] = None,
) -> None:
    """Send an alert once more, over all its channels or those named."""
    from monitor import terminal

    with _assembly() as assembly:
        for name in channel or ():
            if name not in assembly.posts:
                raise MistakeError(f"--channel: there is no channel {name!r}")
        count = assembly.store.resend(alert_id, assembly.now(), channels=channel or None)
        assembly.store.audit(at=assembly.now(), who="command line", what="sent again", subject=alert_id)
        drained = assembly.deliverer.drain(flush=True)
        terminal.drained(drained)
        short = count == 0 or any(d.waiting or d.failed for d in drained)
        raise typer.Exit(FELL_SHORT if short else DONE)


def _decide(verdict: str, counterparty: str, entry: str, by: str, why: str) -> None:
    """Keep what a person decided about a counterparty and a list entry (its key, or its name)."""
    from monitor.exposure.entry_terms import entry_fingerprint
    from monitor.store import Decision

    if not by.strip() or not why.strip():
        raise MistakeError("say who decides (--by) and why (--why)")
    with _assembly() as assembly:
        ties = assembly.ties(counterparty, entry)
        if not ties:
            raise MistakeError(f"nothing ties {counterparty!r} to an entry {entry!r}; see `regwatch exposures`")
        for key, found in ties.items():
            decision = Decision(
                counterparty, key, entry_fingerprint(found), verdict, by.strip(), why.strip(), assembly.now()
            )
            with assembly.store.transaction():
                assembly.store.decide(decision)
                assembly.store.audit(
                    at=assembly.now(),
                    who=by.strip(),
                    what=verdict,
                    subject=counterparty,
                    detail=f"{key}: {why.strip()}",
                )
            sys.stdout.write(
                f"{verdict}: {counterparty} and {found.name}, until that entry's names or addresses change\n"
            )


@app.command()
def clear(
    counterparty: Annotated[str, typer.Argument(help="The counterparty's id.")],
    entry: Annotated[str, typer.Argument(help="The entry's name, or its key.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    why: Annotated[str, typer.Option(help="Why they are not the same.")],
) -> None:
    """Decide that a counterparty is not the party of a list entry. Holds until the entry changes."""
    _decide("cleared", counterparty, entry, by, why)


@app.command()
def confirm(
    counterparty: Annotated[str, typer.Argument(help="The counterparty's id.")],
    entry: Annotated[str, typer.Argument(help="The entry's name, or its key.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    why: Annotated[str, typer.Option(help="Why they are the same.")],
) -> None:
    """Decide that a counterparty is the party of a list entry. Holds until the entry changes."""
    _decide("confirmed", counterparty, entry, by, why)


# -- how it is doing ---------------------------------------------------------------------------------------------------


@app.command()
def status(now: Now = None, as_json: Json = False) -> None:
    """Sources, last success, freshness, outbox, database. Exit code 3 when anything is unhealthy."""
    from monitor import terminal
    from monitor.status import report

    with _assembly(_instant(now)) as assembly:
        found = report(assembly)
        if as_json:
            _say(found.as_json())
        else:
            terminal.status(found)
        raise typer.Exit(DONE if found.healthy else FELL_SHORT)


@app.command(name="check-config")
def check_config() -> None:
    """Read everything that the configuration names and say all that is wrong."""
    from monitor.config import check
    from monitor.knowledge import Files
    from monitor.secrets import SecretError
    from notifiers import check as check_channel

    config = _config()
    problems = list(check(config, os.environ))
    for channel in config.channels:
        try:
            problems += [
                f"{config.path}: channel {channel.name}: {p}" for p in check_channel(channel.settings(os.environ))
            ]
        except SecretError:
            continue  # said above
    held = Files(config).read()
    problems += [str(problem) for problem in held.problems if not _is_absent(str(problem), problems)]
    for problem in dict.fromkeys(problems):
        sys.stderr.write(f"{problem}\n")
    if problems:
        raise typer.Exit(USAGE)
    sys.stdout.write(
        f"{config.path}: good; {len(held.counterparties):,} counterparties, {len(held.stakes):,} stakes, "
        f"{len(config.sources)} sources, {len(config.channels)} channels\n"
    )


def _is_absent(problem: str, said: list[str]) -> bool:
    """Whether a file that cannot be read was named already."""
    path, separator, _ = problem.partition(": cannot be read")
    return bool(separator) and any(path in line for line in said)


@app.command(name="test-channel")
def test_channel(name: str) -> None:
    """Send one alert, marked as a test, through one channel."""
    from notifiers.model import DeliveryError

    with _assembly() as assembly:
        post = assembly.posts_of(name)
        if not post:
            known = ", ".join(channel.name for channel in assembly.config.channels) or "none"
            raise MistakeError(f"there is no channel {name!r}; there are {known}")
        for one in post:
            try:
                one.channel.send(assembly.test_message(one))
            except DeliveryError as error:
                sys.stderr.write(f"regwatch: {name}: {error}\n")
                raise typer.Exit(FELL_SHORT) from None
    sys.stdout.write(f"{name}: the test alert was taken\n")


# What is expected to go wrong, by the name of the error: naming the classes would load all that they belong to.
_EXPECTED = {
    "MistakeError": USAGE,
    "ConfigError": USAGE,
    "SecretError": USAGE,
    "ChannelSettingsError": USAGE,
    "UnknownAlertError": USAGE,
    "StoreError": FELL_SHORT,
    "FetchError": FELL_SHORT,
}


def main() -> None:
    """The console script."""
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        code = next((_EXPECTED[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _EXPECTED), BUG)
        if _options.debug:
            raise
        if code == BUG:
            sys.stderr.write(f"regwatch: unexpected {type(error).__name__}: {error} (a bug; --debug shows where)\n")
            sys.exit(BUG)
        for line in str(error).splitlines():
            sys.stderr.write(f"regwatch: {line}\n")
        sys.exit(code)
