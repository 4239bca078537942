"""The military-intelligence end users that 15 CFR 744.22(f)(2) names in its running text: no table, no row."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.model import CodifiedProvision, ListEntry, ListName, Problem

_HEADED = re.compile(r"\A\([ivxl]+\)\s*(?P<country>[^.]+)\.\s*(?P<names>.+?)\.?\Z", re.DOTALL)
# Two names, not one: the first is closed by its abbreviation, or the second begins with its own article.
_BETWEEN = re.compile(r"(?<=\))\s*(?:,|;)?\s*and\s+(?:the\s+)?|;\s*(?:and\s+)?(?:the\s+)?|,?\s+and\s+the\s+")


def read_mieu_names(provisions: Iterable[CodifiedProvision]) -> tuple[tuple[ListEntry, ...], tuple[Problem, ...]]:
    """Entries from the paragraphs of § 744.22. The abbreviation in brackets is kept with the name, as printed."""
    entries: list[ListEntry] = []
    problems: list[Problem] = []
    below = [p for p in provisions if p.target.paragraphs[:2] == ("f", "2") and len(p.target.paragraphs) == 3]
    for provision in below:
        found = _HEADED.match(provision.text)
        if found is None:
            if "[Reserved]" not in provision.text:
                problems.append(
                    Problem(str(provision.target), f"no country and name could be read: {provision.text[:200]!r}")
                )
            continue
        names = found["names"]
        if re.search(r"\bparagraph\b|\bthis section\b", names, re.IGNORECASE):
            continue  # "Other countries. Paragraph … identifies": says how far the list goes, names nobody
        for name in _BETWEEN.split(names):
            bare = re.sub(r"\A(?:the)\s+", "", name.strip(" ,;."), flags=re.IGNORECASE)
            if bare:
                entries.append(ListEntry(ListName.MIEU_LIST, found["country"].strip(), bare, raw=provision.text))
    if not entries:
        problems.append(
            Problem("15 CFR 744.22(f)(2)", "names no military-intelligence end user; the paragraph may have changed")
        )
    return tuple(entries), tuple(problems)
