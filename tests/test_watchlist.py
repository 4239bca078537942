"""Watchlist files: every format loads alike, and whatever is wrong has its file, line and column."""

from __future__ import annotations

import datetime
import hashlib
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watchlist import Counterparty, load_counterparties, together

HEADER = "id,name,aliases,country,addresses,identifiers,role,owner_of_record,notes,tags,business_unit\n"
GOOD = (
    'p1,"Inspur Group Co., Ltd.",Inspur Group| IGL |,CN,"No. 1036 Langchao Road, Jinan|2 Rd",lei:300300X|uscc:91370000,'
    'supplier,J. Doe,"two\nlines",asia|servers,EMEA\n'
)
EXPECTED = Counterparty(
    id="p1",
    name="Inspur Group Co., Ltd.",
    aliases=("Inspur Group", "IGL"),
    country="CN",
    addresses=("No. 1036 Langchao Road, Jinan", "2 Rd"),
    identifiers=("lei:300300X", "uscc:91370000"),
    role="supplier",
    owner_of_record="J. Doe",
    notes="two\nlines",
    tags=("asia", "servers"),
    watchlist="partners",
    business_unit="EMEA",
)


def load(tmp_path: Path, content: bytes | str, name: str = "partners.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_counterparties(path, "partners")


def said(loaded) -> list[tuple[int | None, str | None]]:
    return [(problem.line, problem.column) for problem in loaded.problems]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_with_and_without_bom(tmp_path, bom, newline):
    content = bom + (HEADER + GOOD).replace("two\nlines", "two lines").replace("\n", newline).encode()
    loaded = load(tmp_path, content)
    assert loaded.problems == ()
    assert loaded.counterparties[0].name == EXPECTED.name
    assert loaded.counterparties[0].business_unit == "EMEA"
    assert loaded.fingerprint == hashlib.sha256(content).hexdigest()
    assert loaded.name == "partners"


def test_every_column(tmp_path):
    assert load(tmp_path, HEADER + GOOD).counterparties == (EXPECTED,)


def test_toml_gives_the_same(tmp_path):
    toml = """
[[counterparties]]
id = "p1"
name = "Inspur Group Co., Ltd."
aliases = ["Inspur Group", "IGL"]
country = "CN"
addresses = "No. 1036 Langchao Road, Jinan|2 Rd"
identifiers = ["lei:300300X", "uscc:91370000"]
role = "supplier"
owner_of_record = "J. Doe"
notes = "two\\nlines"
tags = ["asia", "servers"]
business_unit = "EMEA"

[[stakes]]
owner = "p1"
owned = "p2"
"""
    loaded = load(tmp_path, toml, "partners.toml")
    assert (loaded.counterparties, loaded.problems) == ((EXPECTED,), ())


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("second").append(["nothing", "here"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_xlsx_first_sheet(tmp_path):
    loaded = load(
        tmp_path,
        workbook(["ID", "Name", "Country", "Notes"], [1001, "Aero Co.", "TR", None], [None], [7.5, "B"]),
        "w.xlsx",
    )
    assert [(party.id, party.name, party.country) for party in loaded.counterparties] == [
        ("1001", "Aero Co.", "TR"),
        ("7.5", "B", None),
    ]
    assert loaded.problems == ()


def test_xlsx_under_another_name_and_csv_under_xlsx(tmp_path):
    assert load(tmp_path, workbook(["id", "name"], ["a", "A"]), "w.csv").counterparties[0].id == "a"
    loaded = load(tmp_path, "id,name\na,A\n", "w.xlsx")
    assert (len(loaded.counterparties), len(loaded.problems)) == (0, 1)


def test_xlsx_bad_rows(tmp_path):
    rows = [
        ["id", "name", "notes"],
        ["a", "A", datetime.date(2025, 3, 28)],
        ["b"],
        ["c", "C", "n", "beyond"],
        ["d", '=A1&"x"'],
        ["e", "E"],
    ]
    loaded = load(tmp_path, workbook(*rows), "w.xlsx")
    assert [party.id for party in loaded.counterparties] == ["a", "e"]
    assert loaded.counterparties[0].notes == "2025-03-28"
    assert said(loaded) == [(3, "name"), (4, None), (5, "name")]


def test_bad_rows_cost_only_themselves(tmp_path):
    content = (
        b"id,name,country\n"  # 1
        b"a,Alpha,CN\n"
        b",No id,CN\n"  # 3
        b"b,,CN\n"  # 4
        b"a,Alpha again,CN\n"  # 5
        b"\n"
        b"c,Gamma\n"  # 7
        b"d,Delta,CN,surplus\n"  # 8
        b"e,M\xfcller,DE\n"  # 9
        b'"f",Phi,CN\n'
        b'g,"Gam"ma,CN\n'  # 11
        b"h,\xe4\xbd\xa0,CN\n"
    )
    loaded = load(tmp_path, content)
    assert [party.id for party in loaded.counterparties] == ["a", "f", "h"]
    assert said(loaded) == [(3, "id"), (4, "name"), (5, "id"), (7, "country"), (8, None), (9, "name"), (11, None)]
    assert "line 2" in loaded.problems[2].what
    assert "0xFC" in loaded.problems[5].what
    assert str(loaded.problems[5]).startswith(f"{tmp_path / 'partners.csv'}, line 9, column 'name': ")


def test_a_quote_never_closed_costs_one_row(tmp_path):
    loaded = load(tmp_path, 'id,name,notes\na,A,"open\nb,B,\nc,C,"ok\nmore"\nd,D,\n')
    assert [party.id for party in loaded.counterparties] == ["b", "c", "d"]
    assert said(loaded) == [(2, None)]


def test_unknown_column_is_reported_and_the_rest_counts(tmp_path):
    loaded = load(tmp_path, "Id,NAME,Favourite colour,name\na,A,red,B\n")
    assert [(party.id, party.name) for party in loaded.counterparties] == [("a", "A")]
    assert said(loaded) == [(1, "Favourite colour"), (1, "name")]


def test_value_without_heading(tmp_path):
    loaded = load(tmp_path, "id,name,\na,A,\nb,B,lost?\n")
    assert [party.id for party in loaded.counterparties] == ["a"]
    assert said(loaded) == [(3, None)]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_separators(tmp_path, mark):
    content = f"id{mark}name\na{mark}A, Inc.\nb\n"
    loaded = load(tmp_path, content)
    assert [(party.id, party.name) for party in loaded.counterparties] == [("a", "A, Inc.")]
    assert said(loaded) == [(3, "name")]
    loaded = load(tmp_path, f"sep={mark}\r\n{content}")
    assert said(loaded) == [(4, "name")]


@pytest.mark.parametrize(
    ("content", "name", "what"),
    [
        (b"", "p.csv", "is empty"),
        (b"name,country\nA,CN\n", "p.csv", "no column 'id'"),
        ("id,name\na,A\n".encode("utf-16"), "p.csv", "UTF-16"),
        (b"PK\x03\x04 broken", "p.xlsx", "cannot be read"),
        (b"id = ", "p.toml", "is not TOML"),
        (b"title = 'x'\n[[counterparties]]\nid='a'\nname='A'\n", "p.toml", "unknown table"),
        (b"[counterparties]\nid='a'\n", "p.toml", "must be tables"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_one_problem(tmp_path, content, name, what):
    loaded = load(tmp_path, content, name)
    assert len(loaded.problems) == 1
    assert what in str(loaded.problems[0])


def test_missing_file(tmp_path):
    loaded = load_counterparties(tmp_path / "absent.csv", "w")
    assert (loaded.counterparties, loaded.fingerprint, len(loaded.problems)) == ((), "", 1)
    assert "absent.csv: cannot be read: No such file" in str(loaded.problems[0])
    assert len(load_counterparties(tmp_path, "w").problems) == 1


def toml_tables(*bodies: str) -> str:
    return "".join(f"[[counterparties]]\n{body}\n" for body in bodies)


def test_toml_tables_fail_one_by_one(tmp_path):
    good, other = 'id = "a"\nname = "A"', 'id = "c"\nname = "C"'
    loaded = load(tmp_path, toml_tables(good, 'id = "b\nname = "B"', other), "w.toml")
    assert [party.id for party in loaded.counterparties] == ["a", "c"]
    assert [line for line, _ in said(loaded)] == [5]
    loaded = load(tmp_path, toml_tables(good + "\ncolour = 1", 'id = "b"', 'id = "c"\nname = ["C", ["D"]]'), "w.toml")
    assert [party.id for party in loaded.counterparties] == ["a"]
    assert said(loaded) == [(1, "colour"), (5, "name"), (7, "name")]


def test_identifier_without_scheme_is_reported_and_kept(tmp_path):
    loaded = load(tmp_path, "id,name,identifiers\na,A,300300X\n")
    assert loaded.counterparties[0].identifiers == ("300300X",)
    assert said(loaded) == [(2, "identifiers")]


def test_together_reports_an_id_of_two_files(tmp_path):
    first = load(tmp_path, "id,name\na,A\n", "1.csv")
    second = load(tmp_path, "id,name\na,Other\nb,B\n", "2.csv")
    parties, problems = together([first, second])
    assert [(party.id, party.name) for party in parties] == [("a", "A"), ("b", "B")]
    assert [problem.column for problem in problems] == ["id"]


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_problems(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("any")
    for name in ("w.csv", "w.toml", "w.xlsx"):
        path = folder / name
        path.write_bytes(b"id,name\n" + content if name == "w.csv" else content)
        loaded = load_counterparties(path, "w")
        if name == "w.csv" and content.strip(b"\r\n, \t"):
            assert loaded.counterparties or loaded.problems or not content.decode("utf-8", "replace").strip(' ,\r\n\t"')


_cell = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)
    .map(str.strip)
    .filter(lambda t: t and "|" not in t)
)


@given(st.lists(st.tuples(_cell, _cell), max_size=8, unique_by=lambda row: row[0]))
def test_what_is_written_is_read(tmp_path_factory, parties):
    import csv

    out = io.StringIO(newline="")
    csv.writer(out).writerows([("id", "name"), *parties])
    path = tmp_path_factory.mktemp("round") / "w.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    loaded = load_counterparties(path, "w")
    assert loaded.problems == ()
    assert [(party.id, party.name) for party in loaded.counterparties] == [(i, " ".join(n.split())) for i, n in parties]


@pytest.mark.parametrize(
    "country", ["CN", "cn", "PT", "Portugal", "Côte d'Ivoire", "Republic of Angola", "UK", "XK", ""]
)
def test_a_country_by_code_or_name(tmp_path, country):
    assert load(tmp_path, f"id,name,country\np1,Acme,{country}\n").problems == ()


def test_a_country_that_is_none_is_told_and_the_row_still_used(tmp_path):
    loaded = load(tmp_path, "id,name,country\np1,Acme,ZZ\n")
    assert said(loaded) == [(2, "country")]
    assert "'ZZ' is not known" in loaded.problems[0].what
    assert [party.country for party in loaded.counterparties] == ["ZZ"]


def test_a_row_with_two_faults_tells_both(tmp_path):
    assert said(load(tmp_path, "id,name,notes\n,,x\n")) == [(2, "id"), (2, "name")]
