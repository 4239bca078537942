"""What one cell of the entity column says, and the same while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.model import EntryKind


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
class Reading:
    """A cell while it is being read: what was found so far, in the order printed."""

    name: str = ""
    aliases: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    subs: list[Cell] = field(default_factory=list)
    stated: int | None = None
    read_against_stated: int = 0
    stated_parts: int | None = None  # entities listed within the entry
    remarks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
