"""How regwatch is doing, from what is stored: sources, outbox, problems, the law that it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from monitor.countdown import expected
from monitor.health import Verdict, verdict
from monitor.settings.config_tables import Config
from monitor.store import OutboxCount, SourceState, Store, StoredProblem
from monitor.visits import health_of, rule_of

if TYPE_CHECKING:
    from monitor.assembly import Assembly

_LONG_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Status:
    """``healthy`` is False when a source cannot be relied on, a delivery has failed for good or waits too long, or the
    database does not answer."""

    at: datetime
    database: str
    sources: tuple[tuple[Verdict, SourceState], ...]
    outbox: tuple[OutboxCount, ...]
    problems: tuple[StoredProblem, ...]
    baseline_at: datetime | None
    evaluated_through: date | None
    waiting_for: timedelta | None
    scheduled: tuple[tuple[date, str], ...]

    @property
    def unhealthy(self) -> list[str]:
        said = [f"source {v.source}: {v.reason}" for v, _ in self.sources if not v.healthy]
        said += [f"{c.count} deliveries refused for good by {c.channel}" for c in self.outbox if c.state == "failed"]
        if self.waiting_for is not None and self.waiting_for > _LONG_WAIT:
            said.append(f"a delivery has been waiting for {self.waiting_for}")
        return said

    @property
    def healthy(self) -> bool:
        return not self.unhealthy

    def as_json(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "healthy": self.healthy,
            "unhealthy": self.unhealthy,
            "database": self.database,
            "baseline_at": self.baseline_at,
            "evaluated_through": self.evaluated_through,
            "sources": [
                {
                    "name": v.source,
                    "healthy": v.healthy,
                    "reason": v.reason,
                    "last_attempt": s.last_attempt,
                    "last_success": s.last_success,
                    "last_change": s.last_change,
                    "consecutive_failures": s.consecutive_failures,
                    "last_error": s.last_error,
                    "failing_since": s.failing_since,
                    "next_due_at": s.next_due_at,
                }
                for v, s in self.sources
            ],
            "outbox": [
                {"channel": c.channel, "state": c.state, "count": c.count, "oldest_due": c.oldest_due}
                for c in self.outbox
            ],
            "problems": [
                {
                    "source": p.source,
                    "document_number": p.document_number,
                    "where": p.problem.where,
                    "what": p.problem.what,
                    "severity": p.problem.severity,
                    "observed_at": p.observed_at,
                }
                for p in self.problems
            ],
            "scheduled": [{"on": on, "what": what} for on, what in self.scheduled],
        }


def report(assembly: Assembly) -> Status:
    """Raises StoreError when the database does not answer."""
    store, config, now = assembly.store, assembly.config, assembly.now()
    store.check()
    states = {name: store.source_state(name) for name in config.sources}
    found = verdicts(config, store, now)
    return Status(
        at=now,
        database=store.name,
        sources=tuple((v, states[v.source]) for v in found),
        outbox=store.outbox_counts(),
        problems=store.problems(),
        baseline_at=store.moment("baseline_at"),
        evaluated_through=store.day("evaluated_through"),
        waiting_for=oldest_waiting(store, now),
        scheduled=scheduled(store),
    )


def verdicts(config: Config, store: Store, now: datetime) -> tuple[Verdict, ...]:
    return tuple(
        verdict(health_of(store.source_state(name)), now, rule_of(table, config.health))
        for name, table in config.sources.items()
    )


def oldest_waiting(store: Store, now: datetime) -> timedelta | None:
    """For how long the oldest delivery that is due has been waiting."""
    due = [c.oldest_due for c in store.outbox_counts() if c.state in ("pending", "sending") and c.oldest_due <= now]
    return now - min(due) if due else None


def scheduled(store: Store) -> tuple[tuple[date, str], ...]:
    """What is ordered for later days, as last evaluated; soonest first."""
    return tuple(sorted((change.on, change.what) for change in expected(store).values()))
