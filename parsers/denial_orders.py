"""Orders that deny export privileges, as notices publish them.

After a conviction (15 CFR 766.25), temporary ones (766.24), their renewals and modifications, orders under a
settlement.
The denied and the related persons (766.23) become changes of the denied-persons list, with the order's dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from parsers.amendments_entries import country_heading, straighten
from parsers.dates import DATE, later, read_date
from parsers.entries import read_entity_cell
from parsers.model import Action, DenialOrder, ListChange, ListEntry, ListName, Problem
from parsers.name_boundary import bare
from parsers.numbers_in_words import number_of
from parsers.place_names import DESTINATION
from parsers.rule_blocks import Block, BlockKind, Body, fold

#: The longest ordering clauses name a few dozen persons in some 10,000 characters.
LONGEST = 20_000
#: One person with all aliases and addresses; the longest seen has some 900 characters.
LONGEST_PERSON = 4_000


@dataclass(frozen=True, slots=True)
class OrderRead:
    """Nothing of each where the document is no denial order."""

    orders: tuple[DenialOrder, ...] = ()
    changes: tuple[ListChange, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    addresses: tuple[str, ...]
    aliases: tuple[str, ...]
    related: bool
    raw: str


_ABOUT = re.compile(
    r"\b(?:Deny(?:ing)?|Denial)\b[^.]{0,40}\bExport\s+Privileges|\bExport\s+Privileges\b[^.]{0,40}\bDen(?:y|ied|"
    r"ial)|\bTemporary\s+Denial\s+Order|\bTDO\b|\bDenial\s+Orders?\b|\bAction\s+Affecting\s+Export\s+Privileges",
    re.IGNORECASE,
)
_ORDERING = re.compile(
    r"(?:^|ordered:?\s*)\W*(?:First|1st)\b\s*,?\s*(?:that\s*,?\s*)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_FROM_UNTIL = re.compile(
    rf"^(?:for\s+(?:a\s+period\s+of\s+)?(?P<span>[^,]{{3,60}}?)\s+from\s+[^,]{{3,60}}?,\s*|(?:from|beginning|"
    rf"as\s+of|effective)\b[^,]{{0,60}}?(?:(?:until|through|to)\s+(?P<until>{DATE}))?\s*,\s*)(?:that\s+)?",
    re.IGNORECASE,
)
_PERSONS_END = re.compile(
    r",?\s*(?:\((?:each|all|together|collectively|hereinafter|[“\"]?the)\b[^()]*(?:Denied|"
    r"Related)[^()]*\)\s*,?\s*)?(?:and\s*,?\s*|as\s+well\s+as\s+)?(?:when|if|while)\s+acting\s+(?:for|on)\b|,?\s*(?:and\s+|as\s+well\s+as\s+|including\s+)?(?:his|"
    r"her|its|their|any)\s+successors?\b|\s*,?\s*\([^()]{0,60}Denied\s+Persons?[^()]*\)|,?\s*may\s+not\b",
    re.IGNORECASE,
)
# "..., and its related person NAME, ADDRESS"
_RELATED_FOLLOWS = re.compile(r"[,;]?\s+(?:and\s+)?(?:its|his|her|their|the)\s+related\s+persons?\s*[,:]?\s+(?=[A-Z])")
_LAST_KNOWN = re.compile(
    r",?\s*(?:with\s+(?:an?\s+)?(?:the\s+)?(?:last[\s-]known|current|principal|prior|known|"
    r"mailing)?\s*address(?:es)?(?:\s+(?:of|at|is|are))?|last[\s-]known\s+address(?:es)?(?:\s+(?:of|at))?|"
    r"currently\s+incarcerated\s+at|of\s+the\s+following\s+address(?:es)?)\s*:?\s*",
    re.IGNORECASE,
)
_SPLIT_ADDRESSES = re.compile(
    r"(?:(?<=\d{5})|(?<=\d{4}))\s*[,;]?\s+and\s+(?:(?:with\s+)?an?\s+address\s+at:?\s*)?(?=\S)|;\s*(?:and\s+)?",
    re.IGNORECASE,
)
_REMAINS = re.compile(
    rf"\b(?:remain(?:s)?|be|continue(?:s)?)\s+in\s+(?:full\s+)?(?:force\s+and\s+)?effect\s+(?:until\s+|through\s+)?(?P<until>{DATE})|\b(?:remain(?:s)?|be|continue(?:s)?)\s+in\s+(?:full\s+)?(?:force\s+and\s+)?effect\s+for\s+(?:a\s+period\s+of\s+)?(?P<span>[^.;]{{3,60}})",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    rf"\b(?:Dated?|Issued|Entered|Signed)\s*:?\s*(?:on\s+|at\s+Washington[^,]*,[^,]*,\s*)?(?P<plain>{DATE})|"
    rf"\b(?:Issued|Entered|Dated)\s+(?:on\s+)?this\s+(?P<day>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?\s+day\s+of\s+(?P<month>[A-Z][a-z]+),?\s+(?P<year>\d{{4}})",
    re.IGNORECASE,
)


def read_denial_order(body: Body, published: date | None, filed: date | None = None) -> OrderRead:
    """The order in a notice. ``published`` or ``filed`` stand in (provisionally) where the order prints no date."""
    texts = [straighten(b.text) for b in body.blocks]
    whole = " ".join(texts)
    heading = f"{body.subject or ''} {' '.join(texts[:3])[:600]}"
    ordering = _ordering_text(texts)
    if ordering is None and not _ABOUT.search(heading):
        return OrderRead()
    kind = _kind(body.subject or "", heading, whole)
    captioned = _caption(body)
    persons = _persons(ordering or "", captioned)
    if not persons:
        persons = captioned
    persons = [_respelled(p, captioned) for p in persons]
    if not persons:
        return OrderRead(
            problems=(Problem("order", f"a denial order whose persons could not be read: {fold(heading)[:200]!r}"),)
        )
    issued = _issued(texts)
    effective = _effective(whole) or issued
    expires, why_not = _expires(ordering or "", whole, effective)
    problems = []
    if expires is None and kind != "termination":
        problems.append(Problem("order", why_not))
    problems += _conviction_check(whole, expires)
    begins = effective or published or filed
    action = {
        "termination": Action.REMOVE,
        "renewal": Action.REVISE,
        "modification": Action.REVISE,
        "appeal": Action.REVISE,
    }.get(kind, Action.ADD)
    changes = tuple(
        ListChange(
            action,
            ListEntry(
                ListName.DENIED_PERSONS,
                _country(p.addresses),
                p.name,
                aliases=p.aliases,
                addresses=p.addresses,
                raw=p.raw,
            ),
            begins,
            fold(ordering or heading)[:2000],
            until=expires if action is not Action.REMOVE else None,
            provisional=effective is None,
        )
        for p in persons
    )
    order = DenialOrder(
        kind,
        issued,
        expires,
        tuple(p.name for p in persons if not p.related),
        tuple(p.name for p in persons if p.related),
    )
    return OrderRead((order,), changes, tuple(problems))


def _country(addresses: tuple[str, ...]) -> str | None:
    """The country in which the first address lies, where its end names one; a state with a ZIP code is in the United
    States."""
    if not addresses:
        return None
    if re.search(r",\s*[A-Z][A-Za-z. ]+,?\s+\d{5}(?:-\d{4})?\s*\Z", addresses[0]):
        return "UNITED STATES"
    found = re.search(rf"\b(?P<name>{DESTINATION})\.?[\s,\d-]*\Z", addresses[0])
    return country_heading(found["name"].replace(".", "")) if found else None


def _conviction_check(whole: str, expires: date | None) -> list[Problem]:
    """ "... for a period of 10 years from the date of X's conviction" against the day until which the order has
    effect."""
    convicted = re.search(rf"\bOn\s+({DATE}),.{{0,60}}?\bDistrict\b", whole)
    length = re.search(
        r"\bfor\s+a\s+period\s+of\s+(?P<n>\d+|"
        r"[a-z]+)(?:\s+\(\d+\))?\s+years?\s+from\s+the\s+date\s+of\s+[^.]{0,80}?conviction",
        whole,
    )
    if not (convicted and length and expires):
        return []
    begun, years = read_date(convicted[1]), number_of(length["n"])
    if begun is None or years is None or later(begun, years, "years") == expires:
        return []
    return [
        Problem(
            "order",
            f"{years} years from the conviction of {begun} end on {later(begun, years, 'years')}, the order says "
            f"{expires}",
        )
    ]


def _kind(subject: str, heading: str, whole: str) -> str:
    """Which kind of order; the subject says, else the first lines, else the authority that the text names."""
    kinds = (
        ("termination", r"\b(?:Terminat|Vacat|Revok|Rescind|Rescis|Lifting)\w*"),
        ("modification", r"\b(?:Modif\w*|Amend\w*\s+(?:of\s+)?(?:the\s+)?Order|Supplement(?:ing|al)\s+Order)"),
        ("renewal", r"\b(?:Renew\w*|Extend\w*|Extension)\b"),
        ("appeal", r"\bAppeal\b|\bFinal\s+Decision\s+and\s+Order\b"),
        ("temporary-denial", r"\bTemporar(?:y|ily)\s+Den"),
        ("settlement", r"\bSettlement\b|\bOrder\s+Relating\s+to\b"),
    )
    for text in (subject, heading):
        for kind, pattern in kinds:
            if re.search(pattern, text, re.IGNORECASE):
                return kind
    if re.search(r"\b766\.25\b|\bconvicted\b|\b1760\(e\)", whole):
        return "conviction"
    if re.search(r"\b766\.24\b", whole):
        return "temporary-denial"
    return "settlement"


def _ordering_text(texts: list[str]) -> str | None:
    for text in texts:
        found = _ORDERING.search(text) if len(text) < LONGEST else None
        if (
            found
            and re.search(r"\bmay\s+not\b", found["rest"])
            and re.search(r"directly\s+or\s+indirectly", found["rest"])
            and re.search(
                r"subject\s+to\s+the\s+(?:Regulations|EAR|Export)|exported\s+from\s+the\s+United\s+States",
                found["rest"],
            )
        ):
            return found["rest"]
    return None


def _persons(ordering: str, captioned: list[_Person]) -> list[_Person]:
    """The persons of "First, from the date of this Order until ..., NAME, with a last known address of ..., and when
    acting"."""
    rest = ordering
    if found := _FROM_UNTIL.match(rest):
        rest = rest[found.end() :]
    end = _PERSONS_END.search(rest)
    if not end or end.start() == 0:
        return []
    named = re.sub(r"(?i)^(?:the\s+)?(?:Respondents?|Denied\s+Persons?|parties)\s*[,:]\s*", "", rest[: end.start()])
    closing = rest[end.start() : end.start() + 400]
    named = re.sub(r"[;,]?\s*(?:\band\s+)?(?<![\w)])\(\d{1,2}\)\s+(?=[^\W\d_])", "; ", named).lstrip("; ")
    named = _RELATED_FOLLOWS.sub("; related person: ", named)
    pieces = [part for piece in re.split(r";\s*(?:and\s+)?(?=[^\W\d_])", named) for part in _joined_persons(piece)]
    pieces = [part for piece in pieces for part in _parted_at(captioned, piece)]
    persons = []
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        related = bool(
            re.search(r"related\s+person", piece, re.IGNORECASE)
            or (last and re.match(r"\W*\(?[“\"]?(?:the|a)\s+[“\"]?Related\s+Person", closing, re.IGNORECASE))
        )
        person = _person(piece, related=related)
        if person:
            persons.append(person)
    return persons


