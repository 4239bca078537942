"""What two names have left over once their words are paired, and what that says.

A different number, place or name tells siblings apart; a place or trade word that only one side has leaves it
``possible``, unless it is one that short forms and renderings leave out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import JaroWinkler

from monitor.naming.brands import acronyms
from monitor.naming.chinese_spellings import may_spell_chinese
from monitor.naming.judgement import BORNE_OUT, SOME, Judgement, different, possible, words_of
from monitor.naming.known_apart import meanings_differ
from monitor.naming.lexicon_files import lines
from monitor.naming.name_tokens import Token
from monitor.naming.native_likeness import is_foreign
from monitor.naming.pairing import Pairing
from monitor.naming.sound import is_pinyin
from monitor.naming.transliterate import script_of


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What was not paired, by kind; each as (left, right)."""

    names: tuple[list[Token], list[Token]]
    trades: tuple[list[Token], list[Token]]
    numbers: tuple[list[Token], list[Token]]
    places: tuple[list[Token], list[Token]]
    telling: bool  # one of the names has a word that is a name
    foreign: bool  # one is a rendering of another language, the other is not
    scripts_differ: bool
    heads: tuple[Token, ...] = ()  # the first word of either name


def judge_leftovers(over: Leftovers, pairing: Pairing, coverage: float, score: float, note: str) -> Judgement | None:
    """The verdict that leftover words force; None: nothing of weight is left over."""
    sure_name = pairing.exact_names >= 1
    names = _without_initials(over.names, sure_name or not over.telling)
    if sure_name and pairing.support >= SOME:  # initials, and what may be one: "yu"
        names = (
            [t for t in names[0] if len(t.text) > 1 or t.role != "initial"],
            [t for t in names[1] if len(t.text) > 1 or t.role != "initial"],
        )
    left = names[0] + over.trades[0] + over.numbers[0] + over.places[0]
    right = names[1] + over.trades[1] + over.numbers[1] + over.places[1]
    number = over.numbers[0] or over.numbers[1]
    if sure_name:  # a letter beside a namesake is not a name against a name
        left, right = ([t for t in side if not (t.role == "name" and len(t.text) <= 2)] for side in (left, right))
    if left and right and pairing.numbers and not number and coverage >= 0.8 and _is_general(left + right):
        return None  # "China State Shipbuilding 701st Institute", "China Shipbuilding Industry 701st Institute"
    if left and right:
        return _two_sided(over, pairing, (left, right), names, coverage, score, note)
    named = names[0] + names[1]
    if over.telling and not pairing.names:
        enough = (
            coverage >= 0.45 and pairing.paired >= 0.6
            if over.scripts_differ
            else coverage >= 0.7 and pairing.paired >= 1.2
        )
        alike = coverage >= 0.6 and pairing.paired >= 0.75 and len(named) == 1
        if not named or (enough and over.foreign) or alike:
            return possible(score, f"{words_of(named)} on one side only", note)
        return different(score * 0.8, f"{words_of(named)} on one side only")
    loose = left + right + [t for t in named if t not in left and t not in right]
    if not loose:
        return None
    why = f"{words_of(loose)} on one side only"
    if over.telling and pairing.names and not sure_name:
        if over.scripts_differ and coverage >= 0.65 and not named and not number:
            return possible(score, why, note)
        if all(t.role == "place" for t in loose) and pairing.support >= SOME and _only_translated(pairing):
            return possible(score, why, note)
        return different(min(score, 0.6), f"{why}; {note}" if note else why)
    if over.scripts_differ and not number and not named and _goes_unsaid(loose, sure_name, coverage):
        return None
    if over.scripts_differ and sure_name and not number and loose == named and all(map(_is_short_parent, loose)):
        return None
    if sure_name and not number and _is_left_out(loose, over, pairing, coverage):
        return None
    floor = 0.3 if over.scripts_differ else 0.45 if over.foreign else 0.5
    if coverage < floor or (number and len(loose) == len(number)):
        return different(min(score, 0.62), why)  # "Fund" and "Fund II" are two
    if not over.telling:
        if number or coverage < (0.5 if over.foreign else 0.6) or pairing.paired < 0.55:
            return different(min(score, 0.62), why + ", and the rest are common words")
        if coverage >= _NEARLY_ALL and pairing.paired >= _MUCH and all(t.text in _SAYS_LITTLE for t in loose):
            return None
        return possible(score, why + ", and the rest are common words", note)
    return possible(score, why, note)


def _only_translated(pairing: Pairing) -> bool:
    return bool(pairing.doubts) and all(how == "translation" for how, _, _ in pairing.doubts)


