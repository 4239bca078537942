"""A link acknowledges once, for one alert, until it expires, and nobody can make one up."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.acknowledge import Acknowledgement, Grant, Refusal, Why, answer, link, redeem, sign, verify

KEY = b"0123456789abcdef0123456789abcdef"
OTHER = b"another key, just as long as that"
NOW = datetime(2025, 3, 25, 14, tzinfo=UTC)
EXPIRES = NOW + timedelta(days=14)
TOKEN = sign("a-1", "slack", EXPIRES, KEY)


def refused(found: object) -> Why:
    assert isinstance(found, Refusal), found
    assert found.text
    return found.why


@given(st.text(max_size=60), st.text(max_size=60), st.datetimes(timezones=st.just(UTC), min_value=datetime(2026, 1, 1)))  # noqa: DTZ001
def test_what_is_signed_is_what_is_read(alert_id: str, person: str, expires: datetime) -> None:
    grant = verify(sign(alert_id, person, expires, KEY), KEY, NOW)
    assert isinstance(grant, Grant)
    assert (grant.alert_id, grant.person, grant.expires) == (alert_id, person, expires.replace(microsecond=0))


def test_the_same_message_sent_again_carries_the_same_link() -> None:
    assert sign("a-1", "slack", EXPIRES, KEY) == TOKEN
    assert link("https://example.com/", TOKEN) == f"https://example.com/acknowledge/{TOKEN}"


def test_a_link_survives_an_address_bar() -> None:
    assert all(c.isalnum() or c in "-_." for c in TOKEN)


@given(st.integers(0, len(TOKEN) - 1), st.characters())
def test_no_character_can_be_changed(place: int, character: str) -> None:
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    if changed != TOKEN:
        assert refused(verify(changed, KEY, NOW)) in (Why.MALFORMED, Why.FORGED)


@given(st.text(max_size=100))
def test_anything_else_is_refused(text: str) -> None:
    assert refused(verify(text, KEY, NOW)) in (Why.MALFORMED, Why.FORGED)


@pytest.mark.parametrize(
    "token", ["", ".", "a", "a.b.c", TOKEN + ".", TOKEN + "=", "x" * 5000, TOKEN.split(".")[0], "é.é"]
)
def test_broken_links(token: str) -> None:
    assert refused(verify(token, KEY, NOW)) is (Why.FORGED if token == "." else Why.MALFORMED)


def test_another_key_does_not_fit() -> None:
    assert refused(verify(TOKEN, OTHER, NOW)) is Why.FORGED


def test_a_signature_over_the_bare_payload_does_not_fit() -> None:
    import hashlib
    import hmac

    payload = TOKEN.split(".")[0]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    plain = base64.urlsafe_b64encode(hmac.new(KEY, raw, hashlib.sha256).digest()).decode().rstrip("=")
    assert refused(verify(f"{payload}.{plain}", KEY, NOW)) is Why.FORGED


def test_it_expires() -> None:
    assert isinstance(verify(TOKEN, KEY, EXPIRES - timedelta(seconds=1)), Grant)
    late = verify(TOKEN, KEY, EXPIRES)
    assert refused(late) is Why.EXPIRED
    assert isinstance(late, Refusal)
    assert "regwatch alerts ack a-1" in late.text


def test_it_counts_once() -> None:
    first = redeem(TOKEN, KEY, NOW, decision="stop shipments", note=" asked legal ")
    assert first == Acknowledgement("a-1", "slack", NOW, "stop shipments", "asked legal", first.token_id)  # type: ignore[union-attr]
    assert isinstance(first, Acknowledgement)
    assert refused(redeem(TOKEN, KEY, NOW, {first.token_id})) is Why.USED
    other = redeem(sign("a-1", "email", EXPIRES, KEY), KEY, NOW, {first.token_id})
    assert isinstance(other, Acknowledgement)  # another person's link is another token
    assert other.decision == "acknowledged"


def test_a_used_link_says_so_after_it_expired_too() -> None:
    grant = verify(TOKEN, KEY, NOW)
    assert isinstance(grant, Grant)
    assert refused(verify(TOKEN, KEY, EXPIRES, {grant.token_id})) is Why.USED


def test_weak_keys_and_unclear_times_are_not_signed_with() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        sign("a-1", "slack", EXPIRES, b"short")
    with pytest.raises(ValueError, match="offset"):
        sign("a-1", "slack", EXPIRES.replace(tzinfo=None), KEY)
    with pytest.raises(ValueError, match="too long"):
        sign("a" * 3000, "slack", EXPIRES, KEY)


def test_every_link_that_can_be_made_can_be_read() -> None:
    for length in range(1400, 1500):
        try:
            token = sign("a" * length, "slack", EXPIRES, KEY)
        except ValueError:
            continue
        assert isinstance(verify(token, KEY, NOW), Grant)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_mail_gateway_that_opens_the_link_acknowledges_nothing(method: str) -> None:
    page = answer(method, TOKEN, KEY, NOW)
    assert (page.status, page.acknowledgement) == (200, None)
    assert page.ask is not None
    assert page.ask.alert_id == "a-1"


def test_confirming_acknowledges() -> None:
    page = answer("POST", TOKEN, KEY, NOW, form={"decision": "cleared", "note": "same name, other company"})
    assert page.status == 200
    assert page.acknowledgement is not None
    assert (page.acknowledgement.decision, page.acknowledgement.note) == ("cleared", "same name, other company")
    assert answer("POST", TOKEN, KEY, NOW, used={page.acknowledgement.token_id}).status == 409


@pytest.mark.parametrize(
    ("method", "token", "at", "status"),
    [
        ("POST", "nonsense", NOW, 400),
        ("GET", "nonsense", NOW, 400),
        ("POST", sign("a-1", "slack", EXPIRES, OTHER), NOW, 403),
        ("POST", TOKEN, EXPIRES, 410),
        ("DELETE", TOKEN, NOW, 405),
    ],
)
def test_refusals_of_the_page(method: str, token: str, at: datetime, status: int) -> None:
    page = answer(method, token, KEY, at)
    assert (page.status, page.acknowledgement, page.ask) == (status, None, None)
