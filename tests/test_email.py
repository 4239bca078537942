"""The letter: what it says, how it is built, and that it holds its promises for any alert."""

from __future__ import annotations

import csv
import io
import re
import runpy
import zipfile
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from notifiers import email, plain
from notifiers.briefing import overview
from notifiers.csv_attachment import COLUMNS
from notifiers.email import EmailChannel, letter
from notifiers.model import Alert, DeliveryError, Message, MessageKind, Severity
from notifiers.refusals import TooLargeError
from notifiers.transport import MailRoute

HERE = Path(__file__).parent
samples = SimpleNamespace(**runpy.run_path(str(HERE / "notifier_samples.py")))

ROUTE = MailRoute("mailto://user:pw-s3cr3t@localhost:25/a@example.com?from=Reg%20Watch<rw@example.com>&mode=insecure")


def _read(message: Message, **options: Any) -> EmailMessage:
    """The letter as the other side parses it."""
    mail = message_from_bytes(bytes(letter(message, ROUTE, samples.NOW, **options)), policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def _part(mail: EmailMessage, kind: str) -> str:
    (part,) = [p for p in mail.walk() if p.get_content_type() == kind]
    return str(part.get_content()).replace("\r\n", "\n")


def _rows(mail: EmailMessage) -> list[dict[str, str]]:
    (part,) = [p for p in mail.iter_attachments() if p.get_content_type() == "text/csv"]
    assert str(part.get_filename()).endswith(".csv")
    raw = part.get_payload(decode=True)
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", samples.MESSAGES)
def test_the_letter_of_each_kind(kind: str) -> None:
    mail = _read(samples.MESSAGES[kind])
    headers = "".join(f"{k}: {v}\n" for k, v in mail.items() if k not in ("Content-Type", "MIME-Version"))
    text = _part(mail, "text/plain")
    page = email.page(samples.MESSAGES[kind], full=99)
    body = page[page.index("<body>") :]
    folder = HERE / "data" / "email"
    assert headers == samples.golden(folder / f"{kind}.headers.txt", headers)
    assert text == samples.golden(folder / f"{kind}.txt", text)
    assert body == samples.golden(folder / f"{kind}.html", body)


def test_a_letter_of_many_alerts() -> None:
    mail = _read(samples.many(12))
    text = _part(mail, "text/plain")
    assert text == samples.golden(HERE / "data" / "email" / "twelve.txt", text)
    assert len(_rows(mail)) == 12


def test_a_repeat_is_recognisable_and_a_document_has_one_thread() -> None:
    message = samples.MESSAGES["immediate"]
    first = letter(message, ROUTE, samples.NOW)
    again = letter(message, ROUTE, samples.NOW + timedelta(hours=5))
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Date"] != again["Date"]
    later = letter(replace(message, id="m-2"), ROUTE, samples.NOW)
    assert later["Message-ID"] != first["Message-ID"]
    assert later["References"] == first["References"] == first["In-Reply-To"]
    for mail in (first, again, later):
        raw = bytes(mail)
        assert len(re.findall(rb"(?im)^message-id: <[0-9a-f]{32}@example\.com>\r$", raw)) == 1
        assert len(re.findall(rb"(?im)^references: <[0-9a-f]{32}@example\.com>\r$", raw)) == 1
    assert letter(samples.MESSAGES["receipt"], ROUTE, samples.NOW)["References"] is None


def test_every_alert_id_is_in_headers_text_and_html() -> None:
    mail = _read(samples.MESSAGES["digest"])
    ids = [a.id for a in samples.MESSAGES["digest"].alerts]
    assert mail.get_all("X-Regwatch-Alert-Id") == ids
    for kind in ("text/plain", "text/html"):
        assert all(i in _part(mail, kind) for i in ids)


def test_the_subject_is_one_line_of_plain_text() -> None:
    subject = "浪潮\r\nBcc: evil@example.com"
    raw = bytes(letter(replace(samples.MESSAGES["digest"], subject=subject), ROUTE, samples.NOW))
    assert b"\r\nBcc:" not in raw[: raw.index(b"\r\n\r\n")]
    assert message_from_bytes(raw, policy=default)["Subject"] == "[regwatch] Critical: 浪潮 Bcc: evil@example.com"
    assert _read(samples.MESSAGES["test"])["Subject"] == "[regwatch] Test: this is what an alert looks like"
    already = replace(samples.MESSAGES["reminder"], subject="Reminder: something")
    assert _read(already)["Subject"] == "[regwatch] Reminder: something"
    assert _read(samples.MESSAGES["operator"])["Subject"] == "[regwatch] Source ecfr is failing"


def test_the_html_needs_nothing_from_anywhere_and_brings_its_styles() -> None:
    page = _part(_read(samples.MESSAGES["immediate"]), "text/html")
    soup = BeautifulSoup(page, "lxml")
    assert not soup.find_all(["img", "script", "link", "iframe", "object", "form"])
    assert not re.search(r"url\(|@import|src=", page)
    assert re.search(r"@media ?\(prefers-color-scheme: ?dark\)", page)
    card = soup.find("table", class_="card")
    assert card is not None
    assert card["width"] == "600"
    assert "max-width:600px" in str(card["style"]).replace(" ", "")
    styled = [t for t in soup.body.find_all(["td", "th", "p", "h1", "h2"]) if t.get("class")]
    assert styled
    assert all(t.get("style") for t in styled), "clients that drop <style> still show the layout"
    assert soup.find("a", string="Read the document")["href"] == samples.RULE.url
    assert "Inspur Software &lt;Jinan&gt; &amp; Sons" in page


def test_the_text_is_no_shadow_of_the_html() -> None:
    text = _part(_read(samples.MESSAGES["immediate"]), "text/plain")
    assert samples.RULE.url in [line.strip() for line in text.splitlines()], "a link stands in full on its own line"
    assert "<" not in text.replace("<Jinan>", "")
    assert samples.CLOSED.ack_url in text


def test_all_ten_thousand_are_in_the_attachment_and_the_letter_stays_small() -> None:
    message = samples.many(10_000)
    mail = _read(message)
    rows = _rows(mail)
    assert [r["alert id"] for r in rows] == [a.id for a in message.alerts]
    page, text = _part(mail, "text/html"), _part(mail, "text/plain")
    assert len(page.encode()) <= email.HTML_LIMIT
    assert len(text) < 200_000
    for said in (page, text):
        assert "10,000" in said
        assert "3,333 critical, 3,333 warning, 3,334 for information" in said
        assert "not shown here" in " ".join(said.split())
    assert len(mail.get_all("X-Regwatch-Alert-Id")) == email.HEADER_IDS
    assert mail["X-Regwatch-Alert-Count"] == "10000"
    total = sum(int(n.replace(",", "")) for n in re.findall(r"([\d,]+) further alerts? not shown", text))
    shown = len(set(re.findall(r"rw-\d{6}", text)))
    assert shown + total == 10_000


def test_ten_alerts_need_no_attachment_eleven_do() -> None:
    ten = tuple(replace(samples.STAYED, id=f"rw-{n}") for n in range(10))
    assert not list(_read(samples.message(MessageKind.DIGEST, *ten)).iter_attachments())
    assert len(_rows(_read(samples.many(11)))) == 11


def test_ten_alerts_too_long_for_a_mail_client_bring_the_attachment() -> None:
    long = tuple(replace(a, reason="A long reason. " * 2_000) for a in samples.many(10).alerts)
    mail = _read(replace(samples.many(10), alerts=long))
    assert len(_rows(mail)) == 10
    assert len(_part(mail, "text/html").encode()) <= email.HTML_LIMIT


def test_the_most_severe_come_first() -> None:
    view = overview(samples.many(30), full=5, rows=20)
    severities = [b.severity.rank for b in view.full] + [r.severity.rank for r in view.rows]
    assert severities == sorted(severities, reverse=True)
    assert view.left_out == 5


def test_the_csv_says_all_and_runs_nothing() -> None:
    alert = replace(samples.CLOSED, headline='=HYPERLINK("http://evil")', differences=samples.REVISED.differences)
    (row,) = _rows(_read(replace(samples.many(11), alerts=(alert,) * 11)))[:1]
    assert tuple(row) == COLUMNS
    assert row["headline"] == '\'=HYPERLINK("http://evil")'
    assert row["effective"] == "2025-03-25"
    assert row["aliases"].split(" | ") == list(samples.SOFTWARE.aliases)
    assert "Inspur Group Co., Ltd. > 62.5 percent > Inspur Electronic Holdings" in row["ownership path"]
    assert "license review policy: Case-by-case review > Policy of denial" in row["changes"]
    assert row["sha-256"] == samples.RULE.sha256
    assert row["publication date"] == "2025-03-28"
    assert row["match reason"] == "same name | same characters"
    assert row["acknowledge"] == samples.CLOSED.ack_url


def test_a_server_that_takes_no_large_letter_gets_the_table_zipped() -> None:
    sent: list[EmailMessage] = []

    class Small(MailRoute):
        def deliver(self, letter: bytes, recipients: Any, taken: Any) -> dict[str, DeliveryError]:
            mail = message_from_bytes(letter, policy=default)
            if any(p.get_content_type() == "text/csv" for p in mail.walk()):
                return {r: TooLargeError("552 too big", permanent=True) for r in recipients}
            for recipient in recipients:
                taken(recipient)
            sent.append(mail)  # type: ignore[arg-type]
            return {}

    route = Small("mailto://localhost/a@example.com/b@example.com?from=rw@example.com")
    EmailChannel("mail", (route,), lambda: samples.NOW).send(samples.many(11))
    (attached,) = sent[0].iter_attachments()
    archive = zipfile.ZipFile(io.BytesIO(attached.get_payload(decode=True)))
    assert len(archive.read(archive.namelist()[0]).splitlines()) == 12
    assert f"{attached.get_filename()} (attached)" in " ".join(_part(sent[0], "text/plain").split())


class Scripted(MailRoute):
    """A route whose server refuses as told, once."""

    def __init__(self, *people: str, refusing: dict[str, DeliveryError]) -> None:
        super().__init__(f"mailto://localhost/{'/'.join(people)}?from=rw@example.com")
        self.refusing, self.taken = refusing, []  # type: ignore[var-annotated]

    def deliver(self, letter: bytes, recipients: Any, taken: Any) -> dict[str, DeliveryError]:
        failures = {}
        for recipient in recipients:
            if recipient in self.refusing:
                failures[recipient] = self.refusing.pop(recipient)
            else:
                self.taken.append(recipient)
                taken(recipient)
        return failures


def test_nobody_gets_a_second_copy_because_another_was_refused() -> None:
    route = Scripted("a@x.com", "b@x.com", "c@x.com", refusing={"b@x.com": DeliveryError("451", retry_after=3)})
    channel = EmailChannel("mail", (route,), lambda: samples.NOW)
    with pytest.raises(DeliveryError) as failure:
        channel.send(samples.MESSAGES["digest"])
    assert not failure.value.permanent
    assert {part.split()[1] for part in failure.value.accepted} == {"a@x.com", "c@x.com"}
    channel.send(samples.MESSAGES["digest"])
    assert route.taken == ["a@x.com", "c@x.com", "b@x.com"]


def test_what_was_accepted_before_a_restart_is_not_sent_again() -> None:
    route = Scripted("a@x.com", "b@x.com", refusing={"b@x.com": DeliveryError("451")})
    with pytest.raises(DeliveryError) as failure:
        EmailChannel("mail", (route,), lambda: samples.NOW).send(samples.MESSAGES["digest"])
    again = replace(samples.MESSAGES["digest"], accepted=failure.value.accepted)
    EmailChannel("mail", (route,), lambda: samples.NOW).send(again)
    assert route.taken == ["a@x.com", "b@x.com"]


def test_what_was_accepted_of_another_content_does_not_count() -> None:
    route = Scripted("a@x.com", "b@x.com", refusing={"b@x.com": DeliveryError("451")})
    channel = EmailChannel("mail", (route,), lambda: samples.NOW)
    with pytest.raises(DeliveryError) as failure:
        channel.send(samples.MESSAGES["digest"])
    grown = replace(samples.MESSAGES["digest"], accepted=failure.value.accepted)
    channel.send(replace(grown, alerts=(*grown.alerts, samples.FAILING)))
    assert route.taken == ["a@x.com", "a@x.com", "b@x.com"]


def test_a_second_server_for_a_recipient_is_a_way_round_the_first() -> None:
    first = Scripted("a@x.com", refusing={"a@x.com": DeliveryError("down")})
    second = Scripted("a@x.com", refusing={})
    EmailChannel("mail", (first, second), lambda: samples.NOW).send(samples.MESSAGES["digest"])
    assert (first.taken, second.taken) == ([], ["a@x.com"])


def test_a_permanent_refusal_waits_for_the_passing_ones() -> None:
    route = Scripted(
        "a@x.com",
        "b@x.com",
        refusing={"a@x.com": DeliveryError("550", permanent=True), "b@x.com": DeliveryError("451")},
    )
    channel = EmailChannel("mail", (route,), lambda: samples.NOW)
    with pytest.raises(DeliveryError) as failure:
        channel.send(samples.MESSAGES["digest"])
    assert not failure.value.permanent


# --- for any alert ---------------------------------------------------------------------------------------------------

_text = st.text(max_size=300)
_line = st.text(min_size=1, max_size=400)


@st.composite
def any_alert(draw: st.DrawFn) -> Alert:
    return replace(
        draw(st.sampled_from([samples.CLOSED, samples.REVISED, samples.STAYED, samples.FAILING])),
        id=draw(st.text(min_size=1, max_size=40)),
        severity=draw(st.sampled_from(Severity)),
        kind=draw(st.sampled_from(["partner-listed", "no-such-kind", "x"])),
        headline=draw(_line),
        reason=draw(_text),
        notes=tuple(draw(st.lists(_line, max_size=2))),
        what_to_do=tuple(draw(st.lists(_line, max_size=2))),
        listed=tuple(
            replace(
                samples.SOFTWARE,
                name=draw(_line),
                aliases=tuple(draw(st.lists(_line, max_size=20))),
                license_requirement=draw(st.none() | st.text(max_size=4_000)),
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        ack_url=draw(st.none() | st.just("https://example.com/ack?a=1|2>3")),
    )


any_message = st.builds(
    lambda kind, alerts, times, subject, intro: replace(
        samples.message(kind, *(alerts * times)), subject=subject, intro=tuple(intro), thread="t"
    ),
    st.sampled_from(MessageKind),
    st.lists(any_alert(), max_size=4),
    st.integers(1, 5),
    _text,
    st.lists(_text, max_size=2),
)


@settings(max_examples=40, deadline=None)
@given(any_message)
def test_any_message_makes_a_sound_letter(message: Message) -> None:
    raw = bytes(letter(message, ROUTE, samples.NOW))
    head = raw[: raw.index(b"\r\n\r\n")]
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in head.replace(b"\r\n", b"")
    head.decode("ascii")
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    assert mail["From"].addresses[0].addr_spec == "rw@example.com"
    assert str(mail["To"]) == "a@example.com"
    assert len(_part(mail, "text/html").encode()) <= email.HTML_LIMIT
    if len(message.alerts) > 10:
        assert len(_rows(mail)) == len(message.alerts)


@given(st.lists(_line, min_size=1, max_size=5), st.integers(20, 100))
def test_wrapped_lines_keep_every_word_and_the_width(words: list[str], width: int) -> None:
    paragraph = " ".join(words)
    lines = plain.wrap(paragraph, width)
    assert "".join("".join(lines).split()) == "".join(paragraph.split())
    assert all(cell_len(line) <= width or "://" in line for line in lines)


def test_tables_line_up_with_chinese_names() -> None:
    view = overview(samples.many(12), full=0)
    lines = plain.table(view.rows).splitlines()
    rule = lines[1]
    starts = [m.start() for m in re.finditer(r"(?:^|(?<= ))-", rule)]
    for line in lines[2:]:
        cells = "".join(c + "\0" * (cell_len(c) - 1) for c in line).ljust(len(rule))
        for start in starts[1:]:
            assert cells[start - 2 : start] == "  ", line
        assert cell_len(line) <= plain.WIDTH