# Of two names in common words: what one says more is nothing, where nearly all is the same and it is a good deal.
_SAYS_LITTLE = frozenset({"research", "technology", "science", "engineering", "manufacturing", "industry"})
_NEARLY_ALL, _MUCH = 0.75, 1.2


def is_sibling(over: Leftovers, pairing: Pairing) -> bool:
    """Whether one name has a brand in common with the other, and words of another business or place beside it.

    "Inspur Cloud" beside "Inspur Group": known, and not meant. Where more than the brand is in common, or one side
    says no more than general words ("Technology"), it may be the same body.
    """
    if not over.telling or pairing.names != 1 or over.scripts_differ:
        return False
    own = [
        t
        for side in (*over.trades, *over.places, *over.numbers)
        for t in side
        if t.role in {"place", "number"} or t.text not in light_words()
    ]
    names = [t for side in over.names for t in side if t.role == "name"]
    return bool(own or names) and pairing.support < BORNE_OUT


_LONG_NAME = 6  # letters of a name in common that is hardly another's


def _is_code(loose: list[Token], over: Leftovers) -> bool:
    """Whether nothing is left over but three letters at the head: the parent's initials, the letters of a form."""
    if len(loose) != 1 or loose[0].role != "name" or len(loose[0].text) != _CODE or loose[0].native:
        return False
    return loose[0] in over.heads


_CODE = 3


@cache
def light_words() -> frozenset[str]:
    """What renderings of a name leave out or put in: they say little of a body that its other words do not."""
    return frozenset(word for line in lines("light_words.txt") for word in line.split())


@cache
def sibling_words() -> frozenset[str]:
    """Businesses that the companies of one group are named for: "Cloud", "Software"."""
    return frozenset(word for line in lines("sibling_words.txt") for word in line.split())


def _without_initials(names: tuple[list[Token], list[Token]], apply: bool) -> tuple[list[Token], list[Token]]:
    """Initials of a namesake ("A. E. Nudelman") are left out by short forms of a name."""
    if not apply:
        return names
    left, right = ([t for t in side if not (t.role == "initial" and t.weight <= 0.1)] for side in names)
    return left, right


_OF_BODIES = frozenset({"national", "state", "industry", "company", "enterprise"})


def _is_short_parent(token: Token) -> bool:
    """ "ОДК" before "Авиадвигатель", "中核" before a name: the group in short, which renderings leave out."""
    if not token.native:
        return False
    if script_of(token.native[0]) == "han":
        return any(token.native in native for _, native in acronyms().values())
    return script_of(token.native[0]) == "cyrillic" and 2 <= len(token.native) <= 4


_KINDS_OF_INSTITUTE = frozenset({"institute", "academy", "research", "plant", "factory", "center", "laboratory"})


def _is_left_out(loose: list[Token], over: Leftovers, pairing: Pairing, coverage: float) -> bool:
    """Whether a short form of the same name leaves out what is left over, though both are of one language.

    The kind of institute where its number is shared ("CETC 38"); a general word, or any one word beside a name and
    enough else in common; the town before a firm's name, unless the name is a brand, whose firms in other towns are
    bodies of their own. "Rosneft Trading" is not "Rosneft", and "Inspur Cloud Technology" not "Inspur Technology".
    """
    if pairing.numbers and all(t.text in _KINDS_OF_INSTITUTE for t in loose):
        return coverage >= 0.5
    if _is_code(loose, over) and pairing.longest_name >= _LONG_NAME and not pairing.brands:
        return coverage >= 0.45
    if pairing.acronym or (pairing.names < 2 and not pairing.support):
        return False
    if all(t.text in light_words() for t in loose):
        return len(loose) <= 2 and coverage >= 0.7
    if len(loose) > 1:
        return False
    word = loose[0]
    if word.role == "place":
        return word in over.heads and coverage >= 0.7 and not pairing.brands
    much = pairing.support >= BORNE_OUT
    if word.role == "name":
        return coverage >= (0.62 if pairing.exact_names >= 2 else 0.68) and (
            pairing.exact_names >= 2 or (much and not pairing.brands)
        )
    if word.role != "trade" or word.text in sibling_words():
        return False
    if pairing.exact_names >= 2:
        return coverage >= 0.75
    return not pairing.brands and pairing.support >= SOME and coverage >= (0.8 if much else 0.75)


def _goes_unsaid(loose: list[Token], sure_name: bool, coverage: float) -> bool:
    """Whether a rendering in another script may leave out what is left over and still be the same name."""
    if not all(t.role == "place" or t.text in light_words() for t in loose):
        return False
    trades = sum(t.role != "place" for t in loose)
    if not sure_name:
        if any(t.role == "place" for t in loose) or trades > 1:
            return False
        return coverage >= 0.85 or (coverage >= 0.7 and loose[0].text in _OF_BODIES)
    return coverage >= (0.72 if trades else 0.6)


