"""One visit to each public source: what to ask, how to notice that the answer is not whole, what to remember.

Every function returns a ``Harvest`` or raises ``FetchError`` or ``ParseError``; none of them touches the database. A
source that cannot be read whole is not read at all: the caller reports it and the next visit catches up from the
cursor, which only moves with a whole reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from monitor.calendar import EASTERN
from monitor.fetch import Fetched, Fetcher, FetchError, Validators, salt
from parsers import bis_news, denied_persons, ecfr, ecfr_versions, screening_list
from parsers.bis_news import PressRelease
from parsers.federal_register import parse_document, parse_documents, parse_public_inspection
from parsers.feed import parse_feed
from parsers.model import Document, ListSnapshot, ParseError, Problem

# All that a Document holds; the service's default set leaves most of it out.
FIELDS = (  # noqa: SIM905 (a list of words reads better than a column of quotes)
    "document_number title type subtype action abstract dates publication_date effective_on citation volume start_page "
    "end_page agencies cfr_references docket_ids regulation_id_numbers correction_of corrections html_url pdf_url "
    "full_text_xml_url body_html_url raw_text_url"
).split()
# Metadata and texts of published documents still change for days (re-imports at 14:00, late MODS records).
OVERLAP = timedelta(days=10)
# Far below the 10,000 rows and 50 pages at which the service silently starts again from page 1.
PER_PAGE = 500
WINDOW = timedelta(days=366)
FEED_REACH = timedelta(days=28)
# A file that loses more than this share of one list between two readings is an incident, not a removal.
SHRINK_LIMIT = 0.05


@dataclass(frozen=True, slots=True)
class Capture:
    """A list file or a part of the CFR, read, with the bytes it was read from."""

    snapshot: ListSnapshot
    fetched: Fetched


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one source had to say in one visit."""

    source: str
    documents: tuple[Document, ...] = ()
    captures: tuple[Capture, ...] = ()
    news: tuple[PressRelease, ...] = ()
    problems: tuple[Problem, ...] = ()
    unavailable: str | None = None  # the source itself says why it has nothing to show now (blackout)
    cursor: Mapping[str, str] = field(default_factory=dict)  # remembered for the next visit
    validators: Validators | None = None


def federal_register(
    fetcher: Fetcher,
    base_url: str,
    agencies: Iterable[str],
    *,
    cursor: Mapping[str, str],
    now: datetime,
    lookback: timedelta,
    every: timedelta,
) -> Harvest:
    """All documents of the agencies, of every type, published since the last whole visit (less an overlap).

    Full-text ``term`` is never used: it drops documents. The window is cut so that no answer comes near the paging
    limits, and the number of rows read must equal the stated count.
    """
    today = now.astimezone(EASTERN).date()
    through = cursor.get("through")
    first = (date.fromisoformat(through) - OVERLAP) if through else today - lookback
    documents: dict[tuple[str, date | None], Document] = {}
    problems: list[Problem] = []
    while first <= today:
        last = min(first + WINDOW, today + timedelta(days=30)) if first + WINDOW < today else None
        found, odd = _window(fetcher, base_url, tuple(agencies), first, last, salt(now, every))
        documents.update({(d.number, d.publication_date): d for d in found})
        problems += odd
        if last is None:
            break
        first = last + timedelta(days=1)
    all_found = tuple(documents.values())
    problems += _vanished(all_found, cursor, today)
    return Harvest(
        "federal_register",
        all_found,
        problems=tuple(problems),
        cursor={"through": today.isoformat(), "seen": _recent(all_found, today)},
    )


def _recent(documents: Iterable[Document], today: date) -> str:
    """The numbers that the next visit must find again, since it reads the same days once more."""
    since = today - OVERLAP
    return " ".join(d.number for d in documents if d.publication_date and since <= d.publication_date <= today)


def _vanished(documents: Sequence[Document], cursor: Mapping[str, str], today: date) -> list[Problem]:
    """What was published does not go away: an answer without any of it is no answer, one without some is a problem."""
    through = date.fromisoformat(cursor.get("through", today.isoformat()))
    missing = sorted(set(cursor.get("seen", "").split()) - {d.number for d in documents})
    if missing and not documents and today - through <= OVERLAP:
        raise ParseError(f"the answer is empty, but {missing[0]} was in it before")
    what = "was in the answer before and is not any more"
    return [Problem(f"document {number}", what) for number in missing]


def _window(
    fetcher: Fetcher,
    base_url: str,
    agencies: tuple[str, ...],
    first: date,
    last: date | None,
    bucket: Mapping[str, str],
) -> tuple[list[Document], list[Problem]]:
    documents: list[Document] = []
    problems: list[Problem] = []
    number = 1
    while True:
        params = [("conditions[agencies][]", agency) for agency in agencies]
        params += [("conditions[publication_date][gte]", first.isoformat())]
        params += [("conditions[publication_date][lte]", last.isoformat())] if last else []
        params += [("order", "oldest"), ("per_page", str(PER_PAGE)), ("page", str(number)), *bucket.items()]
        params += [("fields[]", name) for name in FIELDS]
        page = parse_documents(fetcher.get(f"{base_url}/api/v1/documents.json", params, accept="json").body)
        documents += page.documents
        problems += page.problems
        read = len(documents) + sum(1 for p in problems if p.where.startswith("results"))
        if read >= page.count or not page.documents:
            if read != page.count:
                span = f"from {first} to {last or 'today'}"
                raise ParseError(f"the search counts {page.count} documents {span}, but {read} were handed out")
            return documents, problems
        number += 1


def single_document(fetcher: Fetcher, base_url: str, number: str) -> Document:
    """One published document by its number."""
    params = [("fields[]", name) for name in FIELDS]
    return parse_document(fetcher.get(f"{base_url}/api/v1/documents/{number}.json", params, accept="json").body)


