"""Where a name ends and an address begins: the list tables run both together with nothing but a comma between.

The Entity List prints ``SANCO Middle East, FZC, P.O. Box 1, Dubai``: the first comma belongs to the name. The rules here
look at what follows each comma or full stop: a legal form or the rest of an institution's name goes on with the name; a
number, ``Room``, ``P.O. Box`` and the like begin an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FORM = (
    r"(?:Co(?:mpany)?|Corp(?:oration)?|Inc(?:orporated)?|Ltd|Limited|Ltda|L\.?\s?L\.?\s?C|L\.?\s?L\.?\s?P|L\.P|PLC|P\.L\.C|"
    r"FZE|FZCO?|FZO|FZ-?\s?LLC|FZ|F\.Z\.E|F\.Z\.C\.?O?|"
    r"W\.?L\.?L|GmbH(?:\s&\sCo\.?(?:\sKG)?)?|AG|KG|OHG|UG|e\.V|S\.?A\.?R\.?L|S\.?A\.?L|S\.?A\.?S|S\.A|SA|S\.?p\.?A|S\.?r\.?l|S\.?R\.?L|B\.?V|N\.?V|"
    r"Pte|Pty|Pvt|Sdn|Bhd|d\.o\.o|doo|s\.r\.o|a\.s|A\.?\s?S|A\.?\s?Ş|Ş[Tt][Iİi]|[SŞ]ti|[SŞ]irketi|Tic|San|Oy|AB|A/S|"
    r"OOO|ООО|OAO|ZAO|PAO|AO|JSC|OJSC|CJSC|PJSC|PrJSC|NPO|NPP|FGUP|FSUE|SUE|LLP|TOO|"
    r"(?:(?:Open|Closed|Public|Private)[\s-]+)?Joint[\s-]+Stock[\s-]+Company|Limited\sLiability\sCompany|"
    r"General\sTrading|Public\sCompany\sLimited|Private\sLimited|Branch)"
)
_FORMS = rf"(?:\(?(?:The\s)?{_FORM}\)?(?:[.,]*\s*(?:&\s)?|\b))+"
ONLY_FORM = re.compile(rf"{_FORMS}(?:\([^()]*\))?[.,]*\s*\Z", re.IGNORECASE)
_STARTS_WITH_FORM = re.compile(
    r"(?:(?:Open|Closed|Public|Private)[\s-]+)?(?:Joint[\s-]+Stock[\s-]+Company|Limited\sLiability\sCompany)\b|"
    r"(?:OOO|OAO|ZAO|PAO|AO|JSC|OJSC|CJSC|PJSC|LLC|NPO)\b",
)
FORM_THEN = re.compile(rf"{_FORMS}", re.IGNORECASE)

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|Ph\.?\s?D|M\.?D|Esq)\.?", re.IGNORECASE)  # of a person's name

# What begins an address and nothing else.
ADDRESS_START = re.compile(
    r"(?:#|№|\d|No\.?\s?:?\s?\d|Nos\.?\s|(?:Room|Rm|Unit|Units|Flat|Suite|Suites|Ste|Office|Floor|Building|Bldg|Block|Blk|Apt|Apartment|House|"
    r"Plot|Lot|Shop|Shops|Warehouse|Level|Villa|Tower|Building|Pom|Kv|Etazh|D|Dom|Korp|Lit|Door|Cabin|Workshop|Gate|Sector|Stand)\b\.?,?\s*[#:]?\s*(?:No\.?\s*)?"
    r"(?:[A-Z]{0,4}-?\d|[A-Z]\b|[IVX]+\b)|"
    r"(?:P\.?\s?O\.?|Post(?:al)?)\s?Box\b|B\.?P\.?\s\d|Box\s(?:No\.?\s)?\d|(?:ul|Ul|ulitsa|d|g|der|pgt|Pgt|str|kv|pr|prospekt|Prospekt|shosse|pl)\.\s?\w|"
    r"(?:ul|Ul|ulitsa|shosse|prospekt|Prospekt)\s|"
    r"c/o\s|(?:Alt\.?\s)?Address(?:es)?\b\s*(?::|for\b)|(?:Ground|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Mezzanine|Top)\s(?:Floor|Fl)\b|"
    r"All addresses\b|(?:North|South|East|West)\s+(?:of|Side)\b|[A-Z]{1,3}-?\d+[,\s])",
    re.IGNORECASE,
)
STREET = re.compile(
    r"\b(?:Street|St\.|Str\.|Road|Rd\.?|Avenue|Ave\.?|Blvd\.?|Boulevard|Lane|Highway|Hwy|District|Building|Bldg\.?|Floor|Tower|"
    r"Zone|Square|Plaza|Park|Centre|Center|Market|Mall|Airport|Province|Region|Oblast|City|Town|Village|County|Quarter|"
    r"Shosse|Prospekt|Prospect|Ulitsa|Ul\.|Mah\.?|Mahallesi|Cad\.?|Caddesi|Sok\.?|Sokak|Bulvari|Kowloon|Way|Alley|Roundabout|"
    r"P\.?O\.?\sBox|Jalan|Estate|Complex|Area|Industrial)(?=\W|\Z)",
    re.IGNORECASE,
)
# The rest of an institution's name after a comma. Always "… of …": a bare "Research Center" may be a building.
_INSTITUTION = re.compile(
    r"(?:the\s)?(?:(?:[\w'’-]+\s){0,3})(?:Institute|Ministry|Department|Academy|Faculty|School|College|Laboratory|Bureau|Directorate|"
    r"Office|Center|Centre|Division|Branch|Subsidiary|Representative\sOffice|Committee|Administration|Headquarters|Organization|Organisation|"
    r"Corps|Command|Forces)\s(?:of|for|on)\b|(?:a\s)?(?:branch|subsidiary|part|division|affiliate)\sof\b|including\b",
    re.IGNORECASE,
)
# A comma inside an enumeration: "Research, Development and Production Enterprise".
_LIST_TAIL = re.compile(r"(?:and|&|und|ve|et|y|i)\s", re.IGNORECASE)

#: Words that keep their full stop, so that "Co., Ltd." at the end of a list is not cut to "Co., Ltd".
_ABBREVIATIONS = frozenset(
    ["co", "corp", "inc", "ltd", "ltda", "llc.c", "pte", "pty", "pvt", "sdn", "bhd", "sti", "şti", "tic", "san", "mfg", "intl", "int'l", "int", "dept", "univ", "bros", "jr", "sr", "dr", "mr", "mrs", "st", "ing", "prof", "capt", "col", "maj", "gen", "lt", "messrs", "assn", "assoc", "tech", "elec", "ind", "dev", "nat", "man", "mach", "std", "mat", "eng", "imp", "exp", "ith", "ith.", "import.", "ihr", "nak", "paz", "mak", "oto", "ins", "ürün", "ürünleri", "ulus", "no", "div", "gen", "gov", "govt", "acad", "sci", "inst", "lab", "labs", "electr", "equip", "prod", "ser", "serv"]
)
_ABBREVIATED_FORMS = re.compile(
    r"(?:^|[\s(,.&])(?:[A-Za-zŞşİ]\.\s?)+[A-Za-zŞşİ]?\.?\Z|\b(?:S\.p\.A|d\.o\.o|s\.r\.o|e\.V|S\.a\.r\.l|F\.Z\.E)\.?\Z"
)


def keeps_full_stop(text: str) -> bool:
    """Whether the full stop at the end of ``text`` belongs to its last word (``Co., Ltd.``, ``S.A.``, ``U.A.E.``)."""
    if not text.endswith("."):
        return False
    body = text[:-1]
    if body.endswith("."):
        return False
    last = re.split(r"[\s,(&/]+", body)[-1]
    return (
        last.casefold() in _ABBREVIATIONS
        or "." in last
        or bool(re.fullmatch(r"[A-ZŞİ]", last) and re.search(r"[A-Z]\.\s?[A-Z]\Z", body))
    )


def bare(text: str) -> str:
    """A name or address without the punctuation that only joins it to what follows."""
    text = " ".join(text.split())
    while True:
        before = text
        text = re.sub(r"(?:[;,:]|\s(?:and|or))+\s*\Z", "", text).strip()
        text = re.sub(r"\A(?:[;,:]\s*)+", "", text)
        if text.endswith(".") and not keeps_full_stop(text):
            text = text[:-1].rstrip()
        if text == before:
            return text


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of the parts between the commas that stand outside brackets and quotation marks."""
    depth, begin = 0, 0
    quoted = False
    for position, character in enumerate(text):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == "“":
            quoted = True
        elif character in "”":
            quoted = False
        elif character == "," and depth == 0 and not quoted:
            yield begin, position
            begin = position + 1
    yield begin, len(text)


