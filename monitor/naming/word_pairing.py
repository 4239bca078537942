"""The words of two names, paired: the same word, words written together, a Chinese name spelled out, a translation, an
acronym; then whatever is most alike (``word_likeness``).

What is left over on either side is for ``name_comparison`` to judge.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rapidfuzz.distance import OSA

from monitor.naming import arabic_sounds, chinese_in_words, korean_sounds
from monitor.naming.acronym_pairing import pair_acronyms, pair_given_initials, pair_whole_acronym
from monitor.naming.name_tokens import Token, token_script
from monitor.naming.names import Name
from monitor.naming.native_likeness import READ_OUT
from monitor.naming.pairing import Pairing, both_ways, take, take_across
from monitor.naming.sound import alike_in_arabic, is_pinyin
from monitor.naming.translated_names import in_pinyin, may_translate
from monitor.naming.word_likeness import likeness


def pair_words(
    left: list[Token], right: list[Token], legal: tuple[str, str], whole: tuple[Name, Name], personal: bool
) -> Pairing:
    """Pair the words of two names, the surest pairs first.

    ``legal``: the first letters of the legal forms of the right and of the left name, which an acronym may include.
    """
    pairing = Pairing(list(left), list(right))
    if not personal:
        _in_two_words(pairing)
    texts = {t.text for t in pairing.right}
    for token in list(pairing.left):  # the same word first
        for other in pairing.right if token.text in texts else ():
            if token.text == other.text and likeness(token, other, personal)[0] == 1.0:
                take(pairing, [token], [other], 1.0, "")
                break
    if not pairing.left or not pairing.right:
        return pairing
    _join(pairing)
    _spell_chinese(pairing, personal)
    if personal:
        pair_given_initials(pairing)
    pair_whole_acronym(pairing, whole)
    pair_acronyms(pairing, legal)
    if not personal:
        _translations(pairing)
    candidates = sorted(
        (
            (-value, i, j, how)
            for i, token in enumerate(pairing.left)
            for j, other in enumerate(pairing.right)
            for value, how in [likeness(token, other, personal)]
            if value >= 0.6
        ),
        key=lambda found: found[:3],
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    rows = list(pairing.left), list(pairing.right)
    for value, i, j, how in candidates:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            take(pairing, [rows[0][i]], [rows[1][j]], -value, how)
    return pairing


_SURELY = 0.93  # likeness of a word that needs no neighbour


def _join(pairing: Pairing) -> None:
    """Words written together on one side: "Good Will" and "Goodwill", "lang chao" and "langchao"."""
    for one, many, flip in both_ways(pairing):
        if len(many) < 2:
            continue
        heads = {t.written[:1] for t in many[:-1]}
        native = any(token_script(t) == "arabic" for t in many)
        for token in list(one):
            if len(token.text) < 2 or token.role == "number":
                continue
            spoken = token.role == "name" and token_script(token) in READ_OUT
            if not (token.others or spoken or native) and heads.isdisjoint({token.text[:1], token.written[:1]}):
                continue  # no run of words begins like it
            forms = {token.text, token.written, *token.others}
            spoken = spoken and not any(likeness(token, t, False)[0] >= _SURELY for t in many)  # not "ali dhaheri"
            found = _run_that_spells(many, forms) or (_run_read_out(many, token) if spoken else None)
            if not found and native and token.role == "name" and not token.native and len(token.written) >= 6:
                found = _run_that_is_read(many, token)
            if found:
                take_across(pairing, [token], found, flip, 0.98, "written together")


def _run_that_spells(tokens: list[Token], forms: set[str]) -> list[Token] | None:
    longest = max(map(len, forms)) + 1
    for first in range(len(tokens) - 1):
        spelled = tokens[first].written.replace(" ", "")
        starts = [form for form in forms if form[:1] == spelled[:1]]
        for last in range(first + 1, min(len(tokens), first + 4) if starts else first):
            spelled += tokens[last].written.replace(" ", "")
            if len(spelled) > longest:
                break
            if last > first and len(spelled) >= 7 and any(alike_in_arabic(form, spelled) for form in starts):
                return tokens[first : last + 1]
            if (
                spelled in forms and (len(spelled) > 3 or all(len(t.written) == 1 for t in tokens[first : last + 1]))
            ) or (
                len(spelled) >= 9
                and any(OSA.distance(form, spelled, score_cutoff=1) <= 1 and not is_pinyin(form) for form in starts)
            ):
                return tokens[first : last + 1]
    return None


def _run_read_out(tokens: list[Token], token: Token) -> list[Token] | None:
    """The neighbouring words that a word in Hangul or Arabic script writes together: "amir kabir"."""
    spells = korean_sounds.spells if token_script(token) == "hangul" else arabic_sounds.spells
    for first in range(len(tokens) - 1):
        for last in range(first + 2, min(len(tokens), first + 3) + 1):
            run = tokens[first:last]
            written = "".join(t.written for t in run)
            if len(written) >= 4 and not any(t.native for t in run) and spells(token.native, written):
                return run
    return None


def _run_that_is_read(tokens: list[Token], token: Token) -> list[Token] | None:
    """The neighbouring words in Arabic script that one Latin word writes together: "Hizballah"."""
    for first in range(len(tokens) - 1):
        run = tokens[first : first + 2]
        if all(token_script(t) == "arabic" for t in run) and arabic_sounds.spells(
            "".join(t.native for t in run), token.written
        ):
            return run
    return None


def _spell_chinese(pairing: Pairing, personal: bool) -> None:
    """A Chinese name on one side and the words that spell it on the other, not in pinyin: "恒达" and "Hang Tat"."""
    for one, many, flip in both_ways(pairing):
        for token in list(one) if len(many) > 1 else ():
            if token.role not in {"name", "place"} or len(token.written) < 4:
                continue
            words = [t.written if not t.native and t.role != "number" else "?" for t in many]
            if token_script(token) == "han":
                found = chinese_in_words.words_that_spell(token.native, words, personal)
            else:
                found = None if token.native else chinese_in_words.words_in_wade_giles(token.written, words)
            if found:
                first, last, spelling = found
                run = many[first:last]
                take_across(pairing, [token], run, flip, 0.97, spelling)
                pairing.names += personal and token_script(token) == "han"  # surname and given name


_MAKING = frozenset({"manufacturing", "construction", "production", "building"})


def _in_two_words(pairing: Pairing) -> None:
    """ "Mashinostroeniya" and "machine manufacturing", "Shipyard" and "ship repair plant"."""
    for ours, theirs, flip in both_ways(pairing):
        for token in [t for t in ours if t.text == "shipyard" or (t.role == "trade" and _OF_MAKING.search(t.written))]:
            said = {t.text for t in ours}
            run = next(([a, b] for a, b in pairwise(theirs) if _is_said_by(token, a, b, said)), None)
            if run:
                take_across(pairing, [token], run, flip, 0.95, "rendering")


def _is_said_by(token: Token, first: Token, second: Token, said: set[str]) -> bool:
    """Whether two words say what a shipyard or a word of making does in one.

    ``said``: what stands beside that one, and may be the second.
    """
    if second.text in said:
        return False
    if token.text == "shipyard" and first.text in _OF_SHIPS and second.text == "factory":
        return True
    making = token.role == first.role == "trade" and second.text in _MAKING and bool(_OF_MAKING.search(token.written))
    return making and likeness(token, first, False)[0] >= 0.9


_OF_SHIPS = frozenset({"shipbuilding", "shiprepair"})
_OF_MAKING = re.compile(r"stro[iye]|bud[iuo]v|building")


def _translations(pairing: Pairing) -> None:
    """A name in pinyin against the English words that its syllables mean."""
    for ours, theirs, flip in both_ways(pairing):
        for token in list(ours):
            if token.role != "name" or len(token.text) < 5 or not is_pinyin(token.text):
                continue
            words = [t for t in theirs if not t.native and t.role in {"name", "trade"}]
            heads = [n for n, t in enumerate(words) if in_pinyin(t.written)]
            run = next(
                (
                    words[first:last]
                    for first in heads
                    for last in range(first + 1, min(first + 4, len(words) + 1))
                    if may_translate([t.written for t in words[first:last]], token.text)
                ),
                None,
            )
            if run:
                take_across(pairing, [token], run, flip, 0.88, "translation")
