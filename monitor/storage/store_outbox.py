"""The outbox: which alert still has to go out on which channel, and which daemon is sending it just now.

The intent is stored with the alert; a daemon claims it by a conditional update, sends, and marks it afterwards. A crash
in between leaves a claim that runs out, so a message may be sent twice but never not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from monitor.storage.codec import decode
from monitor.storage.rows import AlertRow, DeliveryRow
from monitor.storage.store_alerts import Alerts, alert_row
from monitor.storage.store_sessions import CLAIMING, one_at_a_time, slices
from notifiers.model import Alert

OPEN_STATES = ("pending", "sending", "held")


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    """One alert for one channel, in the hands of one worker until ``claimed_until``.

    ``message_id`` is set where a crash or a passing failure cut an earlier attempt short: the same message goes out
    again under the same id, with all deliveries that carry it.
    """

    id: int
    alert: Alert
    channel: str
    attempts: int  # this one included
    created_at: datetime
    due_at: datetime
    claimed_until: datetime
    message_id: str | None
    delivered_at: datetime | None  # set where the channel has had it before, and it is sent once more (``resend``)


@dataclass(frozen=True, slots=True)
class OutboxCount:
    channel: str
    state: str
    count: int
    oldest_due: datetime


class Outbox(Alerts):
    def claim_deliveries(
        self,
        now: datetime,
        worker: str,
        *,
        limit: int = 100,
        lease: timedelta = timedelta(minutes=5),
        channels: Sequence[str] | None = None,
    ) -> tuple[ClaimedDelivery, ...]:
        """Take what is due, oldest first, so that no other worker gets it before the lease ends. Counts as an attempt.

        A claim whose lease has run out is due again. Nothing overtakes an earlier delivery of the same counterparty on
        the same channel that has been tried and must be tried again, or that another worker is sending.
        """
        due = sa.or_(
            sa.and_(col(DeliveryRow.state) == "pending", col(DeliveryRow.next_try_at) <= now),
            sa.and_(col(DeliveryRow.state) == "sending", col(DeliveryRow.claimed_until) <= now),
        )
        query = select(DeliveryRow.id).where(due, ~_overtakes(now))
        if channels is not None:
            query = query.where(col(DeliveryRow.channel).in_(channels))
        query = query.order_by(col(DeliveryRow.id)).limit(limit)
        until = now + lease
        with self._writing() as session:
            one_at_a_time(
                session, CLAIMING
            )  # else two workers could each take half of what one counterparty must hear in order
            ids = session.exec(query).all()
            claimed: list[ClaimedDelivery] = []
            for part in slices(ids):
                claim = sa.update(DeliveryRow).where(col(DeliveryRow.id).in_(part), due)
                session.execute(
                    claim.values(
                        state="sending",
                        claimed_by=worker,
                        claimed_until=until,
                        attempts=col(DeliveryRow.attempts) + 1,
                    )
                )
                rows: Any = session.execute(
                    sa.select(DeliveryRow, col(AlertRow.alert))
                    .join(AlertRow, col(AlertRow.id) == col(DeliveryRow.alert_id))
                    .where(
                        col(DeliveryRow.id).in_(part),
                        col(DeliveryRow.state) == "sending",
                        col(DeliveryRow.claimed_by) == worker,
                        col(DeliveryRow.claimed_until) == until,
                    )
                    .order_by(col(DeliveryRow.id))
                )
                claimed.extend(_claimed(row, alert, until) for row, alert in rows)
            return tuple(claimed)

    def begin_message(self, deliveries: Iterable[int], message_id: str) -> None:
        """These go out together under one id; stored before sending, so that a repeat after a crash carries it too."""
        self._change(deliveries, message_id=message_id)

    def extend_claim(self, deliveries: Iterable[int], worker: str, until: datetime) -> int:
        """More time for a slow channel; returns how many are still this worker's."""
        return self._change(
            deliveries, col(DeliveryRow.state) == "sending", col(DeliveryRow.claimed_by) == worker, claimed_until=until
        )

    def mark_delivered(self, deliveries: Iterable[int], at: datetime) -> int:
        """The other side has taken them. True whoever holds the claim by now: what was sent was sent."""
        return self._change(
            deliveries,
            state="delivered",
            delivered_at=at,
            first_delivered_at=sa.func.coalesce(col(DeliveryRow.first_delivered_at), at),
            claimed_by=None,
            claimed_until=None,
            last_error=None,
            permanent=False,
        )

    def mark_failed(
        self,
        deliveries: Iterable[int],
        worker: str,
        error: str,
        *,
        next_try_at: datetime | None = None,
        permanent: bool = False,
        untaken: bool = False,
    ) -> int:
        """To be tried again at ``next_try_at``, or ``permanent``. ``error`` is stored as given, so mask it.

        ``untaken``: the other side has certainly none of it, so that the next try may be another message.
        Only what the worker still holds is changed; returns how many that were.
        """
        if permanent == (next_try_at is not None):
            raise ValueError("a failure is either permanent or has a time for the next try")
        change: dict[str, Any] = {"state": "failed"} if permanent else {"state": "pending", "next_try_at": next_try_at}
        if untaken:
            change["message_id"] = None
        mine = (col(DeliveryRow.state) == "sending", col(DeliveryRow.claimed_by) == worker)
        return self._change(
            deliveries, *mine, **change, last_error=error, permanent=permanent, claimed_by=None, claimed_until=None
        )

    def release(self, deliveries: Iterable[int], worker: str, next_try_at: datetime | None = None) -> int:
        """Give claims back untried (a shutdown, a channel found down): the attempt does not count."""
        change: dict[str, Any] = {} if next_try_at is None else {"next_try_at": next_try_at}
        mine = (col(DeliveryRow.state) == "sending", col(DeliveryRow.claimed_by) == worker)
        attempts = col(DeliveryRow.attempts) - 1
        return self._change(
            deliveries, *mine, **change, state="pending", attempts=attempts, claimed_by=None, claimed_until=None
        )

    def release_expired(self, now: datetime) -> int:
        """Claims whose worker has died are pending again. ``claim_deliveries`` takes them anyway; this counts them."""
        expired = (col(DeliveryRow.state) == "sending", col(DeliveryRow.claimed_until) <= now)
        return self._where(*expired, state="pending", claimed_by=None, claimed_until=None)

    def claimants(self) -> tuple[str, ...]:
        """The workers that hold claims, run out or not."""
        query = select(DeliveryRow.claimed_by).where(col(DeliveryRow.state) == "sending").distinct()
        with self._reading() as session:
            return tuple(sorted(worker for worker in session.exec(query) if worker is not None))

    def release_claims(self, worker: str) -> int:
        """A worker is known to be dead: what it held is due again at once. The attempt counts."""
        return self._where(
            col(DeliveryRow.state) == "sending",
            col(DeliveryRow.claimed_by) == worker,
            state="pending",
            claimed_by=None,
            claimed_until=None,
        )

    def try_again_now(self, now: datetime) -> int:
        """What failed in passing does not wait for its backoff any longer. What is planned for later stays planned."""
        return self._where(
            col(DeliveryRow.state) == "pending",
            col(DeliveryRow.next_try_at) > now,
            col(DeliveryRow.due_at) <= now,
            next_try_at=now,
        )

    def postpone(self, channel: str, until: datetime) -> int:
        """A channel is down: nothing pending on it is tried before ``until``."""
        return self._where(
            col(DeliveryRow.channel) == channel,
            col(DeliveryRow.state) == "pending",
            col(DeliveryRow.next_try_at) < until,
            next_try_at=until,
        )

    def resting_until(self, channel: str, now: datetime) -> datetime | None:
        """When a channel that failed in passing will be tried again; None: it does not rest."""
        query = select(sa.func.max(col(DeliveryRow.next_try_at))).where(
            col(DeliveryRow.state) == "pending",
            col(DeliveryRow.next_try_at) > now,
            col(DeliveryRow.channel) == channel,
            col(DeliveryRow.attempts) > 0,
        )
        with self._reading() as session:
            return session.exec(query).one()

    def hold(self, deliveries: Iterable[int]) -> int:
        """Keep back what is pending until ``unhold``."""
        return self._change(deliveries, col(DeliveryRow.state) == "pending", state="held")

    def unhold(self, deliveries: Iterable[int], due_at: datetime) -> int:
        return self._change(
            deliveries, col(DeliveryRow.state) == "held", state="pending", due_at=due_at, next_try_at=due_at
        )

    def cancel(self, alert_id: str, why: str, channels: Sequence[str] | None = None) -> tuple[str, ...]:
        """Take back what was not sent yet; returns the channels concerned. Those already told must be corrected."""
        with self._writing() as session:
            where = [
                col(DeliveryRow.alert_id) == alert_row(session, alert_id).id,
                col(DeliveryRow.state).in_(("pending", "held")),
            ]
            if channels is not None:
                where.append(col(DeliveryRow.channel).in_(channels))
            done = (
                sa.update(DeliveryRow)
                .where(*where)
                .values(state="cancelled", last_error=why)
                .returning(col(DeliveryRow.channel))
            )
            return tuple(sorted(session.execute(done).scalars()))

    def resend(self, alert_id: str, due: datetime, channels: Sequence[str] | None = None) -> int:
        """Send an alert once more: on the channels named, else on all that it has. Raises UnknownAlertError.

        A channel that the alert was never planned for gets a delivery of its own. What is being sent is left alone.
        """
        with self._writing() as session:
            row = alert_row(session, alert_id)
            assert row.id is not None
            have = {d.channel: d for d in session.exec(select(DeliveryRow).where(col(DeliveryRow.alert_id) == row.id))}
            wanted = sorted(have) if channels is None else list(dict.fromkeys(channels))
            count = 0
            for channel in wanted:
                delivery = have.get(channel) or DeliveryRow(
                    alert_id=row.id,
                    channel=channel,
                    counterparty_id=row.counterparty_id,
                    state="cancelled",
                    created_at=due,
                    due_at=due,
                    next_try_at=due,
                )
                if delivery.state == "sending":
                    continue
                delivery.state, delivery.due_at, delivery.next_try_at = "pending", due, due
                delivery.attempts, delivery.permanent, delivery.message_id, delivery.last_error = 0, False, None, None
                session.add(delivery)
                count += 1
            session.flush()
            return count

    # --- counting ---

    def outbox_counts(self) -> tuple[OutboxCount, ...]:
        """What is not delivered, by channel and state. Costs as much as is waiting, whatever was delivered before."""
        group = (col(DeliveryRow.channel), col(DeliveryRow.state))
        query = (
            sa.select(*group, sa.func.count(col(DeliveryRow.id)), sa.func.min(col(DeliveryRow.due_at)))
            .where(col(DeliveryRow.state).in_((*OPEN_STATES, "failed")))
            .group_by(*group)
            .order_by(*group)
        )
        with self._reading() as session:
            rows: Any = session.execute(query)
            return tuple(OutboxCount(*row) for row in rows)

    def delivered_since(self, since: datetime) -> int:
        with self._reading() as session:
            return session.exec(select(sa.func.count()).where(col(DeliveryRow.delivered_at) >= since)).one()

    def next_delivery_at(self) -> datetime | None:
        """When something will be due next: how long a drain may sleep."""
        with self._reading() as session:
            pending = session.exec(
                select(sa.func.min(col(DeliveryRow.next_try_at))).where(col(DeliveryRow.state) == "pending")
            ).one()
            claims = session.exec(
                select(sa.func.min(col(DeliveryRow.claimed_until))).where(col(DeliveryRow.state) == "sending")
            ).one()
            return min((at for at in (pending, claims) if at is not None), default=None)

    # --- changing ---

    def _change(self, deliveries: Iterable[int], *where: Any, **columns: Any) -> int:
        ids = list(deliveries)
        with self._writing() as session:
            return sum(_update(session, [col(DeliveryRow.id).in_(part), *where], columns) for part in slices(ids))

    def _where(self, *where: Any, **columns: Any) -> int:
        with self._writing() as session:
            return _update(session, list(where), columns)


def _update(session: Session, where: list[Any], columns: dict[str, Any]) -> int:
    return len(
        session.execute(sa.update(DeliveryRow).where(*where).values(**columns).returning(col(DeliveryRow.id))).all()
    )


def _overtakes(now: datetime) -> Any:
    earlier = aliased(DeliveryRow)
    waiting = sa.and_(col(earlier.state) == "pending", col(earlier.attempts) > 0, col(earlier.next_try_at) > now)
    under_way = sa.and_(col(earlier.state) == "sending", col(earlier.claimed_until) > now)
    return sa.exists().where(
        col(earlier.counterparty_id) == col(DeliveryRow.counterparty_id),
        col(earlier.channel) == col(DeliveryRow.channel),
        col(earlier.id) < col(DeliveryRow.id),
        sa.or_(waiting, under_way),
    )


def _claimed(row: DeliveryRow, alert: bytes, until: datetime) -> ClaimedDelivery:
    assert row.id is not None
    return ClaimedDelivery(
        row.id,
        decode(Alert, alert),
        row.channel,
        row.attempts,
        row.created_at,
        row.due_at,
        until,
        row.message_id,
        row.delivered_at,
    )
