"""Who has which part of a message that is not through yet.

A message goes to several recipients, or in several parts. When one of them fails, the others must not get theirs again
on the next try: a channel notes each part that was taken, until all are. After a restart the caller may hand the notes
back as ``Message.accepted``; without them a repeat is recognisable by the message id.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from notifiers.model import Message

_REMEMBERED = 1_000  # messages; those given up on must not be kept for ever


class Ledger:
    """The notes of one channel."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, set[str]] = OrderedDict()

    def page(self, message: Message) -> Page:
        """The notes about this message; those of another content under the same id do not count."""
        mark = _mark(message)
        taken = self._pages.setdefault(mark, set())
        self._pages.move_to_end(mark)
        taken.update(message.accepted)
        while len(self._pages) > _REMEMBERED:
            self._pages.popitem(last=False)
        return Page(mark, taken)

    def close(self, message: Message) -> None:
        """All of it is taken: no note is needed any more."""
        self._pages.pop(_mark(message), None)


class Page:
    """The notes about one message."""

    def __init__(self, mark: str, taken: set[str]) -> None:
        self._mark = mark
        self._taken = taken

    def add(self, part: str) -> None:
        self._taken.add(f"{self._mark} {part}")

    def __contains__(self, part: str) -> bool:
        return f"{self._mark} {part}" in self._taken

    @property
    def accepted(self) -> frozenset[str]:
        return frozenset(self._taken)


def _mark(message: Message) -> str:
    said = [message.id, message.subject, *message.intro, *(a.id for a in message.alerts)]
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:12]
