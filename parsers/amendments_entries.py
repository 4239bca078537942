"""Which list entries an amendatory clause names: the country it stands under and the names in its quotation marks.

Real instructions lose quotation marks, put the country or a full stop inside them and forget "for". What is missing is
put right here and said in ``Quoted.repaired``; the table's own spelling is preferred later, where there is a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from parsers.name_boundary import bare
from parsers.nationalities import NATIONALITIES
from parsers.place_names import DESTINATION

#: "one Emirati entity", "the Pakistani entities"
NATIONALITY_OF_ENTRIES = re.compile(
    rf"\b({'|'.join(sorted(NATIONALITIES, key=len, reverse=True))})\s+"
    r"(?:entit(?:y|ies)|entr(?:y|ies)|persons?|companies)\b"
)

# A country after "under": one that is known, or words that can be nothing else.
_NOT_A_COUNTRY = (
    r"(?!(?:sections?|paragraphs?|parts?|comments?|supplements?|append\w+|subparts?|categor\w+|"
    r"the\s+(?:entr|heading|table|authority|same)|this|that|which|country|destination|§|ECCN|[a-z]+\s)\b)"
)
_COUNTRY_NAME = (
    rf"(?P<country>(?:the\s+)?(?:People's\s+Republic\s+of\s+China|{DESTINATION}|Crimea\s+Region\s+of\s+Ukraine)"
    r"(?:,?\s+(?:Islamic\s+)?People(?:'|’)s\s+Republic\s+of|,\s+Republic\s+of)?(?:\s+\((?:China|UAE|UK|PRC|Burma|"
    r"occupied)\))?(?![\w-])"
    rf"|{_NOT_A_COUNTRY}(?:the\s+)?[A-ZÜİŞÇĞÖÉ][^\W\d_'’.-]+(?:[\s,]+(?:of\s+(?:the\s+)?|"
    rf"and\s+)?[A-ZÜİŞÇĞÖÉ][\w'’.-]*)*)"
)
_UNDER = re.compile(
    rf"\bunder\s+(?:the\s+)?(?:(?:destinations?|country|countries|country\s+headings?|headings?)\s+(?:of|"
    rf"for)\s+)?(?:the\s+)?{_COUNTRY_NAME}"
    r"(?=\s*(?:[,:;.]|\Z|[a-z(\x00]))",
    re.IGNORECASE,
)
_UNDER_STRICT = re.compile(r"[A-ZÜİŞÇĞÖÉ]")
_ENTRIES_OF = re.compile(
    rf"\bentr(?:y|ies)\s+(?:for|under)\s+(?:the\s+)?(?P<country>(?i:{DESTINATION}))(?=\s*(?:[:,;]|\b(?:to|an?|new)\b|\bas\s+follows|"
    rf"\bby\b|\.\s*\Z|\Z))"
)
_DESTINATION_OF = re.compile(rf"\b(?:destination|country)\s+of\s+(?:the\s+)?{_COUNTRY_NAME}", re.IGNORECASE)
# As in: the entry for “X” in Germany, or for “X” (Germany)
_BEHIND_NAME = re.compile(
    rf"\x00[\s,]*(?:(?:in|from|of|for)\s+(?:the\s+)?(?P<country>{DESTINATION})(?=\s*(?:[,;.:]|\Z|and\b|by\b|to\b))"
    rf"|\((?P<bracketed>{DESTINATION})\))"
)
# "“China, People's Republic of”" is no name where it stands behind "under".
_QUOTED_COUNTRY = re.compile(
    r"(?P<lead>\b(?:under|(?:destination|country(?:\s+heading)?|heading)\s+(?:of|for))\s+(?:the\s+)?"
    r"(?:(?:country|destination)?\s*(?:heading|listing|destination|country)\s+(?:(?:of|for)\s+)?(?:the\s+)?)?)"
    r"“(?P<country>[^“”]{2,50}?)(?P<end>[,;:.]?)”",
    re.IGNORECASE,
)
_LISTING_END = r"(?=\s*(?:[,;.”\"]|\bin\s+alpha|\band\b|\bunder\b|\Z))"
_COUNTRY_LISTINGS = (
    re.compile(
        rf"\bcountry\s+(?:listing|heading|entry|designation|name)s?\s+(?:for|"
        rf"of)\s+[“\"]?([^,;.“”\"]{{2,60}}?)[”\"]?{_LISTING_END}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:[Ll]isting|[Hh]eading|[Dd]estination|[Cc]ountry)s?\s+(?:for|of)\s+(?:the\s+)?[“\"]?"
        rf"({DESTINATION}|(?i:{DESTINATION})|[A-ZÜİŞÇĞÖÉ][A-ZÜİŞÇĞÖÉ' ]{{3,40}})[”\"]?{_LISTING_END}"
    ),
    re.compile(rf"\b(?:heading|listing|destination|country)\s+[“\"]([^”\"]{{2,60}})[”\"]{_LISTING_END}", re.IGNORECASE),
)

_HEADINGS = {
    "CHINA": "CHINA, PEOPLE'S REPUBLIC OF",
    "PEOPLE'S REPUBLIC OF CHINA": "CHINA, PEOPLE'S REPUBLIC OF",
    "CHINA PEOPLE'S REPUBLIC OF": "CHINA, PEOPLE'S REPUBLIC OF",
    "CHINA, PEOPLE'S REPUBLIC OF (CHINA)": "CHINA, PEOPLE'S REPUBLIC OF",
    "PRC": "CHINA, PEOPLE'S REPUBLIC OF",
    "UAE": "UNITED ARAB EMIRATES",
    "UNITED STATES OF AMERICA": "UNITED STATES",
    "USA": "UNITED STATES",
    "UNITED ARAB EMIRATES (UAE)": "UNITED ARAB EMIRATES",
    "UK": "UNITED KINGDOM",
    "CRIMEA": "CRIMEA REGION OF UKRAINE",
    "CRIMEA (OCCUPIED)": "CRIMEA REGION OF UKRAINE",
    "RUSSIAN FEDERATION": "RUSSIA",
}


def country_heading(text: str) -> str:
    """A country as an instruction names it ("the United Arab Emirates") -> the list's heading ("UNITED ARAB
    EMIRATES")."""
    name = " ".join(text.replace("’", "'").split()).strip(" ,:;.")
    name = re.sub(r"^(?:the\s+)(?=\S)", "", name, flags=re.IGNORECASE)
    upper = name.upper()
    if upper not in _HEADINGS and (bracketed := re.fullmatch(r"(.+?)\s*\((?:PRC|CHINA|UAE|UK|ROC|DPRK)\)", upper)):
        upper = bracketed[1]
    return _HEADINGS.get(upper, upper)