def _parted_at(captioned: list[_Person], piece: str) -> list[str]:
    """Persons joined by "and" alone ("A, 1 Road, Malta, and B, 2 Road, Dubai"), where the caption names the second."""
    for joint in re.finditer(r",?\s+and\s+(?=\S)", piece):
        behind = piece[joint.end() :].casefold()
        if any(
            behind.startswith(p.name.casefold()) and not behind[len(p.name) :][:1].isalnum()
            for p in captioned
            if len(p.name) > 4
        ):
            return [piece[: joint.start()], *_parted_at(captioned, piece[joint.end() :])]
    return [piece]


def _joined_persons(piece: str) -> list[str]:
    """Two persons with an address each, joined by "and"."""
    marks = list(_LAST_KNOWN.finditer(piece))
    if len(marks) < 2:
        return [piece]
    cut = re.search(r",?\s+and\s+(?=[A-Z])(?!an?\s+address|with\s)", piece[marks[0].end() : marks[1].start()])
    if not cut:
        return [piece]
    at = marks[0].end() + cut.start()
    # The last "and" before the second "with a last known address" is the one between the persons.
    for joint in re.finditer(r",?\s+and\s+(?=[A-Z])", piece[marks[0].end() : marks[1].start()]):
        at = marks[0].end() + joint.start()
        cut = joint
    return [piece[:at], piece[marks[0].end() + cut.end() :]]


