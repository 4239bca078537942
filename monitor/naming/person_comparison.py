"""Two names of persons: every word of the shorter must have its like in the longer."""

from __future__ import annotations

from monitor.naming import person_names
from monitor.naming.judgement import Judgement, different, match, possible, weight_of, words_of
from monitor.naming.name_tokens import Token
from monitor.naming.names import Name
from monitor.naming.pairing import Pairing
from monitor.naming.word_likeness import likeness


def judge_persons(a: Name, b: Name, pairing: Pairing) -> Judgement:
    over_left = [t for t in pairing.left if t.written not in person_names.TITLES]
    over_right = [t for t in pairing.right if t.written not in person_names.TITLES]
    if not over_left or not over_right:
        over_left = [t for t in over_left if t.text not in person_names.SERVANT and not _repeated(t, a, over_left)]
        over_right = [t for t in over_right if t.text not in person_names.SERVANT and not _repeated(t, b, over_right)]
    base = pairing.shared / pairing.paired if pairing.paired else 0.0
    notes = "; ".join(pairing.notes)
    if over_left and over_right:
        coverage = pairing.paired / max(weight_of(a.tokens), weight_of(b.tokens))
        return different(min(0.6, 0.75 * coverage * base), f"{words_of(over_left)} against {words_of(over_right)}")
    over = over_left or over_right
    if not pairing.names:
        return different(0.0, "no word in common")
    if over and pairing.names < 2:
        return different(0.5, f"only one word in common; {words_of(over)} on one side only")
    if pairing.names < 2 and pairing.doubt and max(len(a.core), len(b.core)) <= 4:
        return different(0.5, f"{notes or 'one short word'}: too short for a misspelling")
    if over and pairing.names >= _SURNAME_AND_GIVEN and _son_at_head(a if over_left else b, over):
        return possible(base, f"{_said(over, notes)}: the son's name may stand before his father's")
    if _father_and_son(a, b):
        return different(0.6, "the same names, but son and father have changed places")
    score = base - 0.03 * len(over)
    reason = "same name" if not pairing.notes else f"same but for {notes}"
    if over:
        reason += f"; {words_of(over)} on one side only"
    if pairing.doubt > 0.34 or score < 0.8 or pairing.worst < 0.74:
        return possible(score, f"{reason}: too much differs to be sure")
    if len(over) >= 3 and len(over) > pairing.names:
        return possible(score, f"{reason}: more is missing than shared")
    if pairing.names < 2 and pairing.doubt and len(a.core) < 6:
        return possible(score, f"{reason}: one short word")
    return match(score, reason)


def _repeated(token: Token, name: Name, over: list[Token]) -> bool:
    """ "Sergey Sergey Shoigu": a word said twice."""
    return sum(t.text == token.text for t in name.tokens) > sum(t.text == token.text for t in over)


_SURNAME_AND_GIVEN = 2
_IN_FRONT = frozenset({"mohammed", "ahmed", "abd", "sayyed", "syed", "haji"})  # comes and goes


def _said(over: list[Token], notes: str) -> str:
    return f"same but for {notes or 'a word'}; {words_of(over)} on one side only"


def _son_at_head(name: Name, over: list[Token]) -> bool:
    """ "Hamza Usama bin Ladin" beside "Usama bin Ladin": what one name has more stands before all the rest."""
    if "," in name.raw or not any(t.text in _SON for t in name.tokens):
        return False
    head = next((t for t in name.tokens if t.role != "particle" and t.written not in person_names.TITLES), None)
    return (
        head is not None
        and person_names.canonical(head.text) not in _IN_FRONT
        and any(t.written == head.written for t in over)
    )


_SON = frozenset({"bin", "ibn", "ben"})


def _father_and_son(a: Name, b: Name) -> bool:
    """ "Omar bin Abdullah" is not "Abdullah bin Omar"."""
    if "," in a.raw or "," in b.raw:
        return False
    first = []
    for name in (a, b):
        place = next((i for i, t in enumerate(name.tokens) if t.text in _SON), 0)
        if not place:
            return False
        first.append({person_names.canonical(t.text) for t in name.tokens[:place]})
    return not first[0] & first[1] and not any(
        likeness(t, u, True)[0] >= 0.8 for t in a.tokens[:1] for u in b.tokens[:1]
    )
