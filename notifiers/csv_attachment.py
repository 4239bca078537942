"""All alerts of a message as one CSV file: the whole of it, where the letter shows only the first. Pure.

UTF-8 with a byte order mark and CRLF: what spreadsheet programs open with the right characters. A cell that a
spreadsheet would run as a formula is prefixed with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable

from notifiers import wording
from notifiers.model import Alert, Message

COLUMNS = (
    "alert id", "severity", "kind", "headline", "counterparty id", "counterparty", "country", "role", "owner of record",
    "effective", "until", "stage", "list", "destination", "entry", "aliases", "addresses", "license requirement",
    "license review policy", "footnotes", "matched on", "our value", "list value", "score", "verdict", "match reason",
    "ownership path", "share percent", "provision", "provision state", "changes", "documents", "citations", "links",
    "publication date", "sha-256", "observed at", "reason", "notes", "what to do", "amends alert", "tags",
    "acknowledge",
)  # fmt: skip

_BETWEEN = " | "
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def file_name(message: Message) -> str:
    return f"regwatch-{message.created_at:%Y-%m-%d}-{len(message.alerts)}-alerts.csv"


def rows_as_csv(message: Message) -> bytes:
    """One line an alert, in the order of the message; dates as ISO 8601, several values in a cell between ``|``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for alert in message.alerts:
        writer.writerow([_inert(cell) for cell in _cells(alert)])
    return b"\xef\xbb\xbf" + wording.legible(out.getvalue()).encode()


def zipped(name: str, content: bytes, message: Message) -> bytes:
    """The same file for a mail server that takes no letter of the full size; the same bytes every time."""
    out = io.BytesIO()
    entry = zipfile.ZipInfo(name, date_time=message.created_at.timetuple()[:6])
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _cells(a: Alert) -> list[str]:
    party, entries, matches = a.counterparty, a.listed, a.matches
    return [
        a.id,
        a.severity.value,
        a.kind,
        a.headline,
        party.id if party else "",
        party.name if party else "",
        (party.country if party else None) or "",
        (party.role if party else None) or "",
        (party.owner_of_record if party else None) or "",
        a.effective.isoformat() if a.effective else "",
        a.until.isoformat() if a.until else "",
        a.stage,
        _join(e.list for e in entries),
        _join(e.destination for e in entries),
        _join(e.name for e in entries),
        _join(alias for e in entries for alias in e.aliases),
        _join(address for e in entries for address in e.addresses),
        _join(e.license_requirement for e in entries),
        _join(e.license_review_policy for e in entries),
        _join(f for e in entries for f in e.footnotes),
        _join(m.matched_on for m in matches),
        _join(m.value for m in matches),
        _join(m.entry_value for m in matches),
        _join(f"{m.score:.3f}" for m in matches),
        _join(m.verdict for m in matches),
        _join(m.reason for m in matches),
        _join(f"{s.owner} > {wording.percent(s.percent)} > {s.owned}" for s in a.ownership),
        "" if a.share is None else f"{a.share:g}",
        a.provision or "",
        a.provision_state or "",
        _join(_changes(a)),
        _join(s.document_number for s in a.sources),
        _join(s.citation for s in a.sources),
        _join(s.url for s in a.sources),
        _join(s.publication_date.isoformat() if s.publication_date else None for s in a.sources),
        _join(s.sha256 for s in a.sources),
        a.observed_at.isoformat(),
        a.reason,
        _join(a.notes),
        _join(a.what_to_do),
        a.previous_id or "",
        _join(a.tags),
        a.ack_url or "",
    ]


def _changes(a: Alert) -> Iterable[str]:
    for d in a.differences:
        if d.before is not None or d.after is not None:
            yield f"{d.field}: {d.before or '(nothing)'} > {d.after or '(nothing)'}"
        yield from (f"{d.field} removed: {value}" for value in d.removed)
        yield from (f"{d.field} added: {value}" for value in d.added)


def _join(values: Iterable[str | None]) -> str:
    return _BETWEEN.join(v for v in values if v)


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
