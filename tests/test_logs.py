"""No secret leaves through the logs, in any form, at any level, from any library; published text forges no line."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from monitor.logs import Form, masked_traceback, set_up
from monitor.secrets import Mask, fragments

FORMS: list[Form] = ["terminal", "plain", "journal", "json"]
HOOK = "https://hooks.slack.com/services/T0001ABCD/B0002EFGH/abcdefghijklmnopqrstuvwx"
MAIL = "mailtos://robot:p%40ss%2Fw0rd@smtp.example.com?from=robot@example.com&to=team@example.com"
DATABASE = "postgresql+psycopg://regwatch:hunter2@db.example.com/regwatch"
PING = "https://hc.example.com/ping/0f8fad5b-d9cb-469f-a165-70867728950e?create=1"
KEY = "0123456789abcdef0123456789abcdef"
SECRETS = [HOOK, MAIL, DATABASE, PING, KEY, "slack://TokenA1234/TokenB5678/tokenc9012345678901234/#general"]
PARTS = [
    *("T0001ABCD", "B0002EFGH", "abcdefghijklmnopqrstuvwx", "p%40ss%2Fw0rd", "p@ss/w0rd", "hunter2", KEY),
    *("0f8fad5b-d9cb-469f-a165-70867728950e", "TokenA1234", "TokenB5678", "tokenc9012345678901234"),
]


@contextmanager
def logs(form: Form, *secrets: str, level: str = "debug") -> Iterator[io.StringIO]:
    """Logging set up into a buffer, and put back as it was."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook, logging.raiseExceptions)
    out = io.StringIO()
    set_up(Mask(secrets), form=form, stream=out, level=level, environment={})
    try:
        yield out
    finally:
        root.handlers[:], root.level = before[0], before[1]
        sys.excepthook, threading.excepthook, logging.raiseExceptions = before[2], before[3], before[4]
        logging.captureWarnings(False)
        structlog.reset_defaults()


def free_of(text: str, parts: list[str] = PARTS) -> bool:
    return not [part for part in parts if part in text]


# -- masking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", SECRETS)
def test_a_known_secret_is_masked_whole_and_in_parts(secret: str) -> None:
    mask = Mask([secret])
    for text in (secret, f"POST {secret} failed", *PARTS):
        assert secret not in mask(text)
    for part in PARTS:
        if part in secret:
            assert part not in mask(f"token {part}!")


@pytest.mark.parametrize(
    "text",
    [
        "regwatch connects to db.example.com as regwatch",
        "polled https://www.federalregister.gov/api/v1/documents.json?per_page=500: 3 documents",
        "services of the Bureau of Industry and Security; robot@example.com; general",
        "90 FR 14046, 2025-05427, sha256 9f86d081884c7d65",
    ],
)
def test_ordinary_words_are_not_garbled(text: str) -> None:
    assert Mask(SECRETS)(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("smtps://user:open@host/x", "smtps://user:***@host/x"),
        ("at https://hooks.slack.com/services/T1/B2/c3?x", "at https://hooks.slack.com/services/***?x"),
        ("GET /?token=abc&page=2", "GET /?token=***&page=2"),
        ("password=open sesame", "password=*** sesame"),
        ("subscription-key=abc", "subscription-key=***"),
    ],
)
def test_what_looks_like_a_secret_is_masked_unknown(text: str, shown: str) -> None:
    assert Mask()(text) == shown


def test_a_password_with_an_at_sign_in_it() -> None:
    mask = Mask(["postgresql://u:pa@ss@host/db"])
    assert "pa@ss" not in mask("could not log in with pa@ss")


def test_a_mask_learns_and_does_not_tell() -> None:
    mask = Mask()
    assert mask("open sesame") == "open sesame"
    mask.learn(["open sesame", ""])
    assert mask("say open sesame") == "say ***"
    assert "sesame" not in repr(mask)


PASSWORDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, categories=["L", "N", "P", "S"]), min_size=4, max_size=20
)


@given(
    PASSWORDS, st.sampled_from(["postgresql://u:{}@h/d", "mailtos://u:{}@h?to=a@b.c", "https://u:{}@h.example.com/x"])
)
def test_no_password_survives_as_written_or_decoded(password: str, form: str) -> None:
    secret = form.format(quote(password, safe=""))
    mask = Mask([secret])
    assert quote(password, safe="") not in mask(f"<<{quote(password, safe='')}>>")
    if password not in ("***", "****"):
        assert password not in mask(f"<<{password}>>").removeprefix("<<").removesuffix(">>")


def test_the_fragments_of_a_plain_word_are_the_word() -> None:
    assert fragments(KEY) == {KEY}


