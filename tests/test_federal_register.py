"""federalregister.gov's API: pages, single documents, public inspection; what an unexpected answer must not become."""

# ruff: noqa: E501 - published text is quoted in one piece
from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.document_numbers import canonical_number, number_in_url
from parsers.federal_register import (
    parse_document,
    parse_document_with_problems,
    parse_documents,
    parse_public_inspection,
)
from parsers.model import DocumentKind, ParseError, Stage

DATA = Path(__file__).resolve().parent / "data"
PAGE = json.loads((DATA / "federal_register" / "page.json").read_text("utf-8"))
ISSUE = json.loads((DATA / "public_inspection" / "current.json").read_text("utf-8"))
BLOCKED = b"<!DOCTYPE html><html><head><title>Federal Register :: Request Access</title></head><body>CAPTCHA (bot test)</body></html>"


def dump(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    ("published", "canonical"),
    [("2024–02930", "2024-02930"), ("C1–2024–13148", "C1-2024-13148"), (" 2025-05427 ", "2025-05427"), ("E9−17295", "E9-17295"), ("00-6653", "00-6653")],
)  # fmt: skip
def test_document_numbers_are_canonical(published: str, canonical: str) -> None:
    assert canonical_number(published) == canonical


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://www.federalregister.gov/documents/2025/03/28/2025-05427/additions-to-the-entity-list", "2025-05427"),
        ("https://www.federalregister.gov/d/C1-2024-13148", "C1-2024-13148"),
        ("https://www.federalregister.gov/api/v1/documents/2024-13148?publication_date=2024-06-18", "2024-13148"),
        ("https://www.federalregister.gov/public-inspection/2025-19846/one-year-suspension", "2025-19846"),
        ("https://www.govinfo.gov/content/pkg/FR-2025-03-28/pdf/2025-05427.pdf", "2025-05427"),
        ("https://www.federalregister.gov/documents/full_text/xml/2025/03/28/2025-05427.xml", "2025-05427"),
        ("https://www.federalregister.gov/documents/2009/07/21/E9-17295/a-rule", "E9-17295"),
        ("https://www.federalregister.gov/reader-aids", None),
        ("https://www.federalregister.gov/agencies/2025", None),
    ],
)
def test_the_number_in_an_address(url: str, number: str | None) -> None:
    assert number_in_url(url) == number


def test_a_page() -> None:
    page = parse_documents(dump(PAGE))
    rule, correction = page.documents
    assert (page.count, page.total_pages, page.next_page_url) == (3, 1, None)
    assert (rule.number, rule.raw_number, rule.title) == ("2025-05427", "2025–05427", "Additions to the Entity List")
    assert (rule.publication_date, rule.effective_on, rule.start_page) == (date(2025, 3, 28), date(2025, 3, 25), 14046)
    assert rule.agencies == ("commerce-department", "new-bureau-of-examples")
    assert rule.cfr_references == ("15 CFR 744",)
    assert (correction.kind, correction.correction_of) == (DocumentKind.RULE, "2024-13148")


def test_one_odd_row_is_a_problem_and_the_rest_is_kept() -> None:
    rows = [
        *PAGE["results"],
        "a text",
        {"document_number": "2025-11111", "title": "X", "type": "Rule", "publication_date": "soon", "agencies": "BIS"},
    ]
    page = parse_documents(dump({**PAGE, "results": rows}))
    assert [d.number for d in page.documents] == ["2025-05427", "C1-2024-13148", "2025-11111"]
    told = " / ".join(f"{p.where}: {p.what}" for p in page.problems)
    assert "result 3: document_number is None" in told
    assert "A row without its number" in told
    assert "result 4: is str" in told
    assert "'soon' is not a date" in told
    assert "agencies is not a list" in told


