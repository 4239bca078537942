"""Slack: within its limits for any message, nothing cut in silence, and what happens when a part is refused."""

from __future__ import annotations

import json
import re
import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifiers.model import DeliveryError, Message, MessageKind, Severity
from notifiers.refusals import MalformedError
from notifiers.slack import BLOCKS, HEADER, MOST_PARTS, SECTION, TOGETHER, SlackChannel, parts

HERE = Path(__file__).parent
samples = SimpleNamespace(**runpy.run_path(str(HERE / "notifier_samples.py")))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _texts(payload: dict[str, Any]) -> list[str]:
    blocks = payload["blocks"]
    return [b["text"]["text"] for b in blocks if "text" in b] + [
        e["text"] for b in blocks for e in b.get("elements", ())
    ]


def _hold_the_limits(payload: dict[str, Any]) -> None:
    """https://docs.slack.dev/reference/block-kit/blocks"""
    assert 1 <= len(payload["blocks"]) <= BLOCKS
    assert 1 <= _units(payload["text"]) <= 4_100
    for block in payload["blocks"]:
        match block:
            case {"type": "header", "text": {"type": "plain_text", "text": text}}:
                assert 1 <= _units(text) <= HEADER
            case {"type": "section", "text": {"type": "mrkdwn", "text": text}}:
                assert 1 <= _units(text.strip()) <= _units(text) <= SECTION
            case {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}:
                assert 1 <= _units(text) <= SECTION
            case {"type": "divider"}:
                pass
            case _:
                pytest.fail(f"unexpected block {block}")
    assert sum(map(_units, _texts(payload))) <= TOGETHER + SECTION  # the foot comes on top
    json.dumps(payload, ensure_ascii=False).encode()


@pytest.mark.parametrize("kind", samples.MESSAGES)
def test_the_payload_of_each_kind(kind: str) -> None:
    got = json.dumps(parts(samples.MESSAGES[kind]), ensure_ascii=False, indent=1) + "\n"
    assert got == samples.golden(HERE / "data" / "slack" / f"{kind}.json", got)


def test_every_alert_id_and_the_message_id_stay_visible() -> None:
    message = samples.many(120)
    payloads = parts(message)
    shown = "\n".join(text for p in payloads for text in _texts(p))
    assert all(a.id in shown for a in message.alerts)
    assert len(payloads) > 1
    for number, payload in enumerate(payloads, start=1):
        assert f"Part {number} of {len(payloads)}" in _texts(payload)[-1]
        assert message.id in _texts(payload)[-1]
        assert f"(part {number} of {len(payloads)})" in payload["text"]


def test_ten_thousand_are_counted_and_do_not_flood() -> None:
    payloads = parts(samples.many(10_000))
    assert len(payloads) <= 8
    shown = "\n".join(text for p in payloads for text in _texts(p))
    (left,) = re.findall(r"([\d,]+) further alerts not shown here", shown)
    assert len(set(re.findall(r"rw-\d{6}", shown))) + int(left.replace(",", "")) == 10_000
    assert "3,333 critical" in shown


def test_many_short_alerts_stay_within_fifty_blocks() -> None:
    short = tuple(replace(samples.FAILING, id=f"rw-{n}") for n in range(10))
    payloads = parts(samples.message(MessageKind.OPERATOR, *short))
    assert len(payloads) == 2
    for payload in payloads:
        _hold_the_limits(payload)


def test_long_texts_do_not_flood_either() -> None:
    long = tuple(replace(a, reason="A long reason. " * 2_000) for a in samples.many(10).alerts)
    payloads = parts(replace(samples.many(10), alerts=long))
    assert len(payloads) <= MOST_PARTS
    shown = "\n".join(text for p in payloads for text in _texts(p))
    assert all(a.id in shown for a in long)
    assert "“regwatch alerts” has every detail of these." in shown


