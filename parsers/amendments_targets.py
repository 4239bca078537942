"""Which places of the CFR an amendatory clause names: sections, paragraphs, supplements, sentences, notes, footnotes ...

``the second and third sentences of paragraph (a)(2) and the first sentence of paragraph (b)`` gives two places, each with
its detail in words. A place named before ("In § 744.21, ...") is the base to which paragraphs belong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers.citations import paragraph_range, resolve_paragraphs, roman_value, split_paragraphs
from parsers.model import CfrReference

_DESIGNATION = r"(?:\([^()\s]{1,6}\))+(?:\d+\b)?"
_ORDINAL = (
    r"(?:(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last|final|penultimate|introductory|opening|"
    r"second[\s-]to[\s-](?:the[\s-])?last|next[\s-]to[\s-](?:the[\s-])?last)"
    r"(?:\s+(?:one|two|three|four|five|six))?|one|two|three|four|five|six|an?|new)"
)
_TOKEN = re.compile(
    rf"""
    (?P<section>(?:§{{1,2}}|\b[Ss]ections?\b)\s*(?P<first>\d+[a-z]?\.\d+[a-z]*(?:-\d+)?)(?P<firstpar>(?:\([^()\s]{{1,6}}\))*)
        (?P<more>(?:(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or|through)\s+|\s*[–-]\s*)(?:§\s*)?\d+[a-z]?\.\d+[a-z]*(?:-\d+)?(?:\([^()\s]{{1,6}}\))*)*))
    |(?P<supplement>\b[Ss]upplements?\s+(?:[Nn]os?\.?|[Nn]umbers?)?\s*(?P<suppno>(?:\d+|[IVX]+)\b(?:(?:,\s*(?:and\s+)?|\s+and\s+|\s+through\s+)(?:\d+|[IVX]+)\b)*)
        (?P<supppar>(?:\([^()\s]{{1,6}}\))*)(?:,?\s+(?:to|of)\s+(?:(?P<supptitle>\d+)\s+CFR\s+)?[Pp]art\s+(?P<supppart>\d+))?)
    |(?P<appendix>\b[Aa]ppendi(?:x|ces)\s+(?P<appno>[A-Z0-9]{{1,4}}(?:(?:,\s*(?:and\s+)?|\s+and\s+)[A-Z]\b)*)
        (?:,?\s+(?:to|of)\s+(?:(?P<apptitle>\d+)\s+CFR\s+)?[Pp]art\s+(?P<apppart>\d+))?)
    |(?P<subpart>\b[Ss]ubparts?\s+(?P<subno>[A-Z]{{1,3}}\b(?:(?:,\s*(?:and\s+)?|\s+and\s+)[A-Z]{{1,3}}\b)*)(?:,?\s+(?:to|of)\s+(?:(?P<subtitle>\d+)\s+CFR\s+)?[Pp]art\s+(?P<subpartpart>\d+))?)
    |(?P<authority>\b[Aa]uthority\s+citations?\b)
    |(?P<ofpart>\b(?:(?P<parttitle>\d+)\s+CFR\s+)?[Pp]arts?\s+(?P<partno>\d+\b(?:(?:,\s*(?:and\s+)?|\s+and\s+)\d+\b)*))
    |(?P<paraheading>\b(?:paragraph|subject|section|table)\s+headings?\b)
    |(?P<paraword>\b[Pp]aragraphs?\b(?=\s*[(:]|\s+headings?|\s+\d))
    |(?P<sentence>\b(?:the\s+)?(?:(?:new\s+)?{_ORDINAL}(?:,?\s+(?:and\s+|through\s+|or\s+)?(?:the\s+)?{_ORDINAL})*\s+)?sentences?\b(?P<atend>\s+(?:(?:to|at)\s+the\s+(?P<end>end|beginning)\s+of|following\s+the\s+(?P<following>[\w\s]{{1,25}}?)\s+sentence\s+of|after\s+the\s+(?P<after>[\w\s]{{1,25}}?)\s+sentence\s+of|to))?)
    |(?P<intro>\bintroductory\s+texts?\b)
    |(?P<heading>\bheadings?\b)
    |(?P<note>\b(?:[Tt]echnical\s+)?[Nn]otes?\b(?:\s+(?P<noteno>\d+(?:(?:,\s*(?:and\s+)?|\s+and\s+)\d+\b(?!\s*to\b))*))?)
    |(?P<footnote>\b[Ff]ootnotes?\s+(?P<footno>\d+(?:(?:,\s*(?:and\s+)?|\s+and\s+|\s+through\s+)\d+)*))
    |(?P<definition>\b(?:[Dd]efinitions?|[Tt]erms?)\b)
    |(?P<eccn>\bECCNs?\s+(?P<eccns>\d[A-E]\d{{3}}(?:\.\w+)*(?:(?:,?\s*(?:and\s+)?)\d[A-E]\d{{3}}\b(?:\.\w+)*)*))
    |(?P<table>\b[Tt]ables?\b(?:\s+(?P<tableno>\d+|[A-Z]\b|[IVX]+\b))?)
    |(?P<designation>{_DESIGNATION})
    |(?P<comment>\bparagraphs?\s+(?P<commentno>(?:\d+\([^\s]*?\)-)?\d+(?:\.[ivxA-Z]+)*(?:(?:,\s*(?:and\s+)?|\s+and\s+)\d+(?:\.[ivxA-Z]+)*)*)(?=\s|,|\.|;|\Z))
    |(?P<through>\bthrough\b)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """What clauses further down inherit: the title, part, section or supplement that the instruction is about."""

    title: int = 15
    part: str | None = None
    section: str | None = None
    supplement: str | None = None
    paragraphs: tuple[str, ...] = ()
    detail: str | None = None

    def reference(self, paragraphs: tuple[str, ...] | None = None, detail: str | None = None) -> CfrReference:
        return CfrReference(
            self.title,
            self.part or "",
            self.section,
            self.supplement,
            self.paragraphs if paragraphs is None else paragraphs,
            detail or None,
        )

    @property
    def known(self) -> bool:
        return bool(self.part)


@dataclass(slots=True)
class _Scan:
    base: Place
    found: list[CfrReference] = field(default_factory=list)
    bases: list[Place] = field(default_factory=list)  # places named and not yet given a smaller place
    before: list[str] = field(default_factory=list)  # details waiting for their place
    last: tuple[str, ...] = ()
    last_index: int | None = None
    last_end: int = -1
    in_list: bool = False
    range_open: bool = False
    detail_held: bool = False

    def settle(self) -> None:
        """Close what is pending: a detail without a paragraph belongs to the base itself."""
        if self.detail_held:
            self.before, self.detail_held = [], False
        if self.before:
            detail = _joined(self.before)
            for place in self.bases or [self.base]:
                if place.known:
                    self.found.append(place.reference(detail=detail))
            self.before = []
        else:
            self.found += [place.reference(detail=place.detail) for place in self.bases if place.known]
        self.bases = []
        self.last, self.last_index, self.in_list, self.range_open = (), None, False, False


def _joined(details: list[str]) -> str:
    """``["last three sentences", "introductory text"]`` -> "introductory text, last three sentences"."""
    order = sorted(details, key=lambda d: ("introductory text" not in d, "heading" not in d))
    return ", ".join(dict.fromkeys(order))


def read_targets(text: str, base: Place, quoted: list[tuple[int, int, str]] | None = None) -> tuple[list[CfrReference], Place]:
    """The places that ``text`` names, in order, and the base for what follows.

    ``quoted``: the quotations within ``text`` (begin, end, content); their content is not read as places, but names the
    definitions. Where the text names a section only, that section is the place.
    """
    scan = _Scan(base)
    spans = quoted or []
    masked = _mask(text, spans)
    for found in _TOKEN.finditer(masked):
        _take(found, scan, text, spans)
    new_base = scan.bases[-1] if scan.bases else scan.base
    scan.settle()
    return _unique(scan.found), new_base


def _mask(text: str, spans: list[tuple[int, int, str]]) -> str:
    for begin, end, _ in spans:
        text = text[:begin] + "\x00" * (end - begin) + text[end:]
    return text


def _unique(found: list[CfrReference]) -> list[CfrReference]:
    return list(dict.fromkeys(found))


def _take(found: re.Match[str], scan: _Scan, text: str, spans: list[tuple[int, int, str]]) -> None:
    kind = found.lastgroup or ""
    kind = next(name for name in _KINDS if found[name] is not None)
    if kind in ("section", "supplement", "appendix", "subpart", "authority", "ofpart"):
        _take_base(kind, found, scan)
    elif kind == "paraword":
        scan.in_list = True
        scan.range_open = False
    elif kind == "designation":
        _take_designation(found, scan)
    elif kind == "through":
        scan.range_open = scan.last_index is not None
    elif kind == "comment":
        _take_details([f"paragraph {n}" for n in _numbers(found["commentno"])], scan)
    elif kind == "sentence":
        _take_sentence(found, scan)
    elif kind in ("intro", "heading", "paraheading"):
        _take_qualifier({"intro": "introductory text"}.get(kind, "heading"), found, scan)
    elif kind == "note":
        numbers = _numbers(found["noteno"] or "")
        scan.before = [f"note {n}" for n in numbers[:1]] or ["note"]
        for extra in numbers[1:]:
            scan.found.append(scan.base.reference(detail=f"note {extra}"))
        scan.last_index = None
    elif kind == "footnote":
        _take_details([f"footnote {n}" for n in _numbers(found["footno"])], scan)
    elif kind == "eccn":
        _take_details([f"ECCN {n}" for n in re.findall(r"\d[A-E]\d{3}(?:\.\w+)*", found["eccns"])], scan)
    elif kind == "table":
        _take_table(found, scan)
    elif kind == "definition":
        _take_definition(found, scan, spans)


_KINDS = (
    "section supplement appendix subpart authority ofpart paraheading paraword sentence intro heading note footnote definition "
    "eccn table designation comment through"
).split()


def _take_base(kind: str, found: re.Match[str], scan: _Scan) -> None:
    held = scan.before
    joins_note = bool(held) and bool(re.search(r"\b(?:to|of|in|for)\s*(?:the\s+)?\Z", found.string[: found.start()]))
    if kind == "ofpart" and (scan.bases or scan.base.section or scan.base.supplement) and not joins_note and _is_tail(found):
        return  # "... of part 744", said of the place named before
    if not joins_note:
        if held:
            scan.settle()
        elif scan.bases and kind != "ofpart":
            scan.found += [p.reference(detail=p.detail) for p in scan.bases]
            scan.bases = []
    authority = kind == "ofpart" and any(p.detail == "authority citation" for p in scan.bases)
    places = _places(kind, found, scan.base)
    if authority:
        places = [replace(p, detail="authority citation") for p in places]
    if joins_note:
        detail = _joined(held)
        scan.before = []
        scan.found += [p.reference(detail=detail) for p in places]
        scan.base = replace(places[-1], detail=None)
        return
    scan.bases = places
    scan.base = replace(places[-1], detail=None)
    scan.last, scan.last_index, scan.in_list, scan.range_open = places[-1].paragraphs, None, False, False
    if places[-1].paragraphs:
        scan.in_list = True


def _is_tail(found: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:of|to|in)\s*\Z", found.string[: found.start()]))


def _places(kind: str, found: re.Match[str], base: Place) -> list[Place]:
    title, part = base.title, base.part
    if kind == "section":
        return _sections(found, title)
    if kind == "supplement":
        number_part = found["supppart"] or part
        title = int(found["supptitle"] or title)
        paragraphs = split_paragraphs(found["supppar"])
        return [
            Place(title, number_part, supplement=_supplement(n), paragraphs=paragraphs) for n in _ranged_numbers(found["suppno"])
        ]
    if kind == "appendix":
        number_part, title = found["apppart"] or part, int(found["apptitle"] or title)
        return [Place(title, number_part, supplement=f"Appendix {n}") for n in re.findall(r"[A-Z0-9]+", re.sub(r"\band\b", " ", found["appno"]))]
    if kind == "subpart":
        number_part, title = found["subpartpart"] or part, int(found["subtitle"] or title)
        return [Place(title, number_part, supplement=f"Subpart {n}") for n in re.findall(r"[A-Z]+", found["subno"])]
    if kind == "authority":
        return [Place(title, part, detail="authority citation")]
    title = int(found["parttitle"] or title)
    return [Place(title, n) for n in re.findall(r"\d+", found["partno"])]


def _supplement(number: str) -> str:
    """Supplements of part 744 have Arabic numbers; other agencies' "Supplement I" keeps its own word."""
    return number if number.isdigit() else f"Supplement {number}"


def _sections(found: re.Match[str], title: int) -> list[Place]:
    places = [_section(title, found["first"], found["firstpar"])]
    for joiner, number, paragraphs in re.findall(
        r"(,\s*(?:and\s+|or\s+)?|\s+(?:and|or|through)\s+|\s*[–-]\s*)(?:§\s*)?(\d+[a-z]?\.\d+[a-z]*(?:-\d+)?)((?:\([^()\s]{1,6}\))*)", found["more"] or ""
    ):
        if "through" in joiner or joiner.strip() in ("–", "-"):
            first, last = (places[-1].section or "").rsplit(".", 1), number.rsplit(".", 1)
            if first[0] == last[0] and first[1].isdigit() and last[1].isdigit() and 0 < int(last[1]) - int(first[1]) < 100:
                places += [_section(title, f"{first[0]}.{n}", "") for n in range(int(first[1]) + 1, int(last[1]))]
        places.append(_section(title, number, paragraphs))
    return places


def _section(title: int, number: str, paragraphs: str) -> Place:
    return Place(title, number.split(".")[0], number, paragraphs=split_paragraphs(paragraphs))


def _numbers(text: str) -> list[str]:
    return re.findall(r"(?:\d+\([^\s]*?\)-)?\d+(?:\.[ivxA-Z]+)*", text)


def _ranged_numbers(text: str) -> list[str]:
    numbers = re.findall(r"\d+|[IVX]+", text)
    if "through" in text and len(numbers) == 2 and all(n.isdigit() for n in numbers):
        return [str(n) for n in range(int(numbers[0]), int(numbers[1]) + 1)]
    return numbers


def _take_designation(found: re.Match[str], scan: _Scan) -> None:
    if not scan.in_list:
        return
    written = split_paragraphs(found["designation"])
    path = resolve_paragraphs(written, scan.last) if scan.last else (*_prefix(scan.base, written), *written)
    if scan.range_open and scan.last_index is not None:
        for between in paragraph_range(scan.last, path)[1:]:
            scan.found.append(scan.base.reference(between, scan.found[scan.last_index].detail))
        scan.range_open = False
    else:
        scan.found.append(scan.base.reference(path, _joined(scan.before) if scan.before else None))
    scan.bases = []
    scan.detail_held = bool(scan.before)
    scan.last, scan.last_index, scan.last_end = path, len(scan.found) - 1, found.end()


def _prefix(base: Place, written: tuple[str, ...]) -> tuple[str, ...]:
    """``§ 744.11(a), paragraph (1)`` names (a)(1); an own path that begins anew does not take the base's."""
    if base.paragraphs and written and (written[0].isdigit() or (len(written[0]) > 1 and roman_value(written[0]))):
        return base.paragraphs
    return ()


def _take_sentence(found: re.Match[str], scan: _Scan) -> None:
    words = re.sub(r"\s+", " ", found["sentence"]).strip()
    words = re.sub(r"^the ", "", words)
    words = re.sub(r"\b(?:a )?new (?=second|third|first|fourth)", "", words)
    plain = re.sub(r" (?:to|at) the (?:end|beginning) of$| (?:following|after) the .* of$| to$", "", words)
    if found["end"]:
        plain = f"{plain} at the {found['end']}"
    elif found["following"] or found["after"]:
        plain = f"{plain} following the {' '.join((found['following'] or found['after']).split())} sentence"
    directly = scan.last_index is not None and re.fullmatch(r"\s*,?\s*", found.string[scan.last_end : found.start()])
    if directly and not found["atend"] and not re.search(r"\bof\s*\Z", found.string[: scan.last_end]):
        following = found.string[found.end() :]
        if not re.match(r"\s+(?:of|in|to)\b", following):
            _amend_last(plain, scan)  # "paragraph (b) first sentence"
            return
    if scan.last_index is not None or scan.detail_held:
        scan.before = []
    elif scan.before and all("sentence" in d for d in scan.before) and not scan.last:
        pass
    scan.before = [d for d in scan.before if d == "introductory text" and False] + [plain]
    scan.last_index, scan.in_list, scan.detail_held = None, False, False


def _take_qualifier(detail: str, found: re.Match[str], scan: _Scan) -> None:
    between = found.string[scan.last_end : found.start()] if scan.last_end >= 0 else "x"
    following = found.string[found.end() :]
    leads_on = re.match(r"s?\s+(?:of|to|in|for)\s+(?:the\s+)?(?:paragraph|introductory|section|supplement|§)", following)
    if scan.last_index is not None and not leads_on and re.fullmatch(r"\s*(?:,\s*)?(?:section\s+)?", between):
        _amend_last(detail, scan)
        scan.last_end = found.end()
        return
    if scan.last_index is not None or scan.detail_held:
        scan.before, scan.detail_held = [], False
    # "three sentences to the end of the introductory text": both belong to the place that follows or stands before.
    after_section = bool(scan.bases) and not scan.before and re.fullmatch(r",?\s*", _since_base(found))
    scan.before.append(detail)
    scan.last_index, scan.in_list = None, False
    if after_section and not leads_on:
        scan.found += [p.reference(detail=detail) for p in scan.bases]
        scan.before, scan.bases = [], []


def _since_base(found: re.Match[str]) -> str:
    end = max((m.end() for m in re.finditer(r"\d+[a-z]?\.\d+[a-z]*(?:-\d+)?(?:\([^()\s]{1,6}\))*", found.string[: found.start()])), default=0)
    return found.string[end : found.start()]


def _amend_last(detail: str, scan: _Scan) -> None:
    assert scan.last_index is not None
    reference = scan.found[scan.last_index]
    details = [reference.detail] if reference.detail else []
    scan.found[scan.last_index] = replace(reference, detail=_joined([*details, detail]))


def _take_details(details: list[str], scan: _Scan) -> None:
    """Places that are named in full by their detail (footnote 3, ECCN 3A090)."""
    held = [d for d in scan.before if d != "note"]
    for detail in details:
        scan.found.append(scan.base.reference(detail=_joined([*held, detail])))
    scan.before, scan.bases = [], []
    scan.last_index, scan.in_list = None, False


def _take_table(found: re.Match[str], scan: _Scan) -> None:
    """A table is a place only where nothing smaller is named with it."""
    name = f"table {found['tableno']}" if found["tableno"] else "table"
    if scan.last_index is not None and re.fullmatch(r"\s*", found.string[scan.last_end : found.start()]):
        _amend_last(name, scan)
        return
    if scan.last_index is not None or scan.detail_held:
        scan.before, scan.detail_held = [], False
    scan.before.append(name)
    scan.last_index, scan.in_list = None, False


def _take_definition(found: re.Match[str], scan: _Scan, spans: list[tuple[int, int, str]]) -> None:
    following = [s for s in spans if s[0] >= found.end()]
    names: list[str] = []
    position = found.end()
    for begin, end, content in following:
        if not re.fullmatch(r"[\s,;:]*(?:(?:of|for|and|or|the|term|terms|following)\b[\s,;:]*)*", found.string[position:begin]):
            break
        names.append(content.strip().rstrip(",;.:").strip())
        position = end
    if names:
        _take_details([f'definition of "{n}"' for n in names], scan)
    elif unquoted := re.match(r"\s+(?:of|for)\s+(?:the\s+)?(?P<name>[A-Z][^,.;]{2,80}?)(?=[,.;]|\s+(?:to\s+read|and\s+add|is|are)\b|\Z)", found.string[found.end() :]):
        if "\x00" not in unquoted["name"]:
            _take_details([f'definition of "{unquoted["name"].strip()}"'], scan)
