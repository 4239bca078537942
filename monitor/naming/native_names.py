"""Names in Chinese, Korean and Arabic script, cut into words that are known and names that are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from monitor.naming import legal_forms, places, vocabulary
from monitor.naming.arabic_sounds import bare
from monitor.naming.brands import native_brands
from monitor.naming.chinese_spellings import polyphones, readings_in_pinyin
from monitor.naming.korean_sounds import FREQUENT_SURNAMES, split_letters
from monitor.naming.lexicon_files import lines
from monitor.naming.name_tokens import Token, brand_of, meaning_token, word_token
from monitor.naming.transliterate import fold, latin, script_of

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBERED = r"(?=研究所|研究院|设计院|设计所|所|院|厂|局|基地|研)"
_HAN_NUMBER = re.compile(
    r"第([零〇一二三四五六七八九十百千两]+|\d+)"
    rf"|([二三四五六七八九]?十[一二三四五六七八九]?{_NUMBERED})"
    rf"|([一二三四五六七八九〇零]{{2,}}{_NUMBERED})"
)
_SHORT_NUMBER = re.compile(r"([一二三四五六七八九])(?=(?:研究)?[院所]$|厂$)")  # "航天五院"


def chinese_number(text: str) -> str:
    """A number in Chinese characters as digits: "五十四" is "54"."""
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


@dataclass(frozen=True, slots=True)
class _Word:
    """A known Chinese word: ``role`` is words | place | legal | brand."""

    role: str
    meanings: tuple[str, ...]


@cache
def _han_lexicon() -> dict[str, _Word]:
    lexicon: dict[str, _Word] = {}
    for word, meanings in vocabulary.native_words().items():
        lexicon[word] = _Word("words", meanings)
    for word, place in places.native_places().items():
        lexicon[word] = _Word("place", (place,))
    for word, family in legal_forms.native_forms().items():
        lexicon[word] = _Word("legal", (family,))
    for word, brand in native_brands().items():
        lexicon[fold(word)] = _Word("brand", (brand,))
    return lexicon


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """First character -> how long the known words are that begin with it, the longest first."""
    found: dict[str, set[int]] = {}
    for word in _han_lexicon():
        found.setdefault(word[0], set()).add(len(word))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}


# What a reading of a run costs: characters that no word covers are dear, above all single ones, which are rather the
# half of a word cut wrong ("江|发电|子" for "江发|电子").
_KNOWN, _KNOWN_LETTER, _UNKNOWN, _UNKNOWN_RUN, _UNKNOWN_LETTER = 2, 3, 4, 2, 2
_PLACE_BEHIND = 5  # "达安顺" is rather a name than 达 of Anshun: places stand in front


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a run of Chinese characters: a known word, a number or a name."""

    text: str
    kind: str  # known | number | name
    number: str = ""


def _pieces_at(run: str, position: int) -> Iterator[tuple[int, _Piece]]:
    """The known words and numbers that begin there, the longest first, each with what it costs."""
    number = _HAN_NUMBER.match(run, position) or (_SHORT_NUMBER.match(run, position) if position else None)
    if number:
        digits = next(group for group in number.groups() if group)
        yield 0, _Piece(number.group(), "number", digits)
        return
    lexicon = _han_lexicon()
    left = len(run) - position
    for length in _lengths().get(run[position], ()):
        word = run[position : position + length]
        if length <= left and word in lexicon and (length > 1 or _stands_alone(run, position)):
            yield _KNOWN if length > 1 else _KNOWN_LETTER, _Piece(word, "known")


