"""The list of press releases on bis.gov: titles, dates, addresses. The site has no feed.

Policy may change by press release alone, hours before or without any document in the Federal Register. The markup is
not promised by anyone, so a page without releases is an error, never silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from bs4.element import Tag

from parsers.dates import read_date
from parsers.html_page import html_page
from parsers.model import ParseError, Problem


@dataclass(frozen=True, slots=True)
class PressRelease:
    """``date`` is the day printed beside the title; None where the page gives none."""

    title: str
    url: str
    date: date | None


def parse_news(content: bytes, base_url: str = "https://www.bis.gov/") -> tuple[PressRelease, ...]:
    """The releases in the order of the page. Raises ParseError where there is none."""
    return parse_news_with_problems(content, base_url)[0]


def parse_news_with_problems(
    content: bytes, base_url: str = "https://www.bis.gov/"
) -> tuple[tuple[PressRelease, ...], tuple[Problem, ...]]:
    """:func:`parse_news`, with a Problem for each release that has no date."""
    soup = html_page(content, "the press releases of BIS")
    releases: dict[str, PressRelease] = {}
    problems: list[Problem] = []
    for link in soup.find_all("a", href=True):
        href = str(link["href"])
        path = urlsplit(href).path
        if not re.search(r"/press-releases?/[\w%.-]+|/news-updates/(?!all-)[\w%.-]+", path):
            continue
        heading = link.find(re.compile(r"\Ah[1-6]\Z"))
        title = " ".join((heading if isinstance(heading, Tag) else link).get_text(" ").split())
        url = urljoin(base_url, href)
        if not title or re.fullmatch(
            r"(?:read|learn|see|view)\s+(?:more|all).*|more|next|previous|\W*\d*\W*", title, re.IGNORECASE
        ):
            continue  # a second link to the same release, or one that turns the page
        if url not in releases:
            when = _date_beside(link)
            releases[url] = PressRelease(title, url, when)
            if when is None:
                problems.append(Problem(f"press release {title!r}"[:200], "has no date that could be read"))
    if not releases:
        title = " ".join(soup.title.get_text().split()) if soup.title else ""
        raise ParseError(
            f"expected the press releases of BIS, found none on a page titled {title!r}: the markup may have changed"
        )
    if all(release.date is None for release in releases.values()):
        raise ParseError(f"none of the {len(releases)} press releases of BIS has a date: the markup may have changed")
    return tuple(releases.values()), tuple(problems)


def _date_beside(link: Tag) -> date | None:
    """The date of the smallest surrounding element that has one, as attribute, <time>, or written out."""
    element: Tag | None = link
    for _ in range(4):
        if element is None or element.name in ("body", "html", "main", "ul", "ol", "table", "tbody"):
            return None
        for holder in (element, *element.select("[data-date]"), *element.select("time[datetime]")):
            written = holder.get("data-date") or holder.get("datetime")
            if isinstance(written, str) and (found := _iso(written) or read_date(written)):
                return found
        marked = element.find(class_=re.compile(r"date", re.IGNORECASE))
        if isinstance(marked, Tag) and (found := read_date(marked.get_text(" "))):
            return found
        if element is not link and (found := read_date(element.get_text(" "))):
            return found
        element = element.parent
    return None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
