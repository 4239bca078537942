"""The one door to apprise: its URLs say where a message goes and how to log in there.

apprise's ``notify()`` answers yes or no. A delivery that must not be lost needs the reason: will it pass, when may we
try again, who has it already? So for mail, Slack and webhooks we use apprise's plugins for what they know (the URL,
TLS mode, login, endpoints, tokens) and send what we rendered ourselves; every other service goes through ``notify()``
whole, with the reason read from its log.

Nothing here shows a secret: see ``masking``. Errors are raised outside of ``except`` blocks, so that no traceback
carries the library's own exception, whose text quotes URLs.
"""

from __future__ import annotations

import json
import re
import smtplib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat, NotifyType, OverflowMode, plugins
from apprise.exception import AppriseException
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.smtp import AppriseSMTPController
from apprise.plugins.slack import NotifySlack, SlackMode
from apprise.utils.parse import is_email, parse_emails

from notifiers.masking import Mask, secrets_in
from notifiers.model import DeliveryError, Severity
from notifiers.posting import exchange
from notifiers.refusals import UrlError, http_refusal, seconds_to_wait, slack_refusal, smtp_refusal

APP_NAME = "regwatch"
DEFAULT_TIMEOUT = 15.0  # seconds; apprise's own 4 are few for a busy service
_LONGEST_ANSWER = 2_000  # characters of an answer that are looked at

_SEVERITY_TYPES = {
    Severity.INFO: NotifyType.INFO,
    Severity.WARNING: NotifyType.WARNING,
    Severity.CRITICAL: NotifyType.FAILURE,
}


class Route:
    """What every route has: a plugin that apprise made from the URL, and the mask over its secrets."""

    _plugin: Any  # apprise's types are partial

    def __init__(self, url: str, timeout: float | None = None) -> None:
        self._mask = Mask(secrets_in(url))
        self._mask.install()
        reason: str | None = None
        try:
            self._plugin = self._open(url)
        except UrlError as unusable:
            reason = self.clean(str(unusable))
        if reason is not None:
            self._mask.remove()
            raise UrlError(reason)
        self._mask.learn(filter(None, (self._plugin.password,)))
        if timeout is None and not re.search(r"[?&][cr]to=", url):
            timeout = DEFAULT_TIMEOUT
        if timeout is not None:
            self._plugin.socket_connect_timeout = self._plugin.socket_read_timeout = timeout

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.place})"

    @property
    def place(self) -> str:
        """Where this goes, in words that hold no secret."""
        return str(self._plugin.service_name)

    def close(self) -> None:
        self._mask.remove()

    def clean(self, text: str) -> str:
        return self._mask.clean(text)

    def _open(self, url: str) -> Any:
        raise NotImplementedError

    def _masked(self, error: DeliveryError) -> DeliveryError:
        return type(error)(
            self.clean(str(error)),
            permanent=error.permanent,
            retry_after=error.retry_after,
            accepted=error.accepted,
            untaken=error.untaken,
        )


class _Session(AppriseSMTPController):
    """apprise's SMTP session (connect, TLS, login), handing over one letter and keeping the server's answer."""

    def hand_over(self, sender: str, recipient: str, letter: bytes) -> None:
        connection: Any = self._socket
        connection.sendmail(sender, [recipient], letter)


