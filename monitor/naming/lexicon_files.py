"""The word lists of ``monitor/lexicon``: plain text, a ``#`` line is a comment."""

from __future__ import annotations

from functools import cache
from importlib import resources
from zlib import crc32


@cache
def fingerprint() -> int:
    """32 bits over all word lists: what was compiled with other lists must be compiled anew."""
    folder = resources.files("monitor.naming").joinpath("lexicon")
    return crc32(b"".join(file.read_bytes() for file in sorted(folder.iterdir(), key=lambda file: file.name)))


@cache
def lines(file: str) -> tuple[str, ...]:
    """The lines of a word list, without comments and blank lines."""
    text = resources.files("monitor.naming").joinpath("lexicon", file).read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("# "))
