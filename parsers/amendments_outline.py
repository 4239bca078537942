"""Paragraphs of instructions -> their outline: which paragraph stands below which, and what it inherits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from parsers.amendments import read_instruction
from parsers.amendments_entries import read_quotations, straighten
from parsers.amendments_model import LONGEST, Context, Instruction, Paragraph
from parsers.amendments_targets import Place
from parsers.citations import rank, roman_value
from parsers.model import Action, ListName

_MARK = re.compile(
    r"^\s*(?:(?P<mark>\d{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[A-Z]{1,2}|[IVX]{1,5})\s?\.\s*(?=\S)"
    # "(a) By adding under Iran, ..."; "(a)(1) is revised" and "(b) introductory text" name what is amended
    r"|\((?P<bracketed>\d{1,2}|[a-z]{1,2}|[ivxl]{1,5}|[A-Z])\)\s+(?=(?:[Bb]y\s+)?(?:[A-Z]?[a-z]+ing|Under|UNDER|In\s+the\s+entr\w+)\b))"
)
_VERB_AHEAD = (
    r"(?:Add|Revis|Remov|Redesignat|Reserv|Correct|Republish|Stay|Suspend|Lift|Delay|Extend|Delet|Under|In\s|By\s|"
    r"UNDER|"
    r"Amend|Transfer|The\s|adding\b|revising\b|removing\b|redesignating\b)"
)
_INLINE_MARK = re.compile(rf"(?<=[;,.:”\"])\s+(?:and\s+|or\s+)?(?=(?:[a-z]|[ivx]{{1,5}})\.\s+{_VERB_AHEAD}\w*)")
_NUMBERED_MARK = re.compile(
    r"(?<=[.:;”\"])\s+(?=\d{1,3}\.\s+(?:Section|Supplement|Amend|In\s+§|In\s+supplement|The\s+authority|Remove|Add|"
    r"Revise)\b)"
)


def split_items(text: str) -> list[str]:
    """The sub-paragraphs that were run together: ``iv. Revising ...; and v. Revising ...`` gives two."""
    if len(text) > LONGEST:
        return [text]  # reported as not understood
    spans = [(q.begin, q.end) for q in read_quotations(straighten(text)) if q.repaired is None]
    cuts = [
        found.end()
        for pattern in (_INLINE_MARK, _NUMBERED_MARK)
        for found in pattern.finditer(text)
        if not any(begin < found.start() < end for begin, end in spans)
    ]
    edges = [0, *sorted(set(cuts)), len(text)]
    return [piece for a, b in pairwise(edges) if (piece := text[a:b].strip())]


def _kinds(mark: str) -> list[str]:
    if mark.startswith("("):
        return [f"bracketed-{kind}" for kind in _kinds(mark.strip("()"))]
    if mark.isdecimal():
        return ["number"]
    if mark.isupper():
        return ["capital", "roman-capital"] if roman_value(mark) else ["capital"]
    kinds = []
    if len(mark) == 1 or len(set(mark)) == 1:
        kinds.append("letter")
    if roman_value(mark):
        kinds.append("roman")
    return kinds


def _rank(mark: str, kind: str) -> int:
    kind = kind.removeprefix("bracketed-")
    return rank(
        mark.strip("()"),
        {
            "number": "digit",
            "letter": "letter",
            "roman": "roman",
            "capital": "capital",
            "roman-capital": "capital-roman",
        }[kind],
    )


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    mark: str
    context: Context
    leads: bool


#: The kinds of marks that stand below a numbered paragraph, the likelier reading of an ambiguous mark first.
_BELOW = tuple(
    f"{bracketed}{kind}"
    for bracketed in ("", "bracketed-")
    for kind in ("roman", "letter", "capital", "roman-capital", *(["number"] if bracketed else []))
)


def _place_in_outline(mark: str, stack: list[_Level]) -> tuple[int, str]:
    """``(depth, kind)`` at which a mark stands: ``i.`` after ``h.`` may be a letter or a first roman number."""
    kinds = _kinds(mark)
    if "number" in kinds:
        return 0, "number"
    used = {level.kind for level in stack}
    fresh = [kind for kind in _BELOW if kind in kinds and kind not in used]
    options = []
    for depth, level in enumerate(stack):
        if level.kind in kinds:
            step = _rank(mark, level.kind) - _rank(level.mark, level.kind)
            # The next mark in order; else a gap (a paragraph is missing); a repeated mark ("ii." twice) stays put.
            options.append((0 if step == 1 else 1 if step > 1 else 2 if step == 0 else 4, -depth, depth, level.kind))
    if stack and stack[-1].leads and fresh:
        first = next((kind for kind in fresh if _rank(mark, kind) == 1), None)
        if first or not any(option[0] == 0 for option in options):
            return len(stack), first or fresh[0]
    # Only a paragraph that leads opens a level below it.
    options += [(3, -len(stack), len(stack), kind) for kind in fresh]
    if not options:
        return max(1, len(stack)), kinds[0] if kinds else "letter"
    _, _, depth, kind = min(options)
    return depth, kind


def _is_continuation(text: str, previous: str) -> bool:
    """A paragraph without a mark that goes on with the one before: it begins with a quotation, or that one ends
    open."""
    if re.match(r"[“\"`]", text) and not re.search(r"\bshould\s+read\b|\bcorrected\s+to\s+read\b", text):
        return bool(re.search(r"(?:[;,]|\band|[”\"])\s*\Z|\bfor:?\s*\Z", previous))
    return (
        bool(re.search(r"(?:,|\b(?:and|for|of|by))\s*\Z", previous))
        and not re.match(r"(?:In|On|Section|§|Supplement|The)\b", text)
        and bool(re.match(r"[a-z(]", text))
    )


def join_continuations(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        for piece in split_items(paragraph.text):
            if joined and not _MARK.match(piece) and _is_continuation(piece, joined[-1].text):
                joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {piece}")
            else:
                joined.append(replace(paragraph, text=piece))
    return joined


def _without_counts(instruction: Instruction, following: Sequence[Instruction]) -> Instruction:
    """ "adding the following two entries under CHINA:" only leads where the paragraphs below it name them."""
    below = [i for i in following if i.number.startswith(f"{instruction.number}.")]
    if not any(c.names or c.stated for i in below for c in i.clauses):
        return instruction
    return replace(instruction, clauses=tuple(c for c in instruction.clauses if c.stated is None))


@dataclass(slots=True)
class Outline:
    """Reads the instructions of a document in order; the part named last is remembered for those that name none."""

    title: int = 15
    part: str | None = None
    default_list: ListName | None = None  # the list that the document's title names

    _stack: list[_Level] = field(default_factory=list)
    _titles: dict[str, int] = field(default_factory=dict)
    _previous_action: Action | None = None

    def read(self, paragraphs: Sequence[Paragraph]) -> list[Instruction]:
        read = [self._one(p) for p in join_continuations(paragraphs)]
        return [_without_counts(i, read[at + 1 :]) if i.leads else i for at, i in enumerate(read)]

    def _one(self, paragraph: Paragraph) -> Instruction:
        text = straighten(paragraph.text)
        found = _MARK.match(text)
        mark = (found["mark"] or f"({found['bracketed']})") if found else ""
        body = text[found.end() :] if found else text
        if mark:
            depth, kind = _place_in_outline(mark, self._stack)
        else:
            depth, kind = 0, "none"
        if depth == 0:
            self._previous_action = None
        del self._stack[depth:]
        part = paragraph.part or self.part
        title = self._titles.get(part or "") or paragraph.title or self.title
        inherited = (
            self._stack[-1].context if self._stack else Context(Place(title, part), default_list=self.default_list)
        )
        for named in re.finditer(r"\b(\d{1,2})\s+CFR\s+[Pp]art\s+(\d+)", text):
            self._titles[named[2]] = int(named[1])  # the words go before a mistyped TITLE attribute
        if paragraph.part and inherited.place.part != paragraph.part:
            inherited = replace(inherited, place=Place(title, part))
        marks = [level.mark for level in self._stack if level.mark] + ([mark] if mark else [])
        number = ".".join(m.strip("()") for m in marks)
        instruction, context = read_instruction(
            number,
            paragraph.text,
            body,
            inherited,
            heading=paragraph.heading,
            previous=self._previous_action if depth else None,
        )
        self._stack.append(_Level(kind, mark, context, instruction.leads))
        if instruction.clauses:
            self._previous_action = instruction.clauses[-1].action
        for part, title in (
            (context.place.part, context.place.title),
            *((t.part, t.title) for c in instruction.clauses for t in c.targets[-1:]),
        ):
            if part:
                self.part, self.title = part, title
        return instruction