def public_inspection(
    fetcher: Fetcher, base_url: str, agencies: Iterable[str], *, now: datetime, every: timedelta
) -> Harvest:
    """The whole current issue of public inspection, filtered here: the search endpoint ignores conditions at will.

    From midnight to 8:45 Eastern the list is blank and says so: that is *unavailable*, never *empty*.
    """
    url = f"{base_url}/api/v1/public-inspection-documents/current.json"
    issue = parse_public_inspection(fetcher.get(url, salt(now, every), accept="json").body)
    wanted = set(agencies)
    ours = tuple(d for d in issue.documents if wanted & set(d.agencies))
    return Harvest("public_inspection", ours, problems=issue.problems, unavailable=issue.unavailable_message, cursor={})


def feed(
    fetcher: Fetcher,
    url: str,
    base_url: str | None,
    *,
    known: Callable[[str], bool],
    cursor: Mapping[str, str],
    now: datetime,
    every: timedelta,
) -> Harvest:
    """The search feed, as a trigger: an unknown number is looked up at once, and taken from the feed if that fails.

    The feed reaches back 30 days only, so it never moves the cursor of the document search.
    """
    parsed = parse_feed(fetcher.get(url, salt(now, every), accept="feed").body)
    today = now.astimezone(EASTERN).date()
    newest = max((d.publication_date for d in parsed.documents if d.publication_date), default=None)
    held = cursor.get("newest")
    if newest is None and held and today - date.fromisoformat(held) < FEED_REACH:
        raise ParseError(f"the feed is empty, but it had a document of {held} and reaches back 30 days")
    documents: list[Document] = []
    problems = list(parsed.problems)
    for announced in parsed.documents:
        if known(announced.number):
            continue
        try:
            documents.append(single_document(fetcher, base_url, announced.number) if base_url else announced)
        except (FetchError, ParseError) as error:
            what = f"taken from the feed alone, since its metadata could not be had: {error}"
            problems.append(Problem(f"document {announced.number}", what, severity="info"))
            documents.append(announced)
    return Harvest(
        "federal_register_feed",
        tuple(documents),
        problems=tuple(problems),
        cursor={"newest": newest.isoformat()} if newest else {},
    )


def bis_press_releases(fetcher: Fetcher, url: str) -> Harvest:
    """The news page of bis.gov. It has no feed, and a page without a single release is a changed page, not silence."""
    items = bis_news.parse_news(fetcher.get(url, accept="html").body, url)
    return Harvest("bis_news", news=items, cursor={"seen": " ".join(item.url for item in items)})


def codified_part(
    fetcher: Fetcher, base_url: str, *, cursor: Mapping[str, str], now: datetime, every: timedelta
) -> Harvest:
    """15 CFR part 744 as of the newest day that the eCFR vouches for, if that day is new."""
    titles = ecfr_versions.parse_titles(
        fetcher.get(f"{base_url}/api/versioner/v1/titles.json", salt(now, every), accept="json").body
    )
    as_of = next((t.up_to_date_as_of for t in titles if t.number == 15), None)
    if as_of is None:
        raise ParseError("the eCFR's list of titles has no date for title 15")
    if cursor.get("as_of") == as_of.isoformat():
        return Harvest("ecfr", cursor=cursor)
    fetched = fetcher.get(f"{base_url}/api/versioner/v1/full/{as_of}/title-15.xml", [("part", "744")], accept="xml")
    if fetched.sha256 == cursor.get("sha256"):
        return Harvest("ecfr", cursor={**cursor, "as_of": as_of.isoformat()})
    snapshot = ecfr.parse_part(fetched.body, as_of=as_of)
    counts = _guard(snapshot, cursor)
    return Harvest(
        "ecfr",
        captures=(Capture(snapshot, fetched),),
        problems=snapshot.problems,
        cursor={"as_of": as_of.isoformat(), "sha256": fetched.sha256 or "", **counts},
    )


def list_file(
    fetcher: Fetcher,
    source: str,
    url: str,
    *,
    cursor: Mapping[str, str],
    validators: Validators | None,
) -> Harvest:
    """The Consolidated Screening List or the Denied Persons List, if the file has changed."""
    fetched = fetcher.get(url, accept="any", validators=validators, max_bytes=256_000_000)
    if fetched.not_modified or fetched.sha256 == cursor.get("sha256"):
        return Harvest(source, cursor=cursor, validators=validators)
    parse = screening_list.parse_screening_list if source == "screening_list" else denied_persons.parse_denied_persons
    snapshot = parse(fetched.body)
    counts = _guard(snapshot, cursor)
    return Harvest(
        source,
        captures=(Capture(snapshot, fetched),),
        problems=snapshot.problems,
        cursor={"sha256": fetched.sha256 or "", **counts},
        validators=Validators(fetched.etag, fetched.last_modified),
    )


def _guard(snapshot: ListSnapshot, cursor: Mapping[str, str]) -> dict[str, str]:
    """The counts to remember. A list that shrank beyond reason makes the whole file unread, so nothing is taken off."""
    counts = dict(snapshot.counts)
    for key, before in cursor.items():
        if not key.startswith("count:"):
            continue
        name, held = key.removeprefix("count:"), int(before)
        if held >= 20 and counts.get(name, 0) < held * (1 - SHRINK_LIMIT):
            raise ParseError(
                f"{name} went from {held} to {counts.get(name, 0)} entries; a list that shrinks like this is an "
                "incident at the source, not removals. Nothing was taken off; the next reading is compared with the old"
            )
    return {f"count:{name}": str(n) for name, n in counts.items()}