def same_country(left: str | None, right: str | None) -> bool:
    """Whether two headings name one destination, accents and known variants aside (TÜRKIYE and TURKEY)."""
    return country_key(left) == country_key(right)


@lru_cache(maxsize=1024)
def country_key(text: str | None) -> str:
    name = country_heading(text or "").translate(str.maketrans("ÜİŞÇĞÖÉÈÔÃ", "UISCGOEEOA"))
    key = re.sub(r"[^A-Z]", "", name)
    return {"TURKIYE": "TURKEY", "CHINAPEOPLESREPUBLICOF": "CHINA", "BURMAMYANMAR": "BURMA", "MYANMAR": "BURMA"}.get(
        key, key
    )


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation: its place in the text, what it says, and how it had to be put right."""

    begin: int
    end: int
    text: str
    repaired: str | None = None


def straighten(text: str) -> str:
    """Typewriter quotation marks (``"x"``, ````x''``) to typographic ones, so that one reader will do; same length kept
    where the marks have one character."""
    text = text.replace("``", "“").replace("''", "”")
    if '"' in text:
        pieces = []
        for position, character in enumerate(text):
            if character != '"':
                pieces.append(character)
                continue
            before = text[position - 1] if position else " "
            pieces.append("“" if before.isspace() or before in "([—-“" else "”")
        text = "".join(pieces)
    return text


def read_quotations(text: str) -> list[Quoted]:
    """The quotations of an instruction, with lost opening and closing marks restored.

    >>> [q.text for q in read_quotations("“Address 02”; Address 03”; “Address 04”")]
    ['Address 02', 'Address 03', 'Address 04']
    """
    found: list[Quoted] = []
    begin: int | None = None
    depth = 0
    outside = 0  # where the text after the last quotation begins
    for position, character in enumerate(text):
        if character == "“":
            if begin is None:
                begin, depth = position, 1
            elif re.search(r"(?:[;,]|[;,]?\s(?:and|or))\s*\Z", text[max(begin + 1, position - 20) : position]) or (
                _long_gap(begin, position)
            ):
                found.append(_closed(text, begin, position, "the closing quotation mark is missing"))
                begin, depth, outside = position, 1, position
            else:
                depth += 1
        elif character == "”":
            if begin is None:
                lost = _lost_opening(text, outside, position)
                if lost is not None:
                    found.append(lost)
                outside = position + 1
            else:
                depth -= 1
                if depth <= 0 or _ends_here(text, position):
                    found.append(Quoted(begin, position + 1, text[begin + 1 : position]))
                    begin, depth, outside = None, 0, position + 1
    if begin is not None and text[begin + 1 :].strip():
        found.append(_closed(text, begin, len(text), "the closing quotation mark is missing"))
    return found


def _long_gap(begin: int, position: int) -> bool:
    """A second opening mark far behind the first, after a break: more likely a lost closing mark than a nested one."""
    return position - begin > 200


def _ends_here(text: str, position: int) -> bool:
    """A closing mark followed by a separator and another opening one, or by the end, closes the outer quotation too."""
    inside = text[position - 1 : position]
    return inside in ";," or (
        bool(re.match(r"\s*(?:[;,.]|and\b|\Z)", text[position + 1 :]))
        and text.count("”", position + 1) <= text.count("“", position + 1)
    )


def _closed(text: str, begin: int, end: int, repair: str) -> Quoted:
    inside = re.sub(r"(?:[;,]?\s+and|[;,\s])+\Z", "", text[begin + 1 : end])
    return Quoted(begin, begin + 1 + len(inside), inside, repair)


def _lost_opening(text: str, outside: int, position: int) -> Quoted | None:
    run = text[outside:position]
    lead = re.match(r"(?:[\s;,]|\band\b|\bor\b)*", run)
    start = outside + (lead.end() if lead else 0)
    # After words of the instruction ("an entry for X”") the name begins behind them.
    words = re.search(r"(?:entr(?:y|ies)|entit(?:y|ies)|persons?)\s*(?:for\s+)?:?\s*(?:for\s+)?", text[start:position])
    if words:
        start += words.end()
    inside = text[start:position]
    if not re.search(r"[^\W\d_]", inside) or len(inside) > 250:
        return None
    return Quoted(start, position + 1, inside, "the opening quotation mark is missing")


def clean_name(text: str) -> str:
    """An entry's name without the punctuation that American usage puts inside the quotation marks.

    "“Inspur Taiwan.”" is Inspur Taiwan, "“Foo Co., Ltd.;”" is Foo Co., Ltd.
    """
    return bare(text)


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """One entry that an instruction names."""

    name: str
    written: str  # as quoted
    repaired: str | None = None
    renamed_to: str | None = None  # "revising the entry for “A” to read “B”"


_COUNTRY_INSIDE = re.compile(
    r"^\s*Under\s+(?P<country>[^,;]{2,40}(?:, People's Republic of)?)\s*,\s*(?P<name>\S.*)$", re.IGNORECASE
)


def read_names(quotations: list[Quoted], text: str) -> list[NamedEntry]:
    """The names in a clause's quotations; a country inside the marks ("“Under Türkiye, Bagil Havacilik;”") is taken
    off."""
    named: list[NamedEntry] = []
    for index, quotation in enumerate(quotations):
        inside, repaired = quotation.text, quotation.repaired
        if found := _COUNTRY_INSIDE.match(inside):
            repaired = f"the country {found['country']!r} stands inside the quotation marks"
            inside = found["name"]
        name = clean_name(inside)
        if not re.search(r"\w", name):
            continue
        between = text[quotations[index - 1].end : quotation.begin] if index else ""
        if (
            named
            and re.search(r"\b(?:to\s+read|as|with|by)\b", between)
            and re.fullmatch(r"[\s,]*(?:to\s+read(?:\s+as)?|as|to\s+be)[\s,:]*", between)
        ):
            previous = named.pop()
            named.append(NamedEntry(previous.name, previous.written, previous.repaired, name))
            continue
        named.append(NamedEntry(name, quotation.text, repaired))
    return named


_UNQUOTED = re.compile(
    r"\bentr(?:y|ies)\b(?:,?\s+in\s+alphabetical\s+order,?)?\s+(?:for|of)\s+(?:the\s+following\s+(?:entit(?:y|ies)|"
    r"persons?)\s*:?\s*)?(?P<names>[A-Z0-9][^“”]*?)\s*(?:to\s+read\s+as\s+follows\s*)?[.:;]*(?:\s+and)?\s*\Z"
)


def unquoted_names(text: str) -> list[NamedEntry]:
    """Names after "entries for" that have no quotation marks at all; separated by semicolons."""
    found = _UNQUOTED.search(text)
    if not found:
        return []
    pieces = [re.sub(r"^(?:and|or)\s+", "", p.strip()) for p in found["names"].split(";")]
    named = [re.sub(r"\s+to\Z", "", p) for p in pieces]
    named = [p for p in named if p and not is_destination(p)]
    return [NamedEntry(clean_name(p), p, "the quotation marks are missing") for p in named]


@dataclass(frozen=True, slots=True)
class CountryMention:
    """``under CHINA, PEOPLE'S REPUBLIC OF``: the heading, and where the words stand."""

    begin: int
    end: int
    heading: str


