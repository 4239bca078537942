"""Addresses: the same building, the same unit, or neither (15 CFR 744.16(f) lists addresses without a name)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from monitor.naming import places
from monitor.naming.lexicon_files import lines
from monitor.naming.sound import stem
from monitor.naming.transliterate import fold, latin, pinyin_of

_FLOORS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\w)(?P<floor>\d+[a-z]?|g|lg|ug)\s*/\s*f(?!\w)",
        r"(?<!\w)(?P<floor>\d+)(?:st|nd|rd|th)\s*(?:floors?|flr?|fl)(?!\w)",
        r"(?<!\w)(?:floors?|flr?|kat|etazh|level)\.?\s*(?:no\.?\s*)?:?\s*(?P<floor>\d+[a-z]?)(?!\w)",
        r"(?<!\w)(?P<floor>\d+)\s*(?:floors?|flr?|fl|kat|etazh|этаж)(?!\w)",
        r"(?<!\w)этаж\s*(?P<floor>\d+)(?!\w)",
        r"(?<!\w)(?P<floor>ground|first|second|third)\s+floor(?!\w)",
        r"(?<!\w)(?P<floor>\d+)f(?!\w)",
    )
)
_UNIT_NUMBER = (
    r"(?:\s*/\s*(?:rms?|flats?|rooms?|units?))?\.?\s*(?:nos?\.?|number)?\s*[:#]?\s*"
    r"(?P<unit>[a-z]?-?\d+(?:\s?[a-z](?!\w))?(?:\s*[-–/&]\s*[a-z]?\d+[a-z]?)*|[a-z]\d*)(?!\w)"
)
_UNITS = (  # the room before the block that it is in
    re.compile(r"#\s*(?P<unit>\d{1,2}\s*-\s*\d{1,4}[a-z]?)(?!\w)"),  # Singapore: "#03-03"
    re.compile(r"#\s*(?P<unit>\d{2,5}[a-z]?)(?!\w)"),
    re.compile(
        r"(?<!\w)(?:rooms?|rms?|units?|flats?|suites?|ste|offices?|off|apartments?|appt|apt|daire|kv|ofis|pom)"
        + _UNIT_NUMBER
    ),
    re.compile(r"(?<!\w)(?:shops?|workshops?|block|blk)" + _UNIT_NUMBER),
)
_GLUED_NUMBER = re.compile(r"(?<!\w)(\d+)(?=[A-Z][a-z]{2})")  # "12Tsing Yeung"
_BARE_UNIT = re.compile(r"\s*(?P<unit>\d{1,3}-\d{2,4}[a-z]?)\s+(?=[a-z])")  # at the head, without a word before it
_GERMAN_STREET = re.compile(r"(?<!\w)([a-z]{3,})(?:strasse|str\.|str)(?!\w)")  # folded: "ss" for "ß"
_DIRECTION_ROAD = re.compile(r"(?<!\w)([a-z]*?)(dong|xi|nan|bei|zhong)\s?(lu|jie|dajie|dadao)(?!\w)")
_POINT_IN_PINYIN = re.compile(r"(?<!\w)(dong|xi|nan|bei|zhong)(?=\s(?:road|rd|street|st|avenue|ave)(?!\w))")
_DIRECTIONS = {"dong": "east", "xi": "west", "nan": "south", "bei": "north", "zhong": "middle", "central": "middle"}
_POINT_BEHIND = re.compile(r"(?<!\w)(roads?|rd|streets?|st|avenue|ave)\.?\s+([nsew])\.?(?!\w)")
_OF_LETTERS = {"n": "north", "s": "south", "e": "east", "w": "west"}
_POINTS = frozenset({"east", "west", "south", "north", "middle"})
_BLOCK = re.compile(
    r"(?<!\w)(?:korp(?:us)?|корп(?:ус)?|stroenie|строение|building|bldg|block|blk|tower)\.?\s*(?:no\.?\s*)?(?P<block>\d{1,3}|[a-z])(?![\w/])"
)
_BOX = re.compile(r"(?<!\w)(?:p\W{0,2}o\W{0,2}\s*)?box\.?\s*(?:no\.?)?\s*:?\s*(?P<box>\d+)")
_NUMBER = re.compile(r"(?<!\w)(?P<number>[a-z]?\d+(?:\s?[a-z](?!\w))?(?:\s*[-–/]\s*\d*[a-z]?\d*)?)(?!\w)")
_HAN_PART = re.compile(
    r"([\u3400-\u9fff]+?)(省|市|区|區|县|縣|镇|乡|村|路|街|大道|道|巷|弄|大厦|大樓|大楼|广场|廣場|中心|工业园|科技园|园区|开发区|花园(?![路街道])|工业区)"
)
_HAN_NUMBER = re.compile(r"([a-z]?\d+[a-z]?(?:\s*[-–]\s*\d+)?)\s*(号楼|號樓|号|號|室|楼|樓|层|層|栋|棟|座|幢|单元)")
_HAN_KIND = {
    "路": "road",
    "街": "street",
    "大道": "avenue",
    "道": "road",
    "巷": "lane",
    "弄": "lane",
    "大厦": "building",
    "大楼": "building",
    "大樓": "building",
}
_HAN_ROADS = frozenset({"路", "街", "大道", "道"})
_WORDS_OF_FLOORS = {"ground": "g", "first": "1", "second": "2", "third": "3"}


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart.

    ``units``: how the unit may be written, with its floor in it or not ("19c", "c@19"); ``numbers``: house numbers,
    a range as written; ``codes``: post codes; ``words``: what names the street and the building, in order, Latin
    lower case.
    """

    raw: str
    units: frozenset[str]
    floor: str
    numbers: frozenset[str]
    codes: frozenset[str]
    words: tuple[str, ...]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class AddressComparison:
    """``same``.

    "address" (same building, and unit where there is one), "building" (units unknown or next to each other), or ""
    (different).
    """

    same: str
    score: float
    reason: str


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[str, str], frozenset[str]]:
    """Abbreviations written out, and the words that name no street or building."""
    short: dict[str, str] = {}
    common: set[str] = set()
    for line in lines("address_words.txt"):
        word, *forms = line.split()
        common.add(word)
        short.update((form, word) for form in forms)
    return short, frozenset(common)