def _pieces(run: str) -> list[_Piece]:
    """The cheapest reading of a run; of two as cheap the one with the name first, and with the longer word first."""
    ends, native_places = len(run), places.native_places()
    costs = [0] * (ends + 1)  # from here to the end
    # The piece that begins here; of a name only its length, made a piece once it is known to be in the reading.
    chosen: list[_Piece | int] = [0] * (ends + 1)
    for position in range(ends - 1, -1, -1):
        cheapest, best = 1 << 30, 0
        for length in range(1, ends - position + 1):
            end = position + length
            following = chosen[end]
            cost = _UNKNOWN_RUN + length * _UNKNOWN + (_UNKNOWN_LETTER if length == 1 else 0) + costs[end]
            if end < ends:
                if isinstance(following, int):
                    continue  # one name, not two
                if following.text in native_places:
                    cost += _PLACE_BEHIND
            if cost < cheapest:
                cheapest, best = cost, length
        piece: _Piece | int = best
        for price, known in _pieces_at(run, position):
            cost = price + costs[position + len(known.text)]
            if cost < cheapest or known.kind == "number":
                cheapest, piece = cost, known
        costs[position], chosen[position] = cheapest, piece
    found: list[_Piece] = []
    position = 0
    while position < len(run):
        here = chosen[position]
        found.append(here if isinstance(here, _Piece) else _Piece(run[position : position + here], "name"))
        position += len(found[-1].text)
    return found


def native_tokens(run: str) -> tuple[list[Token], list[legal_forms.LegalForm]]:
    """Words of a run of Chinese characters: known words, numbers, and names in pinyin where no dictionary has them."""
    if _is_person(run):
        return [_name_token(run)], []
    tokens: list[Token] = []
    forms: list[legal_forms.LegalForm] = []
    for piece in _pieces(run):
        if piece.kind == "number":
            tokens.append(Token(chinese_number(piece.number), piece.number, "number", 0.6, piece.text))
        elif piece.kind == "name":
            tokens.append(_name_token(piece.text))
        else:
            word = _han_lexicon()[piece.text]
            if word.role == "legal":
                forms.append(legal_forms.LegalForm(piece.text, word.meanings[0]))
                for body, meaning in (("集团", "group"), ("控股", "holding")):
                    if piece.text.startswith(body):
                        tokens.append(meaning_token(meaning, body, body))
            else:
                tokens.extend(_known_tokens(piece.text, word))
    return tokens, forms


_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵覃武钱戴严莫孔向常汤"
)


def _is_person(run: str) -> bool:
    """Whether three characters are a surname and a given name that is also a word: "李海军", Li "Navy"."""
    word = _han_lexicon().get(run[1:])
    return (
        len(run) == len("李海军")
        and run[0] in _SURNAMES
        and run not in _han_lexicon()
        and word is not None
        and word.role == "words"
    )


def _name_token(name: str) -> Token:
    word = _spoken(name)
    brand, others = brand_of(word)
    return Token(brand, word, "name", 1.0, name, others or _other_readings(name))


def _spoken(word: str) -> str:
    return "".join(readings_in_pinyin(c)[0] for c in word) if script_of(word[0]) == "han" else latin(word)


def _known_tokens(native: str, word: _Word) -> Iterator[Token]:
    if word.role == "place":
        yield Token(word.meanings[0], word.meanings[0], "place", 0.35, native)
    elif word.role == "brand":
        brand, others = brand_of(word.meanings[0])
        yield Token(brand, word.meanings[0], "name", 1.0, native, (*others, _spoken(native)))
    else:
        yield from (meaning_token(meaning, meaning, native) for meaning in word.meanings if meaning != "#")


def _other_readings(name: str) -> tuple[str, ...]:
    """What a Chinese name is in pinyin where a character of it has several readings in names."""
    if script_of(name[0]) != "han" or not any(c in polyphones() for c in name):
        return ()
    spelled = [""]
    for c in name:
        spelled = [before + reading for before in spelled for reading in readings_in_pinyin(c)][:16]
    return tuple(dict.fromkeys(spelled))


