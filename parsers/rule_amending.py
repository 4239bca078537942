"""The amending part of a document: runs of instructions, each with the text and tables printed below it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from parsers.amendments_model import LISTS, Clause, Instruction, Paragraph
from parsers.amendments_outline import Outline
from parsers.amendments_text import text_of
from parsers.dates import Span
from parsers.model import Action, Amendment, CfrReference, ListChange, ListName, Problem
from parsers.rule_blocks import Block, BlockKind, Body, fold
from parsers.rule_changes import tie
from parsers.rule_dates import EffectiveDates
from parsers.rule_rows import ListRow, is_list_table, read_rows


@dataclass(frozen=True, slots=True)
class Run:
    """Instructions that follow one another, and the blocks printed between them and the next."""

    instructions: tuple[Instruction, ...]
    content: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Read:
    changes: tuple[ListChange, ...]
    amendments: tuple[Amendment, ...]
    problems: tuple[Problem, ...]
    instructions: tuple[Instruction, ...]
    rows: tuple[ListRow, ...]


def runs_of(body: Body, outline: Outline) -> list[Run]:
    if body.amending is None:
        return []
    heading: str | None = None
    for block in body.blocks[: body.amending]:
        if block.kind in (BlockKind.SECTION, BlockKind.HEADING):
            heading = block.text
    runs: list[Run] = []
    pending: list[Paragraph] = []
    content: list[Block] = []

    def close() -> None:
        if pending:
            runs.append(Run(tuple(outline.read(pending)), tuple(content)))
        elif content and runs:
            runs[-1] = replace(runs[-1], content=(*runs[-1].content, *content))
        pending.clear()
        content.clear()

    for block in body.blocks[body.amending :]:
        if block.kind is BlockKind.SIGNATURE:
            continue
        if block.kind is BlockKind.INSTRUCTION:
            if content:
                close()
            pending.append(Paragraph(block.text, block.title, block.part, heading))
        else:
            if block.kind in (BlockKind.SECTION, BlockKind.HEADING):
                heading = block.text
                if block.kind is BlockKind.HEADING and (part := re.match(r"PART\s+(\d+)\s*[—–-]", block.text)):
                    close()
                    outline.part = part[1]
                    continue
            content.append(block)
    close()
    return runs


def read_amending(body: Body, dates: EffectiveDates, *, title: int, part: str | None, own_citation: str | None) -> Read:
    """All that the amending part orders."""
    outline = Outline(title, part, _titled_list(body))
    problems: list[Problem] = []
    changes: list[ListChange] = []
    amendments: list[Amendment] = []
    instructions: list[Instruction] = []
    all_rows: list[ListRow] = []
    said: set[str] = set()
    span_of = _span_of(dates)
    for run in runs_of(body, outline):
        instructions += run.instructions
        for instruction in run.instructions:
            problems += _instruction_problems(instruction, said)
            if not instruction.understood:
                problems.append(
                    Problem(
                        _where(instruction), f"this instruction was not understood: {fold(instruction.text)[:400]!r}"
                    )
                )
        rows, row_problems = _rows(run)
        problems += row_problems
        all_rows += rows
        listed = [
            i for i in run.instructions if any(c.list and (c.names or c.countries or c.stated) for c in i.clauses)
        ]
        if listed or rows:
            tied = tie(
                listed or run.instructions,
                rows,
                span_of=span_of,
                own_citation=own_citation,
                tables_printed=body.form != "paragraphs",
            )
            changes += tied.changes
            problems += tied.problems
        amendments += _amendments(run, span_of, dates.stays)
        changes += _corrected_entries(run, span_of)
    return Read(tuple(changes), tuple(amendments), tuple(problems), tuple(instructions), tuple(all_rows))


def _titled_list(body: Body) -> ListName | None:
    about = f"{body.subject or ''} {body.summary or ''}"
    for words, name in (
        (r"\bUnverified List\b", ListName.UNVERIFIED_LIST),
        (r"['‘]?Military End[\s-]User['’]? \(?(?:MEU\)?\s+)?List\b", ListName.MEU_LIST),
        (r"\bEntity List\b", ListName.ENTITY_LIST),
    ):
        if re.search(words, body.subject or "", re.IGNORECASE) or (not body.subject and re.search(words, about)):
            return name
    return None


def _where(instruction: Instruction) -> str:
    return f"instruction {instruction.number}" if instruction.number else "instruction"


def _instruction_problems(instruction: Instruction, said: set[str]) -> list[Problem]:
    """What an instruction lacks. What is said of the paragraph above it is said once."""
    problems = []
    for text in instruction.problems:
        if text.startswith("no paragraph above"):
            if text in said:
                continue
            said.add(text)
        severity = "info" if "quotation mark" in text else "warning"
        problems.append(Problem(_where(instruction), text, severity))
    return problems


def _span_of(dates: EffectiveDates) -> Callable[[Instruction], Span]:
    def span(instruction: Instruction) -> Span:
        whole = dates.of(instruction.number)
        own = instruction.effective
        if own is None:
            return whole
        if whole.until and own.effective and own.effective > whole.until:
            # "Effective December 4, lift the stay": it stays lifted
            whole = replace(whole, until=None, until_words=None)
        return Span(
            own.effective or whole.effective,
            own.until or whole.until,
            own.until_words or whole.until_words,
            own.provisional,
        )

    return span


def _rows(run: Run) -> tuple[list[ListRow], list[Problem]]:
    """The rows of the list tables below a run, if the run is about a list."""
    rows: list[ListRow] = []
    problems: list[Problem] = []
    named = [i.list for i in run.instructions if i.list is not None]
    number = 0
    current: ListName | None = named[0] if named else None
    for block in run.content:
        if block.kind is BlockKind.HEADING and (
            found := re.match(r"Supplement\s+No\.?\s*(\d+)\s+to\s+Part\s+744", block.text, re.IGNORECASE)
        ):
            current = LISTS.get(found[1], current)
        if block.table is None or current is None or not is_list_table(block.table):
            continue
        number += 1
        found_rows, found_problems = read_rows(
            block.table, current, number=number, country=rows[-1].destination if rows else None
        )
        rows += found_rows
        problems += found_problems
    return rows, problems


def _amendments(run: Run, span_of: Callable[[Instruction], Span], stays: Span | None) -> list[Amendment]:
    made: list[Amendment] = []
    count = sum(len(c.targets) for i in run.instructions for c in i.clauses)
    for instruction in run.instructions:
        for clause in instruction.clauses:
            span = span_of(instruction)
            if stays is not None and clause.action in (Action.STAY, Action.SUSPEND) and clause.until is None:
                span = replace(span, until=stays.until, until_words=stays.until_words)
            made += _of_clause(instruction, clause, run, span, alone=count == 1)
    return made


def _of_clause(instruction: Instruction, clause: Clause, run: Run, span: Span, *, alone: bool) -> list[Amendment]:
    made = []
    own = clause.until
    for index, target in enumerate(clause.targets):
        new = clause.redesignated[index] if index < len(clause.redesignated) else None
        made.append(
            Amendment(
                target=target,
                action=clause.action,
                effective=span.effective,
                text=_new_text(clause, target, new, run, alone=alone),
                instruction=fold(instruction.text),
                until=(own.until if own else None) or span.until,
                until_words=(own.until_words if own else None) or span.until_words,
                number=instruction.number,
                provisional=span.provisional,
                redesignated_to=new,
            )
        )
    return made


def _new_text(clause: Clause, target: CfrReference, new: CfrReference | None, run: Run, *, alone: bool) -> str:
    if new is not None:
        return f"redesignated as {new}"
    if clause.new_words is not None:
        return fold(clause.new_words)
    if clause.action in (Action.ADD, Action.REVISE, Action.REPUBLISH, Action.CORRECT):
        return text_of(target, run.content, alone=alone)
    return ""


def _corrected_entries(run: Run, span_of: Callable[[Instruction], Span]) -> list[ListChange]:
    """A correction of words in a list entry ("“Inspur Electronics” should read “Inspur Electronic”") renames the
    entry."""
    from parsers.model import ListEntry  # noqa: PLC0415

    made = []
    for instruction in run.instructions:
        for clause in instruction.clauses:
            if (
                clause.action is not Action.CORRECT
                or clause.list is None
                or not (clause.new_words and clause.old_words)
            ):
                continue
            old, new = (fold(w).rstrip(";,").strip() for w in (clause.old_words, clause.new_words))
            if clause.names:
                # Words within the entry named: its name changes where they are part of it, else something below it.
                entry = clause.names[0].name
                old, new = entry, entry.replace(old, new)
            if min(len(re.findall(r"[^\W\d_]", w)) for w in (old, new)) < 4 or not re.search(
                r"\bentr(?:y|ies)\b|\bEntity\b|\bcolumn\b.*\brow\b", instruction.text
            ):
                continue
            span = span_of(instruction)
            made.append(
                ListChange(
                    Action.REVISE,
                    ListEntry(clause.list, clause.country, new, raw=new),
                    span.effective,
                    fold(instruction.text),
                    former_name=old if old != new else None,
                )
            )
    return made
