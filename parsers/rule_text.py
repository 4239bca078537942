"""Plain text -> blocks: the text of govinfo, the raw text of a document on public inspection, and paragraph files."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.amendments_entries import straighten
from parsers.model import ParseError, Problem
from parsers.rule_blocks import FR_DOC_LINE, Block, BlockKind, Body, fold
from parsers.rule_lines import join_lines
from parsers.rule_paragraphs import amending_start, mark_instructions
from parsers.rule_text_tables import take_column_tables, take_flat_tables

MAX_BYTES = 16 * 1024 * 1024
#: The longest rules have some 10,000 paragraphs.
MOST_PARAGRAPHS = 60_000
MOST_LINES = 500_000
_LABELS = (
    "AGENCY",
    "ACTION",
    "SUMMARY",
    "DATES",
    "EFFECTIVE DATE",
    "ADDRESSES",
    "FOR FURTHER INFORMATION CONTACT",
    "SUPPLEMENTARY INFORMATION",
)
_BODY = "SUPPLEMENTARY INFORMATION"
# "Background", "I. Background", "The Entity List": what follows the head of a document begins with a heading.
_HEADLIKE = re.compile(
    r"(?:[IVX]+\.\s+|[A-Z]\.\s+|\d\.\s+)?(?:Background|Introduction|Overview|Discussion|Table\s+of\s+Contents|Executive\s+Summary|"
    r"List\s+of\s+Subjects|(?:The\s+)?(?:Entity|Unverified|MEU)\s+List|Electronic\s+Access|Regulatory\s+\w+|"
    r"Rulemaking\s+Requirements|Export\s+Control\s+Reform\s+Act)\b[^.:;]{0,60}\Z"
)
_LABEL = re.compile(rf"^\s*(?P<label>{'|'.join(_LABELS)})S?\s*:\s*(?P<text>.*)", re.DOTALL)
_STAMP = re.compile(
    r"This document is scheduled to be published in the\s+Federal Register on\s+(?P<day>\d{1,2}/\d{1,2}/\d{4}).{0,200}?federalregister\.gov/d/(?P<number>[\w-]+\d)(?:\s*,?\s*and\s+(?:available\s+)?(?:online\s+)?(?:on|at)\s+https?://\S+)?",
    re.DOTALL,
)
_PAGE_LINE = re.compile(r"^\s*(?:-\s*)?(?:Page\s+)?\d{1,4}(?:\s*-|\s+of\s+\d+)?\s*$")
_GOVINFO_PAGE = re.compile(r"\s{0,40}\[\[Page\s{1,4}(\w{1,9})\]\]\s{0,40}")


def decode(content: bytes) -> tuple[str, list[Problem]]:
    """UTF-8 (or UTF-16 with its mark); what is neither is read as Windows-1252 and said so."""
    if len(content) > MAX_BYTES:
        raise ParseError(f"{len(content)} bytes: no document of the Federal Register is that large")
    if content.count(b"\n") > MOST_LINES:
        raise ParseError(f"more than {MOST_LINES} lines: no document of the Federal Register has that many")
    problems = []
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        problems.append(Problem("document", "the text is not UTF-8; it was read as Windows-1252, names may be damaged"))
    controls = sum(1 for c in text[:20000] if ord(c) < 32 and c not in "\t\n\r\f")
    if controls > 20 or "\x00" in text[:20000]:
        raise ParseError("binary content, not a document's text")
    return text, problems


def read_text(content: bytes) -> Body:
    """Govinfo's text (marked by its head or its typewriter quotes) or the raw text of public inspection."""
    text, problems = decode(content)
    if "[[Page " in text or re.search(r"\[Federal Register Volume|From the Federal Register Online", text[:3000]):
        return _govinfo(text, problems)
    return _filed(text, problems)


# -- govinfo ----------------------------------------------------------------------------------------------------------


def _govinfo(text: str, problems: list[Problem]) -> Body:
    text = (
        html.unescape(re.sub(r"<(?!\s)/?[A-Za-z][^<>]{0,200}>", "", text))
        if "<pre>" in text.lower() or "<html" in text.lower()
        else text
    )
    first = re.search(r"\[Pages?\s+(\d+)", text)
    found = re.search(r"\[FR\s+Doc\s+No:?\s*([^\]\s]+)\s*\]", text)
    head_end = re.search(r"^-{20,}\s*$\n", text, re.MULTILINE)
    body = text[head_end.end() :] if head_end and head_end.end() < 4000 else text
    body, tables = take_column_tables(_GOVINFO_PAGE.sub("\x1f", body))
    body = body.replace("\x1f", " ")
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", body):
        folded = fold(chunk)
        if not folded:
            continue
        if mark := re.fullmatch(r"\x00(\d+)\x00", folded):
            blocks.append(Block(BlockKind.TABLE, "", tables[int(mark[1])]))
            continue
        blocks.append(_block(_printed(folded), heading=not chunk.startswith(" ")))
    if not FR_DOC_LINE.search(text[-3000:]):
        problems.append(Problem("document", "the end of the document is missing: no [FR Doc. ...] line"))
    return _assemble(
        blocks, "text", problems, number=found[1] if found else None, first_page=int(first[1]) if first else None
    )


