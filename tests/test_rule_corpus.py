"""Published documents read whole, checked against what is known of them from elsewhere."""

from __future__ import annotations

import importlib
import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from lxml import etree

from parsers.amendments_outline import Outline
from parsers.ecfr import parse_part
from parsers.model import Action, DocumentKind, EntryKind, ListChange, ListEntry, ListName, Rule
from parsers.rule import iter_rules, parse_rule
from parsers.rule_amending import runs_of
from parsers.rule_xml import parse_tree, read_xml

LISTS = (ListName.ENTITY_LIST, ListName.UNVERIFIED_LIST, ListName.MEU_LIST)
#: Rows that the snapshot of 2026-03-25 does not show where the rule has them (the corpus's own notes say why).
NOT_IN_SNAPSHOT = {
    ("2025-17893", "TAIWAN", "Shanghai Fudan Microelectronics (HK) Co., Ltd."),
    ("2025-19508", "CHINA, PEOPLE'S REPUBLIC OF", "Arrow China Electronics Trading Co., Ltd."),
}
#: What does not add up in the documents themselves.
WARNINGS = {
    # One of the 28 entries has left the list since and is missing from the reconstruction.
    ("2023-04558", "SUMMARY", "the summary states 38 entries to add, 37 were read"),
    ("2023-04558", "SUMMARY", "the summary states 28 additions under CHINA, 27 were read"),
    (
        "2025-05427",
        "instruction 2.a",
        "the instruction has no verb, taken as add: only additions are put “in alphabetical order”",
    ),
}
#: Cells that one folded line leaves open: where does the last alias end?
FOLDED = {"NtechLab LLC", "National Inspection and Testing Holding Group Nanjing National Materials Testing Co., Ltd."}


@pytest.fixture(scope="module")
def rules(corpus: Path) -> dict[str, Rule]:
    folder = corpus / "federal_register" / "documents"
    return {p.stem: parse_rule(p.read_bytes()) for p in sorted(folder.glob("*.xml"))}


def _printed(rule: Rule) -> list[ListChange]:
    return [
        c
        for c in rule.changes
        if c.action is not Action.REMOVE and c.entry.kind is not EntryKind.COUNTRY and c.entry.list in LISTS
    ]


def test_entries_are_those_of_the_codified_list(rules: dict[str, Rule], corpus: Path) -> None:
    snapshot = parse_part((corpus / "ecfr" / "title-15_part-744.2026-03-25.xml").read_bytes())

    def content(entry: ListEntry) -> tuple[object, ...]:
        return (
            entry.list,
            entry.destination,
            entry.name,
            entry.aliases,
            entry.addresses,
            entry.footnotes,
            entry.license_requirement,
            entry.license_review_policy,
        )

    codified = {content(e) for e in snapshot.entries}
    missing = {
        (number, c.entry.destination, c.entry.name)
        for number, rule in rules.items()
        for c in _printed(rule)
        if content(c.entry) not in codified
    }
    assert missing == NOT_IN_SNAPSHOT
    assert sum(len(_printed(rule)) for rule in rules.values()) == 398


@pytest.mark.parametrize(
    ("number", "adds", "revises", "removes", "effective"),
    [
        ("2023-04558", 37, 10, 0, date(2023, 3, 2)),
        ("2024-10485", 37, 0, 0, date(2024, 5, 9)),
        ("2024-13695", 3, 0, 0, date(2024, 6, 24)),
        ("2024-25411", 46, 52, 0, date(2024, 11, 1)),
        ("2024-29136", 8, 0, 0, date(2024, 12, 11)),
        ("2025-00704", 11, 1, 0, date(2025, 1, 16)),
        ("2025-05426", 70, 4, 0, date(2025, 3, 28)),
        ("2025-05427", 12, 0, 0, date(2025, 3, 25)),
        ("2025-07185", 18, 0, 5, date(2025, 4, 25)),
        ("2025-17893", 32, 28, 0, date(2025, 9, 12)),
        ("2025-19508", 29, 0, 0, date(2025, 10, 8)),
    ],
)
def test_counts_are_those_that_the_document_states(
    rules: dict[str, Rule], number: str, adds: int, revises: int, removes: int, effective: date
) -> None:
    changes = [c for c in rules[number].changes if c.entry.kind is not EntryKind.COUNTRY]
    counted = tuple(sum(c.action is a for c in changes) for a in (Action.ADD, Action.REVISE, Action.REMOVE))
    assert counted == (adds, revises, removes)
    assert {c.effective for c in changes} == {effective}
    assert not any(c.text_missing for c in changes)


def test_what_does_not_add_up_is_known(rules: dict[str, Rule]) -> None:
    said = {(n, p.where, p.what) for n, rule in rules.items() for p in rule.problems if p.severity == "warning"}
    assert said == WARNINGS


