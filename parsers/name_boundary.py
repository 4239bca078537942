"""Where a name ends and an address begins: the list tables run both together with nothing but a comma between.

The Entity List prints ``SANCO Middle East, FZC, P.O. Box 1, Dubai``: the first comma belongs to the name. The rules
here look at what follows each comma, semicolon or full stop: a legal form or the rest of an institution's name goes on
with the name; a number, ``Room``, ``P.O. Box`` and the like begin an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.boundary_words import (
    ABBREVIATIONS,
    ADDRESS_START,
    FORM_FIRST,
    FORM_LAST,
    FORM_WORDS_FIRST,
    FORMS_WITH_STOP,
    INNER_START,
    INSTITUTION,
    INSTITUTION_LAST,
    LIKE_PLACE,
    LIST_TAIL,
    ONLY_FORM,
    ORGANIZATION,
    PLACE,
    STREET,
    SUFFIX,
)
from parsers.place_names import DESTINATION

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
    return last.casefold() in ABBREVIATIONS or _has_inner_stops(last, text)


def _own_full_stop(text: str) -> bool:
    """Whether the full stop that closes a list belongs to its last word (not in "BRK Customs Ltd Sti.")."""
    if not text.endswith(".") or text.endswith(".."):
        return False
    last = _last_word(text)
    if _has_inner_stops(last, text):
        return True
    last = last.casefold()
    if last not in FORMS_WITH_STOP:
        return False
    before = text.rstrip(".").split()[-2:-1]
    unstopped = bool(before) and before[0].casefold() in FORMS_WITH_STOP
    return last in ("co", "corp", "inc", "ltd") or not unstopped


_QUOTES = ("'", "’", "”", '"')
_FORMS_WITHOUT_STOP = frozenset(("gmbh", "limited"))
_JOINING_WORDS = tuple(f"{mark}{word}" for mark in " ;,:" for word in ("and", "or"))


def bare(text: str) -> str:
    """A name or address without the punctuation that only joins it to what follows.

    A full stop before a semicolon or comma is the name's own, but for that of a word that nobody abbreviates; at the
    very end it is, where its last word is one that is written with it ("Co., Ltd."). A comma or semicolon within
    closing quotation marks is the sentence's: "Ship Repair Center 'Zvezdochka;' and".
    """
    text = " ".join(text.split()).lstrip(" ;,:")
    shorter = text.rstrip(" ;,:")
    while shorter.endswith(_JOINING_WORDS):
        shorter = shorter[: -3 if shorter.endswith("d") else -2].rstrip(" ;,:")
    if shorter.endswith(_QUOTES) and shorter[-2:-1] in (",", ";"):
        return shorter[:-2] + shorter[-1]
    if len(shorter) == len(text):
        return closed(text)
    return shorter[:-1].rstrip() if shorter.endswith(".") and _is_whole_word(_last_word(shorter)) else shorter


def _is_whole_word(last: str) -> bool:
    """Whether a word is written without a full stop: no abbreviation is that long, and no one stops these forms."""
    return (len(last) > 6 and last.isalpha() and last[1:].islower()) or last.casefold() in _FORMS_WITHOUT_STOP


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
_OF = re.compile(r"\s*of\s")
_HYPHENED = re.compile(r"-\w+")


def _repeats(segment: str, word: str) -> bool:
    """Whether a part is the last word before its comma with something hyphened to it."""
    return segment.startswith(word) and _HYPHENED.fullmatch(segment, len(word)) is not None


def _continues(segment: str, name: str) -> bool:
    """Whether ``segment``, which follows ``name`` and a comma, still belongs to the name."""
    if not segment or ONLY_FORM.fullmatch(segment) or SUFFIX.fullmatch(segment):
        return True
    if (form := FORM_FIRST.match(segment)) and _OF.match(segment, form.end()):
        return True  # "Nanjing Guocai Testing Co., Ltd. of China Inspection Group"
    if _ONLY_BRACKET.fullmatch(segment):
        return True
    street = STREET.search(segment)
    if not street and INSTITUTION_LAST.search(segment) and ORGANIZATION.search(name):
        return True  # "Tactical Missile Corporation, 711 Aircraft Repair Plant (711 ARZ)"
    if ADDRESS_START.match(segment):
        return False
    last = name.rsplit(None, 1)[-1:]
    if FORM_WORDS_FIRST.match(segment) or (last and _repeats(segment, last[0])):
        return True
    if street or _DIGIT.search(segment):
        return False
    if FORM_LAST.search(segment) and len(segment.split()) <= 4:
        return True  # "JLD Technology, Hong Kong Co., Ltd."
    if LIST_TAIL.match(segment) or _SMALL_LETTER.match(segment):
        return not PLACE.search(segment)
    return bool(INSTITUTION.match(segment) and ORGANIZATION.search(name))


_NUMBERED = re.compile(
    r"(?:No\.?\s?)?\d+(?:st|nd|rd|th)?\s+(?:(?:[A-Z][\w-]*\s+){0,2})(?:Institute|Academy|Department|Design|Factory|Plant|Base|Bureau)\b"
)


def _begins_anew(text: str) -> bool:
    """Whether text after "Ltd." can be an address: no further form, no bracket, no "and", no part of an institution."""
    first = _WORD.match(text)
    return bool(
        first
        and first.group()[:1].isupper()
        and not LIST_TAIL.match(text.lower())
        and not FORM_FIRST.match(text)
        and not INSTITUTION_LAST.search(_STOP.split(text, 1)[0])
    )


_WORD = re.compile(r"[\w'’-]*")
_STOP = re.compile(r"\.\s")
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
        form = bool(FORM_LAST.search(left)) and (not first or len(left.split()) > 1)
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
            if _begins_anew(right) and (not abbreviated(left) or LIKE_PLACE.search(after)):
                return end
        elif not abbreviated(left) and (len((left.rstrip(".").split() or [""])[-1]) > 2 or STREET.search(right)):
            return end
    return None


_BEFORE_DIGIT = re.compile(r"(?<=\S)\s+(?=\d)")
_NUMBER_LAST = re.compile(r"(?<=[A-Za-z.])\s+(?=(?:No\.?\s*)?\d{2,5}[A-Z]?\Z)")
_BUILDING = re.compile(r"\b(?:Bldg|Building|Tower|Street|Road|Rd|St(?!\.\s[A-Z]))\b")


def _house_number(segment: str, rest: str) -> int | None:
    """Where a name runs into a number that belongs to the address: "Vast Solution 2706, Amcorp Bldg."."""
    if not _DIGIT.search(segment):
        return None
    if street := _STREET_LAST.search(segment):
        return street.start()
    form = _BEFORE_DIGIT.search(segment)
    if form and FORM_LAST.search(segment[: form.start()]) and STREET.search(segment[form.end() :]):
        return form.start()  # "Kelvo Inc 6600 21st Avenue"
    number = _NUMBER_LAST.search(segment)
    following = rest.lstrip(" ,").split(",", 1)[0]
    if number and _BUILDING.search(following) and not _DIGIT.search(following):
        return number.start()
    return None


_STREET_FIRST = re.compile(r"\s+(?=(?:Prospe[ck]t|Ulitsa|[Uu]l\.?|[Pp]r\.)\s+\w)")
# "Valery Kosmachov Akadeemia Tee 21E"
_STREET_LAST = re.compile(
    r"\s+(?=[\w’'-]+\s+(?:Tee|Tänav|Puiestee|Gatan|Gata|Vägen|Stra(?:ß|ss)e|Weg|Platz|Allee|Katu|Tie|Utca|Ulica|Iela)\s+\d+\w?\Z)",
    re.IGNORECASE,
)
_STREET_SECOND = re.compile(
    r"\s+(?=[\w’'-]+\s+(?:Street|St\.|Avenue|Prospe[ck]t|Road|Lane|Embankment|Highway|Boulevard|Shosse)(?=\W|\Z))"
)


# "D. 13 Korp.", "14 ul. Molodezhnaya", "Bud. 9 vul.": nothing but an address, whatever full stop comes later. A whole
# word with a full stop ends the name before it: "Singapore Representative Office. 8 Burn Road".
_PLAIN_START = re.compile(
    r"(?<=\S)\s+(?=(?:(?:D|Dom|Bud|Str|Korp|Kv|Bldg)\.?|Building|Room|Office|Suite)\s(?:No\.\s)?\d"
    r"|\d+[A-Za-z]?\s+(?:ul|vul|pr|prospekt|ulitsa)\b|(?:pgt|smt)\s[A-Z])",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")


def _plain_start(segment: str, stop: int) -> int | None:
    found = _PLAIN_START.search(segment)
    return found.start() if found and found.start() < stop else None


def _unmarked_start(segment: str, following: str) -> int | None:
    """Where an address begins though nothing parts it from the name: "Nicholas Kaiga 32 Disneystrook".

    A number with nothing behind it is the name's own: "CETC Research Institute 14".
    """
    street = _STREET_FIRST.search(segment) or _STREET_SECOND.search(segment)
    found = [street.start()] if street and street.start() > 0 else []
    segment = segment[: 4 * _WINDOW]
    for gap in re.finditer(r"(?<=\S)\s+(?=\S)", segment):
        right = segment[gap.end() :]
        inside = segment.count("(", 0, gap.start()) > segment.count(")", 0, gap.start())
        if not inside and ADDRESS_START.match(right) and not _NUMBERED.match(right):
            if _LETTER.search(right) or _LETTER.search(following):
                found.append(gap.start())
            break
    return min(found, default=None)


def split_alias(text: str) -> tuple[str, str]:
    """The first of several names that only commas part: "UM Airlines, UM Air, Building Negin"."""
    parts = list(_segments(text))
    for begin, end in parts[1:]:
        if not ONLY_FORM.fullmatch(text[begin:end].strip()):
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
        if (_DIGIT.search(body) or "box" in body.lower()) and (inner := INNER_START.search(body)):
            stop = min(inner.start(), stop if stop is not None else len(body))
        if index:
            name = text[: begin - 1]
            if certain:
                if ADDRESS_START.match(body):
                    return name, text[begin:]
            elif not _continues(body[:stop], name[-_WINDOW:]):
                # "Ltd 5 Main Street", "Ltd. Islamabad": the form goes with the name, the rest is the address.
                form = FORM_FIRST.match(body)
                if form and form.end() < len(body):
                    behind = body[form.end() :]
                    if ADDRESS_START.match(behind) or (abbreviated(form.group().rstrip()) and _begins_anew(behind)):
                        return text[: lead + form.end()], text[lead + form.end() :]
                return name, text[begin:]
        if unmarked:
            early = _unmarked_start(body, text[end:]) if stop is None else _plain_start(body, stop)
            stop = early if early is not None else stop
        if stop is None and not certain and index == 0:
            stop = _house_number(body, text[end:])
        if stop is not None:
            return text[: lead + stop], text[lead + stop :]
    return text, ""
