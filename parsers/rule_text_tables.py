"""Tables in plain text: the columns of govinfo's text, and the flat cells of a document on public inspection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.rule_blocks import Block, BlockKind, Row, Table, fold

_HEADS = {
    "country": r"Country",
    "entity": r"(?:Entity|Entities|Listed\s+persons?(?:\s+and\s+address(?:es)?)?)",
    "requirement": r"License\s+requirement",
    "policy": r"License\s+review\s+policy",
    "citation": r"Federal\s+Register\s+citation(?:\s+and\s+date\s+of\s+publication)?",
}
_HEAD_LINE = re.compile(
    r"^\s*(?:" + "|".join(_HEADS.values()) + r")(?:\s+(?:" + "|".join(_HEADS.values()) + r"))*\s*$", re.IGNORECASE
)
_CITATION = re.compile(r"^\s*\d{2,3}\s+F\.?R\.?\s+(?:FR\s+)?(?:\[|\d)", re.IGNORECASE)
_REQUIREMENT = re.compile(
    r"^\s*(?:For\s+(?:all|any|the|each|every|“|those)\b|All\s+items\b|Items\s+subject\b|For\s+items\b)", re.IGNORECASE
)
_POLICY = re.compile(
    r"^\s*(?:Presumption|Policy|Case[\s-]by[\s-]case|See\s+§|Review|Denial|License\s+applications|Applications|"
    r"Subject\s+to|Reviewed)\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"^[A-ZÜİŞÇĞÖÉ][A-ZÜİŞÇĞÖÉ'’,.() -]{2,60}$")
_NOTE = re.compile(r"^\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\\?\d\\?)\s+(?:For\s+this\s+entity|[“\"]?[A-Z])")


# -- flat cells -------------------------------------------------------------------------------------------------------


def take_flat_tables(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs that are the cells of a list table, one after the other, gathered into table blocks."""
    out: list[Block] = []
    index = 0
    while index < len(blocks):
        if _HEAD_LINE.match(blocks[index].text) and re.match(r"\s*Country\b", blocks[index].text, re.IGNORECASE):
            end_of_heads = index
            heads: list[str] = []
            while end_of_heads < len(blocks) and _HEAD_LINE.match(blocks[end_of_heads].text):
                heads += _split_heads(blocks[end_of_heads].text)
                end_of_heads += 1
            last = _last_row_end(blocks, end_of_heads)
            if len(heads) >= 3 and last > end_of_heads:
                rows = _flat_rows(blocks[end_of_heads:last], len(heads) >= 5)
                notes, after = _notes(blocks, last)
                out.append(
                    Block(
                        BlockKind.TABLE,
                        "",
                        Table(tuple(heads[:5] if len(heads) >= 5 else heads[:3]), tuple(rows), tuple(notes)),
                    )
                )
                index = after
                continue
        out.append(blocks[index])
        index += 1
    return out


def _split_heads(text: str) -> list[str]:
    return [fold(m[0]) for m in re.finditer("|".join(_HEADS.values()), text, re.IGNORECASE)]


def _last_row_end(blocks: Sequence[Block], start: int) -> int:
    """The index behind the last cell: the last citation before the next instruction or the end, with stars after it."""
    stop = len(blocks)
    for index in range(start, len(blocks)):
        text = blocks[index].text
        if (
            re.match(
                r"\s*\d{1,3}\.\s+(?:Supplement|Section|§|The\s+authority|Amend|Part|In\s+(?:§|supplement))\b", text
            )
            or re.match(r"\s*(?:PART\s+\d+\s*—|\[FR\s+Doc)", text)
            or (_HEAD_LINE.match(text) and text.lower().startswith("country"))
        ):
            stop = index
            break
    last = start
    for index in range(start, stop):
        if _CITATION.match(blocks[index].text):
            last = index + 1
    while last < stop and blocks[last].kind is BlockKind.STARS:
        last += 1
    return last


def _notes(blocks: Sequence[Block], start: int) -> tuple[list[str], int]:
    notes = []
    while start < len(blocks) and _NOTE.match(blocks[start].text):
        notes.append(blocks[start].text)
        start += 1
    return notes, start


def _flat_rows(cells: Sequence[Block], five: bool) -> list[Row]:
    rows: list[Row] = []
    country = ""
    row: list[str] = []
    for index, block in enumerate(cells):
        text = block.text
        if block.kind is BlockKind.STARS:
            if row:
                rows.append(_row(country, row, five))
                country, row = "", []
            elif country:
                rows.append(Row((country, "* * * * * *")))
                country = ""
            continue
        if not row and _is_country(text, cells, index):
            if country:
                rows.append(Row((country, "* * * * * *")))
            country = text
            continue
        if _CITATION.match(text) and row:
            if _CITATION.match(row[-1]):
                row[-1] = f"{row[-1]} {text}"
            else:
                row.append(text)
            following = cells[index + 1].text if index + 1 < len(cells) else ""
            if not _CITATION.match(following):
                rows.append(_row(country, row, five))
                country, row = "", []
            continue
        row.append(text)
    if row:
        rows.append(_row(country, row, five))
    return rows


def _is_country(text: str, cells: Sequence[Block], index: int) -> bool:
    """An upper-case cell at the start of a row: a country unless the license requirement follows it at once."""
    if not _COUNTRY.match(text) or re.search(r"\d", text) or len(text) > 60:
        return False
    following = cells[index + 1].text if index + 1 < len(cells) else ""
    return not _REQUIREMENT.match(following) and not _CITATION.match(following)


