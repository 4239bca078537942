"""Rows out of the files that people keep: CSV, XLSX (first sheet) and TOML, with a place for everything that is wrong.

A row that does not have the shape of the header is reported and left out; the rows around it count. Nothing is
guessed: a byte that is not UTF-8, a formula that was never calculated, a quote that is never closed, each has its line.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from monitor.holdings.parties import RowProblem

_UNDECODED = re.compile("[\udc80-\udcff]")
_PLACE_IN_TOML = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column, stripped; an empty cell is absent. ``line`` is the first line of the row in its file."""

    line: int | None
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table may hold, in the file's own words."""

    table: str  # the TOML table: "counterparties"
    known: tuple[str, ...]
    required: tuple[str, ...]


def rows(content: bytes, path: str, columns: Columns, problems: list[RowProblem]) -> Iterator[Row]:
    """The rows of a file, whichever of the three formats it is in. Problems are appended to ``problems`` as met."""
    if content.startswith(b"PK\x03\x04"):
        return _xlsx_rows(content, path, columns, problems)
    if path.lower().endswith(".toml"):
        return _toml_rows(content, path, columns, problems)
    if path.lower().endswith((".xlsx", ".xlsm")):
        problems.append(RowProblem(path, None, None, "is not an XLSX workbook"))
        return iter(())
    return _csv_rows(content, path, columns, problems)


def decoded(content: bytes, path: str, problems: list[RowProblem]) -> str | None:
    """UTF-8 with or without BOM. Bytes that are not stay marked as lone surrogates, for the row to be reported."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.append(RowProblem(path, 1, None, "is UTF-16; save it as UTF-8"))
        return None
    return content.decode("utf-8-sig", errors="surrogateescape")


def undecoded(text: str) -> str | None:
    """What is wrong with a text that holds bytes outside UTF-8, or None."""
    found = _UNDECODED.search(text)
    if not found:
        return None
    shown = _UNDECODED.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"byte 0x{ord(found.group()) - 0xDC00:02X} is not UTF-8, in {shown[:80]!r}"


def _header(
    cells: list[str], line: int, path: str, columns: Columns, problems: list[RowProblem]
) -> list[str | None] | None:
    """The column of each cell ("" without a heading, None for one not used), or None when a required one is missing."""
    names: list[str | None] = []
    for cell in cells:
        name = re.sub(r"[\s\-]+", "_", cell.strip().lower())
        if not name:
            names.append("")
        elif name not in columns.known:
            what = f"unknown column, its values are not used (known: {', '.join(columns.known)})"
            problems.append(RowProblem(path, line, cell.strip(), undecoded(cell) or what))
            names.append(None)
        elif name in names:
            problems.append(RowProblem(path, line, cell.strip(), "the column stands twice; the first one counts"))
            names.append(None)
        else:
            names.append(name)
    missing = [name for name in columns.required if name not in names]
    if missing:
        what = f"the header has no column {' and no column '.join(repr(name) for name in missing)}; no row was read"
        problems.append(RowProblem(path, line, missing[0], what))
        return None
    return names


def _shaped(cells: list[str], names: list[str | None], line: int, path: str, problems: list[RowProblem]) -> Row | None:
    """One row under its header. A cell without a heading is as wrong as one too many: its meaning is not known."""
    for column, cell in zip(names, cells, strict=False):
        if column is None:
            continue
        if not column and cell.strip():
            problems.append(RowProblem(path, line, None, f"{cell.strip()[:40]!r} stands in a column without a heading"))
            return None
        if not cell.isascii() and (wrong := undecoded(cell)):
            problems.append(RowProblem(path, line, column, wrong + "; the row is not used"))
            return None
    return _row(line, cells, [(position, column) for position, column in enumerate(names[: len(cells)]) if column])


def _row(line: int | None, cells: list[str], used: list[tuple[int, str]]) -> Row:
    return Row(line, {column: text for position, column in used if (text := cells[position].strip())})


def _csv_rows(content: bytes, path: str, columns: Columns, problems: list[RowProblem]) -> Iterator[Row]:
    text = decoded(content, path, problems)
    if text is None:
        return
    text, delimiter = _delimited(text)
    names: list[str | None] | None = None
    used: list[tuple[int, str]] = []
    width, plain = 0, _UNDECODED.search(text) is None
    for line, cells, wrong in _csv_cells(text, delimiter):
        if wrong:
            problems.append(RowProblem(path, line, None, f"{wrong}; the row is not used"))
        elif not any(cells):
            continue
        elif names is None:
            names = _header(cells, line, path, columns, problems)
            if names is None:
                return
            used = [(position, column) for position, column in enumerate(names) if column]
            width, plain = len(cells), plain and "" not in names
        elif len(cells) != width:
            column = None if len(cells) > width else names[len(cells)]
            what = f"the row has {len(cells)} cells and the header {width}; the row is not used"
            problems.append(RowProblem(path, line, column, what))
        elif plain:  # the common case, a million times
            yield _row(line, cells, used)
        elif row := _shaped(cells, names, line, path, problems):
            yield row
    if names is None:
        problems.append(RowProblem(path, None, None, "is empty: it has no header"))


def _delimited(text: str) -> tuple[str, str]:
    """The text and what stands between its cells: spreadsheets of many countries write ``;``, some say so first."""
    if said := re.match(r"sep=(.)\r?\n", text):
        return text[said.end() - 1 :], said.group(1)  # the line break stays, so that line numbers are the file's
    header = text.lstrip("\r\n").partition("\n")[0]
    marks = [mark for mark in (";", "\t", "|") if mark in header]
    return text, marks[0] if marks and "," not in header else ","


def _csv_cells(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Line, cells and what is wrong. After a quote that spoils its row, reading goes on with the next line."""
    stream = io.StringIO(text, newline="")
    first = 1  # the line at which the next row begins
    while True:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        begun, start = first, stream.tell()
        try:
            for cells in reader:
                yield begun, cells, None
                begun, start = first + reader.line_num, stream.tell()
            return
        except csv.Error as error:
            stream.seek(start)
            stream.readline()
            first = begun + 1
            yield begun, [], f"a quote does not close where it should ({error})"


