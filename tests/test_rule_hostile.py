"""What is damaged, foreign or malicious: a ParseError or Problems, never a hang and never half a document as a whole
one."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.model import Document, DocumentKind, ParseError, Rule, Stage
from parsers.rule import iter_rules, parse_rule
from parsers.rule_xml import MAX_BYTES

DATA = Path(__file__).parent / "data" / "rule"
XML = (DATA / "entity_list.xml").read_bytes()
TEXT = (DATA / "unverified_list.txt").read_bytes()
FILES = {p.name: p.read_bytes() for p in sorted(DATA.iterdir()) if not p.name.endswith(".json")}
NAMES = st.sampled_from(sorted(FILES))
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def says_something(rule: Rule) -> bool:
    return bool(rule.changes or rule.amendments or rule.orders or rule.problems)


@PATIENT
@given(st.integers(0, len(XML.rstrip()) - 1))
def test_truncated_xml_is_never_read_as_whole(length: int) -> None:
    with pytest.raises(ParseError):
        parse_rule(XML[:length])


@PATIENT
@given(NAMES, st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 7)), min_size=1, max_size=12))
def test_flipped_bits(name: str, flips: list[tuple[int, int]]) -> None:
    damaged = bytearray(FILES[name])
    for place, bit in flips:
        damaged[place % len(damaged)] ^= 1 << bit
    try:
        rule = parse_rule(bytes(damaged))
    except ParseError:
        return
    assert says_something(rule) or rule.summary or rule.title


@PATIENT
@given(NAMES, st.integers(0, 10**6), st.integers(0, 3000))
def test_a_piece_is_missing(name: str, begin: int, length: int) -> None:
    content = FILES[name]
    begin %= len(content)
    try:
        rule = parse_rule(content[:begin] + content[begin + length :])
    except ParseError:
        return
    assert isinstance(rule, Rule)


@PATIENT
@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    try:
        rule = parse_rule(content)
    except ParseError:
        return
    assert isinstance(rule, Rule)


@PATIENT
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    try:
        rule = parse_rule(text.encode("utf-8", "surrogatepass"))
    except ParseError:
        return
    assert isinstance(rule, Rule)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE RULE [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
<RULE><PREAMB><SUBJECT>&c;</SUBJECT></PREAMB></RULE>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE RULE [<!ENTITY x SYSTEM "file:///etc/hostname">]><RULE><PREAMB><SUBJECT>&x;</SUBJECT></PREAMB></RULE>"""
CAPTCHA = (
    b"<html><head><title>Federal Register :: Request Access</title></head><body><form>captcha</form></body></html>"
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n ",
        b"<RULE/>",
        b"<RULE></RULE>",
        b"<html></html>",
        b"<html><body><h1>504 Gateway Time-out</h1></body></html>",
        CAPTCHA,
        BOMB,
        OUTSIDE,
        b"<RULE>" + b"<P>" * 5000 + b"x" + b"</P>" * 5000 + b"</RULE>",
        b"<RULE>" + b"x" * 11_000_000 + b"</RULE>",
        b"<RULE>" + b" " * MAX_BYTES + b"</RULE>",
        b"%PDF-1.7 ...",
        b"PK\x03\x04 a zip file",
        b"\x00\x01\x02\x03" * 100,
        b'{"document_number": "2030-1"}',
        b'{"a": ' + b"[" * 100_000,
        b"<FEDREG><RULE><PREAMB><SUBJECT>a</SUBJECT></PREAMB></RULE><RULE><PREAMB/></RULE></FEDREG>",
        b"<rss version='2.0'><channel/></rss>",
    ],
    ids=lambda c: c[:20].decode("latin-1"),
)
def test_what_is_no_document(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse_rule(content)


def test_nesting_in_html_is_bounded() -> None:
    deep = b"<html><body>" + b"<div>" * 20_000 + b"SUMMARY" + b"</div>" * 20_000 + b"</body></html>"
    with pytest.raises(ParseError):
        parse_rule(deep)


def test_wrong_encoding_is_said() -> None:
    read = parse_rule(TEXT.decode("utf-8").encode("cp1252", "replace"))
    assert any("not UTF-8" in p.what for p in read.problems)
    assert read.changes  # and the rest is read all the same
    twice = XML.decode("utf-8").encode("utf-8").decode("cp1252", "replace").encode("utf-8")
    assert any("wrong encoding" in p.what for p in parse_rule(twice).problems)


def _document(number: str, title: str) -> Document:
    return Document(number, title, DocumentKind.RULE, Stage.PUBLISHED, "documents", publication_date=date(2030, 3, 5))


def test_text_of_another_document() -> None:
    with pytest.raises(ParseError, match="announced was 2030-99999"):
        parse_rule(XML, document=_document("2030-99999", "Quite another rule"))
    odd = parse_rule(XML, document=_document("2030-99999", "Additions, Revisions and Removals on the Entity List"))
    assert any("announced was" in p.what for p in odd.problems)
    padded = parse_rule(XML, document=_document("2030-0123", "x"))
    assert not any("announced" in p.what for p in padded.problems)


def test_html_without_its_end_is_said() -> None:
    page = (
        b"<div id='summary'><h1>SUMMARY:</h1><p>BIS adds two entities.</p></div>"
        b"<p class='amendment-part'>1. Section 744.9 is revised"
    )
    read = parse_rule(page)
    assert any("end of the document is missing" in p.what for p in read.problems)


def test_broken_issue_gives_what_came_before() -> None:
    issue = b"<FEDREG><DATE>Friday, March 1, 2030</DATE><RULES>" + XML + XML
    stream = iter_rules(io.BytesIO(issue[:-500]))
    first = next(stream)
    assert first.document_number == "2030-00123"
    with pytest.raises(ParseError):
        next(stream)


def test_rule_that_names_a_list_is_not_read_as_empty() -> None:
    rule = parse_rule(
        b"<RULE><PREAMB><CFR>15 CFR Part 744</CFR><SUBJECT>Additions to the Entity List</SUBJECT></PREAMB><SUPLINF>"
        b"<REGTEXT TITLE='15' PART='744'><AMDPAR>2. Supplement no. 4 to part 744 is amended by magic.</AMDPAR>"
        b"</REGTEXT>"
        b"</SUPLINF></RULE>"
    )
    assert {p.severity for p in rule.problems} == {"warning"}
    assert any("not understood" in p.what for p in rule.problems)
    assert any("no entry was read" in p.what for p in rule.problems)
