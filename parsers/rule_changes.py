"""Instructions tied to the rows that print their text: what each does to one entry of a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from parsers.amendments_entries import NamedEntry, country_key, same_country
from parsers.amendments_model import Clause, Instruction
from parsers.dates import Span
from parsers.entries import read_entity_cell
from parsers.model import Action, EntryKind, ListChange, ListEntry, ListName, Problem
from parsers.place_names import DESTINATION
from parsers.rule_blocks import fold
from parsers.rule_rows import SUPPLEMENTS, ListRow, headings_of, key, read_row

#: Below this, two names are not taken for spellings of one (0-100).
NEAR = 86.0
#: A lone name and a lone row of one country are tied down to this, with a warning.
LONE = 60.0


@dataclass(slots=True)
class _Ordered:
    """One name that an instruction gives, until its row is found."""

    instruction: Instruction
    clause: Clause
    named: NamedEntry
    span: Span
    row: int | None = None
    former: str | None = None
    notes: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What its row should be called."""
        return self.named.renamed_to or self.named.name

    @property
    def needs_row(self) -> bool:
        return self.clause.action is not Action.REMOVE


@dataclass(frozen=True, slots=True)
class Tied:
    changes: tuple[ListChange, ...]
    problems: tuple[Problem, ...]


def tie(
    instructions: Sequence[Instruction],
    rows: Sequence[ListRow],
    *,
    span_of: Callable[[Instruction], Span],
    own_citation: str | None,
    tables_printed: bool = True,
) -> Tied:
    """The changes that a run of instructions orders, each with the text of its row.

    Every name gives one change and every row gives one change: a name without a row is ``text_missing``, a row
    without a
    name gets the action that its citations show; both are Problems.
    """
    problems: list[Problem] = []
    ordered = [
        _Ordered(i, c, n, _joined_span(span_of(i), c.until))
        for i in instructions
        for c in i.clauses
        if c.list is not None and c.new_words is None  # corrected words: no row prints them
        for n in c.names
    ]
    names = [spelling for o in ordered for spelling in (o.named.renamed_to or o.named.name, o.named.name)]
    entries: list[ListEntry] = []
    row_problems: list[list[Problem]] = []
    for row in rows:
        entry, found = read_row(row, names, own_citation)
        entries.append(entry)
        row_problems.append(found)
    _match(ordered, rows, entries)
    for found in row_problems:
        problems += found
    headings = headings_of(rows)
    ordered_by: dict[tuple[int, int], list[_Ordered]] = {}
    for one in ordered:
        ordered_by.setdefault((id(one.instruction), id(one.clause)), []).append(one)
    changes: list[ListChange] = []
    for instruction in instructions:
        for clause in instruction.clauses:
            if clause.list is None:
                continue
            span = _joined_span(span_of(instruction), clause.until)
            changes += [_country_change(clause, country, instruction, span, headings) for country in clause.countries]
            for one in ordered_by.get((id(instruction), id(clause)), ()):
                changes.append(_change(one, entries, headings, problems, tables_printed))
                problems += one.notes
    taken = {o.row for o in ordered if o.row is not None}
    for instruction in instructions:
        for clause in instruction.clauses:
            if clause.list is not None and clause.stated is not None and not clause.names:
                made, indices, notes = _unnamed(
                    clause, instruction, instructions, rows, entries, taken, span_of, own_citation
                )
                changes += made
                taken |= indices
                problems += notes
    for index, (row, entry) in enumerate(zip(rows, entries, strict=True)):
        if index not in taken:
            changes.append(_unordered(row, entry, instructions, span_of, own_citation))
            action = changes[-1].action
            problems.append(
                Problem(
                    row.where,
                    f"a row without an instruction: {entry.name!r} under {entry.destination}; taken as {action} by "
                    f"its citations ({fold(row.citation) or 'none'})",
                )
            )
    return Tied(tuple(changes), tuple(problems))


def _joined_span(span: Span, own: Span | None) -> Span:
    if own is None:
        return span
    return Span(
        own.effective or span.effective, own.until or span.until, own.until_words or span.until_words, span.provisional
    )


# -- matching ---------------------------------------------------------------------------------------------------------


