"""Which paragraph of the CFR a text is: (a)(1)(i)(A)(1)(i), told by its marker and by what stood before it.

The numbering repeats itself: ``(i)`` is a letter after ``(h)`` and a roman number below ``(1)``, and the fifth and
sixth level differ from the second and third only by italics (1 CFR 21.11).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

#: Around a marker that the markup prints in italics.
ITALIC_OPEN, ITALIC_CLOSE = "\x0e", "\x0f"

_MARKER = re.compile(
    rf"\s*(?P<open>\()(?P<italic>{ITALIC_OPEN})?\s*(?P<mark>[0-9]{{1,3}}|[a-z]{{1,5}}|[A-Z]{{1,3}})\s*{ITALIC_CLOSE}?\)"
)
_HEADING = re.compile(rf"\s*{ITALIC_OPEN}[^{ITALIC_CLOSE}]{{1,400}}{ITALIC_CLOSE}\.?\s*—?\s*(?=\()")
_ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
_ROMAN_TENS = ["", "x", "xx", "xxx", "xl", "l"]


def _roman(text: str) -> int | None:
    for tens, ten in enumerate(_ROMAN_TENS):
        for ones, one in enumerate(_ROMAN):
            if (tens or ones) and ten + one == text:
                return tens * 10 + ones
    return None


def _letters(text: str) -> int | None:
    """``c`` -> 3, ``aa`` -> 27; None for what is no such designation ("ab")."""
    low = text.lower()
    return ord(low[0]) - 96 + 26 * (len(low) - 1) if low and len(set(low)) == 1 else None


def _order(text: str, level: int) -> int | None:
    """The place of a designation among its siblings, were it of that level; None where it cannot be."""
    if level in (1, 4):
        return int(text) if text.isdecimal() else None
    if level == 0:
        return _letters(text) if text.islower() else None
    if level == 3:
        return _letters(text) if text.isupper() else None
    return _roman(text) if text.islower() else None


@dataclass(slots=True)
class ParagraphTracker:
    """Follows the designations of one section or supplement from its first paragraph to its last."""

    path: list[tuple[int, str]] = field(default_factory=list)  # (level, designation)

    def enter(self, designation: str, *, italic: bool, following: Sequence[str] = ()) -> tuple[str, ...] | None:
        """The full path of a paragraph that begins with ``(designation)``; None where it fits nowhere.

        ``following``: the designations still to come, which tell whether ``(i)`` after ``(h)(1)`` is a letter.
        """
        levels = [n for n in ((4, 5) if italic else (0, 1, 2, 3)) if _order(designation, n) is not None]
        if not levels:
            return None
        if designation == "i" and not italic and self.path and self.path[0][1] == "h":
            next_one = next((mark for mark in following if mark in ("ii", "j")), None)
            levels = [0] if next_one == "j" else [2] if next_one == "ii" and len(self.path) > 1 else levels
        level = min(levels, key=lambda n: self._strangeness(designation, n))
        while self.path and self.path[-1][0] >= level:
            self.path.pop()
        self.path.append((level, designation))
        return tuple(mark for _, mark in self.path)

    def _strangeness(self, designation: str, level: int) -> tuple[int, int]:
        """How odd it would be for the designation to stand at this level, next to what is open; least is right."""
        order = _order(designation, level) or 0
        deepest = self.path[-1][0] if self.path else -1
        current = next((mark for n, mark in self.path if n == level), None)
        if current is not None:
            step = order - (_order(current, level) or 0)
            return (1, -level) if step == 1 else (3, step) if step > 1 else (5, -step)
        if level == deepest + 1:
            return (0, 0) if order == 1 else (3, order)  # the level below; its first paragraphs may be reserved
        return (2, level) if order == 1 and level > deepest else (4, order)


def leading_markers(text: str) -> list[tuple[str, bool, int]]:
    """The designations at the begin of a paragraph, each with whether it is in italics and where it stands.

    "(f) Definitions. (1) 'Military use' means": both; the second stands right behind the heading of the first.
    """
    found: list[tuple[str, bool, int]] = []
    position = 0
    while match := _MARKER.match(text, position):
        found.append((match["mark"], bool(match["italic"]), match.start("open")))
        position = match.end()
        if heading := _HEADING.match(text, position):
            position = heading.end()
    return found


def plain(text: str) -> str:
    """The text without the marks of italics, white space folded."""
    return " ".join(text.replace(ITALIC_OPEN, "").replace(ITALIC_CLOSE, "").split())
