"""No output of the program holds a secret: logs at DEBUG, every command, the database, what is sent, error texts."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller

from monitor import assembly, cli, json_lines, terminal
from monitor.demo.source import BundledSource
from monitor.instants import parse_instant
from notifiers import build
from notifiers.model import ChannelSettings

LATE = (assembly, json_lines, terminal)  # imported by the commands that need them
SLACK = "T1JJ3T3L2/B1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
SMTP_PASSWORD = "pa55/w0rd@näher"
DEAD_MAN = "d3ad-man-5f2c81aa-ping"
SIGNING_KEY = "s1gning-0123456789abcdef0123456789abcdef"
WEB_TOKEN = "hook-7b1e5c99d2"
BOT_TOKEN = "xoxb-1234567890-1234567890-4ddbc191d40ee098cbaae6f3"
DB_PASSWORD = "pg-s3cret-0c4f"
SECRETS = (
    *SLACK.split("/")[1:],
    SMTP_PASSWORD,
    quote(SMTP_PASSWORD, safe=""),
    base64.b64encode(SMTP_PASSWORD.encode()).decode(),
    DEAD_MAN,
    SIGNING_KEY,
    WEB_TOKEN,
    BOT_TOKEN,
    DB_PASSWORD,
)
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check-config",),
    ("poll", "--now", "2023-03-01T12:00"),
    ("poll", "--now", "2023-03-02T17:00", "--json"),
    ("poll", "--now", "2023-03-06T09:00", "--source", "federal_register"),
    ("poll", "--source", "nowhere"),
    ("exposures", "--json"),
    ("exposures", "--on", "2023-03-03"),
    ("alerts",),
    ("alerts", "--json"),
    ("alerts", "ack", "a-000000000000", "--by", "A"),
    ("alerts", "resend", "a-000000000000"),
    ("status",),
    ("status", "--json"),
    ("test-channel", "mail"),
    ("test-channel", "slack"),
    ("test-channel", "bot"),
    ("test-channel", "web"),
    ("test-channel", "chat"),
    ("test-channel", "nowhere"),
    ("clear", "P1", "Nobody", "--by", "A", "--why", "B"),
    ("parse", "config.toml"),
    ("--help",),
)


class Kept:
    """What arrived: mails, and what was posted."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.texts += [str(mail), *(str(part.get_content()) for part in mail.walk() if not part.is_multipart())]
        return "250 OK"


@pytest.fixture
def kept() -> Iterator[tuple[Kept, int, int]]:
    found = Kept()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.texts.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(500 if "web" in self.path else 200)  # the address comes up in an error, too
            self.end_headers()
            self.wfile.write(b"ok")

        def do_GET(self) -> None:
            self.send_response(503)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    mail = Controller(found, hostname="127.0.0.1", port=port)
    mail.start()
    yield found, port, web.server_port
    mail.stop()
    web.shutdown()
    web.server_close()


@dataclass(frozen=True)
class Done:
    code: int
    stdout: str
    stderr: str


def run(folder: Path, *arguments: str) -> Done:
    """A command in a child process, which need not import everything anew; with --debug, so that all is logged."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            signal.alarm(120)
            os.chdir(folder)
            # nothing leaves this machine: what is not on loopback goes to a proxy that is not there
            os.environ |= {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}
            os.environ["BOT_URL"] = f"slack://{BOT_TOKEN}/C01/"
            for number, name in ((1, "stdout"), (2, "stderr")):
                os.dup2(os.open(folder / name, os.O_CREAT | os.O_TRUNC | os.O_WRONLY), number)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            sys.argv = ["regwatch", "--debug", "--config", "config.toml", *arguments]
            try:
                cli.main()
                code = 0
            except SystemExit as left:
                code = int(left.code or 0)
            except BaseException:  # noqa: BLE001 - printed as the interpreter would
                sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return Done(code, *((folder / name).read_text("utf-8") for name in ("stdout", "stderr")))


@pytest.fixture(autouse=True, scope="module")
def imported() -> None:
    """What the commands import late is imported once, here, for all children."""
    for kind, url in (
        ("email", "mailto://127.0.0.1:9?from=a@example.com&to=b@example.com"),
        ("slack", "slack://T1JJ3T3L2/B1BRTD4JD/x1/"),
        ("webhook", "http://127.0.0.1:9/"),
        ("console", ""),
    ):
        build(ChannelSettings("warm", kind, (url,) if url else ())).close()


def assert_clean(text: str | bytes, where: str) -> None:
    for secret in SECRETS:
        found = secret in text if isinstance(text, str) else secret.encode() in text
        assert not found, f"a secret beginning with {secret[:3]!r} is in {where}"


def test_no_output_holds_a_secret(tmp_path: Path, kept: tuple[Kept, int, int]) -> None:
    sinks, mail_port, web_port = kept
    (tmp_path / "slack-url").write_text(f"slack://{SLACK}/\n", "utf-8")
    (tmp_path / "signing-key").write_text(SIGNING_KEY, "utf-8")
    (tmp_path / "partners.csv").write_text("id,name,country\nP1,Inspur Group,CN\n", "utf-8")
    with BundledSource(parse_instant("2023-03-06T12:00")) as source:
        (tmp_path / "config.toml").write_text(
            f"""
