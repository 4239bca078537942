"""Keeps the secrets of a channel URL out of every log line and error text.

The libraries below us log URLs, tokens and passwords at DEBUG. A ``Mask`` knows the secrets of one URL, rewrites what
those libraries log, and cleans the texts that we put into errors ourselves.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

# These log what they were given; their records are cleaned at the source, before any handler sees them.
# A filter sees only what is logged on its own logger, so each is named.
TALKATIVE_LOGGERS = (
    "apprise",
    "requests",
    "urllib3",
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
)

HIDDEN = "***"
_MAIL_SCHEMES = ("mailto", "mailtos")
_HOST_IS_PUBLIC = ("http", "https", "json", "jsons")
_SHORTEST_PIECE = 4  # a path piece like "v1" is no secret, and hiding it would make errors unreadable


def secrets_in(url: str) -> tuple[str, ...]:
    """Every part of an apprise or http URL that must not be shown, longest first.

    A mail URL hides its password (host, user and addresses are what an operator needs to see in an error). A web
    address hides user, password, path and query. For every other scheme even the host part can be a token.
    """
    scheme, _, rest = url.partition("://")
    scheme = scheme.lower()
    authority, path = _split(rest)
    credentials, _, host = authority.rpartition("@")
    found = {url, rest}
    if scheme in _MAIL_SCHEMES:
        found = {url}
        found.update(_passwords(rest))
        found.update(re.findall(r"[?&](?:pass|\+[^=&]*)=([^&]*)", path))
    else:
        found.update(credentials.split(":"))
        found.update(piece for piece in re.split(r"[/?&=#,;]", path) if len(piece) >= _SHORTEST_PIECE)
        if scheme not in _HOST_IS_PUBLIC:
            found.update(piece for piece in re.split(r"[:/]", host) if len(piece) >= _SHORTEST_PIECE)
    return tuple(sorted({form for piece in found for form in _forms(piece)} - {""}, key=len, reverse=True))


def _split(rest: str) -> tuple[str, str]:
    end = re.search(r"[/?#]", rest)
    return (rest, "") if end is None else (rest[: end.start()], rest[end.start() :])


def _passwords(rest: str) -> set[str]:
    """What may be the password in ``user:password@host/...``.

    One with an unescaped ``/`` ends the authority early: then what looks like the port is no number, and apprise logs
    the password in the pieces that it took for host and path.
    """
    authority, _ = _split(rest)
    credentials = authority.rpartition("@")[0]
    if not credentials and not re.fullmatch(r"(\[[^]]*\]|[^:]*)(:\d*)?", authority):
        credentials = rest.partition("?")[0].partition("@")[0]
    password = credentials.partition(":")[2]
    return {password, *re.split("[/@]", password)}


def _forms(piece: str) -> tuple[str, str, str]:
    return piece, unquote(piece), quote(unquote(piece), safe="")


class Mask(logging.Filter):
    """Replaces the secrets it knows, in texts and in the log records of the libraries below.

    ``install()`` before a URL is handed to a library, ``remove()`` when the channel is closed.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets: tuple[str, ...] = ()
        self.learn(secrets)

    def __repr__(self) -> str:
        return f"Mask({len(self._secrets)} secrets)"

    def learn(self, secrets: Iterable[str]) -> None:
        """Take in further secrets, such as the password as the library decoded it."""
        forms = {form for secret in secrets for form in _forms(secret)} - {""}
        self._secrets = tuple(sorted(forms | set(self._secrets), key=len, reverse=True))

    def clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record: cleans it. A traceback can quote a URL, so only its kind is kept."""
        text = record.getMessage()
        if record.exc_info and record.exc_info[0] is not None:
            text, record.exc_info, record.exc_text = f"{text} [{record.exc_info[0].__name__}]", None, None
        record.msg, record.args = self.clean(text), ()
        return True

    def install(self) -> None:
        for name in TALKATIVE_LOGGERS:
            logging.getLogger(name).addFilter(self)

    def remove(self) -> None:
        for name in TALKATIVE_LOGGERS:
            logging.getLogger(name).removeFilter(self)
