"""Addresses: the same building, the same unit, or neither (15 CFR 744.16(f) lists addresses without a name)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from monitor.naming import arabic_sounds, places
from monitor.naming.address_reading import Address, understand_address
from monitor.naming.address_spellings import DIRECTIONS, POINTS
from monitor.naming.chinese_spellings import is_wade_giles_of
from monitor.naming.sound import is_pinyin, skeleton, sound, stem
from monitor.naming.transliterate import fold, script_of
from monitor.naming.word_runs import join_runs

Numbers = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddressComparison:
    """``same``.

    "address" (same building, and unit where there is one), "building" (units unknown or next to each other), or ""
    (different).
    """

    same: str
    score: float
    reason: str


_SHORTEST_ALIKE = 5


def _is_written(native: str, written: str) -> bool:
    """Whether Latin letters spell a word in Arabic script."""
    return script_of(native[0]) == "arabic" and written.isascii() and arabic_sounds.spells(native, written)


def _alike(a: str, b: str) -> bool:
    if a == b or (min(len(a), len(b)) < _SHORTEST_ALIKE and a.isascii() and b.isascii()):
        return a == b or (len(a) == len(b) == _SHORTEST_ALIKE - 1 and sound(a) == sound(b))
    if not (a.isascii() and b.isascii()):
        return _is_written(a, b) or _is_written(b, a)
    longest = max(1, len(a) // 8)
    if not (is_pinyin(a) and is_pinyin(b)) and sound(a) == sound(b):
        return True
    if OSA.distance(a, b, score_cutoff=1) <= 1 or OSA.distance(stem(a), stem(b), score_cutoff=longest) <= longest:
        return True
    return is_wade_giles_of(a, b) or is_wade_giles_of(b, a)


_PINYIN_POINTS = {english: pinyin for pinyin, english in DIRECTIONS.items() if pinyin != "central"}
_MOST_JOINED = 4


def _joined(words: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    """The words, those joined that the others write as one: "Cang Wu" and "Cangwu", "West Dazhi" and "Xidazhi"."""

    def as_one(run: Sequence[str]) -> str | None:
        if not set(others).isdisjoint(run):
            return None
        spelled = {"".join(run), "".join(_PINYIN_POINTS.get(word, word) for word in run)}
        found = next((form for form in sorted(spelled) for o in others if _alike(form, o)), None)
        return found if found not in words else None

    return join_runs(words, _MOST_JOINED, as_one)


def _shared_words(a: list[str], b: list[str]) -> tuple[int, int, int]:
    """(words of a found in b, words of b found in a, of them long ones): the same, or one letter off."""
    here = [w for w in a if any(_alike(w, o) for o in b)]
    there = [w for w in b if any(_alike(w, o) for o in a)]
    return len(here), len(there), sum(len(w) >= 4 for w in here)


def _told(address: Address) -> frozenset[str]:
    """What an address says of streets, buildings and parts of towns; emirates have long and short names."""
    return frozenset(address.words) | {place for place in address.places if len(places.lies_in(place)) > _IN_A_TOWN}


_IN_A_TOWN = 2


def _is_covered(number: str, others: Sequence[str]) -> bool:
    """Whether a house number is one of the others, lies in a range among them, or is a part of one ("5/2")."""
    if number in others:
        return True
    parts = number.split("-")
    for other in others:
        low, _, high = other.partition("-")
        if high and number in {low, high}:
            return True
        if number.isdigit() and low.isdigit() and high.isdigit() and int(low) <= int(number) <= int(high):
            return True
    return len(parts) > 1 and all(part in others for part in parts)


def _numbers_meet(a: Numbers, b: Numbers) -> bool:
    return any(_is_covered(number, b) for number in a) or any(_is_covered(number, a) for number in b)


def _numbers_apart(a: Numbers, b: Numbers) -> bool:
    """Whether each side has a number that the other has not: "d. 29, str. 134" and "d. 29, str. 34", "4 South 4th
    Street" and "4 South 3rd Street".
    """
    ours, theirs = Counter(a), Counter(b)
    left, right = list(ours - theirs), list(theirs - ours)
    return not all(_is_covered(n, right) for n in left) and not all(_is_covered(n, left) for n in right)


def compare_addresses(a: str, b: str) -> AddressComparison:
    """Whether two addresses are one. Symmetric."""
    if (len(a), a) > (len(b), b):
        a, b = b, a
    left, right = understand_address(a), understand_address(b)
    if fold(a) == fold(b):
        return AddressComparison("address", 1.0, "same address")
    words = _joined(left.words, right.words), _joined(right.words, left.words)
    apart = _other_towns(left, right) or _other_parts(left, right, words)
    if apart:
        return apart
    left_numbers, left_unit = _with_unit_among_numbers(left, right)
    right_numbers, right_unit = _with_unit_among_numbers(right, left)
    here, there, long = _shared_words(*words)
    (fewer, more), shared = sorted(map(len, words)), min(here, there)
    alike = shared >= _ENOUGH_WORDS and shared >= 0.75 * more
    if left.boxes & right.boxes:
        if alike and (_numbers_meet(left_numbers, right_numbers) or not (left_numbers and right_numbers)):
            return _by_unit(left, right, left_unit, right_unit, True)
        same_numbers = left_numbers == right_numbers or (left.digits == right.digits and left.digits)
        if _told(left) == _told(right) and _towns(left) & _towns(right) and same_numbers:
            return _by_unit(left, right, left_unit, right_unit, True)
        return AddressComparison("building", 0.75, "the same post box")
    same_digits = left.digits == right.digits and len(left.digits) >= _ENOUGH_DIGITS
    numbers_meet = same_digits or _numbers_meet(left_numbers, right_numbers)
    others = not numbers_meet or (not same_digits and _numbers_apart(left_numbers, right_numbers))
    if left_numbers and right_numbers and others:
        return _different(0.2, "other house numbers")
    apart = _other_street_or_region(left, right)
    if apart:
        return apart
    codes_meet, units_meet = bool(left.codes & right.codes), bool(left_unit & right_unit)
    places_meet = bool(left.places & right.places)
    several = len(set(left_numbers) & set(right_numbers)) >= 2 and places_meet
    if fewer == 0 and not (numbers_meet and (codes_meet or units_meet)) and not several:
        return _different(0.2, "too little in common")
    telling = long or (numbers_meet and places_meet)
    borne_out = numbers_meet and units_meet
    few = not shared or shared < fewer / 2 or (fewer > 1 and shared + borne_out < 2)
    if fewer and not several and (few or not telling):
        return _different(0.2, "another street or building")
    long_unit = any(len(unit) >= _ENOUGH_DIGITS for unit in left_unit & right_unit)
    all_alike = shared > 1 and units_meet and (shared == more or (long_unit and 3 * shared >= 2 * more))
    unnumbered = not (left.numbers or right.numbers or left_unit or right_unit) and 1 < shared == more
    confirmed = numbers_meet or codes_meet or all_alike or unnumbered
    if not confirmed and shared < _ENOUGH_WORDS:
        return _different(0.4, "too little in common")
    sure = confirmed or (alike and (units_meet or shared > _ENOUGH_WORDS))
    if sure and len([side for side in words if POINTS.intersection(side)]) == 1:
        return AddressComparison("building", 0.7, "another road, or the same without its point of the compass")
    return _by_unit(left, right, left_unit, right_unit, sure)


def _towns(address: Address) -> frozenset[str]:
    """The smallest places of an address that lie in a larger one."""
    within = {larger for place in address.places for larger in places.lies_in(place)[1:]}
    return frozenset(place for place in address.places - within if len(places.lies_in(place)) > 1)


def _other_towns(left: Address, right: Address) -> AddressComparison | None:
    for ours, theirs in ((_towns(left), _towns(right)), (left.places, right.places)):
        if ours and theirs and not any(places.compatible(p, q) for p in ours for q in theirs):
            return _different(0.1, f"{'/'.join(sorted(ours))} against {'/'.join(sorted(theirs))}")
    return None


def _other_parts(left: Address, right: Address, words: tuple[list[str], list[str]]) -> AddressComparison | None:
    """Whether both sides say which road, building, post code, letter or numbered lane it is, and not the same."""
    points, letters = ([frozenset(said) for said in map(chosen, words)] for chosen in (POINTS.intersection, _letters))
    if all(points) and not points[0] & points[1]:
        return _different(0.3, f"{'/'.join(sorted(points[0]))} against {'/'.join(sorted(points[1]))}")
    if left.blocks and right.blocks and not left.blocks & right.blocks:
        return _different(0.4, f"building {min(left.blocks)} against {min(right.blocks)}")
    precise = [{code for code in side.codes if not code.isdigit()} for side in (left, right)]
    if all(precise) and not precise[0] & precise[1]:
        return _different(0.3, f"{min(precise[0])} against {min(precise[1])}")
    if letters[0] - letters[1] and letters[1] - letters[0]:  # "Cluster C" and "Cluster T"
        return _different(0.4, f"{min(letters[0] - letters[1])} against {min(letters[1] - letters[0])}")
    for part in sorted({kind for kind, _ in left.parts} & {kind for kind, _ in right.parts}):
        numbered = [{number for kind, number in side.parts if kind == part} for side in (left, right)]
        if not numbered[0] & numbered[1]:
            return _different(0.4, f"{part} {min(numbered[0])} against {min(numbered[1])}")
    return None


def _letters(words: list[str]) -> set[str]:
    return {word for word in words if len(word) == 1}


def _other_street_or_region(left: Address, right: Address) -> AddressComparison | None:
    kinds_apart = bool(left.kinds and right.kinds and not left.kinds & right.kinds)
    if kinds_apart and any(places.lies_in(p)[-1] in _STRICT for p in left.places | right.places):
        return _different(0.3, f"{min(left.kinds)} against {min(right.kinds)}")
    if _regions_apart(left.codes, right.codes):
        return _different(0.3, f"post code {min(left.codes)} against {min(right.codes)}")
    return None


_ENOUGH_DIGITS = 3
# Where a road is no street of the same name; elsewhere translators take one for the other.
_STRICT = frozenset({"russia", "belarus", "ukraine", "kazakhstan", "singapore"})


def _regions_apart(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether post codes of as many digits, five or six, begin with other regions."""
    ours, theirs = ({code for code in side if code.isdigit() and len(code) <= _LONGEST_CODE} for side in (a, b))
    if not ours or not theirs or {len(code) for code in ours} != {len(code) for code in theirs}:
        return False
    return not {code[:2] for code in ours} & {code[:2] for code in theirs}


