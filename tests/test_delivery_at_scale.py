"""Much at once, and several daemons: no flood, nothing missing, each delivery sent by one of them."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import runpy
import socket
import threading
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from monitor import deliver
from monitor.assembly import Assembly
from monitor.config import load
from monitor.deliver import Deliverer, Post
from monitor.demo.source import BundledSource
from monitor.instants import parse_instant
from monitor.routing import Route
from monitor.store import open_store
from notifiers import slack
from notifiers.model import Alert, Message, Party, Severity, Source

NOW = datetime(2025, 3, 25, 14, tzinfo=UTC)
ENTRIES, ROWS_EACH = 1_000, 10  # ten counterparties, such as its sites, for each entry: 10,000 alerts


class Recorder:
    """A channel that keeps what it is sent."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.messages: list[Message] = []

    def send(self, message: Message) -> None:
        self.messages.append(message)

    def close(self) -> None:
        pass


# --- ten thousand alerts from one rule -------------------------------------------------------------------------------


def name_of(number: int) -> str:
    """A name that resembles no other: its letters count in base 20."""
    letters = "bcdfghklmnprstvwxzjq"
    word = "".join(letters[number // 20**place % 20] + "aeiou"[(number // 20**place + place) % 5] for place in range(4))
    return f"{word.capitalize()} Optoelectronics Co., Ltd."


def huge_rule(names: list[str]) -> bytes:
    quoted = " ".join(f"“{name[:-1]}.;”" for name in names[:-1])
    rows = "".join(
        f"""<ROW><ENT I="{"01" if n == 0 else "22"}">{"CHINA, PEOPLE'S REPUBLIC OF" if n == 0 else " "}</ENT>
        <ENT>{name}<LI>No. {n + 1} Shan Da Road, Jinan, China.</LI></ENT>
        <ENT>For all items subject to the EAR. (See § 744.11 of the EAR)</ENT><ENT>Presumption of denial</ENT>
        <ENT>90 FR [INSERT FR PAGE NUMBER] 3/28/2025.</ENT></ROW>"""
        for n, name in enumerate(names)
    )
    return f"""<RULE><PREAMB><AGENCY TYPE="F">DEPARTMENT OF COMMERCE</AGENCY>
    <SUBAGY>Bureau of Industry and Security</SUBAGY><CFR>15 CFR Part 744</CFR>
    <SUBJECT>Additions to the Entity List</SUBJECT>
    <ACT><HD SOURCE="HED">ACTION:</HD><P>Final rule.</P></ACT>
    <EFFDATE><HD SOURCE="HED">DATES:</HD><P>This rule is effective March 25, 2025.</P></EFFDATE></PREAMB>
    <SUPLINF><P>Accordingly, part 744 of the Export Administration Regulations is amended as follows:</P>
    <REGTEXT TITLE="15" PART="744"><AMDPAR>1. Supplement no. 4 to part 744 is amended under CHINA, PEOPLE'S REPUBLIC
    OF by adding, in alphabetical order, entries for {quoted} and “{names[-1][:-1]}.”</AMDPAR>
    <P>The additions read as follows:</P><HD SOURCE="HD1">Supplement No. 4 to Part 744—Entity List</HD><STARS/>
    <GPOTABLE COLS="5"><BOXHD><CHED H="1">Country</CHED><CHED H="1">Entity</CHED><CHED H="1">License requirement</CHED>
    <CHED H="1">License review policy</CHED><CHED H="1">Federal Register citation</CHED></BOXHD>{rows}</GPOTABLE>
    <STARS/></REGTEXT></SUPLINF></RULE>""".encode()


class HugeSource(BundledSource):
    def __init__(self, now: datetime, body: bytes) -> None:
        super().__init__(now)
        self._documents = [one for one in self._documents if one["document_number"] == "2025-05427"]
        self._body = body

    def answer(self, path: str) -> tuple[str, bytes] | None:
        if path.endswith("2025-05427.xml"):
            return "text/xml", self._body
        return super().answer(path)


def test_ten_thousand_alerts_of_one_rule_are_one_message_for_each_channel(tmp_path: Path) -> None:
    letters: list[Any] = []

    class Handler:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            return "250 OK"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    mail = Controller(Handler(), hostname="127.0.0.1", port=port)
    mail.start()
    names = [name_of(7 * number + 11) for number in range(ENTRIES)]
    rows = ["id,name,country"]
    rows += [f'P{n}-{site},"{name}",CN' for n, name in enumerate(names) for site in range(ROWS_EACH)]
    (tmp_path / "partners.csv").write_text("\n".join(rows), "utf-8")
    with HugeSource(parse_instant("2025-03-24T12:00"), huge_rule(names)) as source:
        (tmp_path / "config.toml").write_text(
            f"""
[database]
url = "sqlite:///huge.db"
[sources.federal_register]
base_url = "{source.base_url}"
[[watchlists]]
name = "partners"
path = "partners.csv"
[[channels]]
name = "mail"
type = "email"
url = "mailto://127.0.0.1:{port}?from=regwatch@example.com&to=officer@example.com"
[[channels]]
name = "chat"
type = "console"
""",
            "utf-8",
        )
        chat = Recorder("chat")
        for moment in ("2025-03-24T12:00", "2025-03-28T09:00"):
            source.now = now = parse_instant(moment)
            with Assembly.open(load(tmp_path / "config.toml"), {}, now=now) as assembly:
                assembly.posts["chat"] = Post(chat, assembly.posts["chat"].route)  # type: ignore[index]
                assembly.poller.poll(now)
                assembly.deliverer.drain(flush=True)
                logged = assembly.store.alerts()
    mail.stop()
    partners = [one for one in logged if one.alert.counterparty is not None]
    assert len({one.alert.counterparty.id for one in partners if one.alert.counterparty}) == ENTRIES * ROWS_EACH
    assert {d.state for one in logged for d in one.deliveries} == {"delivered"}
    about_partners = [one for one in letters if "partner listed" in str(one["Subject"]).lower()]
    assert len(about_partners) == 1, [str(one["Subject"]) for one in letters]
    assert len(letters) == len(chat.messages) <= 3
    letter = about_partners[0]
    (table,) = letter.iter_attachments()
    content = table.get_content()
    if table.get_content_type() == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = packed.read(packed.namelist()[0]).decode("utf-8-sig")
    in_table = {cell for row in csv.reader(io.StringIO(content)) for cell in row}
    assert {one.alert.id for one in partners} <= in_table
    assert len(letter.get_body(("html",)).get_content().encode()) < 102_000, "shown whole by mail clients"
    (told,) = [message for message in chat.messages if len(message.alerts) > ENTRIES]
    parts = slack.parts(told)
    assert len(parts) <= slack.MOST_PARTS
    assert all(len(part["blocks"]) <= slack.BLOCKS for part in parts)
    assert f"{len(told.alerts):,}" in json.dumps(parts, ensure_ascii=False), "the number is said"


# --- several daemons on one outbox -----------------------------------------------------------------------------------


def alert(number: int) -> Alert:
    document, party = f"D{number // 4}", f"P{number % 7}"
    return Alert(
        id=f"a-{number:012x}",
        key=f"key {number}",
        kind="loophole-opened",
        severity=Severity.WARNING,
        headline=f"Event {number}",
        reason="Because of a rule.",
        observed_at=NOW,
        counterparty=Party(party, party),
        sources=(Source(document, "90 FR 1", "A rule", "https://example.com/", "published"),),
    )


def test_two_daemons_share_an_outbox_and_each_delivery_is_sent_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    url = runpy.run_path(str(Path(__file__).parent / "postgres.py"))["new_database"]()
    monkeypatch.setattr(deliver, "AT_ONCE", 6)  # each takes a little at a time, so that both have work
    sent: list[tuple[int, Message]] = []
    lock = threading.Lock()
    meet = threading.Barrier(2)

    class Slow(Recorder):
        def __init__(self, daemon: int) -> None:
            super().__init__("web")
            self.daemon = daemon

        def send(self, message: Message) -> None:
            with lock:
                sent.append((self.daemon, message))
                first = len([1 for daemon, _ in sent if daemon == self.daemon]) == 1
            if first:
                meet.wait(20)  # both are sending now

    with open_store(url) as store:
        store.add_alerts([(alert(number), [("web", NOW)]) for number in range(84)])
    done = Counter[str]()

    def daemon(number: int) -> None:
        with open_store(url) as store:
            post = Post(Slow(number), Route("web", group_wait=timedelta(), catch_up=timedelta(days=1)))
            deliverer = Deliverer(store, {"web": post}, clock=lambda: NOW + timedelta(seconds=1))
            while any(count.state != "failed" for count in store.outbox_counts()):
                done["delivered"] += sum(drained.delivered for drained in deliverer.drain())

    threads = [threading.Thread(target=daemon, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    heard = [one.id for _, message in sent for one in message.alerts]
    assert sorted(heard) == [alert(number).id for number in range(84)], "each once"
    assert {number for number, _ in sent} == {0, 1}, "by either"
    for party in range(7):
        mine = [
            one.id
            for _, message in sent
            for one in message.alerts
            if one.counterparty == Party(f"P{party}", f"P{party}")
        ]
        assert mine == sorted(mine), "what concerns one counterparty is in order, whoever sends it"
