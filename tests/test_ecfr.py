"""The eCFR: paragraphs told apart, notes on effect, lists and names in running text, the versioner's JSON."""

# ruff: noqa: E501 - published text is quoted in one piece
from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from parsers.cfr_paragraphs import ITALIC_CLOSE, ITALIC_OPEN, ParagraphTracker, leading_markers
from parsers.ecfr import parse_part, parse_titles, parse_versions
from parsers.effective_date_notes import read_note
from parsers.list_columns import agreed_dates
from parsers.list_rows import columns_of, read_list_rows
from parsers.model import Action, CfrReference, EntryKind, ListName, ParseError

SMALL = (Path(__file__).resolve().parent / "data" / "ecfr" / "part-744-small.xml").read_bytes()
HEADS = ("Country", "Entity", "License requirement", "License review policy", "Federal Register citation")
TERMS = ("For all items subject to the EAR", "Presumption of denial", "90 FR 14048, 3/28/25.")


def paths(*markers: str) -> list[str]:
    tracker = ParagraphTracker()
    out = []
    for position, marker in enumerate(markers, 1):
        following = [later.strip("*") for later in markers[position:]]
        found = tracker.enter(marker.strip("*"), italic=marker.startswith("*"), following=following)
        out.append("".join(f"({part})" for part in found or ("?",)))
    return out


def test_a_letter_and_a_roman_number_look_alike() -> None:
    assert paths("a", "1", "i", "ii", "2", "b") == ["(a)", "(a)(1)", "(a)(1)(i)", "(a)(1)(ii)", "(a)(2)", "(b)"]
    assert paths("g", "h", "i", "j")[2:] == ["(i)", "(j)"]
    assert paths("a", "1", "iv", "v", "vi", "2")[3:] == ["(a)(1)(v)", "(a)(1)(vi)", "(a)(2)"]
    assert paths("h", "1", "i", "ii", "i", "j")[-3:] == ["(h)(1)(ii)", "(i)", "(j)"]
    assert paths("h", "1", "2", "i", "1", "j")[-3:] == ["(i)", "(i)(1)", "(j)"]
    assert paths("h", "1", "2", "i", "ii", "3")[-3:] == ["(h)(2)(i)", "(h)(2)(ii)", "(h)(3)"]


def test_italics_tell_the_fifth_and_sixth_level_from_the_second_and_third() -> None:
    assert paths("a", "2", "v", "A", "*1", "*2", "*3", "*i", "*ii", "*4", "*i", "B", "b") == [
        "(a)", "(a)(2)", "(a)(2)(v)", "(a)(2)(v)(A)", "(a)(2)(v)(A)(1)", "(a)(2)(v)(A)(2)", "(a)(2)(v)(A)(3)",
        "(a)(2)(v)(A)(3)(i)", "(a)(2)(v)(A)(3)(ii)", "(a)(2)(v)(A)(4)", "(a)(2)(v)(A)(4)(i)", "(a)(2)(v)(B)", "(b)",
    ]  # fmt: skip


def test_designations_beyond_z() -> None:
    assert paths("y", "z", "aa", "bb") == ["(y)", "(z)", "(aa)", "(bb)"]


def test_a_paragraph_may_begin_with_the_designations_of_two() -> None:
    text = f"(f) {ITALIC_OPEN}Definitions.{ITALIC_CLOSE} (1) 'Use' means (2) things"
    assert [(mark, at) for mark, _, at in leading_markers(text)] == [("f", 0), ("1", text.index("(1)"))]
    assert leading_markers("Text (a) within") == []


