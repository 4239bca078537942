"""Signed one-time links by which a person acknowledges an alert from a message. Pure: the key, the clock and what has
been used are arguments.

A token says which alert, to whom the link was given, and until when; an HMAC-SHA256 over all of it stops anyone from
making or changing one. Mail gateways open the links in messages, so that opening one only asks; confirming counts.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

PATH = "/acknowledge/"
_PURPOSE = b"regwatch acknowledgement 1\0"  # a signature made for something else does not fit here
_LONGEST = 2048


class Why(StrEnum):
    MALFORMED = "malformed"
    FORGED = "forged"
    EXPIRED = "expired"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a good token says."""

    alert_id: str
    person: str  # whom the link was given to: a channel's name, or one of its recipients
    expires: datetime
    token_id: str  # what to remember once it has been used


@dataclass(frozen=True, slots=True)
class Refusal:
    why: Why
    text: str  # for the person


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who saw to an alert, when, what they decided, and why: part of the audit trail."""

    alert_id: str
    by: str
    at: datetime
    decision: str
    note: str
    token_id: str


def sign(alert_id: str, person: str, expires: datetime, key: bytes) -> str:
    """A token for a link. The same values give the same token, so a message sent again carries the same link.

    Raises ValueError for a key of less than 32 bytes or a naive ``expires``; fractions of a second are dropped.
    """
    if len(key) < 32:
        raise ValueError("the signing key is shorter than 32 bytes")
    if expires.tzinfo is None:
        raise ValueError("the time at which a link expires needs an offset")
    said = json.dumps(
        [alert_id, person, int(expires.replace(microsecond=0).timestamp())], ensure_ascii=False, separators=(",", ":")
    )
    payload = said.encode()
    token = f"{_encode(payload)}.{_encode(_mac(payload, key))}"
    if len(token) > _LONGEST:
        raise ValueError("the alert's id and the person's name are too long for a link")
    return token


def link(base_url: str, token: str) -> str:
    return f"{base_url.rstrip('/')}{PATH}{token}"


def verify(token: str, key: bytes, now: datetime, used: Container[str] = ()) -> Grant | Refusal:
    """What the token says, or why it counts for nothing. Nothing in it is looked at before its signature is checked.

    ``used`` holds the ``token_id`` of every token that was redeemed.
    """
    parts = token.split(".") if len(token) <= _LONGEST else []
    decoded = [_decode(part) for part in parts]
    if len(decoded) != 2 or decoded[0] is None or decoded[1] is None:
        return Refusal(Why.MALFORMED, "This is not a complete link: it may have been cut off in the message.")
    payload, signature = decoded[0], decoded[1]
    if not hmac.compare_digest(signature, _mac(payload, key)):
        return Refusal(Why.FORGED, "This link was not made here, or was changed, or the signing key is a new one.")
    alert_id, person, seconds = json.loads(payload)
    expires = datetime.fromtimestamp(seconds, UTC)
    token_id = hashlib.sha256(payload).hexdigest()
    if token_id in used:
        return Refusal(Why.USED, f"This link was used before: alert {alert_id} is acknowledged.")
    if now >= expires:
        return Refusal(
            Why.EXPIRED, f"This link expired on {expires:%Y-%m-%d %H:%M} UTC: use `regwatch alerts ack {alert_id}`."
        )
    return Grant(alert_id, person, expires, token_id)


def redeem(
    token: str,
    key: bytes,
    now: datetime,
    used: Container[str] = (),
    *,
    decision: str = "acknowledged",
    note: str = "",
) -> Acknowledgement | Refusal:
    """Turn a token into an acknowledgement. Whoever stores it must make ``token_id`` unique: two at the same moment
    both get one here."""
    checked = verify(token, key, now, used)
    if isinstance(checked, Refusal):
        return checked
    said = decision.strip() or "acknowledged"
    return Acknowledgement(checked.alert_id, checked.person, now, said, note.strip(), checked.token_id)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page says to a request: ``acknowledgement`` is to be stored before it is sent."""

    status: int
    text: str
    ask: Grant | None = None  # show a button that posts
    acknowledgement: Acknowledgement | None = None


_STATUS: Mapping[Why, int] = {Why.MALFORMED: 400, Why.FORGED: 403, Why.EXPIRED: 410, Why.USED: 409}


def answer(
    method: str,
    token: str,
    key: bytes,
    now: datetime,
    *,
    used: Container[str] = (),
    form: Mapping[str, str] | None = None,
) -> Answer:
    """One request for a link. Only POST acknowledges; ``form`` may hold ``decision`` and ``note``."""
    if method not in ("GET", "HEAD", "POST"):
        return Answer(405, "Only GET and POST are understood here.")
    said: Mapping[str, str] = form or {}
    found: Grant | Acknowledgement | Refusal
    if method == "POST":
        found = redeem(token, key, now, used, decision=said.get("decision", ""), note=said.get("note", ""))
    else:
        found = verify(token, key, now, used)
    if isinstance(found, Refusal):
        return Answer(_STATUS[found.why], found.text)
    if isinstance(found, Grant):
        return Answer(200, f"Acknowledge alert {found.alert_id} as {found.person}?", ask=found)
    return Answer(200, f"Alert {found.alert_id} is acknowledged by {found.by}.", acknowledgement=found)


def _mac(payload: bytes, key: bytes) -> bytes:
    return hmac.new(key, _PURPOSE + payload, hashlib.sha256).digest()


def _encode(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _decode(text: str) -> bytes | None:
    try:
        value: Any = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return bytes(value) if _encode(value) == text else None  # one spelling only
