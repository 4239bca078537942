"""How an instruction falls apart into clauses, one for each verb, and how two of them are put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.amendments_entries import Quoted
from parsers.amendments_model import LISTS, Clause
from parsers.amendments_targets import Place
from parsers.amendments_verbs import Verb
from parsers.model import Action, CfrReference, ListName


def first_comma(text: str) -> int:
    found = re.search(r",(?!\s*(?:and\s+)?(?:§|\d|supplement))", text)
    return found.start() if found else len(text)


def masked_text(text: str, quotations: Sequence[Quoted]) -> str:
    """The text with its quotations blanked out, places kept."""
    pieces, position = [], 0
    for q in quotations:
        pieces += [text[position : q.begin], "\x00" * (q.end - q.begin)]
        position = q.end
    return "".join([*pieces, text[position:]])


def restored_text(masked: str, text: str, quotations: Sequence[Quoted]) -> str:
    pieces, position = [], 0
    for q in quotations:
        pieces += [masked[position : q.begin], text[q.begin : q.end]]
        position = q.end
    return "".join([*pieces, masked[position:]])


def list_of(place: Place) -> ListName | None:
    if (place.title, place.part) == (15, "744") and place.supplement and not place.paragraphs:
        return LISTS.get(place.supplement)
    return None


def segments(doing: list[Verb], verbs: list[Verb], length: int) -> Iterator[tuple[Verb, int, int]]:
    """Each verb with the stretch of text that is its clause: before it for a passive, behind it for an active verb."""
    edge = next((v.end for v in verbs if v.action is None and v.begin < doing[0].begin), 0)
    for index, verb in enumerate(doing):
        following = doing[index + 1] if index + 1 < len(doing) else None
        if verb.passive:
            end = length
            if following is not None:
                end = following.begin if not following.passive else verb.end
            yield verb, edge, end if following is None or not following.passive else verb.end
            edge = verb.end
        else:
            end = (
                following.begin
                if following is not None and not following.passive
                else verb.end
                if following is not None
                else length
            )
            if following is not None and following.passive:
                end = following.begin
            yield verb, verb.begin if verb.begin > edge else edge, end
            edge = end


def speaks_of_words(text: str) -> bool:
    return bool(
        re.match(
            r"[\s,]*(?:in\s+(?:its|their|the)\s+places?,?\s*)?(?:all\s+|each\s+|every\s+|"
            r"both\s+)?(?:the\s+)?(?:(?:\w+\s+)?(?:words?|phrases?|terms?|references?|numbers?|acronyms?|captions?|"
            r"citations?|dates?|occurrences?|text|language|parenthetical|punctuation)\b[^“]{0,60}?)?“",
            text,
        )
        and not re.search(r"\bdefinitions?\b|\bentr(?:y|ies)\b", text.split("“", maxsplit=1)[0])
    )


def _narrowness(targets: tuple[CfrReference, ...]) -> int:
    return max((2 * len(t.paragraphs) + bool(t.detail) for t in targets), default=-1)


def merge_replacements(clauses: list[Clause]) -> list[Clause]:
    """``removing “A” and adding in its place “B”`` is one revision of the place where the words stand."""
    merged: list[Clause] = []
    for clause in clauses:
        if (
            merged
            and clause.old_words is None
            and clause.new_words is not None
            and merged[-1].old_words is not None
            and merged[-1].new_words is None
            and re.search(r"\bplaces?\b", clause.text)
        ):
            previous = merged.pop()
            specific = max(previous.targets, clause.targets, key=_narrowness)
            merged.append(
                replace(
                    previous,
                    text=f"{previous.text} and {clause.text}",
                    targets=specific,
                    new_words=clause.new_words,
                    action=Action.REVISE,
                )
            )
        else:
            merged.append(clause)
    return merged
