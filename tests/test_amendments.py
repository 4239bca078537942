"""The grammar of instructions, sentence by sentence: ``tests/data/amendments/instructions.txt``.

A block is the paragraphs of one instruction (``>``) and what is read from them, one line for each clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.amendments_entries import clean_name, country_heading, read_quotations, same_country, straighten
from parsers.amendments_model import Clause, Instruction, Paragraph
from parsers.amendments_outline import Outline, split_items
from parsers.model import ListName

TABLE = (Path(__file__).parent / "data" / "amendments" / "instructions.txt").read_text("utf-8")
BLOCKS = [block.splitlines() for block in TABLE.strip().split("\n\n")]


def read(lines: Sequence[str], part: str | None = "744", default: ListName | None = None) -> list[Instruction]:
    return Outline(15, part, default).read([Paragraph(line) for line in lines])


def rendered(instruction: Instruction) -> list[str]:
    if not instruction.understood:
        return [f"{instruction.number}: NOT UNDERSTOOD"]
    return [_clause(instruction, clause) for clause in instruction.clauses]


def _clause(instruction: Instruction, clause: Clause) -> str:
    words = [f"{instruction.number}:", clause.action.value, *([clause.list.value] if clause.list else [])]
    places = [str(t) for t in clause.targets]
    if clause.redesignated:
        places = [f"{a} -> {b}" for a, b in zip(clause.targets, clause.redesignated, strict=True)]
    words += ["; ".join(places)] if places else []
    words += [f"heading {country}" for country in clause.countries]
    if clause.names or clause.stated:
        names = [f"{n.name} -> {n.renamed_to}" if n.renamed_to else n.name for n in clause.names]
        words += [f"{clause.country}:", " | ".join(names) or f"({clause.stated} unnamed)"]
    if clause.old_words or clause.new_words:
        words.append(f"{clause.old_words!r} -> {clause.new_words!r}")
    span, own = clause.until, instruction.effective
    start = (span and span.effective) or (own and own.effective)
    words += [f"from {start}"] if start else []
    if span and span.until_words:
        words.append(f"until {span.until or span.until_words}")
    elif own and own.until:
        words.append(f"until {own.until}")
    return " ".join(words)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: next(x for x in b if x.startswith(">"))[2:50])
def test_instruction_is_read(block: list[str]) -> None:
    part = block[0].removeprefix("part ") if block[0].startswith("part ") else "744"
    lines = [line[2:] for line in block if line.startswith("> ")]
    expected = [line for line in block if not line.startswith(("> ", "part "))]
    assert [line for instruction in read(lines, part) for line in rendered(instruction)] == expected


def test_what_was_repaired_is_said() -> None:
    (instruction,) = read(
        ["2. Supplement no. 4 to part 744 is amended under CHINA by adding “A Co.;” B Co.;” and “C Co.”"]
    )
    assert instruction.problems == ("the opening quotation mark is missing: 'B Co.;'",)


def test_list_is_taken_from_the_title_when_its_paragraph_is_lost() -> None:
    (instruction,) = read(["a. Under TAIWAN, adding an entry for “Canal Works.”"], None, ListName.ENTITY_LIST)
    assert instruction.clauses[0].list is ListName.ENTITY_LIST
    assert "no paragraph above names the list" in instruction.problems[0]


def test_supplement_of_another_part_is_no_list() -> None:
    (instruction,) = read(["10. Supplement no. 4 to part 746 is amended by adding in the table the entry “270111.”"])
    assert instruction.clauses[0].list is None
    assert str(instruction.clauses[0].targets[0]) == "15 CFR 746 Supplement No. 4, table"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("“A;” “B;” and “C.”", ["A;", "B;", "C."]),
        ("“Address 02”; Address 03”; “Address 04”", ["Address 02", "Address 03", "Address 04"]),
        ("“A Co.;” “B Co.; “C Co.;”", ["A Co.;", "B Co.", "C Co.;"]),
        ("“Works “Alpha”;” and “B.”", ["Works “Alpha”;", "B."]),
        ("“A Co., Ltd. and", ["A Co., Ltd."]),
    ],
)
def test_quotations_with_lost_marks(text: str, names: list[str]) -> None:
    assert [q.text for q in read_quotations(text)] == names


def test_typewriter_quotes() -> None:
    assert straighten("``A Co.'' and \"B\"") == "“A Co.” and “B”"


@pytest.mark.parametrize(
    ("quoted", "name"),
    [
        ("Inspur Taiwan.", "Inspur Taiwan"),
        ("Suma-USI Electronics Co., Ltd.;", "Suma-USI Electronics Co., Ltd."),
        ("Beijing Zhipu Future Technology Co., Ltd.,", "Beijing Zhipu Future Technology Co., Ltd."),
        ("DBC Makina Sanayi ve Ticaret A.S.", "DBC Makina Sanayi ve Ticaret A.S."),
    ],
)
def test_punctuation_inside_the_marks(quoted: str, name: str) -> None:
    assert clean_name(quoted) == name


def test_country_headings() -> None:
    assert country_heading("the United Arab Emirates") == "UNITED ARAB EMIRATES"
    assert country_heading("China") == "CHINA, PEOPLE'S REPUBLIC OF"
    assert same_country("TÜRKIYE", "TURKEY")
    assert not same_country("TURKEY", "TAIWAN")


def test_items_run_together_are_parted() -> None:
    assert split_items("iv. Revising the entry for “A;” and v. Revising the entries for “B;”") == [
        "iv. Revising the entry for “A;” and",
        "v. Revising the entries for “B;”",
    ]
    assert split_items("a. Revising the entry for “X v. Revising Ltd.”") == [
        "a. Revising the entry for “X v. Revising Ltd.”"
    ]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80), max_size=8))
def test_no_text_breaks_the_grammar(lines: list[str]) -> None:
    """Every paragraph comes back, read or named as not understood."""
    given_lines = [line for line in lines if line.strip()]
    instructions = read(given_lines)
    kept = "".join("".join(i.text.split()) for i in instructions)
    assert kept == "".join("".join(line.split()) for line in given_lines)


NAMES = (
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 &-", min_size=3, max_size=30)
    .map(lambda s: " ".join(s.split()))
    .filter(lambda s: len(s) > 2 and s[0].isalpha() and s[-1].isalnum() and not s.lower().endswith((" and", " or")))
)


@settings(deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), st.sampled_from(["Adding", "Revising", "Removing"]))
def test_every_quoted_name_is_found_and_none_invented(names: list[str], verb: str) -> None:
    quoted = " ".join(f"“{name};”" for name in names)
    instructions = read(
        ["2. Supplement no. 4 to part 744 is amended by:", "a. Under RUSSIA:", f"i. {verb} the entries for {quoted}"]
    )
    assert [n.name for i in instructions for c in i.clauses for n in c.names] == names
    assert {c.country for i in instructions for c in i.clauses} == {"RUSSIA"}