def _person(text: str, *, related: bool) -> _Person | None:
    raw = fold(text[:LONGEST_PERSON]).strip(" ,;").removeprefix("related person: ")
    cleaned = re.sub(r"\s*\([^()]*(?:Denied|Related)\s+Persons?[^()]*\)", "", raw)
    cleaned = re.sub(r"\s*\([“\"][^”\"()]{1,60}[”\"]\)", "", cleaned)
    cleaned = re.sub(r"(?i),?\s*\b(?:d/b/a|d\.b\.a\.,?|doing\s+business\s+as)\s+", ", a.k.a., ", cleaned)
    found = _LAST_KNOWN.search(cleaned)
    if found:
        cell = read_entity_cell(cleaned[: found.start()].strip(" ,"))
        name, aliases = _whole_name(cell.name, cleaned[: found.start()], cell.aliases), cell.aliases
        where = [
            bare(_LAST_KNOWN.sub("", a)) for a in _SPLIT_ADDRESSES.split(cleaned[found.end() :]) if a and a.strip(" ,")
        ]
        addresses = tuple(a for a in where if a)
    else:
        cell = read_entity_cell(cleaned)
        name, aliases, addresses = cell.name, cell.aliases, cell.addresses
    return _Person(name, addresses, aliases, related, raw) if re.search(r"[^\W\d_]", name) else None


