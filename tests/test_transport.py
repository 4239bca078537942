"""What the other side answers and what we make of it: taken, try again (when), never; and no secret in any of it."""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from notifiers.masking import HIDDEN, Mask, secrets_in
from notifiers.model import DeliveryError, Severity
from notifiers.refusals import (
    MalformedError,
    TooLargeError,
    UrlError,
    http_refusal,
    seconds_to_wait,
    slack_refusal,
    smtp_refusal,
    together,
)
from notifiers.transport import MailRoute, Route, ServiceRoute, SlackRoute, WebhookRoute

LETTER = b"Subject: hello\r\n\r\nhello\r\n"
PASSWORD = "s3cr3t/w@rd"
QUOTED = "s3cr3t%2Fw%40rd"


@dataclass
class Mailbox:
    """An SMTP server that answers as ordered and keeps what it took."""

    answers: dict[str, str] = field(default_factory=dict)  # "RCPT a@x" or "DATA" -> reply
    drop: bool = False
    taken: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if reply := self.answers.get(f"RCPT {address}"):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if reply := self.answers.get("DATA"):
            return reply
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        if self.drop:
            server.transport.abort()
        return "250 OK"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def serve() -> Iterator[Callable[..., int]]:
    with ExitStack() as running:

        def start(mailbox: Mailbox, **options: Any) -> int:
            port = _free_port()
            controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
            controller.start()
            running.callback(controller.stop)
            return port

        yield start


def _mail_url(port: int, *to: str, user: str = "", mode: str = "insecure", more: str = "") -> str:
    return f"mailto://{user}127.0.0.1:{port}/{'/'.join(to) or 'a@example.com'}?from=rw@example.com&mode={mode}{more}"


def _deliver(url: str, timeout: float = 5) -> tuple[list[str], tuple[DeliveryError, ...]]:
    route, taken = MailRoute(url, timeout), []
    try:
        return taken, tuple(route.deliver(LETTER, route.recipients, taken.append).values())
    finally:
        route.close()


def test_each_recipient_has_an_envelope_of_their_own(serve: Callable[..., int]) -> None:
    mailbox = Mailbox()
    url = _mail_url(serve(mailbox), "a@example.com", "b@example.com", more="&cc=c@example.com&bcc=d@example.com")
    taken, failures = _deliver(url)
    assert failures == ()
    assert (
        [to for to, _ in mailbox.taken] == taken == ["a@example.com", "b@example.com", "c@example.com", "d@example.com"]
    )


def test_one_refused_recipient_does_not_stop_the_others(serve: Callable[..., int]) -> None:
    mailbox = Mailbox({"RCPT b@example.com": "550 5.1.1 no such mailbox"})
    taken, failures = _deliver(_mail_url(serve(mailbox), "a@example.com", "b@example.com", "c@example.com"))
    assert taken == ["a@example.com", "c@example.com"]
    assert [(str(f), f.permanent) for f in failures] == [
        ("recipient b@example.com refused: 550 5.1.1 no such mailbox", True)
    ]


@pytest.mark.parametrize(
    ("answers", "permanent"),
    [
        ({"DATA": "451 4.3.0 try again later"}, False),
        ({"DATA": "554 5.7.1 we take this for spam"}, True),
        ({"RCPT a@example.com": "452 4.2.2 mailbox full"}, False),
        ({"RCPT a@example.com": "550 5.1.1 unknown"}, True),
        ({"DATA": "421 4.3.2 closing down"}, False),
    ],
)
def test_4yz_passes_and_5yz_does_not(serve: Callable[..., int], answers: dict[str, str], permanent: bool) -> None:
    taken, (failure,) = _deliver(_mail_url(serve(Mailbox(answers))))
    assert not taken
    assert failure.permanent is permanent
    assert next(iter(answers.values())) in str(failure)


def test_a_connection_dropped_after_data_is_tried_again(serve: Callable[..., int]) -> None:
    taken, (failure,) = _deliver(_mail_url(serve(Mailbox(drop=True))))
    assert not taken
    assert not failure.permanent
    assert "may have been taken" in str(failure)


def test_a_server_that_is_down_or_silent_passes() -> None:
    (failure,) = _deliver(_mail_url(_free_port()))[1]
    assert not failure.permanent
    assert "refuses connections" in str(failure)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        (failure,) = _deliver(_mail_url(silent.getsockname()[1]), timeout=0.2)[1]
    assert not failure.permanent
    assert "did not answer in time" in str(failure)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


