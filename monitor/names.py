"""Understanding one name: its words, what each is (a name, a trade word, a place, a number), and its legal form.

``understand`` is pure and cached. The words of any script come out as lower-case Latin tokens; trade words of all languages
under one English word, so that a Chinese name, its pinyin and its English rendering meet.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from anyascii import anyascii

from . import legal_forms, person_names, places, vocabulary
from .brands import brand_forms, native_brands
from .lexicon_files import lines
from .transliterate import fold, is_skeletal, latin, pinyin_of, script_of


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or one idea written in several words.

    ``text`` is what is compared; ``written`` the Latin form as it stands; ``native`` the original where that is not Latin.
    ``role``: name | trade | organisation | place | number | initial | particle. ``weight`` 0.05 to 1.0: how much it tells.
    ``others`` are further forms that mean the same (a brand's translation).
    """

    text: str
    written: str
    role: str
    weight: float
    native: str = ""
    others: tuple[str, ...] = ()
    skeletal: bool = False


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


_NUMBER_WORDS = {
    **{w: str(i) for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split())},
    **{w: str(i) for i, w in enumerate("_ first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()) if w != "_"},
    "thirty": "30", "forty": "40", "fourty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
    "pervyy": "1", "pervaya": "1", "vtoroy": "2", "tretiy": "3",
}  # fmt: skip
# Only as the last word: elsewhere they are initials, "and" in Spanish and Polish, or Chinese names.
_ROMAN_LAST = {"i": "1", "v": "5", "x": "10", "xi": "11", "xii": "12", "xiii": "13"}
_TENS = frozenset("20 30 40 50 60 70 80 90".split())
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_NUMBER = re.compile(r"第([零〇一二三四五六七八九十百千两]+|\d+)|([二三四五六七八九]?十[一二三四五六七八九]?(?=所|院|厂|局|研))|([一二三四五六七八九〇零]{2,}(?=所|院|厂|局|研))")
_STOP = frozenset("the and of for in at on by to with und et ve va wa an de des du la le les del della dos das do di da von van s z o im imeni named academician akademika akademik".split())
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_](?!\w))?")
_POSSESSIVE = re.compile(r"['’`´ʼʹ＇]s\b")
_APOSTROPHES = re.compile(r"['’‘`´ʼʹʻ＇]")
_NUMBER_SIGN = re.compile(r"(?<!\w)(?:no|nr|num|number|№|#)\.?\s*(?=\d)|№|#(?=\d)")
_SPLIT = re.compile(r"[\W_]+")
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th|y|ya|oe|go|i|oy)?$")
_LETTERS_DIGITS = re.compile(r"([a-z]{3,})0*(\d+)$|0*(\d+)([a-z]{3,})$")
_GLUED_FORM = re.compile(r"(?<=[a-z])(AG|GmbH|LLC|Ltd|Inc|SA|JSC|PLC|OOO)(?=\W|$)")
_UNLETTERED = re.compile(r"[^\x00-\u036f\u0370-\u058f\u0600-\u06ff\u1e00-\u206f\u3400-\u9fff\uac00-\ud7a3]+")
_A_S = re.compile(r"(?<!\w)([as])/([saoc])(?!\w)")


@cache
def _frequencies() -> tuple[dict[str, int], float]:
    counts = {}
    for line in lines("word_frequencies.txt"):
        word, count = line.split()
        counts[word] = int(count)
    return counts, math.log(26000)


@lru_cache(maxsize=1 << 14)
def rarity(word: str) -> float:
    """0.0 (on every list) to 1.0 (on none): how rare the word is among listed parties."""
    counts, scale = _frequencies()
    count = counts.get(word, 0)
    return 1.0 if not count else max(0.0, 1.0 - math.log(count + 1) / scale)


