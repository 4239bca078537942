"""Whatever the bytes are: a ParseError or a reading, in bounded time and memory, and never nothing out of something.

Each reader is fed with its own fixture cut off at every byte, with flipped bits, other encodings, repeated and removed
parts; with blanks by the megabyte, entity bombs, deep nesting, challenge pages, and with the files of the other readers.
"""

# ruff: noqa: E501 - published text is quoted in one piece
from __future__ import annotations

import copy
import json
import random
import re
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from parsers.bis_news import parse_news
from parsers.contract_json import line, to_contract, to_contracts
from parsers.denied_persons import parse_denied_persons
from parsers.ecfr import parse_part, parse_titles, parse_versions
from parsers.entries import read_entity_cell
from parsers.federal_register import parse_document, parse_documents, parse_public_inspection
from parsers.feed import parse_feed
from parsers.formats import format_of, read_file
from parsers.list_columns import read_citations, read_license_requirement
from parsers.model import ParseError
from parsers.other_lists import parse_list_csv, parse_list_json, parse_uflpa_page
from parsers.rule import parse_rule
from parsers.screening_list import parse_screening_list

DATA = Path(__file__).resolve().parent / "data"
RULE = """<?xml version="1.0"?>
<RULE>
<PREAMB><PRTPAGE P="14046"/><AGENCY TYPE="S">DEPARTMENT OF COMMERCE</AGENCY><SUBAGY>Bureau of Industry and Security</SUBAGY>
<CFR>15 CFR Part 744</CFR><DEPDOC>[Docket No. 250324-0047]</DEPDOC><RIN>RIN 0694-AK08</RIN><SUBJECT>Additions to the Entity List</SUBJECT>
<ACT><HD SOURCE="HED">ACTION:</HD><P>Final rule.</P></ACT>
<SUM><HD SOURCE="HED">SUMMARY:</HD><P>BIS adds 1 entity under Taiwan (1).</P></SUM>
<EFFDATE><HD SOURCE="HED">DATES:</HD><P>This rule is effective March 25, 2025.</P></EFFDATE></PREAMB>
<SUPLINF><REGTEXT TITLE="15" PART="744"><AMDPAR>2. Supplement no. 4 to part 744 is amended:</AMDPAR>
<AMDPAR>a. Under TAIWAN, adding, in alphabetical order, an entry for “Example Co., Ltd.”; and</AMDPAR>
<AMDPAR>b. Under IRAN, removing the entry for “Gone Trading Co.”</AMDPAR>
<P>The addition reads as follows:</P>
<GPOTABLE COLS="5"><BOXHD><CHED H="1">Country</CHED><CHED H="1">Entity</CHED><CHED H="1">License requirement</CHED>
<CHED H="1">License review policy</CHED><CHED H="1">Federal Register citation</CHED></BOXHD>
<ROW><ENT I="01">TAIWAN</ENT><ENT A="03">*         *         *</ENT></ROW>
<ROW><ENT I="22"> </ENT><ENT>Example Co., Ltd., a.k.a., the following one alias:<LI>—Example.</LI><LI> </LI><LI>No. 16 Xinzhan Rd, Taipei, Taiwan.</LI></ENT>
<ENT>For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR) <SU>4</SU></ENT><ENT>Policy of denial</ENT>
<ENT>90 FR [INSERT FR PAGE NUMBER] 3/28/2025.</ENT></ROW></GPOTABLE></REGTEXT>
<SIG><NAME>Jane Doe,</NAME></SIG></SUPLINF><FRDOC>[FR Doc. 2025-05427 Filed 3-25-25; 4:30 pm]</FRDOC><BILCOD>BILLING CODE 3510-33-P</BILCOD>
</RULE>
""".encode()
TITLES = b'{"titles": [{"number": 15, "name": "Commerce", "up_to_date_as_of": "2026-07-23", "reserved": false}]}'
VERSIONS = b'{"content_versions": [{"date": "2025-11-10", "identifier": "744.11", "name": "x", "part": "744", "type": "section"}]}'
PARTIES = b'{"list_id": "dhs-uflpa", "count": 1, "entities": [{"name": "A Co., Ltd.", "aliases": ["B"], "country": "China", "address": "5 Road"}]}'
PARTIES_CSV = b"Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\nA Inc. (AI)*,A Inc.,AI,Old A,,,2022-10-05,,\n"

