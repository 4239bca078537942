"""Addresses: the same building, the same unit, or neither (15 CFR 744.16(f) lists addresses without a name)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from . import places
from .transliterate import fold, latin

_SHORT = {
    "rd": "road", "str": "street", "st": "street", "ave": "avenue", "av": "avenue", "bldg": "building", "bld": "building", "blk": "block",
    "dist": "district", "ctr": "center", "centre": "center", "hwy": "highway", "blvd": "boulevard", "ln": "lane", "sq": "square", "ind": "industrial",
    "pl": "place", "dr": "drive", "mansion": "building", "twr": "tower", "tow": "tower", "e": "east", "w": "west", "n": "north", "s": "south",
    "ulitsa": "street", "ul": "street", "prospekt": "avenue", "pr": "avenue", "shosse": "highway", "cad": "street", "cd": "street", "caddesi": "street",
    "sok": "street", "sk": "street", "sokak": "street", "sokagi": "street", "mah": "quarter", "mahallesi": "quarter", "kat": "floor", "daire": "unit",
    "dom": "number", "korpus": "building", "stroenie": "building", "lu": "road", "jie": "street", "dadao": "avenue", "sanayi": "industrial",
    "comm": "commercial", "hse": "house", "gdn": "garden", "cntr": "center", "int": "international", "intl": "international", "ph": "phase",
}  # fmt: skip
_FLOOR_WORD = r"(?:floors?|flr?|fl|kat|etazh)"
_FLOOR = re.compile(rf"(?<!\w)(?:(\d+[a-z]?)\s*/\s*f(?!\w)|(\d+)(?:st|nd|rd|th)?\s*{_FLOOR_WORD}(?!\w)|{_FLOOR_WORD}\.?\s*(\d+[a-z]?)(?!\w)|(ground|first|second|third)\s+floor|g\s*/\s*f(?!\w)|(\d+)f(?!\w))")
_UNIT_WORD = r"(?:rooms?|rms?|units?|flats?|suites?|ste|offices?|off|apartments?|apt|shops?|workshops?|daire|kv|of|ofis|pom)"
_UNIT = re.compile(rf"(?<!\w){_UNIT_WORD}\.?\s*(?:nos?\.?|#|number)?\s*:?\s*#?([a-z]?-?\d+[a-z]?(?:\s*[-–/]\s*[a-z]?\d*[a-z]?)?|[a-z]\d*)(?!\w)")
_NUMBER = re.compile(r"(?<!\w)(?:no|nr|nos|number|d|dom|no:|#)?\.?\s*:?\s*(\d+(?:[-–/]\d+)?[a-z]?)(?!\w)")
_CITY_NOISE = frozenset(
    "road street avenue building block district center highway boulevard lane square industrial place drive tower east west north south number city town "
    "province region county country area zone park estate village state prefecture pr p r of the and po box p.o floor near opposite no house commercial "
    "new phase quarter territory territories republic people peoples sar s.a.r hi tech hightech high economic development free trade international business "
    "main part room unit plaza garden mansion complex technology science software first second".split()
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart. ``numbers`` are house numbers and post codes, ``words`` what names the street or the building."""

    raw: str
    unit: str
    floor: str
    numbers: frozenset[str]
    words: frozenset[str]  # telling words, Latin lower case
    kinds: frozenset[str]  # road, building, ... and other common words
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class AddressComparison:
    """``same``: "address" (same building, and unit where there is one), "building" (units unknown), or "" (different)."""

    same: str
    score: float
    reason: str


