"""Other names within a run of text: "Foo (a.k.a. Bar; f.k.a. Baz), 5 Main Street", "Foo, a.k.a. Bar, 5 Main Street"."""

from __future__ import annotations

import re

from anyascii import anyascii

from parsers.addresses import join_address_lines
from parsers.alias_words import OTHER_NAME, other_name
from parsers.boundary_words import ADDRESS_START, STREET
from parsers.cell import Cell, Reading
from parsers.name_boundary import bare, split_alias, split_name


def read_name(text: str, reading: Reading, *, joined: bool = True) -> None:
    """The part before the alias list; it may hold "(f.k.a., …)" or "a.k.a. …" of its own.

    ``joined``: the text goes on behind the name, so that a full stop at its end is the name's own.
    """
    found = other_name(text)
    if found is None:
        reading.name = bare(f"{text}," if joined else text)
        _name_its_part(reading)
        return
    reading.name = bare(f"{text[: found.start()]},")
    inside, after = bracketed(text, found)
    reading.aliases.extend(names_within(inside))
    if bare(after):
        reading.problems.append(f"text after the names in brackets was not read: {bare(after)!r}")


_PART = re.compile(r"\bsubordinate\s+institution\s*:\s*[—–]?\s*(.+)\Z", re.IGNORECASE | re.DOTALL)


def _name_its_part(reading: Reading) -> None:
    """ "… 13th Research Institute (CETC 13) subordinate institution: X" names X, which people search for by itself."""
    if ":" in reading.name and (part := _PART.search(reading.name)):
        reading.subs.append(Cell(name=bare(part.group(1)), raw=reading.name))
        reading.name = re.sub(r":\s*[—–]\s*", ": ", reading.name)


def bracketed(text: str, found: re.Match[str]) -> tuple[str, str]:
    """What an in-line a.k.a. covers, and what follows. With a bracket: to the closing one."""
    if not found.group("open"):
        return text[found.end() :], ""
    depth = 1
    for position in range(found.end(), len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return text[found.end() : position], text[position + 1 :]
    return text[found.end() :], ""


def read_inline(first: str, found: re.Match[str], more: str, reading: Reading) -> None:
    """A cell whose first line has other names in it (``found`` is the first "a.k.a."); ``more``: the lines below."""
    reading.name = bare(f"{first[: found.start()]},")
    inside, after = bracketed(first, found)
    if found.group("open"):
        reading.aliases.extend(names_within(inside))
        reading.addresses.extend(join_address_lines([after, *more.split("\n")]))
        return
    rest = inside
    while another := other_name(rest):
        reading.aliases.extend(names_within(rest[: another.start()]))
        rest = rest[another.end() :]
    alias, rest = split_name(rest) if not more else _closed_line(rest)
    first_of_many, others = split_alias(alias)
    if others and _akin(split_alias(others.lstrip())[0], [reading.name, first_of_many]):
        alias, rest = first_of_many, f"{others},{rest}"
    reading.aliases.extend(names_within(alias))
    while rest:
        name, after = split_alias(rest.lstrip(" ,"))
        if not after or not _akin(name, [reading.name, *reading.aliases]):
            break
        reading.aliases.append(bare(name))
        rest = after
    reading.addresses.extend(join_address_lines([rest, *more.split("\n")]))


def _closed_line(text: str) -> tuple[str, str]:
    name, rest = split_name(text)
    return (name, rest) if re.search(r"\d", rest) or STREET.search(rest) else (text, "")


def _stems(name: str) -> set[str]:
    return {
        word[:5]
        for word in re.findall(r"[a-z]{2,}", anyascii(name).casefold())
        if word not in {"of", "and", "the", "de", "la", "for", "et", "des", "co", "ltd"}
    }


def _akin(name: str, known: list[str]) -> bool:
    """Whether a part between commas is one more alias, not the address: it shares a word with a name before it."""
    if re.search(r"\d", name) or STREET.search(name) or ADDRESS_START.match(name):
        return False
    return bool(_stems(name) & set().union(*(_stems(k) for k in known)))


def names_within(text: str) -> list[str]:
    """The names of "(a.k.a. A; f.k.a. B; and C)" or "Lin Rongnan, Steven Lim and Yong Nam Lim"."""
    pieces: list[str] = []
    text = re.sub(r";(['’”])", r"\1;", text)  # "'Zaliv;' JSC …": the American semicolon inside the quotation
    for part in OTHER_NAME.split(text)[:: OTHER_NAME.groups + 1]:
        for piece in part.split(";"):
            pieces.extend(_people(bare(re.sub(r"\A\s*and\s+", "", piece))))
    return [re.sub(r"\A“([^“”]*)”\Z", r"\1", piece) for piece in pieces if piece]


def _people(text: str) -> list[str]:
    parts = re.split(r",\s+|\s+and\s+", text)
    if len(parts) > 1 and " and " in text and all(re.fullmatch(r"(?:[A-Z][\w'’.-]*\s?){2,4}", part) for part in parts):
        common = set.intersection(*(_stems(part) for part in parts))
        if len(parts) > 2 or common or all(len(part.split()) == 2 for part in parts):
            return parts
    return [text]
