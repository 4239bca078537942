"""Notices that add names to or remove names from a list kept outside the CFR: section 1260H, the UFLPA Entity List."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.amendments_entries import clean_name
from parsers.model import Action, ListChange, ListEntry, ListName, Problem
from parsers.rule_blocks import BlockKind, Body, fold
from parsers.rule_dates import EffectiveDates

_LISTS = (
    (ListName.SECTION_1260H, re.compile(r"\bsection\s+1260H\b|Chinese\s+Military\s+Compan", re.IGNORECASE)),
    (ListName.UFLPA, re.compile(r"\bUFLPA\b|Uyghur\s+Forced\s+Labor\s+Prevention\s+Act", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class ListNotice:
    changes: tuple[ListChange, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_list_notice(body: Body, dates: EffectiveDates) -> ListNotice:
    """The names that a notice adds or removes; nothing for other notices."""
    subject = f"{body.subject or ''} {body.summary or ''}"
    name = next((n for n, pattern in _LISTS if pattern.search(subject)), None)
    if name is None or body.amending is not None:
        return ListNotice()
    changes: list[ListChange] = []
    action: Action | None = None
    for block in body.blocks:
        text = block.text
        if block.table is not None:
            if action is not None:
                changes += [
                    _change(name, action, row.cells[0], dates)
                    for row in block.table.rows
                    if row.cells and row.cells[0].strip() and not row.stars
                ]
            continue
        if (
            block.kind is BlockKind.HEADING
            or re.search(r"\b(?:following|these)\s+(?:\w+\s+){0,4}(?:entit|compan|name)", text)
            or text.rstrip().endswith(":")
        ):
            found = _action(text)
            action = found if found is not None else None if block.kind is BlockKind.HEADING else action
            continue
        if action is not None and _is_name_line(text):
            changes.append(_change(name, action, text, dates))
        elif len(text) > 300:
            action = None
    if not changes:
        return ListNotice(problems=(Problem("notice", f"a notice about the {name} list from which no name was read"),))
    return ListNotice(tuple(changes))


def _action(text: str) -> Action | None:
    if re.search(r"\b(?:remov|delet|delist)\w*", text, re.IGNORECASE):
        return Action.REMOVE
    if re.search(r"\b(?:add|addition|qualif|identif|designat)\w*", text, re.IGNORECASE):
        return Action.ADD
    return None


def _is_name_line(text: str) -> bool:
    return (
        len(text) < 250
        and not re.search(r"\b(?:is|are|was|were|shall|may|must|will|has|have)\b", text)
        and bool(re.search(r"[A-Z]", text))
        and not text.startswith("[")
    )


def _change(name: ListName, action: Action, text: str, dates: EffectiveDates) -> ListChange:
    written = re.sub(r"^\s*(?:[•·]|\(?\d{1,3}[.)]|[a-z]\.)\s*", "", fold(text))
    written = re.sub(r"[;,]?\s+and\s*$", "", written)
    aliases: tuple[str, ...] = ()
    if found := re.search(
        r"\s*\(?(?:(?:including|and)\s+)?(?:also\s+known\s+as|formerly\s+known\s+as|"
        r"[af]\.?k\.?a\.?,?)\s*(?P<names>.+?)\)?[.;]?$",
        written,
        re.IGNORECASE,
    ):
        aliases = tuple(
            clean_name(a)
            for a in re.split(r";\s*(?:and\s+)?|\s*,\s+(?:and\s+)?(?=[A-Z])(?!(?:Ltd|Inc|LLC|Co)\b)", found["names"])
            if a.strip()
        )
        written = written[: found.start()]
    if found := re.search(r"\s*\((?P<short>[A-Z][\w& .-]{1,30})\)[.;]?$", written):
        aliases = (found["short"], *aliases)
        written = written[: found.start()]
    entry = ListEntry(name, None, clean_name(written), aliases=aliases, raw=text)
    return ListChange(action, entry, dates.main.effective, fold(text), provisional=dates.main.provisional)
