"""Two understood names to a score, a verdict and its reason.

The words of both names are paired: the same word, the same sound, a small misspelling, a short form, joined words,
an acronym with the words it stands for. What is left over on either side decides: a different number, place or name
tells siblings apart; a place or trade word that only one side has leaves it ``possible``. Rules, no training; the
numbers were set on one half of the bench pairs.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from monitor.naming import person_names, places
from monitor.naming.acronym_pairing import form_letters
from monitor.naming.body_comparison import judge_bodies
from monitor.naming.chinese_in_words import is_person_in_wade_giles
from monitor.naming.judgement import (
    Judgement,
    different,
    match,
    of_role,
    possible,
)
from monitor.naming.known_apart import meanings_differ
from monitor.naming.known_bodies import KnownBody, known_body
from monitor.naming.korean_persons import judge_koreans
from monitor.naming.name_initials import initials_of, own_initials
from monitor.naming.name_readings import place_behind, place_behind_form, readings
from monitor.naming.name_tokens import Token
from monitor.naming.names import Name, understand
from monitor.naming.pairing import Pairing
from monitor.naming.person_comparison import judge_persons
from monitor.naming.word_likeness import likeness
from monitor.naming.word_pairing import pair_words

_ALL_BUT_CERTAIN = 0.93  # score of a match with another name of a body that settles a doubt
_BY_ANOTHER_NAME = 0.96  # score of a match that rests on the list of known bodies
_RENDERED = 0.33  # of two scripts, with a name in common: from here on worth a look


def judge(a: str, b: str, kind: str | None = None) -> Judgement:
    """Compare two names. Symmetric up to the order in which the reason speaks of them."""
    if (len(a), a) > (len(b), b):
        a, b = b, a
    if kind == "person":
        return _judge_readings(a, b, kind)
    shorter = _without_town_behind(a, b), _without_town_behind(b, a)
    if shorter != (a, b):
        return judge(*shorter, kind)
    ours, theirs = known_body(a), known_body(b)
    found = _judge_readings(a, b, kind)
    if ours and theirs and ours.names != theirs.names:
        if found.verdict == "different":
            return found
        return different(0.5, f"{ours.names[0]} against {theirs.names[0]}, two bodies with names of their own")
    body = ours or theirs
    doubtful = body is not None and body.by_acronym and found.by_initials and not (ours and theirs)
    if body is None or (found.verdict == "match" and not doubtful):
        return found
    if ours and theirs:
        return match(_BY_ANOTHER_NAME, f"two names of one body, {ours.names[0]}", ours.by_acronym or theirs.by_acronym)
    by_form = _judge_forms(body, b if ours else a, kind, found)
    if by_form is not None:
        return by_form
    if doubtful and found.verdict == "match":
        return possible(found.score, f"{found.reason}, but these letters usually stand for {body.names[0]}")
    return found


def _without_town_behind(text: str, other: str) -> str:
    """ "Tsinghua University, Beijing" without the town, where the other name has none."""
    shorter = place_behind_form(text)
    if shorter and not _places_of(shorter):
        return text if _places_of(other) else shorter
    found = place_behind(text)
    if not found:
        return text
    name, place = found
    if any(len(places.lies_in(where)) > 1 for where in _places_of(name)) and not known_body(name):
        return text  # it has a town already
    named = any(t.role == "name" for t in understand(name).tokens)
    if text.rstrip().endswith(")") and (len(places.lies_in(place)) > 1 or not named):
        return text  # a town in parentheses may be a branch, and a ministry is its country's
    return text if _places_of(other) - _places_of(name) else name


def _judge_forms(body: KnownBody, other: str, kind: str | None, found: Judgement) -> Judgement | None:
    """A match with another name of a known body; None: none of them is the name.

    A town that the body is not known for leaves the doubt that there was, and so does a name that is no more alike.
    """
    where = _places_of(other)
    known = {place for name in body.written_out for place in _places_of(name)}
    elsewhere = where and not any(places.compatible(p, q) for p in where for q in known)
    if elsewhere and (known or found.verdict == "possible"):
        return None
    for form in body.written_out:
        if not _have_a_word_in_common(form, other):
            continue
        by_form = _judge_readings(form, other, kind)
        if found.verdict == "possible" and by_form.score < _ALL_BUT_CERTAIN:
            continue
        if by_form.verdict == "match" and not by_form.by_initials:
            score = min(by_form.score, _BY_ANOTHER_NAME)
            reason = f"{by_form.reason}; as {form!r}"
            return replace(by_form, score=score, reason=reason, by_initials=body.by_acronym)
    return None


def _places_of(text: str) -> frozenset[str]:
    return frozenset(t.text for t in understand(text).tokens if t.role == "place")


@lru_cache(maxsize=1 << 14)
def _words_said(text: str) -> frozenset[str]:
    """What a text says, kinds of body left out."""
    return frozenset(t.text for t in understand(text).tokens if t.role not in {"organisation", "particle"})


def _have_a_word_in_common(a: str, b: str) -> bool:
    """Whether two texts share so much that comparing them is worth while."""
    ours, theirs = _words_said(a), _words_said(b)
    return len(ours & theirs) * 2 >= max(len(ours), len(theirs))


def _judge_readings(a: str, b: str, kind: str | None) -> Judgement:
    """The best that any reading of one name comes to with any of the other."""
    best: Judgement | None = None
    letters = False, False
    for left, left_full in readings(a):
        for right, right_full in readings(b):
            found = _judge_reading(left, right, kind)
            if found.verdict == "match" and not (left_full and right_full):
                found = possible(1.0, f"{found.reason}, but one of the names says more in parentheses")
            if best is None or (_RANK[found.verdict], found.score) > (_RANK[best.verdict], best.score):
                best = found
                letters = left.raw != a and _are_letters(left), right.raw != b and _are_letters(right)
    assert best is not None  # every text has at least one reading
    if best.verdict != "match" or not any(letters):
        return best
    spelled = [
        _judge_reading(left, right, kind)
        for left, _ in readings(a)
        for right, _ in readings(b)
        if not (_are_letters(left) or _are_letters(right)) and left.scripts & right.scripts and _is_long(left, right)
    ]
    if spelled and all(letters):  # "(KAI)" stands behind two names
        return max(spelled, key=lambda found: (_RANK[found.verdict], found.score))
    if spelled and all(found.verdict == "different" for found in spelled):
        return possible(best.score, f"{best.reason}, but the letters stand behind another name")
    return best


def _is_long(a: Name, b: Name) -> bool:
    """Whether both names say enough to be told apart."""
    return min(len(a.tokens), len(b.tokens)) >= _ENOUGH_WORDS


_ENOUGH_WORDS = 3


def _are_letters(name: Name) -> bool:
    """Whether the name is nothing but an acronym."""
    return len(name.tokens) == 1 and len(name.core) <= _LONGEST_ACRONYM and name.raw.strip(" .()").isupper()


_LONGEST_ACRONYM = 7


def _spoken(name: Name) -> list[Token]:
    """The tokens without particles; "Ben" at the head of a name is one of it, and so is "AR" of "AR Sales"."""
    named = any(t.role in {"name", "initial"} for t in name.tokens)
    kept = [t for i, t in enumerate(name.tokens) if t.role != "particle" or (i == 0 and (t.text == "ben" or not named))]
    return kept or list(name.tokens)


_PATRONYMIC_BEHIND = frozenset(["uulu", "ogly", "oglu", "ugli", "uly", "ogli", "kyzy", "kizi", "qizi", "gyzy"])


def _in_parts(tokens: list[Token]) -> list[Token]:
    """The words of a person's name: taken apart where some write them together, none of them a word of trade."""
    out: list[Token] = []
    for token in tokens:
        if token.written in _PATRONYMIC_BEHIND and out:  # "Ismail uulu" is Ismailovich
            father = out.pop()
            vowel = father.written[-1:] in "aeiouy"
            name = (father.written[:-1] + "evich") if vowel else (father.written + "ovich")
            out.append(Token(name, name, "name", 0.5))
            continue
        parts = person_names.parts(token.written)
        if token.native or (parts == (token.written,) and token.role in {"name", "initial", "particle"}):
            out.append(token)
        else:
            out += [Token(part, part, "name" if len(part) > 1 else "initial", 0.5) for part in parts]
    return out


