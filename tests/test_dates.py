"""Dates in words, placeholders, and ends."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dates import find_dates, later, read_date, read_until
from parsers.numbers_in_words import number_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("effective March 25, 2025.", date(2025, 3, 25)),
        ("Nov. 9, 2026", date(2026, 11, 9)),
        ("Sept. 1, 2024", date(2024, 9, 1)),
        ("3/28/2025.", date(2025, 3, 28)),
        ("5/21/19", date(2019, 5, 21)),
        ("12/19/98", date(1998, 12, 19)),
        ("Filed 3-25-25; 4:30 pm", date(2025, 3, 25)),
        ("2025-03-25", date(2025, 3, 25)),
        ("February 30, 2025", None),
        ("no date", None),
    ],
)
def test_read_date(text: str, day: date | None) -> None:
    assert read_date(text) == day


@given(st.dates(date(1990, 1, 1), date(2059, 12, 31)))
def test_every_day_survives_its_wording(day: date) -> None:
    assert read_date(f"{day:%B} {day.day}, {day.year}") == day
    assert read_date(f"{day.month}/{day.day}/{day.year}") == day
    assert read_date(f"{day.month}/{day.day}/{day.year % 100:02}") == day


@pytest.mark.parametrize(
    ("text", "last", "words"),
    [
        ("is stayed until November 9, 2026.", date(2026, 11, 9), "until November 9, 2026"),
        ("effective from A through December 3, 2026", date(2026, 12, 3), "through December 3, 2026"),
        ("until 11:59 p.m. December 3, 2026", date(2026, 12, 3), "until 11:59 p.m. December 3, 2026"),
        ("expires on May 1, 2026", date(2026, 5, 1), "expires on May 1, 2026"),
        ("stayed indefinitely.", None, "indefinitely"),
        ("until further notice", None, "until further notice"),
        ("stayed for one year", date(2026, 1, 9), "for one year"),
        ("stayed for 90 days", date(2025, 4, 9), "for 90 days"),
        ("is stayed", None, None),
    ],
)
def test_read_until(text: str, last: date | None, words: str | None) -> None:
    assert read_until(text, date(2025, 1, 10)) == (last, words)


def test_placeholders_stand_for_days_to_come() -> None:
    text = "[INSERT DATE OF PUBLICATION IN THE FEDERAL REGISTER] and [INSERT DATE 30 DAYS AFTER DATE OF PUBLICATION]"
    found = find_dates(text, publication_date=date(2025, 3, 28))
    assert [(f.day, f.provisional) for f in found] == [(date(2025, 3, 28), True), (date(2025, 4, 27), True)]
    assert [f.day for f in find_dates(text)] == [None, None]


def test_later_keeps_to_the_month() -> None:
    assert later(date(2024, 2, 29), 1, "year") == date(2025, 2, 28)
    assert later(date(2025, 1, 31), 1, "month") == date(2025, 2, 28)
    assert later(date(2025, 12, 15), 2, "months") == date(2026, 2, 15)


@pytest.mark.parametrize(
    ("word", "number"), [("twenty-eight", 28), ("an", 1), ("seventeen", 17), ("7", 7), ("forty", 40), ("many", None)]
)
def test_numbers_in_words(word: str, number: int | None) -> None:
    assert number_of(word) == number