def _whole_name(read: str, text: str, aliases: tuple[str, ...]) -> str:
    """A person's name before "with a last known address" is whole, whatever commas it holds ("Pedro Almeida, Jr.")."""
    return read if aliases else re.sub(r"\s+", " ", text).strip(" ,;:")


def _caption(body: Body) -> list[_Person]:
    """The persons of the caption: "In the Matter of: NAME, ADDRESS; Order ..." or the lines that stand for it."""
    for text in ((body.subject or "")[:LONGEST], *(b.text[:LONGEST] for b in body.blocks[:12])):
        if found := re.search(
            r"\bIn\s+the\s+Matters?\s+of\s*:?\s*(?P<who>.+?)(?:;?\s*(?:Final\s+)?(?:Order|Decision|Notice|"
            r"Action)\b.*|\.?)$",
            text,
            re.IGNORECASE | re.DOTALL,
        ):
            who = re.sub(r",?\s*(?:Respondents?|and\s*)\.?$", "", found["who"].strip(" ;,"), flags=re.IGNORECASE)
            return [p for piece in re.split(r";\s*(?:and\s+)?", who) if (p := _person(_inmate(piece), related=False))]
    lines: list[_Person] = []
    for block in body.blocks[:60]:
        if not _caption_line(block):
            if lines:
                break
            continue
        related = bool(lines) and bool(re.search(r"related\s+person", block.text, re.IGNORECASE))
        if person := _person(re.sub(r",?\s*(?:and|Respondents?\.?)\s*$", "", block.text), related=related):
            lines.append(person)
    return lines


def _inmate(text: str) -> str:
    """In captions the prison stands behind the name with no other mark than "Inmate Number"."""
    return re.sub(
        r",\s*(?=(?:Inmate\s+(?:Number|#)|Register\s+Number|Currently\s+incarcerated\s+at:?))",
        ", with a last known address of ",
        text,
        count=1,
        flags=re.IGNORECASE,
    )


def _caption_line(block: Block) -> bool:
    text = block.text
    return (
        block.kind is BlockKind.PARAGRAPH
        and 10 < len(text) < 400
        and not re.search(r"\b(?:Pursuant|Regulations|Section|Order|convicted|was|were|has|have|is|are)\b", text)
        and "," in text
        and bool(re.match(r"[A-Z0-9]", text))
    )


def _respelled(person: _Person, captioned: list[_Person]) -> _Person:
    """The caption's spelling where the ordering clause sets the same name in capitals."""
    if not person.name.isupper():
        return person
    for other in captioned:
        if other.name.casefold() == person.name.casefold():
            return _Person(
                other.name,
                person.addresses or other.addresses,
                other.aliases or person.aliases,
                person.related,
                person.raw,
            )
    return person


def _effective(whole: str) -> date | None:
    """ "This Order, which is effective on August 29, 2022, shall remain in effect for 180 days.": else immediately."""
    found = re.search(rf"\bThis\s+Order\b[^.]{{0,60}}?\beffective\s+(?:on|as\s+of|from)\s+({DATE})", whole)
    return read_date(found[1]) if found else None


def _issued(texts: list[str]) -> date | None:
    for text in reversed(texts[-30:]):
        found = _ISSUED.search(text)
        if found and found["plain"]:
            return read_date(found["plain"])
        if found:
            return read_date(f"{found['month']} {found['day']}, {found['year']}")
    return None


def _expires(ordering: str, whole: str, issued: date | None) -> tuple[date | None, str]:
    """``(last day, "")``, or ``(None, why)``. "for 180 days" counts from the day of issue, which is the first."""
    opening = _FROM_UNTIL.match(ordering)
    if opening and opening["until"]:
        return read_date(opening["until"]), ""
    found = _REMAINS.search(whole)
    if found and found["until"]:
        return read_date(found["until"]), ""
    span = (found["span"] if found else None) or (opening["span"] if opening else None)
    if span is None:
        return None, "the order does not say until when it has effect"
    length = re.search(r"(?P<n>\d+|[a-z-]+(?:\s*\(\d+\))?)\s+(?P<unit>days?|months?|years?)", span, re.IGNORECASE)
    if length is None:
        return None, f"the length of the order was not read: {span.strip()!r}"
    digits = re.search(r"\d+", length["n"])
    number = int(digits[0]) if digits else number_of(length["n"])
    if number is None or issued is None:
        return None, f"in effect for {length[0]} from its issue, whose date is not printed"
    return later(issued, number, length["unit"].lower()), ""