def _chinese_number(text: str) -> str:
    if text.isdigit():
        return str(int(text))
    if "十" not in text and "百" not in text and "千" not in text:
        return str(int("".join(str(_HAN_DIGITS[c]) for c in text)))
    total, digit = 0, 0
    for c in text:
        unit = {"十": 10, "百": 100, "千": 1000}.get(c)
        if unit is None:
            digit = _HAN_DIGITS[c]
        else:
            total += (digit or 1) * unit
            digit = 0
    return str(total + digit)


@cache
def _han_lexicon() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Chinese words: word -> (role, Latin tokens)."""
    lexicon: dict[str, tuple[str, tuple[str, ...]]] = {}
    for word, meanings in vocabulary.native_words().items():
        lexicon[word] = ("words", meanings)
    for word, place in places.native_places().items():
        lexicon[word] = ("place", (place,))
    for word in legal_forms.native_forms():
        lexicon[word] = ("legal", (word,))
    for word, brand in native_brands().items():
        lexicon[word] = ("brand", (brand,))
    return lexicon


@cache
def _longest_native() -> int:
    return max(map(len, _han_lexicon()))


def _brand(text: str) -> tuple[str, tuple[str, ...]]:
    forms = brand_forms(text)
    return (forms[0], forms[1:]) if forms else (text, ())


def _word_token(word: str, native: str = "") -> Token:
    """The token of one Latin word that is no legal form and no small word."""
    if word in person_names.PARTICLES:
        return Token(word, word, "particle", 0.05, native)
    place = places.place_of(word)
    if place:
        return Token(place, word, "place", 0.35, native)
    ordinal = _ORDINAL.match(word)
    if ordinal:
        return Token(ordinal.group(1), word, "number", 0.6, native)
    if word in _NUMBER_WORDS:
        return Token(_NUMBER_WORDS[word], word, "number", 0.5, native)
    if len(word) == 1:
        return Token(word, word, "initial", 0.3, native)
    brand, others = _brand(word)
    if others:
        return Token(brand, word, "name", 1.0, native, others)
    meaning = vocabulary.meaning_of(word)
    if meaning:
        return _meaning_token(meaning, word, native)
    return Token(word, word, "name", max(0.5, rarity(word)) if len(word) > 2 else 0.5, native, (), is_skeletal(native))


def _meaning_token(meaning: str, written: str, native: str = "") -> Token:
    if meaning == "pla":
        return Token(meaning, written, "organisation", 0.15, native)
    if meaning in vocabulary.organisation_words():
        return Token(meaning, written, "organisation", 0.08, native)
    if places.place_of(meaning):
        return Token(places.place_of(meaning) or meaning, written, "place", 0.35, native)
    spoken = latin(native) if len(native) > 1 else ""
    return Token(meaning, written, "trade", 0.15 + 0.35 * rarity(meaning), native, (spoken,) if spoken else ())


def _native_tokens(run: str) -> tuple[list[Token], list[legal_forms.LegalForm]]:
    """Words of a run of Chinese characters (longest dictionary word first); what no dictionary has is a name in pinyin."""
    lexicon, longest = _han_lexicon(), _longest_native()
    tokens: list[Token] = []
    forms: list[legal_forms.LegalForm] = []
    unknown = ""

    def flush() -> None:
        nonlocal unknown
        if unknown:
            word = "".join(pinyin_of(unknown)) if script_of(unknown[0]) == "han" else latin(unknown)
            brand, others = _brand(word)
            tokens.append(Token(brand, word, "name", 1.0, unknown, others))
            unknown = ""

    position = 0
    while position < len(run):
        number = _HAN_NUMBER.match(run, position)
        if number and not unknown:
            digits = number.group(1) or number.group(2) or number.group(3)
            tokens.append(Token(_chinese_number(digits), digits, "number", 0.6, number.group()))
            position = number.end()
            continue
        for length in range(min(longest, len(run) - position), 0, -1):
            word = run[position : position + length]
            entry = lexicon.get(word)
            if entry is None or (length == 1 and not _stands_alone(run, position, tokens if not unknown else [])):
                continue
            flush()
            role, meanings = entry
            if role == "legal":
                if word.startswith(("集团", "控股")):
                    tokens.append(_meaning_token("group" if word.startswith("集团") else "holding", word[:2], word[:2]))
                forms.append(legal_forms.LegalForm(word, legal_forms.native_forms()[word]))
            elif role == "place":
                tokens.append(Token(meanings[0], meanings[0], "place", 0.35, word))
            elif role == "brand":
                brand, others = _brand(meanings[0])
                tokens.append(Token(brand, meanings[0], "name", 1.0, word, others))
            else:
                tokens.extend(_meaning_token(m, m, word) for m in meanings if m != "#")
            position += length
            break
        else:
            unknown += run[position]
            position += 1
    flush()
    return tokens, forms


def _stands_alone(run: str, position: int, before: list[Token]) -> bool:
    """Whether a one-character word is a word here and not a part of a name: at the end, before a known word, or after a place."""
    rest = run[position + 1 :]
    if not rest or _HAN_NUMBER.match(rest):
        return True
    if run[position] in "市省县區区" and before and before[-1].role == "place":
        return True
    lexicon = _han_lexicon()
    return position > 0 and any(rest[:length] in lexicon for length in range(2, min(_longest_native(), len(rest)) + 1))


def _runs(word: str) -> list[tuple[str, str]]:
    """A word cut where Chinese begins or ends, and letters of one script kept together: (script, run)."""
    out: list[tuple[str, str]] = []
    for c in word:
        script = script_of(c)
        script = "han" if script == "han" else "word"
        if out and out[-1][0] == script:
            out[-1] = (script, out[-1][1] + c)
        else:
            out.append((script, c))
    return out


def clean(text: str) -> str:
    """Folded text with dotted initials closed up ("l.l.c." -> "llc"), apostrophes gone and number signs dropped."""
    text = fold(_GLUED_FORM.sub(r" \1", text))
    if not text.isascii():
        # Scripts without tables of ours: read them before the cut into words, their vowel signs are no letters to a regex.
        text = _UNLETTERED.sub(lambda m: anyascii(m.group()).lower().replace("'", ""), text)
    if "." in text:
        text = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", text)
    if "/" in text:
        text = _A_S.sub(r"\1\2", text)
    if _APOSTROPHES.search(text):
        text = _APOSTROPHES.sub("", _POSSESSIVE.sub("", text))
    text = _NUMBER_SIGN.sub(" ", text)
    return text.replace("&", " and ").replace("+", " and ")


@lru_cache(maxsize=1 << 13)
def understand(text: str) -> Name:
    """The name understood. Never fails: what nothing is known of is a word of a name."""
    cleaned = clean(text)
    words: list[str] = []
    natives: list[str] = []
    tokens_at: dict[int, list[Token]] = {}
    legal: list[legal_forms.LegalForm] = []
    native_words = vocabulary.native_words()
    for rough in _SPLIT.split(cleaned):
        if rough.isalpha() and rough.isascii():
            words.append(rough)
            natives.append("")
            continue
        for script, run in _runs(rough):
            if script == "han":
                tokens, forms = _native_tokens(run)
                tokens_at[len(words)] = tokens
                legal.extend(forms)
                words.append("\x00")
                natives.append(run)
                continue
            if run.isascii():
                split = _LETTERS_DIGITS.match(run)
                for part in filter(None, split.groups()) if split else (run,):
                    words.append(part)
                    natives.append("")
                continue
            if run in legal_forms.native_forms():
                legal.append(legal_forms.LegalForm(run, legal_forms.native_forms()[run]))
                continue
            known = native_words.get(run) or ((native_places,) if (native_places := places.native_places().get(run)) else None)
            if known is None and script_of(run[0]) in {"hangul", "arabic"}:
                parts, forms = _native_tokens(run) if script_of(run[0]) == "hangul" and len(run) >= 4 else _split_known(run)
                legal.extend(forms)
                tokens_at[len(words)] = parts
                words.append("\x00")
                natives.append(run)
                continue
            if known is not None:
                tokens_at[len(words)] = [_meaning_token(m, m, run) for m in known]
                words.append("\x00")
                natives.append(run)
                continue
            romanised = latin(run)
            if romanised:
                words.append(romanised)
                natives.append(run)
    sequence = tuple(words)
    is_form = [False] * len(sequence)
    for first, end, form in legal_forms.find(sequence):
        legal.append(form)
        is_form[first:end] = [True] * (end - first)
    tokens = _tokens(sequence, natives, is_form, tokens_at)
    if not tokens and any(is_form):  # a name made of legal forms only ("AS Co") is still a name
        tokens = [Token(w, w, "name", 0.5, n) for w, n in zip(sequence, natives, strict=True)]
        legal = []
    tokens = _soften(tokens)
    compact = "".join(w if w != "\x00" else "".join(t.written for t in tokens_at[i]) for i, w in enumerate(sequence))
    return Name(
        raw=text,
        tokens=tuple(tokens),
        legal=tuple(legal),
        compact=compact,
        core="".join(t.text for t in tokens),
        scripts=frozenset(filter(None, map(script_of, cleaned))),
        kind=_kind(text, tokens, legal),
        spelled=tuple(zip(sequence, is_form, strict=True)),
    )


@lru_cache(maxsize=1 << 12)
def initials_of(name: Name) -> frozenset[str]:
    """What the whole name may be shortened to: the first letters of all words, without small words, without legal form.

    "Petroleos de Venezuela, S.A." is also pdvsa.
    """
    letters = [(w[0], w in _STOP, form, w) for w, form in name.spelled if w and w[0] != "\x00" and not w.isdigit()]
    kinds = {
        "".join(c for c, _, _, _ in letters),
        "".join(c for c, small, _, _ in letters if not small),
        "".join(c for c, small, form, _ in letters if not form),
        "".join(c for c, small, form, _ in letters if not small and not form),
        "".join(w if form and len(w) <= 3 else c for c, _, form, w in letters),
    }
    if letters and letters[-1][2]:
        kinds |= {kind + letter for kind in list(kinds) for letter in {c for c, _, form, _ in letters if form} if letter in "cgl"}
    return frozenset(kind for kind in kinds if 3 <= len(kind) <= 9)


def _split_known(run: str) -> tuple[list[Token], list[legal_forms.LegalForm]]:
    """A Korean or Arabic word written together with known words ("무역회사" is trade and company) or with the article."""
    forms: list[legal_forms.LegalForm] = []
    tail: list[Token] = []
    known = vocabulary.native_words()
    if script_of(run[0]) == "hangul":
        while len(run) > 2:
            for length in range(min(6, len(run) - 1), 1, -1):
                ending = run[-length:]
                if ending in legal_forms.native_forms():
                    forms.append(legal_forms.LegalForm(ending, legal_forms.native_forms()[ending]))
                elif ending in known:
                    tail[:0] = [_meaning_token(m, m, ending) for m in known[ending]]
                else:
                    continue
                run = run[:-length]
                break
            else:
                break
        if run in known:
            return [_meaning_token(m, m, run) for m in known[run]] + tail, forms
        if run in places.native_places():
            return [Token(places.native_places()[run], latin(run), "place", 0.35, run), *tail], forms
    elif run.startswith("ال") and len(run) > 4:
        if run[2:] in known:
            return [_meaning_token(m, m, run) for m in known[run[2:]]], forms
        run = run[2:]
    word = latin(run)
    return ([_word_token(word, run), *tail] if word else tail), forms


def _tokens(words: tuple[str, ...], natives: list[str], is_form: list[bool], tokens_at: dict[int, list[Token]]) -> list[Token]:
    tokens: list[Token] = []
    phrase_table = vocabulary.phrases()
    position = 0
    while position < len(words):
        word = words[position]
        if word == "\x00":
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
        for pattern, meanings in phrase_table.get(word, ()):
            end = position + len(pattern)
            if words[position:end] == pattern:
                tokens.extend(_meaning_token(m, m) if vocabulary.meaning_of(m) == m else _word_token(m) for m in meanings)
                position = end
                break
        else:
            if word == "after" and position and words[position - 1] == "named":
                pass
            elif word in _ROMAN_LAST and tokens and position + 1 < len(words) + 1 and all(is_form[position + 1 :]) and len(tokens) > 1:
                tokens.append(Token(_ROMAN_LAST[word], word, "number", 0.5))
            elif word not in _STOP and word:
                token = _word_token(word, natives[position])
                if token.role == "number" and tokens and tokens[-1].role == "number" and tokens[-1].text in _TENS and len(token.text) == 1 and not tokens[-1].written.isdigit():
                    tokens[-1] = Token(str(int(tokens[-1].text) + int(token.text)), tokens[-1].written + " " + word, "number", 0.6)
                else:
                    tokens.append(token)
            elif word in person_names.PARTICLES and word not in {"and", "the", "of"}:
                tokens.append(Token(word, word, "particle", 0.05))
            position += 1
    return tokens


_BODIES_OF_RESEARCH = frozenset({"institute", "academy", "center"})


def _soften(tokens: list[Token]) -> list[Token]:
    """"Research" and "scientific" beside "institute" say nothing more: renderings leave them out."""
    out = list(tokens)
    for i in range(len(out) - 2, -1, -1):
        token, following = out[i], out[i + 1]
        soft = following.text in _BODIES_OF_RESEARCH or (following.role == "organisation" and following.text in {"research", "science"})
        if token.text in {"research", "science"} and soft:
            out[i] = Token(token.text, token.written, "organisation", 0.1, token.native)
    return out


def _kind(text: str, tokens: list[Token], legal: list[legal_forms.LegalForm]) -> str:
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
_OTHERWISE = re.compile(r"(?i)[;,]?\s*\b(?:a\.?k\.?a\.?|f\.?k\.?a\.?|formerly(?: known as)?|also known as|d/?b/?a|trading as)\b:?\s*|原名?[:：\s]\s*")
_DASH = re.compile(r"\s+[-–—/|]\s+")
_HAS_PARTS = re.compile(r"(?i)[(（\[/|原]|\s[-–—]\s|k\.?a\.?|formerly|trading as|d/?b/?a")
_PART_OF = re.compile(r"(?i)\b(?:subordinate|affiliated|subsidiary|branch)\b")


@lru_cache(maxsize=1 << 13)
def readings(text: str) -> tuple[tuple[Name, bool], ...]:
    """The ways to read a name: as it stands; without what stands in parentheses; what stands there; each of several names in one.

    Beside each: whether the reading is as good as the whole (an acronym left out), or leaves out words that may matter.
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
        if not inner.tokens or not outer.tokens or not any(t.role == "name" for t in inner.tokens):
            continue
        repeated = {t.text for t in inner.tokens} <= {t.text for t in outer.tokens}
        single = len(inner.tokens) == 1
        coined = single and (any(c.isupper() for c in inside.group(1)[1:]) or bool(inner.tokens[0].others))
        if repeated or not any(t.role in {"place", "number"} for t in inner.tokens):
            found.setdefault(outside, repeated or coined)
        at_end = not understand(text[inside.end() :]).tokens
        if at_end and not within and (coined or len(inner.tokens) > 1) and not inner.legal_families & {"state"}:
            found.setdefault(inside.group(1), coined)
    if whole.kind != "person" and not within:
        for divider, full in ((_OTHERWISE, True), (_DASH, False)):
            parts = [part.strip(" ,;()（）") for part in divider.split(text)]
            if len(parts) > 1:
                for part in parts:
                    if sum(t.weight for t in understand(part).tokens) >= 0.9:
                        found.setdefault(part, full)
    return tuple((understand(reading), full) for reading, full in list(found.items())[:5])
