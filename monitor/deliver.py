"""Drains the outbox: *claim what is due | group what belongs together | name the message | send | mark afterwards*.

The promise: at least once on every route. The intent was stored with the decision; a claim is a lease; a message gets
its id before it is sent and keeps it for as long as the other side may have it; a delivery is marked only after the
other side has taken it. A crash between the two repeats that one message, under the same id. What concerns one
counterparty goes out in the order in which it was decided. After a failure the whole channel rests: nothing overtakes.
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
from monitor.storage.codec import decode, encode
from monitor.store import ClaimedDelivery, Store
from monitor.workers import is_dead, worker_name
from notifiers.model import Alert, Channel, DeliveryError, Message, MessageKind

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=10)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
LONGEST_RETRY_AFTER = 86_400.0  # seconds: a server that asks for more than a day is asked again after one
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


@dataclass(frozen=True, slots=True)
class Draft:
    """What a message was begun as, kept until it is through: so that a repeat is the same message."""

    kind: MessageKind | None
    composed_at: datetime
    intro: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()  # the parts that the other side has


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message, what it was made from, and the deliveries that it makes."""

    message: Message
    draft: Draft
    deliveries: tuple[ClaimedDelivery, ...]

    @property
    def ids(self) -> list[int]:
        return [delivery.id for delivery in self.deliveries]


