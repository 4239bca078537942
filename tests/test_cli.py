"""The commands as a person or a script meets them: output, exit codes, and one clear line for each mistake."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from monitor import cli

RULE = """<RULE><PREAMB><AGENCY TYPE="F">DEPARTMENT OF COMMERCE</AGENCY><SUBAGY>Bureau of Industry and Security</SUBAGY>
<CFR>15 CFR Part 744</CFR><SUBJECT>Additions to the Entity List</SUBJECT>
<EFFDATE><HD SOURCE="HED">DATES:</HD><P>This rule is effective March 25, 2025.</P></EFFDATE></PREAMB>
<SUPLINF><REGTEXT TITLE="15" PART="744">
<AMDPAR>1. Supplement no. 4 to part 744 is amended under TAIWAN by adding an entry for “Inspur Taiwan” to read as
follows:</AMDPAR>
<GPOTABLE COLS="5"><BOXHD><CHED H="1">Country</CHED><CHED H="1">Entity</CHED><CHED H="1">License requirement</CHED>
<CHED H="1">License review policy</CHED><CHED H="1">Federal Register citation</CHED></BOXHD>
<ROW><ENT I="01">TAIWAN</ENT><ENT>Inspur Taiwan, a.k.a., the following one alias:
<LI>—Digital Cloud Ltd.</LI><LI> </LI><LI>Taipei, Taiwan.</LI></ENT>
<ENT>For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR) <SU>4</SU></ENT>
<ENT>Policy of denial</ENT><ENT>90 FR [INSERT FR PAGE NUMBER] 3/28/2025.</ENT></ROW></GPOTABLE>
</REGTEXT></SUPLINF><FRDOC>[FR Doc. 2025-05427 Filed 3-25-25; 4:15 pm]</FRDOC></RULE>"""


@dataclass
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def regwatch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Said]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REGWATCH_CONFIG", raising=False)

    def run(*arguments: str) -> Said:
        monkeypatch.setattr("sys.argv", ["regwatch", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0 if code is None else 1, said.out, said.err)

    return run


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    path = tmp_path / "2025-05427.xml"
    path.write_text(RULE, "utf-8")
    return path


def test_parse_prints_the_document_as_the_contract_says(regwatch: Callable[..., Said], rule: Path) -> None:
    said = regwatch("parse", str(rule), "--json")
    (document,) = said.json
    assert said.code == cli.DONE
    assert document["document_number"] == "2025-05427"
    assert document["effective_dates"] == ["2025-03-25"]
    (change,) = document["changes"]
    assert (change["list"], change["action"], change["destination"]) == ("entity-list", "add", "TAIWAN")
    assert (change["name"], change["aliases"]) == ("Inspur Taiwan", ["Digital Cloud Ltd."])
    assert (change["footnotes"], change["effective"]) == (["4"], "2025-03-25")


def test_parse_goes_on_after_a_file_that_cannot_be_read(
    regwatch: Callable[..., Said], rule: Path, tmp_path: Path
) -> None:
    (tmp_path / "cut.xml").write_text(RULE[:900], "utf-8")
    said = regwatch("parse", "cut.xml", "absent.xml", str(rule), "--json")
    assert said.code == cli.FELL_SHORT
    assert len(said.json) == 1
    assert "cut.xml" in said.err
    assert "absent.xml: No such file or directory" in said.err
    assert "Traceback" not in said.err


def test_screen_explains_each_hit(regwatch: Callable[..., Said], rule: Path, tmp_path: Path) -> None:
    (tmp_path / "partners.csv").write_text("id,name,country\n1,Inspur (Taiwan) Ltd.,TW\n2,Quiet Bakery,DE\n", "utf-8")
    said = regwatch("screen", "--watchlist", "partners.csv", "--list", str(rule), "--json")
    (hit,) = said.json
    assert said.code == cli.DONE
    assert (hit["counterparty"]["id"], hit["entry"]["name"], hit["verdict"]) == ("1", "Inspur Taiwan", "match")
    assert hit["reason"]
    assert 0 < hit["score"] <= 1


def test_screen_names_bad_rows_and_uses_the_others(regwatch: Callable[..., Said], rule: Path, tmp_path: Path) -> None:
    (tmp_path / "partners.csv").write_text("id,name\n1,Inspur Taiwan\n2,\n", "utf-8")
    said = regwatch("screen", "--watchlist", "partners.csv", "--list", str(rule), "--json")
    assert said.code == cli.FELL_SHORT
    assert len(said.json) == 1
    assert "partners.csv, line 3, column 'name'" in said.err


def test_compare_takes_two_names_or_a_file(regwatch: Callable[..., Said], tmp_path: Path) -> None:
    said = regwatch("compare", "Inspur Group Co., Ltd.", "INSPUR GROUP", "--json")
    assert said.json[0]["verdict"] == "match"
    (tmp_path / "pairs.csv").write_text("a,b,is_match\nInspur Group,Quiet Bakery,false\n", "utf-8-sig")
    said = regwatch("compare", "--pairs", "pairs.csv", "--json")
    assert (said.json[0]["verdict"], said.json[0]["is_match"]) == ("different", "false")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["compare", "one"], "compare takes two names, or --pairs FILE.csv"),
        (["compare", "", "Inspur"], "compare takes two names; one of these is empty"),
        (["compare", "--pairs", "absent.csv"], "absent.csv: No such file or directory"),
        (["status"], "there is no configuration"),
        (["--config", "absent.toml", "status"], "absent.toml: cannot be read: No such file or directory"),
        (["screen", "--watchlist", "absent.csv", "--list", "absent.xml"], "absent.csv: cannot be read"),
    ],
)
def test_a_mistake_is_one_clear_line(arguments: list[str], expected: str, regwatch: Callable[..., Said]) -> None:
    said = regwatch(*arguments)
    assert said.code == cli.USAGE
    assert expected in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b,b\nInspur,Langchao,Bakery\n", "pairs.csv: line 1 has the column 'b' twice"),
        ("a,b\nInspur,Bakery, Ltd.\n", "pairs.csv: line 2: more values than columns; a comma needs quotes"),
    ],
)
def test_no_value_of_a_pair_is_left_out_unsaid(
    regwatch: Callable[..., Said], tmp_path: Path, text: str, expected: str
) -> None:
    (tmp_path / "pairs.csv").write_text(text, "utf-8")
    said = regwatch("compare", "--pairs", "pairs.csv")
    assert said.code == cli.USAGE
    assert expected in said.err


def test_an_open_quote_takes_in_no_rows(regwatch: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text('a,b\nInspur,Langchao\nInspur,"Lang\nQuiet,Bakery\n', "utf-8")
    said = regwatch("compare", "--pairs", "pairs.csv", "--json")
    assert said.code == cli.USAGE
    assert "pairs.csv: line 3: a quote does not close where it should" in said.err
    assert [pair["b"] for pair in said.json] == ["Langchao"]


def test_a_watchlist_without_a_readable_row_is_not_screened(regwatch: Callable[..., Said], tmp_path: Path) -> None:
    watchlist = tmp_path / "partners.xlsx"
    watchlist.write_text("hello")
    said = regwatch("screen", "--watchlist", str(watchlist), "--list", "absent.xml")
    assert said.code == cli.USAGE
    assert "is not an XLSX workbook" in said.err
    assert "matches" not in said.out


def test_commands_on_a_database_that_knows_nothing_yet(
    regwatch: Callable[..., Said], write_config: Callable[..., Path]
) -> None:
    write_config("http://127.0.0.1:9", sources=())
    assert regwatch("check-config").code == cli.DONE
    said = regwatch("poll", "--now", "2023-03-01T12:00", "--json")
    assert (said.code, [alert["kind"] for alert in said.json]) == (cli.DONE, ["baseline"])
    assert regwatch("exposures", "--json").out == ""
    assert len(regwatch("alerts", "--json").json) == 1
    assert regwatch("alerts", "--since", "2023-03-02", "--json").json == []
    status = regwatch("status", "--json")
    assert (status.code, status.json[0]["healthy"]) == (cli.DONE, True)
    assert "the test alert was taken" in regwatch("test-channel", "console").out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["poll", "--now", "yesterday"], "--now: 'yesterday' is not an instant"),
        (["poll", "--source", "nasdaq"], "there is no source 'nasdaq'"),
        (["exposures", "--on", "31 March"], "'31 March' is not a date"),
        (["alerts", "--since", "2023-13-01"], "--since"),
        (["alerts", "ack", "a-none", "--by", "M. Ortiz"], "no alert 'a-none'"),
        (["test-channel", "pager"], "there is no channel 'pager'"),
        (["clear", "P1", "Nobody Ltd", "--by", "M. Ortiz", "--why", "other"], "nothing ties 'P1'"),
    ],
)
def test_a_mistake_about_the_configured_world_is_one_clear_line(
    arguments: list[str], expected: str, regwatch: Callable[..., Said], write_config: Callable[..., Path]
) -> None:
    write_config("http://127.0.0.1:9", sources=())
    said = regwatch(*arguments)
    assert said.code == cli.USAGE
    assert expected in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_check_config_says_everything_at_once(regwatch: Callable[..., Said], write_config: Callable[..., Path]) -> None:
    config = write_config(
        "http://127.0.0.1:9",
        channels=[
            {"name": "slack", "type": "slack", "url_file": "absent.secret"},
            {"name": "mail", "type": "email", "url": "no address"},
        ],
    )
    (config.parent / "stakes.csv").write_text("owner,owned,percent\nP1,P2,151\n", "utf-8")
    (config.parent / "partners.csv").unlink()
    said = regwatch("check-config")
    assert said.code == cli.USAGE
    for part in ("partners.csv", "stakes.csv, line 2, column 'percent'", "absent.secret", "mail"):
        assert part in said.err
    assert "no address" not in said.err  # it may be a secret


def test_a_decision_holds_and_is_audited(
    regwatch: Callable[..., Said], write_config: Callable[..., Path], start_replay: Callable[..., Any]
) -> None:
    replay = start_replay("2023-03-01T12:00")
    write_config(replay.base)
    assert regwatch("poll", "--now", "2023-03-01T12:00").code == cli.DONE
    replay.control(now="2023-03-06T12:00")
    regwatch("poll", "--now", "2023-03-06T12:00")
    listed = [e for e in regwatch("exposures", "--json").json if e["kind"] == "listed" and e["review"] != "possible"]
    assert [e["counterparty"]["id"] for e in listed] == ["P1"]
    said = regwatch("clear", "P1", "Inspur Group Co., Ltd.", "--by", "M. Ortiz", "--why", "other register number")
    assert said.code == cli.DONE
    after = regwatch("exposures", "--json").json
    assert not [e for e in after if e["counterparty"]["id"] == "P1" and e["review"] != "possible"]
    assert regwatch("confirm", "P1", "Inspur Group Co., Ltd.", "--by", "M. Ortiz", "--why", "checked").code == cli.DONE
    (again,) = [e for e in regwatch("exposures", "--json").json if e["counterparty"]["id"] == "P1"]
    assert again["review"] == "confirmed"
    alert_id = next(a["id"] for a in regwatch("alerts", "--json").json if a["kind"] == "partner-listed")
    assert regwatch("alerts", "ack", alert_id, "--by", "M. Ortiz", "--decision", "stop").code == cli.DONE
    acknowledged = next(a for a in regwatch("alerts", "--json").json if a["id"] == alert_id)
    assert acknowledged["acknowledged"]["by"] == "M. Ortiz"
    assert regwatch("alerts", "resend", alert_id).code == cli.DONE
