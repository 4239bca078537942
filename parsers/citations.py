"""Places in the Code of Federal Regulations and pages of the Federal Register, as documents write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.dates import read_date
from parsers.model import CfrReference, Citation

_ROMANS = [
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
    "xxi",
    "xxii",
    "xxiii",
    "xxiv",
    "xxv",
]

_CITATION = re.compile(
    r"\b(?P<volume>\d{2,3})\s+(?:F\.?\s?R\.?|Fed\.?\s?Reg\.?)\s+(?:FR\s+)?(?P<page>\d{1,6})\b"
    r"(?:\s*(?:,|\()?\s*(?P<day>\d{1,2}/\d{1,2}/\d{2,4}|[A-Z][a-z]+\.?\s+\d{1,2},?\s+\d{4}))?"
)


def read_fr_citations(text: str) -> tuple[Citation, ...]:
    """Every ``90 FR 14046`` in ``text``, in order, with the date printed beside it."""
    return tuple(
        Citation(int(found["volume"]), int(found["page"]), read_date(found["day"]) if found["day"] else None)
        for found in _CITATION.finditer(text)
    )


def canonical_document_number(text: str) -> str:
    """A document number with ASCII hyphens: ``2024–02930`` -> ``2024-02930``."""
    return re.sub(r"\s*[\u2010-\u2015\u2212-]\s*", "-", text.strip())


def roman_value(text: str) -> int | None:
    """``iv`` -> 4; None for what is no small roman number."""
    lowered = text.lower()
    return _ROMANS.index(lowered) + 1 if lowered in _ROMANS else None


def roman(value: int) -> str:
    return _ROMANS[value - 1]


def split_paragraphs(text: str) -> tuple[str, ...]:
    """``(a)(1)(ii)`` -> ``("a", "1", "ii")``; ``(b)29`` -> ``("b", "29")``."""
    return tuple(a or b for a, b in re.findall(r"\(([^()\s]{1,6})\)|(?<=\))(\d+)", text))


def _classes(component: str) -> set[str]:
    kinds = set()
    if component.isdecimal():
        kinds.add("digit")
    if component.isalpha() and component.isupper():
        kinds.add("capital")
        if roman_value(component):
            kinds.add("capital-roman")
    if component.isalpha() and component.islower():
        if len(component) == 1 or len(set(component)) == 1:
            kinds.add("letter")
        if roman_value(component):
            kinds.add("roman")
    return kinds or {"other"}


def rank(component: str, kind: str) -> int:
    """The place of a paragraph designation among its siblings: ``c`` -> 3, ``aa`` -> 27, ``iv`` -> 4."""
    if kind == "digit":
        return int(component)
    if kind in ("roman", "capital-roman"):
        return roman_value(component) or 0
    if kind in ("letter", "capital"):
        return ord(component[0].lower()) - 96 + 26 * (len(component) - 1)
    return 0


def resolve_paragraphs(written: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    """The full path of a designation written short: ``(8)`` after ``(a)(3)`` is ``(a)(8)``.

    A designation that begins with a small letter is taken as complete unless it goes on with the roman numbers of the
    designation before it ("(b)(2)(i) through (v)").
    """
    if not before or not written:
        return tuple(written)
    first = written[0]
    kinds = _classes(first)
    best: tuple[int, int] | None = None
    for depth in range(len(before) - 1, -1, -1):
        for kind in _classes(before[depth]) & kinds:
            step = rank(first, kind) - rank(before[depth], kind)
            if step > 0 and _kind_at(before, depth) == kind and (best is None or step < best[0]):
                best = (step, depth)
    if best is None:
        same = [d for d in range(len(before)) if before[d] == first]
        return tuple(before[: same[0]]) + tuple(written) if same else tuple(written)
    if len(written) > 1 and "letter" in kinds and best[1] != 0:
        return tuple(written)
    return tuple(before[: best[1]]) + tuple(written)


def _kind_at(path: Sequence[str], depth: int) -> str:
    """Which numbering a component belongs to: (a)(1)(i)(A)(1)(i), by its depth where its form leaves a choice."""
    kinds = _classes(path[depth])
    if kinds == {"letter", "roman"}:
        return "letter" if depth == 0 else "roman"
    if kinds == {"capital", "capital-roman"}:
        return "capital"
    return next(iter(kinds))


def _designation(place: int, kind: str) -> str:
    """The inverse of :func:`rank`."""
    if kind == "digit":
        return str(place)
    if kind == "roman":
        return roman(place)
    letter = chr((64 if kind == "capital" else 96) + (place - 1) % 26 + 1)
    return letter * ((place - 1) // 26 + 1)


def paragraph_range(first: Sequence[str], last: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """``(c)`` through ``(f)``: all of them; only the two ends where what lies between cannot be counted."""
    ends = (tuple(first), tuple(last))
    if len(first) != len(last) or tuple(first[:-1]) != tuple(last[:-1]):
        return ends
    for kind in ("digit", "roman", "letter", "capital"):
        if kind in _classes(first[-1]) and kind in _classes(last[-1]):
            low, high = rank(first[-1], kind), rank(last[-1], kind)
            if not 0 < high - low < 60:
                continue
            return tuple((*first[:-1], _designation(n, kind)) for n in range(low, high + 1))
    return ends


_SUPPLEMENT = re.compile(
    r"Supplement\s+(?:No\.?|Number)?\s*(?P<number>\d+|[IVX]+)\s+to\s+(?:(?P<title>\d+)\s+CFR\s+)?Part\s+(?P<part>\d+)",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:§+|[Ss]ections?)\s*(?P<section>(?P<part>\d+[a-z]?)\.\d+[a-z]*(?:-\d+)?)(?P<paragraphs>(?:\([^()\s]{1,6}\))*)"
)


def read_cfr_reference(text: str, *, title: int = 15) -> CfrReference | None:
    """The first place in the CFR that ``text`` names; ``title`` where it does not say which title."""
    named = re.search(r"\b(\d{1,2})\s+CFR\b", text)
    title = int(named[1]) if named else title
    if found := _SUPPLEMENT.search(text):
        rest = re.match(r"(?:\([^()\s]{1,6}\))+", text[found.end() :])
        return CfrReference(
            int(found["title"] or title),
            found["part"],
            supplement=found["number"],
            paragraphs=split_paragraphs(rest[0]) if rest else (),
        )
    found = _SECTION.search(text) or re.search(
        r"\bCFR\s+(?P<section>(?P<part>\d+[a-z]?)\.\d+[a-z]*(?:-\d+)?)(?P<paragraphs>(?:\([^()\s]{1,6}\))*)", text
    )
    if found:
        return CfrReference(title, found["part"], found["section"], paragraphs=split_paragraphs(found["paragraphs"]))
    if found := re.search(r"\bparts?\s+(?P<part>\d+)|\bCFR\s+(?:parts?\s+)?(?P<bare>\d+)", text, re.IGNORECASE):
        return CfrReference(title, found["part"] or found["bare"])
    return None
