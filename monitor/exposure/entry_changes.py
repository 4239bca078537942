"""What a revision changed in an entry, field by field; differences of print are none. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.exposure.entry_terms import folded
from monitor.exposure.wording import joined
from notifiers.model import Difference
from parsers.model import ListEntry


def entry_differences(before: ListEntry, after: ListEntry) -> tuple[Difference, ...]:
    """The Entity List's columns that differ, by their own names. Case, spaces and punctuation do not count."""
    found: list[Difference] = []
    for field in ("name", "destination", "license requirement", "license review policy"):
        attribute = field.replace(" ", "_")
        was, now = getattr(before, attribute), getattr(after, attribute)
        if folded(was) != folded(now):
            found.append(Difference(field, was, now))
    if sorted(before.footnotes) != sorted(after.footnotes):
        found.append(_sets("footnotes", before.footnotes, after.footnotes))
    found += [
        difference
        for field, was, now in (
            ("aliases", before.aliases, after.aliases),
            ("addresses", before.addresses, after.addresses),
            ("entities within the entry", _within(before), _within(after)),
        )
        if (difference := _sets(field, was, now)).removed or difference.added
    ]
    return tuple(found)


def _within(entry: ListEntry) -> tuple[str, ...]:
    return tuple(name for sub in entry.sub_entities for name in (sub.name, *sub.aliases, *_within(sub)))


def _sets(field: str, before: Iterable[str], after: Iterable[str]) -> Difference:
    was, now = {folded(text): text for text in before}, {folded(text): text for text in after}
    return Difference(
        field,
        "; ".join(was.values()) or None,
        "; ".join(now.values()) or None,
        removed=tuple(text for key, text in was.items() if key not in now),
        added=tuple(text for key, text in now.items() if key not in was),
    )


def differences_in_words(differences: Iterable[Difference]) -> str:
    """``aliases removed: A and B; license review policy: "Presumption of denial" is now "Policy of denial"``."""
    said = []
    for one in differences:
        if one.removed:
            said.append(f"{one.field} removed: {joined(one.removed)}")
        if one.added:
            said.append(f"{one.field} added: {joined(one.added)}")
        if not (one.removed or one.added):
            said.append(f"{one.field}: “{one.before or 'nothing'}” is now “{one.after or 'nothing'}”")
    return "; ".join(said)
