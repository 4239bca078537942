"""How Chinese trade words are put into English.

Renderings of other languages go further ("mashinostroyeniye" is machinery and engineering); of a Chinese name they
would make two institutes of one academy the same, so it has a list of its own.
"""

from __future__ import annotations

from functools import cache

from monitor.naming import vocabulary
from monitor.naming.lexicon_files import lines
from monitor.naming.name_tokens import Token
from monitor.naming.sound import is_pinyin
from monitor.naming.transliterate import script_of


@cache
def _renderings() -> frozenset[tuple[str, str]]:
    words = [line.split() for line in lines("chinese_renderings.txt")]
    return frozenset((a, b) for line in words for a in line for b in line if a != b)


def is_chinese(token: Token) -> bool:
    """Whether a trade word is written in Chinese characters or in pinyin ("jixie")."""
    if token.native:
        return script_of(token.native[0]) == "han"
    return (
        token.text != token.written
        and is_pinyin(token.written)
        and not vocabulary.is_english(token.written)
        and len(token.written) >= _SHORTEST
    )


_SHORTEST = 4  # "tech", "lab" and other short forms may be read as syllables


_OF_OTHER_LANGUAGES = {"industry", "technology"}  # taken for each other, but not for 工业 and 科技
_OF_TEACHING = frozenset({"university", "college", "school"})


def _never_teaches(token: Token) -> bool:
    """研究所, 研究院, 设计院: no rendering makes a university of them."""
    return script_of(token.native[:1] or "a") == "han" and token.native[-1] in "所院" and token.native[-2:] != "学院"


def likeness_of_meaning(a: Token, b: Token) -> tuple[float, str]:
    """How alike the trade word of a Chinese name and another one of its English rendering are."""
    for one, other in ((a, b), (b, a)):
        if other.text in _OF_TEACHING and _never_teaches(one):
            return 0.0, ""
    if (a.text, b.text) in _renderings():
        return 0.95, "rendering"
    if {a.text, b.text} == _OF_OTHER_LANGUAGES or not vocabulary.near(a.text, b.text):
        return 0.0, ""
    return 0.9, "another word of that meaning"
