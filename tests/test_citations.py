"""Citations of the Federal Register and places in the CFR."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.citations import (
    canonical_document_number,
    paragraph_range,
    read_cfr_reference,
    read_fr_citations,
    resolve_paragraphs,
    roman,
    roman_value,
    split_paragraphs,
)
from parsers.model import Citation


def test_fr_citations() -> None:
    assert read_fr_citations("84 FR 22963, 5/21/19. 88 FR FR 12158, 2/27/23. 90 FR 14046") == (
        Citation(84, 22963, date(2019, 5, 21)),
        Citation(88, 12158, date(2023, 2, 27)),
        Citation(90, 14046),
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("in § 744.11, paragraph (a)(1)", "15 CFR 744.11"),
        ("15 CFR 744.11(a)(1)", "15 CFR 744.11(a)(1)"),
        ("Supplement No. 8(c)", None),
        ("supplement no. 4 to part 744", "15 CFR 744 Supplement No. 4"),
        ("31 CFR part 589", "31 CFR 589"),
        ("nothing", None),
    ],
)
def test_cfr_reference(text: str, place: str | None) -> None:
    found = read_cfr_reference(text)
    assert (str(found) if found else None) == place


def test_document_numbers_get_ascii_hyphens() -> None:
    assert canonical_document_number("2024–02930") == "2024-02930"
    assert canonical_document_number("C1\u20122024\u201113148") == "C1-2024-13148"


@pytest.mark.parametrize(
    ("before", "written", "path"),
    [
        ("(a)(3)", "(8)", "(a)(8)"),
        ("(a)(1)(iii)", "(iv)", "(a)(1)(iv)"),
        ("(a)(5)(i)(E)", "(F)", "(a)(5)(i)(F)"),
        ("(b)(2)(i)", "(v)", "(b)(2)(v)"),
        ("(a)(1)", "(b)", "(b)"),
        ("(h)", "(i)", "(i)"),
        ("(a)(6)(i)", "(b)(10)", "(b)(10)"),
        ("(b)", "(aa)", "(aa)"),
    ],
)
def test_designations_written_short(before: str, written: str, path: str) -> None:
    assert resolve_paragraphs(split_paragraphs(written), split_paragraphs(before)) == split_paragraphs(path)


def test_ranges() -> None:
    assert paragraph_range(("c",), ("f",)) == (("c",), ("d",), ("e",), ("f",))
    assert paragraph_range(("b", "2", "i"), ("b", "2", "iv"))[-2:] == (("b", "2", "iii"), ("b", "2", "iv"))
    assert paragraph_range(("a",), ("b", "1")) == (("a",), ("b", "1"))


@given(st.integers(1, 25))
def test_roman_numbers(n: int) -> None:
    assert roman_value(roman(n)) == n
    assert roman_value(roman(n).upper()) == n
