"""One cell: every form that the lists print, with breaks and folded; the columns beside it; the three eCFR captures."""

# ruff: noqa: E501 - cells are quoted in one piece, as printed
from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.ecfr import parse_part
from parsers.entries import (
    mark_footnote,
    read_citations,
    read_entity_cell,
    read_license_requirement,
    read_license_review_policy,
)
from parsers.model import EntryKind, ListName
from parsers.name_boundary import bare, split_name

CELLS = [
    pytest.param(
        "Beijing Academy, a.k.a., the following four aliases:\n—BAAI;\n—Zhiyuan Research Institute;\n—Beijing Zhiyuan; and\n"
        "—Zhiyuan.\n \nNo. 150 Chengfu Road, Beijing, China; and Building 8 No. 1, Haidian District, Beijing, China.",
        "Beijing Academy",
        ("BAAI", "Zhiyuan Research Institute", "Beijing Zhiyuan", "Zhiyuan"),
        ("No. 150 Chengfu Road, Beijing, China", "Building 8 No. 1, Haidian District, Beijing, China"),
        id="counted, dashed",
    ),
    pytest.param(
        "Nettrix Co., Ltd., a.k.a., the following two aliases:\n—Ningchang Industry (Beijing) Co., Ltd. and\n—Netrix (Beijing) Co., Ltd.\n\n"
        "2nd Floor, Block C, Beijing, China.",
        "Nettrix Co., Ltd.",
        ("Ningchang Industry (Beijing) Co., Ltd.", "Netrix (Beijing) Co., Ltd."),
        ("2nd Floor, Block C, Beijing, China",),
        id="the full stop of Ltd. is kept at the end of the list, and before 'and'",
    ),
    pytest.param(
        "Suma Techology Co., Ltd., a.k.a., the following two aliases:\n—Zhongke Co., Ltd.,; and\n—Inspur Taiwan—R&D Center.\n \nNo. 88, Nansong Rd., China.",
        "Suma Techology Co., Ltd.",
        ("Zhongke Co., Ltd.", "Inspur Taiwan—R&D Center"),
        ("No. 88, Nansong Rd., China",),
        id="double punctuation, a dash within a name (13-13)",
    ),
    pytest.param(
        "Tako LLC, the following one alias:\n—Taco LLC.\n\n 17 Garegin Nzhdehi Street, Yerevan, Armenia.",
        "Tako LLC",
        ("Taco LLC",),
        ("17 Garegin Nzhdehi Street, Yerevan, Armenia",),
        id="no a.k.a. at all",
    ),
    pytest.param(
        "PRC Lode Company, a.k.a., the following the following two aliases:\n—Lode Ltd.; and\n—Beijing Lode.\n\nRoom 1, Beijing, China.",
        "PRC Lode Company",
        ("Lode Ltd.", "Beijing Lode"),
        ("Room 1, Beijing, China",),
        id="header printed twice (13-9)",
    ),
    pytest.param(
        "SP Kvant, a.k.a., the follow two aliases:\n—Kvant LLC;\n—Quantum.\n \nD. 46, Moscow, Russia.",
        "SP Kvant",
        ("Kvant LLC", "Quantum"),
        ("D. 46, Moscow, Russia",),
        id="'the follow' (13-9)",
    ),
    pytest.param(
        "Good Luck LLC, a.k.a., as the following two aliases:\n—Good Luck Services; and\n—GLS\n \nOffice 206, Dubai, U.A.E.",
        "Good Luck LLC",
        ("Good Luck Services", "GLS"),
        ("Office 206, Dubai, U.A.E.",),
        id="'as the following', no full stop, U.A.E.",
    ),
    pytest.param(
        "Iman Group, a.k.a., the following one\nalias:\n—Pana Inc.\n \nPlot No. 227, Islamabad, Pakistan.",
        "Iman Group",
        ("Pana Inc.",),
        ("Plot No. 227, Islamabad, Pakistan",),
        id="the header is broken over two lines",
    ),
    pytest.param(
        "Singleton Co., Ltd., a.k.a., the two following aliases:\n—Suzhou Singleton; and\n—Singleton Group.\nRoom 102, Suzhou, China.",
        "Singleton Co., Ltd.",
        ("Suzhou Singleton", "Singleton Group"),
        ("Room 102, Suzhou, China",),
        id="'the two following'",
    ),
    pytest.param(
        "Mohammad Azam, a.k.a,\n—Mohammad Akram,\nChaman, Killa, Pakistan.",
        "Mohammad Azam",
        ("Mohammad Akram",),
        ("Chaman, Killa, Pakistan",),
        id="no count, no header",
    ),
    pytest.param(
        "Kral Aviation, a.k.a., the following two aliases: Kral Havacilik Sirketi; and Kral Aviation Ltd. Senlikkoy Mah, Gumus Sok, No: 1/3, Istanbul, Turkey.",
        "Kral Aviation",
        ("Kral Havacilik Sirketi", "Kral Aviation Ltd."),
        ("Senlikkoy Mah, Gumus Sok, No: 1/3, Istanbul, Turkey",),
        id="dashes missing (13-8)",
    ),
    pytest.param(
        "Manufacturers Equipment Organization (MEO), a.k.a. the following one alias: -MEO GMBH P.O Box 501168, D-42904, Wermelskirchen, Germany",
        "Manufacturers Equipment Organization (MEO)",
        ("MEO GMBH",),
        ("P.O Box 501168, D-42904, Wermelskirchen, Germany",),
        id="hyphen for a dash, address glued on (13-8)",
    ),
    pytest.param(
        "Neft-Aktiv LLC, a.k.a., the following two aliases:\n—OOO Neft\n—Aktiv; and\n—RN-Aktiv OOO.\n\nUlica M., d., 15, Moscow 119071, Russia.",
        "Neft-Aktiv LLC",
        ("OOO Neft-Aktiv", "RN-Aktiv OOO"),
        ("Ulica M., d., 15, Moscow 119071, Russia",),
        id="a name broken over two dashed lines (13-8)",
    ),
    pytest.param(
        "OOO Shipyard 'Zaliv' (f.k.a., AO Shipyard 'Zaliv'; JSC Shipyard 'Zaliv;' JSC Zaliv; and OJSC ZALIV), a.k.a., the following one alias:\n"
        "—LLC Shipyard 'Zaliv'.\n \n4 Tankistov Street, Kerch, Crimea 98310, Ukraine.",
        "OOO Shipyard 'Zaliv'",
        ("AO Shipyard 'Zaliv'", "JSC Shipyard 'Zaliv'", "JSC Zaliv", "OJSC ZALIV", "LLC Shipyard 'Zaliv'"),
        ("4 Tankistov Street, Kerch, Crimea 98310, Ukraine",),
        id="f.k.a. in brackets before the list",
    ),
    pytest.param(
        "Institut, AO, a.k.a., the following two aliases:\n—AO Institute (f.k.a., Institut Zakrytoe Obshchestvo); and\n—Institute Group\n \nD. 13, Moscow, Russia.",
        "Institut, AO",
        ("AO Institute", "Institut Zakrytoe Obshchestvo", "Institute Group"),
        ("D. 13, Moscow, Russia",),
        id="a name within an alias",
    ),
    pytest.param(
        "Gazprom Neft (a.k.a. Gazprom Neft OAO; f.k.a. Sibirskaya Kompaniya OAO)\n \nAddress: Let. A. Galernaya, 5, St. Petersburg 190000, Russia\nAlt Address: 125 A. Street, Moscow 117647, Russia.",
        "Gazprom Neft",
        ("Gazprom Neft OAO", "Sibirskaya Kompaniya OAO"),
        ("Let. A. Galernaya, 5, St. Petersburg 190000, Russia", "125 A. Street, Moscow 117647, Russia"),
        id="labelled addresses",
    ),
    pytest.param(
        "Lim Yong Nam, (a.k.a., Lin Rongnan, Steven Lim and Yong Nam Lim),170 Bukit Batok, Singapore 650170; and 158 Kallang Way, Singapore 349245 (See alternate addresses under China)",
        "Lim Yong Nam",
        ("Lin Rongnan", "Steven Lim", "Yong Nam Lim"),
        ("170 Bukit Batok, Singapore 650170", "158 Kallang Way, Singapore 349245"),
        id="people in brackets",
    ),
    pytest.param(
        "Ukraine Mediterranean Airlines, a.k.a., UM Airlines, UM Air, 29 Ayar Str., Damascus, Syria. (See alternate addresses under Iran and Ukraine)",
        "Ukraine Mediterranean Airlines",
        ("UM Airlines", "UM Air"),
        ("29 Ayar Str., Damascus, Syria",),
        id="several aliases in line",
    ),
    pytest.param(
        "Farshid Gillardian, a.k.a., Isaac Gill, Isaac Gillardian, London, United Kingdom.",
        "Farshid Gillardian",
        ("Isaac Gill", "Isaac Gillardian"),
        ("London, United Kingdom",),
        id="a city is no alias",
    ),
    pytest.param(
        "Roudah FZE, a.k.a. Rudha Trading, a.k.a. JSB Logistics, 406 Al Rhakaimi Building, Dubai, UAE; and #1506 Aspect Tower D, Dubai, UAE and 901 Regal Tower, Dubai, UAE",
        "Roudah FZE",
        ("Rudha Trading", "JSB Logistics"),
        ("406 Al Rhakaimi Building, Dubai, UAE", "#1506 Aspect Tower D, Dubai, UAE", "901 Regal Tower, Dubai, UAE"),
        id="a.k.a. repeated; 'and' alone joins addresses",
    ),
    pytest.param(
        "SANCO Middle East, FZC, P.O. Box 1, Dubai, U.A.E.",
        "SANCO Middle East, FZC",
        (),
        ("P.O. Box 1, Dubai, U.A.E.",),
        id="comma within a name (13-14)",
    ),
    pytest.param(
        "Concern Radio-Electronic Technologies, Public Joint Stock Company, 20/1 Goncharnaya St., Moscow, Russia.",
        "Concern Radio-Electronic Technologies, Public Joint Stock Company",
        (),
        ("20/1 Goncharnaya St., Moscow, Russia",),
        id="a legal form in words (13-14)",
    ),
    pytest.param(
        "Beijing Ander Tech. Co., Ltd. No. C22, Yu An Rd., Beijing 101318, China",
        "Beijing Ander Tech. Co., Ltd.",
        (),
        ("No. C22, Yu An Rd., Beijing 101318, China",),
        id="full stop for a comma",
    ),
    pytest.param(
        "China Aviation Ind. Std. Parts No. 355, Baiyun S. Road, Gui Yang 550014, China",
        "China Aviation Ind. Std. Parts",
        (),
        ("No. 355, Baiyun S. Road, Gui Yang 550014, China",),
        id="nothing parts name and number",
    ),
    pytest.param(
        "Second Institute of Oceanography, Ministry of Natural Resources, No. 36 Baochubei Road, Hangzhou 310012, China",
        "Second Institute of Oceanography, Ministry of Natural Resources",
        (),
        ("No. 36 Baochubei Road, Hangzhou 310012, China",),
        id="an institution goes on after a comma",
    ),
    pytest.param(
        "Irum Mehboob Raja, Pakistan Institute of Nuclear Science, Nilore, Islamabad, Pakistan.",
        "Irum Mehboob Raja",
        (),
        ("Pakistan Institute of Nuclear Science, Nilore, Islamabad, Pakistan",),
        id="of a person it is the employer",
    ),
    pytest.param(
        "Tactical Missile Corporation, 711 Aircraft Repair Plant (711 ARZ), 18 Chkalova Pereulok, Borisoglebsk, Russia.",
        "Tactical Missile Corporation, 711 Aircraft Repair Plant (711 ARZ)",
        (),
        ("18 Chkalova Pereulok, Borisoglebsk, Russia",),
        id="a numbered plant",
    ),
    pytest.param(
        "Rosneft Trading S.A.,\n2, Rue Place du Lac, 1204, Geneva, Switzerland.",
        "Rosneft Trading S.A.",
        (),
        ("2, Rue Place du Lac, 1204, Geneva, Switzerland",),
        id="break after the name",
    ),
    pytest.param(
        "Megatek Ltd., Unit B2, 3/F, Kwai Chung, New Territories,\nHong Kong.",
        "Megatek Ltd.",
        (),
        ("Unit B2, 3/F, Kwai Chung, New Territories, Hong Kong",),
        id="break within the address",
    ),
    pytest.param(
        "Juba Petrotech Technical Services Ltd. South Sudan.",
        "Juba Petrotech Technical Services Ltd.",
        (),
        ("South Sudan",),
        id="only a country",
    ),
    pytest.param(
        "Basha Asmath Shaikh Office M-2, Al Andalus Bldg, Dubai, U.A.E.",
        "Basha Asmath Shaikh",
        (),
        ("Office M-2, Al Andalus Bldg, Dubai, U.A.E.",),
        id="the comma is missing",
    ),
    pytest.param(
        "Afghan-German Company, Golaye Park, Kabul, Afghanistan, and Dasht Qala, Takhar, Afghanistan.",
        "Afghan-German Company",
        (),
        ("Golaye Park, Kabul, Afghanistan", "Dasht Qala, Takhar, Afghanistan"),
        id="', and' after a country",
    ),
    pytest.param(
        "New Intelcom, Manchieh St, Beirut, Lebanon; and\n Al-Hadath, Gallery Semann, Beirut, Lebanon.",
        "New Intelcom",
        (),
        ("Manchieh St, Beirut, Lebanon", "Al-Hadath, Gallery Semann, Beirut, Lebanon"),
        id="break between addresses",
    ),
]


