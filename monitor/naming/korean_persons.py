"""Names of Korean persons: 이병철 is "Lee Byung-chul" in the South and "RI, Pyong Chol" in the North.

Every syllable of both names must have one reading in Hangul that both spell; "Sang Man" is not "Song Man". Surnames
that begin with ㄹ in the North lose it in the South.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from monitor.naming.judgement import Judgement, different, match, words_of
from monitor.naming.korean_sounds import FREQUENT_SURNAMES, chinese_syllables, spells
from monitor.naming.name_tokens import Token, token_script
from monitor.naming.names import Name

_SURNAMES = FREQUENT_SURNAMES | frozenset("국금기길나도량려마맹명반석선설소어옥왕위육은인제탁편표")
# Syllables that are hardly Chinese: without one of them a name may as well be read as pinyin.
_KOREAN_WORDS = """
kim gim pak park bak choe choi ri rhee ryu yoon kwon hwang hyon hyun hyeon chol chul cheol pyong byung byeong kyong
kyung gyeong myong myung hyok hyuk ryong seung sung seong seok sok sik shik guk kuk gyu kyu jae hak eun eok pom
beom deok tok duk kyun kwak roh rim ryang cheon jeong jeon jung joon hoon seo yeong young hye kwang gwang taek thaek
"""
_KOREAN = frozenset(_KOREAN_WORDS.split())
# The North writes the first sound that the South drops or changes.
_SOUTHERN = dict(zip("리림류량려로라렴룡륙", "이임유양여노나염용육", strict=True))
_MOST_SYLLABLES = 3  # of a surname and a given name


@lru_cache(maxsize=1 << 12)
def _syllables(word: str) -> frozenset[str]:
    """The syllables in Hangul that one syllable in Latin letters may be."""
    return frozenset(c for c in chinese_syllables() if spells(c, word)) if 1 <= len(word) <= 6 else frozenset()


@lru_cache(maxsize=1 << 12)
def _readings(word: str) -> frozenset[str]:
    """What a word of one or two syllables may be in Hangul."""
    found = set(_syllables(word))
    for cut in range(2, len(word) - 1):
        found |= {a + b for a, b in product(_syllables(word[:cut]), _syllables(word[cut:]))}
    return frozenset(found)


def _surname(syllables: frozenset[str]) -> frozenset[str]:
    return frozenset(_SOUTHERN.get(c, c) for c in syllables if c in _SURNAMES)


def _in_hangul(tokens: list[Token]) -> tuple[frozenset[str], frozenset[str]]:
    """What the surname, and what the given name may be; empty where the name is no Korean person's."""
    nothing = frozenset[str](), frozenset[str]()
    if len(tokens) == 1 and token_script(tokens[0]) == "hangul" and 2 <= len(tokens[0].native) <= _MOST_SYLLABLES:
        name = tokens[0].native
        return _surname(frozenset(name[0])), frozenset({name[1:]})
    if not 2 <= len(tokens) <= _MOST_SYLLABLES or any(t.native for t in tokens):
        return nothing
    given = {""}
    for token in tokens[1:]:
        given = {before + reading for before in given for reading in _readings(token.written)}
    return _surname(_syllables(tokens[0].written)), frozenset(g for g in given if len(g) < _MOST_SYLLABLES)


_OF_NAMES = frozenset({"name", "initial", "place", "particle"})


def judge_koreans(a: Name, b: Name) -> Judgement | None:
    """The verdict on two names of Korean persons, surname first; None: one of them may be none."""
    left, right = list(a.tokens), list(b.tokens)
    if a.legal or b.legal or not all(t.role in _OF_NAMES or t.text == "park" for t in left + right):
        return None
    if not any(_is_korean(t) for t in left) or not any(_is_korean(t) for t in right):
        return None
    ours, theirs = _in_hangul(left), _in_hangul(right)
    if not (ours[0] and ours[1] and theirs[0] and theirs[1]):
        return None
    if ours[0] & theirs[0] and ours[1] & theirs[1]:
        return match(0.93, f"same name in Korean: {min(ours[0] & theirs[0])}{min(ours[1] & theirs[1])}")
    if {len(given) for given in ours[1]}.isdisjoint(len(given) for given in theirs[1]):
        return None  # "Kim Jong" may be the half of a name
    if [t.written.replace("y", "") for t in left] == [t.written.replace("y", "") for t in right]:
        return None  # "Pong" and "Pyong": one is misread for the other as often as not
    return different(0.45, f"{words_of(left)} against {words_of(right)}, two names in Korean")


_ONE_SYLLABLE = re.compile(r"[^aeiouy]{0,2}[aeiouyw]{1,4}[^aeiouyw]{0,2}")


def may_be_korean(name: Name) -> bool:
    """Whether a name is of two or three words, one of them hardly anything but Korean."""
    return 2 <= len(name.tokens) <= _MOST_SYLLABLES and not name.legal and any(map(_is_korean, name.tokens))


def are_one_syllable(a: str, b: str) -> bool:
    """Whether two words in Latin letters may be one Korean syllable: "byung" and "pyong"."""
    return bool(_ONE_SYLLABLE.fullmatch(a) and _ONE_SYLLABLE.fullmatch(b) and _syllables(a) & _syllables(b))


def _is_korean(token: Token) -> bool:
    return token_script(token) == "hangul" or token.written in _KOREAN
