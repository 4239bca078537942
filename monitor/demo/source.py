"""A small federalregister.gov on loopback: four abridged documents and a clock that the demonstration moves."""

from __future__ import annotations

import json
import re
import textwrap
import threading
from datetime import date, datetime, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from monitor.calendar import EASTERN

BUREAU = {"name": "Industry and Security Bureau", "slug": "industry-and-security-bureau"}
FOLDER = files("monitor.demo") / "documents"


class BundledSource:
    """Serves the documents as they stood at ``now``. Use as a context manager; ``base_url`` is where it listens."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._documents: list[dict[str, Any]] = json.loads((FOLDER / "index.json").read_text("utf-8"))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base_url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> BundledSource:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> tuple[str, bytes] | None:
        """(content type, body) of a path at this moment; None: not found."""
        if path == "/api/v1/documents.json":
            rows = [self._published(d) for d in self._documents if self._is_published(d)]
            page: dict[str, Any] = {"count": len(rows), "description": "Documents"}
            return _json(page | ({"total_pages": 1, "results": rows} if rows else {}))
        if path == "/api/v1/public-inspection-documents/current.json":
            filed = [d for d in self._documents if datetime.fromisoformat(d["filed_at"]) <= self.now]
            waiting = [self._filed(d) for d in filed if not self._is_published(d)]
            return _json({"count": len(waiting), "results": waiting})
        if found := re.fullmatch(r"/documents/full_text/xml/[\d/]+/([\w-]+)\.xml", path):
            return "text/xml", (FOLDER / f"{found[1]}.xml").read_bytes()
        if found := re.fullmatch(r"/public-inspection/raw_text/([\w-]+)\.txt", path):
            return "text/plain; charset=utf-8", _filed_text((FOLDER / f"{found[1]}.xml").read_bytes())
        return None

    def _is_published(self, document: dict[str, Any]) -> bool:
        return datetime.combine(date.fromisoformat(document["publication_date"]), time(6), EASTERN) <= self.now

    def _published(self, document: dict[str, Any]) -> dict[str, Any]:
        number, day = document["document_number"], document["publication_date"].replace("-", "/")
        known = {key: value for key, value in document.items() if key != "filed_at"}
        return known | {
            "type": "Rule",
            "abstract": None,
            "agencies": [BUREAU],
            "cfr_references": [{"title": 15, "part": 744}],
            "html_url": f"https://www.federalregister.gov/d/{number}",
            "full_text_xml_url": f"{self.base_url}/documents/full_text/xml/{day}/{number}.xml",
        }

    def _filed(self, document: dict[str, Any]) -> dict[str, Any]:
        number = document["document_number"]
        return {
            "document_number": number,
            "title": document["title"],
            "type": "Rule",
            "agencies": [BUREAU],
            "filed_at": document["filed_at"],
            "filing_type": "special",
            "publication_date": document["publication_date"],
            "pdf_updated_at": document["filed_at"],
            "html_url": f"https://www.federalregister.gov/public-inspection/{number}",
            "pdf_url": f"https://public-inspection.federalregister.gov/{number}.pdf",
            "raw_text_url": f"{self.base_url}/public-inspection/raw_text/{number}.txt",
            "last_public_inspection_issue": self.now.date().isoformat(),
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        source = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = source.answer(urlsplit(self.path).path)
                kind, body = found or ("application/json", b'{"status": 404, "message": "Record Not Found"}')
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet: the terminal belongs to the alerts."""

        return Handler


def _json(value: dict[str, Any]) -> tuple[str, bytes]:
    return "application/json; charset=utf-8", json.dumps(value).encode()


_LABELLED = ("ACT", "SUM", "EFFDATE")
_BLOCKS = ("AGENCY", "SUBAGY", "CFR", "SUBJECT", *_LABELLED, "P", "HD", "AMDPAR", "SECTNO", "CHED", "ENT", "STARS")


def _filed_text(xml: bytes) -> bytes:
    """What a manuscript on public inspection looks like: billing code first, hard-wrapped, no tables."""
    lines = ["BILLING CODE 3510-33-P"]
    for element in etree.fromstring(xml).iter(*_BLOCKS):
        parent = element.getparent()
        if parent is not None and parent.tag in _LABELLED:
            continue  # "DATES:" and its sentence are one block
        text = "* * * * *" if element.tag == "STARS" else " ".join(" ".join(element.itertext()).split())
        if text:
            lines.append(textwrap.fill(text, 80))
    return "\n".join([*lines, ""]).encode()