def _printed(text: str) -> str:
    """Typewriter spelling back to print: quotation marks, dashes, the section sign; a document's own footnote marks
    go."""
    text = straighten(text)
    text = re.sub(r"(?<![`'])`(?=\w)", "‘", text)
    text = text.replace("--", "—")
    text = re.sub(r"\bSec\.\s+Sec\.\s+", "§§ ", text)
    text = re.sub(r"\bSec\.\s+(?=\d)", "§ ", text)
    return re.sub(r"\s?\\\d{1,3}\\", "", text)


# -- public inspection ------------------------------------------------------------------------------------------------


def _filed(text: str, problems: list[Problem]) -> Body:
    text = (
        re.sub(r"</?(?:[a-z][a-z0-9]{0,9})(?:\s[^<>\n]{0,200})?/?>", " ", text, flags=re.IGNORECASE)
        if re.search(r"</(?:p|pre|html|body|div|span)>", text)
        else text
    )
    text = html.unescape(text) if re.search(r"&(?:amp|quot|lt|gt|#\d+);", text) else text
    day = number = None
    if stamp := _STAMP.search(text):
        day, number = stamp["day"], stamp["number"]
        text = text[: stamp.start()] + "\n" + text[stamp.end() :]
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\f").split("\n")]
    kept: list[str] = []
    for index, line in enumerate(lines):
        plain = line.replace("\f", "")
        near_break = any("\f" in near for near in lines[index : index + 3]) or any(
            "\f" in near for near in lines[max(0, index - 1) : index + 1]
        )
        if _PAGE_LINE.match(plain) and (near_break or re.search(r"-|Page|of", plain) or _alone(lines, index)):
            kept.append("\f")
            continue
        kept.append(("\f" if "\f" in line else "") + plain)
    paragraphs = join_lines(kept)
    blocks = [_block(p, heading=False) for p in paragraphs]
    blocks = take_flat_tables(blocks)
    filed = re.search(
        r"\[FR\s+Doc\.?\s*(?P<number>\S+)\s+Filed:?\s*(?P<filed>[^;\]]*(?:;\s*\d[^;\]]*)?)(?:;\s*Publication\s+Date:?\s*(?P<day>[^\]]*))?\]",
        text,
    )
    if filed:
        number = filed["number"]
        day = filed["day"] or day
    if not filed and paragraphs and not re.search(r"[.\])”\"*]\s*$", paragraphs[-1]):
        problems.append(Problem("document", f"the text seems to break off: {paragraphs[-1][-80:]!r}"))
    return replace(
        _assemble(blocks, "text", problems, number=number, first_page=None),
        filed=fold(filed["filed"]) if filed else None,
        published=day,
    )


def _alone(lines: Sequence[str], index: int) -> bool:
    """A number on a line of its own between two blank lines is a page number."""
    before = lines[index - 1].strip() if index else ""
    after = lines[index + 1].strip() if index + 1 < len(lines) else ""
    return not before and not after


# -- paragraph files --------------------------------------------------------------------------------------------------


def read_paragraph_lines(content: bytes) -> Body:
    """JSON Lines of ``{"document_number", "paragraph_index", "text"}``: the paragraphs of a page, without its
    tables."""
    text, problems = decode(content)
    blocks: list[Block] = []
    number: str | None = None
    for index, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            paragraph = json.loads(line)
            words = fold(str(paragraph["text"]))
            number = number or str(paragraph["document_number"])
        except (ValueError, KeyError, TypeError) as error:
            raise ParseError(f"line {index} is no paragraph of a document ({error})") from error
        except RecursionError as error:
            raise ParseError(f"line {index} nests too deeply") from error
        words = re.sub(r"\s*\(\s*printed? page \d+\)\s*", " ", words)
        words = re.sub(r"“\s+(?=\S)", "“", words)
        words = re.sub(r"\(\s+(\w{1,5})\s+\)", r"(\1)", words)  # "(A)( 1 )": spaces left of the italics
        if words.strip():
            blocks.append(_block(fold(words), heading=False))
    if not blocks:
        raise ParseError("no paragraphs")
    return _assemble(blocks, "paragraphs", problems, number=number, first_page=None)


# -- common -----------------------------------------------------------------------------------------------------------


