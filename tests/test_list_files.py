"""The screening list, the denied persons, other agencies' lists, the news page: layouts, odd rows, what is refused."""

# ruff: noqa: E501 - published text is quoted in one piece
from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from parsers.bis_news import parse_news, parse_news_with_problems
from parsers.denied_persons import parse_denied_persons
from parsers.destinations import heading_of
from parsers.model import EntryKind, ListName, ParseError
from parsers.other_lists import parse_list_csv, parse_list_json, parse_uflpa_page
from parsers.screening_list import list_of, notices, parse_screening_list

DATA = Path(__file__).resolve().parent / "data"
JSON = json.loads((DATA / "screening_list" / "consolidated.json").read_text("utf-8"))
CSV = (DATA / "screening_list" / "table.csv").read_bytes()
TABS = (DATA / "denied_persons" / "tabs.txt").read_bytes()
COMMAS = (DATA / "denied_persons" / "commas.csv").read_bytes()
NEWS = (DATA / "bis_news" / "press-releases.html").read_bytes()
UFLPA = (DATA / "uflpa" / "list.html").read_bytes()
BLOCKED = b"<!DOCTYPE html><html><head><title>Request Access</title></head><body>captcha</body></html>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Entity List (EL) - Bureau of Industry and Security", ListName.ENTITY_LIST),
        ("Military End User (MEU) List - Bureau of Industry and Security", ListName.MEU_LIST),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", ListName.OTHER_OFAC),
        ("Capta List (CAP) - Treasury Department", ListName.OTHER_OFAC),
        ("ITAR Debarred (DTC) - State Department", ListName.DTC),
        ("DPL", ListName.DENIED_PERSONS),
        ("Sanctions of Tomorrow (SOT)", None),
        ("", None),
    ],
)
def test_sources_are_told_by_their_code(source: str, expected: ListName | None) -> None:
    assert list_of(source) is expected


def test_the_json_of_the_screening_list() -> None:
    snapshot = parse_screening_list(json.dumps(JSON).encode())
    trading, bank, ship = snapshot.entries
    assert (trading.list, trading.aliases) == (ListName.ENTITY_LIST, ("Example Trade", "Ex. Trading"))
    assert trading.destination == "UNITED ARAB EMIRATES; CHINA, PEOPLE'S REPUBLIC OF"
    assert trading.citations == ("73 FR 54504", "77 FR 24587")
    assert trading.footnotes == ("3",)
    assert "programs: RUSSIA-EO14024" in bank.raw
    assert ship.list is ListName.OTHER_OFAC
    assert snapshot.as_of == date(2026, 7, 31)
    assert any("Sanctions of Tomorrow" in p.what for p in snapshot.problems)
    assert any("entry 4 has no name" in p.what for p in snapshot.problems)
    assert any("says 4 entries, 3 were read" in p.what for p in snapshot.problems)


def test_the_table_of_the_screening_list_whose_head_stands_twice() -> None:
    academy, lab = parse_screening_list(CSV).entries
    assert (academy.list, academy.addresses, academy.citations) == (
        ListName.MEU_LIST,
        ("Tian Wang te Zi #1, Xian, China",),
        ("85 FR 83799",),
    )
    assert lab.aliases == ("DELTA LAB", "DELTA LABORATORY CO., LTD")
    assert lab.addresses == ("Free Zone, Ras Al Khaimah", "P.O. Box 17049, Ras Al Khaimah")


def test_the_older_table_without_ids_and_with_a_bom() -> None:
    older = b"\xef\xbb\xbf" + CSV.replace(b"_id,", b"").replace(b'"b1",', b"").replace(b'"b2",', b"")
    assert [e.name for e in parse_screening_list(older).entries] == ["Academy of Propulsion (AP)", "Delta Lab FZE"]


def test_an_address_entry_of_the_screening_list() -> None:
    row = {**JSON["results"][0], "name": "Address 01"}
    assert parse_screening_list(json.dumps({"results": [row]}).encode()).entries[0].kind is EntryKind.ADDRESS


