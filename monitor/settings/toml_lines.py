"""On which line of a TOML text a key stands: ``tomllib`` does not say, and people look for line numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_PART = r"""\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*"""
_DOTTED = rf"{_PART}(?:\.{_PART})*"
_HEADER = re.compile(rf"^\s*(\[\[?)({_DOTTED})\]\]?")
_KEY = re.compile(rf"^({_DOTTED})=(.*)$")
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')


def _parts(dotted: str) -> list[str]:
    return [found.strip().strip("\"'") for found in re.findall(_PART, dotted)]


def line_numbers(text: str) -> dict[Path, int]:
    """The line (from 1) of every header and key of a well-formed TOML text, by path; arrays of tables count from 0.

    Keys inside inline tables and elements of arrays are not listed: look up the longest path that is.
    """
    places: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    closing = ""  # the quotes that end the multi-line string we are in
    depth = 0  # of brackets in a value over several lines
    for number, line in enumerate(text.splitlines(), 1):
        if closing:
            _, ended, rest = line.partition(closing)
            if not ended:
                continue
            closing = ""
        elif depth > 0:
            rest = line
        elif header := _HEADER.match(line):
            table = _table(header[1] == "[[", _parts(header[2]), counts)
            for length in range(1, len(table) + 1):
                places.setdefault(table[:length], number)
            continue
        elif key := _KEY.match(line):
            names = _parts(key[1])
            for length in range(1, len(names) + 1):
                places.setdefault((*table, *names[:length]), number)
            rest = key[2]
        else:
            continue
        closing, depth = _open_at_end(rest, depth)
    return places


def _table(is_array: bool, names: list[str], counts: dict[Path, int]) -> Path:
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if is_array and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _open_at_end(rest: str, depth: int) -> tuple[str, int]:
    """Whether a multi-line string or a bracket is still open at the end of a piece of a value."""
    for quotes in ('"""', "'''"):
        if rest.count(quotes) % 2:
            return quotes, depth
    plain = _STRING_OR_COMMENT.sub("", rest)
    return "", depth + plain.count("[") + plain.count("{") - plain.count("]") - plain.count("}")


def line_of(places: Mapping[Path, int], path: Path) -> int | None:
    """The line of ``path``, or of the nearest thing around it that has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return places[path[:length]]
    return None
