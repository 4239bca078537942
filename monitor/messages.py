"""From alerts that go out together to the one message that one channel sends. Pure.

The id of a message follows from its channel and its alerts, so that the same message has the same id after a crash.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from monitor.routing import document_of
from notifiers.model import Alert, Message, MessageKind

OPERATOR_KINDS = frozenset(
    {"source-failing", "source-recovered", "source-silent", "source-problem", "document-unread", "document-partly-read",
     "delivery-failed", "watchlist-problem", "law-finding"}
)  # fmt: skip
_KIND_OF_MESSAGE = {"baseline": MessageKind.BASELINE, "receipt": MessageKind.RECEIPT, "test": MessageKind.TEST}


def compose(
    channel: str,
    alerts: Sequence[Alert],
    now: datetime,
    *,
    kind: MessageKind | None = None,
    message_id: str | None = None,
    intro: Sequence[str] = (),
    facts: Sequence[tuple[str, str]] = (),
) -> Message:
    """One message of these alerts. A baseline or receipt alert is opened: its children and facts are the message."""
    chosen = kind or kind_of(alerts)
    shown, lines = _opened(alerts)
    return Message(
        id=message_id or message_id_of(channel, alerts),
        kind=chosen,
        subject=subject_of(alerts, chosen),
        alerts=shown,
        created_at=now,
        thread=thread_of(alerts),
        intro=(*intro, *lines),
        facts=tuple(facts),
    )


def message_id_of(channel: str, alerts: Sequence[Alert]) -> str:
    digest = hashlib.sha256("\n".join([channel, *sorted(alert.id for alert in alerts)]).encode()).hexdigest()
    return f"m-{digest[:16]}"


def kind_of(alerts: Sequence[Alert]) -> MessageKind:
    kinds = {alert.kind for alert in alerts}
    if len(kinds) == 1 and (only := next(iter(kinds))) in _KIND_OF_MESSAGE:
        return _KIND_OF_MESSAGE[only]
    return MessageKind.OPERATOR if kinds <= OPERATOR_KINDS else MessageKind.IMMEDIATE


def thread_of(alerts: Sequence[Alert]) -> str | None:
    """Mails about one document, or about one counterparty, make one thread."""
    groups = {document_of(alert) for alert in alerts}
    if len(groups) == 1:
        return next(iter(groups))
    parties = {alert.counterparty.id for alert in alerts if alert.counterparty}
    return next(iter(parties)) if len(parties) == 1 else None


def subject_of(alerts: Sequence[Alert], kind: MessageKind) -> str:
    """What the list of mails shows: the event itself where there is one, else what it is about and how many."""
    if len(alerts) == 1:
        return alerts[0].headline
    counts = Counter(_title(alert.kind) for alert in alerts)
    said = ", ".join(f"{n} {what}" for what, n in counts.most_common(3))
    if kind is MessageKind.DIGEST:
        return f"Digest: {said}"
    if kind is MessageKind.REMINDER:
        return f"Not acknowledged yet: {said}"
    source = next((s for alert in alerts for s in alert.sources if s.document_number == document_of(alert)), None)
    if source is None or thread_of(alerts) != source.document_number:
        return said
    return f"{said}: {source.title or 'document'} ({source.citation or source.document_number})"


def _title(kind: str) -> str:
    return kind.replace("-", " ")


def _opened(alerts: Sequence[Alert]) -> tuple[tuple[Alert, ...], tuple[str, ...]]:
    """The alerts that are shown, and the lines before them: of a report, its children and what it says itself."""
    shown: list[Alert] = []
    lines: list[str] = []
    for alert in alerts:
        if alert.kind in ("baseline", "receipt"):
            lines += [alert.reason, *alert.notes, f"Alert {alert.id}"]
            shown += alert.children
        else:
            shown.append(alert)
    return tuple(shown), tuple(line for line in lines if line)
