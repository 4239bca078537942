"""Reading public addresses over HTTP: politely, within bounds, and with a reason for every failure.

The only importer of httpx. Public hosts are asked at most once a second and twice at a time; loopback is not limited.
What may pass is tried again a few times; a server that names a longer wait is left alone, and the caller told how long.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata

import httpx
import stamina
import structlog

from monitor.fetching.answer_checks import EXPECTED, UnexpectedAnswer, blocked_by, check
from monitor.fetching.fetch_errors import FailureKind, FetchError
from monitor.fetching.turns import Turns
from monitor.fetching.urls import MASK, is_internal, is_secret, salt, shown

__all__ = ["FailureKind", "FetchError", "Fetched", "Fetcher", "Validators", "salt", "shown"]

Params = Mapping[str, str] | Sequence[tuple[str, str]]

MIB = 2**20
LARGEST = 48 * MIB  # the largest known file, the screening list, has 26 MB; a caller that knows of a larger one says so
_HOST = re.compile(rb"[A-Za-z0-9._:-]+")
OLD_AGE = 300  # seconds in a cache from which on it is worth a line in the log
_ACCEPT = {
    "json": "application/json",
    "xml": "application/xml, text/xml;q=0.9",
    "html": "text/html, application/xhtml+xml;q=0.9",
    "text": "text/plain",
    "feed": "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8",
    "any": "*/*",
}
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Validators:
    """What the last answer said to ask "has it changed?" with."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. ``body`` holds the bytes as published (transfer compression undone); empty when ``not_modified``."""

    url: str  # without secrets and salt: fit for evidence
    status: int
    body: bytes
    content_type: str | None
    charset: str | None
    etag: str | None
    last_modified: str | None
    sha256: str | None
    fetched_at: datetime
    not_modified: bool = False
    age: int | None = None  # seconds that the answer has spent in a shared cache

    @property
    def text(self) -> str:
        """The body decoded; it was checked to be possible."""
        return self.body.decode(self.charset or "utf-8", "strict" if self.charset else "replace")

    @property
    def validators(self) -> Validators:
        return Validators(self.etag, self.last_modified)


