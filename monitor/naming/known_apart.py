"""Words of Russian and Turkish names whose English is known: what they do not mean tells two names apart.

A translator may put one word of another language into English in several ways ("renderings.txt"), but "dobycha" is no
transport and "avtomobilnyy" no motor. Chinese and Arabic words are left alone: their words have more meanings.
"""

from __future__ import annotations

from functools import cache, lru_cache

from monitor.naming import slavic_words, vocabulary
from monitor.naming.lexicon_files import lines
from monitor.naming.name_tokens import Token
from monitor.naming.transliterate import script_of

# Words that renderings leave out or put in; they tell nothing apart.
_VAGUE_WORDS = """
technology technical science research general state national company enterprise industry manufacturing
engineering development system equipment center institute association organization united special product
international innovation main central complex factory bureau construction design experimental holding group
academy
"""
_VAGUE = frozenset(_VAGUE_WORDS.split())


@cache
def _apart() -> frozenset[tuple[str, str]]:
    return frozenset((a, b) for line in lines("known_apart.txt") for a in line.split() for b in line.split() if a != b)


@lru_cache(maxsize=1 << 14)
def _is_slavic(written: str, native: str) -> bool:
    return script_of(native[0]) == "cyrillic" if native else bool(slavic_words.meanings_of(written))


def two_words(a: Token, b: Token) -> bool:
    """Whether one is a Slavic word that is never put into English as the other, though other languages have one word
    for the two.
    """
    return (a.text, b.text) in _apart() and (_is_slavic(a.written, a.native) or _is_slavic(b.written, b.native))


def _known(token: Token) -> bool:
    """Whether the token is a word of Russian, Turkish or their like, with a meaning of its own."""
    if token.role != "trade" or token.text in _VAGUE:
        return False
    foreign = token.text[:3] != token.written[:3] and not vocabulary.is_english(token.written)
    return foreign or _is_slavic(token.written, token.native)


def _may_mean(token: Token, others: list[Token]) -> bool:
    return any(
        other.role in {"trade", "organisation"}
        and (vocabulary.renders(token.text, other.text) or vocabulary.near(token.text, other.text))
        and not two_words(token, other)
        for other in others
    )


def meanings_differ(left: list[Token], right: list[Token]) -> bool:
    """Whether what is left over of two names says two things: a word whose English is known against others."""
    if any(t.native and script_of(t.native[0]) != "cyrillic" for t in left + right):
        return False
    for known, others in ((left, right), (right, left)):
        telling = [t for t in others if t.role in {"name", "trade"} and t.text not in _VAGUE and len(t.text) > 2]
        if telling and any(_known(t) and not _may_mean(t, others) for t in known):
            return True
        if telling and all(t.role == "place" for t in known) and not any(t.role == "name" for t in others):
            return bool(known)
    return False