def _row(country: str, parts: Sequence[str], five: bool) -> Row:
    """The cells of one row: citation last; before it, in five columns, the review policy and the license
    requirement."""
    parts = list(parts)
    citation = parts.pop() if parts and _CITATION.match(parts[-1]) else ""
    if not five:
        return Row((country, " ".join(parts), citation))
    begin = next((i for i, p in enumerate(parts) if i and _REQUIREMENT.match(p)), None)
    if begin is None:
        begin = next((i for i, p in enumerate(parts) if i and _POLICY.match(p)), None)
        if begin is not None:  # the columns are swapped, or the requirement has an unknown form
            begin = begin - 1 if begin > 1 else begin
    if begin is None:
        begin = len(parts) - 2 if len(parts) >= 3 else len(parts)
    policy = next(
        (i for i in range(begin + 1, len(parts)) if _POLICY.match(parts[i]) or _REQUIREMENT.match(parts[i])), None
    )
    if policy is None:
        policy = begin + 1 if len(parts) > begin + 1 else len(parts)
    return Row((country, " ".join(parts[:begin]), " ".join(parts[begin:policy]), " ".join(parts[policy:]), citation))


# -- fixed columns ----------------------------------------------------------------------------------------------------

_RULE_LINE = re.compile(r"^-{20,}\s*$")


def take_column_tables(text: str) -> tuple[str, list[Table]]:
    """The tables of govinfo's text, between lines of dashes, replaced by ``\\x00n\\x00``."""
    lines = text.split("\n")
    out: list[str] = []
    tables: list[Table] = []
    index = 0
    while index < len(lines):
        if _RULE_LINE.match(lines[index]):
            second = next(
                (i for i in range(index + 1, min(index + 12, len(lines))) if _RULE_LINE.match(lines[i])), None
            )
            third = (
                next((i for i in range(second + 1, len(lines)) if _RULE_LINE.match(lines[i])), None) if second else None
            )
            if (
                second is not None
                and third is not None
                and (table := _column_table(lines[index + 1 : second], lines[second + 1 : third]))
            ):
                tables.append(table)
                out += ["", f"\x00{len(tables) - 1}\x00", ""]
                index = third + 1
                continue
        out.append(lines[index])
        index += 1
    return "\n".join(out), tables


def _starts(head: Sequence[str]) -> list[int]:
    """Where the columns begin, from the head lines: the positions that follow a gap common to all of them."""
    width = max((len(line) for line in head), default=0)
    filled = [any(p < len(line) and line[p] != " " for line in head) for p in range(width)]
    starts = []
    gap = 2
    for position, here in enumerate(filled):
        if here and gap >= 2:
            starts.append(position)
        gap = 0 if here else gap + 1
    return starts


def _column_table(head: Sequence[str], body: Sequence[str]) -> Table | None:
    starts = _starts([line for line in head if line.strip()])
    if len(starts) < 2:
        return None
    starts[0] = 0
    heads = [fold(" ".join(cut)) for cut in zip(*(_cut(line, starts) for line in head), strict=True)]
    if "country" not in heads[0].lower():
        return None
    rows: list[list[list[str]]] = []
    for printed in body:
        line = printed.replace("\x1f", " ")
        stripped = line.strip()
        if not stripped:
            continue
        if not re.sub(r"[\s*]", "", line):
            rows.append([[stripped]])
            continue
        cells = _cut(line, starts)
        if _new_row(cells, rows):
            rows.append([[] for _ in starts])
        target = rows[-1]
        for cell, lines in zip(cells, target, strict=False):
            if cell.strip() or lines:
                lines.append(cell.rstrip())
    made = tuple(Row(tuple(_typed(_rejoin(lines)) for lines in row)) for row in rows)
    return Table(tuple(heads), made)


def _rejoin(lines: Sequence[str]) -> str:
    text = ""
    for line in (fold(re.sub(r"\.{2,}\s*$", "", line)) for line in lines):
        text += line if re.search(r"[^\W\d_]-$", text) and re.match(r"[^\W\d_]", line) else f" {line}"
    return fold(text)


def _typed(text: str) -> str:
    text = text.replace("``", "“").replace("''", "”").replace("--", "—")
    text = re.sub(r"\bSec\.\s+Sec\.\s*", "§§ ", text)
    return re.sub(r"\bSec\.\s*(?=\d)", "§ ", text)


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    edges = [*starts, max(len(line), starts[-1]) + 1]
    return [line[a:b] for a, b in pairwise(edges)]


def _new_row(cells: Sequence[str], rows: Sequence[Sequence[Sequence[str]]]) -> bool:
    if not rows or len(rows[-1]) == 1:
        return True
    if cells[0].strip() and not any(c.strip() for c in cells[1:]):
        return False  # the rest of a country heading that takes several lines
    if cells[0].strip() and not cells[0].startswith(" "):
        before = [c for c in rows[-1][0] if c.strip()]
        # A country heading may take two lines; its first line stands beside the start of a row or of stars.
        if not (before and len([c for c in rows[-1][1] if c.strip()]) < 4 and not _CITATION.match(cells[-1])):
            return True
    if not _CITATION.match(cells[-1]):
        return bool(re.match(r"\s*\*(?:\s+\*)+", cells[1])) or bool(
            rows[-1][1] and re.match(r"\s*\*(?:\s+\*)+", rows[-1][1][0])
        )
    printed = fold(" ".join(rows[-1][-1]))
    if len(cells) >= 5:
        return bool(_REQUIREMENT.match(cells[2])) or not printed
    return not printed or bool(re.search(r"\d{4}\.?$|\d/\d{2}\.?$", printed))
