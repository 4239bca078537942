"""A pairing of the words of two names as it grows: what is left on either side, and what the pairs found so far say.

``take`` takes one pair out of what is left and keeps count of how sure it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor.naming.name_tokens import Token


@dataclass(slots=True)
class Pairing:
    """How the words of two names were paired: ``certain`` 0.0 to 1.0 is the least certain pair among telling words."""

    left: list[Token]  # over on side a
    right: list[Token]
    shared: float = 0.0  # weight of paired words, each counted by how alike it is
    paired: float = 0.0  # weight of paired words
    names: int = 0  # telling words paired
    exact_names: int = 0  # of these, letter by letter or by meaning
    doubt: float = 0.0  # sum of what the pairs fall short of 1.0
    worst: float = 1.0  # the least alike pair
    unsure: bool = False  # a pair that may be two names
    small: bool = False  # a pair that may be two names unless the other words bear it out
    by_initials: bool = False
    acronym: bool = False  # a known acronym stands for words of the other name
    support: float = 0.0  # weight of the trade words, places and numbers paired
    numbers: int = 0  # numbers paired
    longest_name: int = 0  # letters of the longest name that is surely in common
    brands: int = 0  # paired words that are well-known brands
    doubts: list[tuple[str, float, int]] = field(default_factory=list)  # how, likeness, letters: of each doubtful pair
    notes: list[str] = field(default_factory=list)


# How a pair came about, where that leaves a doubt: always, or unless other words of the names bear it out.
_DOUBTFUL = frozenset(
    {
        "another spelling or another name",
        "another name of that sound",
        "another character",
        "short form",
        "initials",
        "translation",
    }
)
_SMALL = frozenset({"small difference", "like sound"})


def take(pairing: Pairing, left: list[Token], right: list[Token], value: float, how: str) -> None:
    """Take words out of what is left on either side as one pair, ``value`` alike, and count what that says."""
    for token in left:
        _remove(pairing.left, token)
    for token in right:
        _remove(pairing.right, token)
    weight = (sum(t.weight for t in left) + sum(t.weight for t in right)) / 2
    pairing.paired += weight
    pairing.shared += weight * value
    telling = any(t.role in {"name", "initial", "namesake"} for t in left + right)
    if telling:
        pairing.names += max(1, min(len(left), len(right)))
        if value >= 0.93:
            pairing.exact_names += 1
            pairing.longest_name = max(pairing.longest_name, *(len(t.text) for t in left + right))
        pairing.doubt += 1.0 - value
        pairing.worst = min(pairing.worst, value)
        if any(t.others for t in left + right):
            pairing.brands += 1
        if how in _DOUBTFUL:
            pairing.unsure = True
            pairing.doubts.append((how, value, min(len(t.text) for t in left + right)))
        elif how in _SMALL:
            pairing.small = True
    elif how in {"near in meaning", "another word of that meaning"}:
        pairing.unsure = True
        pairing.doubts.append((how, value, 0))
    elif value >= 0.9:
        pairing.numbers += all(t.role == "number" for t in left)
        pairing.support += weight if not all(t.role == "organisation" for t in left) else 0.0
    if how:
        written = " ".join(t.native or t.written for t in left), " ".join(t.native or t.written for t in right)
        if written[0] != written[1]:
            pairing.notes.append(f"{written[0]!r} for {written[1]!r} ({how})")


def both_ways(pairing: Pairing) -> Iterator[tuple[list[Token], list[Token], bool]]:
    """What is left on one side, on the other, and whether the one is the right: for what pairs unlike with unlike."""
    yield pairing.left, pairing.right, False
    yield pairing.right, pairing.left, True


def take_across(pairing: Pairing, ours: list[Token], theirs: list[Token], flip: bool, value: float, how: str) -> None:
    """``take`` for words of one side of ``both_ways`` and the other."""
    left, right = (theirs, ours) if flip else (ours, theirs)
    take(pairing, left, right, value, how)


def _remove(tokens: list[Token], token: Token) -> None:
    for i, other in enumerate(tokens):
        if other is token:
            del tokens[i]
            return