def _login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"rw", PASSWORD.encode()), handled=False)


def test_tls_and_login(
    serve: Callable[..., int], authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox()
    port = serve(mailbox, tls_context=_tls(authority), require_starttls=True, authenticator=_login, auth_required=True)
    right = _mail_url(port, user=f"rw:{QUOTED}@", mode="starttls")

    (failure,) = _deliver(right)[1]
    assert not failure.permanent, "a certificate can be renewed"
    assert "TLS failure" in str(failure)

    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert _deliver(right) == (["a@example.com"], ())

    (failure,) = _deliver(_mail_url(port, user="rw:wr0ng-word@", mode="starttls"))[1]
    assert failure.permanent
    assert "refused the login: 535" in str(failure)
    assert "wr0ng" not in str(failure)

    (failure,) = _deliver(_mail_url(port))[1]
    assert failure.permanent, "the server demands STARTTLS and the settings do not offer it"
    assert "530" in str(failure)


def test_a_server_without_starttls_is_a_permanent_mismatch(serve: Callable[..., int]) -> None:
    (failure,) = _deliver(_mail_url(serve(Mailbox()), mode="starttls"))[1]
    assert failure.permanent
    assert "does not offer" in str(failure)


def test_a_letter_too_large_is_told_apart(serve: Callable[..., int]) -> None:
    port = serve(Mailbox({"DATA": "552 5.3.4 message too big"}))
    assert isinstance(_deliver(_mail_url(port))[1][0], TooLargeError)


@pytest.mark.parametrize(
    ("error", "permanent", "words"),
    [
        (smtplib.SMTPAuthenticationError(454, b"temporary"), False, "refused the login: 454"),
        (smtplib.SMTPSenderRefused(550, b"who are you", "x"), True, "550 who are you"),
        (smtplib.SMTPConnectError(421, b"busy"), False, "421 busy"),
        (smtplib.SMTPServerDisconnected("x"), False, "dropped the connection"),
        (ConnectionResetError(), False, "reset the connection"),
        (socket.gaierror(-2, "Name or service not known"), False, "Name or service not known"),
        (ssl.SSLError(1, "x"), False, "TLS failure"),
        (RuntimeError("No SSL support"), False, "RuntimeError"),
    ],
)
def test_smtp_failures(error: Exception, permanent: bool, words: str) -> None:
    failure = smtp_refusal(error, "mail.example.com:587")
    assert failure.permanent is permanent
    assert words in str(failure)


@pytest.mark.parametrize(
    ("status", "permanent"),
    [*((passing, False) for passing in (408, 429, 500, 503)), *((never, True) for never in (301, 400, 401, 403, 404))],
)
def test_http_statuses(status: int, permanent: bool) -> None:
    failure = http_refusal(status, "the webhook", 7.0)
    assert failure.permanent is permanent
    assert failure.retry_after == (None if permanent else 7.0)


@pytest.mark.parametrize(
    ("status", "said", "permanent"),
    [
        (404, "no_service", True), (403, "invalid_token", True), (410, "channel_is_archived", True),
        (404, "channel_not_found", True), (403, "action_prohibited", True), (200, "invalid_auth", True),
        (200, "token_revoked", True), (200, "ratelimited", False), (200, "", False), (500, "server_error", False),
        (500, "rollup_error", False), (429, "rate_limited", False),
    ],
)  # fmt: skip
def test_slack_words(status: int, said: str, permanent: bool) -> None:
    assert slack_refusal(status, said).permanent is permanent


def test_retry_after_is_seconds_or_a_date() -> None:
    now = datetime(2025, 3, 25, 12, 0, tzinfo=UTC)
    assert seconds_to_wait("30", now) == 30
    assert seconds_to_wait("Tue, 25 Mar 2025 12:01:00 GMT", now) == 60
    assert seconds_to_wait("Tue, 25 Mar 2025 11:00:00 GMT", now) == 0
    assert seconds_to_wait("soon", now) is None
    assert seconds_to_wait(None, now) is None


def test_failures_together_are_permanent_only_if_all_are() -> None:
    never, later = DeliveryError("b refused", permanent=True), DeliveryError("c full", retry_after=9)
    both = together([never, later], 3, frozenset({"a"}))
    assert (both.permanent, both.retry_after, both.accepted) == (False, 9, frozenset({"a"}))
    assert str(both) == "2 of 3 not delivered: b refused; c full"
    assert together([never], 1, frozenset()).permanent


# --- over HTTP -------------------------------------------------------------------------------------------------------


@pytest.fixture
def slack_url(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> str:
    from apprise.plugins.slack import NotifySlack

    monkeypatch.setattr(NotifySlack, "webhook_url", httpserver.url_for("/services"))
    monkeypatch.setattr(NotifySlack, "api_url", httpserver.url_for("/api/") + "{}")
    return "https://hooks.slack.com/services/T0SECRETA/B0SECRETB/c0SecretC"


def test_slack_takes_a_message(httpserver: HTTPServer, slack_url: str) -> None:
    httpserver.expect_ordered_request("/services/T0SECRETA/B0SECRETB/c0SecretC", method="POST").respond_with_data("ok")
    SlackRoute(slack_url, pace=0).post({"text": "hello"}, None)
    assert httpserver.log[0][0].get_json() == {"text": "hello"}


def test_slack_429_says_when(httpserver: HTTPServer, slack_url: str) -> None:
    httpserver.expect_request("/services/T0SECRETA/B0SECRETB/c0SecretC").respond_with_data(
        "rate_limited", status=429, headers={"Retry-After": "17"}
    )
    with pytest.raises(DeliveryError) as failure:
        SlackRoute(slack_url, pace=0).post({"text": "hello"}, None)
    assert (failure.value.permanent, failure.value.retry_after) == (False, 17)


@pytest.mark.parametrize(("body", "kind"), [("invalid_blocks", MalformedError), ("invalid_payload", MalformedError)])
def test_slack_says_what_is_malformed(
    httpserver: HTTPServer, slack_url: str, body: str, kind: type[DeliveryError]
) -> None:
    httpserver.expect_request("/services/T0SECRETA/B0SECRETB/c0SecretC").respond_with_data(body, status=400)
    with pytest.raises(kind):
        SlackRoute(slack_url, pace=0).post({"text": "hello"}, None)


def test_a_page_that_is_not_slacks_is_not_taken_for_success(httpserver: HTTPServer, slack_url: str) -> None:
    httpserver.expect_request("/services/T0SECRETA/B0SECRETB/c0SecretC").respond_with_data("<html>Please log in</html>")
    with pytest.raises(DeliveryError) as failure:
        SlackRoute(slack_url, pace=0).post({"text": "hello"}, None)
    assert not failure.value.permanent


def test_a_slack_bot_posts_to_its_channels(httpserver: HTTPServer, slack_url: str) -> None:
    answers = iter([{"ok": True}, {"ok": False, "error": "not_in_channel"}])

    def answer(request: Request) -> Response:
        import json

        assert request.headers["Authorization"] == "Bearer xoxb-1234-1234-SECRET"
        return Response(json.dumps(next(answers)), content_type="application/json")

    httpserver.expect_request("/api/chat.postMessage").respond_with_handler(answer)
    route = SlackRoute("slack://xoxb-1234-1234-SECRET/compliance/+C012AB:171.5", pace=0)
    assert sorted(filter(None, route.targets)) == ["+C012AB:171.5", "compliance"]
    route.post({"text": "hello"}, "compliance")
    with pytest.raises(DeliveryError, match="not_in_channel") as failure:
        route.post({"text": "hello"}, "+C012AB:171.5")
    assert failure.value.permanent
    assert [r.get_json() for r, _ in httpserver.log] == [
        {"text": "hello", "channel": "#compliance"},
        {"text": "hello", "channel": "C012AB", "thread_ts": "171.5"},
    ]


def test_a_webhook_keeps_its_path_query_login_and_headers(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/Hooks/a b").respond_with_data("", status=202)
    WebhookRoute(httpserver.url_for("/Hooks/a%20b") + "?Token=aB%2Fc&to=x").post(b"{}", {})
    request = httpserver.log[0][0]
    assert request.environ["RAW_URI"] == "/Hooks/a%20b?Token=aB%2Fc&to=x"
    assert (request.method, request.data, request.headers["Content-Type"]) == (
        "POST",
        b"{}",
        "application/json; charset=utf-8",
    )

    httpserver.expect_request("/in").respond_with_data("")
    as_apprise = f"json://me:pw%21@{httpserver.host}:{httpserver.port}/in?+X-Token=abc&method=put"
    WebhookRoute(as_apprise).post(b"{}", {"X-Own": "1"})
    request = httpserver.log[1][0]
    assert request.method == "PUT"
    assert (request.authorization.username, request.authorization.password) == ("me", "pw!")
    assert (request.headers["X-Token"], request.headers["X-Own"]) == ("abc", "1")


def test_a_redirect_is_not_followed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/old").respond_with_data(
        "", status=302, headers={"Location": httpserver.url_for("/new")}
    )
    httpserver.expect_request("/new").respond_with_data("")
    with pytest.raises(DeliveryError, match="answered 302"):
        WebhookRoute(httpserver.url_for("/old")).post(b"{}", {})
    assert len(httpserver.log) == 1


def test_below_http(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(url: str, timeout: float = 5) -> DeliveryError:
        with pytest.raises(DeliveryError) as failure:
            WebhookRoute(url, timeout).post(b"{}", {})
        assert failure.value.__context__ is None, "no library exception, which would quote the URL, hangs on it"
        assert not failure.value.permanent
        return failure.value

    assert "cannot be reached" in str(failing(f"http://127.0.0.1:{_free_port()}/s3cr3t-path"))
    assert "NameResolutionError" in str(failing("http://nowhere.invalid/s3cr3t-path"))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "did not answer in time" in str(failing(f"http://127.0.0.1:{silent.getsockname()[1]}/x", timeout=0.2))
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        told = str(failing("https://hooks.example.com/s3cr3t-path", timeout=0.2))
        assert "s3cr3t" not in told


def test_an_untrusted_certificate_passes(httpserver: HTTPServer, authority: trustme.CA) -> None:
    with (
        HTTPServer(ssl_context=_tls(authority)) as server,
        pytest.raises(DeliveryError, match="TLS failure") as failure,
    ):
        WebhookRoute(server.url_for("/x")).post(b"{}", {})
    assert not failure.value.permanent


def test_any_other_service_says_status_and_keeps_the_secret(httpserver: HTTPServer) -> None:
    url = f"form://{httpserver.host}:{httpserver.port}/s3cr3t-path"
    httpserver.expect_ordered_request("/s3cr3t-path").respond_with_data("")
    httpserver.expect_ordered_request("/s3cr3t-path").respond_with_data("", status=404)
    httpserver.expect_ordered_request("/s3cr3t-path").respond_with_data("", status=503)
    route = ServiceRoute(url)
    route._plugin.request_rate_per_sec = 0
    route.notify("title", "text", Severity.CRITICAL)
    assert httpserver.log[0][0].form["type"] == "failure"
    for permanent in (True, False):
        with pytest.raises(DeliveryError, match="answered") as failure:
            route.notify("title", "text", Severity.INFO)
        assert failure.value.permanent is permanent
        assert "s3cr3t" not in str(failure.value)
    httpserver.stop()
    with pytest.raises(DeliveryError, match="did not take") as failure:
        route.notify("title", "text", Severity.INFO)
    assert not failure.value.permanent
    httpserver.start()


# --- URLs that cannot be used, and secrets ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more", ["?to=b@x.com,Foo Bar <c@x.com>", "?cc=b@x.com;c@x.com", "/b@x.com/c@x.com", "?bcc=b@x.com"]
)
def test_addresses_in_any_of_apprises_notations_are_read(more: str) -> None:
    route = MailRoute(f"mailtos://example.com/a@x.com{more}{'&' if '?' in more else '?'}from=rw@example.com")
    assert route.recipients[:2] == ("a@x.com", "b@x.com")
    route.close()


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        (MailRoute, "slack://T0SECRETA/B0SECRETB/c0SecretC"),
        (MailRoute, "mailto://me:s3cr3t@"),
        (MailRoute, "mailto://mail.example.com/a@example.com"),  # no sender
        (MailRoute, "mailtos://me:s3cr3t@example.com?mode=s3cr3t"),
        (MailRoute, "mailtos://me:s3cr3t@example.com/a@example.com/not-an-address"),
        (MailRoute, "mailtos://me:s3cr3t@example.com/a@example.com?cc=b@example.com,not-an-address"),
        (MailRoute, "mailtos://me:s3cr3t@example.com/a..b@example.com"),
        (MailRoute, "mailtos://me:pw/s3cr3t@example.com/not-an-address"),
        (MailRoute, "mailtos://me:pw@s3cr3t@example.com/a@example.com"),
        (MailRoute, "mailtos://me:s3cr3t@example.com/a@example.com?+X%20Y=1"),
        (SlackRoute, "slack://T0SECRETA"),
        (SlackRoute, "https://hooks.slack.com/services/T0SECRETA"),
        (SlackRoute, "mailto://me:s3cr3t@example.com"),
        (WebhookRoute, "slack://T0SECRETA/B0SECRETB/c0SecretC"),
        (WebhookRoute, "https://"),
        (ServiceRoute, "s3cr3t"),
        (ServiceRoute, "nosuchservice://s3cr3t/T0SECRETA"),
        (ServiceRoute, ""),
    ],
)
def test_an_unusable_url_is_said_without_its_secret(
    kind: type[Route], url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(1), pytest.raises(UrlError) as failure:
        kind(url)
    for text in (str(failure.value), caplog.text):
        assert "s3cr3t" not in text
        assert "SECRET" not in text.upper() or "secret" not in url.lower()


def test_no_secret_in_any_log(
    httpserver: HTTPServer, slack_url: str, serve: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    httpserver.expect_request("/services/T0SECRETA/B0SECRETB/c0SecretC").respond_with_data("nope", status=500)
    port = serve(Mailbox(), authenticator=_login, auth_required=True, auth_require_tls=False)
    with caplog.at_level(1):
        slack = SlackRoute(slack_url, pace=0)
        with pytest.raises(DeliveryError):
            slack.post({"text": "hello"}, None)
        mail = MailRoute(_mail_url(port, user="rw:wr0ng%2Fword@"))
        mail.deliver(LETTER, mail.recipients, list.append)  # type: ignore[arg-type]
        web = WebhookRoute(f"http://me:pass-w0rd@127.0.0.1:{_free_port()}/s3cr3t?token=t0ken-value")
        with pytest.raises(DeliveryError):
            web.post(b"{}", {})
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith(("apprise", "urllib3", "requests")))
    said = logged + repr(slack) + repr(mail) + repr(web) + repr(vars(slack)["_mask"])
    assert HIDDEN in logged
    assert {"apprise", "urllib3.connectionpool"} <= {r.name for r in caplog.records}
    for secret in ("T0SECRETA", "B0SECRETB", "c0SecretC", "wr0ng", "pass-w0rd", "s3cr3t", "t0ken-value"):
        assert secret not in said


def test_closing_a_route_takes_its_mask_away() -> None:
    before = list(logging.getLogger("apprise").filters)
    route = WebhookRoute("https://example.com/s3cr3t")
    assert len(logging.getLogger("apprise").filters) == len(before) + 1
    route.close()
    assert logging.getLogger("apprise").filters == before


_words = st.text("abcdefghij0123456789%/@:?&=", min_size=4, max_size=12)


@given(_words, st.sampled_from(["mailto", "mailtos", "slack", "https", "json", "discord", "tgram"]))
def test_a_password_is_always_hidden(word: str, scheme: str) -> None:
    from urllib.parse import quote

    secret = f"#{word}#"  # marked, so that it occurs nowhere else
    mask = Mask(secrets_in(f"{scheme}://user:{quote(secret, safe='')}@host.example.com/x"))
    assert secret not in mask.clean(f"login failed for {secret} at host")
    assert quote(secret, safe="") not in mask.clean(f"login failed for {quote(secret, safe='')} at host")


@pytest.mark.parametrize("host", ["mail.example.com:25", "mail.example.com", "[::1]:25"])
def test_what_is_no_secret_of_a_mail_url_stays_readable(host: str) -> None:
    mask = Mask(secrets_in(f"mailto://{host}/a@example.com?from=rw@example.com"))
    said = f"recipient a@example.com refused by {host}: 550 no such mailbox"
    assert mask.clean(said) == said


def test_a_traceback_in_a_log_record_is_reduced_to_its_kind() -> None:
    mask = Mask(("s3cr3t",))
    try:
        raise ValueError("s3cr3t")
    except ValueError as error:
        record = logging.LogRecord("apprise", 10, "x", 1, "failed %s", ("s3cr3t",), (ValueError, error, None))
    assert mask.filter(record)
    assert record.getMessage() == f"failed {HIDDEN} [ValueError]"
    assert record.exc_info is None
