"""Addresses of one entry: several are printed in one run, joined by ``; and``, a semicolon, or just ``, and``."""

from __future__ import annotations

import re

from parsers.name_boundary import bare, closed
from parsers.place_names import DESTINATION

_SEMICOLON = re.compile(r";\s*(?:and(?=\W|[A-Z#])[\s,;]*)?")  # "; and", ";", "; and;", "; andHouse #453"
# After a place that ends an address, or its postal code, ", and" begins the next; elsewhere it joins parts of the same.
_AND = re.compile(r"\s?\.?\s*,?\s+[Aa]nd,?\s+(?=[A-Z0-9#№“\"])")
_ENDS = re.compile(rf"\b(?:{DESTINATION})(?:\W+\d[\d -]*)?\Z")
_ALTERNATE = re.compile(r"\s+(?=Alt\.?\s+Address\s*:)")
_LABEL = re.compile(
    r"\A(?:(?:Alt(?:ernate|ernative)?\.?\s+)?Address(?:es)?(?:\s+for\s+[^:]+)?\s*:\s*"
    r"|The following address(?:es)?\s+appl(?:y|ies)\s+to\s+[^:]*:\s*)",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"see\s+(?:also\s+)?(?:the\s+)?(?:alternat|additional|other|address)|this\s+includes|alternate\s+address|preceding"
)
_WORDS = re.compile(r"\w")
_REMARK = re.compile(
    r""";\s*\((?:all|both|each)\s+of\s+(?:the\s+)?preceding\b[^()]*\)|(?<=\.\s)This\s+includes\s[^.]*\.|[\s,;]*\(?\s*(?:See\s+(?:also\s+)?(?:the\s+)?(?:alternate|alternative|additional|other|address)[^()]*(?:\([^()]*\)[^()]*)*
       |For\s+alternate\s+address(?:es)?,?\s+see[^()]*)\)?[\s.]*""",
    re.VERBOSE | re.IGNORECASE,
)


def take_remarks(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without "(See alternate address under Pakistan)" and the like, and those remarks."""
    low = text.lower()
    if ("see" not in low and "includes" not in low and "preceding" not in low) or not _HINT.search(low):
        return text, ()
    remarks: list[str] = []

    def keep(found: re.Match[str]) -> str:
        remarks.append(found.group().strip(" ,;\n").strip())
        return " "

    return _REMARK.sub(keep, text), tuple(remarks)


def split_addresses(text: str) -> tuple[str, ...]:
    """The single addresses of a run, in the order printed, without labels, joining words and the closing full stop."""
    text = " ".join(text.split())
    if not text:
        return ()
    out: list[str] = []
    for run in _SEMICOLON.split(text) if ";" in text else [text]:
        begin = 0
        if " and" in run or " And" in run:
            for found in _AND.finditer(run):
                if _ENDS.search(run, max(begin, found.start() - 120), found.start()):
                    out.append(run[begin : found.start()])
                    begin = found.end()
        out.append(run[begin:])
    addresses = []
    for part in out:
        for piece in _ALTERNATE.split(part) if "ddress" in part else [part]:
            address = closed(bare(_LABEL.sub("", piece.strip()) if ":" in piece else piece))
            if (address[:1].isalnum() or _WORDS.search(address)) and address.casefold() != "and":
                addresses.append(address)
    return tuple(addresses)


_LABELLED = re.compile(r"\s*(?:Alt\.?\s+)?Address\s*:")


def join_address_lines(lines: list[str]) -> tuple[str, ...]:
    """The single addresses of several lines. They are one run; a line that is labelled begins an address of its own."""
    run = ""
    for line in lines:
        run += ("; " if "Address" in line and _LABELLED.match(line) else " ") + line
    return split_addresses(run)
