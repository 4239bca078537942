"""Whose turn it is to ask a host."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from monitor.fetching.urls import is_loopback


class Turns:
    """Whose turn it is: at most so many at a time, and so many a second, for each public host."""

    def __init__(
        self, per_second: float, parallel: int, monotonic: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._interval = 1 / per_second
        self._parallel = parallel
        self._monotonic, self._sleep = monotonic, sleep
        self._lock = threading.Lock()
        self._places: dict[str, threading.BoundedSemaphore] = {}
        self._next: dict[str, float] = {}

    @contextlib.contextmanager
    def take(self, host: str) -> Iterator[None]:
        if is_loopback(host):
            yield
            return
        with self._lock:
            place = self._places.setdefault(host, threading.BoundedSemaphore(self._parallel))
        with place:
            with self._lock:
                at = max(self._monotonic(), self._next.get(host, 0.0))
                self._next[host] = at + self._interval
            if (wait := at - self._monotonic()) > 0:
                self._sleep(wait)
            yield
