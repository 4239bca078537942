"""Which rows of a long column of names may be the name that is asked for: an inverted index over words.

Built once in one pass; everything is in flat arrays, so that a million names take little room, load fast from disk and are searched without a
Python loop over rows. A search finds the words of the column that are like the words asked for (the same meaning, sound or stem, one
letter off, written together, an acronym), takes the rows that hold a telling one, and keeps those whose words are covered well enough
to be worth a comparison. It never decides: that is ``name_comparison``.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from . import brands, legal_forms, person_names, places, vocabulary
from .names import clean, rarity, understand
from .sound import skeleton, sound, stem
from .transliterate import is_skeletal

Ints = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint32]
Weights = npt.NDArray[np.float32]

_WORD = re.compile(r"[a-z]+|[0-9]+")
_SUFFIX = frozenset("st nd rd th s".split())
_LEGAL_WEIGHT = 0.02
_NAME, _OTHER, _LEGAL = 0, 1, 2
_COMMON_ROWS = 3  # seeds of a name of common words only: its rarest words


@lru_cache(maxsize=1 << 17)
def _facts(word: str) -> tuple[int, float, str]:
    """(class, weight, meaning) of a Latin word: how much a row that shares it is worth."""
    if word in legal_forms.words() or word in _SUFFIX:
        return _LEGAL, _LEGAL_WEIGHT, word
    if word in person_names.PARTICLES:
        return _LEGAL, 0.05, word
    if word.isdigit():
        return _OTHER, 0.5, str(int(word))
    place = places.place_of(word)
    if place:
        return _OTHER, 0.35, place
    forms = brands.brand_forms(word)
    if forms:
        return _NAME, 1.0, forms[0]
    meaning = vocabulary.meaning_of(word)
    if meaning:
        if meaning in vocabulary.organisation_words():
            return _OTHER, 0.08, meaning
        return _OTHER, 0.15 + 0.35 * rarity(meaning), meaning
    return _NAME, 0.5 if len(word) <= 2 else max(0.5, rarity(word)), person_names.canonical(word)


def _words(text: str) -> list[str]:
    """The Latin words of a name, in order; native scripts by what they mean or how they sound."""
    if text.isascii():
        lowered = text.lower()
        if "." in lowered or "'" in lowered:
            lowered = clean(text)
        return _WORD.findall(lowered)
    words: list[str] = []
    for token in understand(text).tokens:
        words.extend(_WORD.findall(token.text if token.native else token.written))
    return words


def _key(kind: str, text: str) -> int:
    return crc32((kind + text).encode())


def _word_keys(word: str, meaning: str, skeletal: bool) -> list[int]:
    """Keys under which a word of the column is found by a word that is like it."""
    keys = [_key("m", meaning)]
    if len(word) >= 3:
        keys.append(_key("s", sound(word)))
        keys.append(_key("k" if skeletal else "K", skeleton(word)))
        keys.append(_key("t", stem(word)))
    if len(word) >= 4 and not skeletal:
        keys.extend(_deletions(word))
    return keys


def _deletions(word: str) -> list[int]:
    encoded = b"d" + word.encode()
    return [crc32(encoded), *(crc32(encoded[:i] + encoded[i + 1 :]) for i in range(1, min(len(encoded), 18)))]


class _Postings:
    """Sorted keys, each with the numbers filed under it."""

    __slots__ = ("keys", "values")

    def __init__(self, keys: Keys, values: Ints) -> None:
        self.keys, self.values = keys, values

    @classmethod
    def build(cls, keys: array[int], values: array[int]) -> _Postings:
        raw = np.frombuffer(keys, dtype=np.uint32) if len(keys) else np.zeros(0, np.uint32)
        filed = np.frombuffer(values, dtype=np.int32) if len(values) else np.zeros(0, np.int32)
        order = np.argsort(raw, kind="stable")
        return cls(raw[order], filed[order])

    def under(self, *keys: int) -> Ints:
        """All numbers filed under any of the keys; one may come twice."""
        asked = np.array(keys, dtype=np.uint32)
        first = np.searchsorted(self.keys, asked, side="left")
        last = np.searchsorted(self.keys, asked, side="right")
        found = [self.values[f:l] for f, l in zip(first.tolist(), last.tolist(), strict=True) if f < l]
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
        self._like = _Postings(arrays["like_keys"], arrays["like_words"])
        self._rows_by_key = _Postings(arrays["row_keys"], arrays["row_values"])
        lengths = np.diff(self._row_starts)
        self._totals: Weights = np.zeros(len(lengths), np.float32)
        if len(self._row_words):
            filled = np.flatnonzero(lengths)
            self._totals[filled] = np.add.reduceat(self._weights[self._row_words], self._row_starts[:-1][filled])
        self._gain: Weights = np.zeros(len(words) + 1, np.float32)

    def __len__(self) -> int:
        return len(self._row_starts) - 1

    @classmethod
    def build(cls, names: Iterable[str]) -> NameIndex:
        """Index the names in one pass."""
        ids: dict[str, int] = {}
        row_words, row_starts = array("i"), array("i", [0])
        row_keys, row_values = array("I"), array("i")
        skeletal: set[int] = set()
        classes = array("b")
        for row, name in enumerate(names):
            words = _words(name)
            vowelless = not name.isascii() and is_skeletal(name)
            initials, shortened = "", ""
            previous = ""
            for word in words:
                number = ids.get(word)
                if number is None:
                    number = ids[word] = len(ids)
                    classes.append(_facts(word)[0])
                if vowelless:
                    skeletal.add(number)
                row_words.append(number)
                kind = classes[number]
                if kind == _NAME:
                    if previous:
                        row_keys.append(crc32(f"j{previous}{word}".encode()))
                        row_values.append(row)
                    previous = word
                elif kind == _OTHER:
                    previous = word if len(word) <= 6 and not word.isdigit() else ""
                else:
                    previous = ""
                if not word.isdigit() and kind != _LEGAL:
                    initials += word[0]
                    if word not in _ORGANISATION:
                        shortened += word[0]
            if len(initials) >= 3:
                row_keys.append(crc32(b"i" + initials.encode()))
                row_values.append(row)
                if shortened != initials and len(shortened) >= 3:
                    row_keys.append(crc32(b"i" + shortened.encode()))
                    row_values.append(row)
            row_starts.append(len(row_words))
        return cls(list(ids), _arrays(list(ids), row_words, row_starts, row_keys, row_values, skeletal))

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What ``restore`` needs, for keeping on disk."""
        blob = np.frombuffer("\n".join(self._words).encode(), dtype=np.uint8)
        return {
            "words": blob, "row_words": self._row_words, "row_starts": self._row_starts, "by_word": self._by_word, "word_starts": self._word_starts,
            "weights": self._weights, "like_keys": self._like.keys, "like_words": self._like.values, "row_keys": self._rows_by_key.keys,
            "row_values": self._rows_by_key.values,
        }  # fmt: skip

    @classmethod
    def restore(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> NameIndex:
        text = arrays["words"].tobytes().decode()
        return cls(text.split("\n") if text else [], arrays)

    def candidates(self, text: str) -> list[int]:
        """Rows worth comparing with the name, in ascending order. Not safe for use by several threads at once."""
        seeds, certain, total = self._look_up(text)
        try:
            rows = np.unique(np.concatenate(seeds)) if seeds else np.zeros(0, np.int32)
            if len(rows):
                rows = rows[self._covered(rows, total, not text.isascii())]
        finally:
            self._gain[self._touched] = 0.0
        found = np.unique(np.concatenate([rows, *certain])) if certain else rows
        return [int(row) for row in found]

    def _look_up(self, text: str) -> tuple[list[Ints], list[Ints], float]:
        """(rows that share a telling word, rows to compare in any case, weight of the words asked for); marks what shared words are worth."""
        touched: set[int] = set()
        seeds: list[Ints] = []
        certain: list[Ints] = []
        common: list[Ints] = []
        total = 0.0
        words = list(dict.fromkeys(_words(text)))
        vowelless = is_skeletal(text)
        asked = {word: _facts(word) for word in words}
        asked.update((word, _facts(word)) for word in _written_out(text) if word not in asked)
        for word, (kind, weight, meaning) in asked.items():
            if word in words:
                total += weight
            if kind == _LEGAL:
                alike = self._ids.get(word)
                if alike is not None:
                    touched.add(alike)
                continue
            like = self._like_words(word, meaning, kind, vowelless)
            touched.update(like)
            for number in like:
                rows = self._by_word[self._word_starts[number] : self._word_starts[number + 1]]
                (seeds if kind == _NAME else common).append(rows)
        for first, second in zip(words, words[1:], strict=False):
            joined = self._ids.get(first + second)
            if joined is not None:
                touched.add(joined)
                certain.append(self._by_word[self._word_starts[joined] : self._word_starts[joined + 1]])
        for word in words:
            if len(word) >= 5:
                certain.append(self._rows_by_key.under(_key("j", word), *(_key("j", form) for form in brands.brand_forms(word))))
            if 3 <= len(word) <= 8 and asked[word][0] == _NAME:
                for spelled in (word, word[:-1]) if word[-1] in "cgl" and len(word) > 3 else (word,):
                    certain.append(self._rows_by_key.under(_key("i", spelled)))
        for acronym in _acronyms_of(text):
            number = self._ids.get(acronym)
            if number is not None:
                touched.add(number)
                certain.append(self._by_word[self._word_starts[number] : self._word_starts[number + 1]])
        if not any(kind == _NAME for word, (kind, _, _) in asked.items() if word in words) or not text.isascii():
            seeds.extend(sorted(common, key=len)[:_COMMON_ROWS])
        if not seeds and not certain and touched:
            seeds = [self._by_word[self._word_starts[n] : self._word_starts[n + 1]] for n in sorted(touched)[:_COMMON_ROWS]]
        self._touched = np.fromiter(touched, np.int32, len(touched))
        self._gain[self._touched] = self._weights[self._touched]
        return seeds, certain, total

    def _like_words(self, word: str, meaning: str, kind: int, vowelless: bool) -> list[int]:
        keys = [_key("m", meaning)]
        if kind == _NAME:
            keys += [_key("m", form) for form in brands.brand_forms(word)]
            if len(word) >= 3:
                bones = skeleton(word)
                keys += [_key("s", sound(word)), _key("t", stem(word)), _key("k", bones)]
                if vowelless and len(bones) >= 2:
                    keys.append(_key("K", bones))
            if len(word) >= 4 and not vowelless:
                keys += _deletions(word)
        return [int(n) for n in np.unique(self._like.under(*keys))]

    def _covered(self, rows: Ints, total: float, foreign: bool) -> npt.NDArray[np.bool_]:
        starts = self._row_starts[rows]
        lengths = self._row_starts[rows + 1] - starts
        ends = np.cumsum(lengths)
        flat = np.arange(int(ends[-1]), dtype=np.int64) - np.repeat(ends - lengths, lengths) + np.repeat(starts, lengths)
        shared = np.add.reduceat(self._gain[self._row_words[flat]], ends - lengths)
        totals = self._totals[rows]
        floor = 0.35 if foreign else 0.55
        return (shared >= floor * np.minimum(totals, total)) & (shared >= 0.3 * np.maximum(totals, total))


_ORGANISATION = frozenset({"group", "holding", "holdings", "company", "corporation", "of", "and", "the", "for"})


def _written_out(text: str) -> list[str]:
    """The words that known acronyms of the name stand for."""
    words: list[str] = []
    for token in understand(text).tokens:
        expansion = brands.acronyms().get(token.text)
        if expansion:
            words.extend(expansion[0])
    return words


def _acronyms_of(text: str) -> list[str]:
    """Acronyms that the name may go by: its initials, and the known ones whose words it has."""
    tokens = understand(text).tokens
    plain = [t for t in tokens if t.role != "number"]
    found = ["".join(t.written[:1] for t in plain), "".join(t.written[:1] for t in plain if t.role != "organisation")]
    found += [initials + last for initials in found[:2] for last in "cgl"]
    present = {t.text for t in tokens}
    for acronym, (words, _) in brands.acronyms().items():
        if present.issuperset(set(words) - {"company", "corporation", "group"}):
            found.append(acronym)
    return [word for word in dict.fromkeys(found) if 3 <= len(word) <= 8]


def _arrays(
    words: list[str], row_words: array[int], row_starts: array[int], row_keys: array[int], row_values: array[int], skeletal: set[int]
) -> dict[str, npt.NDArray[Any]]:
    flat = np.frombuffer(row_words, dtype=np.int32) if len(row_words) else np.zeros(0, np.int32)
    starts = np.frombuffer(row_starts, dtype=np.int32)
    rows = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    order = np.argsort(flat, kind="stable")
    by_word = rows[order]
    del rows, order
    word_starts = np.zeros(len(words) + 1, np.int32)
    np.cumsum(np.bincount(flat, minlength=len(words)), out=word_starts[1:])
    weights = np.empty(len(words), np.float32)
    like_keys, like_words = array("I"), array("i")
    for number, word in enumerate(words):
        kind, weight, meaning = _facts(word)
        weights[number] = weight
        keys = _word_keys(word, meaning, number in skeletal) if kind == _NAME else [_key("m", meaning)]
        like_keys.extend(keys)
        like_words.extend([number] * len(keys))
    like = _Postings.build(like_keys, like_words)
    by_key = _Postings.build(row_keys, row_values)
    return {
        "row_words": flat, "row_starts": starts, "by_word": by_word, "word_starts": word_starts, "weights": weights, "like_keys": like.keys,
        "like_words": like.values, "row_keys": by_key.keys, "row_values": by_key.values,
    }  # fmt: skip
