"""When two rows are the same entry: folded names, near-equal names, country families, and the substance of a row.

Neither (country, name) nor a citation identifies an entry: names are misprinted in instructions ("Inspur Electronics"
for "Inspur Electronic"), 114 names stand under several countries, and some twice under one. The rules here are tight
on purpose: they tie an instruction to the row that it must mean, they do not screen partners (that is ``screening``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from monitor.naming.transliterate import undisguise
from parsers.model import ListEntry

_NOT_PLAIN = re.compile(r"[^\w]+")
# One country, several headings over the years or between sources (85 FR 83765 moved Hong Kong under China).
_FAMILIES = {
    "china": (
        "china peoples republic of",
        "china",
        "peoples republic of china",
        "hong kong",
        "macau",
        "macao",
        "cn",
        "hk",
        "mo",
        "prc",
    ),
    "turkey": ("turkey", "turkiye", "tr", "republic of turkiye"),
    "russia": ("russia", "russian federation", "ru"),
    "south korea": ("south korea", "korea south", "republic of korea", "korea republic of", "kr"),
    "north korea": ("north korea", "korea north", "kp"),
    "united arab emirates": ("united arab emirates", "uae", "ae"),
    "united kingdom": ("united kingdom", "uk", "gb", "great britain"),
    "burma": ("burma", "myanmar", "mm"),
    "czech republic": ("czech republic", "czechia", "cz"),
    "ukraine": ("ukraine", "crimea region of ukraine", "crimea", "ua"),
    "iran": ("iran", "iran islamic republic of", "ir"),
    "syria": ("syria", "syrian arab republic", "sy"),
}
# What an instruction may leave off the end of a name; the kinds that tell siblings apart (FZE and FZCO) are not in it.
_FORMS = frozenset({"co", "ltd", "limited", "llc", "inc", "incorporated", "corp", "corporation", "company", "plc"})
_FAMILY = {heading: family for family, headings in _FAMILIES.items() for heading in headings}


@lru_cache(maxsize=1 << 17)
def fold_name(name: str) -> str:
    """Lower-case letters and digits, words apart by one space; accents, look-alike letters, punctuation and ``&``
    folded.
    """
    if not name.isascii():
        name = undisguise(name).replace("ı", "i")
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _NOT_PLAIN.sub(
        " ", name.replace("&", " and ").replace("'", "").replace("’", "").replace("_", " ").lower()
    ).strip()


@lru_cache(maxsize=1 << 17)
def _bare(text: str) -> str:
    return fold_name(text).replace(" ", "")


def same_name(a: str, b: str) -> bool:
    """Whether two names differ at most in case, accents, punctuation and spaces."""
    return _bare(a) == _bare(b)


def name_key(name: str) -> str:
    """The folded name without spaces: the key that lookups use."""
    return _bare(name)


@lru_cache(maxsize=4096)
def fold_country(heading: str | None) -> str:
    """The heading, folded; "" for a list without destinations. Türkiye and Turkey are one heading."""
    folded = fold_name(heading or "")
    return "turkey" if _FAMILY.get(folded) == "turkey" else folded


@lru_cache(maxsize=4096)
def country_family(heading: str | None) -> str:
    """The country that a heading belongs to: Hong Kong is China, Crimea is Ukraine; an unknown heading stands for
    itself.
    """
    folded = fold_name(heading or "")
    return _FAMILY.get(folded, folded)


def near_name(a: str, b: str) -> bool:
    """Whether one name can be a misprint of the other: the same words, each off by at most one letter in eight (one
    in a short word).

    Numbers must agree (the 13th Institute is not the 14th), and so must initials and words of fewer than four letters.
    """
    left, right = fold_name(a), fold_name(b)
    if left == right or left.replace(" ", "") == right.replace(" ", ""):
        return True
    words_a, words_b = left.split(), right.split()
    if words_a[:1] != words_b[:1] and len(words_a) != len(words_b):
        return False
    if _without_form(words_a) == _without_form(words_b):
        return True
    if len(words_a) != len(words_b):
        return abs(len(left) - len(right)) < 4 and _close(left.replace(" ", ""), right.replace(" ", ""), 16)
    return all(_close(x, y, 8) for x, y in zip(words_a, words_b, strict=True))


def _without_form(words: list[str]) -> list[str]:
    while len(words) > 1 and words[-1] in _FORMS:
        words = words[:-1]
    return words


def _close(a: str, b: str, per_letter: int) -> bool:
    if a == b:
        return True
    shorter = min(len(a), len(b))
    if (
        shorter < 4
        or abs(len(a) - len(b)) > max(1, shorter // per_letter)
        or re.findall(r"\d", a) != re.findall(r"\d", b)
    ):
        return False
    allowed = max(1, shorter // per_letter)
    return DamerauLevenshtein.distance(a, b, score_cutoff=allowed) <= allowed


def names_of(entry: ListEntry) -> Iterable[str]:
    """The name, the aliases, and those of the parties listed within the entry."""
    yield entry.name
    yield from entry.aliases
    for inner in entry.sub_entities:
        yield from names_of(inner)


_Substance = tuple[object, ...]


def substance(entry: ListEntry) -> _Substance:
    """What an entry says apart from punctuation, spaces, accents and the order of its aliases and addresses.

    The eCFR changed 461 rows between March and July 2026 in nothing but punctuation; those compare equal here.
    Citations do not count: they say when a row was changed, not what it says.
    """
    return (
        _bare(entry.name),
        tuple(sorted(map(_bare, entry.aliases))),
        tuple(
            sorted(w for w in fold_name(" ".join(entry.addresses)).split() if w != "and")
        ),  # sources cut addresses differently
        _bare(entry.license_requirement or ""),
        _bare(entry.license_review_policy or ""),
        tuple(sorted(entry.footnotes)),
        tuple(sorted((substance(inner) for inner in entry.sub_entities), key=repr)),
    )


def same_cell(a: ListEntry, b: ListEntry) -> bool:
    """Whether the cells as published hold the same letters and digits, however name, aliases and addresses were cut
    from them.
    """
    return bool(a.raw) and bool(b.raw) and _bare(a.raw) == _bare(b.raw)


_COLUMNS = (
    "name",
    "aliases",
    "addresses",
    "license requirement",
    "license review policy",
    "footnotes",
    "entities within",
)
_FROM_CELL = frozenset({"name", "aliases", "addresses", "entities within"})


def differences(a: ListEntry, b: ListEntry) -> tuple[str, ...]:
    """The columns in which two rows differ in substance, by their names in the list; empty for an editorial
    difference.
    """
    differing = tuple(c for c, x, y in zip(_COLUMNS, substance(a), substance(b), strict=True) if x != y)
    if differing and same_cell(a, b):
        return tuple(c for c in differing if c not in _FROM_CELL)
    return differing


def likeness(a: ListEntry, b: ListEntry) -> int:
    """How many aliases, addresses and citations two rows share; used only to tell rows of one name and country
    apart.
    """
    shared = len(set(map(_bare, a.aliases)) & set(map(_bare, b.aliases))) + len(
        set(map(_bare, a.addresses)) & set(map(_bare, b.addresses))
    )
    return 2 * shared + len(set(a.citations) & set(b.citations)) + (3 if substance(a) == substance(b) else 0)
