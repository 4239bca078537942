"""Which Latin spellings a word in Hangul may have: an exact test instead of a likeness of consonants.

Korean is put into Latin letters by several systems and by each company's own habit: 대성 is Daesong, Taesong,
Daesung. The pattern of a word takes every usual letter for each sound, in its place in the word: the North writes
the initial ㄹ that the South drops, and neighbouring consonants change each other.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from monitor.naming.lexicon_files import lines

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FRONT = frozenset("ㅑㅒㅕㅖㅛㅠㅣㅟ")  # before these ㅅ is "sh", and a first ㄹ or ㄴ falls silent in the South
_NASAL = frozenset("ㄴㅁㄹ")
# Of which a run of three syllables may be a person's name.
FREQUENT_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구라민진지엄채원천방공현함변염여추리림로"
)


@cache
def _letters() -> dict[str, str]:
    """What is written for each sound: "lead ㄱ" -> "g|k"."""
    found = {}
    for line in lines("korean_letters.txt"):
        where, sound, spellings = line.split()
        found[f"{where} {sound}"] = spellings.replace("-", "")
    return found


@cache
def chinese_syllables() -> frozenset[str]:
    """The syllables that names of Chinese characters are made of; other ones write foreign or native words."""
    return frozenset("".join(line for line in lines("sino_korean.txt")))


def is_loan(word: str) -> bool:
    """Whether the word in Hangul has a syllable that no Chinese character is read as: "시스템" is "system"."""
    return any(c not in chinese_syllables() for c in word)


def _syllables(word: str) -> list[tuple[str, str, str]]:
    parts = []
    for c in word:
        code = ord(c) - 0xAC00
        parts.append((_LEADS[code // 588], _VOWELS[code % 588 // 28], _TAILS[code % 28]))
    return parts


def _lead(lead: str, vowel: str, before: str | None) -> str:
    """The letters of the first sound of a syllable; ``before``: the last of the one before it, None at the start."""
    letters = _letters()[f"lead {lead}"]
    if lead == "ㅅ" and vowel in _FRONT:
        return f"{letters}|sh"
    if lead in "ㄹㄴ" and before is None and vowel in _FRONT:
        return f"{letters}|"
    if lead == "ㄹ" and before == "ㄹ":
        return f"{letters}|"  # "ll" as well as "l"
    if lead == "ㄴ" and before == "ㄹ":
        return f"{letters}|l|r"
    if lead == "ㅎ" and before and before in "ㄱㄷㅂㅈㄴㅁㅇㄹ":
        return f"{letters}|"
    return letters


def _tail(tail: str, following: str) -> str:
    """The letters of the last sound of a syllable, which the next one changes."""
    if not tail:
        return ""
    letters = _letters()[f"tail {tail}"]
    if following in _NASAL:
        letters += {"ㄱ": "|ng", "ㄲ": "|ng", "ㅋ": "|ng", "ㅂ": "|m", "ㅍ": "|m", "ㅅ": "|n", "ㄷ": "|n"}.get(tail, "")
    if following == "ㄹ":
        letters += {"ㄴ": "|l"}.get(tail, "")
    if tail == "ㅇ" and following in "ㄱㄲㅋ":
        letters += "|n"
    if following == "ㅇ":
        letters += {"ㅈ": "|j|ch", "ㅊ": "|ch", "ㅅ": "|s|sh", "ㅆ": "|ss|s", "ㄹ": "|r", "ㅎ": "|"}.get(tail, "")
    return letters


@lru_cache(maxsize=1 << 12)
def _pattern(word: str) -> re.Pattern[str]:
    syllables = _syllables(word)
    out: list[str] = []
    before: str | None = None
    for i, (lead, vowel, tail) in enumerate(syllables):
        if word[i] == "박":
            out.append("(?:[pb]ar?k)")  # the surname Park
            before = tail
            continue
        following = syllables[i + 1][0] if i + 1 < len(syllables) else "-"
        vowels = _letters()[f"vowel {vowel}"]
        if lead == "ㅇ" and f"alone {vowel}" in _letters():
            vowels += "|" + _letters()[f"alone {vowel}"]
        out.extend(f"(?:{part})" for part in (_lead(lead, vowel, before), vowels, _tail(tail, following)) if part)
        before = tail
    return re.compile("".join(out))


@lru_cache(maxsize=1 << 12)
def _foreign_pattern(word: str) -> re.Pattern[str]:
    """Of a foreign word in Hangul: vowels as they come, ㅡ between consonants only spoken."""
    out: list[str] = []
    before = ""
    for lead, vowel, tail in _syllables(word):
        if lead not in {"ㅇ", before}:
            out.append(f"(?:{_letters()[f'foreign {lead}']})")
        out.append("(?:[aeiouwy]{0,2}r?)" if vowel == "ㅡ" or lead == "ㅇ" else "(?:[aeiouwy]{1,3}r?e?)")
        if tail:
            out.append(f"(?:{_letters()[f'foreign {tail}']})e?")
        before = tail
    return re.compile("".join(out) + "[eh]?")


@lru_cache(maxsize=1 << 12)
def _initials(word: str) -> frozenset[str]:
    """What the word is if it tells Latin letters by their names: 에스케이 is "sk"."""
    found = {""} if len(word) <= 12 else set[str]()
    rest: dict[int, set[str]] = {0: found}
    names = {name: line.split()[0] for line in lines("korean_letter_names.txt") for name in line.split()[1:]}
    for end in range(1, len(word) + 1):
        rest[end] = {
            before + names[word[start:end]]
            for start in range(max(0, end - 4), end)
            if word[start:end] in names
            for before in rest[start]
        }
    return frozenset(rest[len(word)])


_ALSO_SYLLABLES = frozenset("비시디이지아오피유알티")


def letters_told(word: str) -> str:
    """The Latin letters whose names make up the word, "lg" for 엘지; "" where it may be a word of its own."""
    if len(word) < 2 or all(c in _ALSO_SYLLABLES for c in word):
        return ""
    return min(_initials(word), key=lambda letters: (len(letters), letters), default="")


def split_letters(word: str) -> list[str]:
    """The word cut where it begins or ends with Latin letters told by their names: 원익아이피에스 is "Wonik IPS"."""
    if letters_told(word):
        return [word]
    for cut in range(1, len(word) - 1):
        if len(letters_told(word[cut:])) >= 2:
            return [word[:cut], word[cut:]]
    for cut in range(len(word) - 1, 1, -1):
        if len(letters_told(word[:cut])) >= 2:
            return [word[:cut], word[cut:]]
    return [word]


@lru_cache(maxsize=1 << 15)
def spells(word: str, latin: str) -> bool:
    """Whether ``latin`` (lower-case letters) is a usual spelling of the word in Hangul."""
    if not word or not all("가" <= c <= "힣" for c in word):
        return False
    if _pattern(word).fullmatch(latin.replace("wha", "hwa")) or latin in _initials(word):
        return True
    return is_loan(word) and len(word) >= 2 and bool(_foreign_pattern(word).fullmatch(latin.replace("x", "ks")))


@lru_cache(maxsize=1 << 15)
def nearly_spells(word: str, latin: str) -> bool:
    """Whether one letter too many is all that keeps ``latin`` from being a spelling of the word."""
    return len(latin) >= 6 and any(spells(word, latin[:i] + latin[i + 1 :]) for i in range(len(latin)))
