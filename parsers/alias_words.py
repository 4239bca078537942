"""The words that announce other names of an entity: "a.k.a., the following four aliases:", "(f.k.a., …)"."""

from __future__ import annotations

import re

from parsers.numbers_in_words import NUMBER, number_of

_AKA = r"(?:a\s?\.\s?k\s?\.\s?a\b\s?\.?|(?-i:\baka\b)|a/k/a|also\s+known\s+as)"
_FKA = r"(?:f\s?\.\s?k\s?\.\s?a\b\s?\.?|(?-i:\bfka\b)|f/k/a|formerly(?:\s+known\s+as)?|n\s?\.\s?k\s?\.\s?a\b\s?\.?)"
#: "a.k.a.," or "f.k.a." before a name, with its bracket (group ``open``) and its punctuation.
OTHER_NAME = re.compile(rf"(?P<lead>[\s,;]*)(?P<open>\(\s*)?\b(?:{_AKA}|{_FKA})[\s,.:]*", re.IGNORECASE)
_SUBORDINATE = r"(?:subordinate|affiliated|named|following)?\s*(?:entit(?:y|ies)|institut\w*|affiliates?|subsidiar\w+)"
# "a.k.a., the following four aliases:", with its ~40 misprints, and with no "a.k.a." at all.
_HEADER = re.compile(
    rf"""[\s,;]*\(?(?:
        (?:{_AKA}[\s,]*)?
        (?=(?:(?:and|as|the|this|these|including|other|{NUMBER})\s+){{0,8}}follow\w*\s|(?:the\s+)?{NUMBER}\s+alia)
        (?:(?:and|as|the|this|these|including|other|follow\w*|(?P<count>{NUMBER}))\s+){{1,10}}
        (?:ali\w*s\w*|alias|names?\b(?!\s+\w)|(?<=one\s)entity\b)
        (?P<tail>,?\s*(?:and|including)\s[^:\n—]*{_SUBORDINATE}[^:\n—]*)?
        |{_AKA}[\s,:]*(?=\n\s*[—–-]))
        \s*[:,;.]?""",
    re.VERBOSE | re.IGNORECASE,
)
_USUAL_HEADER = re.compile(r", a\.k\.a\., the following (?P<count>[a-z]+|\d+) alias(?:es)?:")


def alias_header(text: str) -> re.Match[str] | None:
    """The first header of an alias list; its group ``count`` is the number that it states, if it does."""
    usual = text.find(", a.k.a.")
    if usual >= 0:
        before = text[:usual].lower()
        if "ali" not in before and "follow" not in before:
            found = _USUAL_HEADER.match(text, usual)
            if found and number_of(found["count"]):
                return found  # nine of ten; the search below tries every place for every misprint
            if found := _HEADER.match(text, usual):
                return found
    low = text.lower()
    hints = [at for at in (low.find("ali"), low.find("follow")) if at >= 0]
    if mentions_other_names(low):
        return _HEADER.search(text)
    return _HEADER.search(text, max(0, min(hints) - 120)) if hints else None


def stated_number(header: re.Match[str]) -> int | None:
    """The number of aliases that a header states."""
    count = header["count"]
    return number_of(count) or None if count else None


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
