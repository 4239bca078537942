"""Addresses: the same unit, the same building, or another place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.naming.address_signs import looks_like_address
from monitor.naming.addresses import address_keys, compare_addresses
from monitor.screening import Verdict, compare

HO_KING = "Room 1605A, 16/F, Ho King Commercial Centre, 2-16 Fa Yuen Street, Mongkok, Kowloon, Hong Kong"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (HO_KING, "1605A Ho King Comm. Ctr., 2-16 Fa Yuen St., Mong Kok, HK"),
        (
            "Office 4, 16/F Ho King Commercial Centre, 2-16 Fayuen Street, Hong Kong",
            "Room 1604, Ho King Commercial Centre, 2-16 Fa Yuen Street, Hong Kong",
        ),
        (
            "Room 19C Lockhart Centre 301-307, Lockhart Rd. Wan Chai, Hong Kong",
            "Flat C, 19th Floor, Lockhart Ctr, 301-307 Lockhart Road, Wanchai, HK",
        ),
        ("No. 1036 Langchao Road, Jinan City, Shandong, China", "山东省济南市浪潮路1036号"),
        ("ul. Lenina 5, Moscow, 115088, Russia", "5 Lenin Street, Moscow 115088"),
        (
            "No: 52 Hasat Sk., Merkez Mah., Sisli, Istanbul, Turkey",
            "Hasat Sokağı No 52, Merkez Mahallesi, Şişli, İstanbul",
        ),
    ],
)
def test_one_address_in_two_hands(a: str, b: str) -> None:
    assert compare_addresses(a, b).same == "address"
    assert address_keys(a) & address_keys(b)
    assert compare(a, b).verdict is Verdict.MATCH


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        (HO_KING, "2-16 Fa Yuen Street, Ho King Commercial Centre, Hong Kong", "on one side only"),
        (HO_KING, HO_KING.replace("1605A", "1605"), "neighbouring"),
        ("PO Box 12345, Jebel Ali, Dubai", "P.O. Box 12345, Dubai, U.A.E.", "post box"),
        (
            "12 Luard Road, 5/F, Wan Chai, Hong Kong",
            "12 Luard Road, Wan Chai, Hong Kong",
            "floor is given on one side only",
        ),
    ],
)
def test_one_building_is_worth_a_look(a: str, b: str, why: str) -> None:
    found = compare_addresses(a, b)
    assert found.same == "building"
    assert why in found.reason
    assert compare(a, b).verdict is Verdict.POSSIBLE


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        (HO_KING, HO_KING.replace("1605A", "803"), "unit"),
        ("12 Luard Road, 5/F, Wan Chai, Hong Kong", "12 Luard Road, 6/F, Wan Chai, Hong Kong", "floor"),
        ("No. 1036 Langchao Road, Jinan, China", "No. 1038 Langchao Road, Jinan, China", "other house numbers"),
        ("No. 5, Keji Road, Nanshan District, Shenzhen", "No. 5, Keji Road, Xi'an", "against"),
        ("PO Box 12345, Dubai", "PO Box 12346, Dubai", "too little"),
        ("Dongguan, Guangdong, China", "Dongguan, Guangdong, China, 523000", "too little"),
    ],
)
def test_other_places_are_told_apart(a: str, b: str, why: str) -> None:
    found = compare_addresses(a, b)
    assert found.same == ""
    assert why in found.reason


@pytest.mark.parametrize(
    "name",
    [
        "Plant No. 116",
        "First Street Capital Ltd",
        "CETC 13th Institute",
        "27th Scientific Center of the Russian Ministry",
        "Address 01",
    ],
)
def test_names_are_not_taken_for_addresses(name: str) -> None:
    assert not looks_like_address(name)


_parts = st.lists(
    st.sampled_from(
        [
            "Room 5",
            "16/F",
            "18 Luard Road",
            "Ho King Centre",
            "Hong Kong",
            "PO Box 7",
            "北京市",
            "路5号",
            "115088",
            "",
            ",",
        ]
    ),
    max_size=6,
).map(", ".join)


@given(_parts, _parts)
def test_address_comparison_is_symmetric(a: str, b: str) -> None:
    assert compare_addresses(a, b) == compare_addresses(b, a)
    assert compare_addresses(a, a).same == "address"
