"""Short forms, acronyms and translations of one name, and what is none of them."""

from __future__ import annotations

import pytest

from monitor.naming.acronyms import part_letters, short_forms, spells, syllables
from monitor.naming.translated_names import may_translate
from monitor.screening import Verdict, compare


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Henan Tianyuan Precision Optics Co., Ltd.", "Henan Skysource Precision Optics Company"),
        ("Weltrade Marine Chartering Ltd", "Weltrade Marine Chartering Services"),
        ("Suzhou Kelvan Sensor Co., Ltd.", "Kelvan Sensor Limited"),
        ("CETC 55", "China Electronics Technology Group Corporation 55th Research Institute"),
        ("Hunan Lanyu Integrated Circuit Company", "HLICC"),
        ("Southwestern Polytechnical Institute of Mining", "SWPIM"),
        ("Wuhan Institute of Applied Radiometry (WIAR)", "Wuhan Institute of Applied Radiometry"),
        ("Saheb Arian Industrial Group", "Saheb Aryan Industrial Group"),
        ("WDCO - West Dredging Co.", "West Dredging Company"),  # letters before their own name
        ("AEROMET - Aeronautical Metals Holding Ltd.", "Aeronautical Metals Holding Limited"),
        ("MKE Mechanical and Chemical Industry Corporation", "Makine ve Kimya Endustrisi A.S."),
        ("OLD HARBOUR SHIPPING LIMITED", "OLD HARBOUR SHIPPING LTD-BZE"),  # where the ship is registered
        ("Nordkupfer (Nord Kupfer SE)", "NORD KUPFER PLC"),  # in parentheses the same, divided
        ("Parvaz Sarzamin Company (Kelvax)", "KELVAX"),
        ("Radar Mörs Handels GmbH", "Radar Moers Handels GmbH"),
        ("Yuzhny Mekhanichesky Zavod - YMZ - Southern Mechanical Plant", "Southern Mechanical Plant"),
        ("OOO Evromikrotekh", "EuroMicroTech LLC"),
        ("A R Kelvan Sales Ltd", "AR Kelvan Sales Limited"),
        ("Hermanos Kelvan S.A.", "HNOS KELVAN SA"),
        ("STEEL OF HORMOZ COMPANY", "Steel of Hormoz Company (SHC)"),
        ("KELSCO", "Kelvan Steel Company"),  # the beginnings of its words
        ("APSCO (Amana Sanitary & Paints Co. Ltd)", "AMANA SANITARY AND PAINTS COMPANY LTD"),
        ("CETC 38", "China Electronics Technology Group Corporation 38th Research Institute (CETC 38)"),
        ("Kelvan University, Istanbul", "Kelvan Universitesi"),
        ("Kelvan Optics Company (Iran)", "Kelvan Optics Company"),
        ("Air Force Engineering University", "China People’s Liberation Army Air Force Engineering University"),
        ("Oriental Kelvan Engineers", "M/s. ORIENTAL KELVAN ENGINEER"),
        ("Unique Stars Mobile Phones LLC", "UNIQUE STAR MOBILE PHONE L.L.C"),  # more than one of a word
        ("Zhongshan University, Guangzhou", "Sun Yat-sen University"),  # the town of a known body
        ("无锡凯凡新材料科技股份有限公司", "Wuxi Kaifan New Mat. Tech. Co., Ltd."),  # a dot behind a word cut short
        ("NIKO, Chinese Academy of Sciences", "Nanjing Institute of Kelvan Optics"),  # of an academy
        ("Kelvan Havacilik Limited Sirketi", "KELVAN HAVACILIK LTD. ŞTİ. / ANTALYA"),  # a town behind a stroke
        ("Kelvan Dynamics Private Limited", "KELVAN DYNAMICS PVT. LTD. (BENGALURU)"),  # or behind the legal form
        ("Al Noor Alkelvan Trading Company", "AL-NOOR AL-KELVAN TRDG CO"),
        ("KVX Corporation (f/k/a Kelvan Vertex Corporation)", "KELVAN VERTEX CORP"),  # a former name
        ("Chemical Works of Kelvan Plc", "Kelvan Vegyészeti Gyár Nyrt."),
    ],
)
def test_short_forms_of_one_name_match(a: str, b: str) -> None:
    assert compare(a, b).verdict is Verdict.MATCH, compare(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Rosneft Trading", "Rosneft"),
        ("Huawei Device (Shenzhen) Co., Ltd.", "Huawei Device Co., Ltd."),
        ("Suzhou Kelvan Sensor Co., Ltd.", "Kelvan Laser Limited"),
        ("Demir Savunma A.S.", "Demirel Savunma A.S."),
        ("Insper", "Inspur"),
        ("VNIIEF", "VNIITF"),
        ("CETC", "China Electronics Corporation"),
        ("Shenzhen Xinyuan Trading", "Shenzhen Leopard Trading"),
        ("Korea Automation Industry (KAI)", "Korea Aerospace Industries (KAI)"),  # the letters stand for both
        ("SMEE", "Shenzhen Machinery & Electrical Export Co., Ltd."),  # and these for another body
        ("Baykar Makina A.S.", "Baykal Makina A.S."),
        ("Edisa Dis Ticaret Ltd. Sti.", "Edessa Dis Ticaret Ltd. Sti."),
        ("Kelvan Aerospace GmbH", "KELVAN AEROSPACE SAS"),  # no country has both forms
        ("Kelvan S.p.A.", "Kelvan B.V."),
        ("Institute of Physics, Chinese Academy of Sciences", "Institute of Physics, Russian Academy of Sciences"),
        ("Mat Kelvan", "Material Kelvan"),  # no dot
    ],
)
def test_what_only_looks_short_for_it_does_not_match(a: str, b: str) -> None:
    assert compare(a, b).verdict is not Verdict.MATCH, compare(a, b)


def test_a_word_gives_a_letter_for_each_of_its_parts() -> None:
    assert part_letters("jinhua") == "jh"
    assert part_letters("northwestern") == "nw"
    assert part_letters("trading") == "t"
    assert syllables("xianfeng") == ("xian", "feng")
    assert syllables("sensor") == ()


@pytest.mark.parametrize("short", ["jhicc", "fjhic", "jic"])
def test_letters_go_through_the_words_in_order(short: str) -> None:
    words = [("fujian", True), ("jinhua", False), ("integrated", False), ("circuit", False), ("company", True)]
    assert spells(short, words)
    assert not spells(short[::-1], words)
    assert len(short) == 3 or short in short_forms(words)


def test_english_words_stand_for_the_syllables_in_order() -> None:
    assert may_translate(["small", "leopard"], "xiaobao")
    assert may_translate(["breeze"], "qingfeng")
    assert not may_translate(["leopard", "small"], "xiaobao")
    assert not may_translate(["small"], "xiaobao")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "Device Works Co., Ltd. of the 28th Research Institute (Liyang)",
            "Device Works Co., Ltd. of the 38th Research Institute (Liyang)",
        ),
        ("FU YUAN YU F30", "FU YUAN YU F310"),
        ("YV2556", "YV2566"),
        ("Kelvan Optics Co., Ltd. (Yizheng)", "Kelvan Optics Co., Ltd. (Liyang)"),
    ],
)
def test_another_number_or_town_is_another_body(a: str, b: str) -> None:
    assert compare(a, b).verdict is not Verdict.MATCH, compare(a, b)
