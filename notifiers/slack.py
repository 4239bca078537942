"""Slack: Block Kit within every documented limit, in as many parts as it takes. ``parts()`` is pure.

Limits (https://docs.slack.dev/reference/block-kit/blocks): 50 blocks a message, 3,000 characters a section text, 150 a
header, 10 fields of 2,000; ``text`` is what a notification shows. Slack also bounds all blocks of a message together.
Nothing is cut silently: what does not fit goes into the next part, and where the parts would become a flood, the number
of the alerts left out is said. Every part carries the message id and its own number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from notifiers import plain, wording
from notifiers.briefing import Briefing, Fact, Line, Overview, Row, overview
from notifiers.ledger import Ledger, Page
from notifiers.model import Channel, DeliveryError, Message, Severity
from notifiers.refusals import MalformedError, together
from notifiers.transport import SlackRoute

Block = dict[str, Any]

BLOCKS = 50
SECTION = 3_000
HEADER = 150
TOGETHER = 12_000  # characters of all blocks of a message; Slack answers msg_blocks_too_long somewhat above
FALLBACK = 3_000

MOST_PARTS = 8  # messages for one of ours; a channel is read on a phone, the mail and the log have everything in full
_SHAPES = (
    (10, 150),
    (5, 150),
    (2, 100),
    (1, 100),
    (0, 100),
    (0, 25),
    (0, 0),
)  # (in full, as one line each), until the parts are few
VALUES = 12  # aliases, addresses, … of one fact, before the count of the others
_MARKS = {
    Severity.CRITICAL: "\N{LARGE RED CIRCLE}",
    Severity.WARNING: "\N{LARGE ORANGE CIRCLE}",
    Severity.INFO: "\N{LARGE BLUE CIRCLE}",
}


class SlackChannel(Channel):
    """One route to people through Slack."""

    def __init__(self, name: str, routes: tuple[SlackRoute, ...]) -> None:
        self._name = name
        self._routes = routes
        self._ledger = Ledger()

    @property
    def name(self) -> str:
        return self._name

    def send(self, message: Message) -> None:
        page = self._ledger.page(message)
        payloads = parts(message)
        failures: list[DeliveryError] = []
        for number, route in enumerate(self._routes, start=1):
            for target in route.targets:
                failures += self._send_parts(route, f"{number} {target or ''}".strip(), target, payloads, page)
        if failures:
            tried = sum(len(route.targets) for route in self._routes)
            raise together(failures, tried, page.accepted)
        self._ledger.close(message)

    @staticmethod
    def _send_parts(
        route: SlackRoute, where: str, target: str | None, payloads: tuple[Block, ...], page: Page
    ) -> Iterator[DeliveryError]:
        """Send the parts that are not there yet, in order; the first failure ends it, the rest would come too early."""
        for payload in payloads:
            part = f"{where}: {hashlib.sha256(json.dumps(payload).encode()).hexdigest()[:16]}"
            if part in page:
                continue
            try:
                try:
                    route.post(payload if route.takes_blocks else {"text": payload["text"]}, target)
                except MalformedError:
                    # our blocks are not acceptable to this workspace: the words still are
                    for words in _as_words(payload):
                        route.post({"text": words}, target)
            except DeliveryError as failure:
                yield failure
                return
            page.add(part)

    def close(self) -> None:
        for route in self._routes:
            route.close()


def parts(message: Message) -> tuple[Block, ...]:
    """The payloads of a message, in order; each within the limits by itself."""
    for full, rows in _SHAPES:
        view = overview(message, full=full, rows=rows)
        groups = list(_filled(_blocks(view)))
        if len(groups) <= MOST_PARTS:
            break
    return tuple(_payload(view, group, number, len(groups)) for number, group in enumerate(groups, start=1))


def _payload(view: Overview, group: list[Block], number: int, total: int) -> Block:
    foot = f"regwatch, {view.composed} · message id {_escape(view.message_id)}"
    if total > 1:
        foot = f"Part {number} of {total} · {foot}"
    part = f" (part {number} of {total})" if total > 1 else ""
    subject = _cut(_escape(view.subject), 1_000).strip() or "regwatch"
    return {
        "text": f"{subject}{part}{_in_short(view) if number == 1 else ''}",
        "blocks": [*group, _context(foot)],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _in_short(view: Overview) -> str:
    """What a notification and a screen reader say: the subject, an alert a line, then the number of the others."""
    said = ""
    lines = 0
    for b in view.full:
        line = f"\n• {_escape(b.headline)} [{_escape(b.id)}]"
        if len(said) + len(line) > FALLBACK:
            break
        said += line
        lines += 1
    rest = view.count - lines
    return said + (f"\n• and {wording.count(rest, 'more alert')}" if rest else "")


def _filled(blocks: Iterable[list[Block]]) -> Iterator[list[Block]]:
    """Fill messages with runs of blocks that belong together; a run too long for one message is split at a block."""
    page: list[Block] = []
    for run in blocks:
        if page and not _fits(page + run):
            yield page
            page = []
        for block in run:
            if page and not _fits([*page, block]):
                yield page
                page = []
            page.append(block)
    if page:
        yield page


def _fits(blocks: list[Block]) -> bool:
    return len(blocks) < BLOCKS and sum(_size(b) for b in blocks) <= TOGETHER  # one block is the foot


def _size(block: Block) -> int:
    return _units(json.dumps(block.get("text") or block.get("elements") or "", ensure_ascii=False))


def _blocks(view: Overview) -> Iterator[list[Block]]:
    """Runs of blocks that should stay in one message."""
    head: list[Block] = [_header(view.subject)]
    lead = f"*{_escape(view.title)}*" + (f" · {_mark(view.severity)} {view.severity_words}" if view.count else "")
    head += _sections([lead, *(_escape(p) for p in view.intro)])
    if len(view.subject) > HEADER:
        head += _sections([_escape(view.subject)])
    if view.counts:
        counts = [f"• {_escape(label)}: {_escape(value)}" for label, value in view.counts]
        head += _sections([f"*{wording.count(view.count, 'alert')}*", *counts])
    head += _sections(f":warning: {_escape(c)}" for c in view.cautions)
    if view.steps:
        head += _sections(_steps(view.steps))
    if view.facts and not view.count:
        head += _sections(f"*{_escape(label)}:* {_escape(value)}" for label, value in view.facts)
    for fact in view.documents:
        head += _document(fact)
    yield head
    for briefing in view.full:
        yield [{"type": "divider"}, *_briefing(briefing)]
    if view.rows:
        yield [{"type": "divider"}, *_sections([f"*{'Also, in short' if view.full else 'All of them'}*"])]
        yield from ([section] for section in _sections(map(_row, view.rows)))
    tail = []
    said = plain.remainder(view, None)
    if said:
        tail += _sections([f"*{_escape(said)}*"])
    if view.facts and view.count:
        tail += _sections(f"*{_escape(label)}:* {_escape(value)}" for label, value in view.facts)
    yield tail


def _briefing(b: Briefing) -> list[Block]:
    lead = f"{_mark(b.severity)} *{_escape(b.severity_words)}: {_escape(b.kind)}*"
    blocks = _sections([lead, f"*{_escape(b.headline)}*"])
    blocks += _sections(f":warning: {_escape(c)}" for c in b.cautions)
    blocks += _sections([_escape(b.reason)] if b.reason else [])
    blocks += _sections(_fact(f) for f in b.facts)
    for change in b.differences:
        marks = [f"*Changed: {_escape(change.field)}*"]
        marks += [f"> {mark}: {_escape(value)}" for mark, value in plain.difference(change)]
        blocks += _sections(marks)
    for document in b.documents:
        blocks += _document(document)
    if b.steps:
        blocks += _sections(_steps(b.steps))
    blocks += _sections([_link(Line("Acknowledge this alert", b.ack_url))] if b.ack_url else [])
    blocks.append(_context(f"Alert id {_escape(b.id)}"))
    return blocks


def _steps(steps: Iterable[str]) -> list[str]:
    return ["*What to do*", *(f"• {_escape(step)}" for step in steps)]


def _fact(fact: Fact) -> str:
    shown = [_link(line) for line in fact.lines[:VALUES]]
    if len(fact.lines) > VALUES:
        shown.append(f"and {len(fact.lines) - VALUES:,} more (in the document)")
    if len(shown) == 1:
        return f"*{_escape(fact.label)}:* {shown[0]}"
    return "\n".join([f"*{_escape(fact.label)}:*", *(f"• {line}" for line in shown)])


def _document(fact: Fact) -> list[Block]:
    return _sections([f"*{_escape(fact.label)}*", *(_link(line) for line in fact.lines)])


def _row(row: Row) -> str:
    since = f", effective {row.effective}" if row.effective else ""
    return f"{_mark(row.severity)} {_escape(row.kind)}: *{_escape(row.who or row.what)}*{since} [{_escape(row.id)}]"


def _sections(paragraphs: Iterable[str]) -> list[Block]:
    """Section blocks of the paragraphs, each as full as it may be; a paragraph that is too long goes on in the next."""
    texts: list[str] = []
    text = ""
    for paragraph in paragraphs:
        for piece in _pieces(paragraph.strip(), SECTION):
            if text and _units(text) + 1 + _units(piece) > SECTION:
                texts.append(text)
                text = ""
            text = f"{text}\n{piece}" if text else piece
    if text:
        texts.append(text)
    return [{"type": "section", "text": {"type": "mrkdwn", "text": t}} for t in texts]


def _pieces(text: str, limit: int) -> Iterator[str]:
    """A text in pieces of at most ``limit`` characters, broken at a line, else at a blank; never inside ``&amp;``."""
    while _units(text) > limit:
        room = limit
        while (excess := _units(text[:room]) - limit) > 0:
            room -= (excess + 1) // 2
        at = next((at for mark in ("\n", " ") if (at := text.rfind(mark, 1, room)) > 0), room)
        entity = text.rfind("&", max(0, at - 5), at)
        if entity > 0 and ";" not in text[entity:at]:
            at = entity
        yield text[:at]
        text = text[at:].lstrip()
    if text:
        yield text


def _header(text: str) -> Block:
    line = _cut(" ".join(wording.legible(text).split()) or "regwatch", HEADER)
    return {"type": "header", "text": {"type": "plain_text", "text": line, "emoji": False}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": _cut(text, SECTION)}]}


def _link(line: Line) -> str:
    """``<url|text>``; the characters that would end it are percent-encoded."""
    if not line.url:
        return _escape(line.text)
    url = quote(line.url, safe=":/?#[]@!$&'()*+,;=%~-._").replace("&", "&amp;")
    return f"<{url}|{_escape(line.text)}>"


def _mark(severity: Severity) -> str:
    return _MARKS[severity]


def _escape(text: str) -> str:
    return wording.legible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str, limit: int) -> str:
    return text if _units(text) <= limit else next(_pieces(text, limit - 1)) + "…"


def _units(text: str) -> int:
    """The length as Slack may count it: in UTF-16 units, where a rare Chinese character or an emoji counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _as_words(payload: Block) -> Iterator[str]:
    """The same part without blocks, in messages of a length that Slack shows whole."""
    texts = [b["text"]["text"] for b in payload["blocks"] if "text" in b]
    texts += [e["text"] for b in payload["blocks"] for e in b.get("elements", ())]
    yield from _pieces("\n\n".join(texts), SECTION)