@pytest.mark.parametrize(("text", "name", "aliases", "addresses"), CELLS)
def test_reads_the_forms_of_a_cell(text: str, name: str, aliases: tuple[str, ...], addresses: tuple[str, ...]) -> None:
    cell = read_entity_cell(text)
    assert (cell.name, cell.aliases, cell.addresses) == (name, aliases, addresses)


@pytest.mark.parametrize(("text", "name", "aliases", "addresses"), CELLS)
def test_reads_them_alike_when_folded_to_one_line(
    text: str, name: str, aliases: tuple[str, ...], addresses: tuple[str, ...]
) -> None:
    """Text on public inspection has no line structure; only the dashes are left."""
    if "OOO Neft\n" in text:
        pytest.skip("where a name was broken over two lines, the fold leaves nothing to tell it by")
    cell = read_entity_cell(" ".join(text.split()))
    assert (cell.name, cell.aliases, cell.addresses) == (name, aliases, addresses)


@pytest.mark.parametrize(
    ("end", "doubtful"),
    [
        ("Alpha Institute. No. 3 South Street, Beijing, China.", False),
        ("Alpha Institute. Moscow, Russia.", False),
        ("Alpha Co., Ltd. No. 3 South Street, Beijing, China.", False),
        ("Alpha, 3 South Street, Beijing, China.", False),
        ("Alpha Co., Ltd. Sansha City, Hainan Province, China.", True),
        ("Alpha Academy Spaceflight Tower, 222 Cao Xi Road, Shanghai.", True),
        ("Alpha Group Ltd Terminal Aeroport Khimki, 141400 Moskovskaya obl., Russia.", True),
        ("Walid Microrayan 3rd Apt. 45, Block No. 21, Kabul, Afghanistan.", True),
        ("Alpha OpenLab Moscow, Russia.", True),
        ("Alpha SKTB RT.55 Nijinsky St., Velikiy Novgorod, Russia.", True),
        ("Ibrahim Alpha Afghanistan.", True),
        ("Alpha; Equality. 19 Promyshlennaya Street, St. Petersburg, Russia.", True),
    ],
)
def test_where_the_line_breaks_are_lost_a_doubtful_end_is_said(end: str, doubtful: bool) -> None:
    cell = read_entity_cell(f"Example, a.k.a., the following two aliases: —Sample; and —{end}")
    assert any("line breaks of the cell are lost" in what for what in cell.problems) is doubtful, cell
    lined = read_entity_cell(f"Example, a.k.a., the following two aliases:\n—Sample; and\n—{end}")
    assert not any("line breaks" in what for what in lined.problems)


