"""The flat arrays of a name index: postings of words, of words written together and of initials."""

from __future__ import annotations

from array import array
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.naming import legal_forms, person_names, vocabulary
from monitor.naming.index_words import LEGAL, NAME, OTHER, PLACE, facts_of, key, learn, word_keys
from monitor.naming.sound import is_pinyin

Ints = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint32]
Weights = npt.NDArray[np.float32]


class Postings:
    """Sorted keys, each with the numbers filed under it."""

    __slots__ = ("keys", "values")

    def __init__(self, keys: Keys, values: Ints) -> None:
        self.keys, self.values = keys, values

    @classmethod
    def build(cls, keys: Keys, values: Ints) -> Postings:
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], values[order])

    def under(self, *keys: int) -> Ints:
        """All numbers filed under any of the keys; one may come twice."""
        asked = np.array(keys, dtype=np.uint32)
        first = np.searchsorted(self.keys, asked, side="left")
        last = np.searchsorted(self.keys, asked, side="right")
        found = [self.values[low:high] for low, high in zip(first.tolist(), last.tolist(), strict=True) if low < high]
        return np.concatenate(found) if found else np.zeros(0, np.int32)


_BLOCK = 4096  # words whose keys are made at once
_BODIES = frozenset({"company", "corporation"})
_ORGANISATION = frozenset({"group", "holding", "holdings", "company", "corporation", "of", "and", "the", "for"})


def build_arrays(
    words: list[str],
    row_words: array[int],
    row_starts: array[int],
    skeletal: set[int],
    spelled: tuple[array[int], array[int]],
) -> dict[str, npt.NDArray[Any]]:
    """The arrays of ``NameIndex``.

    ``words``: every word once; ``row_words``, ``row_starts``: the words of each row, by number; ``skeletal``: words
    written without their vowels; ``spelled``: keys of further spellings, and the row of each.
    """
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
        if number % _BLOCK == 0:
            learn(words[number : number + _BLOCK])
        kind, weight, meaning = facts_of(word)
        weights[number] = weight
        classes[number] = kind
        solid[number] = _is_solid(word, kind, weight, meaning)
        keys = word_keys(word, meaning, kind, number in skeletal)
        like_keys.extend(keys)
        like_words.extend([number] * len(keys))
    like = Postings.build(_unsigned(like_keys), _signed(like_words))
    joined, joined_rows = _joins(words, flat, rows, classes)
    initial_keys, initial_rows = _initials(words, flat, rows, classes)
    triple, triple_rows = _triples(words, flat, rows, classes)
    whole, whole_rows = _unnamed(words, flat, starts, classes)
    by_key = Postings.build(
        np.concatenate([joined, triple, whole, initial_keys, _unsigned(spelled[0])]),
        np.concatenate([joined_rows, triple_rows, whole_rows, initial_rows, _signed(spelled[1])]),
    )
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
    if kind == LEGAL or weight < 0.15 or len(word) < 2:
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
    name = classes == NAME
    particle = np.fromiter((word in person_names.PARTICLES for word in words), np.bool_, len(words))
    part = name | particle | (short & ((classes == OTHER) | (classes == PLACE)))
    first, second = flat[:-1], flat[1:]
    taken = np.flatnonzero((rows[:-1] == rows[1:]) & part[first] & part[second] & (name[first] | name[second]))
    pairs = first[taken].astype(np.int64) * len(words) + second[taken]
    unique, where = np.unique(pairs, return_inverse=True)
    keys = np.fromiter(
        (key("j", words[pair // len(words)] + words[pair % len(words)]) for pair in unique.tolist()),
        np.uint32,
        len(unique),
    )
    return keys[where], rows[taken]


def _triples(words: list[str], flat: Ints, rows: Ints, classes: npt.NDArray[np.int8]) -> tuple[Keys, Ints]:
    """Keys of three neighbouring syllables of a Chinese name written as one: "Xin Yin Bo"."""
    if len(flat) < 3:
        return np.zeros(0, np.uint32), np.zeros(0, np.int32)
    syllable = np.fromiter((len(word) <= 6 and is_pinyin(word) for word in words), np.bool_, len(words))
    named = (classes == NAME)[flat]
    taken = np.flatnonzero(
        (rows[:-2] == rows[2:])
        & syllable[flat[:-2]]
        & syllable[flat[1:-1]]
        & syllable[flat[2:]]
        & (named[:-2] | named[1:-1] | named[2:])
    )
    keys = (key("j", words[flat[i]] + words[flat[i + 1]] + words[flat[i + 2]]) for i in taken.tolist())
    return np.fromiter(keys, np.uint32, len(taken)), rows[taken]


MOST_COMMON_WORDS = 4  # of a name in nothing but common words that some write as one


def _unnamed(words: list[str], flat: Ints, starts: Ints, classes: npt.NDArray[np.int8]) -> tuple[Keys, Ints]:
    """Keys of whole names that are made of common words, written as one: "Iran Air"."""
    lengths = np.diff(starts)
    named = np.zeros(len(lengths), np.bool_)
    filled = np.flatnonzero(lengths)
    if len(filled):
        named[filled] = np.logical_or.reduceat(classes[flat] == NAME, starts[:-1][filled])
    keys, found = array("I"), array("i")
    for row in np.flatnonzero(~named & (lengths > 1) & (lengths <= MOST_COMMON_WORDS + 2)).tolist():
        said = [words[n] for n in flat[starts[row] : starts[row + 1]] if classes[n] != LEGAL]
        if 1 < len(said) <= MOST_COMMON_WORDS:
            keys.append(key("j", "".join(said)))
            found.append(row)
    return _unsigned(keys), _signed(found)


_LONGEST_INITIALS = 9


def initials_key(letters: str) -> int:
    """The key of initials: the same sum that ``_initials`` forms over a row."""
    return sum((ord(c) + 1) * pow(1_000_003, i, 1 << 32) for i, c in enumerate(letters)) % (1 << 32)


def _initials(words: list[str], flat: Ints, rows: Ints, classes: npt.NDArray[np.int8]) -> tuple[Keys, Ints]:
    """Keys of the initials of each row that has three and more.

    Of all its words, and without those for kinds of body ("Group").
    """
    letters = np.fromiter((ord(word[0]) + 1 for word in words), np.uint32, len(words))
    counts = (classes == NAME) | (classes == OTHER) | (classes == PLACE)
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