Reader = Callable[[bytes], object]
READERS: dict[str, tuple[Reader, bytes]] = {
    "rule": (parse_rule, RULE),
    "ecfr": (parse_part, (DATA / "ecfr/part-744-small.xml").read_bytes()),
    "titles": (parse_titles, TITLES),
    "versions": (parse_versions, VERSIONS),
    "documents": (parse_documents, (DATA / "federal_register/page.json").read_bytes()),
    "document": (
        parse_document,
        b'{"document_number": "2025-05427", "title": "x", "type": "Rule", "publication_date": "2025-03-28"}',
    ),
    "inspection": (parse_public_inspection, (DATA / "public_inspection/current.json").read_bytes()),
    "feed": (parse_feed, (DATA / "feed/documents.xml").read_bytes()),
    "screening list": (parse_screening_list, (DATA / "screening_list/consolidated.json").read_bytes()),
    "screening table": (parse_screening_list, (DATA / "screening_list/table.csv").read_bytes()),
    "denied persons, tabs": (parse_denied_persons, (DATA / "denied_persons/tabs.txt").read_bytes()),
    "denied persons, commas": (parse_denied_persons, (DATA / "denied_persons/commas.csv").read_bytes()),
    "news": (parse_news, (DATA / "bis_news/press-releases.html").read_bytes()),
    "uflpa": (parse_uflpa_page, (DATA / "uflpa/list.html").read_bytes()),
    "parties": (parse_list_json, PARTIES),
    "parties table": (parse_list_csv, PARTIES_CSV),
    "any file": (read_file, RULE),
}
#: No input of this module may take longer; the slowest take a tenth of it on a small machine.
SECONDS = 20.0

readers = pytest.mark.parametrize("name", READERS)


def said(parsed: object) -> int:
    """How much a reading says: documents, entries, changes, amendments, problems, a title (a notice changes nothing)."""
    if isinstance(parsed, tuple):
        return len(parsed)
    parts = ("documents", "entries", "changes", "amendments", "orders", "problems", "provisions", "notes")
    number = sum(len(getattr(parsed, part, ())) for part in parts)
    number += any(getattr(parsed, part, None) for part in ("unavailable_message", "number", "title", "summary"))
    return number


def attempt(read: Reader, content: bytes) -> object | None:
    """The reading, None where it was refused; anything but a ParseError is a failure of the reader."""
    try:
        return read(content)
    except ParseError:
        return None


def flipped(content: bytes, chance: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def spliced(content: bytes, chance: random.Random) -> bytes:
    """A part taken out, doubled, moved, or overwritten."""
    a, b = sorted(chance.sample(range(len(content) + 1), 2))
    part = content[a:b]
    where = chance.randrange(len(content) + 1)
    return chance.choice(
        [content[:a] + content[b:], content[:where] + part + content[where:], content[:a] + part[::-1] + content[b:]]
    )


#: What a reader of fields, cells and attributes may not expect.
ODD_VALUES: list[object] = [None, True, 0, -1, 10**30, 1.5, float("nan"), "", "\x00", "x" * 500, "2025-02-30", "9999-99-99T99:99", "\ud800", "٣", [], {}, [[]], [None], {"a": None}, "—;—", "90 FR 99999999999999"]  # fmt: skip
ODD_TEXTS = ["", '"', ",", "\t", "\n", "—", "٣", "\x00", "99/99/9999", "13/45/2020", "F.R.", "(", ")", "\u2028", "a.k.a.,", "1" * 30, "; and" * 30, "(a)(1)(i)(A)", "90 FR 1", "a.k.a., the following two aliases:"]  # fmt: skip


def changed_values(content: bytes, chance: random.Random) -> bytes:
    """JSON whose values are of other kinds, missing, doubled or nested deeper; it stays well-formed."""
    answer = json.loads(content)
    for _ in range(chance.randint(1, 3)):
        places = [place for place in places_of(answer) if place]
        if not places:
            break
        place = chance.choice(places)
        holder = answer
        for step in place[:-1]:
            holder = holder[step]
        kind = chance.randrange(10)
        if kind < 6:
            holder[place[-1]] = copy.deepcopy(chance.choice(ODD_VALUES))
        elif kind < 8:
            del holder[place[-1]]
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(holder[place[-1]]))
        else:
            holder[place[-1]] = [holder[place[-1]]]
    return json.dumps(answer).encode()


