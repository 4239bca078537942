"""Two understood names to a score, a verdict and its reason.

The words of both names are paired: the same word, the same sound, a small misspelling, a short form, joined words, an acronym with the
words it stands for. What is left over on either side decides: a different number, place or name tells siblings apart; a place or
trade word that only one side has leaves it ``possible``. Rules, no training; the numbers were set on one half of the bench pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from . import brands, legal_forms, person_names, places, vocabulary
from .names import Name, Token, initials_of, readings
from .sound import is_pinyin, skeleton, sound, stem
from .transliterate import script_of

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
    worst: float = 1.0  # the least alike pair
    unsure: bool = False  # a pair that may be two names
    small: bool = False  # a pair that may be two names unless the other words bear it out
    by_initials: bool = False
    support: float = 0.0  # weight of the trade words, places and numbers paired
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judgement:
    score: float
    verdict: str  # "match" | "possible" | "different"
    reason: str
    by_initials: bool = False  # rests on an acronym whose words are known from nowhere but the other name


# How a pair came about, where that leaves a doubt: always, or unless other words of the names bear it out.
_DOUBTFUL = frozenset({"another spelling or another name", "another character", "short form", "initials"})
_SMALL = frozenset({"small difference", "like sound"})


@lru_cache(maxsize=1 << 15)
def _alike(a: str, b: str, skeletal: bool, personal: bool) -> tuple[float, str]:
    """How alike two different words are, 0.0 to 1.0, and how: "sound", "misspelling", "short form", ..."""
    short, long = sorted((a, b), key=lambda w: (len(w), w))
    if personal:
        if person_names.canonical(a) == person_names.canonical(b):
            return 0.98, "spelling"
        if person_names.is_short_form(a, b):
            return 0.9, "short form"
    if skeletal:
        sa, sb = skeleton(a), skeleton(b)
        if len(sa) >= 2 and sa == sb:
            return (0.93, "sound") if len(sa) >= 3 else (0.86, "like sound")
        if len(sa) >= 3 and len(sb) >= 3 and sa[0] == sb[0] and OSA.distance(sa, sb, score_cutoff=1) <= 1:
            return 0.86, "like sound"
    pinyin = not personal and is_pinyin(a) and is_pinyin(b)
    if len(short) >= 4 and sound(a) == sound(b):
        if pinyin:
            return 0.85, "another spelling or another name"
        return (0.95, "sound") if len(short) >= 6 or personal else (0.88, "another spelling or another name")
    if not personal and not pinyin and len(short) >= 5 and len(stem(a)) >= 4 and stem(a) == stem(b):
        return 0.95, "ending"
    if personal and len(long) >= 3 and len(long) == len(short) + 1 and _doubled(short, long):
        return 0.93, "misspelling"
    if len(long) < (4 if personal else 3):
        return 0.0, ""
    limit = 1 if len(long) <= 7 else 2 if len(long) <= 12 else 3
    distance = OSA.distance(a, b, score_cutoff=limit)
    if distance > limit:
        if len(short) >= 6 and OSA.distance(sound(a), sound(b), score_cutoff=1) <= 1:
            return 0.8, "another spelling or another name"
        return 0.0, ""
    likeness = 1.0 - distance / len(long)
    if pinyin:
        return likeness, "another spelling or another name"
    if distance == 1 and len(long) >= 6 and ((len(a) != len(b) and _doubled(short, long)) or sorted(a) == sorted(b)):
        return max(likeness, 0.93), "misspelling"
    if distance == 1 and len(long) >= 8:
        return max(likeness, 0.9), "misspelling"
    if distance == 1 and personal and len(long) >= 5:
        return max(likeness, 0.86), "misspelling"
    if distance == 2 and len(long) >= 12:
        return max(likeness, 0.88), "misspelling"
    return likeness, "small difference" if distance == 1 and len(long) >= 6 else "another spelling or another name"


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
            return 1.0, "meaning"
    if a.role == "place" and b.role == "place":
        return 0.0, ""
    if a.role == "trade" and b.role == "trade":
        return (0.9, "near in meaning") if vocabulary.near(a.text, b.text) else (0.0, "")
    if a.native and b.native and _script(a) == _script(b) and _script(a) in {"han", "hangul"}:
        longer = max(len(a.native), len(b.native))
        if longer >= 5 and OSA.distance(a.native, b.native) <= 1:
            return 0.85, "misspelling"
        return 0.0, ""
    if len(a.text) == 1 or len(b.text) == 1:
        if personal and a.text[:1] == b.text[:1]:
            return 0.9, "initial"
        return 0.0, ""
    if a.role != b.role and {a.role, b.role} & {"trade", "place", "organisation"} and a.written != b.written:
        # "Elec." for "Electronics"; a name is not taken for a trade word by one letter.
        short, long = sorted((a.written, b.written), key=len)
        if 3 <= len(short) < len(long) and long.startswith(short):
            return 0.8, "abbreviation"
        if len(short) >= 6 and OSA.distance(short, long, score_cutoff=1) <= 1:
            return 0.9, "misspelling"
        if "place" in (a.role, b.role) and len(short) >= 5 and OSA.distance(short, long, score_cutoff=1) <= 1:
            return 0.8, "another spelling or another name"
        return 0.0, ""
    unspoken = a.skeletal or b.skeletal or _loan(a, b) or _loan(b, a)
    found = _alike(*_sorted(a.text, b.text), unspoken, personal)
    if a.others or b.others:  # the form as written may be nearer than the usual form of a brand
        found = max(found, _alike(*_sorted(a.written, b.written), unspoken, personal))
    return found


def _loan(a: Token, b: Token) -> bool:
    """Whether ``a`` may write a foreign word by its sound in Chinese or Korean syllables, which have few consonant clusters."""
    return bool(a.native) and not b.native and (_script(a) == "hangul" or (_script(a) == "han" and not is_pinyin(b.text)))


def _sorted(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def _script(token: Token) -> str:
    return script_of(token.native[0]) if token.native else "latin"


def _pair_words(
    left: list[Token], right: list[Token], legal: tuple[str, str], whole: tuple[Name, Name], personal: bool
) -> Pairing:
    """``legal``: the first letters of the legal forms of the right and of the left name, which an acronym may include."""
    pairing = Pairing(list(left), list(right))
    for token in list(pairing.left):  # the same word first
        for other in pairing.right:
            if token.text == other.text and likeness(token, other, personal)[0] == 1.0:
                _take(pairing, [token], [other], 1.0, "")
                break
    if not pairing.left or not pairing.right:
        return pairing
    _join(pairing)
    if personal:
        _two_initials(pairing)
    _whole_acronym(pairing, whole)
    _acronyms(pairing, legal)
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
        pairing.worst = min(pairing.worst, value)
        if how in _DOUBTFUL:
            pairing.unsure = True
        elif how in _SMALL:
            pairing.small = True
    elif how == "near in meaning":
        pairing.unsure = True
    elif value >= 0.9:
        pairing.support += weight if not all(t.role == "organisation" for t in left) else 0.0
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
            if len(token.text) < 3 or token.role == "number":
                continue
            forms = {token.text, token.written, *token.others}
            found = _run_that_spells(many, forms)
            if found:
                _take(pairing, [token] if not flip else found, found if not flip else [token], 0.98, "written together")


def _run_that_spells(tokens: list[Token], forms: set[str]) -> list[Token] | None:
    longest = max(map(len, forms)) + 1
    for first in range(len(tokens) - 1):
        spelled = tokens[first].written.replace(" ", "")
        starts = [form for form in forms if form[:1] == spelled[:1]]
        for last in range(first + 1, min(len(tokens), first + 4) if starts else first):
            spelled += tokens[last].written.replace(" ", "")
            if len(spelled) > longest:
                break
            if (spelled in forms and (len(spelled) > 3 or all(len(t.written) == 1 for t in tokens[first : last + 1]))) or (len(spelled) >= 9 and any(OSA.distance(form, spelled, score_cutoff=1) <= 1 for form in starts)):
                return tokens[first : last + 1]
    return None


def _acronyms(pairing: Pairing, legal: tuple[str, str]) -> None:
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
            if run is None and not expansion:
                run = _initials(theirs, token.text, legal[flip])
                value, how = (0.93, "its initials") if len(token.text) >= 4 else (0.85, "initials")
                pairing.by_initials = pairing.by_initials or run is not None
            if run:
                _take(pairing, [token] if not flip else run, run if not flip else [token], value, how)


def _two_initials(pairing: Pairing) -> None:
    """"JC Juncker" and "Jean-Claude Juncker"."""
    for ours, theirs, flip in ((pairing.left, pairing.right, False), (pairing.right, pairing.left, True)):
        for token in list(ours):
            run = next((theirs[i : i + 2] for i in range(len(theirs) - 1) if theirs[i].text[:1] + theirs[i + 1].text[:1] == token.text), None)
            if run and len(token.text) == 2:
                _take(pairing, [token] if not flip else run, run if not flip else [token], 0.9, "initials of given names")


def _whole_acronym(pairing: Pairing, whole: tuple[Name, Name]) -> None:
    """One name is nothing but the initials of the other, small words and legal form counted or not."""
    for ours, theirs, flip in ((pairing.left, pairing.right, False), (pairing.right, pairing.left, True)):
        rest = [t for t in ours if t.role != "organisation"]
        if len(rest) == 1 and len(theirs) >= 2 and rest[0].role == "name" and rest[0].text in initials_of(whole[flip]):
            words = list(theirs)
            sure = len(rest[0].text) >= 4 or rest[0].written.upper() in whole[not flip].raw
            pairing.by_initials = True
            _take(pairing, rest if not flip else words, words if not flip else rest, 0.93 if sure else 0.85, "its initials" if sure else "initials")
            return


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


def _initials(tokens: list[Token], acronym: str, legal: str) -> list[Token] | None:
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
        if run and position == len(acronym) - 1 and acronym[-1] in legal and len(run) >= 3:
            return run  # the C of Co. or Corp., the L of Ltd
    return None


def _form_letters(name: Name) -> str:
    return "".join(word[0] for form in name.legal for word in form.text.split())


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
                found = Judgement(MATCH_FLOOR - 0.01, "possible", f"possible: {found.reason}, but one of the names says more in parentheses")
            if best is None or (_RANK[found.verdict], found.score) > (_RANK[best.verdict], best.score):
                best = found
    assert best is not None  # every text has at least one reading
    return best


def _spoken(name: Name) -> list[Token]:
    """The tokens without particles; "Ben" at the head of a name is one of it."""
    return [t for i, t in enumerate(name.tokens) if t.role != "particle" or (i == 0 and t.text == "ben")] or list(name.tokens)


_SMALL_LETTERS = frozenset("aeiyszo")
_RANK = {"different": 0, "possible": 1, "match": 2}


def _judge_reading(a: Name, b: Name, kind: str | None) -> Judgement:
    if not a.tokens or not b.tokens:
        same = bool(a.compact) and a.compact == b.compact
        return Judgement(1.0, "match", "same name") if same else Judgement(0.0, "different", "different: a name without words")
    if a.compact == b.compact and not (a.scripts & b.scripts & {"han", "hangul"}):
        return Judgement(1.0, "match", "same name" if a.raw == b.raw else "same name written otherwise")
    if a.raw == b.raw:
        return Judgement(1.0, "match", "same name")
    personal = kind == "person" or (kind is None and "company" not in (a.kind, b.kind) and not (_shortens(a, b) or _shortens(b, a)))
    left, right = _spoken(a), _spoken(b)
    if not personal:  # "a", "and" in Spanish and Polish, a letter left of a possessive
        left = [t for t in left if t.text not in _SMALL_LETTERS] or left
        right = [t for t in right if t.text not in _SMALL_LETTERS] or right
    pairing = _pair_words(left, right, (_form_letters(b), _form_letters(a)), (b, a), personal)
    if personal:
        return _judge_persons(a, b, pairing)
    return _judge_bodies(a, b, pairing, left, right)


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
    """"Sergey Sergey Shoigu": a word said twice."""
    return sum(t.text == token.text for t in name.tokens) > sum(t.text == token.text for t in over)


_SON = frozenset({"bin", "ibn", "ben"})


def _father_and_son(a: Name, b: Name) -> bool:
    """"Omar bin Abdullah" is not "Abdullah bin Omar"."""
    if "," in a.raw or "," in b.raw:
        return False
    first = []
    for name in (a, b):
        place = next((i for i, t in enumerate(name.tokens) if t.text in _SON), 0)
        if not place:
            return False
        first.append({person_names.canonical(t.text) for t in name.tokens[:place]})
    return not first[0] & first[1] and not any(likeness(t, u, True)[0] >= 0.8 for t in a.tokens[:1] for u in b.tokens[:1])


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
                within = f"{min(place.written, other.written)} and {max(place.written, other.written)}, of which one lies in the other"
    if here and there:
        return _different(score * 0.7, f"{_says(here)} against {_says(there)}")
    if not pairing.paired:
        return _different(0.0, "no word in common")
    names = _of(left, "name", "initial"), _of(right, "name", "initial")
    trades = _of(left, "trade"), _of(right, "trade")
    telling = any(t.role == "name" for t in all_left + all_right)
    foreign = _translated(all_left) != _translated(all_right)
    found = _Leftovers(names, trades, numbers, (here, there), telling, foreign)
    decided = _judge_leftovers(found, pairing, coverage, score, note)
    if decided is not None:
        return decided
    organisation = _of(left, "organisation") + _of(right, "organisation")
    if not telling:
        # Common words only: they must all be there, and say enough together ("Harbin First Machinery"), or stand in one order.
        said = min(_total(all_left), _total(all_right))
        if said < 0.9 and (pairing.doubt or (organisation and said < 0.5) or (_order(a) != _order(b) and not foreign)):
            if coverage < 0.6:
                return _different(score, "only common words are shared")
            return _possible(score, "only common words, and not quite the same", note)
        placed = any(t.role in {"place", "number"} for t in all_left)
        if _order(a) != _order(b) and not foreign and not placed and said < 1.5:
            return _possible(score, "the same common words in another order", note)
    if pairing.unsure or (pairing.small and pairing.support < 0.25 and pairing.exact_names < 1):
        return _possible(closeness, "a small difference that may make another name", note)
    legal = within or _legal_note(a, b) or _group_note(a, b, left, right)
    if legal:
        return _possible(score, legal, note)
    reason = _same_reason(a, b, note, organisation)
    return Judgement(round(max(min(score, 1.0), MATCH_FLOOR), 4), "match", reason, pairing.by_initials and pairing.exact_names == 1)


@dataclass(frozen=True, slots=True)
class _Leftovers:
    """What was not paired, by kind; each as (left, right)."""

    names: tuple[list[Token], list[Token]]
    trades: tuple[list[Token], list[Token]]
    numbers: tuple[list[Token], list[Token]]
    places: tuple[list[Token], list[Token]]
    telling: bool  # one of the names has a word that is a name
    foreign: bool  # one is a rendering of another language, the other is not


def _judge_leftovers(over: _Leftovers, pairing: Pairing, coverage: float, score: float, note: str) -> Judgement | None:
    """The verdict that leftover words force; None: nothing of weight is left over."""
    left = over.names[0] + over.trades[0] + over.numbers[0] + over.places[0]
    right = over.names[1] + over.trades[1] + over.numbers[1] + over.places[1]
    names = over.names[0] + over.names[1]
    number = over.numbers[0] or over.numbers[1]
    sure_name = pairing.exact_names >= 1
    if sure_name:  # initials of a namesake, "A. E. Nudelman": not a name against a name
        left, right = ([t for t in side if t.role != "initial" and not (t.role == "name" and len(t.text) <= 2)] for side in (left, right))
    if left and right:
        why = f"{_says(left)} against {_says(right)}"
        rendered = _translated(left) != _translated(right) and not number and not (over.names[0] and (over.names[1] or over.places[1])) and not (over.names[1] and over.places[0])
        if over.foreign and rendered:
            if sure_name and coverage >= 0.45:
                return _possible(score, f"{why}, which may be a matter of translation", note)
            if not over.telling and coverage >= 0.6 and pairing.paired >= 0.8:
                return _possible(score, f"{why}, which may be a matter of translation", note)
        if sure_name and not names and not number and not over.places[0] + over.places[1] and coverage >= 0.82:
            return _possible(score, f"{why}, and all else is the same", note)
        return _different(score * (0.7 if names else 0.8), why)
    if over.telling and not pairing.names:
        if not names or (coverage >= 0.7 and pairing.paired >= 1.2 and over.foreign):
            return _possible(score, f"{_says(names)} on one side only", note)
        return _different(score * 0.8, f"{_says(names)} on one side only")
    loose = left + right + [t for t in names if t not in left and t not in right]
    if not loose:
        return None
    why = f"{_says(loose)} on one side only"
    if over.telling and pairing.names and not sure_name:
        return _different(min(score, 0.6), f"{why}; {note}" if note else why)
    floor = 0.45 if over.foreign else 0.5
    if coverage < floor:
        return _different(min(score, 0.6), why)
    if not over.telling:
        if number or coverage < 0.6 or pairing.paired < 0.55:
            return _different(min(score, 0.62), why + ", and the rest are common words")
        return _possible(score, why + ", and the rest are common words", note)
    return _possible(score, why, note)


def _of(tokens: list[Token], *roles: str) -> list[Token]:
    return [t for t in tokens if t.role in roles]


def _translated(tokens: list[Token]) -> bool:
    """Whether the name is written in, or transliterated from, another language than English."""
    return any(t.native or (t.role in {"trade", "organisation"} and t.text[:3] != t.written[:3] and not vocabulary.is_english(t.written)) for t in tokens)


def _order(name: Name) -> list[str]:
    return [t.text for t in name.tokens if t.role != "organisation"]


def _legal_note(a: Name, b: Name) -> str:
    if legal_forms.conflict(a.legal_families, b.legal_families):
        return f"another legal form: {a.legal[0].text!r} against {b.legal[0].text!r}"
    return ""


def _group_note(a: Name, b: Name, left: list[Token], right: list[Token]) -> str:
    """A group is not its company of the same name; a name without legal form may mean either."""
    ours, theirs = ({t.text for t in tokens} & {"group", "holding"} for tokens in (left, right))
    if (ours and theirs) or (ours and not theirs and b.legal) or (theirs and not ours and a.legal):
        return f"{' and '.join(sorted(ours | theirs))} on one side only"
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
