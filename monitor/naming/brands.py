"""Well-known names of listed parties that are not renderings of each other letter by letter: brand, pinyin, Chinese,
acronym.

A line is one party's name without trade words and legal form: the usual Latin brand, then other Latin forms, then
Chinese. Facts from the lists' own aliases and the companies' own names; a brand missing here is still found by its
aliases on the list.
"""

from __future__ import annotations

from functools import cache

from monitor.naming.chinese_spellings import readings_in_pinyin
from monitor.naming.lexicon_files import lines

KINDS_OF_BODY = frozenset({"company", "corporation", "group"})  # of the words of an acronym, those a name may leave out


_TWO_SYLLABLES = 2  # of these there are too many for a name in pinyin to be known by them


@cache
def _brands() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines("brands.txt"):
        forms = tuple(form for form in line.split() if form.isascii())
        for form in forms:
            found[form] = forms
        for character_form in line.split():
            if forms and not character_form.isascii() and len(character_form) > _TWO_SYLLABLES:
                found.setdefault(_spelled(character_form), forms)  # "changjiangcunchu"
    for acronym, (_, native) in acronyms().items():
        for form in native:
            spelled = _spelled(form)
            if len(form) > _TWO_SYLLABLES and spelled not in found:  # "zhongdianke"
                found[spelled] = (acronym, spelled)
    return found


def _spelled(native: str) -> str:
    return "".join(readings_in_pinyin(character)[0] for character in native)


def brand_forms(word: str) -> tuple[str, ...]:
    """The Latin forms of a brand, its usual one first; () where the word is no known brand with several."""
    return _brands().get(word, ())


@cache
def native_brands() -> dict[str, str]:
    """Chinese brand -> its usual Latin form."""
    found: dict[str, str] = {}
    for line in lines("brands.txt"):
        forms = line.split()
        found.update((form, forms[0]) for form in forms if not form.isascii())
    for acronym, (_, native) in acronyms().items():
        found.update((form, acronym) for form in native)
    return found


@cache
def acronyms() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Acronym -> (the words it stands for, its Chinese names)."""
    found = {}
    for line in lines("acronyms.txt"):
        left, _, right = line.partition("=")
        words, _, native = right.partition("|")
        found[left.strip()] = (tuple(words.split()), tuple(native.split()))
    return found
