"""How long rules take to read, beside the bare tree parse of the same bytes, and a day's issue streamed with its
memory.

``python bench/bench_rule.py [CORPUS]``: CORPUS is the folder of published documents (default: $REGWATCH_CORPUS).
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from parsers.rule import iter_rules, parse_rule

ROOT = Path(__file__).resolve().parent.parent


def best(action: Callable[[], object], rounds: int = 5) -> float:
    """The shortest of several runs, in milliseconds."""
    times = []
    for _ in range(rounds):
        gc.collect()
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return min(times) * 1000


def documents(folder: Path) -> None:
    print(f"{'document':<16}{'bytes':>9}{'tree ms':>9}{'rule ms':>9}{'ratio':>7}{'changes':>9}{'amendments':>12}")
    total_tree = total_rule = total_bytes = 0.0
    for path in sorted(folder.glob("*.xml")):
        content = path.read_bytes()
        rule = parse_rule(content)
        tree_ms, rule_ms = best(lambda c=content: etree.fromstring(c)), best(lambda c=content: parse_rule(c))
        total_tree, total_rule, total_bytes = total_tree + tree_ms, total_rule + rule_ms, total_bytes + len(content)
        counts = f"{len(rule.changes):>9}{len(rule.amendments):>12}"
        print(f"{path.stem:<16}{len(content):>9}{tree_ms:>9.2f}{rule_ms:>9.1f}{rule_ms / tree_ms:>7.0f}{counts}")
    print(f"{'all':<16}{total_bytes:>9.0f}{total_tree:>9.2f}{total_rule:>9.1f}{total_rule / total_tree:>7.0f}")


def issue(path: Path) -> None:
    begun = time.perf_counter()
    tree = etree.parse(str(path))
    tree_ms = (time.perf_counter() - begun) * 1000
    del tree
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    with path.open("rb") as stream:
        read = sum(1 for _ in iter_rules(stream))
    took = (time.perf_counter() - begun) * 1000
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    tracemalloc.start()
    with path.open("rb") as stream:
        for _ in iter_rules(stream):
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"\nissue {path.stem}: {path.stat().st_size} bytes, {read} documents, {took:.0f} ms streamed "
        f"({took / tree_ms:.0f} x the bare tree), "
        f"peak of Python objects {peak / 2**20:.1f} MiB, resident set grew by {grown / 1024:.1f} MiB"
    )


def main() -> None:
    corpus = Path(
        sys.argv[1] if len(sys.argv) > 1 else os.environ.get("REGWATCH_CORPUS", ROOT.parent / "shared" / "corpus")
    )
    if not corpus.is_dir():
        sys.exit(f"needs the published documents; {corpus} is no folder")
    documents(corpus / "federal_register" / "documents")
    for path in sorted((corpus / "federal_register" / "xml_issue").glob("*.xml")):
        issue(path)


if __name__ == "__main__":
    main()