class MailRoute(Route):
    """One mail server and the people to reach through it (``mailto://`` or ``mailtos://``)."""

    def _open(self, url: str) -> Any:
        plugin = _instantiate(url, ("mailto", "mailtos"), NotifyEmail, "a mail URL (mailto:// or mailtos://)")
        asked = plugins.url_to_dict(url, secure_logging=True)  # type: ignore[no-untyped-call]
        for field in ("targets", "cc", "bcc", "reply_to"):
            given = asked.get(field) or ()
            for addresses in (given,) if isinstance(given, str) else given:
                if unread := _unread(addresses):
                    raise UrlError(f"{unread!r} is no mail address")
        people = [address for _, address in (plugin.from_addr, *plugin.targets)]
        for address in (*people, *plugin.cc, *plugin.bcc, *plugin.reply_to):
            if not _is_address(address):
                raise UrlError(f"{address!r} is no mail address")
        for header in plugin.headers:
            if not re.fullmatch(r"[!-9;-~]+", header):
                raise UrlError(f"{header!r} is no name of a header")
        return plugin

    @property
    def place(self) -> str:
        return f"{self._plugin.smtp_host}:{self._plugin.port}"

    @property
    def sender(self) -> tuple[str, str]:
        """(name, address)"""
        name, address = self._plugin.from_addr
        return (name or APP_NAME, address)

    @property
    def to(self) -> tuple[tuple[str, str], ...]:
        return tuple((name or "", address) for name, address in self._plugin.targets)

    @property
    def cc(self) -> tuple[str, ...]:
        return tuple(sorted(self._plugin.cc))

    @property
    def reply_to(self) -> tuple[str, ...]:
        return tuple(sorted(self._plugin.reply_to))

    @property
    def headers(self) -> Mapping[str, str]:
        """Extra headers that the URL asks for (``+Name=value``)."""
        return dict(self._plugin.headers)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everybody who gets the letter, each in an envelope of their own: one refusal does not stop the others."""
        addresses = [a for _, a in self.to] + list(self.cc) + sorted(self._plugin.bcc)
        return tuple(dict.fromkeys(addresses))

    def deliver(
        self, letter: bytes, recipients: Sequence[str], taken: Callable[[str], None]
    ) -> dict[str, DeliveryError]:
        """Hand the letter over for each recipient in one session; ``taken`` is called as the server confirms each.

        Returns the failures by recipient. A broken connection fails all who are left.
        """
        failures: dict[str, DeliveryError] = {}
        left = list(recipients)
        handing_over = False
        try:
            session = self._session()
            with session:
                while left:
                    recipient = left[0]
                    handing_over = True
                    try:
                        session.hand_over(self.sender[1], recipient, letter)
                    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as answer:
                        failures[recipient] = self._masked(smtp_refusal(answer, recipient))
                    else:
                        taken(recipient)
                    left.pop(0)
        except (OSError, smtplib.SMTPException, RuntimeError, AppriseException) as broken:
            # ValueError (a line too long, a bad header) is our bug and keeps its traceback
            failure = self._masked(smtp_refusal(broken, self.place))
            failure.untaken = failure.untaken or not handing_over
            failures |= dict.fromkeys(left, failure)
        return failures

    def _session(self) -> _Session:
        p = self._plugin
        return _Session(
            host=p.smtp_host,
            port=p.port,
            secure_mode=p.secure_mode,
            user=p.user,
            password=p.password,
            verify_certificate=p.verify_certificate,
            socket_connect_timeout=p.socket_connect_timeout,
        )


class WebhookRoute(Route):
    """A web address that takes JSON (``json://``, ``jsons://``, or the plain ``http(s)://``)."""

    def _open(self, url: str) -> Any:
        self._query = ""
        if re.match(r"https?://", url, re.IGNORECASE):
            # the query of a plain address is the receiver's, not apprise's settings
            url, _, self._query = f"json{url[4:]}".partition("?")
        return _instantiate(url, ("json", "jsons"), NotifyJSON, "a web address (https:// or jsons://)")

    @property
    def place(self) -> str:
        return f"{'https' if self._plugin.secure else 'http'}://{self._plugin.host}"

    def post(self, payload: bytes, headers: Mapping[str, str]) -> None:
        """Returns on any 2xx. A redirect is refused: following it would turn the POST into a GET."""
        p = self._plugin
        answer = exchange(
            p.method,
            f"{p.request_url}?{self._query}" if self._query else p.request_url,
            payload,
            {"Content-Type": "application/json; charset=utf-8", **headers, **p.headers},
            verify=p.verify_certificate,
            timeout=p.request_timeout,
            auth=p.request_auth,
            params=p.params or None,
        )
        if not 200 <= answer.status_code < 300:
            wait = seconds_to_wait(answer.headers.get("Retry-After"), datetime.now(UTC))
            raise self._masked(http_refusal(answer.status_code, self.place, wait))


class SlackRoute(Route):
    """A Slack incoming webhook, or a bot token with channels (``slack://``, ``https://hooks.slack.com/…``)."""

    def __init__(self, url: str, timeout: float | None = None, pace: float = 1.0) -> None:
        super().__init__(url, timeout)
        # Slack takes about one message a second for a webhook; apprise's own 1.2 s would do, but is not ours to tune.
        self._plugin.request_rate_per_sec = pace
        p = self._plugin
        self._mask.learn(filter(None, (p.access_token, p.token_a, p.token_b, p.token_c, *p.workflow_path)))

    def _open(self, url: str) -> Any:
        return _instantiate(url, ("slack",), NotifySlack, "a Slack URL (slack://… or https://hooks.slack.com/…)")

    @property
    def takes_blocks(self) -> bool:
        """A workflow webhook takes variables, not blocks."""
        return self._plugin.mode not in (SlackMode.WORKFLOW, SlackMode.WORKFLOW_TRIGGER)

    @property
    def targets(self) -> tuple[str | None, ...]:
        """The channels asked for; None is the webhook's own."""
        return tuple(self._plugin.channels)

    def post(self, payload: Mapping[str, Any], target: str | None) -> None:
        """Hand one message to Slack. Raises MalformedError where a plainer rendering may pass."""
        p = self._plugin
        headers = {"Content-Type": "application/json; charset=utf-8"}
        addressed = dict(payload)
        if target is not None:
            addressed.update(self._addressed_to(target))
        if p.mode is SlackMode.BOT:
            url = p.api_url.format("chat.postMessage")
            headers["Authorization"] = f"Bearer {p.access_token}"
        elif self.takes_blocks:
            base = p.webhook_gov_url if p.mode is SlackMode.WEBHOOK_GOV else p.webhook_url
            url = f"{base}/{p.token_a}/{p.token_b}/{p.token_c}"
        else:
            base = p.workflow_url if p.mode is SlackMode.WORKFLOW else p.workflow_trigger_url
            url = f"{base}/{'/'.join(p.workflow_path)}"
        p.throttle()
        body = json.dumps(addressed, ensure_ascii=False).encode()
        answer = exchange("POST", url, body, headers, verify=p.verify_certificate, timeout=p.request_timeout)
        said = answer.text[:_LONGEST_ANSWER].strip()
        if p.mode is SlackMode.BOT:
            said = _bot_word(said)
        taken = answer.status_code == 200 and (said == "ok" or not self.takes_blocks)
        if not taken:
            wait = seconds_to_wait(answer.headers.get("Retry-After"), datetime.now(UTC))
            word = said if re.fullmatch(r"[\w .:-]{1,60}", said) else ""
            raise self._masked(slack_refusal(answer.status_code, word, wait))

    def _addressed_to(self, target: str) -> dict[str, str]:
        """apprise's notation: ``+C0123`` an id, ``@name``, ``#name`` or ``name``; ``:thread`` may follow each."""
        place, _, thread = target.partition(":")
        if place.startswith("+"):
            place = place[1:]
        elif not place.startswith(("#", "@")):
            place = f"#{place}"
        return {"channel": place, "thread_ts": thread} if thread else {"channel": place}


class ServiceRoute(Route):
    """Any other service that apprise knows, through its ``notify()``."""

    def __init__(self, url: str, timeout: float | None = None) -> None:
        super().__init__(url, timeout)
        # we cut to size ourselves; should the service count otherwise, nothing is lost
        self._plugin.overflow_mode = OverflowMode.SPLIT
        if self._plugin.request_rate_per_sec == NotifyBase.request_rate_per_sec:
            self._plugin.request_rate_per_sec = 1.0  # seconds; apprise waits 5.5 where it knows no limit of the service
        self._apprise = Apprise(asset=self._plugin.asset)
        self._apprise.add(self._plugin)

    def _open(self, url: str) -> Any:
        return _instantiate(url, None, NotifyBase, "a URL of a service that apprise knows")

    @property
    def text_limit(self) -> int:
        """Characters that one message may have, title included where the service has none."""
        return int(self._plugin.body_maxlen)

    @property
    def title_limit(self) -> int:
        return int(self._plugin.title_maxlen)

    @property
    def markdown(self) -> bool:
        formats = self._plugin.notify_format
        return NotifyFormat.MARKDOWN in ((formats,) if isinstance(formats, NotifyFormat | str) else tuple(formats))

    def notify(self, title: str, text: str, severity: Severity) -> None:
        with self._apprise.notify(
            body=text,
            title=title,
            notify_type=_SEVERITY_TYPES[severity],
            body_format=NotifyFormat.MARKDOWN if self.markdown else NotifyFormat.TEXT,
        ) as result:
            taken, log = bool(result), [entry.message for entry in result.logs()]
        if not taken:
            status = re.search(r"\berror=(\d{3})\b", " ".join(log))
            if status:
                raise self._masked(http_refusal(int(status[1]), self.place))
            said = "; ".join(log) or "no reason given"
            raise self._masked(DeliveryError(f"{self.place} did not take the message: {said}"))


def _instantiate(url: str, schemes: tuple[str, ...] | None, kind: type[Any], wanted: str) -> Any:
    """The plugin for a URL, or UrlError. apprise's reason is kept out: it quotes tokens."""
    shown = re.match(r"[A-Za-z][\w+.-]*(?=://)", url)
    named = f"{shown[0].lower()}://…" if shown else "what was given"
    if re.match(r"[^:]+://[^/?#]*@[^/?#]*@", url):
        raise UrlError(f"{named} has a user or password with an @ in it; write that @ as %40")
    plugin: Any = None
    reason = ""
    asset = AppriseAsset(secure_logging=True)
    asset.app_id, asset.app_desc, asset.app_url = APP_NAME, APP_NAME, ""
    try:
        found: dict[str, Any] | None = plugins.url_to_dict(url, secure_logging=True)  # type: ignore[no-untyped-call]
        if found is not None:
            if schemes is not None and found.get("schema", schemes[0]) not in schemes:
                reason = f"{named} is not {wanted}"
            else:
                plugin = Apprise.instantiate(found, asset=asset, suppress_exceptions=False)
    except (AppriseException, TypeError, ValueError, KeyError) as refused:
        reason = f"{named} lacks something or holds a malformed part ({type(refused).__name__})"
    if not isinstance(plugin, kind):
        raise UrlError(reason or f"{named} is not {wanted}, or a part of it is missing or malformed")
    return plugin


def _unread(addresses: str) -> str:
    """What apprise would drop of a list of addresses, with no more than a line in its log: somebody never told."""
    left = addresses
    for address in parse_emails(addresses):  # type: ignore[no-untyped-call]
        if not is_email(address):  # type: ignore[no-untyped-call]
            return str(address)
        left = left.replace(address, "", 1)
    return left.strip(" ,;") if re.search(r"\w", left) else ""


def _is_address(text: str) -> bool:
    """Whether it can stand in a header of a letter; apprise takes ``a..b@example.com``, which cannot."""
    try:
        Address(addr_spec=text)
    except (ValueError, MessageError):
        return False
    return True


def _bot_word(said: str) -> str:
    """Slack's Web API answers JSON: ``ok``, or the word in ``error``."""
    try:
        told = json.loads(said)
        return "ok" if told["ok"] is True else str(told.get("error") or "no reason given")
    except (ValueError, KeyError, TypeError):
        return "no JSON"
