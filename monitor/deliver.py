"""Drains the outbox: *claim what is due | group what belongs together | name the message | send | mark afterwards*.

The promise: at least once on every route. The intent was stored with the decision; a claim is a lease; a message gets
its id before it is sent and keeps it when it is sent again; a delivery is marked only after the other side has taken
it. A crash between the two repeats that one message, under the same id. Per channel everything goes out in the order in
which it was decided: after a failure nothing overtakes.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from monitor import routing
from monitor.messages import compose, message_id_of
from monitor.routing import Mode, Plan, Route, Waiting, document_of
from monitor.store import ClaimedDelivery, LoggedAlert, Store
from monitor.workers import is_dead, worker_name
from notifiers.model import Alert, Channel, DeliveryError, Message, MessageKind

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=10)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
# A channel that asks for no more than this is waited for at once, a few times, instead of in the next drain.
PATIENCE_SECONDS, PATIENT_TRIES = 5.0, 3
AT_ONCE = 20_000  # deliveries claimed together: one huge rule must be one message


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain of one channel did, in deliveries."""

    channel: str
    delivered: int = 0
    waiting: int = 0  # to be tried again
    failed: int = 0  # permanently
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A channel, and what it wants to hear."""

    channel: Channel
    route: Route


class Deliverer:
    """Sends what is due over its channels. One drain of a channel at a time; any number of processes on a database."""

    def __init__(
        self,
        store: Store,
        posts: Mapping[str, Post],
        *,
        clock: Callable[[], datetime],
        ack_url: Callable[[Alert, str], str | None] = lambda *_: None,
        on_permanent: Callable[[str, Sequence[Alert], str, datetime], None] = lambda *_: None,
        sleep: Callable[[float], None] = time.sleep,
        chance: random.Random | None = None,
    ) -> None:
        """``on_permanent(channel, alerts, error, now)`` tells an operator elsewhere; it must not raise."""
        self._store, self._posts, self._clock = store, posts, clock
        self._ack_url, self._on_permanent, self._sleep = ack_url, on_permanent, sleep
        self._chance = chance or random.Random()  # noqa: S311 (spreads retries, keeps no secret)
        self._worker = worker_name()

    def release_dead(self) -> int:
        """What a process of this host that no longer lives had claimed is due again at once."""
        dead = [worker for worker in self._store.claimants() if worker != self._worker and is_dead(worker)]
        return sum(self._store.release_claims(worker) for worker in dead)

    def drain(self, *, flush: bool = False, channels: Iterable[str] | None = None) -> tuple[Drained, ...]:
        """Send what is due on the channels named, or on all. ``flush``: also what was to be tried again later."""
        self.release_dead()
        if flush:
            self._store.try_again_now(self._clock())
        return tuple(self._drain(name) for name in (channels if channels is not None else self._posts))

    def _drain(self, name: str) -> Drained:
        post, done = self._posts[name], Drained(name)
        while True:
            now = self._clock()
            claimed = self._store.claim_deliveries(now, self._worker, limit=AT_ONCE, lease=LEASE, channels=[name])
            if not claimed:
                return done
            messages = list(self._messages(post, claimed, now))
            for number, (message, deliveries) in enumerate(messages):
                ids = [d.id for d in deliveries]
                self._store.extend_claim(ids, self._worker, self._clock() + LEASE)
                self._store.begin_message(ids, message.id)
                error = self._send(post.channel, message)
                if error is None:
                    self._store.mark_delivered(ids, self._clock())
                    done = replace(done, delivered=done.delivered + len(ids))
                    log.info("delivered", channel=name, message=message.id, alerts=len(ids))
                elif error.permanent:
                    self._store.mark_failed(ids, self._worker, str(error), permanent=True)
                    done = replace(done, failed=done.failed + len(ids), error=str(error))
                    log.error("refused for good", channel=name, message=message.id, error=str(error))
                    self._on_permanent(name, [d.alert for d in deliveries], str(error), self._clock())
                else:
                    rest = [d.id for _, later in messages[number + 1 :] for d in later]
                    return self._put_off(done, ids, rest, error, max(d.attempts for d in deliveries))

    def _put_off(self, done: Drained, ids: list[int], rest: list[int], error: DeliveryError, attempts: int) -> Drained:
        """A passing failure: the channel rests, and what had not been tried goes back untouched."""
        wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT) * self._chance.uniform(0.75, 1.25)
        if error.retry_after:
            wait = max(wait, timedelta(seconds=error.retry_after))
        until = self._clock() + wait
        self._store.mark_failed(ids, self._worker, str(error), next_try_at=until)
        self._store.release(rest, self._worker, next_try_at=until)
        self._store.postpone(done.channel, until)
        log.warning("not delivered yet", channel=done.channel, error=str(error), next_try=until.isoformat())
        return replace(done, waiting=done.waiting + len(ids) + len(rest), error=str(error))

    def _send(self, channel: Channel, message: Message) -> DeliveryError | None:
        """None when the other side has taken it. An error of our own is passing: the alert must not be lost."""
        for tries_left in reversed(range(PATIENT_TRIES)):
            try:
                channel.send(message)
            except DeliveryError as error:
                wait = error.retry_after
                if error.permanent or not wait or wait > PATIENCE_SECONDS or not tries_left:
                    return error
                self._sleep(wait)
            except Exception as error:
                log.exception("a channel failed unexpectedly", channel=channel.name, message=message.id)
                return DeliveryError(f"unexpected {type(error).__name__} in the channel (see the log)")
            else:
                return None
        raise AssertionError("the last try returns")

    # -- what goes out together ----------------------------------------------------------------------------------------

    def _messages(
        self, post: Post, claimed: Sequence[ClaimedDelivery], now: datetime
    ) -> Iterable[tuple[Message, list[ClaimedDelivery]]]:
        """In the order in which they were decided. A message that was begun before is sent again as it was."""
        by_id = {d.id: d for d in claimed}
        late = now - min(d.due_at for d in claimed) > post.route.catch_up
        begun: dict[str, list[ClaimedDelivery]] = {}
        for d in claimed:
            if d.message_id is not None:
                begun.setdefault(d.message_id, []).append(d)
        if late and len(begun) > 1:
            begun = {}  # the channel was down: all that waited is one digest, whatever was tried before
        kept = {d.id for deliveries in begun.values() for d in deliveries}
        for message_id, deliveries in begun.items():
            yield self._compose(post, deliveries, now, message_id=message_id), deliveries
        waiting = [_waiting(d, post.route) for d in claimed if d.id not in kept]
        for batch in routing.batches(waiting, post.route, now):
            deliveries = [by_id[i] for i in batch.ids]
            yield self._compose(post, deliveries, now, kind=batch.kind, reason=batch.reason), deliveries

    def _compose(
        self,
        post: Post,
        deliveries: Sequence[ClaimedDelivery],
        now: datetime,
        *,
        kind: MessageKind | None = None,
        message_id: str | None = None,
        reason: str = "",
    ) -> Message:
        name = post.route.channel
        alerts = [replace(d.alert, ack_url=self._ack_url(d.alert, name)) for d in deliveries]
        again = [d for d in deliveries if d.delivered_at is not None]
        if again and len(again) == len(deliveries) and message_id is None:
            message_id = f"{message_id_of(name, alerts)}-{max(d.due_at for d in deliveries):%Y%m%d%H%M%S}"
            kind = MessageKind.REMINDER
        digest = kind is MessageKind.DIGEST and len(alerts) > 1
        chosen = kind if digest or kind is MessageKind.REMINDER else None
        intro = [f"{reason[:1].upper()}{reason[1:]}."] if digest and reason else []
        return compose(name, alerts, now, kind=chosen, message_id=message_id, intro=intro)


def _waiting(delivery: ClaimedDelivery, route: Route) -> Waiting:
    decided = routing.decide(delivery.alert, route, delivery.created_at)
    mode = decided.mode if isinstance(decided, Plan) else Mode.IMMEDIATE
    return Waiting(delivery.id, document_of(delivery.alert), mode, delivery.due_at, delivery.alert.severity)


def remind(store: Store, routes: Mapping[str, Route], now: datetime) -> int:
    """Put what is critical and not acknowledged into the outbox again, or on to the next route, when it is time."""
    count = 0
    if not any(route.repeat or route.escalate_to for route in routes.values()):
        return 0
    for logged in store.unacknowledged("critical"):
        for delivery in logged.deliveries:
            route = routes.get(delivery.channel)
            if route is None or delivery.state != "delivered" or delivery.delivered_at is None:
                continue
            escalated = any(d.channel == route.escalate_to for d in logged.deliveries)
            reminder = routing.next_reminder(
                logged.alert,
                route,
                first_sent=_first_sent(store, logged, delivery.channel, delivery.delivered_at),
                last_sent=delivery.delivered_at,
                escalated=escalated,
                acknowledged=logged.acknowledged is not None,
            )
            if reminder is not None and reminder.due_at <= now:
                what = "escalated" if reminder.escalation else "repeated"
                store.resend(logged.alert.id, now, channels=[reminder.channel])
                store.audit(at=now, who="regwatch", what=what, subject=logged.alert.id, detail=reminder.reason)
                count += 1
    return count


def _first_sent(store: Store, logged: LoggedAlert, channel: str, otherwise: datetime) -> datetime:
    """When it first went out: before any repeat that the audit trail knows of."""
    del channel
    repeats = [entry.at for entry in store.audit_trail(subject=logged.alert.id) if entry.what == "repeated"]
    return min([otherwise, logged.alert.observed_at] if repeats else [otherwise])
