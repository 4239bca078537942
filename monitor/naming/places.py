"""Places in party names, their spellings, and what lies in what.

A line is ``place < larger place: other spellings``; spellings in Chinese, Russian, Korean and Arabic script
included. Countries have their ISO 3166 alpha-2 code first among the spellings, in capitals, and the adjective that
stands in names ("russian").
"""

from __future__ import annotations

from functools import cache, lru_cache

from monitor.naming import slavic_words
from monitor.naming.lexicon_files import lines
from monitor.naming.transliterate import fold

_CYRILLIC_COUNTRIES = frozenset({"russia", "belarus", "ukraine", "kazakhstan"})
_LIKE_SURNAMES = ("ov", "ev", "in", "o", "iy", "yy", "sky")  # "Rostova" and "Ivanova" are women
_LONG_ENOUGH = 6
_CASE_ENDINGS = frozenset("auyiem")


class _Table:
    __slots__ = ("adjectives", "codes", "native", "oblique", "parent", "phrases", "spellings")

    def __init__(self) -> None:
        self.parent: dict[str, str | None] = {}
        self.spellings: dict[str, str] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.native: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self.adjectives: dict[str, str] = {}  # stem -> place, of countries that write Cyrillic
        self.oblique: dict[str, str] = {}  # without its ending -> place
        for line in lines("countries.txt") + lines("regions.txt"):
            head, _, forms = line.partition(":")
            place, _, parent = head.partition("<")
            place, parent = place.strip(), parent.strip()
            self.parent[place] = parent or None
            for form in [place, *forms.split()]:
                if not form.isascii():
                    self.native.setdefault(fold(form), place)
                elif form.isupper():
                    if len(form) == 2:
                        self.codes[form] = place
                elif "-" in form:
                    words = tuple(form.split("-"))
                    self.phrases.setdefault(words[0], []).append((words, place))
                    self.spellings.setdefault("".join(words), place)
                else:
                    self.spellings.setdefault(form, place)
        for phrases in self.phrases.values():
            phrases.sort(key=lambda pair: -len(pair[0]))
        slavic = [(form, place) for form, place in self.spellings.items() if self._is_slavic(place)]
        slavic.sort(key=lambda pair: -self._depth(pair[1]))  # "yakutskiy" is of Yakutsk rather than of Yakutia
        for by_rule in (0, 1):  # an adjective that is listed goes before one that is made by rule
            for form, place in slavic:
                for stem in slavic_words.town_stems(form):
                    if bool(slavic_words.adjective_stem(form)) != bool(by_rule):
                        self.adjectives.setdefault(stem, place)
        for form, place in slavic:
            if len(form) >= _LONG_ENOUGH and not form.endswith(_LIKE_SURNAMES):
                self.oblique.setdefault(slavic_words.without_case(form), place)

    def _depth(self, place: str | None) -> int:
        return 0 if place is None else 1 + self._depth(self.parent.get(place))

    def _is_slavic(self, place: str) -> bool:
        while (parent := self.parent.get(place)) is not None:
            place = parent
        return place in _CYRILLIC_COUNTRIES


@cache
def _table() -> _Table:
    return _Table()


def place_of(word: str) -> str | None:
    """The place that a Latin lower-case word names: "peking" -> "beijing", "ulianovskii" -> "ulyanovsk"."""
    found = _table().spellings.get(word)
    if found is None and word.endswith("shi"):  # "shenzhenshi", the city
        city = _table().spellings.get(word[:-3])
        found = city if city and "china" in lies_in(city)[1:] else None
    return found or (_slavic_place(word) if len(word) >= _LONG_ENOUGH and word.isalpha() else None)


@lru_cache(maxsize=1 << 14)
def _slavic_place(word: str) -> str | None:
    stem = slavic_words.adjective_stem(word)
    if stem is not None:
        return _table().adjectives.get(stem)
    return _table().oblique.get(slavic_words.without_case(word)) if word[-1] in _CASE_ENDINGS else None


def native_places() -> dict[str, str]:
    """Places in their own script: "北京" -> "beijing"."""
    return _table().native


def phrase_at(words: tuple[str, ...], position: int) -> tuple[int, str] | None:
    """A place of several words that begins there: (one past its last word, place)."""
    for pattern, place in _table().phrases.get(words[position], ()):
        if words[position : position + len(pattern)] == pattern:
            return position + len(pattern), place
    return None


@cache
def lies_in(place: str) -> tuple[str, ...]:
    """The place itself and all that contain it, smallest first: shenzhen, guangdong, china."""
    found = [place]
    while (parent := _table().parent.get(found[-1])) is not None:
        found.append(parent)
    return tuple(found)


def compatible(a: str, b: str) -> bool:
    """Whether one is the other or contains it."""
    return a in lies_in(b) or b in lies_in(a) or {a, b} in ({"korea", "northkorea"}, {"korea", "southkorea"})


@cache
def _further_countries() -> dict[str, str]:
    """Codes and names of the countries that are no places in names of parties -> the name they are kept under."""
    return {word: line.split()[1] for line in lines("further_countries.txt") for word in line.split()}


@cache
def country_of(text: str | None) -> str | None:
    """The country that a code, a name or a list's heading means.

    Hong Kong and Macau keep their own. None: not known.
    """
    if not text:
        return None
    cleaned = text.strip()
    if len(cleaned) == 2 and cleaned.isascii():
        return _table().codes.get(cleaned.upper()) or _further_countries().get(cleaned.upper())
    words = tuple(
        "".join(c for c in word if c.isalnum())
        for word in fold(cleaned).replace("-", " ").replace("'", "").replace("’", "").split()
    )
    words = tuple(word for word in words if word)
    if cleaned in native_places():
        return _country(native_places()[cleaned])
    joined = "".join(words)
    if joined in _table().spellings:
        return _country(_table().spellings[joined])
    for prefix in ("", "the", "republicof", "therepublicof", "kingdomof"):
        if joined.startswith(prefix) and (further := _further_countries().get(joined.removeprefix(prefix))):
            return further
    for position in range(len(words)):
        found = phrase_at(words, position)
        if found:
            return _country(found[1])
    for word in words:
        place = place_of(word)
        if place:
            return _country(place)
    return None


def _country(place: str) -> str:
    for candidate in lies_in(place):
        if candidate in {"hongkong", "macau", "crimea"}:
            return candidate
    return lies_in(place)[-1]


_NEAR = (
    {"china", "taiwan"},
    {"crimea", "ukraine"},
    {"crimea", "russia"},
    {"korea", "northkorea"},
    {"korea", "southkorea"},
)


def same_country(a: str, b: str) -> bool:
    """Whether two countries (as ``country_of`` gives them) may be one party's: Hong Kong and Macau go with China."""
    family = {"hongkong": "china", "macau": "china"}
    a, b = family.get(a, a), family.get(b, b)
    return a == b or {a, b} in _NEAR
