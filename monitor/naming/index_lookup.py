"""What of a column of names is like the words of one name: the part of a search that knows words, not rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from monitor.naming import brands, person_names, places, vocabulary
from monitor.naming.chinese_spellings import counterparts
from monitor.naming.index_arrays import MOST_COMMON_WORDS, Ints, Postings, initials_key
from monitor.naming.index_query import acronyms_of, is_one_word, is_pinyin_name, may_be_exact, translations, written_out
from monitor.naming.index_words import (
    GLUED,
    LEGAL,
    NAME,
    NUMBER,
    OTHER,
    PLACE,
    deletions,
    facts_of,
    initials_of_syllables,
    is_unspoken,
    key,
    keys_of_chinese,
    korean_key,
    latin_spellings,
    may_be_misspelt,
    skeletons,
    words_of,
)
from monitor.naming.korean_persons import are_one_syllable, may_be_korean
from monitor.naming.name_tokens import number_words, rarity
from monitor.naming.names import understand
from monitor.naming.sound import ARTICLES, alike_in_arabic, is_pinyin, skeleton, sound, stem
from monitor.naming.translated_names import in_english
from monitor.naming.transliterate import scripts_of
from monitor.naming.word_likeness import SHORTEST_PLURAL

Facts = Mapping[str, tuple[int, float, str]]

LEAST_SHARED, LEAST_SHARED_FOREIGN = 0.55, 0.3  # of the shorter name, for a row to be worth a comparison
_COMMON_WORDS = 2  # a name of common words only is looked up by so many of its rarest


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search looks for."""

    seeds: list[Ints]  # rows that share a telling word
    certain: list[Ints]  # rows to compare in any case
    touched: Ints  # words of the column that count as shared
    sure: Ints  # of them those of the same meaning or sound, not one letter off
    strong: Ints  # words that may be the same name, where the others touched are alike at best
    alone: bool  # one telling word and nothing else
    company: bool  # surely no person
    chinese: bool  # telling words in pinyin, each so short that one letter off is all that two spellings may differ
    total: float  # weight of the words asked for
    names: float  # weight of the telling ones
    has_number: bool
    places: Ints  # words of the column that name a place not at odds with those asked for
    has_place: bool
    person: bool
    foreign: bool


_MOST_ABBREVIATED = 2_000  # rows of an abbreviation that are looked through for the words it stands for


def _is_foreign(text: str) -> bool:
    return not text.isascii() and bool(scripts_of(text) - {"latin"})


def _vowels_apart(a: str, b: str) -> bool:
    """Whether two words of the same consonants differ in a vowel or two, "senobar" and "sanubar", or have one sound but
    for a letter, "cargoline" and "kargolayn".
    """
    if a[0] == b[0]:
        return OSA.distance(a, b, score_cutoff=3) <= 3
    return OSA.distance(sound(a), sound(b), score_cutoff=1) <= 1


_SURNAME_AND_GIVEN = 2
_OF_ONE_SYLLABLE = 2  # consonants


def _rarest(common: list[tuple[int, float, list[Ints]]], least: float, total: float) -> list[Ints]:
    """The rows of the rarest common words: as few as a row must have one of to share enough of the name."""
    rest = sum(weight for _, weight, _ in common)
    found: list[Ints] = []
    for _, weight, rows in sorted(common, key=lambda word: word[0])[:_COMMON_WORDS]:
        found += rows
        rest -= weight
        if rest < least * total:
            break
    return found


def _variants(word: str) -> list[str]:
    """One of several, several of one, and letters that print alike: "star", "stars"; "carnbricon", "cambricon"."""
    found = [word[:-1] if word.endswith("s") else word + "s"] if len(word) >= SHORTEST_PLURAL else []
    if "rn" in word:
        found.append(word.replace("rn", "m"))
    if "m" in word:
        found.append(word.replace("m", "rn"))
    return found


def _numbers(words: Iterable[int]) -> Ints:
    return np.array(sorted(words), np.int32)


