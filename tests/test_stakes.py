"""Files of stakes: a team's own tables, GLEIF relationship records, FollowTheMoney statements."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watchlist import Stake, load_stakes

HEADER = "owner,owned,percent,as_of,source\n"


def load(tmp_path: Path, content: bytes | str, name: str = "stakes.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_stakes(path)


def said(loaded) -> list[tuple[int | None, str | None]]:
    return [(problem.line, problem.column) for problem in loaded.problems]


def test_a_table(tmp_path):
    loaded = load(
        tmp_path,
        "\ufeff" + HEADER + 'p1,"Inspur Software Co., Ltd.",51.5,2024-12-31,annual report\np1,p2,,,\np1,p3,0,,\n',
    )
    assert loaded.problems == ()
    assert loaded.stakes == (
        Stake("p1", "Inspur Software Co., Ltd.", 51.5, date(2024, 12, 31), "annual report"),
        Stake("p1", "p2", None),
        Stake("p1", "p3", 0.0),
    )
    assert len(loaded.fingerprint) == 64


@pytest.mark.parametrize(
    ("given", "percent"),
    [("50", 50), ("50 %", 50), ("50%", 50), ("50,5", 50.5), ("0.51", 0.51), ("100", 100), ("33.333333", 33.333333)],
)
def test_percentages(tmp_path, given, percent):
    loaded = load(tmp_path, f'{HEADER}a,b,"{given}",,\n')
    assert [stake.percent for stake in loaded.stakes] == [percent]


@pytest.mark.parametrize("given", ["100.1", "101", "-5", "abc", "nan", "inf", "1e1", "50-75", "%", "1,000", "unknown"])
def test_what_is_no_percentage(tmp_path, given):
    loaded = load(tmp_path, f'{HEADER}a,b,"{given}",,\nc,d,1,,\n')
    if given == "1,000":  # one, to three decimals
        assert loaded.stakes[0].percent == 1
        return
    assert [stake.owner for stake in loaded.stakes] == ["c"]
    assert said(loaded) == [(2, "percent")]


@pytest.mark.parametrize("given", ["28.3.2025", "2025-13-01", "2025-02-30", "03/28/2025", "2025", "20250328"])
def test_what_is_no_date(tmp_path, given):
    loaded = load(tmp_path, f"{HEADER}a,b,50,{given},\nc,d,1,2025-03-28T00:00:00,\n")
    assert [stake.as_of for stake in loaded.stakes] == [date(2025, 3, 28)]
    assert said(loaded) == [(2, "as_of")]


def test_bad_rows(tmp_path):
    loaded = load(tmp_path, b"owner,owned,percent,remark\n,b,1,\na,,1,\na,b\na,b,2,x\n\xff,b,1,\n")
    assert [(stake.owner, stake.percent) for stake in loaded.stakes] == [("a", 2.0)]
    assert said(loaded) == [(1, "remark"), (2, "owner"), (3, "owned"), (4, "percent"), (6, "owner")]


def test_a_missing_file(tmp_path):
    loaded = load_stakes(tmp_path / "none.csv")
    assert (loaded.stakes, loaded.fingerprint, len(loaded.problems)) == ((), "", 1)


def test_xlsx_with_percentages_formatted_as_such(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["owner", "owned", "percent", "as_of"],
        ["a", "b", 0.51, date(2025, 1, 2)],
        ["a", "c", 51, None],
        ["a", "d", None, None],
    ):
        book.active.append(row)
    book.active["C2"].number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    loaded = load(tmp_path, out.getvalue(), "stakes.xlsx")
    assert [(stake.percent, stake.as_of) for stake in loaded.stakes] == [
        (51, date(2025, 1, 2)),
        (51, None),
        (None, None),
    ]
    assert loaded.problems == ()


def test_toml(tmp_path):
    loaded = load(
        tmp_path,
        '[[stakes]]\nowner = "a"\nowned = "b"\npercent = 50\nas_of = 2025-01-02\n[[stakes]]\nowner = "a"\nowned="c"\n',
        "s.toml",
    )
    assert loaded.stakes == (Stake("a", "b", 50, date(2025, 1, 2)), Stake("a", "c", None))


# --- GLEIF ---

CHILD, PARENT, OTHER = "5493000CHILD00000001", "5493000PARENT0000002", "5493000OTHER00000003"
COLUMNS = [
    "Relationship.StartNode.NodeID",
    "Relationship.StartNode.NodeIDType",
    "Relationship.EndNode.NodeID",
    "Relationship.EndNode.NodeIDType",
    "Relationship.RelationshipType",
    "Relationship.RelationshipStatus",
    "Relationship.Quantifiers.1.MeasurementMethod",
    "Relationship.Quantifiers.1.QuantifierAmount",
    "Relationship.Quantifiers.1.QuantifierUnits",
    "Registration.LastUpdateDate",
    "Registration.RegistrationStatus",
]


def gleif(
    kind="IS_DIRECTLY_CONSOLIDATED_BY",
    status="ACTIVE",
    amount="",
    units="",
    registration="PUBLISHED",
    child=CHILD,
    parent=PARENT,
):
    method = "ACCOUNTING_CONSOLIDATION" if amount else ""
    return [child, "LEI", parent, "LEI", kind, status, method, amount, units, "2025-05-01T12:00:00Z", registration]


def gleif_csv(*rows):
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [COLUMNS, *rows]) + "\n"


def test_gleif_csv(tmp_path):
    loaded = load(
        tmp_path,
        gleif_csv(
            gleif(),
            gleif("IS_ULTIMATELY_CONSOLIDATED_BY", parent=OTHER, amount="75.00", units="PERCENTAGE"),
            gleif("IS_INTERNATIONAL_BRANCH_OF", child="5493000BRANCH0000004"),
            gleif("IS_FUND-MANAGED_BY"),
            gleif("IS_SUBFUND_OF"),
            gleif("IS_SUBFUND_OF"),
            gleif(status="INACTIVE"),
            gleif(registration="ANNULLED"),
            gleif(registration="LAPSED", parent=OTHER),
        ),
        "20250501-gleif-rr-golden-copy.csv",
    )
    assert loaded.problems == ()
    day = date(2025, 5, 1)
    assert loaded.stakes == (
        Stake(f"lei:{PARENT}", f"lei:{CHILD}", None, day, "GLEIF, direct accounting consolidating parent"),
        Stake(f"lei:{OTHER}", f"lei:{CHILD}", 75.0, day, "GLEIF, ultimate accounting consolidating parent"),
        Stake(f"lei:{PARENT}", "lei:5493000BRANCH0000004", 100.0, day, "GLEIF, international branch"),
        Stake(f"lei:{OTHER}", f"lei:{CHILD}", None, day, "GLEIF, direct accounting consolidating parent"),
    )
    assert loaded.ignored == (
        "1 fund-management relationships (not ownership)",
        "2 relationships that have ended or were taken back (inactive, retired, annulled, duplicate)",
        "2 sub-fund relationships (not ownership)",
    )


def test_gleif_csv_bad_rows(tmp_path):
    rows = [
        gleif(child=""),
        gleif(parent=""),
        gleif("IS_SISTER_OF"),
        gleif()[:-1],
        gleif(amount="12", units="SHARES"),
        gleif(),
    ]
    loaded = load(tmp_path, gleif_csv(*rows))
    assert [stake.percent for stake in loaded.stakes] == [None, None]
    assert [line for line, _ in said(loaded)] == [2, 3, 4, 5, 6]


def wrapped(value):
    return {"$": value}


def test_gleif_json(tmp_path):
    record = {
        "Relationship": {
            "StartNode": {"NodeID": wrapped(CHILD), "NodeIDType": wrapped("LEI")},
            "EndNode": {"NodeID": wrapped(PARENT), "NodeIDType": wrapped("LEI")},
            "RelationshipType": wrapped("IS_DIRECTLY_CONSOLIDATED_BY"),
            "RelationshipStatus": wrapped("ACTIVE"),
        },
        "Registration": {"LastUpdateDate": wrapped("2025-05-01T12:00:00Z"), "RegistrationStatus": wrapped("PUBLISHED")},
    }
    loaded = load(tmp_path, json.dumps({"relations": [{"RelationshipRecord": record}]}, indent=1), "rr.json")
    expected = (
        Stake(f"lei:{PARENT}", f"lei:{CHILD}", None, date(2025, 5, 1), "GLEIF, direct accounting consolidating parent"),
    )
    assert (loaded.stakes, loaded.problems) == (expected, ())
    api = {
        "data": {
            "type": "relationship-records",
            "attributes": {
                "validFrom": "2025-05-01T00:00:00Z",
                "relationship": {
                    "startNode": {"id": CHILD, "type": "LEI"},
                    "endNode": {"id": PARENT, "type": "LEI"},
                    "type": "IS_DIRECTLY_CONSOLIDATED_BY",
                    "status": "ACTIVE",
                },
                "registration": {"lastUpdateDate": "2025-05-01T12:00:00Z", "status": "PUBLISHED"},
            },
        }
    }
    loaded = load(tmp_path, json.dumps(api), "api.json")
    assert (loaded.stakes, loaded.problems) == (expected, ())
    api["data"]["attributes"]["registration"]["status"] = "RETIRED"
    assert load(tmp_path, json.dumps(api), "api.json").stakes == ()


# --- FollowTheMoney ---


def company(key, name):
    return {"id": key, "schema": "Company", "caption": name, "properties": {"name": [name]}}


def ownership(owner, asset, **properties):
    found = {"owner": owner, "asset": asset, **{key: [value] for key, value in properties.items()}}
    return {"id": "o-1", "schema": "Ownership", "properties": found}


def ftm(*statements):
    return "\n".join(json.dumps(statement) for statement in statements) + "\n"


def test_follow_the_money(tmp_path):
    loaded = load(
        tmp_path,
        ftm(
            ownership(["a"], ["b"], percentage="51.00", startDate="2021-03", sourceUrl="https://register.example/1"),
            company("a", "Parent Co."),
            company("b", "Child  Ltd."),
            ownership(["a"], ["b"], endDate="2024-06-30", date="2024-01-01"),
            ownership([company("x", "Nested Owner")], ["b"], percentage="25%"),
        ),
        "owners.ftm.json",
    )
    assert loaded.problems == ()
    assert loaded.stakes == (
        Stake("Parent Co.", "Child Ltd.", 51.0, date(2021, 3, 1), "https://register.example/1"),
        Stake("Parent Co.", "Child Ltd.", None, date(2024, 1, 1), "FollowTheMoney o-1", date(2024, 6, 30)),
        Stake("Nested Owner", "Child Ltd.", 25.0, None, "FollowTheMoney o-1"),
    )
    assert loaded.ignored == ("2 FollowTheMoney entities (names for the ownership statements)",)


def test_follow_the_money_bad_statements(tmp_path):
    content = ftm(
        company("a", "A"),
        company("b", "B"),
        ownership(["a"], ["b"], percentage="25-50"),
        ownership(["z"], ["b"]),
        ownership(["a"], []),
    )
    loaded = load(tmp_path, content + '{"id": "broken"\n["no entity"]\n', "owners.json")
    assert [(stake.owner, stake.percent) for stake in loaded.stakes] == [("A", None)]
    assert sorted(line for line, _ in said(loaded)) == [3, 4, 5, 6, 7]
    assert load(tmp_path, ftm(company("a", "A")), "owners.json").problems[0].what.startswith("holds no Ownership")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b'{"relations": [',
        b"\xff\xfe{\x00",
        b'{"relations": [\n{"a":\n',
        b"[]",
        b"{}",
        b'{"relations": {}}',
    ],
)
def test_json_that_is_wrong_as_a_whole(tmp_path, content):
    loaded = load(tmp_path, content, "rr.json")
    assert loaded.stakes == ()
    assert len(loaded.problems) >= 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["schema", "properties", "owner", "asset", "percentage", "relations", "data", "attributes", "id"]
                ),
                x,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_gives_stakes_or_problems(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("any") / "s.json"
    for given_value in (value, {"schema": "Ownership", "properties": value}, {"relations": value}):
        path.write_text(json.dumps(given_value))
        loaded = load_stakes(path)
        assert loaded.stakes or loaded.problems or loaded.ignored
