"""Names of Chinese bodies put into English syllable by syllable: "Small Leopard" for Xiaobao, "Breeze" for Qingfeng."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from monitor.naming.acronyms import syllables
from monitor.naming.lexicon_files import lines

_LONGEST = 18  # letters of a name in pinyin
_FEWEST_SYLLABLES = 2  # of one, "huang" is royal and yellow and much else


@cache
def _meanings() -> dict[str, frozenset[str]]:
    return {line.split()[0]: frozenset(line.split()[1:]) for line in lines("syllable_meanings.txt")}


@lru_cache(maxsize=1 << 12)
def in_pinyin(word: str) -> frozenset[str]:
    """What an English word, or one made of two, may stand for in a Chinese name: "starmap" xingtu; () for others."""
    found = set(_meanings().get(word, ()))
    for cut in range(3, len(word) - 2):
        first, second = _meanings().get(word[:cut]), _meanings().get(word[cut:])
        if first and second:
            found |= {a + b for a in first for b in second}
    return frozenset(found)


@cache
def _english_of() -> dict[str, tuple[str, ...]]:
    """Pinyin of a syllable or more -> the English words that may stand for it."""
    found: dict[str, list[str]] = {}
    for english, all_pinyin in _meanings().items():
        for pinyin in sorted(all_pinyin):
            found.setdefault(pinyin, []).append(english)
    return {pinyin: tuple(words) for pinyin, words in found.items()}


@lru_cache(maxsize=1 << 12)
def in_english(pinyin: str) -> frozenset[tuple[str, ...]]:
    """The English words, one or two, written apart or as one, that may stand for a Chinese name in pinyin."""
    known = _english_of()
    if len(pinyin) > _LONGEST or len(syllables(pinyin)) < _FEWEST_SYLLABLES:
        return frozenset()
    found: set[tuple[str, ...]] = {(word,) for word in known.get(pinyin, ())}
    for cut in range(2, len(pinyin) - 1):
        for first in known.get(pinyin[:cut], ()):
            for second in known.get(pinyin[cut:], ()):
                found |= {(first, second), (first + second,)}
    return frozenset(found)


def may_translate(words: Sequence[str], pinyin: str) -> bool:
    """Whether the English words, one after the other, stand for the syllables of the name."""
    spelled = {""}
    for word in words:
        spelled = {before + part for before in spelled for part in in_pinyin(word) if pinyin.startswith(before + part)}
        if not spelled:
            return False
    return pinyin in spelled and len(pinyin) <= _LONGEST