def _says_more(pairing: Pairing) -> bool:
    """Whether more than one name is in common: a second, or a good deal of common words."""
    return pairing.exact_names >= 2 or pairing.support >= BORNE_OUT


def _is_general(tokens: list[Token]) -> bool:
    return all(t.text in light_words() for t in tokens)


def _is_light(tokens: list[Token]) -> bool:
    return all(t.role == "name" or t.text in light_words() for t in tokens)


def _coined(left: list[Token], right: list[Token]) -> bool:
    """Whether one side has a Chinese name of no known meaning and the other a Latin one that is not its pinyin: firms
    coin a Latin name of their own, and the two cannot be compared.
    """
    for chinese, latin in ((left, right), (right, left)):
        if (
            all(t.native and script_of(t.native[0]) == "han" and t.role == "name" for t in chinese)
            and not any(t.native for t in latin)
            and not all((may_spell_chinese if len(latin) > 1 else is_pinyin)(t.written) for t in latin)
        ):
            return True
    return False


def _two_sided(
    over: Leftovers,
    pairing: Pairing,
    sides: tuple[list[Token], list[Token]],
    named: tuple[list[Token], list[Token]],
    coverage: float,
    score: float,
    note: str,
) -> Judgement:
    """The verdict where both names have words that the other has not."""
    left, right = sides
    sure_name = pairing.exact_names >= 1
    names = named[0] + named[1]
    number = over.numbers[0] or over.numbers[1]
    why = f"{words_of(left)} against {words_of(right)}"
    if meanings_differ(left, right):
        return different(score * 0.7, why)
    rendered = (
        is_translated(left) != is_translated(right)
        and not number
        and not (named[0] and (named[1] or over.places[1]))
        and not (named[1] and over.places[0])
    )
    if over.foreign and rendered:
        if sure_name and coverage >= (0.35 if over.scripts_differ else 0.45):
            return possible(score, f"{why}, which may be a matter of translation", note)
        if not over.telling and coverage >= 0.6 and pairing.paired >= 0.8:
            return possible(score, f"{why}, which may be a matter of translation", note)
        if not over.telling and over.scripts_differ and coverage >= 0.5 and pairing.paired >= 0.7:
            return possible(score, f"{why}, which may be a matter of translation", note)
    if over.scripts_differ and not number and not pairing.names and not over.places[0] + over.places[1]:
        if named[0] and named[1] and _coined(named[0], named[1]) and _is_light(left + right):
            initial = named[0][0].written[:1] == named[1][0].written[:1]
            if pairing.paired >= (0.25 if initial else 0.5):
                return possible(score, f"{why}, a name made up for another language, and all else is the same", note)
        if not (named[0] and named[1]) and coverage >= 0.5 and pairing.paired >= 0.7:
            return possible(score, f"{why}, which may be a matter of translation", note)
    placed = over.places[0] + over.places[1]
    against = named[0] and named[1]  # a name against a name
    if sure_name and not (number or placed or against) and coverage >= (0.6 if _says_more(pairing) else 0.82):
        return possible(score, f"{why}, and all else is the same", note)
    alike = against and len(names) == 2 and names[0].text[0] == names[1].text[0]
    if sure_name and alike and not (number or placed or over.scripts_differ) and coverage >= 0.5:
        return possible(score, f"{why}, which begin alike, and all else is the same", note)
    if not (number or placed or over.scripts_differ) and _somewhat_alike(left, right) and pairing.support >= BORNE_OUT:
        return possible(score, f"{why}, which are somewhat alike, and all else is the same", note)
    if not over.telling and not number and not placed and coverage >= 0.8 and _is_light(left + right):
        return possible(score, f"{why}, and all else is the same", note)
    return different(score * (0.7 if names else 0.8), why)


def _somewhat_alike(left: list[Token], right: list[Token]) -> bool:
    """Whether nothing is left over but one name on either side, and the two begin and sound somewhat alike."""
    if len(left) != 1 or len(right) != 1 or left[0].role != "name" or right[0].role != "name":
        return False
    a, b = left[0].text, right[0].text
    if is_pinyin(a) and is_pinyin(b):
        return False  # two Chinese names
    return min(len(a), len(b)) >= 4 and a[0] == b[0] and JaroWinkler.similarity(a, b) >= _ALIKE


_ALIKE = 0.78


def is_translated(tokens: list[Token]) -> bool:
    """Whether the name is written in, or transliterated from, another language than English."""
    return any(map(is_foreign, tokens))
