"""The word lists of ``monitor/lexicon``: plain text, a ``#`` line is a comment."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def lines(file: str) -> tuple[str, ...]:
    """The lines of a word list, without comments and blank lines."""
    text = resources.files("monitor").joinpath("lexicon", file).read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("# "))
