"""A message as plain text: the text part of a mail, a terminal that is none, a service without markup. Pure.

Not derived from the HTML: links stand in full, tables line up (by display width, so with Chinese names too), and
nothing is said by colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, chop_cells, set_cell_size

from notifiers import wording
from notifiers.briefing import Briefing, Fact, Overview, Row
from notifiers.model import Difference

WIDTH = 76  # columns; leaves room for a quote mark in a reply
_LABEL = 22  # columns of the label, the gap included
_INDENT = "  "


def text(view: Overview, *, attachment: str | None = None, width: int = WIDTH) -> str:
    """The whole message. ``attachment`` is the name of the file that holds all rows, if there is one."""
    blocks: list[str] = [_head(view, width)]
    if view.intro:
        blocks.append("\n".join(line for para in view.intro for line in wrap(para, width)))
    if view.counts:
        lead = ("Alerts", f"{view.count:,}")
        blocks.append("\n".join(_pair(label, [value], width) for label, value in (lead, *view.counts)))
    blocks += ["\n".join(_hanging("! ", caution, width)) for caution in view.cautions]
    if view.steps:
        blocks.append("\n".join(_steps(view.steps, width)))
    if view.facts and not view.count:
        blocks.append("\n".join(_pair(label, [value], width) for label, value in view.facts))
    blocks += [_document(document, width) for document in view.documents]
    blocks += ["\n".join(_briefing(b, n if view.count > 1 else None, width)) for n, b in enumerate(view.full, start=1)]
    if view.rows:
        more = "Also, in short" if view.full else "All of them"
        blocks.append(f"{more}:\n\n" + table(view.rows, width))
    blocks += list(_remainder(view, attachment, width))
    if view.facts and view.count:
        blocks.append("\n".join(_pair(label, [value], width) for label, value in view.facts))
    blocks.append(_foot(view))
    return wording.legible("\n\n".join(blocks) + "\n")


def wrap(paragraph: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most ``width`` columns; a word is broken only where it alone is wider, a URL never."""
    lines: list[str] = []
    line = ""
    for word in paragraph.split():
        grown = f"{line} {word}" if line else word
        if cell_len(grown) <= width:
            line = grown
            continue
        if line:
            lines.append(line)
        if cell_len(word) <= width or "://" in word:
            line = word
        else:
            *whole, line = chop_cells(word, width)
            lines += whole
    if line or not lines:
        lines.append(line)
    return [f"{indent}{line}" for line in lines]


