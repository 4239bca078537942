"""The links in messages, by which a person acknowledges an alert: made when a message is composed, redeemed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import acknowledge
from monitor.acknowledge import Answer
from monitor.store import Store, UnknownAlertError
from notifiers.model import Alert

_USED = "This link was used before: the alert is acknowledged."
_GONE = "There is no such alert here any more."


def links(base_url: str, key: bytes, valid_for: timedelta) -> Callable[[Alert, str, datetime], str]:
    """``link(alert, channel, composed_at)``: the same message sent again carries the same link."""

    def link(alert: Alert, channel: str, composed_at: datetime) -> str:
        return acknowledge.link(base_url, acknowledge.sign(alert.id, channel, composed_at + valid_for, key))

    return link


class _Redeemed:
    """The tokens that were used, as the store knows them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, token_id: object) -> bool:
        return isinstance(token_id, str) and self._store.is_used(token_id)


def redeem(
    store: Store, key: bytes, method: str, token: str, now: datetime, form: Mapping[str, str] | None = None
) -> Answer:
    """Answer one request for a link. GET asks, POST acknowledges: once, and with who, when, decision and note in the
    audit trail. ``form`` may hold ``decision`` and ``note``."""
    answer = acknowledge.answer(method, token, key, now, used=_Redeemed(store), form=form)
    said = answer.acknowledgement
    try:
        if said is None:
            if answer.ask is not None:
                store.alert(answer.ask.alert_id)
            return answer
        with store.transaction():
            if not store.use_nonce(said.token_id, now):  # two at the same moment: one of them counts
                return Answer(409, _USED)
            first = store.acknowledge(
                said.alert_id, by=said.by, at=said.at, note=said.note or None, decision=said.decision
            )
    except UnknownAlertError:
        return Answer(404, _GONE)
    return answer if first else replace(answer, text=f"{answer.text} Somebody had acknowledged it before.")
