"""Which Latin spellings a word in Arabic script may have: a pattern over the whole word.

The script writes consonants and long vowels; short vowels, doubled letters and the endings of case and of the
Persian genitive are the reader's. Each letter takes the letters that Arabic, Persian and Urdu names have for it, in
its place in the word; the article and the particles written with it may stand or not.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from monitor.naming.lexicon_files import lines
from monitor.naming.sound import skeleton
from monitor.naming.transliterate import latin

_SHORT = "(?:ou|[aeiou])?"  # a vowel that is not written
_ARTICLE = r"(?:[aeiou](?:l|(?=([a-z])\1)|(?=[sdtz]h)))?"  # before some letters its l is spoken, and written, like them
_SUN = frozenset("تثدذرزسشصضطظلن")
# Particles and the article as written together with a word, the longest first, and their Latin letters.
_PREFIXES = (
    ("وال", f"(?:w[aei]?|va|v)?{_ARTICLE}"),
    ("ولل", "(?:w[aei]?)?(?:l[ie]?l?)?"),
    ("بال", "(?:b[ie]?l?)?"),
    ("لل", "(?:l[ie]?l?)?"),
    ("ال", _ARTICLE),
)
_LONG_I = re.compile(r"(?:al)?[^aeiou]+a[^aeiou]+i[^aeiou]+")
_ENDING = "(?:e|ye|yi)?"  # Persian: "Falah-e", "Sanaye"


@cache
def _letters() -> dict[str, str]:
    """ "letter", or "letter first" and "letter last" for its place in the word, to the letters it is written with."""
    found = {}
    for line in lines("arabic_letters.txt"):
        letter, spellings, *place = line.split()
        found[" ".join([letter, *place])] = spellings.replace("-", "")
    return found


def _is_vowel(letter: str) -> bool:
    return letter in "اویےعء"


def _letter(word: str, i: int) -> str:
    """The regular expression of one letter in its place."""
    letter = word[i]
    place = " first" if i == 0 else " last" if i == len(word) - 1 else ""
    spellings = _letters().get(letter + place) or _letters().get(letter)
    if spellings is None:
        return re.escape(latin(letter))
    if letter == "ق" and word.startswith(("ال", "وال", "لل")):
        spellings += "|k"  # Persian names with "k" have another letter
    if letter == "ن" and word[i + 1 : i + 2] in {"ب", "پ"}:
        spellings += "|m"
    if letter == "و" and i and word[i - 1] == "خ" and word[i + 1 : i + 2] == "ا":
        spellings += "|"  # Persian: "Khajeh", "Khah"
    if letter == "ه" and i >= 2 and word.startswith("ال", i + 1):
        return "(?:[aeiou]?[ht]|[ae])?"  # "Baqiyatallah"
    if letter == "ی" and word[i - 1 : i] == "ی":
        spellings += "|"
    if letter == "ه" and place == " last" and word[i - 1 : i] in {"ا", "و", "ی"}:
        return "(?:h|t)?"
    return f"(?:{spellings})" if _is_vowel(letter) or letter == "ه" else f"(?:{spellings}){{1,2}}"


def _spelling(word: str) -> str:
    """The regular expression of a word without particles."""
    out: list[str] = []
    i = 0
    while i < len(word):
        if 2 <= i <= len(word) - 4 and word.startswith("ال", i):  # "Abdulrahman", "Abdorrahman"
            article = "l{1,2}" if _is_vowel(word[i - 1]) else "[aeiou]{1,2}l{1,2}"
            article += "|[aeiou]|" if word[i + 2] in _SUN else "|"
            out.append(f"(?:{article})")
            i += 2
        else:
            out.append(_letter(word, i))
            i += 1
        if i < len(word):
            out.append(_SHORT)
    return "".join(out)


@lru_cache(maxsize=1 << 12)
def _pattern(word: str) -> re.Pattern[str]:
    forms = [_spelling(word) + _ENDING]
    for prefix, spellings in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            forms.append(spellings.replace(r"\1", f"\\{len(forms)}") + _spelling(word[len(prefix) :]) + _ENDING)
            break
    else:
        if word[0] in "ول" and len(word) >= 5:
            forms.append(_spelling(word[1:]) + _ENDING)
    return re.compile("|".join(forms))


@lru_cache(maxsize=1 << 15)
def spells(word: str, written: str) -> bool:
    """Whether ``written`` (lower-case Latin letters) is a usual spelling of the folded word in Arabic script."""
    written = written.replace("x", "ks")
    bones, theirs = skeleton(bare(word)), skeleton(written)
    if OSA.distance(bones, theirs, score_cutoff=2) > 2 and not word.startswith(("و", "ل", "ب")):
        return False  # without the pattern, which takes long to compile
    return bool(_pattern(word).fullmatch(written))


def bare(word: str) -> str:
    """The word in Latin consonants, without the article and the particles written with it."""
    for prefix, _ in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return latin(word[len(prefix) :])
    return latin(word)


def is_telling(word: str, written: str) -> bool:
    """Whether the word has letters enough to be sure of: of three consonants, a name with "a" and "i" has rather lost
    a long vowel ("Hamid" is not حمد).
    """
    plain = latin(word[2:] if word.startswith("ال") and len(word) > 4 else word)
    if any(c in "aiuwy" for c in plain):
        return len(plain) >= 4 or len(skeleton(written)) >= 3
    return len(plain) >= 4 or (len(skeleton(written)) >= 3 and not _LONG_I.fullmatch(written))


@lru_cache(maxsize=1 << 12)
def _loose_pattern(word: str) -> re.Pattern[str]:
    return re.compile(f"[aeiou]?{_spelling(word)}(?:[aeo]h?)?")


@lru_cache(maxsize=1 << 15)
def loosely_spells(word: str, written: str) -> bool:
    """Whether a vowel at either end, which the word as written does not have, is all that ``written`` has more.

    The lists have names in Arabic script that were made from Latin letters without them.
    """
    if len(word) < 2 or skeleton(latin(word)) != skeleton(written):
        return False
    return bool(_loose_pattern(word).fullmatch(written))


@lru_cache(maxsize=1 << 15)
def nearly_spells(word: str, written: str) -> bool:
    """Whether one letter is all that keeps ``written`` from being a spelling of the word."""
    if len(written) < 6 or len(word) < 4 or OSA.distance(skeleton(bare(word)), skeleton(written), score_cutoff=1) > 1:
        return False
    return any(spells(word, written[:i] + written[i + 1 :]) for i in range(len(written))) or any(
        word[i] not in "یو" and spells(word[:i] + word[i + 1 :], written) for i in range(1, len(word))
    )
