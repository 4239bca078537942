"""Document numbers of the Federal Register: one spelling for each, and where they stand in addresses."""

from __future__ import annotations

import re


def canonical_number(text: str) -> str:
    """A document number with ASCII hyphens and no blanks: ``2024–02930`` -> ``2024-02930``."""
    return re.sub(r"[‐‑‒–—―−﹘﹣－]", "-", re.sub(r"[\s\u200b\ufeff]+", "", text)).upper()


_NUMBER = r"(?P<n>(?:[A-Z]\d{0,2}[-–—])?(?:[A-Z]\d{1,2}|\d{2,4})[-–—]\d{1,6})"
_IN_URL = re.compile(
    rf"/(?:documents/(?:\d{{4}}/\d{{1,2}}/\d{{1,2}}/)?|d/|public[-_]inspection(?:[-_]documents)?/|(?:pdf|html|xml|text)/(?:\d{{4}}/\d{{2}}/\d{{2}}/)?)"
    rf"{_NUMBER}(?=[/.?#,]|\Z)",
    re.IGNORECASE,
)


def number_in_url(url: str) -> str | None:
    """The canonical document number in an address of federalregister.gov, govinfo.gov or the API; None without one."""
    found = _IN_URL.search(url)
    return canonical_number(found["n"]) if found else None