@lru_cache(maxsize=1)
def _streets_of_hong_kong() -> dict[str, str]:
    """Streets in simplified characters -> their English names."""
    return {native: english for native, _, english in (line.partition(" ") for line in lines("hong_kong_streets.txt"))}


@lru_cache(maxsize=1)
def _street_of_hong_kong() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(_streets_of_hong_kong())})([{''.join(_HAN_POINTS)}]?)")


_HAN_POINTS = {"中": "central", "东": "east", "西": "west", "南": "south", "北": "north"}


def _han_to_latin(text: str) -> str:
    """A Chinese address in the order and words of a Latin one: "浪潮路1036号" -> "langchao road no 1036"."""
    if not re.search(r"[\u3400-\u9fff]", text):
        return text

    def number(found: re.Match[str]) -> str:
        word = {"室": "room", "单元": "unit", "楼": "floor", "樓": "floor", "层": "floor", "層": "floor"}.get(
            found.group(2), "no"
        )
        return f" , {word} {found.group(1)} , "

    def street(found: re.Match[str]) -> str:
        return f" , {_streets_of_hong_kong()[found.group(1)]} {_HAN_POINTS.get(found.group(2), '')} , "

    def part(found: re.Match[str]) -> str:
        name, kind, point = found.group(1), found.group(2), ""
        if kind in _HAN_ROADS and name[-1] in _HAN_POINTS:  # "南京东路"
            name, point = name[:-1], _HAN_POINTS[name[-1]]
        place = places.native_places().get(name)
        return f" {place or ''.join(pinyin_of(name))} {point} {_HAN_KIND.get(kind, '')} , "

    text = _HAN_NUMBER.sub(number, text)
    text = _street_of_hong_kong().sub(street, text)
    for native in sorted(places.native_places(), key=len, reverse=True):
        if native in text and len(native) > 1 and "\u3400" <= native[0] <= "\u9fff":
            text = re.sub(native + "[省市区县]?(?![路街道])", f" {places.native_places()[native]} , ", text)
    text = _HAN_PART.sub(part, text)
    return re.sub(r"[\u3400-\u9fff]+", lambda m: " " + "".join(pinyin_of(m.group())) + " ", text)


