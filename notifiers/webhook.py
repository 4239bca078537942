"""A web address of the team's own: the whole message as one JSON object, for a ticket system or a SIEM.

apprise's ``json://`` posts a title and a text; a machine wants the fields. So the URL is read by apprise (user,
headers, query, verify) and the body is ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from notifiers import wording
from notifiers.ledger import Ledger
from notifiers.model import Channel, DeliveryError, Message
from notifiers.refusals import together
from notifiers.transport import WebhookRoute

SCHEMA = "regwatch/message/1"  # a field may be added under the same number; a change of meaning gets the next one


class WebhookChannel(Channel):
    """POSTs each message to every URL. The receiver tells a repeat by ``id`` (also sent as ``Idempotency-Key``)."""

    def __init__(self, name: str, routes: tuple[WebhookRoute, ...]) -> None:
        self._name = name
        self._routes = routes
        self._ledger = Ledger()

    @property
    def name(self) -> str:
        return self._name

    def send(self, message: Message) -> None:
        page = self._ledger.page(message)
        body = json.dumps(payload(message), ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Idempotency-Key": message.id, "X-Regwatch-Message-Id": message.id}
        headers = {k: re.sub(r"[^\x21-\x7e]", "?", v) for k, v in headers.items()}
        failures = []
        for number, route in enumerate(self._routes, start=1):
            if str(number) in page:
                continue
            try:
                route.post(body, headers)
            except DeliveryError as failure:
                failures.append(failure)
            else:
                page.add(str(number))
        if failures:
            raise together(failures, len(self._routes), page.accepted)
        self._ledger.close(message)

    def close(self) -> None:
        for route in self._routes:
            route.close()


def payload(message: Message) -> Mapping[str, Any]:
    """The message with all its alerts, by the names of ``model``; dates ISO 8601, instants with offset. Pure."""
    told = _plain(message)
    told.pop("accepted")  # ours, not the receiver's
    return {"schema": SCHEMA, "severity": message.severity.value, "count": len(message.alerts), **told}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(v) for v in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return wording.legible(value)
    return value
