"""A small law and a small team for tests of the differ: facts, dates, and a screening of folded names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from monitor.differ import Portfolio, exposures, name_ties, names_to_tie, stake_parties
from monitor.law import Evidence, Listing, ListingVersion, Provision, ProvisionState
from monitor.law.entry_identity import fold_name
from monitor.screening import Hit, Verdict
from monitor.watchlist import Counterparty, Stake
from parsers.model import EntryKind, ListEntry, ListName

RULE = Provision("Affiliates Rule", "15 CFR 744.11(a)(1)", "ownership", 50)
_FORMS = (" co ltd", " ltd", " inc", " llc")


def document(number: str, citation: str, observed: date) -> Evidence:
    at = datetime(observed.year, observed.month, observed.day, 12, tzinfo=UTC)
    return Evidence(number, citation, f"https://www.federalregister.gov/d/{number}", "published", at)


INSPUR = document("2023-04558", "88 FR 13673", date(2023, 3, 6))
SUBSIDIARIES = document("2025-05427", "90 FR 14046", date(2025, 3, 28))
AFFILIATES = document("2025-19001", "90 FR 47201", date(2025, 9, 30))
SUSPENSION = document("2025-19846", "90 FR 50857", date(2025, 11, 12))


def entry(name: str, *aliases: str, list: ListName = ListName.ENTITY_LIST, **more) -> ListEntry:
    more.setdefault(
        "license_requirement", "For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)."
    )
    more.setdefault("license_review_policy", "Presumption of denial")
    return ListEntry(list=list, destination="CHINA, PEOPLE'S REPUBLIC OF", name=name, aliases=aliases, **more)


def listing(entry: ListEntry, since: date | None, *evidence: Evidence, key: str = "", **more) -> Listing:
    more.setdefault("version_since", since)
    return Listing(
        key or f"k:{fold_name(entry.name)}:{entry.list}",
        entry,
        since,
        more.pop("until", None),
        evidence=evidence,
        **more,
    )


def affiliates_rule(on: date) -> ProvisionState:
    """The rule as its documents have it (90 FR 47201, 90 FR 50857)."""
    if on < date(2025, 9, 29):
        return ProvisionState(RULE, "not-in-force", None, None, ())
    if on <= date(2025, 11, 9):
        return ProvisionState(
            RULE,
            "in-force",
            date(2025, 9, 29),
            None,
            (AFFILIATES,),
            reason="in force since 29 September 2025 by 90 FR 47201",
        )
    if on <= date(2026, 11, 9):
        reason = "stayed through 9 November 2026 by 90 FR 50857"
        return ProvisionState(
            RULE, "stayed", date(2025, 11, 10), date(2026, 11, 9), (AFFILIATES, SUSPENSION), reason=reason
        )
    reason = "in force again since 10 November 2026 by the terms of 90 FR 50857"
    return ProvisionState(RULE, "in-force", date(2026, 11, 10), None, (AFFILIATES, SUSPENSION), reason=reason)


IN_FORCE, STAYED, NOT_YET = (affiliates_rule(date(*on)) for on in ((2025, 10, 1), (2026, 1, 1), (2025, 1, 1)))


def screen(parties, entries) -> tuple[Hit, ...]:
    """Equal folded names match, those without the legal form too; the same first word alone is possible."""
    hits = []
    for party in parties:
        for one in entries:
            if one.kind is EntryKind.ADDRESS or set(one.addresses) & set(party.addresses):
                shared = [address for address in party.addresses if address in one.addresses]
                hits += [
                    Hit(party.id, party.name, "address", a, one, a, 1.0, Verdict.MATCH, "same address") for a in shared
                ]
                if one.kind is EntryKind.ADDRESS:
                    continue
            values = [(one.name, one), *((alias, one) for alias in one.aliases)]
            values += [(name, one) for sub in one.sub_entities for name in (sub.name, *sub.aliases)]
            best: Hit | None = None
            for value in (party.name, *party.aliases):
                for theirs, _ in values:
                    a, b = _bare(value), _bare(theirs)
                    verdict = (
                        Verdict.MATCH
                        if a == b
                        else Verdict.POSSIBLE
                        if a.split()[0] == "maybe" and a.split()[1:] == b.split()
                        else None
                    )
                    if verdict and (best is None or (best.verdict, verdict) == (Verdict.POSSIBLE, Verdict.MATCH)):
                        how = "name" if value == party.name else "alias"
                        score, reason = (
                            (1.0, "same name") if verdict is Verdict.MATCH else (0.8, "alike, but for a word")
                        )
                        best = Hit(party.id, party.name, how, value, one, theirs, score, verdict, reason)
            if best:
                hits.append(best)
    return tuple(hits)


def _bare(name: str) -> str:
    folded = fold_name(name)
    for form in _FORMS:
        folded = folded.removesuffix(form)
    return folded


@dataclass
class Team:
    """Counterparties and stakes; ``on`` gives the exposures of a day under given listings."""

    counterparties: tuple[Counterparty, ...]
    stakes: tuple[Stake, ...] = ()
    decisions: tuple = ()

    def portfolio(self, entries) -> Portfolio:
        named = stake_parties(self.counterparties, self.stakes)
        return Portfolio.build(
            counterparties=self.counterparties,
            stakes=self.stakes,
            hits=screen((*self.counterparties, *named), entries),
            ties=name_ties(screen(self.counterparties, names_to_tie(named))),
            decisions=self.decisions,
        )

    def exposed(self, listings, state: ProvisionState | None, on: date = date(2026, 1, 1), versions=None):
        entries = [one.entry for one in listings]
        entries += [version.entry for history in (versions or {}).values() for version in history]
        states = (state,) if state else ()
        return exposures(
            self.portfolio(dict.fromkeys(entries)), listings=listings, provisions=states, on=on, versions=versions
        )


def team(*names: str | Counterparty, stakes=(), decisions=()) -> Team:
    parties = tuple(
        name if isinstance(name, Counterparty) else Counterparty(fold_name(name).replace(" ", "-"), name)
        for name in names
    )
    return Team(
        parties, tuple(stake if isinstance(stake, Stake) else Stake(*stake) for stake in stakes), tuple(decisions)
    )


# --- Inspur, 2023 to 2026 (88 FR 13673, 90 FR 14046, 90 FR 47201, 90 FR 50857) ---

GROUP = listing(
    entry("Inspur Group Co., Ltd.", "Inspur Group", "IGL", footnotes=("4",), citations=("88 FR 13675",)),
    date(2023, 3, 2),
    INSPUR,
    key="inspur-group",
)
SOFTWARE = listing(
    entry(
        "Inspur Software Co., Ltd.",
        "Inspur Software",
        footnotes=("4",),
        citations=("90 FR 14048",),
        license_review_policy="Policy of denial",
    ),
    date(2025, 3, 25),
    SUBSIDIARIES,
    key="inspur-software",
)
INSPUR_TEAM = team(
    "Inspur Group",
    "Inspur Software",
    "Inspur Cloud",
    "Inspur Partner",
    "Insper Group",
    stakes=[
        ("Inspur Group", "Inspur Software", 60),
        ("Inspur Group", "Inspur Cloud", 55),
        ("Inspur Group", "Inspur Partner", 20),
    ],
)


def inspur_listings(on: date) -> tuple[Listing, ...]:
    return tuple(one for one in (GROUP, SOFTWARE) if one.since and one.since <= on)


def inspur(on: date):
    return INSPUR_TEAM.exposed(inspur_listings(on), affiliates_rule(on), on)


__all__ = ["ListingVersion", "replace"]
