"""Names written with other letters, digits or marks that look the same; and names where a digit is a digit."""

from __future__ import annotations

import pytest

from monitor.naming.name_cleaning import clean
from monitor.screening import Verdict, compare


@pytest.mark.parametrize(
    "written",
    [
        "K1rovsk Electronlcs Holding".replace("lcs", "1cs"),
        "KIR0VSK ELECTR0NICS HOLDING",
        "Kirovsk Electronics Ho1ding",
        "K\u0456rоvsk Еlectrоnics Hоlding",
        "Kirovsk\u200b Elec\u00adtronics Holding",
        "Ｋｉｒｏｖｓｋ Ｅｌｅｃｔｒｏｎｉｃｓ Ｈｏｌｄｉｎｇ",
        "Kirovsk&#32;Electronics Holding",
        "Kirovsk Electroni\u0441s Holding",
    ],
)
def test_look_alike_letters_and_digits_are_put_right(written: str) -> None:
    assert compare("Kirovsk Electronics Holding", written).verdict is Verdict.MATCH, compare(
        "Kirovsk Electronics Holding", written
    )


def test_a_small_l_for_a_capital_i_and_latin_letters_for_a_cyrillic_name() -> None:
    assert compare("lnspur Group", "Inspur Group").verdict is Verdict.MATCH
    assert compare("OOO CTAH", "ООО «СТАН»").verdict is Verdict.MATCH
    assert compare("HANGZHOU HlKVlSlON DlGlTAL", "Hangzhou Hikvision Digital").verdict is Verdict.MATCH
    assert compare("Kelvan Institute l4", "Kelvan Institute 14").verdict is Verdict.MATCH
    assert compare("llama Trading Ltd", "Iama Trading Ltd").verdict is not Verdict.MATCH


@pytest.mark.parametrize(
    ("printed", "meant"), [("Equiprnent", "Equipment"), ("Cornpany", "Company"), ("Gunpovvder", "Gunpowder")]
)
def test_letters_that_print_alike_are_one(printed: str, meant: str) -> None:
    assert compare(f"Severnaya {printed} Plant", f"Severnaya {meant} Plant").verdict is Verdict.MATCH


@pytest.mark.parametrize(
    "word", ["4paradigm", "b2b", "cetc13", "plant5", "plant1", "inspur1", "360", "5g", "3m", "12th"]
)
def test_a_digit_that_is_one_stays(word: str) -> None:
    assert clean(word) == word


def test_a_number_after_a_name_still_tells_siblings_apart() -> None:
    assert compare("Plant5 Kirovsk", "Plant1 Kirovsk").verdict is Verdict.DIFFERENT