@pytest.mark.parametrize(
    ("end", "alias", "address"),
    [
        ("Stroy Group D. 13 Korp. 2 Prospekt Dunaiski, St. Petersburg, Russia.", "Stroy Group", "D. 13 Korp. 2 Prospekt Dunaiski, St. Petersburg, Russia"),
        ("Azovsky Zavod Bud. 40 vul. Zaliznychna, Crimea, Ukraine.", "Azovsky Zavod", "Bud. 40 vul. Zaliznychna, Crimea, Ukraine"),
        ("Trans OOO 14 ul. Molodezhnaya Pos. Vanino, Russia.", "Trans OOO", "14 ul. Molodezhnaya Pos. Vanino, Russia"),
        ("Testing Co., Ltd. of China Holding Group. Building B1, No. 8 Road, China.", "Testing Co., Ltd. of China Holding Group", "Building B1, No. 8 Road, China"),
        ("High Technology, Ltd. Islamabad, Pakistan.", "High Technology, Ltd.", "Islamabad, Pakistan"),
        ("CETC Research Institute 14.", "CETC Research Institute 14", None),
        ("George Kartveli 7380 Vansickle Rd. Unit 660, St. Catharines, Canada.", "George Kartveli", "7380 Vansickle Rd. Unit 660, St. Catharines, Canada"),
    ],
)  # fmt: skip
def test_where_the_line_breaks_are_lost_the_words_tell(end: str, alias: str, address: str | None) -> None:
    cell = read_entity_cell(f"Example, a.k.a., the following two aliases: —Sample; and —{end}")
    assert (cell.aliases, cell.addresses) == (("Sample", alias), (address,) if address else ())


