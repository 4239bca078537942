"""One way of writing for what folded addresses write in several."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from monitor.naming.lexicon_files import lines
from monitor.naming.transliterate import latin

DIRECTIONS = {"dong": "east", "xi": "west", "nan": "south", "bei": "north", "zhong": "middle", "central": "middle"}
POINTS = frozenset(DIRECTIONS.values())
_OF_LETTERS = {"n": "north", "s": "south", "e": "east", "w": "west"}
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_SPELLED = {
    **{word: str(n) for n, word in enumerate(_ORDINALS.split("|"), 1)},
    **{"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8"},
}
_ROAD = r"(?:roads?|rd|streets?|st|avenue|ave|av|boulevard|blvd)"
# Signs of which a text must have one for the pattern to be worth a look (none: any text), a pattern of folded addresses
# and the one way of writing for it, in this order.
_RULES: tuple[tuple[str, str, str | Callable[[re.Match[str]], str]], ...] = (
    ("", r"(?<!\w)\(?r\.?o\.?c\.?\)?(?!\w)", " "),  # Taiwan's
    (  # the country before a post code: "FI-00100"
        "-",
        r"(?<!\w)(?:fi|de|ch|at|nl|be|se|dk|no|pl|it|fr|es|lv|lt|ee|cz|sk|hu|ro|bg|rs|[dafslib])-(?=\d{4,6}(?!\w))",
        " ",
    ),
    ("", r"(?<!\w)(\d+)-?(?:st|nd|rd|th|eme|er|ya|y|aya|oy|я|й|ая)(?!\w)", r"\1"),
    (
        "first second third rth fth xth nth ghth ii",
        rf"(?<!\w)({_ORDINALS}|ii|iii)(?!\w)",
        lambda m: _SPELLED[m[1]],
    ),
    (
        "iv vi",
        r"(?<!\w)(iv|vi|vii|viii)(?=\s(?:main|cross|phase|stage|block|sector|section)(?!\w))",
        lambda m: _SPELLED[m[1]],
    ),
    (".", r"(?<!\w)(?:[a-z]\.){2,}(?=\W|$)", lambda m: m[0].replace(".", "")),
    ("-e", r"(?<=\w)-e[- ](?=\w)", " "),  # Persian
    ("-", r"(?<!\w)(\d+)-([a-z])(?!\w)", r"\1\2"),
    ("hao", r"(\d)\s*hao(?!\w)", r"\1"),
    ("-", r"(?<!\w)(\d+)\s?(?:f|floor|fl)\.?-(\d+)(?!\w)", r" floor \1 , unit \2 "),  # Taiwan's
    ("chome", r"(?<!\w)(\d+(?:-\d+)*),?\s+([a-z]+)\s+(\d+)-chome(?!\w)", r"\3-\1 \2"),
    ("chome", r"(\d+)-chome\s+(?=\d)", r"\1-"),
    ("-g", r"(?<!\w)(\d+)-(?:gil|ga)(?!\w)", r"\1 "),
    ("а б в г", r"(?<=\d)[абвг](?!\w)", lambda m: latin(m[0])),
    ("-д -d", r"(?<!\w)(?:пр|pr)-[дd](?!\w)", "proezd"),
    ("пр- pr-", r"(?<!\w)(?:пр|pr)-[кk]?[тt](?!\w)", "prospekt"),
    ("б- b-", r"(?<!\w)(?:б-р|b-r)(?!\w)", "bulvar"),
    ("w/h", r"(?<!\w)w/h(?!\w)", "warehouse"),
    # "M. Posadskaya" is the small one.
    ("m. м.", r"(?<!\w)[мm]\.\s?(?=\w{4,}(?:aya|yy|iy|oy|ая|ый|ий|ой)(?!\w))", "malaya "),
    ("b. б.", r"(?<!\w)[бb]\.\s?(?=\w{4,}(?:aya|yy|iy|oy|ая|ый|ий|ой)(?!\w))", "bolshaya "),
    ("n. н.", r"(?<!\w)[нn]\.\s?(?=\w{4,}(?:aya|yy|iy|oy|ая|ый|ий|ой)(?!\w))", "novaya "),
    (".", r"(?<=\d )([nsew])\.\s?(?=[a-z]{3})", lambda m: f"{_OF_LETTERS[m[1]]} "),
    ("- /", r"(?<!\w)([a-z])[-/](?=\d+(?!\w))", r"\1"),
    ("", r"(?<=\d )([nsew])\.?(?=\s\d)", lambda m: _OF_LETTERS[m[1]]),
    ("", r"(?<=\d )([a-z])\s(?=\d+(?!\w))|^([a-z])\s(?=\d+(?!\w))", lambda m: m[1] or m[2]),
    (  # where it is near, not where it is
        "after before near opp behind beside next adjacent across corner",
        r"(?<!\w)(?:after|before|near|opp(?:osite)?|behind|beside|next to|adjacent to|across from|corner of)"
        r"\.?\s[^,;]*",
        " ",
    ),
    ("自", r"自由贸易试验区|自贸区|自贸试验区", " "),
    ("str стр", r"(\d,?\s*)(?:str|стр)\.?\s*(?=\d)", r"\1 building "),
    (".", r"(?<=\d)\.(?=\s)", " "),
    ("u", r"(?<!\w)u\s?(?=\d+(?!\w))", "unit "),
    ("(", r"\(([nsew])\)", lambda m: f" {_OF_LETTERS[m[1]]} "),
    ("", rf"(?<!\w)([nsew])\.?\s+(?={_ROAD}(?!\w))", lambda m: f"{_OF_LETTERS[m[1]]} "),
    ("", rf"(?<!\w)({_ROAD})\.?\s+([nsew])\.?(?!\w)", lambda m: f"{m[1]} {_OF_LETTERS[m[2]]}"),
    (  # "ss" for "ß"
        "str tie katu gatan vagen utca",
        r"(?<!\w)([a-z]{3,}?)"
        r"(?:strasse|str\.|str|(?:in|n)?(?:tie|katu)|s?(?:vagen|gatan)|(?<=[^s])straat|utca)(?!\w)",
        r"\1 street ",
    ),
    ("-daero -ro -gil", r"(?<!\w)([a-z]{2,})-(?:daero|ro|gil)(?!\w)", r"\1 street "),  # Korea
    (
        "-gu -dong -si -eup -myeon -ku -cho -shi",
        r"(?<!\w)([a-z]{2,})-(?:gu|dong|si|eup|myeon|ku|cho|shi)(?!\w)",
        r"\1 ",
    ),
    (
        "lu jie dadao",
        r"(?<!\w)([a-z]*?)(dong|xi|nan|bei|zhong)\s?(?:lu|jie|dajie|dadao)(?!\w)",
        lambda m: f"{m[1]} {DIRECTIONS[m[2]]} road",
    ),
    ("dong xi nan bei zhong", rf"(?<!\w)(dong|xi|nan|bei|zhong)(?=\s{_ROAD}(?!\w))", lambda m: DIRECTIONS[m[1]]),
)
_REWRITTEN = tuple((tuple(signs.split()), re.compile(pattern), to) for signs, pattern, to in _RULES)


def one_spelling(text: str) -> str:
    """A folded address with ordinals as numbers, points of the compass in words, free zones in full, kinds of street
    written apart, and without what it is near to.
    """
    text = _free_zone().sub(lambda m: _free_zones()[m.group()], text)
    for signs, pattern, to in _REWRITTEN:
        if not signs or any(sign in text for sign in signs):
            text = pattern.sub(to, text)
    return text


@cache
def _free_zones() -> dict[str, str]:
    """Short names of free zones -> their full names."""
    return {short: full for short, _, full in (line.partition(" = ") for line in lines("free_zones.txt"))}


@cache
def _free_zone() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_free_zones(), key=len, reverse=True))})(?!\w)")
