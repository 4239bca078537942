"""A watchlist against the lists: every hit found, siblings left alone, nothing judged by what it used to say."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.naming.name_index import NameIndex
from monitor.screening import Hit, ListScreen, Screen, Verdict, compare
from monitor.watchlist import Counterparty
from parsers.model import EntryKind, ListEntry, ListName

CHINA = "CHINA, PEOPLE'S REPUBLIC OF"


def entry(name: str, *aliases: str, destination: str | None = CHINA, **more: object) -> ListEntry:
    return ListEntry(ListName.ENTITY_LIST, destination, name, aliases=aliases, **more)  # type: ignore[arg-type]


GROUP = entry(
    "Inspur Group Co., Ltd.", "Inspur Group", "IGL", addresses=("No. 1036 Langchao Road, Jinan City, Shandong, China",)
)
INFORMATION = entry(
    "Inspur Electronic Information Industry Co., Ltd.",
    "Inspur Information",
    "IEIT Systems Co. Ltd.",
    addresses=("No. 1036 Langchao Road, Jinan City, Shandong, China",),
)
CETC13 = entry("China Electronics Technology Group Corporation 13th Research Institute", "CETC 13")
ADDRESS_01 = entry(
    "Address 01",
    kind=EntryKind.ADDRESS,
    addresses=("Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong",),
)
YMTC = entry("Yangtze Memory Technologies Co., Ltd.", "YMTC")
HUAWEI = entry(
    "Huawei Technologies Co., Ltd.", "Huawei", sub_entities=(entry("HiSilicon Technologies Co., Ltd.", "Hi Silicon"),)
)
LISTED = [GROUP, INFORMATION, CETC13, ADDRESS_01, YMTC, HUAWEI]


def party(id_: str, name: str, *aliases: str, **more: object) -> Counterparty:
    return Counterparty(id_, name, aliases=aliases, **more)  # type: ignore[arg-type]


WATCHED = [
    party("ieit", "IEIT Systems"),
    party("group", "浪潮集团有限公司"),
    party("stranger", "Insper Group"),
    party("cloud", "Inspur Cloud Information Technology"),
    party("cetc13", "中国电子科技集团公司第十三研究所"),
    party("cetc14", "CETC 14th Institute"),
    party("memory", "Yangtze Memory Technologies"),
    party("tenant", "Quiet Trading", addresses=("16/F Unit D, One Capital Place, 18 Luard Road, Wanchai, HK",)),
    party("neighbour", "Loud Trading", addresses=("1036 Langchao Rd., Jinan",)),
    party("chips", "Some Holding", "Hisilicon Technologies"),
    party("bakery", "Golden Bakery GmbH", country="DE"),
]


def key(hit: Hit) -> tuple[str, str, str, str]:
    return hit.counterparty_id, hit.entry.name, "address" if hit.matched_on == "address" else "name", str(hit.verdict)


def test_the_story() -> None:
    hits = {(h.counterparty_id, h.entry.name): h for h in Screen.compile(WATCHED).hits(LISTED)}
    matched = {pair for pair, h in hits.items() if h.verdict is Verdict.MATCH}
    assert matched == {
        ("ieit", INFORMATION.name),
        ("group", GROUP.name),
        ("cetc13", CETC13.name),
        ("memory", YMTC.name),
        ("tenant", "Address 01"),
        ("chips", HUAWEI.name),
    }
    assert hits["ieit", INFORMATION.name].reason == "same after removing 'co ltd'; alias 'IEIT Systems Co. Ltd.'"
    assert hits["stranger", GROUP.name].verdict is Verdict.POSSIBLE
    assert "listed within Huawei" in hits["chips", HUAWEI.name].reason
    assert hits["chips", HUAWEI.name].matched_on == "alias"
    assert ("cetc14", CETC13.name) not in hits
    assert not any(id_ == "bakery" for id_, _ in hits)


def test_a_shared_address_is_possible_and_a_listed_address_is_a_match() -> None:
    hits = [h for h in Screen.compile(WATCHED).hits(LISTED) if h.matched_on == "address"]
    assert {key(h) for h in hits} == {
        ("tenant", "Address 01", "address", "match"),
        ("neighbour", GROUP.name, "address", "possible"),
        ("neighbour", INFORMATION.name, "address", "possible"),
    }


def test_the_name_of_an_address_entry_is_not_a_name() -> None:
    assert not Screen.compile([party("x", "Address 01")]).hits([ADDRESS_01])


def test_both_directions_find_the_same() -> None:
    there = {key(h) for h in Screen.compile(WATCHED).hits(LISTED)}
    back = {key(h) for h in ListScreen.compile(LISTED).hits(WATCHED)}
    assert there == back
    assert there


def test_a_free_standing_name_is_looked_up() -> None:
    screen = ListScreen.compile(LISTED)
    found = screen.find("IEIT Systems")
    assert [(e.name, value) for e, _, value in found] == [(INFORMATION.name, "IEIT Systems Co. Ltd.")]
    assert found[0][1].verdict is Verdict.MATCH
    assert screen.find("IEIT Systems", "Germany")[0][1].verdict is Verdict.POSSIBLE
    assert screen.find("Golden Bakery") == []


def test_another_country_lowers_a_match_but_never_drops_it() -> None:
    def verdict(country: str | None, listed: ListEntry = YMTC) -> Verdict:
        return Screen.compile([party("x", "Yangtze Memory Technologies", country=country)]).hits([listed])[0].verdict

    assert verdict(None) is verdict("CN") is verdict("Hong Kong") is verdict("Nowhere") is Verdict.MATCH
    assert verdict("DE") is Verdict.POSSIBLE
    abroad = dataclasses.replace(YMTC, addresses=("1 Some Road, Munich, Germany",))
    assert verdict("DE", abroad) is Verdict.MATCH


def test_siblings_of_a_brand_are_no_hits_but_aliases_are() -> None:
    watched = [
        party("cloud", "Inspur Cloud"),
        party("software", "Inspur Software Co., Ltd."),
        party("technology", "Inspur Technology"),
        party("plain", "Inspur"),
    ]
    hits = {h.counterparty_id: h for h in Screen.compile(watched).hits([entry("Inspur Group Co., Ltd.")])}
    assert hits.keys() == {"technology", "plain"}  # "Technology" says too little to be another body
    more = Screen.compile([party("x", "Hangzhou Keda Optical Instrument Co.")])
    hit = more.hits([entry("Hangzhou Keda Optical Instrument Software Co., Ltd.")])
    assert [h.verdict for h in hit] == [Verdict.POSSIBLE]  # more than the brand is in common
    named = Screen.compile(watched).hits([entry("Inspur Group Co., Ltd.", "Inspur Cloud")])
    assert {h.counterparty_id for h in named if h.verdict is Verdict.MATCH} == {"cloud", "plain"}


def test_a_near_miss_in_another_country_is_no_hit() -> None:
    def told(country: str | None, name: str = "Insper Group") -> list[Verdict]:
        watched = [party("x", name, country=country)]
        hits = Screen.compile(watched).hits([GROUP])
        assert {key(h) for h in hits} == {key(h) for h in ListScreen.compile([GROUP]).hits(watched)}
        return [h.verdict for h in hits]

    assert told("BR") == []
    assert told("CN") == told(None) == [Verdict.POSSIBLE]
    assert told("BR", "Inspur Group") == [Verdict.POSSIBLE]


PAIRS = [
    ("中国电子科技集团公司第十三研究所", "China Electronics Technology Group Corporation 13th Research Institute"),
    ("CASIC", "China Aerospace Science and Industry Corporation Limited"),
    ("中国航天科工集团有限公司", "China Aerospace Science and Industry Corporation"),
    ("SSRC", "Scientific Studies and Research Center"),
    ("PDVSA", "Petroleos de Venezuela, S.A."),
    ("D B C Makina Sanayi ve Ticaret A.S.", "DBC Makina Sanayi ve Ticaret Anonim Sirketi"),
    ("Alharamain Islamic Foundation", "Al-Haramain Islamic Foundation"),
    ("Ministry of Defence of the Russian Federation", "Министерство обороны Российской Федерации"),
    ("Scientific Research Institute for Mechanical Engineering", "АО «НИИ машиностроения»"),
    ("Korea Kumsan Trading Corporation", "조선금산무역회사"),
    ("Air Koryo", "고려항공"),
    ("Islamic Republic of Iran Shipping Lines", "شرکت کشتیرانی جمهوری اسلامی ایران"),
    ("Brigade Forty-Four", "Brigade Forty-Four Company"),
    ("Olaf Schulze", "Olaf Scholz"),
    ("GOHARI MOQADAM, Abuzar", "GOHARI MOGHADAM, Abuzar"),
    ("China Cargo Airlines Co., Ltd. (CCA)", "中国货运航空有限公司"),
    ("SenseTime Group, Inc. (SenseTime)", "商汤科技有限公司"),
    ("Kuznetsov Naval Academy", "Военно-морская академия имени Н. Г. Кузнецова"),
    ("Golden Bakery GmbH", "Goldenbakery GmbH"),
    ("Yıldız Teknoloji A.Ş.", "Yildiz Technology"),
]


def test_every_match_of_two_names_is_a_hit_in_both_directions() -> None:
    """By brute force: each of the names against each."""
    names = [name for pair in PAIRS for name in pair]
    watched = [party(str(i), name) for i, name in enumerate(names)]
    listed = [entry(name, destination=None) for name in names]
    there = {(h.counterparty_name, h.entry.name) for h in Screen.compile(watched).hits(listed)}
    back = {(h.counterparty_name, h.entry.name) for h in ListScreen.compile(listed).hits(watched)}
    matches = {(a, b) for a in names for b in names if compare(a, b).verdict is Verdict.MATCH}
    assert len(matches) > 2 * len(names) - 8  # nearly all of the pairs are matches, both ways, and each with itself
    assert matches - there == set()
    assert matches - back == set()


def test_the_names_of_entries_find_each_other_as_comparison_does(corpus: Path) -> None:
    """On names and aliases of the real lists: what ``compare`` calls a match is a candidate, all but one in twenty-five
    (a name run together with another spelling in it, say).
    """
    table = json.loads((corpus / "csl" / "csl_2026-07-31_derived.json").read_text(encoding="utf-8"))
    pairs = [(e["n"], alias) for e in table["entries"][::23] for alias in (e.get("a") or ())[:2]]
    matching = [pair for pair in pairs if compare(*pair).verdict is Verdict.MATCH]
    names = sorted({name for pair in matching for name in pair})
    index = NameIndex.build(names)
    place = {name: i for i, name in enumerate(names)}
    missed = [
        (a, b) for pair in matching for a, b in (pair, pair[::-1]) if a in place and place[b] not in index.candidates(a)
    ]
    assert len(matching) > 300
    assert len(missed) <= 2 * len(matching) / 25, missed


def test_what_is_possible_is_found_as_well(corpus: Path) -> None:
    """Of the names and aliases that ``compare`` calls possible, the index may pass over one in five: those that share
    but common words, or a word that is only somewhat alike.
    """
    table = json.loads((corpus / "csl" / "csl_2026-07-31_derived.json").read_text(encoding="utf-8"))
    pairs = [(e["n"], alias) for e in table["entries"][::7] for alias in (e.get("a") or ())[:2]]
    alike = [pair for pair in pairs if compare(*pair).verdict is Verdict.POSSIBLE]
    names = sorted({name for pair in alike for name in pair})
    index = NameIndex.build(names)
    place = {name: i for i, name in enumerate(names)}
    missed = [(a, b) for pair in alike for a, b in (pair, pair[::-1]) if place[b] not in index.candidates(a)]
    assert len(alike) > 60
    assert len(missed) <= 2 * len(alike) / 5, missed


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("IRAN AIR", "IRANAIR"),
        ("TRANSSERVICE LLC", "OOO TRANSSERVIS"),
        ("NAUCHNO PROIZVODSTVENNAYA FIRMA TREKOL", "NPF TREKOL"),
        ("NAUCHNO-PROIZVODSTVENNOE OBEDINENIE OPTIKA", "NPO OPTIKA"),
        ("Autel Robotics", "深圳市道通智能航空技术股份有限公司"),
        ("CETC 55th Research Institute", "China Electronics Technology Group Corporation No. 55 Research Institute"),
        ("AIRCRAFT REPAIR PLANT NO 419", "419 Aviation Repair Plant"),
        ("No. 9 Plant JSC", "АО «Завод № 9»"),
        ("NSCL", "National Standards and Calibration Laboratory (NSCL)"),
        ("Oriel Engineering and Marine Services FZC", "ORIEL ENGG & MARINE SVCS F.Z.C."),
        ("Platin Grup Makina Imalat Ticaret Pazarlama Limited Sirketi", "PLATIN GRUP MAK IML TIC PAZ LTD STI"),
        ("Neimenggu Diyi Jixie Jituan Gufen Youxian Gongsi", "内蒙古第一机械集团股份有限公司"),
        ("Hefei Xingbo Tongxin Jishu Youxian Gongsi", "Hefei Starwave Communication Technology Co., Ltd."),
        ("Shenzhen Xiaobao Electronics Co., Ltd.", "Shenzhen Small Leopard Electronics Co., Ltd."),
        ("노광철", "RO, Kwang Chol"),
        ("Lee Byung-chul", "RI, Pyong Chol"),
        ("대성국제무역", "Dae Sung International Trading"),
        ("علي الظاهري", "Ali Al-Dhaheri"),
        ("CARGOLINE LLC", "ОсОО «Карголайн»"),
        ("АО «Рамзинский новотрубный завод»", "Ramzinskiy New Pipe Plant JSC"),
        ("Hsi-an Chiao-t'ung University", "Xi'an Jiaotong University"),
        ("Global Broker Solutons Ltd", "Global Broker Solutions Limited"),
        ("Sherkat-e Sanaye-ye Radio-e Tehran", "Tehran Radio Industries"),
        ("Ministry of Defense and Armed Forces Logistics (Iran)", "MODAFL"),
    ],
)
def test_one_name_in_two_ways_of_writing_is_found_both_ways(a: str, b: str) -> None:
    index = NameIndex.build([a, b, "Unrelated Biscuits"])
    assert index.candidates(a) == index.candidates(b) == [0, 1]


def test_letters_of_beginnings_are_found() -> None:
    index = NameIndex.build(["SALCO", "Unrelated Biscuits"])
    assert index.candidates("South Aluminum Company") == [0]


def test_a_chinese_row_that_shares_but_a_town_and_common_words_is_not_compared() -> None:
    names = ["上海达宇科技有限公司", "上海博达电子股份有限公司", "上海微电子装备(集团)股份有限公司"]
    assert NameIndex.build(names).candidates("Shanghai Micro Electronics Equipment (Group) Co., Ltd.") == [2]


def test_initials_alone_are_only_possible() -> None:
    stranger = party("x", "Creative Wooden Toys Quarter Company")
    hits = Screen.compile([stranger]).hits([entry("Central Wuhan Test Quality Company Ltd.", "CWTQ")])
    assert [h.verdict for h in hits] == [Verdict.POSSIBLE]
    assert "initials" in hits[0].reason


def test_removed_and_edited_rows_are_not_judged_by_what_they_were(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.npz"
    Screen.compile(WATCHED).save(path)
    edited = [
        dataclasses.replace(p, name="Harmless Biscuits") if p.id == "ieit" else p for p in WATCHED if p.id != "memory"
    ]
    screen = Screen.load(path, edited)
    assert len(screen) == len(edited)
    assert {key(h) for h in screen.hits(LISTED)} == {key(h) for h in Screen.compile(edited).hits(LISTED)}
    assert not any(h.counterparty_id in {"ieit", "memory"} for h in screen.hits(LISTED))
    back = [*edited, party("new", "YMTC")]
    screen.save(path)
    again = Screen.load(path, back)
    assert {key(h) for h in again.hits(LISTED)} == {key(h) for h in Screen.compile(back).hits(LISTED)}


def test_many_small_updates_end_in_one_compiled_part(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.npz"
    watched = list(WATCHED)
    Screen.compile(watched).save(path)
    for n in range(9):
        watched = [
            *watched[1:],
            party(f"more{n}", f"Inspur Subsidiary {n}", "IEIT Systems", country="CN", addresses=("PO Box 7, Dubai",)),
        ]
        screen = Screen.load(path, watched)
        screen.save(path)
        assert len(screen) == len(watched)
        assert {key(h) for h in screen.hits(LISTED)} == {key(h) for h in Screen.compile(watched).hits(LISTED)}


def test_other_word_lists_make_the_file_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "watchlist.npz"
    Screen.compile([]).save(path)
    fresh = path.read_bytes()
    monkeypatch.setattr("monitor.naming.lexicon_files.fingerprint", lambda: 7)
    screen = Screen.load(path, WATCHED)
    screen.save(path)
    assert path.read_bytes() != fresh
    assert len(Screen.load(path, WATCHED)) == len(WATCHED)


@pytest.mark.parametrize("damage", [b"", b"not an archive", b"PK\x03\x04 half an archive"])
def test_a_damaged_file_is_compiled_anew(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "watchlist.npz"
    path.write_bytes(damage)
    assert {key(h) for h in Screen.load(path, WATCHED).hits(LISTED)} == {
        key(h) for h in Screen.compile(WATCHED).hits(LISTED)
    }


def test_a_file_of_another_watchlist_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.npz"
    Screen.compile([party("other", "Inspur Group")]).save(path)
    assert {key(h) for h in Screen.load(path, WATCHED).hits(LISTED)} == {
        key(h) for h in Screen.compile(WATCHED).hits(LISTED)
    }


def test_nothing_watched_and_nothing_listed() -> None:
    assert Screen.compile([]).hits(LISTED) == []
    assert Screen.compile(WATCHED).hits([]) == []
    assert ListScreen.compile([]).hits(WATCHED) == []
    assert ListScreen.compile([]).find("Inspur") == []


_some = st.lists(st.sampled_from(WATCHED), unique_by=lambda p: p.id, max_size=6)


@settings(max_examples=60, deadline=None)
@given(_some, st.sampled_from(["Golden Something", "Inspur", "YMTC", "Lan Tian", "浪潮", "A", ""]))
def test_an_alias_more_never_removes_a_hit(watched: list[Counterparty], alias: str) -> None:
    before = {
        (h.counterparty_id, h.entry.name, h.matched_on == "address"): h.verdict
        for h in Screen.compile(watched).hits(LISTED)
    }
    more = [dataclasses.replace(p, aliases=(*p.aliases, alias)) for p in watched]
    after = {
        (h.counterparty_id, h.entry.name, h.matched_on == "address"): h.verdict
        for h in Screen.compile(more).hits(LISTED)
    }
    assert before.keys() <= after.keys()
    assert all(after[k] is Verdict.MATCH for k, verdict in before.items() if verdict is Verdict.MATCH)
    wider = [dataclasses.replace(e, aliases=(*e.aliases, alias)) for e in LISTED if alias]
    again = {(h.counterparty_id, h.entry.name) for h in Screen.compile(watched).hits(wider or LISTED)}
    assert {k[:2] for k in before} <= again


@settings(max_examples=40, deadline=None)
@given(st.permutations(WATCHED))
def test_the_order_of_rows_changes_nothing(watched: list[Counterparty]) -> None:
    assert {key(h) for h in Screen.compile(watched).hits(LISTED)} == {
        key(h) for h in Screen.compile(WATCHED).hits(LISTED)
    }


@given(st.lists(st.text(max_size=20), max_size=8), st.text(max_size=20))
@settings(max_examples=80, deadline=None)
def test_any_text_can_be_screened(names: list[str], listed: str) -> None:
    watched = [party(str(i), name) for i, name in enumerate(names)]
    hits = Screen.compile(watched).hits([entry(listed)])
    if listed in names and any(c.isalnum() for c in listed):
        assert str(names.index(listed)) in {h.counterparty_id for h in hits}
