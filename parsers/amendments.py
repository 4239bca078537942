"""The grammar of amendatory instructions: who does what to which place of the CFR, or to which entry of a list.

An instruction is a paragraph such as ``2. Supplement no. 4 to part 744 is amended by:`` with paragraphs ``a.``, ``i.``
below it. What a paragraph does not say it takes from those above it: the part, the place, the country, the verb.
Verbs are those of the Document Drafting Handbook; each verb of an instruction gives its own clause, so "removed and
reserved" is a removal and a reservation of the same place.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.amendments_clauses import (
    first_comma,
    list_of,
    masked_text,
    merge_replacements,
    restored_text,
    segments,
    speaks_of_words,
)
from parsers.amendments_entries import (
    NamedEntry,
    find_countries,
    read_names,
)
from parsers.amendments_lists import LEAD_END, ListSentence
from parsers.amendments_model import LISTS, LONGEST, MOST_VERBS, Clause, Context, Instruction
from parsers.amendments_targets import Place, read_targets
from parsers.amendments_verbs import Verb, find_verbs
from parsers.dates import DATE, Span, read_date, read_until
from parsers.model import Action, CfrReference, ListName

_AUTHORITY_STANDS = re.compile(r"\bauthority\s+citations?\b.*\bcontinues?\s+to\s+read\b", re.IGNORECASE | re.DOTALL)
_OWN_DATE = re.compile(
    rf"^\s*(?:Effective(?:\s+(?:on|from|as\s+of))?\s+(?P<from>{DATE})(?P<rest>,?\s*[^,]*?(?:until|"
    rf"through)\s+{DATE})?|Delayed\s+indefinitely)\s*,?\s*(?:and\s+)?",
    re.IGNORECASE,
)
_TO_READ = re.compile(r",?\s*(?:and\s+)?(?:to\s+read\s+)?as\s+follows\s*[.:]?\s*(?:and)?\s*\Z", re.IGNORECASE)
# "On page 51662, in the first column, in the twentieth line,": where it was printed, not what is amended.
_WHERE_PRINTED = re.compile(
    r"\s*(?:[Oo]n\s+(?:the\s+same\s+)?pages?\s+[\d\s,–-]+(?:and\s+\d+)?,?\s*|"
    r"(?:(?:in|on|from|at)\s+)(?:the\s+)?[\w\s-]{3,40}?\s(?:columns?|lines?|rows?|bottom|top)(?:\s+(?:of|"
    r"from)\s+the\s+[\w\s]+?)?\s*,\s*)*"
)
_SET_FORTH = re.compile(
    r"\bamended(?:\s+(?:as\s+(?:set\s+forth|shown|follows|described)|below)[^“]*)?\s*[.:,]?\s*\Z", re.IGNORECASE
)


def read_instruction(
    number: str,
    printed: str,
    body: str,
    inherited: Context,
    *,
    heading: str | None = None,
    previous: Action | None = None,
) -> tuple[Instruction, Context]:
    """Read one paragraph (without its mark) in the context it stands in."""
    if _AUTHORITY_STANDS.search(body):
        _, place = read_targets(body, inherited.place)
        return Instruction(number, printed, place=place.reference()), replace(
            inherited, place=replace(place, detail=None)
        )
    if len(body) > LONGEST:
        return Instruction(number, printed, understood=False), inherited
    own = inherited.effective
    if found := _OWN_DATE.match(body):
        until, words = read_until(found["rest"] or "")
        own = Span(read_date(found["from"]) if found["from"] else None, until, words)
        body = body[found.end() :]
    reader = _ClauseReader(body, replace(inherited, effective=own), heading, previous)
    clauses = reader.read()
    leads = bool(LEAD_END.search(body)) and not any(c.names for c in clauses)
    understood = bool(clauses) or reader.leads_only or (leads and not reader.has_verb)
    context = replace(reader.context, effective=own)
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


class _ClauseReader(ListSentence):
    """Takes one paragraph apart at its verbs."""

    def read(self) -> list[Clause]:
        self.masked = masked = masked_text(self.body, self.quotations)
        self.countries = find_countries(masked)
        for mention in self.countries:
            masked = masked[: mention.begin] + " " * (mention.end - mention.begin) + masked[mention.end :]
        self.without_country = restored_text(masked, self.body, self.quotations)
        verbs = self._without_corrected_by(find_verbs(masked))
        self._take_base(masked, verbs)
        place = self.context.place
        if (
            place.part is None
            and self.default_list is not None
            and LISTS.get(place.supplement or "") is self.default_list
        ):
            self.context = replace(self.context, place=replace(place, part="744"))
        self.list = list_of(self.context.place) or self._list_named_behind(masked)
        if self.list is None and self.countries and self.default_list is not None and self._may_be_list():
            # The paragraph that names the supplement is missing; the document's title says which list it is about.
            self.list = self.default_list
            supplement = next(n for n, name in LISTS.items() if name is self.default_list)
            self.context = replace(self.context, place=Place(15, "744", supplement=supplement))
            self.problems.append(f"no paragraph above names the list; taken as the {self.default_list} by the title")
        if self.list is None:
            self.countries = []
            self.without_country = self.body
            masked = masked_text(self.body, self.quotations)
        doing = [v for v in verbs if v.action is not None]
        self.has_verb = bool(doing)
        if len(verbs) > MOST_VERBS:
            return []
        inherited_country = self.context.country
        if self.countries:
            self.context = replace(self.context, country=self.countries[-1].heading)
        if not doing:
            return self._without_verb(verbs)
        self._inherited_country = inherited_country
        clauses: list[Clause] = []
        parts = list(segments(doing, verbs, len(self.body)))
        for index, (verb, begin, end) in enumerate(parts):
            following = parts[index + 1][0].begin if index + 1 < len(parts) else None
            self._country = self.country_for(verb, begin, end, following, masked)
            clauses += self._clause(verb, begin, end)
        clauses = merge_replacements(clauses)
        if not clauses:
            # "... is amended by adding:" hands the verb down.
            self.context = replace(self.context, action=doing[-1].action)
            to_read = _TO_READ.search(self.body) and not (self.list is not None and self.countries)
            self.leads_only = bool(LEAD_END.search(self.body)) and not to_read
        elif doing[-1].end >= len(self.body.rstrip(" :,")) or all(c.stated is not None for c in clauses):
            self.context = replace(self.context, action=doing[-1].action)
        return clauses

    def _without_corrected_by(self, verbs: list[Verb]) -> list[Verb]:
        """ "is corrected by revising": as "is amended by", what is done stands behind it."""
        return [
            Verb(None, v.begin, v.end, v.passive)
            if v.action is Action.CORRECT and v.passive and re.match(r"\s+by\b", self.masked[v.end :])
            else v
            for v in verbs
        ]

    def _list_named_behind(self, masked: str) -> ListName | None:
        """ "Under RUSSIA, the entry for “X” is removed in supplement no. 4 to part 744": the list stands last."""
        place = self.context.place
        if place.narrow or not re.search(r"\bentr(?:y|ies)\b|\bentit|\badditions?\s+of\b", masked):
            return None
        named = {
            Place(t.title, t.part, supplement=t.supplement)
            for t in read_targets(masked, place)[0]
            if t.supplement and list_of(Place(t.title, t.part, None, t.supplement))
        }
        if len(named) != 1:
            return None
        self.context = replace(self.context, place=named.pop())
        return list_of(self.context.place)

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
        printed = _WHERE_PRINTED.match(masked)
        skip = printed.end() if printed else 0
        if len(verbs) > 1 and verbs[0].passive and re.fullmatch(r"\s+by\s+", masked[verbs[0].end : verbs[1].begin]):
            self._narrow(*self._targets(skip, verbs[0].begin))  # "§ 1005.33 is corrected by revising ..."
            return
        if found := re.compile(r"\s*(?:[Ii]n|[Uu]nder|[Tt]o)\s+(?=\S)").match(masked, skip):
            if verbs and verbs[0].passive and not re.search(r",", masked[found.end() : lead_end]):
                return
            stop = (
                lead_end
                if not (verbs and verbs[0].passive)
                else found.end() + first_comma(masked[found.end() : lead_end])
            )
            targets, place = self._targets(found.end(), stop)
            if targets:
                self._narrow(targets, place)
                self.base_end = stop

    def _narrow(self, targets: list[CfrReference], place: Place) -> None:
        self.base_targets = targets if len(targets) > 1 else []
        place = replace(place, detail=None)
        if len(targets) == 1 and (targets[0].paragraphs or targets[0].detail):
            one = targets[0]
            place = Place(one.title, one.part, one.section, one.supplement, one.paragraphs, one.detail)
        self.context = replace(self.context, place=place)

    def _targets(self, begin: int, end: int, base: Place | None = None) -> tuple[list[CfrReference], Place]:
        spans = [(q.begin - begin, q.end - begin, q.text) for q in self.quotations if begin <= q.begin and q.end <= end]
        return read_targets(self.without_country[begin:end], base or self.context.place, spans)

    def _may_be_list(self) -> bool:
        place = self.context.place
        return (
            place.part in (None, "744")
            and place.section is None
            and place.supplement is None
            and (place.detail or "authority citation") == "authority citation"
        )

    # -- clauses --

    def _clause(self, verb: Verb, begin: int, end: int) -> list[Clause]:
        assert verb.action is not None
        text = self.body[begin:end].strip(" ,;")
        quotations = [q for q in self.quotations if begin <= q.begin < end]
        actions = [verb.action, *verb.also]
        if self.list is not None and (verb.action is not Action.CORRECT or self.corrects_entries(verb, begin, end)):
            clauses = self.read_entries(verb, begin, end, quotations, text)
            if clauses is not None:
                return [
                    replace(c, action=a) for c in clauses for a in (actions if c.action is verb.action else [c.action])
                ]
        if verb.action is Action.CORRECT:
            return self._correction(verb, begin, end, text)
        if verb.action is Action.REDESIGNATE:
            return self._redesignation(verb, begin, end, text)
        object_begin = verb.end if not verb.passive else begin
        object_end = end if not verb.passive else verb.begin
        words = not verb.passive and speaks_of_words(self.body[object_begin:object_end])
        if verb.action is Action.REMOVE and self._takes_back(verb, object_begin, object_end):
            return []
        behind_base = verb.passive and begin < self.base_end < object_end
        targets = self._targets(self.base_end, object_end)[0] if behind_base else []
        targets = targets or self._targets(object_begin, object_end)[0]
        if not targets and verb.passive:
            targets = (
                [self.context.place.reference(detail=self.context.place.detail)] if self.context.place.known else []
            )
        handed_down = bool(LEAD_END.search(self.body)) and not _TO_READ.search(self.body)
        part_of_it = not targets and self.list is None and not handed_down and self.context.place.narrow
        if part_of_it:
            # "revising the License Requirements section" of the place named before: a revision of that place.
            targets = self.base_targets or [self.context.place.reference(detail=self.context.place.detail)]
        targets = [self._with_base_detail(t) for t in targets]
        if not targets:
            return []
        action = Action.REVISE if (words or part_of_it) and verb.action in (Action.ADD, Action.REMOVE) else verb.action
        span = self._own_span(begin)
        new_words = quotations[-1].text if words and verb.action is not Action.REMOVE and quotations else None
        old_words = quotations[0].text if words and quotations and verb.action is not Action.ADD else None
        made = [action] if words or part_of_it else actions
        return [Clause(a, text, tuple(targets), until=span, new_words=new_words, old_words=old_words) for a in made]

    def _takes_back(self, verb: Verb, begin: int, end: int) -> bool:
        """ "The amendment to § 1.2(a) is withdrawn": what was ordered is taken back; the place is not removed."""
        return bool(
            re.search(r"\b(?:withdr|rescin)", self.body[verb.begin : verb.end], re.IGNORECASE)
            and re.search(r"\b(?:amendment|revision|change|addition|removal|instruction)s?\b", self.masked[begin:end])
        )

    def _with_base_detail(self, target: CfrReference) -> CfrReference:
        """ "the first sentence" of the base "paragraph (e) introductory text" is a sentence of that text."""
        base = self.context.place
        if not base.detail or target.paragraphs != base.paragraphs or target.detail == base.detail:
            return target
        return replace(target, detail=f"{base.detail}, {target.detail}" if target.detail else base.detail)

    def _own_span(self, begin: int) -> Span | None:
        """Dates within the clause: "is stayed until November 9, 2026", "effective from May 1, 2025, until ..."."""
        text = self.body[begin:]
        starts = re.search(
            rf"\b(?:effective\s+(?:on\s+|from\s+|as\s+of\s+)?|(?:stayed|suspended)\s+from\s+)({DATE})", text
        )
        start = read_date(starts[1]) if starts else None
        until, until_words = read_until(text, start)
        return Span(start, until, until_words) if until_words or start else None

    def _correction(self, verb: Verb, begin: int, end: int, text: str) -> list[Clause]:
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
        self.list = self.list or next(
            (m for t in targets if (m := list_of(Place(t.title, t.part, t.section, t.supplement)))), None
        )
        names: list[NamedEntry] = []
        if self.list and re.search(r"\bentr(?:y|ies)\b", text):
            if not after:
                names = read_names(before, text)
            elif len(before) > 1 and re.search(r"\bentr(?:y|ies)\s+(?:for\s+)?\Z", self.body[: before[0].begin]):
                names = read_names(before[:1], text)  # "in the entry for “X”, “Y” is corrected to read “Z”"
        return [
            Clause(
                Action.CORRECT,
                text,
                tuple(targets),
                names=tuple(names),
                new_words=after[-1].text if after else None,
                old_words=before[-1].text if before else None,
                list=self.list,
                country=self._country,
            )
        ]

    def _redesignation(self, verb: Verb, begin: int, end: int, text: str) -> list[Clause]:
        if verb.passive:
            old_begin, old_end, new_begin = begin, verb.begin, verb.end
        else:
            old_begin, new_begin = verb.end, end
            old_end = end
        masked = masked_text(self.without_country, self.quotations)
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
        if self.list is not None and quotations and not LEAD_END.search(self.body):
            action, why = self._lost_verb()
            names = read_names(quotations, self.body)
            if names:
                if self.context.action is None:
                    self.problems.append(f"the instruction has no verb, taken as {action}: {why}")
                self.problems += [f"{n.repaired}: {n.written!r}" for n in names if n.repaired]
                return [
                    Clause(
                        action,
                        self.body.strip(),
                        names=tuple(names),
                        list=self.list,
                        country=self.context.country,
                        inferred=why,
                    )
                ]
        if any(v.action is None for v in verbs):
            by = "by" in self.body.rsplit("amended", 1)[-1].split()
            if self.context.place.known and not by and re.search(r"\bto\s+read\s+as\s+follows", self.body):
                place = self.context.place
                return [Clause(Action.REVISE, self.body.strip(), (place.reference(detail=place.detail),))]
            self.leads_only = bool(LEAD_END.search(self.body) or _SET_FORTH.search(self.body))
            return []
        targets, _ = self._targets(0, len(self.body))
        if targets and not LEAD_END.search(self.body):
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
    return Clause(
        Action.REDESIGNATE,
        text,
        tuple(old),
        redesignated=tuple(new) if len(new) == len(old) else tuple(new[:1]) * 0 + tuple(new),
    )