def test_names_cannot_be_markup_and_links_are_links() -> None:
    shown = "\n".join(_texts(parts(samples.MESSAGES["immediate"])[0]))
    assert "Inspur Software &lt;Jinan&gt; &amp; Sons" in shown
    assert f"<{samples.RULE.url.replace('&', '&amp;')}|Read the document>" in shown
    odd = replace(samples.CLOSED, ack_url="https://example.com/a|b>c d")
    shown = "\n".join(_texts(parts(samples.message(MessageKind.REMINDER, odd))[0]))
    assert "<https://example.com/a%7Cb%3Ec%20d|Acknowledge this alert>" in shown


def test_what_a_fact_leaves_out_is_counted() -> None:
    many = replace(samples.SOFTWARE, aliases=tuple(f"Alias {n}" for n in range(40)))
    shown = "\n".join(_texts(parts(samples.message(MessageKind.REMINDER, replace(samples.CLOSED, listed=(many,))))[0]))
    assert "Alias 11" in shown
    assert "Alias 12" not in shown
    assert "and 28 more" in shown


_text = st.text(max_size=200) | st.text("&<>|*_ \n", max_size=400) | st.just("word " * 2_000) | st.just("𠀀" * 4_000)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda base, headline, reason, alias, notes: replace(
                base,
                headline=headline,
                reason=reason,
                notes=tuple(notes),
                listed=tuple(replace(e, aliases=(alias, *e.aliases)) for e in base.listed),
            ),
            st.sampled_from([samples.CLOSED, samples.REVISED, samples.STAYED, samples.FAILING]),
            _text,
            _text,
            _text,
            st.lists(_text, max_size=3),
        ),
        max_size=5,
    ),
    st.sampled_from(MessageKind),
    _text,
    st.lists(_text, max_size=4),
    st.text(min_size=1, max_size=60),
    st.integers(1, 4),
)
def test_any_message_is_within_the_limits(
    alerts: list[Any], kind: MessageKind, subject: str, intro: list[str], number: str, times: int
) -> None:
    message = replace(samples.message(kind, *alerts * times), subject=subject, intro=tuple(intro), id=number)
    payloads = parts(message)
    assert 1 <= len(payloads) <= MOST_PARTS
    for payload in payloads:
        _hold_the_limits(payload)
    assert parts(message) == payloads


class Scripted:
    """A route that answers as told, part by part."""

    takes_blocks = True
    targets: tuple[str | None, ...] = (None,)

    def __init__(self, *answers: Exception | None) -> None:
        self.answers, self.posted = list(answers), []  # type: ignore[var-annotated]

    def post(self, payload: dict[str, Any], target: str | None) -> None:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.posted.append(payload)

    def close(self) -> None: ...


def _channel(route: Scripted) -> SlackChannel:
    return SlackChannel("slack", (route,))  # type: ignore[arg-type]


def test_after_a_refused_part_the_rest_follows_in_order_without_a_repeat() -> None:
    message: Message = samples.many(120)
    payloads = parts(message)
    route = Scripted(None, DeliveryError("429", retry_after=30))
    channel = _channel(route)
    with pytest.raises(DeliveryError) as failure:
        channel.send(message)
    assert (failure.value.permanent, failure.value.retry_after) == (False, 30)
    assert len(failure.value.accepted) == 1
    channel.send(message)
    assert route.posted == list(payloads)

    after_restart = Scripted()
    _channel(after_restart).send(replace(message, accepted=failure.value.accepted))
    assert after_restart.posted == list(payloads[1:])


def test_blocks_that_slack_does_not_accept_become_words() -> None:
    route = Scripted(MalformedError("400 invalid_blocks", permanent=True))
    _channel(route).send(samples.MESSAGES["reminder"])
    words = "\n".join(p["text"] for p in route.posted)
    assert all(set(p) == {"text"} and len(p["text"]) <= SECTION for p in route.posted)
    for said in (samples.CLOSED.id, "Policy of denial", "m-reminder-1"):
        assert said in words


def test_a_severity_can_be_told_without_colour() -> None:
    for severity in Severity:
        message = samples.message(MessageKind.IMMEDIATE, replace(samples.CLOSED, severity=severity))
        assert {"critical": "Critical", "warning": "Warning", "info": "For information"}[severity.value] in "\n".join(
            _texts(parts(message)[0])
        )