@pytest.mark.parametrize(
    ("text", "name", "doubtful"),
    [
        ("IKCO Finance 6 Lothbury, London, England, EC2R 7HH.", "IKCO Finance 6 Lothbury", True),
        ("Somebody Example 12, 10115 Berlin, Germany.", "Somebody Example 12", True),
        ("Valery Example Akadeemia Tee 21E, 12618 Tallinn, Estonia.", "Valery Example", False),
        ("Pearl Coral 1173 CC, Unit B3 Centurion Business Park, South Africa.", "Pearl Coral 1173 CC", False),
        ("Qihoo 360 Technology Co. Ltd., P.O. Box 309 George Town.", "Qihoo 360 Technology Co. Ltd.", False),
        ("Joint Stock Company 766 UPTK, 1 Institutskaya Street, Nakhabino, Russia.", "Joint Stock Company 766 UPTK", False),
        ("Corporation 612 Institute, Luoyang, China.", "Corporation 612 Institute", False),
    ],
)  # fmt: skip
def test_a_name_that_may_hold_a_street_is_said(text: str, name: str, doubtful: bool) -> None:
    cell = read_entity_cell(text)
    assert cell.name == name
    assert any("may hold the beginning of its address" in what for what in cell.problems) is doubtful


def test_entities_within_an_entry_are_counted_against_what_it_says() -> None:
    text = "Academy, a.k.a., the following one alias, and two subordinate institutions:\n—SA.\n \nSubordinate institution\nDesign Department, 5 Road, China."
    cell = read_entity_cell(text)
    assert [sub.name for sub in cell.sub_entities] == ["Design Department"]
    assert cell.problems == ("the cell says 2 entities within 'Academy', 1 could be read",)
    folded = read_entity_cell(
        " ".join(text.split()) + ", and Subordinate Institution: Other Department, 6 Road, China."
    )
    assert [sub.name for sub in folded.sub_entities] == ["Design Department", "Other Department"]
    assert folded.problems == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Belt Consulting Co., Limited.,", "Belt Consulting Co., Limited"),
        ("Technical Base Zvezdochka.,", "Technical Base Zvezdochka"),
        ("Pharmcontract GmbH.;", "Pharmcontract GmbH"),
        ("Gene Research Inst.,", "Gene Research Inst."),
        ("Aerospace Equip. Man.;", "Aerospace Equip. Man."),
        ("Example Co., Ltd.; and", "Example Co., Ltd."),
        ("Ship Repair Center 'Zvezdochka;' and", "Ship Repair Center 'Zvezdochka'"),
        ("AO “Krasny Gidropress,”", "AO “Krasny Gidropress”"),
        ("Foo;and", "Foo"),
        ("; Foo or", "Foo"),
    ],
)
def test_the_punctuation_that_joins_is_not_the_names(text: str, name: str) -> None:
    assert bare(text) == name


