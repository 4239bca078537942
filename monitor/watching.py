"""Looks after the sources between their visits: one that is not visited any more, and one whose silence is unusual."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor import health, operator_alerts
from monitor.outcome import Outcome
from monitor.settings.config_tables import Config
from monitor.store import Store
from monitor.telling import Teller
from monitor.visits import health_of, rule_of


def watch_sources(store: Store, config: Config, teller: Teller, now: datetime, since: datetime) -> list[str]:
    """Tell the operator, once for each time, of what only the absence of something shows; returns the new alerts' ids.

    ``since``: when this run began to watch. A visit that never ends does not stop this.
    """
    outcome = Outcome(now)
    for name, table in config.sources.items():
        state = store.source_state(name)
        stale, transition = health.check_freshness(health_of(state), now, rule_of(table, config.health), since)
        if transition is not None:
            with store.transaction():
                known = replace(
                    store.source_state(name),
                    told_failing_at=now,
                    consecutive_successes=0,
                    failing_since=stale.failing_since,
                )
                store.save_source_state(known)
                teller.tell_operator(outcome, [operator_alerts.source_changed(transition)])
            continue
        silence = health.unusual_silence(health_of(state), now)
        if silence is not None and store.alert_by_key(silence.key) is None:
            teller.tell_operator(outcome, [operator_alerts.source_changed(silence)])
    return outcome.alerts
