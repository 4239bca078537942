"""Accuracy of name comparison beside rapidfuzz at its best thresholds.

Run: python bench/bench_names_accuracy.py [--corpus ../shared/corpus] [--wrong CLASS]

Pairs: the public name-matching cases of the corpus, list-style pairs made from the real lists by the generators in
``list_pairs.py``, and pairs written in the manner of the lists (``written_pairs.csv``, ``held_out_pairs.csv``). Every
set is cut in two by a hash of the pair. Thresholds (of rapidfuzz, and of our own score) are chosen on the first half
only. Our rules were set while looking at the first half, and at most of the second half of the written pairs too: the
figures that count are those of the second half of the other sets, and both of the held-out pairs, which no rule was set
on.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, utils

sys.path.insert(0, str(Path(__file__).resolve().parent))

from list_pairs import Pair, list_pairs, public_pairs, written_pairs

from monitor.screening import Verdict, compare


def half(pair: Pair) -> int:
    """0: to tune on; 1: to report."""
    return hashlib.sha256(f"{pair.a}|{pair.b}".encode()).digest()[0] % 2


def figures(truth: list[bool], said: list[bool]) -> tuple[float, float, float]:
    """F1, precision, recall."""
    right = sum(t and s for t, s in zip(truth, said, strict=True))
    precision = right / sum(said) if any(said) else 1.0
    recall = right / sum(truth) if any(truth) else 1.0
    return (2 * precision * recall / (precision + recall) if precision + recall else 0.0), precision, recall


def best_threshold(truth: list[bool], scores: list[float]) -> float:
    return max(sorted(set(scores)), key=lambda t: figures(truth, [s >= t for s in scores])[0])


def show(title: str, pairs: list[Pair]) -> None:
    tuning = [p for p in pairs if half(p) == 0]
    reported = [p for p in pairs if half(p) == 1]
    print(f"\n{title}: {len(pairs)} pairs, {len(tuning)} to tune on, {len(reported)} reported")
    columns: dict[str, Callable[[list[Pair]], list[bool]]] = {}
    scorers: dict[str, Callable[[Pair], float]] = {
        name: (lambda p, f=f: f(p.a, p.b, processor=utils.default_process))
        for name, f in (
            ("token_set", fuzz.token_set_ratio),
            ("token_sort", fuzz.token_sort_ratio),
            ("WRatio", fuzz.WRatio),
        )
    }
    results = {id(p): compare(p.a, p.b) for p in pairs}
    scorers["our score"] = lambda p: results[id(p)].score
    for name, scorer in scorers.items():
        threshold = best_threshold([p.same for p in tuning], [scorer(p) for p in tuning])
        columns[f"{name} >= {threshold:.3g}"] = lambda ps, scorer=scorer, threshold=threshold: [
            scorer(p) >= threshold for p in ps
        ]
    columns["match"] = lambda ps: [results[id(p)].verdict is Verdict.MATCH for p in ps]
    columns["match or possible"] = lambda ps: [results[id(p)].verdict is not Verdict.DIFFERENT for p in ps]
    for which, name in ((tuning, "tuning half"), (reported, "REPORTED half")):
        print(f"  {name}")
        for label, classes in [
            ("all", which),
            *((c, [p for p in which if p.group == c]) for c in sorted({p.group for p in which})),
        ]:
            truth = [p.same for p in classes]
            print(f"    {label:<14} {len(classes):>5} ({sum(truth)} same)")
            for column, said in columns.items():
                f1, precision, recall = figures(truth, said(classes))
                print(f"        {column:<22} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "corpus")
    parser.add_argument("--wrong", metavar="CLASS", help="list the pairs of the tuning half that are judged wrongly")
    arguments = parser.parse_args()
    sets = {"public cases": public_pairs(arguments.corpus), "list-style pairs": list_pairs(arguments.corpus)}
    sets["written pairs"] = written_pairs()
    if not arguments.wrong:
        for title, pairs in sets.items():
            show(title, pairs)
        show("held-out pairs", written_pairs("held_out_pairs.csv"))
        return
    for title, pairs in sets.items():
        for pair in pairs:
            found = compare(pair.a, pair.b)
            if (
                half(pair) == 0
                and arguments.wrong in {pair.group, "all", title}
                and (found.verdict is Verdict.MATCH) != pair.same
            ):
                print(
                    f"{pair.group:<10} {'same' if pair.same else 'other'} {found.verdict:<9} {found.score:.2f}"
                    f" {pair.a} | {pair.b} | {found.reason}"
                )


if __name__ == "__main__":
    main()