def test_and_with_commas_on_both_sides_parts_addresses() -> None:
    cell = read_entity_cell(
        "Zhukovsky Institute, 7 Viktorenko Street, Moscow, 125319, Russia, and, 1 Zhukovskogo Street, Russia."
    )
    assert cell.addresses == ("7 Viktorenko Street, Moscow, 125319, Russia", "1 Zhukovskogo Street, Russia")


def test_a_remark_on_several_aliases_is_none_of_them() -> None:
    cell = read_entity_cell(
        "Academy, a.k.a., the following two aliases:\n—Institute of Mechanics; (all of preceding located in or near Mianyang, Sichuan Province)\n"
        "—Laser Laboratory.\n5 Road, China."
    )
    assert (cell.aliases, cell.problems) == (("Institute of Mechanics", "Laser Laboratory"), ())
    assert cell.remarks == ("(all of preceding located in or near Mianyang, Sichuan Province)",)


def test_an_address_without_a_name_is_an_entry() -> None:
    cell = read_entity_cell("Address 16,\nRoom 803, Chevalier House 45-51, Hong Kong.")
    assert (cell.kind, cell.name, cell.addresses) == (
        EntryKind.ADDRESS,
        "Address 16",
        ("Room 803, Chevalier House 45-51, Hong Kong",),
    )


def test_entities_within_an_entry() -> None:
    cell = read_entity_cell(
        "Second Academy, a.k.a., the following one alias, and two subordinate institutions:\n—SA.\n \nSubordinate institution\n"
        "Design Department, a.k.a., the following two aliases:\n—Institute of Design; and\n—ID.\nSubordinate institution Brainware Terahertz.\n"
        "The following addresses apply to the entity and to the two subordinate institutions: 50 Yongding Road, Beijing, China; and 51 Yongding Road, Beijing, China."
    )
    assert (cell.name, cell.aliases) == ("Second Academy", ("SA",))
    assert [(sub.name, sub.aliases) for sub in cell.sub_entities] == [
        ("Design Department", ("Institute of Design", "ID")),
        ("Brainware Terahertz", ()),
    ]
    assert cell.addresses == ("50 Yongding Road, Beijing, China", "51 Yongding Road, Beijing, China")


def test_affiliated_entities_stand_one_below_the_other() -> None:
    cell = read_entity_cell(
        "Huawei Technologies Co., Ltd., a.k.a., the following two aliases:\n—Shenzhen Huawei; and\n—Huawei Technology, and to include the following "
        "addresses and the following three affiliated entities:\n \nAddresses for Huawei Technologies Co., Ltd.: Bantian Base, Shenzhen, China; and Zone G, Shenzhen, China.\n"
        "Affiliated entities:\nHuawei Marine Networks Co., Ltd., a.k.a., the following one alias:\n—Huawei Marine;\nHMN Technologies; and\nHMN Tech.\n"
        "Building R4, No. 2 City Avenue, Dongguan, China.\nHangzhou Huawei Enterprises, No. 410 Jianghong Road, Hangzhou, China.\n"
        "Huawei Technology Co., Ltd. Chengdu Research Institute, No. 1899, Xiyuan Ave., Chengdu, China."
    )
    assert (cell.name, cell.aliases) == ("Huawei Technologies Co., Ltd.", ("Shenzhen Huawei", "Huawei Technology"))
    assert cell.addresses == ("Bantian Base, Shenzhen, China", "Zone G, Shenzhen, China")
    assert [(sub.name, sub.aliases) for sub in cell.sub_entities] == [
        ("Huawei Marine Networks Co., Ltd.", ("Huawei Marine", "HMN Technologies", "HMN Tech")),
        ("Hangzhou Huawei Enterprises", ()),
        ("Huawei Technology Co., Ltd. Chengdu Research Institute", ()),
    ]
    assert cell.sub_entities[0].addresses == ("Building R4, No. 2 City Avenue, Dongguan, China",)