def _match(ordered: list[_Ordered], rows: Sequence[ListRow], entries: Sequence[ListEntry]) -> None:
    """Tie names to rows, the surest first; each row is taken once."""
    free = dict.fromkeys(range(len(rows)))
    waiting = [o for o in ordered if o.needs_row]

    def take(one: _Ordered, index: int, *, sure: bool = True) -> None:
        one.row = index
        del free[index]
        _note(one, rows[index], entries[index], sure=sure)

    def fits(one: _Ordered, index: int) -> bool:
        wanted = one.clause.country
        here = wanted is None or same_country(wanted, rows[index].destination)
        return rows[index].list is one.clause.list and here

    by_name: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        by_name.setdefault(key(entry.name), []).append(index)
    _same_name(waiting, by_name, free, fits, take)
    steps: tuple[Callable[[str, int], bool], ...] = (
        lambda name, i: key(rows[i].entity).startswith(key(name)) and _at_boundary(name, rows[i].entity),
        lambda name, i: key(name) in {key(a) for a in entries[i].aliases},
    )
    for fitting in steps:
        for one in [o for o in waiting if o.row is None and key(o.name)]:
            found = next((i for i in free if fits(one, i) and fitting(one.name, i)), None)
            if found is not None:
                take(one, found)
    _same_name(waiting, by_name, free, lambda one, i: rows[i].list is one.clause.list, take)
    scored = sorted(
        (-score, w, i)
        for w, one in enumerate(waiting)
        if one.row is None
        for i in free
        if fits(one, i) and (score := _alike(one.name, entries[i].name)) >= NEAR
    )
    for _, w, i in scored:
        if waiting[w].row is None and i in free:
            take(waiting[w], i)
    if not free:
        return
    waiting_in = Counter(country_key(o.clause.country) for o in waiting if o.row is None)
    for one in [o for o in waiting if o.row is None and waiting_in[country_key(o.clause.country)] == 1]:
        candidates = [i for i in free if fits(one, i)]
        lone = len(candidates) == 1
        if lone and (_alike(one.name, entries[candidates[0]].name) >= LONE or one.clause.action is Action.REVISE):
            take(one, candidates[0], sure=False)


def _same_name(
    waiting: Sequence[_Ordered],
    by_name: dict[str, list[int]],
    free: dict[int, None],
    fits: Callable[[_Ordered, int], bool],
    take: Callable[[_Ordered, int], None],
) -> None:
    for one in waiting:
        if one.row is None:
            index = next((i for i in by_name.get(key(one.name), ()) if i in free and fits(one, i)), None)
            if index is not None:
                take(one, index)


def _at_boundary(name: str, cell: str) -> bool:
    """Whether the cell goes on behind ``name`` with something that is not the rest of a longer word."""
    wanted, seen = key(name), 0
    for position, character in enumerate(cell):
        if seen == len(wanted):
            return not character.isalnum() and not re.match(r"[\s]+(?:Co|Ltd|Inc|LLC|Limited|Corp)\b", cell[position:])
        if key(character):
            seen += len(key(character))
    return seen == len(wanted)


def _alike(left: str, right: str) -> float:
    return float(fuzz.ratio(left.casefold(), right.casefold()))


def _note(one: _Ordered, row: ListRow, entry: ListEntry, *, sure: bool = True) -> None:
    """Say how an instruction and its row differ."""
    written = one.name
    if key(written) != key(entry.name):
        if key(written) in {key(a) for a in entry.aliases} or not sure:
            if one.clause.action is Action.REVISE:
                one.former = written
            one.notes.append(
                Problem(
                    _where(one),
                    f"the instruction says {written!r}, the row is {entry.name!r}; taken as its entry",
                    "info" if sure else "warning",
                )
            )
        else:
            one.notes.append(
                Problem(
                    _where(one),
                    f"the instruction spells {written!r}, the row {entry.name!r}; the row's spelling is taken",
                    "info",
                )
            )
    if one.clause.country and not same_country(one.clause.country, row.destination):
        one.notes.append(
            Problem(
                _where(one), f"{entry.name!r} is ordered under {one.clause.country} and printed under {row.destination}"
            )
        )


def _where(one: _Ordered) -> str:
    return f"instruction {one.instruction.number}" if one.instruction.number else "instruction"


# -- changes ----------------------------------------------------------------------------------------------------------


def _destination(written: str | None, headings: dict[str, str]) -> str | None:
    """The heading as the table prints it, else as the instruction has it."""
    if written is None:
        return None
    for printed in headings.values():
        if country_key(printed) == country_key(written):
            return printed
    return written