def test_own_citation_stands_for_the_placeholder(rules: dict[str, Rule]) -> None:
    assert rules["2025-05427"].changes[0].entry.citations == ("90 FR 14046",)
    revised = next(c for c in rules["2023-04558"].changes if c.entry.name == "Beijing Institute of Technology")
    assert revised.entry.citations == ("85 FR 83421", "87 FR 62202", "88 FR 13673")


def test_every_instruction_paragraph_is_accounted_for(corpus: Path) -> None:
    for path in [
        *(corpus / "federal_register" / "documents").glob("*.xml"),
        *(corpus / "federal_register" / "xml_other_agencies").glob("*.xml"),
    ]:
        root = parse_tree(path.read_bytes())
        body = read_xml(root)
        read = "".join("".join(i.text.split()) for run in runs_of(body, Outline()) for i in run.instructions)
        printed = "".join("".join("".join(str(t) for t in e.itertext()).split()) for e in root.iter("AMDPAR"))
        assert read == printed, path.stem


def test_affiliates_rule_and_its_stay(rules: dict[str, Rule]) -> None:
    places = {str(a.target): a for a in rules["2025-19001"].amendments}
    assert places["15 CFR 744.11(a)(1)"].action is Action.ADD
    assert places["15 CFR 744.11(a)(1)"].effective == date(2025, 9, 29)
    assert "50 percent" in places["15 CFR 744.11(a)(1)"].text
    stays = {str(a.target): a for a in rules["2025-19846"].amendments if a.action is Action.STAY}
    assert set(stays) == {
        "15 CFR 732 Supplement No. 3(b)(29)",
        "15 CFR 734.9(e), introductory text, last three sentences",
        "15 CFR 734.9(g), introductory text, last two sentences",
        "15 CFR 736 Supplement No. 1(g)",
        "15 CFR 744.8(a)(2), second and third sentences",
        "15 CFR 744.8(b), first sentence",
        "15 CFR 744.11(a)(1)",
        "15 CFR 744.16(e), introductory text",
        "15 CFR 744.21(a)(3)",
        "15 CFR 744.21(b)(2), introductory text",
        "15 CFR 744.21(d), last sentence",
        "15 CFR 744 Supplement No. 4, introductory text",
        "15 CFR 744 Supplement No. 7, introductory text",
        "15 CFR 744 Supplement No. 8",
        "15 CFR 748.8(aa)",
        "15 CFR 748 Supplement No. 2(cc)",
    }
    assert {(a.effective, a.until) for a in stays.values()} == {(date(2025, 11, 10), date(2026, 11, 9))}


def test_corrections(rules: dict[str, Rule]) -> None:
    correction = rules["C1-2024-13148"]
    assert correction.corrects == "2024-13148"
    assert [(str(a.target), a.action, a.text) for a in correction.amendments] == [
        ("15 CFR 744 Supplement No. 5", Action.CORRECT, "(e)")
    ]
    assert rules["2024-23887"].corrects == "2024-21013"
    assert str(rules["2024-23887"].amendments[0].target) == "15 CFR 764.5"


def test_other_agencies_have_no_list_changes(corpus: Path) -> None:
    amended = 0
    for path in sorted((corpus / "federal_register" / "xml_other_agencies").glob("*.xml")):
        rule = parse_rule(path.read_bytes())
        assert rule.changes == ()
        amended += len(rule.amendments)
        unread = [p.what for p in rule.problems if "not understood" in p.what]
        assert all("[label:" in what or "Revise [" in what for what in unread), path.stem  # hand edits of the source
    assert amended > 240


def test_denial_orders(corpus: Path, rules: dict[str, Rule]) -> None:
    orders = {}
    for path in (corpus / "federal_register" / "paragraphs").glob("2025-*.jsonl"):
        rule = parse_rule(path.read_bytes())
        if rule.orders:
            orders[path.stem] = rule
    assert len(orders) == 28
    assert all(r.orders[0].kind == "conviction" and r.orders[0].expires for r in orders.values())
    assert all(not r.problems for r in orders.values())
    santillan = orders["2025-23119"].changes[0]
    assert santillan.entry.name == "Marco Santillan, Jr."
    assert santillan.entry.addresses[1] == "4945 Sagewood Lane, Hemet, CA 92545"
    assert santillan.until == date(2032, 8, 1)
    assert rules["2025-16525"].kind is DocumentKind.NOTICE
    assert rules["2025-16525"].orders == orders["2025-16525"].orders


def test_whole_issue_is_streamed(corpus: Path) -> None:
    with (corpus / "federal_register" / "xml_issue" / "2016-04-15.xml").open("rb") as stream:
        read = list(iter_rules(stream))
    kinds = [r.kind for r in read]
    assert (
        kinds.count(DocumentKind.RULE),
        kinds.count(DocumentKind.PROPOSED_RULE),
        kinds.count(DocumentKind.NOTICE),
    ) == (9, 4, 132)
    assert all(r.publication_date == date(2016, 4, 15) for r in read)
    assert all(r.document_number for r in read)
    assert not any(r.changes for r in read)


