"""Any script to plain lower-case Latin letters, with look-alike letters of other alphabets put right first.

The tables follow the romanisations that the lists themselves use: BGN/PCGN-like for Cyrillic ("Obshchestvo"), ELOT 743 for
Greek, Revised Romanization for Korean, pinyin for Chinese. Arabic script is written without short vowels, so what comes out is
a skeleton; whoever compares must know that (see ``is_skeletal``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from anyascii import anyascii

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўћђљњџјѓќѕәғқңөұүһ",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i i ye g u c dj lj nj dz j g k dz a g k n o u u h".split(" "),
        strict=True,
    )
)
_GREEK_PAIRS = {"ου": "ou", "μπ": "b", "ντ": "nt", "γκ": "gk", "γγ": "ng", "τσ": "ts", "τζ": "tz", "αυ": "av", "ευ": "ev", "ει": "ei", "οι": "oi", "αι": "ai"}
_GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True))
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةئءآأإؤٱکیپچژگےہھںڤ",
        "a b t th j h kh d dh r z s sh s d t z  gh f q k l m n h w y a a y  a a i w a k y p ch zh g e h h n v".split(" "),
        strict=True,
    )
)
# Letters that look the same in print. A name that mixes alphabets inside a word was typed by mistake or to hide.
_LOOKALIKE = str.maketrans(
    "АВЕКМНОРСТУХЅІЈаеорсухѕіјԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιαρυκτ",
    "ABEKMHOPCTYXSIJaeopcyxsijdhqwABEZHIKMNOPTYXoviapukt",
)
_LATIN_EXTRA = str.maketrans(
    {"ı": "i", "İ": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "a", "ħ": "h"}
)
_RR_LEAD = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")
_RR_VOWEL = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")
_RR_TAIL = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")
_WORD = re.compile(r"[^\W\d_]+")


@cache
def script_of(letter: str) -> str:
    """"latin", "han", "cyrillic", "arabic", "greek", "hangul", "kana" or "other"; "" for what is no letter."""
    if letter.isascii():
        return "latin" if letter.isalpha() else ""
    if not (letter.isalpha() or unicodedata.category(letter)[0] in "LM"):
        return ""
    code = ord(letter)
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF or letter == "々":
        return "han"
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
        return "hangul"
    name = unicodedata.name(letter, "").split(" ", 1)[0].lower()
    if name in {"latin", "cyrillic", "greek", "arabic"}:
        return name
    if name in {"hiragana", "katakana", "katakana-hiragana"}:
        return "kana"
    return "other"


def scripts_of(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(script_of, text)))


def undisguise(text: str) -> str:
    """Latin letters for their look-alikes: in words that mix alphabets, and in short all-look-alike words of a Latin name."""
    if text.isascii():
        return text
    words = _WORD.findall(text)
    if not any(script_of(c) in {"cyrillic", "greek"} for word in words for c in word):
        return text
    latin_letters = sum(script_of(c) == "latin" for word in words for c in word)
    other_letters = sum(script_of(c) in {"cyrillic", "greek"} for word in words for c in word)

    def repair(found: re.Match[str]) -> str:
        word = found.group()
        scripts = scripts_of(word)
        if not scripts & {"cyrillic", "greek"}:
            return word
        swapped = word.translate(_LOOKALIKE)
        if scripts_of(swapped) != {"latin"}:
            return word
        if "latin" in scripts or latin_letters > other_letters:
            return swapped
        return word

    return _WORD.sub(repair, text)


def fold(text: str) -> str:
    """Compatibility forms, look-alikes, case and Latin diacritics gone; other scripts are left as they are."""
    if text.isascii():
        return text.lower()
    text = undisguise(unicodedata.normalize("NFKC", text))
    text = text.replace("İ", "i").casefold().translate(_LATIN_EXTRA)
    decomposed = unicodedata.normalize("NFD", text)
    kept: list[str] = []
    base = ""
    for letter in decomposed:
        if unicodedata.combining(letter):
            # A mark belongs to its letter except on Latin, Greek and Arabic, where spelling with and without it is one name.
            if base in {"latin", "greek", "arabic", ""}:
                continue
        else:
            base = script_of(letter)
        if unicodedata.category(letter) == "Cf":
            continue
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def _hangul(syllable: str) -> str:
    index = ord(syllable) - 0xAC00
    if not 0 <= index < 11172:
        return anyascii(syllable).lower()
    return _RR_LEAD[index // 588] + _RR_VOWEL[index % 588 // 28] + _RR_TAIL[index % 28]


@cache
def pinyin(character: str) -> str:
    """The toneless pinyin of one Chinese character in its most common reading."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its tables cost memory that Latin-only lists never need

    read = lazy_pinyin(character, style=Style.NORMAL, errors=anyascii)
    return str(read[0]).replace("ü", "u").lower() if read else ""


def pinyin_of(text: str) -> list[str]:
    """Toneless pinyin, one syllable per character."""
    return [pinyin(c) for c in text]


@lru_cache(maxsize=1 << 14)
def latin(word: str) -> str:
    """A folded word in ASCII letters and digits; words of several scripts are read part by part."""
    if word.isascii():
        return word
    out: list[str] = []
    position = 0
    while position < len(word):
        letter = word[position]
        script = script_of(letter)
        if script == "greek" and word[position : position + 2] in _GREEK_PAIRS:
            out.append(_GREEK_PAIRS[word[position : position + 2]])
            position += 2
            continue
        if script == "cyrillic":
            out.append(_CYRILLIC.get(letter) if letter in _CYRILLIC else anyascii(letter).lower())  # type: ignore[arg-type]
        elif script == "greek":
            out.append(_GREEK.get(letter, anyascii(letter).lower()))
        elif script == "arabic":
            out.append(_ARABIC.get(letter, anyascii(letter).lower()))
        elif script == "hangul":
            out.append(_hangul(letter))
        elif script == "han":
            out.append(pinyin(letter))
        else:
            out.append(anyascii(letter).lower())
        position += 1
    return re.sub(r"[^a-z0-9]+", "", "".join(out))


def is_skeletal(word: str) -> bool:
    """Whether the word is written without its vowels (Arabic script, Hebrew)."""
    return any(script_of(c) == "arabic" or 0x590 <= ord(c) <= 0x5FF for c in word)