def _stands_alone(run: str, position: int) -> bool:
    """Whether a one-character word is a word here and not a part of a name.

    At the end, before a known word, or after a place.
    """
    rest = run[position + 1 :]
    if not rest or _HAN_NUMBER.match(rest):
        return True
    if run[position] in "市省县区" and any(
        run[first:position] in places.native_places() for first in range(max(0, position - 4), position - 1)
    ):
        return True
    lexicon = _han_lexicon()
    return position > 0 and any(
        rest[:length] in lexicon for length in _lengths().get(rest[0], ()) if 2 <= length <= len(rest)
    )


def split_known(run: str) -> tuple[list[Token], list[legal_forms.LegalForm]]:
    """A Korean or Arabic word written together with known words ("무역회사": trade, company) or with the article."""
    if script_of(run[0]) == "hangul":
        return _korean_tokens(run)
    known = vocabulary.native_words()
    for shorter in _without_affixes(run):
        if shorter in known:
            return [meaning_token(m, m, run) for m in known[shorter]], []
        if shorter in places.native_places():
            return [Token(places.native_places()[shorter], latin(run), "place", 0.35, run)], []
    token = word_token(bare(run) or latin(run), run)
    return ([token] if token.text else []), []


def _is_korean_person(run: str) -> bool:
    """Whether three syllables are a surname and a given name of which no two are the word that they look like."""
    return (
        len(run) == len("노광철")
        and run[0] in FREQUENT_SURNAMES
        and run not in _han_lexicon()
        and run[1:] not in _han_lexicon()
    )


def _korean_tokens(run: str) -> tuple[list[Token], list[legal_forms.LegalForm]]:
    """The words of a run of Hangul. 조선 is Korea at its head, and shipbuilding after the name of a company."""
    if _is_korean_person(run):
        return [_name_token(run)], []
    found, forms = native_tokens(run)
    tokens: list[Token] = []
    for token in found:
        parts = split_letters(token.native) if token.role == "name" and not token.others else []
        tokens.extend([_name_token(part) for part in parts] if len(parts) > 1 else [token] if token.text else [])
    for i, token in enumerate(tokens):
        if i and token.native == "조선":
            tokens[i] = meaning_token("shipbuilding", "shipbuilding", token.native)
        elif token.native in _ALSO_NAMES and (i == 0 or (i == 1 and tokens[0].role == "place")):
            spoken = latin(token.native)
            tokens[i] = Token(spoken, spoken, "name", 0.7, token.native, (spoken, token.text))
    return tokens, forms


# At the head of a name these words are its name ("Korea Hyoksin Trading"), and may be translated.
_ALSO_NAMES = frozenset({"혁신", "동방", "승리", "통일", "평화", "미래", "신흥", "전진", "자력", "광명"})


_PREFIXES = ("وال", "ولل", "بال", "لل", "ال", "و", "ل", "ب")
_SUFFIXES = ("های", "هایی", "ها", "ات", "ی", "یه", "ان", "ه")


def _without_affixes(run: str) -> Iterator[str]:
    """The word without the Arabic article and particles, and without Persian plural and adjective endings."""
    prefixes = [prefix for prefix in ("", *_PREFIXES) if run.startswith(prefix) and len(run) - len(prefix) >= 3]
    plain = [run[len(prefix) :] for prefix in prefixes]
    yield from plain
    for word in plain:
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= 3:
                yield word[: -len(suffix)]


_LONGEST_COMPOUND = 3


@cache
def _compounds() -> frozenset[str]:
    return frozenset(fold(line.split()[0]) for line in lines("native_phrases.txt")) | frozenset(places.native_places())


def joined(words: list[str]) -> list[str]:
    """The words of a name, those in Arabic script written together that make up one known word: "بین المللی"."""
    known = _compounds()
    out: list[str] = []
    position = 0
    while position < len(words):
        for length in range(_LONGEST_COMPOUND, 1, -1):
            run = words[position : position + length]
            if len(run) == length and all(word and "\u0600" <= word[0] <= "\u06ff" for word in run):
                together = "".join(run)
                if together in known or together.removeprefix("ال") in known:
                    out.append(together)
                    position += length
                    break
        else:
            out.append(words[position])
            position += 1
    return out
