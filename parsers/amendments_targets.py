"""Which places of the CFR an amendatory clause names: sections, paragraphs, sentences, notes, footnotes, definitions
...

``the second and third sentences of paragraph (a)(2) and the first sentence of paragraph (b)`` gives two places, each
with
its detail in words. A place named before ("In § 744.21, ...") is the base to which paragraphs belong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.amendments_tokens import KINDS, NUMBERS, SECTION_NUMBER, TOKEN
from parsers.citations import paragraph_range, resolve_paragraphs, roman_value, split_paragraphs
from parsers.model import CfrReference
from parsers.name_boundary import bare

#: The content of a quotation within the text: begin, end, words.
Span = tuple[int, int, str]


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
        own = self.paragraphs if paragraphs is None else paragraphs
        return CfrReference(self.title, self.part or "", self.section, self.supplement, own, detail or None)

    @property
    def known(self) -> bool:
        return bool(self.part)

    @property
    def narrow(self) -> bool:
        """Whether it is smaller than a part."""
        return bool(self.section or self.supplement)


def read_targets(text: str, base: Place, quoted: list[Span] | None = None) -> tuple[list[CfrReference], Place]:
    """The places that ``text`` names, in order, and the base for what follows.

    ``quoted``: the quotations within ``text``; their content is not read as places, but names the definitions. Where
    the
    text names a section only, that section is the place.
    """
    scanner = _Scanner(base, quoted or [])
    text = re.sub(r",?\s*\b(?:consisting\s+of|comprising)\b.*", lambda m: " " * len(m[0]), text, flags=re.DOTALL)
    masked = text
    for begin, end, _ in scanner.quoted:
        masked = masked[:begin] + "\x00" * (end - begin) + masked[end:]
    for found in TOKEN.finditer(masked):
        kind = next(name for name in KINDS if found[name] is not None)
        scanner.take(kind, found)
    new_base = scanner.bases[-1] if scanner.bases else scanner.base
    scanner.settle()
    return list(dict.fromkeys(scanner.found)), new_base


class _Scanner:
    """Takes the tokens of one clause in order. Details wait in ``pending`` for the place they belong to."""

    def __init__(self, base: Place, quoted: list[Span]) -> None:
        self.base = base
        self.quoted = quoted
        self.found: list[CfrReference] = []
        self.bases: list[Place] = []  # places named, with nothing smaller named in them so far
        self.pending: list[str] = []
        self.pending_used = False  # by paragraphs of the list that is being read
        self.last: tuple[str, ...] = ()  # the paragraph named last
        self.last_index: int | None = None  # its index in ``found``, while details may still follow it
        self.last_end = -1
        self.since = 0  # index in ``found`` of the first place named after the last section
        self.in_list = False
        self.range_open = False

    def take(self, kind: str, found: re.Match[str]) -> None:
        if kind in ("section", "supplement", "appendix", "subpart", "authority", "ofpart"):
            self._base(kind, found)
        elif kind == "paraword":
            self.in_list, self.range_open = True, False
        elif kind == "designation":
            self._designation(found)
        elif kind == "through":
            self.range_open = self.last_index is not None
        elif kind == "sentence":
            self._sentence(found)
        elif kind in ("intro", "heading", "paraheading"):
            self._qualifier("introductory text" if kind == "intro" else "heading", found)
        elif kind == "table":
            self._table(found)
        elif kind == "note":
            self._note(found)
        elif kind in ("definition", "entry"):
            self._quoted(found, "definition of" if kind == "definition" else "entry for")
        else:
            self._details(_named(kind, found))

    # -- the base --

    def _base(self, kind: str, found: re.Match[str]) -> None:
        before = found.string[: found.start()]
        joined = bool(re.search(r"\b(?:to|of|in|for|on|from)\s*(?:the\s+)?\Z", before))
        own = self.base.section or self.base.supplement or self.bases
        authority = kind == "ofpart" and any(p.detail == "authority citation" for p in self.bases)
        if kind == "ofpart" and own and joined and not self._waiting() and not authority:
            return  # "... of part 744", said of the place named before
        places = _places(kind, found, self.base)
        if authority:
            places = [replace(p, detail="authority citation") for p in places]
            self.bases = []
        if joined and self._waiting():  # "note to § 746.9"
            self.found += [p.reference(detail=_joined(self.pending)) for p in places]
            self.pending = []
        elif joined and len(places) == 1 and len(self.found) > self.since and not self.bases and kind != "ofpart":
            for index in range(self.since, len(self.found)):  # "paragraph (e) of § 744.16"
                old = self.found[index]
                self.found[index] = places[0].reference((*places[0].paragraphs, *old.paragraphs), old.detail)
        else:
            self.settle()
            for place in places:
                if place.paragraphs:
                    self.found.append(place.reference())
                    self.last, self.last_index, self.last_end = place.paragraphs, len(self.found) - 1, found.end()
                    self.in_list = True
                else:
                    self.bases.append(place)
        self.base = replace(places[-1], detail=None)
        self.since = len(self.found) - (1 if self.last_index is not None else 0)

    def _waiting(self) -> bool:
        return bool(self.pending) and not self.pending_used

    def settle(self) -> None:
        """Close what is open: a detail without a paragraph belongs to the base itself."""
        if self._waiting():
            for place in self.bases or [self.base]:
                if place.known:
                    self.found.append(place.reference(detail=_joined(self.pending)))
        else:
            self.found += [place.reference(detail=place.detail) for place in self.bases if place.known]
        self.pending, self.pending_used, self.bases = [], False, []
        self.last, self.last_index, self.in_list, self.range_open = (), None, False, False

    # -- paragraphs --

    def _designation(self, found: re.Match[str]) -> None:
        if not self.in_list:
            return
        written = split_paragraphs(found["designation"])
        complete = (*_prefix(self.base, written), *written)
        path = resolve_paragraphs(written, self.last) if self.last else complete
        if self.range_open and self.last_index is not None:
            detail = self.found[self.last_index].detail
            self.found += [self.base.reference(p, detail) for p in paragraph_range(self.last, path)[1:]]
        else:
            self.found.append(self.base.reference(path, _joined(self.pending) if self.pending else None))
        self.range_open = False
        self.pending_used = bool(self.pending)
        self.bases = []
        self.last, self.last_index, self.last_end = path, len(self.found) - 1, found.end()

    def _directly_behind(self, found: re.Match[str], gap: str) -> bool:
        return self.last_index is not None and bool(re.fullmatch(gap, found.string[self.last_end : found.start()]))

    def _add_to_last(self, detail: str, end: int) -> None:
        assert self.last_index is not None
        place = self.found[self.last_index]
        self.found[self.last_index] = replace(
            place, detail=_joined([*([place.detail] if place.detail else []), detail])
        )
        self.last_end = end

    # -- details --

    def _sentence(self, found: re.Match[str]) -> None:
        words = _sentence_words(found)
        goes_on = bool(found["atend"]) or bool(re.match(r"\s+(?:of|in|to)\b", found.string[found.end() :]))
        if not goes_on and self._directly_behind(found, r"\s*,?\s*"):
            self._add_to_last(words, found.end())
            return
        self._drop_used()
        self.pending.append(words)
        self.last_index, self.in_list = None, False

    def _qualifier(self, detail: str, found: re.Match[str]) -> None:
        leads_on = re.match(
            r"s?\s+(?:of|to|in|for)\s+(?:the\s+)?(?:new\s+)?(?:paragraph|introductory|section|supplement|§)",
            found.string[found.end() :],
        )
        if self._directly_behind(found, r"\s*") or (
            not leads_on and self._directly_behind(found, r"\s*,\s*(?:section\s+)?")
        ):
            self._add_to_last(detail, found.end())
            return
        self._drop_used()
        of_it = bool(re.search(r"\b(?:of|to|in)\s+(?:the\s+)?\Z", found.string[: found.start()]))
        if leads_on or (self.pending and of_it):
            self.pending.append(detail)
            self.last_index, self.in_list = None, False
        else:
            self._details([detail])

    def _drop_used(self) -> None:
        if self.pending_used:
            self.pending, self.pending_used = [], False

    def _details(self, details: list[str]) -> None:
        """Places that their detail names in full (footnote 3, ECCN 3A090), within the base."""
        self._drop_used()
        for detail in details:
            for place in self.bases or [self.base]:
                if place.known:
                    self.found.append(place.reference(detail=_joined([*self.pending, detail])))
        self.pending, self.bases = [], []
        self.last_index, self.in_list = None, False

    def _note(self, found: re.Match[str]) -> None:
        word = "technical note" if found["note"].lower().startswith("technical") else "note"
        numbers = re.findall(r"\d+", found["noteno"] or "")
        if re.match(r"\s+(?:to|following|of|in)\b", found.string[found.end() :]) and len(numbers) < 2:
            self._drop_used()
            self.pending = [f"{word} {numbers[0]}" if numbers else word]
            self.last_index, self.in_list = None, False
        else:
            self._details([f"{word} {n}" for n in numbers] or [word])

    def _table(self, found: re.Match[str]) -> None:
        name = f"table {found['tableno']}" if found["tableno"] else "table"
        if self._directly_behind(found, r"\s*"):
            self._add_to_last(name, found.end())
        elif re.match(r"\s+(?:in|of|to)\s+(?:the\s+)?paragraph", found.string[found.end() :]):
            self._drop_used()
            self.pending.append(name)
        elif not (self.found and self.found[-1].detail and len(self.found) > self.since):
            self._details([name])

    def _quoted(self, found: re.Match[str], what: str) -> None:
        """Definitions and table entries, which their quotations name."""
        names: list[str] = []
        position = found.end()
        joint = r"[\s,;:]*(?:(?:of|for|and|or|the|term|terms|following)\b[\s,;:]*)*"
        for begin, end, content in self.quoted:
            if begin < position:
                continue
            if not re.fullmatch(joint, found.string[position:begin]):
                break
            names.append(bare(content))
            position = end
        if not names and what.startswith("definition"):
            unquoted = re.match(
                r"\s+(?:of|for)\s+(?:the\s+)?([A-Z][^,.;\x00]{2,80}?)(?=[,.;]|\s+(?:to\s+read|and\s+add|is|are)\b|\Z)",
                found.string[found.end() :],
            )
            names = [unquoted[1].strip()] if unquoted else []
        if names:
            self._details([f'{what} "{n}"' for n in names])


def _joined(details: list[str]) -> str | None:
    """``["last three sentences", "introductory text"]`` -> "introductory text, last three sentences"."""
    order = sorted(details, key=lambda d: ("introductory text" not in d, "heading" not in d))
    return ", ".join(dict.fromkeys(order)) or None


def _sentence_words(found: re.Match[str]) -> str:
    words = re.sub(r"\s+", " ", found["sentence"]).strip()
    words = re.sub(r"^the ", "", words)
    words = re.sub(r"\b(?:a )?new (?=second|third|first|fourth)", "", words)
    plain = re.sub(r" (?:to|at) the (?:end|beginning) of$| (?:following|after) the .* of$| to$", "", words)
    if found["end"]:
        return f"{plain} at the {found['end']}"
    behind = found["following"] or found["after"]
    return f"{plain} following the {' '.join(behind.split())} sentence" if behind else plain


def _named(kind: str, found: re.Match[str]) -> list[str]:
    if kind == "ordinal":
        return [re.sub(r"^the ", "", " ".join(found["ordinal"].split()))]
    if kind == "comment":
        return [f"paragraph {n}" for n in re.findall(NUMBERS, found["commentno"])]
    if kind == "footnote":
        return [f"footnote {n}" for n in _ranged_numbers(found["footno"])]
    return [f"ECCN {n}" for n in re.findall(r"\d[A-E]\d{3}(?:\.\w+)*", found["eccns"])]


def _prefix(base: Place, written: tuple[str, ...]) -> tuple[str, ...]:
    """``In § 740.2(a)(5), paragraph (i)`` names (a)(5)(i); a path that begins anew does not take the base's."""
    if not base.paragraphs or not written:
        return ()
    first, last = written[0], base.paragraphs[-1]
    goes_on = (
        (first.isdecimal() and last.isalpha())
        or (roman_value(first) is not None and first.islower() and last.isdecimal())
        or (first.isupper() and last.islower() and len(base.paragraphs) == 3)
    )
    return base.paragraphs if goes_on else ()


