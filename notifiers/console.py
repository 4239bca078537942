"""The terminal: with colour and boxes where there is one, as the plain text of a mail where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from notifiers import plain
from notifiers.briefing import Briefing, Fact, Overview, overview
from notifiers.model import Channel, DeliveryError, Message, Severity

IN_FULL = 10
IN_ROWS = 200
_STYLES = {Severity.CRITICAL: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}


class ConsoleChannel(Channel):
    """Writes to ``file`` (None: standard output, looked up at each message)."""

    def __init__(
        self, name: str, file: TextIO | None = None, *, stderr: bool = False, width: int | None = None
    ) -> None:
        self._name = name
        self._console = Console(file=file, stderr=stderr, width=width, highlight=False, emoji=False, soft_wrap=False)

    @property
    def name(self) -> str:
        return self._name

    def send(self, message: Message) -> None:
        view = overview(message, full=IN_FULL, rows=IN_ROWS)
        broken = ""
        try:
            if self._console.is_terminal:
                self._console.print(render(view))
            else:
                self._console.file.write(plain.text(view) + "\n")
            self._console.file.flush()
        except (OSError, ValueError) as error:  # ValueError: the file is closed
            broken = f"{self._name}: the output cannot be written ({type(error).__name__})"
        if broken:
            raise DeliveryError(broken)

    def close(self) -> None:
        """Nothing to let go of: the stream is the caller's."""


def render(view: Overview) -> RenderableType:
    """The message as rich draws it. Pure."""
    head = Text()
    head.append(f"regwatch: {view.title}", "bold")
    if view.count:
        head.append(f"  {view.severity_words}", _STYLES[view.severity])
    pieces: list[RenderableType] = [head, Text(view.subject, "bold"), *(Text(p) for p in view.intro)]
    if view.counts:
        pieces.append(_grid([("Alerts", Text(f"{view.count:,}")), *((k, Text(v)) for k, v in view.counts)]))
    pieces += [Text(f"! {caution}", "yellow") for caution in view.cautions]
    if view.steps:
        pieces.append(_grid([("What to do", Text("\n".join(f"- {step}" for step in view.steps)))]))
    pieces += [_grid([(document.label, _lines(document))]) for document in view.documents]
    if view.facts and not view.count:
        pieces.append(_grid([(label, Text(value)) for label, value in view.facts]))
    pieces += [_panel(b) for b in view.full]
    if view.rows:
        pieces.append(_rows(view))
    said = plain.remainder(view, None)
    if said:
        pieces.append(Text(said, "bold"))
    if view.facts and view.count:
        pieces.append(_grid([(label, Text(value)) for label, value in view.facts]))
    pieces.append(Text(f"{view.composed}. Message id {view.message_id}", "dim"))
    return Group(*pieces, Text(""))


def _panel(b: Briefing) -> Panel:
    inside: list[RenderableType] = [Text(b.headline, "bold")]
    inside += [Text(f"! {caution}", "yellow") for caution in b.cautions]
    if b.reason:
        inside.append(Text(b.reason))
    pairs = [(f.label, _lines(f)) for f in b.facts]
    for change in b.differences:
        changed = Text()
        for mark, value in plain.difference(change):
            style = "red" if mark in ("before", "removed") else "green"
            changed.append(f"{mark:<8}", "dim").append(f"{value}\n", style)
        changed.rstrip()
        pairs.append((f"Changed: {change.field}", changed))
    pairs += [(f.label, _lines(f)) for f in b.documents]
    if b.steps:
        pairs.append(("What to do", Text("\n".join(f"- {step}" for step in b.steps))))
    pairs.append(("Alert id", Text(b.id)))
    if b.ack_url:
        pairs.append(("Acknowledge", Text(b.ack_url, f"link {b.ack_url}")))
    inside.append(_grid(pairs))
    style = _STYLES[b.severity]
    return Panel(
        Group(*inside), title=Text(f"{b.severity_words}: {b.kind}", style), title_align="left", border_style=style
    )


def _lines(fact: Fact) -> Text:
    text = Text()
    for number, line in enumerate(fact.lines):
        text.append("\n" if number else "")
        text.append(line.text)
        if line.url:
            text.append(f"\n{line.url}", f"link {line.url}")
    return text


def _grid(pairs: list[tuple[str, Text]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", min_width=12, max_width=22)
    grid.add_column(ratio=1, overflow="fold")
    for label, value in pairs:
        grid.add_row(Text(label), value)
    return grid


def _rows(view: Overview) -> Table:
    table = Table(title="Also, in short" if view.full else None, title_justify="left", expand=False)
    for column in ("Severity", "What", "Counterparty", "Effective", "Alert id"):
        table.add_column(column, overflow="fold", no_wrap=column in ("Severity", "Alert id"))
    for cells in _cells(view):
        table.add_row(*cells)
    return table


def _cells(view: Overview) -> Iterator[tuple[Text, ...]]:
    for r in view.rows:
        severity = Text(r.severity_words, _STYLES[r.severity])
        yield severity, Text(r.kind), Text(r.who or r.what), Text(r.effective), Text(r.id)