def _xlsx_rows(content: bytes, path: str, columns: Columns, problems: list[RowProblem]) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
            formulas = any(re.search(rb"<f[ >/]", archive.read(name)) for name in sheets)
        import openpyxl  # noqa: PLC0415 (slow to load, and only spreadsheets need it)

        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(content), read_only=True) if formulas else None
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        given = sheet.iter_rows()
        formula_rows = iter(written.worksheets[0].iter_rows(values_only=True)) if written else None
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever the broken part of the archive provokes
        problems.append(RowProblem(path, None, None, f"the workbook cannot be read: {type(error).__name__}: {error}"))
        return
    names: list[str | None] | None = None
    line = 0
    while True:
        try:
            cells = next(given, None)
            formulas_here = next(formula_rows, ()) if formula_rows else ()
        except Exception as error:  # noqa: BLE001 - see above; here the rows so far are kept
            what = f"the workbook cannot be read after this line: {type(error).__name__}: {error}"
            problems.append(RowProblem(path, line, None, what))
            return
        if cells is None:
            break
        line += 1
        texts = [_cell_text(cell.value, getattr(cell, "number_format", None)) for cell in cells]
        while texts and not texts[-1].strip() and len(texts) > len(names or ()):
            texts.pop()
        if names is None:
            if any(texts):
                names = _header(texts, line, path, columns, problems)
                if names is None:
                    return
            continue
        if len(texts) > len(names):
            problems.append(RowProblem(path, line, None, "a cell stands right of the last column; the row is not used"))
            continue
        lost = [
            name
            for name, text, formula in zip(names, texts, formulas_here, strict=False)
            if name and isinstance(formula, str) and formula.startswith("=") and (not text or text.startswith("#"))
        ]
        if lost:
            what = "the formula has no calculated value; open the workbook and save it; the row is not used"
            problems.append(RowProblem(path, line, lost[0], what))
        elif any(texts) and (row := _shaped(texts, names, line, path, problems)):
            yield row
    if names is None:
        problems.append(RowProblem(path, None, None, "is empty: its first sheet has no header"))


