"""A Chinese name beside the several Latin words that spell it: "恒达" and "Hang Tat", "jinping" and "chin ping"."""

from __future__ import annotations

import re
from functools import cache

from monitor.naming.chinese_spellings import (
    by_first_letter,
    first_letters,
    is_plain,
    is_spelled,
    is_wade_giles_of,
    may_spell_chinese,
    spelling_of,
    wade_giles,
)
from monitor.naming.lexicon_files import lines
from monitor.naming.sound import is_pinyin
from monitor.naming.transliterate import pinyin_syllables

_MOST_WORDS = 4  # that one name is written in
_SHORTEST_PAIR = 4  # letters of two syllables


def words_that_spell(native: str, words: list[str], personal: bool) -> tuple[int, int, str] | None:
    """The run of neighbouring words that spells a Chinese name: (first, one past the last, in which usage).

    Of a person all words, where the surname may stand last: "Wai Tak Tam".
    """
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + _MOST_WORDS) + 1):
            system = spelling_of(native, "".join(words[first:last]))
            if system:
                return first, last, system
    if personal and len(native) > 1:
        found = _syllable_by_syllable(native, words)
        if found:
            return found
    if personal and 2 <= len(words) <= _MOST_WORDS:
        # "Wai Tak Tam", and with an English name before it: "Teresa Yeuk-wah Cheng"
        for first in range(len(words) - 1 if len(native) > 2 else 1):
            system = spelling_of(native, "".join([words[-1], *words[first:-1]]))
            if system:
                return first, len(words), system
    return None


@cache
def _overseas() -> dict[str, frozenset[str]]:
    """Characters -> their spellings among the Chinese of Singapore and Malaysia."""
    found = (line.split() for line in lines("overseas_chinese.txt"))
    return {character: frozenset(spellings) for character, *spellings in found}


def _syllable_by_syllable(native: str, words: list[str]) -> tuple[int, int, str] | None:
    """A person's name in as many words as it has characters, each by a usage of its own: "Lee Hsien Loong"."""

    def spells(character: str, word: str) -> bool:
        return word in _overseas().get(character, ()) or is_spelled(character, word)

    for first in range(len(words) - len(native) + 1):
        run = words[first : first + len(native)]
        for order in (run, [run[-1], *run[:-1]]):
            if all(map(spells, native, order)):
                return first, first + len(native), "mixed spelling"
    return None


def words_in_wade_giles(word: str, words: list[str]) -> tuple[int, int, str] | None:
    """The run of neighbouring words of which one is the pinyin and the other the Wade-Giles: "jinping", "chin ping"."""
    if len(word) < _SHORTEST_PAIR or not may_spell_chinese(word):
        return None
    if is_plain(word) and all(map(is_plain, words)):
        return None  # all of it is pinyin
    if not any(other[:1] in first_letters(word[0]) for other in words):
        return None
    for first in range(len(words) - 1):
        for last in range(first + 2, min(len(words), first + _MOST_WORDS) + 1):
            joined = "".join(words[first:last])
            if is_wade_giles_of(joined, word) or is_wade_giles_of(word, joined):
                return first, last, "Wade-Giles spelling"
    return None


_HYPHENED = re.compile(r"(?i)([a-z]{2,6}),?\s+([a-z]{1,6})['’]?-([a-z]{1,6})")
_IN_PINYIN = re.compile(r"(?i)([a-z]{2,6}),?\s+([a-z]{3,12})")


def is_person_in_wade_giles(hyphened: str, other: str) -> bool:
    """Whether a name with a hyphen in it, which pinyin has not, is the Wade-Giles form of a person's name in pinyin:
    "Jen Cheng-fei" of "Ren Zhengfei".
    """
    old, new = _HYPHENED.fullmatch(hyphened.strip()), _IN_PINYIN.fullmatch(other.strip())
    if not old or not new:
        return False
    written = [part.lower() for part in old.groups()]
    for surname, given in (new.groups(), new.groups()[::-1]):
        if not is_pinyin(surname.lower()):
            continue
        for first in by_first_letter().get(given[0].lower(), ()):
            second = given.lower().removeprefix(first)
            if (
                given.lower().startswith(first)
                and second in pinyin_syllables()
                and all(
                    form == syllable or form in wade_giles(syllable)
                    for form, syllable in zip(written, (surname.lower(), first, second), strict=True)
                )
            ):
                return True
    return False
