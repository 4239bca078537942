"""The lag from a document being visible at the source to its message being handed over, in a warm process.

Run: python bench/bench_lag.py [--sizes 10000 100000 300000] [--entries 100]

A made-up rule of 100 entries is served on loopback; a made-up watchlist holds ten of its names, spelled otherwise. A
first poll, of an older rule, makes the process warm, as a daemon is: watchlist compiled, modules loaded. Then the
rule appears. Measured from the start of the visit that finds it to the moment at which the channel is handed the
message (nothing is sent to a server); the interval between visits is not in it. Beside it, in the same run: the bare
parse of the rule, and rapidfuzz.process.cdist (token_set_ratio) over the same names, which finds names but knows no
law. Each size is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process, utils

from monitor.assembly import Assembly
from monitor.config import load
from monitor.deliver import Post
from monitor.demo.source import BundledSource
from monitor.instants import parse_instant
from notifiers.email import letter
from notifiers.model import Message
from notifiers.transport import MailRoute
from parsers.formats import read_file

BEFORE, AFTER = "2025-03-24T12:00", "2025-03-28T09:00"
_SYLLABLES = """
an bei chen da fei gao guan hai han hong hua jia jin jun kai lan li ming nan ning pu qi rui shan tai tian wei
xin xu yang yi yuan yun zhen zhi zhong mar tor vel nor dan kor ras mil tek lin sol gar pol ber
""".split()  # noqa: SIM905
_TRADE = """
Technology Trading Electronics Industrial Logistics Equipment Energy Materials Systems Shipping Machinery
Optical Software Instruments Aviation Marine
""".split()  # noqa: SIM905
_FORMS = ("Co., Ltd.", "LLC", "Limited", "GmbH", "JSC", "Inc.", "FZE")


def names(rng: random.Random) -> Iterator[str]:
    while True:
        coined = "".join(rng.choice(_SYLLABLES) for _ in range(rng.choice((2, 3, 3, 4)))).capitalize()
        yield f"{coined} {rng.choice(_TRADE)} {rng.choice(_FORMS)}"


def rule(listed: list[str]) -> bytes:
    quoted = " ".join(f"“{name};”" for name in listed[:-1])
    rows = "".join(
        f"""<ROW><ENT I="{"22" if n else "01"}">{" " if n else "CHINA, PEOPLE'S REPUBLIC OF"}</ENT>
        <ENT>{name}, a.k.a., the following one alias:<LI>—{name.split()[0]} Group.</LI><LI> </LI>
        <LI>No. {n + 1} Shan Da Road, Jinan, China.</LI></ENT>
        <ENT>For all items subject to the EAR. (See § 744.11 of the EAR)</ENT><ENT>Presumption of denial</ENT>
        <ENT>90 FR [INSERT FR PAGE NUMBER] 3/28/2025.</ENT></ROW>"""
        for n, name in enumerate(listed)
    )
    return f"""<RULE><PREAMB><AGENCY TYPE="F">DEPARTMENT OF COMMERCE</AGENCY>
    <SUBAGY>Bureau of Industry and Security</SUBAGY><CFR>15 CFR Part 744</CFR>
    <SUBJECT>Additions to the Entity List</SUBJECT><ACT><HD SOURCE="HED">ACTION:</HD><P>Final rule.</P></ACT>
    <EFFDATE><HD SOURCE="HED">DATES:</HD><P>This rule is effective March 25, 2025.</P></EFFDATE></PREAMB>
    <SUPLINF><P>Accordingly, part 744 of the Export Administration Regulations is amended as follows:</P>
    <REGTEXT TITLE="15" PART="744"><AMDPAR>1. Supplement no. 4 to part 744 is amended under CHINA, PEOPLE'S REPUBLIC
    OF by adding, in alphabetical order, entries for {quoted} and “{listed[-1]}”</AMDPAR>
    <P>The additions read as follows:</P><HD SOURCE="HD1">Supplement No. 4 to Part 744—Entity List</HD><STARS/>
    <GPOTABLE COLS="5"><BOXHD><CHED H="1">Country</CHED><CHED H="1">Entity</CHED><CHED H="1">License requirement</CHED>
    <CHED H="1">License review policy</CHED><CHED H="1">Federal Register citation</CHED></BOXHD>{rows}</GPOTABLE>
    <STARS/></REGTEXT></SUPLINF></RULE>""".encode()


class OneRule(BundledSource):
    def __init__(self, now: datetime, body: bytes) -> None:
        super().__init__(now)
        self._documents = [one for one in self._documents if one["document_number"] in ("2023-04558", "2025-05427")]
        self._body = body

    def answer(self, path: str) -> tuple[str, bytes] | None:
        return ("text/xml", self._body) if path.endswith("2025-05427.xml") else super().answer(path)


class HandedOver:
    """A channel that writes the letter and notes when; the server's own time is not ours."""

    name = "mail"

    def __init__(self) -> None:
        self.at = 0.0
        self.alerts = 0
        self._route = MailRoute("mailto://127.0.0.1:9?from=a@example.com&to=b@example.com")

    def send(self, message: Message) -> None:
        bytes(letter(message, self._route, message.created_at))
        if any(alert.counterparty for alert in message.alerts):
            self.at = self.at or time.perf_counter()
            self.alerts += sum(alert.counterparty is not None for alert in message.alerts)

    def close(self) -> None:
        self._route.close()


