"""Which paragraphs are instructions, where the markup does not say: in plain text, in paragraph files, in bare HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.citations import rank, roman_value
from parsers.rule_blocks import Block, BlockKind

_AMENDED_AS_FOLLOWS = re.compile(
    r"^\s*(?:\S+\s+){0,3}?(?:Accordingly|For\s+(?:the\s+)?reasons?|In\s+consideration|Therefore|"
    r"Under\s+the\s+authority|PART)\b.*\b(?:amended|revised|amend(?:s|ing)?|corrected|stayed)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_AUTHORITY = re.compile(r"^\s*\d+\.\s*The\s+authority\s+citations?\b", re.IGNORECASE)
_PLACE = (
    r"(?:Sections?\b|§|Supplements?\b|Append(?:ix|ices)\b|Subparts?\b|Parts?\s+\d|The\s+(?:authority|stay|"
    r"suspension|effective\s+date|introductory|table|heading|definition|entr)|"
    r"Paragraphs?\s*\(|In\s+(?:§|sections?|supplement|appendix|part|subpart|paragraph|amendatory|the\s+)|On\s+page|"
    r"Under\s+|Effective\s|Delayed\s+indef)"
)
_IMPERATIVE = (
    r"(?:Amend|Add|Remove|Revise|Redesignate|Reserve|Correct|Stay|Suspend|Lift|Delay|Extend|Delete|Republish|"
    r"Transfer|Withdraw|Designate)\b"
)
_VERB = re.compile(
    r"\b(?:amend|revis|add(?:s|ed|ing)?\b|remov|redesignat|reserv|correct|stay(?:s|ed|ing)?\b|suspend|lift|delay|"
    r"extend|republish|delet|withdraw|should\s+read|continues?\s+to\s+read|transferr|reinstat|authority\s+citation)",
    re.IGNORECASE,
)
NUMBERED = re.compile(rf"^\s*(?P<mark>\d{{1,3}})\s?\.\s*(?P<rest>(?:{_PLACE}|{_IMPERATIVE}).*)", re.DOTALL)
_GERUND = (
    r"(?:[Aa]dding|[Rr]evising|[Rr]emoving|[Rr]edesignating|[Rr]eserving|[Cc]orrecting|[Rr]epublishing|[Ss]taying|"
    r"[Ss]uspending|[Ll]ifting|[Dd]elaying|[Ee]xtending|[Dd]eleting|[Tt]ransferring)\b"
)
SUB = re.compile(
    rf"^\s*(?:(?P<mark>[a-z]{{1,2}}|[ivxl]{{1,6}}|[A-Z]{{1,2}})\s?\.\s+"
    # "(a) By adding under Iran, ..." in older rules; "(a) Scope. ..." is the text of a paragraph.
    rf"|\((?P<bracketed>[a-z]{{1,2}}|[ivxl]{{1,5}}|\d{{1,2}})\)\s+(?=(?:By\s+{_GERUND}|{_GERUND}|(?:Under|UNDER)\s+(?!the\s+[a-z]|th(?:is|at|ese)\b|[a-z§]))))"
    rf"(?P<rest>(?:By\s+|by\s+)?(?:{_GERUND}|"
    rf"{_IMPERATIVE}|{_PLACE}|UNDER\b|Entries\b|entries\b|An?\s+entry\b|[“\"`]).*)",
    re.DOTALL,
)
_STRONG = re.compile(rf"(?:By\s+|by\s+)?(?:{_GERUND}|{_IMPERATIVE}|Under\b|UNDER\b)")
_CORRECTION = re.compile(
    r"^\s*(?:\d+\.\s*)?On\s+pages?\s+\d+.*\b(?:should\s+read|corrected|correct|remove|is\s+added|is\s+removed)\b",
    re.IGNORECASE | re.DOTALL,
)
_ACTS = re.compile(
    r"\b(?:is|are)\s+(?:amended|revised|added|removed|stayed|suspended|corrected)\b|^\s*\d+\.\s*(?:Amend|"
    r"Remove|Revise|Add)\b"
)
_OPEN_END = re.compile(r"(?:;|,|;\s*and|,\s*and|\band)\s*\Z")


def amending_start(blocks: Sequence[Block]) -> int | None:
    """The index at which the amending part begins: the words "... is amended as follows", or the first instruction."""
    texts = [b.text for b in blocks]
    for index in range(len(texts) - 1, -1, -1):
        if (
            re.match(r"\s*(?:Accordingly|For\s+(?:the\s+)?reasons?)\b", texts[index])
            and _AMENDED_AS_FOLLOWS.match(texts[index])
            and re.search(r"\bparts?\s+\d+|\bCFR\b|\bEAR\b|Regulations|chapter", texts[index])
            and any(is_numbered(t) or _is_list_item(t) for t in texts[index + 1 : index + 12])
        ):
            return index + 1
    for index, text in enumerate(texts):
        if _AUTHORITY.match(text) or _CORRECTION.match(text):
            return index
    for index, text in enumerate(texts):
        if is_numbered(text) and _ACTS.search(text):
            return index
    return next(
        (i for i, text in enumerate(texts) if _is_list_item(text) and re.search(r"\bUnder\b|\bUNDER\b", text)), None
    )


def _is_list_item(text: str) -> bool:
    """ "a. Under CHINA, ... adding entries for “X”": an instruction about a list, whatever has become of its
    heading."""
    sub = SUB.match(text)
    if not sub:
        return False
    if (
        re.match(r"(?:By\s+)?(?:Under|UNDER)\b", sub["rest"])
        and re.search(r"(?:[:,]|\bOF|\bby)\s*\Z", text)
        and len(text) < 120
    ):
        return True
    acts = re.match(r"(?:By\s+)?(?:Under|UNDER|[Aa]dding|[Rr]evising|[Rr]emoving)\b", sub["rest"])
    return bool(acts and re.search(r"[“\"].*[”\"]", text))


def is_numbered(text: str) -> bool:
    return bool(NUMBERED.match(text) and _VERB.search(text))


def mark_instructions(blocks: Sequence[Block]) -> tuple[list[Block], int | None]:
    """The blocks with the instructions among them marked, and the index of the first block of the amending part."""
    start = amending_start(blocks)
    if start is None:
        return list(blocks), None
    return [*blocks[:start], *_marked(blocks[start:])], start


def with_unmarked(blocks: Sequence[Block], start: int) -> tuple[list[Block], int]:
    """As ``mark_instructions``, where the markup says it of some paragraphs only; ``start``: the first of those."""
    begin = start
    while (
        begin
        and blocks[begin - 1].kind is BlockKind.PARAGRAPH
        and (is_numbered(blocks[begin - 1].text) or _is_list_lead(blocks[begin - 1].text))
    ):
        begin -= 1
    return [*blocks[:begin], *_marked(blocks[begin:], strict=True)], begin


def _is_list_lead(text: str) -> bool:
    sub = SUB.match(text)
    return bool(sub and _STRONG.match(sub["rest"]) and _is_list_item(text))


def _marked(blocks: Sequence[Block], *, strict: bool = False) -> list[Block]:
    """``strict``: most instructions are marked already; a numbered paragraph must say that something is amended."""
    marked: list[Block] = []
    begun = False
    previous = ""
    in_run = False
    sub_marks: list[str] = []
    top = 0
    for block in blocks:
        kind = block.kind
        text = block.text
        if kind is BlockKind.PARAGRAPH:
            numbered = NUMBERED.match(text)
            sub = SUB.match(text)
            if strict and numbered and not _ACTS.search(text):
                numbered = None
            if _CORRECTION.match(text) or (numbered and _VERB.search(text) and _in_order(int(numbered["mark"]), top)):
                kind, in_run, begun = BlockKind.INSTRUCTION, True, True
                top = int(numbered["mark"]) if numbered else top
                sub_marks = []
            elif (
                sub
                and (in_run or (sub_marks and _STRONG.match(sub["rest"]) and _follows(_mark(sub), sub_marks)))
                and (begun or in_run or _VERB.search(text))
            ):
                kind, in_run, begun = BlockKind.INSTRUCTION, True, True
                sub_marks.append(_mark(sub))
            elif sub and not begun and re.match(r"Under\b|UNDER\b", sub["rest"]):
                kind, in_run, begun = BlockKind.INSTRUCTION, True, True  # the paragraph above it is missing
                sub_marks.append(_mark(sub))
            elif in_run and re.match(r"\s*[“\"`]", text) and _OPEN_END.search(previous):
                kind = BlockKind.INSTRUCTION
            elif re.match(r"\s*Authority\s*:", text):
                kind, in_run = BlockKind.AUTHORITY, False
            else:
                in_run = False
        elif kind is not BlockKind.INSTRUCTION:
            in_run = False
        else:
            in_run = True
        previous = text
        marked.append(replace(block, kind=kind) if kind is not block.kind else block)
    return marked


def _mark(sub: re.Match[str]) -> str:
    return str(sub["mark"] or sub["bracketed"])


def _in_order(number: int, top: int) -> bool:
    """Instructions are numbered through the document (or anew for each part); a list within a text begins elsewhere."""
    return number == 1 or top == 0 or top <= number <= top + 12


def _follows(mark: str, marks: Sequence[str]) -> bool:
    last = marks[-1]
    if (
        len(mark) == 1
        and len(last) == 1
        and mark.islower()
        and last.islower()
        and rank(mark, "letter") == rank(last, "letter") + 1
    ):
        return True
    ours, theirs = roman_value(mark), roman_value(last)
    return bool(ours and theirs and ours == theirs + 1) or any(
        len(m) == 1 and len(mark) == 1 and ord(mark) == ord(m) + 1 for m in marks
    )
