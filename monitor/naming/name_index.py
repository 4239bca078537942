"""Which rows of a long column of names may be the name that is asked for: an inverted index over words.

Built once in one pass; everything is in flat arrays, so that a million names take little room, load fast from disk
and are searched without a Python loop over rows. A search finds the words of the column that are like the words
asked for (the same meaning, sound or stem, one letter off, written together, an acronym), takes the rows that hold
a telling one, and keeps those whose words are covered well enough to be worth a comparison. It never decides: that
is ``name_comparison``.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from monitor.naming import acronyms, brands, legal_forms, person_names, places, vocabulary
from monitor.naming.known_bodies import known_body
from monitor.naming.name_tokens import number_words, word_token
from monitor.naming.names import clean, initials_of, rarity, readings, small_words, understand, words_to_shorten
from monitor.naming.sound import is_pinyin, skeleton, sound, stem
from monitor.naming.transliterate import is_skeletal, latin, scripts_of
from monitor.naming.word_pairing import likeness

Ints = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint32]
Weights = npt.NDArray[np.float32]

_WORD = re.compile(r"[a-z]+|[0-9]+")
_NEEDS_CLEANING = re.compile(
    r"^[A-Za-z](?: [A-Za-z]){2,}(?![A-Za-z])|(?<![A-Za-z0-9])[A-Za-z]\.|'|&#?\w+;"
    r"|[A-Za-z][0135][A-Za-z]|(?<![A-Za-z0-9])[01][a-z]{4}|[A-Za-z]{3}[01](?!\w)"
    r"|[a-z](?:AG|GmbH|LLC|Ltd|Inc|SA|JSC|PLC|OOO)(?![A-Za-z])"
)
_ROUGH = re.compile(r"[^\W_]+")
_BY_LETTER = re.compile(
    r"[\x00-\u052f\u1e00-\u206f\u2116\uff01-\uff5e]*"
)  # Latin, Greek and Cyrillic: read letter by letter
_LATIN = re.compile(r"[\x00-\u036f\u1e00-\u206f\u2116\uff01-\uff5e]*")
_PLAIN = re.compile(r"[\x00-\u024f\u2010-\u201f\u2116\u3000-\u302f\u3400-\u9fff\uff01-\uff5e]*")  # Latin, Chinese
_MANIFOLD = re.compile(
    r"(?i)[(（\[/|原]|\s[-–—]\s|\b[af]\.?k\.?a\b|formerly|trading as|d/?b/?a|\bim(?:eni)?\b|\bnamed\b"
)  # a name that may be read in several ways, or leaves out whom it honours
_SUFFIX = frozenset({"st", "nd", "rd", "th", "s"})
_LEGAL_WEIGHT = 0.02
_NAME, _OTHER, _LEGAL, _NUMBER, _PLACE = range(5)
_COMMON_WORDS = 2  # a name of common words only is looked up by its rarest
_FEW_ROWS = 20_000  # up to here sorting is faster than marking among all rows
_NEARLY_EXACT = 0.9  # from 0.93 a pair of words counts as the same name
_SLACK = 0.3  # a name word left over on both sides makes two names; one weighs 0.5 and more


@lru_cache(maxsize=1 << 14)
def _facts(word: str) -> tuple[int, float, str]:
    """(class, weight, meaning) of a Latin word: how much a row that shares it is worth."""
    if word in legal_forms.words() or word in _SUFFIX:
        return _LEGAL, _LEGAL_WEIGHT, word
    if word in person_names.PARTICLES:
        return _LEGAL, 0.05, word
    if word in small_words():
        return _LEGAL, _LEGAL_WEIGHT, word
    if word.isdigit():
        return _NUMBER, 0.5, str(int(word))
    if word in number_words():
        return _OTHER, 0.2, number_words()[word]
    if len(word) == 1:
        return _OTHER, 0.1, word
    place = places.place_of(word)
    if place:
        return _PLACE, 0.35, place
    forms = brands.brand_forms(word)
    if forms:
        return _NAME, 1.0, forms[0]
    if any(len(pattern) == 1 for pattern, _ in vocabulary.phrases().get(word, ())):
        return _OTHER, 0.3, word  # an abbreviation: "nii"
    meaning = vocabulary.meaning_of(word)
    if meaning:
        if meaning in vocabulary.organisation_words():
            return _OTHER, 0.08, meaning
        return _OTHER, 0.15 + 0.35 * rarity(meaning), meaning
    return _NAME, 0.5 if len(word) <= 2 else max(0.5, rarity(word)), person_names.canonical(word)


def _is_unspoken(text: str) -> bool:
    """Whether the vowels of a name say little: a script that does not write them, or Korean, romanised in many ways."""
    return is_skeletal(text) or any("\uac00" <= c <= "\ud7a3" for c in text)


def _words(text: str) -> list[str]:
    """The Latin words of a name, in order; native scripts by what they mean or how they sound."""
    if text.isascii():
        return _WORD.findall(clean(text) if _NEEDS_CLEANING.search(text) else text.lower())
    if _BY_LETTER.fullmatch(text):
        return [word for rough in _ROUGH.findall(clean(text)) for word in _WORD.findall(latin(rough))]
    words: list[str] = []
    for token in understand(text).tokens:
        words.extend(_WORD.findall(token.text if token.native else token.written))
    return words


def _key(kind: str, text: str) -> int:
    return crc32((kind + text).encode())


def _word_keys(word: str, meaning: str, kind: int, skeletal: bool) -> list[int]:
    """Keys under which a word of the column is found by a word that is like it."""
    keys = [_key("m", meaning)]
    if kind == _NAME and len(word) >= (2 if skeletal else 3):
        keys += [_key("s", sound(word)), _key("k" if skeletal else "K", skeleton(word)), _key("t", stem(word))]
    if _may_be_misspelt(word, kind) and not skeletal:
        keys += _deletions(word)
    return keys


def _may_be_misspelt(word: str, kind: int) -> bool:
    return len(word) >= 4 if kind == _NAME else len(word) >= 6 and kind in {_OTHER, _PLACE}


def _deletions(word: str) -> list[int]:
    encoded = b"d" + word.encode()
    return [crc32(encoded), *(crc32(encoded[:i] + encoded[i + 1 :]) for i in range(1, min(len(encoded), 18)))]


class _Postings:
    """Sorted keys, each with the numbers filed under it."""

    __slots__ = ("keys", "values")

    def __init__(self, keys: Keys, values: Ints) -> None:
        self.keys, self.values = keys, values

    @classmethod
    def build(cls, keys: Keys, values: Ints) -> _Postings:
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], values[order])

    def under(self, *keys: int) -> Ints:
        """All numbers filed under any of the keys; one may come twice."""
        asked = np.array(keys, dtype=np.uint32)
        first = np.searchsorted(self.keys, asked, side="left")
        last = np.searchsorted(self.keys, asked, side="right")
        found = [self.values[low:high] for low, high in zip(first.tolist(), last.tolist(), strict=True) if low < high]
        return np.concatenate(found) if found else np.zeros(0, np.int32)


class NameIndex:
    """The index of one column of names. Rows are numbered in the order given."""

    def __init__(self, words: list[str], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._words = words
        self._ids = {word: i for i, word in enumerate(words)}
        self._row_words: Ints = arrays["row_words"]
        self._row_starts: Ints = arrays["row_starts"]
        self._by_word: Ints = arrays["by_word"]
        self._word_starts: Ints = arrays["word_starts"]
        self._weights: Weights = arrays["weights"]
        self._foreign: npt.NDArray[np.bool_] = arrays["foreign"]
        self._classes: npt.NDArray[np.int8] = arrays["classes"]
        self._plain: npt.NDArray[np.bool_] = arrays["plain"]
        self._solid: npt.NDArray[np.bool_] = arrays["solid"]
        self._like = _Postings(arrays["like_keys"], arrays["like_words"])
        self._rows_by_key = _Postings(arrays["row_keys"], arrays["row_values"])
        lengths = np.diff(self._row_starts)
        self._totals: Weights = np.zeros(len(lengths), np.float32)
        if len(self._row_words):
            filled = np.flatnonzero(lengths)
            self._totals[filled] = np.add.reduceat(self._weights[self._row_words], self._row_starts[:-1][filled])
        self._gain: Weights = np.zeros(len(words), np.float32)
        self._near = np.zeros(len(words), np.bool_)
        self._sure = np.zeros(len(words), np.bool_)
        self._strong = np.zeros(len(words), np.bool_)
        self._place_words: list[int] = np.flatnonzero(self._classes == _PLACE).tolist()

    def __len__(self) -> int:
        return len(self._row_starts) - 1

    @classmethod
    def build(cls, names: Iterable[str]) -> NameIndex:
        """Index the names in one pass."""
        ids: dict[str, int] = {}
        row_words, row_starts = array("i"), array("i", [0])
        skeletal: set[int] = set()
        foreign, plain = bytearray(), bytearray()
        for name in names:
            words = _words(name)
            foreign.append(not name.isascii() and not _LATIN.fullmatch(name))
            plain.append(not _MANIFOLD.search(name) and bool(_PLAIN.fullmatch(name)))
            try:
                row_words.extend([ids[word] for word in words])
            except KeyError:
                row_words.extend([ids.setdefault(word, len(ids)) for word in words])
            if not name.isascii() and _is_unspoken(name):
                skeletal.update(ids[word] for word in words)
            row_starts.append(len(row_words))
        arrays = _arrays(list(ids), row_words, row_starts, skeletal)
        arrays["foreign"] = np.frombuffer(bytes(foreign), np.bool_)
        arrays["plain"] = np.frombuffer(bytes(plain), np.bool_)
        return cls(list(ids), arrays)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What ``restore`` needs, for keeping on disk."""
        blob = np.frombuffer("\n".join(self._words).encode(), dtype=np.uint8)
        return {
            "words": blob,
            "row_words": self._row_words,
            "row_starts": self._row_starts,
            "by_word": self._by_word,
            "word_starts": self._word_starts,
            "weights": self._weights,
            "foreign": self._foreign,
            "plain": self._plain,
            "solid": self._solid,
            "classes": self._classes,
            "like_keys": self._like.keys,
            "like_words": self._like.values,
            "row_keys": self._rows_by_key.keys,
            "row_values": self._rows_by_key.values,
        }

    @classmethod
    def restore(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> NameIndex:
        text = arrays["words"].tobytes().decode()
        return cls(text.split("\n") if text else [], arrays)

    def candidates(self, text: str) -> list[int]:
        """Rows worth comparing with the name, in ascending order. Not safe for use by several threads at once."""
        body = known_body(text)
        known = body.names if body else ()
        read = dict.fromkeys([text, *(reading.raw for reading, _ in readings(text)), *_expanded(text), *known])
        return sorted({row for part in read for row in self._candidates(part)})

    def _candidates(self, text: str) -> list[int]:
        asked = self._look_up(text)
        found = asked.certain
        if asked.seeds:
            rows = self._distinct(asked.seeds)
            if len(rows):
                self._gain[asked.touched] = self._weights[asked.touched]
                self._near[asked.places] = True
                self._sure[asked.sure] = True
                self._strong[asked.strong] = True
                try:
                    found = [*found, rows[self._covered(rows, asked)]]
                finally:
                    self._gain[asked.touched] = 0.0
                    self._near[asked.places] = False
                    self._sure[asked.sure] = False
                    self._strong[asked.strong] = False
        return self._distinct(found).tolist() if found else []

    def _distinct(self, parts: list[Ints]) -> Ints:
        """The rows of all parts, each once, in ascending order."""
        if sum(map(len, parts)) < _FEW_ROWS:
            rows = np.sort(np.concatenate(parts))
            return rows[np.r_[True, rows[1:] != rows[:-1]]] if len(rows) else rows
        marked = np.zeros(len(self), np.bool_)
        for part in parts:
            marked[part] = True
        return np.flatnonzero(marked).astype(np.int32)

    def _rows_with(self, number: int) -> Ints:
        return self._by_word[self._word_starts[number] : self._word_starts[number + 1]]

    def _look_up(self, text: str) -> _Asked:
        """What of the column is like the words of the name."""
        touched: set[int] = set()
        sure, strong = set[int](), set[int]()
        seeds: list[Ints] = []
        certain: list[Ints] = []
        common: list[tuple[int, list[Ints]]] = []
        words = list(dict.fromkeys(_words(text)))
        vowelless = _is_unspoken(text)
        person = understand(text).kind == "person"
        foreign = not text.isascii() and bool(scripts_of(text) - {"latin"})
        facts = {word: _facts(word) for word in words}
        facts.update((word, _facts(word)) for word in _written_out(text) if word not in facts)
        for word, (kind, _, meaning) in facts.items():
            if kind == _LEGAL:
                like = [self._ids[word]] if word in self._ids else []
            else:
                same, like = self._like_words(word, meaning, kind, vowelless, person)
                sure.update(same)
                rows = [self._rows_with(number) for number in like]
                if kind == _NAME:
                    strong.update(n for n in like if _may_be_exact(word, self._words[n]))
                    seeds += rows
                elif rows:
                    common.append((sum(map(len, rows)), rows))
            touched.update(like)
        for first, second in pairwise(words):
            if _NAME in (facts[first][0], facts[second][0]):
                together = _facts(first + second)
                number = self._ids.get(first + second)
                if number is not None and together[0] in {_OTHER, _PLACE}:
                    certain.append(self._rows_with(number))
                if together[0] == _NAME:
                    certain += [self._rows_with(int(n)) for n in self._like.under(_key("m", together[2]))]
        only = sum(facts[word][0] == _NAME for word in words) == 1
        for word in words:
            kind = facts[word][0]
            if len(word) >= 5 and kind in {_NAME, _OTHER}:
                certain.append(
                    self._rows_by_key.under(_key("j", word), *(_key("j", form) for form in brands.brand_forms(word)))
                )
            if kind == _NAME and 3 <= len(word) <= 8 and only and word not in brands.acronyms():
                short = (word[-1] in "cgl" and len(word) > 3) or (word.endswith("sa") and len(word) > 4)
                spelled = (word, word[:-1]) if short else (word,)  # the C of "Co.", the second letter of "S.A."
                certain.append(self._rows_by_key.under(*map(_spelled, spelled)))
        known, spelled_out = _acronyms_of(text)
        for acronym in known + spelled_out:
            number = self._ids.get(acronym)
            if number is not None and self._classes[number] != _LEGAL:
                certain.append(self._rows_with(number))
        asked_names = sum(weight for word, (kind, weight, _) in facts.items() if kind == _NAME and word in words)
        if not asked_names or known or foreign:
            for _, rows in sorted(common, key=lambda pair: pair[0])[:_COMMON_WORDS]:
                seeds += rows
        if not seeds and not common:  # a name made of legal forms and small words only
            seeds = [self._rows_with(number) for number in sorted(touched)]
        here = [meaning for kind, _, meaning in facts.values() if kind == _PLACE]
        near = (
            [n for n in self._place_words if any(places.compatible(_facts(self._words[n])[2], place) for place in here)]
            if here
            else []
        )
        return _Asked(
            seeds=seeds,
            certain=certain,
            touched=np.fromiter(touched, np.int32, len(touched)),
            sure=np.fromiter(sure, np.int32, len(sure)),
            strong=np.fromiter(strong, np.int32, len(strong)),
            alone=_is_one_word(text),
            chinese=_is_pinyin_name(text),
            total=sum(facts[word][1] for word in words),
            names=asked_names,
            has_number=any(kind == _NUMBER for kind, _, _ in facts.values())
            and not any(word in number_words() for word in facts),
            places=np.array(near, np.int32),
            has_place=bool(here),
            person=person and asked_names > 0,
            foreign=foreign,
        )

    def _like_words(
        self, word: str, meaning: str, kind: int, vowelless: bool, person: bool
    ) -> tuple[list[int], list[int]]:
        """(words of the same meaning or sound, these and the words one letter off)."""
        keys = [_key("m", meaning)]
        near: list[int] = []
        if kind == _NAME:
            keys += [_key("m", form) for form in (*brands.brand_forms(word), *person_names.short_and_long(word))]
            if len(word) >= 3:
                bones = skeleton(word)
                keys += [_key("s", sound(word)), _key("t", stem(word)), _key("k", bones)]
                if (vowelless and len(bones) >= 2) or (person and len(bones) >= 4):
                    keys.append(_key("K", bones))
                elif person and len(bones) == 3:
                    short = self._like.under(_key("K", bones)).tolist()
                    near = [number for number in short if self._words[number][0] == word[0]]
        elif kind == _OTHER:
            keys += [_key("m", other) for other in vocabulary.alternatives(meaning)]
        same = [*self._like.under(*keys).tolist(), *near]
        if _may_be_misspelt(word, kind) and not vowelless:
            return same, sorted({*same, *self._like.under(*_deletions(word)).tolist()})
        return same, sorted(set(same))

    def _covered(self, rows: Ints, asked: _Asked) -> npt.NDArray[np.bool_]:
        """Which rows are covered by the words asked for, and do not speak of another number, place or name."""
        flat, first = self._words_of(rows)
        shared = np.add.reduceat(self._gain[flat], first)
        totals = self._totals[rows]
        foreign = self._foreign[rows] | asked.foreign
        good = shared >= np.where(foreign, 0.3, 0.55) * np.minimum(totals, asked.total)
        good &= ~foreign | (shared >= 0.2 * np.maximum(totals, asked.total))
        enough = np.flatnonzero(good)  # the rest is asked of these only: seeds of common words are many
        if len(enough):
            good[enough] = self._agrees(rows[enough], shared[enough], totals[enough], foreign[enough], asked)
        return good

    def _words_of(self, rows: Ints) -> tuple[Ints, npt.NDArray[np.int64]]:
        """The words of the rows, one row after the other, and where each row begins."""
        starts = self._row_starts[rows]
        lengths = self._row_starts[rows + 1] - starts
        ends = np.cumsum(lengths, dtype=np.int64)
        first = ends - lengths
        return self._row_words[np.arange(int(ends[-1]), dtype=np.int64) - np.repeat(first - starts, lengths)], first

    def _agrees(
        self, rows: Ints, shared: Weights, totals: Weights, foreign: npt.NDArray[np.bool_], asked: _Asked
    ) -> npt.NDArray[np.bool_]:
        """Which rows, covered well enough, do not speak of another number, place or name."""
        flat, first = self._words_of(rows)
        gains, classes = self._gain[flat], self._classes[flat]
        good = np.ones(len(rows), np.bool_)
        if asked.has_number:
            number = classes == _NUMBER
            good &= ~np.logical_or.reduceat(number, first) | np.logical_or.reduceat(number & (gains > 0), first)
        if asked.has_place:
            place = classes == _PLACE
            good &= ~np.logical_or.reduceat(place, first) | np.logical_or.reduceat(place & self._near[flat], first)
        if asked.foreign:
            return good
        name = classes == _NAME
        larger = np.maximum(totals, asked.total)
        all_names = np.add.reduceat(np.where(name, self._weights[flat], 0.0), first)
        shared_names = np.add.reduceat(np.where(name, gains, 0.0), first)
        if not asked.names:
            # A rendering without a name in common must say near half of the longer name by its other words.
            unnamed = all_names - shared_names < _SLACK
            doubtful = unnamed & ~self._plain[rows]
            rendered = good & foreign & (doubtful | (shared_names > 0) | (shared >= 0.33 * larger))
            good &= unnamed & (shared >= 0.45 * larger)
            return good | rendered
        if asked.alone or asked.chinese:
            # A word alike, but not surely the same name, stands for it only where nothing of weight is left over.
            weak = self._plain[rows] & ~np.logical_or.reduceat(name & self._strong[flat], first)
            weak &= np.logical_or.reduceat(self._solid[flat] & (gains == 0), first)
            alike = np.add.reduceat((name & (gains > 0)).astype(np.int32), first)
            beside = (alike == 1) & (asked.names - shared_names >= _SLACK) & (shared - shared_names < 0.6)
            good &= ~weak | np.where(foreign, ~(asked.chinese & beside), not asked.alone)
        rendered = good & foreign
        good &= (
            (all_names - shared_names < _SLACK)
            | (asked.names - shared_names < _SLACK)
            | (asked.person & (shared_names >= 0.45 * np.maximum(all_names, asked.names)))
        )
        if asked.person:
            return good & (shared >= 0.3 * larger) | rendered
        # Of a person's name two words may stand for many; of a company's, the larger part must be shared; a misspelt
        # word needs all else.
        several = np.add.reduceat((name & (gains > 0)).astype(np.int32), first) >= 2
        certain = np.logical_or.reduceat(name & self._sure[flat], first)
        good &= shared >= np.where(certain, np.where(several, 0.3, 0.45), 0.75) * larger
        return good | rendered


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a search looks for."""

    seeds: list[Ints]  # rows that share a telling word
    certain: list[Ints]  # rows to compare in any case
    touched: Ints  # words of the column that count as shared
    sure: Ints  # of them those of the same meaning or sound, not one letter off
    strong: Ints  # words that may be the same name, where the others touched are alike at best
    alone: bool  # one telling word and nothing else
    chinese: bool  # telling words in pinyin, each so short that one letter off is all that two spellings may differ
    total: float  # weight of the words asked for
    names: float  # weight of the telling ones
    has_number: bool
    places: Ints  # words of the column that name a place not at odds with those asked for
    has_place: bool
    person: bool
    foreign: bool


def _may_be_exact(asked: str, word: str) -> bool:
    """Whether a word of a company's name may count as the same name as the one asked for, not only as one alike."""
    return asked == word or likeness(word_token(asked), word_token(word), False)[0] >= _NEARLY_EXACT


def _is_one_word(text: str) -> bool:
    """Whether the name is one telling word, neither brand nor acronym, and at most a legal form."""
    name = understand(text)
    if len(name.tokens) != 1 or len(readings(text)) != 1 or not text.isascii():
        return False
    token = name.tokens[0]
    return token.role == "name" and not token.others and len(token.text) > 4 and token.text not in brands.acronyms()


_SHORT_PINYIN = 7  # two longer words may be two letters apart


def _is_pinyin_name(text: str) -> bool:
    """Whether all telling words of the name are short pinyin, so that the one Chinese name sounds like it or not."""
    if len(readings(text)) != 1 or not text.isascii():
        return False
    names = [t for t in understand(text).tokens if t.role not in {"trade", "organisation", "place", "number"}]
    return bool(names) and all(
        t.role == "name" and not t.others and 4 < len(t.text) <= _SHORT_PINYIN and is_pinyin(t.text) for t in names
    )


def _expanded(text: str) -> list[str]:
    """The name with its known acronyms written out, "CASIC" is also "china aerospace science industry", and its phrases
    in the words that they stand for.
    """
    name = understand(text)
    words = [(t.text, brands.acronyms().get(t.text)) for t in name.tokens]
    plain = sum(not form and word not in small_words() for word, form in name.spelled)
    if len(words) == plain and not any(known for _, known in words):
        return []
    return [" ".join(" ".join(known[0]) if known else word for word, known in words)]


_BODIES = frozenset({"company", "corporation"})
_ORGANISATION = frozenset({"group", "holding", "holdings", "company", "corporation", "of", "and", "the", "for"})


def _written_out(text: str) -> list[str]:
    """The words that known acronyms of the name stand for."""
    words: list[str] = []
    for token in understand(text).tokens:
        expansion = brands.acronyms().get(token.text)
        if expansion:
            words.extend(expansion[0])
    return words


def _acronyms_of(text: str) -> tuple[list[str], list[str]]:
    """Acronyms that the name may go by: known ones whose words it has, and its initials."""
    tokens = understand(text).tokens
    present = {t.text for t in tokens}
    known = [
        a
        for a, (words, _) in brands.acronyms().items()
        if present.issuperset(set(words) - {"company", "corporation", "group"})
    ]
    name = understand(text)
    return known, sorted(initials_of(name) | acronyms.short_forms(words_to_shorten(name)))


def _arrays(
    words: list[str], row_words: array[int], row_starts: array[int], skeletal: set[int]
) -> dict[str, npt.NDArray[Any]]:
    flat = np.frombuffer(row_words, dtype=np.int32) if len(row_words) else np.zeros(0, np.int32)
    starts = np.frombuffer(row_starts, dtype=np.int32)
    rows = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    by_word = rows[np.argsort(flat, kind="stable")]
    word_starts = np.zeros(len(words) + 1, np.int32)
    np.cumsum(np.bincount(flat, minlength=len(words)), out=word_starts[1:])
    weights = np.empty(len(words), np.float32)
    classes = np.empty(len(words), np.int8)
    solid = np.zeros(len(words), np.bool_)
    like_keys, like_words = array("I"), array("i")
    for number, word in enumerate(words):
        kind, weight, meaning = _facts(word)
        weights[number] = weight
        classes[number] = kind
        solid[number] = _is_solid(word, kind, weight, meaning)
        keys = _word_keys(word, meaning, kind, number in skeletal)
        like_keys.extend(keys)
        like_words.extend([number] * len(keys))
    like = _Postings.build(_unsigned(like_keys), _signed(like_words))
    joined, joined_rows = _joins(words, flat, rows, classes)
    initial_keys, initial_rows = _initials(words, flat, rows, classes)
    by_key = _Postings.build(np.concatenate([joined, initial_keys]), np.concatenate([joined_rows, initial_rows]))
    return {
        "row_words": flat,
        "row_starts": starts,
        "by_word": by_word,
        "word_starts": word_starts,
        "weights": weights,
        "classes": classes,
        "solid": solid,
        "like_keys": like.keys,
        "like_words": like.values,
        "row_keys": by_key.keys,
        "row_values": by_key.values,
    }


@cache
def _soft_words() -> frozenset[str]:
    """Words that a comparison may leave out: of legal forms, titles, formulas and phrases for kinds of body."""
    bodies = vocabulary.organisation_words()
    phrases = [
        word
        for choices in vocabulary.phrases().values()
        for pattern, meanings in choices
        if all(meaning in bodies or meaning in {"research", "science"} for meaning in meanings)
        for word in pattern
    ]
    return legal_forms.all_words() | person_names.TITLES | _LEFT_OUT | frozenset(phrases)


_LEFT_OUT = frozenset(
    {
        "research",
        "science",
        "scientific",
        "republic",
        "islamic",
        "popular",
        "people",
        "democratic",
        "sanayi",
        "sanayii",
        "ticaret",
        "ticareti",
        "san",
        "tic",
        "pazarlama",
    }
)


def _is_solid(word: str, kind: int, weight: float, meaning: str) -> bool:
    """Whether the word, left over, always counts in a comparison."""
    if kind == _LEGAL or weight < 0.15 or len(word) < 2:
        return False
    soft = _soft_words()
    return word not in soft and meaning not in soft and legal_forms.spelling(word) not in soft


def _unsigned(values: array[int]) -> Keys:
    return np.frombuffer(values, dtype=np.uint32) if len(values) else np.zeros(0, np.uint32)


def _signed(values: array[int]) -> Ints:
    return np.frombuffer(values, dtype=np.int32) if len(values) else np.zeros(0, np.int32)


def _joins(words: list[str], flat: Ints, rows: Ints, classes: npt.NDArray[np.int8]) -> tuple[Keys, Ints]:
    """Keys of two neighbouring words written as one, where one of them is a name and the other may be a part of it."""
    if len(flat) < 2:
        return np.zeros(0, np.uint32), np.zeros(0, np.int32)
    short = np.fromiter((len(word) <= 6 for word in words), np.bool_, len(words))
    name = classes == _NAME
    particle = np.fromiter((word in person_names.PARTICLES for word in words), np.bool_, len(words))
    part = name | particle | (short & ((classes == _OTHER) | (classes == _PLACE)))
    first, second = flat[:-1], flat[1:]
    taken = np.flatnonzero((rows[:-1] == rows[1:]) & part[first] & part[second] & (name[first] | name[second]))
    pairs = first[taken].astype(np.int64) * len(words) + second[taken]
    unique, where = np.unique(pairs, return_inverse=True)
    keys = np.fromiter(
        (_key("j", words[pair // len(words)] + words[pair % len(words)]) for pair in unique.tolist()),
        np.uint32,
        len(unique),
    )
    return keys[where], rows[taken]


_LONGEST_INITIALS = 9


def _spelled(letters: str) -> int:
    """The key of initials: the same sum that ``_initials`` forms over a row."""
    return sum((ord(c) + 1) * pow(1_000_003, i, 1 << 32) for i, c in enumerate(letters)) % (1 << 32)


def _initials(words: list[str], flat: Ints, rows: Ints, classes: npt.NDArray[np.int8]) -> tuple[Keys, Ints]:
    """Keys of the initials of each row that has three and more.

    Of all its words, and without those for kinds of body ("Group").
    """
    letters = np.fromiter((ord(word[0]) + 1 for word in words), np.uint32, len(words))
    counts = (classes == _NAME) | (classes == _OTHER) | (classes == _PLACE)
    light = counts & ~np.fromiter((word in _ORGANISATION for word in words), np.bool_, len(words))
    powers = np.array([pow(1_000_003, i, 1 << 32) for i in range(_LONGEST_INITIALS)], np.uint32)
    keys, found = [], []
    bodies = counts | np.fromiter((word in _BODIES for word in words), np.bool_, len(words))
    for chosen in (counts, light, bodies, np.ones(len(words), np.bool_)):
        taken = chosen[flat]
        row, letter = rows[taken], letters[flat[taken]]
        if not len(row):
            continue
        first = np.flatnonzero(np.r_[True, row[1:] != row[:-1]])
        lengths = np.diff(np.r_[first, len(row)])
        place = np.arange(len(row)) - np.repeat(first, lengths)
        terms = np.where(
            place < _LONGEST_INITIALS, letter * powers[np.minimum(place, _LONGEST_INITIALS - 1)], np.uint32(0)
        )
        sums = np.add.reduceat(terms.astype(np.uint32), first, dtype=np.uint32)
        enough = (lengths >= 3) & (lengths <= _LONGEST_INITIALS)
        keys.append(sums[enough])
        found.append(row[first][enough])
    if not keys:
        return np.zeros(0, np.uint32), np.zeros(0, np.int32)
    return np.concatenate(keys), np.concatenate(found)
