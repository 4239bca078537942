"""One cell of a list table: the name, its aliases, its addresses, and the entities listed within the entry.

The Entity List (Supplement No. 4 to 15 CFR part 744), the Unverified List (No. 6) and the MEU List (No. 7) print all of
this in one cell. Three forms are read: with line breaks (``<br/>`` of the eCFR, ``<LI>`` of the Federal Register XML,
given as newlines), and as one folded line (text on public inspection, plain HTML), where only the dashes are left.

Nothing is guessed silently: what does not add up is a sentence in ``Cell.problems``, and ``Cell.raw`` keeps the cell.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.addresses import join_address_lines, split_addresses, take_remarks
from parsers.alias_lists import DASH, read_aliases
from parsers.alias_words import alias_header, other_name, stated_number
from parsers.boundary_doubts import may_hold_street
from parsers.boundary_words import ADDRESS_START, STREET
from parsers.cell import Cell, Reading
from parsers.inline_aliases import read_inline, read_name
from parsers.list_columns import (
    FOOTNOTE_CLOSE,
    FOOTNOTE_OPEN,
    CitationCell,
    MarkedCell,
    mark_footnote,
    read_citations,
    read_license_requirement,
    read_license_review_policy,
)
from parsers.model import EntryKind
from parsers.name_boundary import split_name
from parsers.numbers_in_words import NUMBER, number_of
from parsers.place_names import DESTINATION

__all__ = [
    "FOOTNOTE_CLOSE",
    "FOOTNOTE_OPEN",
    "Cell",
    "CitationCell",
    "MarkedCell",
    "mark_footnote",
    "read_citations",
    "read_entity_cell",
    "read_license_requirement",
    "read_license_review_policy",
]


_SUB_MARK = re.compile(r"\A(?:Subordinate|Affiliated)\s+instit\w+\s*:?\s*", re.IGNORECASE)
_SUB_LIST = re.compile(
    rf"""(?P<lead>[\s,;]*(?:and\s+)?(?:to\s+include\s+)?)the\s+following\s+(?:addresses\s+and\s+the\s+following\s+)?
        (?P<count>{NUMBER})?\s*(?:subordinate|affiliated)\s+(?:entities|institutions?|companies|organizations)\s*:""",
    re.VERBOSE | re.IGNORECASE,
)
_AFFILIATES_LINE = re.compile(r"\A(?:Affiliated|Subordinate)\s+entit(?:y|ies)\s*:\s*", re.IGNORECASE)
_APPLY_LINE = re.compile(r"\AThe\s+following\s+address(?:es)?\s+appl(?:y|ies)\b", re.IGNORECASE)
_GROUP_NAME = re.compile(r"\A(The following [^:\n]*\bentities)\s*:\s*", re.IGNORECASE)
_ADDRESS_NAME = re.compile(r"(Address\s+\d+)\b[\s,.:;]*", re.IGNORECASE)
_LIKE_ADDRESS = re.compile(rf"\d|;|{STREET.pattern}|\b(?:{DESTINATION})\b", re.IGNORECASE)

# Two lines in one, as in (ERL);—Institute of …
_DASH_BEHIND_SEMICOLON = re.compile(r";[^\S\n]*(?=[—–]\w)")
# Where one folded line had its breaks.
_BEFORE_DASH = re.compile(r"(?<=\S)\s+(?=[—–]+[^\s—–])|(?<=[;:])\s*(?=[—–])|(?<=\band)\s*(?=[—–])")
_BEFORE_HYPHEN = re.compile(r"(?<=[:;])\s+(?=-[^\s\d])|(?<=\band)\s+(?=-[A-Z])")
_MARKS_IN_LINE = (
    re.compile(r"(?:(?<=[.;:,])|(?<=\band))\s+(?=(?:Subordinate [Ii]nstitution|Affiliated [Ee]ntities)\b)"),
    re.compile(r"\s+(?=The following addresses? appl(?:y|ies)\b)"),
)
_STATED_PARTS = re.compile(
    rf"\b(?!an?\b)(?P<count>{NUMBER})\s+(?:named\s+)?(?:subordinate|affiliated)\s+"
    r"(?:entities|institutions?|companies|organizations)\b",
    re.IGNORECASE,
)
_PART_ON_NEXT_LINE = re.compile(r"(?<=institution:)\s*\n\s*[—–-]\s*")
_FOOTNOTE = re.compile(rf"{FOOTNOTE_OPEN}([^{FOOTNOTE_CLOSE}]*){FOOTNOTE_CLOSE}")

_ENTITY = EntryKind.ENTITY  # looked up once

#: The longest cell printed so far has some 3,300 characters, an entry with its continuation rows some 6,000.
LONGEST = 20_000


def _lines(text: str) -> list[str]:
    """The lines of a cell, folded, without the empty ones. One folded line is opened up at its dashes and markers."""
    if "\n" in text.strip():
        text = _DASH_BEHIND_SEMICOLON.sub(";\n", text)
    lines = [line for raw in text.split("\n") if (line := " ".join(raw.split()))]
    if len(lines) > 1:
        return lines
    text = lines[0] if lines else ""
    if "—" in text or "–" in text:
        text = _BEFORE_DASH.sub("\n", text)
    if " -" in text:
        text = _BEFORE_HYPHEN.sub("\n", text)
    for mark in _MARKS_IN_LINE:
        text = mark.sub("\n", text)
    return text.split("\n")


@lru_cache(maxsize=512)  # a document's cells are looked at more than once; a Cell cannot change
def read_entity_cell(text: str) -> Cell:
    """Read one cell of the entity column; ``text`` has newlines where the markup breaks the line, or none at all.

    Never raises: an unreadable cell comes back with ``problems``. The name is empty only where the cell holds no name
    (a row that goes on with the entry of the row before).
    """
    raw = text.strip("\n")
    if len(text) > LONGEST:
        what = f"the cell has {len(text)} characters, more than any entry, and was not read: {raw[:200]!r}"
        return Cell(name=" ".join(raw[:200].split()), problems=(what,), raw=raw)
    text = text.replace("\xa0", " ").replace("\u200b", "")  # left over from web pages
    marks: list[str] = []
    if FOOTNOTE_OPEN in text:
        text, marks = _take_footnotes(text)
    folded = "\n" not in text.strip()
    reading = Reading()
    text, remarks = take_remarks(text)
    if remarks:
        reading.remarks.extend(" ".join(remark.split()) for remark in remarks)
    _read_lines(_lines(text), reading, folded=folded)
    kind = _ENTITY
    if reading.name.startswith(("A", "a")) and _ADDRESS_NAME.fullmatch(reading.name):
        kind = EntryKind.ADDRESS
    if reading.stated is not None and reading.stated not in (reading.read_against_stated, len(reading.aliases)):
        reading.problems.append(
            f"the cell says {reading.stated} aliases, {reading.read_against_stated} are printed: {reading.name!r}"
        )
    if reading.stated_parts not in (None, len(reading.subs)):
        reading.problems.append(
            f"the cell says {reading.stated_parts} entities within {reading.name!r}, {len(reading.subs)} could be read"
        )
    return Cell(
        name=reading.name,
        kind=kind,
        aliases=tuple(dict.fromkeys(filter(None, reading.aliases))),
        addresses=tuple(dict.fromkeys(reading.addresses)),
        sub_entities=tuple(reading.subs),
        stated_aliases=reading.stated,
        remarks=tuple(reading.remarks),
        footnotes=tuple(marks),
        problems=tuple(reading.problems),
        raw=raw,
    )


def _take_footnotes(text: str) -> tuple[str, list[str]]:
    """The text without its footnote marks, and the marks."""
    marks: list[str] = []

    def mark(found: re.Match[str]) -> str:
        if found.string[found.end() : found.end() + 1] == "⁄" or found.string[found.start() - 1 : found.start()] == "⁄":
            return found.group(1)  # a fraction of an address: "11⁄2 Miles"
        marks.extend(re.findall(r"\d", found.group(1)))
        return ""

    return _FOOTNOTE.sub(mark, text), marks


def _read_lines(lines: list[str], reading: Reading, *, folded: bool) -> None:
    text = "\n".join(lines)
    if not text:
        reading.problems.append("the cell is empty")
        return
    if text.startswith(("A", "a")) and (address := _ADDRESS_NAME.match(text)):
        reading.name = address.group(1)
        reading.addresses.extend(split_addresses(text[address.end() :]))
        return
    the_following = text.startswith(("The", "the", "THE"))
    if the_following and (group := _GROUP_NAME.match(text)):
        reading.name = group.group(1)
        reading.subs.extend(_entities(text[group.end() :].split("\n")))
        return
    if "institution:" in text and alias_header(lines[0]) is None:
        text = _PART_ON_NEXT_LINE.sub(" ", text)  # "… subordinate institution: / —X" names X
    # Parts listed inside the entry come off first; what remains is an ordinary cell.
    text = _take_subordinates(text, reading)
    header = alias_header(text)
    if header is None:
        _read_plain(text, reading)
    else:
        reading.stated = stated_number(header)
        read_name(text[: header.start()], reading)
        read_aliases(text[header.end() :], reading, folded=folded)
    if not reading.addresses and reading.subs and reading.name:
        # "Subordinate institution" blocks print the addresses of the whole once, at the end.
        reading.addresses.extend(reading.subs[-1].addresses)


def _take_subordinates(text: str, reading: Reading) -> str:
    """Move the entities listed inside the entry to ``reading.subs``; the rest of the text is returned."""
    low = text.lower()
    if "subordinate" not in low and "affiliated" not in low and "appl" not in low:
        return text
    if stated := _STATED_PARTS.search(text):
        reading.stated_parts = number_of(stated["count"])
    found = _SUB_LIST.search(text) if "ollowing" in text else None
    if found:
        inside, before = text[found.end() :].strip(), text[: found.start()]
        if re.search(r"addresses\s+and", found.group(), re.IGNORECASE) or not inside.startswith(("—", "–")):
            text = before + "\n" + inside  # Huawei: the affiliates stand in the next row, here follow addresses
        else:
            reading.subs.extend(_entities(inside.split("\n")))
            return before
    lines = text.split("\n")
    kept: list[str] = []
    block: list[str] | None = None
    blocks: list[list[str]] = []
    for position, line in enumerate(lines):
        if _AFFILIATES_LINE.match(line):
            rest = _AFFILIATES_LINE.sub("", line)
            reading.subs.extend(_entities(([rest] if rest else []) + lines[position + 1 :]))
            break
        if mark := _SUB_MARK.match(line):
            block = [line[mark.end() :]] if line[mark.end() :] else []
            blocks.append(block)
        elif _APPLY_LINE.match(line):
            block = None
            kept.append(line)
        elif block is not None:
            block.append(line)
        else:
            kept.append(line)
    reading.subs.extend(
        read_entity_cell("\n".join([*block, ""]) if len(block) > 1 else block[0]) for block in blocks if block
    )
    return "\n".join(kept)


def _entities(lines: list[str]) -> list[Cell]:
    """Entities that stand one below the other, dashed or not, with or without alias list and address line."""
    groups: list[list[str]] = []
    wanted = 0  # alias lines still to come for the entity at hand
    address_due = False
    for line in lines:
        body = DASH.sub("", line)
        header = alias_header(line)
        if wanted > 0 and not header:
            groups[-1].append("—" + body)
            wanted -= 1
            open_end = bool(re.search(r"(?:;|;?\s*and)\Z", line))
            address_due = not split_name(body, certain=True)[1]
            if wanted == 0 and open_end and not ADDRESS_START.match(body):
                wanted = 1  # more are printed than stated
        elif address_due and not DASH.match(line):
            groups[-1].append(body)
            address_due = False
        else:
            groups.append([body])
            wanted, address_due = 0, False
            if header:
                wanted = stated_number(header) or 1
                address_due = True
    return [read_entity_cell("\n".join([*group, ""]) if len(group) > 1 else group[0]) for group in groups if any(group)]


def _read_plain(text: str, reading: Reading) -> None:
    """A cell without an alias list: the name, perhaps with an in-line a.k.a., then the addresses."""
    if text.startswith(("The", "the", "THE")) and _APPLY_LINE.match(text):
        reading.addresses.extend(split_addresses(text))
        return
    first, _, more = text.partition("\n")
    if found := other_name(first):
        read_inline(first, found, more, reading)
        return
    name, rest = split_name(first)
    if rest and first.endswith(",") and ADDRESS_START.match(more) and not _LIKE_ADDRESS.search(rest):
        name, rest = first, ""  # the line break ends the name; a comma before it is part of it
    read_name(name, reading, joined=first[len(name) :][:1] in (",", ";"))
    if may_hold_street(name, rest or more):
        reading.problems.append(f"the name may hold the beginning of its address, with no comma between: {name!r}")
    reading.addresses.extend(join_address_lines([rest, *more.split("\n")]))
