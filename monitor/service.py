"""What a service tells systemd (sd_notify(3), sd_watchdog_enabled(3)); nothing happens where there is no systemd."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from datetime import timedelta


class Notifier:
    """Sends states such as ``READY=1`` to the socket that the service manager named."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self.watchdog = _watchdog(environment)  # how often to be heard from, at least; None: nobody listens

    def send(self, *states: str) -> bool:
        """Whether the states were handed over. A service manager that is gone is no reason to stop working."""
        if not self._address:
            return False
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
                out.setblocking(False)  # a full queue must not hold up the loop that proves we are alive
                out.connect(self._address)
                out.sendall("\n".join(state.replace("\n", " ") for state in states).encode())
        except OSError:
            return False
        return True


def _watchdog(environment: Mapping[str, str]) -> timedelta | None:
    pid = environment.get("WATCHDOG_PID")
    if pid and pid != str(os.getpid()):
        return None
    period = environment.get("WATCHDOG_USEC", "")
    return timedelta(microseconds=int(period)) if period.isdecimal() and int(period) > 0 else None