def _block(text: str, *, heading: bool) -> Block:
    if re.fullmatch(r"(?:\*\s*){3,}", text):
        return Block(BlockKind.STARS, "* * * * *")
    if re.match(r"§+\s*\d+[a-z]?\.\d+", text) and len(text) < 250:
        return Block(BlockKind.SECTION, text)
    if re.match(r"Authority\s*:", text):
        return Block(BlockKind.AUTHORITY, text)
    if (heading and len(text) < 200) or (
        re.match(r"(?:PART\s+\d+\s*—|Supplement\s+No\.?\s*\d+\s+to\s+Part)", text)
        and len(text) < 200
        and not re.search(r"\bis\b", text)
    ):
        return Block(BlockKind.HEADING, text)
    return Block(BlockKind.PARAGRAPH, text)


def _assemble(
    blocks: list[Block], form: str, problems: list[Problem], *, number: str | None, first_page: int | None
) -> Body:
    if len(blocks) > MOST_PARAGRAPHS:
        raise ParseError(f"{len(blocks)} paragraphs: no document of the Federal Register has that many")
    heads: dict[str, list[str]] = {}
    head: dict[str, str] = {}  # what each label has so far begun with
    current: str | None = None
    rest: list[Block] = []
    title: list[str] = []
    amending = amending_start(blocks)
    for index, block in enumerate(blocks):
        if current not in (None, _BODY) and (index == amending or _ends_head(current, block, head)):
            current = _BODY  # the line "SUPPLEMENTARY INFORMATION:" is missing
        if (found := _LABEL.match(block.text)) and (amending is None or index < amending):
            current = found["label"]
            if found["text"].strip():
                heads.setdefault(current, []).append(found["text"].strip())
                head[current] = heads[current][0]
            continue
        if current in (
            "SUMMARY",
            "DATES",
            "EFFECTIVE DATE",
            "ACTION",
            "AGENCY",
            "ADDRESSES",
            "FOR FURTHER INFORMATION CONTACT",
        ):
            if (
                len(rest) == 0
                and (current in ("SUMMARY", "DATES", "EFFECTIVE DATE"))
                and block.kind is BlockKind.PARAGRAPH
            ):
                heads.setdefault(current, []).append(block.text)
                head[current] = heads[current][0]
            continue
        if current is None and not head and len(title) < 14:
            title.append(block.text)
        rest.append(block)
    head = {label: " ".join(texts) for label, texts in heads.items()}
    if not rest and not head:
        raise ParseError("the text holds no document")
    if found_line := next((m for b in reversed(blocks[-12:]) if (m := FR_DOC_LINE.search(b.text))), None):
        number = number or found_line["number"]
    marked, start = mark_instructions(rest)
    agency = next((t for t in title if re.match(r"(?:DEPARTMENT|BUREAU|OFFICE|FEDERAL|[A-Z ,]{12,}$)", t)), None)
    cfr = next((t for t in title if re.match(r"\d+\s+CFR\s+Part", t, re.IGNORECASE)), None)
    dates = head.get("DATES") or head.get("EFFECTIVE DATE")
    summary = head.get("SUMMARY")
    if form == "paragraphs" and not summary:
        summary = next(
            (b.text for b in rest[:4] if re.match(r"(?:In|With) this\b|The Bureau of Industry|BIS is", b.text)), None
        )
    return Body(
        root="",
        form=form,
        blocks=tuple(marked),
        agency=agency,
        subagency=next((t for t in title if t == "Bureau of Industry and Security"), None),
        cfr=cfr,
        docket=next((t for t in title if t.startswith("[Docket")), None),
        subject=_subject(title, head),
        action=head.get("ACTION"),
        summary=summary,
        dates=dates,
        number=number,
        filed=found_line["filed"] if found_line else None,
        first_page=first_page,
        amending=start,
        problems=tuple(problems),
    )


def _ends_head(current: str | None, block: Block, head: dict[str, str]) -> bool:
    """Whether a block is the heading that begins a document's body. The summary must have been read by then."""
    return bool(head.get("SUMMARY") and current != "SUMMARY" and _HEADLIKE.match(block.text))


def _subject(title: Sequence[str], head: dict[str, str]) -> str | None:
    """The last line before AGENCY: that is no docket, RIN or CFR line."""
    lines = [
        t
        for t in title
        if not re.match(r"(?:\[Docket|Docket\s|RIN\b|\d+\s+CFR\b|BILLING|DEPARTMENT|Bureau of|\[)", t, re.IGNORECASE)
    ]
    if not lines:
        return None
    # With a head of AGENCY:, ACTION: ... the title stands right above it; without one it is the first line that is one.
    return lines[-1] if head else lines[0]
