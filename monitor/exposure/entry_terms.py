"""What an entry of a list means for a party: its fingerprint, how hard its terms are, whether its owners count."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from monitor.law.entry_identity import country_family
from parsers.model import EntryKind, ListEntry, ListName

LIST_TITLES = {
    ListName.ENTITY_LIST: "Entity List",
    ListName.UNVERIFIED_LIST: "Unverified List",
    ListName.MEU_LIST: "Military End-User (MEU) List",
    ListName.DENIED_PERSONS: "Denied Persons List",
    ListName.MIEU_LIST: "list of military-intelligence end users (15 CFR 744.22(f)(2))",
    ListName.SDN: "SDN List (OFAC)",
    ListName.CMIC: "NS-CMIC List (OFAC)",
    ListName.SSI: "Sectoral Sanctions Identifications List (OFAC)",
    ListName.OTHER_OFAC: "non-SDN lists of OFAC",
    ListName.ISN: "nonproliferation sanctions list (State)",
    ListName.DTC: "AECA debarred list (State)",
    ListName.SECTION_1260H: "Section 1260H list",
    ListName.UFLPA: "UFLPA Entity List",
}

_SEVERITY = {
    ListName.ENTITY_LIST: "critical",
    ListName.MEU_LIST: "critical",
    ListName.DENIED_PERSONS: "critical",
    ListName.MIEU_LIST: "critical",
    ListName.SDN: "critical",
    ListName.SECTION_1260H: "info",  # procurement and reputation, no export control
}

_COUNTING = (ListName.ENTITY_LIST, ListName.MEU_LIST, ListName.SDN)  # Supplement No. 8(a); not the UVL, not the DPL

_RESTRICTING = (*_COUNTING, ListName.DENIED_PERSONS, ListName.MIEU_LIST)

# 15 CFR 744.8(a)(1): the SDN program tags whose parties count; any other SDN is under OFAC's rules alone.
SDN_PROGRAMS = (
    "BELARUS", "BELARUS-EO14038", "RUSSIA-EO14024", "UKRAINE-EO13660", "UKRAINE-EO13661", "UKRAINE-EO13662",
    "UKRAINE-EO13685", "FTO", "SDGT", "NPWMD", "ILLICIT-DRUGS-EO14059", "SDNT", "SDNTK", "TCO",
)  # fmt: skip


def folded(text: str | None) -> str:
    """Letters and digits only, one case: what two printings of the same text have in common."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "").casefold())


@lru_cache(maxsize=200_000)
def entry_fingerprint(entry: ListEntry) -> str:
    """The entry's list, country, name, aliases and addresses, those within it too, without punctuation, case and order.

    A person's decision about an entry holds while this stays the same; new license terms do not touch it.
    """
    parts = [str(entry.list), str(entry.kind), country_family(entry.destination), folded(entry.name)]
    parts += ["a.k.a.", *sorted({folded(alias) for alias in entry.aliases})]
    parts += ["at", *sorted({folded(address) for address in entry.addresses})]
    parts += ["with", *sorted(entry_fingerprint(sub) for sub in entry.sub_entities)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def counts_for_ownership(entry: ListEntry) -> bool:
    """Whether a party of this entry is an owner that the 50 percent test counts.

    The Entity List, the MEU List and SDNs under the programs of 744.8(a)(1) count. An address entry names nobody. An
    SDN whose programs the source does not give counts, as the reading that misses nothing.
    """
    if entry.kind is not EntryKind.ENTITY or entry.list not in _COUNTING:
        return False
    if entry.list is not ListName.SDN:
        return True
    given = sdn_programs(entry)
    return not given or any(program in SDN_PROGRAMS for program in given)


def sdn_programs(entry: ListEntry) -> tuple[str, ...]:
    """The program tags of an SDN ("RUSSIA-EO14024; SDGT", "[FTO] [SDGT]"); empty when the source gives none."""
    tags: list[str] = []
    for text in (entry.license_requirement or "", *entry.footnotes):
        if re.fullmatch(r"[A-Z0-9\s\-;,|/\[\]()]+", text):  # tags are in capitals; a sentence is no list of tags
            tags += [re.sub(r"[\s\-]+", "-", tag.strip()) for tag in re.split(r"[;,|/\[\]()]+", text)]
    return tuple(tag for tag in tags if tag and not tag.isdigit())


def restricts(entry: ListEntry) -> bool:
    """Whether being on this list leaves no loophole: the party needs a license, or must not be dealt with at all."""
    return entry.kind is EntryKind.ENTITY and entry.list in _RESTRICTING


def listed_severity(entry: ListEntry) -> str:
    """How much a listing by a sure match matters."""
    return _SEVERITY.get(entry.list, "warning")


def restrictiveness(entry: ListEntry) -> tuple[int, int, int, int]:
    """Sorts the hardest terms first: review policy, then how much needs a license, footnotes, list."""
    policy = (entry.license_review_policy or "").casefold()
    if entry.list is ListName.SDN:
        hardness = 0
    elif "policy of denial" in policy and "case" not in policy:
        hardness = 1
    elif "presumption of denial" in policy and "case" not in policy:
        hardness = 2
    elif "denial" in policy:
        hardness = 3
    elif policy:
        hardness = 4
    else:
        hardness = 5  # the MEU List has its terms in 744.21, not in the entry
    everything = "all items" in (entry.license_requirement or "").casefold()
    order = _COUNTING.index(entry.list) if entry.list in _COUNTING else len(_COUNTING)
    return hardness, 0 if everything else 1, -len(entry.footnotes), order