def test_subordinate_entities_among_the_aliases() -> None:
    cell = read_entity_cell(
        "Energy Commission (EC), a.k.a., the following one alias:\n—Power Workshops, P.O. Box 1114, Islamabad; and the following two subordinate entities:\n"
        "—National Complex (NC), a.k.a., the following two aliases:\n—National Centre; and\n—Defense Complex.\nFateh Jang, Pakistan; and P.O. Box 2216, Islamabad, Pakistan;\n"
        "—Institute for Science (IS), Nilore, Islamabad."
    )
    assert (cell.name, cell.aliases, cell.addresses) == (
        "Energy Commission (EC)",
        ("Power Workshops",),
        ("P.O. Box 1114, Islamabad",),
    )
    assert [(s.name, s.aliases, s.addresses) for s in cell.sub_entities] == [
        (
            "National Complex (NC)",
            ("National Centre", "Defense Complex"),
            ("Fateh Jang, Pakistan", "P.O. Box 2216, Islamabad, Pakistan"),
        ),
        ("Institute for Science (IS)", (), ("Nilore, Islamabad",)),
    ]


def test_a_group_without_a_party_of_its_own() -> None:
    cell = read_entity_cell(
        "The following Department of Atomic Energy entities:\n—Nuclear reactors (including power plants), (excluding 1 and 2);\n—Fuel facilities; and\n—Heavy water plants."
    )
    assert cell.name == "The following Department of Atomic Energy entities"
    assert [sub.name for sub in cell.sub_entities] == [
        "Nuclear reactors (including power plants), (excluding 1 and 2)",
        "Fuel facilities",
        "Heavy water plants",
    ]


@pytest.mark.parametrize("dash", ["\n—", " "])
def test_a_subordinate_institution_is_also_a_party_by_itself(dash: str) -> None:
    cell = read_entity_cell(
        f"13th Research Institute (CETC 13) subordinate institution:{dash}Hebei Brightway,\n21 Changsheng Street, Hebei, China."
    )
    assert cell.name == "13th Research Institute (CETC 13) subordinate institution: Hebei Brightway"
    assert [sub.name for sub in cell.sub_entities] == ["Hebei Brightway"]


def test_what_does_not_add_up_is_said() -> None:
    cell = read_entity_cell(
        "Suntac Group, a.k.a., the following one alias:\n—Suntac Co.; and\n—Suntac Companies.\n \nNo. 151, Yangon, Burma."
    )
    assert cell.stated_aliases == 1
    assert cell.aliases == ("Suntac Co.", "Suntac Companies")
    assert cell.problems == ("the cell says 1 aliases, 2 are printed: 'Suntac Group'",)


def test_the_cell_is_kept_beside_what_was_read() -> None:
    text = "A Co.,\n \n5 Main Street, Kabul, Afghanistan. (See alternate address under Pakistan)."
    cell = read_entity_cell(text)
    assert cell.raw == text
    assert cell.remarks == ("(See alternate address under Pakistan).",)


def test_a_fraction_is_no_footnote() -> None:
    cell = read_entity_cell(f"Avia Co., 11{mark_footnote('1')}⁄2 Miles, Lahore, Pakistan{mark_footnote('5')}")
    assert cell.addresses == ("111⁄2 Miles, Lahore, Pakistan",)
    assert cell.footnotes == ("5",)


REQUIREMENTS = [
    (
        f"(See §§ 734.9(g),{mark_footnote('3')} 746.8(a)(3), and 744.21(b) of the EAR)",
        "(See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR)",
        ("3",),
    ),
    (
        f"(See §§ 734.9(g){mark_footnote(',3')} 746.8(a)(3) of the EAR)",
        "(See §§ 734.9(g), 746.8(a)(3) of the EAR)",
        ("3",),
    ),
    (
        "(See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)",
        "(See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR)",
        ("3",),
    ),
    ("see §§ 734.9(e) 1 and 744.11 of the EAR 2", "see §§ 734.9(e) and 744.11 of the EAR", ("1", "2")),
    ("(See §§ 734.9(e)(2) and 744.11 of the EAR) 4", "(See §§ 734.9(e)(2) and 744.11 of the EAR)", ("4",)),
    ("(See §§ 734.9(e)(2) and 744.11 of the EAR)⁴", "(See §§ 734.9(e)(2) and 744.11 of the EAR)", ("4",)),
    ("(See §§ 734.9(e)(2) and 744.11 of the EAR) \\4\\", "(See §§ 734.9(e)(2) and 744.11 of the EAR)", ("4",)),
    (
        "EAR99 items listed in supplement no. 7 to part 746 of the EAR",
        "EAR99 items listed in supplement no. 7 to part 746 of the EAR",
        (),
    ),
    ("under § 740.11(b)(2) and (e)", "under § 740.11(b)(2) and (e)", ()),
    ("General License No. 11 of December 20, 2016.", "General License No. 11 of December 20, 2016.", ()),
]


