"""15 CFR part 744 as the eCFR's versioner serves it -> the lists, the paragraphs in the books, and the notes on their
effect.

``/api/versioner/v1/full/DATE/title-15.xml?part=744`` gives a DIV5; with ``section=`` or ``appendix=`` a DIV8 or DIV9.
The markup is not stable (self-closed cells, ``<br/>`` with and without a newline), so everything is brought to text
first. Text in the CFR is not text in force: a stay leaves it standing and says so in an Effective Date Note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from parsers.cfr_paragraphs import ITALIC_CLOSE, ITALIC_OPEN, ParagraphTracker, leading_markers, plain
from parsers.ecfr_versions import CfrTitle, ContentVersion, parse_titles, parse_versions
from parsers.effective_date_notes import read_note
from parsers.json_text import describe_other
from parsers.list_columns import FOOTNOTE_CLOSE, FOOTNOTE_OPEN, agreed_dates
from parsers.list_rows import SUPPLEMENTS, read_list_rows
from parsers.mieu import read_mieu_names
from parsers.model import (
    CfrReference,
    CodifiedProvision,
    EffectiveDateNote,
    ListEntry,
    ListName,
    ListSnapshot,
    ParseError,
    Problem,
)

__all__ = ["CfrTitle", "ContentVersion", "parse_part", "parse_titles", "parse_versions"]

#: Part 744 has 2.5 MB, the largest title some 60 MB.
MAX_BYTES = 96 * 1024 * 1024


_PARAGRAPHS = ("P", "FP", "PSPACE")


@dataclass(slots=True)
class _Reading:
    title: int
    entries: list[ListEntry] = field(default_factory=list)
    notes: list[EffectiveDateNote] = field(default_factory=list)
    provisions: list[CodifiedProvision] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    dated: list[tuple[str, date | None]] = field(default_factory=list)  # the citations of the lists' rows


def parse_part(content: bytes, *, as_of: date | None = None) -> ListSnapshot:
    """A part, section or appendix of the eCFR.

    ``as_of`` is the date asked for: the file itself does not say it. ``entries`` holds the lists of Supplements No. 4,
    6 and 7 and the names of § 744.22(f)(2), where the file has them. Raises ParseError for another format, damaged XML,
    or a supplement whose table has gone; an odd row is a Problem.
    """
    root = _tree(content)
    divisions = list(_sections(root))
    if not divisions:
        raise ParseError(
            f"expected eCFR XML with sections or appendices (DIV8, DIV9), got a {root.tag} element without any"
        )
    reading = _Reading(title=15)
    reading.problems.extend(_part_head(root))
    for division in divisions:
        _read_division(division, reading)
    _check_supplements(root, divisions, reading)
    citation_dates, odd = agreed_dates(reading.dated)
    reading.problems.extend(Problem("citations", what, "info") for what in odd)
    counts: dict[str, int] = {}
    for entry in reading.entries:
        counts[entry.list] = counts.get(entry.list, 0) + 1
    return ListSnapshot(
        source="ecfr",
        as_of=as_of,
        entries=tuple(reading.entries),
        notes=tuple(reading.notes),
        provisions=tuple(reading.provisions),
        problems=tuple(reading.problems),
        counts=tuple(sorted((str(name), number) for name, number in counts.items())),
        citation_dates=citation_dates,
    )


def _tree(content: bytes) -> etree._Element:
    if len(content) > MAX_BYTES:
        raise ParseError(f"expected a part of the eCFR, got {len(content)} bytes, more than a whole title has")
    head = content[:65536].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<") or re.match(rb"<(?:!doctype\s+html|html)", head, re.IGNORECASE):
        raise ParseError(f"expected eCFR XML, got {describe_other(content)}")
    if b"<!ENTITY" in content[:65536] or b"<!DOCTYPE" in content[:65536]:
        raise ParseError("expected eCFR XML, got XML that declares entities, which the eCFR does not")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise ParseError(f"expected eCFR XML, which is damaged or cut off: {error}") from error
    if root.tag in ("RULE", "PRORULE", "NOTICE", "FEDREG"):
        raise ParseError(f"expected eCFR XML, got a document of the Federal Register ({root.tag})")
    if root.tag == "error":
        raise ParseError(f"expected eCFR XML, got an error: {' '.join(' '.join(root.itertext()).split())[:300]}")
    return root


def _sections(root: etree._Element) -> Iterator[etree._Element]:
    yield from root.iter("DIV8", "DIV9")


def _check_supplements(root: etree._Element, divisions: list[etree._Element], reading: _Reading) -> None:
    """A whole part 744 without the Entity List is not part 744."""
    if root.tag != "DIV5" or root.get("N") != "744":
        return
    present = {_place(division, reading.title).supplement for division in divisions}
    for number, name in SUPPLEMENTS.items():
        if number not in present and name is ListName.ENTITY_LIST:
            raise ParseError(f"expected part 744 with Supplement No. {number} ({name}), which is missing")
        if number not in present:
            reading.problems.append(Problem("part", f"Supplement No. {number} to part 744 ({name}) is missing"))


def _part_head(root: etree._Element) -> list[Problem]:
    """What stands in the part outside its sections and appendices: known matter is passed over, the rest is shown."""
    known = {
        "HEAD",
        "AUTH",
        "SOURCE",
        "CITA",
        "EDNOTE",
        "EFFDNOT",
        "NOTE",
        "DIV6",
        "DIV7",
        "DIV8",
        "DIV9",
        "CROSSREF",
        "XREF",
    }
    if root.tag not in ("DIV5", "DIV6", "DIV7"):
        return []
    return [
        Problem("part", f"an element {child.tag} outside the sections was not read", "info")
        for child in root
        if child.tag not in known
    ]


def _place(division: etree._Element, title: int) -> CfrReference:
    name = (division.get("N") or "").strip()
    if division.tag == "DIV8":
        number = name.lstrip("§ ")
        return CfrReference(title, number.split(".")[0], section=number)
    if found := re.search(r"Supplement\s+No\.?\s*(\S+)\s+to\s+(?:Part|Subpart)\s+(\S+)", name, re.IGNORECASE):
        return CfrReference(title, found[2].rstrip(","), supplement=found[1])
    if found := re.search(r"(Appendix\s+\S+)\s+to\s+(?:Part|Subpart)\s+(\S+)", name, re.IGNORECASE):
        return CfrReference(title, found[2].rstrip(","), supplement=found[1])
    return CfrReference(title, "744", supplement=name or "Appendix")


def _marked_text(element: etree._Element) -> str:
    """The text of an element: newlines for breaks, footnote marks and italics between their control characters."""
    out: list[str] = [element.text or ""]
    for child in element:
        tag = child.tag
        if tag in ("br", "LI"):
            out.append("\n")
        if tag in ("sup", "SU"):
            out.append(f"{FOOTNOTE_OPEN}{''.join(child.itertext())}{FOOTNOTE_CLOSE}")
        elif tag in ("I", "em") or (tag == "E" and child.get("T") in ("03", "01")):
            out.append(f"{ITALIC_OPEN}{_marked_text(child)}{ITALIC_CLOSE}")
        elif tag != "FTREF":
            out.append(_marked_text(child))
        out.append(child.tail or "")
    return "".join(out)


def _cell_text(cell: etree._Element) -> str:
    """The text of a table cell: newlines for breaks, footnote marks between their control characters, nothing else."""
    out: list[str] = [cell.text or ""]
    for child in cell:
        tag = child.tag
        if tag == "br":
            out.append("\n")
        elif tag in ("sup", "SU"):
            out.append(f"{FOOTNOTE_OPEN}{''.join(child.itertext())}{FOOTNOTE_CLOSE}")
        elif len(child):
            out.append(_cell_text(child))
        elif child.text:
            out.append(child.text)
        if child.tail:
            out.append(child.tail)
    return "".join(out)


def _read_division(division: etree._Element, reading: _Reading) -> None:
    place = _place(division, reading.title)
    tracker = ParagraphTracker()
    coming = [
        mark for child in division if child.tag in _PARAGRAPHS for mark, _, _ in leading_markers(_marked_text(child))
    ]
    current: tuple[str, ...] = ()
    tables = 0
    for child in division:
        tag = child.tag
        if tag == "HEAD":
            reading.provisions.append(CodifiedProvision(_at(place, (), "heading"), plain(_marked_text(child))))
        elif tag in _PARAGRAPHS:
            current = _read_paragraph(_marked_text(child), place, tracker, coming, current, reading)
        elif tag in ("EFFDNOT", "EDNOTE"):
            _read_notes(child, place, reading)
        elif tag in ("NOTE", "FTNT"):
            _read_footnote_or_note(child, place, reading)
        elif tag in ("CITA", "SECAUTH", "PARAUTH", "AUTH", "SOURCE"):
            continue  # where the text comes from, not what it says
        elif child.tag in ("DIV", "TABLE", "GPOTABLE") or child.find(".//TABLE") is not None:
            for table in child.iter("TABLE"):
                tables += 1
                _read_table(table, place, reading)
        elif text := plain(_marked_text(child)):
            detail = "extract" if tag == "EXTRACT" else f"{tag.lower()}"
            reading.provisions.append(CodifiedProvision(_at(place, current, detail), text))
    if place.supplement in SUPPLEMENTS and place.part == "744" and not tables:
        raise ParseError(
            f"expected the table of {SUPPLEMENTS[place.supplement]} in {place}, found none: the markup may have changed"
        )
    if place.section == "744.22":
        names, problems = read_mieu_names([p for p in reading.provisions if p.target.section == "744.22"])
        reading.entries.extend(names)
        reading.problems.extend(problems)


def _at(place: CfrReference, path: tuple[str, ...], detail: str | None = None) -> CfrReference:
    return CfrReference(place.title, place.part, place.section, place.supplement, path, detail)


def _read_paragraph(
    text: str,
    place: CfrReference,
    tracker: ParagraphTracker,
    coming: list[str],
    current: tuple[str, ...],
    reading: _Reading,
) -> tuple[str, ...]:
    """One P element; it holds more than one paragraph where a designation follows a heading directly."""
    markers = leading_markers(text)
    if not markers:
        if not plain(text):
            return current
        # Text that goes on: an introduction before (a), or an unnumbered paragraph within the one before.
        detail = None if current else "introductory text"
        target = _at(place, current, detail)
        for index in range(len(reading.provisions) - 1, -1, -1):
            if reading.provisions[index].target == target:
                joined = f"{reading.provisions[index].text} {plain(text)}"
                reading.provisions[index] = CodifiedProvision(target, joined)
                return current
        reading.provisions.append(CodifiedProvision(target, plain(text)))
        return current
    starts = [at for _, _, at in markers]
    for (designation, italic, at), end in zip(markers, [*starts[1:], len(text)], strict=True):
        coming.pop(0)
        path = tracker.enter(designation, italic=italic, following=coming)
        if path is None:
            reading.problems.append(
                Problem(str(place), f"paragraph ({designation}) fits into no numbering: {plain(text)[:120]!r}", "info")
            )
            path = (*current, designation)
        reading.provisions.append(CodifiedProvision(_at(place, path), plain(text[at:end])))
        current = path
    return current


def _read_notes(element: etree._Element, place: CfrReference, reading: _Reading) -> None:
    """An EFFDNOT or EDNOTE block; numbered notes in one block are notes of their own."""
    editorial = element.tag == "EDNOTE"
    texts: list[str] = []
    for child in element:
        if child.tag == "HED":
            continue
        text = plain(_marked_text(child))
        if not texts or re.match(r"\d+\.\s|At\s+\d+\s+FR\b", text):
            texts.append(re.sub(r"\A\d+\.\s+", "", text))
        elif text:
            texts[-1] += f" {text}"
    if not texts and (text := plain(_marked_text(element))):
        texts = [text]
    reading.notes.extend(read_note(text, place, editorial=editorial) for text in texts if text)


def _read_footnote_or_note(element: etree._Element, place: CfrReference, reading: _Reading) -> None:
    heading = element.find("HED")
    title = plain(_marked_text(heading)).rstrip(": ").lower() if heading is not None else ""
    body = " ".join(plain(_marked_text(child)) for child in element if child.tag != "HED")
    body = body.replace(FOOTNOTE_OPEN, "").replace(FOOTNOTE_CLOSE, "")
    if element.tag == "FTNT":
        number = re.match(r"\s*(\d+)\s*", body)
        title = f"footnote {number[1]}" if number else "footnote"
    path = tuple(re.findall(r"\(([0-9A-Za-z]{1,5})\)", title)) if "paragraph" in title else ()
    detail = re.sub(r"\s+to\s+(?:§.*|paragraphs?\s+\(.*)\Z", "", title) or "note"
    if body:
        target = _at(place, path, detail)
        reading.provisions.append(CodifiedProvision(target, body))


def _read_table(table: etree._Element, place: CfrReference, reading: _Reading) -> None:
    heads = [" ".join(_cell_text(th).split()) for th in table.iter("TH")]
    body = table.find("TBODY")
    rows = table.iter("TR") if body is None else body.iter("TR")
    cells = [[_cell_text(td) if len(td) else td.text or "" for td in row.iterchildren("TD")] for row in rows]
    cells = [row for row in cells if row]
    name = SUPPLEMENTS.get(place.supplement or "") if place.part == "744" else None
    if name is None:
        text = " / ".join(" | ".join(" ".join(c.split()) for c in row) for row in cells)
        reading.provisions.append(CodifiedProvision(_at(place, (), "table"), text))
        return
    if not cells:
        raise ParseError(f"expected the rows of {name} in {place}, the table has none")
    found = read_list_rows(name, heads, cells, where=str(place))
    reading.entries.extend(found.entries)
    reading.problems.extend(found.problems)
    reading.dated.extend(found.dated)
    for foot in table.iter("TFOOT"):
        for row in foot.iter("TR"):
            text = plain(_marked_text(row)).replace(FOOTNOTE_CLOSE, " ").replace(FOOTNOTE_OPEN, "")
            if number := re.match(r"\s*(\d+)\s*", text):
                target = _at(place, (), f"footnote {number[1]}")
                reading.provisions.append(CodifiedProvision(target, " ".join(text[number.end() :].split())))
            elif text:
                reading.provisions.append(CodifiedProvision(_at(place, (), "table note"), text))
