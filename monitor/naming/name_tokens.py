"""One word of a name: what it is, and how much it tells."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.naming import person_names, places, vocabulary
from monitor.naming.brands import brand_forms
from monitor.naming.lexicon_files import lines
from monitor.naming.transliterate import is_skeletal, latin, script_of


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or one idea written in several words.

    ``text`` is what is compared; ``written`` the Latin form as it stands; ``native`` the original where that is not
    Latin. ``role``: name | trade | organisation | place | number | initial | particle. ``weight`` 0.05 to 1.0: how
    much it tells. ``others`` are further forms that mean the same (a brand's translation).
    """

    text: str
    written: str
    role: str
    weight: float
    native: str = ""
    others: tuple[str, ...] = ()
    skeletal: bool = False

    def __hash__(self) -> int:  # tells nearly all tokens apart, and every comparison looks them up
        return hash((self.text, self.written, self.role))


INITIALS_IN_TWO = frozenset({"ya", "yu", "ye", "zh", "kh", "sh", "ch", "ts"})  # of one Cyrillic letter


def token_script(token: Token) -> str:
    """In which script the word is written; "latin" where it has no other."""
    return script_of(token.native[0]) if token.native else "latin"


TENS = frozenset(str(n) for n in range(20, 100, 10))
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th|y|ya|oe|go|i|oy)?$")


@cache
def number_words() -> dict[str, str]:
    """ "forty" -> "40", "first" -> "1", "vii" -> "7"."""
    return {word: line.split()[0] for line in lines("number_words.txt") for word in line.split()[1:]}


@cache
def _frequencies() -> tuple[dict[str, int], float]:
    counts = {}
    for line in lines("word_frequencies.txt"):
        word, count = line.split()
        counts[word] = int(count)
    return counts, math.log(26000)


@lru_cache(maxsize=1 << 14)
def rarity(word: str) -> float:
    """0.0 (on every list) to 1.0 (on none): how rare the word is among listed parties."""
    counts, scale = _frequencies()
    count = counts.get(word, 0)
    return 1.0 if not count else max(0.0, 1.0 - math.log(count + 1) / scale)


def brand_of(text: str) -> tuple[str, tuple[str, ...]]:
    forms = brand_forms(text)
    return (forms[0], forms[1:]) if forms else (text, ())


@lru_cache(maxsize=1 << 14)
def word_token(word: str, native: str = "") -> Token:
    """The token of one Latin word that is no legal form and no small word."""
    if word in person_names.PARTICLES:
        return Token(word, word, "particle", 0.05, native)
    place = places.place_of(word)
    if place:
        return Token(place, word, "place", 0.35, native)
    ordinal = _ORDINAL.match(word)
    if ordinal:
        return Token(ordinal.group(1), word, "number", 0.6, native)
    if word in number_words():
        return Token(number_words()[word], word, "number", 0.5, native)
    if len(word) == 1:
        return Token(word, word, "initial", 0.3, native)
    brand, others = brand_of(word)
    if others:
        return Token(brand, word, "name", 1.0, native, others)
    meaning = vocabulary.meaning_of(word)
    if meaning:
        return meaning_token(meaning, word, native)
    return Token(word, word, "name", max(0.5, rarity(word)) if len(word) > 2 else 0.5, native, (), is_skeletal(native))


def meaning_token(meaning: str, written: str, native: str = "") -> Token:
    if meaning == "pla":
        return Token(meaning, written, "organisation", 0.15, native)
    if meaning in vocabulary.organisation_words():
        return Token(meaning, written, "organisation", 0.08, native)
    if places.place_of(meaning):
        return Token(places.place_of(meaning) or meaning, written, "place", 0.35, native)
    spoken = latin(native) if len(native) > 1 else ""
    return Token(meaning, written, "trade", 0.15 + 0.35 * rarity(meaning), native, (spoken,) if spoken else ())
