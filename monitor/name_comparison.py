"""Two understood names to a score, a verdict and its reason.

The words of both names are paired: the same word, the same sound, a small misspelling, a short form, joined words, an acronym with the
words it stands for. What is left over on either side decides: a different number, place or name tells siblings apart; a place or
trade word that only one side has leaves it ``possible``. Rules, no training; the numbers were set on one half of the bench pairs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from . import brands, legal_forms, person_names, places
from .names import Name, Token
from .sound import skeleton, sound

MATCH_FLOOR = 0.85  # verdict match: 0.85 to 1.0; possible: 0.65 to below 0.85; different: below
POSSIBLE_FLOOR = 0.65


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
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judgement:
    score: float
    verdict: str  # "match" | "possible" | "different"
    reason: str


@lru_cache(maxsize=1 << 18)
def _alike(a: str, b: str, skeletal: bool, personal: bool) -> tuple[float, str]:
    """How alike two different words are, 0.0 to 1.0, and how: "sound", "typo", "short form", ..."""
    if personal:
        ca, cb = person_names.canonical(a), person_names.canonical(b)
        if ca == cb:
            return 0.98, "spelling"
        if person_names.is_short_form(a, b):
            return 0.85, "short form"
    short, long = sorted((a, b), key=lambda w: (len(w), w))
    if skeletal:
        sa, sb = skeleton(a), skeleton(b)
        if len(sa) >= 2 and sa == sb:
            return (0.93 if len(sa) >= 3 else 0.8), "sound"
        if len(sa) >= 4 and len(sb) >= 4 and OSA.distance(sa, sb, score_cutoff=1) <= 1:
            return 0.8, "sound"
    if len(short) >= 4 and sound(a) == sound(b):
        return (0.95 if len(short) >= 6 or personal else 0.88), "sound"
    if len(long) < 3:
        return 0.0, ""
    limit = 1 if len(long) <= 7 else 2 if len(long) <= 12 else 3
    distance = OSA.distance(a, b, score_cutoff=limit)
    if distance > limit:
        if len(short) >= 5 and OSA.distance(sound(a), sound(b), score_cutoff=1) <= 1:
            return 0.8, "sound"
        return 0.0, ""
    likeness = 1.0 - distance / len(long)
    if distance == 1 and len(a) != len(b) and _doubled(short, long):
        return max(likeness, 0.93), "double letter"
    if distance == 1 and sorted(a) == sorted(b):
        return max(likeness, 0.9), "letters swapped"
    if distance == 1 and len(long) >= 8:
        return max(likeness, 0.9), "misspelling"
    return likeness, "misspelling"


def _doubled(short: str, long: str) -> bool:
    """Whether the longer word is the shorter with one letter written twice."""
    for i in range(len(long)):
        if long[:i] + long[i + 1 :] == short:
            return (i > 0 and long[i - 1] == long[i]) or (i + 1 < len(long) and long[i + 1] == long[i])
    return False


def likeness(a: Token, b: Token, personal: bool) -> tuple[float, str]:
    """How alike two tokens are; a number is only itself."""
    if a.text == b.text:
        if a.native and b.native and a.native != b.native and a.role == "name" and "han" in (_script(a), _script(b)):
            return (0.9, "sound") if _script(a) == _script(b) == "han" and not a.others else (1.0, "")
        return 1.0, ""
    if "number" in (a.role, b.role):
        return 0.0, ""
    if a.others or b.others:
        both = ({a.text, a.written, *a.others}) & ({b.text, b.written, *b.others})
        if both:
            return 1.0, "brand"
    if a.role == "place" and b.role == "place":
        return 0.0, ""
    if a.native and b.native and _script(a) == _script(b) and _script(a) in {"han", "hangul"}:
        longer = max(len(a.native), len(b.native))
        if longer >= 5 and OSA.distance(a.native, b.native) <= 1:
            return 0.85, "misspelling"
        return 0.0, ""
    if len(a.text) == 1 or len(b.text) == 1:
        if personal and a.text[:1] == b.text[:1]:
            return 0.9, "initial"
        return 0.0, ""
    if a.role != b.role and "trade" in (a.role, b.role) and a.written != b.written:
        # "Elec." for "Electronics"; a name is not taken for a trade word by one letter.
        short, long = sorted((a.written, b.written), key=len)
        if 3 <= len(short) < len(long) and long.startswith(short):
            return 0.8, "abbreviation"
        if min(len(short), len(long)) >= 7 and OSA.distance(short, long, score_cutoff=1) <= 1:
            return 0.9, "misspelling"
        return 0.0, ""
    return _alike(*sorted((a.text, b.text)), a.skeletal or b.skeletal, personal)


def _script(token: Token) -> str:
    from .transliterate import script_of  # noqa: PLC0415

    return script_of(token.native[0]) if token.native else "latin"


def _pair_words(left: list[Token], right: list[Token], personal: bool) -> Pairing:
    pairing = Pairing(list(left), list(right))
    for token in list(pairing.left):  # the same word first
        for other in pairing.right:
            if token.text == other.text and likeness(token, other, personal)[0] == 1.0:
                _take(pairing, [token], [other], 1.0, "")
                break
    _join(pairing)
    _acronyms(pairing, left, right)
    candidates = sorted(
        (
            (-value, i, j, how)
            for i, token in enumerate(pairing.left)
            for j, other in enumerate(pairing.right)
            for value, how in [likeness(token, other, personal)]
            if value >= 0.6
        ),
        key=lambda found: found[:3],
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    rows = list(pairing.left), list(pairing.right)
    for value, i, j, how in candidates:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            _take(pairing, [rows[0][i]], [rows[1][j]], -value, how)
    return pairing


def _take(pairing: Pairing, left: list[Token], right: list[Token], value: float, how: str) -> None:
    for token in left:
        _remove(pairing.left, token)
    for token in right:
        _remove(pairing.right, token)
    weight = (sum(t.weight for t in left) + sum(t.weight for t in right)) / 2
    pairing.paired += weight
    pairing.shared += weight * value
    telling = any(t.role in {"name", "initial"} for t in left + right)
    if telling:
        pairing.names += max(1, min(len(left), len(right)))
        if value >= 0.93:
            pairing.exact_names += 1
        pairing.doubt += 1.0 - value
    if how:
        written = " ".join(t.native or t.written for t in left), " ".join(t.native or t.written for t in right)
        if written[0] != written[1]:
            pairing.notes.append(f"{written[0]!r} for {written[1]!r} ({how})")


def _remove(tokens: list[Token], token: Token) -> None:
    for i, other in enumerate(tokens):
        if other is token:
            del tokens[i]
            return


def _join(pairing: Pairing) -> None:
    """Words written together on one side: "Good Will" and "Goodwill", "lang chao" and "langchao"."""
    for one, many, flip in ((pairing.left, pairing.right, False), (pairing.right, pairing.left, True)):
        for token in list(one):
            if len(token.text) < 4 or token.role == "number":
                continue
            forms = {token.text, token.written, *token.others}
            found = _run_that_spells(many, forms)
            if found:
                _take(pairing, [token] if not flip else found, found if not flip else [token], 0.98, "written together")


def _run_that_spells(tokens: list[Token], forms: set[str]) -> list[Token] | None:
    for first in range(len(tokens)):
        spelled = ""
        for last in range(first, min(len(tokens), first + 4)):
            spelled += tokens[last].written.replace(" ", "")
            if last > first and spelled in forms:
                return tokens[first : last + 1]
            if last > first and len(spelled) >= 9 and any(abs(len(f) - len(spelled)) <= 1 and OSA.distance(f, spelled, score_cutoff=1) <= 1 for f in forms):
                return tokens[first : last + 1]
    return None


def _acronyms(pairing: Pairing, left: list[Token], right: list[Token]) -> None:
    """An acronym on one side against the words it stands for on the other."""
    for ours, theirs, flip in ((pairing.left, pairing.right, False), (pairing.right, pairing.left, True)):
        for token in list(ours):
            if token.role not in {"name"} or not 3 <= len(token.text) <= 8 or len(theirs) < 2:
                continue
            expansion = brands.acronyms().get(token.text)
            run: list[Token] | None = None
            value, how = 0.0, ""
            if expansion:
                run = _covering(theirs, expansion[0])
                value, how = 0.97, "known acronym"
            if run is None:
                run = _initials(theirs, token.text)
                value, how = (0.93 if len(token.text) >= 4 else 0.8), "initials"
            if run:
                _take(pairing, [token] if not flip else run, run if not flip else [token], value, how)


def _covering(tokens: list[Token], words: tuple[str, ...]) -> list[Token] | None:
    wanted = list(words)
    run = []
    for token in tokens:
        if token.text in wanted:
            wanted.remove(token.text)
            run.append(token)
        elif token.role == "organisation":
            run.append(token)
    missing = [w for w in wanted if w not in {"company", "corporation", "group"}]
    return run if run and not missing else None


def _initials(tokens: list[Token], acronym: str) -> list[Token] | None:
    """The run of words whose first letters spell the acronym; kind-of-body words ("Group") may be left out of it."""
    for first in range(len(tokens)):
        position, run = 0, []
        for token in tokens[first:]:
            if token.role == "number":
                break
            letter = token.written[:1]
            if position < len(acronym) and letter == acronym[position]:
                position += 1
                run.append(token)
            elif token.role == "organisation" and run:
                run.append(token)
            else:
                break
        if position == len(acronym) and len(run) >= 3:
            return run
        if run and position == len(acronym) - 1 and acronym[-1] in "cgl" and len(run) >= 3:
            return run  # the C of Co., Corp., the G of Group, the L of Ltd
    return None


def _total(tokens: list[Token]) -> float:
    return sum(t.weight for t in tokens) or 0.05


def _says(tokens: list[Token]) -> str:
    return " ".join(dict.fromkeys(t.native or t.written for t in tokens))


def judge(a: Name, b: Name, kind: str | None = None) -> Judgement:
    """Compare two names. Symmetric up to the order in which the reason speaks of them."""
    if (a.compact, a.raw) > (b.compact, b.raw):
        a, b = b, a
    if not a.tokens or not b.tokens:
        same = bool(a.compact) and a.compact == b.compact
        return Judgement(1.0, "match", "same name") if same else Judgement(0.0, "different", "different: a name without words")
    if a.compact == b.compact and not (a.scripts & b.scripts & {"han", "hangul"}):
        return Judgement(1.0, "match", "same name" if a.raw == b.raw else "same name written otherwise")
    personal = kind == "person" or (kind is None and "company" not in (a.kind, b.kind))
    left = [t for t in a.tokens if t.role != "particle"]
    right = [t for t in b.tokens if t.role != "particle"]
    pairing = _pair_words(left or list(a.tokens), right or list(b.tokens), personal)
    if personal:
        return _judge_persons(a, b, pairing)
    return _judge_bodies(a, b, pairing)


def _judge_persons(a: Name, b: Name, pairing: Pairing) -> Judgement:
    n_left = sum(t.role != "particle" for t in a.tokens)
    n_right = sum(t.role != "particle" for t in b.tokens)
    over_left = [t for t in pairing.left if t.written not in person_names.TITLES]
    over_right = [t for t in pairing.right if t.written not in person_names.TITLES]
    paired = pairing.names
    fewer = min(n_left, n_right)
    base = pairing.shared / max(pairing.paired, 0.01) if pairing.paired else 0.0
    notes = "; ".join(pairing.notes)
    if over_left and over_right:
        conflict = f"{_says(over_left)} against {_says(over_right)}"
        coverage = pairing.paired / max(_total(list(a.tokens)), _total(list(b.tokens)))
        return Judgement(round(min(0.6, 0.75 * coverage * base), 4), "different", f"different: {conflict}")
    over = over_left or over_right
    if not paired:
        return Judgement(0.0, "different", "different: no word in common")
    if over and paired < 2:
        verdict_score = 0.55 if fewer == 1 else 0.5
        return Judgement(verdict_score, "different", f"different: only {_says([t for t in a.tokens if t not in over_left][:1])} in common; {_says(over)} on one side only")
    score = base - 0.03 * len(over)
    reason = "same name" if not pairing.notes else f"same but for {notes}"
    if over:
        reason += f"; {_says(over)} on one side only"
    if pairing.doubt > 0.45 or score < 0.8:
        return Judgement(round(max(POSSIBLE_FLOOR, min(score, 0.84)), 4), "possible", f"{reason}: too much differs to be sure")
    return Judgement(round(max(score, MATCH_FLOOR), 4), "match", reason)


def _judge_bodies(a: Name, b: Name, pairing: Pairing) -> Judgement:
    left, right = pairing.left, pairing.right
    reasons: list[str] = []
    legal = _legal_note(a, b)
    by_role = {role: ([t for t in left if t.role == role], [t for t in right if t.role == role]) for role in ("number", "place", "name", "trade", "organisation")}
    initials = [t for t in left if t.role == "initial"], [t for t in right if t.role == "initial"]
    by_role["name"] = (by_role["name"][0] + initials[0], by_role["name"][1] + initials[1])
    coverage = pairing.paired / max(_total(list(a.tokens)), _total(list(b.tokens)), 0.05)
    closeness = pairing.shared / pairing.paired if pairing.paired else 0.0
    score = coverage * closeness
    numbers = by_role["number"]
    if numbers[0] and numbers[1]:
        return _different(score * 0.5, f"{_ordinal(numbers[0])} against {_ordinal(numbers[1])}")
    here, there = by_role["place"]
    for place in list(here):
        for other in list(there):
            if place in here and other in there and places.compatible(place.text, other.text):
                here.remove(place)
                there.remove(other)
                score -= 0.02
                reasons.append(f"{other.written} and {place.written} lie in one another")
    if here and there:
        return _different(score * 0.7, f"{_says(here)} against {_says(there)}")
    name_left, name_right = by_role["name"]
    trade_left, trade_right = by_role["trade"]
    if (name_left or trade_left) and (name_right or trade_right):
        weak = not name_left and not name_right
        return _different(score * (0.8 if weak else 0.7), f"{_says(name_left + trade_left)} against {_says(name_right + trade_right)}")
    if not pairing.paired:
        return _different(0.0, "no word in common")
    telling = [t for t in a.tokens + b.tokens if t.role == "name"]
    over = name_left + name_right
    if telling and not pairing.names:
        return _different(score * 0.8, f"{_says(over)} on one side only")
    note = "; ".join(pairing.notes + reasons)
    if over:
        share = coverage
        reason = f"{_says(over)} on one side only"
        if share < 0.5 or pairing.exact_names < 1:
            return _different(min(score, 0.6), reason)
        return _possible(score, reason, note)
    one_sided = here + there
    if numbers[0] or numbers[1]:
        reason = f"{_ordinal(numbers[0] or numbers[1])} on one side only"
        if not pairing.names or coverage < 0.5:
            return _different(min(score, 0.6), reason)
        return _possible(score, reason, note)
    trade = trade_left + trade_right
    if trade or one_sided:
        reason = f"{_says(one_sided + trade)} on one side only"
        if not telling:
            return _different(min(score, 0.6), reason + ", and the rest are common words")
        if coverage < 0.5:
            return _different(min(score, 0.6), reason)
        return _possible(score, reason, note)
    organisation = by_role["organisation"][0] + by_role["organisation"][1]
    if not telling and (organisation or pairing.doubt):
        if coverage < 0.6:
            return _different(score, "only common words are shared")
        return _possible(score, "only common words, and not quite the same", note)
    if not telling and _order(a) != _order(b):
        return _possible(score, "the same common words in another order", note)
    weak_doubt = pairing.doubt > 0.11
    if weak_doubt:
        return _possible(min(score, closeness), "too short to tell a misspelling from another name" if pairing.notes else "thin evidence", note)
    if legal:
        return _possible(score, legal, note)
    parts = _same_reason(a, b, note, organisation)
    return Judgement(round(max(min(score, 1.0), MATCH_FLOOR), 4), "match", parts)


def _order(name: Name) -> list[str]:
    return [t.text for t in name.tokens if t.role != "organisation"]


def _ordinal(tokens: list[Token]) -> str:
    return " ".join(dict.fromkeys(t.native or t.written for t in tokens))


def _legal_note(a: Name, b: Name) -> str:
    if legal_forms.conflict(a.legal_families, b.legal_families):
        return f"another legal form: {a.legal[0].text!r} against {b.legal[0].text!r}"
    return ""


def _same_reason(a: Name, b: Name, note: str, organisation: list[Token]) -> str:
    removed = [f.text for f in a.legal if f.text not in {g.text for g in b.legal}] + [f.text for f in b.legal if f.text not in {g.text for g in a.legal}]
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
    return Judgement(round(max(POSSIBLE_FLOOR, min(score, MATCH_FLOOR - 0.01)), 4), "possible", f"possible: {why}" + (f"; {note}" if note else ""))
