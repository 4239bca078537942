"""What all renditions of a document are brought to before it is read: its head, and its blocks in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from parsers.model import Problem


class BlockKind(StrEnum):
    INSTRUCTION = "instruction"  # AMDPAR
    SECTION = "section"  # § number and subject
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    AUTHORITY = "authority"
    STARS = "stars"
    TABLE = "table"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. Lines of a cell are kept (``\\n``), footnote marks are set by ``list_columns.mark_footnote``."""

    cells: tuple[str, ...]

    @property
    def stars(self) -> bool:
        """A row of asterisks stands for entries that do not change."""
        text = " ".join(self.cells)
        return bool(text.strip()) and not re.sub(r"[\s*]", "", text)

    @property
    def blank(self) -> bool:
        return not any(c.strip() for c in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()  # footnotes printed under the table, with their mark
    title: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    text: str
    table: Table | None = None
    title: int | None = None  # the CFR title and part that the block amends, where the markup says so
    part: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A document before its instructions are read."""

    root: str  # RULE | PRORULE | NOTICE | CORRECT | "" (a text does not say)
    form: str  # "xml" | "html" | "text" | "paragraphs"
    blocks: tuple[Block, ...]
    agency: str | None = None
    subagency: str | None = None
    cfr: str | None = None
    docket: str | None = None
    subject: str | None = None
    action: str | None = None
    summary: str | None = None
    dates: str | None = None
    number: str | None = None  # from the FR Doc. line
    filed: str | None = None
    published: str | None = None  # the day of publication, where a public-inspection text prints it
    first_page: int | None = None
    amending: int | None = None  # index of the first block of the amending part
    problems: tuple[Problem, ...] = field(default=())

    @property
    def preamble(self) -> tuple[Block, ...]:
        return self.blocks[: self.amending] if self.amending is not None else self.blocks


def fold(text: str) -> str:
    """White space folded to single spaces, the invisible characters of web pages taken out."""
    return " ".join(re.sub("[\u200b\u200c\u200d\ufeff\u2060\u00ad]", "", text).split())


def fold_lines(text: str) -> str:
    """As ``fold``, line by line; blank lines at the ends are dropped, within the text one is kept."""
    lines = [fold(line) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


#: ``[FR Doc. 2025-05427 Filed 3-25-25; 4:30 pm]``
FR_DOC_LINE = re.compile(
    r"\[\s*FR\s+Doc(?:\.|ument)?\s*(?:No\.?:?)?\s*(?P<number>[A-Z]?\d?[\w\u2010-\u2015-]*\d)\s*(?:Filed\s+(?P<filed>[^\]]*?))?\s*\]",
    re.IGNORECASE,
)
