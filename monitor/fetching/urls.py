"""Web addresses: how they may be shown, how a stale cache is passed by, and which are not of the public internet."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, quote, urlsplit

SALT = "salt"  # makes a shared cache ask its origin; no part of an address that is shown or stored
MASK = "***"
_SECRET_WORDS = frozenset(
    ("key", "token", "secret", "password", "passwd", "passphrase", "pwd", "pass", "signature", "sig", "auth")
)


def salt(now: datetime, every: timedelta) -> dict[str, str]:
    """A parameter that changes once per poll, so that no cache answers with what it had before."""
    return {SALT: str(int(now.timestamp() // max(1.0, every.total_seconds())))}


def is_secret(parameter: str) -> bool:
    """Whether a query parameter of this name holds a key: ``subscription-key``, ``apiKey``, ``access_token``."""
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", parameter).lower())
    return any(word in _SECRET_WORDS or word.endswith(("apikey", "accesskey", "token", "secret")) for word in words)


def shown(url: str) -> str:
    """The address as it may be logged and stored: no user, no password, no key in the query, no salt."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return "(not an address)"
    kept = [
        f"{quote(name, safe='[]*')}={MASK if is_secret(name) else quote(value, safe='*/:,')}"
        for name, value in query
        if name != SALT
    ]
    plain = f"{parts.scheme}://{host}{parts.path}" if parts.scheme else f"{host}{parts.path}"
    return f"{plain}?{'&'.join(kept)}" if kept else plain


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return False


def is_internal(host: str) -> bool:
    """An address inside somebody's network, written as one: no public site redirects there in good faith."""
    with contextlib.suppress(ValueError):
        return not ipaddress.ip_address(host.strip("[]")).is_global
    return is_loopback(host)
