"""Russian, Ukrainian and Belarusian words in any case, gender and spelling system.

``slavic_words.txt`` has the words as a dictionary has them, in Cyrillic. A word met in a name is brought to a key that
the spelling systems share ("Obrabotki", "obrabotky", "mekhanicheskii", "mechaničeskij"), and its ending is cut off.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from monitor.naming.lexicon_files import lines
from monitor.naming.spelling_keys import Keys, replaced, rules
from monitor.naming.transliterate import fold, latin

# Several letters for one sound, then what the systems write differently; one letter stands for each sound.
_SOUNDS = rules(
    (r"shch|szcz|shh|stch|tsch(?=[aeiouy])|sch(?=[aeiouy])", "6"),
    (r"zh", "7"),
    (r"tch|ch", "4"),
    (r"sh", "8"),
    (r"kh|h", "x"),
    (r"tz|ts|tc|cz|c", "c"),
    (r"w", "v"),
    (r"(?<=[bcdfgklmnprstvxz4678])yo", "e"),
    (r"[yj]", "i"),
    (r"i+(?=[aeou])|(?<=[aeou])i+", ""),
    (r"([^n\n])\1+", r"\1"),
)
_OF_ADJECTIVES = frozenset(
    [
        "i",
        "o",
        "oe",
        "a",
        "ae",
        "e",
        "u",
        "ogo",
        "ego",
        "aga",
        "oga",
        "omu",
        "emu",
        "amu",
        "im",
        "imi",
        "ix",
        "om",
        "em",
        "m",
        "mi",
        "x",
    ]
)
_OF_NOUNS = frozenset(
    [
        "",
        *[
            "a",
            "i",
            "u",
            "e",
            "o",
            "om",
            "em",
            "im",
            "ov",
            "ev",
            "iv",
            "ei",
            "ax",
            "ex",
            "ix",
            "am",
            "em",
            "ami",
            "imi",
            "av",
            "m",
            "x",
        ],
    ]
)
_ADJECTIVE = re.compile(r".{2}(?:[ыио]й|ны|вы|скі|цкі|ськы)$")
_SHORTEST = 4  # letters of a stem; shorter ones are names as often
_LONGEST_ENDING = 3
_UKRAINIAN_G = re.compile(r"(?<![kscztg])h")


KEYS = Keys(lambda text: replaced(text, _SOUNDS))


def key(word: str) -> str:
    """One key for the spellings that romanisation systems give a Slavic word."""
    return KEYS[word]


def with_g(word: str) -> str:
    """A word with "g" for the "h" that Ukrainian and Belarusian systems write for it: "hryhorovych"."""
    return _UKRAINIAN_G.sub("g", word) if "h" in word else word


def _stem(form: str) -> tuple[str, bool]:
    """The key of a dictionary form without its ending, and whether it is an adjective."""
    spelled = key(latin(fold(form)))
    return (spelled[:-1] if spelled[-1] in "aeiou" else spelled), bool(_ADJECTIVE.search(form))


@cache
def _stems() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """(Nouns, adjectives): stem -> the English trade words."""
    nouns: dict[str, tuple[str, ...]] = {}
    adjectives: dict[str, tuple[str, ...]] = {}
    for line in lines("slavic_words.txt"):
        if line.startswith("-:"):
            continue
        meaning, _, forms = line.partition(":")
        for form in forms.split():
            stem, adjective = _stem(form)
            (adjectives if adjective else nouns).setdefault(stem, tuple(meaning.split()))
    return nouns, adjectives


@cache
def _heads() -> frozenset[str]:
    """How the stems begin: nearly all words begin otherwise, and are asked no more."""
    nouns, adjectives = _stems()
    return frozenset(stem[:_SHORTEST] for stem in (*nouns, *adjectives))


def _found(spelled: str) -> tuple[str, ...]:
    if spelled[:_SHORTEST] not in _heads():
        return ()
    nouns, adjectives = _stems()
    for cut in range(min(_LONGEST_ENDING, len(spelled) - _SHORTEST) + 1):
        stem, ending = spelled[: len(spelled) - cut], spelled[len(spelled) - cut :]
        if ending in _OF_NOUNS and stem in nouns:
            return nouns[stem]
        if ending in _OF_ADJECTIVES and stem in adjectives:
            return adjectives[stem]
    return ()


@cache
def _names() -> frozenset[str]:
    """The keys of names that have the form of a word ("Otkritie")."""
    return frozenset(
        key(latin(fold(form)))
        for line in lines("slavic_words.txt")
        if line.startswith("-:")
        for form in line[2:].split()
    )


@lru_cache(maxsize=1 << 14)
def meanings_of(word: str) -> tuple[str, ...]:
    """The English trade words of a Slavic word in Latin letters, "obrabotki" -> "processing"; (): not known."""
    if len(word) < _SHORTEST or not word.isalpha():
        return ()
    spelled = key(word)
    if spelled in _names():
        return ()
    found = _found(spelled)
    if not found and "h" in word:
        found = _found(key(with_g(word)))
    return found


def compound(word: str) -> tuple[tuple[tuple[str], tuple[str, ...]], ...]:
    """A word that stands for several ("neftegazovyy": petroleum, gas), as a row of ``vocabulary.phrases``."""
    found = meanings_of(word) or two_parts(word)
    return (((word,), found),) if len(found) > 1 else ()


# The first parts of compounds, before the "o" or "e" that joins them to the second.
_FIRST_PARTS = {
    "neft": "petroleum",
    "gaz": "gas",
    "nov": "new",
    "verxn": "upper",
    "nizn": "lower",
    "ni7n": "lower",
    "sredn": "central",
    "sever": "northern",
    "iu7n": "southern",
    "vostocn": "eastern",
    "vosto4n": "eastern",
    "zapadn": "western",
    "tepl": "heat",
    "energ": "energy",
    "metal": "metal",
    "stal": "steel",
    "trub": "pipe",
    "les": "timber",
    "drev": "wood",
    "rib": "fish",
    "ugl": "coal",
    "vod": "water",
    "sud": "shipbuilding",
    "stank": "machinery",
    "ximik": "chemical",
}
_JOINT = re.compile(r"([a-z0-9]{3,7}?)[oe]([a-z0-9]{5,})$")


def two_parts(word: str) -> tuple[str, ...]:
    """The English trade words of a compound of two known parts: "novotrubnyy", new and pipe."""
    if len(word) < _SHORTEST_COMPOUND:
        return ()
    parts = _JOINT.match(key(word))
    if not parts or parts.group(1) not in _FIRST_PARTS:
        return ()
    second = _found(parts.group(2))
    return (_FIRST_PARTS[parts.group(1)], *second) if second else ()


_SHORTEST_COMPOUND = 9


_TOWN_ADJECTIVE = re.compile(r"(.{2,}[sczx]k)(?:i|o|oe|a|ae|e|u|ogo|oga|aga|omu|im|ix|om)$")
_TOWN_ENDING = re.compile(r"(?<=.{4})(?:a|u|e|i|om|em)$")


def town_stems(spelling: str) -> tuple[str, ...]:
    """The stems of the adjectives that a town has by rule: "Penza" has "penzensk" among them, "Minsk" only "minsk".

    A spelling that is an adjective itself ("ufimskiy") gives its stem.
    """
    spelled = key(spelling)
    own = _TOWN_ADJECTIVE.match(spelled)
    if own:
        return (own.group(1),)
    if spelled.endswith(("sk", "ck")):
        return (spelled,)
    bare = spelled[:-1] if spelled[-1] in "aeiou" else spelled
    ends = [bare + "sk", bare + "insk", bare + "ensk", bare + "ovsk"]
    if bare.endswith("c"):
        ends.append(bare + "k")
    if bare.endswith(("g", "k")):
        ends.append(bare[:-1] + ("7sk" if bare[-1] == "g" else "ck"))
    return tuple(map(key, ends))


def adjective_stem(word: str) -> str | None:
    """The stem of a word that may be a town's adjective: "kharkivskyi" and "mekhanicheskii" have one."""
    spelled = key(word)
    found = _TOWN_ADJECTIVE.match(spelled) if "k" in spelled[3:] else None
    return found.group(1) if found else None


def without_case(word: str) -> str:
    """The key of a town's name without its case ending: "tatarstana" is "tatarstan"."""
    return _TOWN_ENDING.sub("", key(word))
