"""Names written in pinyin: trade words, ordinals, and syllables of a name that look like words of other languages."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.naming import brands, legal_forms, vocabulary
from monitor.naming.acronyms import syllables
from monitor.naming.name_cleaning import small_words
from monitor.naming.name_tokens import Token, meaning_token, word_token
from monitor.naming.native_names import chinese_number
from monitor.naming.sound import is_pinyin

_NUMERALS = dict(
    zip(
        ["ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu", "shi", "bai", "qian"],
        "零一二三四五六七八九十百千",
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Signs:
    """``certain``: a word of the name is hardly anything but pinyin; ``spaced``: that, or many are of one syllable."""

    certain: bool
    spaced: bool


def signs_of_pinyin(words: tuple[str, ...]) -> Signs:
    certain = not MARKS_OF_PINYIN.isdisjoint(words)
    return Signs(certain, certain or sum(len(syllables(word)) == 1 for word in words) >= _SPACED)


def read_in_pinyin(
    words: tuple[str, ...], position: int, is_form: list[bool], tokens: list[Token], signs: Signs
) -> int | None:
    """Add what the words from there on are in Chinese, and say where to read on; None: they are nothing special."""
    in_pinyin, word = signs.certain, words[position]
    if in_pinyin and word == "shi" and tokens and tokens[-1].role == "place":
        return position + 1  # "Shenzhen Shi", the city
    ordinal = _ordinal_in_pinyin(words, position) if in_pinyin and word.startswith("di") else None
    if ordinal:
        tokens.append(Token(ordinal[1], ordinal[1], "number", 0.6))
        return ordinal[0]
    if word in small_words() and _goes_on(tokens, words, position):
        tokens.append(Token(word, word, "name", 0.5))
        return position + 1
    spelled = _chinese_word(words, position, is_form) if in_pinyin else None
    if not spelled:
        return None
    end, chinese, meanings = spelled
    tokens.extend(meaning_token(m, m, chinese) for m in meanings)
    if not meanings:
        tokens.append(word_token(chinese))
    return end


def _ordinal_in_pinyin(words: tuple[str, ...], position: int) -> tuple[int, str] | None:
    """(one past its last word, number) of "di wushisi" or "dier", 54th and second."""
    word = words[position]
    spelled, end = (words[position + 1 : position + 2], position + 2) if word == "di" else ((word[2:],), position + 1)
    parts = syllables(spelled[0]) if spelled else ()
    if not parts or not all(part in _NUMERALS for part in parts):
        return None
    return end, chinese_number("".join(_NUMERALS[part] for part in parts))


def _goes_on(tokens: list[Token], words: tuple[str, ...], position: int) -> bool:
    """Whether a small word is one more syllable of a Chinese name: "Yun Li Da", "Yun Da Technology"."""
    if not is_pinyin(words[position]):
        return False
    before = [t.role == "name" and len(syllables(t.written)) == 1 for t in tokens[-2:]]
    following = words[position + 1 : position + 2]
    ends = not following or bool(vocabulary.meaning_of(following[0])) or following[0] in legal_forms.words()
    return bool(before) and before[-1] and (ends or before == [True, True])


# Words of Chinese names in pinyin that are hardly anything else.
MARKS_OF_PINYIN = frozenset(
    ["gongsi", "youxian", "keji", "jituan", "daxue", "yanjiusuo", "yanjiuyuan", "gufen", "dianzi", "jishu", "xueyuan"]
)
_SPACED = 2  # words of one syllable that make a name look like pinyin
_LONGEST_IN_PINYIN = 5  # words that one Chinese word is written in


def _chinese_word(
    words: tuple[str, ...], position: int, is_form: list[bool]
) -> tuple[int, str, tuple[str, ...]] | None:
    """The Chinese trade word that the words spell from there on: (one past its last, Chinese, English trade words)."""
    for end in range(min(len(words), position + _LONGEST_IN_PINYIN), position, -1):
        if not any(is_form[position:end]):
            joined = "".join(words[position:end])
            if brands.brand_forms(joined):
                return end, joined, ()  # 中芯国际 is no 中心
            chinese = vocabulary.pinyin_words().get(joined)
            if chinese:
                return (end, *chinese)
    return None
