"""A PostgreSQL server for tests: the system's own binaries, a temp folder, a socket in it, an ordinary user.

Test modules load it by path: ``new_database = runpy.run_path(...)["new_database"]``. One server serves the whole run
and stops when the interpreter ends; REGWATCH_TEST_POSTGRES names the socket folder of one that runs already.
"""

from __future__ import annotations

import atexit
import itertools
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

VARIABLE = "REGWATCH_TEST_POSTGRES"
_numbers = itertools.count(1)


def binaries() -> Path | None:
    """The newest installed server's folder."""
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if found:
        return max(found, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0))
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


def _user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _server() -> Path:
    """Start the server, unless one runs; returns the folder of its socket."""
    if VARIABLE in os.environ:
        return Path(os.environ[VARIABLE])
    folder = binaries()
    if folder is None:
        pytest.skip("needs PostgreSQL's server binaries (Debian: apt-get install postgresql), none found")
    home = Path(tempfile.mkdtemp(prefix="regwatch-pg-", dir="/tmp"))
    user = _user()
    if user:
        os.chown(home, user["user"], user["group"])
    log = home / "log"

    def run(*command: str) -> None:
        done = subprocess.run(command, check=False, cwd=home, capture_output=True, text=True, timeout=60, **user)
        assert done.returncode == 0, done.stderr

    run(str(folder / "initdb"), "-D", "data", "-A", "trust", "-U", "regwatch", "-E", "UTF8", "--locale=C", "-N")
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={home}", "-c", "fsync=off"]
    command = [str(folder / "postgres"), "-D", "data", *options]
    process = subprocess.Popen(command, cwd=home, stdout=log.open("wb"), stderr=subprocess.STDOUT, **user)

    def stop() -> None:
        process.terminate()  # SIGTERM waits for clients, of which there are none by now
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(home, ignore_errors=True)
        os.environ.pop(VARIABLE, None)

    atexit.register(stop)
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host=str(home), user="regwatch", dbname="postgres").close()
            os.environ[VARIABLE] = str(home)
            return home
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)


def new_database() -> str:
    """The address of a fresh, empty database. Skips the test where there is no server."""
    home = _server()
    name = f"test_{os.getpid()}_{time.monotonic_ns()}_{next(_numbers)}"
    with psycopg.connect(host=str(home), user="regwatch", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql+psycopg://regwatch@/{name}?host={home}"