def _continues(segment: str, name: str) -> bool:
    """Whether ``segment``, which follows ``name`` and a comma, still belongs to the name."""
    if not segment:
        return True
    if ONLY_FORM.fullmatch(segment) or _SUFFIX.fullmatch(segment) or re.fullmatch(r"\([^()]*\)\.?", segment):
        return True
    if ADDRESS_START.match(segment):
        return False
    if _STARTS_WITH_FORM.match(segment):
        return True
    if re.search(r"\d", segment):
        return False
    if _LIST_TAIL.match(segment) and not STREET.search(segment):
        return True
    return bool(_INSTITUTION.match(segment)) and not STREET.search(segment)


def _stop_inside(segment: str, *, certain: bool) -> int | None:
    """Where, inside a part without commas, a full stop ends the name ("Ltd. No. 5 Main Street")."""
    for found in re.finditer(r"\.\s+(?=\S)|\.(?=\d+\D)", segment):
        left, right = segment[: found.start() + 1], segment[found.end() :]
        if ADDRESS_START.match(right) and not re.search(r"\bNo\.\Z", left):
            return found.start() + 1
        if not certain and not keeps_full_stop(left) and len(left.rstrip(".").split()[-1]) > 2:
            return found.start() + 1
    return None


def split_name(text: str, *, certain: bool = False) -> tuple[str, str]:
    """``(name, rest)`` of a run of text that begins with a name; ``rest`` is "" where nothing shows that an address follows.

    ``certain``: split only where an address begins beyond doubt (the line has been closed by the printer, so most likely
    all of it is the name).
    """
    parts = [(b, e) for b, e in _segments(text)]
    for index, (begin, end) in enumerate(parts):
        segment = text[begin:end]
        lead = len(segment) - len(segment.lstrip())
        body = segment.strip()
        if index:
            name = text[: begin - 1]
            if certain:
                if ADDRESS_START.match(body):
                    return name, text[begin:]
            elif not _continues(body, name):
                # "Ltd. No. 5": the form goes with the name, the rest is the address.
                form = FORM_THEN.match(body)
                if (
                    form
                    and form.end() < len(body)
                    and (ADDRESS_START.match(body[form.end() :]) or body[: form.end()].rstrip().endswith("."))
                ):
                    cut = begin + lead + form.end()
                    return text[:cut], text[cut:]
                return name, text[begin:]
        stop = _stop_inside(body, certain=certain or index > 0)
        if stop is not None:
            cut = begin + lead + stop
            return text[:cut], text[cut:]
    return text, ""