@lru_cache(maxsize=1 << 12)
def understand_address(text: str) -> Address:
    """Take an address apart; never fails."""
    folded = _han_to_latin(fold(_GLUED_NUMBER.sub(r"\1 ", text)).replace("’", "'").replace("'", ""))
    floor, unit = "", ""
    numbers: set[str] = set()
    folded = _POINT_BEHIND.sub(lambda m: f"{m.group(1)} {_OF_LETTERS[m.group(2)]}", folded)
    folded = _GERMAN_STREET.sub(r"\1 street ", folded)
    folded = _DIRECTION_ROAD.sub(lambda m: f"{m.group(1)} {_DIRECTIONS[m.group(2)]} road", folded)
    folded = _POINT_IN_PINYIN.sub(lambda m: _DIRECTIONS[m.group(1)], folded)
    found = _BOX.search(folded)
    if found:
        numbers.add("box" + found.group("box"))
        folded = folded[: found.start()] + " , " + folded[found.end() :]
    found = next(filter(None, (pattern.search(folded) for pattern in _FLOORS)), None)
    if found:
        floor = found.group("floor")
        floor = _WORDS_OF_FLOORS.get(floor, floor)
        folded = folded[: found.start()] + " , " + folded[found.end() :]
    found = next(filter(None, (pattern.search(folded) for pattern in _UNITS)), None)
    if found:
        unit = re.sub(r"(?<=\d)\s(?=[a-z]$)", "", found.group("unit"))
        unit = re.sub(r"[\s–/&]+", "-", unit).strip("-")
        folded = folded[: found.start()] + " , " + folded[found.end() :]
    codes: set[str] = set()
    for found in _NUMBER.finditer(folded):
        number = re.sub(r"\s*[–/-]\s*", "-", found.group("number")).replace(" ", "")
        (codes if re.fullmatch(r"\d{5,}", number) else numbers).add(number)
    short, common = _vocabulary()
    rough = tuple(w for w in (latin(w) for w in re.split(r"[\W_]+", folded)) if w)
    words: list[str] = []
    where: set[str] = set()
    position = 0
    while position < len(rough):
        phrase = places.phrase_at(rough, position)
        word = short.get(rough[position], rough[position])
        position += 1
        if phrase:
            where.add(phrase[1])
            position = phrase[0]
        elif word[0].isdigit() or word in common:
            continue
        elif place := places.place_of(word):
            where.add(place)
        else:
            words.append(_DIRECTIONS.get(word, word) if word == "central" else word)
    return Address(
        text, _unit_forms(unit, floor), floor, frozenset(numbers), frozenset(codes), tuple(words), frozenset(where)
    )


def _unit_forms(unit: str, floor: str) -> frozenset[str]:
    if not unit:
        return frozenset()
    forms = {unit, unit.replace("-", "")}
    if floor and not unit.startswith(floor):
        forms |= {f"{floor}{unit}", f"{floor}{unit.zfill(2)}"}
        if len(unit) <= 2:
            forms.discard(unit)  # "Unit 4" says nothing without its floor
    return frozenset(forms)


def _alike(a: str, b: str) -> bool:
    if a == b or len(a) < 5 or len(b) < 5:
        return a == b
    return OSA.distance(a, b, score_cutoff=1) <= 1 or OSA.distance(stem(a), stem(b), score_cutoff=1) <= len(a) // 8


