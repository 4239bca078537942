"""The ways to read one written name that holds several: in parentheses, after a dash, after "formerly" or "a.k.a."."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.naming import places
from monitor.naming.acronyms import are_beginnings
from monitor.naming.brands import KINDS_OF_BODY, acronyms
from monitor.naming.name_cleaning import small_words
from monitor.naming.names import Name, understand
from monitor.naming.sound import is_pinyin
from monitor.naming.transliterate import IN_CYRILLIC

_PARENTHESES = re.compile(r"[(（\[]([^()（）\[\]]{2,60})[)）\]]")
_OTHERWISE = re.compile(
    r"(?i)[;,]?\s*\b(?:[afn][./]?k[./]?a\.?|(?:formerly|previously)(?: known as)?|also known as|d/?b/?a|trading as)"
    r"\b:?\s*"
    r"|原名?[:：\s]\s*"
)
_DASH = re.compile(r"\s+[-–—/|]\s+")
_DIVIDED = re.compile(r"[(（\[/|原]|\s[-–—]\s")  # a name that may hold several
_HAS_PARTS = re.compile(rf"(?i){_DIVIDED.pattern}|k[./]?a\.?|previously|formerly|trading as|d/?b/?a")
_UMLAUT = re.compile("[äöüÄÖÜ]")
_OTHER_MARKS = re.compile("[ışğçİŞĞÇőűõãêå]")  # of Turkish, Hungarian, Swedish: no "ae" and "oe" there
_IN_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_HACEK = re.compile("[šžčćŠŽČĆ]")
_AS_IN_ENGLISH = str.maketrans(
    {"š": "sh", "ž": "zh", "č": "ch", "ć": "ch", "Š": "Sh", "Ž": "Zh", "Č": "Ch", "Ć": "Ch", "j": "y", "J": "Y"}
)
_GERMAN_RUSSIAN = re.compile(r"(?i)\btsch[aeiou]|[eo]w[iy]tsch\b|[eo]wna\b|schtsch|tsch(?:e[wn]|ow|uk)")
_FROM_GERMAN = (
    (r"schtsch", "shch"),
    (r"tsch", "ch"),
    (r"sch", "sh"),
    (r"w", "v"),
    (r"(?<=[aeiou])s(?=[aeiou])", "z"),
    (r"j", "y"),
)
_PART_OF = re.compile(r"(?i)\b(?:subordinate|affiliated|subsidiary|branch)\b")


_LONGEST_BEGINNING = 5
_SHORTEST_INITIALS, _LONGEST_INITIALS = 3, 9


def is_divided(text: str) -> bool:
    """Whether a text may hold several names; of the many plain ones no pattern is asked."""
    plain = text.isascii() and not ("-" in text or "(" in text or "/" in text or "[" in text or "|" in text)
    return not plain and bool(_DIVIDED.search(text))


def _heads_its_own_name(parts: list[str]) -> bool:
    """ "NDCO - North Drilling Co.": letters, and the name whose words begin so; what stands behind may be left out."""
    if len(parts) != 2:
        return False
    letters, name = sorted(parts, key=len)
    if not (_SHORTEST_INITIALS <= len(letters) <= _LONGEST_INITIALS and letters.isalpha() and letters.isupper()):
        return False
    words = understand(name).spelled
    light = tuple((word, form or word in small_words() or len(word) == 1) for word, form in words if word.isalpha())
    return len(light) > 1 and are_beginnings(letters.lower(), light, _LONGEST_BEGINNING, of_all=False)


_COUNTRY_BEHIND = re.compile(r"(.{4,}?)\s*\(([^()]{3,30})\)")
_TOWN_BEHIND = re.compile(r"(.{4,}?)(?:,|\s[-–/])\s*([^,()/]{3,30})")


def place_behind(text: str) -> tuple[str, str] | None:
    """ "Tsinghua University, Beijing": the name, and the place behind a comma or in parentheses at its end."""
    if not ("," in text or " - " in text or " – " in text or " /" in text or text.rstrip().endswith(")")):
        return None  # nearly all names
    found = _TOWN_BEHIND.fullmatch(text.strip()) or _COUNTRY_BEHIND.fullmatch(text.strip())
    behind = understand(found.group(2)).tokens if found else ()
    if not found or len(behind) != 1 or behind[0].role != "place":
        return None
    return found.group(1), behind[0].text


_LONGEST_PLACE = 28
_BEHIND_FORM = re.compile(
    r"(?i)(.{3,}?\W(?:ltd|limited|llc|l\.l\.c|inc|corp|gmbh|co|fze|fzco|plc|jsc|ojsc|bhd|a\.?ş|sti|şti|ооо|ао)\.?)[\s,]+\(?([^()\d]{2,25}?)\)?"
)


@lru_cache(maxsize=1 << 13)
def place_behind_form(text: str) -> str | None:
    """ "Kelvan Pvt. Ltd. (Bengaluru)" without the place, which behind the legal form is no part of the name."""
    *before, last = "".join(c if c.isalnum() else " " for c in text[-_LONGEST_PLACE:].lower()).split() or [""]
    if not (places.place_of(last) or (before and places.place_of(before[-1] + last))) and last.isascii():
        return None  # nearly all names
    found = _BEHIND_FORM.fullmatch(text.strip())
    behind = understand(found.group(2)) if found else None
    if not found or not behind or len(behind.tokens) != 1 or behind.tokens[0].role != "place" or behind.legal:
        return None
    return found.group(1)


_MANY = 3
_KINDS_OF_INSTITUTE = frozenset({"institute", "university", "factory", "bureau", "academy"})


def _renamed(parts: list[str]) -> bool:
    """Whether the parts are names of one body, "Shenyang Ligong University - Shenyang Institute of Technology".

    All are of several words and share one that tells; or most repeat the words of the first, or are an acronym, and
    none names a place or number that the first has not.
    """
    known = [understand(part) for part in parts]
    told = [{t.text for t in name.tokens if t.role in {"name", "place"}} for name in known]
    if len(parts) <= 6 and all(len(name.tokens) >= 3 for name in known) and set.intersection(*told):
        return True
    first = {t.text for t in known[0].tokens}
    if any(t.role in {"place", "number"} and t.text not in first for name in known[1:] for t in name.tokens):
        return False
    again = [
        (len(name.tokens) == 1 and name.raw.isupper())
        or sum(t.text in first for t in name.tokens) * 2 > len(name.tokens)
        for name in known[1:]
    ]
    return sum(again) * 2 > len(again)


# A name in capitals that are Cyrillic letters as well, beside a Russian legal form: "OOO CTAH" is ООО «СТАН».
_IN_LOOKALIKES = re.compile(
    r"^(?:OOO|OAO|AO|ПАО|ООО|АО|ОАО|ЗАО)\s[«\"„“”]?[ABCEHKMOPTXY]{3,}[»\"“”]?$|^[ABCEHKMOPTXY]{3,},?\s(?:OOO|OAO|AO)$"
)
_OF_AN_ACADEMY = re.compile(
    r"(?i)(.{3,}?)(?:,\s*(?:of )?the\s|,\s*(?:of )?|\sof the\s|\s\()"
    r"(?:(?:siberian|ural|far eastern) branch(?: of the)?\s)?"
    r"(?:chinese|russian|china|national)\s(?:academy of sciences?)(?: of (?:belarus|ukraine))?\)?"
)
_MANAGING = re.compile(
    r"(?i)(?:the )?manag(?:ing|ement) company of |управляющая компания холдинга|кіруючая кампанія холдынгу"
)


def _is_managed(parts: list[str]) -> bool:
    """ "INTEGRAL - Managing Company of Holding INTEGRAL": what a body does for its group."""
    return any(map(_MANAGING.match, parts[1:]))


def _says_again(inner: Name, outer: Name) -> bool:
    """Whether what stands in parentheses is the name once more with an acronym: "(CETC 38)"."""
    said = {t.text for t in outer.tokens}
    return all(
        t.text in said or (t.text in acronyms() and set(acronyms()[t.text][0]) - KINDS_OF_BODY <= said)
        for t in inner.tokens
    )


def _may_be_town(inside: Name) -> bool:
    """Whether what stands in parentheses may be a Chinese town that the list of places has not: "(Liyang)"."""
    return any(is_pinyin(t.written) for t in inside.tokens)


def _in_english(text: str, rules: tuple[tuple[str, str], ...]) -> str:
    """A Russian name as German or French spells it, in English spelling: "Tschemesow", "Sergueï Choïgou"."""
    text = text.lower()
    for letters, to in rules:
        text = re.sub(letters, to, text)
    return text.title()


_FRENCH_RUSSIAN = re.compile(
    r"(?i)tch[aeioïou]|\b\w*ï\w*gou\w*|gueï|[ck]hoï|\w+eï\b|chtch|\b\w{3,}(?:tchenko|tchouk|ieff)\b"
)
_FROM_FRENCH = (
    ("chtch", "shch"),
    ("tch", "č"),
    ("ch", "sh"),
    ("č", "ch"),
    ("ou", "u"),
    ("gu(?=[eiï])", "g"),
    ("ï", "i"),
    ("ieff", "iev"),
)
_NICKNAME = re.compile(r'([^"“”«»]{2,})["“][^"“”«»]{2,30}["”]([^"“”«»]{2,})')


def _in_another_spelling(text: str, whole: Name) -> dict[str, bool]:
    """The text as another language spells it, without a nickname, in Cyrillic letters that look Latin, and without the
    academy that an institute is of.
    """
    found: dict[str, bool] = {}
    if _UMLAUT.search(text) and not _OTHER_MARKS.search(text):
        found[text.translate(_IN_TWO_LETTERS)] = True
    if _HACEK.search(text) and not _UMLAUT.search(text):
        found[text.translate(_AS_IN_ENGLISH)] = True
    lowered = text.lower()
    if _GERMAN_RUSSIAN.search(text):
        found[_in_english(text, _FROM_GERMAN)] = True
    if ("ï" in lowered or "tch" in lowered or "ieff" in lowered) and _FRENCH_RUSSIAN.search(text):
        found[_in_english(text, _FROM_FRENCH)] = True
    nickname = _NICKNAME.fullmatch(text) if '"' in text or "“" in text else None
    if nickname and len(understand(nickname.group(1) + nickname.group(2)).tokens) > 1:
        found[f"{nickname.group(1)}{nickname.group(2)}".strip()] = whole.kind != "company"
    if _IN_LOOKALIKES.search(text):
        found[text.translate(IN_CYRILLIC)] = True
    institute = _OF_AN_ACADEMY.fullmatch(text) if "academy of science" in lowered else None
    if institute:
        told = any(t.role in {"name", "place", "number"} for t in understand(institute.group(1)).tokens)
        found[institute.group(1)] = told  # each academy has an Institute of Physics
    return found


@lru_cache(maxsize=1 << 13)
def readings(text: str) -> tuple[tuple[Name, bool], ...]:
    """The ways to read a name: as it stands; without what stands in parentheses; what stands there; each of several
    names in one.

    Beside each: whether the reading is as good as the whole (an acronym left out), or leaves out words that may
    matter.
    """
    whole = understand(text)
    found = {text: True} | _in_another_spelling(text, whole)
    if not _HAS_PARTS.search(text):
        return tuple((understand(reading), full) for reading, full in found.items())
    within = bool(_PART_OF.search(text))
    for inside in _PARENTHESES.finditer(text):
        inner = understand(inside.group(1))
        outside = text[: inside.start()] + " " + text[inside.end() :]
        outer = understand(outside)
        said = sum(t.weight for t in inner.tokens) >= 0.9 and len(inner.tokens) > 1
        if all(form for _, form in inner.spelled):
            continue  # "(P.J.S.)"
        if not inner.tokens or not outer.tokens or not (said or any(t.role == "name" for t in inner.tokens)):
            continue
        repeated = {t.text for t in inner.tokens} <= {t.text for t in outer.tokens} or inner.core == outer.core
        repeated = repeated or _says_again(inner, outer)
        single = len(inner.tokens) == 1
        coined = single and (any(c.isupper() for c in inside.group(1)[1:]) or bool(inner.tokens[0].others))
        at_end = not understand(text[inside.end() :]).tokens
        if repeated or not any(t.role in {"place", "number"} for t in inner.tokens):
            firm = bool(outer.legal) or any(t.text in KINDS_OF_BODY | _KINDS_OF_INSTITUTE for t in outer.tokens)
            short = at_end and firm and not within and len(inner.tokens) <= 2 and not _may_be_town(inner)
            coined = coined or (single and short)  # "Hangzhou Yushu Technology Co., Ltd. (Unitree)"
            found.setdefault(outside, repeated or coined or short)
        if at_end and not within and (coined or len(inner.tokens) > 1) and not inner.legal_families & {"state"}:
            # "SenseTime Group, Inc. (SenseTime)": its own name once more, shorter
            own = {t.text for t in inner.tokens if t.role == "name"} <= {t.text for t in outer.tokens}
            own = (
                own
                or inner.core == outer.core
                or (bool(inner.legal) and outside.strip().isupper() and len(outer.tokens) == 1)
            )
            found.setdefault(inside.group(1), coined or (own and not any(t.role == "number" for t in outer.tokens)))
    if whole.kind != "person" and not within:
        for divider, full in ((_OTHERWISE, True), (_DASH, False)):
            parts = [part.strip(" ,;()（）") for part in divider.split(text)]
            if len(parts) > 1:
                headed = _heads_its_own_name(parts)
                # "A - B - C": one body under all its names, as some lists write it
                many = divider is _DASH and len(parts) >= _MANY
                full = full or headed or many or _renamed(parts) or _is_managed(parts)  # noqa: PLW2901 - of this divider
                for part in parts:
                    if headed or sum(t.weight for t in understand(part).tokens) >= 0.9:
                        found.setdefault(part, full)
    return tuple((understand(reading), full) for reading, full in list(found.items())[:5])
