"""The words of a name as the index files them: how they are read, what each is worth, and the keys that like words
share.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from zlib import crc32

from monitor.naming import brands, legal_forms, person_names, places, slavic_words, turkish_words, vocabulary
from monitor.naming.acronyms import syllables
from monitor.naming.chinese_spellings import counterparts, search_spellings
from monitor.naming.name_cleaning import clean, needs_cleaning, small_words
from monitor.naming.name_tokens import INITIALS_IN_TWO, Token, number_words, rarity, token_script
from monitor.naming.names import understand
from monitor.naming.names_in_pinyin import MARKS_OF_PINYIN
from monitor.naming.sound import ARTICLES, SKELETONS, SOUNDS, skeleton, sound, stem
from monitor.naming.transliterate import CYRILLIC, is_skeletal, latin, script_of

_WORD = re.compile(r"[a-z]+|[0-9]+")
_ROUGH = re.compile(r"[^\W_]+")
_BY_LETTER = re.compile(
    r"[\x00-\u052f\u1e00-\u206f\u2116\uff01-\uff5e]*"
)  # Latin, Greek and Cyrillic: read letter by letter
_NUMBER_SIGNS = frozenset({"no", "nr", "num"})  # a plain name keeps in a column what ``clean`` would take out
_SUFFIX = frozenset({"st", "nd", "rd", "th", "s"})
_LEGAL_WEIGHT = 0.02
NAME, OTHER, LEGAL, NUMBER, PLACE = range(5)


@lru_cache(maxsize=1 << 14)
def facts_of(word: str) -> tuple[int, float, str]:
    """(class, weight, meaning) of a Latin word: how much a row that shares it is worth."""
    if word in _SUFFIX or legal_forms.spelling(word) in legal_forms.words():
        return LEGAL, _LEGAL_WEIGHT, word
    if word in person_names.PARTICLES:
        return LEGAL, 0.05, word
    if word in small_words() or word in _NUMBER_SIGNS:
        return LEGAL, _LEGAL_WEIGHT, word
    if word.isdigit():
        return NUMBER, 0.5, str(int(word))
    if word in number_words():
        return OTHER, 0.2, number_words()[word]
    if len(word) == 1:
        return OTHER, 0.1, word
    place = places.place_of(word)
    if place:
        return PLACE, 0.35, place
    forms = brands.brand_forms(word)
    if forms:
        return NAME, 1.0, forms[0]
    if any(len(pattern) == 1 for pattern, _ in vocabulary.phrases().get(word, ())):
        stands_for = vocabulary.abbreviations().get(word, frozenset())  # "nii"
        return (
            OTHER,
            min(0.7, max(0.3, sum(0.3 * (m not in vocabulary.organisation_words()) for m in stands_for))),
            word,
        )
    meaning = vocabulary.meaning_of(word)
    if meaning:
        if meaning in vocabulary.organisation_words():
            return OTHER, 0.08, meaning
        return OTHER, 0.15 + 0.35 * rarity(meaning), meaning
    *_, given = person_names.parts(word)  # "abdulkadir" and "Abd al-Kadir"
    return NAME, 0.5 if len(word) <= 2 else max(0.5, rarity(word)), person_names.canonical(given)


def is_unspoken(text: str) -> bool:
    """Whether the vowels of a name say little: a script that does not write them, or Korean, romanised in many ways."""
    return is_skeletal(text) or any("\uac00" <= c <= "\ud7a3" for c in text)


def words_of(text: str) -> list[str]:
    """The Latin words of a name, in order; native scripts by what they mean or how they sound."""
    if text.isascii():
        if "." in text and not _has_only_usual_dots(text):
            text = _written_out(text)
        lowered = clean(text) if needs_cleaning(text) else text.lower()
        # Of all places of two words by far the commonest, and either word is a name elsewhere.
        words = _WORD.findall(lowered.replace("hong kong", "hongkong") if "hong kong" in lowered else lowered)
        return words if _MARKS.isdisjoint(words) else _by_language(text, words)
    if _BY_LETTER.fullmatch(text):
        words = [word for rough in _ROUGH.findall(clean(text)) for word in _WORD.findall(latin(rough))]
        if CYRILLIC.search(text):  # "novotrubnyy" is new and pipe
            words = [part for word in words for part in (slavic_words.two_parts(word) or (word,))]
        return words if _MARKS.isdisjoint(words) else _by_language(text, words)
    words = []
    for token in understand(text).tokens:
        words.extend(_WORD.findall(token.text if token.native else token.written))
    return words


# The dots of the commonest legal forms at the end of a name, by how many they are.
_USUAL_ENDS = {
    1: ("Ltd.", "LTD.", "Inc.", "Co.", "Corp."),
    2: ("Co., Ltd.", "CO., LTD.", "S.A."),
    3: ("L.L.C.",),
}


def _has_only_usual_dots(text: str) -> bool:
    """Whether the only dots are those of a usual legal form: of a million names most have no others."""
    return text.endswith(_USUAL_ENDS.get(text.count("."), ()))


@cache
def _dotted() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![^\W_])(?:{'|'.join([*vocabulary.dotted(), *sorted(INITIALS_IN_TWO)])})\.(?!\w)")


def _written_out(text: str) -> str:
    """A name with what a dot cuts short in full: "Mat." is materials; of an initial of two letters the first."""
    return _dotted().sub(lambda found: vocabulary.dotted().get(found[0][:-1].lower(), found[0][0]) + " ", text)


_MARKS = MARKS_OF_PINYIN | turkish_words.MARKS


def _by_language(text: str, words: list[str]) -> list[str]:
    """The words of a name that may be Turkish with its abbreviations, or Chinese written in pinyin."""
    if not MARKS_OF_PINYIN.isdisjoint(words):
        return [word for token in understand(text).tokens for word in _WORD.findall(token.text)] or words
    return list(turkish_words.written_out(tuple(words)))


def learn(words: list[str]) -> None:
    """Make the keys by sound and spelling of many words at once, before they are asked for one by one."""
    spoken = [word for word in words if word.isalpha()]
    SOUNDS.learn(spoken)
    SKELETONS.learn(spoken)
    slavic_words.KEYS.learn(list(dict.fromkeys(chain(spoken, map(slavic_words.with_g, spoken)))))


def key(kind: str, text: str) -> int:
    return crc32((kind + text).encode())


def word_keys(word: str, meaning: str, kind: int, skeletal: bool) -> list[int]:
    """Keys under which a word of the column is found by a word that is like it."""
    keys = [key("m", meaning)]
    if kind == NAME and len(word) >= (2 if skeletal else 3):
        keys += [key("s", sound(word)), key("t", stem(word))]
        keys += [key("k" if skeletal else "K", bones) for bones in skeletons(word, skeletal)]
        if len(word) >= GLUED and word[:2] in ARTICLES:
            keys.append(key("m", word[2:]))
        if len(letters := initials_of_syllables(word)) > 2:
            keys.append(key("i", letters))
    if may_be_misspelt(word, kind) and not skeletal:
        keys += deletions(word)
    return keys


def skeletons(word: str, skeletal: bool) -> list[str]:
    """The skeleton of a word; of one in Arabic script the other too, where ظ is written "dh" and not "z"."""
    return [skeleton(word), *([skeleton(word.replace("z", "d"))] if skeletal and "z" in word else [])]


GLUED = 7  # letters of the shortest word with its article before it: "alrowad"


def initials_of_syllables(word: str) -> str:
    """ "shenchuanghui" -> "sch"; "" for what is no pinyin."""
    return "".join(syllable[0] for syllable in syllables(word)) if len(word) > 5 else ""


def further_spellings(text: str) -> list[int]:
    """Keys of the names in a text: Latin spellings of Chinese ones, other than pinyin; consonants of Korean ones."""
    korean = (korean_key(token.written) for token in understand(text).tokens if is_korean_name(token))
    return [*(key("c", spelling) for spelling in latin_spellings(text)), *filter(None, korean)]


_KOREAN_WRITTEN = 3  # consonants of a Korean name that are not many names'
_LIQUID = str.maketrans("l", "r")


def korean_key(written: str) -> int | None:
    """The key of a Korean name in Latin letters, its words written as one: "RO, Kwang Chol" and 노광철."""
    bones = skeleton(written).translate(_LIQUID)
    bones = bones[1:] if bones[:1] in {"n", "r"} else bones  # the South drops it, or writes the one for the other
    return key("h", bones) if len(bones) >= _KOREAN_WRITTEN else None


def is_korean_name(token: Token) -> bool:
    """Whether the word is a name in Hangul."""
    return token.role == "name" and token_script(token) == "hangul"


def may_be_misspelt(word: str, kind: int) -> bool:
    return len(word) >= 4 if kind == NAME else len(word) >= 6 and kind in {OTHER, PLACE}


def deletions(word: str) -> list[int]:
    encoded = b"d" + word.encode()
    return [crc32(encoded), *(crc32(encoded[:i] + encoded[i + 1 :]) for i in range(1, min(len(encoded), 18)))]


def latin_spellings(text: str) -> list[str]:
    """The Latin spellings, other than pinyin, of the Chinese names in a text, as one word each."""
    return [
        spelling
        for token in understand(text).tokens
        if token.native and token.role == "name" and script_of(token.native[0]) == "han"
        for spelling in search_spellings(token.native)
        if facts_of(spelling)[0] == NAME  # not the "Beijing" of a university
    ]


def keys_of_chinese(word: str) -> list[int]:
    """Keys of rows that have a word as a Chinese name in another usage than pinyin, or in two or more words."""
    return [key("c", word), *(key("j", other) for other in counterparts(word))]
