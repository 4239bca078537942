"""What a comparison of two names comes to: score, verdict, reason; and the few figures that all judges share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.naming.name_tokens import Token

MATCH_FLOOR = 0.85  # verdict match: 0.85 to 1.0; possible: 0.65 to below 0.85; different: below
POSSIBLE_FLOOR = 0.65
BORNE_OUT = 0.4  # weight of the trade words, places and numbers that two names share beside their own
SOME = 0.25  # of these, a little: one and a half of them


@dataclass(frozen=True, slots=True)
class Judgement:
    score: float
    verdict: str  # "match" | "possible" | "different"
    reason: str
    by_initials: bool = False  # rests on an acronym whose words are known from nowhere but the other name; a "possible"
    # by nothing but three letters
    sibling: bool = False  # a brand in common, and on one side words for a business of its own ("Cloud", "Taiwan")
    near_miss: bool = False  # nothing but one short telling word in common, and that one letter off


def match(score: float, reason: str, by_initials: bool = False) -> Judgement:
    return Judgement(round(max(min(score, 1.0), MATCH_FLOOR), 4), "match", reason, by_initials)


def possible(score: float, why: str, note: str = "") -> Judgement:
    return Judgement(
        round(max(POSSIBLE_FLOOR, min(score, MATCH_FLOOR - 0.01)), 4),
        "possible",
        f"possible: {why}" + (f"; {note}" if note else ""),
    )


def different(score: float, why: str) -> Judgement:
    return Judgement(round(max(0.0, min(score, POSSIBLE_FLOOR - 0.02)), 4), "different", f"different: {why}")


def weight_of(tokens: Iterable[Token]) -> float:
    return sum(t.weight for t in tokens) or 0.05


def words_of(tokens: Iterable[Token]) -> str:
    """The words as they stand, for a reason."""
    return " ".join(dict.fromkeys(t.native or t.written for t in tokens))


def of_role(tokens: Iterable[Token], *roles: str) -> list[Token]:
    return [t for t in tokens if t.role in roles]