_LONGEST_CODE = 6
_ENOUGH_WORDS = 3  # in common, where no number bears it out


_BARE_UNIT = re.compile(r"\s*(?P<unit>\d{1,3}-\d{2,4}[a-z]?)\s+(?=[a-z])")  # at the head, without a word before it


def _with_unit_among_numbers(ours: Address, theirs: Address) -> tuple[Numbers, frozenset[str]]:
    """A unit given without its word ("1605A Ho King Centre") stands among the numbers of one side."""
    if ours.units or not theirs.units:
        return ours.numbers, ours.units
    rest = list(ours.numbers)
    for number in ours.numbers:  # "211/12" is flat 12 of 211, "204-9450" and "7-2-1903" have it at either end
        parts = number.split("-")
        for flat, others in ((parts[-1], parts[:-1]), (parts[0], parts[1:])):
            if others and flat in theirs.units and all(part in theirs.numbers for part in others):
                rest.remove(number)
                return tuple(sorted([*rest, *others])), frozenset({flat})
    unit = theirs.units & set(ours.numbers)
    bare = _BARE_UNIT.match(fold(ours.raw))
    if not unit and bare and any("-" in theirs_unit for theirs_unit in theirs.units):
        unit = frozenset({bare.group("unit")})
    return tuple(number for number in rest if number not in unit), unit


