"""Bodies known under several full names that no rule leads from one to the other.

"Beihang University" is also 北京航空航天大学 and "BUAA"; two universities of one town differ by a word that a
translator would pass over. A line of the list is one body: its names, divided by ``|``. Two names of one line are one
body, names of two lines are two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.naming.lexicon_files import lines
from monitor.naming.names import Name, readings, understand
from monitor.naming.transliterate import fold

_ACRONYM = 6  # letters of the longest single word that is taken for an acronym


@dataclass(frozen=True, slots=True)
class KnownBody:
    names: tuple[str, ...]
    by_acronym: bool  # known by nothing but a few capital letters, which other bodies may share


@cache
def _lines() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(filter(None, (form.strip() for form in line.split("|")))) for line in lines("known_bodies.txt"))


@cache
def keys() -> dict[tuple[str, ...], int]:
    """The words of every known name -> the number of its line."""
    found: dict[tuple[str, ...], int] = {}
    for number, forms in enumerate(_lines()):
        for form in forms:
            found.setdefault(key_of(understand(form)), number)
    return found


def key_of(name: Name) -> tuple[str, ...]:
    """The words in order, without legal form, small words and words for kinds of body, as they are spelled."""
    said = [t for t in name.tokens if t.role not in {"organisation", "particle"}] or list(name.tokens)
    return tuple(t.text if t.role == "number" else fold(t.native) or t.written for t in said)


@lru_cache(maxsize=1 << 14)
def known_body(text: str) -> KnownBody | None:
    """The body that goes by this name; None: it is not on the list.

    Of a name with parts ("... (Beihang University)") a part that stands for the whole is enough, or two that agree.
    """
    parts: list[int] = []
    for reading, full in readings(text):
        number = keys().get(key_of(reading))
        short = len(reading.tokens) == 1 and reading.raw.isascii() and len(reading.core) <= _ACRONYM
        if number is None or (short and (reading.legal or not reading.raw.strip(" .()").isupper())):
            continue  # "Bit Ltd" is not the Beijing Institute of Technology
        if full or number in parts:
            return KnownBody(_lines()[number], short and len(text.strip()) <= _ACRONYM)
        parts.append(number)
    return None