def measure(size: int, entries: int) -> dict[str, Any]:
    rng = random.Random(11)
    coin = names(rng)
    listed = list(dict.fromkeys(next(coin) for _ in range(2 * entries)))[:entries]
    partners = list(dict.fromkeys(next(coin) for _ in range(size + size // 4)))[: size - 10]
    planted = [name.rsplit(" ", 1)[0].upper().removesuffix(" CO.,") + " LTD" for name in listed[:10]]
    body = rule(listed)
    with tempfile.TemporaryDirectory() as work, OneRule(parse_instant(BEFORE), body) as source:
        folder = Path(work)
        rows = [f'P{n},"{name}",CN' for n, name in enumerate([*partners, *planted])]
        (folder / "partners.csv").write_text("\n".join(["id,name,country", *rows]), "utf-8")
        (folder / "config.toml").write_text(
            f'[database]\nurl = "sqlite:///lag.db"\n[sources.federal_register]\nbase_url = "{source.base_url}"\n'
            '[[watchlists]]\nname = "partners"\npath = "partners.csv"\n[[channels]]\nname = "mail"\ntype = "console"\n',
            "utf-8",
        )
        clock = [parse_instant(BEFORE)]
        channel = HandedOver()
        with Assembly.open(load(folder / "config.toml"), {}, now=clock[0]) as assembly:
            assembly.posts["mail"] = Post(channel, assembly.posts["mail"].route)  # type: ignore[index]
            assembly.deliverer._clock = lambda: clock[0]
            started = time.perf_counter()
            assembly.poller.poll(clock[0])
            assembly.deliverer.drain()
            warm_up = time.perf_counter() - started
            source.now = clock[0] = parse_instant(AFTER)
            started = time.perf_counter()
            assembly.poller.poll(clock[0])
            decided = time.perf_counter() - started
            assembly.deliverer.drain()
            lag = channel.at - started
    started = time.perf_counter()
    read_file(body, "2025-05427.xml")
    parse = time.perf_counter() - started
    started = time.perf_counter()
    process.cdist(
        [utils.default_process(n) for n in listed],
        [utils.default_process(n) for n in (*partners, *planted)],
        scorer=fuzz.token_set_ratio,
        score_cutoff=90,
        workers=1,
    )
    cdist = time.perf_counter() - started
    return {
        "size": size,
        "lag": lag,
        "decided": decided,
        "alerts": channel.alerts,
        "parse": parse,
        "cdist": cdist,
        "first_poll": warm_up,
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 300_000])
    arguments.add_argument("--entries", type=int, default=100)
    arguments.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.one:
        with open(os.devnull, "w") as nothing:  # the program logs to stderr; figures go to stdout
            os.dup2(nothing.fileno(), 2)
        figures = measure(given.one, given.entries)
        print("\n" + json.dumps(figures))
        return
    print(f"a rule of {given.entries} entries; lag in seconds from the visit to the letter handed over (target: < 2)")
    titles = ("lag", "decided", "alerts", "parse", "cdist", "lag/parse", "lag/cdist", "start")
    print("counterparties " + " ".join(f"{title:>9}" for title in titles))
    for size in given.sizes:
        command = [sys.executable, __file__, "--one", str(size), "--entries", str(given.entries)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        f = json.loads(done.stdout.strip().splitlines()[-1])
        lag, parse, cdist = f["lag"], f["parse"], f["cdist"]
        row = [f"{lag:.2f}", f"{f['decided']:.2f}", f"{f['alerts']}", f"{parse:.3f}", f"{cdist:.2f}"]
        row += [f"{lag / parse:.1f}", f"{lag / cdist:.2f}", f"{f['first_poll']:.1f}"]
        print(f"{size:>14,} " + " ".join(f"{figure:>9}" for figure in row), flush=True)


if __name__ == "__main__":
    main()
