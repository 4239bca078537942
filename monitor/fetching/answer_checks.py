"""Whether an answer is what was asked for, before a parser sees it. Pure.

Public sites answer 200 with a block page, a truncated body, another character set or random bytes. Each is told apart
here, because each means something else to the operator, and none may be taken for "nothing new".
"""

from __future__ import annotations

import codecs
import re

from monitor.fetching.fetch_errors import FailureKind

EXPECTED = ("json", "xml", "html", "text", "feed", "any")


class UnexpectedAnswer(ValueError):  # noqa: N818 -- it says what happened; FetchError is what callers see
    """The body is not what was asked for."""

    def __init__(self, kind: FailureKind, what: str) -> None:
        super().__init__(what)
        self.kind = kind
        self.what = what


_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_HTML_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._-]+)""", re.IGNORECASE)
_HTML = re.compile(
    r"\A\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_ROOT = re.compile(
    r"\A\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<([A-Za-z_][\w:.-]*)", re.DOTALL
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_BLOCKED_TITLE = re.compile(
    r"request access|access denied|just a moment|attention required|captcha|are you (?:a )?(?:human|robot)|pardon our"
    r"|security check|blocked|unusual traffic|forbidden",
    re.IGNORECASE,
)
_BLOCKED_TEXT = re.compile(
    r"complete the captcha|verify (?:that )?you are (?:a )?human|programmatic access to these sites is limited"
    r"|aggressive automated scraping|enable javascript and cookies to continue|cf-chl-|incapsula incident",
    re.IGNORECASE,
)
# An error page that a cache answers with status 200.
_ERROR_TITLE = re.compile(
    r"\b(?:error [45]\d\d|[45]\d\d [a-z]+|service unavailable|bad gateway|gateway time-?out|maintenance)\b",
    re.IGNORECASE,
)


def check(body: bytes, content_type: str | None, expected: str) -> str | None:
    """The character set of a body that is what ``expected`` says; raises UnexpectedAnswer for one that is not.

    None: bytes of no character set (``any`` with a binary type).
    """
    if not body.strip():
        raise UnexpectedAnswer(FailureKind.EMPTY, "an empty body")
    kind = (content_type or "").partition(";")[0].strip().lower()
    if expected == "any" and not kind.startswith("text/") and not kind.endswith(("json", "xml")):
        return None
    charset = _charset(body, content_type, expected)
    text = _decoded(body, charset, kind)
    if _HTML.match(text) is None:
        _check_form(text, kind, expected)
    elif (blocked := blocked_by(text)) or expected in ("json", "xml", "feed"):
        raise UnexpectedAnswer(
            FailureKind.CHALLENGE, blocked or f"a web page{_titled(text)} where {_NAMES[expected]} was expected"
        )
    elif expected in ("html", "text") and (title := _title(text)) and _ERROR_TITLE.search(title):
        raise UnexpectedAnswer(FailureKind.SERVER_ERROR, f"an error page{_titled(text)}")
    elif not re.search(r"</html\s*>|</body\s*>", text[-2000:], re.IGNORECASE) and "<html" in text[:2000].lower():
        raise UnexpectedAnswer(FailureKind.TRUNCATED, "a web page that breaks off before its end")
    return charset


_NAMES = {"json": "JSON", "xml": "XML", "feed": "a feed", "html": "a web page", "text": "text", "any": "a document"}


def blocked_by(text: str) -> str | None:
    """What a block page calls itself, or None for a page that is none."""
    title = _title(text)
    if (title and _BLOCKED_TITLE.search(title)) or _BLOCKED_TEXT.search(text[:20_000]):
        return f"a block page{_titled(text)} in place of the document"
    return None


def _title(text: str) -> str | None:
    found = _TITLE.search(text[:20_000])
    return " ".join(found[1].split())[:100] if found else None


def _titled(text: str) -> str:
    title = _title(text)
    return f" ({title!r})" if title else ""


def _charset(body: bytes, content_type: str | None, expected: str) -> str:
    """The character set that the answer claims; UTF-8 where it claims none, as the formats say."""
    stated = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]+)", content_type or "", re.IGNORECASE)
    declared = _XML_ENCODING.match(body[:1000].removeprefix(codecs.BOM_UTF8)) if expected != "json" else None
    if expected in ("html", "text", "any") and not stated and not declared:
        declared = _HTML_CHARSET.search(body[:4000])
    name = stated[1] if stated else declared[1].decode() if declared else "utf-8"
    try:
        claimed = codecs.lookup(name).name
    except LookupError:
        raise UnexpectedAnswer(FailureKind.WRONG_CHARSET, f"an unknown character set {name!r}") from None
    mark = next((charset for bom, charset in _BOMS if body.startswith(bom)), None)
    if mark is not None and not claimed.startswith(mark):
        raise UnexpectedAnswer(
            FailureKind.WRONG_CHARSET, f"{mark.upper()} bytes that are announced as {claimed.upper()}"
        )
    return "utf-8-sig" if mark == "utf-8" else claimed


def _decoded(body: bytes, charset: str, kind: str) -> str:
    try:
        text = body.decode(charset)
    except UnicodeDecodeError as error:
        if _binary(body[:2000]):
            raise UnexpectedAnswer(FailureKind.WRONG_TYPE, f"binary bytes announced as {kind or 'text'}") from None
        place = f"byte {error.start} ({body[error.start : error.start + 4].hex(' ')})"
        raise UnexpectedAnswer(FailureKind.WRONG_CHARSET, f"not {charset.upper()}, as announced: {place}") from None
    if "\x00" in text[:2000]:
        raise UnexpectedAnswer(FailureKind.WRONG_CHARSET, f"NUL characters in what is announced as {charset.upper()}")
    return text


def _binary(start: bytes) -> bool:
    """Bytes of no text in any character set: more than one in twenty is a control character."""
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in start)
    return controls * 20 > len(start)


def _check_form(text: str, kind: str, expected: str) -> None:
    start, end = text[:1000].lstrip("\ufeff \t\r\n")[:1], text[-200:].rstrip()[-1:]
    if expected == "json":
        if start not in ("{", "["):
            raise UnexpectedAnswer(FailureKind.WRONG_TYPE, f"{_called(kind, text)} where JSON was expected")
        if end != {"{": "}", "[": "]"}[start]:
            raise UnexpectedAnswer(FailureKind.TRUNCATED, "JSON that breaks off before its end")
    elif expected in ("xml", "feed"):
        root = _ROOT.match(text.removeprefix("\ufeff"))
        if root is None:
            raise UnexpectedAnswer(
                FailureKind.WRONG_TYPE, f"{_called(kind, text)} where {_NAMES[expected]} was expected"
            )
        closed = re.search(rf"</{re.escape(root[1])}\s*>(?:\s|<!--.*?-->)*\Z", text[-5000:], re.DOTALL)
        if not closed and not re.match(r"[^<>]*/>\s*\Z", text[root.end() :]):
            raise UnexpectedAnswer(FailureKind.TRUNCATED, f"XML that breaks off before </{root[1]}>")
    elif expected == "html" and not re.search(
        r"<(?:div|p|a|h\d|table|ul|main|section|article|body)\b", text, re.IGNORECASE
    ):
        raise UnexpectedAnswer(FailureKind.WRONG_TYPE, f"{_called(kind, text)} where a web page was expected")
    elif expected == "text" and (
        kind.endswith("json") or (kind in ("", "application/octet-stream") and _binary(text[:2000].encode()))
    ):
        raise UnexpectedAnswer(FailureKind.WRONG_TYPE, f"{_called(kind, text)} where text was expected")


def _called(kind: str, text: str) -> str:
    """What came, in words: its announced type and how it begins."""
    begins = " ".join(text[:60].split())
    return f"{kind or 'something without a type'} beginning {begins!r}"
