"""Names in Chinese characters: their scripts, their Latin spellings, and how they are cut into words."""

from __future__ import annotations

import pytest

from monitor.naming.chinese_spellings import (
    counterparts,
    hong_kong,
    is_wade_giles_of,
    may_spell_chinese,
    search_spellings,
    spelling_of,
    wade_giles,
)
from monitor.naming.names import understand
from monitor.naming.transliterate import fold
from monitor.screening import Verdict, compare

MATCH, POSSIBLE, DIFFERENT = Verdict.MATCH, Verdict.POSSIBLE, Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("海康威视 HIKVISION", "Hikvision Co., Ltd."),  # said twice
        ("林 HUAWEI JISHU YOUXIAN GONGSI", "林 Huawei Technologies Co., Ltd."),
        ("China National Kelvan Import Export Corporation", "China Kelvan Import & Export Corp."),
        ("何志龙", "Ho Chee Loong"),  # each syllable in a usage of its own
        ("陈国荣", "Tan Kok Yong"),
        ("尹國基", "WAN Kuok-kei"),
        ("LO Chih-ming", "LUO Zhiming"),
        ("Jen Cheng-fei", "Ren Zhengfei"),  # the hyphen says that it is no pinyin
        ("Shenzhen Kaifan Technology Co., Ltd.", "Shen Zhen Kai Fan Ji Shu You Xian Gong Si"),
        ("システム開発株式会社", "System Development Co., Ltd."),
        ("トヨタ自動車", "Toyota Motor"),
        ("聯華電子股份有限公司", "联华电子股份有限公司"),
        ("広東電子工業", "广东电子工业"),
        ("永興電子有限公司", "Wing Hing Electronics Limited"),
        ("德昌貿易公司", "Tak Cheong Trading Company"),
        ("福華科技有限公司", "Fookwah Technology Limited"),
        ("陳大文", "Chan Tai Man"),
        ("陳大文", "Tai Man Chan"),
        ("鄧小平", "Teng Hsiao-p'ing"),
        ("Deng Xiaoping", "Teng Hsiao-p'ing"),
        ("Chiang Ching-kuo", "Jiang Jingguo"),
        ("Chung Hsing Electronics", "Zhongxing Electronics"),
        ("大同股份有限公司", "Tatung Co."),
        ("裕隆汽車", "Yulon Motor"),
        ("中国兵器工业集团第二〇二研究所", "Norinco Group 202 Research Institute"),
        ("国营第七八五厂", "785 Factory"),
        ("苏州明志洁净科技有限公司", "Suzhou Mingzhi Purification Technology Co., Ltd."),
        ("西南交通大学", "Southwest Jiaotong University"),
        ("李海军", "Li Haijun"),
        ("王小明", "王小明"),
        ("鄭若驊", "Teresa Yeuk-wah Cheng"),
        ("宁波新世纪进出口有限公司", "Ningbo New Century Imp. & Exp. Co., Ltd."),
        ("苏州云立达科技开发有限公司", "Suzhou Yun Li Da Keji Kaifa Youxian Gongsi"),
        ("中国电子科技集团公司第五十四研究所", "Zhongguo Dianzi Keji Jituan Gongsi Di Wushisi Yanjiusuo"),
        ("深圳市百联电子有限公司", "Shenzhenshi Bailian Dianzi Youxian Gongsi"),
        ("中核包头光华化学工业公司", "Baotou Guanghua Chemical Industrial Corporation"),
        ("Hsi-an Chiao-t'ung University", "Xi'an Jiaotong University"),
        ("Hangzhou Yunda Sci & Tech Co., Ltd.", "Hangzhou Yun Da Technology Co., Ltd."),
    ],
)
def test_one_name_in_two_ways_of_writing_chinese(a: str, b: str) -> None:
    assert compare(a, b).verdict is MATCH, compare(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("王小明", "王晓明"),  # the same sound
        ("宁波永信电子有限公司", "宁波永鑫电子有限公司"),
        ("北京天海科技有限公司", "北京天航科技有限公司"),
        ("华海航空科技有限公司", "华海航天科技有限公司"),
        ("成都飞翼电子有限公司", "成都飞翼电气有限公司"),
        ("永信通信有限公司", "永信通讯有限公司"),
        ("大江科技有限公司", "大疆科技有限公司"),
        ("大江科技有限公司", "DJI Technology"),
        ("順豐國際貿易有限公司", "Shun Hing International Trading Limited"),
        ("陳大文", "Chan Tai Ming"),
        ("Zhongxing Electronics", "Chung Hua Electronics"),
        ("中国科学院半导体研究所", "Institute of Microelectronics, Chinese Academy of Sciences"),
        ("中国科学院近代物理研究所", "Institute of Physics, Chinese Academy of Sciences"),
        ("中国兵器工业集团第二〇二研究所", "Norinco Group 203 Research Institute"),
        ("武汉科技大学", "武汉理工大学"),
        ("沈阳理工大学", "沈阳工业大学"),
        ("兰州理工大学", "Lanzhou Technological University"),
        ("北京成兴贸易有限公司", "Beijing Chenguang Trading Co., Ltd."),
        ("任正非", "Ren Zhengwei"),
        ("LI, Xiaoming", "Li Xiaolong"),
        ("Ma Yulong", "Ma Yunong"),
    ],
)
def test_two_names_are_never_a_match(a: str, b: str) -> None:
    assert compare(a, b).verdict is not MATCH, compare(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("北京天海科技有限公司", "北京天航科技有限公司"),
        ("陳大文", "Chan Siu Ming"),
        ("中国兵器工业集团第二〇二研究所", "中国兵器工业集团第二〇三研究所"),
    ],
)
def test_another_sound_or_number_is_another_name(a: str, b: str) -> None:
    assert compare(a, b).verdict is DIFFERENT, compare(a, b)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("江發電子貿易有限公司", ["江发", "电子", "贸易"]),
        ("北京天海工业有限公司", ["北京", "天海", "工业"]),
        ("达安顺科技有限公司", ["达安顺", "科技"]),
        ("明志电子科技有限", ["明志", "电子科技", "电子科技"]),
        ("上海至纯洁净系统科技股份有限公司", ["上海", "至纯", "洁净", "系统", "科技"]),
        ("李海军", ["李海军"]),
        ("海军工程大学", ["海军", "工程", "大学"]),
    ],
)
def test_names_are_not_cut_through_words(name: str, words: list[str]) -> None:
    assert [token.native for token in understand(name).tokens] == words


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("第七〇一研究所", "701"),
        ("第701研究所", "701"),
        ("第五十五研究所", "55"),
        ("五三一厂", "531"),
        ("第二研究院", "2"),
    ],
)
def test_numbers_of_institutes_and_plants(name: str, number: str) -> None:
    assert [token.text for token in understand(name).tokens if token.role == "number"] == [number]


def test_characters_fold_to_the_simplified_ones() -> None:
    assert fold("國際電氣発動機") == fold("国际电气发动机")
    assert fold("昇") != fold("升")  # two names in simplified writing too


def test_syllables_of_hong_kong_and_of_wade_giles() -> None:
    assert {"cheung", "cheong"} <= hong_kong("coeng")
    assert {"kwok"} <= hong_kong("gwok")
    assert wade_giles("xiong") == {"hsiung"}
    assert "kuo" in wade_giles("guo")
    assert "to" in wade_giles("duo")
    assert spelling_of("长荣", "cheungwing")
    assert not spelling_of("长荣", "cheungwah")
    assert not spelling_of("荣", "wing")  # one syllable is no evidence
    assert is_wade_giles_of("tsinghua", "qinghua")
    assert not is_wade_giles_of("tanghua", "danghua")
    assert may_spell_chinese("cheungwah")
    assert not may_spell_chinese("skyrizon")


def test_spellings_that_a_search_looks_up() -> None:
    assert {"tamwai", "waitak"} <= set(search_spellings("譚偉德"))
    assert "jinping" in counterparts("chinping")
    assert "chinping" in counterparts("jinping")
    assert not counterparts("electronics")
