"""Where a name ends and an address begins: the list tables run both together with nothing but a comma between.

The Entity List prints ``SANCO Middle East, FZC, P.O. Box 1, Dubai``: the first comma belongs to the name. The rules
here look at what follows each comma, semicolon or full stop: a legal form or the rest of an institution's name goes on
with the name; a number, ``Room``, ``P.O. Box`` and the like begin an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.place_names import DESTINATION

_FORM = r"""(?:
    Co(?:mpany)? | Corp(?:oration)? | Inc(?:orporated)? | Ltd | Limited | Ltda | PLC | P\.L\.C | L\.P
  | L\.?\s?L\.?\s?C | L\.?\s?L\.?\s?P | W\.?L\.?L | FZE | FZCO? | FZO | FZ-?\s?LLC | FZ | F\.Z\.E | F\.Z\.C\.?O?
  | GmbH(?:\s&\sCo\.?(?:\sKG)?)? | AG | KG | OHG | UG | e\.V | S\.?A\.?R\.?L | S\.?A\.?L | S\.?A\.?S | S\.A | SA
  | S\.?p\.?A | S\.?r\.?l | S\.?R\.?L | B\.?V | N\.?V | Oy | AB | A/S | d\.o\.o | doo | s\.r\.o
  | Pte | Pty | Pvt | PT | Sdn | Bhd | a\.s | A\.?\s?S | A\.?\s?Ş | Ş[Tt][Iİi] | [SŞ]ti | [SŞ]irketi | Tic | San
  | Aktsionernoe\sObshchestvo | Obshchestvo\sS\sOgranichennoi\sOtvetstvennostyu | PPO
  | OOO | ООО | OAO | ZAO | PAO | AO | JSC | OJSC | CJSC | PJSC | PrJSC | NPO | NPP | FGUP | FSUE | SUE | LLP | TOO
  | (?:(?:Open|Closed|Public|Private)[\s-]+)?Joint[\s-]+Stock[\s-]+Company | Limited\sLiability\sCompany
  | General\sTrading | Public\sCompany\sLimited | Private\sLimited | Branch )"""
_FORMS = rf"(?:\(?(?:The\s)?{_FORM}\)?(?:[.,]*\s*(?:&\s)?|\b))+"
_ONLY_FORM = re.compile(rf"{_FORMS}(?:\([^()]*\))?[.,]*\s*\Z", re.IGNORECASE | re.VERBOSE)
_FORM_FIRST = re.compile(_FORMS, re.IGNORECASE | re.VERBOSE)
_FORM_LAST = re.compile(rf"(?:\A|[\s,(]){_FORM}\)?\.?\Z", re.IGNORECASE | re.VERBOSE)
_FORM_WORDS_FIRST = re.compile(
    r"(?:(?:Open|Closed|Public|Private)[\s-]+)?(?:Joint[\s-]+Stock[\s-]+Company|Limited\sLiability\sCompany)\b"
    r"|(?:OOO|OAO|ZAO|PAO|AO|JSC|OJSC|CJSC|PJSC|LLC|NPO)\b"
)
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|Ph\.?\s?D|M\.?D|Esq)\.?", re.IGNORECASE)  # of a person's name

# What begins an address and nothing else.
_DESIGNATOR = r"""(?:Room|Rm|Flat|Suites?|Ste|Office|Floor|Building|Bldg|Block|Blk|Apt|Apartment|House|Plot|Lot|Shops?
    |Warehouse|Level|Villa|Tower|Pom|Kv|Etazh|D|Dom|Korp|Lit|Door|Cabin|Workshop|Gate|Sector|Stand|Units?)"""
ADDRESS_START = re.compile(
    rf"""(?: [\#№] | \d | No\.?\s?:?\s?\d | Nos\.?\s
      | {_DESIGNATOR}\b\.?,?\s*[\#:]?\s*(?:No\.?\s*)?(?:[A-Z]{{0,4}}-?\d|[A-Z]\b|[IVX]+\b)
      | (?:P\.?\s?O\.?|Post(?:al)?)\s?Box\b | B\.?P\.?\s\d | Box\s(?:No\.\s)?\d
      | (?:ul|ulitsa|d|g|der|pgt|str|kv|pr|prospekt|shosse|pl)\.\s?\w | (?:ul|ulitsa|shosse|prospekt)\s
      | F/\d | c/o\s | (?:Alt\.?\s)?Address(?:es)?\b\s*(?::|for\b) | All\saddress(?:es)?\b
      | (?:Ground|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Mezzanine|Top)\s(?:Floor|Fl)\b
      | (?:North|South|East|West)\s+(?:of|Side)\b | [A-Z]{{1,3}}-?\d+[,\s] )""",
    re.IGNORECASE | re.VERBOSE,
)
# Where the comma before an address is missing: "Basha Asmath Shaikh Office M-2, Al Andalus Bldg".
_INNER_START = re.compile(
    r"(?<=\w)\s+(?=P\.?\s?O\.?\s?Box\b|(?:Office|Room|Rm\.|Suite|Flat|Shop)\s+(?:No\.\s*)?[A-Z]{0,2}-?\d)",
    re.IGNORECASE,
)
STREET = re.compile(
    r"\b(?:Street|St\.|Str\.|Road|Rd\.?|Avenue|Ave\.?|Blvd\.?|Boulevard|Lane|Highway|Hwy|Building|Bldg\.?|Floor|Tower|"
    r"Square|Shosse|Prospekt|Prospect|Ulitsa|Ul\.|Mah\.?|Mahallesi|Cad\.?|Caddesi|Sok\.?|Sokak|Bulvari|Alley|Jalan|"
    r"Roundabout|P\.?O\.?\sBox|District|Province|Region|Oblast|Town|Village|County|Quarter|Kowloon|Prefecture)(?=\W|\Z)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:Zone|Plaza|Park|Centre|Center|Market|Mall|Airport|City|Way|Estate|Complex|Area|Industrial)(?=\W|\Z)",
    re.IGNORECASE,
)
# The rest of an institution's name after a comma: "Academy of …, Institute of …"; of a person it is the employer.
_INSTITUTION = re.compile(
    r"(?:the\s)?(?:(?:[\w'’-]+\s){0,3})(?:Institute|Ministry|Department|Academy|Faculty|School|College|Laboratory|"
    r"Bureau|Directorate|Office|Center|Centre|Division|Branch|Subsidiary|Committee|Administration|Headquarters|"
    r"Organi[sz]ation|Corps|Command|Forces)\s(?:of|for|on)\b|(?:a\s)?(?:branch|subsidiary|part|division|affiliate)\sof\b|"
    r"including\b|Importers?\s(?:and|&)\sExporters?\b",
    re.IGNORECASE,
)
_INSTITUTION_LAST = re.compile(
    r"\b(?:Plant|Factory|Works|Shipyard|Concern|Arsenal|Brigade|Design\sBureau|Research\sInstitute|Research\sCenter|"
    r"Research\sand\sDevelopment\sCenter|Lab(?:oratory)?|Consultants|Representative\sOffice)\b(?:\s*[“\"‘'][^”\"’']*[”\"’'])?(?:\s*\([^()]*\))?\.?\Z",
    re.IGNORECASE,
)
_ORGANIZATION = re.compile(
    r"\b(?:Institut\w*|Academy|Laborator\w+|Corporation|Corp|Company|Co|University|Ministry|Cent(?:er|re)|Bureau|Group|"
    r"Department|Army|Navy|Forces?|Concern|Enterprise|Organi[sz]ation|Agency|Factory|Plant|Commission|Trading|Technolog\w+|"
    r"Industr\w+|Services?|Aviation|Airlines?|Engineering|Electronics?|International|Systems?|Ltd|LLC|Inc|Oceanography)\b",
    re.IGNORECASE,
)
# A comma inside an enumeration: "Research, Development and Production Enterprise".
_LIST_TAIL = re.compile(r"(?:and|&|und|ve|et|y|i)\s", re.IGNORECASE)

# Words that keep their full stop at the end of a list too: "—Foo Co., Ltd." is not "Foo Co., Ltd".
_FORMS_WITH_STOP = frozenset(
    re.findall(
        r"\S+",
        "co corp inc ltd ltda pte pty pvt sdn bhd sti şti tic san mfg bros jr sr ihr nak paz oto ş",
    )
)
# Words that keep it within a text, where a capital may follow: "Ing. Dietmar", "Elec. Development".
_ABBREVIATIONS = _FORMS_WITH_STOP | frozenset(
    re.findall(
        r"\S+",
        "intl int'l int dept univ dr mr mrs st ing prof capt col maj gen lt messrs assn assoc tech elec ind dev nat "
        "man mach std mat eng imp exp ith import mak ins gov govt acad sci inst lab labs electr equip prod ser serv",
    )
)


_INITIALS = re.compile(r"(?:\w{1,3}\.)+\w{1,3}")
_TWO_INITIALS = re.compile(r"[A-ZŞİ]\.\s?[A-ZŞİ]\.?\Z")


def _last_word(text: str) -> str:
    """The last word without the full stops behind it; "" where a blank follows it."""
    text = text.rstrip(".")
    if not text or text[-1].isspace():
        return ""
    last = text[-60:].split()[-1]
    for mark in ",(&/":
        last = last.rpartition(mark)[2]
    return last


def _has_inner_stops(last: str, text: str) -> bool:
    """Whether the last word of a text is of the kind of ``U.A.E.``, ``S.p.A.``, ``A. S.``."""
    if "." in last:
        return _INITIALS.fullmatch(last) is not None
    return len(last) == 1 and last.isupper() and _TWO_INITIALS.search(text, max(0, len(text) - 6)) is not None


def abbreviated(text: str) -> bool:
    """Whether the full stop at the end of ``text`` may be that of its last word, so that the text goes on."""
    if not text.endswith("."):
        return False
    last = _last_word(text)
    return last.casefold() in _ABBREVIATIONS or _has_inner_stops(last, text)


def _own_full_stop(text: str) -> bool:
    """Whether the full stop that closes a list belongs to its last word (not in "BRK Customs Ltd Sti.")."""
    if not text.endswith(".") or text.endswith(".."):
        return False
    last = _last_word(text)
    if _has_inner_stops(last, text):
        return True
    last = last.casefold()
    if last not in _FORMS_WITH_STOP:
        return False
    before = text.rstrip(".").split()[-2:-1]
    unstopped = bool(before) and before[0].casefold() in _FORMS_WITH_STOP
    return last in ("co", "corp", "inc", "ltd") or not unstopped


_JOINING_WORDS = tuple(f"{mark}{word}" for mark in " ;,:" for word in ("and", "or"))


def bare(text: str) -> str:
    """A name or address without the punctuation that only joins it to what follows.

    A full stop before a semicolon or comma is the name's own; at the very end it is, where its last word is one that is
    written with it ("Co., Ltd.").
    """
    text = " ".join(text.split()).lstrip(" ;,:")
    shorter = text.rstrip(" ;,:")
    while shorter.endswith(_JOINING_WORDS):
        shorter = shorter[: -3 if shorter.endswith("d") else -2].rstrip(" ;,:")
    return shorter if len(shorter) < len(text) else closed(text)


def closed(text: str) -> str:
    """``text`` without the full stop that closes it, unless that is its last word's own."""
    while text.endswith(".") and not _own_full_stop(text):
        text = text[:-1].rstrip()
    return text


_MARKS = re.compile(r"[(\[)\],;“”]")


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of the parts between the commas and semicolons that stand outside brackets and quotation marks."""
    depth, begin = 0, 0
    quoted = False
    for found in _MARKS.finditer(text):
        position, character = found.start(), found.group()
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == "“":
            quoted = "”" in text[position:]
        elif character == "”":
            quoted = False
        elif character in ",;" and depth == 0 and not quoted:
            yield begin, position
            begin = position + 1
    yield begin, len(text)


_DIGIT = re.compile(r"\d")
_ONLY_BRACKET = re.compile(r"\([^()]*\)\.?")
_SMALL_LETTER = re.compile(r"(?!(?:al|el|ad|as|an|ul)[\s-])[a-z]")
_HYPHENED = re.compile(r"-\w+")


def _repeats(segment: str, word: str) -> bool:
    """Whether a part is the last word before its comma with something hyphened to it."""
    return segment.startswith(word) and _HYPHENED.fullmatch(segment, len(word)) is not None


def _continues(segment: str, name: str) -> bool:
    """Whether ``segment``, which follows ``name`` and a comma, still belongs to the name."""
    if not segment or _ONLY_FORM.fullmatch(segment) or _SUFFIX.fullmatch(segment):
        return True
    if _ONLY_BRACKET.fullmatch(segment):
        return True
    street = STREET.search(segment)
    if not street and _INSTITUTION_LAST.search(segment) and _ORGANIZATION.search(name):
        return True  # "Tactical Missile Corporation, 711 Aircraft Repair Plant (711 ARZ)"
    if ADDRESS_START.match(segment):
        return False
    last = name.rsplit(None, 1)[-1:]
    if _FORM_WORDS_FIRST.match(segment) or (last and _repeats(segment, last[0])):
        return True
    if street or _DIGIT.search(segment):
        return False
    if _FORM_LAST.search(segment) and len(segment.split()) <= 4:
        return True  # "JLD Technology, Hong Kong Co., Ltd."
    if _LIST_TAIL.match(segment) or _SMALL_LETTER.match(segment):
        return not _PLACE.search(segment)
    return bool(_INSTITUTION.match(segment) and _ORGANIZATION.search(name))


_NUMBERED = re.compile(
    r"(?:No\.?\s?)?\d+(?:st|nd|rd|th)?\s+(?:(?:[A-Z][\w-]*\s+){0,2})(?:Institute|Academy|Department|Design|Factory|Plant|Base|Bureau)\b"
)


def _begins_anew(text: str) -> bool:
    """Whether text after "Ltd." can be an address: no further form, no bracket, no "and", no part of an institution."""
    first = _WORD.match(text)
    return bool(
        first
        and first.group()[:1].isupper()
        and not _LIST_TAIL.match(text.lower())
        and not _FORM_FIRST.match(text)
        and not _INSTITUTION_LAST.search(_STOP.split(text, 1)[0])
    )


_WORD = re.compile(r"[\w'’-]*")
_STOP = re.compile(r"\.\s")
_LIKE_PLACE = re.compile(rf"\d|{STREET.pattern}|{_PLACE.pattern}|\b(?:{DESTINATION})\b", re.IGNORECASE)
_NO_END = re.compile(
    r"(?:\A|[\s(])(?:Nos?|Str?|Ul|ul|d|D|pr|Pr|[A-Z][a-z]?)\.\Z"
)  # "No. 5", "St. Petersburg", initials


_WINDOW = 240  # characters looked at on either side of a mark; names and addresses are shorter


_INNER_STOP = re.compile(r"\.\s+(?=\S)|\.(?=\d+\D)")
_ONLY_DESTINATION = re.compile(rf"(?:{DESTINATION})\.?")


def _stop_inside(segment: str, rest: str, *, certain: bool, first: bool) -> int | None:
    """Where, in a part without commas, a full stop ends the name ("Ltd. No. 5 Main Street"). ``rest`` follows it."""
    if "." not in segment:
        return None
    for found in _INNER_STOP.finditer(segment):
        end = found.start() + 1
        left, right = segment[max(0, end - _WINDOW) : end], segment[found.end() : found.end() + _WINDOW]
        form = bool(_FORM_LAST.search(left)) and (not first or len(left.split()) > 1)
        if not rest and _ONLY_DESTINATION.fullmatch(right):
            return end
        if _NO_END.search(left) and not form:
            continue
        if ADDRESS_START.match(right) and not _NUMBERED.match(right):
            return end
        if certain:
            continue
        after = f"{right},{rest[:_WINDOW]}"
        if form:
            if _begins_anew(right) and (not abbreviated(left) or _LIKE_PLACE.search(after)):
                return end
        elif not abbreviated(left) and (len((left.rstrip(".").split() or [""])[-1]) > 2 or STREET.search(right)):
            return end
    return None


_BEFORE_DIGIT = re.compile(r"(?<=\S)\s+(?=\d)")
_NUMBER_LAST = re.compile(r"(?<=[A-Za-z.])\s+(?=(?:No\.?\s*)?\d{2,5}[A-Z]?\Z)")
_BUILDING = re.compile(r"\b(?:Bldg|Building|Tower|Street|Road|Rd|St)\b")


def _house_number(segment: str, rest: str) -> int | None:
    """Where a name runs into a number that belongs to the address: "Vast Solution 2706, Amcorp Bldg."."""
    if not _DIGIT.search(segment):
        return None
    form = _BEFORE_DIGIT.search(segment)
    if form and _FORM_LAST.search(segment[: form.start()]) and STREET.search(segment[form.end() :]):
        return form.start()  # "Kelvo Inc 6600 21st Avenue"
    number = _NUMBER_LAST.search(segment)
    following = rest.lstrip(" ,").split(",", 1)[0]
    if number and _BUILDING.search(following) and not _DIGIT.search(following):
        return number.start()
    return None


_STREET_FIRST = re.compile(r"\s+(?=(?:Prospe[ck]t|Ulitsa|[Uu]l\.?|[Pp]r\.)\s+\w)")
_STREET_SECOND = re.compile(
    r"\s+(?=[\w’'-]+\s+(?:Street|St\.|Avenue|Prospe[ck]t|Road|Lane|Embankment|Highway|Boulevard|Shosse)(?=\W|\Z))"
)


def _unmarked_start(segment: str) -> int | None:
    """Where an address begins though nothing parts it from the name: "Nicholas Kaiga 32 Disneystrook"."""
    street = _STREET_FIRST.search(segment) or _STREET_SECOND.search(segment)
    found = [street.start()] if street and street.start() > 0 else []
    segment = segment[: 4 * _WINDOW]
    for gap in re.finditer(r"(?<=\S)\s+(?=\S)", segment):
        right = segment[gap.end() :]
        inside = segment.count("(", 0, gap.start()) > segment.count(")", 0, gap.start())
        if not inside and ADDRESS_START.match(right) and not _NUMBERED.match(right):
            found.append(gap.start())
            break
    return min(found, default=None)


def split_alias(text: str) -> tuple[str, str]:
    """The first of several names that only commas part: "UM Airlines, UM Air, Building Negin"."""
    parts = list(_segments(text))
    for begin, end in parts[1:]:
        if not _ONLY_FORM.fullmatch(text[begin:end].strip()):
            return text[: begin - 1], text[begin:]
    return text, ""


def split_name(text: str, *, certain: bool = False, unmarked: bool = False) -> tuple[str, str]:
    """``(name, rest)`` of a run that begins with a name; ``rest`` is "" where nothing shows that an address follows.

    ``certain``: split only where an address begins beyond doubt (the printer has closed the line, so that most likely
    all of it is the name). ``unmarked``: an address follows in any case, perhaps with no mark between.
    """
    for index, (begin, end) in enumerate(_segments(text)):
        segment = text[begin:end]
        lead = begin + len(segment) - len(segment.lstrip())
        body = segment.strip()
        stop = _stop_inside(body, text[end + 1 :], certain=certain, first=not index)
        if (_DIGIT.search(body) or "box" in body.lower()) and (inner := _INNER_START.search(body)):
            stop = min(inner.start(), stop if stop is not None else len(body))
        if index:
            name = text[: begin - 1]
            if certain:
                if ADDRESS_START.match(body):
                    return name, text[begin:]
            elif not _continues(body[:stop], name[-_WINDOW:]):
                # "Ltd 5 Main Street": the form goes with the name, the rest is the address.
                form = _FORM_FIRST.match(body)
                if form and form.end() < len(body) and ADDRESS_START.match(body[form.end() :]):
                    return text[: lead + form.end()], text[lead + form.end() :]
                return name, text[begin:]
        if stop is None and not certain and index == 0:
            stop = _house_number(body, text[end:])
        if stop is None and unmarked:
            stop = _unmarked_start(body)
        if stop is not None:
            return text[: lead + stop], text[lead + stop :]
    return text, ""