def table(rows: Sequence[Row], width: int = WIDTH) -> str:
    """Rows that line up: severity, what happened, who, since when; the alert id closes each row, uncut."""
    head = ("Severity", "What", "Counterparty", "Effective", "Alert id")
    cells = [(r.severity_words, r.kind, r.who or r.what, r.effective, r.id) for r in rows]
    widest = [max(cell_len(c[i]) for c in (head, *cells)) for i in range(5)]
    spare = width - sum(widest[i] for i in (0, 3, 4)) - 2 * 4
    what = min(widest[1], max(12, spare // 2))
    who = min(widest[2], max(16, spare - what))
    columns = (widest[0], what, who, widest[3], widest[4])
    lines = [_row(head, columns), _row(tuple("-" * c for c in columns), columns)]
    for row in cells:
        # a long name goes on in the next line: a cut one could be somebody else
        parts = [[row[0]], wrap(row[1], what), wrap(row[2], who), [row[3]], [row[4]]]
        lines += [_row(cells_of_line, columns) for cells_of_line in zip_longest(*parts, fillvalue="")]
    return "\n".join(lines)


def difference(change: Difference) -> Iterator[tuple[str, str]]:
    """(``before``, ``after``, ``removed`` or ``added``; the text) of one revised field."""
    if change.before is not None or change.after is not None:
        yield "before", change.before or "(nothing)"
        yield "after", change.after or "(nothing)"
    for value in change.removed:
        yield "removed", value
    for value in change.added:
        yield "added", value


def remainder(view: Overview, attachment: str | None) -> str | None:
    """What is said about the alerts that have no place here; never nothing, when there are any."""
    if attachment and (view.left_out or view.rows):
        left = f"{wording.count(view.left_out, 'further alert')} not shown here. " if view.left_out else ""
        return f"{left}All {wording.count(view.count, 'alert')} with every detail: {attachment} (attached)."
    if view.left_out:
        return f"{wording.count(view.left_out, 'further alert')} not shown here; “regwatch alerts” lists them all."
    if view.rows:
        return "“regwatch alerts” has every detail of these."
    return f"Every detail is also in {attachment} (attached)." if attachment else None


def _head(view: Overview, width: int) -> str:
    kind = f"regwatch: {view.title}" + (f" ({view.severity_words})" if view.count else "")
    lines = [kind, *wrap(view.subject, width)]
    return "\n".join([*lines, "-" * min(width, max(cell_len(line) for line in lines))])


def _document(fact: Fact, width: int) -> str:
    return "\n".join([fact.label, *_lines(fact, width - len(_INDENT), _INDENT)])


def _lines(fact: Fact, width: int, indent: str) -> list[str]:
    out = []
    for line in fact.lines:
        if line.url:
            out += [f"{indent}{line.text}:", f"{indent}{line.url}"]
        else:
            out += wrap(line.text, width, indent)
    return out


def _briefing(b: Briefing, number: int | None, width: int) -> Iterator[str]:
    yield "-" * width
    yield (f"{number}. " if number else "") + f"{b.severity_words.upper()}: {b.kind}"
    yield from wrap(b.headline, width)
    for caution in b.cautions:
        yield ""
        yield from _hanging("! ", caution, width)
    if b.reason:
        yield ""
        yield from wrap(b.reason, width)
    yield ""
    for fact in b.facts:
        yield _pair(fact.label, [line.text for line in fact.lines], width)
    for change in b.differences:
        yield f"\nChanged: {change.field}"
        for mark, value in difference(change):
            yield from _hanging(f"{_INDENT}{mark:<8} ", value, width)
    for document in b.documents:
        yield "\n" + _document(document, width)
    if b.steps:
        yield ""
        yield from _steps(b.steps, width)
    yield ""
    yield _pair("Alert id", [b.id], width)
    if b.ack_url:
        yield _pair("Acknowledge", [b.ack_url], width)


def _steps(steps: Sequence[str], width: int) -> Iterator[str]:
    yield "What to do"
    for step in steps:
        yield from _hanging(f"{_INDENT}- ", step, width)


def _pair(label: str, values: Sequence[str], width: int) -> str:
    """``label`` and its values in a column beside it; a second value starts a new line."""
    room = width - _LABEL
    lines = [line for value in values for line in wrap(value, room)]
    first, *more = lines
    lead = set_cell_size(label, _LABEL) if cell_len(label) < _LABEL else f"{label}\n{' ' * _LABEL}"
    return "\n".join([f"{lead}{first}", *(f"{' ' * _LABEL}{line}" for line in more)])


def _hanging(mark: str, value: str, width: int) -> list[str]:
    first, *more = wrap(value, width - len(mark))
    return [f"{mark}{first}", *(" " * len(mark) + line for line in more)]


def _remainder(view: Overview, attachment: str | None, width: int) -> Iterator[str]:
    said = remainder(view, attachment)
    if said:
        yield "\n".join(wrap(said, width))


def _row(cells: Sequence[str], columns: Sequence[int]) -> str:
    padded = [set_cell_size(c, w) if cell_len(c) < w else c for c, w in zip(cells, columns, strict=True)]
    return re.sub(r" +$", "", "  ".join(padded))


def _foot(view: Overview) -> str:
    return f"regwatch, {view.composed}. Message id {view.message_id}"
