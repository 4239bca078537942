"""Which reader takes a file: told by what it holds, whatever it is called."""

# ruff: noqa: E501 - published text is quoted in one piece
from __future__ import annotations

import json
from pathlib import Path

import pytest

from parsers.contract_json import line, to_contract, to_contracts
from parsers.federal_register import DocumentPage, InspectionIssue
from parsers.feed import Feed
from parsers.formats import FORMATS, format_of, read_each, read_file
from parsers.model import Document, ListSnapshot, ParseError, Rule

DATA = Path(__file__).resolve().parent / "data"
RULE = b"""<RULE><PREAMB><AGENCY TYPE="S">DEPARTMENT OF COMMERCE</AGENCY><SUBAGY>Bureau of Industry and Security</SUBAGY><CFR>15 CFR Part 744</CFR>
<SUBJECT>Additions to the Entity List</SUBJECT><EFFDATE><HD SOURCE="HED">DATES:</HD><P>This rule is effective March 25, 2025.</P></EFFDATE></PREAMB>
<SUPLINF><REGTEXT TITLE="15" PART="744"><AMDPAR>2. Supplement no. 4 to part 744 is amended under TAIWAN by removing the entry for \xe2\x80\x9cExample Co.\xe2\x80\x9d.</AMDPAR></REGTEXT></SUPLINF>
<FRDOC>[FR Doc. 2025-05427 Filed 3-25-25; 4:30 pm]</FRDOC></RULE>"""


@pytest.mark.parametrize(
    ("path", "kind", "form"),
    [
        ("ecfr/part-744-small.xml", ListSnapshot, "eCFR XML"),
        ("federal_register/page.json", DocumentPage, "page of Federal Register documents (JSON)"),
        ("public_inspection/current.json", InspectionIssue, "documents on public inspection (JSON)"),
        ("public_inspection/blackout.json", InspectionIssue, "documents on public inspection (JSON)"),
        ("feed/documents.xml", Feed, "RSS or Atom feed"),
        ("screening_list/consolidated.json", ListSnapshot, "Consolidated Screening List (JSON)"),
        ("screening_list/table.csv", ListSnapshot, "Consolidated Screening List (CSV)"),
        ("denied_persons/tabs.txt", ListSnapshot, "Denied Persons List (text or CSV)"),
        ("denied_persons/commas.csv", ListSnapshot, "Denied Persons List (text or CSV)"),
        ("bis_news/press-releases.html", tuple, "press releases of BIS (HTML)"),
        ("uflpa/list.html", ListSnapshot, "UFLPA Entity List (HTML)"),
    ],
)
def test_formats_are_told_by_content(path: str, kind: type, form: str, tmp_path: Path) -> None:
    content = (DATA / path).read_bytes()
    assert format_of(content) == form
    assert form in FORMATS
    nameless = tmp_path / "download"
    nameless.write_bytes(content)
    assert isinstance(read_file(nameless), kind)
    assert isinstance(read_file(content), kind)


def test_the_xml_of_a_rule() -> None:
    assert format_of(RULE) == "Federal Register XML"
    rule = read_file(RULE)
    assert isinstance(rule, Rule)
    assert rule.document_number == "2025-05427"


def test_the_answer_of_the_api_beside_the_text_fills_what_the_text_lacks(tmp_path: Path) -> None:
    page = json.loads((DATA / "federal_register" / "page.json").read_text("utf-8"))
    (tmp_path / "2025-05427.xml").write_bytes(RULE)
    alone = read_file(tmp_path / "2025-05427.xml")
    assert isinstance(alone, Rule)
    (tmp_path / "2025-05427.json").write_text(json.dumps(page["results"][0]), "utf-8")
    both = read_file(tmp_path / "2025-05427.xml")
    assert isinstance(both, Rule)
    assert str(both.publication_date) == "2025-03-28"
    assert both.citation == "90 FR 14046"
    (tmp_path / "2025-05427.json").write_text(json.dumps(page["results"][1]), "utf-8")
    assert read_file(tmp_path / "2025-05427.xml") == alone, "metadata of another document is not used"
    (tmp_path / "2025-05427.json").write_text("{", "utf-8")
    assert read_file(tmp_path / "2025-05427.xml") == alone


def test_metadata_alone_says_that_the_body_is_missing() -> None:
    page = json.loads((DATA / "federal_register" / "page.json").read_text("utf-8"))
    document = read_file(json.dumps(page["results"][0]).encode())
    assert isinstance(document, Document)
    said = to_contract("x.json", document)
    assert (said["kind"], said["document_number"], said["changes"], said["effective_dates"]) == (
        "rule",
        "2025-05427",
        [],
        ["2025-03-25"],
    )
    assert "not the body" in said["problems"][0]["what"]


