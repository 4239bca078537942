"""Bytes that claim to be JSON -> the value, or a ParseError that says what came instead."""

from __future__ import annotations

import json
import re

from parsers.model import ParseError

#: No published file is near this size; more is a fault of the source, and reading it could exhaust memory.
LARGEST = 128 * 1024 * 1024


def describe_other(content: bytes) -> str:
    """What ``content`` looks like, in a few words for an operator: an HTML challenge page, XML, nothing, bytes."""
    head = content[:65536].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if not head:
        return "nothing but blanks" if content else "nothing"
    if head[:1] == b"<":
        title = re.search(rb"<title[^>]*>([^<]{0,200})", head, re.IGNORECASE)
        if re.search(rb"<!doctype\s+html|<html|<head\b|<body\b", head[:4096], re.IGNORECASE):
            named = " ".join(title.group(1).decode("utf-8", "replace").split()) if title else ""
            challenge = re.search(rb"captcha|request access|cf-chal|are you human|bot test", head, re.IGNORECASE)
            kind = "an HTML block page (captcha)" if challenge else "an HTML page"
            return f"{kind} titled {named!r}" if named else kind
        return "XML or other markup"
    return f"something that begins {head[:40]!r}"


def load_json(content: bytes, expected: str) -> object:
    """The JSON value in ``content``.

    ``expected`` names what should have come, for the error: "a page of Federal Register documents". Raises ParseError
    for an HTML page, truncated or mis-encoded text, absurd size or nesting.
    """
    if len(content) > LARGEST:
        raise ParseError(f"expected {expected}, got {len(content)} bytes, more than any such file has")
    if content[:65536].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b""):
        raise ParseError(f"expected {expected} as JSON, got {describe_other(content)}")
    try:
        return json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError as error:
        raise ParseError(f"expected {expected} as JSON in UTF-8, the text is encoded otherwise: {error}") from error
    except RecursionError as error:
        raise ParseError(f"expected {expected}, got JSON nested too deep to read") from error
    except ValueError as error:
        raise ParseError(
            f"expected {expected} as JSON, which is broken or cut off: {error}; {describe_other(content)}"
        ) from error


def json_object(content: bytes, expected: str) -> dict[str, object]:
    """Like :func:`load_json`, for answers that are objects."""
    value = load_json(content, expected)
    if not isinstance(value, dict):
        raise ParseError(f"expected {expected} as a JSON object, got {type(value).__name__}")
    return value
