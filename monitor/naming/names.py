"""Understanding one name: its words, what each is (a name, a trade word, a place, a number), and its legal form.

``understand`` is pure and cached. The words of any script come out as lower-case Latin tokens; trade words of all
languages under one English word, so that a Chinese name, its pinyin and its English rendering meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.naming import legal_forms, person_names, places, slavic_words, turkish_words, vocabulary
from monitor.naming.name_cleaning import clean, small_words
from monitor.naming.name_tokens import INITIALS_IN_TWO, TENS, Token, meaning_token, word_token
from monitor.naming.names_in_pinyin import read_in_pinyin, signs_of_pinyin
from monitor.naming.native_names import joined, native_tokens, split_known
from monitor.naming.transliterate import fold, latin, script_of


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

    def __hash__(self) -> int:  # all else follows from it, and every comparison looks names up
        return hash(self.raw)


# Only as the last word: elsewhere they are initials, "and" in Spanish and Polish, or Chinese names.
_ROMAN_LAST = {"i": "1", "v": "5", "x": "10", "xi": "11", "xii": "12", "xiii": "13"}
NATIVE_HERE = "\x00"  # stands among the words where tokens from native script belong
_SPLIT = re.compile(r"[\W_]+")
_LETTERS_DIGITS = re.compile(r"([a-z]{3,})0*(\d+)$|0*(\d+)([a-z]{3,})$")


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
        self.add(NATIVE_HERE, native)

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


_DOTTED = re.compile(r"(?<![^\W_])[a-z]{3,4}\.(?!\w)")


def _written_out(token: Token) -> Token:
    """ "Mat." in a name of a company is materials."""
    meaning = vocabulary.dotted().get(token.written) if token.role == "name" else None
    return meaning_token(meaning, token.written, token.native) if meaning else token


_SURNAME_AND_INITIALS = re.compile(
    r"([A-Z][A-Za-z'-]{2,}),? ([A-Z]|Y[auoe]|[ZKSC]h|Ts)\.\s?([A-Z]|Y[auoe]|[ZKSC]h|Ts)\.?"
)


def _initials_apart(text: str) -> str:
    """ "Sidorov V.I." as "v i sidorov": neither a Roman number nor a legal form ("Volvo A.B."); "" for other texts."""
    found = _SURNAME_AND_INITIALS.fullmatch(text.strip())
    if not found or legal_forms.find((found.group(2).lower() + found.group(3).lower(),)):
        return ""
    return " ".join(found.group(2, 3, 1)).lower()


@lru_cache(maxsize=1 << 13)
def understand(text: str) -> Name:
    """The name understood. Never fails: what nothing is known of is a word of a name."""
    apart = _initials_apart(text)
    cleaned = apart or clean(text)
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
    tokens = _tokens(sequence, reading.natives, is_form, reading.tokens_at)
    short = {long: word for word, long in zip(reading.words, sequence, strict=True) if word != long}
    if short:  # "Mad.", which may be short for another word than the usual one
        tokens = [replace(t, others=(*t.others, short[t.written] + ".")) if t.written in short else t for t in tokens]
    if apart:
        tokens = [replace(t, role="initial", weight=0.3) if t.text in _IN_TWO else t for t in tokens]
    cut = _DOTTED.findall(text.lower()) if "." in text else ()
    if cut:
        tokens = [_written_out(t) if f"{t.written}." in cut else t for t in tokens]
    tokens = _soften(tokens)
    if initials or any(word in {"im", "imeni", "named"} for word in sequence):
        tokens = _in_honour(tokens, sequence, initials)
    if not tokens and sequence:  # a name made of legal forms or small words only ("AS Co", "The") is still a name
        tokens = [Token(w, w, "name", 0.5, n) for w, n in zip(sequence, reading.natives, strict=True)]
        legal = []
    if not tokens and legal:  # so is one of native legal forms only
        tokens = [Token(latin(form.text) or form.text, form.text, "name", 0.5, form.text) for form in legal]
        legal = []
    core = "".join(t.text for t in tokens)
    written = (
        "".join(t.written for t in reading.tokens_at[i]) if w == NATIVE_HERE else w for i, w in enumerate(sequence)
    )
    return Name(
        raw=text,
        tokens=tuple(tokens),
        legal=tuple(legal),
        compact="".join(written) or core,
        core=core,
        scripts=frozenset(filter(None, map(script_of, cleaned))),
        kind=_kind(text, tokens, legal),
        spelled=tuple(zip(sequence, is_form, strict=True)),
    )


def _tokens(
    words: tuple[str, ...], natives: list[str], is_form: list[bool], tokens_at: dict[int, list[Token]]
) -> list[Token]:
    tokens: list[Token] = []
    phrase_table = vocabulary.phrases()
    pinyin = signs_of_pinyin(words)
    position = 0
    while position < len(words):
        word = words[position]
        if word == NATIVE_HERE:
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
        further = read_in_pinyin(words, position, is_form, tokens, pinyin) if pinyin.spaced else None
        if further is not None:
            position = further
            continue
        choices = phrase_table.get(word) or slavic_words.compound(word)
        for pattern, meanings in choices:
            end = position + len(pattern)
            if words[position:end] == pattern:
                of = word if len(choices[-1][0]) == 1 and word not in _ENGLISH_SHORT else ""
                written = pattern if len(pattern) == len(meanings) else meanings
                tokens.extend(
                    replace(meaning_token(m, w, of), others=()) if vocabulary.meaning_of(m) == m else word_token(m)
                    for m, w in zip(meanings, written, strict=True)
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
        "prof",
        "acad",
        "akad",
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


_IN_TWO = INITIALS_IN_TWO | {"yo"}


def _honoured(words: tuple[str, ...], initials: frozenset[str]) -> Iterator[str]:
    """The initials and surnames that follow "imeni", "named after"."""
    following = False
    for position, word in enumerate(words):
        if word in {"im", "imeni", "named"} and position:
            following = True
        elif not following or word in _HONOURS or word in small_words():
            continue
        elif word in initials or len(word) == 1 or word in _IN_TWO:
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
        if token.role == "name" and token.written in _HONOURS:
            out.append(replace(token, role="initial", weight=0.05))
        elif (token.role in {"name", "initial", "place"} and token.written in honoured) or (
            token.role in {"name", "initial", "particle"} and token.written in initials
        ):
            initial = token.written in initials or len(token.written) == 1 or token.written in _IN_TWO
            role, weight = ("initial", 0.05) if initial else ("namesake", 0.3)
            out.append(replace(token, role=role, weight=weight))
        else:
            out.append(token)
    return out


# "A. A." before or after a surname; not "U.S." or "L.L.C.", which are words of their own.
_INITIALS = re.compile(
    r"(?<!\w)((?:[^\W\d_]|[Yy][uaeo]|[ZKSC]h|Ts)\.\s?(?:[^\W\d_]|[Yy][uaeo]|[ZKSC]h|Ts)\.)(?=\s*[^\W\d_]{4,})"
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
_ENOUGH_BESIDE_NATIONAL = 3
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
    native = {t.text for t in out if t.native and t.role == "name"}
    if native and any(not t.native and t.text in native for t in out):  # "海康威视 HIKVISION"
        out = [t for t in out if t.native or t.text not in native]
    if [t.text for t in out[:2]] == ["china", "national"] and len(out) > _ENOUGH_BESIDE_NATIONAL:
        del out[1]  # comes and goes: "China (National) Precision Machinery Import and Export"
    texts = [t.text for t in out]
    half = len(out) // 2
    if half > 1 and texts[:half] == texts[half:]:  # "KBSM Design Bureau of Special Machine Building": said twice
        out, texts = out[half:], texts[half:]
    for i in range(len(out) - 3):  # "China People's Liberation Army Air Force ..."
        if texts[i] in {"people", "popular"} and texts[i + 1 : i + 3] == ["liberation", "army"]:
            head = max(0, i - 1) if i and out[i - 1].role == "place" else i
            army = Token("pla", "people's liberation army", "organisation", 0.15, out[i].native)
            out[head : i + 3] = [army]
            break
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
