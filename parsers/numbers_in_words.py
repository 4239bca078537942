"""Numbers as documents spell them: ``28``, ``twenty-eight``, ``an``."""

from __future__ import annotations

import re

_UNITS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
#: The longest alternatives first, so that "seventeen" is not read as "seven".
NUMBER = (
    rf"(?:\d{{1,4}}|(?:{'|'.join(_TENS)})(?:[-\s](?:{'|'.join(_UNITS[1:10])}))?"
    rf"|{'|'.join(sorted(_UNITS, key=len, reverse=True))}|an?)"
)


def number_of(word: str) -> int | None:
    """``twenty-eight`` -> 28, ``an`` -> 1, ``7`` -> 7; None for what is no number."""
    word = word.lower().strip()
    if word.isdecimal():
        return int(word) if len(word) < 10 else None
    if word in ("a", "an"):
        return 1
    parts = re.split(r"[-\s]+", word)
    if len(parts) == 2 and parts[0] in _TENS and parts[1] in _UNITS[1:10]:
        return _TENS[parts[0]] + _UNITS.index(parts[1])
    if word in _TENS:
        return _TENS[word]
    return _UNITS.index(word) if word in _UNITS else None
