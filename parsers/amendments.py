"""The grammar of amendatory instructions: who does what to which place of the CFR, or to which entry of a list.

An instruction is a paragraph such as ``2. Supplement no. 4 to part 744 is amended by:`` with paragraphs ``a.``, ``i.``
below it. What a paragraph does not say it takes from those above it: the part, the place, the country, the verb.
Verbs are those of the Document Drafting Handbook; each verb of an instruction gives its own clause, so "removed and
reserved" is a removal and a reservation of the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from parsers.amendments_entries import (
    NamedEntry,
    Quoted,
    read_country,
    read_country_listings,
    read_names,
    read_quotations,
    straighten,
    unquoted_names,
)
from parsers.amendments_targets import Place, read_targets
from parsers.amendments_verbs import Verb, find_verbs
from parsers.citations import rank, roman_value
from parsers.dates import DATE, Span, read_date, read_until
from parsers.model import Action, CfrReference, ListName

#: Supplements to 15 CFR part 744 that are lists of parties.
LISTS = {"4": ListName.ENTITY_LIST, "6": ListName.UNVERIFIED_LIST, "7": ListName.MEU_LIST}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One instruction paragraph as printed, with what the markup says about it."""

    text: str
    title: int | None = None
    part: str | None = None
    heading: str | None = None  # "§ 764.5 [Corrected]", the heading it stands under


@dataclass(frozen=True, slots=True)
class Clause:
    """What one verb of an instruction does."""

    action: Action
    text: str
    targets: tuple[CfrReference, ...] = ()
    redesignated: tuple[CfrReference, ...] = ()  # the new places, one for each target
    names: tuple[NamedEntry, ...] = ()  # entries of ``list`` under ``country``
    countries: tuple[str, ...] = ()  # country headings that are themselves added or removed
    list: ListName | None = None
    country: str | None = None
    country_written: str | None = None
    new_words: str | None = None  # "“€” should read “(e)”": the words to be put in
    old_words: str | None = None
    until: Span | None = None
    inferred: str | None = None  # why the verb was not taken from the text


@dataclass(frozen=True, slots=True)
class Instruction:
    """A paragraph read. ``clauses`` is empty for one that only leads to those below it, or that could not be read."""

    number: str
    text: str
    clauses: tuple[Clause, ...] = ()
    effective: Span | None = None  # "Effective September 16, 2024, amend § 746.8 by:"
    leads: bool = False  # its own paragraphs follow ("... is amended by:")
    understood: bool = True
    list: ListName | None = None
    problems: tuple[str, ...] = ()
    place: CfrReference | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """What a paragraph hands down to those below it."""

    place: Place
    country: str | None = None
    country_written: str | None = None
    action: Action | None = None
    effective: Span | None = None


# -- the outline ------------------------------------------------------------------------------------------------------

_MARK = re.compile(r"^\s*(?P<mark>\d{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[A-Z]{1,2}|[IVX]{1,5})\s?\.\s*(?=\S)")
_VERB_AHEAD = (
    r"(?:Add|Revis|Remov|Redesignat|Reserv|Correct|Republish|Stay|Suspend|Lift|Delay|Extend|Delet|Under|In\s|By\s|UNDER|Amend|Transfer|The\s)"
)
_INLINE_MARK = re.compile(rf"(?<=[;,.:”\"])\s+(?:and\s+|or\s+)?(?=(?:[a-z]|[ivx]{{1,5}})\.\s+{_VERB_AHEAD}\w*)")
_NUMBERED_MARK = re.compile(r"(?<=[.:;”\"])\s+(?=\d{1,3}\.\s+(?:Section|Supplement|Amend|In\s+§|In\s+supplement|The\s+authority|Remove|Add|Revise)\b)")


def split_items(text: str) -> list[str]:
    """The sub-paragraphs that were run together: ``iv. Revising ...; and v. Revising ...`` gives two."""
    spans = [(q.begin, q.end) for q in read_quotations(straighten(text)) if q.repaired is None]
    cuts = [
        found.end()
        for pattern in (_INLINE_MARK, _NUMBERED_MARK)
        for found in pattern.finditer(text)
        if not any(begin < found.start() < end for begin, end in spans)
    ]
    edges = [0, *sorted(set(cuts)), len(text)]
    return [piece for a, b in zip(edges, edges[1:], strict=False) if (piece := text[a:b].strip())]


