"""Bodies known under several full names that no rule leads from one to the other.

"Beihang University" is also 北京航空航天大学 and "BUAA"; two universities of one town differ by a word that a
translator would pass over. A line of the list is one body: its names, divided by ``|``. Two names of one line are one
body, names of two lines are two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.naming import legal_forms, places
from monitor.naming.lexicon_files import lines
from monitor.naming.name_cleaning import clean, needs_cleaning, small_words
from monitor.naming.name_readings import readings
from monitor.naming.names import Name
from monitor.naming.transliterate import CYRILLIC, simplify

_ACRONYM = 6  # letters of the longest single word that is taken for an acronym


_GROUP = "group"
_GROUPS = frozenset({"group", "groups", "gruppa"})
_PASSED_OVER = frozenset({"company", "corporation", "research", "scientific"})
_WORDS = re.compile(r"[a-z0-9]+|[^\W_a-z]+")
_TO_CLEAN = re.compile(r"(?i)[#/-]|\bn(?:o|r|um|umber)\b")  # what else has to be cleaned for a key
_LETTERS_ONLY = re.compile(
    "[\u3400-\u9fff]+|[\uac00-\ud7a3 ]+|[\u0410-\u044f\u0401\u0451 ]+"
)  # Chinese, Korean, Russian
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th)?$")


@dataclass(frozen=True, slots=True)
class KnownBody:
    names: tuple[str, ...]
    by_acronym: bool  # known by nothing but a few capital letters, which other bodies may share

    @property
    def written_out(self) -> tuple[str, ...]:
        """Its names without the acronyms."""
        return tuple(name for name in self.names if not (name.isascii() and " " not in name))


@cache
def _lines() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(filter(None, (form.strip() for form in line.split("|")))) for line in lines("known_bodies.txt"))


@cache
def keys() -> dict[tuple[str, ...], int]:
    """The words of every known name -> the number of its line.

    Without "group" and without the town at its head too, where that is no other's name.
    """
    found: dict[tuple[str, ...], int] = {}
    shorter: dict[tuple[str, ...], set[int]] = {}
    for number, forms in enumerate(_lines()):
        for form in forms:
            key = key_of(form)
            found.setdefault(key, number)
            shorter.setdefault(_without_group(key), set()).add(number)
            shorter.setdefault(_without_town(key), set()).add(number)
    for key, numbers in shorter.items():
        if len(numbers) == 1:
            found.setdefault(key, min(numbers))
    return found


def key_of(text: str) -> tuple[str, ...]:
    """The words of a name in order, without legal form and small words; numbers without their ending."""
    words = _WORDS.findall(_cleaned(text))
    forms = {i for first, end, _ in legal_forms.find(tuple(words)) for i in range(first, end)}
    said: list[str] = []
    for i, word in enumerate(words):
        ordinal = _ORDINAL.match(word)
        if ordinal:
            said.append(ordinal.group(1))
        elif word in _FORMS_IN_CYRILLIC:
            continue
        elif not word.isascii():
            said.extend(_without_form(word))
        elif i not in forms and word not in _PASSED_OVER and word not in small_words():
            said.append(_GROUP if word in _GROUPS else word)
    return tuple(said) or tuple(words)


_FORMS_IN_CYRILLIC = frozenset(
    re.findall(r"\w+", "ао пао оао зао нао ооо фгуп гуп муп фку фкп фгбу фгбун фгбоу фгау тоо одо уп руп")
)


def _cleaned(text: str) -> str:
    """What ``clean`` makes of the words of a text, faster where that is little: the list is long."""
    if text.isascii():
        return clean(text) if needs_cleaning(text) or _TO_CLEAN.search(text) else text.lower()
    if _LETTERS_ONLY.fullmatch(text):
        return simplify(text.lower())
    return clean(text)


def _without_form(word: str) -> list[str]:
    """A word of a script without spaces, without the legal form at its end."""
    endings = _native_endings()
    for form in endings if word.endswith(endings) else ():
        if word.endswith(form) and len(word) > len(form) + 1:
            group = form.startswith(("集团", "集団"))
            return [word[: -len(form)], *([_GROUP] if group else [])]
    return [word]


@cache
def _native_endings() -> tuple[str, ...]:
    return tuple(sorted({*legal_forms.native_forms(), "集团", "公司"}, key=len, reverse=True))


def _without_group(key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in key if word != _GROUP) or key


def _without_town(key: tuple[str, ...]) -> tuple[str, ...]:
    """ "Autel Robotics" is "Shenzhen Autel Robotics", where no other town has one."""
    headed = len(key) > _FEWEST_BESIDE_TOWN and key[0].isascii() and places.place_of(key[0])
    return key[1:] if headed else key


_FEWEST_BESIDE_TOWN = 2  # words


@cache
def _ends() -> frozenset[tuple[str, str]]:
    """The first and the last word of every known name in plain letters."""
    return frozenset((key[0], key[-1]) for key in keys() if all(word.isascii() for word in key))


def _may_be_known(name: Name) -> bool:
    """Whether the name begins and ends like one on the list: nearly all do not, and cost no more than this."""
    if not name.raw.isascii() or any(c.isdigit() for c in name.core):
        return True
    said = [w for w, form in name.spelled if not form and w not in _PASSED_OVER and w not in small_words()]
    return not said or any((said[0], last) in _ends() for last in {said[-1], said[-2] if len(said) > 1 else said[-1]})


_RUSSIAN_FORMS = frozenset({"ao", "pao", "oao", "zao", "fgup", "jsc", "pjsc", "ojsc", "cjsc"})


def _is_meant(name: Name, number: int) -> bool:
    """Whether a short word is this body: in capitals, or the body's name is not ("BIT" is an acronym, "Sugon" is none),
    and without a legal form but a Russian one of a Russian body ("AO OSK").
    """
    form = " ".join(form.text for form in name.legal)
    word = " ".join(w for w in name.raw.strip(" .()").split() if w.lower().strip(".,") != form)
    if form and not (form in _RUSSIAN_FORMS and any(map(CYRILLIC.search, _lines()[number]))):
        return False
    return word.isupper() or any(listed.lower() == word.lower() and not listed.isupper() for listed in _lines()[number])


@lru_cache(maxsize=1 << 14)
def known_body(text: str) -> KnownBody | None:
    """The body that goes by this name; None: it is not on the list.

    Of a name with parts ("... (Beihang University)") a part that stands for the whole is enough, or two that agree;
    not an acronym at its end, which may be the parent's ("10th Research Institute ... (CETC)").
    """
    parts: list[int] = []
    for reading, full in readings(text):
        if not _may_be_known(reading):
            continue
        key = key_of(reading.raw)
        number = keys().get(key, keys().get(_without_group(key)))
        single = len(reading.tokens) == 1
        short = single and reading.raw.isascii() and len(reading.core) <= _ACRONYM
        if number is None or (short and not _is_meant(reading, number)):
            continue  # "Bit Ltd" is not the Beijing Institute of Technology
        if (full and not (single and reading.raw != text)) or number in parts:
            return KnownBody(_lines()[number], short)
        parts.append(number)
    return None
