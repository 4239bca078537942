"""Mail: an HTML part, a plain-text part of its own, and a CSV of all rows when there are more than ten alerts.

``letter()`` is pure; ``EmailChannel`` sends it, one envelope a recipient. The Message-ID comes from the id of the
message, so a mail client (and a person) sees a repeat after a crash for what it is; mails about one document share a
thread.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path

import css_inline
import jinja2

from notifiers import briefing, csv_attachment, plain, wording
from notifiers.briefing import overview
from notifiers.ledger import Ledger, Page
from notifiers.model import Channel, DeliveryError, Message, Severity
from notifiers.refusals import TooLargeError, together
from notifiers.transport import MailRoute

ATTACH_FROM = 11  # alerts: a letter about more than ten carries the table
HTML_LIMIT = 98_000  # bytes: Gmail hides what comes after 102 kB behind a link
TEXT_FULL = 10  # alerts in full in the plain-text part, which no client cuts
TEXT_ROWS = 1_000  # in the plain-text part; all of them are in the attachment
HEADER_IDS = 100  # X-Regwatch-Alert-Id headers; servers bound the size of all headers together
CSV_LIMIT = 16_000_000  # bytes: above, or where a server takes no letter of that size, the table is sent zipped

_SHAPES = ((10, 60), (6, 60), (3, 60), (1, 60), (1, 20), (0, 20))  # (in full, as rows), tried until the HTML fits
_LONGEST_DOMAIN = 36  # so that a Message-ID fits on one header line, unfolded


class EmailChannel(Channel):
    """One route to people by mail; ``urls`` may name several servers or recipients, each with its own envelope."""

    def __init__(self, name: str, routes: tuple[MailRoute, ...], clock: Callable[[], datetime]) -> None:
        self._name = name
        self._routes = routes
        self._clock = clock
        self._ledger = Ledger()

    @property
    def name(self) -> str:
        return self._name

    def send(self, message: Message) -> None:
        page = self._ledger.page(message)
        failures: dict[str, DeliveryError] = {}
        for route in self._routes:
            left = [r for r in route.recipients if r not in page]
            if left:
                failures |= self._deliver(message, route, left, page)
        # a recipient named with two servers is reached when one of them takes the letter
        failed = [failure for recipient, failure in failures.items() if recipient not in page]
        if failed:
            tried = len({r for route in self._routes for r in route.recipients})
            raise together(failed, tried, page.accepted)
        self._ledger.close(message)

    def _deliver(self, message: Message, route: MailRoute, left: list[str], page: Page) -> dict[str, DeliveryError]:
        content = bytes(letter(message, route, self._clock()))
        failures = route.deliver(content, left, page.add)
        too_large = [r for r, failure in failures.items() if isinstance(failure, TooLargeError)]
        if too_large and len(message.alerts) >= ATTACH_FROM:
            content = bytes(letter(message, route, self._clock(), zip_table=True))
            failures = {r: f for r, f in failures.items() if r not in too_large}
            failures |= route.deliver(content, too_large, page.add)
        return failures

    def close(self) -> None:
        for route in self._routes:
            route.close()


def letter(message: Message, route: MailRoute, now: datetime, *, zip_table: bool = False) -> EmailMessage:
    """The whole mail. The same message gives the same letter, but for its Date."""
    name, address = route.sender
    domain = message_domain(address)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(display_name=name, addr_spec=address)
    mail["To"] = [Address(display_name=n, addr_spec=a) for n, a in route.to]
    if route.cc:
        mail["Cc"] = list(route.cc)
    if route.reply_to:
        mail["Reply-To"] = list(route.reply_to)
    mail["Subject"] = subject(message)
    mail["Date"] = format_datetime(now.astimezone(UTC))
    mail["Message-ID"] = message_id(message.id, domain)
    if message.thread:
        root = message_id(f"thread {message.thread}", domain)
        mail["In-Reply-To"] = root
        mail["References"] = root
    for header, value in _own_headers(message).items():
        mail[header] = value
    if message.severity is Severity.CRITICAL:
        mail["X-Priority"] = "1 (Highest)"
    for alert in message.alerts[:HEADER_IDS]:
        mail["X-Regwatch-Alert-Id"] = _one_line(alert.id)
    for header, value in route.headers.items():
        if header.lower() not in {h.lower() for h in mail}:
            mail[header] = _one_line(value)
    _fill(mail, message, zip_table)
    return mail


def _fill(mail: EmailMessage, message: Message, zip_table: bool) -> None:
    table = csv_attachment.rows_as_csv(message)
    zip_table = zip_table or len(table) > CSV_LIMIT
    name = csv_attachment.file_name(message) + (".zip" if zip_table else "")
    in_full, fitting = _fitting(message, name)
    attached = name if in_full < len(message.alerts) or len(message.alerts) >= ATTACH_FROM else None
    shown = overview(message, full=max(in_full, TEXT_FULL), rows=TEXT_ROWS)
    mail.set_content(plain.text(shown, attachment=attached), cte="quoted-printable")
    mail.add_alternative(fitting, subtype="html", cte="quoted-printable")
    if attached and zip_table:
        packed = csv_attachment.zipped(name.removesuffix(".zip"), table, message)
        mail.add_attachment(packed, maintype="application", subtype="zip", filename=name)
    elif attached:
        mail.add_attachment(
            table, maintype="text", subtype="csv", filename=name, params={"charset": "utf-8"}, cte="base64"
        )


def _fitting(message: Message, attachment: str) -> tuple[int, str]:
    """(alerts in full, the HTML) of the fullest shape that mail clients show whole."""
    total = len(message.alerts)
    whole = html(message, full=total) if total < ATTACH_FROM else ""
    if whole and len(whole.encode()) <= HTML_LIMIT:
        return total, whole
    for full, rows in _SHAPES:
        fitting = html(message, full=full, rows=rows, attachment=attachment)
        if len(fitting.encode()) <= HTML_LIMIT:
            break
    return min(full, total), fitting


def html(message: Message, *, full: int, rows: int = 0, attachment: str | None = None) -> str:
    """The HTML part: tables for layout, styles inlined, dark mode by media query, nothing fetched from anywhere."""
    return wording.legible(_inliner().inline(page(message, full=full, rows=rows, attachment=attachment)))


def page(message: Message, *, full: int, rows: int = 0, attachment: str | None = None) -> str:
    """The HTML before its styles are inlined."""
    view = overview(message, full=full, rows=rows)
    return _template().render(view=view, remainder=plain.remainder(view, attachment), difference=plain.difference)


@cache
def _template() -> jinja2.Template:
    folder = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    environment = jinja2.Environment(
        loader=folder, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("message.html.j2")


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        keep_style_tags=False, keep_at_rules=True, minify_css=True, load_remote_stylesheets=False
    )


def subject(message: Message) -> str:
    """One line of plain text. The severity leads where it must be seen in a list of mails."""
    critical = message.severity is Severity.CRITICAL and message.kind not in wording.SUBJECT_LEADS
    return f"[regwatch] {'Critical: ' if critical else ''}{briefing.subject(message)}"


def message_id(value: str, domain: str) -> str:
    """``<…@domain>``, the same for the same value."""
    return f"<{hashlib.sha256(value.encode()).hexdigest()[:32]}@{domain}>"


def message_domain(address: str) -> str:
    domain = address.rpartition("@")[2].lower()
    return domain if re.fullmatch(r"[a-z0-9.-]+", domain) and len(domain) <= _LONGEST_DOMAIN else "regwatch.invalid"


def _own_headers(message: Message) -> Mapping[str, str]:
    return {
        "X-Regwatch-Message-Id": _one_line(message.id),
        "X-Regwatch-Kind": message.kind.value,
        "X-Regwatch-Severity": message.severity.value,
        "X-Regwatch-Alert-Count": str(len(message.alerts)),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no vacation answers to this
        "X-Auto-Response-Suppress": "All",
    }


def _one_line(value: str) -> str:
    return " ".join(wording.legible(value).split())
