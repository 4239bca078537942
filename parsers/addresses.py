"""Addresses of one entry: several are printed in one run, joined by ``; and``, a semicolon, or just ``, and``."""

from __future__ import annotations

import re

from parsers.name_boundary import bare, closed
from parsers.place_names import DESTINATION

# After one of the places that end an address, ", and" begins the next address and does not join two parts of the same.
_JOINT = re.compile(
    rf"""\s*;\s*(?:and(?=\W|[A-Z#])[\s,;]*)?              # "; and", ";", "; and;"
      |  (?:(?<=\d)|\b(?:{DESTINATION}))                # a country or its postal code, kept by the group below
         (?P<stop>\s?\.)?\s*,?\s+(?:and|And)\s+(?=[A-Z0-9#№“"])""",
    re.VERBOSE,
)
_LABEL = re.compile(
    r"\A(?:(?:Alt(?:ernate|ernative)?\.?\s+)?Address(?:es)?(?:\s+for\s+[^:]+)?\s*:\s*"
    r"|The following address(?:es)?\s+appl(?:y|ies)\s+to\s+[^:]*:\s*)",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"""(?<=\.\s)This\s+includes\s[^.]*\.|[\s,;]*\(?\s*(?:See\s+(?:also\s+)?(?:the\s+)?(?:alternate|alternative|additional|other|address)[^()]*(?:\([^()]*\)[^()]*)*
       |For\s+alternate\s+address(?:es)?,?\s+see[^()]*)\)?[\s.]*""",
    re.VERBOSE | re.IGNORECASE,
)


def take_remarks(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without "(See alternate address under Pakistan)" and the like, and those remarks."""
    remarks: list[str] = []

    def keep(found: re.Match[str]) -> str:
        remarks.append(found.group().strip(" ,;\n").strip())
        return " "

    return _REMARK.sub(keep, text), tuple(remarks)


def split_addresses(text: str) -> tuple[str, ...]:
    """The single addresses of a run, in the order printed, without labels, joining words and the closing full stop."""
    text = " ".join(text.split())
    out: list[str] = []
    begin = 0
    cuts: list[tuple[int, int]] = []
    for found in _JOINT.finditer(text):
        joined = found.group()
        if joined.lstrip().startswith(";"):
            cuts.append((found.start(), found.end()))
        else:
            word = re.search(r"\s*,?\s+(?:and|And)\s+\Z", joined)
            if word and not (
                joined[: word.start()] == ""
                and not re.search(rf"(?:{DESTINATION})\W+\d[\d -]*\Z", text[: found.start()])
            ):
                cuts.append((found.start() + word.start(), found.end()))
    for start, end in cuts:
        out.append(text[begin:start])
        begin = end
    out.append(text[begin:])
    addresses = []
    for part in out:
        for piece in re.split(r"\s+(?=Alt\.?\s+Address\s*:)", part):
            address = closed(bare(_LABEL.sub("", piece.strip())))
            if re.search(r"\w", address) and address.casefold() != "and":
                addresses.append(address)
    return tuple(addresses)
