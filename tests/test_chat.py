"""Any other service that apprise knows: parts that fit, and a registry that says what is wrong."""

from __future__ import annotations

import logging
import re
import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifiers import ChannelSettingsError, build, check
from notifiers.chat import MOST_PARTS, ChatChannel, parts, title
from notifiers.console import ConsoleChannel
from notifiers.email import EmailChannel
from notifiers.model import ChannelSettings, DeliveryError, MessageKind, Severity
from notifiers.slack import SlackChannel
from notifiers.webhook import WebhookChannel

HERE = Path(__file__).parent
samples = SimpleNamespace(**runpy.run_path(str(HERE / "notifier_samples.py")))

SLACK = "https://hooks.slack.com/services/T0SECRETA/B0SECRETB/c0SecretC"
MAIL = "mailto://rw:pw-s3cr3t@mail.example.com/a@example.com"


@pytest.mark.parametrize("kind", samples.MESSAGES)
def test_the_markdown_of_each_kind(kind: str) -> None:
    (got,) = parts(samples.MESSAGES[kind], 32_000, markdown=True)
    assert got + "\n" == samples.golden(HERE / "data" / "chat" / f"{kind}.md", got + "\n")


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from([250, 1_000, 2_000, 4_096]),
    st.booleans(),
    st.integers(0, 40),
    st.text(max_size=3_000),
    st.sampled_from(MessageKind),
)
def test_parts_fit_and_are_few(limit: int, markdown: bool, number: int, reason: str, kind: MessageKind) -> None:
    alerts = tuple(replace(a, reason=reason) for a in samples.many(number).alerts)
    message = replace(samples.message(kind, *alerts), intro=("x" * 300,))
    texts = parts(message, limit, markdown=markdown)
    assert all(0 < len(t) <= limit for t in texts)
    assert all(message.id in t for t in texts)
    if limit >= 1_000:
        assert len(texts) <= MOST_PARTS
    whole = "".join(texts)
    shown = set(re.findall(r"rw-\d{6}", whole))
    left = re.findall(r"([\d,]+) further alert", whole)
    assert len(shown) + sum(int(n) for n in left) == number


def test_names_cannot_be_markup() -> None:
    odd = replace(samples.CLOSED, headline="*x* [a](b) <c> `d`")
    (text,) = parts(samples.message(MessageKind.REMINDER, odd), 32_000, markdown=True)
    assert r"\*x\* \[a\](b) \<c\> \`d\`" in text
    assert f"<{samples.RULE.url}>" in text


def test_a_title_fits_its_service() -> None:
    message = replace(samples.MESSAGES["digest"], subject="a\nb" * 100)
    assert title(message, 0) == ""
    assert len(title(message, 40)) == 40
    assert "\n" not in title(message, 250)


class Scripted:
    text_limit, title_limit, markdown = 1_000, 100, True

    def __init__(self, *answers: Exception | None) -> None:
        self.answers, self.sent = list(answers), []  # type: ignore[var-annotated]

    def notify(self, title: str, text: str, severity: Severity) -> None:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.sent.append(text)

    def close(self) -> None: ...


def test_the_parts_arrive_once_each() -> None:
    message = samples.MESSAGES["digest"]
    route = Scripted(None, None, DeliveryError("503"))
    channel = ChatChannel("teams", (route,))  # type: ignore[arg-type]
    with pytest.raises(DeliveryError) as failure:
        channel.send(message)
    assert len(failure.value.accepted) == 2
    channel.send(message)
    assert route.sent == list(parts(message, 1_000, markdown=True))


# --- the registry ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "url", "channel"),
    [
        ("email", MAIL, EmailChannel),
        ("slack", SLACK, SlackChannel),
        ("slack", "slack://T0SECRETA/B0SECRETB/c0SecretC", SlackChannel),
        ("webhook", "https://example.com/hook", WebhookChannel),
        ("apprise", "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", ChatChannel),
        ("console", None, ConsoleChannel),
    ],
)
def test_each_type_is_built_and_named(kind: str, url: str | None, channel: type) -> None:
    settings = ChannelSettings("mine", kind, (url,) if url else ())
    assert check(settings) == []
    built = build(settings)
    assert isinstance(built, channel)
    assert built.name == "mine"
    built.close()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (ChannelSettings("x", "pigeon"), "unknown type 'pigeon'"),
        (ChannelSettings("x", "email"), "no url"),
        (ChannelSettings("x", "email", (SLACK,)), "slack://… is not a mail URL|https://… is not a mail URL"),
        (ChannelSettings("x", "email", (MAIL, "mailto://s3cr3t:")), "url 2 of 2"),
        (ChannelSettings("x", "slack", ("https://hooks.slack.com/services/T0SECRETA",)), "is not a Slack URL"),
        (ChannelSettings("x", "console", (MAIL,)), "takes no url"),
        (ChannelSettings("x", "console", (), {"stream": "paper"}), "one of stdout, stderr"),
        (ChannelSettings("x", "email", (MAIL,), {"timeout": "soon"}), "no number"),
        (ChannelSettings("x", "email", (MAIL,), {"timeout": "0"}), "out of range"),
        (ChannelSettings("x", "email", (MAIL,), {"tiemout": "3"}), "unknown option 'tiemout'; known are timeout"),
    ],
)
def test_what_is_wrong_is_said_without_the_secret(settings: ChannelSettings, words: str) -> None:
    problems = check(settings)
    assert re.search(words, " ".join(problems))
    assert not re.search("(?i)secret|s3cr3t", " ".join(problems))
    with pytest.raises(ChannelSettingsError, match=words):
        build(settings)


def test_all_that_is_wrong_is_said_at_once() -> None:
    settings = ChannelSettings("x", "email", ("mailto://s3cr3t:", SLACK), {"a": "1", "timeout": "x"})
    assert len(check(settings)) == 4


def test_a_channel_that_is_not_built_leaves_nothing_behind() -> None:
    before = list(logging.getLogger("apprise").filters)
    with pytest.raises(ChannelSettingsError):
        build(ChannelSettings("x", "email", (MAIL, SLACK)))
    assert logging.getLogger("apprise").filters == before


def test_settings_do_not_show_their_urls() -> None:
    assert "s3cr3t" not in repr(ChannelSettings("x", "email", (MAIL,)))
