"""The channels as built from settings, against a mail server and a stand-in for Slack that make trouble on demand."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from dataclasses import replace
from email import message_from_string
from email.policy import default
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from notifiers import build
from notifiers.model import ChannelSettings, DeliveryError, MessageKind

HERE = Path(__file__).parent
samples = SimpleNamespace(**runpy.run_path(str(HERE / "notifier_samples.py")))
MESSAGE = samples.MESSAGES["immediate"]
WEBHOOK = "https://hooks.slack.com/services/T0AB1CD2E/B0AB1CD2E/s3cr3tT0ken"


@pytest.fixture
def smtp(start_sink: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    sink = start_sink("smtp", "--starttls", "--auth", "rw:s3cr3t/p@ss")
    monkeypatch.setenv("SSL_CERT_FILE", sink.ca)
    return sink


@pytest.fixture
def mail(smtp: Any) -> Any:
    urls = tuple(
        f"mailto://rw:s3cr3t%2Fp%40ss@{smtp.address}/{who}@example.com?from=rw@example.com&mode=starttls"
        for who in ("a", "b")
    )
    return build(ChannelSettings("mail", "email", urls))


def _failure(channel: Any, message: Any = MESSAGE) -> DeliveryError:
    with pytest.raises(DeliveryError) as failure:
        channel.send(message)
    assert "s3cr3t" not in str(failure.value)
    return failure.value


def _recipients(smtp: Any) -> list[str]:
    return [r["to"][0] for r in smtp.received()]


def test_mail_arrives_over_tls_with_a_login(smtp: Any, mail: Any) -> None:
    mail.send(MESSAGE)
    assert _recipients(smtp) == ["a@example.com", "b@example.com"]
    assert all(r["tls"] and r["authenticated"] for r in smtp.received())
    parsed = message_from_string(smtp.text(0), policy=default)
    assert parsed["Subject"] == "[regwatch] Critical: Additions to the Entity List (2025-05427): 2 of your partners"
    assert parsed.get_all("Message-ID") == [samples_message_id()]
    assert parsed.get_body(("plain",)) is not None
    assert parsed.get_body(("html",)) is not None


def samples_message_id() -> str:
    from notifiers.email import message_id

    return message_id(MESSAGE.id, "example.com")


def test_a_passing_refusal_is_made_good_without_a_second_copy(smtp: Any, mail: Any) -> None:
    smtp.order(tempfail=1)
    failure = _failure(mail)
    assert not failure.permanent
    assert "451" in str(failure)
    mail.send(MESSAGE)
    assert sorted(_recipients(smtp)) == ["a@example.com", "b@example.com"]


def test_a_refused_recipient_is_permanent_and_the_other_has_it(smtp: Any, mail: Any) -> None:
    smtp.order(refuse=["a@example.com"])
    failure = _failure(mail)
    assert failure.permanent
    assert "1 of 2 not delivered: recipient a@example.com refused: 550" in str(failure)
    assert [part.split()[1] for part in failure.accepted] == ["b@example.com"]


def test_a_connection_dropped_after_data_repeats_with_the_same_id(smtp: Any, mail: Any) -> None:
    smtp.order(drop_after_data=1)
    assert not _failure(mail).permanent
    mail.send(MESSAGE)
    assert _recipients(smtp) == ["a@example.com", "b@example.com", "a@example.com"]
    ids = {message_from_string(smtp.text(n))["Message-ID"] for n in range(3)}
    assert len(ids) == 1


def test_a_mail_server_that_is_down_passes(smtp: Any, mail: Any) -> None:
    smtp.order(down=60)
    assert not _failure(mail).permanent


def test_a_wrong_password_is_permanent_and_not_said(smtp: Any) -> None:
    url = f"mailto://rw:s3cr3t-wrong@{smtp.address}/a@example.com?from=rw@example.com&mode=starttls"
    failure = _failure(build(ChannelSettings("mail", "email", (url,))))
    assert failure.permanent
    assert "535" in str(failure)


def test_ten_thousand_alerts_are_one_mail(smtp: Any) -> None:
    url = f"mailto://rw:s3cr3t%2Fp%40ss@{smtp.address}/a@example.com?from=rw@example.com&mode=starttls"
    build(ChannelSettings("mail", "email", (url,))).send(samples.many(10_000))
    (received,) = smtp.received()
    parsed = message_from_string((smtp.folder / received["file"]).read_text("utf-8"), policy=default)
    (table,) = parsed.iter_attachments()  # type: ignore[attr-defined]
    assert len(table.get_payload(decode=True).splitlines()) == 10_001


@pytest.fixture
def slack(start_sink: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    sink = start_sink("slack")
    monkeypatch.setenv("HTTPS_PROXY", f"http://{sink.address}")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", sink.ca)
    return sink


def _slack_channel(**options: str) -> Any:
    return build(ChannelSettings("slack", "slack", (WEBHOOK,), {"pace": "0", **options}))


@pytest.mark.parametrize("kind", samples.MESSAGES)
def test_slack_takes_each_kind(slack: Any, kind: str) -> None:
    _slack_channel().send(samples.MESSAGES[kind])
    assert [r["status"] for r in slack.received()] == [200]


def test_slack_takes_ten_thousand_in_few_parts(slack: Any) -> None:
    _slack_channel().send(samples.many(10_000))
    assert 1 < len(slack.received()) < 9
    assert {r["status"] for r in slack.received()} == {200}


@pytest.mark.parametrize(
    ("status", "permanent", "wait"), [(429, False, 7.0), (500, False, None), (404, True, None), (403, True, None)]
)
def test_slack_refuses(slack: Any, status: int, permanent: bool, wait: float | None) -> None:
    slack.order(status=status, times=1, retry_after=7)
    channel = _slack_channel()
    failure = _failure(channel)
    assert (failure.permanent, failure.retry_after) == (permanent, wait)
    channel.send(MESSAGE)
    assert [r["status"] for r in slack.received()] == [status, 200]


def test_a_revoked_webhook_is_permanent(slack: Any) -> None:
    slack.order(no_service=["/services/T0AB1CD2E/B0AB1CD2E/s3cr3tT0ken"])
    failure = _failure(_slack_channel())
    assert failure.permanent
    assert "no_service" in str(failure)


def test_slack_out_of_reach_passes(slack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    failure = _failure(_slack_channel())
    assert not failure.permanent
    assert "TLS failure with hooks.slack.com" in str(failure)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    failure = _failure(_slack_channel())
    assert not failure.permanent
    assert "proxy" in str(failure)


def test_what_slack_shows_of_a_long_text(slack: Any) -> None:
    long = replace(samples.CLOSED, reason="Reasons & more <reasons>. " * 1_000)
    _slack_channel().send(samples.message(MessageKind.IMMEDIATE, long))
    shown = " ".join(
        block["text"]["text"]
        for number in range(len(slack.received()))
        for block in json.loads(slack.text(number))["blocks"]
        if "text" in block
    )
    assert shown.count("Reasons &amp; more &lt;reasons&gt;.") == 1_000
