"""What is particular to names of persons: titles, particles, spellings of one given name, short forms, patronymics."""

from __future__ import annotations

import re
from functools import cache

from monitor.naming import slavic_names
from monitor.naming.lexicon_files import lines

_TITLES = """
mr mrs ms miss dr prof professor sir dame lord lady sheikh shaikh shaykh sheik haji hajji hadji hajj mullah
mulla mawlawi maulavi maulvi molvi qari sayyid sayed syed sayyed seyed seyyed eng engineer gen general col
colonel capt captain maj major lt president prince minister imam ayatollah hojatoleslam rev father jr sr phd
esq don donna herr frau madame mme mag ing
"""
TITLES = frozenset(_TITLES.split())

# Small words that come and go between spellings of one name.
_PARTICLES = """
al el ul as ash ad ar an at az bin ibn ben bint binti abu abou de del della di da do dos das du la le van von
der den af av zu of y e ould uld wa bu bn abn bnt abw
"""
PARTICLES = frozenset(_PARTICLES.split())


_SURNAME_ENDING = re.compile(
    r".{3,}(?:ov|ova|ev|eva|in|ina|enko|sky|skiy|ski|skaya|chuk|yan|ian|shvili|dze|oglu|zade|zadeh|pour|nejad|nezhad|zai|ovich|evich|ovna|evna|sson|sen|opoulos|akis|escu|ullah|uddin)$"
)


@cache
def _variants() -> dict[str, str]:
    return {word: line.split()[0] for line in lines("given_name_spellings.txt") for word in line.split()}


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in lines("given_name_short_forms.txt"):
        full, *short = line.split()
        for word in short:
            found.setdefault(word, set()).add(canonical(full))
    return {word: frozenset(full) for word, full in found.items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(_variants()) | frozenset(word for line in lines("personal_words.txt") for word in line.split())


def canonical(word: str) -> str:
    """One spelling for the spellings of one given name: "mohammad" -> "mohammed"; other words come back as they are."""
    return _variants().get(word) or slavic_names.canonical(word) or word


def are_two_names(a: str, b: str) -> bool:
    """Whether both are usual given names and not spellings of one: Nasr is not misspelt Nasir."""
    known = _variants()
    return a in known and b in known and known[a] != known[b]


def is_short_form(a: str, b: str) -> bool:
    """Whether one is the everyday short form of the other: Bill and William."""
    short = _short_forms()
    return canonical(b) in short.get(a, ()) or canonical(a) in short.get(b, ())


@cache
def _relatives() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in lines("given_name_short_forms.txt"):
        full, *short = line.split()
        found.setdefault(canonical(full), set()).update(short)
        for word in short:
            found.setdefault(word, set()).add(canonical(full))
    return {word: frozenset(others) for word, others in found.items()}


def short_and_long(word: str) -> frozenset[str]:
    """The short forms of a given name, or the names that it is a short form of."""
    return _relatives().get(canonical(word), frozenset()) | _relatives().get(word, frozenset())


def looks_personal(word: str) -> bool:
    """Whether a word is a usual given name or has the ending of a surname."""
    return word in _known() or bool(_SURNAME_ENDING.match(word))


_SERVANT_OF = re.compile(r"abd(?:us|ur|ul|al|el|ol|ar|as|u|i)?(?=[bcdfghjkmnpqrstvwxyz])(\w{4,})$")
SERVANT = frozenset({"abd", "abdul", "abdal", "abdel", "abdol", "abdur", "abdus"})


def parts(word: str) -> tuple[str, ...]:
    """The words that a given name is made of: "abdulkadir" is "abd" and "kadir", and so is "abd al-Kadir"."""
    found = _SERVANT_OF.match(word)
    if found:
        return ("abd", found.group(1))
    return ("abd",) if word in SERVANT else (word,)
