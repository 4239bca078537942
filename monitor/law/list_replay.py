"""One list's documents and captures, put in the order of law and replayed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from heapq import heapify, heappop, heappush
from itertools import count

from monitor.law import Finding, ListingVersion
from monitor.law.citation_join import CitationJoin
from monitor.law.file_lists import replay_files
from monitor.law.list_captures import Reconciliation
from monitor.law.list_state import Lapse, ListState, Step
from monitor.law.row_citations import Capture
from parsers.model import ListName

CODIFIED = frozenset({ListName.ENTITY_LIST, ListName.UNVERIFIED_LIST, ListName.MEU_LIST, ListName.MIEU_LIST})


def replay(
    list_name: ListName, steps: Sequence[Step], captures: Sequence[Capture], dates: Mapping[str, date]
) -> tuple[tuple[ListingVersion, ...], tuple[Finding, ...]]:
    """The versions of every entry of a list and what did not fit.

    On one day what ran out goes first, then the documents (in the order of publication, then of pages), then the
    capture.
    """
    if not steps and list_name not in CODIFIED:
        return replay_files(list_name, captures)
    acts: dict[str, list[tuple[date, str]]] = defaultdict(list)
    documents: dict[tuple[date, tuple[date, int, int, str]], list[Step]] = defaultdict(list)
    for step in steps:
        acts[step.document].append((step.on, step.change.entry.name))
        documents[step.on, step.order].append(step)
    renditions = {step.document: step.rendition for step in steps}
    state = ListState(list_name, by_country=list_name in CODIFIED)
    reconciliation = Reconciliation(state, CitationJoin(renditions.values(), acts, dates))

    turn = count()
    due: list[tuple[date, int, object, int, Lapse | list[Step] | Capture]] = []
    due.extend((on, 1, order, next(turn), group) for (on, order), group in documents.items())
    due.extend((capture.on, 2, capture.order, next(turn), capture) for capture in captures)
    heapify(due)
    while due:
        _, _, _, _, what = heappop(due)
        if isinstance(what, Lapse):
            state.lapse(what)
        elif isinstance(what, Capture):
            reconciliation.apply(what)
        else:
            state.apply_document(what)
        for lapse in state.lapses:
            heappush(due, (lapse.on, 0, (), next(turn), lapse))
        state.lapses.clear()
    return state.read_off()
