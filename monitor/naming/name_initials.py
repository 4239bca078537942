"""What letters a name may be shortened to: the initials of its words, small words and legal form counted or not.

Initials of the parts of words ("NWPU" for Northwestern Polytechnical University) are the matter of ``acronyms``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from monitor.naming import acronyms
from monitor.naming.name_cleaning import small_words
from monitor.naming.names import NATIVE_HERE, Name

_LONGEST_ACRONYM = 9
_KINDS_OF_BODY = frozenset({"group", "holding", "holdings", "company", "corporation"})


@lru_cache(maxsize=1 << 12)
def initials_of(name: Name) -> frozenset[str]:
    """What the whole name may be shortened to: the first letters of all words, without small words, without legal form.

    "Petroleos de Venezuela, S.A." is also pdvsa.
    """
    letters = [
        (w[0], w in small_words(), form, w) for w, form in name.spelled if w and w != NATIVE_HERE and not w.isdigit()
    ]
    kinds = {
        "".join(c for c, _, _, _ in letters),
        "".join(c for c, small, _, _ in letters if not small),
        "".join(c for c, small, form, _ in letters if not form),
        "".join(c for c, small, form, _ in letters if not small and not form),
        "".join(w if form and len(w) <= 3 else c for c, _, form, w in letters),
    }
    if letters and letters[-1][2]:
        kinds |= {
            kind + letter
            for kind in list(kinds)
            for letter in {c for c, _, form, _ in letters if form}
            if letter in "cgl"
        }
    kinds.add("".join(c for c, small, form, w in letters if not small and not form and w not in _KINDS_OF_BODY))
    return frozenset(kind for kind in kinds if 3 <= len(kind) <= _LONGEST_ACRONYM)


@lru_cache(maxsize=1 << 12)
def words_to_shorten(name: Name) -> tuple[tuple[str, bool], ...]:
    """The Latin words that an acronym is made of, each with whether it may be passed over: small words, legal form,
    kind of body, and a place at the head of a longer name.
    """
    head = bool(name.tokens) and name.tokens[0].role == "place" and len(name.tokens) > 2
    return tuple(
        (word, form or word in small_words() or word in _KINDS_OF_BODY or (head and i == 0))
        for i, (word, form) in enumerate(name.spelled)
        if word and word != NATIVE_HERE and not word.isdigit()
    )


_FEWEST_BEGINNINGS, _LONGEST_BEGINNING = 5, 3


def _words_that_begin(name: Name) -> list[tuple[str, bool]]:
    """The Latin words of a name, each with whether it may be passed over: small words and the legal form."""
    return [(w, form or w in small_words()) for w, form in name.spelled if w and w != NATIVE_HERE and not w.isdigit()]


@lru_cache(maxsize=1 << 12)
def is_made_of_beginnings(letters: str, name: Name) -> bool:
    """Whether letters are the first one to three of each word in order: "hosco" of Hormozgan Steel Company.

    Small words may be passed over, the legal form may give its letters.
    """
    words = _words_that_begin(name)
    several = len(letters) >= _FEWEST_BEGINNINGS and sum(not light for _, light in words) > 1
    return several and acronyms.are_beginnings(letters, words, _LONGEST_BEGINNING, of_all=True)


@lru_cache(maxsize=1 << 12)
def beginnings_of(name: Name) -> frozenset[str]:
    """All that ``is_made_of_beginnings`` accepts for a name of few words, up to the longest acronym."""
    words = _words_that_begin(name)
    if not 1 < sum(not light for _, light in words) <= _MOST_WORDS or len(words) > _MOST_WORDS + 2:
        return frozenset()
    found = {""}
    for word, light in words:
        parts = [word[:length] for length in range(1, min(len(word), _LONGEST_BEGINNING) + 1)] + [""] * light
        found = {before + part for before in found for part in parts if len(before + part) <= _LONGEST_ACRONYM}
    return frozenset(letters for letters in found if len(letters) >= _FEWEST_BEGINNINGS)


_MOST_WORDS = 4


@lru_cache(maxsize=1 << 10)
def own_initials(name: Name) -> frozenset[str]:
    """Words of the name that are the initials of its others: "Nanjing University of Aeronautics ... NUAA"."""
    found = set()
    letters = {word[0] for word, _ in name.spelled if word}
    for i, (word, form) in enumerate(name.spelled):
        if 3 <= len(word) <= _LONGEST_ACRONYM and not form and letters.issuperset(word) and word not in small_words():
            rest = replace(name, spelled=name.spelled[:i] + name.spelled[i + 1 :])
            if word in initials_of(rest):
                found.add(word)
    return frozenset(found)
