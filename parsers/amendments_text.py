"""The new text that belongs to an amended place, found among the paragraphs printed below the instruction."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.citations import resolve_paragraphs, roman_value, split_paragraphs
from parsers.model import CfrReference
from parsers.rule_blocks import Block, BlockKind

_LEAD = re.compile(r"^\s*(?P<lead>(?:\([^()\s]{1,6}\)\s?)+|\([a-z]\)\d+)(?=\s|[A-Z*\[“]|\Z)")
_SECTION_NUMBER = re.compile(r"§+\s*(\d+[a-z]?\.\d+[a-z]*(?:-\d+)?)")
_READ_AS_FOLLOWS = re.compile(r"^\s*The\s+[\w\s,]+reads?\s+as\s+follows\s*:?\s*$", re.IGNORECASE)


def _depth(component: str, path: Sequence[str]) -> int:
    """The depth at which a component stands in (a)(1)(i)(A)(1)(i), given the paragraph before it."""
    if component.isdecimal():
        number = int(component)
        follows = len(path) >= 5 and path[4].isdecimal() and number == int(path[4]) + 1
        return 4 if len(path) >= 4 and (number == 1 or follows) else 1
    if component.isupper():
        return 3
    value = roman_value(component)
    if value is None or not path:
        return 0
    if len(path) >= 2 and path[1].isdecimal():
        before = (roman_value(path[2]) or 0) if len(path) >= 3 else 0
        if value == 1 or value > before > 0 or len(component) > 1:
            return 2
    return 0 if len(component) == 1 else 2


def paragraph_paths(blocks: Sequence[Block]) -> list[tuple[Block, tuple[str, ...]]]:
    """Each block with the path of the paragraph it belongs to; () before the first designated paragraph."""
    path: tuple[str, ...] = ()
    placed: list[tuple[Block, tuple[str, ...]]] = []
    for block in blocks:
        if block.kind in (BlockKind.SECTION, BlockKind.HEADING):
            path = ()
        elif block.kind is BlockKind.PARAGRAPH and (found := _LEAD.match(block.text)):
            written = split_paragraphs(found["lead"].replace(" ", ""))
            depth = _depth(written[0], path)
            path = (*path[:depth], *written) if depth <= len(path) else resolve_paragraphs(written, path)
        placed.append((block, path))
    return placed


def _text(blocks: Sequence[Block]) -> str:
    pieces = []
    for block in blocks:
        if block.table is not None:
            pieces += [
                " | ".join(c.replace("\n", " ") for c in row.cells if c)
                for row in block.table.rows
                if not row.stars and not row.blank
            ]
        elif block.kind is not BlockKind.STARS:
            pieces.append(block.text)
    return "\n".join(pieces)


def text_of(target: CfrReference, blocks: Sequence[Block], *, alone: bool) -> str:
    """The printed text of ``target``; "" where it cannot be told apart. ``alone``: the instruction names nothing else.

    For sentences and introductory texts this is the paragraph they stand in, as printed (stars mark what does not
    change).
    """
    content = [b for b in blocks if not _READ_AS_FOLLOWS.match(b.text)]
    if not content:
        return ""
    if target.detail == "authority citation":
        return _text([b for b in content if b.kind is BlockKind.AUTHORITY]) or (_text(content) if alone else "")
    sectioned = _of_section(target, content)
    if not target.paragraphs:
        if target.detail and not alone:
            return _named_text(target.detail, sectioned)
        body = [b for b in sectioned if b.kind is not BlockKind.AUTHORITY]
        return _text(body) if alone or target.section or len(sectioned) != len(content) else ""
    placed = paragraph_paths(sectioned)
    length = len(target.paragraphs)
    if target.detail and ("introductory" in target.detail or "sentence" in target.detail or "heading" in target.detail):
        chosen = [b for b, path in placed if path == target.paragraphs]
    else:
        chosen = [b for b, path in placed if path[:length] == target.paragraphs]
    if not chosen and alone:
        chosen = [b for b in sectioned if b.kind is BlockKind.PARAGRAPH]
    return _text(chosen)


def _of_section(target: CfrReference, content: Sequence[Block]) -> list[Block]:
    """The blocks under the heading of the target's own section or supplement, where several stand below one
    instruction."""
    groups: list[tuple[str | None, list[Block]]] = [(None, [])]
    for block in content:
        key = None
        if block.kind is BlockKind.SECTION and (found := _SECTION_NUMBER.search(block.text)):
            key = found[1]
        elif block.kind is BlockKind.HEADING and (
            found := re.match(r"Supplement\s+No\.?\s*(\d+)\s+to\s+Part", block.text, re.IGNORECASE)
        ):
            key = f"supplement {found[1]}"
        if key:
            groups.append((key, []))
        groups[-1][1].append(block)
    wanted = target.section or (f"supplement {target.supplement}" if target.supplement else None)
    own = [b for key, blocks in groups for b in blocks if key == wanted]
    return own or list(content)


def _named_text(detail: str, content: Sequence[Block]) -> str:
    """Footnotes, notes, definitions and ECCN entries begin with what names them."""
    if found := re.search(r'definition of "(.+)"', detail):
        start = re.escape(found[1].split(",")[0]).replace("\\ ", r"\s+")
        return _text([b for b in content if re.match(rf"[“\"‘'*\s]*{start}", b.text, re.IGNORECASE)])
    if found := re.fullmatch(r"footnote (\d+)", detail):
        marks = ("".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(c)] for c in found[1]), found[1])
        notes = [n for b in content if b.table for n in b.table.notes] + [b.text for b in content if b.table is None]
        return "\n".join(n for n in notes if re.match(rf"\W*(?:{marks[0]}|\x02{marks[1]}\x03|{marks[1]})(?!\d)", n))
    if found := re.fullmatch(r"ECCN (\S+)", detail):
        kept, taking = [], False
        for block in content:
            if re.match(r"\d[A-E]\d{3}\b", block.text):
                taking = block.text.startswith(found[1][:5])
            if taking:
                kept.append(block)
        return _text(kept)
    if "introductory text" in detail:
        kept = []
        for block in content:
            if block.kind in (BlockKind.STARS, BlockKind.TABLE) and kept:
                break
            if block.kind is BlockKind.PARAGRAPH:
                kept.append(block)
        return _text(kept)
    return ""
