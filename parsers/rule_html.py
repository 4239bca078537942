"""HTML of federalregister.gov (full text or document page) and of govinfo -> blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from parsers.list_columns import mark_footnote
from parsers.model import ParseError, Problem
from parsers.rule_blocks import FR_DOC_LINE, Block, BlockKind, Body, Row, Table, fold, fold_lines
from parsers.rule_paragraphs import mark_instructions
from parsers.rule_text import decode, read_text

_SKIPPED = {"script", "style", "head", "nav", "footer", "form", "button", "noscript", "svg"}
_BLOCK_TAGS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "table",
    "div",
    "section",
    "blockquote",
    "pre",
    "dt",
    "dd",
    "ol",
    "ul",
    "article",
    "main",
    "body",
    "html",
    "header",
    "aside",
    "fieldset",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LABELS = {
    "action": "action",
    "summary": "summary",
    "dates": "dates",
    "effective date": "dates",
    "agency": "agency_label",
    "addresses": "",
    "for further information contact": "",
}
_UNPRINTED = re.compile(
    r"unprinted-element|document-markup|footnote|print-?page|printed-page|document-headings|end-matter|signature|back"
)
_PAGE = re.compile(r"printed-page-inline|page-break|printed-page")


def read_html(content: bytes) -> Body:
    """The blocks of an HTML page. Raises ParseError for pages that are no document (a captcha, an error page)."""
    text, problems = decode(content)
    if re.search(r"<pre\b", text[:4000], re.IGNORECASE) and "[Federal Register" in text[:4000]:
        return read_text(content)
    if re.search(
        r"Federal Register\s*(?:::|-|\|)?\s*Request Access|captcha|Access Denied|unusual traffic",
        text[:20000],
        re.IGNORECASE,
    ) and not FR_DOC_LINE.search(text):
        raise ParseError("a page that asks for proof of being human (or refuses access), not a document")
    try:
        root = html.document_fromstring(
            text.encode("utf-8"),
            parser=html.HTMLParser(
                encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
            ),
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"unreadable HTML: {error}") from error
    reader = _HtmlReader()
    reader.walk(root)
    number = filed = None
    if found := FR_DOC_LINE.search(fold(" ".join(str(t) for t in root.itertext()))):
        number, filed = found["number"], found["filed"]
    if (
        number is None
        and "summary" not in reader.head
        and not any(b.kind is BlockKind.INSTRUCTION for b in reader.blocks)
    ):
        raise ParseError("an HTML page without a document of the Federal Register")
    if number is None:
        problems.append(Problem("document", "the end of the document is missing: no [FR Doc. ...] line"))
    blocks = reader.blocks
    marked = any(b.kind is BlockKind.INSTRUCTION for b in blocks)
    start = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.INSTRUCTION), None)
    if not marked:
        blocks, start = mark_instructions(blocks)
    return Body(
        root="",
        form="html",
        blocks=tuple(blocks),
        agency=reader.head.get("agency"),
        subagency=reader.head.get("subagency"),
        cfr=reader.head.get("cfr"),
        docket=reader.head.get("docket"),
        subject=_title(root, reader),
        action=reader.head.get("action"),
        summary=reader.head.get("summary"),
        dates=reader.head.get("dates"),
        number=number,
        filed=filed,
        first_page=reader.first_page,
        amending=start,
        problems=tuple(problems),
    )


def _title(root: etree._Element, reader: _HtmlReader) -> str | None:
    meta = root.xpath("//meta[@property='og:title']/@content")
    return fold(str(meta[0])) if meta else reader.head.get("subject")


class _HtmlReader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.head: dict[str, str] = {}
        self.first_page: int | None = None
        self._label: str | None = None

    def walk(self, root: etree._Element) -> None:
        stack: list[etree._Element] = [root]
        while stack:
            element = stack.pop()
            if not isinstance(element.tag, str) or element.tag in _SKIPPED:
                continue
            css = element.get("class") or ""
            if element.tag == "table":
                self._label = None
                self.blocks.append(Block(BlockKind.TABLE, "", read_table(element)))
            elif "document-headings" in css:
                self._headings(element)
            elif "signature" in css.split():
                self._add(BlockKind.SIGNATURE, inline_text(element))
            elif re.search(r"(?:^|\s)(?:end-matter|footnotes?)(?:\s|$)", css):
                continue
            elif "stars" in css.split():
                self._add(BlockKind.STARS, "* * * * *")
            elif "section-subject" in css or "sectno" in css.split():
                self._section(element, css)
            elif self._is_leaf(element):
                self._leaf(element, css)
            else:
                self._page(element)
                if element.tag == "div" and (name := (element.get("id") or "").replace("-", " ")) in _LABELS:
                    self._labelled(element, name)
                    continue
                if (element.text or "").strip():
                    self._add(BlockKind.PARAGRAPH, fold(element.text or ""))
                children = list(element)
                stack += reversed(children)

    def _page(self, element: etree._Element) -> None:
        page = element.get("data-page") or ""
        if page.isdecimal() and self.first_page is None:
            self.first_page = int(page)

    def _is_leaf(self, element: etree._Element) -> bool:
        return element.tag not in ("html", "body", "ol", "ul", "table") and not any(
            isinstance(e.tag, str) and e.tag in _BLOCK_TAGS for e in element.iterdescendants()
        )

    def _leaf(self, element: etree._Element, css: str) -> None:
        for mark in element.iter():
            if isinstance(mark.tag, str):
                self._page(mark)
        text = inline_text(element)
        if not text:
            return
        names = css.split()
        if element.tag in _HEADINGS:
            label = text.rstrip(":").strip().lower()
            if label in _LABELS:
                self._label = label
                return
            self._label = None
            self._add(BlockKind.HEADING, text)
        elif "amendment-part" in names or any(n.startswith("amendment-part") for n in names):
            self._add(BlockKind.INSTRUCTION, re.sub(r"^[■\s]+", "", text))
        elif "authority" in names or re.match(r"Authority\s*:", text):
            self._add(BlockKind.AUTHORITY, text)
        elif self._label is not None:
            name = _LABELS[self._label]
            if name:
                self.head[name] = f"{self.head.get(name, '')} {text}".strip()
        elif re.fullmatch(r"(?:\*\s*){3,}", text):
            self._add(BlockKind.STARS, "* * * * *")
        elif re.match(r"§+\s*\d+[a-z]?\.\d+", text) and len(text) < 250:
            self._add(BlockKind.SECTION, text)
        else:
            self._add(BlockKind.PARAGRAPH, re.sub(r"^[■\s]+", "", text))

    def _labelled(self, element: etree._Element, name: str) -> None:
        text = " ".join(
            inline_text(child) for child in element if isinstance(child.tag, str) and child.tag not in _HEADINGS
        )
        for mark in element.iter():
            if isinstance(mark.tag, str):
                self._page(mark)
        if _LABELS[name]:
            self.head[_LABELS[name]] = fold(text)

    def _section(self, element: etree._Element, css: str) -> None:
        text = inline_text(element)
        last = self.blocks[-1] if self.blocks else None
        if "section-subject" in css and last is not None and last.kind is BlockKind.SECTION:
            self.blocks[-1] = Block(BlockKind.SECTION, fold(f"{last.text} {text}"))
        elif text:
            self._add(BlockKind.SECTION, text)

    def _headings(self, element: etree._Element) -> None:
        for child in element.iter("h6", "li"):
            text = inline_text(child)
            if "sub-agency" in (child.get("class") or ""):
                self.head.setdefault("subagency", text)
            elif child.tag == "h6":
                self.head.setdefault("agency", text)
            elif re.match(r"\d+\s+CFR", text):
                self.head.setdefault("cfr", text)
            elif text.startswith("[Docket"):
                self.head.setdefault("docket", text)

    def _add(self, kind: BlockKind, text: str) -> None:
        if text:
            self.blocks.append(Block(kind, text))


def _pieces(element: etree._Element, *, lines: bool) -> Iterator[str]:
    stack: list[etree._Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tail: list[etree._Element | str] = [node.tail] if node is not element and node.tail else []
        css = node.get("class") or "" if isinstance(node.tag, str) else ""
        if not isinstance(node.tag, str) or node.tag in _SKIPPED or "back" in css.split():
            stack += tail
        elif "unprinted-element" in css or _PAGE.search(css):
            yield " "
            stack += tail
        elif node.tag == "sup":
            mark = fold("".join(str(t) for t in node.itertext()))
            if mark and lines:
                yield mark_footnote(mark)
            elif mark and not node.xpath(".//a"):
                yield mark
            stack += tail
        elif node.tag in ("br", "p", "li", "div") and node is not element:
            stack += tail
            stack.append("\n")
            stack += reversed(list(node))
            if node.text:
                stack.append(node.text)
            if node.tag == "br":
                continue
            stack.append("\n")
        else:
            stack += tail
            stack += reversed(list(node))
            if node.text:
                stack.append(node.text)


def inline_text(element: etree._Element) -> str:
    return fold("".join(_pieces(element, lines=False)))


def cell_text(element: etree._Element) -> str:
    """A table cell. A line break of the source counts only before a dash or round a blank line: those are the cell's
    own."""
    text = "".join(_pieces(element, lines=True))
    text = re.sub(r"\n\s*\n\s*", "\n\n", text)
    text = re.sub(r"(?<!\n)\n(?!\s*[—–]|\n)(?=[^\n]*)", lambda m: _kept_break(text, m.start()), text)
    return fold_lines(text)


def _kept_break(text: str, position: int) -> str:
    """A break behind an alias line ends it, also where the next line has no dash."""
    before = text[:position].rsplit("\n", 1)[-1].strip()
    return "\n" if before.startswith(("—", "–")) and re.search(r"[;.]|\band$", before) else " "


def read_table(element: etree._Element) -> Table:
    heads: list[str] = []
    rows: list[Row] = []
    notes: list[str] = []
    for row in element.iter("tr"):
        if "page_break" in (row.get("class") or ""):
            continue
        parents = {a.tag for a in row.iterancestors()}
        cells = [c for c in row if c.tag in ("td", "th")]
        if "tfoot" in parents:
            notes += [t for c in cells if (t := cell_text(c))]
        elif cells and all(c.tag == "th" for c in cells) and not rows:
            heads = heads or [inline_text(c) for c in cells]
        else:
            rows.append(Row(tuple(cell_text(c) for c in cells)))
    if not heads and rows and re.match(r"Country\b", rows[0].cells[0] if rows[0].cells else ""):
        heads, rows = [fold(c) for c in rows[0].cells], rows[1:]
    return Table(tuple(heads), tuple(rows), tuple(notes))
