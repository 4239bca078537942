"""Why an address could not be read, by kinds that each mean something else to the operator."""

from __future__ import annotations

from enum import StrEnum

from monitor.fetching.urls import shown


class FailureKind(StrEnum):
    TIMEOUT = "timeout"
    CONNECT = "connect"
    RESET = "reset"
    TLS = "tls"
    CLIENT_ERROR = "http-4xx"
    SERVER_ERROR = "http-5xx"
    RATE_LIMITED = "rate-limited"
    CHALLENGE = "challenge"  # a block or captcha page where a document was expected
    TRUNCATED = "truncated"
    NOT_FOUND = "not-found"
    REDIRECT_LOOP = "redirect-loop"
    REDIRECT_REFUSED = "redirect-refused"  # to an address that a public site has no business sending us to
    WRONG_TYPE = "wrong-type"
    WRONG_CHARSET = "wrong-charset"
    TOO_LARGE = "too-large"
    EMPTY = "empty"
    BAD_REQUEST = "bad-request"  # what we ask for is wrong: an error of the configuration


#: Kinds that another try a moment later may get over.
PASSING = frozenset(
    {
        FailureKind.TIMEOUT,
        FailureKind.CONNECT,
        FailureKind.RESET,
        FailureKind.SERVER_ERROR,
        FailureKind.RATE_LIMITED,
        FailureKind.TRUNCATED,
        FailureKind.EMPTY,
    }
)


class FetchError(Exception):
    """An address could not be read. ``retry_after``: seconds, if the server named a time. The text holds no secret."""

    def __init__(
        self,
        what: str,
        *,
        kind: FailureKind | str,
        url: str,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.kind = FailureKind(kind)
        self.url = shown(url)
        self.retry_after = retry_after
        self.status = status

    def __str__(self) -> str:
        wait = f" (asks to wait {self.retry_after:.0f} s)" if self.retry_after else ""
        return f"{self.kind}: {self.what}{wait}, at {self.url}"

    def __repr__(self) -> str:
        return f"FetchError({str(self)!r})"

    @property
    def passing(self) -> bool:
        """Whether another try a moment later may get over it."""
        return self.kind in PASSING