def _kinds(mark: str) -> list[str]:
    if mark.isdigit():
        return ["number"]
    if mark.isupper():
        return ["capital", "roman-capital"] if roman_value(mark) else ["capital"]
    kinds = []
    if len(mark) == 1 or len(set(mark)) == 1:
        kinds.append("letter")
    if roman_value(mark):
        kinds.append("roman")
    return kinds


def _rank(mark: str, kind: str) -> int:
    return rank(mark, {"number": "digit", "letter": "letter", "roman": "roman", "capital": "capital", "roman-capital": "capital-roman"}[kind])


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    mark: str
    context: _Context
    leads: bool


def _place_in_outline(mark: str, stack: list[_Level]) -> tuple[int, str]:
    """``(depth, kind)`` at which a mark stands: ``i.`` after ``h.`` may be a letter or a first roman number."""
    kinds = _kinds(mark)
    if "number" in kinds:
        return 0, "number"
    if stack and stack[-1].leads:
        for kind in ("roman", "letter", "capital", "roman-capital"):
            if kind in kinds and _rank(mark, kind) == 1 and kind not in {level.kind for level in stack}:
                return len(stack), kind
    options = []
    for depth in range(len(stack) - 1, -1, -1):
        level = stack[depth]
        if level.kind in kinds:
            step = _rank(mark, level.kind) - _rank(level.mark, level.kind)
            # The next mark in order; else a gap (a paragraph is missing); a repeated mark ("ii." twice) stays put.
            options.append((0 if step == 1 else 1 if step > 1 else 2 if step == 0 else 4, -depth, depth, level.kind))
    for kind in kinds:
        if kind not in {level.kind for level in stack}:
            options.append((3 if _rank(mark, kind) > 1 else 1, -len(stack), len(stack), kind))
    if not options:
        return max(1, len(stack)), kinds[0] if kinds else "letter"
    _, _, depth, kind = min(options)
    return depth, kind


def _is_continuation(text: str, previous: str) -> bool:
    """A paragraph without a mark that goes on with the one before: it begins with a quotation, or that one ends open."""
    if re.match(r"[“\"`]", text) and not re.search(r"\bshould\s+read\b|\bcorrected\s+to\s+read\b", text):
        return bool(re.search(r"(?:[;,]|\band|[”\"])\s*\Z|\bfor:?\s*\Z", previous))
    return bool(re.search(r"(?:,|\b(?:and|for|of|by))\s*\Z", previous)) and not re.match(r"(?:In|On|Section|§|Supplement|The)\b", text) and bool(re.match(r"[a-z(]", text))