def _shared_words(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[int, int, int]:
    """(words of a found in b, words of b found in a, of them long ones).

    The same, one letter off, or written together.
    """

    def found(words: tuple[str, ...], others: tuple[str, ...]) -> set[int]:
        joined = {x + y for x, y in pairwise(others)}
        taken = {i for i, w in enumerate(words) if w in joined or any(_alike(w, o) for o in others)}
        for i in range(len(words) - 1):
            if words[i] + words[i + 1] in others:
                taken |= {i, i + 1}
        return taken

    here, there = found(a, b), found(b, a)
    return len(here), len(there), sum(len(a[i]) >= 4 for i in here)


def _numbers_meet(a: frozenset[str], b: frozenset[str]) -> bool:
    if a & b:
        return True
    for one, other in ((a, b), (b, a)):
        for number in one:
            low, _, high = number.partition("-")
            if low.isdigit() and high.isdigit() and any(n.isdigit() and int(low) <= int(n) <= int(high) for n in other):
                return True
    return False


def compare_addresses(a: str, b: str) -> AddressComparison:
    """Whether two addresses are one. Symmetric."""
    if (len(a), a) > (len(b), b):
        a, b = b, a
    left, right = understand_address(a), understand_address(b)
    if fold(a) == fold(b):
        return AddressComparison("address", 1.0, "same address")
    apart = [(p, q) for p in left.places for q in right.places if not places.compatible(p, q)]
    cities = [
        {p for p in side if len(places.lies_in(p)) > 1 and not any(p in places.lies_in(q)[1:] for q in side)}
        for side in (left.places, right.places)
    ]
    if cities[0] and cities[1] and all(not places.compatible(p, q) for p in cities[0] for q in cities[1]):
        return _different(0.1, f"{'/'.join(sorted(cities[0]))} against {'/'.join(sorted(cities[1]))}")
    if apart and not left.places & right.places and len(apart) == len(left.places) * len(right.places):
        return _different(0.1, f"{'/'.join(sorted(left.places))} against {'/'.join(sorted(right.places))}")
    boxes = [{n for n in side.numbers if n.startswith("box")} for side in (left, right)]
    left_numbers, left_unit = _with_unit_among_numbers(left, right)
    right_numbers, right_unit = _with_unit_among_numbers(right, left)
    left_numbers, right_numbers = left_numbers - boxes[0], right_numbers - boxes[1]
    points = [_POINTS.intersection(side.words) for side in (left, right)]
    if points[0] and points[1] and not points[0] & points[1]:
        return _different(0.3, f"{'/'.join(sorted(points[0]))} against {'/'.join(sorted(points[1]))}")
    one_sided = bool(points[0]) != bool(points[1])
    blocks = [{found.group("block") for found in _BLOCK.finditer(fold(side.raw))} for side in (left, right)]
    if blocks[0] and blocks[1] and not blocks[0] & blocks[1]:
        return _different(0.4, f"building {min(blocks[0])} against {min(blocks[1])}")
    here, there, long = _shared_words(left.words, right.words)
    fewer, shared = min(len(left.words), len(right.words)), min(here, there)
    alike = shared >= _ENOUGH_WORDS and shared >= 0.75 * max(len(left.words), len(right.words))
    if boxes[0] & boxes[1]:
        if alike and (_numbers_meet(left_numbers, right_numbers) or not (left_numbers and right_numbers)):
            return _by_unit(left, right, left_unit, right_unit, True)
        return AddressComparison("building", 0.75, "the same post box")
    numbers_meet = _numbers_meet(left_numbers, right_numbers)
    if left_numbers and right_numbers and not numbers_meet:
        return _different(0.2, "other house numbers")
    codes_meet = bool(left.codes & right.codes)
    several = len(left_numbers & right_numbers) >= 2 and bool(left.places & right.places)
    if fewer == 0 and not (numbers_meet and (codes_meet or left_unit & right_unit)) and not several:
        return _different(0.2, "too little in common")
    borne_out = numbers_meet and bool(left_unit & right_unit)
    if (
        fewer
        and not several
        and (not shared or shared < fewer / 2 or (fewer > 1 and shared + borne_out < 2) or not long)
    ):
        return _different(0.2, "another street or building")
    all_alike = 1 < shared == max(len(left.words), len(right.words)) and bool(left_unit & right_unit)
    if not numbers_meet and not codes_meet and shared < _ENOUGH_WORDS and not all_alike:
        return _different(0.4, "too little in common")
    sure = (
        numbers_meet
        or codes_meet
        or all_alike
        or (alike and bool(left_unit & right_unit))
        or (alike and shared > _ENOUGH_WORDS)
    )
    if one_sided and sure:
        return AddressComparison("building", 0.7, "another road, or the same without its point of the compass")
    return _by_unit(left, right, left_unit, right_unit, sure)


_ENOUGH_WORDS = 3  # in common, where no number bears it out


def _with_unit_among_numbers(ours: Address, theirs: Address) -> tuple[frozenset[str], frozenset[str]]:
    """A unit given without its word ("1605A Ho King Centre") stands among the numbers of one side."""
    if ours.units:
        return ours.numbers, ours.units
    unit = theirs.units & ours.numbers
    bare = _BARE_UNIT.match(fold(ours.raw))
    if not unit and bare and any("-" in theirs_unit for theirs_unit in theirs.units):
        unit = frozenset({bare.group("unit")})
    return ours.numbers - unit, unit


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


_STREET_WORD = re.compile(
    r"(?i)(?<!\w)(?:lorong|jalan|jln|\w*stra(?:ss|ß)e|\w+weg|\w+platz|calle|rue|ulica|str)(?!\w)|"
    r"(?<!\w)(?:roads?|rd|streets?|st|avenue|ave|building|bldg|floor|room|rm|flat|suite|district|highway|hwy|lane|blvd|boulevard|prospe[ck]t|ulitsa|ul"
    r"|(?:office|shop|warehouse)\s*(?:no\.?)?\s*\d+(?=.*(?:centre|center|tower|building|bldg|plaza|mall)(?!\w))"
    r"|cad|caddesi|sok|sk|sokak|mah|mahallesi|po box|p\.\s?o\.\s?box|\d+/f|shosse)(?!\w)|[路街号號室]"
)
_OTHER_WORD = re.compile(
    r"(?i)(?<!\w)(?:unit|plaza|tower|centre|center|zone|province|city|block|house|no)(?!\w)|[市区區省]|\b\d{5,6}\b|#\d"
)


def looks_like_address(text: str) -> bool:
    """Whether a text is an address and no name.

    A number, a word of streets or buildings, and another such word or a comma.
    """
    if not any(c.isdigit() for c in text):
        return False
    streets = len(_STREET_WORD.findall(text))
    return streets >= 1 and (streets + len(_OTHER_WORD.findall(text)) >= 2 or "," in text)


def are_addresses(a: str, b: str) -> bool:
    """Whether two texts are to be compared as addresses: one looks like one, the other at least might be."""
    return (looks_like_address(a) and _may_be_address(b)) or (looks_like_address(b) and _may_be_address(a))


def _may_be_address(text: str) -> bool:
    """Whether two of three hold: a number, a comma, a word of streets or buildings."""
    return (any(c.isdigit() for c in text) + ("," in text) + bool(_STREET_WORD.search(text))) >= 2


def address_keys(text: str) -> frozenset[str]:
    """Keys under which addresses that may be one meet.

    A number with a telling word, two telling words, or a post box.
    """
    address = understand_address(text)
    words = sorted(
        {stem(w) for w in address.words if len(w) >= 3} | {a + b for a, b in pairwise(address.words)},
        key=lambda w: (-len(w), w),
    )[:10]
    numbers = address.numbers | address.codes | {part for n in address.numbers for part in n.split("-")} | address.units
    keys = {f"{number} {word}" for number in numbers for word in words}
    plain = sorted({stem(w) for w in address.words if len(w) >= 4}, key=lambda w: (-len(w), w))[:6]
    keys |= {f"{min(a, b)} {max(a, b)}" for i, a in enumerate(plain) for b in plain[i + 1 :]}
    return frozenset(keys | {number for number in address.numbers if number.startswith("box")})
