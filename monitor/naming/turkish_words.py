"""Turkish words of company names with their endings, and the abbreviations that stand for them.

``turkish_words.txt`` has the words; the plural and possessive endings that they take in names ("teknolojileri",
"muhendisligi") are cut off. An abbreviation ("Paz.", "Mak.") is read as its word only beside other words of a Turkish
name and never as its first word: "Dan", "Met" and "Kim" are names elsewhere.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from monitor.naming.lexicon_files import lines

_SHORTEST_WORD = 3  # "cam"
_SHORTEST = 4  # letters of a word that takes endings; shorter ones stand as they are
_ENDINGS = re.compile(r"(?:lari|leri|lar|ler)(?:nin|ni)?$|(?:s?[iu])$|(?:n?[iu]n)$")


@cache
def _words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines("turkish_words.txt"):
        meaning, _, forms = line.partition(":")
        for form in forms.split():
            found.setdefault(form, tuple(meaning.split()))
    return found


def _bases(word: str) -> list[str]:
    """The word, and what it is without an ending; "k" is "g" before a vowel."""
    found = [word]
    for _ in range(2):
        shorter = _ENDINGS.sub("", found[-1])
        if len(shorter) < _SHORTEST or shorter == found[-1]:
            break
        found.append(shorter)
    return found + [base[:-1] + "k" for base in found[1:] if base.endswith("g")]


@lru_cache(maxsize=1 << 14)
def meaning_of(word: str) -> str | None:
    """The English trade word of a Turkish word in plain letters, "muhendisligi" -> "engineering"; None: not known."""
    if len(word) < _SHORTEST_WORD or not word.isascii():
        return None
    known = _words()
    for base in _bases(word):
        if base in known:
            return known[base][0]
    return None


@cache
def _abbreviations() -> dict[str, str]:
    return {line.split()[0]: line.split()[1] for line in lines("turkish_abbreviations.txt")}


# Words that hardly stand in other names: one of them makes a name Turkish.
_MARKS = "sti sirketi ltdsti sanayi sanayii ticaret ticareti ithalat ihracat anonim"
_TURKISH = frozenset(_MARKS.split())
# Two of these do.
_WEAK_MARKS = "san tic ve dis ic ith ihr paz ins muh taah as ltd elek tur nak"
_OFTEN_TURKISH = frozenset(_WEAK_MARKS.split())
MARKS = _TURKISH | _OFTEN_TURKISH


def _is_turkish(words: tuple[str, ...]) -> bool:
    return not _TURKISH.isdisjoint(words) or len(_OFTEN_TURKISH.intersection(words)) > 1


def written_out(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name with Turkish abbreviations written out: "mak ith ve ihr" is "makina ithalat ve ihracat"."""
    known = _abbreviations()
    if known.keys().isdisjoint(words[1:]) or not _is_turkish(words):
        return words
    return words[:1] + tuple(known.get(word, word) for word in words[1:])
