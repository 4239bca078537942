"""The trade words of party names in the languages of the lists, each under one English word.

One line is one meaning: the English word first, then its other forms. ``*`` ends a stem: any ending goes (Russian,
Turkish). The forms in Chinese, Korean, Arabic and Persian script stand for themselves; two or more Chinese
characters also stand for their pinyin ("dianzi"). ``=`` begins abbreviations of several words, written out ("nii =
science research institute").
"""

from __future__ import annotations

from functools import cache, lru_cache

from monitor.naming import slavic_words, turkish_words
from monitor.naming.lexicon_files import lines
from monitor.naming.sound import is_pinyin
from monitor.naming.transliterate import fold, pinyin_of

# Words that say what kind of body it is, hardly more than a legal form does: "Inspur" and "Inspur Group" are spoken
# of alike.


# Abbreviations that the lists use beside the words written out.

# Words of the English renderings that stand for the Russian "konstruktorskoye byuro" and its kin.


def _words_of(file: str) -> list[list[str]]:
    return [line.split() for line in lines(file)]


@cache
def organisation_words() -> frozenset[str]:
    """The words (canonical forms) that hardly tell one body from another: group, holding, company, corporation, ..."""
    return frozenset(line[0] for line in _words_of("organisation_words.txt"))


@cache
def _forms() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    stems: dict[str, str] = {}
    native: dict[str, str] = {}
    for line in _words_of("organisation_words.txt") + _words_of("trade_words.txt"):
        meaning = line[0]
        for form in line:
            if not form.isascii():
                native.setdefault(fold(form), meaning)
                if len(form) > 2 and all("\u4e00" <= c <= "\u9fff" for c in form):
                    exact.setdefault("".join(pinyin_of(form)), meaning)
            elif form.endswith("*"):
                stems.setdefault(form[:-1], meaning)
                exact.setdefault(form[:-1], meaning)
            else:
                exact.setdefault(form, meaning)
    for long, *shortened in _words_of("everyday_abbreviations.txt"):
        for form in shortened:
            if not form.endswith("."):
                exact.setdefault(form, exact.get(long, long))
    return exact, stems, native


@cache
def dotted() -> dict[str, str]:
    """What may be a name and with a dot behind it is an abbreviation -> the English trade word."""
    return {
        form[:-1]: meaning_of(long) or long
        for long, *shortened in _words_of("everyday_abbreviations.txt")
        for form in shortened
        if form.endswith(".")
    }


@cache
def _heads_of_stems() -> frozenset[str]:
    return frozenset(stem[:4] for stem in _forms()[1])


_SHORT = 6  # letters up to which a word may rather be a Chinese name


def _inflected(word: str) -> str | None:
    """The meaning of a Slavic or Turkish word with any ending."""
    pinyin = is_pinyin(word)
    slavic = slavic_words.meanings_of(word) if not pinyin or len(word) > _SHORT else ()
    if slavic:
        return slavic[0]
    return turkish_words.meaning_of(word) if not pinyin or len(word) >= _SHORT else None


@lru_cache(maxsize=1 << 14)
def meaning_of(word: str) -> str | None:
    """The English trade word that a Latin-letter word stands for, "tekhnologii" -> "technology"; None: it is a name."""
    exact, stems, _ = _forms()
    found = exact.get(word)
    if found:
        return found
    if word.endswith("s") and len(word) > 4 and word[:-1] in exact:
        return exact[word[:-1]]
    found = _inflected(word)
    if found:
        return found
    for length in range(min(len(word), 16), 3, -1) if word[:4] in _heads_of_stems() else ():
        found = stems.get(word[:length])
        if found and len(word) - length <= 10:
            return found
    return None


@cache
def native_words() -> dict[str, tuple[str, ...]]:
    """Words in their own script (Chinese, Korean, Arabic, Persian) to English trade words."""
    words: dict[str, tuple[str, ...]] = {form: (meaning,) for form, meaning in _forms()[2].items()}
    for line in _words_of("native_phrases.txt"):
        words[fold(line[0])] = tuple("#" if word == "#" else meaning_of(word) or word for word in line[1:])
    return words


@cache
def phrases() -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """First word -> (phrase, what it stands for), longest phrase first.

    Words are Latin lower case, before ``meaning_of``.
    """
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for file in ("abbreviations.txt", "phrases.txt"):
        for line in lines(file):
            left, _, right = line.partition("=")
            words = tuple(left.split())
            found.setdefault(words[0], []).append((words, tuple(right.split())))
    return {first: tuple(sorted(all_, key=lambda pair: -len(pair[0]))) for first, all_ in found.items()}


@cache
def abbreviations() -> dict[str, frozenset[str]]:
    """Abbreviation of one word -> the English trade words that it stands for: "npo", science, manufacturing ..."""
    return {
        word: frozenset(meanings)
        for word, choices in phrases().items()
        for pattern, meanings in choices
        if len(pattern) == 1 and len(meanings) > 1
    }


# English forms that do not begin like the word they are kept under; any other such form is of another language.
_ENGLISH_FORMS = """
plant plants works mill mills studies study rocket smart computing oil atomic aeronautics aeronautical
ordnance arms trade commerce naval maritime ocean drone drones uav cargo shipment storage solution science
defence organisation telecom comm labs elec optronics pharma bio biotech semicon genomics railroad airline
airways corp firm group postal medicine chemistry petrochemical forces guards security police invest center
centre bank photovoltaic fibre jewellery aluminium clothing tourism brokerage measuring metallurgy
metallurgical mathematics production product producing imp exp intl state auto automobile airplane airplanes
physics physical light video vision corporation corporations voice press people peoples popular atomic air movement
foundation foundations press supercomputer rocketry transformers institutions organizations centers lines harbour
labour rocket phones tv
"""
_ENGLISH = frozenset(_ENGLISH_FORMS.split())


def is_english(word: str) -> bool:
    return word in _ENGLISH


# Words that renderings of one name take for each other. The likeness is symmetric; two siblings hardly differ in
# these alone.


@cache
def _near() -> frozenset[tuple[str, str]]:
    return frozenset((a, b) for line in _words_of("near_words.txt") for a in line for b in line if a != b)


@cache
def _renderings() -> frozenset[tuple[str, str]]:
    return frozenset((a, b) for line in _words_of("renderings.txt") for a in line for b in line if a != b)


@cache
def alternatives(meaning: str) -> tuple[str, ...]:
    """The trade words that may stand for this one in a rendering, or are taken for it."""
    return tuple(sorted({b for a, b in _renderings() | _near() if a == meaning}))


def renders(a: str, b: str) -> bool:
    """Whether one word of another language is put into English as either of the two."""
    return (a, b) in _renderings()


def near(a: str, b: str) -> bool:
    """Whether translators take one trade word for the other."""
    return (a, b) in _near()


_LONG_ENOUGH = 6  # letters of the pinyin of a word that is taken for no name: "dianzi", not "jishi"


@cache
def pinyin_words() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Chinese trade words in pinyin, syllables written together -> (Chinese, English trade words)."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for word, meanings in native_words().items():
        if len(word) >= 2 and "#" not in meanings and all("\u4e00" <= c <= "\u9fff" for c in word):
            spelled = "".join(pinyin_of(word))
            if len(spelled) >= _LONG_ENOUGH:
                found.setdefault(spelled, {}).setdefault(meanings, word)
    return {
        spelled: (word, meanings)
        for spelled, choices in found.items()
        if len(choices) == 1
        for meanings, word in choices.items()
    }