NOTES = [
    (
        "At 90 FR 50857, Nov. 12, 2025, in § 744.8, the second and third sentences of paragraph (a)(2) and the first sentence of "
        "paragraph (b) were stayed, effective until Nov. 9, 2026.",
        CfrReference(15, "744", "744.8"),
        Action.STAY,
        ["15 CFR 744.8(a)(2), second and third sentences", "15 CFR 744.8(b), first sentence"],
        date(2026, 11, 9),
    ),
    (
        "At 90 FR 50857, Nov. 12, 2025, in § 744.21, paragraph (a)(3), the introductory text of paragraph (b)(2), and the last sentence in "
        "paragraph (d) were stayed, effective until Nov. 9, 2026.",
        CfrReference(15, "744", "744.21"),
        Action.STAY,
        ["15 CFR 744.21(a)(3)", "15 CFR 744.21(b)(2), introductory text", "15 CFR 744.21(d), last sentence"],
        date(2026, 11, 9),
    ),
    (
        "At 90 FR 50857, Nov. 12, 2025, in supplement no. 4 to part 744, the introductory text was stayed, effective until Nov. 9, 2026.",
        CfrReference(15, "744", supplement="4"),
        Action.STAY,
        ["15 CFR 744 Supplement No. 4, introductory text"],
        date(2026, 11, 9),
    ),
    (
        "At 90 FR 50857, Nov. 12, 2025, supplement no. 8 to part 744 was stayed, effective until Nov. 9, 2026.",
        CfrReference(15, "744", supplement="8"),
        Action.STAY,
        ["15 CFR 744 Supplement No. 8"],
        date(2026, 11, 9),
    ),
    (
        "At 91 FR 100, Jan. 5, 2026, the stay of § 744.11(a)(1) was lifted, effective Feb. 1, 2026.",
        CfrReference(15, "744", "744.11"),
        Action.LIFT_STAY,
        ["15 CFR 744.11(a)(1)"],
        None,
    ),
    (
        "At 91 FR 200, Jan. 6, 2026, § 744.2(a) through (c) were suspended indefinitely.",
        CfrReference(15, "744", "744.2"),
        Action.SUSPEND,
        ["15 CFR 744.2(a)"],
        None,
    ),
    (
        "At 91 FR 300, Jan. 7, 2026, the effective date of the amendment to § 744.23 was delayed until Mar. 1, 2026.",
        CfrReference(15, "744", "744.23"),
        Action.DELAY,
        ["15 CFR 744.23"],
        date(2026, 3, 1),
    ),
]


@pytest.mark.parametrize(("text", "where", "action", "targets", "until"), NOTES)
def test_effective_date_notes(
    text: str, where: CfrReference, action: Action, targets: list[str], until: date | None
) -> None:
    note = read_note(text, where, editorial=False)
    assert (note.action, note.until) == (action, until)
    assert [str(target) for target in note.targets][: len(targets)] == targets
    assert note.citation == text[3:].split(",", 1)[0]
    assert note.text == text


def test_an_amendment_that_could_not_be_incorporated_is_tied_to_its_citation() -> None:
    note = parse_part(SMALL).notes[-1]
    assert (note.citation, note.action, [str(t) for t in note.targets]) == (
        "89 FR 96836",
        None,
        ["15 CFR 744 Supplement No. 4"],
    )
    assert "“Gamma Limited”" in note.text


def test_a_section_and_an_appendix_can_be_asked_for_alone() -> None:
    section = SMALL[SMALL.index(b'<DIV8 N="744.11"') : SMALL.index(b'<DIV8 N="744.22"')]
    snapshot = parse_part(b'<?xml version="1.0"?>\n' + section, as_of=date(2026, 7, 23))
    assert snapshot.as_of == date(2026, 7, 23)
    assert "15 CFR 744.11(a)(2)(v)(A)(1)(i)" in [str(p.target) for p in snapshot.provisions]
    assert not snapshot.entries
    appendix = SMALL[SMALL.index(b'<DIV9 N="Supplement No. 7') : SMALL.index(b"</DIV5>")]
    assert next(iter(parse_part(appendix).entries)).name == "Academy of Propulsion (AP)"


def test_continuation_rows_belong_to_the_entry_before() -> None:
    beta = next(e for e in parse_part(SMALL).entries if e.name == "Beta Academy")
    assert beta.addresses == ("50 Yongding Road, Beijing, China", "51 Yongding Road, Beijing, China")
    assert beta.sub_entities[0].aliases == ("Institute of Design",)
    assert "The following addresses apply" in beta.raw


def test_columns_are_told_by_their_heads() -> None:
    table = read_list_rows(
        ListName.ENTITY_LIST,
        ("Federal Register citation", "Country", "License review policy", "Entity", "License requirement"),
        [
            (
                "90 FR 14048, 3/28/25.",
                "TAIWAN",
                "Policy of denial",
                "A Co., 5 Main Street, Taipei, Taiwan.",
                "For all items",
            )
        ],
        where="table",
    )
    assert (table.entries[0].name, table.entries[0].license_requirement) == ("A Co.", "For all items")
    with pytest.raises(ParseError, match="no column for citation"):
        columns_of(("Country", "Entity", "License requirement", "License review policy"), ListName.ENTITY_LIST)


