"""A web address of the team's own: one JSON object with everything, told apart by its id."""

from __future__ import annotations

import json
import runpy
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_httpserver import HTTPServer

from notifiers.model import Alert, DeliveryError, Message
from notifiers.transport import WebhookRoute
from notifiers.webhook import SCHEMA, WebhookChannel, payload

HERE = Path(__file__).parent
samples = SimpleNamespace(**runpy.run_path(str(HERE / "notifier_samples.py")))


@pytest.mark.parametrize("kind", samples.MESSAGES)
def test_the_body_of_each_kind(kind: str) -> None:
    got = json.dumps(payload(samples.MESSAGES[kind]), ensure_ascii=False, indent=1) + "\n"
    assert got == samples.golden(HERE / "data" / "webhook" / f"{kind}.json", got)


def test_no_field_is_forgotten() -> None:
    told = payload(samples.MESSAGES["immediate"])
    assert set(told) == {f.name for f in fields(Message)} - {"accepted"} | {"schema", "severity", "count"}
    assert set(told["alerts"][0]) == {f.name for f in fields(Alert)}
    assert told["schema"] == SCHEMA
    assert told["alerts"][0]["observed_at"] == "2025-03-25T13:02:00+00:00"
    assert told["alerts"][0]["effective"] == "2025-03-25"


def test_it_is_posted_with_the_id_and_to_each_address_once(httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/a").respond_with_data("")
    httpserver.expect_ordered_request("/b").respond_with_data("", status=503, headers={"Retry-After": "5"})
    httpserver.expect_ordered_request("/b").respond_with_data("")
    routes = (WebhookRoute(httpserver.url_for("/a")), WebhookRoute(httpserver.url_for("/b")))
    channel = WebhookChannel("hook", routes)
    message = replace(samples.MESSAGES["immediate"], id="m-浪 1")
    with pytest.raises(DeliveryError) as failure:
        channel.send(message)
    assert (failure.value.retry_after, len(failure.value.accepted)) == (5, 1)
    channel.send(message)
    requests = [r for r, _ in httpserver.log]
    assert [r.path for r in requests] == ["/a", "/b", "/b"]
    assert [r.get_json()["id"] for r in requests] == ["m-浪 1"] * 3
    assert requests[0].headers["Idempotency-Key"] == "m-??1"
    assert requests[0].headers["User-Agent"] == "regwatch"


def test_ten_thousand_alerts_are_one_body() -> None:
    assert len(payload(samples.many(10_000))["alerts"]) == 10_000