def test_no_results_and_a_count_of_zero_is_an_empty_page() -> None:
    page = parse_documents(b'{"count": 0, "description": "All Documents"}')
    assert (page.documents, page.count, page.problems) == ((), 0, ())


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "got nothing"),
        (BLOCKED, "captcha.*Request Access"),
        (dump(PAGE)[:300], "cut off"),
        (b'{"count": "\xe9"}', "encoded otherwise"),
        (b"[]", "got list"),
        (b"null", "got NoneType"),
        (b'{"errors": {"agencies": "invalid value"}}', "invalid value"),
        (b'{"count": 12, "description": "x", "total_pages": 1}', "says 12 matched but has no results"),
        (b'{"count": 0, "description": "x", "items": []}', "schema may have changed"),
        (b'{"count": 0, "total_pages": 20, "results": []}', "results is empty although"),
        (b'{"count": 5, "results": []}', "results is empty although"),
        (b'{"count": 1, "results": {"a": 1}}', "not a list"),
        (
            b'{"count": 1, "results": [{"documentNumber": "2025-05427"}]}',
            "none has it, the first has \\['documentNumber'\\]",
        ),
        (b'{"status": 404, "message": "Record Not Found"}', "Record Not Found"),
        (b"[" * 100_000, "nested too deep|cut off"),
        (b'{"count": ' + b"9" * 10_000 + b"}", "broken"),
    ],
)
def test_an_unexpected_answer_is_never_an_empty_page(content: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        parse_documents(content)


def test_utf_16_and_a_byte_order_mark_are_read() -> None:
    assert len(parse_documents(json.dumps(PAGE).encode("utf-16")).documents) == 2
    assert len(parse_documents(b"\xef\xbb\xbf" + dump(PAGE)).documents) == 2


def test_missing_numbers_among_several_are_said() -> None:
    page = parse_documents(dump({"count": 1, "results": PAGE["results"][:1], "errors": {"not_found": ["2099-00001"]}}))
    assert any("2099-00001" in p.what for p in page.problems)


def test_a_single_document() -> None:
    assert parse_document(dump(PAGE["results"][0])).citation == "90 FR 14046"
    with pytest.raises(ParseError, match="a page of them"):
        parse_document(dump(PAGE))
    with pytest.raises(ParseError, match="404: 'Record Not Found'"):
        parse_document(b'{"status": 404, "message": "Record Not Found"}')
    filed = parse_document(dump(ISSUE["results"][0]))
    assert (filed.stage, filed.special_filing) == (Stage.PUBLIC_INSPECTION, True)


def test_an_unknown_type_is_taken_for_a_rule_and_said() -> None:
    document, problems = parse_document_with_problems(dump({**PAGE["results"][0], "type": "Uncategorized Document"}))
    assert document.kind is DocumentKind.RULE
    assert [p.severity for p in problems] == ["info"]


def test_public_inspection() -> None:
    issue = parse_public_inspection(dump(ISSUE))
    filed, withdrawn = issue.documents
    assert filed.filed_at == datetime(2025, 3, 25, 20, 30, tzinfo=UTC)
    assert filed.filed_at.utcoffset() == timedelta(hours=-4), "the offset is kept as given"
    assert filed.pdf_updated_at == filed.filed_at
    assert filed.title == "Additions to the Entity List"
    assert (withdrawn.stage, withdrawn.publication_date, withdrawn.special_filing) == (Stage.WITHDRAWN, None, False)
    assert withdrawn.editorial_note
    assert issue.regular_filings_updated_at == datetime(2025, 3, 25, 12, 45, tzinfo=UTC)


def test_an_instant_without_an_offset_is_new_york_time_and_said() -> None:
    issue = parse_public_inspection(
        dump({**ISSUE, "results": [{**ISSUE["results"][0], "filed_at": "2025-03-25T16:30:00"}], "count": 1})
    )
    assert issue.documents[0].filed_at == datetime(2025, 3, 25, 20, 30, tzinfo=UTC)
    assert any("no offset" in p.what for p in issue.problems)


def test_the_blackout_is_not_an_empty_list() -> None:
    issue = parse_public_inspection((DATA / "public_inspection" / "blackout.json").read_bytes())
    assert issue.unavailable_message is not None
    assert issue.unavailable_message.startswith("The Public Inspection list is unavailable")
    assert not issue.documents
    special = {
        **ISSUE,
        "results": ISSUE["results"][:1],
        "count": 1,
        "meta": {"pil_unavailability_message": "back at 8:45"},
    }
    assert parse_public_inspection(dump(special)).unavailable_message == "back at 8:45"


@pytest.mark.parametrize(
    "content",
    [BLOCKED, b"{}", b'{"count": 2, "items": []}', b'{"count": 0, "regular_filings_updated_at": null, "items": []}', b'{"errors": {"term": "x"}}'],
)  # fmt: skip
def test_an_unexpected_issue_is_never_empty(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse_public_inspection(content)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda s: st.lists(s) | st.dictionaries(st.text(), s),
        max_leaves=20,
    )
)
def test_any_value_in_any_field_is_read_or_refused(value: object) -> None:
    for key in PAGE["results"][0]:
        page = parse_documents(dump({**PAGE, "results": [{**PAGE["results"][0], key: value}, PAGE["results"][1]]}))
        assert page.documents[-1].number == "C1-2024-13148"
    for key in ISSUE["results"][0]:
        issue = parse_public_inspection(
            dump({**ISSUE, "results": [{**ISSUE["results"][0], key: value}, ISSUE["results"][1]]})
        )
        assert issue.documents[-1].number == "2025-99999"


def test_every_document_of_the_corpus(corpus: Path) -> None:
    read = {}
    for path in sorted((corpus / "federal_register" / "documents").glob("*.json")):
        document, problems = parse_document_with_problems(path.read_bytes())
        assert document.number == path.stem
        assert not problems
        read[document.number] = document
    assert len(read) == 121
    assert read["C1-2024-13148"].correction_of == "2024-13148"
    assert read["2024-23887"].correction_of == "2024-21013"