def _places(kind: str, found: re.Match[str], base: Place) -> list[Place]:
    title, part = base.title, base.part
    if kind == "section":
        return _sections(found, title)
    if kind == "supplement":
        title, part = int(found["supptitle"] or title), found["supppart"] or part
        paragraphs = split_paragraphs(found["supppar"])
        names = [n if n.isdecimal() else f"Supplement {n}" for n in _ranged_numbers(found["suppno"])]
        return [Place(title, part, supplement=n, paragraphs=paragraphs) for n in names]
    if kind == "appendix":
        title, part = int(found["apptitle"] or title), found["apppart"] or part
        letters = re.findall(r"[A-Z0-9]+", re.sub(r"\band\b", " ", found["appno"]))
        return [Place(title, part, supplement=f"Appendix {n}") for n in letters]
    if kind == "subpart":
        title, part = int(found["subtitle"] or title), found["subpartpart"] or part
        return [Place(title, part, supplement=f"Subpart {n}") for n in re.findall(r"[A-Z]+", found["subno"])]
    if kind == "authority":
        return [Place(title, part, detail="authority citation")]
    return [Place(int(found["parttitle"] or title), n) for n in re.findall(r"\d+", found["partno"])]


def _sections(found: re.Match[str], title: int) -> list[Place]:
    places = [_section(title, found["first"], found["firstpar"])]
    paragraphs_of = r"((?:\([^()\s]{1,6}\))*)"
    more = rf"(,\s*(?:and\s+|or\s+)?|\s+(?:and|or|through)\s+|\s*[–-]\s*)(?:§\s*)?({SECTION_NUMBER}){paragraphs_of}"
    for joiner, number, paragraphs in re.findall(more, found["more"] or ""):
        if "through" in joiner or joiner.strip() in ("–", "-"):
            first, last = (places[-1].section or "").rsplit(".", 1), number.rsplit(".", 1)
            countable = first[0] == last[0] and first[1].isdecimal() and last[1].isdecimal()
            if countable and 0 < int(last[1]) - int(first[1]) < 100:
                between = range(int(first[1]) + 1, int(last[1]))
                places += [_section(title, f"{first[0]}.{n}", "") for n in between]
        places.append(_section(title, number, paragraphs))
    return places


def _section(title: int, number: str, paragraphs: str) -> Place:
    return Place(title, number.split(".", 1)[0], number, paragraphs=split_paragraphs(paragraphs))


def _ranged_numbers(text: str) -> list[str]:
    numbers = re.findall(r"\d+|[IVX]+", text)
    if "through" in text and len(numbers) == 2 and all(n.isdecimal() for n in numbers):
        return [str(n) for n in range(int(numbers[0]), min(int(numbers[1]), int(numbers[0]) + 60) + 1)]
    return numbers