def _change(
    one: _Ordered, entries: Sequence[ListEntry], headings: dict[str, str], problems: list[Problem], tables_printed: bool
) -> ListChange:
    action = (
        Action.REVISE
        if one.clause.action in (Action.CORRECT, Action.REPUBLISH, Action.REDESIGNATE)
        else one.clause.action
    )
    former = one.former or (one.named.name if one.named.renamed_to and one.named.renamed_to != one.named.name else None)
    made = ListChange(
        action=action,
        entry=_bare_entry(one, headings) if one.row is None else entries[one.row],
        effective=one.span.effective,
        instruction=fold(one.instruction.text),
        until=one.span.until,
        provisional=one.span.provisional,
        former_name=former,
    )
    if made.entry.destination is None:
        problems.append(Problem(_where(one), f"no country is named for {made.entry.name!r}"))
    if one.row is None and one.needs_row:
        if tables_printed:
            problems.append(
                Problem(
                    _where(one),
                    f"ordered, but its text is not printed: {action} {made.entry.name!r} under "
                    f"{made.entry.destination}",
                )
            )
        return replace(made, text_missing=tables_printed)
    return made


def _bare_entry(one: _Ordered, headings: dict[str, str]) -> ListEntry:
    assert one.clause.list is not None
    name = one.name
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    if re.search(r"\b[af][./]?k[./]?a\b", name) or _ends_in(one.clause.country, name):
        cell = read_entity_cell(name)
        name, aliases, addresses = cell.name, cell.aliases, cell.addresses
    kind = EntryKind.ADDRESS if re.fullmatch(r"Address\s+\d+", name, re.IGNORECASE) else EntryKind.ENTITY
    country = _destination(one.clause.country, headings)
    return ListEntry(one.clause.list, country, name, kind, aliases, addresses, raw=one.named.written)


def _ends_in(country: str | None, quoted: str) -> bool:
    """Whether a quotation goes on behind the name with the address: "“X Co., P.O. Box 12, Dubai, U.A.E.”" under the
    United Arab Emirates. A name may end in its country too ("Y Bank, Iran"), so a number must stand between."""
    found = re.search(rf",\s+(?P<place>{DESTINATION})\.?\s*\Z", quoted)
    if found is None or country is None or not re.search(r"\d", quoted[: found.start()].partition(",")[2]):
        return False
    return same_country(found["place"].replace(".", ""), country)


def _country_change(
    clause: Clause, country: str, instruction: Instruction, span: Span, headings: dict[str, str]
) -> ListChange:
    assert clause.list is not None
    printed = _destination(country, headings) or country
    action = clause.action if clause.action in (Action.ADD, Action.REMOVE) else Action.REVISE
    entry = ListEntry(clause.list, printed, printed, EntryKind.COUNTRY)
    return ListChange(action, entry, span.effective, fold(instruction.text), span.until, span.provisional)


def _unnamed(
    clause: Clause,
    instruction: Instruction,
    instructions: Sequence[Instruction],
    rows: Sequence[ListRow],
    entries: Sequence[ListEntry],
    taken: set[int],
    span_of: Callable[[Instruction], Span],
    own_citation: str | None,
) -> tuple[list[ListChange], set[int], list[Problem]]:
    """ "By adding under Belgium, one Belgian entity": the rows of that country are the entries, their number is
    checked."""
    where = f"instruction {instruction.number}"
    if clause.action is Action.REMOVE:
        return [], set(), [Problem(where, f"a removal that does not say whose: {clause.text!r}")]
    free = [
        i
        for i, row in enumerate(rows)
        if i not in taken and row.list is clause.list and same_country(row.destination, clause.country)
    ]
    rivals = {
        c.action
        for i in instructions
        for c in i.clauses
        if c.stated is not None and same_country(c.country, clause.country)
    }
    if len(rivals) > 1:
        free = [i for i in free if _is_new(entries[i], own_citation) == (clause.action is Action.ADD)]
    span = _joined_span(span_of(instruction), clause.until)
    changes = [
        ListChange(clause.action, entries[i], span.effective, fold(instruction.text), span.until, span.provisional)
        for i in free
    ]
    if len(free) == clause.stated:
        return changes, set(free), []
    return (
        changes,
        set(free),
        [Problem(where, f"{clause.stated} entries are ordered under {clause.country}, {len(free)} rows are printed")],
    )


def _is_new(entry: ListEntry, own_citation: str | None) -> bool:
    return not [c for c in entry.citations if c != own_citation]


def _unordered(
    row: ListRow,
    entry: ListEntry,
    instructions: Sequence[Instruction],
    span_of: Callable[[Instruction], Span],
    own_citation: str | None,
) -> ListChange:
    """A row that no instruction names: added where its only citation is the rule's own, else revised."""
    earlier = [c for c in entry.citations if c != own_citation]
    about = [i for i in instructions if i.list is row.list] or list(instructions)
    span = span_of(about[0]) if about else Span(None)
    action = Action.REVISE if earlier else Action.ADD
    return ListChange(action, entry, span.effective, "", span.until, span.provisional)


def table_name(name: ListName) -> str:
    return SUPPLEMENTS.get(name, str(name))
