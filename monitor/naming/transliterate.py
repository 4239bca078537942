"""Any script to plain lower-case Latin letters, with look-alike letters of other alphabets put right first.

The tables follow the romanisations that the lists themselves use: BGN/PCGN-like for Cyrillic ("Obshchestvo"), ELOT
743 for Greek, Revised Romanization for Korean, pinyin for Chinese. Arabic script is written without short vowels,
so what comes out is a skeleton; whoever compares must know that (see ``is_skeletal``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from anyascii import anyascii

from monitor.naming.korean_sounds import letters_told
from monitor.naming.lexicon_files import lines

# Letters that look the same in print. A name that mixes alphabets inside a word was typed by mistake or to hide.
_LOOKALIKE = str.maketrans(
    "АВЕКМНОРСТУХЅІЈӀаеорсухѕіјӏԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιαρυκτ",
    "ABEKMHOPCTYXSIJIaeopcyxsijldhqwABEZHIKMNOPTYXoviapukt",
)
CYRILLIC = re.compile("[\u0400-\u04ff]")
IN_CYRILLIC = str.maketrans("ABEKMHOPCTYXaeopcyx", "АВЕКМНОРСТУХаеорсух")
_LATIN_EXTRA = str.maketrans(
    {
        "ı": "i",
        "İ": "i",
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ə": "a",
        "ħ": "h",
        "ɑ": "a",
        "ɡ": "g",
        "օ": "o",  # Armenian
    }
)
# Persian and Arabic keyboards have two codes for the same letter.
_ARABIC_VARIANTS = str.maketrans("يكىةۀہھ", "یکیهههه", "ـ")
_RR_LEAD = "g,kk,n,d,tt,r,m,b,pp,s,ss,,j,jj,ch,k,t,p,h"
_RR_VOWEL = "a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i"
_RR_TAIL = ",k,k,k,n,n,n,t,l,k,m,l,l,l,p,l,m,p,p,t,t,ng,t,t,k,t,p,t"
_OF_GOD = re.compile(r"(?<=[\u0620-\u06ff]{3}) الله(?!\w)")  # written in one or in two: "Hizballah"
_RUNNING_L = re.compile("[nl]r")  # what ㄴ and ㄹ before ㄹ are spoken as: "Chollima"
_WORD = re.compile(r"[^\W\d_]+")
# All blocks with Greek and Cyrillic letters, some with others too.
_MAY_BE_DISGUISED = re.compile(
    "[\u0370-\u052f\u1c80-\u1c8f\u1d26-\u1dbf\u1f00-\u1fff\u2126\u2de0-\u2dff\ua640-\ua69f\uab65\ufe2e\ufe2f"
    "\U00010140-\U000101af\U0001d200-\U0001d24f\U0001e030-\U0001e08f]"
)
_MARKS = re.compile("[\u0300-\u036f]+")
_LATIN_MARKED = re.compile("[\x20-\x7e\u00bf-\u024f\u0300-\u036f\u2010-\u2027]*")
_UNMARKED = re.compile("[\x20-\x7e\u0400-\u0482\u048a-\u052f\u3400-\u9fff\uac00-\ud7a3]*")  # nothing to take off


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for line in lines("romanisation.txt"):
        if line.startswith("["):
            table = tables.setdefault(line.strip("[]"), {})
        else:
            letter, romanised = line.split()
            table[letter] = "" if romanised == "-" else romanised
    return tables


@cache
def script_of(letter: str) -> str:
    """ "latin", "han", "cyrillic", "arabic", "greek", "hangul", "kana" or "other"; "" for what is no letter."""
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
    """Latin letters for their look-alikes.

    In words that mix alphabets, and in short all-look-alike words of a Latin name.
    """
    if not _MAY_BE_DISGUISED.search(text):
        return text
    words = _WORD.findall(text)
    if not any(script_of(c) in {"cyrillic", "greek"} for word in words for c in word):
        return text
    latin_letters = sum(script_of(c) == "latin" for word in words for c in word)
    other_letters = sum(script_of(c) in {"cyrillic", "greek"} for word in words for c in word)
    disguised = any("latin" in scripts and scripts & {"cyrillic", "greek"} for scripts in map(scripts_of, words))

    def repair(found: re.Match[str]) -> str:
        word = found.group()
        scripts = scripts_of(word)
        if not scripts & {"cyrillic", "greek"}:
            return word
        swapped = word.translate(_LOOKALIKE)
        if scripts_of(swapped) != {"latin"}:
            cyrillic = word.translate(IN_CYRILLIC)
            return cyrillic if "latin" in scripts and scripts_of(cyrillic) == {"cyrillic"} else word
        if disguised or "latin" in scripts or latin_letters > other_letters:
            return swapped
        return word

    return _WORD.sub(repair, text)


@cache
def _simplified() -> dict[int, str]:
    """Traditional and Japanese forms of Chinese characters -> the simplified character."""
    words = [word for line in lines("simplified_characters.txt") for word in line.split()]
    return {ord(form): word[0] for word in words for form in word[1:]}


def simplify(text: str) -> str:
    """Traditional and Japanese forms as simplified characters: "中興通訊" and "中兴通讯" are one name."""
    return text.translate(_simplified()) if any("\u3400" <= c <= "\u9fff" for c in text) else text


def fold(text: str) -> str:
    """Compatibility forms, look-alikes, case and Latin diacritics gone, Arabic letters of two codes made one, Chinese
    characters simplified; other scripts are left as they are.
    """
    if text.isascii():
        return text.lower()
    text = undisguise(unicodedata.normalize("NFKC", text))
    text = text.replace("İ", "i").casefold().translate(_LATIN_EXTRA)
    if _UNMARKED.fullmatch(text):
        return simplify(text)
    decomposed = unicodedata.normalize("NFD", text)
    if _LATIN_MARKED.fullmatch(decomposed):
        return _MARKS.sub("", decomposed)
    kept: list[str] = []
    base = ""
    for letter in decomposed:
        if unicodedata.combining(letter):
            # A mark belongs to its letter except on Latin, Greek and Arabic, where spelling with and without it is
            # one name.
            if base in {"latin", "greek", "arabic", ""}:
                continue
        else:
            base = script_of(letter)
        if unicodedata.category(letter) == "Cf":
            continue
        kept.append(letter)
    return simplify(_OF_GOD.sub("الله", unicodedata.normalize("NFC", "".join(kept)).translate(_ARABIC_VARIANTS)))


def _hangul(syllable: str) -> str:
    index = ord(syllable) - 0xAC00
    if not 0 <= index < 11172:
        return anyascii(syllable).lower()
    return _RR_LEAD.split(",")[index // 588] + _RR_VOWEL.split(",")[index % 588 // 28] + _RR_TAIL.split(",")[index % 28]


@cache
def _syllables() -> dict[str, str]:
    """Chinese character -> its syllable."""
    found: dict[str, str] = {}
    for line in lines("pinyin.txt"):
        syllable, characters = line.split()
        found.update(dict.fromkeys(characters, syllable))
    return found


@cache
def pinyin_syllables() -> frozenset[str]:
    """Every syllable that is the most common reading of a character."""
    return frozenset(_syllables().values())


def pinyin(character: str) -> str:
    """The toneless pinyin of one Chinese character in its most common reading."""
    return _syllables().get(character) or anyascii(character).lower()


def pinyin_of(text: str) -> list[str]:
    """Toneless pinyin, one syllable per character."""
    return [pinyin(c) for c in text]


@lru_cache(maxsize=1 << 14)
def latin(word: str) -> str:
    """A folded word in ASCII letters and digits; words of several scripts are read part by part."""
    if word.isascii():
        return word
    if "가" <= word[0] <= "힣" and (told := letters_told(word)):
        return told
    out: list[str] = []
    position = 0
    while position < len(word):
        letter = word[position]
        script = script_of(letter)
        table = _tables().get(script, {})
        if word[position : position + 2] in table:
            out.append(table[word[position : position + 2]])
            position += 2
            continue
        if letter in table:
            if script == "arabic" and table[letter] == "h" and "".join(out)[-1:] in tuple("tskgzcdp"):
                out.append("e")  # two letters, not the "th" or "sh" of one
            out.append(table[letter])
        elif script == "hangul":
            out.append(_hangul(letter))
        elif script == "han":
            out.append(pinyin(letter))
        else:
            out.append(anyascii(letter).lower())
        position += 1
    spelled = "".join(out)
    if script_of(word[0]) == "hangul":
        spelled = _RUNNING_L.sub("ll", spelled)
    return re.sub(r"[^a-z0-9]+", "", spelled)


def is_skeletal(word: str) -> bool:
    """Whether the word is written without its vowels (Arabic script, Hebrew)."""
    return any(script_of(c) == "arabic" or 0x590 <= ord(c) <= 0x5FF for c in word)
