"""An address taken apart: unit, floor, building, house numbers, post codes, streets and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.naming import places
from monitor.naming.address_spellings import DIRECTIONS, POINTS, one_spelling
from monitor.naming.lexicon_files import lines
from monitor.naming.native_addresses import in_latin
from monitor.naming.transliterate import fold, latin, script_of

_FLOORS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\w)(?P<floor>\d+[a-z]?|g|lg|ug)\s*/\s*f(?!\w)",
        r"(?<!\w)(?:floors?|flr?|kat|etazh|level|lvl|piso|planta|et|этаж|эт|ет)\.?\s*(?:no\.?\s*)?:?\s*"
        r"(?P<floor>\d+[a-z]?)(?!\w)",
        r"(?<!\w)(?P<floor>\d+|ground)\s*(?:floors?|flr?|fl|kat|etazh|etage|piso|planta|og|этаж|эт|ет)(?!\w)",
        r"(?<!\w)(?P<floor>\d+)f(?!\w)",
        r"(?<!\w)k\s*[:.]\s*(?P<floor>\d+)(?!\w)",  # Turkish
        r"(?<!\w)l\s?(?P<floor>\d{1,2})(?!\w)",
    )
)
_UNIT_NUMBER = (
    r"(?![a-z])(?:\s*/\s*(?:rms?|flats?|rooms?|units?))?\.?\s*(?:nos?\.?|number)?\s*[:#]?\s*"
    r"(?P<unit>[a-z]{0,2}-?\d+(?:\s?[a-z](?!\w))?(?:\s*[-–/&]\s*[a-z]?\d+[a-z]?)*|[a-z]\d*)(?!\w)"
)
_UNITS = (  # the room before the block that it is in
    re.compile(r"#\s*(?P<unit>\d{1,2}\s*-\s*\d{1,4}[a-z]?)(?!\w)"),  # Singapore: "#03-03"
    re.compile(
        r"(?<!\w)(?:rooms?|rms?|units?|flats?|suites?|ste|offices?|off|apartments?|appt|apt|daire|kv|ofis|pom|of"
        r"|bureau|oficina|ofic|apto|kom|komnata|pomeshch|kab|kabinet|оф|офис|пом|помещ|помещение|кв|ком"
        r"|комната|каб|кабинет)" + _UNIT_NUMBER
    ),
    re.compile(r"#\s*(?P<unit>\d{2,5}[a-z]?)(?!\w)"),
    re.compile(r"(?<!\w)d\s*:\s*(?P<unit>\d+)(?!\w)"),  # Turkish
    re.compile(r"(?<!\w)(?:shops?|workshops?|warehouse)" + _UNIT_NUMBER),
)
_IN_SINGAPORE = re.compile(r"(?<![\w-])(?P<unit>\d{2}-\d{2,3})(?![\w-])")
_TURKISH = re.compile(r"(?<!\w)(?:mah|mh|cad|cd|sok|sk|kat|mahallesi|caddesi|sokak)(?!\w)")
_TURKISH_FLAT = re.compile(r"(?<!\w)d\.?\s*(?P<unit>\d+)(?!\w)")
_HOUSE_LIKE, _SHORT_NUMBER = re.compile(r"\d+f"), re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_GLUED_NUMBER = re.compile(r"(?<!\w)(\d+)(?=[A-Z][a-z]{2})")  # "12Tsing Yeung"
_POST_CODE = re.compile(  # as written: Dutch, British, Canadian, American with four digits more, Singaporean
    r"(?<![\w-])(?<![Bb][Oo][Xx] )(?<![Oo][Bb] )"
    r"(?:(?:NL-?)?(\d{4}\s?(?!(?:ST|RD|AV|LN|DR|FL|PL|NO|ND|TH|UL|PR|SK)\b)[A-Z]{2})"
    r"|([A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{5}-\d{4})|S\s?\(?(\d{6})\)?)(?=[\s,.;]|$)"
)
_BLOCK = re.compile(
    r"(?<!\w)(?:korp(?:us)?|корп(?:ус)?|stroenie|строение|building|bldg|block|blk|blok|tower)\.?\s*(?:no\.?\s*)?"
    r"(?P<block>\d{1,3}|[a-z])(?![\w/])|(?<![\w-])(?P<before>[a-z])\s+(?:block|blok)(?!\w)"
)
_LETTER_OF_BLOCK = re.compile(
    r"(?<!\w)(?:building|bldg|block|blk|blok|tower)\.?\s*(?:no\.?\s*)?[a-z](?![\w/])"
    r"|(?<![\w-])[a-z]\s+(?:block|blok)(?!\w)"
)
_BOX = re.compile(
    r"(?<!\w)(?:(?:p\W{0,2}o\W{0,2}\s*)?box|pob|p\.o\.b)\.?\s*(?:no\.?|#)?\s*:?\s*(?P<box>\d+(?:[-/]\d+)?)"
)
_NUMBER = re.compile(r"(?<!\w)([a-z]?\d+(?:\s?[a-z](?!\w)|[a-z]{2}(?!\w))?(?:\s*[-–/]\s*\d+[a-z]?(?!\w))*)(?!\w)")
_CODE = re.compile(r"\d{5,}")
_DIGITS = re.compile(r"(?<![a-z])[a-z]?\d+(?:[a-z](?![a-z]))?")


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart.

    ``units``: how the unit may be written, with its floor in it or not ("19c", "c@19"); ``numbers``: house numbers,
    a range as written; ``parts``: numbered lanes, phases and sectors; ``codes``: post codes; ``kinds``: what the
    streets are ("road", "avenue"); ``words``: what names the street and the building, in order, Latin lower case
    (Arabic script stays); ``digits``: all numbers but post codes and boxes, as they follow each other.
    """

    raw: str
    units: frozenset[str]
    floor: str
    blocks: frozenset[str]
    numbers: tuple[str, ...]
    parts: frozenset[tuple[str, str]]
    boxes: frozenset[str]
    codes: frozenset[str]
    kinds: frozenset[str]
    words: tuple[str, ...]
    places: frozenset[str]
    digits: str


