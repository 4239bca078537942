"""What a document says about itself against what was read from it. A difference is a Problem with both figures; nothing
is changed or dropped because of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from parsers.amendments_entries import country_key
from parsers.model import Action, EntryKind, ListChange, Problem, Rule
from parsers.rule_amending import Read
from parsers.rule_blocks import Body
from parsers.rule_rows import key

_WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBER = rf"(?:\d{{1,4}}|(?:{'|'.join(_TENS)})(?:[-\s](?:{'|'.join(_WORDS[1:10])}))?|{'|'.join(_WORDS)}|an?)"
_THING = r"(?:new\s+|existing\s+|additional\s+|foreign\s+)*(?:entit(?:y|ies)|entr(?:y|ies)|persons?|part(?:y|ies)|address(?:es)?)"


def number_of(word: str) -> int | None:
    """``twenty-eight`` -> 28, ``an`` -> 1."""
    word = word.lower().strip()
    if word.isdigit():
        return int(word)
    if word in ("a", "an"):
        return 1
    parts = re.split(r"[-\s]+", word)
    if len(parts) == 2 and parts[0] in _TENS and parts[1] in _WORDS:
        return _TENS[parts[0]] + _WORDS.index(parts[1])
    if word in _TENS:
        return _TENS[word]
    return _WORDS.index(word) if word in _WORDS else None


_ADD = r"\badd(?:s|ing|ed)?\b"
_REVISE = r"\b(?:modif(?:y|ies|ying|ied)|revis(?:e|es|ing)|amends(?=\s+\S+\s+existing))\b"
_REMOVE = r"\bremov(?:e|es|ing)\b"


def stated_counts(summary: str) -> dict[Action, int]:
    """The numbers of entries that a summary says are added, revised and removed.

    Where entities and entries are both given, it is the entries ("37 entities under 38 entries"); what is joined by "and"
    is summed ("... and four addresses under four entries").
    """
    counts: dict[Action, int] = {}
    for sentence in re.split(r"(?<=[a-z)])\.\s+(?=[A-Z])", summary):
        for action, verb in ((Action.ADD, _ADD), (Action.REVISE, _REVISE), (Action.REMOVE, _REMOVE)):
            for found in re.finditer(verb, sentence, re.IGNORECASE):
                clause = sentence[found.end() :]
                next_verb = re.search(rf"{_ADD}|{_REVISE}|{_REMOVE}|\bunder the destinations?\b|\bconsisting\b", clause, re.IGNORECASE)
                clause = clause[: next_verb.start()] if next_verb else clause
                total = _count(clause)
                if total:
                    counts[action] = counts.get(action, 0) + total
    return counts


def _count(clause: str) -> int:
    clause = re.sub(r"\([^()]*(?:entities|addresses)[^()]*\)", " ", clause)
    clause = re.sub(rf"\b(?:to|from)\s+(?:an?\s+)?(?:existing\s+)?entr(?:y|ies)\b", " ", clause)
    total = 0
    for found in re.finditer(rf"\b(?P<n>{_NUMBER})\s+{_THING}(?:\s+under\s+(?P<under>{_NUMBER})\s+(?:separate\s+|new\s+)?entr(?:y|ies))?", clause, re.IGNORECASE):
        if re.search(r"\b(?:from|of|to|in)\s*\Z", clause[: found.start()]) and total:
            continue
        value = number_of(found["under"] or found["n"])
        total += value or 0
    return total


_DESTINATION = re.compile(r"(?:(?<=[;,:]\s)|(?<=\band\s)|(?<=\bthe\s)|(?<=\bof\s)|^)(?P<name>[^\W\d_][^;()0-9]{2,60}?)(?:\s*\((?P<short>[^()\d]+)\))?,?\s*\((?P<n>\d{1,3})\)")


def stated_destinations(text: str) -> dict[str, int]:
    """``China (11) and Taiwan (1)`` -> {"CHINA": 11, "TAIWAN": 1}, by country key."""
    found: dict[str, int] = {}
    for match in _DESTINATION.finditer(text):
        name = re.sub(r"^(?:.*\b(?:destinations?|country|countries)\s+of\s+)?(?:and\s+)?(?:the\s+)?", "", match["name"].strip(" ,"))
        found[country_key(re.sub(r",?\s*People's Republic of$|^People's Republic of\s+", "", name))] = int(match["n"])
    return found


def check(rule: Rule, body: Body, read: Read) -> list[Problem]:
    problems = list(_encoding(rule, body))
    entries = [c for c in rule.changes if c.entry.kind is not EntryKind.COUNTRY and c.entry.list.value.endswith("-list")]
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
    sentence = next((s for s in re.split(r"(?<=[a-z)])\.\s+(?=[A-Z])", summary) if re.search(r"\(\d+\)", s) and not re.search(r"typographical|existing", s)), "")
    around = " ".join(s for s in re.split(r"(?<=[a-z)])\.\s+(?=[A-Z])", summary) if "(" in s and not re.search(r"existing entries|modif|typographical", s))
    stated_by_country = stated_destinations(around if sentence else "")
    added = Counter(country_key(c.entry.destination) for c in changes if c.action is Action.ADD)
    for country, stated in stated_by_country.items():
        actual = added[country] or next((n for name, n in added.items() if name.startswith(country) or country.startswith(name) and name), 0)
        if actual != stated:
            yield Problem("SUMMARY", f"the summary states {stated} additions under {country}, {actual} were read")


def _bullets(body: Body, changes: list[ListChange]) -> Iterator[Problem]:
    """The bulleted names of the preamble against the names read, in both directions where the list is complete."""
    names = {key(n) for c in changes for n in (c.entry.name, c.former_name or "", *c.entry.aliases) if n}
    bullets: list[str] = []
    for block in body.preamble:
        if found := re.match(r"\s*[•·]\s*(.+?)\s*(?:[;.,]|;?\s+and)?\s*\Z", block.text):
            bullets.append(re.sub(r"[;,]?\s+and\Z", "", found[1]).rstrip(";,"))
    if not bullets:
        return
    seen = [b for b in bullets if key(b) in names or key(b.split(", a.k.a")[0]) in names]
    if len(seen) * 2 < len(bullets):
        return  # bullets about something else
    for bullet in bullets:
        if bullet not in seen and len(bullet) < 200:
            yield Problem("preamble", f"named in the preamble, but not among the entries read: {bullet!r}")
    keys = {key(b) for b in bullets}
    added = [c for c in changes if c.action is Action.ADD]
    missing = [c for c in added if key(c.entry.name) not in keys]
    if added and len(missing) * 5 <= len(added):
        for change in missing:
            yield Problem("preamble", f"added, but not named in the preamble's list: {change.entry.name!r} under {change.entry.destination}", "info")


def _encoding(rule: Rule, body: Body) -> Iterator[Problem]:
    text = " ".join([*(c.entry.raw for c in rule.changes), *(c.entry.name for c in rule.changes), rule.summary or ""])
    if "\ufffd" in text or re.search(r"â€[œ™“”]|Ã[¼¶±©]|Å[Ÿž]", text):
        yield Problem("document", "the text was damaged by a wrong encoding; names may not be as published")
    del body


def _nothing_read(rule: Rule, body: Body, read: Read) -> Iterator[Problem]:
    """A document that names a list or amends the CFR must not come out empty."""
    whole = " ".join(b.text for b in body.blocks[body.amending or 0 :]) if body.amending is not None else ""
    if read.instructions and not rule.changes and not rule.amendments and any("continue" not in i.text for i in read.instructions):
        yield Problem("amending part", f"{len(read.instructions)} instructions, and nothing was read from them")
    if rule.kind.value in ("rule", "proposed-rule") and body.amending is None:
        yield Problem("amending part", "no amendatory instruction was found")
    if re.search(r"\b[Ss]upplement\s+[Nn]o\.?\s*[467]\s+to\s+part\s+744\s+is\s+amended\b", whole) and not rule.changes and not any(
        a.target.part == "744" and a.target.supplement in ("4", "6", "7") for a in rule.amendments
    ):
        yield Problem("amending part", "a list in part 744 is amended, and no entry was read")