class WordLookup:
    """The words of a column, and the rows of each."""

    def __init__(
        self,
        words: list[str],
        classes: npt.NDArray[np.int8],
        like: Postings,
        rows_by_key: Postings,
        rows: tuple[Ints, Ints],
    ) -> None:
        """``rows``: the rows of all words, one word after the other, and where each word begins."""
        self.words = words
        self.ids = {word: number for number, word in enumerate(words)}
        self.classes = classes
        self.like = like
        self.rows_by_key = rows_by_key
        self.by_word, self.word_starts = rows
        self.place_words: list[int] = np.flatnonzero(classes == PLACE).tolist()
        # The names of an entry have most of their words in common.
        self._like_words = lru_cache(maxsize=1 << 12)(self._find_like_words)
        self._places_near = lru_cache(maxsize=1 << 10)(self._find_places_near)
        self._same_meaning = lru_cache(maxsize=1 << 12)(self._find_same_meaning)
        self._rows_together = lru_cache(maxsize=1 << 12)(self._find_rows_together)
        self._rows_in_other_spellings = lru_cache(maxsize=1 << 12)(self._find_rows_in_other_spellings)

    def look_up(self, text: str) -> Asked:
        """What of the column is like the words of the name."""
        words = list(dict.fromkeys(words_of(text)))
        vowelless = is_unspoken(text)
        name = understand(text)
        person, korean = name.kind == "person", may_be_korean(name)
        foreign = _is_foreign(text)
        facts = {word: facts_of(word) for word in words}
        facts.update((word, facts_of(word)) for word in written_out(text) if word not in facts)
        touched, sure, strong = set[int](), set[int](), set[int]()
        seeds: list[Ints] = []
        misspelt = 0.0  # what words weigh as names and would not, written as the trade words that they may be
        common: list[tuple[int, float, list[Ints]]] = []  # number of rows, weight of the word, rows
        for word, (kind, weight, meaning) in facts.items():
            if kind == LEGAL:
                like = [self.ids[word]] if word in self.ids else []
            else:
                same, like = self._like_words(word, meaning, kind, vowelless, person, korean)
                sure.update(same)
                rows = [self.rows_with(number) for number in like]
                if kind == NAME:
                    misspelt += self._beyond_trade_word(word, weight, like)
                    strong.update(n for n in like if may_be_exact(word, self.words[n]))
                    seeds += rows
                elif rows:
                    common.append((sum(map(len, rows)), weight, rows))
            touched.update(like)
        for first, second in pairwise(words):  # "Hong Kong" and "Hongkong", "sea port" and "seaport"
            number = self.ids.get(first + second)
            if number is not None and self.classes[number] in {OTHER, PLACE}:
                touched.add(number)
        short, long = self._abbreviated(facts)
        touched.update(short, long)
        abbreviated = [rows for rows in map(self.rows_with, short) if len(rows) <= _MOST_ABBREVIATED]
        known, spelled_out = acronyms_of(text)
        certain = [
            *self._written_together(words, facts),
            *self._in_other_spellings(text, words, facts),
            *self._shortened(words, facts),
            *self._with_any(translations(words)),
            *self._translated(words, facts),
            *self._with_any(a for a in known + spelled_out if a in self.ids and self.classes[self.ids[a]] != LEGAL),
        ]
        asked_names = sum(weight for word, (kind, weight, _) in facts.items() if kind == NAME and word in words)
        asked_names -= misspelt
        total = sum(facts[word][1] for word in words) - misspelt
        if not asked_names or known or foreign:
            seeds += _rarest(common, LEAST_SHARED_FOREIGN if foreign else LEAST_SHARED, total) + abbreviated
        if not seeds and not common:  # a name made of legal forms and small words only
            seeds = [self.rows_with(number) for number in sorted(touched)]
        here = [meaning for kind, _, meaning in facts.values() if kind == PLACE]
        return Asked(
            seeds=seeds,
            certain=certain,
            touched=_numbers(touched),
            sure=_numbers(sure),
            strong=_numbers(strong),
            alone=is_one_word(text),
            company=name.kind == "company",
            chinese=is_pinyin_name(text),
            total=total,
            names=asked_names,
            has_number=any(kind == NUMBER for kind, _, _ in facts.values())
            and not any(word in number_words() for word in facts),
            places=_numbers(self._places_near(tuple(here)) if here else ()),
            has_place=bool(here),
            person=person and asked_names > 0,
            foreign=foreign,
        )

    def look_up_same(self, text: str, least: float) -> Asked:
        """What of the column has the words of the name themselves, for rows that have ``least`` of the longer name: of
        another name of a known body, of which there are many.
        """
        facts = {word: facts_of(word) for word in words_of(text)}
        vowelless = is_unspoken(text)
        touched = set[int]()
        common: list[tuple[int, float, list[Ints]]] = []
        for word, (kind, weight, meaning) in facts.items():
            like = [self.ids[word]] if kind == LEGAL and word in self.ids else []
            if kind != LEGAL:
                # Of a name in another script a row may be any rendering.
                rendered = kind == NAME and not text.isascii()
                like = self._like_words(word, meaning, kind, vowelless, False, False)[0] if rendered else []
                like = like or self._same_meaning(meaning)
                rows = [self.rows_with(number) for number in like]
                if rows:
                    common.append((sum(map(len, rows)), weight, rows))
            touched.update(like)
        total = sum(weight for _, weight, _ in facts.values())
        enough = sum(weight for _, weight, _ in common) >= least * total
        here = tuple(meaning for kind, _, meaning in facts.values() if kind == PLACE)
        numbers = _numbers(touched)
        return Asked(
            seeds=_rarest(common, least, total) if enough else [],
            certain=[],
            touched=numbers,
            sure=numbers,
            strong=numbers,
            alone=False,
            company=False,
            chinese=False,
            total=total,
            names=sum(weight for kind, weight, _ in facts.values() if kind == NAME),
            has_number=any(kind == NUMBER for kind, _, _ in facts.values()),
            places=_numbers(self._places_near(here) if here else ()),
            has_place=bool(here),
            person=False,
            foreign=_is_foreign(text),
        )

    def _find_same_meaning(self, meaning: str) -> list[int]:
        found: list[int] = self.like.under(key("m", meaning)).tolist()
        return found

    def rows_with(self, number: int) -> Ints:
        return self.by_word[self.word_starts[number] : self.word_starts[number + 1]]

    def _abbreviated(self, facts: Facts) -> tuple[list[int], list[int]]:
        """Abbreviations of words of the name, and words that its abbreviations stand for: "NPO" and all of it."""
        meanings = {meaning for _, _, meaning in facts.values()}
        known = vocabulary.abbreviations()
        short = [self.ids[word] for word, stands_for in known.items() if word in self.ids and stands_for <= meanings]
        stands_for = (meaning for word in facts.keys() & known.keys() for meaning in known[word])
        return short, [number for meaning in stands_for for number in self._same_meaning(meaning)]

    def _with_any(self, words: Iterable[str]) -> list[Ints]:
        return [self.rows_with(self.ids[word]) for word in words if word in self.ids]

    def _written_together(self, words: list[str], facts: Facts) -> list[Ints]:
        """Rows that write as one word what the name writes as two or three, or the other way round."""
        found: list[Ints] = []
        for first, second in pairwise(words):
            if NAME in (facts[first][0], facts[second][0]):
                found += self._rows_together(first + second)
            elif first + second in self.ids:
                found += self._with_any([first + second])  # "aero technic"
            if is_pinyin(first) and is_pinyin(second) and len(words) == _SURNAME_AND_GIVEN:
                found += self._rows_together(second + first)  # "Baoxia Liu" and 刘宝霞
        said = [word for word in words if facts[word][0] != LEGAL]
        if 1 < len(said) <= MOST_COMMON_WORDS and not any(facts[word][0] == NAME for word in said):
            found += self._rows_together("".join(said))  # "Iran Air" and "Iranair"
        for syllables in zip(words, words[1:], words[2:], strict=False):
            if "".join(syllables) in self.ids or all(len(word) <= 6 and is_pinyin(word) for word in syllables):
                found += self._with_any(["".join(syllables)])
        for word in words:
            if len(word) >= 5 and facts[word][0] in {NAME, OTHER}:
                found.append(
                    self.rows_by_key.under(key("j", word), *(key("j", form) for form in brands.brand_forms(word)))
                )
        return found

    def _find_rows_together(self, word: str) -> list[Ints]:
        kind, _, meaning = facts_of(word)
        return [self.rows_with(int(n)) for n in self.like.under(key("m", meaning))] if kind == NAME else []

    def _find_rows_in_other_spellings(self, word: str) -> Ints:
        """Of a word, or of two written as one."""
        rows = [self.rows_by_key.under(*keys_of_chinese(word)), *self._with_any(counterparts(word))]
        return np.concatenate(rows)

    def _in_other_spellings(self, text: str, words: list[str], facts: Facts) -> list[Ints]:
        """Rows that have a Chinese name of the text in another usage than pinyin, or in pinyin for another usage."""
        found: list[Ints] = []
        for first, second in pairwise(words):
            if NAME in (facts[first][0], facts[second][0]):
                found.append(self._rows_in_other_spellings(first + second))
        named = [word for word in words if facts[word][0] == NAME and len(word) > 3]
        found += map(self._rows_in_other_spellings, named)
        found += self._with_korean(words, facts)
        spelled = latin_spellings(text)
        if spelled:
            found += [self.rows_by_key.under(*(key("j", word) for word in spelled)), *self._with_any(spelled)]
        return found

    def _beyond_trade_word(self, word: str, weight: float, like: list[int]) -> float:
        """How much less a word weighs as the trade word that it is one letter off of; 0.0 where it is none."""
        trade = [number for number in like if self.classes[number] == OTHER and self.words[number] != word]
        if not trade or rarity(word) < 1.0:
            return 0.0
        return weight - max(facts_of(self.words[number])[1] for number in trade)

    def _translated(self, words: list[str], facts: Facts) -> list[Ints]:
        """Rows that have in English what a name in pinyin means, syllable by syllable."""
        found: list[Ints] = []
        for word in words:
            for english in in_english(word) if facts[word][0] == NAME else ():
                rows = self._with_any(english)
                if len(rows) == len(english):
                    found.append(rows[0] if len(rows) == 1 else np.intersect1d(rows[0], rows[1]))
        return found

    def _with_korean(self, words: list[str], facts: Facts) -> list[Ints]:
        """Rows in Hangul that have a name of the consonants of one to three neighbouring words."""
        runs = (words[first : first + length] for length in (1, 2, 3) for first in range(len(words)))
        named = ("".join(run) for run in runs if any(facts[word][0] == NAME for word in run))
        keys = set(filter(None, map(korean_key, named)))
        return [self.rows_by_key.under(*keys)] if keys else []

    def _shortened(self, words: list[str], facts: Facts) -> list[Ints]:
        """Rows whose initials are a word of the name; words that are the initials of syllables."""
        found: list[Ints] = []
        only = sum(facts[word][0] == NAME for word in words) == 1
        for word in words:
            if facts[word][0] != NAME:
                continue
            least = 3 if len(words) == 1 else 4  # three letters beside other words are the initials of many
            if least <= len(word) <= 8 and only and word not in brands.acronyms():
                short = (word[-1] in "cgl" and len(word) > 3) or (word.endswith("sa") and len(word) > 4)
                spelled = (word, word[:-1]) if short else (word,)  # the C of "Co.", the second letter of "S.A."
                found.append(self.rows_by_key.under(*map(initials_key, spelled)))
            if 2 < len(word) <= 5:
                found += [self.rows_with(int(n)) for n in self.like.under(key("i", word))]
            else:
                found += self._with_any([initials_of_syllables(word)])
        return found

    def _find_places_near(self, here: tuple[str, ...]) -> list[int]:
        """Words of the column for places that lie in one of those asked for, or the other way round."""
        return [
            number
            for number in self.place_words
            for place in [facts_of(self.words[number])[2]]
            if any(places.compatible(place, asked) for asked in here)
        ]

    def _find_like_words(
        self, word: str, meaning: str, kind: int, vowelless: bool, person: bool, korean: bool
    ) -> tuple[list[int], list[int]]:
        """(words of the same meaning or sound, these and the words one letter off)."""
        keys = [key("m", meaning)]
        near: list[int] = []
        if kind == NAME:
            if len(word) >= GLUED and word[:2] in ARTICLES:
                keys.append(key("m", word[2:]))
            keys += [key("m", form) for form in (*brands.brand_forms(word), *person_names.short_and_long(word))]
            keys += [key("m", form) for form in _variants(word)]
            if len(word) >= 3:
                bones = skeleton(word)
                keys += [key("s", sound(word)), key("t", stem(word)), key("k", bones)]
                if (vowelless and len(bones) >= 2) or (person and len(bones) >= 4):
                    keys += [key("K", other) for other in skeletons(word, vowelless)]
                elif not person and len(bones) >= 4 and not is_pinyin(word):
                    near = [n for n in self.like.under(key("K", bones)).tolist() if _vowels_apart(word, self.words[n])]
                elif person and len(bones) == 3:
                    short = self.like.under(key("K", bones)).tolist()
                    alike = (n for n in short if self.words[n][0] == word[0])  # "Steven" is not "Shitong"
                    near = [number for number in alike if _vowels_apart(word, self.words[number])]
                    near += [number for number in short if alike_in_arabic(word, self.words[number])]
                if korean and len(bones) == _OF_ONE_SYLLABLE:
                    short = self.like.under(key("K", bones)).tolist()
                    near += [number for number in short if are_one_syllable(word, self.words[number])]
        elif kind == OTHER:
            keys += [key("m", other) for other in vocabulary.alternatives(meaning)]
        same = [*self.like.under(*keys).tolist(), *near]
        if kind == NAME and not vowelless and len(same) > 1:
            same = [number for number in same if self._may_sound_like(word, self.words[number], person)]
        if may_be_misspelt(word, kind) and not vowelless:
            return same, sorted({*same, *self.like.under(*deletions(word)).tolist()})
        return same, sorted(set(same))

    @staticmethod
    def _may_sound_like(word: str, other: str, person: bool) -> bool:
        """Whether a word under a key of another may be one name with it: two words in pinyin are but letter by letter,
        and no word in pinyin has the consonants of a word of another language by more than chance.
        """
        if person or not is_pinyin(other):
            return True
        return is_pinyin(word) and (other[:1] == word[:1] or OSA.distance(word, other, score_cutoff=1) <= 1)
