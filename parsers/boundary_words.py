"""The words that tell a name from an address: legal forms, institutions, streets, places, abbreviations."""

from __future__ import annotations

import re

from parsers.place_names import DESTINATION

FORM = r"""(?:
    Co(?:mpany)? | Corp(?:oration)? | Inc(?:orporated)? | Ltd | Limited | Ltda | PLC | P\.L\.C | L\.P
  | L\.?\s?L\.?\s?C | L\.?\s?L\.?\s?P | W\.?L\.?L | FZE | FZCO? | FZO | FZ-?\s?LLC | FZ | F\.Z\.E | F\.Z\.C\.?O?
  | GmbH(?:\s&\sCo\.?(?:\sKG)?)? | AG | KG | OHG | UG | e\.V | S\.?A\.?R\.?L | S\.?A\.?L | S\.?A\.?S | S\.A | SA
  | S\.?p\.?A | S\.?r\.?l | S\.?R\.?L | B\.?V | N\.?V | Oy | AB | A/S | d\.o\.o | doo | s\.r\.o
  | Pte | Pty | Pvt | PT | Sdn | Bhd | a\.s | A\.?\s?S | A\.?\s?Ş | Ş[Tt][Iİi] | [SŞ]ti | [SŞ]irketi | Tic | San
  | Aktsionernoe\sObshchestvo | Obshchestvo\sS\sOgranichennoi\sOtvetstvennostyu | PPO
  | OOO | ООО | OAO | ZAO | PAO | AO | JSC | OJSC | CJSC | PJSC | PrJSC | NPO | NPP | FGUP | FSUE | SUE | LLP | TOO
  | (?:(?:Open|Closed|Public|Private)[\s-]+)?Joint[\s-]+Stock[\s-]+Company | Limited\sLiability\sCompany
  | General\sTrading | Public\sCompany\sLimited | Private\sLimited | Branch )"""
FORMS = rf"(?:\(?(?:The\s)?{FORM}\)?(?!\w)(?:[.,]*\s*(?:&\s)?|\b))+"
ONLY_FORM = re.compile(rf"{FORMS}(?:\([^()]*\))?[.,]*\s*\Z", re.IGNORECASE | re.VERBOSE)
FORM_FIRST = re.compile(FORMS, re.IGNORECASE | re.VERBOSE)
FORM_LAST = re.compile(rf"(?:\A|[\s,(]){FORM}\)?\.?\Z", re.IGNORECASE | re.VERBOSE)
FORM_WORDS_FIRST = re.compile(
    r"(?:(?:Open|Closed|Public|Private)[\s-]+)?(?:Joint[\s-]+Stock[\s-]+Company|Limited\sLiability\sCompany)\b"
    r"|(?:OOO|OAO|ZAO|PAO|AO|JSC|OJSC|CJSC|PJSC|LLC|NPO)\b"
)
SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|Ph\.?\s?D|M\.?D|Esq)\.?", re.IGNORECASE)  # of a person's name

# What begins an address and nothing else.
_DESIGNATOR = r"""(?:Room|Rm|Flat|Suites?|Ste|Office|Floor|Building|Bldg|Block|Blk|Apt|Apartment|House|Plot|Lot|Shops?
    |Warehouse|Level|Villa|Tower|Pom|Kv|Etazh|D|Dom|Korp|Lit|Door|Cabin|Workshop|Gate|Sector|Stand|Units?)"""