@pytest.mark.parametrize(("text", "expected", "marks"), REQUIREMENTS)
def test_footnote_marks_are_told_from_section_numbers(text: str, expected: str, marks: tuple[str, ...]) -> None:
    read = read_license_requirement(text)
    assert (read.text, read.footnotes) == (expected, marks)


def test_a_review_policy_keeps_its_lone_digits() -> None:
    text = "Case-by-case review for items in Category 5 Part 1 (see ECCN 3B002.c) 3 and others"
    assert read_license_review_policy(text).text == text


CITATIONS = [
    (
        "84 FR 22963, 5/21/19. 85 FR 29853, 5/19/20.",
        [("84 FR 22963", date(2019, 5, 21)), ("85 FR 29853", date(2020, 5, 19))],
    ),
    ("88 FR FR 12158, 2/27/23.", [("88 FR 12158", date(2023, 2, 27))]),
    (
        "81 FR 61601 preview citation details, 9/7/16. 89 FR 51652, 6/18/24.\n.",
        [("81 FR 61601", date(2016, 9, 7)), ("89 FR 51652", date(2024, 6, 18))],
    ),
    (
        "73 FR 54508. 9/22/08.\n74 FR 8184. 2/24/09.",
        [("73 FR 54508", date(2008, 9, 22)), ("74 FR 8184", date(2009, 2, 24))],
    ),
    ("88 FR 71992 10/19/2023.", [("88 FR 71992", date(2023, 10, 19))]),
    (
        "79 FR 34220, June 16, 2014; 82 FR 16732, April 6, 2017.",
        [("79 FR 34220", date(2014, 6, 16)), ("82 FR 16732", date(2017, 4, 6))],
    ),
    (
        "64 FR 28909,\n5/28/99.\n75 FR 78883,\n12/17/10.",
        [("64 FR 28909", date(1999, 5, 28)), ("75 FR 78883", date(2010, 12, 17))],
    ),
]


@pytest.mark.parametrize(("text", "dated"), CITATIONS)
def test_citations_in_all_their_spellings(text: str, dated: list[tuple[str, date]]) -> None:
    read = read_citations(text)
    assert list(read.dated) == dated
    assert read.citations == tuple(citation for citation, _ in dated)
    assert not read.problems


@pytest.mark.parametrize(
    "text",
    [
        "90 FR [INSERT FR PAGE NUMBER] 3/28/2025.",
        "90 FR [INSERT FR PAGE NUMBER], [INSERT DATE OF PUBLICATION IN THE FEDERAL REGISTER]",
    ],
)
def test_a_placeholder_is_no_citation_and_no_problem(text: str) -> None:
    read = read_citations(text)
    assert (read.citations, read.placeholder, read.problems) == ((), True, ())


def test_an_unreadable_citation_is_a_problem() -> None:
    assert read_citations("see the notice of June").problems
    assert read_citations("90 FR 14046, someday").problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zhiyuan.", "Zhiyuan"),
        ("Foo Co., Ltd.", "Foo Co., Ltd."),
        ("Foo Co., Ltd.; and", "Foo Co., Ltd."),
        ("Sovtest LLC.;", "Sovtest LLC."),
        ("BRK Customs Brokerage Ltd Sti.", "BRK Customs Brokerage Ltd Sti"),
        ("ASR Dis Tic. Ltd. Şti.", "ASR Dis Tic. Ltd. Şti."),
        ("Champion Way Pte Ltd.", "Champion Way Pte Ltd."),
        ("Dubai, U.A.E.", "Dubai, U.A.E."),
        ("Promyshlennosti;and", "Promyshlennosti"),
    ],
)
def test_the_full_stop_that_belongs_to_a_name(text: str, expected: str) -> None:
    assert bare(text) == expected


def test_text_that_is_certainly_a_name_is_split_only_before_an_address() -> None:
    assert split_name("Beijing Institute, Lunan Research Branch of Optics", certain=True)[1] == ""
    assert split_name("Alexander K, 10 Main Street, Moscow", certain=True) == ("Alexander K", " 10 Main Street, Moscow")


WORDS = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9)
NAMES = (
    st.lists(WORDS.map(str.capitalize), min_size=1, max_size=4)
    .map(" ".join)
    .filter(
        lambda name: (
            not re.search(
                r"(?i)alia|follow|known|former|address|subordinat|affiliat|see|institut|\b(?:and|or|no|nos|for|the|building|room|office|floor|unit|flat)\b",
                name,
            )
        )
    )
)


