"""One cell of a list table: the name, its aliases, its addresses, and the entities listed within the entry.

The Entity List (Supplement No. 4 to 15 CFR part 744), the Unverified List (No. 6) and the MEU List (No. 7) print all of
this in one cell. Three forms are read: with line breaks (``<br/>`` of the eCFR, ``<LI>`` of the Federal Register XML,
given as newlines), and as one folded line (text on public inspection, plain HTML), where only the dashes are left.

Nothing is guessed silently: what does not add up is a sentence in ``Cell.problems``, and ``Cell.raw`` keeps the cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from parsers.addresses import split_addresses, take_remarks
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
from parsers.name_boundary import ADDRESS_START, STREET, bare, split_alias, split_name
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


@dataclass(frozen=True, slots=True)
class Cell:
    """What one entity cell says. ``problems`` are sentences; ``stated_aliases`` is the number that it claims."""

    name: str
    kind: EntryKind = EntryKind.ENTITY
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    sub_entities: tuple[Cell, ...] = ()
    stated_aliases: int | None = None
    remarks: tuple[str, ...] = ()  # "(See alternate address under Pakistan)", "This includes …"
    footnotes: tuple[str, ...] = ()  # marks in the entity column itself (rare)
    problems: tuple[str, ...] = ()
    raw: str = ""


@dataclass(slots=True)
class _Reading:
    """A cell while it is being read."""

    name: str = ""
    aliases: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    subs: list[Cell] = field(default_factory=list)
    stated: int | None = None
    read_against_stated: int = 0
    remarks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_NUMBER = rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})(?:[-\s]?(?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(reversed(_UNITS))})"
_AKA = r"(?:a\s?\.\s?k\s?\.\s?a\b\s?\.?|(?-i:\baka\b)|a/k/a|also\s+known\s+as)"
_FKA = r"(?:f\s?\.\s?k\s?\.\s?a\b\s?\.?|(?-i:\bfka\b)|f/k/a|formerly(?:\s+known\s+as)?|n\s?\.\s?k\s?\.\s?a\b\s?\.?)"
_INLINE = re.compile(rf"(?P<lead>[\s,;]*)(?P<open>\(\s*)?\b(?:{_AKA}|{_FKA})[\s,.:]*", re.IGNORECASE)
_SUBORDINATE = r"(?:subordinate|affiliated|named|following)?\s*(?:entit(?:y|ies)|institut\w*|affiliates?|subsidiar\w+)"
# "a.k.a., the following four aliases:", with its ~40 misprints, and with no "a.k.a." at all.
_ALIAS_HEADER = re.compile(
    rf"""[\s,;]*\(?(?:
        (?:{_AKA}[\s,]*)?
        (?=(?:(?:and|as|the|this|these|including|other|{_NUMBER})\s+){{0,8}}follow\w*\s|(?:the\s+)?{_NUMBER}\s+alia)
        (?:(?:and|as|the|this|these|including|other|follow\w*|(?P<count>{_NUMBER}))\s+){{1,10}}
        (?:ali\w*s\w*|alias|names?\b(?!\s+\w)|(?<=one\s)entity\b)
        (?P<tail>,?\s*(?:and|including)\s[^:\n—]*{_SUBORDINATE}[^:\n—]*)?
        |{_AKA}[\s,:]*(?=\n\s*[—–-]))
        \s*[:,;.]?""",
    re.VERBOSE | re.IGNORECASE,
)
_SUB_MARK = re.compile(r"\A(?:Subordinate|Affiliated)\s+instit\w+\s*:?\s*", re.IGNORECASE)
_SUB_LIST = re.compile(
    rf"""(?P<lead>[\s,;]*(?:and\s+)?(?:to\s+include\s+)?)the\s+following\s+(?:addresses\s+and\s+the\s+following\s+)?
        (?P<count>{_NUMBER})?\s*(?:subordinate|affiliated)\s+(?:entities|institutions?|companies|organizations)\s*:""",
    re.VERBOSE | re.IGNORECASE,
)
_AFFILIATES_LINE = re.compile(r"\A(?:Affiliated|Subordinate)\s+entit(?:y|ies)\s*:\s*", re.IGNORECASE)
_APPLY_LINE = re.compile(r"\AThe\s+following\s+address(?:es)?\s+appl(?:y|ies)\b", re.IGNORECASE)
_GROUP_NAME = re.compile(r"\A(The following [^:\n]*\bentities)\s*:\s*", re.IGNORECASE)
_DASH = re.compile(r"\A(?:[—–]+|-(?=[^\s\d]))\s*")
_ADDRESS_NAME = re.compile(r"\A(Address\s+\d+)\b[\s,.:;]*", re.IGNORECASE)
_LIKE_ADDRESS = re.compile(rf"\d|;|{STREET.pattern}|\b(?:{DESTINATION})\b", re.IGNORECASE)
_ENDS_ADDRESS = re.compile(rf"\b(?:{DESTINATION})\b\.?(?:\s+[\d -]+)?\W*\Z")
_SUPERSCRIPTS = {"¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9"}


#: The longest cell printed so far has some 3,300 characters, an entry with its continuation rows some 6,000.
LONGEST = 20_000


def _alias_header(text: str) -> re.Match[str] | None:
    """The first header of an alias list. It is looked for only around the words that every header has."""
    low = text.lower()
    hints = [at for at in (low.find("ali"), low.find("follow")) if at >= 0]
    other_names = _mentions_other_names(low)
    if not hints and not other_names:
        return None
    usual = text.find(", a.k.a.")
    if 0 <= usual < min(hints, default=usual + 1) and (found := _ALIAS_HEADER.match(text, usual)):
        return found  # nine of ten; the search below tries every place for every misprint
    return _ALIAS_HEADER.search(text, 0 if other_names else max(0, min(hints) - 120))


def _mentions_other_names(low: str) -> bool:
    """Whether a text in lower case can hold an "a.k.a." or "f.k.a." of any spelling."""
    return any(word in low for word in ("k.a", "k. a", "k .", "aka", "fka", "k/a", "known", "formerly"))


def _inline(text: str) -> re.Match[str] | None:
    return _INLINE.search(text) if _mentions_other_names(text.lower()) else None


def _number(word: str | None) -> int | None:
    if not word:
        return None
    word = word.casefold()
    if word.isdigit():
        return int(word)
    parts = re.split(r"[-\s]+", word)
    total = sum(_TENS.get(part, _UNITS.index(part) if part in _UNITS else 0) for part in parts)
    return total or None


def _lines(text: str) -> list[str]:
    """The lines of a cell, folded, without the empty ones. One folded line is opened up at its dashes and markers."""
    text = re.sub(r";\s*(?=[—–]\w)", ";\n", text) if "\n" in text.strip() else text  # "(ERL);—Institute of …"
    folded = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in folded if line]
    if len(lines) > 1:
        return lines
    text = lines[0] if lines else ""
    text = re.sub(r"(?<=\S)\s+(?=[—–]+[^\s—–])|(?<=[;:])\s*(?=[—–])|(?<=\band)\s*(?=[—–])", "\n", text)
    text = re.sub(r"(?<=[:;])\s+(?=-[^\s\d])|(?<=\band)\s+(?=-[A-Z])", "\n", text)
    text = re.sub(r"(?<=[.;:])\s+(?=(?:Subordinate institution|Affiliated entities)\b)", "\n", text)
    text = re.sub(r"\s+(?=The following addresses? appl(?:y|ies)\b)", "\n", text)
    return text.split("\n")


@lru_cache(maxsize=8192)  # one day's list differs from the next in a few cells; a Cell cannot change
def read_entity_cell(text: str) -> Cell:
    """Read one cell of the entity column; ``text`` has newlines where the markup breaks the line, or none at all.

    Never raises: an unreadable cell comes back with ``problems``. The name is empty only where the cell holds no name
    (a continuation row, which :func:`join_continuation` attaches to the row before).
    """
    raw = text.strip("\n")
    if len(text) > LONGEST:
        what = f"the cell has {len(text)} characters, more than any entry, and was not read: {raw[:200]!r}"
        return Cell(name=" ".join(raw[:200].split()), problems=(what,), raw=raw)
    marks: list[str] = []

    def mark(found: re.Match[str]) -> str:
        if found.string[found.end() : found.end() + 1] == "⁄" or found.string[found.start() - 1 : found.start()] == "⁄":
            return found.group(1)  # a fraction of an address: "11⁄2 Miles"
        marks.extend(re.findall(r"\d", found.group(1)))
        return ""

    text = re.sub(rf"{FOOTNOTE_OPEN}([^{FOOTNOTE_CLOSE}]*){FOOTNOTE_CLOSE}", mark, text.replace("\xa0", " "))
    text = text.replace("\u200b", "")  # zero-width spaces are left over from web pages
    folded = "\n" not in text.strip()
    reading = _Reading()
    text, remarks = take_remarks(text)
    reading.remarks.extend(" ".join(remark.split()) for remark in remarks)
    _read_lines(_lines(text), reading, folded=folded)
    kind = EntryKind.ADDRESS if re.fullmatch(r"Address\s+\d+", reading.name, re.IGNORECASE) else EntryKind.ENTITY
    if reading.stated is not None and reading.stated not in (reading.read_against_stated, len(reading.aliases)):
        reading.problems.append(
            f"the cell says {reading.stated} aliases, {reading.read_against_stated} are printed: {reading.name!r}"
        )
    return Cell(
        name=reading.name,
        kind=kind,
        aliases=tuple(dict.fromkeys(alias for alias in reading.aliases if alias)),
        addresses=tuple(dict.fromkeys(reading.addresses)),
        sub_entities=tuple(reading.subs),
        stated_aliases=reading.stated,
        remarks=tuple(reading.remarks),
        footnotes=tuple(marks),
        problems=tuple(reading.problems),
        raw=raw,
    )


def _read_lines(lines: list[str], reading: _Reading, *, folded: bool) -> None:
    text = "\n".join(lines)
    if not text:
        reading.problems.append("the cell is empty")
        return
    if address := _ADDRESS_NAME.match(text):
        reading.name = address.group(1)
        reading.addresses.extend(split_addresses(text[address.end() :]))
        return
    if group := _GROUP_NAME.match(text):
        reading.name = group.group(1)
        reading.subs.extend(_entities(text[group.end() :].split("\n")))
        return
    if _alias_header(text.split("\n", 1)[0]) is None:
        text = re.sub(r"(?<=institution:)\s*\n\s*[—–-]\s*", " ", text)  # "… subordinate institution: / —X" names X
    # Parts listed inside the entry come off first; what remains is an ordinary cell.
    text = _take_subordinates(text, reading)
    header = _alias_header(text)
    if header is None:
        _read_plain(text, reading)
    else:
        reading.stated = _number(header.group("count"))
        _read_name(text[: header.start()], reading)
        _read_aliases(text[header.end() :], reading, folded=folded)
    if not reading.addresses and reading.subs and reading.name:
        # "Subordinate institution" blocks print the addresses of the whole once, at the end.
        reading.addresses.extend(reading.subs[-1].addresses)


def _take_subordinates(text: str, reading: _Reading) -> str:
    """Move the entities listed inside the entry to ``reading.subs``; the rest of the text is returned."""
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
        body = _DASH.sub("", line)
        header = _alias_header(line)
        if wanted > 0 and not header:
            groups[-1].append("—" + body)
            wanted -= 1
            open_end = bool(re.search(r"(?:;|;?\s*and)\Z", line))
            address_due = not split_name(body, certain=True)[1]
            if wanted == 0 and open_end and not ADDRESS_START.match(body):
                wanted = 1  # more are printed than stated
        elif address_due and not _DASH.match(line):
            groups[-1].append(body)
            address_due = False
        else:
            groups.append([body])
            wanted, address_due = 0, False
            if header:
                wanted = _number(header.group("count")) or 1
                address_due = True
    return [read_entity_cell("\n".join([*group, ""]) if len(group) > 1 else group[0]) for group in groups if any(group)]


def _read_plain(text: str, reading: _Reading) -> None:
    """A cell without an alias list: the name, perhaps with an in-line a.k.a., then the addresses."""
    if _APPLY_LINE.match(text):
        reading.addresses.extend(split_addresses(text))
        return
    first, _, more = text.partition("\n")
    if _inline(first):
        _read_inline(first, more, reading)
        return
    name, rest = split_name(first)
    if rest and first.endswith(",") and ADDRESS_START.match(more) and not _LIKE_ADDRESS.search(rest):
        name, rest = first, ""  # the line break ends the name; a comma before it is part of it
    _read_name(name, reading, joined=first[len(name) :][:1] in (",", ";"))
    reading.addresses.extend(_address_lines([rest, *more.split("\n")]))


def _address_lines(lines: list[str]) -> tuple[str, ...]:
    """Lines of one run are joined; a line that is labelled begins an address of its own."""
    run = ""
    for line in lines:
        run += ("; " if re.match(r"\s*(?:Alt\.?\s+)?Address\s*:", line) else " ") + line
    return split_addresses(run)


def _read_name(text: str, reading: _Reading, *, joined: bool = True) -> None:
    """The part before the alias list; it may hold "(f.k.a., …)" or "a.k.a. …" of its own.

    ``joined``: the text goes on behind the name, so that a full stop at its end is the name's own.
    """
    found = _inline(text)
    if found is None:
        reading.name = bare(f"{text}," if joined else text)
        _part_of(reading)
        return
    reading.name = bare(f"{text[: found.start()]},")
    inside, after = _bracketed(text, found)
    reading.aliases.extend(_inline_names(inside))
    if bare(after):
        reading.problems.append(f"text after the names in brackets was not read: {bare(after)!r}")


def _part_of(reading: _Reading) -> None:
    """ "… 13th Research Institute (CETC 13) subordinate institution: X" names X, which people search for by itself."""
    part = re.search(r"\bsubordinate\s+institution\s*:\s*[—–]?\s*(.+)\Z", reading.name, re.IGNORECASE | re.DOTALL)
    if part:
        reading.subs.append(Cell(name=bare(part.group(1)), raw=reading.name))
        reading.name = re.sub(r":\s*[—–]\s*", ": ", reading.name)


def _bracketed(text: str, found: re.Match[str]) -> tuple[str, str]:
    """What an in-line a.k.a. covers, and what follows. With a bracket: to the closing one."""
    if not found.group("open"):
        return text[found.end() :], ""
    depth = 1
    for position in range(found.end(), len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return text[found.end() : position], text[position + 1 :]
    return text[found.end() :], ""


def _read_inline(first: str, more: str, reading: _Reading) -> None:
    found = _inline(first)
    assert found is not None
    reading.name = bare(f"{first[: found.start()]},")
    inside, after = _bracketed(first, found)
    if found.group("open"):
        reading.aliases.extend(_inline_names(inside))
        reading.addresses.extend(_address_lines([after, *more.split("\n")]))
        return
    rest = inside
    while True:
        another = _inline(rest)
        if another:
            reading.aliases.extend(_inline_names(rest[: another.start()]))
            rest = rest[another.end() :]
            continue
        alias, rest = split_name(rest) if not more else _closed_line(rest)
        first_of_many, others = split_alias(alias)
        if others and _akin(split_alias(others.lstrip())[0], [reading.name, first_of_many]):
            alias, rest = first_of_many, f"{others},{rest}"
        reading.aliases.extend(_inline_names(alias))
        break
    while rest:
        name, after = split_alias(rest.lstrip(" ,"))
        if not after or not _akin(name, [reading.name, *reading.aliases]):
            break
        reading.aliases.append(bare(name))
        rest = after
    reading.addresses.extend(_address_lines([rest, *more.split("\n")]))


def _closed_line(text: str) -> tuple[str, str]:
    name, rest = split_name(text)
    return (name, rest) if re.search(r"\d", rest) or STREET.search(rest) else (text, "")


def _stems(name: str) -> set[str]:
    from anyascii import anyascii  # noqa: PLC0415

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


def _inline_names(text: str) -> list[str]:
    """The names of "(a.k.a. A; f.k.a. B; and C)" or "Lin Rongnan, Steven Lim and Yong Nam Lim"."""
    pieces: list[str] = []
    text = re.sub(r";(['’”])", r"\1;", text)  # "'Zaliv;' JSC …": the American semicolon inside the quotation
    for part in _INLINE.split(text)[:: _INLINE.groups + 1]:
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


def _read_aliases(text: str, reading: _Reading, *, folded: bool) -> None:
    """What follows the header: the alias lines, then the addresses."""
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and not _DASH.match(lines[0].strip()):
        lines = _undashed(lines, reading)
    lines = _join_broken(lines, reading)
    position = 0
    previous = ""
    while position < len(lines):
        line = lines[position].strip()
        dashed = _DASH.match(line)
        if not dashed:
            short = reading.stated is not None and len(reading.aliases) < reading.stated
            runs_on = bool(re.search(r"(?:;|\band)\Z", previous)) and not ADDRESS_START.match(line)
            if not (
                position
                and runs_on
                and (
                    short
                    or re.search(r"(?:;|;\s*and)\Z", line)
                    or (re.search(r"(?:;|;\s*and)\Z", previous) and _is_last_alias(lines, position))
                )
            ):
                break
        body = line[dashed.end() :] if dashed else line
        closed = not folded and (position + 1 < len(lines) or not _ENDS_ADDRESS.search(body))
        _one_alias(body, reading, last=_ends_list(lines, position), closed=closed)
        previous = line
        position += 1
    reading.addresses.extend(_address_lines(lines[position:]))


def _join_broken(lines: list[str], reading: _Reading) -> list[str]:
    """A name broken over two dashed lines ("OOO Neft / —Aktiv"): known by the count and by the missing semicolon."""
    dashed = [i for i, line in enumerate(lines) if _DASH.match(line.strip())]
    open_ended = [i for i in dashed[:-1] if not re.search(r"(?:[;,.:]|\band)\Z", lines[i].strip())]
    if reading.stated is None or len(dashed) != reading.stated + 1 or len(open_ended) != 1:
        return lines
    at = open_ended[0]
    left, right = lines[at].strip(), _DASH.sub("", lines[at + 1].strip())
    word = re.match(r"[\w'’]+", right)
    hyphened = f"{left.split()[-1]}-{word.group() if word else ''}"
    joint = "-" if hyphened in reading.name else "—"
    return [*lines[:at], f"{left}{joint}{right}", *lines[at + 2 :]]


def _is_last_alias(lines: list[str], position: int) -> bool:
    """An undashed line after "…; and" is the last alias where an address line still follows it."""
    following = lines[position + 1 :]
    return bool(following) and not _DASH.match(following[0]) and not re.search(r"\d|;", lines[position])


def _ends_list(lines: list[str], position: int) -> bool:
    return position + 1 >= len(lines) or not _DASH.match(lines[position + 1].strip())


def _one_alias(text: str, reading: _Reading, *, last: bool, closed: bool) -> None:
    """One line of an alias list. ``closed``: the printer ended it here, so an address in it must be beyond doubt."""
    text = re.sub(r",?\s+(?:and\s+)?to include the following\b[^.:]*(?=[.:]|\Z)", "", text, flags=re.IGNORECASE)
    rest = ""
    if place := re.search(r",?\s*\(Address:\s*([^()]*)\)", text):
        reading.addresses.append(bare(place.group(1)))
        if remark := bare(text[place.end() :]):
            reading.remarks.append(remark)
        text = text[: place.start()]
    elif last:
        whole = text
        text, rest = split_name(whole, certain=closed, unmarked=not closed)
        if rest and whole[len(text) :][:1].isspace() and not text.endswith("."):
            reading.problems.append(f"nothing parts the alias {text!r} from the address {bare(rest)[:60]!r}")
    found = _inline(text)
    if found and found.start() > 0:
        inside, after = _bracketed(text, found)
        reading.aliases.append(bare(text[: found.start()] + after))
        reading.aliases.extend(_inline_names(inside))
    elif found:
        reading.aliases.extend(_inline_names(text[found.end() :]))
    else:
        reading.aliases.append(bare(text))
    reading.read_against_stated += 1
    if rest:
        reading.addresses.extend(split_addresses(rest))


def _undashed(lines: list[str], reading: _Reading) -> list[str]:
    """ "the following two aliases: X; and Y. 5 Main Street": give the aliases the dashes they should have."""
    text, more = lines[0], lines[1:]
    count = reading.stated or 1
    parts = re.split(r";\s*(?:and\s+)?", text, maxsplit=count - 1) if count > 1 else [text]
    name, rest = split_name(parts[-1])
    return [*(f"—{part};" for part in parts[:-1]), f"—{name}", *([rest] if rest.strip() else []), *more]
