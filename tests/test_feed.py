"""RSS and Atom: what each entry says, and what is no feed, a cut-off feed, or a feed that has changed."""

# ruff: noqa: E501 - published text is quoted in one piece
from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from parsers.feed import parse_feed
from parsers.model import DocumentKind, ParseError, Stage

RSS = (Path(__file__).resolve().parent / "data" / "feed" / "documents.xml").read_bytes()
ATOM = b"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Federal Register</title><updated>2025-03-28T04:00:00Z</updated><id>x</id>
<entry><title>Additions</title><id>https://www.federalregister.gov/d/2025-05427</id><updated>2025-03-28T04:00:00Z</updated>
<link href="https://www.federalregister.gov/d/2025-05427"/></entry></feed>"""


def test_entries() -> None:
    feed = parse_feed(RSS)
    published, short, filed = feed.documents
    assert (published.number, published.publication_date, published.filed_at) == ("2025-05427", date(2025, 3, 28), None)
    assert published.abstract == "Adds 12 entities & more."
    assert (short.number, short.title, short.publication_date) == ("C1-2024-13148", "A short link", date(2024, 9, 4))
    assert (filed.number, filed.stage, filed.publication_date) == (
        "2025-19846",
        Stage.PUBLIC_INSPECTION,
        date(2025, 11, 12),
    )
    assert filed.filed_at == datetime(2025, 11, 10, 13, 45, tzinfo=UTC)
    assert {d.kind for d in feed.documents} == {DocumentKind.RULE}
    assert {d.source for d in feed.documents} == {"feed"}
    assert [p.where for p in feed.problems] == ["entry 4"]


def test_atom() -> None:
    (document,) = parse_feed(ATOM).documents
    assert (document.number, document.publication_date) == ("2025-05427", date(2025, 3, 28))


def test_midnight_in_new_york_is_the_day_of_publication() -> None:
    """pubDate is midnight Eastern, 04:00 or 05:00 GMT; the address gives the day where it has one."""
    bare = RSS.replace(b"/documents/2025/03/28/2025-05427/additions-to-the-entity-list", b"/d/2025-05427")
    assert parse_feed(bare).documents[0].publication_date == date(2025, 3, 28)


def test_a_feed_without_entries_is_empty() -> None:
    empty = RSS[: RSS.index(b"<item>")] + b"</channel></rss>"
    assert parse_feed(empty).documents == ()


def test_a_feed_that_is_cut_off_says_so() -> None:
    for cut in range(RSS.index(b"</item>") + 8, len(RSS) - 8, 97):
        assert any("later ones may be missing" in p.what or "cut off" in p.what for p in parse_feed(RSS[:cut]).problems)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "got nothing"),
        (b"<!DOCTYPE html><html><head><title>Request Access</title></head><body>captcha</body></html>", "captcha"),
        (b"<html><body>Service unavailable</body></html>", "an HTML page"),
        (b'{"count": 0}', "something that begins"),
        (b"\x00" * 5000, "nothing"),
        (RSS[: RSS.index(b"<item>") + 60], "cut off before its first entry"),
        (RSS.replace(b"item>", b"record>"), "found only .*record"),
        (RSS.replace(b"federalregister.gov/", b"example.org/x"), "none of the 4 entries"),
        (b'<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss version="2.0"><channel/></rss>', "declares entities"),
        (b"<DIV5/>", "expected an RSS or Atom feed"),
    ],
)
def test_what_is_no_feed_is_refused(content: bytes, complaint: str) -> None:
    if b"example.org" in content:
        content = content.replace(b"FR DOC #:", b"number")
    with pytest.raises(ParseError, match=complaint):
        parse_feed(content)