def _without_small_letters(tokens: list[Token]) -> list[Token]:
    """Without single letters that are words of their own, but not without those of "A R Sales"."""
    spelled = len(tokens) > 1 and all(len(t.text) == 1 for t in tokens[:2])
    return tokens if spelled else [t for t in tokens if t.text not in _SMALL_LETTERS] or tokens


def _without_own_initials(tokens: list[Token], name: Name, others: list[Token], other: Name) -> list[Token]:
    """The tokens without an acronym of the others ("(NUAA)" after its words), unless both names have it.

    Or of the other name, where all that it says is said here too: "MKE Mechanical and Chemical Industry" beside
    "Makine ve Kimya Endustrisi".
    """
    if not any(t.role == "name" and 3 <= len(t.text) <= 9 for t in tokens):
        return tokens
    said = {t.text for t in tokens}
    repeated, theirs = own_initials(name), initials_of(other) & said
    if theirs and len(tokens) > 2:
        telling = [token for token in others if token.role != "organisation"]
        if all(any(likeness(token, t, False)[0] >= _SAID_TOO for t in tokens) for token in telling):
            repeated |= theirs
    repeated -= {t.text for t in others}
    return [t for t in tokens if t.text not in repeated] if repeated else tokens


def _shares(pairing: Pairing) -> bool:
    """Whether a name is surely in common, or two are by their sound."""
    return pairing.exact_names >= 1 or pairing.names >= 2


