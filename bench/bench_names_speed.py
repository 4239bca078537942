"""Speed and memory of screening beside rapidfuzz.process.cdist(token_set_ratio), in one run on the machine at hand.

Run: python bench/bench_names_speed.py [--sizes 10000 100000 1000000] [--corpus ../shared/corpus]

The watchlists are made up: places, coined and real name words, trade words and legal forms drawn as often as on the
lists, a fifth persons, some in native script. Into each are planted renderings of 300 real entries (another legal
form, order, case, one letter off, spacing): what a matcher must find. Each size is measured in a process of its
own, so that peak memory is that size's. cdist at 1,200 x 1M takes minutes: it is run on a sample of the watchlist
that has all planted names, and its time scaled to the whole (its cost is linear in both sides).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from monitor.screening import Screen
from monitor.watchlist import Counterparty
from parsers.model import ListEntry, ListName

PLANTED_FROM = 300


def listed(corpus: Path) -> list[ListEntry]:
    """300 entries of the Entity List with their aliases (about 1,200 names)."""
    rows = json.loads((corpus / "csl" / "csl_2026-07-31_derived.json").read_text(encoding="utf-8"))
    sources = rows["tables"]["sources"]
    entries = [e for e in rows["entries"] if sources[e["s"]].startswith("Entity List")]
    rng = random.Random(7)
    with_aliases = [e for e in entries if len(e.get("a") or ()) >= 2]
    return [
        ListEntry(ListName.ENTITY_LIST, None, e["n"], aliases=tuple(e["a"]))
        for e in rng.sample(with_aliases, PLANTED_FROM)
    ]


_SYLLABLES_TEXT = """
an bei chen da de fei gao guan hai han hong hua hui jia jian jin jun kai ke lan li lian long lu ming nan ning pu
qi qing rui san shan sheng shi tai tian tong wan wei xin xing xu yang yi ying yu yuan yun ze zhen zhi zhong zhou
mar tor vel nor dan kor ras mil tek lin sol gar pol ber
"""
_SYLLABLES = _SYLLABLES_TEXT.split()
_TRADE_TEXT = """
Technology Technology Technology Trading Trading International Electronics Engineering Industrial Import Export
Logistics Equipment Development Energy Materials Systems Services Shipping Machinery Medical Chemical Optical
Software Instruments Aviation Marine Investment Construction
"""
_TRADE = _TRADE_TEXT.split()
_PLACES = [
    "Beijing",
    "Shanghai",
    "Shenzhen",
    "Guangzhou",
    "Hong Kong",
    "Dubai",
    "Moscow",
    "Istanbul",
    "Wuhan",
    "Nanjing",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
]
_FORMS = [
    "Co., Ltd.",
    "Co., Ltd.",
    "LLC",
    "Limited",
    "GmbH",
    "OOO",
    "JSC",
    "FZE",
    "Inc.",
    "Sdn Bhd",
    "A.Ş.",
    "S.A.",
    "",
]
_GIVEN_TEXT = """
Mohammad Ali Hassan Wei Li Ivan Sergei Vladimir Ahmed John Maria Anna Hussein Reza Dmitry Alexander Chen Yan
Carlos Jose
"""
_GIVEN = _GIVEN_TEXT.split()
_WORDS_TEXT = """
Global Star Golden United Pacific Blue Sky Sun Ocean Royal National Delta Alpha Prime Silver Eagle Dragon
Victory Union Grand
"""
_WORDS = _WORDS_TEXT.split()


def made_up(rng: random.Random) -> str:
    coined = "".join(rng.choice(_SYLLABLES) for _ in range(rng.choice([2, 2, 3]))).capitalize()
    kind = rng.random()
    if kind < 0.2:
        return (
            f"{rng.choice(_GIVEN)} {coined}" if kind < 0.15 else f"{rng.choice(_GIVEN)} {rng.choice(_GIVEN)} {coined}"
        )
    if kind < 0.24:
        return (
            rng.choice(["北京", "上海", "深圳市", "广州"])
            + "".join(rng.choice("嘉思博华信达明远航天宇通泰和盛") for _ in range(rng.choice([2, 3])))
            + rng.choice(["科技有限公司", "贸易有限公司", "电子股份有限公司"])
        )
    if kind < 0.26:
        return f"ООО «{''.join(rng.choice('бвгдклмнрст') + rng.choice('аеио') for _ in range(3)).capitalize()}»"
    if kind < 0.4:
        coined = f"{rng.choice(_WORDS)} {coined}" if kind < 0.33 else f"{rng.choice(_WORDS)} {rng.choice(_WORDS)}"
    return " ".join(
        filter(None, [rng.choice(_PLACES), coined, *rng.sample(_TRADE, rng.choice([1, 1, 2])), rng.choice(_FORMS)])
    )


def variant(name: str, rng: random.Random) -> str:
    """The name as another hand would write it."""
    kind = rng.randrange(5)
    if kind == 0:
        return name.upper().replace(",", "")
    if kind == 1:
        return re.sub(r"(?i)\bco\.?,? ?ltd\.?", "Company Limited", name)
    long = list(re.finditer(r"[A-Za-z]{9,}", name))
    if kind == 2 and long:
        word = rng.choice(long)
        at = rng.randrange(word.start() + 2, word.end() - 1)
        return name[:at] + name[at + 1 :]
    if kind == 3:
        return name.replace("-", " ").replace("(", "").replace(")", "")
    return name.replace("Technology", "Technologies").replace("Institute", "Inst.") if kind == 4 else name.lower()


def watchlist(size: int, entries: list[ListEntry]) -> Iterator[Counterparty]:
    rng = random.Random(size)
    spots = sorted(rng.sample(range(size), PLANTED_FROM))
    planted = dict(zip(spots, range(PLANTED_FROM), strict=True))
    for i in range(size):
        if i in planted:
            entry = entries[planted[i]]
            yield Counterparty(f"P{planted[i]}", variant(rng.choice([entry.name, *entry.aliases]), rng), country=None)
        else:
            yield Counterparty(f"C{i}", made_up(rng))


def rss() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(size: int, corpus: Path) -> dict[str, float]:  # noqa: PLR0915 - one list of figures, in order
    entries = listed(corpus)
    figures: dict[str, float] = {"size": size}
    started = time.perf_counter()
    made = sum(1 for _ in watchlist(size, entries))
    making = time.perf_counter() - started
    assert made == size
    started = time.perf_counter()
    screen = Screen.compile(watchlist(size, entries))
    figures["compile s (making the names taken off)"] = time.perf_counter() - started - making
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "watchlist.npz"
        started = time.perf_counter()
        screen.save(path)
        figures["save s"] = time.perf_counter() - started
        figures["file MB"] = path.stat().st_size / 1e6
        del screen
        started = time.perf_counter()
        screen = Screen.load(path, watchlist(size, entries))
        figures["load s (making the names taken off)"] = time.perf_counter() - started - making
    figures["peak MB after compile and load"] = rss()
    names = [value for entry in entries for value in (entry.name, *entry.aliases)]
    figures["names asked for"] = len(names)
    started = time.perf_counter()
    screen.hits(entries[:12])
    figures["12 entries, first time, s"] = time.perf_counter() - started
    started = time.perf_counter()
    screen.hits(entries[12:24])
    figures["12 other entries s"] = time.perf_counter() - started
    started = time.perf_counter()
    hits = screen.hits(entries)
    figures["300 entries s"] = time.perf_counter() - started
    own = {id(entry): f"P{i}" for i, entry in enumerate(entries)}
    found = {h.counterparty_id for h in hits if h.counterparty_id == own[id(h.entry)]}
    figures["planted names found"] = len(found) / PLANTED_FROM
    figures["hits on names not planted"] = sum(not h.counterparty_id.startswith("P") for h in hits)
    figures["of them match"] = sum(not h.counterparty_id.startswith("P") and h.verdict == "match" for h in hits)
    figures["peak MB"] = rss()

    rng = random.Random(1)
    sample_size = min(size, 10_000)
    rows = [p for p in watchlist(size, entries) if p.id.startswith("P") or rng.random() < sample_size / size]
    column = [utils.default_process(p.name) for p in rows]
    asked = [utils.default_process(name) for name in names]
    started = time.perf_counter()
    scores = process.cdist(asked, column, scorer=fuzz.token_set_ratio, workers=2, score_cutoff=70, dtype="uint8")
    taken = time.perf_counter() - started
    figures["cdist s (2 workers, scaled from a sample)"] = taken * size / len(column)
    figures["ratio to cdist"] = figures["cdist s (2 workers, scaled from a sample)"] / figures["300 entries s"]
    owner = [i for i, entry in enumerate(entries) for _ in (entry.name, *entry.aliases)]
    best = dict.fromkeys(range(PLANTED_FROM), 0)
    for j, party in enumerate(rows):
        if party.id.startswith("P"):
            target = int(party.id[1:])
            best[target] = max(int(scores[i, j]) for i, o in enumerate(owner) if o == target)
    for threshold in (80, 90, 95):
        figures[f"cdist planted found at {threshold}"] = sum(b >= threshold for b in best.values()) / PLANTED_FROM
        extra = [j for j, p in enumerate(rows) if not p.id.startswith("P")]
        figures[f"cdist hits on names not planted at {threshold} (scaled)"] = (
            float((scores[:, extra] >= threshold).sum()) * size / len(column) if extra else 0.0
        )
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "corpus")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.corpus)))
        return
    columns = []
    for size in arguments.sizes:
        command = [sys.executable, __file__, "--one", str(size), "--corpus", str(arguments.corpus)]
        columns.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    for name in columns[0]:
        print(f"{name:<58}" + "".join(f"{column[name]:>14,.3f}" for column in columns))


if __name__ == "__main__":
    main()
