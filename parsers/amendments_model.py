"""What is read from an amendatory instruction: its clauses, and what it hands down to the paragraphs below it."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.amendments_entries import NamedEntry
from parsers.amendments_targets import Place
from parsers.dates import Span
from parsers.model import Action, CfrReference, ListName

#: No instruction is longer, or does more at once; what is, is reported as not understood.
LONGEST, MOST_VERBS = 30_000, 60
#: Supplements to 15 CFR part 744 that are lists of parties.
LISTS = {"4": ListName.ENTITY_LIST, "6": ListName.UNVERIFIED_LIST, "7": ListName.MEU_LIST}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One instruction paragraph as printed, with what the markup says about it."""

    text: str
    title: int | None = None
    part: str | None = None
    heading: str | None = None  # "§ 764.5 [Corrected]", the heading it stands under


@dataclass(frozen=True, slots=True)
class Clause:
    """What one verb of an instruction does."""

    action: Action
    text: str
    targets: tuple[CfrReference, ...] = ()
    redesignated: tuple[CfrReference, ...] = ()  # the new places, one for each target
    names: tuple[NamedEntry, ...] = ()  # entries of ``list`` under ``country``
    countries: tuple[str, ...] = ()  # country headings that are themselves added or removed
    list: ListName | None = None
    country: str | None = None
    stated: int | None = None  # "one Belgian entity": how many entries, where they are not named
    new_words: str | None = None  # "“€” should read “(e)”": the words to be put in
    old_words: str | None = None
    until: Span | None = None
    inferred: str | None = None  # why the verb was not taken from the text


@dataclass(frozen=True, slots=True)
class Instruction:
    """A paragraph read. ``clauses`` is empty for one that only leads to those below it, or that could not be read."""

    number: str
    text: str
    clauses: tuple[Clause, ...] = ()
    effective: Span | None = None  # "Effective September 16, 2024, amend § 746.8 by:"
    leads: bool = False  # its own paragraphs follow ("... is amended by:")
    understood: bool = True
    list: ListName | None = None
    problems: tuple[str, ...] = ()
    place: CfrReference | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a paragraph hands down to those below it."""

    place: Place
    country: str | None = None
    action: Action | None = None
    effective: Span | None = None
    default_list: ListName | None = None  # what the document's title says, for a rule whose heading paragraph is lost
