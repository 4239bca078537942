"""Keys under which spellings of one sound meet: transliterations of one name by different hands."""

from __future__ import annotations

import re
from functools import lru_cache

_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"shch|sch|tsch|tch|tsh", "sh"),
        (r"dzh|dj|zh|gy", "j"),
        (r"ph", "f"),
        (r"kh|gh(?=[aeiou])", "h"),
        (r"ck|cq|q", "k"),
        (r"ch", "c"),
        (r"c(?=[eiy])", "s"),
        (r"c(?=[^eiyc]|$)(?<!^c)", "k"),
        (r"x", "ks"),
        (r"tz|ts|z", "s"),
        (r"w", "v"),
        (r"(?:ou|oo|u)", "o"),
        (r"ij$|iy$|ii$|yy$|ey$|ei$|ai$|ay$|ie$|y$|j$", "i"),
        (r"(?<=[aeiou])[iyj](?=[aeiou])|(?<=i)[yj]?(?=[aeou])", ""),
        (r"i(?=[aeo])", ""),
        (r"ye|je", "e"),
        (r"ei|ai|ay|ey|ee|ea", "i"),
        (r"y", "i"),
        (r"e", "i"),
        (r"ff$", "v"),
        (r"h(?![aeiou])", ""),
        (r"(.)\1+", r"\1"),
    )
)
_SKELETON = (
    (re.compile(r"sh|ch|zh|j|g|kh|gh|h|q|k|c"), "k"),
    (re.compile(r"th|s|z|x"), "s"),
    (re.compile(r"ph|p|f|b|v"), "b"),
    (re.compile(r"dh|d|t"), "t"),
    (re.compile(r"[aeiouwy]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """One key for transliterations of one word: "gazprom" and "gasprom", "hussain" and "hussein"."""
    for pattern, to in _RULES:
        word = pattern.sub(to, word)
    return word


@lru_cache(maxsize=1 << 17)
def skeleton(word: str) -> str:
    """The consonants in broad classes, for a script that writes no short vowels against one that does."""
    for pattern, to in _SKELETON:
        word = pattern.sub(to, word)
    return word