def _cell_text(value: object, number_format: str | None) -> str:
    """A cell as a person would type it: 51 % formatted as a percentage is stored as 0.51."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = value * 100 if number_format and "%" in number_format else value
        return f"{number:.10g}"
    return str(value)


def _toml_rows(content: bytes, path: str, columns: Columns, problems: list[RowProblem]) -> Iterator[Row]:
    text = decoded(content, path, problems)
    if text is None:
        return
    starts = [number for number, line in enumerate(text.split("\n"), 1) if _opens(line, columns.table)]
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if not starts:
            place = _PLACE_IN_TOML.search(str(error))
            problems.append(RowProblem(path, int(place.group(1)) if place else None, None, f"is not TOML: {error}"))
            return
        yield from _toml_pieces(text, path, columns, problems)
        return
    unknown = [key for key in tables if key not in ("counterparties", "stakes")]
    problems.extend(RowProblem(path, None, key, f"unknown table; expected [[{columns.table}]]") for key in unknown)
    found = tables.get(columns.table, [])
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        problems.append(RowProblem(path, None, columns.table, f"must be tables: [[{columns.table}]]"))
        return
    if columns.table not in tables:
        problems.append(RowProblem(path, None, None, f"holds no [[{columns.table}]]"))
    lines: list[int] | list[None] = starts if len(starts) == len(found) else [None] * len(found)
    for line, table in zip(lines, found, strict=True):
        if row := _toml_row(table, line, path, columns, problems):
            yield row


def _opens(line: str, table: str) -> bool:
    return re.match(rf"\s*\[\[\s*{table}\s*\]\]", line) is not None


def _toml_pieces(text: str, path: str, columns: Columns, problems: list[RowProblem]) -> Iterator[Row]:
    """A file that is not TOML as a whole, table by table, so that one bad table costs only itself."""
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if re.match(r"\s*\[", line)]
    for head, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        try:
            piece = tomllib.loads("\n".join(lines[head:end]))
        except tomllib.TOMLDecodeError as error:
            place = _PLACE_IN_TOML.search(str(error))
            line = head + int(place.group(1)) if place else head + 1
            reason = re.sub(r" \(at .*\)$", "", str(error))
            wrong = undecoded("\n".join(lines[head:end]))
            problems.append(RowProblem(path, line, None, wrong or f"is not TOML: {reason}; this table is not used"))
            continue
        for table in piece.get(columns.table, []):
            if row := _toml_row(table, head + 1, path, columns, problems):
                yield row


def _toml_row(
    table: dict[str, object], line: int | None, path: str, columns: Columns, problems: list[RowProblem]
) -> Row | None:
    cells: dict[str, str] = {}
    for key, value in table.items():
        if key not in columns.known:
            what = f"unknown key, its value is not used (known: {', '.join(columns.known)})"
            problems.append(RowProblem(path, line, key, what))
        elif any(isinstance(part, dict | list) for part in (value if isinstance(value, list) else [value])):
            problems.append(RowProblem(path, line, key, "must be a text or a list of texts; the row is not used"))
            return None
        else:
            texts = [_cell_text(part, None).strip() for part in (value if isinstance(value, list) else [value])]
            text = "|".join(part for part in texts if part)
            if wrong := undecoded(text):
                problems.append(RowProblem(path, line, key, wrong + "; the row is not used"))
                return None
            if text:
                cells[key] = text
    return Row(line, cells)
