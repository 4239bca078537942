"""What one cycle did, for its caller to show and to judge."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from monitor.reading import Reading
from monitor.visits import Visited


@dataclass
class Outcome:
    """Filled stage by stage. ``alerts`` are the ids of those that are new."""

    at: datetime
    visited: list[Visited] = field(default_factory=list)
    read: int = 0
    partly: int = 0
    unread: list[Reading] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    watchlist_problems: int = 0
    busy: bool = False  # another process is polling

    @property
    def failed(self) -> list[Visited]:
        return [visited for visited in self.visited if visited.error is not None]

    @property
    def fell_short(self) -> bool:
        return bool(self.failed or self.partly or self.unread or self.watchlist_problems or self.busy)
