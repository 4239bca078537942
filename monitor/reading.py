"""From a document that was announced to a rule that was read: which text to ask for, and what if it is not there.

A text that cannot be had or read leaves the document pending, with a time for the next try; nothing half-read is kept
as whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.fetch import Fetched, Fetcher, FetchError
from monitor.store import RenditionState, StoredRendition
from parsers.model import Document, DocumentKind, ParseError, Problem, Rule, Stage
from parsers.rule import parse_rule

#: Goes up whenever a parser reads a published text differently: what is stored is then read again from its evidence.
PARSER_VERSION = "1"

# The XML of a new document appears minutes to hours after the document; later tries are for outages.
WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
GIVE_UP_AFTER = timedelta(days=30)
UNREAD = "its text could not be read"
UNREAD_YET = f"{UNREAD} yet"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one try to read a rendition. ``rule`` is None when its text could not be had or read."""

    rendition: StoredRendition
    state: RenditionState
    rule: Rule | None = None
    fetched: Fetched | None = None
    error: str | None = None
    retry_at: datetime | None = None
    quiet: bool = False  # an old document met at the first poll: of no news to anybody
    moot: bool = False  # a later form of the document makes this one needless

    @property
    def document(self) -> Document:
        return self.rendition.document

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that an operator must hear of this document."""
        if self.rule is not None:
            return self.rule.problems
        if self.moot:
            return ()
        what = UNREAD_YET if self.state is RenditionState.PENDING_BODY else UNREAD
        return (Problem(f"document {self.document.number}", what, "info" if self.quiet else "warning"),)


def read(
    rendition: StoredRendition, fetcher: Fetcher, now: datetime, parse: Callable[..., Rule] = parse_rule
) -> Reading:
    """Fetch the text of a rendition in the best form that can be had, and read it."""
    document = rendition.document
    failures: list[str] = []
    waits: list[float] = []
    for url, accept in texts(document):
        try:
            fetched = fetcher.get(url, accept=accept)
            rule = parse(fetched.body, document=document, content_type=fetched.content_type)
        except FetchError as error:
            failures.append(f"{accept}: {error}")
            waits += [error.retry_after] if error.retry_after else []
        except ParseError as error:
            failures.append(f"{accept} at {url}: {error}")
        else:
            if not is_hollow(rule):
                return Reading(rendition, state_of(document, rule), rule, fetched)
            failures.append(f"{accept} at {url}: {rule.problems[0].where}: {rule.problems[0].what}")
    absent = failures and all("not-found" in said for said in failures)
    said = "no text at the source yet" if absent or not failures else "; ".join(failures)
    if now - rendition.observed_at >= GIVE_UP_AFTER:
        return Reading(rendition, RenditionState.UNREADABLE, error=f"given up after 30 days: {said}")
    wait = max([WAITS[min(rendition.tries, len(WAITS) - 1)], *(timedelta(seconds=s) for s in waits)])
    return Reading(rendition, RenditionState.PENDING_BODY, error=said, retry_at=now + wait)


def read_again(rendition: StoredRendition, body: bytes, parse: Callable[..., Rule] = parse_rule) -> Reading:
    """Read stored bytes with the parsers of today."""
    try:
        rule = parse(body, document=rendition.document)
    except ParseError as error:
        return Reading(rendition, RenditionState.UNREADABLE, error=f"stored text, read again: {error}")
    return Reading(rendition, state_of(rendition.document, rule), rule)


def texts(document: Document) -> Iterator[tuple[str, str]]:
    """(address, kind) of the forms of a document's text, best first.

    On public inspection there is only the raw text. A published document known from the feed alone has no addresses,
    but the address of its XML follows from its number and date.
    """
    if document.stage is Stage.PUBLIC_INSPECTION:
        if document.raw_text_url:
            yield document.raw_text_url, "text"
        return
    if document.full_text_xml_url:
        yield document.full_text_xml_url, "xml"
    elif document.source == "feed" and document.publication_date and document.html_url:
        site = document.html_url.split("/documents/")[0]
        yield f"{site}/documents/full_text/xml/{document.publication_date:%Y/%m/%d}/{document.number}.xml", "xml"
    if document.body_html_url:
        yield document.body_html_url, "html"
    if document.raw_text_url:
        yield document.raw_text_url, "text"


def is_hollow(rule: Rule) -> bool:
    """A document of which nothing could be read although something is there: the format has changed, or it is damaged.

    It is no reading at all: another form is tried, and later the same one again.
    """
    found = rule.changes or rule.amendments or rule.orders
    return not found and any(problem.severity == "warning" for problem in rule.problems)


def state_of(document: Document, rule: Rule) -> RenditionState:
    """How a document that was read counts: proposals and notices without a list change have no effect on the law."""
    if any(problem.severity == "warning" for problem in rule.problems):
        return RenditionState.PARTLY_READ
    is_law = DocumentKind.RULE in (document.kind, rule.kind)
    return RenditionState.READ if is_law or rule.changes else RenditionState.NOT_LAW
