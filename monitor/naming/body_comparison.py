"""Two names of bodies: what their words have in common, and what is left over, to a verdict.

Companies, institutes, ministries: a different number or place is another body; what is left of names and trade words is
judged by ``leftover_words``; then a doubtful pair of words, another legal form or a group may leave it ``possible``.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.naming import legal_forms, places
from monitor.naming.judgement import (
    BORNE_OUT,
    SOME,
    Judgement,
    different,
    match,
    of_role,
    possible,
    weight_of,
    words_of,
)
from monitor.naming.leftover_words import Leftovers, is_sibling, is_translated, judge_leftovers
from monitor.naming.name_tokens import Token
from monitor.naming.names import Name
from monitor.naming.pairing import Pairing


def judge_bodies(a: Name, b: Name, pairing: Pairing, all_left: list[Token], all_right: list[Token]) -> Judgement:
    """``all_left``, ``all_right``: the words that were paired, those of ``pairing`` being what is left of them."""
    left, right = pairing.left, pairing.right
    numbers = of_role(left, "number"), of_role(right, "number")
    coverage = pairing.paired / max(weight_of(all_left), weight_of(all_right))
    closeness = pairing.shared / pairing.paired if pairing.paired else 0.0
    score = coverage * closeness
    note = "; ".join(pairing.notes)
    if numbers[0] and numbers[1]:
        return different(score * 0.5, f"{words_of(numbers[0])} against {words_of(numbers[1])}")
    here, there = of_role(left, "place"), of_role(right, "place")
    within = ""
    for place in list(here):
        for other in list(there):
            if place in here and other in there and places.compatible(place.text, other.text):
                here.remove(place)
                there.remove(other)
                if place.text in _ANY_KOREA and other.text in _ANY_KOREA:
                    continue
                first, second = sorted((place.written, other.written))
                within = f"{first} and {second}, of which one lies in the other"
    if here and there:
        return different(score * 0.7, f"{words_of(here)} against {words_of(there)}")
    if not pairing.paired:
        return different(0.0, "no word in common")
    names = of_role(left, "name", "initial"), of_role(right, "name", "initial")
    honoured = of_role(left, "namesake"), of_role(right, "namesake")
    if (honoured[0] and (honoured[1] or names[1])) or (honoured[1] and names[0]):  # named after two persons
        names = names[0] + honoured[0], names[1] + honoured[1]
    trades = of_role(left, "trade"), of_role(right, "trade")
    telling = any(t.role == "name" for t in all_left + all_right)
    foreign = is_translated(all_left) != is_translated(all_right)
    heads = (all_left[0], all_right[0])
    found = Leftovers(names, trades, numbers, (here, there), telling, foreign, not a.scripts & b.scripts, heads)
    decided = judge_leftovers(found, pairing, coverage, score, note)
    if decided is not None:
        return replace(decided, sibling=is_sibling(found, pairing))
    organisation = of_role(left, "organisation") + of_role(right, "organisation")
    if not telling:
        # Common words only: they must all be there, and say enough together ("Harbin First Machinery"), or stand in
        # one order.
        said = min(weight_of(all_left), weight_of(all_right))
        if said < 0.9 and (pairing.doubt or (organisation and said < 0.5) or (_order(a) != _order(b) and not foreign)):
            if coverage < 0.6:
                return different(score, "only common words are shared")
            return possible(score, "only common words, and not quite the same", note)
        placed = any(t.role in {"place", "number"} for t in all_left)
        if _order(a) != _order(b) and not foreign and not placed and said < (1.5 if pairing.doubt else 0.75):
            return possible(score, "the same common words in another order", note)
    if (pairing.unsure and not _borne_out(pairing)) or (
        pairing.small and pairing.support < SOME and pairing.exact_names < 1 and pairing.names < 2
    ):
        alone = pairing.names == 1 and pairing.exact_names == 0 and pairing.support < BORNE_OUT
        found_small = possible(closeness, "a small difference that may make another name", note)
        thin = pairing.by_initials and all(how == "initials" for how, _, _ in pairing.doubts)
        return replace(found_small, near_miss=alone, by_initials=thin)
    legal = within or _legal_note(a, b, pairing) or _group_note(a, b, left, right, pairing.support)
    if legal:
        return possible(score, legal, note)
    reason = _same_reason(a, b, note, organisation)
    return match(score, reason, pairing.by_initials and pairing.exact_names == 1)


def _borne_out(pairing: Pairing) -> bool:
    """Whether doubtful pairs of words stand beside enough that is the same for sure.

    A translator's other word and initials need a name and some more in common beside them, a longer word spelled
    otherwise a name, a long one a good deal of common words.
    """
    if len(pairing.doubts) > 2:
        return False
    return all(
        (
            how in {"near in meaning", "initials"}
            and (pairing.exact_names > (how == "near in meaning") or (pairing.exact_names and pairing.support >= SOME))
        )
        or (how in {"translation", "initials"} and pairing.support >= BORNE_OUT)
        or (
            how == "another spelling or another name"
            and value >= _LIKE_ENOUGH
            and (
                (value >= _SAME_SOUND and (pairing.exact_names >= 1 or pairing.support >= SOME))
                or (letters >= _LONG and pairing.exact_names >= 1)
                or (letters >= _VERY_LONG and pairing.support >= BORNE_OUT)
            )
        )
        for how, value, letters in pairing.doubts
    )


_LIKE_ENOUGH = 0.75
_SAME_SOUND = 0.88  # spelled by another hand: "Ilya", "Iliya"
_LONG, _VERY_LONG = 5, 8


def _order(name: Name) -> list[str]:
    return [t.text for t in name.tokens if t.role != "organisation"]


_ANY_KOREA = frozenset({"korea", "northkorea", "southkorea"})  # "Choson" in names of the North, "Hanguk" of the South


def _legal_note(a: Name, b: Name, pairing: Pairing) -> str:
    """Another legal form leaves a doubt: between companies, where little but a name is in common."""
    if legal_forms.of_two_countries(a.legal, b.legal):
        return f"a legal form of another country: {a.legal[0].text!r} against {b.legal[0].text!r}"
    companies = a.legal_families | b.legal_families <= {"company", "limited", "stock"}
    if companies and pairing.exact_names and (pairing.names > 1 or pairing.support >= SOME):
        return ""
    if legal_forms.conflict(a.legal_families, b.legal_families):
        return f"another legal form: {a.legal[0].text!r} against {b.legal[0].text!r}"
    return ""


def _group_note(a: Name, b: Name, left: list[Token], right: list[Token], support: float) -> str:
    """A group is not its company of the same name; a name without legal form may mean either."""
    ours, theirs = ({t.text for t in tokens} & {"group", "holding"} for tokens in (left, right))
    if (support >= BORNE_OUT or not a.scripts & b.scripts) and not (ours and theirs):
        return ""
    if (ours and theirs) or (ours and not theirs and b.legal) or (theirs and not ours and a.legal):
        return f"{' and '.join(sorted(ours | theirs))} on one side only"
    return ""


def _same_reason(a: Name, b: Name, note: str, organisation: list[Token]) -> str:
    removed = [f.text for f in a.legal if f.text not in {g.text for g in b.legal}] + [
        f.text for f in b.legal if f.text not in {g.text for g in a.legal}
    ]
    removed += [t.native or t.written for t in organisation]
    reason = "same"
    if removed:
        reason += " after removing " + ", ".join(repr(text) for text in dict.fromkeys(removed))
    if note:
        reason += f"; {note}"
    if reason == "same":
        reason = "same name in other words or order"
    return reason