@cache
def _vocabulary() -> tuple[dict[str, str], frozenset[str]]:
    """Abbreviations written out, and the words that name no street or building."""
    short: dict[str, str] = {}
    common: set[str] = set()
    for line in lines("address_words.txt"):
        word, *forms = line.split()
        common.add(word)
        short.update((form, word) for form in forms)
    return short, frozenset(common)


@cache
def _names_of_streets() -> dict[str, str]:
    """Words that streets are named after in many towns -> the English word."""
    return {form: line.split()[0] for line in lines("street_names.txt") for form in line.split()}


def _post_codes(text: str) -> tuple[set[str], str]:
    """Post codes that are no plain numbers, without their spaces, and the address without them."""
    codes = {re.sub(r"\W", "", code).lower() for found in _POST_CODE.findall(text) for code in found if code}
    return codes, _POST_CODE.sub(" , ", text) if codes else text


_PARTS = r"(lane|alley|koocheh|kucheh|main|cross|phase|sector|section|sec)"
_PART_AND_NUMBER = re.compile(rf"(?<!\w){_PARTS}\.?\s*(?:no\.?\s*)?-?(\d+)(?!\w)")
_NUMBER_AND_PART = re.compile(rf"(?<!\w)(\d+)\s+{_PARTS}(?!\w)")


def _numbered_parts(text: str) -> Iterator[tuple[str, str]]:
    short, _ = _vocabulary()
    for part, number in _PART_AND_NUMBER.findall(text):
        yield short.get(part, part), number
    for number, part in _NUMBER_AND_PART.findall(_PART_AND_NUMBER.sub(" ", text)):
        yield short.get(part, part), number