def test_a_table_that_is_cut_off_says_so() -> None:
    snapshot = parse_screening_list(CSV[:-40])
    assert len(snapshot.entries) == 1
    assert any("cut off" in p.what for p in snapshot.problems)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "got nothing"),
        (BLOCKED, "captcha"),
        (b'{"results": []}', "without a single entry"),
        (b'{"message": "Access denied due to missing subscription key"}', "missing subscription key"),
        (b'{"items": [1]}', "with its results"),
        (b'{"results": [{"title": "x"}]}', "with name and source"),
        (CSV.replace(b"_id,source", b"identifier,list"), "columns source and name"),
        (CSV.split(b"\n")[0] + b"\n", "without a single entry"),
        (json.dumps(JSON).encode()[:200], "cut off"),
    ],
)
def test_what_is_not_the_screening_list_is_refused(content: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        parse_screening_list(content)


def test_citations_of_the_screening_list() -> None:
    text = "82 F.R. 48792 10/20/2017, 83F.R. 28801 6/21/2018; 81.F.R. 22576; 90 FR 14046; 77 FR 58006 (no. 182)"
    assert notices(text) == ("82 FR 48792", "83 FR 28801", "81 FR 22576", "90 FR 14046", "77 FR 58006")


def test_headings_of_codes() -> None:
    assert heading_of(["CN", "CN", "HK"]) == "CHINA, PEOPLE'S REPUBLIC OF; HONG KONG"
    assert heading_of(["XX", None, ""]) == "XX"
    assert heading_of([]) is None


def test_denied_persons_in_columns() -> None:
    john, doe = parse_denied_persons(TABS).entries
    assert (john.name, john.destination) == ("JOHN EXAMPLE", "UNITED STATES")
    assert john.addresses == ("INMATE NUMBER: 1, FCI SOMEWHERE, EL PASO, TX, 79905",)
    assert "expiration_date: 01/14/2026" in john.raw
    assert (doe.name, doe.aliases, doe.addresses, doe.citations) == (
        "JOHN DOE",
        ("JACK DOE",),
        (),
        ("81 FR 22576", "71 FR 38843"),
    )


def test_denied_persons_with_name_and_address_in_one_cell() -> None:
    technik, shuttle, thomas = parse_denied_persons(COMMAS).entries
    assert (technik.name, technik.destination, technik.addresses) == (
        "EXAMPLE TECHNIK",
        "GERMANY",
        ("8019 NIEDERSEEON, HOUSE 21",),
    )
    assert (shuttle.name, shuttle.destination) == ("SHUTTLE EXAMPLE CO, LTD.", "HONG KONG")
    assert (thomas.name, thomas.addresses) == (
        "THOMAS EXAMPLE, JR.",
        ("INMATE NUMBER: 2, FCI MIAMI, P.O.BOX 779800, MIAMI, FL, 33177",),
    )


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"", "got nothing"), (BLOCKED, "captcha"), (TABS.split(b"\n")[0], "without a single person"), (b"a,b\n1,2\n", "columns name and effective date"), (b"\x00\x81\x00", "as text")],
)  # fmt: skip
def test_what_is_not_the_denied_persons_list_is_refused(content: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        parse_denied_persons(content)


def test_an_odd_person_is_a_problem() -> None:
    snapshot = parse_denied_persons(
        TABS
        + b'""\t"x"\t""\t""\t""\t""\t"soon"\t""\t""\t""\t""\t"none"\n"JANE"\t"x"\n"JIM"\t""\t""\t""\t""\t""\t"soon"\t""\t""\t""\t""\t"see notice"\n'
    )
    assert [e.name for e in snapshot.entries] == ["JOHN EXAMPLE", "JOHN DOE", "JANE", "JIM"]
    told = " / ".join(p.what for p in snapshot.problems)
    assert "has no name" in told
    assert "has 2 cells of 12" in told
    assert "'soon' is not a date" in told
    assert "no citation could be read from 'see notice'" in told


def test_press_releases() -> None:
    first, second = parse_news(NEWS, "https://www.bis.gov/news-updates")
    assert (first.title, first.date) == ("Department of Commerce Announces Rescission of a Rule", date(2025, 5, 13))
    assert first.url == "https://www.bis.gov/press-release/department-commerce-announces-rescission"
    assert (second.url, second.date) == ("https://media.bis.gov/press-release/revises-review-policy", date(2026, 1, 13))


def test_a_release_without_a_date_is_said() -> None:
    page = NEWS.replace(b'<time datetime="2026-01-13T09:00">yesterday</time>', b"")
    releases, problems = parse_news_with_problems(page)
    assert [r.date for r in releases] == [date(2025, 5, 13), None]
    assert len(problems) == 1


@pytest.mark.parametrize(
    "content",
    [b"", BLOCKED, NEWS.replace(b"/press-release/", b"/other/"), NEWS.replace(b"<a ", b"<b "), NEWS.replace(b"data-date", b"data-when").replace(b'class="date"', b"").replace(b"datetime", b"when").replace(b"May 13, 2025", b"")],
)  # fmt: skip
def test_no_release_is_an_error_not_silence(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse_news(content)


def test_the_uflpa_page() -> None:
    apparel, corps, solar = parse_uflpa_page(UFLPA).entries
    assert (apparel.name, apparel.aliases) == ("Hetian Example Apparel Co., Ltd", ("Hetian EXAMPLE Garment",))
    assert (corps.name, corps.aliases) == ("Example Corps", ("EC", "Xinjiang Example", "Bingtuan"))
    assert solar.aliases == ("HY Example", "Wuxi Example Co., Ltd.")
    with pytest.raises(ParseError, match="captcha"):
        parse_uflpa_page(BLOCKED)
    with pytest.raises(ParseError, match="none with entities"):
        parse_uflpa_page(UFLPA.replace(b"Entity", b"Firm"))


def test_extracts_of_single_lists() -> None:
    content = {"list_id": "dow-1260h", "extracted": "2026-07-09", "count": 2, "entities": [
        {"name": "Example Security, Inc.", "aliases": ["Qihoo"], "country": "China", "address": None, "federal_register": "91 FR 35189 (June 10, 2026)"}, {"name": ""}]}  # fmt: skip
    snapshot = parse_list_json(json.dumps(content).encode())
    assert [(e.list, e.name, e.aliases, e.citations) for e in snapshot.entries] == [
        (ListName.SECTION_1260H, "Example Security, Inc.", ("Qihoo",), ("91 FR 35189",))
    ]
    assert [p.where for p in snapshot.problems] == ["party 2"]
    with pytest.raises(ParseError, match="none of those"):
        parse_list_json(json.dumps({**content, "list_id": "dow-1286"}).encode())
    table = b"Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\nA Inc. (AI)*,A Inc.,AI,Old A,,,2022-10-05,,\nB Inc.,B Inc.,,,,,2021-06-03,2022-01-01,\n"
    assert [(e.name, e.aliases) for e in parse_list_csv(table).entries] == [("A Inc.", ("AI", "Old A"))]


def test_counts_of_the_corpus(corpus: Path) -> None:
    snapshot = parse_screening_list((corpus / "csl" / "csl_2026-07-31_derived.json").read_bytes())
    assert dict(snapshot.counts) == {
        "cmic": 68, "denied-persons": 1596, "dtc": 787, "entity-list": 3420, "isn": 161, "meu-list": 70, "other-ofac": 130,
        "sdn": 19181, "ssi": 286, "unverified-list": 222,
    }  # fmt: skip
    assert not snapshot.problems
    for name, expected in {
        "dpl_2019-06-29.txt": 546,
        "dpl_2022-09-07.txt": 581,
        "dpl_2023-11-30.txt": 665,
        "dpl_2026-04-14.csv": 564,
    }.items():
        assert dict(parse_denied_persons((corpus / "dpl" / name).read_bytes()).counts) == {"denied-persons": expected}
    partial = parse_screening_list((corpus / "csl" / "csl_2023-11-30_partial.csv").read_bytes())
    assert dict(partial.counts)["entity-list"] == 919
    assert [p for p in partial.problems if "cut off" in p.what], "the last row of that file is cut off"
    for path in sorted((corpus / "web_snapshots").glob("dhs-uflpa*.html")):
        assert len(parse_uflpa_page(path.read_bytes()).entries) == 150


def test_denied_persons_agree_with_an_independent_reading(corpus: Path) -> None:
    read = parse_denied_persons((corpus / "dpl" / "dpl_2026-04-14.csv").read_bytes()).entries
    others = json.loads((corpus / "csl" / "nsfreg_2026-07-09" / "bis_dpl.json").read_text("utf-8"))["entities"]
    differ = [(a.name, b["name"]) for a, b in zip(read, others, strict=True) if a.name != b["name"]]
    # That reading cuts "CO, LTD." to "CO" and leaves "D/B/A" in the name.
    assert all(a.startswith(b) or b.startswith(a) for a, b in differ)
    assert len(differ) < 30
