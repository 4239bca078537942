"""Small documents of our own, read whole: ``tests/data/rule/CASE.*`` beside ``CASE.expected.json``.

To write the expected side anew after a deliberate change: ``python tests/test_rule_golden.py``, then read the
difference.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from parsers.model import CfrReference
from parsers.rule import parse_rule

DATA = Path(__file__).parent / "data" / "rule"
CASES = sorted(p for p in DATA.iterdir() if not p.name.endswith(".expected.json"))


def plain(value: Any) -> Any:
    """The whole object as JSON values; what is empty is left out."""
    if isinstance(value, CfrReference):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, plain(getattr(value, f.name))) for f in dataclasses.fields(value))
        return {name: part for name, part in pairs if part not in (None, [], {}, "", False)}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_document_reads_as_expected(case: Path) -> None:
    expected = json.loads(case.with_suffix(".expected.json").read_text("utf-8"))
    assert plain(parse_rule(case.read_bytes())) == expected


if __name__ == "__main__":
    for path in CASES:
        text = json.dumps(plain(parse_rule(path.read_bytes())), ensure_ascii=False, indent=1)
        path.with_suffix(".expected.json").write_text(text + "\n", "utf-8")
