"""DATES sections: which date for which instruction."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.rule_dates import instruction_numbers, read_effective_dates

PUBLISHED, FILED = date(2030, 1, 2), date(2029, 12, 31)


@pytest.mark.parametrize(
    ("text", "main", "until", "provisional"),
    [
        ("This rule is effective March 25, 2025.", date(2025, 3, 25), None, False),
        ("DATES: This rule is effective: April 25, 2025.", date(2025, 4, 25), None, False),
        ("This rule is effective at 4:15 p.m. on May 16, 2019.", date(2019, 5, 16), None, False),
        ("Effective Date: September 16, 2024. Applicability Date: October 1, 2024.", date(2024, 9, 16), None, False),
        ("This rule is effective [INSERT DATE OF PUBLICATION IN THE FEDERAL REGISTER].", PUBLISHED, None, True),
        ("This rule is effective [INSERT DATE OF FILING FOR PUBLIC INSPECTION AT OFR].", FILED, None, True),
        (
            "This rule is effective from September 22, 2026, through December 3, 2026.",
            date(2026, 9, 22),
            date(2026, 12, 3),
            False,
        ),
        ("Comments on this rule must be received by May 1, 2030.", None, None, False),
        (
            "• Effective date: This rule is effective September 29, 2025. • TGL validity date: The TGL is valid "
            "through December 1, 2025. • Comment date: Comments must be received by October 29, 2025.",
            date(2025, 9, 29),
            None,
            False,
        ),
        ("", None, None, False),
    ],
)
def test_the_document_as_a_whole(text: str, main: date | None, until: date | None, provisional: bool) -> None:
    read = read_effective_dates(text, publication_date=PUBLISHED, filed=FILED)
    assert (read.main.effective, read.main.until, read.main.provisional) == (main, until, provisional)
    assert read.exceptions == ()


def test_exceptions_by_instruction() -> None:
    read = read_effective_dates(
        "This rule is effective January 16, 2025, except for amendatory instructions 5 and 7 through 9, which are "
        "effective February 17, 2025, and amendatory instruction 12.b, which is effective March 1, 2025."
    )
    assert {n: read.of(n).effective for n in ("1", "5", "5.a", "6", "8", "12", "12.b.ii")} == {
        "1": date(2025, 1, 16),
        "5": date(2025, 2, 17),
        "5.a": date(2025, 2, 17),
        "6": date(2025, 1, 16),
        "8": date(2025, 2, 17),
        "12": date(2025, 1, 16),
        "12.b.ii": date(2025, 3, 1),
    }
    assert read.all_dates == (date(2025, 1, 16), date(2025, 2, 17), date(2025, 3, 1))


def test_phases() -> None:
    read = read_effective_dates(
        "This rule is effective in phases: on October 7, 2022 (instruction #s 3, 6, 7); and on October 12, 2022 "
        "(instruction #s 10 and 11)."
    )
    assert read.of("6").effective == date(2022, 10, 7)
    assert read.of("11").effective == date(2022, 10, 12)


def test_end_of_the_stays_is_not_the_end_of_the_rule() -> None:
    read = read_effective_dates(
        "This rule is effective November 10, 2025, and the stays are in effect until November 9, 2026."
    )
    assert read.main.effective == date(2025, 11, 10)
    assert read.main.until is None
    assert read.stays is not None
    assert read.stays.until == date(2026, 11, 9)


def test_delay() -> None:
    read = read_effective_dates(
        "As of January 14, 2025, the effective date of the rule published January 2, 2025, is delayed until "
        "May 15, 2025."
    )
    assert read.delayed is not None
    assert (read.delayed.effective, read.delayed.until) == (date(2025, 1, 14), date(2025, 5, 15))


def test_hint_only_where_the_text_is_silent() -> None:
    assert read_effective_dates(None, hint=PUBLISHED).main.effective == PUBLISHED
    assert read_effective_dates("This rule is effective May 1, 2030.", hint=PUBLISHED).main.effective == date(
        2030, 5, 1
    )


def test_exception_without_a_date_is_reported() -> None:
    assert read_effective_dates("This rule is effective May 1, 2030, except for instruction 3.").unread == ()
    assert read_effective_dates("This rule is effective May 1, 2030, except for § 744.9 as noted.").unread


def test_instruction_numbers() -> None:
    assert instruction_numbers("5 and 7 through 9") == ["5", "7", "8", "9"]
    assert instruction_numbers("4a, 4.b.ii") == ["4.a", "4.b.ii"]
