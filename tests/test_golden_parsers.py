"""Published bytes beside the whole object expected of them: files under ``tests/data`` with an ``.expected.json``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parsers.contract_json import to_contract
from parsers.formats import read_file

DATA = Path(__file__).resolve().parent / "data"
# The cases of the rules state only what matters of each and have a test of their own.
CASES = sorted(path for path in DATA.glob("*/*.expected.json") if path.parent.name != "rule")


def published(expected: Path) -> Path:
    stem = expected.name.removesuffix(".expected.json")
    return next(path for path in expected.parent.glob(f"{stem}.*") if path != expected)


@pytest.mark.parametrize(
    "expected", CASES, ids=lambda path: f"{path.parent.name}/{path.name.removesuffix('.expected.json')}"
)
def test_reads_what_a_careful_reader_reads(expected: Path) -> None:
    path = published(expected)
    assert to_contract(path.name, read_file(path)) == json.loads(expected.read_text("utf-8"))


def test_there_are_cases() -> None:
    assert len(CASES) >= 8
