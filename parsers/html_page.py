"""Bytes of a web page -> its tree, or a ParseError that says what came instead."""

from __future__ import annotations

from bs4 import BeautifulSoup

from parsers.json_text import describe_other
from parsers.model import ParseError

MAX_BYTES = 16 * 1024 * 1024


def html_page(content: bytes, expected: str) -> BeautifulSoup:
    """The whole page. ``expected`` names what should have come. A page without its end was cut off, and is refused."""
    if len(content) > MAX_BYTES:
        raise ParseError(f"expected {expected}, got {len(content)} bytes, more than such a page has")
    head = content[:65536].lower()
    if b"<html" not in head and b"<!doctype html" not in head:
        raise ParseError(f"expected {expected} as HTML, got {describe_other(content)}")
    if b"</html" not in content[-4096:].lower():
        raise ParseError(f"expected {expected}, the page is cut off before its end")
    try:
        return BeautifulSoup(content, "lxml")
    except (ValueError, LookupError, RecursionError, AssertionError) as error:
        raise ParseError(f"expected {expected}, the page cannot be read as HTML: {error}") from error