@lru_cache(maxsize=1 << 12)
def understand_address(text: str) -> Address:
    """Take an address apart; never fails."""
    folded = fold(text).replace("’", "'").replace("'", "")
    unit, floor = "", ""
    found = _FLOOR.search(folded)
    if found:
        floor = next((g for g in found.groups() if g), "g")
        floor = {"ground": "g", "first": "1", "second": "2", "third": "3"}.get(floor, floor)
        folded = folded[: found.start()] + " , " + folded[found.end() :]
    found = _UNIT.search(folded)
    if found:
        unit = re.sub(r"[\s–/]+", "-", found.group(1)).replace("-", "")
        folded = folded[: found.start()] + " , " + folded[found.end() :]
    numbers = {re.sub(r"[–/]", "-", m.group(1)) for m in _NUMBER.finditer(folded)}
    words: set[str] = set()
    kinds: set[str] = set()
    where: set[str] = set()
    rough = tuple(w for w in (latin(w) for w in re.split(r"[^\w]+", folded)) if w)
    position = 0
    while position < len(rough):
        phrase = places.phrase_at(rough, position)
        if phrase:
            where.add(phrase[1])
            position = phrase[0]
            continue
        word = _SHORT.get(rough[position], rough[position])
        position += 1
        if word[0].isdigit():
            continue
        place = places.place_of(word)
        if place:
            where.add(place)
        elif word in _CITY_NOISE or len(word) < 2:
            kinds.add(word)
        else:
            words.add(word)
    return Address(text, unit, floor, frozenset(numbers), frozenset(words), frozenset(kinds), frozenset(where))


def _shared_words(a: frozenset[str], b: frozenset[str]) -> int:
    shared = a & b
    left, right = a - shared, b - shared
    more = 0
    for word in sorted(left):
        if len(word) >= 5 and any(len(o) >= 5 and OSA.distance(word, o, score_cutoff=1) <= 1 for o in right):
            more += 1
    return len(shared) + more


def compare_addresses(a: str, b: str) -> AddressComparison:
    """Whether two addresses are one. Symmetric."""
    left, right = understand_address(a), understand_address(b)
    if any(not places.compatible(p, q) and len(places.lies_in(p)) == len(places.lies_in(q)) for p in left.places for q in right.places) and not left.places & right.places:
        return AddressComparison("", 0.0, "different: " + " against ".join(sorted(("/".join(sorted(left.places)), "/".join(sorted(right.places))))))
    numbers = left.numbers & right.numbers
    shared = _shared_words(left.words, right.words)
    fewer = min(len(left.words), len(right.words))
    if left.numbers and right.numbers and not numbers:
        return AddressComparison("", 0.2, "different: other house numbers")
    if not shared or shared < min(2, fewer) or shared < fewer / 2:
        return AddressComparison("", 0.2, "different: another street or building")
    if not numbers and shared < 3:
        return AddressComparison("", 0.4, "different: too little in common")
    if left.unit and right.unit and left.unit != right.unit:
        return AddressComparison("", 0.5, f"different: unit {min(left.unit, right.unit)} against {max(left.unit, right.unit)} in one building")
    if left.floor and right.floor and left.floor != right.floor and not (left.unit and left.unit == right.unit):
        return AddressComparison("", 0.5, f"different: floor {min(left.floor, right.floor)} against {max(left.floor, right.floor)} in one building")
    if (left.unit or right.unit) and left.unit != right.unit:
        return AddressComparison("building", 0.7, "same building, the unit is given on one side only")
    if not left.unit and (left.floor or right.floor) and left.floor != right.floor:
        return AddressComparison("building", 0.7, "same building, the floor is given on one side only")
    if not numbers:
        return AddressComparison("building", 0.7, "same street and building by their words, no house number to confirm it")
    return AddressComparison("address", 0.95, "same address" if left.raw == right.raw else "same address written otherwise")


def address_keys(text: str) -> frozenset[str]:
    """Keys under which addresses that may be one meet: a house number with a telling word, or two telling words."""
    address = understand_address(text)
    words = sorted(address.words, key=lambda w: (-len(w), w))[:6]
    keys = {f"{number} {word}" for number in address.numbers for word in words}
    keys |= {f"{min(a, b)} {max(a, b)}" for i, a in enumerate(words) for b in words[i + 1 :]}
    return frozenset(keys)
