"""What a document says about itself against what was read from it. A difference is a Problem with both figures; nothing
is changed or dropped because of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz import fuzz

from parsers.amendments_entries import country_key
from parsers.model import Action, DocumentKind, EntryKind, ListChange, Problem, Rule
from parsers.name_boundary import bare
from parsers.numbers_in_words import NUMBER, number_of
from parsers.rule_amending import Read
from parsers.rule_blocks import BlockKind, Body
from parsers.rule_changes import NEAR
from parsers.rule_rows import key

_THING = (
    r"(?:new\s+|existing\s+|additional\s+|foreign\s+)*"
    r"(?:entit(?:y|ies)|entr(?:y|ies)|persons?|part(?:y|ies)|address(?:es)?)"
)


_ADD = r"\badd(?:s|ing|ed)?\b"
_REVISE = r"\b(?:modif(?:y|ies|ying|ied)|revis(?:e|es|ing)|amends(?=\s+\S+\s+existing))\b"
_REMOVE = r"\bremov(?:e|es|ing)\b"


# Between sentences, not behind "U.S." or "Co.".
_SENTENCE_END = re.compile(r"(?<![A-Z]\.[A-Z])(?<!\bNo)(?<!\bCo)(?<!\bLtd)(?<!\bInc)\.\s+(?=[A-Z])")


def stated_counts(summary: str) -> dict[Action, int]:
    """The numbers of entries that a summary says are added, revised and removed.

    Where entities and entries are both given, it is the entries ("37 entities under 38 entries"); what "and" joins
    is summed ("... and four addresses under four entries"). How an entry is revised ("by removing two addresses") is
    not counted.
    """
    counts: dict[Action, int] = {}
    for sentence in _SENTENCE_END.split(summary):
        verbs = sorted(
            (found.start(), found.end(), action)
            for action, verb in ((Action.ADD, _ADD), (Action.REVISE, _REVISE), (Action.REMOVE, _REMOVE))
            for found in re.finditer(verb, sentence, re.IGNORECASE)
        )
        for index, (begin, end, action) in enumerate(verbs):
            if index and re.search(r"\bby\s+\Z", sentence[:begin]) and action is not verbs[index - 1][2]:
                continue
            stop = verbs[index + 1][0] if index + 1 < len(verbs) else len(sentence)
            clause = re.split(r"\bunder the destinations?\b|\bconsisting\b|\bto correct\b", sentence[end:stop])[0]
            if total := _count(clause):
                counts[action] = counts.get(action, 0) + total
    return counts


def _count(clause: str) -> int:
    clause = re.sub(r"\([^()]*(?:entities|addresses)[^()]*\)", " ", clause)
    clause = re.sub(r"\b(?:to|from)\s+(?:an?\s+)?(?:existing\s+)?entr(?:y|ies)\b", " ", clause)
    total = pending = 0
    thing = rf"\b(?P<n>{NUMBER})\s+{_THING}(?:\s+under\s+(?P<under>{NUMBER})\s+(?:separate\s+|new\s+)?entr(?:y|ies))?"
    for found in re.finditer(thing, clause, re.IGNORECASE):
        if re.search(r"\b(?:from|of|to|in)\s*\Z", clause[: found.start()]) and total + pending:
            continue
        value = number_of(found["n"]) or 0
        entries = (number_of(found["under"]) or 0) if found["under"] else None
        if entries is None:
            pending += value
        elif entries >= pending + value:  # "four entities and one address under five entries"
            total, pending = total + entries, 0
        else:
            total, pending = total + pending + entries, 0
    return total + pending


_DESTINATION = re.compile(
    r"(?:(?<=[;,:]\s)|(?<=\band\s)|(?<=\bthe\s)|(?<=\bof\s)|"
    r"^)(?P<name>[^\W\d_][^;()0-9]{2,60}?)(?:\s*\((?P<short>[^()\d]+)\))?,?\s*\((?P<n>\d{1,3})\)"
)


def stated_destinations(text: str) -> dict[str, int]:
    """``China (11) and Taiwan (1)`` -> {"CHINA": 11, "TAIWAN": 1}, by country key."""
    found: dict[str, int] = {}
    for match in _DESTINATION.finditer(text):
        name = re.sub(
            r"^(?:.*\b(?:destinations?|country|countries)\s+of\s+)?(?:and\s+)?(?:the\s+)?",
            "",
            match["name"].strip(" ,"),
        )
        found[country_key(re.sub(r",?\s*People's Republic of$|^People's Republic of\s+", "", name))] = int(match["n"])
    return found


def check(rule: Rule, body: Body, read: Read) -> list[Problem]:
    problems = list(_encoding(rule, body))
    entries = [
        c for c in rule.changes if c.entry.kind is not EntryKind.COUNTRY and c.entry.list.value.endswith("-list")
    ]
    if entries and rule.summary:
        problems += _counts(rule.summary, entries)
    if entries:
        problems += _bullets(body, entries)
    problems += _nothing_read(rule, body, read)
    return problems


def _counts(summary: str, changes: list[ListChange]) -> Iterator[Problem]:
    read = Counter(c.action for c in changes)
    for action, stated in stated_counts(summary).items():
        if read[action] != stated:
            yield Problem("SUMMARY", f"the summary states {stated} entries to {action}, {read[action]} were read")
    about_additions = " ".join(
        s
        for s in _SENTENCE_END.split(summary)
        if re.search(r"\(\d+\)", s) and not re.search(r"existing|modif|typograph", s)
    )
    added = Counter(country_key(c.entry.destination) for c in changes if c.action is Action.ADD)
    for country, stated in stated_destinations(about_additions).items():
        if added[country] != stated:
            yield Problem(
                "SUMMARY", f"the summary states {stated} additions under {country}, {added[country]} were read"
            )


def _bullets(body: Body, changes: list[ListChange]) -> Iterator[Problem]:
    """The bulleted names of the preamble against the names read, in both directions where the lists are complete."""
    names = {key(n): n for c in changes for n in (c.entry.name, c.former_name or "", *c.entry.aliases) if n}
    added = [c for c in changes if c.action is Action.ADD]
    bulleted: list[str] = []
    for run in _bullet_runs(body):
        unseen = [b for b in run if key(b) not in names]
        if len(unseen) * 2 > len(run):
            continue  # bullets about something else
        bulleted += run
        for bullet in unseen:
            near = max(names.values(), key=lambda n: fuzz.ratio(n.casefold(), bullet.casefold()), default="")
            if fuzz.ratio(near.casefold(), bullet.casefold()) >= NEAR:
                bulleted.append(near)
                yield Problem("preamble", f"the preamble spells {bullet!r}, the list {near!r}", "info")
            else:
                yield Problem("preamble", f"named in the preamble, but not among the entries read: {bullet!r}")
    keys = {key(b) for b in bulleted}
    missing = [c for c in added if key(c.entry.name) not in keys]
    if added and len(missing) * 5 <= len(added):
        for change in missing:
            what = f"added, but not in the preamble's list: {change.entry.name!r} under {change.entry.destination}"
            yield Problem("preamble", what, "info")


def _bullet_runs(body: Body) -> Iterator[list[str]]:
    """Bullets that follow one another, headings (countries) between them allowed."""
    run: list[str] = []
    for block in body.preamble:
        if found := re.match(r"\s*[•·]\s*(.+?)[\s;.,]*\Z", block.text):
            run.append(bare(re.sub(r"[;,]?\s+and\Z", "", found[1])))
        elif block.kind is not BlockKind.HEADING and len(block.text) > 40 and run:
            yield run
            run = []
    if run:
        yield run


def _encoding(rule: Rule, body: Body) -> Iterator[Problem]:
    text = " ".join([*(c.entry.raw for c in rule.changes), *(c.entry.name for c in rule.changes), rule.summary or ""])
    if "\ufffd" in text or re.search(r"â€[œ™“”]|Ã[¼¶±©]|Å[Ÿž]", text):
        yield Problem("document", "the text was damaged by a wrong encoding; names may not be as published")
    del body


def _nothing_read(rule: Rule, body: Body, read: Read) -> Iterator[Problem]:
    """A document that names a list or amends the CFR must not come out empty."""
    whole = " ".join(b.text for b in body.blocks[body.amending or 0 :]) if body.amending is not None else ""
    if (
        read.instructions
        and not rule.changes
        and not rule.amendments
        and any("continue" not in i.text for i in read.instructions)
    ):
        yield Problem("amending part", f"{len(read.instructions)} instructions, and nothing was read from them")
    if not (rule.changes or rule.amendments or rule.orders or rule.title or rule.summary):
        yield Problem("document", "neither a title nor a summary nor an instruction was found")
    undated = any(c.effective is None and not c.provisional for c in rule.changes) or any(
        a.effective is None and not a.provisional for a in rule.amendments
    )
    if rule.kind is DocumentKind.RULE and not rule.corrects and undated:
        yield Problem("DATES", "from when the amendments have effect was not found")
    if rule.kind is DocumentKind.RULE and body.amending is None and not rule.amendments:
        ours = re.search(r"\b15\s+CFR\s+(?:chapter|[Pp]arts?\s+7[3-7]\d)", body.cfr or "")
        severity = "warning" if ours else "info"  # some rules of other agencies amend nothing
        yield Problem("amending part", "no amendatory instruction was found", severity)
    if (
        re.search(r"\b[Ss]upplement\s+[Nn]o\.?\s*[467]\s+to\s+part\s+744\s+is\s+amended\b", whole)
        and not rule.changes
        and not any(a.target.part == "744" and a.target.supplement in ("4", "6", "7") for a in rule.amendments)
    ):
        yield Problem("amending part", "a list in part 744 is amended, and no entry was read")
