"""RSS and Atom feeds of federalregister.gov -> :class:`Document`. A feed is a trigger; the API's JSON is the record.

feedparser is forgiving to a fault: an HTML error page gives no entries and no error, a truncated feed gives those
entries that came through. So its ``version`` is demanded, and what is odd becomes a Problem or a ParseError.
"""

from __future__ import annotations

import calendar
import html
import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import feedparser
from lxml import etree

from parsers.document_fields import EASTERN
from parsers.document_numbers import canonical_number, number_in_url
from parsers.json_text import describe_other
from parsers.model import Document, DocumentKind, ParseError, Problem, Stage

#: A feed has at most 200 entries of a few kilobytes.
LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Feed:
    """The documents of a feed, newest first as published. ``problems`` also tells of a feed that was cut off."""

    documents: tuple[Document, ...]
    title: str | None = None
    problems: tuple[Problem, ...] = ()


_ROOT = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:rss|feed|(?:\w+:)?RDF)\b"
_NOT_ENTRIES = frozenset(
    re.findall(
        r"\w+",
        "title link description pubdate lastbuilddate language copyright generator ttl image managingeditor webmaster "
        "docs category cloud rating textinput skiphours skipdays id updated author subtitle icon logo rights "
        "contributor guid item entry url name uri email rss channel feed",
    )
)


def parse_feed(content: bytes) -> Feed:
    """An RSS or Atom feed. Raises ParseError for anything else, also for a feed whose entries bear another name."""
    if len(content) > LARGEST:
        raise ParseError(f"expected an RSS or Atom feed, got {len(content)} bytes, more than a feed has")
    if re.search(rb"<!ENTITY", content[:65536].replace(b"\x00", b""), re.IGNORECASE):
        raise ParseError("expected an RSS or Atom feed, got XML that declares entities, which no feed needs")
    if not re.match(_ROOT, content[:65536].replace(b"\x00", b""), re.IGNORECASE | re.DOTALL):
        raise ParseError(f"expected an RSS or Atom feed, got {describe_other(content)}")
    problems: list[Problem] = []
    content, cut = _whole(content)
    try:
        parsed: Any = feedparser.parse(
            io.BytesIO(content), response_headers={}, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:
        raise ParseError(f"expected an RSS or Atom feed, which could not be read: {error!r}") from error
    entries = parsed.get("entries") or []
    if not parsed.get("version"):
        raise ParseError(f"expected an RSS or Atom feed, got {describe_other(content)}")
    if cut:
        what = f"the feed is cut off or damaged ({cut}); {len(entries)} entries were read, later ones may be missing"
        problems.append(Problem("feed", what))
    if not entries:
        strange = _strange_children(content)
        if strange:
            raise ParseError(
                f"expected items or entries in the feed, found only {', '.join(strange)}: the schema may have changed"
            )
    documents: list[Document] = []
    for position, entry in enumerate(entries, 1):
        document = _read_entry(entry, f"entry {position}", problems)
        if document is not None:
            documents.append(document)
    if entries and not documents:
        raise ParseError(
            f"none of the {len(entries)} entries of the feed names a Federal Register document: {problems[0].what}"
        )
    return Feed(tuple(documents), _folded(parsed.get("feed", {}).get("title")), tuple(problems))


def _whole(content: bytes) -> tuple[bytes, str]:
    """Well-formed XML, and what had to be cut off for it ("" if nothing).

    feedparser reads damaged XML with patterns that take minutes on hostile input, so it is given none: a feed that was
    cut off is closed after its last complete entry.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        reason = str(error)
    else:
        return content, ""
    for entry, end in ((b"</item>", b"</channel></rss>"), (b"</entry>", b"</feed>"), (b"</item>", b"</rdf:RDF>")):
        last = content.rfind(entry)
        if last < 0:
            continue
        closed = content[: last + len(entry)] + end
        try:
            etree.fromstring(closed, parser)
        except (etree.XMLSyntaxError, ValueError, LookupError):
            continue
        return closed, reason
    raise ParseError(f"expected an RSS or Atom feed, which is damaged or cut off before its first entry: {reason}")


def _strange_children(content: bytes) -> list[str]:
    """Names of repeated elements that could be the entries of a feed under another name."""
    names = [name.decode("ascii", "replace") for name in re.findall(rb"<([A-Za-z][\w:.-]*)", content)]
    return sorted({name for name in names if name.casefold() not in _NOT_ENTRIES and ":" not in name})


def _folded(value: object) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _read_entry(entry: Any, where: str, problems: list[Problem]) -> Document | None:
    title = _folded(entry.get("title"))
    # The site escapes the description twice.
    about = _folded(html.unescape(entry.get("summary") or entry.get("description") or ""))
    links = [_folded(entry.get(key)) for key in ("link", "id")]
    number = next((found for link in links if link and (found := number_in_url(link))), None)
    filed = re.search(r"FR DOC #:\s*([\w–—-]+)", about or "", re.IGNORECASE)
    if filed:
        number = number or canonical_number(filed.group(1))
    if number is None:
        problems.append(Problem(where, f"names no document number: title {title!r}, link {links[0]!r}"[:400]))
        return None
    where = f"{where} ({number})"
    if title is None:
        problems.append(Problem(where, "has no title"))
    moment = _instant(entry)
    if entry.get("published") and moment is None:
        problems.append(Problem(where, f"pubDate {entry.get('published')!r} is not an instant"[:200]))
    inspection = bool(filed) or any(link and re.search(r"/public[-_]inspection/", link) for link in links)
    if inspection:
        day = re.search(r"Publication Date:\s*(\d{4}-\d\d-\d\d)", about or "", re.IGNORECASE)
        publication = _date(day.group(1)) if day else None
        note = re.search(r"Editorial note:\s*(.*?)(?:;\s*FR DOC #|\Z)", about or "", re.IGNORECASE)
        stage = Stage.PUBLIC_INSPECTION if publication or not filed else Stage.WITHDRAWN
    else:
        # pubDate is the day of publication at midnight in New York; the address has the day itself.
        day = next((d for link in links if link and (d := re.search(r"/(\d{4})/(\d\d)/(\d\d)/", link))), None)
        publication = _date("-".join(day.groups())) if day else moment.astimezone(EASTERN).date() if moment else None
        note, stage = None, Stage.PUBLISHED
        if publication is None:
            problems.append(Problem(where, "has no date of publication"))
    return Document(
        number=number,
        title=title or "",
        kind=DocumentKind.RULE,  # a feed does not tell the type: taken for a rule until the document itself is read
        stage=stage,
        source="feed",
        publication_date=publication,
        filed_at=moment if inspection else None,
        abstract=None if inspection else about,
        html_url=links[0],
        editorial_note=note.group(1) if note else None,
    )


def _instant(entry: Any) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if not parsed:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
