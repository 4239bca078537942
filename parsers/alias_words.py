"""The words that announce other names of an entity: "a.k.a., the following four aliases:", "(f.k.a., …)"."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.numbers_in_words import NUMBER, number_of

_AKA = r"(?:a\s?\.\s?k\s?\.\s?a\b\s?\.?|(?-i:\baka\b)|a/k/a|also\s+known\s+as)"
_FKA = r"(?:f\s?\.\s?k\s?\.\s?a\b\s?\.?|(?-i:\bfka\b)|f/k/a|formerly(?:\s+known\s+as)?|n\s?\.\s?k\s?\.\s?a\b\s?\.?)"
#: "a.k.a.," or "f.k.a." before a name, with its bracket (group ``open``) and its punctuation.
OTHER_NAME = re.compile(rf"(?P<lead>[\s,;]*)(?P<open>\(\s*)?\b(?:{_AKA}|{_FKA})[\s,.:]*", re.IGNORECASE)
_SUBORDINATE = r"(?:subordinate|affiliated|named|following)?\s*(?:entit(?:y|ies)|institut\w*|affiliates?|subsidiar\w+)"
# "a.k.a., the following four aliases:", with its ~40 misprints, and with no "a.k.a." at all.
_COUNTED_HEADER = re.compile(
    rf"""[\s,;]*\(?(?:{_AKA}[\s,]*)?
        (?=(?:(?:and|as|the|this|these|including|other|{NUMBER})\s+){{0,8}}follow\w*\s|(?:the\s+)?{NUMBER}\s+alia)
        (?:(?:and|as|the|this|these|including|other|follow\w*|(?P<count>{NUMBER}))\s+){{1,10}}
        (?:ali\w*s\w*|alias|names?\b(?!\s+\w)|(?<=one\s)entity\b)
        (?P<tail>,?\s*(?:and|including)\s[^:\n—]*{_SUBORDINATE}[^:\n—]*)?
        \s*[:,;.]?""",
    re.VERBOSE | re.IGNORECASE,
)
# "a.k.a.," alone, before a list of dashed lines.
_BARE_HEADER = re.compile(rf"[\s,;]*\(?{_AKA}[\s,:]*(?=\n\s*[—–-])\s*[:,;.]?(?P<count>)", re.IGNORECASE)
_LINE_END_BEFORE_DASH = re.compile(r"[as.][\s,:.]*\n\s*[—–-]")
_USUAL_HEADER = re.compile(rf", a\.k\.a\., the following (?P<count>{NUMBER}) alias(?:es)?:")


_number_of = lru_cache(maxsize=256)(number_of)


def alias_header(text: str) -> re.Match[str] | None:
    """The first header of an alias list; its group ``count`` is the number that it states, if it does.

    Every header has one of a few words or stands at the end of a line; a search at every place of every text for all of
    its misprints would take longer than all else.
    """
    usual = text.find(", a.k.a.")
    if usual >= 0:
        before = text[:usual].lower()
        if "ali" not in before and "follow" not in before:
            found = _USUAL_HEADER.match(text, usual) or _COUNTED_HEADER.match(text, usual)
            if found:
                return found
    low = text.lower()
    hints = [at for word in ("follow", " alia", "\nalia") if (at := low.find(word)) >= 0]
    counted = _COUNTED_HEADER.search(text, max(0, min(hints) - 120)) if hints else None
    if _LINE_END_BEFORE_DASH.search(low) and mentions_other_names(low):
        plain = _BARE_HEADER.search(text)
        if plain and (counted is None or plain.start() < counted.start()):
            return plain
    return counted


def stated_number(header: re.Match[str]) -> int | None:
    """The number of aliases that a header states."""
    count = header["count"]
    return _number_of(count) or None if count else None


def mentions_other_names(low: str) -> bool:
    """Whether a text in lower case can hold an "a.k.a." or "f.k.a." of any spelling."""
    return (
        "k.a" in low
        or "k. a" in low
        or "k ." in low
        or "aka" in low
        or "fka" in low
        or "k/a" in low
        or "known" in low
        or "formerly" in low
    )


def other_name(text: str) -> re.Match[str] | None:
    """The first "a.k.a." or "f.k.a." in a text."""
    return OTHER_NAME.search(text) if mentions_other_names(text.lower()) else None