def places_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in inner:
        yield from places_of(child, (*path, step))


def changed_elements(content: bytes, chance: random.Random) -> bytes:
    """XML whose elements are renamed, emptied, doubled, moved or turned round; it stays well-formed."""
    root = etree.fromstring(content)
    for _ in range(chance.randint(1, 4)):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        one, other = chance.choice(elements), chance.choice(elements)
        kind = chance.randrange(8)
        if kind == 0:
            one.tag = other.tag
        elif kind == 1:
            one.text = chance.choice(ODD_TEXTS).replace("\x00", "")
        elif kind == 2:
            one.attrib.clear()
        elif kind == 3 and (parent := one.getparent()) is not None:
            parent.remove(one)
        elif kind == 4:
            other.append(copy.deepcopy(one))
        elif kind == 5:
            for name in one.attrib:
                one.set(name, chance.choice(["", "-1", "99999999999", "N", "§", "Supplement No. x to Part 744"]))
        elif kind == 6:
            one.tail = chance.choice([None, "x", "<>", "(i)"])
        else:
            one[:] = reversed(list(one))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def changed_words(content: bytes, chance: random.Random) -> bytes:
    """Words and marks of a text replaced by others, or by what no such text has."""
    words = re.findall(r"\w+|\W", content.decode("utf-8-sig", "replace"))
    for _ in range(chance.randint(1, 6)):
        words[chance.randrange(len(words))] = chance.choice([*ODD_TEXTS, chance.choice(words)])
    return "".join(words).encode()


def swapped_tags(content: bytes, chance: random.Random) -> bytes:
    """Words of the file's own vocabulary put in each other's place: well-formed more often than flipped bits are."""
    words = sorted(set(re.findall(rb"[A-Za-z_]{2,12}", content)))
    one, other = chance.choice(words), chance.choice(words)
    return content.replace(one, other)


