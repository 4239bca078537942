"""Whether a paragraph of the CFR has effect on a date: additions, removals, stays and delays as the documents order
them. Pure.

The text of a stayed paragraph stays in the CFR, so "it is printed" never means "it is in force" (Document Drafting
Handbook, *stay*). Decisions, each with its ground:

* **"Stayed until November 9, 2026" includes November 9.** 90 FR 50857 stays the Affiliates Rule "until November 9,
  2026" and says in its preamble: suspended from 10 November 2025 *through* 9 November 2026, applicable again on 10
  November 2026. ``until`` is therefore the last day of a stay, and the paragraph has effect from the day after. Firms
  that print 9 or 10 November as the first day back and the last day out are off by one.
* **"Delayed until March 21" is the other way round** (see ``delays``): the new day is the first day of effect.
* A stay of a whole section, supplement or part covers its paragraphs; a stay of one sentence or of the introductory
  text of a paragraph does not stop the paragraph (a finding says so).
* Of several stays of the same place the newest document governs from its own effective date, so it can extend or
  shorten; stays of different places add up; lifting a place ends every stay that covers it.
* A stayed paragraph cannot be amended while stayed: a document that revises it without lifting the stay leaves it
  stayed, not confirmed.
* A redesignated paragraph is followed to its new place where the instruction names it.
* The eCFR checks the documents (from ``INCORPORATION_LAG`` after publication on) and stands in for those that were not
  read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from monitor.law import Evidence, Finding, Provision, Rendition
from monitor.law.chains import DAY, long_date
from monitor.law.citation_join import printed_date
from monitor.law.codified_text import IN_FORCE, STAYS, TextCapture, prints, read_target, touches
from monitor.law.provision_spans import Source, Span, Stay, Text, spans_of
from parsers.model import Action, Amendment, CfrReference, EffectiveDateNote

_TEXTS = (Action.ADD, Action.REVISE, Action.REPUBLISH)


@dataclass(frozen=True, slots=True)
class AmendmentStep:
    """One amendment on the day on which it acts."""

    on: date
    order: tuple[date, int, int, str, int]  # publication, volume, page, document number, place in the document
    amendment: Amendment
    rendition: Rendition
    provisional: bool = False

    @property
    def evidence(self) -> Evidence:
        return self.rendition.evidence

    @property
    def published(self) -> date | None:
        rule = self.rendition.rule
        return (rule.publication_date if rule else None) or self.rendition.evidence.publication_date

    @property
    def cite(self) -> str:
        return self.evidence.citation or self.rendition.document_number

    @property
    def source(self) -> Source:
        return Source(self.evidence, self.cite, self.published, self.rendition.document_number)


@dataclass(slots=True)
class ProvisionHistory:
    """What the documents and captures say about one provision; ``spans`` cover all days, oldest first."""

    provision: Provision
    spans: tuple[Span, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    captures: tuple[TextCapture, ...] = ()
    target: CfrReference = field(default_factory=lambda: CfrReference(0, ""))

    def at(self, on: date) -> Span:
        for span in reversed(self.spans):
            if span.since is None or span.since <= on:
                return span
        return self.spans[0]


def build_history(
    provision: Provision, steps: Sequence[AmendmentStep], captures: Callable[[CfrReference], tuple[TextCapture, ...]]
) -> ProvisionHistory:
    """All states of a provision from the amendments known and from what the eCFR captures show of a place (oldest
    first).
    """
    history = ProvisionHistory(provision, target=read_target(provision.target))
    reading = _Reading(history)
    for step in steps:
        reading.apply(step)
    history.target, history.captures = reading.target, captures(reading.target)
    reading.fill_in(history.captures)
    history.spans = spans_of(reading.texts, reading.stays)
    return history


class _Reading:
    """Amendments in the order of law, turned into texts and stays of the provision."""

    def __init__(self, history: ProvisionHistory) -> None:
        self.history = history
        self.target = history.target
        self.texts: list[Text] = []
        self.stays: list[Stay] = []
        self.cited: set[object] = set()  # citations and publication dates of the documents that stay, extend or lift

    def apply(self, step: AmendmentStep) -> None:
        action = step.amendment.action
        relation = touches(step.amendment.target, self.target)
        if not relation:
            return
        if action in (*STAYS, Action.EXTEND, Action.LIFT_STAY):
            self.cited |= {step.cite, step.published} - {None}
        if relation == "part":
            if action in STAYS:
                what = f"{step.cite} stays {step.amendment.target}, a part of {self.target}: the rest has effect"
                self.finding("partly-stayed", step, what, "info")
            return  # the provision itself is there before and after
        if action in STAYS:
            self._stay(step)
        elif action is Action.EXTEND:
            self._extend(step)
        elif action is Action.LIFT_STAY:
            self._lift(step)
        elif action in _TEXTS:
            self._print(step)
        elif action in (Action.REMOVE, Action.RESERVE):
            self._set_text(step, present=False, verb="removed")
        elif action is Action.REDESIGNATE:
            self._redesignate(step)
        # a correction leaves the provision where it is; a delay has moved what it delays already

    def _present(self, on: date) -> bool:
        begun = [t for t in self.texts if t.on is None or t.on <= on]
        return bool(begun) and begun[-1].present

    def _lapse(self, on: date) -> Text | None:
        """The end of a temporary text that is still to come."""
        return next((t for t in self.texts if t.terms and t.on is not None and t.on >= on), None)

    def _print(self, step: AmendmentStep) -> None:
        """New text for the provision or for a wider place."""
        amended, present = step.amendment.target, self._present(step.on)
        if amended != replace(self.target, detail=amended.detail) and not prints(
            step.amendment.text, amended, self.target
        ):
            if (
                not present
                or step.amendment.action is Action.ADD
                or "* * *" in step.amendment.text
                or not step.amendment.text
            ):
                return  # a wider place without this provision, or with stars for what stays as it is
            doubt = (
                f"{step.cite} revises {amended} and prints no {self.target}: "
                "whether it is gone needs a look at the document"
            )
            self.finding("revised-without", step, doubt)
            self._set_text(step, present=False, verb="removed", doubt=doubt)
        elif not present and not self.texts and step.amendment.action is not Action.ADD:
            self.texts.append(Text(None, True, step.source, "revised"))
        elif not present or step.amendment.until is not None or self._lapse(step.on) is not None:
            self._set_text(step, present=True, verb="added")
        elif any(s.covers(step.on) and s.source.document != step.rendition.document_number for s in self.stays):
            doubt = (
                f"{step.cite} revises {self.target} while it is stayed and does not say that the stay ends: "
                "a later document, or the next eCFR text, would settle it"
            )
            self.finding("revised-while-stayed", step, doubt)
            self.texts.append(Text(step.on, True, step.source, "revised", doubt=doubt))

    def _set_text(self, step: AmendmentStep, *, present: bool, verb: str, doubt: str | None = None) -> None:
        was, until = self._present(step.on), step.amendment.until
        self.texts = [t for t in self.texts if not (t.terms and t.on is not None and t.on > step.on)]
        self.texts.append(Text(step.on, present, step.source, verb, doubt=doubt))
        if until is not None and until >= step.on:
            self.texts.append(Text(until + DAY, was, step.source, verb, terms=True))

    def _redesignate(self, step: AmendmentStep) -> None:
        moved = _new_place(step.amendment, self.target)
        if moved is None:
            what = (
                f"{step.cite} redesignates {step.amendment.target}; its new place could not be read from "
                f"“{step.amendment.instruction}”"
            )
            self.finding("redesignated", step, what)
            self._set_text(step, present=self._present(step.on), verb="redesignated", doubt=what)
            return
        self.finding("redesignated", step, f"{step.cite} redesignates {self.target} as {moved}: followed there", "info")
        self.target = moved

    def _stay(self, step: AmendmentStep) -> None:
        amendment = step.amendment
        for stay in self.stays:
            if stay.target == amendment.target and (stay.end is None or stay.end >= step.on):
                stay.end = step.on - DAY  # restated: the newest document governs
        self.stays.append(Stay(amendment.target, step.on, amendment.until, step.source, [step.evidence]))
        if not self.texts:
            self.texts.append(Text(None, True, step.source, "stayed"))

    def _extend(self, step: AmendmentStep) -> None:
        """A new last day for the stay that runs, or for the temporary text."""
        until = step.amendment.until
        running = [s for s in self.stays if s.end is not None and s.end >= step.on - DAY]
        lapse = self._lapse(step.on)
        if until is None:
            what = f"{step.cite} extends {step.amendment.target}; its new last day could not be read"
            self.finding("extended", step, what)
        elif running:
            for stay in running:
                stay.end, stay.source = max(until, step.on), step.source
                stay.evidence.append(step.evidence)
        elif lapse is not None:
            lapse.on, lapse.source = until + DAY, step.source
        else:
            self._stay(step)  # the stay that it extends was not read

    def _lift(self, step: AmendmentStep) -> None:
        running = [s for s in self.stays if s.end is None or s.end >= step.on]
        for stay in running:
            stay.end, stay.lifted_by = step.on - DAY, step.source
            stay.evidence.append(step.evidence)
        if not running:
            what = f"{step.cite} lifts a stay of {step.amendment.target}; no document that stays it was read"
            self.finding("lift-without-stay", step, what, "info")
            if not self.texts:
                self.texts.append(Text(step.on, True, step.source, "added"))

    def finding(self, kind: str, step: AmendmentStep, what: str, severity: str = "warning") -> None:
        key = f"{self.history.provision.target}:{kind}:{step.rendition.document_number}:{step.amendment.target}"
        self.history.findings.append(Finding(key, kind, severity, what, (step.evidence,)))

    # -- captures in place of documents

    def fill_in(self, captures: Sequence[TextCapture]) -> None:
        """Where no document was read, the text and the effective-date notes of the eCFR say what is in force."""
        if not any(t.verb in ("added", "removed") for t in self.texts):
            self._text_from(captures)
        for capture in captures:
            for note in capture.stays:
                self._stay_from(note, capture)
        self._end_unread_stays(captures)

    def _text_from(self, captures: Sequence[TextCapture]) -> None:
        texts: list[Text] = []
        for capture in captures:
            if capture.present is None or (texts and texts[-1].present is capture.present):
                continue
            source = Source(capture.evidence, f"the eCFR of {long_date(capture.day)}", None, None)
            texts.append(Text(capture.day if texts else None, capture.present, source, "printed"))
        self.texts = texts or self.texts

    def _stay_from(self, note: EffectiveDateNote, capture: TextCapture) -> None:
        printed = printed_date(note.text) or printed_date(note.citation or "")
        if {note.citation, printed} & self.cited:
            return
        self.cited |= {note.citation, printed} - {None}
        cite = note.citation or f"the eCFR of {long_date(capture.day)}"
        evidence = replace(
            capture.evidence, citation=note.citation or capture.evidence.citation, publication_date=printed
        )
        source = Source(evidence, cite, printed, None)
        self.stays.append(Stay(self.target, printed or capture.day, note.until, source, [evidence], noted=capture.day))
        key = f"{self.history.provision.target}:stay-not-read:{cite}"
        what = (
            f"{self.target} is stayed by a note of the eCFR ({cite}); that document was not read: "
            "the first day is that of its publication"
        )
        self.history.findings.append(Finding(key, "stay-not-read", "info", what, (evidence,)))

    def _end_unread_stays(self, captures: Sequence[TextCapture]) -> None:
        """A stay known from a note only ends when a later capture no longer has the note."""
        for capture in captures:
            for stay in self.stays:
                if stay.noted is None or stay.noted >= capture.day or not stay.covers(capture.day):
                    continue
                if capture.state(capture.day) == IN_FORCE:
                    stay.end = capture.day - DAY
                    stay.lifted_by = Source(capture.evidence, f"the eCFR of {long_date(capture.day)}", None, None)
                    key = f"{self.history.provision.target}:stay-vanished:{stay.source.cite}"
                    what = (
                        f"the eCFR of {long_date(capture.day)} no longer has the note of the stay by "
                        f"{stay.source.cite}; what ended it was not read"
                    )
                    self.history.findings.append(Finding(key, "stay-vanished", "warning", what, (capture.evidence,)))


def _new_place(amendment: Amendment, target: CfrReference) -> CfrReference | None:
    """Where a redesignation moves the target to, also when it moves a wider place; None where the document does not
    say.
    """
    new = amendment.redesignated_to
    if new is None:
        return None
    rest = target.paragraphs[len(amendment.target.paragraphs) :]
    return replace(new, paragraphs=(*new.paragraphs, *rest), detail=target.detail)
