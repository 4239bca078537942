"""What an answer from the other side means: taken, try again (when), or never. Pure.

``permanent`` is said only where the same message to the same address will be refused again: a wrong address, a revoked
webhook, a wrong password. Everything that a restart, a renewed certificate or a quieter hour can mend is passing.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from notifiers.model import DeliveryError

_PASSING_STATUS = frozenset({408, 409, 423, 425, 429})  # and every 5xx
_LONGEST_QUOTE = 200  # characters of somebody else's answer that go into an error

# https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and /reference/methods/chat.postMessage
SLACK_PASSING = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "fatal_error", "internal_error", "service_unavailable",
     "request_timeout", "rollup_error", "team_added_to_org"}
)  # fmt: skip
SLACK_MALFORMED = frozenset(
    {"invalid_blocks", "invalid_payload", "invalid_attachments", "invalid_blocks_format", "msg_blocks_too_long",
     "msg_too_long", "too_many_attachments", "no_text"}
)  # fmt: skip


class UrlError(ValueError):
    """The URL cannot be used; the text says why, without the secret."""


class TooLargeError(DeliveryError):
    """The mail server does not take a letter of this size; a smaller one may pass."""


class MalformedError(DeliveryError):
    """The service does not accept our rendering; a plainer one may pass."""


def smtp_refusal(error: Exception, place: str) -> DeliveryError:
    """Tell the failures of an SMTP dialogue apart. ``place`` names server or recipient for the text.

    RFC 5321: 4yz is a passing, 5yz a permanent answer. A connection that ends after DATA leaves it open whether the
    letter was taken: it is sent again, under the same Message-ID.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return _smtp_code(f"recipient {place} refused", code, reply)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _smtp_code(f"{place} refused the login", error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPResponseException):
        return _smtp_code(f"{place} refused", error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return DeliveryError(f"{place} does not offer what the settings ask for: {error}", permanent=True)
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, OSError):
        return smtp_refusal(error.__context__, place)  # smtplib wraps a time-out while it waits for a reply
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return DeliveryError(f"{place} dropped the connection; the message may have been taken, it is sent again")
    if isinstance(error, ssl.SSLCertVerificationError):
        return DeliveryError(
            f"TLS failure with {place}: {error.verify_message or 'certificate not accepted'}", untaken=True
        )
    if isinstance(error, ssl.SSLError):
        return DeliveryError(f"TLS failure with {place}: {getattr(error, 'reason', None) or type(error).__name__}")
    if isinstance(error, TimeoutError):
        return DeliveryError(f"{place} did not answer in time")
    if isinstance(error, ConnectionResetError | BrokenPipeError):
        return DeliveryError(f"{place} reset the connection; the message may have been taken, it is sent again")
    if isinstance(error, ConnectionRefusedError):
        return DeliveryError(f"{place} refuses connections", untaken=True)
    if isinstance(error, OSError):
        return DeliveryError(f"{place} cannot be reached: {error.strerror or type(error).__name__}")
    return DeliveryError(f"{place}: {type(error).__name__}")


def _smtp_code(what: str, code: int, reply: bytes | str) -> DeliveryError:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    said = f"{what}: {code} {' '.join(text.split())[:_LONGEST_QUOTE]}"
    if code == 552 or (code == 554 and "size" in text.lower()):  # RFC 1870: message size exceeds fixed limit
        return TooLargeError(said, permanent=True, untaken=True)
    return DeliveryError(said, permanent=500 <= code <= 599, untaken=True)


def http_refusal(status: int, place: str, retry_after: float | None = None, said: str = "") -> DeliveryError:
    """An HTTP status other than success. 429, 408 and 5xx pass; a redirect of a POST and other 4xx do not."""
    passing = status in _PASSING_STATUS or status >= 500 or status < 300
    untaken = 300 <= status < 500 or status == 503  # what a gateway made of it behind another 5xx, nobody knows
    text = f"{place} answered {status}" + (f" ({said[:_LONGEST_QUOTE]})" if said else "")
    return DeliveryError(text, permanent=not passing, retry_after=retry_after if passing else None, untaken=untaken)


def slack_refusal(status: int, said: str, retry_after: float | None = None) -> DeliveryError:
    """Slack says why in the body: a word after an HTTP error, or ``error`` in the JSON of a 200."""
    if said in SLACK_MALFORMED:
        return MalformedError(f"Slack answered {status} ({said})", permanent=True)
    if said in SLACK_PASSING:
        return DeliveryError(f"Slack answered {status} ({said})", retry_after=retry_after, untaken=status < 500)
    if status < 300 and re.fullmatch(r"[a-z_]+", said):
        return DeliveryError(f"Slack answered {said}", permanent=True)  # a word of Slack's, not some proxy's page
    return http_refusal(status, "Slack", retry_after, said)


def seconds_to_wait(header: str | None, now: datetime) -> float | None:
    """``Retry-After``: seconds, or an HTTP date (RFC 9110, 10.2.3). None when absent or unreadable."""
    if not header:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())


def together(failures: Sequence[DeliveryError], tried: int, accepted: frozenset[str]) -> DeliveryError:
    """One error for a message of which some recipients or parts failed. Permanent only if every failure is."""
    passing = [f for f in failures if not f.permanent]
    waits = [f.retry_after for f in passing if f.retry_after is not None]
    texts = list(dict.fromkeys(str(f) for f in failures))
    lead = f"{len(failures)} of {tried} not delivered: " if tried > 1 else ""
    return DeliveryError(
        lead + "; ".join(texts),
        permanent=not passing,
        retry_after=max(waits, default=None),
        accepted=accepted,
        untaken=not accepted and all(f.untaken for f in failures),
    )