def _cut(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + " , " + text[found.end() :]


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next(filter(None, (pattern.search(text) for pattern in patterns)), None)


def _box(text: str) -> tuple[frozenset[str], str]:
    """The post box, and the text without it."""
    found = _BOX.search(text)
    return (frozenset({found.group("box").replace("/", "-")}), _cut(text, found)) if found else (frozenset(), text)


def _floor(text: str) -> tuple[str, str]:
    """The floor, and the text without it."""
    found = _first(_FLOORS, text)
    if not found or (_HOUSE_LIKE.fullmatch(found.group()) and not _SHORT_NUMBER.search(_cut(text, found))):
        return "", text  # "Königsallee 60F"
    return found.group("floor").replace("ground", "g"), _cut(text, found)


def _unit(text: str) -> tuple[str, str]:
    """The unit, and the text without it."""
    found = _first(_UNITS, text)
    if found is None and "singapore" in text:
        found = _IN_SINGAPORE.search(text)
    if found is None and _TURKISH.search(text):
        found = _TURKISH_FLAT.search(text)
    if found is None:
        return "", text
    unit = re.sub(r"(?<=\d)\s(?=[a-z]$)", "", found.group("unit"))
    return _whole_range(re.sub(r"[\s–/&]+", "-", unit).strip("-")), _cut(text, found)


def _numbers_and_codes(text: str) -> tuple[tuple[str, ...], set[str]]:
    """House numbers, and post codes that are plain numbers."""
    numbers: list[str] = []
    codes: set[str] = set()
    for written in _NUMBER.findall(text):
        if _CODE.fullmatch(written):
            codes.add(written)
        else:
            number = re.sub(r"\s*[–/-]\s*", "-", written).replace(" ", "").lstrip("0").strip("-")
            numbers += [_whole_range(number)] if number else []
    return tuple(sorted(numbers)), codes


@lru_cache(maxsize=1 << 12)
def understand_address(text: str) -> Address:
    """Take an address apart; never fails."""
    codes, rest = _post_codes(_GLUED_NUMBER.sub(r"\1 ", text))
    boxes, rest = _box(one_spelling(in_latin(fold(rest).replace("’", "'").replace("'", ""))))
    digits = "".join(_DIGITS.findall(re.sub(r"(?<!\d)\d{5,}(?!\d)", "", rest)))
    floor, rest = _floor(rest)
    unit, rest = _unit(rest)
    numbers, plain_codes = _numbers_and_codes(rest)
    words, kinds, where = _words_and_places(_NUMBER.sub(" ", _LETTER_OF_BLOCK.sub(" ", rest)))
    return Address(
        raw=text,
        units=_unit_forms(unit, floor),
        floor=floor,
        blocks=frozenset(found.group("block") or found.group("before") for found in _BLOCK.finditer(rest)),
        numbers=numbers,
        parts=frozenset(_numbered_parts(rest)),
        boxes=boxes,
        codes=frozenset(codes | plain_codes),
        kinds=kinds,
        words=words,
        places=where,
        digits=digits,
    )


def _whole_range(number: str) -> str:
    """ "1318-19" in full; others as they are."""
    first, _, last = number.partition("-")
    longer = first.isdigit() and last.isdigit() and len(first) >= _LONG_NUMBER and len(last) == _SHORT_END
    return f"{first}-{first[:-_SHORT_END]}{last}" if longer else number


_LONG_NUMBER, _SHORT_END = 4, 2
_WORDS_AND_COMMAS = re.compile(r"[^\W_]+|[,;()]")
# What stands behind the name of a street.
_STREETS = frozenset(
    re.findall(
        r"\w+",
        "road rd street st avenue ave boulevard blvd lane highway hwy lu jie ulitsa ul prospekt prospect pr shosse sh"
        " pereulok per naberezhnaya nab bulvar proezd cadde caddesi cad cd sokak sok sokagi bulvari",
    )
)
_KINDS = frozenset({"road", "street", "avenue", "highway", "boulevard", "lane", "drive", "embankment"})


def _words_and_places(text: str) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """What names streets and buildings, in order, what the streets are, and the places, of an address without
    numbers.
    """
    short, common = _vocabulary()
    rough = tuple(_in_latin(part) if part[0].isalnum() else part for part in _WORDS_AND_COMMAS.findall(text))
    rough = tuple(filter(None, rough))
    words: list[str] = []
    kinds, where = set[str](), set[str]()
    position = 0
    while position < len(rough):
        phrase = places.phrase_at(rough, position)
        word = short.get(rough[position], rough[position])
        position += 1
        street = _is_street(rough[phrase[0] if phrase else position :])  # "Nanjing Road" is in Shanghai
        if word in _KINDS:
            kinds.add(word)
        if not word[0].isalpha() or (word in common and not phrase):
            continue
        if phrase and not street:
            where.add(phrase[1])
            position = phrase[0]
        elif not street and (place := places.place_of(word)):
            where.add(place)
        else:
            word = _names_of_streets().get(word, word)
            words.append(DIRECTIONS[word] if word == "central" else word)
    return tuple(words), frozenset(kinds), frozenset(where)


def _in_latin(word: str) -> str:
    """Arabic script stays: it may be read in many ways, of which the other address has one."""
    if script_of(word[0]) == "arabic":
        return places.native_places().get(word, word)
    return latin(word)


def _is_street(following: tuple[str, ...]) -> bool:
    """Whether the words that follow make a street of what stands before: "East Road"."""
    head = following[:1]
    if head and (head[0] in POINTS or head[0] in DIRECTIONS):
        head = following[1:2]
    return bool(head) and head[0] in _STREETS


def _unit_forms(unit: str, floor: str) -> frozenset[str]:
    if not unit:
        return frozenset()
    forms = {unit, unit.replace("-", "")}
    if floor and not unit.startswith(floor):
        forms |= {f"{floor}{unit}", f"{floor}{unit.zfill(2)}"}
        if len(unit) <= 2:
            forms.discard(unit)  # "Unit 4" says nothing without its floor
    return frozenset(forms)
