"""Given names, patronymics and initials of Russian, Ukrainian and Belarusian persons.

One person is "Vladimir Vasilyevich" in Russian, "Volodymyr Vasylovych" in Ukrainian and "Uladzimir Vasilevich" in
Belarusian, and each in the spelling of several systems. ``slavic_given_names.txt`` says which names are one; a
patronymic is the father's name with an ending.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from monitor.naming.lexicon_files import lines
from monitor.naming.slavic_words import key, with_g
from monitor.naming.transliterate import fold, latin

_PATRONYMIC = re.compile(r"(.{2,}?)(?:[oeai]vi4|i4|(?:[oeai]v|[aeo]u|i4|ini4)n)(a|i|u|e|o[imv]|em|om)?$")
_OF_PATRONYMICS = ("i4", "vn", "un", "4n")  # of which the pattern has one
_SHORTEST_PATRONYMIC = 4  # "ilich"
_LONGEST_INITIALS = 4
_APOSTROPHE = re.compile(r"['’]")
_SPELLED_IN_TWO = ("shch", "zh", "kh", "ts", "ch", "sh", "ye", "yo", "yu", "iu", "ju", "ya", "ia", "ja")


def _without_vowel(name: str) -> str:
    return name[:-1] if name[-1:] in tuple("aeiou") else name


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """(Key of a given name -> its usual spelling, the same without the last vowel, as it stands in patronymics)."""
    given: dict[str, str] = {}
    fathers: dict[str, str] = {}
    for line in lines("slavic_given_names.txt"):
        head, _, forms = line.partition(":")
        for form in forms.split():
            spelled = key(latin(fold(_APOSTROPHE.sub("", form.rstrip("-")))))
            if not form.endswith("-"):
                given.setdefault(spelled, head)
            fathers.setdefault(_without_vowel(spelled), head)
    return given, fathers


def _looked_up(spelled: str) -> str | None:
    given, fathers = _tables()
    if spelled in given:
        return given[spelled]
    if len(spelled) < _SHORTEST_PATRONYMIC or not any(letters in spelled for letters in _OF_PATRONYMICS):
        return None
    patronymic = _PATRONYMIC.match(spelled)
    if not patronymic:
        return None
    father = _without_vowel(patronymic.group(1))
    daughter = patronymic.group(0).rstrip("aeiou").endswith("n")
    return fathers.get(father, father) + ("ovna" if daughter else "ovich")


@lru_cache(maxsize=1 << 14)
def canonical(word: str) -> str | None:
    """One spelling for a given name or patronymic, "volodymyr" -> "vladimir"; None: it is neither."""
    found = _looked_up(key(word))
    if "h" in word and (found is None or found.endswith(("ovich", "ovna"))):
        given = _looked_up(key(with_g(word)))  # "Hryhorovych"
        if given is not None:
            return given
    return found


def _first_letters(word: str) -> set[str]:
    found = {word[:1]}
    for letters in _SPELLED_IN_TWO:
        if word.startswith(letters):
            found.add(letters)
    if word.startswith(("ye", "yo", "e", "je")):
        found |= {"e", "ye"}
    if word.startswith(("yu", "iu", "ju")):
        found |= {"yu", "iu", "ju"}
    if word.startswith(("ya", "ia", "ja")):
        found |= {"ya", "ia", "ja"}
    return found


@lru_cache(maxsize=1 << 12)
def initials(word: str) -> frozenset[str]:
    """What may stand for a given name or patronymic before or after a surname: "yevgeniy" is "Ye." and "E."."""
    return frozenset(_first_letters(word) | _first_letters(canonical(word) or word))


def same_initial(a: str, b: str) -> bool:
    """Whether one of two words is the initial of the other, or both have the same."""
    short, long = sorted((a, b), key=len)
    return short in initials(long) or short[:1] == long[:1]


def are_initials(letters: str, first: str, second: str) -> bool:
    """Whether the letters stand for the two names: "yev" for Yevgeniy Viktorovich."""
    if not 2 <= len(letters) <= _LONGEST_INITIALS:
        return False
    return any(letters == a + b for a in initials(first) for b in initials(second))