# -- logs --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", SECRETS)
def test_no_form_of_log_shows_a_secret(form: Form, secret: str) -> None:
    with logs(form, *SECRETS) as out:
        log = structlog.get_logger("monitor.deliver")
        log.info(
            f"sending to {secret}",
            url=secret,
            nested={"urls": [secret, {secret}], secret: 1},
            problem=ValueError(secret),
        )
        try:
            local = secret  # a rich traceback would show it
            raise RuntimeError(f"could not send to {local}")
        except RuntimeError:
            log.exception("failed")
            logging.getLogger("lib").exception("POST %s", secret)
        logging.getLogger("urllib3.connectionpool").warning('"POST %s HTTP/1.1" 200', secret.partition("://")[2])
        logging.getLogger("httpcore").debug("headers %r", secret)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(f"insecure: {secret}", stacklevel=1)
    text = out.getvalue()
    assert free_of(text), text
    assert secret not in text
    assert text.count("***") >= 8


def test_a_secret_that_a_renderer_would_quote_is_masked_before() -> None:
    secret = 'say "frïend"\\and enter'
    for form in FORMS:
        with logs(form, secret) as out:
            structlog.get_logger().info("x", given=secret)
            logging.getLogger("lib").info("%r", {"given": secret})
        assert "***" in out.getvalue()
        assert "and enter" not in out.getvalue().splitlines()[0]


def test_uncaught_errors_are_masked_too() -> None:
    with logs("plain", HOOK) as out:
        thread = threading.Thread(target=lambda: (_ for _ in ()).throw(RuntimeError(HOOK)), name="worker")
        thread.start()
        thread.join()
        error = RuntimeError(HOOK)
        sys.excepthook(RuntimeError, error, None)
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert free_of(out.getvalue())
    assert out.getvalue().count("RuntimeError: ***") == 2
    assert "KeyboardInterrupt" not in out.getvalue()


def test_a_traceback_for_the_terminal() -> None:
    try:
        raise RuntimeError(HOOK) from ValueError(KEY)
    except RuntimeError as error:
        text = masked_traceback(error, Mask([HOOK, KEY]))
    assert free_of(text)
    assert "RuntimeError: ***" in text
    assert "ValueError: ***" in text


def test_published_text_forges_no_line() -> None:
    for form in ("plain", "journal", "terminal"):
        with logs(form) as out:
            structlog.get_logger().warning("read\n<0>all is well\x1b[2J", title="a\nb")
        assert len(out.getvalue().splitlines()) == 1
        assert "\x1b[2J" not in out.getvalue()


def test_lines() -> None:
    with logs("journal") as out:
        structlog.get_logger("monitor.poll").info("polled", source="ecfr", documents=3)
        structlog.get_logger("monitor.poll").error("failed", title="two words")
    assert out.getvalue().splitlines() == [
        "<6>[info     ] polled [monitor.poll] documents=3 source=ecfr",
        "<3>[error    ] failed [monitor.poll] title='two words'",
    ]
    with logs("json") as out:
        structlog.get_logger("monitor.poll").info("polled", source="Größe")
    said = json.loads(out.getvalue())
    assert said.pop("timestamp").endswith("Z")
    assert said == {"event": "polled", "level": "info", "logger": "monitor.poll", "source": "Größe"}


def test_levels_and_quiet_libraries() -> None:
    with logs("plain", level="warning") as out:
        structlog.get_logger().info("nothing new")
        structlog.get_logger().warning("late")
    assert "nothing new" not in out.getvalue()
    assert "late" in out.getvalue()
    with logs("plain", level="debug") as out:
        for name in (
            "httpx",
            "httpcore.http11",
            "apprise",
            "urllib3.connectionpool",
            "sqlalchemy.engine",
            "apscheduler.scheduler",
        ):
            logging.getLogger(name).info("every request")
        logging.getLogger("apscheduler.scheduler").warning("maximum number of running instances reached")
    assert out.getvalue() == ""


def test_set_up_again_replaces_and_does_not_repeat() -> None:
    with logs("plain") as out:
        set_up(Mask(), form="plain", stream=out, environment={})
        structlog.get_logger().info("once")
    assert out.getvalue().count("once") == 1


SERVICE = """
import os, sys, structlog
from monitor.logs import set_up
from monitor.secrets import Mask
status = os.fstat(sys.stderr.fileno())
stream = f"{status.st_dev}:{status.st_ino}" if sys.argv[1] == "ours" else "1:2"
set_up(Mask(), environment={"JOURNAL_STREAM": stream})
structlog.get_logger().info("started")
"""


@pytest.mark.parametrize(("whose", "prefix"), [("ours", "<6>[info"), ("another", "20")])
def test_the_journal_is_known_by_its_stream_and_stdout_stays_clean(whose: str, prefix: str) -> None:
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-c", SERVICE, whose]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=root, env=dict(os.environ), timeout=60, check=True
    )
    assert done.stdout == ""
    assert done.stderr.startswith(prefix)
