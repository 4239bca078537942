"""The list of bodies known under several names."""

from __future__ import annotations

import pytest

from monitor.naming.known_bodies import key_of, known_body
from monitor.naming.lexicon_files import lines
from monitor.screening import Verdict, compare


def test_no_name_stands_in_two_lines() -> None:
    lines_of: dict[tuple[str, ...], set[int]] = {}
    for number, line in enumerate(lines("known_bodies.txt")):
        for form in line.split("|"):
            lines_of.setdefault(key_of(form.strip()), set()).add(number)
    assert {key: at for key, at in lines_of.items() if len(at) > 1} == {}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Beihang University", "北京航空航天大学"),
        ("Xidian University", "Xi'an University of Electronic Science and Technology"),
        ("BUAA", "Beijing University of Aeronautics and Astronautics (Beihang University)"),
        ("Nanjing Research Institute of Electronics Technology", "中国电子科技集团公司第十四研究所"),
        ("National Supercomputing Center in Wuxi", "国家超级计算无锡中心"),
        ("Shanghai Engineering Center for Microsatellites", "中国科学院微小卫星创新研究院"),
        ("Central Aerohydrodynamic Institute", "ЦАГИ"),
        ("Reconnaissance General Bureau", "정찰총국"),
        ("Iran University of Science and Technology", "دانشگاه علم و صنعت ایران"),
        ("Middle East Technical University", "ODTÜ"),
        ("Autel Robotics", "深圳市道通智能航空技术股份有限公司"),  # without the town
        ("Changjiang Cunchu Keji Youxian Zeren Gongsi", "长江存储科技有限责任公司"),
        ("AO OSK", "Объединенная судостроительная корпорация"),
        ("NORINCO", "China North Industries Corporation"),
        ("Shahid Bagheri Industries Group", "Shahid Bakeri Industrial Group (SBIG)"),
    ],
)
def test_two_names_of_one_line_are_one_body(a: str, b: str) -> None:
    assert compare(a, b).verdict is Verdict.MATCH
    assert compare(a, b) == compare(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Wuhan University of Technology", "武汉科技大学"),
        ("National Supercomputing Center in Wuxi", "国家超级计算天津中心"),
        ("National Sun Yat-sen University", "中山大学"),
        ("AVIC Shenyang Aircraft Company", "Aviation Industry Corporation of China"),
        ("CETC 10th Research Institute", "西南电子设备研究所"),
        ("Korea Kwangsong Trading Corporation", "조선혁신무역회사"),
        ("Ministry of State Security (DPRK)", "中华人民共和国国家安全部"),
        ("Hangzhou Zhipu Huazhang Technology Co., Ltd.", "Beijing Zhipu Huazhang Technology Co., Ltd."),
    ],
)
def test_neighbours_are_two_bodies(a: str, b: str) -> None:
    assert compare(a, b).verdict is Verdict.DIFFERENT


def test_names_of_two_lines_are_two_bodies() -> None:
    assert (
        compare("西安电子科技大学", "University of Electronic Science and Technology of China").verdict
        is Verdict.DIFFERENT
    )
    found = compare("Xi'an Technological University", "西安理工大学")
    assert found.verdict is Verdict.DIFFERENT
    assert "two bodies" in found.reason


def test_an_acronym_counts_in_capitals_and_without_a_legal_form() -> None:
    assert known_body("BUAA")
    assert known_body("Buaa") is None
    assert known_body("BUAA Ltd") is None