def _by_unit(
    left: Address, right: Address, left_unit: frozenset[str], right_unit: frozenset[str], sure: bool
) -> AddressComparison:
    written = min(sorted(left_unit), default=""), min(sorted(right_unit), default="")
    if left_unit and right_unit and not left_unit & right_unit:
        if {_room(unit) for unit in left_unit} & {_room(unit) for unit in right_unit} - {""}:
            return AddressComparison(
                "building", 0.7, f"same building, neighbouring units {min(written)} and {max(written)}"
            )
        return _different(0.5, f"unit {min(written)} against {max(written)} in one building")
    if bool(left_unit) != bool(right_unit):
        return AddressComparison("building", 0.7, "same building, the unit is given on one side only")
    if not left_unit and left.floor != right.floor:
        if left.floor and right.floor:
            return _different(
                0.5, f"floor {min(left.floor, right.floor)} against {max(left.floor, right.floor)} in one building"
            )
        return AddressComparison("building", 0.7, "same building, the floor is given on one side only")
    if not sure:
        return AddressComparison(
            "building", 0.7, "same street and building by their words, no house number to confirm it"
        )
    return AddressComparison(
        "address", 0.95, "same address" if left.raw == right.raw else "same address written otherwise"
    )


def _room(unit: str) -> str:
    """The room number without letter and range.

    "1605a" and "1605-07" are at "1605"; "" where it is too short to say much.
    """
    room = unit.partition("-")[0].rstrip("abcdefgh")
    return room if len(room) >= 3 else ""


def _different(score: float, why: str) -> AddressComparison:
    return AddressComparison("", score, f"different: {why}")


def address_keys(text: str) -> frozenset[str]:
    """Keys under which addresses that may be one meet.

    A number with a telling word, two telling words, or a post box.
    """
    address = understand_address(text)
    words = sorted(
        {stem(w) for w in address.words if len(w) >= 3} | {a + b for a, b in pairwise(address.words)},
        key=lambda w: (-len(w), w),
    )[:10]
    numbers = {*address.numbers, *address.codes, *address.units, *(p for n in address.numbers for p in n.split("-"))}
    keys = {f"{number} {word}" for number in numbers for word in words}
    plain = sorted({stem(w) for w in address.words if len(w) >= 4}, key=lambda w: (-len(w), w))[:6]
    keys |= {f"{min(a, b)} {max(a, b)}" for i, a in enumerate(plain) for b in plain[i + 1 :]}
    keys |= {f"{number} ~{bones}" for number in set(address.numbers) for bones in _bones(address.words)}
    return frozenset(keys | {f"box{number}" for number in address.boxes})


def _bones(words: tuple[str, ...]) -> set[str]:
    """The consonants of words, alone and joined, however they are spelled: "Kuang Ming", "Guangming", "کریمی"."""
    joined = {"".join(_PINYIN_POINTS.get(word, word) for word in pair) for pair in pairwise(words)}
    spelled = (arabic_sounds.bare(word) if script_of(word[0]) == "arabic" else word for word in {*words, *joined})
    return {bones for bones in map(skeleton, spelled) if len(bones) >= _TELLING_BONES}


_TELLING_BONES = 3
