"""Chinese names in the Latin spellings that are not pinyin: the usage of Hong Kong, Wade-Giles and that of Taiwan.

"Hang Tat" is 恒达 as Hong Kong writes it, "Chung-Shan" is 中山 in Wade-Giles. None of these spellings leads back to one
Chinese name, so nothing is converted: the characters (or the pinyin) are given, and the question is only whether a
Latin word spells them, every syllable of them, in one of the ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import pairwise

from monitor.naming.lexicon_files import lines
from monitor.naming.sound import is_pinyin
from monitor.naming.transliterate import fold, pinyin_of, pinyin_syllables, simplify

_LONGEST_NAME = 6  # characters; longer ones are no names but unknown words
_MANY = 5
_LONGEST_SYLLABLE = 6


@cache
def polyphones() -> dict[str, tuple[str, ...]]:
    """Characters read in several ways in names -> their readings in pinyin."""
    return {simplify(line.split()[0]): tuple(line.split()[1:]) for line in lines("polyphones.txt")}


def readings_in_pinyin(character: str) -> tuple[str, ...]:
    return polyphones().get(character) or tuple(pinyin_of(character))


@cache
def _cantonese() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines("cantonese.txt"):
        syllable, characters = line.split()
        for character in characters:
            found[character] = (*found.get(character, ()), syllable)
    return found


# Jyutping initial -> what Hong Kong writes for it, the registry's usual way first.
_HONG_KONG_INITIALS = {
    "b": "p b",
    "d": "t d",
    "g": "k g",
    "gw": "kw gw k g ku",
    "kw": "kw k",
    "z": "ch ts j",
    "c": "ch ts",
    "s": "s sh",
    "j": "y",
    "ng": "ng -",
    "": "- ng",
}
_HONG_KONG_FINALS = {
    "aa": "a ah ar",
    "aai": "ai",
    "aau": "au",
    "aam": "am",
    "aan": "an",
    "aang": "ang",
    "aap": "ap",
    "aat": "at",
    "aak": "ak ack",
    "am": "am um",
    "an": "an un",
    "ang": "ang",
    "ap": "ap up",
    "at": "at ut",
    "ak": "ak",
    "au": "au ow",
    "e": "e eh",
    "ei": "ei ee i ay",
    "eng": "eng",
    "i": "i ee",
    "iu": "iu",
    "ik": "ik ick",
    "in": "in een",
    "o": "o or oh",
    "oi": "oi oy",
    "ou": "o ow ou",
    "ok": "ok ock",
    "u": "u oo",
    "ui": "ui",
    "un": "un oon",
    "ut": "ut oot",
    "uk": "uk ook",
    "oe": "eu",
    "oeng": "eung eong",
    "oek": "euk eok",
    "eoi": "ui oi",
    "eon": "un",
    "eot": "ut",
    "yu": "u ue",
    "yun": "uen un",
    "yut": "uet ut",
}
# Syllables that are written in ways of their own.
_HONG_KONG_WHOLE = {
    "zi": "tsz tse tze",
    "ci": "tsz tze",
    "si": "sze sz sze",
    "ji": "yee yi i",
    "jyu": "yu yue",
    "jyun": "yuen yun",
    "jyut": "yuet",
    "gei": "kee",
    "ng": "ng",
    "m": "m",
    "lei": "lee lei li",
    "sing": "shing sing",
    "hing": "hing",
    "gwong": "kwong",
    "waa": "wah wa",
    "fu": "fu foo",
    "ngon": "on",
    "gou": "ko go",
    "zau": "chau chow jau",
    "baak": "pak",
    "bak": "pak",
    "hok": "hok",
    "wu": "wu woo",
    "syu": "shu",
}
_JYUTPING = re.compile(r"(ng|gw|kw|[bpmfdtnlgkhzcswj]|)([aeiouy].*)$")


@cache
def hong_kong(syllable: str) -> frozenset[str]:
    """How Hong Kong writes a Cantonese syllable given in Jyutping: "coeng" is Cheung or Cheong."""
    whole = frozenset(_HONG_KONG_WHOLE.get(syllable, "").split())
    parts = _JYUTPING.match(syllable)
    if parts is None:
        return whole
    initials = _HONG_KONG_INITIALS.get(parts.group(1), parts.group(1)).replace("-", "")
    finals = _HONG_KONG_FINALS.get(parts.group(2), parts.group(2)).split()
    choices = initials.split(" ") if " " in initials else [initials]
    return whole | {initial + final for initial in choices for final in finals}


_PINYIN = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]|)(.+)$")
_WADE_INITIALS = {
    "b": "p",
    "d": "t",
    "g": "k",
    "j": "ch",
    "q": "ch ts",
    "x": "hs",
    "zh": "ch",
    "r": "j",
    "z": "ts tz",
    "c": "ts tz",
}
_WADE_FINALS = {"ian": "ien", "ie": "ieh", "ong": "ung", "iong": "iung", "ue": "ueh", "e": "e o"}
_WADE_WHOLE = {
    "yi": "i yi",
    "yan": "yen",
    "ye": "yeh",
    "you": "yu",
    "yong": "yung",
    "yue": "yueh",
    "er": "erh",
    "ying": "ying ing",
    "gui": "kuei",
    "kui": "kuei",
    "zi": "tzu tsu",
    "ci": "tzu tsu",
    "si": "ssu szu",
    "zhi": "chih",
    "chi": "chih",
    "shi": "shih",
    "ri": "jih",
    "lv": "lu",
    "nv": "nu",
    "he": "ho he",
    "e": "o e",
}
_LOSES_U = frozenset(["d", "t", "n", "l", "zh", "ch", "r", "z", "c", "s"])  # "duo" is "to", "guo" stays "kuo"


@cache
def wade_giles(syllable: str) -> frozenset[str]:
    """A pinyin syllable in Wade-Giles without apostrophes, which names leave out: "qing" and "jing" are "ching"."""
    if syllable in _WADE_WHOLE:
        return frozenset(_WADE_WHOLE[syllable].split())
    parts = _PINYIN.match(syllable)
    if parts is None:
        return frozenset({syllable})
    initial, final = parts.groups()
    finals = ["o"] if final == "uo" and initial in _LOSES_U else _WADE_FINALS.get(final, final).split()
    return frozenset(first + last for first in _WADE_INITIALS.get(initial, initial).split() for last in finals)


# What Taiwan and the older usage of the mainland write beside Wade-Giles.
_TAIWAN_INITIALS = {"j": "ch k ts j", "q": "ch k ts", "x": "hs sh s", "zh": "ch j", "r": "j r", "d": "t d", "b": "p b"}
_TAIWAN_FINALS = {"ong": "ung on ong", "uang": "uang wang", "ua": "ua wa", "ian": "ien", "ing": "ing yng"}


@cache
def taiwanese(syllable: str) -> frozenset[str]:
    """A pinyin syllable as firms and persons of Taiwan may write it: "hong" is also "hon", "hua" also "hwa"."""
    parts = _PINYIN.match(syllable)
    loose: set[str] = set()
    if parts is not None and syllable not in _WADE_WHOLE:
        initials = _TAIWAN_INITIALS.get(parts.group(1), parts.group(1)).split() or [""]
        loose = {a + b for a in initials for b in _TAIWAN_FINALS.get(parts.group(2), parts.group(2)).split()}
    return wade_giles(syllable) | loose


def _in_cantonese(character: str) -> Iterable[str]:
    return {form for syllable in _cantonese().get(character, ()) for form in hong_kong(syllable)}


def _in_wade_giles(character: str) -> Iterable[str]:
    return {form for syllable in readings_in_pinyin(character) for form in wade_giles(syllable)}


def _in_taiwan(character: str) -> Iterable[str]:
    return {form for syllable in readings_in_pinyin(character) for form in taiwanese(syllable)}


_SYSTEMS: tuple[tuple[str, Callable[[str], Iterable[str]]], ...] = (
    ("pinyin", readings_in_pinyin),
    ("Cantonese spelling", _in_cantonese),
    ("Wade-Giles spelling", _in_wade_giles),
    ("Taiwanese spelling", _in_taiwan),
)


@lru_cache(maxsize=1 << 14)
def _forms(system: int, character: str) -> frozenset[str]:
    return frozenset(_SYSTEMS[system][1](character))


def is_spelled(character: str, written: str) -> bool:
    """Whether a Latin word spells one character in any of the usages."""
    return any(written in _forms(number, character) for number in range(len(_SYSTEMS)))


@lru_cache(maxsize=1 << 14)
def spelling_of(native: str, written: str) -> str:
    """In which usage a Latin word spells all characters of a Chinese name of two and more; "" where in none."""
    if not 2 <= len(native) <= _LONGEST_NAME or not 2 * len(native) - 1 <= len(written) <= 6 * len(native):
        return ""
    for number, (system, _) in enumerate(_SYSTEMS):
        reached = {0}
        for character in native:
            forms = _forms(number, character)
            reached = {at + len(form) for at in reached for form in forms if written.startswith(form, at)}
            if not reached:
                break
        if len(written) in reached:
            return system
    return ""


@cache
def by_first_letter() -> dict[str, tuple[str, ...]]:
    """The syllables of pinyin under the letter that they begin with."""
    found: dict[str, list[str]] = {}
    for syllable in sorted(pinyin_syllables()):
        found.setdefault(syllable[0], []).append(syllable)
    return {letter: tuple(syllables) for letter, syllables in found.items()}


@cache
def _plain_pinyin() -> re.Pattern[str]:
    """Pinyin as it is spelled: a later syllable with a vowel in front has an apostrophe, so "chiang" is none."""
    syllables = sorted(
        pinyin_syllables() - {"o", "n", "m", "ng", "lo", "yo"}, key=lambda syllable: (-len(syllable), syllable)
    )
    later = [syllable for syllable in syllables if syllable[0] not in "aoe"]
    return re.compile(f"(?:{'|'.join(syllables)})(?:{'|'.join(later)}){{0,4}}")


@lru_cache(maxsize=1 << 14)
def is_plain(word: str) -> bool:
    """Whether the word is pinyin as it is spelled, without an apostrophe left out."""
    return bool(_plain_pinyin().fullmatch(word))


@lru_cache(maxsize=1 << 16)
def is_wade_giles_of(written: str, pinyin: str, fewest: int = 2) -> bool:
    """Whether a word is the Wade-Giles form of a word in pinyin, syllable by syllable: "chinping" of "jinping".

    Only a word that is no pinyin itself: "chen" may be Zhen, but is Chen.
    """
    if is_plain(written) or not is_pinyin(pinyin):
        return False
    reached = {(0, 0, 0)}
    while reached:
        further: set[tuple[int, int, int]] = set()
        for here, there, syllables in reached:
            for syllable in by_first_letter().get(pinyin[here : here + 1], ()):
                if not pinyin.startswith(syllable, here):
                    continue
                for form in wade_giles(syllable):
                    if written.startswith(form, there):
                        further.add((here + len(syllable), there + len(form), syllables + 1))
        if any(
            here == len(pinyin) and there == len(written) and syllables >= fewest for here, there, syllables in further
        ):
            return True
        reached = further
    return False


@cache
def first_letters(letter: str) -> frozenset[str]:
    """What a syllable that begins with the letter in pinyin or Wade-Giles may begin with in the other."""
    pairs = {(syllable[0], form[0]) for syllable in pinyin_syllables() for form in wade_giles(syllable) if form}
    return frozenset({b for a, b in pairs if a == letter} | {a for a, b in pairs if b == letter} | {letter})


@lru_cache(maxsize=1 << 14)
def sound_alike(a: str, b: str) -> bool:
    """Whether two names in Chinese characters have one sound, or differ in one character of many."""
    if len(a) != len(b):
        return False
    other = sum(not set(readings_in_pinyin(c)) & set(readings_in_pinyin(d)) for c, d in zip(a, b, strict=True))
    return other == 0 or (other == 1 and len(a) >= _MANY and sum(c != d for c, d in zip(a, b, strict=True)) == 1)


def shortens(a: str, b: str) -> bool:
    """Whether one Chinese word is the other with characters left out: 科技 and 科学技术."""
    short, long = sorted((a, b), key=len)
    characters = iter(long)
    return all(character in characters for character in short)


@lru_cache(maxsize=1 << 14)
def may_spell_chinese(written: str) -> bool:
    """Whether a Latin word can be read as Chinese in any of the usages: then no other language has coined it."""
    return is_pinyin(written) or bool(_any_syllables().fullmatch(written))


@cache
def _any_syllables() -> re.Pattern[str]:
    known = {form for syllables in _cantonese().values() for s in syllables for form in hong_kong(s)}
    known |= {form for syllable in pinyin_syllables() for form in wade_giles(syllable)}
    syllables = sorted((form for form in known if len(form) > 1), key=lambda form: (-len(form), form))
    return re.compile(f"(?:{'|'.join(syllables)}){{1,4}}")


_ENOUGH = 48  # spellings of one word: longer words have more, of which hardly one is used


def search_spellings(native: str) -> tuple[str, ...]:
    """The first two characters of a Chinese name, and the second and third, as a Latin name may write them together:
    keys under which a search finds what ``spelling_of`` would accept, the surname in front or behind.
    """
    name = fold(native)
    found: set[str] = set()
    for first, second in pairwise(name[:3]):
        for number in range(1, len(_SYSTEMS)):
            found.update(one + two for one in _forms(number, first) for two in _forms(number, second))
        found.discard("".join(pinyin_of(first + second)))  # found without a key of its own
    return tuple(sorted(found))


@cache
def _wade_giles_of_pinyin() -> dict[str, tuple[str, ...]]:
    return {syllable: tuple(sorted(wade_giles(syllable))) for syllable in pinyin_syllables()}


@cache
def _pinyin_of_wade_giles() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for syllable in sorted(pinyin_syllables()):
        for form in wade_giles(syllable):
            found[form] = (*found.get(form, ()), syllable)
    return found


@lru_cache(maxsize=1 << 13)
def counterparts(word: str) -> tuple[str, ...]:
    """A word in pinyin in Wade-Giles, or one in Wade-Giles in the pinyin that it may stand for: what a search for
    the one must look up to find the other.
    """
    tables = _wade_giles_of_pinyin() if _plain_pinyin().fullmatch(word) else _pinyin_of_wade_giles()
    spelled: list[set[str]] = [{""}, *(set[str]() for _ in word)]
    for end in range(1, len(word) + 1):
        for first in range(max(0, end - _LONGEST_SYLLABLE), end):
            forms = tables.get(word[first:end], ())
            spelled[end].update([before + form for before in sorted(spelled[first]) for form in forms][:_ENOUGH])
    return tuple(sorted(spelled[-1] - {word}))[:_ENOUGH]
