"""Stored values: what goes in comes out, and what this program cannot read is said."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.differ import Exposure, ExposureKind
from monitor.screening import Hit, Verdict
from monitor.storage import codec
from monitor.storage.codec import CodecError, decode, encode, fingerprint
from notifiers.model import Alert
from parsers.model import Document, DocumentKind, ListEntry, ListName, ListSnapshot, Rule, Stage

ENTRY = ListEntry(ListName.ENTITY_LIST, "TAIWAN", "Inspur Taiwan", sub_entities=(ListEntry(ListName.SDN, None, "x"),))
DOCUMENT = Document("2025-05427", "t", DocumentKind.RULE, Stage.PUBLISHED, source="documents")
HIT = Hit("1", "Inspur", "name", "Inspur", ENTRY, "Inspur Taiwan", 0.93, Verdict.MATCH, "same name")


LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=5),
    int: st.integers(-9, 99_999),
    float: st.floats(0, 100),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC) | st.just(timezone(timedelta(hours=-4)))),
    type(None): st.none(),
}


def values(of: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a stored type; below the third level all tuples are empty."""
    if is_dataclass(of):
        hints = get_type_hints(of)
        return st.builds(of, **{f.name: st.deferred(lambda h=hints[f.name]: values(h, depth + 1)) for f in fields(of)})
    if get_origin(of) is tuple:
        inner, *rest = get_args(of)
        if rest != [...]:
            return st.tuples(*(values(a, depth) for a in (inner, *rest)))
        return st.just(()) if depth > 2 else st.lists(values(inner, depth), max_size=2).map(tuple)
    if get_origin(of) in (Union, UnionType):
        return st.one_of(*(values(a, depth) for a in get_args(of)))
    return st.sampled_from(of) if issubclass(of, Enum) else LEAVES[of]


@pytest.mark.parametrize("of", [Alert, Document, Exposure, ListSnapshot, Rule])
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_stored_type_comes_back_equal(of: type[Any], data: st.DataObject) -> None:
    value = data.draw(values(of))
    assert decode(of, encode(value)) == value


def test_a_tuple_of_values_comes_back_equal() -> None:
    hits = (HIT, replace(HIT, score=1))
    assert decode(tuple[Hit, ...], encode(hits, tuple[Hit, ...])) == hits
    assert decode(tuple[Hit, ...], encode((), tuple[Hit, ...])) == ()


def test_a_type_is_not_taken_for_another() -> None:
    with pytest.raises(CodecError, match="expected a stored Rule, found a ListEntry"):
        decode(Rule, encode(ENTRY))


@pytest.mark.parametrize("stored", [b"", b"{}", b"null", encode(ENTRY)[:-1], encode(ENTRY)[:-20] + b"}", b"\xff"])
def test_damage_is_said(stored: bytes) -> None:
    with pytest.raises(CodecError, match="a stored ListEntry is damaged"):
        decode(ListEntry, stored)


def test_a_value_of_a_wrong_type_names_its_place() -> None:
    with pytest.raises(CodecError, match="damaged at footnotes"):
        decode(ListEntry, encode(ENTRY).replace(b'"footnotes":[]', b'"footnotes":7', 1))


def test_a_newer_format_is_refused() -> None:
    with pytest.raises(CodecError, match="written by a newer version"):
        decode(ListEntry, encode(ENTRY).replace(b'{"v":1', b'{"v":2'))


def test_an_older_format_is_brought_forward_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = json.loads(encode(ENTRY))
    stored["value"]["title"] = stored["value"].pop("name")
    old = json.dumps(stored, separators=(",", ":")).encode()

    def renamed(value: dict[str, Any]) -> dict[str, Any]:
        return {**value, "name": value["title"]}

    monkeypatch.setattr(codec, "VERSION", 3)
    monkeypatch.setattr(codec, "UPGRADES", {("ListEntry", 2): renamed})
    assert decode(ListEntry, old) == ENTRY


def test_a_field_added_with_a_default_needs_no_new_format() -> None:
    stored = json.loads(encode(ENTRY))
    del stored["value"]["raw"]
    assert decode(ListEntry, json.dumps(stored, separators=(",", ":"))) == ENTRY


def test_half_a_character_is_shown_as_lost_instead_of_stopping_everything() -> None:
    broken = replace(ENTRY, name="half \ud83d", raw="nul \x00")
    assert decode(ListEntry, encode(broken)) == replace(ENTRY, name="half \ufffd", raw="nul \x00")


def test_equal_values_have_equal_fingerprints_and_others_do_not() -> None:
    assert fingerprint(ENTRY) == fingerprint(replace(ENTRY))
    assert fingerprint(ENTRY) != fingerprint(replace(ENTRY, footnotes=("4",)))
    assert fingerprint("a", "bc") != fingerprint("ab", "c")
    assert fingerprint(None, "a") != fingerprint("a", None)
    assert len(fingerprint(b"x")) == 64


def test_instants_keep_their_moment() -> None:
    eastern = datetime(2025, 3, 25, 16, 15, tzinfo=timezone(timedelta(hours=-4)))
    exposure = Exposure(
        "1", "n", ExposureKind.LISTED, "critical", date(2025, 3, 25), None, (), (HIT,), None, (), 50.5, (), "r"
    )
    assert decode(Exposure, encode(exposure)) == exposure
    document = replace(DOCUMENT, filed_at=eastern)
    assert decode(Document, encode(document)).filed_at == eastern.astimezone(UTC)
