"""Understanding one name: its words, what each is (a name, a trade word, a place, a number), and its legal form.

``understand`` is pure and cached. The words of any script come out as lower-case Latin tokens; trade words of all
languages under one English word, so that a Chinese name, its pinyin and its English rendering meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import unescape

from anyascii import anyascii

from monitor.naming import brands, legal_forms, person_names, places, slavic_words, turkish_words, vocabulary
from monitor.naming.lexicon_files import lines
from monitor.naming.name_tokens import TENS, Token, meaning_token, rarity, word_token
from monitor.naming.native_names import joined, native_tokens, split_known
from monitor.naming.transliterate import fold, latin, script_of

__all__ = ["Name", "Token", "clean", "initials_of", "rarity", "readings", "understand"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name, understood. ``tokens`` are in the order written, without the legal form and small words."""

    raw: str
    tokens: tuple[Token, ...]
    legal: tuple[legal_forms.LegalForm, ...]
    compact: str  # all letters and digits in Latin, legal form included
    core: str  # the same of the tokens only
    scripts: frozenset[str]
    kind: str  # "person" | "company" | "" (nothing in the name says)
    spelled: tuple[tuple[str, bool], ...] = ()  # the Latin words, each with whether it belongs to a legal form

    @property
    def legal_families(self) -> frozenset[str]:
        return frozenset(form.family for form in self.legal)


# Only as the last word: elsewhere they are initials, "and" in Spanish and Polish, or Chinese names.
_ROMAN_LAST = {"i": "1", "v": "5", "x": "10", "xi": "11", "xii": "12", "xiii": "13"}
_LETTERS_AT_HEAD = re.compile(r"[a-z](?: [a-z]){2,}(?!\w)")
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_](?!\w))?")
_POSSESSIVE = re.compile(r"['’`´ʼʹ＇]s\b")
_APOSTROPHES = re.compile(r"['’‘`´ʼʹʻ＇]")
_NUMBER_SIGN = re.compile(r"(?<!\w)(?:no|nr|num|number|№|#)\.?\s*(?=\d)|№|#(?=\d)")
_KOREAN_NUMBER = re.compile(r"제\s?(\d+)|(\d+)호")
_TOKENS = "\x00"  # stands among the words where tokens from native script belong
_SPLIT = re.compile(r"[\W_]+")
_LETTERS_DIGITS = re.compile(r"([a-z]{3,})0*(\d+)$|0*(\d+)([a-z]{3,})$")
_GLUED_FORM = re.compile(r"(?<=[a-z])(AG|GmbH|LLC|Ltd|Inc|SA|JSC|PLC|OOO)(?=\W|$)")
_UNLETTERED = re.compile(r"[^\x00-\u036f\u0370-\u058f\u0600-\u06ff\u1e00-\u206f\u3400-\u9fff\uac00-\ud7a3]+")
_A_S = re.compile(r"(?<!\w)([as])/([saoc])(?!\w)")


def _runs(word: str) -> list[tuple[str, str]]:
    """A word cut where Chinese begins or ends: (script of its first letter, run)."""
    out: list[tuple[str, str]] = []
    for c in word:
        script = script_of(c)
        if out and (script == "han") == (out[-1][0] == "han"):
            out[-1] = (out[-1][0] or script, out[-1][1] + c)
        else:
            out.append((script, c))
    return out


@cache
def small_words() -> frozenset[str]:
    """Articles, prepositions and the like, in the languages of the lists."""
    return frozenset(word for line in lines("small_words.txt") for word in line.split())


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


def clean(text: str) -> str:
    """Folded text with dotted initials closed up ("l.l.c." -> "llc"), apostrophes gone and number signs dropped."""
    if "&" in text and ";" in text:
        text = unescape(text)
    text = fold(_GLUED_FORM.sub(r" \1", text))
    if not text.isascii():
        # Scripts without tables of ours: read them before the cut into words, their vowel signs are no letters to a
        # regex.
        text = _UNLETTERED.sub(lambda m: anyascii(m.group()).lower().replace("'", ""), text)
    if _DIGIT_IN_WORD.search(text):
        text = _DIGIT_FOR_LETTER.sub(_letters_for_digits, text)
    if "rn" in text:
        text = _LEGAL_AS_PRINTED.sub(lambda m: m.group().replace("rn", "m"), text)
    if "." in text:
        text = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", text)
    if "/" in text:
        text = _A_S.sub(r"\1\2", text)
    if _APOSTROPHES.search(text):
        text = _APOSTROPHES.sub("", _POSSESSIVE.sub("", text))
    if _LETTERS_AT_HEAD.match(text):  # "D B C Makina"
        text = _LETTERS_AT_HEAD.sub(lambda m: m.group().replace(" ", ""), text)
    text = _NUMBER_SIGN.sub(" ", text)
    if not text.isascii():
        text = _KOREAN_NUMBER.sub(lambda m: f" {m.group(1) or m.group(2)} ", text)
    return text.replace("&", " and ").replace("+", " and ")