def mutations(content: bytes, seed: str, number: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(number):
        yield chance.choice([flipped, spliced, swapped_tags])(content, chance)


@readers
def test_the_whole_is_read(name: str) -> None:
    read, content = READERS[name]
    assert said(read(content)) > 0


@readers
def test_cut_off_at_any_byte(name: str) -> None:
    """A part is refused, or read with a Problem, or says no less than the whole did (a missing closing tag, say)."""
    read, content = READERS[name]
    whole = said(read(content))
    step = max(1, len(content) // 400)
    for cut in range(0, len(content), step):
        parsed = attempt(read, content[:cut])
        if parsed is None or not content[cut:].strip():
            continue
        assert said(parsed) > 0, f"{name} cut at {cut} read as nothing"
        # A table that ends with a whole line cannot be told from a shorter table: that is what the counts are kept for.
        a_shorter_table = content[:cut].endswith(b"\n") or content[cut : cut + 1] == b"\n"
        complete = isinstance(parsed, tuple) or getattr(parsed, "problems", None) or said(parsed) >= whole
        assert complete or a_shorter_table or len(content) - cut < 60, f"{name} cut at {cut} reads like a whole"


@readers
def test_mutated(name: str) -> None:
    read, content = READERS[name]
    started = time.monotonic()
    for mutated in mutations(content, name, 250):
        parsed = attempt(read, mutated)
        if parsed is not None and not isinstance(parsed, tuple) and mutated.strip() and "inspection" not in name:
            assert said(parsed) > 0 or b'"count": 0' in mutated or name == "feed", mutated
    assert time.monotonic() - started < 6 * SECONDS


@readers
def test_well_formed_but_odd(name: str) -> None:
    """Damage that a parser of the syntax does not notice reaches the reader; what it makes of it can be printed."""
    read, content = READERS[name]
    chance = random.Random(f"odd {name}")
    first = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    changes = {b"{": [changed_values, changed_words], b"<": [changed_elements, changed_words]}.get(
        first, [changed_words]
    )
    if name in ("news", "uflpa"):
        changes = [changed_words]  # HTML need not be well-formed
    for _ in range(400):
        mutated = chance.choice(changes)(content, chance)
        for reader in {read, read_file}:
            parsed = attempt(reader, mutated)
            if parsed is not None:
                for object_ in to_contracts("x", parsed):  # type: ignore[arg-type]
                    assert line(object_).encode()


@readers
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes(name: str, content: bytes) -> None:
    attempt(READERS[name][0], content)


@readers
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp037", "cp1252", "latin-1", "utf-7"])
def test_other_encodings(name: str, encoding: str) -> None:
    read, content = READERS[name]
    attempt(read, content.decode("utf-8-sig").encode(encoding, "replace"))


@readers
def test_files_of_the_other_readers(name: str) -> None:
    read, _ = READERS[name]
    for other, (_, content) in READERS.items():
        parsed = attempt(read, content)
        assert parsed is None or said(parsed) > 0, f"{other} read as {name} gives nothing"


CHALLENGE = (
    b"<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>Federal Register :: Request Access</title></head><body><h1>Request Access</h1>"
    b"<p>Due to aggressive automated scraping of FederalRegister.gov and eCFR.gov, programmatic access to these sites is limited. "
    b"complete the CAPTCHA (bot test) below</p></body></html>"
)


@readers
def test_a_challenge_page_is_refused(name: str) -> None:
    with pytest.raises(ParseError):
        READERS[name][0](CHALLENGE)


BOMB = (
    b'<!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">'.encode() for i in range(12))
    + b"]>"
)
DEEP_XML = b"<RULE>" + b"<P>" * 60_000 + b"x" + b"</P>" * 60_000 + b"</RULE>"
DEEP_ECFR = b'<DIV5 N="744"><DIV8 N="744.1">' + b"<P>" * 60_000 + b"x" + b"</P>" * 60_000 + b"</DIV8></DIV5>"
DEEP_JSON = b'{"results": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
DEEP_HTML = b"<html><body>" + b"<div><table>" * 5_000 + b"BILLING CODE Entity"
WIDE_JSON = b'{"count": 1, "results": [' + b",".join([b"{}"] * 50_000) + b"]}"
LONG_LINE = b"Name_and_Address,Effective_Date\n" + b'"' + b"A, " * 100_000
MANY_QUOTES = b'"Name"\t"Effective_Date"\n' + b'"' * 200_001
HUGE = 8 * 1024 * 1024


@readers
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(BOMB + b"<RULE><P>&m;</P></RULE>", id="entity bomb, rule"),
        pytest.param(BOMB + b'<DIV5 N="744"><DIV8 N="744.1"><P>&m;</P></DIV8></DIV5>', id="entity bomb, ecfr"),
        pytest.param(BOMB + b'<rss version="2.0"><channel><title>&m;</title></channel></rss>', id="entity bomb, feed"),
        pytest.param(
            b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><RULE><P>&x;</P></RULE>', id="external entity"
        ),
        pytest.param(DEEP_XML, id="deep xml"),
        pytest.param(DEEP_ECFR, id="deep ecfr"),
        pytest.param(DEEP_JSON, id="deep json"),
        pytest.param(DEEP_HTML, id="deep html"),
        pytest.param(WIDE_JSON, id="wide json"),
        pytest.param(LONG_LINE, id="a line without end"),
        pytest.param(MANY_QUOTES, id="quotes"),
        pytest.param(b" " * HUGE, id="blanks by the megabyte"),
        pytest.param(b"\x00" * HUGE, id="zeroes by the megabyte"),
        pytest.param(b"<" * (HUGE // 8), id="brackets"),
        pytest.param(b"a" * (HUGE // 8), id="one word"),
        pytest.param(b"[FR Doc. " * 30_000, id="beginnings"),
    ],
)
def test_bombs(name: str, content: bytes) -> None:
    """Nothing is expanded, followed or recursed into; the memory taken stays near the size of the input."""
    started = time.monotonic()
    tracemalloc.start()
    try:
        attempt(READERS[name][0], content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.monotonic() - started < SECONDS
    assert peak < 40 * len(content) + 64 * 1024 * 1024


@pytest.mark.parametrize(
    "text",
    [
        "a.k.a., the following " * 20_000,
        "—" * 100_000,
        "; and " * 50_000,
        "Ltd. " * 50_000,
        "No. 1, " * 50_000,
        "(" * 100_000,
        "a.k.a. (" * 30_000,
        "Subordinate institution\n" * 20_000,
        "Affiliated entities:\n" + "A Co., 5 Road.\n" * 10_000,
        "See alternate address (" * 20_000,
        "Foo, a.k.a., the following 999 aliases:\n" + "—A B;\n" * 20_000,
        "China and " * 30_000,
        "A. " * 50_000,
        "the following " * 50_000 + "alias",
        "two " * 100_000,
        " " * 200_000 + "x",
        "\n" * 200_000 + "x",
        "a\n" * 100_000,
    ],
    ids=lambda text: repr(text[:24]),
)
def test_no_cell_takes_long(text: str) -> None:
    """The patterns are met with what makes patterns slow."""
    started = time.monotonic()
    read_entity_cell.__wrapped__(text[:19_000])
    read_entity_cell.__wrapped__(text)
    read_license_requirement(text)
    read_citations(text)
    assert time.monotonic() - started < SECONDS


@settings(deadline=None)
@given(st.lists(st.sampled_from(["A Co.", "a.k.a.", ", ", "the following", "two", "aliases:", "\n—", ";", " and ", "(", ")", "5 Road", "China", "Subordinate institution", "\n", "Affiliated entities:", ".", "See alternate", "“", "”"]), max_size=40))  # fmt: skip
def test_any_order_of_the_words_of_a_cell(words: list[str]) -> None:
    text = "".join(words)
    cell = read_entity_cell(text)
    assert cell.raw == text.strip("\n")
    assert all(alias and alias == " ".join(alias.split()) for alias in (*cell.aliases, *cell.addresses))
    if "A Co." in text:
        everything = [
            cell.name,
            *cell.aliases,
            *cell.addresses,
            *cell.remarks,
            *cell.problems,
            *(s.raw for s in cell.sub_entities),
        ]
        assert "A Co" in " ".join(everything)


# -- the corpus -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        ("federal_register/documents/*.xml", 12),
        ("federal_register/xml_other_agencies/*.xml", 6),
        ("federal_register/paragraphs/*.jsonl", 6),
        ("federal_register/documents/*.json", 4),
        ("dpl/*", 2),
        ("web_snapshots/dhs*2026-07-24.html", 1),
        ("csl/csl_2025-06_sample.csv", 1),
        ("csl/csl_2019-12-03_sample.csv", 1),
    ],
)
def test_mutations_of_the_corpus(corpus: Path, pattern: str, most: int) -> None:
    """Bounded to some seconds: each file a few times, until the time is used up."""
    paths = sorted(corpus.glob(pattern))
    assert paths
    chosen = random.Random(pattern).sample(paths, min(most, len(paths)))
    until = time.monotonic() + 6
    for path in chosen:
        content = path.read_bytes()
        known = format_of(content)
        assert known is not None, path
        for mutated in mutations(content, path.name, 6):
            parsed = attempt(read_file, mutated)
            if parsed is not None:
                assert to_contract(path, parsed)["kind"]
                assert said(parsed) > 0, path
            if time.monotonic() > until:
                return


def test_part_744_cut_off(corpus: Path) -> None:
    content = (corpus / "ecfr" / "title-15_part-744.2026-07-23.xml").read_bytes()
    for share in (0.001, 0.1, 0.5, 0.9, 0.999999):
        with pytest.raises(ParseError):
            parse_part(content[: int(len(content) * share)])
