"""Names are understood and compared by rules a person can follow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.naming import legal_forms, places
from monitor.naming.name_index import NameIndex
from monitor.naming.names import understand
from monitor.naming.transliterate import fold, latin, undisguise
from monitor.screening import Verdict, compare

MATCH, POSSIBLE, DIFFERENT = Verdict.MATCH, Verdict.POSSIBLE, Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Inspur Group Co., Ltd.", "INSPUR GROUP"),
        ("IEIT Systems Co. Ltd.", "IEIT Systems"),
        ("Inspur Group Co., Ltd.", "浪潮集团有限公司"),
        ("Langchao Group", "Inspur Group"),
        ("Huawei Technologies Co., Ltd.", "华为技术有限公司"),
        ("中国电子科技集团公司第十三研究所", "CETC 13th Research Institute"),
        ("Plant No. 116", "Plant 116"),
        ("OAO Gazprom", "Open Joint Stock Company Gazprom"),
        ("OOO Plaz", "Limited Liability Company Plaz"),
        ("Общество с ограниченной ответственностью «Плаз»", "Obshchestvo S Ogranichennoi Otvetstvennostyu Plaz"),
        ("AO NII Girikond", "Joint Stock Company Scientific Research Institute Girikond"),
        (
            "Shenzhen Ditai Technology Со., Ltd.",
            "Shenzhen Ditai Technology Co., Ltd.",
        ),  # Cyrillic "Со", as printed in the law
        ("Yangtze Memory Technologies Co., Ltd.", "YMTC"),
        ("长江存储科技有限责任公司", "YMTC"),
        ("中国航天科技集团公司", "China Aerospace Science and Technology Corporation"),
        ("哈尔滨工业大学", "Harbin Institute of Technology"),
        ("삼성전자 주식회사", "Samsung Electronics Co., Ltd."),
        ("Madena Otomotiv İnşaat Elektronik Tic. Ltd. Şti.", "MADENA OTOMOTIV INSAAT ELEKTRONIK TIC LTD"),
        ("Deutsche Bank Aktiengesellschaft", "Deutsche Bank AG"),
        ("SiemensAG", "Siemens AG"),
        ("Goodwill Company", "Good Will Company"),
        ("Brigade Forty-Four", "Brigade 44"),
        ("Suma Technology Co., Ltd.", "Suma Techology Co., Ltd."),
        ("شركة السواري للتجارة والاستيراد", "Al-Swari Trading and Import Co"),
        ("Vladimir Putin", "Putin, Vladimir Vladimirovich"),
        ("Mohammad bin Salman", "Mohamed ben Salman"),
        ("A. Khamenei", "Ali Khamenei"),
        ("Dr. Rami Makhlouf", "Rami Makhlouf"),
        ("Zhongwei Group", "Ｚｈｏｎｇｗｅｉ　Ｇｒｏｕｐ"),
    ],
)
def test_one_name_in_two_hands_is_a_match(a: str, b: str) -> None:
    found = compare(a, b)
    assert found.verdict is MATCH, found
    assert found.score >= 0.85


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("CETC 13th Institute", "CETC 14th Institute", "13th against 14th"),
        ("中国电子科技集团公司第十三研究所", "中国电子科技集团公司第十四研究所", "第十三 against 第十四"),
        ("Plant No. 116", "Plant No. 117", "116 against 117"),
        ("Inspur Cloud", "Inspur Software", "cloud against software"),
        ("Beijing Naura Microelectronics", "Shenzhen Naura Microelectronics", "beijing against shenzhen"),
        ("Bank of China", "Bank of Armenia", "against"),
        ("北京海康威视科技", "Shanghai Hikvision Technology Trading", "北京 against shanghai"),
        ("Volkswagen AG", "Siemens AG", "no word in common"),
        ("Saudi Arabian Oil Company", "Saudi Arabian Gas Company", "gas against"),
        ("Gazprom Transgaz Ufa", "Gazprom Transgaz Ukhta", "ufa against ukhta"),
        ("Ihab Makhlouf", "Rami Makhlouf", "ihab against rami"),
        ("Abdullah bin Omar", "Omar bin Abdullah", "changed places"),
        ("习近朋", "习近平", ""),
        ("Omsk Radio Plant", "Omsk Tractor Plant", ""),
        ("中国航天科工集团公司", "China Aerospace Science and Technology Corporation", ""),
    ],
)
def test_siblings_and_namesakes_are_told_apart(a: str, b: str, why: str) -> None:
    found = compare(a, b)
    assert found.verdict is DIFFERENT, found
    assert why in found.reason


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("Inspur Group", "Insper Group", "small difference"),
        ("浪潮集团", "Insper Group", "small difference"),
        ("Inspur Group Co., Ltd.", "Inspur (Beijing) Group Co., Ltd.", "on one side only"),
        ("Deutsche Bank AG", "Deutsche Bank GmbH", "another legal form"),
        ("Stroytransgaz Group", "Stroytransgaz LLC", "group on one side only"),
        ("Shanghai Zhichun Technology", "Shanghai Zhihun Technology", "another name"),
        ("Inspur Software Co., Ltd.", "Inspur Co., Ltd.", "software on one side only"),
        ("华威技术有限公司", "Huawei Technologies Co., Ltd.", "another name of that sound"),
        ("Huawei Device", "Huawei Equipment FZE", "near in meaning"),
    ],
)
def test_thin_evidence_is_only_possible_and_says_why(a: str, b: str, why: str) -> None:
    found = compare(a, b)
    assert found.verdict is POSSIBLE, found
    assert why in found.reason


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("International Trading Technology Co., Ltd.", "Global Trading Technology LLC"),
        ("General Trading LLC", "General Industrial LLC"),
        ("China Technology Development Corporation", "China Electronics Development Corporation"),
        ("Technology Trading International", "International Technology Trading FZE"),
        ("Shenzhen Technology Co., Ltd.", "Technology Co., Ltd."),
    ],
)
def test_common_words_alone_never_match(a: str, b: str) -> None:
    assert compare(a, b).verdict is not MATCH


@pytest.mark.parametrize(
    ("native", "english"),
    [
        ("沈阳飞机设计研究所", "Shenyang Aircraft Design Academy"),  # an institute is also rendered as an academy
        ("中国货运航空有限公司", "China Cargo Airlines Co., Ltd."),
        ("都灵科技有限公司", "Duling Technology"),  # a character of two readings
        ("北京航天自动控制研究所", "Beijing Aerospace Automatic Control Institute"),
        ("新疆生产建设兵团", "Xinjiang Production and Construction Corps"),
        ("深圳市道通科技股份有限公司", "Autel Technology Co., Ltd."),  # the town is left out
        ("АО «НПП «Исток» им. Шокина»", "NPP Istok"),  # so is whom it is named after
        ("АО «ОДК-Авиадвигатель»", "Aviadvigatel JSC"),  # and the group it belongs to
        ("Мурманский судоремонтный завод", "Murmansk Shipyard Plant"),
        ("ООО «Интертек Инструментс»", "OOO Intertech Instruments"),
        ("سازمان صنایع هوافضا", "Aerospace Industries Organization"),
        ("گروه صنایع مهمات و متالورژی", "Ammunition and Metallurgy Industries Group"),
        ("دانشگاه صنعتی امیرکبیر", "Amir Kabir University of Technology"),
        ("شركة السواري للتجارة والاستيراد", "Al-Swari Trading and Import"),
        ("제2자연과학원", "Second Academy of Natural Sciences"),
        ("조선광업개발무역회사", "Korea Mining Development Trading Corporation"),
        ("Profesyoneller Elektronik Sanayi ve Ticaret A.Ş.", "Profesyoneller Elektronik Anonim Sirketi"),
    ],
)
def test_renderings_of_names_in_other_scripts_are_found(native: str, english: str) -> None:
    assert compare(native, english).verdict is MATCH, compare(native, english)


@pytest.mark.parametrize(
    ("native", "english"),
    [
        ("南京理工大学", "Nanjing University"),
        ("北京理工大学", "Beijing University of Technology"),
        ("华为终端有限公司", "Huawei Marine Networks"),
        ("АО «Калашников»", "Kalashnikov Sport LLC"),
        ("Казанский авиационный завод", "Kazan Helicopter Plant"),
        ("بانک ملی ایران", "Bank Mellat"),
        ("단천상업은행", "Tanchon Trading Corporation"),
        ("成都雷霆微力科技股份有限公司", "Chengdu RVL Technology Co., Ltd."),  # a coined name: no telling
    ],
)
def test_siblings_in_other_scripts_do_not_match(native: str, english: str) -> None:
    assert compare(native, english).verdict is not MATCH, compare(native, english)


def test_a_coined_latin_name_is_worth_a_look_and_says_why() -> None:
    found = compare("成都雷霆微力科技股份有限公司", "Chengdu RVL Technology Co., Ltd.")
    assert found.verdict is POSSIBLE
    assert "made up for another language" in found.reason
    assert compare("成都宏信科技有限公司", "Chengdu Yunhai Technology Co., Ltd.").verdict is DIFFERENT


def test_a_stranger_by_one_letter_with_another_word_is_different() -> None:
    assert compare("Insper Group", "Inspur Electronic Information Industry Co., Ltd.").verdict is DIFFERENT


def test_the_kind_of_party_may_be_told() -> None:
    assert compare("Wagner Group Holding", "Wagner", kind="company").verdict is not DIFFERENT
    assert compare("Elon Mosk", "Elon Musk", kind="person").verdict is not DIFFERENT


def test_legal_forms_of_one_family_are_one_form() -> None:
    def families(name: str) -> frozenset[str]:
        return understand(name).legal_families

    assert families("OOO Plaz") == families("Plaz LLC") == families("Plaz GmbH") == {"limited"}
    assert families("Plaz A.Ş.") == families("АО Плаз") == families("Plaz PJSC") == {"stock"}
    assert legal_forms.conflict(frozenset({"limited"}), frozenset({"stock"}))
    assert not legal_forms.conflict(frozenset({"company"}), frozenset({"stock"}))


@pytest.mark.parametrize("form", ["(유)", "ش.م.م", "有限公司", "Ltd"])
def test_a_name_of_nothing_but_a_legal_form_is_a_name(form: str) -> None:
    assert compare(form, form).verdict is Verdict.MATCH
    assert NameIndex.build([form]).candidates(form) == [0]
    assert compare("(유)", "(주)").verdict is Verdict.DIFFERENT


def test_numbers_are_read_in_words_ordinals_and_chinese() -> None:
    def numbers(name: str) -> list[str]:
        return [t.text for t in understand(name).tokens if t.role == "number"]

    assert numbers("Forty-Four Brigade") == ["44"]
    assert numbers("52nd Institute") == ["52"]
    assert numbers("中国电子科技集团公司第五十二研究所") == ["52"]
    assert numbers("第七七一研究所") == ["771"]
    assert numbers("Plant № 007") == ["7"]


def test_look_alike_letters_are_put_right_only_in_latin_names() -> None:
    assert undisguise("Нuаwei") == "Huawei"
    assert undisguise("Со., Ltd.") == "Co., Ltd."
    assert undisguise("ООО Ромашка") == "ООО Ромашка"


@pytest.mark.parametrize(
    ("native", "romanised"),
    [
        ("шоссе", "shosse"),
        ("김정은", "gimjeongeun"),
        ("北京", "beijing"),
        ("μητσοτακησ", "mitsotakis"),
        ("شريف", "shryf"),
    ],
)
def test_scripts_are_read_in_latin_letters(native: str, romanised: str) -> None:
    assert latin(fold(native)) == romanised


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("CHINA, PEOPLE'S REPUBLIC OF", "china"),
        ("CN", "china"),
        ("Hong Kong", "hongkong"),
        ("TÜRKIYE", "turkey"),
        ("KOREA, NORTH", "northkorea"),
        ("CRIMEA REGION OF UKRAINE", "crimea"),
        ("俄罗斯", "russia"),
        ("Ruritania", None),
        (None, None),
    ],
)
def test_countries_are_read_from_codes_headings_and_names(text: str | None, country: str | None) -> None:
    assert places.country_of(text) == country


_names = st.sampled_from(
    [
        "Inspur Group Co., Ltd.",
        "Zavod Elekon JSC",
        "浪潮集团有限公司",
        "ООО «Ромашка»",
        "شرکت صنایع الکترونیک ایران",
        "Kim Jong Un",
        "CETC 13th Institute",
        "Al-Swari Trading",
        "조선해운대리회사",
        "AB",
        "The Bank",
        "No. 5",
        "Société Générale S.A.",
        "Ltd.",
        "X",
        "13",
        "",
        "   ",
        "Yıldız Teknoloji A.Ş.",
    ]
) | st.text(max_size=40)


@settings(max_examples=400, deadline=None)
@given(_names, _names)
def test_comparison_is_symmetric_and_always_explained(a: str, b: str) -> None:
    there, back = compare(a, b), compare(b, a)
    assert (there.score, there.verdict) == (back.score, back.verdict)
    assert there.reason
    assert 0.0 <= there.score <= 1.0
    assert (there.score >= 0.85) == (there.verdict is MATCH)


_LATIN_NAMES = [
    "Inspur Group",
    "Suzhou Keda Technology",
    "Zavod Elekon",
    "Vympel State Engineering Design Bureau",
    "CETC 13th Institute",
    "Madena Otomotiv Insaat",
    "Bank Melli Iran",
    "Dragan Petrovic",
    "Al-Swari Trading and Import",
    "People's Steel Mills",
    "Plant No. 116",
    "Yutian Haishi Meitian",
]


@given(
    st.sampled_from(_LATIN_NAMES),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.sampled_from(["{}", "{} Co., Ltd.", "{} LLC", "{}, Inc.", "  {}  ", "{}.", "«{}»", "{} Limited"]),
    st.sampled_from([" ", "  ", "\u00a0", "\u3000"]),
    st.booleans(),
)
def test_a_name_matches_itself_however_it_is_set(name: str, case: object, frame: str, space: str, wide: bool) -> None:
    written = frame.format(case(name)).replace(" ", space)  # type: ignore[operator]
    if wide:
        written = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in written)
    found = compare(name, written)
    assert found.verdict is MATCH, (written, found)


@given(st.sampled_from(_LATIN_NAMES), st.data())
def test_look_alikes_hide_nothing(name: str, data: st.DataObject) -> None:
    swap = str.maketrans("aeopcxACEHKMOPTXB", "аеорсхАСЕНКМОРТХВ")
    spots = data.draw(st.sets(st.integers(0, len(name) - 1), max_size=4))
    written = "".join(c.translate(swap) if i in spots else c for i, c in enumerate(name))
    assert compare(name, written).verdict is MATCH