_SAID_TOO = 0.9  # likeness of words that say the same
_SMALL_LETTERS = frozenset("aeiyszo")
_RANK = {"different": 0, "possible": 1, "match": 2}


def _judge_reading(a: Name, b: Name, kind: str | None) -> Judgement:
    if not a.tokens or not b.tokens:
        same = bool(a.compact) and a.compact == b.compact
        return match(1.0, "same name") if same else different(0.0, "a name without words")
    if a.compact == b.compact and not (a.scripts & b.scripts & {"han", "hangul"}):
        return match(1.0, "same name" if a.raw == b.raw else "same name written otherwise")
    if a.raw == b.raw:
        return match(1.0, "same name")
    personal = kind == "person" or (
        kind is None
        and "company" not in (a.kind, b.kind)
        and len(a.tokens) + len(b.tokens) > 2  # of two single words neither is known to be a person
        and not (_shortens(a, b) or _shortens(b, a))
    )
    if "-" in a.raw + b.raw and (is_person_in_wade_giles(a.raw, b.raw) or is_person_in_wade_giles(b.raw, a.raw)):
        return match(0.95, "same name, one in Wade-Giles spelling")
    koreans = judge_koreans(a, b)
    if koreans is not None and koreans.verdict == "match":
        return koreans
    left, right = _spoken(a), _spoken(b)
    if personal:
        left, right = _in_parts(left), _in_parts(right)
    else:  # "a", "and" in Spanish and Polish, a letter left of a possessive
        left, right = _without_small_letters(left), _without_small_letters(right)
        left, right = _without_own_initials(left, a, right, b), _without_own_initials(right, b, left, a)
    pairing = pair_words(left, right, (form_letters(b), form_letters(a)), (b, a), personal)
    if personal:
        persons = judge_persons(a, b, pairing)
        if koreans is not None and persons.verdict == "match":  # one is misspelt, or they are two
            return possible(persons.score, f"{persons.reason}; {koreans.reason.removeprefix('different: ')}")
        return persons
    found = judge_bodies(a, b, pairing, left, right)
    if found.verdict == "different" and found.score >= _RENDERED and not a.scripts & b.scripts and _shares(pairing):
        apart = [role for role in ("number", "place") if of_role(pairing.left, role) and of_role(pairing.right, role)]
        if not apart and not meanings_differ(pairing.left, pairing.right):
            why = found.reason.removeprefix("different: ")
            return possible(found.score, f"{why}; a rendering from another script may differ so far", "")
    return found


def _shortens(a: Name, b: Name) -> bool:
    return 3 <= len(a.compact) <= 9 and len(b.tokens) >= 2 and a.compact in initials_of(b)
