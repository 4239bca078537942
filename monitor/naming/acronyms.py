"""Whether letters are short for a name: first letters of its words, and of the parts that its words are made of.

"NWPU" is Northwestern Polytechnical University, "JHICC" Fujian Jinhua Integrated Circuit Co.: a compound or a name in
pinyin may give a letter for each of its parts. Small words, the legal form and a place at the head may be passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from monitor.naming.sound import is_pinyin
from monitor.naming.transliterate import pinyin_syllables

SHORTEST, LONGEST = 3, 9  # letters
_PARTS = """
aero agro astro auto avto bio chemo cyber east eco electro elektro elektronno energo equip gaz gazo geo hydro info
infra inter inzhener inzhenerno khim khimiko kom macro mash mashino mechano mekhano metall metallo micro mikro
mikroelektro morsko multi nano nauchno nefte nord north optiko opto opyt petro photo poly pribor priboro proekt
proizvod prom radio radioelektro raketno rem rosat ship south spets spetsial spetz stal star steel stroi stroitel
stroy sudo sudoremont super tech techno tekhniko tekhno tele teplo termo thermo trans truboprovod tsement ultra
under uni vagono vodo west yaderno
"""


@cache
def _parts() -> frozenset[str]:
    return frozenset(_PARTS.split())


@lru_cache(maxsize=1 << 13)
def syllables(word: str) -> tuple[str, ...]:
    """The syllables of a word in pinyin, the longer first where it can be cut in two ways; () for any other word."""
    if not is_pinyin(word):
        return ()
    known = pinyin_syllables()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for start in range(len(word)):
        before = best[start]
        if before is None:
            continue
        for end in range(start + 1, min(start + 6, len(word)) + 1):
            if word[start:end] in known:
                current = best[end]
                if current is None or len(before) + 1 < len(current):
                    best[end] = (*before, word[start:end])
    return best[-1] or ()


_SHORTEST_PART = 3  # letters of a part that is known as one; of a word behind a part it takes one more


@lru_cache(maxsize=1 << 13)
def part_letters(word: str) -> str:
    """The first letters of the parts of a word: "jinhua" jh, "northwestern" nw; of a word of one part its first."""
    if len(cut := syllables(word)) > 1:
        return "".join(part[0] for part in cut)
    for length in range(min(len(word) - 3, 7), 2, -1):
        rest = word[length:]
        if word[:length] in _parts() and (len(rest) > _SHORTEST_PART or rest in _parts()):
            return word[0] + part_letters(rest)
    return word[:1]


def spells(acronym: str, words: Sequence[tuple[str, bool]]) -> bool:
    """Whether the letters go through the words in order; beside each word, whether it may be passed over.

    A word gives its first letter, or the first letters of its parts up to any of them.
    """
    reached = {0}
    for word, may_be_left in words:
        letters = part_letters(word)
        onward = set(reached) if may_be_left else set()
        for position in reached:
            for count in range(1, len(letters) + 1):
                if acronym[position : position + count] == letters[:count]:
                    onward.add(position + count)
        reached = onward
        if not reached:
            return False
    return len(acronym) in reached


def are_beginnings(letters: str, words: Sequence[tuple[str, bool]], longest: int, *, of_all: bool) -> bool:
    """Whether letters are beginnings of the words, of ``longest`` letters at most, one after the other.

    Beside each word, whether it may be passed over. ``of_all``: no word may be left behind the last letter but such.
    """
    if not words or not (letters or of_all):
        return not letters
    word, may_be_left = words[0]
    return any(
        letters.startswith(word[:length]) and are_beginnings(letters[length:], words[1:], longest, of_all=of_all)
        for length in range(min(len(word), len(letters), longest), 0, -1)
    ) or (may_be_left and are_beginnings(letters, words[1:], longest, of_all=of_all))


_MOST = 256  # short forms of one name that are worth looking up


def short_forms(words: Sequence[tuple[str, bool]]) -> frozenset[str]:
    """Everything that ``spells`` accepts for the words; () where that would be a great many."""
    found = {""}
    for word, may_be_left in words:
        letters = part_letters(word)
        longer = {short + letters[:count] for short in found for count in range(1, len(letters) + 1)}
        found = {short for short in (found | longer if may_be_left else longer) if len(short) <= LONGEST}
        if len(found) > _MOST:
            return frozenset()
    return frozenset(short for short in found if len(short) > SHORTEST)