def test_a_capture_is_dated_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "title-15_part-744.2026-07-23.xml"
    path.write_bytes((DATA / "ecfr" / "part-744-small.xml").read_bytes())
    snapshot = read_file(path)
    assert isinstance(snapshot, ListSnapshot)
    assert str(snapshot.as_of) == "2026-07-23"


def test_an_issue_gives_one_object_for_each_document() -> None:
    issue = (
        b'<?xml version="1.0"?><FEDREG><VOL>90</VOL><DATE>Friday, March 28, 2025</DATE><RULES>'
        + RULE
        + RULE.replace(b"05427", b"05426")
        + b"</RULES></FEDREG>"
    )
    assert format_of(issue) == "issue of the Federal Register (XML)"
    said = to_contracts("issue.xml", read_file(issue))
    assert [d["document_number"] for d in said] == ["2025-05427", "2025-05426"]


def test_an_issue_is_read_document_by_document(tmp_path: Path) -> None:
    """One that breaks off gives what came before, then the error; any other file gives its one reading."""
    path = tmp_path / "issue.xml"
    path.write_bytes(b'<?xml version="1.0"?><FEDREG><DATE>Friday, March 28, 2025</DATE><RULES>' + RULE + RULE[:400])
    readings = read_each(path)
    first = next(readings)
    assert isinstance(first, Rule)
    assert [said["document_number"] for said in to_contracts(path, first)] == ["2025-05427"]
    with pytest.raises(ParseError, match=r"issue\.xml, read as issue of the Federal Register"):
        next(readings)
    with pytest.raises(ParseError):
        read_file(path)
    path.write_bytes(b"<FEDREG><DATE>Friday, March 28, 2025</DATE></FEDREG>")
    with pytest.raises(ParseError, match="found none"):
        list(read_each(path))
    path.write_bytes(RULE)
    assert list(read_each(path)) == [read_file(path)]
    path.write_bytes(b"hello world")
    with pytest.raises(ParseError, match=r"issue\.xml"):
        list(read_each(path))


@pytest.mark.parametrize(
    "content",
    [b"", b"   \n\n", b"\x00" * 100, b"%PDF-1.7", b"PK\x03\x04", b"hello world", b"a,b,c\n1,2,3\n", b"<html><body>hello</body></html>", b"[1, 2]", b'{"a": 1}', b"{", b"\xff\xfe"],
)  # fmt: skip
def test_an_unknown_file_is_refused_with_what_was_tried(content: bytes) -> None:
    with pytest.raises(ParseError, match="the file"):
        read_file(content)


def test_an_unknown_file_names_the_formats() -> None:
    with pytest.raises(ParseError, match=r"x\.bin: .*eCFR XML.*Denied Persons"):
        read_file(b"hello", "x.bin")


def test_the_contract_has_the_same_keys_for_every_kind() -> None:
    keys = {"path", "kind", "document_number", "citation", "corrects", "publication_date", "effective_dates", "filed_at", "changes", "amendments", "entries", "problems"}  # fmt: skip
    for path in (
        "ecfr/part-744-small.xml",
        "feed/documents.xml",
        "federal_register/page.json",
        "bis_news/press-releases.html",
    ):
        said = to_contract(path, read_file(DATA / path))
        assert keys <= said.keys()
        assert json.loads(line(said)) == said
    said = to_contract("rule.xml", read_file(RULE))
    assert keys <= said.keys()
    (change,) = said["changes"]
    assert {"list", "action", "destination", "kind", "name", "aliases", "addresses", "license_requirement", "license_review_policy", "footnotes", "citations", "effective", "instruction"} <= change.keys()  # fmt: skip
    assert (change["action"], change["destination"], change["name"], change["effective"]) == (
        "remove",
        "TAIWAN",
        "Example Co.",
        "2025-03-25",
    )


def test_every_file_of_the_corpus_is_read_or_refused_with_a_reason(corpus: Path) -> None:
    read = 0
    reasons: list[tuple[str, str]] = []
    for path in sorted(corpus.rglob("*")):
        if not path.is_file() or path.suffix in (".md", ".yml") or path.stat().st_size > 400_000:
            continue
        try:
            said = to_contract(path, read_file(path))
        except ParseError as error:
            reasons.append((path.name, str(error)))
        else:
            assert said["kind"]
            read += 1
    assert all(name in reason for name, reason in reasons)
    assert read > 250
