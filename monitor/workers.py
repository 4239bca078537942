"""Who holds a claim or a lease: the name of this process, and whether another one still lives."""

from __future__ import annotations

import os
import socket


def worker_name(part: str = "") -> str:
    """Who holds a claim: host, process and its start, so that a restart on the same host can tell that it is dead; and
    the part of the process that does, where there are several."""
    name = f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"
    return f"{name}/{part}" if part else name


def is_dead(worker: str) -> bool:
    """Whether a worker of this host is gone. Of other hosts nothing is known: their leases run out."""
    try:
        host, pid, started = worker.partition("/")[0].rsplit(":", 2)
        if host != socket.gethostname():
            return False
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (ValueError, PermissionError, OverflowError):
        return False
    return _started(int(pid)) != started


def _started(pid: int) -> str:
    """The start of a process in clock ticks, where the system tells: a number may be given out again."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            return stat.read().rpartition(b")")[2].split()[19].decode()
    except (OSError, IndexError):
        return "0"
