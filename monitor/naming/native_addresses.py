"""Addresses in Chinese, Korean, Arabic and Persian script in the order and words of Latin ones."""

from __future__ import annotations

import re
from functools import cache

from monitor.naming import places
from monitor.naming.lexicon_files import lines
from monitor.naming.transliterate import latin, pinyin_of

_HAN, _HANGUL = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[\uac00-\ud7a3]")
_PART = re.compile(
    r"([\u3400-\u9fff]+?)(省|市|新区|新區|区|區|县|縣|镇|乡|村|路|大街|街|大道|道|巷|弄|大厦|大樓|大楼|广场|廣場|中心"
    r"|工业园|科技园|园区|开发区|花园(?![路街道])|工业区)"
)
_NUMERAL = re.compile(r"([一二三四五六七八九十]{1,3})(?=(?:段|号楼|号|室|楼|层|栋|座|幢|单元|丁目|番|期|区段|环))")
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)}
_NUMBER = re.compile(
    r"([a-z]?\d+[a-z]?(?:\s*[-–]\s*\d+)?|(?<![a-z])[a-z](?=[栋棟座幢室]))\s*"
    r"(号楼|號樓|号|號|室|楼|樓|层|層|栋|棟|座|幢|单元|段|丁目|番地|番|期|弄)"
)
_NUMBERED = {
    "室": "room",
    "段": "section",
    "期": "phase",
    "弄": "lane",
    **dict.fromkeys(("楼", "樓", "层", "層"), "floor"),
    **dict.fromkeys(("号楼", "號樓", "栋", "棟", "座", "幢"), "building"),
}
_KIND = {
    "路": "road",
    "街": "street",
    "大街": "street",
    "大道": "avenue",
    "道": "road",
    "巷": "lane",
    "弄": "lane",
    "大厦": "building",
    "大楼": "building",
    "大樓": "building",
}
_ROADS = frozenset({"路", "街", "大街", "大道", "道"})
_POINTS = {"中": "central", "东": "east", "西": "west", "南": "south", "北": "north"}
_KOREAN_NUMBER = re.compile(r"(\d+)\s*(호|층|동|번길|번지|길|차)")
_KOREAN_NUMBERED = {"호": "room", "층": "floor", "동": "building"}
_KOREAN_PART = re.compile(
    r"(?<![\uac00-\ud7a3])([\uac00-\ud7a3]+?)(특별시|광역시|시|도|구|군|동|대로|로|길|읍|면)(?![\uac00-\ud7a3])"
)
_KOREAN_STREETS = frozenset({"대로", "로", "길"})


@cache
def _streets_of_hong_kong() -> dict[str, str]:
    """Streets in simplified characters -> their English names."""
    return {native: english for native, _, english in (line.partition(" ") for line in lines("hong_kong_streets.txt"))}


@cache
def _street_of_hong_kong() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(_streets_of_hong_kong())})([{''.join(_POINTS)}]?)")


def in_latin(text: str) -> str:
    """A folded address with its native parts as in a Latin one: "浪潮路1036号" -> "langchao road no 1036"."""
    if text.isascii():
        return text
    if _ARABIC.search(text):
        text = _from_arabic(text)
    if _HANGUL.search(text):
        text = _from_korean(text)
    return _from_chinese(text) if _HAN.search(text) else text


_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_WORDS = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)"), f" {english} ")
    for words, english in (
        (r"ص\s*\.?\s*ب\.?|صندوق پستی|صندوق بريد|صندوق برید", "po box"),
        ("خیابان|شارع|کوچه", "street"),
        ("بلوار", "boulevard"),
        ("میدان", "square"),
        ("پلاک|رقم|شماره", "no"),
        ("طبقه|الطابق|طابق", "floor"),
        ("واحد|شقه|مکتب", "unit"),
        ("بنایه|مبنی|ساختمان|برج", "building"),
        ("منطقه", "district"),
        ("العربیه المتحده", ""),  # the Emirates
        ("اول|یکم|الاول", "1"),
        ("دوم|الثانی", "2"),
        ("سوم|الثالث", "3"),
        ("چهارم|الرابع", "4"),
        ("پنجم|الخامس", "5"),
    )
)


def _from_arabic(text: str) -> str:
    """Words of addresses in English, digits and places in Latin; names stay as they are written."""
    text = re.sub(r"[\u0660-\u0669\u06f0-\u06f9]", lambda m: str(int(m.group())), text).replace("،", " , ")
    for words, english in _ARABIC_WORDS:
        text = words.sub(english, text)
    for native in _places_of_several_words():
        text = text.replace(native, f" {places.native_places()[native]} ") if native in text else text
    return text


@cache
def _places_of_several_words() -> tuple[str, ...]:
    """The longest first."""
    return tuple(sorted((place for place in places.native_places() if " " in place), key=len, reverse=True))


def _from_chinese(text: str) -> str:
    def numeral(found: re.Match[str]) -> str:
        tens, _, ones = found.group(1).rpartition("十")
        if "十" not in found.group(1):
            return "".join(str(_DIGITS[digit]) for digit in ones)
        return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))

    def number(found: re.Match[str]) -> str:
        return f" , {_NUMBERED.get(found.group(2), 'no')} {found.group(1)} , "

    def street(found: re.Match[str]) -> str:
        return f" , {_streets_of_hong_kong()[found.group(1)]} {_POINTS.get(found.group(2), '')} , "

    def part(found: re.Match[str]) -> str:
        name, kind, point = found.group(1), found.group(2), ""
        if kind in _ROADS and name[-1] in _POINTS:  # "南京东路"
            name, point = name[:-1], _POINTS[name[-1]]
        place = places.native_places().get(name)
        return f" {place or ''.join(pinyin_of(name))} {point} {_KIND.get(kind, '')} , "

    text = re.sub(r"(\d+)楼之(\d+)", r" floor \1 , unit \2 , ", _NUMERAL.sub(numeral, text))
    text = _NUMBER.sub(number, text)
    text = _street_of_hong_kong().sub(street, text)
    for native in _chinese_places():
        if native in text:
            town = native + "(?:新区|新區|[省市区县])?(?![大东西南北中]?[路街道])"
            text = re.sub(town, f" {places.native_places()[native]} , ", text)
    text = _PART.sub(part, text)
    return re.sub(r"[\u3400-\u9fff]+", lambda m: " " + "".join(pinyin_of(m.group())) + " ", text)


@cache
def _chinese_places() -> tuple[str, ...]:
    """Places in Chinese characters, the longest first."""
    native = (place for place in places.native_places() if len(place) > 1 and "\u3400" <= place[0] <= "\u9fff")
    return tuple(sorted(native, key=len, reverse=True))


def _from_korean(text: str) -> str:
    def part(found: re.Match[str]) -> str:
        name, kind = found.groups()
        place = places.native_places().get(name)
        return f" {place or latin(name)} {'street' if kind in _KOREAN_STREETS else ''} , "

    text = _KOREAN_NUMBER.sub(lambda m: f" , {_KOREAN_NUMBERED.get(m.group(2), 'no')} {m.group(1)} , ", text)
    return re.sub(r"([\uac00-\ud7a3])(?=\d)", r"\1 ", _KOREAN_PART.sub(part, text))
