"""How alike two words are: the same spelling, sound, stem or meaning, a small misspelling, an abbreviation.

``likeness`` says it of two tokens by what each is. Words of other scripts are judged by ``native_likeness``.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from monitor.naming import acronyms, chinese_words, person_names, slavic_names, vocabulary
from monitor.naming.known_apart import two_words
from monitor.naming.name_tokens import INITIALS_IN_TWO, Token, rarity, token_script
from monitor.naming.native_likeness import (
    chinese_spelling,
    is_foreign,
    is_homophone,
    is_loan,
    likeness_of_characters,
    read_out,
)
from monitor.naming.sound import ARTICLES, alike_in_arabic, another_k, consonants, international, is_pinyin, sound, stem


def _digits(word: str) -> str:
    """The digits of a word: "F30" is not misspelt "F310"."""
    return "" if word.isalpha() else "".join(c for c in word if c.isdigit())


@lru_cache(maxsize=1 << 15)
def likeness(a: Token, b: Token, personal: bool) -> tuple[float, str]:
    """How alike two tokens are; a number is only itself."""
    if a.native and b.native and a.native != b.native and token_script(a) == token_script(b) == "han":
        return likeness_of_characters(a, b)
    if a.text == b.text:
        if is_homophone(a, b) or is_homophone(b, a):
            return 0.85, "another name of that sound"
        return 1.0, ""
    if "number" in (a.role, b.role) or _digits(a.text) != _digits(b.text):
        return 0.0, ""
    if (a.native or b.native) and (read := read_out(a, b, personal)) is not None:
        return read
    if not personal or a.role == b.role == "name":
        spelling = chinese_spelling(a, b, personal)
        if spelling:
            return 0.97, spelling
    if a.others or b.others:
        if _is_short_for(a, b) or _is_short_for(b, a):
            return 0.95, "abbreviation"
        both = ({a.text, a.written, *a.others}) & ({b.text, b.written, *b.others})
        if both:
            return 1.0, "meaning"
    if a.role == "place" and b.role == "place":
        return 0.0, ""
    if {a.role, b.role} <= {"trade", "organisation"}:
        if chinese_words.is_chinese(a) or chinese_words.is_chinese(b):
            return chinese_words.likeness_of_meaning(a, b)
        if two_words(a, b):
            return 0.0, ""
        if is_foreign(a) != is_foreign(b) and vocabulary.renders(a.text, b.text):
            return 0.95, "rendering"
        return (0.9, "near in meaning") if vocabulary.near(a.text, b.text) else (0.0, "")
    if a.native and b.native and token_script(a) == token_script(b) and token_script(a) in {"han", "hangul"}:
        longer = max(len(a.native), len(b.native))
        if longer >= 5 and OSA.distance(a.native, b.native) <= 1:
            return 0.85, "misspelling"
        return 0.0, ""
    if a.native and b.native and token_script(a) == token_script(b) == "arabic" and not (a.others or b.others):
        return _alike_in_arabic_script(a.native, b.native)
    if _is_letter(a) or _is_letter(b):
        if personal and slavic_names.same_initial(a.text, b.text):
            return 0.9, "initial"
        return 0.0, ""
    if not personal and a.role == b.role == "initial":
        return (0.95, "initials") if sorted(a.text.replace("y", "")) == sorted(b.text.replace("y", "")) else (0.0, "")
    if a.role != b.role and {a.role, b.role} & {"trade", "place", "organisation"} and a.written != b.written:
        # "Elec." for "Electronics"; a name is not taken for a trade word by one letter.
        short, long = sorted((a.written, b.written), key=len)
        if len(short) >= 5 and _as_it_looks(short) == _as_it_looks(long):
            return 0.97, "look"
        if _abbreviates(a, b) or _abbreviates(b, a):
            return 0.86, "abbreviation" if len(short) > _MAY_BE_NAME else "another spelling or another name"
        if len(short) >= 6 and OSA.distance(short, long, score_cutoff=1) <= 1:
            return 0.9, "misspelling"
        if "place" in (a.role, b.role) and len(short) >= 5 and OSA.distance(short, long, score_cutoff=1) <= 1:
            return 0.8, "another spelling or another name"
        return 0.0, ""
    if not personal and (_shortens_parts(a, b) or _shortens_parts(b, a)):
        return 0.86, "initials"
    if (
        bool(a.native) != bool(b.native)
        and min(len(a.text), len(b.text)) >= _SHORT_SOUND
        and _in_k(a.text) == _in_k(b.text)
    ):
        return 0.95, "sound"  # "EMCO", "ЕМКО"
    unspoken = a.skeletal or b.skeletal or is_loan(a, b) or is_loan(b, a)
    found = _alike(*_sorted(a.text, b.text), unspoken, personal)
    if a.others or b.others:  # the form as written may be nearer than the usual form of a brand
        found = max(found, _alike(*_sorted(a.written, b.written), unspoken, personal))
    if (
        bool(a.native) != bool(b.native)
        and not (a.others or b.others)
        and not is_pinyin(a.text)
        and found[1] in _MAY_BE_ANOTHER
        and found[0] >= 0.77
        and min(len(a.text), len(b.text)) >= (5 if found[0] >= _SAME_BUT_SHORT else 6)
    ):
        return found[0], "sound"  # "intertech" and "intertek": the way through another alphabet leaves such differences
    return found


def _alike_in_arabic_script(a: str, b: str) -> tuple[float, str]:
    """Two words as they are written: without the article, they differ by a letter at most."""
    a, b = a.removeprefix("ال"), b.removeprefix("ال")
    if a == b:
        return 0.95, "article"
    if min(len(a), len(b)) >= _SHORTEST_IN_ARABIC and OSA.distance(a, b, score_cutoff=1) <= 1:
        return 0.86, "another spelling or another name"
    return 0.0, ""


_SHORTEST_IN_ARABIC = 4
_SHORT_SOUND = 3


def _in_k(word: str) -> str:
    """A word with one letter for those that another alphabet has one letter for."""
    return word.replace("ck", "k").replace("x", "ks").translate(_ONE_LETTER)


_ONE_LETTER = str.maketrans({"c": "k", "q": "k", "w": "v"})
_SAME_BUT_SHORT = 0.88  # likeness of short words of one sound
_MADE_OF_SEVERAL = 7  # letters of a name that is made of international words
_MAY_BE_NAME = 3  # letters: "Met" is a name as often as it is "Metal"
_MAY_BE_ANOTHER = frozenset({"small difference", "another spelling or another name"})


def _is_letter(token: Token) -> bool:
    """Whether the token is an initial: one letter, "Ya" of one Cyrillic letter included."""
    return (
        (token.role == "initial" and token.text in INITIALS_IN_TWO)
        or len(token.text) == 1
        or (len(token.native) == 1 and token_script(token) == "cyrillic")
    )


def _is_short_for(short: Token, long: Token) -> bool:
    """Whether one is an abbreviation in a Turkish name with which the other begins: "malz." and "malzemeleri"."""
    return any(
        form.endswith(".") and len(form) >= _LETTERS_AND_DOT and long.written.startswith(form[:-1])
        for form in short.others
    )


_LETTERS_AND_DOT = 4


def _shortens_parts(short: Token, long: Token) -> bool:
    """Whether one is the initials of the parts of the other: "sch" of "shenchuanghui", "stg" of "stroytransgaz"."""
    return (
        2 < len(short.text) <= 5 < len(long.text)
        and short.text[0] == long.text[0]
        and acronyms.part_letters(long.text) == short.text
    )


def _abbreviates(short: Token, long: Token) -> bool:
    """Whether an unknown word is a trade word cut short ("elec") or written without its vowels ("trdg").

    A name ("Demirel") is never cut to a trade word ("demir").
    """
    if short.role != "name" or long.role not in {"trade", "organisation"} or short.others or short.native:
        return False
    if not 3 <= len(short.written) < len(long.written) or short.written[0] != long.written[0]:
        return False
    if long.written.startswith(short.written):
        return len(short.written) < len(long.written) - 2  # not "plaz" for "plazma"
    letters = iter(long.written)
    return not set(short.written[1:]) & set("aeiou") and all(letter in letters for letter in short.written)


def _sorted(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def _as_it_looks(word: str) -> str:
    """One form for letters that print alike side by side: "rn" and "m", "vv" and "w"."""
    return word.replace("rn", "m").replace("vv", "w")


@lru_cache(maxsize=1 << 15)
def _alike(a: str, b: str, skeletal: bool, personal: bool) -> tuple[float, str]:
    """How alike two different words are, 0.0 to 1.0, and how: "sound", "misspelling", "short form", ..."""
    if _as_it_looks(a) == _as_it_looks(b):
        return 0.97, "look"
    short, long = sorted((a, b), key=lambda w: (len(w), w))
    if len(short) >= _MADE_OF_SEVERAL and not personal and international(a) == international(b):
        return 0.95, "spelling"
    if (
        len(short) >= (4 if personal or long[2:] == short else 5)
        and long[:2] in ARTICLES
        and sound(long[2:]) == sound(short)
    ):
        return 0.95, "article"
    if len(short) >= _SHORTEST_UNVOWELLED and long[:2] in ARTICLES and _leaves_out_vowels(long[2:], short):
        return 0.93, "article"
    if personal:
        if person_names.canonical(a) == person_names.canonical(b):
            return 0.98, "spelling"
        if len(short) >= _SHORTEST_UNSTRESSED and _unstressed(a) == _unstressed(b):
            return 0.9, "Belarusian spelling"
        if person_names.is_short_form(a, b):
            return 0.9, "short form"
        if person_names.are_two_names(a, b):
            return (0.65, "another spelling or another name") if OSA.distance(a, b) <= 1 else (0.0, "")
    if skeletal:
        sa, sb = consonants(a), consonants(b)
        if len(sa) >= 2 and sa == sb:
            return (0.93, "sound") if len(sa) >= 3 else (0.86, "like sound")
        if sa and sa == sb and a[0] == b[0] and len(long) <= 6:
            return 0.86, "like sound"
        if len(sa) >= 3 and len(sb) >= 3 and sa[0] == sb[0] and OSA.distance(sa, sb, score_cutoff=1) <= 1:
            return 0.86, "like sound"
    pinyin = not personal and is_pinyin(a) and is_pinyin(b)
    if len(short) >= 4 and not (is_pinyin(a) and is_pinyin(b)) and alike_in_arabic(a, b):
        return 0.95, "sound"
    if len(short) >= 4 and sound(a) == sound(b) and not another_k(a, b):
        if pinyin:
            return 0.85, "another spelling or another name"
        if len(short) >= 6 or personal:
            return 0.95, "sound"
        return 0.88 if OSA.distance(a, b) <= 1 else 0.8, "another spelling or another name"
    if not personal and not pinyin and len(short) >= 5 and len(stem(a)) >= 4 and stem(a) == stem(b):
        return 0.95, "ending"
    if not personal and len(short) >= SHORTEST_PLURAL and long == short + "s" and rarity(short) < 1.0:
        return 0.93, "plural"
    if personal and len(long) >= 3 and len(long) == len(short) + 1 and _doubled(short, long):
        return 0.93, "misspelling"
    if len(long) < (4 if personal else 3):
        return 0.0, ""
    limit = 1 if len(long) <= 7 else 2 if len(long) <= 12 else 3
    distance = OSA.distance(a, b, score_cutoff=limit)
    if distance > limit:
        if len(short) >= 6 and OSA.distance(sound(a), sound(b), score_cutoff=1) <= 1:
            return 0.8, "another spelling or another name"
        return 0.0, ""
    likeness = 1.0 - distance / len(long)
    if distance > 1 and is_pinyin(a) and is_pinyin(b):
        return 0.0, ""  # "chenguang" and "chengxing" are two names
    if pinyin:
        return likeness, "another spelling or another name"
    if distance == 1 and len(long) >= 6 and ((len(a) != len(b) and _doubled(short, long)) or sorted(a) == sorted(b)):
        return max(likeness, 0.93), "misspelling"
    if distance == 1 and len(long) >= 8:
        return max(likeness, 0.9), "misspelling"
    if distance == 1 and personal and long[:-1] == short and len(short) <= 4 and long[-1] not in "aeiouhy":
        return 0.7, "another spelling or another name"  # "Musa" and "Musab"
    if distance == 1 and personal and len(long) >= 5 and is_pinyin(a) and is_pinyin(b):
        return 0.72, "another spelling or another name"  # "Yulong" and "Yunong"
    if distance == 1 and personal and len(long) >= 5:
        return max(likeness, 0.86), "misspelling"
    if distance == 2 and len(long) >= 12:
        return max(likeness, 0.88), "misspelling"
    if person_names.canonical(a) == person_names.canonical(b):
        return 0.95, "spelling"  # "Jaish-e-Mohammed", "Jaysh-i-Muhammad"
    if len(short) == len(long) <= 7 and (a[0] != b[0] or a[-1] != b[-1]):
        return likeness, "another spelling or another name"  # "Baykar" and "Baykal": no slip of the pen
    return likeness, "small difference" if distance == 1 and len(long) >= 6 else "another spelling or another name"


_SHORTEST_UNVOWELLED = 5
SHORTEST_PLURAL = 4


def _leaves_out_vowels(form: str, word: str) -> bool:
    """Whether a word leaves out vowels of the other and nothing else: "thrwa" of "tharwa"."""
    letters = iter(word)
    same = len(form) < len(word) and all(letter in letters for letter in form)
    return same and [c for c in form if c not in "aeiou"] == [c for c in word if c not in "aeiou"]


_SHORTEST_UNSTRESSED = 6


def _unstressed(word: str) -> str:
    """A Russian name as it sounds where the stress is elsewhere, which is how Belarusian writes it: "Varabei"."""
    return sound(word.replace("yo", "o").replace("o", "a").replace("ye", "e"))


def _doubled(short: str, long: str) -> bool:
    """Whether the longer word is the shorter with one letter written twice."""
    for i in range(len(long)):
        if long[:i] + long[i + 1 :] == short:
            return (i > 0 and long[i - 1] == long[i]) or (i + 1 < len(long) and long[i + 1] == long[i])
    return False
