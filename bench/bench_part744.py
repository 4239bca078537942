"""Part 744 of the eCFR to entries: time beside the bare lxml parse of the same bytes, memory, and growth with size.

    python bench/bench_part744.py [FILE]

FILE is a capture of part 744 (2.5 MB); without one, a part of the same shape is made up. "cold" reads every row for the
first time, "warm" is the next day's capture, whose rows have all but a few been read before.
"""

# ruff: noqa: E501 - rows of the table are written in one piece
from __future__ import annotations

import gc
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from parsers.ecfr import parse_part
from parsers.entries import read_entity_cell
from parsers.list_rows import read_row

ROWS = 3415
HEAD = (
    '<?xml version="1.0"?>\n<DIV5 N="744" TYPE="PART"><HEAD>PART 744</HEAD>\n'
    '<DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX"><HEAD>Entity List</HEAD><DIV><TABLE><THEAD><TR><TH>Country</TH>'
    "<TH>Entity</TH><TH>License requirement</TH><TH>License review policy</TH><TH>Federal Register citation</TH></TR></THEAD><TBODY>\n"
)
TAIL = "</TBODY></TABLE></DIV></DIV9></DIV5>"


def made_up(rows: int) -> bytes:
    """A part with the Entity List alone; every row differs."""
    cells = []
    for n in range(rows):
        country = f"COUNTRY {n // 40}" if n % 40 == 0 else " "
        aliases = "".join(f"<br/>&#x2014;Example {n} Alias {k} Co., Ltd.;" for k in range(n % 5))
        header = (
            f", a.k.a., the following {n % 5 + 1} aliases:{aliases}<br/>&#x2014;Last {n}.<br/> <br/>" if n % 3 else ","
        )
        cells.append(
            f'<TR>\n<TD class="left border-right-single">{country}</TD>\n<TD class="left">Example Trading {n} Co., Ltd.{header} '
            f'No. {n} Main Street, Haidian District, Beijing, China; <E T="03">and</E> Room {n}, 5th Floor, Tower B, Wan Chai, Hong Kong.</TD>\n'
            '<TD class="left">For all items subject to the EAR. (See &#xA7;&#xA7; 734.9(g),<sup>3</sup> 746.8(a)(3) of the EAR)</TD>\n'
            f'<TD class="left">Policy of denial</TD>\n<TD class="left">90 FR {14000 + n}, 3/28/25.\n</TD>\n</TR>\n'
        )
    return (HEAD + "".join(cells) + TAIL).encode()


def shortened(content: bytes, share: float) -> bytes:
    """The same part with only the first rows of the Entity List."""
    start = content.index(b"<TBODY>", content.index(b"Supplement No. 4 to Part 744"))
    end = content.index(b"</TBODY>", start)
    cut = content.rindex(b"</TR>", start, start + int((end - start) * share)) + len(b"</TR>")
    return content[:cut] + content[end:]


def best(work: Callable[[], object], times: int, before: Callable[[], object] = lambda: None) -> float:
    """CPU seconds of the fastest of some runs: other programs on the machine do not count."""
    taken = []
    for _ in range(times):
        before()
        gc.collect()
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def forget() -> None:
    read_row.cache_clear()
    read_entity_cell.cache_clear()


def main() -> None:
    content = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else made_up(ROWS)
    print(f"part 744: {len(content) / 1e6:.2f} MB")
    print(
        f"{'share':>6} {'MB':>6} {'entries':>8} {'lxml ms':>8} {'cold ms':>8} {'x lxml':>7} {'warm ms':>8} {'x lxml':>7}"
    )
    for share in (0.25, 0.5, 1.0):
        part = content if share == 1.0 else shortened(content, share)
        bare = best(lambda part=part: etree.fromstring(part), 5)  # type: ignore[misc]
        cold = best(lambda part=part: parse_part(part), 3, forget)  # type: ignore[misc]
        warm = best(lambda part=part: parse_part(part), 3)  # type: ignore[misc]
        entries = len(parse_part(part).entries)
        print(
            f"{share:>6.0%} {len(part) / 1e6:>6.2f} {entries:>8} {bare * 1e3:>8.0f} {cold * 1e3:>8.0f} {cold / bare:>7.1f}"
            f" {warm * 1e3:>8.0f} {warm / bare:>7.1f}"
        )
    forget()
    tracemalloc.start()
    snapshot = parse_part(content)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"memory: {held / 1e6:.1f} MB held by {len(snapshot.entries)} entries and the rows remembered, {peak / 1e6:.1f} MB at most"
    )
    print(f"        {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB resident, lxml's trees included")


if __name__ == "__main__":
    main()
