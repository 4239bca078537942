"""Neighbouring words written as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def join_runs(words: Sequence[str], most: int, as_one: Callable[[Sequence[str]], str | None]) -> list[str]:
    """The words in order, with every run of two to ``most`` that ``as_one`` has a form for in that form, the longest
    run first.
    """
    out: list[str] = []
    position = 0
    while position < len(words):
        for end in range(min(len(words), position + most), position + 1, -1):
            joined = as_one(words[position:end])
            if joined:
                out.append(joined)
                position = end
                break
        else:
            out.append(words[position])
            position += 1
    return out