class Fetcher:
    """A client for many sources and threads. ``timeout``: seconds without a byte; an attempt gets four times that.

    ``patience`` is the longest Retry-After that is waited for here; ``total`` bounds all tries of one ``get``.
    """

    def __init__(
        self,
        contact: str,
        timeout: float = 30.0,
        *,
        max_per_second: float = 1.0,
        max_parallel: int = 2,
        attempts: int = 3,
        patience: float = 5.0,
        total: float | None = None,
        backoff: float = 0.5,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        self._attempts, self._patience, self._backoff = attempts, patience, backoff
        self._deadline = timeout * 4
        self._total = timeout * 6 if total is None else total
        self._now, self._monotonic = now, monotonic
        self._turns = Turns(max_per_second, max_parallel, monotonic, sleep)
        _keep_secrets_out_of_logs()
        self._client = httpx.Client(
            headers={"User-Agent": user_agent(contact)},
            timeout=httpx.Timeout(timeout),
            follow_redirects=True,
            max_redirects=5,
            verify=verify,
            mounts={"all://127.0.0.1": None, "all://localhost": None, "all://[::1]": None},  # no proxy to ourselves
            event_hooks={"request": [_check_target]},
        )

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(
        self,
        url: str,
        params: Params | None = None,
        *,
        accept: str = "any",
        validators: Validators | None = None,
        max_bytes: int = LARGEST,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Read one address. ``accept``: what the body must be (json, xml, html, text, feed, any).

        ``headers`` may hold keys: they are never shown.

        Raises FetchError.
        """
        if accept not in EXPECTED:
            raise ValueError(f"accept is one of {EXPECTED}, not {accept!r}")
        request = self._request(url, params, accept, validators, headers)
        for attempt in stamina.retry_context(
            on=self._wait_before_next,
            attempts=self._attempts,
            timeout=self._total,
            wait_initial=self._backoff,
            wait_max=self._patience,
            wait_jitter=self._backoff,
        ):
            with attempt:
                return self._once(request, accept, max_bytes, conditional=validators is not None)
        raise AssertionError("stamina returns or raises")

    def ping(self, url: str) -> None:
        """Tell a dead-man switch that all is well. Its whole address is a secret. Raises FetchError."""
        host = httpx.URL(url).host
        try:
            # One try: the next cycle calls again, and a switch may well give an empty answer.
            self._once(self._request(url, None, "any", None, None), "any", MIB, conditional=False)
        except FetchError as error:
            if error.kind is FailureKind.EMPTY:
                return
            told = FetchError(
                error.kind.value,
                kind=error.kind,
                url=f"https://{host}",
                retry_after=error.retry_after,
                status=error.status,
            )
        else:
            return
        raise told

    def _request(
        self,
        url: str,
        params: Params | None,
        accept: str,
        validators: Validators | None,
        headers: Mapping[str, str] | None,
    ) -> httpx.Request:
        sent = {"Accept": _ACCEPT[accept] if accept == "any" else f"{_ACCEPT[accept]}, */*;q=0.1", **(headers or {})}
        if validators and validators.etag:
            sent["If-None-Match"] = validators.etag
        if validators and validators.last_modified:
            sent["If-Modified-Since"] = validators.last_modified
        try:
            address = httpx.URL(url)
            if params:
                pairs = params.items() if isinstance(params, Mapping) else params
                address = address.copy_merge_params(httpx.QueryParams(tuple(pairs)))
            private = {"regwatch_private": tuple(headers or ())}
            request = self._client.build_request("GET", address, headers=sent, extensions=private)
        except (httpx.InvalidURL, UnicodeError, TypeError, ValueError):
            raise FetchError("not an address that can be asked", kind=FailureKind.BAD_REQUEST, url=url) from None
        if request.url.scheme not in ("http", "https") or not _HOST.fullmatch(request.url.raw_host):
            raise FetchError("only http and https addresses are read", kind=FailureKind.BAD_REQUEST, url=url)
        return request

    def _wait_before_next(self, error: Exception) -> bool | float:
        if not isinstance(error, FetchError) or not error.passing:
            return False
        if error.retry_after is None:
            return True
        return max(0.1, error.retry_after) if error.retry_after <= self._patience else False

    def _once(self, request: httpx.Request, accept: str, max_bytes: int, *, conditional: bool) -> Fetched:
        url = str(request.url)
        with self._turns.take(request.url.host), _told_apart(url):
            started = self._monotonic()
            response = self._client.send(request, stream=True)
            try:
                body = b"" if response.status_code == 304 else self._read(response, max_bytes, started)
            finally:
                response.close()
        return self._judged(response, body, url, accept, conditional=conditional)

    def _read(self, response: httpx.Response, max_bytes: int, started: float) -> bytes:
        url, parts, size = str(response.request.url), [], 0
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) > max_bytes:
            raise _too_large(url, int(announced), max_bytes)
        for part in response.iter_bytes():
            size += len(part)
            if size > max_bytes:
                raise _too_large(url, size, max_bytes)
            if self._monotonic() - started > self._deadline:
                what = f"not finished after {self._deadline:.0f} s ({size} bytes so far)"
                raise FetchError(what, kind=FailureKind.TIMEOUT, url=url, status=response.status_code)
            parts.append(part)
        return b"".join(parts)

    def _judged(self, response: httpx.Response, body: bytes, url: str, accept: str, *, conditional: bool) -> Fetched:
        status, headers, now = response.status_code, response.headers, self._now()
        content_type = headers.get("Content-Type")
        age = int(headers["Age"]) if headers.get("Age", "").isdigit() else None
        not_modified = status == 304 and conditional
        charset = None
        if not not_modified:
            if status != 200:
                raise _refusal(response, body, url, now)
            try:
                charset = check(body, content_type, accept)
            except UnexpectedAnswer as error:
                raise FetchError(error.what, kind=error.kind, url=url, status=status) from None
        log.log(
            logging.INFO if age is not None and age > OLD_AGE else logging.DEBUG,
            "fetched", url=shown(url), status=status, bytes=len(body), age=age,
        )  # fmt: skip
        return Fetched(
            url=shown(str(response.url)),
            status=status,
            body=body,
            content_type=content_type,
            charset=charset,
            etag=headers.get("ETag"),
            last_modified=headers.get("Last-Modified"),
            sha256=None if not_modified else hashlib.sha256(body).hexdigest(),
            fetched_at=now,
            not_modified=not_modified,
            age=age,
        )


def user_agent(contact: str) -> str:
    """Who asks, and where to complain: sites that block anonymous scripts let a named one through."""
    try:
        version = metadata.version("regwatch")
    except metadata.PackageNotFoundError:
        version = "0"
    plain = " ".join(contact.split()).encode("ascii", "ignore").decode()
    return f"regwatch/{version} (regulatory change monitor; contact: {plain})"


def _check_target(request: httpx.Request) -> None:
    """Runs before each hop. The first address is the configuration's own choice and may be loopback; the others not.

    A key that was meant for one host does not follow a redirect to another.
    """
    first = request.extensions.setdefault("regwatch_first", request.url)
    if request.url.host != first.host:
        for name in request.extensions["regwatch_private"]:
            request.headers.pop(name, None)
    if request.url.scheme not in ("http", "https"):
        what = f"redirected to a {request.url.scheme} address"
    elif is_internal(request.url.host) and not is_internal(first.host):
        what = f"redirected to the internal address {request.url.host}"
    elif first.scheme == "https" and request.url.scheme == "http":
        what = "redirected from https to http"
    else:
        return
    raise FetchError(what, kind=FailureKind.REDIRECT_REFUSED, url=str(first))


def _too_large(url: str, size: int, limit: int) -> FetchError:
    return FetchError(f"{size} bytes, more than the {limit} allowed", kind=FailureKind.TOO_LARGE, url=url)


def _refusal(response: httpx.Response, body: bytes, url: str, now: datetime) -> FetchError:
    """A status other than 200, with what the server said about it."""
    status = response.status_code
    text = body[:20_000].decode(errors="replace")
    blocked = blocked_by(text) if status in (401, 403, 406, 429, 503) and "<" in text else None
    if blocked and "Retry-After" not in response.headers:
        kind = FailureKind.CHALLENGE
    elif status in (400, 422):
        kind = FailureKind.BAD_REQUEST
    elif status in (404, 410):
        kind = FailureKind.NOT_FOUND
    elif status == 429:
        kind = FailureKind.RATE_LIMITED
    elif status == 408:
        kind = FailureKind.TIMEOUT
    elif 400 <= status < 500:
        kind = FailureKind.CLIENT_ERROR
    elif status >= 500:
        kind = FailureKind.SERVER_ERROR
    else:
        kind = FailureKind.EMPTY if status == 204 else FailureKind.WRONG_TYPE
    said = blocked or _said(text, response.url)
    what = (
        f"answered {status}"
        + (f" {response.reason_phrase}" if response.reason_phrase else "")
        + (f": {said}" if said else "")
    )
    return FetchError(
        what, kind=kind, url=url, status=status, retry_after=_retry_after(response.headers.get("Retry-After"), now)
    )


def _said(text: str, url: httpx.URL) -> str:
    """The first words of an error body, without mark-up and without the keys that we sent."""
    words = " ".join(re.sub(r"<[^>]*>", " ", text).split())[:200]
    for name, value in url.params.multi_items():
        if is_secret(name) and value:
            words = words.replace(value, MASK)
    return words


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds, from a number or a date; None for what is neither."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())


@contextlib.contextmanager
def _told_apart(url: str) -> Iterator[None]:
    """httpx's many exceptions, as the kinds that we act on."""
    try:
        yield
    except httpx.TimeoutException as error:
        kind, what = (
            FailureKind.TIMEOUT,
            "no connection in time" if isinstance(error, httpx.ConnectTimeout) else "no answer in time",
        )
    except httpx.TooManyRedirects:
        kind, what = FailureKind.REDIRECT_LOOP, "redirected more than five times"
    except httpx.DecodingError:
        kind, what = FailureKind.TRUNCATED, "a compressed body that is damaged"
    except httpx.ConnectError as error:
        tls = _is_tls(error)
        kind, what = (
            (FailureKind.TLS, f"no trusted connection ({_reason(error)})")
            if tls
            else (FailureKind.CONNECT, f"no connection ({_reason(error)})")
        )
    except httpx.RemoteProtocolError as error:
        short = "incomplete" in str(error) or "without sending complete" in str(error)
        kind, what = (
            (FailureKind.TRUNCATED, "the body breaks off")
            if short
            else (FailureKind.RESET, f"the connection ended ({_reason(error)})")
        )
    except (httpx.NetworkError, httpx.ProxyError, httpx.ProtocolError) as error:
        kind, what = FailureKind.RESET, f"the connection broke ({_reason(error) or type(error).__name__})"
    except (httpx.UnsupportedProtocol, httpx.InvalidURL):
        kind, what = FailureKind.REDIRECT_REFUSED, "redirected to something that is no web address"
    else:
        return
    raise FetchError(what, kind=kind, url=url)


def _reason(error: Exception) -> str:
    return re.sub(r"https?://\S+", MASK, " ".join(str(error).split()))[:200]


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError) or "SSL" in str(error) or "CERTIFICATE" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


class _ShownAddresses(logging.Filter):
    """httpx logs each request with its full address, keys included."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(shown(str(a)) if isinstance(a, httpx.URL) else a for a in record.args)
        return True


_FILTER = _ShownAddresses()


def _keep_secrets_out_of_logs() -> None:
    logging.getLogger("httpx").addFilter(_FILTER)  # adding it twice changes nothing