class Deliverer:
    """Sends what is due over its channels. One drain of a channel at a time; any number of processes on a database."""

    def __init__(
        self,
        store: Store,
        posts: Mapping[str, Post],
        *,
        clock: Callable[[], datetime],
        ack_url: Callable[[Alert, str, datetime], str | None] = lambda *_: None,
        on_permanent: Callable[[str, Sequence[Alert], str, datetime], None] = lambda *_: None,
        sleep: Callable[[float], None] = time.sleep,
        chance: random.Random | None = None,
    ) -> None:
        """``ack_url(alert, channel, composed_at)``: the link by which it is acknowledged. ``on_permanent(channel,
        alerts, error, now)`` tells an operator elsewhere, in the transaction that gives the deliveries up."""
        self._store, self._posts, self._clock = store, posts, clock
        self._ack_url, self._on_permanent, self._sleep = ack_url, on_permanent, sleep
        self._chance = chance or random.Random()  # noqa: S311 (spreads retries, keeps no secret)

    def release_dead(self) -> int:
        """What a process of this host that no longer lives had claimed is due again at once."""
        dead = [worker for worker in self._store.claimants() if is_dead(worker)]
        return sum(self._store.release_claims(worker) for worker in dead)

    def drain(self, *, flush: bool = False, channels: Iterable[str] | None = None) -> tuple[Drained, ...]:
        """Send what is due on the channels named, or on all. ``flush``: also what was to be tried again later."""
        self.release_dead()
        if flush:
            self._store.try_again_now(self._clock())
        return tuple(self._drain(name) for name in (channels if channels is not None else self._posts))

    def _drain(self, name: str) -> Drained:
        post, done, worker = self._posts[name], Drained(name), worker_name(f"{name}#{id(self):x}")
        self._store.release_claims(worker)  # of a drain that the database cut short
        while self._store.resting_until(name, self._clock()) is None:
            now = self._clock()
            claimed = self._store.claim_deliveries(now, worker, limit=AT_ONCE, lease=LEASE, channels=[name])
            if not claimed:
                break
            outgoing = list(self._outgoing(post, self._still_wanted(claimed), now))
            for number, out in enumerate(outgoing):
                if not self._begin(out, worker):
                    continue  # it took too long: another daemon has it by now
                error = self._send(post.channel, out.message)
                if error is None:
                    done = self._taken(done, out)
                elif error.permanent:
                    done = self._refused(done, out, error, worker)
                else:
                    return self._put_off(done, out, outgoing[number + 1 :], error, worker)
        return done

    def _begin(self, out: Outgoing, worker: str) -> bool:
        with self._store.transaction():
            if self._store.extend_claim(out.ids, worker, self._clock() + LEASE) < len(out.ids):
                return False
            self._store.begin_message(out.ids, out.message.id)
            self._store.set_setting(_draft_of(out.message.id), encode(out.draft).decode())
        return True

    def _taken(self, done: Drained, out: Outgoing) -> Drained:
        with self._store.transaction():
            self._store.mark_delivered(out.ids, self._clock())
            self._store.set_setting(_draft_of(out.message.id), None)
        log.info("delivered", channel=done.channel, message=out.message.id, alerts=len(out.ids))
        return replace(done, delivered=done.delivered + len(out.ids))

    def _refused(self, done: Drained, out: Outgoing, error: DeliveryError, worker: str) -> Drained:
        """For good: given up, and said elsewhere, together or not at all."""
        with self._store.transaction():
            self._store.mark_failed(out.ids, worker, str(error), permanent=True)
            self._store.set_setting(_draft_of(out.message.id), None)
            self._on_permanent(done.channel, [d.alert for d in out.deliveries], str(error), self._clock())
        log.error("refused for good", channel=done.channel, message=out.message.id, error=str(error))
        return replace(done, failed=done.failed + len(out.ids), error=str(error))

    def _put_off(
        self, done: Drained, out: Outgoing, later: Sequence[Outgoing], error: DeliveryError, worker: str
    ) -> Drained:
        """A passing failure: the channel rests, and what had not been tried goes back untouched."""
        attempts = max(d.attempts for d in out.deliveries)
        wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT) * self._chance.uniform(0.75, 1.25)
        if error.retry_after:
            wait = max(wait, timedelta(seconds=min(error.retry_after, LONGEST_RETRY_AFTER)))
        until = self._clock() + wait
        rest = [id_ for one in later for id_ in one.ids]
        draft = None if error.untaken else encode(replace(out.draft, accepted=tuple(sorted(error.accepted)))).decode()
        with self._store.transaction():
            self._store.mark_failed(out.ids, worker, str(error), next_try_at=until, untaken=error.untaken)
            self._store.set_setting(_draft_of(out.message.id), draft)
            self._store.release(rest, worker, next_try_at=until)
            self._store.postpone(done.channel, until)
        log.warning("not delivered yet", channel=done.channel, error=str(error), next_try=until.isoformat())
        return replace(done, waiting=done.waiting + len(out.ids) + len(rest), error=str(error))

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

    def _still_wanted(self, claimed: Sequence[ClaimedDelivery]) -> list[ClaimedDelivery]:
        """Without the repeats of what was acknowledged after they were ordered."""
        wanted = []
        for d in claimed:
            said = self._store.alert(d.alert.id).acknowledged if d.delivered_at is not None else None
            if said is not None and said.at >= d.due_at and d.delivered_at is not None:
                self._store.mark_delivered([d.id], d.delivered_at)
            else:
                wanted.append(d)
        return wanted

    # -- what goes out together ----------------------------------------------------------------------------------------

    def _outgoing(self, post: Post, claimed: Sequence[ClaimedDelivery], now: datetime) -> Iterable[Outgoing]:
        """In the order in which they were decided. A message that the other side may have is sent again as it was."""
        by_id = {d.id: d for d in claimed}
        begun: dict[str, list[ClaimedDelivery]] = {}
        for d in claimed:
            if d.message_id is not None:
                begun.setdefault(d.message_id, []).append(d)
        for message_id, deliveries in begun.items():
            stored = self._store.setting(_draft_of(message_id))
            draft = decode(Draft, stored) if stored is not None else Draft(None, now)
            yield self._compose(post, deliveries, draft, message_id)
        waiting = [_waiting(d, post.route) for d in claimed if d.message_id is None]
        for batch in routing.batches(waiting, post.route, now):
            yield self._new(post, [by_id[i] for i in batch.ids], batch, now)

    def _new(self, post: Post, deliveries: Sequence[ClaimedDelivery], batch: routing.Batch, now: datetime) -> Outgoing:
        message_id = message_id_of(post.route.channel, [d.alert for d in deliveries])
        kind: MessageKind | None = None
        intro: tuple[str, ...] = ()
        if all(d.delivered_at is not None for d in deliveries):  # once more: another message than the first time
            message_id = f"{message_id}-{max(d.due_at for d in deliveries):%Y%m%d%H%M%S}"
            seen_to = any(self._store.alert(d.alert.id).acknowledged is not None for d in deliveries)
            kind, intro = (None, ("Sent again on request.",)) if seen_to else (MessageKind.REMINDER, ())
        elif batch.kind is MessageKind.DIGEST and len(deliveries) > 1:
            kind, intro = batch.kind, (f"{batch.reason[:1].upper()}{batch.reason[1:]}.",)
        return self._compose(post, deliveries, Draft(kind, now, intro), message_id)

    def _compose(self, post: Post, deliveries: Sequence[ClaimedDelivery], draft: Draft, message_id: str) -> Outgoing:
        name, at = post.route.channel, draft.composed_at
        ordered = sorted(deliveries, key=lambda d: (-d.alert.severity.rank, d.due_at, d.id))
        alerts = [replace(d.alert, ack_url=self._ack_url(d.alert, name, at)) for d in ordered]
        message = compose(name, alerts, at, kind=draft.kind, message_id=message_id, intro=draft.intro)
        return Outgoing(replace(message, accepted=frozenset(draft.accepted)), draft, tuple(ordered))


def _draft_of(message_id: str) -> str:
    return f"message {message_id}"


def _waiting(delivery: ClaimedDelivery, route: Route) -> Waiting:
    decided = routing.decide(delivery.alert, route, delivery.created_at)
    mode = decided.mode if isinstance(decided, Plan) else Mode.IMMEDIATE
    party = delivery.alert.counterparty.id if delivery.alert.counterparty else None
    return Waiting(delivery.id, document_of(delivery.alert), mode, delivery.due_at, delivery.alert.severity, party)