ADDRESS_START = re.compile(
    rf"""(?: [\#№] | \d | No\.?\s?:?\s?\d | Nos\.?\s
      | {_DESIGNATOR}\b\.?,?\s*[\#:]?\s*(?:No\.?\s*)?(?:[A-Z]{{0,4}}-?\d|[A-Z]\b|[IVX]+\b)
      | (?:P\.?\s?O\.?|Post(?:al)?)\s?Box\b | B\.?P\.?\s\d | Box\s(?:No\.\s)?\d
      | (?:ul|ulitsa|d|g|der|pgt|smt|str|kv|pr|prospekt|shosse|pl|bud|vul)\.\s?\w
      | (?:ul|ulitsa|shosse|prospekt|pgt|smt)\s
      | F/\d | c/o\s | (?:Alt\.?\s)?Address(?:es)?\b\s*(?::|for\b) | All\saddress(?:es)?\b
      | (?:Ground|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Mezzanine|Top)\s(?:Floor|Fl)\b
      | (?:North|South|East|West)\s+(?:of|Side)\b | [A-Z]{{1,3}}-?\d+[,\s] )""",
    re.IGNORECASE | re.VERBOSE,
)
# Where the comma before an address is missing: "Basha Asmath Shaikh Office M-2, Al Andalus Bldg".
INNER_START = re.compile(
    r"(?<=\w)\s+(?=P\.?\s?O\.?\s?Box\b|(?:Office|Room|Rm\.|Suite|Flat|Shop)\s+(?:No\.\s*)?[A-Z]{0,2}-?\d)",
    re.IGNORECASE,
)
STREET = re.compile(
    r"\b(?:Street|St\.|Str\.|Road|Rd\.?|Avenue|Ave\.?|Blvd\.?|Boulevard|Lane|Highway|Hwy|Building|Bldg\.?|Floor|Tower|"
    r"Square|Shosse|Prospekt|Prospect|Ulitsa|Ul\.|Mah\.?|Mahallesi|Cad\.?|Caddesi|Sok\.?|Sokak|Bulvari|Alley|Jalan|"
    r"Roundabout|P\.?O\.?\sBox|District|Province|Region|Oblast|Town|Village|County|Quarter|Kowloon|Prefecture)(?=\W|\Z)",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"\b(?:Zone|Plaza|Park|Centre|Center|Market|Mall|Airport|City|Way|Estate|Complex|Area|Industrial)(?=\W|\Z)",
    re.IGNORECASE,
)
# The rest of an institution's name after a comma: "Academy of …, Institute of …"; of a person it is the employer.
INSTITUTION = re.compile(
    r"(?:the\s)?(?:(?:[\w'’-]+\s){0,3})(?:Institute|Ministry|Department|Academy|Faculty|School|College|Laboratory|"
    r"Bureau|Directorate|Office|Center|Centre|Division|Branch|Subsidiary|Committee|Administration|Headquarters|"
    r"Organi[sz]ation|Corps|Command|Forces)\s(?:of|for|on)\b|(?:a\s)?(?:branch|subsidiary|part|division|affiliate)\sof\b|"
    r"including\b|Importers?\s(?:and|&)\sExporters?\b",
    re.IGNORECASE,
)
INSTITUTION_LAST = re.compile(
    r"\b(?:Plant|Factory|Works|Shipyard|Concern|Arsenal|Brigade|Design\sBureau|Research\sInstitute|Research\sCenter|"
    r"Research\sand\sDevelopment\sCenter|Lab(?:oratory)?|Consultants|Representative\sOffice)\b(?:\s*[“\"‘'][^”\"’']*[”\"’'])?(?:\s*\([^()]*\))?\.?\Z",
    re.IGNORECASE,
)
ORGANIZATION = re.compile(
    r"\b(?:Institut\w*|Academy|Laborator\w+|Corporation|Corp|Company|Co|University|Ministry|Cent(?:er|re)|Bureau|Group|"
    r"Department|Army|Navy|Forces?|Concern|Enterprise|Organi[sz]ation|Agency|Factory|Plant|Commission|Trading|Technolog\w+|"
    r"Industr\w+|Services?|Aviation|Airlines?|Engineering|Electronics?|International|Systems?|Ltd|LLC|Inc|Oceanography)\b",
    re.IGNORECASE,
)
# A comma inside an enumeration: "Research, Development and Production Enterprise".
LIST_TAIL = re.compile(r"(?:and|&|und|ve|et|y|i)\s", re.IGNORECASE)

# Words that keep their full stop at the end of a list too: "—Foo Co., Ltd." is not "Foo Co., Ltd".
FORMS_WITH_STOP = frozenset(
    re.findall(
        r"\S+",
        "co corp inc ltd ltda pte pty pvt sdn bhd sti şti tic san mfg bros jr sr ihr nak paz oto ş",
    )
)
# Words that keep it within a text, where a capital may follow: "Ing. Dietmar", "Elec. Development".
ABBREVIATIONS = FORMS_WITH_STOP | frozenset(
    re.findall(
        r"\S+",
        "intl int'l int dept univ dr mr mrs st ing prof capt col maj gen lt messrs assn assoc tech elec ind dev nat "
        "man mach std mat eng imp exp ith import mak ins gov govt acad sci inst lab labs electr equip prod ser serv",
    )
)

# What a name does not have.
LIKE_PLACE = re.compile(rf"\d|{STREET.pattern}|{PLACE.pattern}|\b(?:{DESTINATION})\b", re.IGNORECASE)