def find_countries(masked: str) -> list[CountryMention]:
    """The countries that an instruction (its quotations blanked out) puts entries under, in order.

    A nationality ("one Emirati entity", "the Pakistani entities") says it where nothing else does.
    """
    found: list[CountryMention] = []
    for pattern in (_UNDER, _DESTINATION_OF, _ENTRIES_OF):
        for match in pattern.finditer(masked):
            if _UNDER_STRICT.search(match["country"]) and not any(m.begin <= match.start() < m.end for m in found):
                found.append(CountryMention(match.start(), match.end(), country_heading(match["country"])))
    for match in _BEHIND_NAME.finditer(masked):
        group = "country" if match["country"] else "bracketed"
        if not any(m.begin <= match.start(group) < m.end for m in found):
            found.append(CountryMention(match.start(group), match.end(), country_heading(match[group])))
    if not found:
        found = [
            CountryMention(match.start(1), match.end(1), country_heading(NATIONALITIES[match[1]]))
            for match in NATIONALITY_OF_ENTRIES.finditer(masked)
        ]
    return sorted(found, key=lambda m: m.begin)


def unquote_countries(text: str) -> str:
    """The text with the quotation marks round the countries that stand behind "under" blanked out, places kept."""

    def bared(match: re.Match[str]) -> str:
        inside = match["country"]
        if not (is_destination(inside) or inside.isupper()):
            return match[0]
        return f"{match['lead']} {inside}{match['end'] or ' '} ".ljust(len(match[0]))[: len(match[0])]

    return _QUOTED_COUNTRY.sub(bared, text)


def is_destination(text: str) -> bool:
    """Whether ``text`` is the name of a country or of a list's heading, and nothing more."""
    words = " ".join(text.split()).strip(" ,.;:")
    words = re.sub(r",?\s+(?:Islamic\s+)?(?:People['’]s\s+)?Republic\s+of\Z", "", words, flags=re.IGNORECASE)
    words = re.sub(r"^the\s+", "", words, flags=re.IGNORECASE)
    return bool(re.fullmatch(rf"(?:{DESTINATION}|Crimea\s+Region\s+of\s+Ukraine)", words, re.IGNORECASE))


def read_country_listings(text: str) -> list[str]:
    """Countries whose heading itself is added or removed: "adding a country listing for ITALY"."""
    found = {
        m.start(1): m[1]
        for pattern in _COUNTRY_LISTINGS
        for m in pattern.finditer(text)
        if not re.search(r"\bunder\s+(?:the\s+)?(?:country\s+)?\Z", text[: m.start()][-24:], re.IGNORECASE)
    }
    return list(dict.fromkeys(country_heading(found[at]) for at in sorted(found)))
