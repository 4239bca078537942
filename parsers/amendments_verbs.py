"""The verbs of amendatory instructions, in every form they take: adding, Add, to add, is added, are removed and
reserved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.model import Action

# For each action: its gerund, its imperative, its participle.
_VERBS: tuple[tuple[Action | None, str, str, str], ...] = (
    (Action.ADD, r"adding|inserting", r"add|insert", r"added|inserted"),
    (Action.REVISE, r"revising|replacing|rewriting", r"revise|replace", r"revised|replaced"),
    (
        Action.REMOVE,
        r"removing|deleting|withdrawing|rescinding",
        r"remove|delete|withdraw|rescind",
        r"removed|deleted|withdrawn|rescinded",
    ),
    (
        Action.REDESIGNATE,
        r"redesignating|re-designating|transferring|moving|relocating|designating",
        r"redesignate|transfer|move|relocate|designate",
        r"redesignated|re-designated|transferred|moved|relocated|designated",
    ),
    (Action.RESERVE, r"reserving", r"reserve", r"reserved"),
    (Action.CORRECT, r"correcting", r"correct|change", r"corrected"),
    (Action.REPUBLISH, r"republishing", r"republish", r"republished"),
    (Action.STAY, r"staying", r"stay", r"stayed"),
    (Action.SUSPEND, r"suspending", r"suspend", r"suspended"),
    (Action.LIFT_STAY, r"lifting|reinstating|ending", r"lift|reinstate", r"lifted|reinstated"),
    (Action.DELAY, r"delaying|postponing|deferring", r"delay|postpone|defer", r"delayed|postponed|deferred"),
    (Action.EXTEND, r"extending", r"extend", r"extended"),
    (None, r"amending|modifying", r"amend|modify", r"amended|modified"),
)


@dataclass(frozen=True, slots=True)
class Verb:
    """``action`` None: "amend", which only says that something follows. ``also``: "removed *and reserved*"."""

    action: Action | None
    begin: int
    end: int
    passive: bool
    also: tuple[Action, ...] = ()


def _action_of(word: str) -> Action | None:
    lowered = word.lower()
    for action, *forms in _VERBS:
        # Caseless: "ſ" is an "s" for the pattern that found the word, and stays "ſ" in small letters.
        if any(re.fullmatch(form, lowered, re.IGNORECASE) for form in forms):
            return action
    raise LookupError(word)


_GERUND = "|".join(v[1] for v in _VERBS)
_IMPERATIVE = "|".join(v[2] for v in _VERBS)
_PARTICIPLE = "|".join(v[3] for v in _VERBS)
_FORM = re.compile(
    rf"""(?P<gerund>\b(?P<g1>{_GERUND})(?:\s+and\s+(?P<g2>{_GERUND}))?\b)
      | (?P<passive>\b(?:is|are|was|were|be|remains?|shall\s+be)\s+
          (?:(?:hereby|being|further|also|temporarily|proposed\s+to\s+be)\s+)*
          (?P<p1>{_PARTICIPLE})(?:(?:\s+and|,)\s+(?:(?:is|are)\s+)?(?P<p2>{_PARTICIPLE}))?\b)
      | (?P<should>\bshould\s+(?:read|have\s+read)\b)
      | (?P<imperative>(?:(?<=\A)|(?<=[;:.,]\s)|(?<=\band\s)|(?<=\bto\s)|(?<=\s\s)|(?<=\A\s)|(?<=\x00\s))
          (?P<i1>{_IMPERATIVE})(?:\s+and\s+(?P<i2>{_IMPERATIVE}))?\b(?=\s+(?!to\b)\S))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(r"\b(?:the|a|an|this|that|such|of|in|for|as)\s*\Z", re.IGNORECASE)


def find_verbs(text: str) -> list[Verb]:
    """The verbs of an instruction whose quotations are blanked out, in order."""
    verbs: list[Verb] = []
    for found in _FORM.finditer(text):
        if found["should"]:
            verbs.append(Verb(Action.CORRECT, found.start(), found.end(), passive=True))
            continue
        first, second = next((found[a], found[b]) for a, b in (("g1", "g2"), ("p1", "p2"), ("i1", "i2")) if found[a])
        if found["imperative"] and _NOUN_BEFORE.search(text[: found.start()]):
            continue
        if found["gerund"] and _noun_gerund(text, found):
            continue
        action = _action_of(first)
        also = tuple(a for a in ([_action_of(second)] if second else []) if a is not None and a is not action)
        if action is Action.STAY and found["imperative"] and re.match(r"\s+(?:of|on)\b", text[found.end() :]):
            continue
        if action is None and also:
            action, also = also[0], ()
        verbs.append(Verb(action, found.start(), found.end(), bool(found["passive"]), also))
    return _lifted_stays(text, verbs)


def _noun_gerund(text: str, found: re.Match[str]) -> bool:
    """ "controls on lifting equipment": a gerund that is no verb of the instruction has an article or adjective
    before it."""
    return bool(re.search(r"\b(?:the|of|on|for|in|a|an)\s+\Z", text[: found.start()])) and not re.search(
        r"\bby\s+\Z", text[: found.start()]
    )


def _lifted_stays(text: str, verbs: list[Verb]) -> list[Verb]:
    """``the stay of § 1.2 is removed`` and ``removing the stay on`` lift it."""
    lifted = []
    for verb in verbs:
        about = text[max(0, verb.begin - 200) : verb.begin] if verb.passive else text[verb.end : verb.end + 40]
        if verb.action in (Action.REMOVE, Action.LIFT_STAY) and re.search(
            r"\b(?:stay|suspension)\s+(?:of|on|to|in)\b", about
        ):
            lifted.append(Verb(Action.LIFT_STAY, verb.begin, verb.end, verb.passive, verb.also))
        else:
            lifted.append(verb)
    return lifted