# -- the same documents in their other forms --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fulltext(replay_folder: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(replay_folder))
    try:
        yield importlib.import_module("fulltext")
    finally:
        sys.path.remove(str(replay_folder))


def _documents(corpus: Path) -> Iterator[tuple[str, ElementTree.Element, dict[str, object]]]:
    for path in sorted((corpus / "federal_register" / "documents").glob("*.xml")):
        yield path.stem, ElementTree.fromstring(path.read_bytes()), json.loads(path.with_suffix(".json").read_text())


def _listed(rule: Rule) -> list[tuple[object, ...]]:
    return [
        (c.action, c.entry.destination, c.entry.name, c.entry.aliases, c.entry.addresses, c.entry.footnotes)
        for c in rule.changes
        if c.entry.name not in FOLDED
    ]


def _amended(rule: Rule) -> list[tuple[object, ...]]:
    return [(str(a.target), a.action, a.until, a.number) for a in rule.amendments]


def test_html_says_the_same(corpus: Path, fulltext: ModuleType, rules: dict[str, Rule]) -> None:
    for number, root, record in _documents(corpus):
        read = parse_rule(fulltext.Html(root, record["start_page"]).document().encode())
        assert _listed(read) == _listed(rules[number]), number
        assert _amended(read) == _amended(rules[number]), number
        assert read.effective_dates == rules[number].effective_dates


def test_typewritten_text_says_the_same(corpus: Path, fulltext: ModuleType, rules: dict[str, Rule]) -> None:
    """The columns of the text form cut long words, so the comparison is of names and aliases."""
    for number, root, record in _documents(corpus):
        read = parse_rule(fulltext.text(root, record, 58).encode())
        assert [x[:3] for x in _listed(read)] == [x[:3] for x in _listed(rules[number])], number
        assert _amended(read) == _amended(rules[number]), number


def _paged(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        part for n in range(0, len(lines), 26) for part in [*lines[n : n + 26], "", f"{n // 26 + 2:>40}", "\f"]
    )


def _double_spaced(text: str) -> str:
    return "\n".join(part for line in text.split("\n") for part in ([line, ""] if line else [""]))


@pytest.mark.parametrize(
    ("width", "change"),
    [(80, str), (64, str), (100, str), (80, _paged), (80, _double_spaced), (72, lambda t: textwrap.indent(t, "    "))],
    ids=["as filed", "narrow", "wide", "pages", "double spaced", "indented"],
)
def test_filed_text_says_the_same(
    corpus: Path,
    fulltext: ModuleType,
    rules: dict[str, Rule],
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    change: Callable[[str], str],
) -> None:
    fill = textwrap.fill
    monkeypatch.setattr(fulltext.textwrap, "fill", lambda text, *_, **__: fill(text, width))
    some = ("2023-04558", "2025-07185", "2025-17893", "2025-19001", "2025-19508", "2025-19846", "C1-2024-13148")
    for number, root, record in _documents(corpus):
        if (width, change) != (80, str) and number not in some:
            continue
        read = parse_rule(change(fulltext.filed_text(root, record)).encode())
        assert _listed(read) == _listed(rules[number]), number
        assert _amended(read) == _amended(rules[number]), number


def test_paragraph_files_name_the_same_entries(corpus: Path, rules: dict[str, Rule]) -> None:
    """Without tables the names are the instructions' own; where the country is lost, that is said."""
    plain = lambda text: re.sub(r"[\W_]", "", text).casefold()  # noqa: E731
    for number, rule in rules.items():
        path = corpus / "federal_register" / "paragraphs" / f"{number}.jsonl"
        if not path.exists() or not _printed(rule):
            continue
        read = parse_rule(path.read_bytes())
        ours = {(c.action, plain(c.entry.name)) for c in read.changes if c.entry.kind is not EntryKind.COUNTRY}
        theirs = {(c.action, plain(c.entry.name)) for c in rule.changes if c.entry.kind is not EntryKind.COUNTRY}
        spelled = {m for p in rule.problems if "spells" in p.what for m in map(plain, re.findall(r"'([^']+)'", p.what))}
        assert {x for x in ours ^ theirs if x[1] not in spelled} == set(), number
        nameless = [c for c in read.changes if c.entry.destination is None]
        assert len(nameless) == sum("no country is named" in p.what for p in read.problems)


def test_own_tree_is_not_kept(corpus: Path) -> None:
    """Values only: nothing of the markup survives in what is returned."""
    rule = parse_rule((corpus / "federal_register" / "documents" / "2025-05427.xml").read_bytes())
    assert not any(
        isinstance(v, etree._Element) for c in rule.changes for v in (c.entry.name, c.entry.raw, c.instruction)
    )