class _Reading:
    """The words of a name as they are read: Latin words, and in their place tokens already made from native script."""

    __slots__ = ("legal", "natives", "tokens_at", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.natives: list[str] = []
        self.tokens_at: dict[int, list[Token]] = {}
        self.legal: list[legal_forms.LegalForm] = []

    def add(self, word: str, native: str = "") -> None:
        self.words.append(word)
        self.natives.append(native)

    def add_tokens(self, tokens: list[Token], native: str) -> None:
        self.tokens_at[len(self.words)] = tokens
        self.add(_TOKENS, native)

    def read(self, script: str, run: str) -> None:
        """One run of letters and digits."""
        if run.isascii():
            split = _LETTERS_DIGITS.match(run)
            for part in filter(None, split.groups()) if split else (run,):
                self.add(part)
            return
        if run in small_words():
            return
        form = legal_forms.native_forms().get(run)
        if form is not None:
            self.legal.append(legal_forms.LegalForm(run, form))
            return
        known = vocabulary.native_words().get(run)
        place = places.native_places().get(run)
        if script == "han":
            tokens, forms = native_tokens(run)
        elif known or place:
            tokens, forms = [meaning_token(m, m, run) for m in known or (place or "",)], []
        elif script in {"hangul", "arabic"}:
            tokens, forms = split_known(run)
        else:
            romanised = latin(run)
            if romanised:
                self.add(romanised, run)
            return
        self.legal.extend(forms)
        self.add_tokens(tokens, run)


@lru_cache(maxsize=1 << 13)
def understand(text: str) -> Name:
    """The name understood. Never fails: what nothing is known of is a word of a name."""
    cleaned = clean(text)
    reading = _Reading()
    words = _SPLIT.split(cleaned)
    for rough in words if cleaned.isascii() else joined(words):
        if rough.isalpha() and rough.isascii():
            reading.add(rough)
            continue
        for script, run in _runs(rough):
            reading.read(script, run)
    sequence, legal = turkish_words.written_out(tuple(reading.words)), reading.legal
    is_form = [False] * len(sequence)
    initials = _initials_in(text)
    for first, end, form in legal_forms.find(_without(sequence, reading.natives, initials)):
        legal.append(form)
        is_form[first:end] = [True] * (end - first)
    tokens = _soften(_tokens(sequence, reading.natives, is_form, reading.tokens_at))
    initials = _initials_in(text)
    if initials or any(word in {"im", "imeni", "named"} for word in sequence):
        tokens = _in_honour(tokens, sequence, initials)
    if not tokens and sequence:  # a name made of legal forms or small words only ("AS Co", "The") is still a name
        tokens = [Token(w, w, "name", 0.5, n) for w, n in zip(sequence, reading.natives, strict=True)]
        legal = []
    written = ("".join(t.written for t in reading.tokens_at[i]) if w == _TOKENS else w for i, w in enumerate(sequence))
    return Name(
        raw=text,
        tokens=tuple(tokens),
        legal=tuple(legal),
        compact="".join(written),
        core="".join(t.text for t in tokens),
        scripts=frozenset(filter(None, map(script_of, cleaned))),
        kind=_kind(text, tokens, legal),
        spelled=tuple(zip(sequence, is_form, strict=True)),
    )


_LONGEST_ACRONYM = 9
_KINDS_OF_BODY = frozenset({"group", "holding", "holdings", "company", "corporation"})


@lru_cache(maxsize=1 << 12)
def initials_of(name: Name) -> frozenset[str]:
    """What the whole name may be shortened to: the first letters of all words, without small words, without legal form.

    "Petroleos de Venezuela, S.A." is also pdvsa.
    """
    letters = [
        (w[0], w in small_words(), form, w) for w, form in name.spelled if w and w != _TOKENS and not w.isdigit()
    ]
    kinds = {
        "".join(c for c, _, _, _ in letters),
        "".join(c for c, small, _, _ in letters if not small),
        "".join(c for c, small, form, _ in letters if not form),
        "".join(c for c, small, form, _ in letters if not small and not form),
        "".join(c for c, small, form, w in letters if not small and not form and w not in _KINDS_OF_BODY),
        "".join(w if form and len(w) <= 3 else c for c, _, form, w in letters),
    }
    if letters and letters[-1][2]:
        kinds |= {
            kind + letter
            for kind in list(kinds)
            for letter in {c for c, _, form, _ in letters if form}
            if letter in "cgl"
        }
    return frozenset(kind for kind in kinds if 3 <= len(kind) <= _LONGEST_ACRONYM)


@lru_cache(maxsize=1 << 12)
def words_to_shorten(name: Name) -> tuple[tuple[str, bool], ...]:
    """The Latin words that an acronym is made of, each with whether it may be passed over: small words, legal form,
    kind of body, and a place at the head of a longer name.
    """
    head = bool(name.tokens) and name.tokens[0].role == "place" and len(name.tokens) > 2
    return tuple(
        (word, form or word in small_words() or word in _KINDS_OF_BODY or (head and i == 0))
        for i, (word, form) in enumerate(name.spelled)
        if word and word != _TOKENS and not word.isdigit()
    )


@lru_cache(maxsize=1 << 10)
def own_initials(name: Name) -> frozenset[str]:
    """Words of the name that are the initials of its others: "Nanjing University of Aeronautics ... NUAA"."""
    found = set()
    for i, (word, form) in enumerate(name.spelled):
        if 3 <= len(word) <= _LONGEST_ACRONYM and not form and word != _TOKENS and word not in small_words():
            rest = replace(name, spelled=name.spelled[:i] + name.spelled[i + 1 :])
            if word in initials_of(rest):
                found.add(word)
    return frozenset(found)


def _tokens(
    words: tuple[str, ...], natives: list[str], is_form: list[bool], tokens_at: dict[int, list[Token]]
) -> list[Token]:
    tokens: list[Token] = []
    phrase_table = vocabulary.phrases()
    position = 0
    while position < len(words):
        word = words[position]
        if word == _TOKENS:
            tokens.extend(tokens_at[position])
            position += 1
            continue
        if is_form[position]:
            position += 1
            continue
        place = places.phrase_at(words, position)
        if place:
            tokens.append(Token(place[1], " ".join(words[position : place[0]]), "place", 0.35))
            position = place[0]
            continue
        choices = phrase_table.get(word) or slavic_words.compound(word)
        for pattern, meanings in choices:
            end = position + len(pattern)
            if words[position:end] == pattern:
                of = word if len(choices[-1][0]) == 1 and word not in _ENGLISH_SHORT else ""
                tokens.extend(
                    replace(meaning_token(m, m, of), others=()) if vocabulary.meaning_of(m) == m else word_token(m)
                    for m in meanings
                )
                position = end
                break
        else:
            if word == "after" and position and words[position - 1] == "named":
                pass
            elif (
                word in _ROMAN_LAST
                and tokens
                and position + 1 < len(words) + 1
                and all(is_form[position + 1 :])
                and len(tokens) > 1
            ):
                tokens.append(Token(_ROMAN_LAST[word], word, "number", 0.5))
            elif word not in small_words() and word:
                token = word_token(word, natives[position])
                if (
                    token.role == "number"
                    and tokens
                    and tokens[-1].role == "number"
                    and tokens[-1].text in TENS
                    and len(token.text) == 1
                    and not tokens[-1].written.isdigit()
                ):
                    tokens[-1] = Token(
                        str(int(tokens[-1].text) + int(token.text)), tokens[-1].written + " " + word, "number", 0.6
                    )
                else:
                    tokens.append(token)
            elif word in person_names.PARTICLES and word not in {"and", "the", "of"}:
                tokens.append(Token(word, word, "particle", 0.05))
            position += 1
    return tokens


_HONOURS = frozenset(
    [
        "after",
        "academician",
        "academicians",
        "akademika",
        "akademikov",
        "akademik",
        "professor",
        "professora",
        "general",
        "generala",
        "marshal",
        "marshala",
        "hero",
        "geroya",
        "konstruktora",
    ]
)


def _honoured(words: tuple[str, ...], initials: frozenset[str]) -> Iterator[str]:
    """The initials and surnames that follow "imeni", "named after"."""
    following = False
    for position, word in enumerate(words):
        if word in {"im", "imeni", "named"} and position:
            following = True
        elif not following or word in _HONOURS or word in small_words():
            continue
        elif word in initials or len(word) == 1:
            yield word
        else:
            following = words[position + 1 : position + 2] in {("and",), ("i",)}
            if len(word) > 3 and word.isalpha() and word.isascii():
                yield word


def _in_honour(tokens: list[Token], words: tuple[str, ...], initials: frozenset[str]) -> list[Token]:
    """Mark whom a body is named after ("imeni A. A. Kharkevicha"): short forms of the name leave that out."""
    honoured = frozenset(_honoured(words, initials))
    out: list[Token] = []
    for token in tokens:
        if token.role in {"name", "initial"} and token.written in initials | honoured:
            initial = token.written in initials or len(token.written) == 1
            role, weight = ("initial", 0.05) if initial else ("namesake", 0.3)
            out.append(replace(token, role=role, weight=weight))
        else:
            out.append(token)
    return out


# "A. A." before or after a surname; not "U.S." or "L.L.C.", which are words of their own.
_INITIALS = re.compile(
    r"(?<!\w)((?:[^\W\d_]|[Yy][ua])\.\s?(?:[^\W\d_]|[Yy][ua])\.)(?=\s*[^\W\d_]{4,})"
    r"|(?<=[а-яёіїєґўА-ЯЁІЇЄҐЎ]{3}\s)((?!А\.\s?О)[А-ЯЁІЇЄҐЎ]\.\s?[А-ЯЁІЇЄҐЎ]\.)"
)


def _without(words: tuple[str, ...], natives: list[str], initials: frozenset[str]) -> tuple[str, ...]:
    """The words with a dash for Cyrillic initials, which are no legal form: "Е. В." is no eingetragener Verein."""
    if not initials:
        return words
    return tuple("-" if native and word in initials else word for word, native in zip(words, natives, strict=True))


def _initials_in(text: str) -> frozenset[str]:
    if "." not in text:
        return frozenset()
    return frozenset(latin(fold(a or b)).replace(".", "").replace(" ", "") for a, b in _INITIALS.findall(text))


# Abbreviations of English names, all others of the list being Russian.
_ENGLISH_SHORT = frozenset(
    {"beihang", "xidian", "beida", "ras", "cas", "pla", "rd", "rnd", "spc", "stc", "spe", "jv", "impex"}
)
_BODIES_OF_RESEARCH = frozenset({"institute", "academy", "center"})


_OF_STATES = frozenset({"republic", "islamic", "popular", "people", "democratic"})
# "Sanayi ve Ticaret" stands before the legal form of most Turkish companies, in any number of these words.
_TURKISH_FORMULA = frozenset({"sanayi", "sanayii", "ticaret", "ticareti", "san", "tic", "pazarlama"})


def _soften(tokens: list[Token]) -> list[Token]:
    """ "Research" and "scientific" beside "institute" say nothing more: renderings leave them out. So with the formula
    at the end of Turkish names.
    """
    out = list(tokens)
    if any(t.text == "republic" for t in out) and any(t.role == "place" for t in out):
        out = [t for t in out if t.text not in _OF_STATES]  # "Islamic Republic of Iran" is Iran
    for i in range(len(out) - 1, 0, -1):
        if out[i].written not in _TURKISH_FORMULA:
            break
        out[i] = replace(out[i], role="organisation", weight=0.08)
    for i in range(len(out) - 2, -1, -1):
        token, following = out[i], out[i + 1]
        soft = following.text in _BODIES_OF_RESEARCH or (
            following.role == "organisation" and following.text in {"research", "science"}
        )
        if token.text in {"research", "science"} and soft:
            out[i] = Token(token.text, token.written, "organisation", 0.1, token.native)
    return out


_SURNAME_FIRST = re.compile(r"[A-Z][A-Z'’ -]+, (?:[A-Z]|['’])[\w'’. -]*[a-z][\w'’. -]*")  # "QANSU, Jihad Muhammad"


def _kind(text: str, tokens: list[Token], legal: list[legal_forms.LegalForm]) -> str:
    if not legal and 2 <= len(tokens) <= 8 and _SURNAME_FIRST.fullmatch(text):
        return "person"
    if any(t.role in {"trade", "organisation", "number"} for t in tokens):
        return "company"
    names = [t for t in tokens if t.role in {"name", "initial"}]
    personal = sum(person_names.looks_personal(t.written) for t in names)
    if legal:
        return "company" if personal < 2 or len(legal) > 1 else ""
    if any(t.role == "place" for t in tokens) and personal < len(names):
        return "company"
    if 2 <= len(names) <= 7 and (personal or "," in text):
        return "person"
    return ""


_PARENTHESES = re.compile(r"[(（\[]([^()（）\[\]]{2,60})[)）\]]")
_OTHERWISE = re.compile(
    r"(?i)[;,]?\s*\b(?:a\.?k\.?a\.?|f\.?k\.?a\.?|formerly(?: known as)?|also known as|d/?b/?a|trading as)\b:?\s*"
    r"|原名?[:：\s]\s*"
)
_DASH = re.compile(r"\s+[-–—/|]\s+")
_HAS_PARTS = re.compile(r"(?i)[(（\[/|原]|\s[-–—]\s|k\.?a\.?|formerly|trading as|d/?b/?a")
_PART_OF = re.compile(r"(?i)\b(?:subordinate|affiliated|subsidiary|branch)\b")


def _renamed(parts: list[str]) -> bool:
    """Whether the parts are names of one body, "Shenyang Ligong University - Shenyang Institute of Technology".

    All are of several words and share one that tells; or most repeat the words of the first, or are an acronym, and
    none names a place or number that the first has not.
    """
    known = [understand(part) for part in parts]
    told = [{t.text for t in name.tokens if t.role in {"name", "place"}} for name in known]
    if len(parts) <= 6 and all(len(name.tokens) >= 3 for name in known) and set.intersection(*told):
        return True
    first = {t.text for t in known[0].tokens}
    if any(t.role in {"place", "number"} and t.text not in first for name in known[1:] for t in name.tokens):
        return False
    again = [
        (len(name.tokens) == 1 and name.raw.isupper())
        or sum(t.text in first for t in name.tokens) * 2 > len(name.tokens)
        for name in known[1:]
    ]
    return sum(again) * 2 > len(again)


@lru_cache(maxsize=1 << 13)
def readings(text: str) -> tuple[tuple[Name, bool], ...]:
    """The ways to read a name: as it stands; without what stands in parentheses; what stands there; each of several
    names in one.

    Beside each: whether the reading is as good as the whole (an acronym left out), or leaves out words that may
    matter.
    """
    whole = understand(text)
    if not _HAS_PARTS.search(text):
        return ((whole, True),)
    found: dict[str, bool] = {text: True}
    within = bool(_PART_OF.search(text))
    for inside in _PARENTHESES.finditer(text):
        inner = understand(inside.group(1))
        outside = text[: inside.start()] + " " + text[inside.end() :]
        outer = understand(outside)
        said = sum(t.weight for t in inner.tokens) >= 0.9 and len(inner.tokens) > 1
        if not inner.tokens or not outer.tokens or not (said or any(t.role == "name" for t in inner.tokens)):
            continue
        repeated = {t.text for t in inner.tokens} <= {t.text for t in outer.tokens}
        single = len(inner.tokens) == 1
        coined = single and (any(c.isupper() for c in inside.group(1)[1:]) or bool(inner.tokens[0].others))
        at_end = not understand(text[inside.end() :]).tokens
        if repeated or not any(t.role in {"place", "number"} for t in inner.tokens):
            short = at_end and bool(outer.legal) and not within and len(inner.tokens) <= 2
            coined = coined or (single and short)  # "Hangzhou Yushu Technology Co., Ltd. (Unitree)"
            found.setdefault(outside, repeated or coined or short)
        if at_end and not within and (coined or len(inner.tokens) > 1) and not inner.legal_families & {"state"}:
            # "SenseTime Group, Inc. (SenseTime)": its own name once more, shorter
            own = {t.text for t in inner.tokens if t.role == "name"} <= {t.text for t in outer.tokens}
            found.setdefault(inside.group(1), coined or (own and not any(t.role == "number" for t in outer.tokens)))
    if whole.kind != "person" and not within:
        for divider, full in ((_OTHERWISE, True), (_DASH, False)):
            parts = [part.strip(" ,;()（）") for part in divider.split(text)]
            if len(parts) > 1:
                full = full or _renamed(parts)  # noqa: PLW2901 - of this divider
                for part in parts:
                    if sum(t.weight for t in understand(part).tokens) >= 0.9:
                        found.setdefault(part, full)
    return tuple((understand(reading), full) for reading, full in list(found.items())[:5])