[database]
url = "sqlite:///regwatch.db"
[http]
timeout = "5s"
[sources.federal_register]
base_url = "{source.base_url}"
[sources.public_inspection]
base_url = "{source.base_url}"
[[watchlists]]
name = "partners"
path = "partners.csv"
[[channels]]
name = "mail"
type = "email"
url = "mailto://officer:{quote(SMTP_PASSWORD, safe="")}@127.0.0.1:{mail_port}?from=a@example.com&to=b@example.com"
[[channels]]
name = "plain"
type = "email"
url = "mailto://127.0.0.1:{mail_port}?from=a@example.com&to=b@example.com"
[[channels]]
name = "slack"
type = "slack"
url_file = "slack-url"
[[channels]]
name = "bot"
type = "slack"
url_env = "BOT_URL"
[[channels]]
name = "web"
type = "webhook"
url = "http://127.0.0.1:{web_port}/web?key={WEB_TOKEN}"
[[channels]]
name = "good"
type = "webhook"
url = "http://127.0.0.1:{web_port}/{WEB_TOKEN}"
[[channels]]
name = "chat"
type = "console"
[dead_man]
url = "http://127.0.0.1:{web_port}/{DEAD_MAN}"
[links]
base_url = "https://regwatch.example.com"
key_file = "signing-key"
""",
            "utf-8",
        )
        codes = {}
        for arguments in COMMANDS:
            done = run(tmp_path, *arguments)
            codes[arguments] = done.code
            assert_clean(done.stdout, f"the output of {' '.join(arguments)}")
            assert_clean(done.stderr, f"the log of {' '.join(arguments)}")
    assert codes["check-config",] == 0
    assert codes["test-channel", "chat"] == 0
    assert codes["test-channel", "web"] == codes["test-channel", "slack"] == 3
    for path in tmp_path.glob("regwatch.db*"):
        assert_clean(path.read_bytes(), path.name)
    assert len(sinks.texts) > 6
    for text in sinks.texts:
        assert_clean(text, "what was sent")
        assert_clean(json.dumps(text, ensure_ascii=False), "what was sent")
    assert any("/acknowledge/" in text for text in sinks.texts), "the signing key was used"


@pytest.mark.parametrize(
    "broken",
    [
        f'[database]\nurl = "postgresql+psycopg://regwatch:{DB_PASSWORD}@127.0.0.1:9/regwatch"\n',
        f'[database]\nurl = "postgresql+psycopg://regwatch:{DB_PASSWORD}@127.0.0.1:9/regwatch"\nother = 1\n',
        f'[database]\nurl = "mysql://regwatch:{DB_PASSWORD}@127.0.0.1/regwatch"\n',
        f'[database]\nurl = "sqlite:///a.db"\n[[channels]]\nname = "x"\ntype = "slack"\nurl = "slack://{BOT_TOKEN}"\n',
        f'[database]\nurl = "sqlite:///a.db"\n[[channels]]\nname = "x"\ntype = "slack"\nurl = "slak://{SLACK}"\n',
        '[database]\nurl = "sqlite:///a.db"\n[[channels]]\nname = "x"\ntype = "email"\n'
        f'url = "mailto://u:{SMTP_PASSWORD}@127.0.0.1:9?from=a@example.com&to=b"\n',
        f'[database]\nurl = "sqlite:///a.db"\n[dead_man]\nurl = "ftp://127.0.0.1/{DEAD_MAN}"\n',
        f'[database]\nurl = "sqlite:///a.db"\n[dead_man]\nurl = ["{DEAD_MAN}"]\n',
    ],
)
def test_no_error_text_holds_a_secret(tmp_path: Path, broken: str) -> None:
    (tmp_path / "config.toml").write_text(broken, "utf-8")
    for command in ("check-config", "status"):
        done = run(tmp_path, command)
        assert_clean(done.stdout, "the output")
        assert_clean(done.stderr, "the log")
