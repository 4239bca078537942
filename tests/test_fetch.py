"""Every way in which a public site can fail to answer is told apart, and none is taken for "nothing new"."""

from __future__ import annotations

import gzip
import importlib
import json
import logging
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stamina
import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from monitor.fetch import Fetcher, FetchError, Validators, salt, shown
from monitor.fetching.fetch_errors import PASSING, FailureKind
from monitor.fetching.turns import Turns
from monitor.fetching.urls import SALT, is_internal, is_loopback

NOW = datetime(2025, 3, 28, 13, 0, tzinfo=UTC)
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<RULE><P>Langchao \xc2\xa7 744.11</P></RULE>\n'
HTML = b"<!DOCTYPE html><html><head><title>News</title></head><body><p>Entities</p></body></html>"
BLOCK_PAGE = (
    b"<html><head><title>Federal Register :: Request Access</title></head>"
    b"<body>Due to aggressive automated scraping, please complete the CAPTCHA</body></html>"
)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher("compliance@example.com", timeout=5, now=lambda: NOW) as made:
        yield made


def failure(fetcher: Fetcher, url: str, accept: str = "json", **options: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.get(url, accept=accept, **options)
    return caught.value


# --- a good answer ---


def test_an_answer_comes_with_all_that_evidence_needs(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    headers = {
        "ETag": 'W/"1"',
        "Last-Modified": "Fri, 28 Mar 2025 12:00:00 GMT",
        "Age": "2825",
        "Content-Type": "text/xml",
    }
    httpserver.expect_request("/rule.xml").respond_with_data(XML, headers=headers)
    fetched = fetcher.get(httpserver.url_for("/rule.xml"), accept="xml")
    assert (fetched.status, fetched.body, fetched.charset, fetched.age) == (200, XML, "utf-8", 2825)
    assert "§ 744.11" in fetched.text
    assert len(fetched.sha256 or "") == 64
    assert (fetched.fetched_at, fetched.not_modified) == (NOW, False)
    assert fetched.validators == Validators('W/"1"', "Fri, 28 Mar 2025 12:00:00 GMT")


def test_we_say_who_we_are_and_what_we_want(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return Response(b"{}", content_type="application/json")

    httpserver.expect_request("/a.json").respond_with_handler(answer)
    params = [("fields[]", "title"), ("fields[]", "type"), ("q", "a&b c")]
    fetcher.get(httpserver.url_for("/a.json?page=2"), params, accept="json", headers={"subscription-key": "hunter2"})
    (request,) = asked
    assert request.headers["User-Agent"].startswith("regwatch/")
    assert "compliance@example.com" in request.headers["User-Agent"]
    assert request.headers["Accept"].startswith("application/json")
    assert "gzip" in request.headers["Accept-Encoding"]
    assert request.headers["subscription-key"] == "hunter2"
    assert request.args.getlist("fields[]") == ["title", "type"]
    assert (request.args["page"], request.args["q"]) == ("2", "a&b c")


def test_what_has_not_changed_is_not_read_again(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return Response(status=304)

    httpserver.expect_request("/a.json").respond_with_handler(answer)
    fetched = fetcher.get(
        httpserver.url_for("/a.json"), accept="json", validators=Validators('"1"', "Fri, 28 Mar 2025")
    )
    assert (fetched.not_modified, fetched.body, fetched.sha256) == (True, b"", None)
    assert (asked[0].headers["If-None-Match"], asked[0].headers["If-Modified-Since"]) == ('"1"', "Fri, 28 Mar 2025")
    assert failure(fetcher, httpserver.url_for("/a.json")).kind == FailureKind.WRONG_TYPE  # nobody asked


@pytest.mark.parametrize(
    ("accept", "content_type", "body", "charset"),
    [
        ("json", "application/json", b' {"results": []} \n', "utf-8"),
        ("json", "text/plain", b"[1, 2]", "utf-8"),
        ("json", "application/json", b"\xef\xbb\xbf{}", "utf-8-sig"),
        ("xml", "application/octet-stream", XML, "utf-8"),
        ("xml", "text/xml", b"<!-- a --><!DOCTYPE x [<!ENTITY a 'b'>]><x:y a='1'/>", "utf-8"),
        ("xml", "text/xml", b"<A><B/></A>\n<!-- end -->\n", "utf-8"),
        ("xml", "text/xml", b'<?xml version="1.0" encoding="ISO-8859-1"?><A>\xa7</A>', "iso8859-1"),
        ("xml", "text/xml; charset=UTF-16", "<A>§</A>".encode("utf-16"), "utf-16"),
        ("feed", "application/rss+xml", b"<rss version='2.0'><channel></channel></rss>", "utf-8"),
        ("html", "text/html; charset=windows-1252", HTML.replace(b"News", b"News \x96"), "cp1252"),
        ("html", "text/html", HTML.replace(b"<title>", b'<meta charset="iso-8859-1"><title>\xe9'), "iso8859-1"),
        ("html", "text/html", b"<h3>Additions</h3><p>text</p>", "utf-8"),
        ("text", "text/plain", "BILLING CODE 3510–33–P".encode(), "utf-8"),
        ("text", "text/html", b"<html><body><pre>BILLING CODE</pre></body></html>", "utf-8"),
        ("text", "text/csv", b"_id,source\n1,EL\n", "utf-8"),
        ("any", "application/pdf", b"%PDF-1.7\xff\xfe", None),
        ("any", "text/plain", b"OK", "utf-8"),
    ],
)
def test_good_answers_of_all_kinds(
    httpserver: HTTPServer, fetcher: Fetcher, accept: str, content_type: str, body: bytes, charset: str | None
) -> None:
    httpserver.expect_request("/x").respond_with_data(body, content_type=content_type)
    fetched = fetcher.get(httpserver.url_for("/x"), accept=accept)
    assert (fetched.body, fetched.charset) == (body, charset)
    if charset:
        assert fetched.text == body.decode(charset)


# --- answers that are not what they claim to be ---


@pytest.mark.parametrize(
    ("accept", "content_type", "body", "kind"),
    [
        ("json", "text/html", BLOCK_PAGE, "challenge"),
        ("xml", "text/xml", BLOCK_PAGE, "challenge"),
        ("html", "text/html", BLOCK_PAGE, "challenge"),
        ("text", "text/html", BLOCK_PAGE, "challenge"),
        ("feed", "text/html", HTML, "challenge"),
        ("json", "text/html", b"\n<!-- cached --><HTML><body>Hello</body></HTML>", "challenge"),
        (
            "html",
            "text/html",
            b"<html><head><title>503 Service Unavailable</title></head><body></body></html>",
            "http-5xx",
        ),
        ("html", "text/html", HTML[:-30], "truncated"),
        ("json", "application/json", b"", "empty"),
        ("xml", "text/xml", b" \n ", "empty"),
        ("json", "application/json", b'{"results": [{"a": 1}, {"b"', "truncated"),
        ("json", "application/json", b'[{"a": 1}', "truncated"),
        ("json", "application/json", b"Service moved", "wrong-type"),
        ("json", "application/json", XML, "wrong-type"),
        ("xml", "text/xml", b"{}", "wrong-type"),
        ("xml", "text/xml", XML[:-10], "truncated"),
        ("xml", "text/xml", b"<RULE><P>no end</P>", "truncated"),
        ("feed", "application/rss+xml", b"<rss><channel><item></item></channel>", "truncated"),
        ("html", "text/html", b"nothing here", "wrong-type"),
        ("text", "application/json", b'{"status": 404}', "wrong-type"),
        ("json", "application/json", bytes(range(256)) * 20, "wrong-type"),
        ("text", "text/plain", bytes(range(256)) * 20, "wrong-type"),
        ("json", "application/json", '{"a": "§"}'.encode("cp1252"), "wrong-charset"),
        ("json", "application/json", '{"a": 1}'.encode("utf-16"), "wrong-charset"),
        ("json", "application/json", '{"a": 1}'.encode("utf-16-le"), "wrong-charset"),
        ("xml", "text/xml", XML.decode().encode("cp1252"), "wrong-charset"),
        ("xml", "text/xml", XML.decode().encode("utf-16"), "wrong-charset"),
        ("html", "text/html; charset=utf-8", HTML.replace(b"News", b"\xa7"), "wrong-charset"),
        ("text", "text/plain", "§ 744".encode("cp1252"), "wrong-charset"),
        ("text", "text/plain; charset=klingon", b"x", "wrong-charset"),
    ],
)
def test_a_body_that_is_not_what_was_asked_for(
    httpserver: HTTPServer, fetcher: Fetcher, accept: str, content_type: str, body: bytes, kind: str
) -> None:
    httpserver.expect_request("/x").respond_with_data(body, content_type=content_type)
    error = failure(fetcher, httpserver.url_for("/x"), accept)
    assert error.kind == kind
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("status", "kind", "passing"),
    [
        (400, "bad-request", False),
        (401, "http-4xx", False),
        (403, "http-4xx", False),
        (404, "not-found", False),
        (406, "http-4xx", False),
        (408, "timeout", True),
        (410, "not-found", False),
        (422, "bad-request", False),
        (429, "rate-limited", True),
        (500, "http-5xx", True),
        (503, "http-5xx", True),
        (204, "empty", True),
        (202, "wrong-type", False),
    ],
)
def test_a_refusal_says_which_and_is_tried_again_only_where_that_may_help(
    httpserver: HTTPServer, fetcher: Fetcher, status: int, kind: str, passing: bool
) -> None:
    body = b'{"errors":{"conditions[agency]":"is not a valid field"}}' if status not in (204,) else b""
    httpserver.expect_request("/x").respond_with_data(body, status=status, content_type="application/json")
    error = failure(fetcher, httpserver.url_for("/x"))
    assert (error.kind, error.status, error.passing) == (kind, status, passing)
    assert len(httpserver.log) == (3 if passing else 1)
    if status == 400:
        assert "is not a valid field" in str(error)


def test_a_block_page_with_a_403_is_a_challenge(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    httpserver.expect_request("/x").respond_with_data(BLOCK_PAGE, status=403, content_type="text/html")
    assert failure(fetcher, httpserver.url_for("/x")).kind == FailureKind.CHALLENGE
    assert len(httpserver.log) == 1


def test_what_passes_is_got_over(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    httpserver.expect_ordered_request("/x").respond_with_data(b"", status=503)
    httpserver.expect_ordered_request("/x").respond_with_data(b"", status=429, headers={"Retry-After": "0"})
    httpserver.expect_ordered_request("/x").respond_with_data(b"{}", content_type="application/json")
    assert fetcher.get(httpserver.url_for("/x"), accept="json").body == b"{}"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("Fri, 28 Mar 2025 13:10:00 GMT", 600), ("soon", None), ("Fri, 28 Mar 2025 12:00:00 GMT", 0)],
)
def test_a_server_that_names_a_long_wait_is_left_alone(
    httpserver: HTTPServer, fetcher: Fetcher, value: str, seconds: float | None
) -> None:
    httpserver.expect_request("/x").respond_with_data(b"", status=429, headers={"Retry-After": value})
    error = failure(fetcher, httpserver.url_for("/x"))
    assert (error.kind, error.retry_after) == (FailureKind.RATE_LIMITED, seconds)
    assert len(httpserver.log) == (1 if seconds and seconds > 5 else 3)
    assert ("asks to wait" in str(error)) == bool(seconds)


# --- connections ---


def serve_raw(answers: list[bytes | None]) -> tuple[str, Callable[[], None]]:
    """A server that answers each connection with these bytes and closes it; None: with a reset."""
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        for answer in answers:
            connection, _ = listener.accept()
            connection.recv(65536)
            if answer is None:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                connection.sendall(answer)
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/x", listener.close


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (None, "reset"),
        (b"", "reset"),
        (b"this is no HTTP\r\n\r\n", "reset"),
        (HEAD + b'Content-Length: 100\r\n\r\n{"a": 1}', "truncated"),
        (HEAD + b'Transfer-Encoding: chunked\r\n\r\n8\r\n{"a": 1}\r\n', "truncated"),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 12\r\n\r\nnot gzipped!", "truncated"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"[" + b"1, " * 9999 + b"1]")[:40], "truncated"),
        (HEAD + b'\r\n{"a": 1, "b"', "truncated"),  # closed without a length: only the form shows it
    ],
)
def test_a_connection_that_breaks(fetcher: Fetcher, answer: bytes | None, kind: str) -> None:
    url, close = serve_raw([answer] * 3)
    assert failure(fetcher, url).kind == kind
    close()


def test_a_silent_server_is_a_timeout_and_a_closed_port_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, Fetcher("c", timeout=0.05) as impatient:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        assert failure(impatient, url).kind == FailureKind.TIMEOUT
    with Fetcher("c", timeout=5) as fetcher:
        assert failure(fetcher, url).kind == FailureKind.CONNECT


def test_a_body_that_drips_is_given_up(httpserver: HTTPServer) -> None:
    """Each byte in time, but never an end: the attempt as a whole is bounded (the clock is played)."""
    seconds = iter(range(0, 100_000, 15))
    httpserver.expect_request("/x").respond_with_data(b"[" + b"1," * 300_000 + b"1]", content_type="application/json")
    with Fetcher("c", timeout=5, monotonic=lambda: float(next(seconds))) as fetcher:
        error = failure(fetcher, httpserver.url_for("/x"))
    assert error.kind == FailureKind.TIMEOUT
    assert "not finished after 20 s" in str(error)


def test_too_large_is_said_before_and_while_reading(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    bomb = gzip.compress(b" " * 1_000_000 + b"{}")
    httpserver.expect_request("/announced").respond_with_data(
        b"[" + b" " * 5000 + b"]", content_type="application/json"
    )
    httpserver.expect_request("/bomb").respond_with_data(
        bomb, headers={"Content-Encoding": "gzip"}, content_type="application/json"
    )
    assert failure(fetcher, httpserver.url_for("/announced"), max_bytes=1000).kind == FailureKind.TOO_LARGE
    assert len(bomb) < 5000
    assert failure(fetcher, httpserver.url_for("/bomb"), max_bytes=5000).kind == FailureKind.TOO_LARGE
    assert fetcher.get(httpserver.url_for("/announced"), accept="json", max_bytes=5002).status == 200


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    authority, stranger = trustme.CA(), trustme.CA()
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(server_side)
    with HTTPServer(ssl_context=server_side) as server:
        server.expect_request("/x").respond_with_data(b"{}", content_type="application/json")
        ours, theirs = ssl.create_default_context(), ssl.create_default_context()
        authority.configure_trust(ours)
        stranger.configure_trust(theirs)
        with Fetcher("c", verify=ours) as fetcher:
            assert fetcher.get(server.url_for("/x"), accept="json").status == 200
        with Fetcher("c", verify=theirs) as fetcher:
            error = failure(fetcher, server.url_for("/x"))
        assert error.kind == FailureKind.TLS
        assert not error.passing


# --- addresses ---


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/y", "nonsense", "http://", "https://[", "http://a b/"])
def test_only_web_addresses_are_read(fetcher: Fetcher, url: str) -> None:
    assert failure(fetcher, url).kind == FailureKind.BAD_REQUEST


def test_redirects_are_followed_but_not_for_ever(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    httpserver.expect_request("/old").respond_with_data(b"", status=301, headers={"Location": "/new"})
    httpserver.expect_request("/new").respond_with_data(b"{}", content_type="application/json")
    httpserver.expect_request("/loop").respond_with_data(b"", status=302, headers={"Location": "/loop"})
    httpserver.expect_request("/out").respond_with_data(b"", status=302, headers={"Location": "file:///etc/passwd"})
    assert fetcher.get(httpserver.url_for("/old"), accept="json").url == httpserver.url_for("/new")
    assert failure(fetcher, httpserver.url_for("/loop")).kind == FailureKind.REDIRECT_LOOP
    assert failure(fetcher, httpserver.url_for("/out")).kind == FailureKind.REDIRECT_REFUSED
    assert [r.path for r, _ in httpserver.log].count("/loop") == 6


@pytest.fixture
def two_hosts(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> HTTPServer:
    """One server under two names, of which only 127.0.0.1 counts as internal."""
    monkeypatch.setattr("monitor.fetch.is_internal", lambda host: host == "127.0.0.1")
    assert httpserver.host == "localhost"
    return httpserver


def test_a_public_site_may_not_send_us_inside(two_hosts: HTTPServer, fetcher: Fetcher) -> None:
    inside = two_hosts.url_for("/inside").replace("localhost", "127.0.0.1")
    two_hosts.expect_request("/out").respond_with_data(b"", status=302, headers={"Location": inside})
    two_hosts.expect_request("/inside").respond_with_data(b"{}", content_type="application/json")
    error = failure(fetcher, two_hosts.url_for("/out"))
    assert (error.kind, error.what) == (FailureKind.REDIRECT_REFUSED, "redirected to the internal address 127.0.0.1")
    assert [request.path for request, _ in two_hosts.log] == ["/out"]
    assert fetcher.get(inside, accept="json").status == 200  # where the configuration says so


def test_a_key_does_not_follow_to_another_host(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    other = httpserver.url_for("/there").replace("localhost", "127.0.0.1")
    httpserver.expect_request("/here").respond_with_data(b"", status=302, headers={"Location": "/again"})
    httpserver.expect_request("/again").respond_with_data(b"", status=302, headers={"Location": other})
    httpserver.expect_request("/there").respond_with_data(b"{}", content_type="application/json")
    for _ in range(2):
        fetcher.get(httpserver.url_for("/here"), accept="json", headers={"Subscription-Key": "hunter2"})
    keys = [(request.path, request.headers.get("subscription-key")) for request, _ in httpserver.log]
    assert keys == [("/here", "hunter2"), ("/again", "hunter2"), ("/there", None)] * 2


def test_a_secure_site_may_not_send_us_into_the_open(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data(b"{}", content_type="application/json")
    authority = trustme.CA()
    server_side, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(server_side)
    authority.configure_trust(ours)
    with HTTPServer(ssl_context=server_side) as secure, Fetcher("c", verify=ours) as fetcher:
        secure.expect_request("/x").respond_with_data(b"", status=302, headers={"Location": httpserver.url_for("/x")})
        assert failure(fetcher, secure.url_for("/x")).what == "redirected from https to http"
    assert httpserver.log == []


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://user:hunter2@host/path?a=1", "https://host/path?a=1"),
        ("https://host/x?subscription-key=hunter2&q=a%20b", "https://host/x?subscription-key=***&q=a%20b"),
        ("https://host/x?apiKey=hunter2&access_token=hunter2", "https://host/x?apiKey=***&access_token=***"),
        ("https://host/x?keyword=china&author=bis", "https://host/x?keyword=china&author=bis"),
        (f"https://host/x?{SALT}=123&conditions[agencies][]=bis", "https://host/x?conditions[agencies][]=bis"),
        (f"https://host/x?{SALT}=123", "https://host/x"),
        ("http://127.0.0.1:80/x", "http://127.0.0.1:80/x"),
        ("https://[", "(not an address)"),
    ],
)
def test_addresses_are_shown_without_secrets_and_salt(url: str, plain: str) -> None:
    assert shown(url) == plain


def test_no_secret_in_errors_and_logs(
    httpserver: HTTPServer, fetcher: Fetcher, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    httpserver.expect_request("/x").respond_with_handler(
        lambda request: Response(f"bad key {request.args['subscription-key']}", status=400)
    )
    httpserver.expect_request("/y").respond_with_data(b"{}", content_type="application/json")
    url = httpserver.url_for("/x").replace("//", "//me:hunter2@")
    error = failure(fetcher, url, params={"subscription-key": "hunter2"})
    fetched = fetcher.get(httpserver.url_for("/y"), {"subscription-key": "hunter2"}, accept="json")
    assert failure(fetcher, "http://user:hunter2@[/").kind == FailureKind.BAD_REQUEST
    out, err = capsys.readouterr()
    logged = [record.getMessage() for record in caplog.records if record.name != "werkzeug"]  # the other side's own log
    said = " ".join((str(error), repr(error), fetched.url, out, err, *logged))
    assert "subscription-key=***" in said
    assert "hunter2" not in said


def test_a_ping_shows_nothing_of_its_address(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    httpserver.expect_request("/hunter2").respond_with_data(b"OK", content_type="text/plain")
    httpserver.expect_request("/quiet").respond_with_data(b"")
    fetcher.ping(httpserver.url_for("/hunter2"))
    fetcher.ping(httpserver.url_for("/quiet"))
    with pytest.raises(FetchError) as caught:
        fetcher.ping(httpserver.url_for("/gone/hunter2"))
    assert "hunter2" not in str(caught.value) + repr(caught.value)


def test_the_salt_changes_once_a_bucket() -> None:
    every = timedelta(minutes=5)
    assert salt(NOW, every) == salt(NOW + timedelta(minutes=4, seconds=59), every)
    assert salt(NOW, every) != salt(NOW + every, every)


def test_the_kind_of_an_error_says_whether_it_passes() -> None:
    assert all(FetchError("x", kind=kind, url="http://x").passing == (kind in PASSING) for kind in FailureKind)


# --- politeness ---


class Clock:
    def __init__(self) -> None:
        self.now, self.slept = 100.0, []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


def test_a_public_host_is_asked_once_a_second_and_loopback_at_will() -> None:
    clock = Clock()
    turns = Turns(1.0, 2, clock, clock.sleep)
    for host in ("www.bis.gov", "www.bis.gov", "www.ecfr.gov", "www.bis.gov", "127.0.0.1", "localhost", "127.0.0.1"):
        with turns.take(host):
            pass
    assert clock.slept == [1.0, 1.0]
    clock.now += 10
    with turns.take("www.bis.gov"):
        pass
    assert clock.slept == [1.0, 1.0]


def test_a_public_host_is_asked_twice_at_a_time() -> None:
    turns = Turns(1e9, 2, lambda: 0.0, lambda _: None)
    inside, most, lock, leave = 0, 0, threading.Lock(), threading.Event()
    two_in = threading.Event()

    def ask() -> None:
        nonlocal inside, most
        with turns.take("www.bis.gov"):
            with lock:
                inside += 1
                most = max(most, inside)
                if inside == 2:
                    two_in.set()
            leave.wait(10)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    assert two_in.wait(10)
    leave.set()
    for thread in threads:
        thread.join(10)
    assert most == 2


@pytest.mark.parametrize(
    ("host", "loopback", "internal"),
    [
        ("127.0.0.1", True, True),
        ("127.9.9.9", True, True),
        ("::1", True, True),
        ("localhost", True, True),
        ("10.1.2.3", False, True),
        ("192.168.1.1", False, True),
        ("8.8.8.8", False, False),
        ("www.bis.gov", False, False),
        ("127.0.0.1.example.com", False, False),
    ],
)
def test_which_hosts_are_ours(host: str, loopback: bool, internal: bool) -> None:
    assert (is_loopback(host), is_internal(host)) == (loopback, internal)


# --- against the stand-in for the public sources ---

ROUTES = {
    "json": "/api/v1/documents.json?conditions[agencies][]=industry-and-security-bureau&fields[]=document_number",
    "xml": "/documents/full_text/xml/2025/03/28/2025-05427.xml",
    "html": "/documents/full_text/html/2025/03/28/2025-05427.html",
    "text": "/public-inspection/raw_text/202/505/427.txt",
    "feed": "/api/v1/documents.rss",
}
FAULTS = {
    "500": "http-5xx",
    "503-retry-after": "http-5xx",
    "429": "rate-limited",
    "timeout": "timeout",
    "slow": "timeout",
    "reset": "reset",
    "truncate": "truncated",
    "garbage": "wrong-type",
    "html-block-page": "challenge",
    "wrong-charset": "wrong-charset",
    "redirect-loop": "redirect-loop",
    "huge": "too-large",
}


@pytest.fixture(scope="module")
def world(replay_folder: Path, corpus: Path) -> Iterator[Any]:
    sys.path.insert(0, str(replay_folder))
    try:
        serve = importlib.import_module("serve")
        server = serve.start(["--corpus", str(corpus), "--now", "2025-03-28T09:00"])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.world
        server.closing = True
        server.shutdown()
        server.server_close()
    finally:
        sys.path.remove(str(replay_folder))


@pytest.mark.parametrize("accept", ROUTES)
@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_of_a_source_is_told_apart(world: Any, fault: str, accept: str) -> None:
    seconds = {"timeout": 2, "slow": 8}.get(fault, 600)
    world.control({"clear_faults": True, "fault": {"path": "", "kind": fault, "times": None, "seconds": seconds}})
    haste = 0.5 if FAULTS[fault] == "timeout" else 60  # any other fault may take its time on a machine under load
    with stamina.set_testing(True, attempts=1), Fetcher("c", timeout=haste) as fetcher:
        error = failure(fetcher, world.base + ROUTES[accept], accept)
    assert error.kind == FAULTS[fault]
    assert error.retry_after == (600 if fault in ("429", "503-retry-after") else None)
    world.control({"clear_faults": True})
    with Fetcher("c") as fetcher:
        assert fetcher.get(world.base + ROUTES[accept], accept=accept).status == 200


def test_a_stale_cache_is_passed_by_with_salt_and_shows_its_age(world: Any) -> None:
    world.control({"clear_faults": True})
    with Fetcher("c") as fetcher:
        url = world.base + ROUTES["json"]
        fetcher.get(url, accept="json")
        world.control({"fault": {"path": "", "kind": "stale", "times": None, "seconds": 2700}})
        assert fetcher.get(url, accept="json").age == 2700
        fresh = fetcher.get(url, salt(NOW, timedelta(minutes=5)), accept="json")
        assert not fresh.age
        assert SALT not in fresh.url
    world.control({"clear_faults": True})


def test_conditional_requests_against_the_stand_in(world: Any) -> None:
    world.control({"clear_faults": True})
    with Fetcher("c") as fetcher:
        first = fetcher.get(world.base + ROUTES["json"], accept="json")
        assert json.loads(first.body)["results"]
        again = fetcher.get(world.base + ROUTES["json"], accept="json", validators=first.validators)
    assert again.not_modified
