"""Alias lists: dashed lines under "a.k.a., the following four aliases:", and the addresses that follow them."""

from __future__ import annotations

import re

from parsers.addresses import join_address_lines, split_addresses
from parsers.alias_words import mentions_other_names, other_name
from parsers.boundary_doubts import doubtful_end
from parsers.boundary_words import ADDRESS_START
from parsers.cell import Reading
from parsers.inline_aliases import bracketed, names_within
from parsers.name_boundary import bare, split_name
from parsers.place_names import DESTINATION

#: The dash before an alias; a hyphen counts where no number follows.
DASH = re.compile(r"\A(?:[—–]+|-(?=[^\s\d]))\s*")
_DASHES = "—–-"
_ENDS_ADDRESS = re.compile(rf"\b(?:{DESTINATION})\b\.?(?:\s+[\d -]+)?\W*\Z")
_GOES_ON = re.compile(r"(?:;|\band)\Z")
_GOES_ON_WITH_SEMICOLON = re.compile(r"(?:;|;\s*and)\Z")
_LINE_ENDS = re.compile(r"(?:[;,.:]|\band)\Z")
_TO_INCLUDE = re.compile(r",?\s+(?:and\s+)?to include the following\b[^.:]*(?=[.:]|\Z)", re.IGNORECASE)
_OWN_ADDRESS = re.compile(r",?\s*\(Address:\s*([^()]*)\)")


def read_aliases(text: str, reading: Reading, *, folded: bool) -> None:
    """What follows the header: the alias lines, then the addresses. ``folded``: the lines were made from one."""
    lines = [line for raw in text.split("\n") if (line := raw.strip())]
    if lines and not DASH.match(lines[0]):
        lines = [line.strip() for line in _undashed(lines, reading)]
    dashes = [DASH.match(line) if line[0] in _DASHES else None for line in lines]
    if reading.stated is not None and dashes.count(None) == len(lines) - reading.stated - 1:
        lines = _join_broken(lines, reading)
        dashes = [DASH.match(line) for line in lines]
    low = text.lower()
    plain = not mentions_other_names(low) and "include" not in low and "(address" not in low
    previous = ""
    for position, (line, dashed) in enumerate(zip(lines, dashes, strict=True)):
        if not dashed and not (position and _runs_on(lines, position, previous, reading)):
            reading.addresses.extend(join_address_lines(lines[position:]))
            return
        body = line[dashed.end() :] if dashed else line
        goes_on = position + 1 < len(lines)
        last = not goes_on or not dashes[position + 1]
        if plain and not last:
            reading.aliases.append(bare(body))
            reading.read_against_stated += 1
        else:
            closed = not folded and (goes_on or not _ENDS_ADDRESS.search(body))
            _one_alias(body, reading, last=last, closed=closed, guessed=folded and last)
        previous = line


def _runs_on(lines: list[str], position: int, previous: str, reading: Reading) -> bool:
    """Whether a line without a dash is an alias all the same: the line before announces one more, and one is due."""
    line = lines[position]
    if not (previous.endswith((";", "and")) and _GOES_ON.search(previous)) or ADDRESS_START.match(line):
        return False
    if reading.stated is not None and len(reading.aliases) < reading.stated:
        return True
    if _GOES_ON_WITH_SEMICOLON.search(line):
        return True
    return bool(_GOES_ON_WITH_SEMICOLON.search(previous)) and _is_last_alias(lines, position)


def _join_broken(lines: list[str], reading: Reading) -> list[str]:
    """A name broken over two dashed lines ("OOO Neft / —Aktiv"): known by one dashed line more than is stated, and by
    the missing semicolon.
    """
    dashed = [i for i, line in enumerate(lines) if DASH.match(line)]
    open_ended = [i for i in dashed[:-1] if not _LINE_ENDS.search(lines[i])]
    if len(open_ended) != 1:
        return lines
    at = open_ended[0]
    left, right = lines[at], DASH.sub("", lines[at + 1])
    word = re.match(r"[\w'’]+", right)
    hyphened = f"{left.split()[-1]}-{word.group() if word else ''}"
    joint = "-" if hyphened in reading.name else "—"
    return [*lines[:at], f"{left}{joint}{right}", *lines[at + 2 :]]


def _is_last_alias(lines: list[str], position: int) -> bool:
    """An undashed line after "…; and" is the last alias where an address line still follows it."""
    following = lines[position + 1 :]
    return bool(following) and not DASH.match(following[0]) and not re.search(r"\d|;", lines[position])


def _one_alias(text: str, reading: Reading, *, last: bool, closed: bool, guessed: bool) -> None:
    """One line of an alias list.

    ``closed``: the printer ended it here, so an address in it must be beyond doubt. ``guessed``: the line breaks are
    lost, so only its words tell where the list ends.
    """
    if "nclude" in text:
        text = _TO_INCLUDE.sub("", text)
    rest = ""
    if "(Address" in text and (place := _OWN_ADDRESS.search(text)):
        reading.addresses.append(bare(place.group(1)))
        if remark := bare(text[place.end() :]):
            reading.remarks.append(remark)
        text = text[: place.start()]
    elif last:
        whole = text
        text, rest = split_name(whole, certain=closed, unmarked=not closed)
        if guessed and doubtful_end(text, rest):
            reading.problems.append(
                f"the line breaks of the cell are lost: it is a guess that an alias is {bare(text)!r} and an address "
                f"begins with {bare(rest)[:60]!r}"
            )
        elif rest and whole[len(text) :][:1].isspace() and not text.endswith("."):
            reading.problems.append(f"nothing parts the alias {text!r} from the address {bare(rest)[:60]!r}")
    found = other_name(text)
    if found and found.start() > 0:
        inside, after = bracketed(text, found)
        reading.aliases.append(bare(text[: found.start()] + after))
        reading.aliases.extend(names_within(inside))
    elif found:
        reading.aliases.extend(names_within(text[found.end() :]))
    else:
        reading.aliases.append(bare(text))
    reading.read_against_stated += 1
    if rest:
        reading.addresses.extend(split_addresses(rest))


def _undashed(lines: list[str], reading: Reading) -> list[str]:
    """ "the following two aliases: X; and Y. 5 Main Street": give the aliases the dashes they should have."""
    text, more = lines[0], lines[1:]
    count = reading.stated or 1
    parts = re.split(r";\s*(?:and\s+)?", text, maxsplit=count - 1) if count > 1 else [text]
    name, rest = split_name(parts[-1])
    return [*(f"—{part};" for part in parts[:-1]), f"—{name}", *([rest] if rest.strip() else []), *more]
