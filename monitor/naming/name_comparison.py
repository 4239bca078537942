"""Two understood names to a score, a verdict and its reason.

The words of both names are paired: the same word, the same sound, a small misspelling, a short form, joined words,
an acronym with the words it stands for. What is left over on either side decides: a different number, place or name
tells siblings apart; a place or trade word that only one side has leaves it ``possible``. Rules, no training; the
numbers were set on one half of the bench pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.naming import legal_forms, person_names, places
from monitor.naming.names import Name, Token, initials_of, readings
from monitor.naming.sound import is_pinyin
from monitor.naming.transliterate import script_of
from monitor.naming.word_pairing import Pairing, form_letters, is_foreign, likeness, pair_words

MATCH_FLOOR = 0.85  # verdict match: 0.85 to 1.0; possible: 0.65 to below 0.85; different: below
POSSIBLE_FLOOR = 0.65
_BORNE_OUT = 0.4  # weight of the trade words, places and numbers that two names share beside their own
_RENDERED = 0.33  # of two scripts, with a name in common: from here on worth a look


@dataclass(frozen=True, slots=True)
class Judgement:
    score: float
    verdict: str  # "match" | "possible" | "different"
    reason: str
    by_initials: bool = False  # rests on an acronym whose words are known from nowhere but the other name
    sibling: bool = False  # a brand in common, and on one side words for a business of its own ("Cloud", "Taiwan")
    near_miss: bool = False  # nothing but one short telling word in common, and that one letter off


def _total(tokens: Iterable[Token]) -> float:
    return sum(t.weight for t in tokens) or 0.05


def _says(tokens: Iterable[Token]) -> str:
    return " ".join(dict.fromkeys(t.native or t.written for t in tokens))


def judge(a: str, b: str, kind: str | None = None) -> Judgement:
    """Compare two names. Symmetric up to the order in which the reason speaks of them."""
    if (len(a), a) > (len(b), b):
        a, b = b, a
    best: Judgement | None = None
    for left, left_full in readings(a):
        for right, right_full in readings(b):
            found = _judge_reading(left, right, kind)
            if found.verdict == "match" and not (left_full and right_full):
                found = Judgement(
                    MATCH_FLOOR - 0.01,
                    "possible",
                    f"possible: {found.reason}, but one of the names says more in parentheses",
                )
            if best is None or (_RANK[found.verdict], found.score) > (_RANK[best.verdict], best.score):
                best = found
    assert best is not None  # every text has at least one reading
    return best


def _spoken(name: Name) -> list[Token]:
    """The tokens without particles; "Ben" at the head of a name is one of it."""
    return [t for i, t in enumerate(name.tokens) if t.role != "particle" or (i == 0 and t.text == "ben")] or list(
        name.tokens
    )


def _shares(pairing: Pairing) -> bool:
    """Whether a name is surely in common, or two are by their sound."""
    return pairing.exact_names >= 1 or pairing.names >= 2


_SMALL_LETTERS = frozenset("aeiyszo")
_RANK = {"different": 0, "possible": 1, "match": 2}


def _judge_reading(a: Name, b: Name, kind: str | None) -> Judgement:
    if not a.tokens or not b.tokens:
        same = bool(a.compact) and a.compact == b.compact
        return (
            Judgement(1.0, "match", "same name")
            if same
            else Judgement(0.0, "different", "different: a name without words")
        )
    if a.compact == b.compact and not (a.scripts & b.scripts & {"han", "hangul"}):
        return Judgement(1.0, "match", "same name" if a.raw == b.raw else "same name written otherwise")
    if a.raw == b.raw:
        return Judgement(1.0, "match", "same name")
    personal = kind == "person" or (
        kind is None and "company" not in (a.kind, b.kind) and not (_shortens(a, b) or _shortens(b, a))
    )
    left, right = _spoken(a), _spoken(b)
    if not personal:  # "a", "and" in Spanish and Polish, a letter left of a possessive
        left = [t for t in left if t.text not in _SMALL_LETTERS] or left
        right = [t for t in right if t.text not in _SMALL_LETTERS] or right
    pairing = pair_words(left, right, (form_letters(b), form_letters(a)), (b, a), personal)
    if personal:
        return _judge_persons(a, b, pairing)
    found = _judge_bodies(a, b, pairing, left, right)
    if found.verdict == "different" and found.score >= _RENDERED and not a.scripts & b.scripts and _shares(pairing):
        apart = [role for role in ("number", "place") if _of(pairing.left, role) and _of(pairing.right, role)]
        if not apart:
            why = found.reason.removeprefix("different: ")
            return _possible(found.score, f"{why}; a rendering from another script may differ so far", "")
    return found


def _shortens(a: Name, b: Name) -> bool:
    return 3 <= len(a.compact) <= 9 and len(b.tokens) >= 2 and a.compact in initials_of(b)


def _judge_persons(a: Name, b: Name, pairing: Pairing) -> Judgement:
    over_left = [t for t in pairing.left if t.written not in person_names.TITLES]
    over_right = [t for t in pairing.right if t.written not in person_names.TITLES]
    if not over_left or not over_right:
        over_left = [t for t in over_left if not _repeated(t, a, over_left)]
        over_right = [t for t in over_right if not _repeated(t, b, over_right)]
    base = pairing.shared / pairing.paired if pairing.paired else 0.0
    notes = "; ".join(pairing.notes)
    if over_left and over_right:
        coverage = pairing.paired / max(_total(a.tokens), _total(b.tokens))
        return _different(min(0.6, 0.75 * coverage * base), f"{_says(over_left)} against {_says(over_right)}")
    over = over_left or over_right
    if not pairing.names:
        return _different(0.0, "no word in common")
    if over and pairing.names < 2:
        return _different(0.5, f"only one word in common; {_says(over)} on one side only")
    if pairing.names < 2 and pairing.doubt and max(len(a.core), len(b.core)) <= 4:
        return _different(0.5, f"{notes or 'one short word'}: too short for a misspelling")
    if _father_and_son(a, b):
        return _different(0.6, "the same names, but son and father have changed places")
    score = base - 0.03 * len(over)
    reason = "same name" if not pairing.notes else f"same but for {notes}"
    if over:
        reason += f"; {_says(over)} on one side only"
    if pairing.doubt > 0.34 or score < 0.8 or pairing.worst < 0.74:
        return _possible(score, f"{reason}: too much differs to be sure", "")
    if len(over) >= 3 and len(over) > pairing.names:
        return _possible(score, f"{reason}: more is missing than shared", "")
    if pairing.names < 2 and pairing.doubt and len(a.core) < 6:
        return _possible(score, f"{reason}: one short word", "")
    return Judgement(round(max(score, MATCH_FLOOR), 4), "match", reason)


def _repeated(token: Token, name: Name, over: list[Token]) -> bool:
    """ "Sergey Sergey Shoigu": a word said twice."""
    return sum(t.text == token.text for t in name.tokens) > sum(t.text == token.text for t in over)


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


def _judge_bodies(a: Name, b: Name, pairing: Pairing, all_left: list[Token], all_right: list[Token]) -> Judgement:
    left, right = pairing.left, pairing.right
    numbers = _of(left, "number"), _of(right, "number")
    coverage = pairing.paired / max(_total(all_left), _total(all_right))
    closeness = pairing.shared / pairing.paired if pairing.paired else 0.0
    score = coverage * closeness
    note = "; ".join(pairing.notes)
    if numbers[0] and numbers[1]:
        return _different(score * 0.5, f"{_says(numbers[0])} against {_says(numbers[1])}")
    here, there = _of(left, "place"), _of(right, "place")
    within = ""
    for place in list(here):
        for other in list(there):
            if place in here and other in there and places.compatible(place.text, other.text):
                here.remove(place)
                there.remove(other)
                first, second = sorted((place.written, other.written))
                within = f"{first} and {second}, of which one lies in the other"
    if here and there:
        return _different(score * 0.7, f"{_says(here)} against {_says(there)}")
    if not pairing.paired:
        return _different(0.0, "no word in common")
    names = _of(left, "name", "initial"), _of(right, "name", "initial")
    if _of(left, "namesake") and _of(right, "namesake"):  # named after two persons
        names = names[0] + _of(left, "namesake"), names[1] + _of(right, "namesake")
    trades = _of(left, "trade"), _of(right, "trade")
    telling = any(t.role == "name" for t in all_left + all_right)
    foreign = _translated(all_left) != _translated(all_right)
    found = _Leftovers(names, trades, numbers, (here, there), telling, foreign, not a.scripts & b.scripts)
    decided = _judge_leftovers(found, pairing, coverage, score, note)
    if decided is not None:
        return replace(decided, sibling=_is_sibling(found, pairing))
    organisation = _of(left, "organisation") + _of(right, "organisation")
    if not telling:
        # Common words only: they must all be there, and say enough together ("Harbin First Machinery"), or stand in
        # one order.
        said = min(_total(all_left), _total(all_right))
        if said < 0.9 and (pairing.doubt or (organisation and said < 0.5) or (_order(a) != _order(b) and not foreign)):
            if coverage < 0.6:
                return _different(score, "only common words are shared")
            return _possible(score, "only common words, and not quite the same", note)
        placed = any(t.role in {"place", "number"} for t in all_left)
        if _order(a) != _order(b) and not foreign and not placed and said < 1.5:
            return _possible(score, "the same common words in another order", note)
    if pairing.unsure or (pairing.small and pairing.support < 0.25 and pairing.exact_names < 1 and pairing.names < 2):
        alone = pairing.names == 1 and pairing.exact_names == 0 and pairing.support < _BORNE_OUT
        found_small = _possible(closeness, "a small difference that may make another name", note)
        return replace(found_small, near_miss=alone)
    legal = within or _legal_note(a, b) or _group_note(a, b, left, right, pairing.support)
    if legal:
        return _possible(score, legal, note)
    reason = _same_reason(a, b, note, organisation)
    return Judgement(
        round(max(min(score, 1.0), MATCH_FLOOR), 4), "match", reason, pairing.by_initials and pairing.exact_names == 1
    )


@dataclass(frozen=True, slots=True)
class _Leftovers:
    """What was not paired, by kind; each as (left, right)."""

    names: tuple[list[Token], list[Token]]
    trades: tuple[list[Token], list[Token]]
    numbers: tuple[list[Token], list[Token]]
    places: tuple[list[Token], list[Token]]
    telling: bool  # one of the names has a word that is a name
    foreign: bool  # one is a rendering of another language, the other is not
    scripts_differ: bool


def _judge_leftovers(over: _Leftovers, pairing: Pairing, coverage: float, score: float, note: str) -> Judgement | None:
    """The verdict that leftover words force; None: nothing of weight is left over."""
    sure_name = pairing.exact_names >= 1
    names = _without_initials(over.names, sure_name or not over.telling)
    left = names[0] + over.trades[0] + over.numbers[0] + over.places[0]
    right = names[1] + over.trades[1] + over.numbers[1] + over.places[1]
    number = over.numbers[0] or over.numbers[1]
    if sure_name:  # a letter beside a namesake is not a name against a name
        left, right = ([t for t in side if not (t.role == "name" and len(t.text) <= 2)] for side in (left, right))
    if left and right:
        return _two_sided(over, pairing, (left, right), names, coverage, score, note)
    named = names[0] + names[1]
    if over.telling and not pairing.names:
        enough = (
            coverage >= 0.45 and pairing.paired >= 0.6
            if over.scripts_differ
            else coverage >= 0.7 and pairing.paired >= 1.2
        )
        if not named or (enough and over.foreign):
            return _possible(score, f"{_says(named)} on one side only", note)
        return _different(score * 0.8, f"{_says(named)} on one side only")
    loose = left + right + [t for t in named if t not in left and t not in right]
    if not loose:
        return None
    why = f"{_says(loose)} on one side only"
    if over.telling and pairing.names and not sure_name:
        if over.scripts_differ and coverage >= 0.65 and not named and not number:
            return _possible(score, why, note)
        return _different(min(score, 0.6), f"{why}; {note}" if note else why)
    if over.scripts_differ and not number and not named and _goes_unsaid(loose, sure_name, coverage):
        return None
    if over.scripts_differ and sure_name and not number and loose == named and all(map(_is_short_parent, loose)):
        return None
    floor = 0.3 if over.scripts_differ else 0.45 if over.foreign else 0.5
    if coverage < floor:
        return _different(min(score, 0.6), why)
    if not over.telling:
        if number or coverage < (0.5 if over.foreign else 0.6) or pairing.paired < 0.55:
            return _different(min(score, 0.62), why + ", and the rest are common words")
        return _possible(score, why + ", and the rest are common words", note)
    return _possible(score, why, note)


def _is_sibling(over: _Leftovers, pairing: Pairing) -> bool:
    """Whether one name has a brand in common with the other, and words of another business or place beside it.

    "Inspur Cloud" beside "Inspur Group": known, and not meant. Where more than the brand is in common, or one side
    says no more than general words ("Technology"), it may be the same body.
    """
    if not over.telling or pairing.names != 1 or over.scripts_differ:
        return False
    own = [
        t
        for side in (*over.trades, *over.places, *over.numbers)
        for t in side
        if t.role in {"place", "number"} or t.text not in _LIGHT
    ]
    names = [t for side in over.names for t in side if t.role == "name"]
    return bool(own or names) and pairing.support < _BORNE_OUT


def _without_initials(names: tuple[list[Token], list[Token]], apply: bool) -> tuple[list[Token], list[Token]]:
    """Initials of a namesake ("A. E. Nudelman") are left out by short forms of a name."""
    if not apply:
        return names
    left, right = ([t for t in side if not (t.role == "initial" and t.weight <= 0.1)] for side in names)
    return left, right


# What renderings of a name leave out or put in: they say little of a body that its other words do not.
_LIGHT = frozenset(
    [
        "technology",
        "science",
        "technical",
        "innovation",
        "industry",
        "manufacturing",
        "development",
        "general",
        "research",
        "national",
        "state",
        "company",
        "product",
        "enterprise",
        "association",
        "international",
        "trading",
        "equipment",
        "engineering",
        "service",
        "factory",
        "management",
    ]
)


_OF_BODIES = frozenset({"national", "state", "industry", "company", "enterprise"})


def _is_short_parent(token: Token) -> bool:
    """ "ОДК" before "Авиадвигатель": the initials of the group, which renderings leave out."""
    return bool(token.native) and script_of(token.native[0]) == "cyrillic" and 2 <= len(token.native) <= 4


def _goes_unsaid(loose: list[Token], sure_name: bool, coverage: float) -> bool:
    """Whether a rendering in another script may leave out what is left over and still be the same name."""
    if not all(t.role == "place" or t.text in _LIGHT for t in loose):
        return False
    trades = sum(t.role != "place" for t in loose)
    if not sure_name:
        if any(t.role == "place" for t in loose) or trades > 1:
            return False
        return coverage >= 0.85 or (coverage >= 0.7 and loose[0].text in _OF_BODIES)
    return coverage >= (0.72 if trades else 0.6)


def _is_light(tokens: list[Token]) -> bool:
    return all(t.role == "name" or t.text in _LIGHT for t in tokens)


def _coined(left: list[Token], right: list[Token]) -> bool:
    """Whether one side has a Chinese name of no known meaning and the other a Latin one that is not its pinyin: firms
    coin a Latin name of their own, and the two cannot be compared.
    """
    for chinese, latin in ((left, right), (right, left)):
        if (
            all(t.native and script_of(t.native[0]) == "han" and t.role == "name" for t in chinese)
            and not any(t.native for t in latin)
            and not all(is_pinyin(t.written) for t in latin)
        ):
            return True
    return False


def _two_sided(
    over: _Leftovers,
    pairing: Pairing,
    sides: tuple[list[Token], list[Token]],
    named: tuple[list[Token], list[Token]],
    coverage: float,
    score: float,
    note: str,
) -> Judgement:
    """The verdict where both names have words that the other has not."""
    left, right = sides
    sure_name = pairing.exact_names >= 1
    names = named[0] + named[1]
    number = over.numbers[0] or over.numbers[1]
    why = f"{_says(left)} against {_says(right)}"
    rendered = (
        _translated(left) != _translated(right)
        and not number
        and not (named[0] and (named[1] or over.places[1]))
        and not (named[1] and over.places[0])
    )
    if over.foreign and rendered:
        if sure_name and coverage >= (0.35 if over.scripts_differ else 0.45):
            return _possible(score, f"{why}, which may be a matter of translation", note)
        if not over.telling and coverage >= 0.6 and pairing.paired >= 0.8:
            return _possible(score, f"{why}, which may be a matter of translation", note)
        if not over.telling and over.scripts_differ and coverage >= 0.5 and pairing.paired >= 0.7:
            return _possible(score, f"{why}, which may be a matter of translation", note)
    if over.scripts_differ and not number and not pairing.names and not over.places[0] + over.places[1]:
        if named[0] and named[1] and _coined(named[0], named[1]) and _is_light(left + right):
            initial = named[0][0].written[:1] == named[1][0].written[:1]
            if pairing.paired >= (0.25 if initial else 0.5):
                return _possible(score, f"{why}, a name made up for another language, and all else is the same", note)
        if not (named[0] and named[1]) and coverage >= 0.5 and pairing.paired >= 0.7:
            return _possible(score, f"{why}, which may be a matter of translation", note)
    if sure_name and not names and not number and not over.places[0] + over.places[1] and coverage >= 0.82:
        return _possible(score, f"{why}, and all else is the same", note)
    return _different(score * (0.7 if names else 0.8), why)


def _of(tokens: list[Token], *roles: str) -> list[Token]:
    return [t for t in tokens if t.role in roles]


def _translated(tokens: list[Token]) -> bool:
    """Whether the name is written in, or transliterated from, another language than English."""
    return any(map(is_foreign, tokens))


def _order(name: Name) -> list[str]:
    return [t.text for t in name.tokens if t.role != "organisation"]


def _legal_note(a: Name, b: Name) -> str:
    if legal_forms.conflict(a.legal_families, b.legal_families):
        return f"another legal form: {a.legal[0].text!r} against {b.legal[0].text!r}"
    return ""


def _group_note(a: Name, b: Name, left: list[Token], right: list[Token], support: float) -> str:
    """A group is not its company of the same name; a name without legal form may mean either."""
    ours, theirs = ({t.text for t in tokens} & {"group", "holding"} for tokens in (left, right))
    if (support >= _BORNE_OUT or not a.scripts & b.scripts) and not (ours and theirs):
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


def _different(score: float, why: str) -> Judgement:
    return Judgement(round(max(0.0, min(score, POSSIBLE_FLOOR - 0.02)), 4), "different", f"different: {why}")


def _possible(score: float, why: str, note: str) -> Judgement:
    return Judgement(
        round(max(POSSIBLE_FLOOR, min(score, MATCH_FLOOR - 0.01)), 4),
        "possible",
        f"possible: {why}" + (f"; {note}" if note else ""),
    )
