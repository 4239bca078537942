"""The text of a name before it is cut into words: one way of writing for what may be written in several.

Case and width folded, dotted initials closed up, apostrophes gone, digits that stand for letters read as these.
``small_words`` are the words that say nothing in any name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import unescape

from anyascii import anyascii

from monitor.naming import brands, places, vocabulary
from monitor.naming.lexicon_files import lines
from monitor.naming.name_tokens import rarity
from monitor.naming.transliterate import fold
from monitor.naming.word_runs import join_runs

_LETTERS_AT_HEAD = re.compile(r"[a-z](?: [a-z]){2,}(?!\w)")
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_](?!\w))?")
_POSSESSIVE = re.compile(r"['’`´ʼʹ＇]s\b")
_APOSTROPHES = re.compile(r"['’‘`´ʼʹʻ＇]")
_NUMBER_SIGN = re.compile(r"(?<!\w)(?:no|nr|num|number|№|#)\.?\s*(?=\d)|№|#(?=\d)")
_KOREAN_NUMBER = re.compile(r"제\s?(\d+)|(\d+)호")
_FORMS = "AG|GmbH|LLC|Ltd|Inc|SA|JSC|PLC|OOO"  # that some write together with the word before them
_GLUED_FORM = re.compile(rf"(?<=[a-z])({_FORMS})(?=\W|$)")
# A small "l" where no word has one: a capital "I", or a one.
_SMALL_L = re.compile(
    r"(?<![\w'’])l(?=[bcdfghjkmnpqrsvwxz][a-z]{2})|(?<=[A-Z])l(?=[A-Z])|(?<!\w)l(?=[A-Z]{2})|(?<=[A-Z]{2})l(?!\w)"
)
_L_FOR_ONE = re.compile(r"(?<![\w'’])l(?=\d)")
_L_FOR_ANOTHER = re.compile(f"{_SMALL_L.pattern}|{_L_FOR_ONE.pattern}")
_UNLETTERED = re.compile(
    r"[^\x00-\u036f\u0370-\u058f\u0600-\u06ff\u1e00-\u206f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+"
)
_MESSRS = re.compile(r"^\s*m/s\.?\s+")
_A_S = re.compile(r"(?<!\w)([as])/([saoc])(?!\w)")


def _in_latin(letter: str) -> str:
    """A letter of a script without tables of ours; one that nothing romanises is known by its number."""
    return anyascii(letter).lower().replace("'", "") or (f"u{ord(letter):x}" if letter.isalnum() else "")


_EZAFE = re.compile(r"(?<=[a-z]{2})-y?e(?=\s)")  # "Sanaye-ye Electronic-e Iran"
_ELIDED = re.compile(r"(?<!\w)[dl]['’]((?:[aeiouh])[a-z]{3,})")  # "d'etudes"
_SHORT_FORMS = {"(주)": " 주식회사 ", "(유)": " 유한회사 ", "(株)": " 株式会社 ", "(有)": " 有限会社 "}
_REGISTRY = re.compile(r"(?i)(?<!\w)(ltd|inc|llc|sa)\.?-[a-z]{3}$")  # "LTD-BZE": where a ship's owner is registered


def clean(text: str) -> str:
    """Folded text with dotted initials closed up ("l.l.c." -> "llc"), apostrophes gone and number signs dropped."""
    if "&" in text and ";" in text:
        text = unescape(text)
    text = _GLUED_FORM.sub(r" \1", text)
    if "l" in text:
        text = _L_FOR_ONE.sub("1", _SMALL_L.sub("I", text))
    text = fold(text)
    if " gong si" in text:
        text = _joined_pinyin(text)
    if text[-4:-3] == "-":
        text = _REGISTRY.sub(r"\1", text)
    if not text.isascii():
        for short, form in _SHORT_FORMS.items():
            text = text.replace(short, form)
        # Scripts without tables of ours: read them before the cut into words, their vowel signs are no letters to a
        # regex.
        text = _UNLETTERED.sub(lambda m: "".join(map(_in_latin, m.group())), text)
    if _DIGIT_IN_WORD.search(text):
        text = _DIGIT_FOR_LETTER.sub(_letters_for_digits, text)
    if "rn" in text:
        text = _LEGAL_AS_PRINTED.sub(lambda m: m.group().replace("rn", "m"), text)
    if "." in text:
        text = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", text)
    if "/" in text:
        text = _MESSRS.sub("", text)
        text = _A_S.sub(r"\1\2", text)
    if "-e" in text or "-ye" in text:
        text = _EZAFE.sub("", text)
    if _ELIDED.search(text):
        text = _ELIDED.sub(lambda m: m.group(1) if vocabulary.meaning_of(m.group(1)) else m.group(), text)
    if _APOSTROPHES.search(text):
        text = _APOSTROPHES.sub("", _POSSESSIVE.sub("", text))
    if _LETTERS_AT_HEAD.match(text):  # "D B C Makina"
        text = _LETTERS_AT_HEAD.sub(lambda m: m.group().replace(" ", ""), text)
    text = _NUMBER_SIGN.sub(" ", text)
    if not text.isascii():
        text = _KOREAN_NUMBER.sub(lambda m: f" {m.group(1) or m.group(2)} ", text)
    return text.replace("&", " and ").replace("+", " and ")


_SYLLABLES = 4  # of a word in pinyin that some write syllable by syllable


def _joined_pinyin(text: str) -> str:
    """ "shen zhen xin kai lai ji shu you xian gong si": words and towns that are known, written as one."""

    def known(syllables: Sequence[str]) -> str | None:
        word = "".join(syllables)
        listed = word in vocabulary.pinyin_words() or vocabulary.meaning_of(word) or places.place_of(word)
        return word if listed or word in _OF_COMPANIES else None

    return " ".join(join_runs(text.split(), _SYLLABLES, known))


_OF_COMPANIES = frozenset({"youxian", "gongsi", "gufen", "zeren", "jituan"})
_MAY_BE_GLUED = re.compile(rf"[a-z](?:{_FORMS})(?![A-Za-z])")
_DIGIT = re.compile(r"[0135]")
_MAY_BE_LETTER = re.compile(r"[A-Za-z][0135][A-Za-z]|(?<![A-Za-z0-9])[01][a-z]{4}|[A-Za-z]{3}[01](?!\w)")
_MAY_BE_EZAFE = re.compile(r"(?i)-y?e\s")
_MAY_BE_SPELLED = re.compile(r"[A-Za-z](?: [A-Za-z]){2,}(?![A-Za-z])")
_MAY_BE_DOTTED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]\.")


def needs_cleaning(text: str) -> bool:
    """Whether ``clean`` does more to the words of an ASCII text than put them into lower case.

    What costs least is asked first: a column has a million names, and few need it.
    """
    return bool(
        "'" in text
        or ("&" in text and ";" in text)
        or ("." in text and _MAY_BE_DOTTED.search(text))
        or text[1:2] == "/"
        or ("l" in text and _L_FOR_ANOTHER.search(text))
        or " gong si" in text.lower()
        or (text[1:2] == " " and _MAY_BE_SPELLED.match(text))
        or ("-" in text and (text[-4:-3] == "-" or _MAY_BE_EZAFE.search(text)))
        or _MAY_BE_GLUED.search(text)
        or (_DIGIT.search(text) and _MAY_BE_LETTER.search(text))
    )


# A digit between letters, or before many, that stands for a letter: "Ig0r", "P1ant", "1nspur"; not "4Paradigm", "B2B".
_DIGIT_FOR_LETTER = re.compile(
    r"(?<![a-z0-9])(?=(?:[0135]?[a-z]){3})(?:[a-z]+|[01](?=[a-z]{4}))(?:[0135](?![0-9])|[a-z])*(?![a-z0-9])"
    r"|(?<![a-z0-9])c0(?=[.,])"
)
_DIGIT_IN_WORD = re.compile(r"[a-z][0135]|[01][a-z]")
_LEGAL_AS_PRINTED = re.compile(r"(?<!\w)(?:lirnited|cornpany)(?!\w)")
_LETTERS_OF_DIGITS = {"0": "o", "3": "e", "5": "s"}


def _letters_for_digits(found: re.Match[str]) -> str:
    """The word in letters: of "l" and "i" for a 1, the one that makes a word of trade or a brand, if any does."""
    word = found.group()
    if not any(c.isdigit() for c in word):
        return word
    if word[-1] in "35" or (word[-1] == "1" and _is_known(word[:-1])):
        return word  # "Plant5", "CETC1": a number beside a name
    plain, other = _letters_of(word, "i"), _letters_of(word, "l")
    if _is_known(plain):
        return plain
    if _is_known(other):
        return other
    if word[-1] == "1":
        return word
    return other if re.search(r"[aeiou]1|1[aeiou]", word) else plain


def _letters_of(word: str, one: str) -> str:
    return "".join(one if c == "1" else _LETTERS_OF_DIGITS.get(c, c) for c in word)


def _is_known(word: str) -> bool:
    return bool(vocabulary.meaning_of(word) or brands.brand_forms(word) or rarity(word) < 1.0 or places.place_of(word))


@cache
def small_words() -> frozenset[str]:
    """Articles, prepositions and the like, in the languages of the lists."""
    return frozenset(word for line in lines("small_words.txt") for word in line.split())