def rows(*cells: tuple[str, ...]):
    return read_list_rows(ListName.ENTITY_LIST, HEADS, cells, where="Supplement No. 4")


def test_the_country_is_carried_down() -> None:
    table = rows(
        ("TAIWAN", "A Co., 5 Main Street", *TERMS),
        (" ", "B Co., 6 Main Street", *TERMS),
        ("", "Address 01,\n7 Main Street", *TERMS),
    )
    assert [(e.destination, e.name, e.kind) for e in table.entries] == [
        ("TAIWAN", "A Co.", EntryKind.ENTITY),
        ("TAIWAN", "B Co.", EntryKind.ENTITY),
        ("TAIWAN", "Address 01", EntryKind.ADDRESS),
    ]
    assert not table.problems


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (("", "A Co., 5 Main Street", *TERMS), "stands under no country"),
        (("TAIWAN", "", "For all items", "", ""), "has no entity, but other cells"),
        (("TAIWAN", "A Co.", "For all items", "", "90 FR 1, 3/28/25."), "has no license review policy"),
        (("TAIWAN", "A Co.", "For all items", "Denial", ""), "has no Federal Register citation"),
        (("TAIWAN", "A Co.", "For all items"), "has 3 cells"),
        (("TAIWAN", "A Co.", "Presumption of denial", "For all items subject to the EAR", "90 FR 1, 3/28/25."), "each other's column"),
        (("TAIWAN", "A Co.", "For all items", "See § 744.3 of the EAR88 FR 13675, 3/6/23.", "73 FR 1, 9/22/08."), "stands in the review policy column"),
    ],
)  # fmt: skip
def test_an_odd_row_is_reported_and_the_others_are_kept(row: tuple[str, ...], complaint: str) -> None:
    table = rows(row, ("IRAN", "Good Co., 5 Main Street", *TERMS))
    assert table.entries[-1].name == "Good Co."
    assert any(complaint in problem.what for problem in table.problems)


def test_each_citation_has_the_date_that_most_rows_print() -> None:
    agreed, odd = agreed_dates(
        [
            ("77 FR 58006", date(2012, 9, 19)),
            ("88 FR 38741", date(2023, 6, 12)),
            ("88 FR 38741", date(2023, 6, 14)),
            ("88 FR 38741", date(2023, 6, 14)),
            ("86 FR 4864", date(2021, 1, 15)),
            ("86 FR 4864", date(2021, 1, 14)),
            ("90 FR 1", None),
            ("83 FR 61541", date(2019, 11, 13)),
        ]
    )
    assert agreed == (
        ("77 FR 58006", date(2012, 9, 19)),
        ("88 FR 38741", date(2023, 6, 14)),
        ("86 FR 4864", date(2021, 1, 14)),
    )
    assert [what.split(" is")[0] for what in odd] == ["88 FR 38741", "86 FR 4864", "83 FR 61541"]
    assert odd[-1].endswith("no date is taken from it"), "volume 83 is of the year 2018"


def test_a_part_tells_the_dates_of_its_citations() -> None:
    snapshot = parse_part(SMALL)
    assert dict(snapshot.citation_dates).keys() == {c for entry in snapshot.entries for c in entry.citations}
    assert ("90 FR 14048", date(2025, 3, 28)) in snapshot.citation_dates


def test_stars_and_reserved_countries_are_no_entries() -> None:
    stars = "*         *         *"
    table = rows(
        ("CHINA", stars, stars, stars, stars),
        ("", "A Co., 5 Main Street", *TERMS),
        ("BURMA", "[Reserved]", "", "", "[Reserved]"),
    )
    assert [e.name for e in table.entries] == ["A Co."]
    assert table.reserved == ("BURMA",)
    assert not table.problems


