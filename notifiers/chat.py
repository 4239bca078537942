"""Any other service that apprise knows (Teams, Discord, Telegram, …): a plain message in parts that fit.

Markdown where the service takes it, else the plain text of a mail. Every part names the message and its own number, and
the alerts that have no place are counted. ``parts()`` is pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from notifiers import plain, wording
from notifiers.briefing import Briefing, Fact, Line, Overview, overview, subject
from notifiers.ledger import Ledger
from notifiers.model import Channel, DeliveryError, Message
from notifiers.refusals import together
from notifiers.transport import ServiceRoute

MOST_PARTS = 8  # of one message; a chat is no place for more, the count of what is left out is
_FOOT = 90  # characters kept free in each part for its number and the message id
_SHAPES = ((10, 100), (5, 100), (3, 50), (1, 50), (0, 50), (0, 20), (0, 5), (0, 0))  # (in full, rows), until it fits


class ChatChannel(Channel):
    """One route through apprise's own ``notify()``."""

    def __init__(self, name: str, routes: tuple[ServiceRoute, ...]) -> None:
        self._name = name
        self._routes = routes
        self._ledger = Ledger()

    @property
    def name(self) -> str:
        return self._name

    def send(self, message: Message) -> None:
        page = self._ledger.page(message)
        failures = []
        for number, route in enumerate(self._routes, start=1):
            try:
                for text in parts(message, route.text_limit, markdown=route.markdown):
                    part = f"{number}: {hashlib.sha256(text.encode()).hexdigest()[:16]}"
                    if part not in page:
                        route.notify(title(message, route.title_limit), text, message.severity)
                        page.add(part)
            except DeliveryError as failure:
                failures.append(failure)
        if failures:
            raise together(failures, len(self._routes), page.accepted)
        self._ledger.close(message)

    def close(self) -> None:
        for route in self._routes:
            route.close()


def title(message: Message, limit: int) -> str:
    """The subject in one line; the text begins with it in full, so that cutting it here loses nothing."""
    line = subject(message)
    return line if len(line) <= limit else line[: max(0, limit - 1)] + "…" if limit > 0 else ""


def parts(message: Message, limit: int, *, markdown: bool) -> tuple[str, ...]:
    """Texts of at most ``limit`` characters (of the service's), cut between paragraphs where that is possible."""
    room = max(200, limit - _FOOT - len(message.id))
    for full, rows in _SHAPES:
        view = overview(message, full=full, rows=rows)
        whole = _markdown(view) if markdown else plain.text(view)
        pieces = list(_cut(whole, room))
        if len(pieces) <= MOST_PARTS:
            break
    total = len(pieces)
    return tuple(
        f"{piece}\n\n(part {n} of {total}, message id {message.id})" if total > 1 else piece
        for n, piece in enumerate(pieces, start=1)
    )


def _cut(text: str, room: int) -> Iterator[str]:
    """Pieces of at most ``room`` characters, cut at a blank line, else a line's end, else a blank."""
    text = text.strip()
    while len(text) > room:
        at = next((at for mark in ("\n\n", "\n", " ") if (at := text.rfind(mark, 1, room)) > 0), room)
        yield text[:at].rstrip()
        text = text[at:].strip("\n ")
    yield text


def _markdown(view: Overview) -> str:
    lead = f"**regwatch: {view.title}**" + (f" ({view.severity_words})" if view.count else "")
    blocks = [f"{lead}\n\n**{_escape(view.subject)}**", *map(_escape, view.intro)]
    if view.counts:
        counts = [f"- {_escape(label)}: {_escape(value)}" for label, value in view.counts]
        blocks.append("\n".join([f"{wording.count(view.count, 'alert')}:", "", *counts]))
    blocks += [f"Note: {_escape(caution)}" for caution in view.cautions]
    if view.steps:
        blocks.append(_steps(view.steps))
    if view.facts and not view.count:
        blocks.append(_facts(view.facts))
    blocks += [_fact(d) for d in view.documents]
    blocks += ["\n\n".join(_briefing(b)) for b in view.full]
    if view.rows:
        rows = [
            f"- {_escape(r.severity_words)}: {_escape(r.kind)}: {_escape(r.who or r.what)}"
            f"{f', effective {r.effective}' if r.effective else ''} [{_escape(r.id)}]"
            for r in view.rows
        ]
        blocks.append("\n".join(rows))
    said = plain.remainder(view, None)
    if said:
        blocks.append(f"**{_escape(said)}**")
    if view.facts and view.count:
        blocks.append(_facts(view.facts))
    blocks.append(f"regwatch, {view.composed}. Message id {_escape(view.message_id)}")
    return wording.legible("\n\n".join(blocks))


def _briefing(b: Briefing) -> Iterator[str]:
    yield f"**{_escape(b.severity_words)}: {_escape(b.kind)}**"
    yield f"**{_escape(b.headline)}**"
    yield from (f"Note: {_escape(caution)}" for caution in b.cautions)
    if b.reason:
        yield _escape(b.reason)
    yield "\n".join(_fact(fact) for fact in b.facts)
    for change in b.differences:
        marks = [f"- {mark}: {_escape(value)}" for mark, value in plain.difference(change)]
        yield "\n".join([f"Changed: {_escape(change.field)}", "", *marks])
    yield from (_fact(document) for document in b.documents)
    if b.steps:
        yield _steps(b.steps)
    if b.ack_url:
        yield _line(Line("Acknowledge", b.ack_url))
    yield f"Alert id {_escape(b.id)}"


def _steps(steps: tuple[str, ...]) -> str:
    return "\n".join(["What to do:", "", *(f"- {_escape(step)}" for step in steps)])


def _facts(pairs: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"- {_escape(label)}: {_escape(value)}" for label, value in pairs)


def _fact(fact: Fact) -> str:
    return f"- **{_escape(fact.label)}**: " + "; ".join(_line(line) for line in fact.lines)


def _line(line: Line) -> str:
    return f"{_escape(line.text)}: <{line.url}>" if line.url else _escape(line.text)


def _escape(text: str) -> str:
    """Characters that markdown would take for markup, wherever they stand in a name."""
    return re.sub(r"([\\`*_\[\]<>~|])", r"\\\1", text)
