"""How fast ownership is computed, against networkx doing the same in the same run, at three sizes.

    python bench/bench_ownership.py [--sizes 10000,100000,1000000] [--without-networkx]

Prints for each size the processor time from stakes to the result, of one changed stake and of one changed listing, and
the ratios to networkx; then the memory that the largest size takes, measured in a process of its own.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monitor.ownership import Caught, Ownership
from monitor.watchlist import Stake

LISTED_SHARE = 0.03  # 30,000 listed parties among a million stakes


def world(size: int) -> tuple[list[Stake], list[str]]:
    """``size`` stakes in about half as many parties: majorities, small ones, cross-holdings, unknown ones."""
    chance = random.Random(size)
    names = [f"party {number}" for number in range(size // 2)]
    free = [100.0] * len(names)
    stakes = []
    for _ in range(size):
        owned = chance.randrange(len(names))
        owner = chance.randrange(owned + 1) if chance.random() < 0.95 else chance.randrange(len(names))
        wanted = chance.choice((5, 10, 12.5, 20, 25, 30, 49, 50, 51, 60, 75, 100))
        percent = min(free[owned], wanted)
        free[owned] -= percent
        stakes.append(Stake(names[owner], names[owned], percent if percent and chance.random() > 0.05 else None))
    return stakes, chance.sample(names, int(size * LISTED_SHARE))


def seconds(function, repeat: int = 1) -> tuple[float, object]:
    """Processor time, the best of some runs: both sides use one thread, and how busy the machine is does not count."""
    best, result = float("inf"), None
    for _ in range(repeat):
        start = time.process_time()
        result = function()
        best = min(best, time.process_time() - start)
    return best, result


def with_networkx(stakes: list[Stake], listed: list[str]) -> tuple[object, set[str]]:
    import networkx  # noqa: PLC0415 - not needed for our side

    held: dict[tuple[str, str], float] = {}
    for stake in stakes:
        key = (stake.owner, stake.owned)
        held[key] = max(held.get(key, 0.0), stake.percent or 0.0)  # two statements of one stake: the larger
    graph = networkx.DiGraph()
    graph.add_weighted_edges_from((owner, owned, percent) for (owner, owned), percent in held.items())
    return graph, reached_in(graph, listed)


def reached_in(graph, listed: list[str]) -> set[str]:
    reached = {party for party in listed if party in graph}
    total: dict[str, float] = {}
    todo = list(reached)
    while todo:
        owner = todo.pop()
        for owned, edge in graph[owner].items():
            if owned == owner:
                continue
            total[owned] = total.get(owned, 0.0) + edge["weight"]
            if owned not in reached and total[owned] >= 50:
                reached.add(owned)
                todo.append(owned)
    return reached - set(listed)


def bench(size: int, networkx: bool) -> None:
    stakes, listed = world(size)
    from_nothing, caught = seconds(lambda: Ownership.build(stakes).caught(listed))
    assert isinstance(caught, Caught)
    graph = caught.graph
    fixpoint, _ = seconds(lambda: graph.caught(listed), 3)
    owner, owned = listed[0], "party 7"
    new_stake, _ = seconds(lambda: caught.with_stake(Stake(owner, owned, 55.0)), 5)
    sold, _ = seconds(lambda: caught.with_stake(Stake(stakes[5].owner, stakes[5].owned, 0.0)), 3)
    removed, _ = seconds(lambda: caught.with_listed(listed[1:]), 5)
    added, _ = seconds(lambda: caught.with_listed([*listed, "party 3"]), 5)
    found = caught.parties()
    proofs, _ = seconds(lambda: [caught.steps(party) for party in found[:1000]])
    print(
        f"{size:>9,} stakes, {len(listed):,} listed, {len(found):,} caught: from nothing {from_nothing:.2f} s "
        f"(fixpoint {fixpoint * 1000:.0f} ms); changed: stake {new_stake * 1000:.1f} ms, sold {sold * 1000:.1f} ms, "
        f"listing removed {removed * 1000:.1f} ms, added {added * 1000:.1f} ms; 1,000 proofs {proofs * 1000:.0f} ms",
        flush=True,
    )
    if networkx:
        theirs, result = seconds(lambda: with_networkx(stakes, listed))
        their_graph, their_found = result
        assert their_found == set(found), "networkx and we disagree"
        again, _ = seconds(lambda: reached_in(their_graph, listed))
        print(
            f"          networkx: from nothing {theirs:.2f} s, after a change {again * 1000:.0f} ms; "
            f"ratios: from nothing {theirs / from_nothing:.2f}, changed listing {again / max(removed, added):.1f}, "
            f"changed stake {again / max(new_stake, sold):.1f}",
            flush=True,
        )


def memory(size: int) -> None:
    stakes, listed = world(size)
    gc.collect()
    before = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
    caught = Ownership.build(stakes).caught(listed)
    status = Path("/proc/self/status").read_text()  # ru_maxrss would count the parent's, from before exec
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(f"{size:>9,} stakes: peak {peak:.0f} MB, of which {before:.0f} MB hold the stakes as read")
    assert caught.parties()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", default="10000,100000,1000000")
    options.add_argument("--without-networkx", action="store_true")
    options.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.memory:
        memory(given.memory)
        return
    sizes = [int(size) for size in given.sizes.split(",")]
    for size in sizes:
        bench(size, not given.without_networkx)
    subprocess.run([sys.executable, __file__, "--memory", str(sizes[-1])], check=True)


if __name__ == "__main__":
    main()
