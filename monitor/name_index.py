"""Names that may be one: an inverted index from telling words to rows."""

from __future__ import annotations

from collections.abc import Iterable

from .names import Name, understand
from .sound import skeleton, sound


def _keys(name: Name) -> set[str]:
    keys: set[str] = set()
    for token in name.tokens:
        if token.role in {"name", "initial"}:
            for form in {token.text, token.written, *token.others}:
                keys.add(form)
                keys.add("~" + sound(form))
                if len(form) >= 5:
                    keys.update("-" + form[:i] + form[i + 1 :] for i in range(len(form)))
                    keys.add("-" + form)
            if token.skeletal or len(token.text) >= 5:
                keys.add("^" + skeleton(token.text))
    written = [t.written for t in name.tokens]
    keys.update(a + b for a, b in zip(written, written[1:], strict=False))
    if not any(t.role == "name" for t in name.tokens):
        keys.add("=" + " ".join(sorted(t.text for t in name.tokens if t.role != "organisation")))
    keys.add("".join(t.written[:1] for t in name.tokens if t.role != "number"))
    keys.add("".join(t.written[:1] for t in name.tokens if t.role not in {"number", "organisation"}))
    keys.add(name.compact)
    keys.discard("")
    return keys


class NameIndex:
    """Rows by the keys of their names."""

    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = {}

    @classmethod
    def build(cls, names: Iterable[str]) -> NameIndex:
        index = cls()
        for row, name in enumerate(names):
            for key in _keys(understand(name)):
                index._rows.setdefault(key, []).append(row)
        return index

    def candidates(self, name: Name) -> list[int]:
        found: set[int] = set()
        for key in _keys(name):
            found.update(self._rows.get(key, ()))
        return sorted(found)
