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
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.naming.index_arrays import Ints, Postings, Weights, build_arrays
from monitor.naming.index_lookup import LEAST_SHARED, LEAST_SHARED_FOREIGN, Asked, WordLookup
from monitor.naming.index_query import ways_to_ask
from monitor.naming.index_words import (
    NAME,
    NUMBER,
    OTHER,
    PLACE,
    further_spellings,
    is_unspoken,
    words_of,
)
from monitor.naming.known_bodies import known_body
from monitor.naming.name_readings import is_divided

_LATIN = re.compile(r"[\x00-\u036f\u1e00-\u206f\u2116\uff01-\uff5e]*")
_PLAIN = re.compile(r"[\x00-\u024f\u2010-\u201f\u2116\u3000-\u302f\u3400-\u9fff\uff01-\uff5e]*")  # Latin, Chinese
_HAN_OR_HANGUL = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]")
_RENAMED = re.compile(r"\b[af]\.?k\.?a\b|formerly|trading as|d/?b/?a|\bim(?:eni)?\b|\bnamed\b")
_RENAMED_HINTS = ("k.a", "aka", "fka", "formerly", "trading as", "dba", " im", "im ", "named")
_FEW_ROWS = 20_000  # up to here sorting is faster than marking among all rows
_OF_A_KNOWN_NAME = 0.8  # share of the longer name that a row must have of another name of a known body
_IN_PART = 0.8  # share of a name that a row must have which may be it in a part
_SLACK = 0.3  # a name word left over on both sides makes two names; one weighs 0.5 and more


def _is_manifold(name: str) -> bool:
    """Whether a name may be read in several ways, or leaves out whom it honours."""
    if is_divided(name):
        return True
    lowered = name.lower()
    for hint in _RENAMED_HINTS:
        if hint in lowered:
            return bool(_RENAMED.search(lowered))
    return False


