"""Names in Chinese, Korean and Arabic script, cut into words that are known and names that are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from monitor.naming import legal_forms, places, vocabulary
from monitor.naming.brands import native_brands
from monitor.naming.lexicon_files import lines
from monitor.naming.name_tokens import Token, brand_of, meaning_token, word_token
from monitor.naming.transliterate import latin, pinyin_of, script_of

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_NUMBER = re.compile(
    r"第([零〇一二三四五六七八九十百千两]+|\d+)|([二三四五六七八九]?十[一二三四五六七八九]?(?=所|院|厂|局|研))|([一二三四五六七八九〇零]{2,}(?=所|院|厂|局|研))"
)


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


def native_tokens(run: str) -> tuple[list[Token], list[legal_forms.LegalForm]]:
    """Words of a run of Chinese characters (longest dictionary word first).

    What no dictionary has is a name in pinyin.
    """
    lexicon, longest = _han_lexicon(), _longest_native()
    tokens: list[Token] = []
    forms: list[legal_forms.LegalForm] = []
    unknown = ""

    def flush() -> None:
        nonlocal unknown
        if unknown:
            word = "".join(pinyin_of(unknown)) if script_of(unknown[0]) == "han" else latin(unknown)
            brand, others = brand_of(word)
            tokens.append(Token(brand, word, "name", 1.0, unknown, others or _other_readings(unknown)))
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
                    tokens.append(meaning_token("group" if word.startswith("集团") else "holding", word[:2], word[:2]))
                forms.append(legal_forms.LegalForm(word, legal_forms.native_forms()[word]))
            elif role == "place":
                tokens.append(Token(meanings[0], meanings[0], "place", 0.35, word))
            elif role == "brand":
                brand, others = brand_of(meanings[0])
                spoken = "".join(pinyin_of(word)) if script_of(word[0]) == "han" else latin(word)
                tokens.append(Token(brand, meanings[0], "name", 1.0, word, (*others, spoken)))
            else:
                tokens.extend(meaning_token(m, m, word) for m in meanings if m != "#")
            position += length
            break
        else:
            unknown += run[position]
            position += 1
    flush()
    return tokens, forms


@cache
def _polyphones() -> dict[str, tuple[str, ...]]:
    return {line.split()[0]: tuple(line.split()[1:]) for line in lines("polyphones.txt")}


def _other_readings(name: str) -> tuple[str, ...]:
    """What a Chinese name is in pinyin where a character of it has several readings in names."""
    if script_of(name[0]) != "han" or not any(c in _polyphones() for c in name):
        return ()
    spelled = [""]
    for c in name:
        spelled = [before + reading for before in spelled for reading in _polyphones().get(c, tuple(pinyin_of(c)))][:16]
    return tuple(dict.fromkeys(spelled))


def _stands_alone(run: str, position: int, before: list[Token]) -> bool:
    """Whether a one-character word is a word here and not a part of a name.

    At the end, before a known word, or after a place.
    """
    rest = run[position + 1 :]
    if not rest or _HAN_NUMBER.match(rest):
        return True
    if run[position] in "市省县區区" and before and before[-1].role == "place":
        return True
    lexicon = _han_lexicon()
    return position > 0 and any(rest[:length] in lexicon for length in range(2, min(_longest_native(), len(rest)) + 1))


def split_known(run: str) -> tuple[list[Token], list[legal_forms.LegalForm]]:
    """A Korean or Arabic word written together with known words ("무역회사": trade, company) or with the article."""
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
                    tail[:0] = [meaning_token(m, m, ending) for m in known[ending]]
                else:
                    continue
                run = run[:-length]
                break
            else:
                break
        if run in known:
            return [meaning_token(m, m, run) for m in known[run]] + tail, forms
        if run in places.native_places():
            return [Token(places.native_places()[run], latin(run), "place", 0.35, run), *tail], forms
    else:
        for shorter in _without_affixes(run):
            if shorter in known:
                return [meaning_token(m, m, run) for m in known[shorter]], forms
            if shorter in places.native_places():
                return [Token(places.native_places()[shorter], latin(run), "place", 0.35, run)], forms
        if run.startswith("ال") and len(run) > 4:
            token = word_token(latin(run[2:]), run)
            # "ال" also begins words that are not Arabic ("الکترو"): the form as written has it
            return [replace(token, written=latin(run), others=token.others or (latin(run),))], forms
    word = latin(run)
    return ([word_token(word, run), *tail] if word else tail), forms


_PREFIXES = ("وال", "ولل", "بال", "لل", "ال", "و", "ل", "ب")
_SUFFIXES = ("های", "هایی", "ها", "ات", "ی", "یه", "ان", "ه")


def _without_affixes(run: str) -> Iterator[str]:
    """The word without the Arabic article and particles, and without Persian plural and adjective endings."""
    for prefix in ("", *_PREFIXES):
        if run.startswith(prefix) and len(run) - len(prefix) >= 3:
            bare = run[len(prefix) :]
            yield bare
            for suffix in _SUFFIXES:
                if bare.endswith(suffix) and len(bare) - len(suffix) >= 3:
                    yield bare[: -len(suffix)]
