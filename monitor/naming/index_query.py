"""What a search of the name index reads out of the name that is asked for."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.naming import acronyms, brands
from monitor.naming.index_words import is_korean_name
from monitor.naming.name_cleaning import small_words
from monitor.naming.name_initials import beginnings_of, initials_of, words_to_shorten
from monitor.naming.name_readings import place_behind, place_behind_form, readings
from monitor.naming.name_tokens import word_token
from monitor.naming.names import understand
from monitor.naming.sound import is_pinyin
from monitor.naming.translated_names import in_pinyin
from monitor.naming.transliterate import pinyin_of, simplify
from monitor.naming.word_likeness import likeness

_NEARLY_EXACT = 0.9  # from 0.93 a pair of words counts as the same name


def may_be_exact(asked: str, word: str) -> bool:
    """Whether a word of a company's name may count as the same name as the one asked for, not only as one alike."""
    return asked == word or likeness(word_token(asked), word_token(word), False)[0] >= _NEARLY_EXACT


def is_one_word(text: str) -> bool:
    """Whether the name is one telling word, neither brand nor acronym, and at most a legal form."""
    name = understand(text)
    if len(name.tokens) != 1 or len(readings(text)) != 1 or not text.isascii():
        return False
    token = name.tokens[0]
    return token.role == "name" and not token.others and len(token.text) > 4 and token.text not in brands.acronyms()


_SHORT_PINYIN = 7  # two longer words may be two letters apart


def is_pinyin_name(text: str) -> bool:
    """Whether all telling words of the name are short pinyin, so that the one Chinese name sounds like it or not."""
    if len(readings(text)) != 1 or not text.isascii():
        return False
    names = [t for t in understand(text).tokens if t.role not in {"trade", "organisation", "place", "number"}]
    return bool(names) and all(
        t.role == "name" and not t.others and 4 < len(t.text) <= _SHORT_PINYIN and is_pinyin(t.text) for t in names
    )


def ways_to_ask(text: str) -> list[str]:
    """The name as it is asked for: as it stands and in its readings, expanded, with Korean names cut into syllables,
    and without the place behind it.
    """
    ways = [text, *(reading.raw for reading, _ in readings(text)), *_expanded(text), _korean_syllables(text)]
    behind = place_behind(text)
    ways += [behind[0] if behind else "", place_behind_form(text) or "", _surname_apart(text)]
    return [*filter(None, ways)]


_CHINESE_PERSON = re.compile(r"[\u3400-\u9fff]{2,4}")


def _surname_apart(text: str) -> str:
    """A name of a few Chinese characters as a person's in pinyin, whose words may stand in either order."""
    if not _CHINESE_PERSON.fullmatch(text):
        return ""
    surname, *given = pinyin_of(simplify(text))
    return f"{surname} {''.join(given)}"


_LONGEST_KOREAN = 3  # syllables of a name that is written apart


def _korean_syllables(text: str) -> str:
    """A text with its Korean names cut into syllables, as many write them in Latin: "노 광 철"; "" for others."""
    spaced = text
    for token in understand(text).tokens:
        if is_korean_name(token) and 1 < len(token.native) <= _LONGEST_KOREAN:
            spaced = spaced.replace(token.native, f" {' '.join(token.native)} ")
    return spaced if spaced != text else ""


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


def written_out(text: str) -> list[str]:
    """The words that known acronyms of the name stand for."""
    words: list[str] = []
    for token in understand(text).tokens:
        expansion = brands.acronyms().get(token.text)
        if expansion:
            words.extend(expansion[0])
    return words


@lru_cache(maxsize=1 << 12)
def acronyms_of(text: str) -> tuple[list[str], list[str]]:
    """Acronyms that the name may go by: known ones whose words it has, and its initials."""
    name = understand(text)
    present = {t.text for t in name.tokens}
    known = [a for a, (words, _) in brands.acronyms().items() if present.issuperset(set(words) - brands.KINDS_OF_BODY)]
    return known, list(initials_of(name) | beginnings_of(name) | acronyms.short_forms(words_to_shorten(name)))


_MOST = 64  # names that English words may stand for


def translations(words: list[str]) -> set[str]:
    """The Chinese names in pinyin that neighbouring English words may stand for: "small leopard" is xiaobao."""
    found: set[str] = set()
    for first in range(len(words)):
        spelled = {""}
        for word in words[first : first + 3]:
            parts = in_pinyin(word)
            if not parts or len(spelled) * len(parts) > _MOST:
                break
            spelled = {before + part for before in spelled for part in parts}
            found |= spelled
    return {name for name in found if len(name) >= 5}
