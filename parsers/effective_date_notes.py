"""Effective Date Notes and Editorial Notes of the eCFR: what is stayed, until when, and what could not be incorporated.

"At 90 FR 50857, Nov. 12, 2025, in § 744.8, the second and third sentences of paragraph (a)(2) and the first sentence of
paragraph (b) were stayed, effective until Nov. 9, 2026."
"""

from __future__ import annotations

import re

from parsers.citations import paragraph_range, read_cfr_reference, read_fr_citations, split_paragraphs
from parsers.dates import read_until
from parsers.model import Action, CfrReference, EffectiveDateNote

_VERBS = (
    (
        re.compile(
            r"\bstay(?:s)?\s+(?:\S+\s+){0,6}(?:was|were|is|are)\s+(?:lifted|removed|terminated|vacated)|\blifted\b",
            re.I,
        ),
        Action.LIFT_STAY,
    ),
    (re.compile(r"\b(?:stayed|stay\s+was\s+extended)\b", re.I), Action.STAY),
    (re.compile(r"\bsuspended\b", re.I), Action.SUSPEND),
    (re.compile(r"\bdelayed\b|\bpostponed\b|\bdeferred\b", re.I), Action.DELAY),
    (re.compile(r"\bextended\b", re.I), Action.EXTEND),
    (re.compile(r"\bredesignat", re.I), Action.REDESIGNATE),
    (re.compile(r"\b(?:revised|revising|amended)\b", re.I), Action.REVISE),
    (re.compile(r"\b(?:removed|removing)\b", re.I), Action.REMOVE),
    (re.compile(r"\b(?:added|adding)\b", re.I), Action.ADD),
    (re.compile(r"\b(?:corrected|correcting)\b", re.I), Action.CORRECT),
)
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next-to-last|final)"
_PATH = r"(?:\([0-9A-Za-z]{1,5}\))+"
_PLACE = re.compile(
    rf"""(?P<detail>{_ORDINAL}(?:(?:,\s*(?:and\s+)?|\s+(?:and|through)\s+)(?:the\s+)?{_ORDINAL})*\s+sentences?
          |introductory\s+texts?|headings?|tables?|footnotes?\s+\d+(?:\s+and\s+\d+)*|notes?\s+\d+|definitions?\s+of\s+[“"][^”"]+[”"])?
        (?:\s*(?:of|in|to)\s+)?(?:the\s+)?
        (?:paragraphs?\s+(?P<paths>{_PATH}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|through|or)\s+|\s*[–-]\s*)(?:paragraphs?\s+)?{_PATH})*)
          (?:\s+(?P<after>introductory\s+texts?|headings?))?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_INCORPORATED = re.compile(r"could\s+not\s+be\s+incorporated", re.IGNORECASE)


def read_note(text: str, where: CfrReference, *, editorial: bool) -> EffectiveDateNote:
    """One note. ``where`` is the section or supplement under which it is printed; targets are narrowed by its words."""
    folded = " ".join(text.split())
    until, words = read_until(folded)
    cited = read_fr_citations(folded)
    action = None if editorial else next((action for pattern, action in _VERBS if pattern.search(folded)), None)
    return EffectiveDateNote(
        where=where,
        text=folded,
        citation=str(cited[0]) if cited else None,
        action=action,
        targets=() if editorial and not _NOT_INCORPORATED.search(folded) else _targets(folded, where),
        until=until,
        until_words=words,
    )


def _targets(text: str, where: CfrReference) -> tuple[CfrReference, ...]:
    """The places that the note names, between the citation's date and the verb; ``where`` as a whole if none."""
    clause = re.sub(r"\AAt\s+\d+\s+FR\s+\d+,?\s*(?:[A-Z][a-z]+\.?\s+\d{1,2},?\s+\d{4})?,?\s*", "", text)
    clause = re.split(r"\b(?:was|were|is|are)\b", clause, maxsplit=1)[0]
    base = where
    named = read_cfr_reference(clause, title=where.title)
    if named is not None and (named.section or named.supplement):
        base = named
    inside = re.sub(
        r"(?:§+\s*\d+[a-z]?\.\d+|supplement\s+no\.?\s*\d+\s+to\s+part\s+\d+)", " ", clause, flags=re.IGNORECASE
    )
    out: list[CfrReference] = []
    for found in _PLACE.finditer(inside):
        if not found.group().strip() or not (found["detail"] or found["paths"]):
            continue
        detail = " ".join((found["detail"] or found["after"] or "").split()) or None
        out.extend(
            CfrReference(base.title, base.part, base.section, base.supplement, path, detail)
            for path in _paths(found["paths"] or "")
        )
        if not found["paths"]:
            out.append(CfrReference(base.title, base.part, base.section, base.supplement, base.paragraphs, detail))
    return tuple(dict.fromkeys(out)) or (base,)


def _paths(text: str) -> list[tuple[str, ...]]:
    paths: list[tuple[str, ...]] = []
    ranged = False
    for token in re.findall(rf"{_PATH}|through|[–-]", text):
        if token in ("through", "–", "-"):
            ranged = bool(paths)
            continue
        path = split_paragraphs(token)
        if ranged:
            paths[-1:] = paragraph_range(paths[-1], path)
            ranged = False
        else:
            paths.append(path)
    return paths
