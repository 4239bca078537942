"""Wrapped lines back to paragraphs, and marks of a document's own footnotes."""

from __future__ import annotations

from lxml import etree

from parsers.rule_lines import join_lines
from parsers.rule_xml import inline_text

FULL = [
    "the names of the persons that are added to the list by this rule are given in",
    "the table below, together with the addresses under which they are known, and",
    "with the requirements that apply to them, which are those of the section that",
    "is named there, and of no other one, unless the column for the policy says so",
    "in the words that it uses for all of them, which are the same in every row of",
    "the table.",
]


def test_full_lines_are_joined_and_short_ones_end() -> None:
    assert join_lines([*FULL, "A heading", *FULL]) == [" ".join(FULL), "A heading", " ".join(FULL)]


def test_a_quotation_goes_on_over_a_short_line() -> None:
    wrapped = [*FULL, "b. Under BURMA, adding entries for “Sky", "Aviator Company Limited” and “Other Ltd.”"]
    assert (
        join_lines(wrapped)[-1] == "b. Under BURMA, adding entries for “Sky Aviator Company Limited” and “Other Ltd.”"
    )


def test_page_breaks_do_not_end_a_paragraph() -> None:
    assert join_lines([*FULL[:3], "", "\f", "", *FULL[3:]]) == [" ".join(FULL)]


def test_own_footnote_marks_are_no_text() -> None:
    element = etree.fromstring("<P>Act (“ECRA”), <SU>1</SU><FTREF/> the privileges of m<SU>2</SU> rooms.</P>")
    assert inline_text(element) == "Act (“ECRA”), the privileges of m2 rooms."