class NameIndex:
    """The index of one column of names. Rows are numbered in the order given."""

    def __init__(self, words: list[str], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._words = words
        self._row_words: Ints = arrays["row_words"]
        self._row_starts: Ints = arrays["row_starts"]
        self._by_word: Ints = arrays["by_word"]
        self._word_starts: Ints = arrays["word_starts"]
        self._weights: Weights = arrays["weights"]
        self._foreign: npt.NDArray[np.bool_] = arrays["foreign"]
        self._classes: npt.NDArray[np.int8] = arrays["classes"]
        self._plain: npt.NDArray[np.bool_] = arrays["plain"]
        self._solid: npt.NDArray[np.bool_] = arrays["solid"]
        self._like = Postings(arrays["like_keys"], arrays["like_words"])
        self._rows_by_key = Postings(arrays["row_keys"], arrays["row_values"])
        lengths = np.diff(self._row_starts)
        self._totals: Weights = np.zeros(len(lengths), np.float32)
        if len(self._row_words):
            filled = np.flatnonzero(lengths)
            self._totals[filled] = np.add.reduceat(self._weights[self._row_words], self._row_starts[:-1][filled])
        self._gain: Weights = np.zeros(len(words), np.float32)
        self._near = np.zeros(len(words), np.bool_)
        self._sure = np.zeros(len(words), np.bool_)
        self._strong = np.zeros(len(words), np.bool_)
        rows = self._by_word, self._word_starts
        self._lookup = WordLookup(words, self._classes, self._like, self._rows_by_key, rows)

    def __len__(self) -> int:
        return len(self._row_starts) - 1

    @classmethod
    def build(cls, names: Iterable[str]) -> NameIndex:
        """Index the names in one pass."""
        ids: dict[str, int] = {}
        row_words, row_starts = array("i"), array("i", [0])
        skeletal: set[int] = set()
        spelled = array("I"), array("i")
        foreign, plain = bytearray(), bytearray()
        for row, name in enumerate(names):
            words, simple = words_of(name), name.isascii()
            foreign.append(not simple and not _LATIN.fullmatch(name))
            plain.append(not _is_manifold(name) and (simple or bool(_PLAIN.fullmatch(name))))
            try:
                row_words.extend([ids[word] for word in words])
            except KeyError:
                row_words.extend([ids.setdefault(word, len(ids)) for word in words])
            if not simple and is_unspoken(name):
                skeletal.update(ids[word] for word in words)
            if not simple and _HAN_OR_HANGUL.search(name):
                spellings = further_spellings(name)
                spelled[0].extend(spellings)
                spelled[1].extend([row] * len(spellings))
            row_starts.append(len(row_words))
        arrays = build_arrays(list(ids), row_words, row_starts, skeletal, spelled)
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
        ways = ways_to_ask(text)
        bodies = filter(None, map(known_body, ways))
        least = dict.fromkeys((name for body in bodies for name in body.names), _OF_A_KNOWN_NAME)
        least |= dict.fromkeys(ways, 0.0)
        return sorted({row for part in least for row in self._candidates(part, least[part])})

    def _candidates(self, text: str, least: float) -> list[int]:
        """``least``: how much of the longer name must be shared at the least."""
        asked = self._lookup.look_up_same(text, least) if least else self._lookup.look_up(text)
        found = asked.certain
        if asked.seeds:
            rows = self._distinct(asked.seeds)
            if len(rows):
                self._gain[asked.touched] = self._weights[asked.touched]
                self._near[asked.places] = True
                self._sure[asked.sure] = True
                self._strong[asked.strong] = True
                try:
                    found = [*found, rows[self._covered(rows, asked, least)]]
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

    def _covered(self, rows: Ints, asked: Asked, least: float) -> npt.NDArray[np.bool_]:
        """Which rows are covered by the words asked for, and do not speak of another number, place or name."""
        flat, first = self._words_of(rows)
        shared = np.add.reduceat(self._gain[flat], first)
        totals = self._totals[rows]
        foreign = self._foreign[rows] | asked.foreign
        good = shared >= np.where(foreign, LEAST_SHARED_FOREIGN, LEAST_SHARED) * np.minimum(totals, asked.total)
        larger = np.maximum(totals, asked.total)
        good &= ~foreign | (shared >= 0.2 * larger)
        if least:  # a row that is several names may be this one in a part
            good &= shared >= least * np.where(self._plain[rows], larger, asked.total)
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
        self, rows: Ints, shared: Weights, totals: Weights, foreign: npt.NDArray[np.bool_], asked: Asked
    ) -> npt.NDArray[np.bool_]:
        """Which rows, covered well enough, do not speak of another number, place or name."""
        flat, first = self._words_of(rows)
        gains, classes = self._gain[flat], self._classes[flat]
        good = np.ones(len(rows), np.bool_)
        if asked.has_number:
            number = classes == NUMBER
            good &= ~np.logical_or.reduceat(number, first) | np.logical_or.reduceat(number & (gains > 0), first)
        if asked.has_place:
            place = classes == PLACE
            good &= ~np.logical_or.reduceat(place, first) | np.logical_or.reduceat(place & self._near[flat], first)
        if asked.foreign:
            return good
        # "(SUPARCO)" behind the words that it stands for is no name that the other lacks, and the other way round.
        in_part = good & ~self._plain[rows] & (shared >= _IN_PART * asked.total)
        name = classes == NAME
        larger = np.maximum(totals, asked.total)
        all_names = np.add.reduceat(np.where(name, self._weights[flat], 0.0), first)
        shared_names = np.add.reduceat(np.where(name, gains, 0.0), first)
        if not asked.names:
            # A rendering without a name in common must say near half of the longer name by its other words.
            unnamed = all_names - shared_names < _SLACK
            doubtful = unnamed & ~self._plain[rows]
            rendered = good & foreign & (doubtful | (shared_names > 0) | (shared >= 0.45 * larger))
            good &= unnamed & (shared >= 0.5 * larger)
            return good | rendered | in_part
        if asked.alone or asked.chinese or asked.company:
            # A word alike, but not surely the same name, stands for it only where nothing of weight is left over.
            weak = self._plain[rows] & ~np.logical_or.reduceat(name & self._strong[flat], first)
            weak &= np.logical_or.reduceat(self._solid[flat] & (gains == 0), first)
            alike = np.add.reduceat((name & (gains > 0)).astype(np.int32), first)
            beside = (alike == 1) & (asked.names - shared_names >= _SLACK) & (shared - shared_names < 0.6)
            if asked.alone or asked.company:
                good &= ~weak | foreign
            good &= ~(weak & foreign & asked.chinese & beside)
        # A Chinese row without a name in common is a rendering only where the other words say much.
        rendered = good & foreign & ((shared_names > 0) | (shared >= 0.45 * larger) | ~self._plain[rows])
        good &= (
            (all_names - shared_names < _SLACK)
            | (asked.names - shared_names < _SLACK)
            | (asked.person & (shared_names >= 0.45 * np.maximum(all_names, asked.names)))
        )
        several = np.add.reduceat((name & (gains > 0)).astype(np.int32), first) >= 2
        if asked.person:
            # A company that has one word of the person's name is another: "Haian Shipping" beside "Haaji Khan".
            trade = self._solid[flat] & (classes == OTHER) & (gains == 0)
            company = self._plain[rows] & np.logical_or.reduceat(trade, first)
            good &= several | ~company | (asked.names - shared_names < _SLACK)
            return good & (shared >= 0.3 * larger) | rendered | in_part
        # Of a person's name two words may stand for many; of a company's, the larger part must be shared; a misspelt
        # word needs all else.
        certain = np.logical_or.reduceat(name & self._sure[flat], first)
        good &= shared >= np.where(certain, np.where(several, 0.3, 0.45), 0.75) * larger
        # Where both have a word of weight that the other has not, more than half must be shared.
        apart = np.logical_or.reduceat(self._solid[flat] & (gains == 0), first) & (asked.names - shared_names >= _SLACK)
        good &= ~(apart & self._plain[rows]) | (shared >= LEAST_SHARED * larger)
        return good | rendered | in_part
