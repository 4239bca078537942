"""The daily receipt: proof that regwatch looked, sent even when nothing was found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor import health
from monitor.operator_alerts import alert_id
from monitor.reminders import posts_named
from monitor.status import scheduled, verdicts
from monitor.visits import health_of
from notifiers.model import Alert, Severity

if TYPE_CHECKING:
    from monitor.assembly import Assembly


def send_receipt(assembly: Assembly) -> Alert | None:
    """Put the receipt of the time since the last one into the outbox of the channels that want it, when it is due: also
    after its hour, where nothing ran then. None when it is not; of several daemons one sends it."""
    store, config, now = assembly.store, assembly.config, assembly.now()
    with store.transaction(serialised=True):
        last = store.moment("last_receipt_at")
        if last is None:  # the first start: the first receipt comes at the next hour of the receipt
            store.set_moment("last_receipt_at", now)
            return None
        if config.health.receipt.next_after(last, config.health.time_zone) > now:
            return None
        return _send(assembly, last)


def _send(assembly: Assembly, since: datetime) -> Alert:
    store, config, now = assembly.store, assembly.config, assembly.now()
    polls = store.poll_summary(since, now)
    said = [logged for logged in store.alerts(since) if logged.alert.counterparty is not None]
    waiting = sum(c.count for c in store.outbox_counts() if c.oldest_due <= now - timedelta(hours=1))
    silences = [health.unusual_silence(health_of(store.source_state(name)), now) for name in config.sources]
    ahead = [change for change in scheduled(store) if change[0] >= now.date()]
    held = assembly.poller.library.files.read()
    made = health.receipt(
        health.Day(
            since=since,
            until=now,
            polls=polls.polls,
            sources=verdicts(config, store, now),
            documents_read=polls.documents_read,
            read_in_part=len({p.document_number for p in store.problems(since) if p.document_number}),
            matches=len(said),
            counterparties=len(held.counterparties),
            undelivered=waiting,
            silences=tuple(silence for silence in silences if silence is not None),
            next_change=ahead[0] if ahead else None,
        )
    )
    key = f"receipt|{now.isoformat()}"
    alert = Alert(
        id=alert_id(key),
        key=key,
        kind="receipt",
        severity=Severity.INFO if made.healthy else Severity.WARNING,
        headline=f"regwatch: {made.subject}",
        reason=made.lines[0],
        observed_at=now,
        notes=(*made.lines[1:], *(f"{label}: {value}" for label, value in made.facts)),
    )
    wanted = [channel.name for channel in config.receipt_channels]
    channels = [post for name in wanted for post in posts_named(assembly.posts, name)]
    store.add_alerts([(alert, [(channel, now) for channel in channels])])
    store.set_moment("last_receipt_at", now)
    return alert