@given(
    NAMES,
    st.lists(NAMES.map(lambda n: f"{n} Co., Ltd."), min_size=1, max_size=19, unique=True),
    st.lists(st.integers(1, 999), min_size=1, max_size=4, unique=True),
)
def test_what_is_printed_is_read_back(name: str, aliases: list[str], numbers: list[int]) -> None:
    places = [f"No. {n} Main Street, Kabul, Afghanistan" for n in numbers]
    listed = (
        "".join(f"\n—{alias};" for alias in aliases[:-1]) + (" and" if len(aliases) > 1 else "") + f"\n—{aliases[-1]}"
    )
    header = f"a.k.a., the following {len(aliases)} alias{'es' if len(aliases) > 1 else ''}:"
    text = f"{name}, {header}{listed}\n \n{'; and '.join(places)}."
    for printed in (text, " ".join(text.split())):
        cell = read_entity_cell(printed)
        assert (cell.name, cell.aliases, cell.addresses) == (name, tuple(aliases), tuple(places))
        assert cell.stated_aliases == len(aliases)
        assert not cell.problems


@given(st.text(max_size=300))
def test_any_text_comes_back_as_a_cell_that_loses_no_word(text: str) -> None:
    cell = read_entity_cell(text)
    said = " ".join(
        [cell.name, *cell.aliases, *cell.addresses, *cell.remarks, *cell.problems, *(s.raw for s in cell.sub_entities)]
    )
    assert cell.raw == text.strip("\n")
    if re.search(r"[A-Za-z]{3}", text) and not re.search(r"(?i)see|this|alt|address|aka|a\W*k\W*a", text):
        assert all(word in said for word in re.findall(r"[A-Za-z]{3,}", text) if word.lower() not in ("and",))


# -- the captures ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["2026-03-25", "2026-07-18", "2026-07-23"])
def part_744(request: pytest.FixtureRequest, corpus: Path):
    return parse_part((corpus / "ecfr" / f"title-15_part-744.{request.param}.xml").read_bytes())


def test_every_row_of_the_entity_list_is_an_entry_or_part_of_one(part_744) -> None:
    """3,415 rows, of which four only continue the row before (domain: 13-12); 19 are addresses."""
    entries = [e for e in part_744.entries if e.list is ListName.ENTITY_LIST]
    assert len(entries) == 3411
    assert sum(e.kind is EntryKind.ADDRESS for e in entries) == 19
    assert len({e.destination for e in entries}) == 91
    assert Counter(e.destination for e in entries)["TAIWAN"] == 12
    assert all(e.name and e.license_requirement and e.license_review_policy and e.citations for e in entries)
    assert dict(part_744.counts) == {"entity-list": 3411, "unverified-list": 186, "meu-list": 70, "mieu-list": 13}


def test_footnotes_of_the_entity_list(part_744) -> None:
    marks = Counter(mark for e in part_744.entries if e.list is ListName.ENTITY_LIST for mark in e.footnotes)
    assert marks == {
        "1": 130,
        "2": 130,
        "3": 775,
        "4": 96,
        "5": 16,
    }  # one of the 775 is printed as "³," within the mark


def test_stated_alias_counts(part_744) -> None:
    """The six cells of the capture whose own count is wrong, and no other."""
    wrong = {p.what.rsplit(": ", 1)[1] for p in part_744.problems if "aliases" in p.what}
    assert wrong == {
        "'Suntac Group'",
        "'Tianjin University'",
        "'Middle East Automation & Controls Services'",
        "'Joint Stock Company Mytishchi Machine Building Plant'",
        "'JSC Zavod Kopir'",
        "'Public Joint Stock Company Kremny'",
    }
    assert all(p.severity == "info" for p in part_744.problems if "aliases" in p.what)


def test_the_longest_entry(part_744) -> None:
    huawei = next(
        e for e in part_744.entries if e.name == "Huawei Technologies Co., Ltd." and e.destination.startswith("CHINA")
    )
    assert len(huawei.sub_entities) == 22
    assert len(huawei.addresses) == 7


def test_names_agree_with_the_screening_list(part_744, corpus: Path) -> None:
    """An independent reading of the same list: names differ where that list explodes, shortens or misspells them."""
    import json

    def key(text: str) -> str:
        return re.sub(r"[^0-9a-z]", "", text.lower())

    listed = json.loads((corpus / "csl" / "csl_2026-07-31_derived.json").read_text("utf-8"))
    names = {key(e["n"]) for e in listed["entries"] if e["s"] == 4}
    entries = [e for e in part_744.entries if e.list is ListName.ENTITY_LIST]
    assert sum(key(e.name) in names for e in entries) >= 3370


def test_folded_cells_read_as_those_with_breaks(part_744) -> None:
    entries = [e for e in part_744.entries if e.list is ListName.ENTITY_LIST and not e.sub_entities]
    same = sum(
        (cell.name, cell.aliases) == (e.name, e.aliases)
        for e in entries
        for cell in [read_entity_cell(" ".join(e.raw.split()))]
    )
    assert same / len(entries) > 0.985