def join_continuations(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        for piece in split_items(paragraph.text):
            if joined and not _MARK.match(piece) and _is_continuation(piece, joined[-1].text):
                joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {piece}")
            else:
                joined.append(replace(paragraph, text=piece))
    return joined


@dataclass(slots=True)
class Outline:
    """Reads the instructions of a document in order; the part named last is remembered for those that name none."""

    title: int = 15
    part: str | None = None

    _stack: list[_Level] = field(default_factory=list)
    _titles: dict[str, int] = field(default_factory=dict)
    _previous_action: Action | None = None

    def read(self, paragraphs: Sequence[Paragraph]) -> list[Instruction]:
        return [self._one(p) for p in join_continuations(paragraphs)]

    def _one(self, paragraph: Paragraph) -> Instruction:
        text = straighten(paragraph.text)
        found = _MARK.match(text)
        mark = found["mark"] if found else ""
        body = text[found.end() :] if found else text
        if mark:
            depth, kind = _place_in_outline(mark, self._stack)
        else:
            depth, kind = 0, "none"
        if depth == 0:
            self._previous_action = None
        del self._stack[depth:]
        part = paragraph.part or self.part
        title = self._titles.get(part or "") or paragraph.title or self.title
        inherited = self._stack[-1].context if self._stack else _Context(Place(title, part))
        for named in re.finditer(r"\b(\d{1,2})\s+CFR\s+[Pp]art\s+(\d+)", text):
            self._titles[named[2]] = int(named[1])  # the words go before a mistyped TITLE attribute
        if paragraph.part and inherited.place.part != paragraph.part:
            inherited = replace(inherited, place=Place(title, part))
        number = ".".join([level.mark for level in self._stack if level.mark] + ([mark] if mark else []))
        instruction, context = read_instruction(
            number, paragraph.text, body, inherited, heading=paragraph.heading, previous=self._previous_action if depth else None
        )
        self._stack.append(_Level(kind, mark, context, instruction.leads))
        if instruction.clauses:
            self._previous_action = instruction.clauses[-1].action
        if context.place.part:
            self.part, self.title = context.place.part, context.place.title
        return instruction


# -- one paragraph ----------------------------------------------------------------------------------------------------

_AUTHORITY_STANDS = re.compile(r"\bauthority\s+citations?\b.*\bcontinues?\s+to\s+read\b", re.IGNORECASE | re.DOTALL)
_OWN_DATE = re.compile(rf"^\s*(?:Effective(?:\s+(?:on|from|as\s+of))?\s+(?P<from>{DATE})(?P<rest>[^,]*?(?:until|through)\s+{DATE})?|Delayed\s+indefinitely)\s*,?\s*(?:and\s+)?", re.IGNORECASE)
_TO_READ = re.compile(r",?\s*(?:and\s+)?(?:to\s+read\s+)?as\s+follows\s*[.:]?\s*(?:and)?\s*\Z", re.IGNORECASE)
_LEAD_END = re.compile(r"(?::|,|\bby\b|\bby\s*:|\bas\s+follows\s*[:.]?|\b(?:OF|of))\s*\Z")


def read_instruction(
    number: str, printed: str, body: str, inherited: _Context, *, heading: str | None = None, previous: Action | None = None
) -> tuple[Instruction, _Context]:
    """Read one paragraph (without its mark) in the context it stands in."""
    if _AUTHORITY_STANDS.search(body):
        _, place = read_targets(body, inherited.place)
        return Instruction(number, printed, place=place.reference()), replace(inherited, place=replace(place, detail=None))
    own = inherited.effective
    if found := _OWN_DATE.match(body):
        until, words = read_until(found["rest"] or "")
        own = Span(read_date(found["from"]) if found["from"] else None, until, words)
        body = body[found.end() :]
    reader = _ClauseReader(body, replace(inherited, effective=own), heading, previous)
    clauses = reader.read()
    leads = bool(_LEAD_END.search(body)) and not any(c.names for c in clauses)
    understood = bool(clauses) or leads and reader.context != inherited or reader.leads_only
    context = replace(reader.context, effective=own)
    if not understood and leads:
        understood = True
    instruction = Instruction(
        number,
        printed,
        tuple(clauses),
        own,
        leads or (not clauses and reader.context.country is not None),
        understood,
        reader.list,
        tuple(reader.problems),
        context.place.reference() if context.place.known else None,
    )
    return instruction, context


class _ClauseReader:
    """Takes one paragraph apart at its verbs."""

    def __init__(self, body: str, inherited: _Context, heading: str | None, previous: Action | None) -> None:
        self.body = body
        self.context = inherited
        self.heading = heading
        self.previous = previous
        self.problems: list[str] = []
        self.leads_only = False
        self.quotations = read_quotations(body)
        self.list: ListName | None = None

    def read(self) -> list[Clause]:
        country, without = read_country(self.body)
        if country:
            self.context = replace(self.context, country=country)
        self.without_country = without
        masked = _masked(without, self.quotations)
        verbs = find_verbs(masked)
        self._take_base(masked, verbs)
        self.list = _list_of(self.context.place)
        doing = [v for v in verbs if v.action is not None]
        if not doing:
            return self._without_verb(verbs)
        clauses: list[Clause] = []
        for verb, begin, end in _segments(doing, verbs, len(self.body)):
            clauses += self._clause(verb, begin, end)
        clauses = _merge_replacements(clauses)
        if not clauses:
            # "... is amended by adding:" hands the verb down.
            self.context = replace(self.context, action=doing[-1].action)
            self.leads_only = bool(re.match(r"[\s,:]*(?:in\s+alphabetical\s+order[\s,:]*)?(?:(?:an?|the|new|following|entr\w+|entit\w+|persons?|for)[\s,:]*)*\Z", masked[doing[-1].end :]))
        elif doing[-1].end >= len(self.body.rstrip(" :,")):
            self.context = replace(self.context, action=doing[-1].action)
        return clauses

    def _take_base(self, masked: str, verbs: list[Verb]) -> None:
        """``Section 744.16 is amended by``, ``Amend § 744.11 by``, ``In § 744.11,``: what the rest is about."""
        amend = next((v for v in verbs if v.action is None), None)
        if amend is not None:
            following = next((v.begin for v in verbs if v.begin > amend.begin), len(masked))
            begin, end = (0, amend.begin) if amend.passive else (amend.end, following)
            before = self._targets(0, amend.begin)[1] if not amend.passive else self.context.place
            targets, place = self._targets(begin, end, base=before)
            self._narrow(targets, place)
            return
        lead_end = verbs[0].begin if verbs else len(masked)
        if found := re.match(r"\s*(?:(?:On\s+page\s+\d+,\s*)?(?:[Ii]n|[Uu]nder|[Tt]o)\s+)(?=\S)", masked):
            if verbs and verbs[0].passive and not re.search(r",", masked[found.end() : lead_end]):
                return
            stop = lead_end if not (verbs and verbs[0].passive) else found.end() + _first_comma(masked[found.end() : lead_end])
            targets, place = self._targets(found.end(), stop)
            if targets:
                self._narrow(targets, place)

    def _narrow(self, targets: list[CfrReference], place: Place) -> None:
        place = replace(place, detail=None)
        if len(targets) == 1 and (targets[0].paragraphs or targets[0].detail):
            one = targets[0]
            place = Place(one.title, one.part, one.section, one.supplement, one.paragraphs, one.detail)
        self.context = replace(self.context, place=place)

    def _targets(self, begin: int, end: int, base: Place | None = None) -> tuple[list[CfrReference], Place]:
        spans = [(q.begin - begin, q.end - begin, q.text) for q in self.quotations if begin <= q.begin and q.end <= end]
        return read_targets(self.without_country[begin:end], base or self.context.place, spans)

    # -- clauses --

    def _clause(self, verb: Verb, begin: int, end: int) -> list[Clause]:
        assert verb.action is not None
        text = self.body[begin:end].strip(" ,;")
        quotations = [q for q in self.quotations if begin <= q.begin < end]
        actions = [verb.action, *verb.also]
        if self.list is not None and verb.action is not Action.CORRECT:
            clauses = self._entries(verb, begin, end, quotations, text)
            if clauses is not None:
                return [replace(c, action=a) for c in clauses for a in actions]
        if verb.action is Action.CORRECT:
            return self._correction(verb, begin, end, quotations, text)
        if verb.action is Action.REDESIGNATE:
            return self._redesignation(verb, begin, end, text)
        object_begin = verb.end if not verb.passive else begin
        object_end = end if not verb.passive else verb.begin
        words = not verb.passive and _speaks_of_words(self.body[object_begin:object_end])
        targets, _ = self._targets(object_begin, object_end)
        if not targets and verb.passive:
            targets = [self.context.place.reference(detail=self.context.place.detail)] if self.context.place.known else []
        if not targets and (words or _bare_object(self.body[object_begin:object_end])) and self.context.place.known:
            targets = [self.context.place.reference(detail=self.context.place.detail)]
        if self.context.place.detail:
            targets = [replace(t, detail=t.detail or self.context.place.detail) if t.paragraphs == self.context.place.paragraphs else t for t in targets]
        if not targets:
            return []
        action = Action.REVISE if words and verb.action in (Action.ADD, Action.REMOVE) else verb.action
        until, until_words = read_until(self.body[begin:])
        span = Span(None, until, until_words) if until_words else None
        new_words = quotations[-1].text if words and verb.action is not Action.REMOVE and quotations else None
        old_words = quotations[0].text if words and quotations and verb.action is not Action.ADD else None
        made = [action] if words else actions
        return [Clause(a, text, tuple(targets), until=span, new_words=new_words, old_words=old_words) for a in made]

    def _entries(self, verb: Verb, begin: int, end: int, quotations: list[Quoted], text: str) -> list[Clause] | None:
        """A clause about the entries of a list; None where it speaks of the supplement's own text."""
        segment = self.body[begin:end]
        unquoted = _masked(self.body, self.quotations)[begin:end]
        listings = read_country_listings(segment)
        if listings and not re.search(r"\bentr(?:y|ies)\s+(?:for|under)\b", re.sub(r"country\s+entr\w+", "", unquoted)):
            return [Clause(verb.action or Action.REVISE, text, countries=tuple(listings), list=self.list)]
        if re.search(r"\bfootnotes?\b|\bintroductory\s+text|\bparagraphs?\s*\(|\bheadings?\b(?!\s+for)|\bsentences?\b", unquoted):
            return None
        names = read_names(quotations, self.body[:end])
        if not names and re.search(r"\bentr(?:y|ies)\b", unquoted):
            names = unquoted_names(segment)
        if not names:
            return [] if self.context.country or re.search(r"\bentr(?:y|ies)\b|\bentit", unquoted) else None
        self.problems += [f"{n.repaired}: {n.written!r}" for n in names if n.repaired]
        until, until_words = read_until(unquoted)
        return [
            Clause(
                verb.action or Action.REVISE,
                text,
                names=tuple(names),
                list=self.list,
                country=self._country_of(begin, end),
                until=Span(None, until, until_words) if until_words else None,
            )
        ]

    def _country_of(self, begin: int, end: int) -> str | None:
        """A country named within the clause goes before the one that the paragraph stands under."""
        inside, _ = read_country(_masked(self.body, self.quotations)[begin:end])
        return inside or self.context.country

    def _correction(self, verb: Verb, begin: int, end: int, quotations: list[Quoted], text: str) -> list[Clause]:
        place = self.context.place
        before = [q for q in self.quotations if q.end <= verb.begin]
        after = [q for q in self.quotations if q.begin >= verb.end]
        targets, _ = self._targets(begin, verb.begin if verb.passive else end)
        if not targets and verb.passive:
            more, _ = self._targets(verb.end, end)
            targets = more
        if self.heading and (not targets or not any(t.section or t.supplement for t in targets)):
            headed, _ = read_targets(self.heading, place)
            targets = headed or targets
        if not targets and before:
            quoted, _ = read_targets(" ".join(q.text for q in before), place)
            targets = [replace(t, paragraphs=(), detail=None) for t in quoted if t.section or t.supplement][:1]
        if not targets and place.known:
            targets = [place.reference()]
        if not targets:
            return []
        self.list = self.list or next((m for t in targets if (m := _list_of(Place(t.title, t.part, t.section, t.supplement)))), None)
        names = read_names(before, text) if self.list and not after and re.search(r"\bentr(?:y|ies)\b", text) else []
        return [
            Clause(
                Action.CORRECT,
                text,
                tuple(targets),
                names=tuple(names),
                new_words=after[-1].text if after else None,
                old_words=before[-1].text if before else None,
                list=self.list,
                country=self.context.country,
            )
        ]

    def _redesignation(self, verb: Verb, begin: int, end: int, text: str) -> list[Clause]:
        if verb.passive:
            old_begin, old_end, new_begin = begin, verb.begin, verb.end
        else:
            old_begin, new_begin = verb.end, end
            old_end = end
        masked = _masked(self.without_country, self.quotations)
        clauses = []
        region = masked[old_begin:end]
        # "A as B, C as D and E as F": each "as" has its own old and new places.
        pieces = re.split(r"\s+as\s+(?!follows)", region)
        if len(pieces) < 2:
            targets, _ = self._targets(old_begin, old_end)
            return [Clause(Action.REDESIGNATE, text, tuple(targets))] if targets else []
        if len(pieces) > 2:
            olds, news = [], []
            first, _ = read_targets(pieces[0], self.context.place)
            pending = first
            for index, piece in enumerate(pieces[1:], 1):
                cut = _redesignation_cut(piece) if index < len(pieces) - 1 else len(piece)
                new, _ = read_targets(piece[:cut], self.context.place)
                olds.append(pending)
                news.append(new)
                pending, _ = read_targets(piece[cut:], self.context.place)
            for old, new in zip(olds, news, strict=True):
                clauses.append(_paired(old, new, text))
            return clauses
        old, _ = read_targets(pieces[0] if not verb.passive else masked[begin : verb.begin], self.context.place)
        new, _ = read_targets(pieces[1], self.context.place)
        del new_begin
        return [_paired(old, new, text)] if old else []

    def _without_verb(self, verbs: list[Verb]) -> list[Clause]:
        """A paragraph without a verb of its own: it hands something down, or it has lost its verb."""
        quotations = self.quotations
        if self.list is not None and quotations and not _LEAD_END.search(self.body):
            action, why = self._lost_verb()
            names = read_names(quotations, self.body)
            if names:
                self.problems.append(f"the instruction has no verb, taken as {action}: {why}")
                self.problems += [f"{n.repaired}: {n.written!r}" for n in names if n.repaired]
                return [Clause(action, self.body.strip(), names=tuple(names), list=self.list, country=self.context.country, inferred=why)]
        if any(v.action is None for v in verbs):
            if _TO_READ.search(self.body) and self.context.place.known and "by" not in self.body.rsplit("amended", 1)[-1].split():
                if re.search(r"\bto\s+read\s+as\s+follows", self.body):
                    return [Clause(Action.REVISE, self.body.strip(), (self.context.place.reference(detail=self.context.place.detail),))]
            self.leads_only = True
            return []
        targets, _ = self._targets(0, len(self.body))
        if targets and not _LEAD_END.search(self.body):
            action, why = self._lost_verb()
            self.problems.append(f"the instruction has no verb, taken as {action}: {why}")
            return [Clause(action, self.body.strip(), tuple(targets), inferred=why)]
        self._narrow(targets, self._targets(0, len(self.body))[1]) if targets else None
        return []

    def _lost_verb(self) -> tuple[Action, str]:
        if self.context.action:
            return self.context.action, "the paragraph above it says so"
        if re.search(r"\bin\s+(?:alphabetical|numerical)\s+order\b", self.body, re.IGNORECASE):
            return Action.ADD, "only additions are put “in alphabetical order”"
        if self.previous:
            return self.previous, "the paragraph before it says so"
        return Action.REVISE, "nothing says which"


def _redesignation_cut(piece: str) -> int:
    found = list(re.finditer(r",\s*(?:and\s+)?|\s+and\s+", piece))
    return found[-1].start() if found else len(piece)


def _paired(old: list[CfrReference], new: list[CfrReference], text: str) -> Clause:
    return Clause(Action.REDESIGNATE, text, tuple(old), redesignated=tuple(new) if len(new) == len(old) else tuple(new[:1]) * 0 + tuple(new))


def _first_comma(text: str) -> int:
    found = re.search(r",(?!\s*(?:and\s+)?(?:§|\d|supplement))", text)
    return found.start() if found else len(text)


def _masked(text: str, quotations: Sequence[Quoted]) -> str:
    for q in quotations:
        text = text[: q.begin] + "\x00" * (q.end - q.begin) + text[q.end :]
    return text


def _list_of(place: Place) -> ListName | None:
    if (place.title, place.part) == (15, "744") and place.supplement and not place.paragraphs:
        return LISTS.get(place.supplement)
    return None


def _segments(doing: list[Verb], verbs: list[Verb], length: int) -> Iterator[tuple[Verb, int, int]]:
    """Each verb with the stretch of text that is its clause: before it for a passive, behind it for an active verb."""
    edge = next((v.end for v in verbs if v.action is None and v.begin < doing[0].begin), 0)
    for index, verb in enumerate(doing):
        following = doing[index + 1] if index + 1 < len(doing) else None
        if verb.passive:
            end = length
            if following is not None:
                end = following.begin if not following.passive else verb.end
            yield verb, edge, end if following is None or not following.passive else verb.end
            edge = verb.end
        else:
            end = following.begin if following is not None and not following.passive else verb.end if following is not None else length
            if following is not None and following.passive:
                end = following.begin
            yield verb, verb.begin if verb.begin > edge else edge, end
            edge = end


def _speaks_of_words(text: str) -> bool:
    return bool(
        re.match(
            r"[\s,]*(?:all\s+|each\s+|every\s+|both\s+)?(?:the\s+)?(?:(?:\w+\s+)?(?:words?|phrases?|terms?|references?|numbers?|acronyms?|captions?|citations?|dates?|occurrences?|text|language|parenthetical|punctuation)\b[^“]{0,60}?)?“", text
        )
        and not re.search(r"\bdefinitions?\b|\bentr(?:y|ies)\b", text.split("“")[0])
    )


def _bare_object(text: str) -> bool:
    return bool(re.match(r"\s*(?:it\b|the\s+(?:same|section|supplement|appendix|part)\b)", text))


def _merge_replacements(clauses: list[Clause]) -> list[Clause]:
    """``removing “A” and adding in its place “B”`` is one revision of the place where the words stand."""
    merged: list[Clause] = []
    for clause in clauses:
        if merged and clause.old_words is None and clause.new_words is not None and merged[-1].old_words is not None and merged[-1].new_words is None and re.search(r"\bplaces?\b", clause.text):
            previous = merged.pop()
            specific = previous.targets if any(t.paragraphs or t.detail for t in previous.targets) or not clause.targets else clause.targets
            merged.append(replace(previous, text=f"{previous.text} and {clause.text}", targets=specific, new_words=clause.new_words, action=Action.REVISE))
        else:
            merged.append(clause)
    return merged
