"""Hard-wrapped lines back to paragraphs, where nothing but the wrapping itself shows which line breaks are meant.

A paragraph's inner lines are full: the next word would not have fitted. The width is learnt from the breaks that are
inner beyond doubt (the next line begins with a small letter); a line that had room for the next word was ended on
purpose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

#: What begins a paragraph or a table cell whatever the line before looks like.
_BEGINS = re.compile(
    r"""\s*(?:
      •|(?:\*\s*){3,}$|§§?\s*\d+\.\d+(?:\s|$)|AGENCY:|ACTION:|SUMMARY:|DATES:|ADDRESSES:|FOR\sFURTHER\sINFORMATION|SUPPLEMENTARY\sINFORMATION|
      Authority:|PART\s\d+\s*[—–-]|Supplement\sNo\.?\s*\d+\sto\sPart\s\d+\s*[—–-]|Accordingly,|For\sthe\sreasons\s|List\sof\sSubjects|BILLING\sCODE|\[FR\sDoc|
      The\s(?:additions?|revisions?|removals?)\b[\w\s,]{0,60}\sreads?\sas\sfollows|
      \d{1,3}\.\s(?:Section|§|Supplement|Amend|The\sauthority|Part|Add|Remove|Revise|In\s(?:§|supplement|appendix|section)|Effective)\b|
      \((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s(?:By|Under|Adding|Revising|Removing)\b|
      (?:[a-z]|[ivxl]{1,6})\.\s(?:Under|UNDER|By|[Aa]dding|[Rr]evising|[Rr]emoving|[Rr]edesignating|[Cc]orrecting|In|[Rr]eserving|[Ss]taying)\b|
      \d{2,3}\sFR\s(?:\[|\d{3,6},?\s\d{1,2}/)|
      For\s(?:all|any)\s.{0,40}items\b|For\sitems\s|All\sitems\s|For\sall$|Presumption\sof\s(?:denial|approval)|Policy\sof\s(?:denial|approval)|Case[\s-]by[\s-]case\s|See\s§§?\s*74\d\.\d+|
      Country$|Entity$|License\s(?:requirement|review\spolicy)$|Federal\sRegister\scitation$|Listed\sperson
    )""",
    re.VERBOSE,
)
_UPPER_LINE = re.compile(r"[A-ZÜİŞÇĞÖÉ][A-ZÜİŞÇĞÖÉ'’,.() -]{2,50}$")


def join_lines(lines: Sequence[str]) -> list[str]:
    """The paragraphs. ``\\f`` marks a page break, across which a paragraph may go on."""
    items = [line.strip() for line in _without_page_gaps(lines)]
    spaced = _double_spaced(items)
    threshold = _threshold([i for i in items if i])
    paragraphs: list[str] = []
    current: list[str] = []
    end = ""  # of the paragraph so far: what decides is never farther back, however long it has become
    last_line = ""
    blank = False
    for text in items:
        if not text:
            blank = True
            continue
        quoting = _in_quotation(end) and not _BEGINS.match(text)
        if current and (quoting or not _breaks(last_line, text, threshold, blank=blank and not spaced)):
            hyphened = re.search(r"[^\W\d_]-$", end[-3:]) and re.match(r"[^\W\d_]", text)
            current.append(text if hyphened else f" {text}")
        else:
            if current:
                paragraphs.append("".join(current))
            current, end = [text], ""
        end = (end + current[-1])[-300:]
        last_line, blank = text, False
    if current:
        paragraphs.append("".join(current))
    return [" ".join(p.split()) for p in paragraphs]


def _without_page_gaps(lines: Sequence[str]) -> list[str]:
    """Lines with page breaks taken out, together with the blank lines round them."""
    kept: list[str] = []
    skipping = False
    for printed in lines:
        line = printed.replace("\f", "")
        if line != printed:
            while kept and not kept[-1].strip():
                kept.pop()
            skipping = True
        if not line.strip():
            if not skipping:
                kept.append("")
            continue
        skipping = False
        kept.append(line)
    return kept


def _double_spaced(lines: Sequence[str]) -> bool:
    """Whether a blank line stands between the lines of a paragraph, too."""
    gaps = inner = 0
    for index, line in enumerate(lines[:-1]):
        if line.strip() and index + 2 < len(lines) and re.match(r"\s*[a-z]", lines[index + 1] or lines[index + 2]):
            inner += 1
            gaps += not lines[index + 1].strip()
    return inner >= 5 and gaps > inner / 2


def _first_chunk(text: str) -> str:
    """What a wrapping program would have tried to put on the line before: the first word, or its part up to a
    hyphen."""
    word = text.split(maxsplit=1)[0]
    found = re.match(r"[^-]*[^\W\d_]-(?=[^\W\d_])", word)
    return found[0] if found else word


def _threshold(lines: Sequence[str]) -> int:
    """The length that a full line and the next word together reach at least."""
    sure = sorted(
        len(a.rstrip()) + 1 + len(_first_chunk(b))
        for a, b in pairwise(lines)
        if re.match(r"\s*[a-z]", b)
        and not re.match(r"\s*[a-z]{1,5}\.\s", b)
        and re.search(r"[\w,]$", a)
        and len(a) > 25
    )
    if len(sure) < 5:
        return max((len(line.rstrip()) for line in lines), default=0) + 1
    return sure[len(sure) // 50]


def _in_quotation(text: str) -> bool:
    """Whether a quotation was opened not far back and is still open: a name goes on over the line."""
    opened = text.rfind("“")
    return opened >= 0 and len(text) - opened < 200 and "”" not in text[opened:]


def _breaks(line: str, following: str, threshold: int, *, blank: bool) -> bool:
    room = len(line) + 1 + len(_first_chunk(following)) < threshold
    if blank:
        return (
            room
            or bool(re.search(r"[.:;”\"!?)]$", line))
            or bool(_BEGINS.match(following))
            or not re.match(r"[a-z(]", following)
        )
    if re.search(r"\bas\s+follows:$", line):
        return True
    if room and (len(line) < 0.8 * threshold or re.search(r"[.:;”\"!?)*\d]$", line) or _BEGINS.match(following)):
        return True
    if _BEGINS.match(following) and not re.search(
        r"(?:\b(?:and|of|the|see|in|under|by|with|to|a|§§?|through)|,)$", line, re.IGNORECASE
    ):
        return True
    return bool(_UPPER_LINE.match(following)) and len(following) < 45 and bool(re.search(r"[.:;*]$", line))
