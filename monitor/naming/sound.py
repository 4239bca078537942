"""Keys under which spellings of one sound meet: transliterations of one name by different hands."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from monitor.naming.spelling_keys import Keys, replaced, rules
from monitor.naming.transliterate import pinyin_syllables

_RULES = rules(
    (r"shch|sch|tsch|tch|tsh", "sh"),
    (r"dzh|dj|zh|gy", "j"),
    (r"yeo", "yo"),
    (r"eo", "o"),
    (r"eu", "u"),
    (r"ph", "f"),
    (r"[aou]l{1,2}ah$", "ola"),
    (r"kh", "h"),
    (r"gh", "k"),
    (r"ck|cq|q", "k"),
    (r"ch", "č"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"x", "ks"),
    (r"tz|ts|z", "s"),
    (r"w", "v"),
    (r"(?:ou|oo|u)", "o"),
    (r"ij$|iy$|ii$|yy$|ey$|ei$|ai$|ay$|ie$|y$|j$", "i"),
    (r"(?<=[aeiou])[iyj](?=[aeiou])|(?<=i)[yj]?(?=[aeou])", ""),
    (r"i(?=[aeo])|(?<=[bcdfghjklmnpqrstvxz])y(?=[ao])", ""),
    (r"ye|je", "e"),
    (r"ei|ai|ay|ey|ee|ea", "i"),
    (r"y", "i"),
    (r"e", "i"),
    (r"ff$", "v"),
    (r"h(?![aeiou])", ""),
    (r"(.)\1+", r"\1"),
)
# Of the spellings that one word in Arabic script or in Hangul may have, nearly all have one skeleton. It says where
# to look, not what is alike: that is for ``arabic_sounds`` and ``korean_sounds``.
ARTICLES = frozenset({"al", "el", "ul"})  # of Arabic names, which some write together with the word behind them
_TWICE = re.compile(r"(.)\1+")
_SKELETON_ENDS = re.compile(r"(?m)(?<!t)h$|(?<=..)t$")  # "jamia", "jamiat" and "jamiah" end in one letter
_NASAL = re.compile(r"(?m)(?<=[aeiou])ng(?![aeiouwy])|ng$")
_LATERAL = re.compile("(?m)^l")
_SOFT_C = re.compile("c(?=[eiy])")
_DIGRAPHS = (("th", "S"), ("sh", "S"), ("zh", "K"), ("ch", "K"), ("gh", "K"), ("kh", "K"), ("ph", "B"), ("dh", "T"))
_CLASSES = str.maketrans(
    dict.fromkeys("szxS", "s")
    | dict.fromkeys("jghqkcK", "k")
    | dict.fromkeys("pfbB", "b")
    | dict.fromkeys("dtT", "t")
    | dict.fromkeys("aeiouwyv", "")
)
_CONSONANTS = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"h$"), ""),
    (re.compile(r"(?<=[aeiou])ng(?![aeiou])"), "n"),
    (re.compile(r"th|s|sh|z|x"), "s"),
    (re.compile(r"ch|zh|j|g|kh|gh|h|q|k|c"), "k"),
    (re.compile(r"ph|p|f|b"), "b"),
    (re.compile(r"dh|d|t"), "t"),
    (re.compile(r"[aeiouwyv]"), ""),
)


def sound(word: str) -> str:
    """One key for transliterations of one word: "gazprom" and "gasprom", "hussain" and "hussein"."""
    return SOUNDS[word]


_INTERNATIONAL = (
    ("evro", "euro"),
    ("avto", "auto"),
    ("ks", "x"),
    ("kh", "ch"),
    ("grupp", "group"),
    ("grup", "group"),
    ("ph", "f"),
    ("kw", "q"),
    ("k", "c"),
    ("teh", "tech"),
    ("tecn", "techn"),
    ("tsch", "tch"),
)


@lru_cache(maxsize=1 << 14)
def international(word: str) -> str:
    """One form for a name made of international words as English and as other languages spell them: "maksitekhgrup",
    "maxitechgroup".
    """
    for letters, to in _INTERNATIONAL:
        word = word.replace(letters, to)
    return word


_THROAT = re.compile("gh|[qg]")
_PLAIN_K = re.compile("[kc](?!h)")
_SOFT_D = re.compile("dh(?=[aeiou])")
_GLIDE = re.compile(r"(?<=[^aeiou])i?y(?=[aeiou])")
_OF_GOD = re.compile(r"(.{3,}?)[aou]?l{1,2}ah?$")
_OF_FAITH = re.compile(r"(.{2,}?)[aeiou]?(?:ll?)?d{1,2}(?:een|ine|in|yn|eyn)e?")  # "Tajideen", "Tajeddine"
_VOWELS = re.compile("[aeiou]")


@lru_cache(maxsize=1 << 14)
def throat_sound(word: str) -> str:
    """The key of an Arabic or Persian name where q, gh and g are one letter, and k another: "Bagheri" is also Baqeri,
    and not Bakeri.
    """
    return sound(_GLIDE.sub("i", _THROAT.sub("q", _PLAIN_K.sub("κ", _SOFT_D.sub("d", word)))))


def alike_in_arabic(a: str, b: str) -> bool:
    """Whether two Latin spellings may be one Arabic or Persian name, where ``sound`` does not say so.

    With another letter for q, or with other short vowels before "Allah" ("Herzallah", "Harazullah") or another ending
    for "of the faith" ("Tajeddine").
    """
    if ("q" in a + b or "gh" in a + b) and throat_sound(a) == throat_sound(b):
        return True
    faith = _OF_FAITH.fullmatch(a), _OF_FAITH.fullmatch(b)
    if faith[0] and faith[1] and sound(faith[0].group(1)) == sound(faith[1].group(1)):
        return True
    one, other = _OF_GOD.match(a), _OF_GOD.match(b)
    if not one or not other or a[0] != b[0]:
        return False
    bones = [_VOWELS.sub("", throat_sound(found.group(1))) for found in (one, other)]
    return bones[0] == bones[1] and len(bones[0]) >= 3


def another_k(a: str, b: str) -> bool:
    """Whether only one of two words of one sound has "gh": "Bakeri" and "Bagheri" are two names."""
    return ("gh" in a) != ("gh" in b)


def skeleton(word: str) -> str:
    """The consonants in broad classes, for a script that writes no short vowels against one that does."""
    return SKELETONS[word]


def _skeletons(text: str) -> str:
    text = _NASAL.sub("n", _SKELETON_ENDS.sub("", _TWICE.sub(r"\1", text)))
    if "l" in text:
        text = _LATERAL.sub("r", text)
    if "c" in text:
        text = _SOFT_C.sub("s", text)
    if "h" in text:
        for letters, of_class in _DIGRAPHS:
            text = text.replace(letters, of_class)
    return _TWICE.sub(r"\1", text.translate(_CLASSES))


SOUNDS = Keys(lambda text: replaced(text, _RULES))
SKELETONS = Keys(_skeletons)


@lru_cache(maxsize=1 << 14)
def consonants(word: str) -> str:
    """The consonants in broad classes, each for itself: a foreign word in Chinese syllables, or in Hebrew."""
    for pattern, to in _CONSONANTS:
        word = pattern.sub(to, word)
    return word


_RUSSIAN_ENDING = re.compile(
    r"(?<=.{4})(?:(?:sk)?(?:yy|yi|iy|ii|oy|oi|oye|oe|ogo|aya|aia|oyi)|sky|ski|yye|ykh|y|a|ya)$"
)


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """A Russian word without its ending: "severnoye", "severny" and "severniy" are one; "keldysha" is of Keldysh."""
    return _RUSSIAN_ENDING.sub("", word)


# Readings of interjections and of hardly any name: they would make pinyin of words of other languages.
_NO_SYLLABLES = frozenset({"yo", "o", "n", "m", "ng", "hm", "hng", "ei", "fiao", "eng", "lo", "dia", "den", "nou"})


@cache
def _pinyin() -> re.Pattern[str]:
    syllables = {"lv", "nv", *(syllable for syllable in pinyin_syllables() if syllable not in _NO_SYLLABLES)}
    return re.compile(f"(?:{'|'.join(sorted(syllables, key=lambda syllable: (-len(syllable), syllable)))}){{1,5}}$")


@lru_cache(maxsize=1 << 14)
def is_pinyin(word: str) -> bool:
    """Whether the word can be read as Chinese in pinyin, where one letter more or less makes another name."""
    return bool(_pinyin().match(word))