def test_a_group_of_the_meu_list_counts_its_institutions() -> None:
    heads = ("Country", "Entity", "Federal Register citation")
    head = ("CHINA", "The following two subordinate institutions of Engine Company:", "85 FR 83799, 12/23/2020.")
    table = read_list_rows(
        ListName.MEU_LIST,
        heads,
        [head, ("", "Subordinate instituion:", ""), ("", "EC Power Co. Ltd., Xian, China", "")],
        where="7",
    )
    assert [e.citations for e in table.entries] == [("85 FR 83799",)]
    assert [p.what for p in table.problems] == ["announces 2 subordinate institutions, 1 follow"]
    odd = read_list_rows(ListName.MEU_LIST, heads, [head, (head[0], head[1].replace("two", "²"), head[2])], where="7")
    assert [p.what for p in odd.problems] == ["announces 2 subordinate institutions, 0 follow"], (
        "a group ends the other"
    )


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "got nothing"),
        (b"   \n", "nothing but blanks"),
        (b"<!DOCTYPE html><html><head><title>Request Access</title></head><body>captcha</body></html>", "captcha"),
        (b"<RULE><P>text</P></RULE>", "a document of the Federal Register"),
        (b"<DIV5 N='744' TYPE='PART'><HEAD>x</HEAD></DIV5>", "without any"),
        (
            b"<error><message>This endpoint requires response compression.</message></error>",
            "requires response compression",
        ),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><DIV5 N='744'/>", "declares entities"),
        (SMALL[:4000], "damaged or cut off"),
        (SMALL.replace(b"TR>", b"XTR>"), "found none|has none|no column"),
        (SMALL.replace(b"TABLE", b"XTABLE"), "found none"),
        (SMALL.replace(b'N="Supplement No. 4 to Part 744"', b'N="Supplement No. 2 to Part 744"'), "which is missing"),
    ],
)
def test_what_is_not_part_744_is_refused(content: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        parse_part(content)


def test_titles_and_versions() -> None:
    titles = {
        "titles": [
            {"number": 15, "name": "Commerce", "latest_amended_on": "2026-07-20", "latest_issue_date": "2026-07-20", "up_to_date_as_of": "2026-07-23", "reserved": False},
            {"number": 35, "name": "Reserved", "latest_amended_on": None, "latest_issue_date": None, "up_to_date_as_of": None, "reserved": True},
        ]
    }  # fmt: skip
    commerce, reserved = parse_titles(json.dumps(titles).encode())
    assert (commerce.number, commerce.up_to_date_as_of, reserved.reserved) == (15, date(2026, 7, 23), True)
    version = {"date": "2025-11-10", "amendment_date": "2025-11-10", "issue_date": "2025-11-12", "identifier": "744.11", "name": "§ 744.11",
               "part": "744", "substantive": True, "removed": False, "title": "15", "type": "section"}  # fmt: skip
    (read,) = parse_versions(json.dumps({"content_versions": [version]}).encode())
    assert (read.identifier, read.date, read.substantive, read.removed) == ("744.11", date(2025, 11, 10), True, False)


@pytest.mark.parametrize(
    "content",
    [b"[]", b"{}", b'{"items": []}', b'{"titles": []}', b'{"titles": [{"number": 15}]}', b'{"error": "No matching content found."}',
     b'{"titles": [{"number": 15, "up_to_date_as_of": "soon"}]}'],
)  # fmt: skip
def test_an_unexpected_answer_is_never_no_titles(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse_titles(content)


def test_the_captures(corpus: Path) -> None:
    snapshot = parse_part((corpus / "ecfr" / "title-15_part-744.2026-07-23.xml").read_bytes())
    stays = [note for note in snapshot.notes if note.action is Action.STAY]
    assert len(stays) == 7
    assert {note.until for note in stays} == {date(2026, 11, 9)}
    targets = {str(p.target) for p in snapshot.provisions}
    assert {
        "15 CFR 744.11(a)(1)",
        "15 CFR 744.11(a)(2)(v)(A)(4)(ii)",
        "15 CFR 744.8(b)",
        "15 CFR 744.16(e)",
        "15 CFR 744 Supplement No. 8(c)",
    } <= targets
    assert {str(t).split(",")[0] for note in stays for t in note.targets} <= {t.split(",")[0] for t in targets}
    assert len(targets) == len(snapshot.provisions), "each paragraph once"
    assert [e.name for e in snapshot.entries if e.list is ListName.MIEU_LIST][:2] == [
        "Office of Chief of Military Security Affairs (OCMSA)",
        "Directorate of Signal",
    ]
    assert [p.what for p in snapshot.problems if p.severity == "warning"] == [
        "the name may hold the beginning of its address, with no comma between: 'IKCO Finance 6 Lothbury'"
    ]
    dates = dict(snapshot.citation_dates)
    assert (dates["90 FR 14048"], dates["84 FR 22963"]) == (date(2025, 3, 28), date(2019, 5, 21))
    cited = {c for e in snapshot.entries for c in e.citations}
    assert cited - dates.keys() == {"83 FR 61541"}, "all but a misprint of 2018 as 2019"
