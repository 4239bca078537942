"""What a sentence says about the entries of a list: which, under which country, and what is done to them."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.amendments_entries import (
    CountryMention,
    NamedEntry,
    Quoted,
    is_destination,
    read_country_listings,
    read_names,
    read_quotations,
    unquote_countries,
    unquoted_names,
)
from parsers.amendments_model import Clause, Context
from parsers.amendments_verbs import Verb
from parsers.dates import Span, read_until
from parsers.model import Action, CfrReference, ListName
from parsers.numbers_in_words import NUMBER, number_of

_STATED = re.compile(
    rf"\b(?P<n>{NUMBER})\s+(?:[\w()'’-]+\s+){{0,3}}?(?:entit(?:y|ies)|entr(?:y|ies)|persons?)\b", re.IGNORECASE
)
_PART_OF_ENTRY = (
    r"(?:alias(?:es)?|address(?:es)?|words?|phrases?|references?|citations?|footnotes?|spelling|license\s+(?:requirement|"
    r"review\s+policy)s?)"
)
_PART_FOLLOWS = re.compile(
    rf"[\s,]*(?:(?:the|an?|{NUMBER}|following|new|spelling|of|in)\s+){{0,6}}{_PART_OF_ENTRY}\b", re.IGNORECASE
)
LEAD_END = re.compile(r"(?::|,|\bby\b|\bby\s*:|\bas\s+follows\s*[:.]?|\b(?:OF|of))\s*\Z")


class ListSentence:
    """One paragraph of instructions, its quotations and countries found; reads the clauses about entries."""

    def __init__(self, body: str, inherited: Context, heading: str | None, previous: Action | None) -> None:
        self.body = body = unquote_countries(body)
        self.context = inherited
        self.heading = heading
        self.previous = previous
        self.problems: list[str] = []
        self.leads_only = False
        self.has_verb = False  # one that says what is done, not "amend"
        self.quotations = read_quotations(body)
        self.list: ListName | None = None
        self.default_list = inherited.default_list
        self.base_end = 0  # where "In § 744.11(a)," ends
        self.base_targets: list[CfrReference] = []  # "Sections 1.2(a) and 1.3 are amended by removing ..."
        self.countries: list[CountryMention] = []
        self._revised: list[Quoted] = []  # the entries that a clause before revises
        self._inside: list[CountryMention] = []  # the countries that the clause itself names
        self._named: tuple[NamedEntry, ...] = ()  # the entries that the clause before names
        self._country: str | None = inherited.country
        self._inherited_country = inherited.country
        self.without_country = body
        self.masked = body  # its quotations blanked out

    def read_entries(
        self, verb: Verb, begin: int, end: int, quotations: list[Quoted], text: str
    ) -> list[Clause] | None:
        """A clause about the entries of a list; None where it speaks of the supplement's own text."""
        segment = self.body[begin:end]
        unquoted = self.masked[begin:end]
        listings = read_country_listings(segment)
        opened = (
            [Clause(verb.action or Action.REVISE, text, countries=tuple(listings), list=self.list)] if listings else []
        )
        if listings and not re.search(
            r"\bentr(?:y|ies)\s+(?:for|under)\b|\bentit(?:y|ies)\b", re.sub(r"country\s+entr\w+", "", unquoted)
        ):
            return opened
        if listings and len(listings) == 1 and not self.countries:
            self._country = listings[0]  # "adding a heading for Cyprus and an entry for “X”"
            self.context = replace(self.context, country=listings[0])
        if re.search(
            r"\bfootnotes?\b|\bintroductory\s+text|\bparagraphs?\s*\(|\bheadings?\b(?!\s+for)|\bsentences?\b", unquoted
        ):
            return None
        if re.match(r"\s*(?:it|them)\b", self.body[verb.end :]) and self._named:
            # "removing from under A the entry “X”, and adding it under B"
            action = verb.action or Action.REVISE
            return [Clause(action, text, names=self._named, list=self.list, country=self._country)]
        if (part_begins := self._part_of_an_entry(verb, begin, end)) is not None:
            quotations = self._entries_behind(verb, end) or [q for q in self.quotations if q.end <= part_begins]
            if self._revised or not quotations:
                return []
            self._revised = quotations
            verb = Verb(Action.REVISE, verb.begin, verb.end, verb.passive)
        by_country = self._by_country(quotations, end)
        names = [n for _, group in by_country for n in group]
        if not names and re.search(r"\bentr(?:y|ies)\b", unquoted) and not LEAD_END.search(self.body):
            names = unquoted_names(segment)
        if not names:
            stated = self._stated(verb, begin, end)
            if stated or opened:
                return [
                    *opened,
                    *(
                        Clause(verb.action or Action.REVISE, text, list=self.list, country=country, stated=number)
                        for country, number in stated
                    ),
                ]
            return [] if self._country or re.search(r"\bentr(?:y|ies)\b|\bentit", unquoted) else None
        self.problems += [f"{n.repaired}: {n.written!r}" for n in names if n.repaired]
        self._revised = quotations if verb.action is Action.REVISE else self._revised
        self._named = tuple(names)
        moved = self._moved(verb, begin, end, text)
        if moved:
            return [*opened, *moved]
        until, until_words = read_until(unquoted)
        span = Span(None, until, until_words) if until_words else None
        action = verb.action or Action.REVISE
        return [
            *opened,
            *(
                Clause(action, text, names=tuple(group), list=self.list, country=country, until=span)
                for country, group in (by_country or [(self._country, names)])
            ),
        ]

    def _by_country(self, quotations: list[Quoted], end: int) -> list[tuple[str | None, list[NamedEntry]]]:
        """The names of one clause, each under its country.

        "under A, X and Y, and under B, Z": a country goes before its names; "X and Y under A and Z under B": it stands
        behind them. Which of the two it is, the first country says.
        """
        listing = r"\b(?:country|heading|destination|listing)(?:\s+(?:for|of))?\s*\Z"
        quotations = [
            q for q in quotations if not (is_destination(q.text) and re.search(listing, self.masked[: q.begin], re.I))
        ]
        if not quotations:
            return []
        text = self.without_country[:end]  # "the entry for “X” under A to read “Y”" is one name and its new form
        inside = self._inside
        last = quotations[-1].begin
        goes_on = [m for m in inside if quotations[0].begin < m.begin < last]
        if not goes_on:
            return [(self._country, read_names(quotations, text))]
        before = [m for m in self.countries if m.begin < quotations[0].begin]
        ahead = bool(before) or self._inherited_country is not None
        # With a country above it, "“X” under A and “Y” under B" still has each country behind its names.
        ahead = ahead and last > inside[-1].begin
        groups: dict[str | None, list[Quoted]] = {}
        for quotation in quotations:
            if ahead:
                earlier = [m for m in self.countries if m.begin < quotation.begin]
                country = earlier[-1].heading if earlier else self._inherited_country
            else:
                later = [m for m in inside if m.begin > quotation.begin]
                country = (later[0] if later else inside[-1]).heading
            groups.setdefault(country, []).append(quotation)
        return [(country, read_names(group, text)) for country, group in groups.items()]

    def _stated(self, verb: Verb, begin: int, end: int) -> list[tuple[str, int]]:
        """ "adding, under China, seven entities and under Singapore, one entity": how many, without their names."""
        if verb.end == end:
            return []
        counted = [n for m in _STATED.finditer(self.masked[begin:end]) if (n := number_of(m["n"])) is not None]
        inside = [m.heading for m in self.countries if begin <= m.begin < end]
        if len(counted) > 1 and len(inside) == len(counted):
            return list(zip(inside, counted, strict=True))
        return [(self._country, counted[0])] if self._country and counted else []

    def _moved(self, verb: Verb, begin: int, end: int, text: str) -> list[Clause]:
        """ "redesignating the entry for “X” from under A to under B": removed there, added here."""
        inside = [m for m in self.countries if begin <= m.begin < end]
        if verb.action is not Action.REDESIGNATE or len(inside) != 2:
            return []
        if not re.search(r"\bfrom\s*(?:the\s+)?\Z", self.masked[begin : inside[0].begin]):
            return []
        return [
            Clause(action, text, names=self._named, list=self.list, country=mention.heading)
            for action, mention in zip((Action.REMOVE, Action.ADD), inside, strict=True)
        ]

    def _part_of_an_entry(self, verb: Verb, begin: int, end: int) -> int | None:
        """ "... by removing the alias “Bar”": what is revised is the entry named before. Where that part is named, or
        None."""
        inside = [q for q in self.quotations if verb.end <= q.begin < end]
        if any(re.match(r"Address\s+\d+", q.text) for q in inside):
            return None
        if verb.passive:
            if self._revised and re.match(r"\s*in\s+(?:its|their)\s+places?\b", self.masked[verb.end :]):
                return begin  # "“Bar” is removed and “Baz” is added in its place"
            # "In the entry for “Foo”, the alias “Bar” is removed"
            about = self.masked[begin : verb.begin]
            found = re.search(rf"\b{_PART_OF_ENTRY}\b", about)
            named = found and re.search(r"\bentr(?:y|ies)\b|\bentit", self.masked[: begin + found.start()])
            return begin + found.start() if found and named else None
        following = self.masked[verb.end : end]
        if _PART_FOLLOWS.match(following):
            return verb.begin
        replaces = re.match(r"[\s,]*in\s+(?:its|their)\s+places?[\s,]*\x00", following)
        return verb.begin if replaces and self._revised else None

    def _entries_behind(self, verb: Verb, end: int) -> list[Quoted]:
        """ "revising the address in the entry for “Foo”", "removing the alias “Bar” from the entry for “Foo”"."""
        entry = re.search(r"\bentr(?:y|ies)\b", self.masked[verb.end : end])
        found: list[Quoted] = []
        for quotation in self.quotations:
            if entry is None or quotation.begin < verb.end + entry.end() or quotation.end > end:
                continue
            if found and not re.fullmatch(r"[\s,;]*(?:and\s+|or\s+)?", self.body[found[-1].end : quotation.begin]):
                break
            found.append(quotation)
        return found

    def corrects_entries(self, verb: Verb, begin: int, end: int) -> bool:
        """ "correcting the entry for “X”", "correcting the alias “Y”" in it: not the words of the list's own text."""
        if verb.passive:
            return self._part_of_an_entry(verb, begin, end) is not None
        about = self.masked[verb.end : end]
        return bool(re.match(r"[\s,]*(?:the\s+)?(?:\w+\s+){0,2}?entr(?:y|ies)\b", about)) or (
            self._part_of_an_entry(verb, begin, end) is not None
        )

    def country_for(self, verb: Verb, begin: int, end: int, following: int | None, masked: str) -> str | None:
        """The country of a clause: one named within it, unless that already leads over to the next verb; else the
        last before."""
        inside = [m for m in self.countries if verb.end <= m.begin < end]
        earlier = [m for m in self.countries if m.end <= verb.begin]
        leads_over = (
            following is not None
            and bool(inside)
            and re.fullmatch(r"[\s,:]*(?:by\s*)?", masked[inside[-1].end : following])
        )
        if leads_over and (
            re.search(r"(?:;|\band)\s*\Z", masked[: inside[-1].begin]) or earlier or self._inherited_country
        ):
            inside.pop()
        self._inside = inside
        if inside:
            return inside[0].heading
        before = [m for m in self.countries if m.end <= verb.begin and (not verb.passive or m.begin >= begin)]
        if before:
            return before[-1].heading
        return earlier[-1].heading if earlier else self._inherited_country
