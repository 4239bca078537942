"""Keys that the spellings of one word share: chains of replacements, for one word or for many at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Rules = tuple[tuple[tuple[str, ...], re.Pattern[str] | None, str], ...]
_AROUND = re.compile(r"\(\?<?[=!][^)]*\)|\[\^[^\]]*\]|\$")
_REMEMBERED = 1 << 14  # words


def rules(*pairs: tuple[str, str]) -> Rules:
    """Replacements in order, each with the texts of which a word must hold one for it to apply; () for any word.

    Without a pattern where the one text itself is replaced. The words stand one in a line: no pattern may match the
    end of a line, and ``$`` stands before it.
    """
    return tuple(
        (_hints(pattern), None if pattern.isalpha() else re.compile(pattern, re.MULTILINE), to) for pattern, to in pairs
    )


def _hints(pattern: str) -> tuple[str, ...]:
    """The alternatives of a pattern where all are plain text, or else all its letters."""
    bare = _AROUND.sub("", pattern)
    choices = bare.removeprefix("(?:").removesuffix(")").split("|")
    if not all(choice.isalpha() for choice in choices):
        choices = re.findall(r"[a-z]", bare)
    return tuple(dict.fromkeys(choices))


def replaced(text: str, by: Rules) -> str:
    """A word, or words one in a line, with all replacements made."""
    for hints, pattern, to in by:
        for hint in hints:
            if hint in text:
                text = pattern.sub(to, text) if pattern else text.replace(hint, to)
                break
        else:
            if not hints and pattern:
                text = pattern.sub(to, text)
    return text


class Keys(dict[str, str]):
    """Word -> its key, made when it is first asked for and then remembered.

    ``make`` gives the key of a word, or of words one in a line their keys so.
    """

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        key = self[word] = self.make(word)
        return key

    def learn(self, words: Sequence[str]) -> None:
        """Make the keys of many words in one pass over all: a fifth of what it costs one by one."""
        if len(self) + len(words) > _REMEMBERED:
            self.clear()
        if words:
            self.update(zip(words, self.make("\n".join(words)).split("\n"), strict=True))
