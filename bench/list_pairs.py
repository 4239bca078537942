"""Pairs of names with the answer: the public cases, and pairs made from the real lists.

Same: aliases of one entry that a person can tell are one name; native-script names beside the English; systematic
rewritings (case, legal form, homoglyphs, spacing, order). Other: siblings on the list, and names that share only
common words. What an alias makes unknowable from the two strings alone (an unrelated trade name) is left out by a
rule that uses no matcher of ours: the two share no word of four letters, and neither is made of the other's
initials.
"""

from __future__ import annotations

import csv
import json
import random
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler


@dataclass(frozen=True)
class Pair:
    a: str
    b: str
    same: bool
    group: str


def public_pairs(corpus: Path) -> list[Pair]:
    groups = {"Person": "persons", "Vessel": "vessels"}
    with (corpus / "name_matching" / "nomenklatura_name_bench_cases.csv").open(
        encoding="utf-8-sig", newline=""
    ) as lines:
        return [
            Pair(r["name1"], r["name2"], r["is_match"] == "true", groups.get(r["schema"], "companies"))
            for r in csv.DictReader(lines)
        ]


def written_pairs(file: str = "written_pairs.csv") -> list[Pair]:
    """Pairs in the manner of the lists, written for this bench without a look at how names are compared."""
    with (Path(__file__).resolve().parent / file).open(encoding="utf-8", newline="") as lines:
        return [Pair(r["a"], r["b"], r["same"] == "true", r["class"]) for r in csv.DictReader(lines)]


@dataclass(frozen=True)
class _Party:
    name: str
    aliases: tuple[str, ...]
    kind: str
    source: str
    countries: tuple[str, ...]


def _parties(corpus: Path) -> list[_Party]:
    listed = json.loads((corpus / "csl" / "csl_2026-07-31_derived.json").read_text(encoding="utf-8"))
    sources = listed["tables"]["sources"]
    return [
        _Party(e["n"], tuple(e.get("a") or ()), e.get("t") or "", sources[e["s"]], tuple(e.get("c") or ()))
        for e in listed["entries"]
    ]


def _native(corpus: Path) -> list[tuple[str, str]]:
    rows = json.loads((corpus / "csl" / "restricted_parties_2026-08-18_derived.json").read_text(encoding="utf-8"))
    # The Entity List rows carry a native name of the brand only, added by the authors: not a name of the entry.
    return [
        (r["name"]["english"], r["name"]["native"])
        for r in rows
        if r["name"]["native"] and r["source"]["list_id"] != "us-bis-entity-list"
    ]


_FORMS = {"co", "ltd", "limited", "company", "llc", "inc", "corporation", "pte", "ooo", "ao", "jsc"}
_LEGAL = {"company", "limited", "liability", "joint", "stock", "corporation", "public", "open", "closed"}


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", folded)


def _is_body(name: str) -> bool:
    """The BIS lists do not say who is a person: a body has a word that no person has."""
    return bool(set(_words(name)) & _BODY_WORDS) or len(_words(name)) > 5


_BODY_WORDS_TEXT = """
co ltd limited llc company corporation inc jsc ooo ao oao pao institute plant university group technology
electronics trading international center bureau academy industries industry engineering aviation factory
research technologies gmbh fze services logistics laboratory systems enterprise department ministry
"""
_BODY_WORDS = set(_BODY_WORDS_TEXT.split())


def _same_person(a: str, b: str) -> bool:
    """Each word of the shorter name has a like word in the longer, and two of them at least."""
    left, right = sorted((_words(a), _words(b)), key=len)
    return len(left) >= 2 and all(max(JaroWinkler.similarity(w, v) for v in right) >= 0.86 for w in left)


def _knowable(a: str, b: str) -> bool:
    left = {w for w in _words(a) if len(w) >= 4} - _LEGAL
    right = {w for w in _words(b) if len(w) >= 4} - _LEGAL
    return (
        len(left & right) >= max(1, min(len(left), len(right)) * 0.6)
        and fuzz.token_sort_ratio(a.lower(), b.lower()) >= 62
    )


def _initials(text: str) -> set[str]:
    words = _words(text)
    plain = [w for w in words if w not in {"of", "the", "and", "for", "in"}]
    bare = [w for w in plain if w not in {"co", "ltd", "limited", "inc", "llc", "jsc"}]
    return {"".join(w[0] for w in ws) for ws in (words, plain, bare) if len(ws) >= 3}


def _pick(pairs: list[Pair], count: int, rng: random.Random) -> list[Pair]:
    unique = list(dict.fromkeys(pairs))
    return rng.sample(unique, min(count, len(unique)))


# Rows of the list that are one party listed twice: no siblings.
_LISTED_TWICE = ("Finland Multi Center", "Woke Trading", "Ilyushin Aviation Complex", "TFASA", "Hong Kong En")


_LOOKALIKE = str.maketrans("aeopcxyACEHKMOPTXB", "аеорсхуАСЕНКМОРТХВ")


def list_pairs(corpus: Path, seed: int = 4) -> list[Pair]:  # noqa: PLR0915 - one paragraph a class of pairs
    rng = random.Random(seed)
    parties = _parties(corpus)
    bis = [
        p
        for p in parties
        if "Industry and Security" in p.source
        and "Denied" not in p.source
        and p.kind != "Individual"
        and _is_body(p.name)
    ]
    persons = [p for p in parties if p.kind == "Individual"]
    bodies = [p for p in parties if p.kind == "Entity"]
    pairs: list[Pair] = []

    alias, acronym = [], []
    for p in bis + bodies:
        for other in p.aliases:
            if re.fullmatch(r"[A-Z]{3,7}", other) and other.lower() in _initials(p.name):
                acronym.append(Pair(p.name, other, True, "acronyms"))
            elif _knowable(p.name, other):
                alias.append(Pair(p.name, other, True, "aliases"))
    pairs += _pick(alias, 300, rng) + _pick(acronym, 80, rng)
    short = [q.b for q in _pick(acronym, 80, rng)]
    long = [q.a for q in acronym]
    wrong = [
        Pair(a, b, False, "acronyms")
        for b in short
        for a in rng.sample(long, 3)
        if b.lower() not in _initials(a) and b not in a
    ]
    pairs += _pick(wrong, 80, rng)

    # Siblings: near neighbours on the list that are entries of their own and share no name or alias.
    by_word: dict[str, list[_Party]] = {}
    for p in bis:
        for word in sorted(set(_words(p.name)) - _LEGAL):
            if len(word) >= 4:
                by_word.setdefault(word, []).append(p)
    siblings = []
    for family in by_word.values():
        if 2 <= len(family) <= 120:
            for _ in range(len(family)):
                p, q = rng.sample(family, 2)
                own = {" ".join(_words(n)) for n in (p.name, *p.aliases)}
                twice = any(n in p.name and n in q.name for n in _LISTED_TWICE)
                if (
                    not twice
                    and not own & {" ".join(_words(n)) for n in (q.name, *q.aliases)}
                    and set(_words(p.name)) - _FORMS != set(_words(q.name)) - _FORMS
                    and 70 <= fuzz.token_sort_ratio(p.name.lower(), q.name.lower()) < 97
                ):
                    siblings.append(Pair(p.name, q.name, False, "siblings"))
    pairs += _pick(siblings, 400, rng)

    numbered = [
        p.name for p in bis if re.search(r"\d", p.name) and re.search(r"(?i)institute|plant|factory|academy", p.name)
    ]
    for name in _pick([Pair(n, n, True, "") for n in numbered], 60, rng):
        number = re.search(r"\d+", name.a)
        assert number is not None
        other = str(int(number.group()) + rng.choice([1, 2, 10]))
        pairs.append(Pair(name.a, name.a[: number.start()] + other + name.a[number.end() :], False, "numbers"))

    # Generic names: made of the common words only.
    common = [
        "International",
        "Trading",
        "Technology",
        "Global",
        "Industrial",
        "Electronics",
        "Development",
        "Engineering",
        "Logistics",
        "Import and Export",
        "Investment",
        "Energy",
        "General",
        "Services",
        "National",
        "Science",
        "Systems",
    ]
    forms = ["Co., Ltd.", "LLC", "Limited", "Corporation", "FZE", "JSC"]
    generic = []
    for _ in range(400):
        a = rng.sample(common, rng.choice([2, 3]))
        b = list(a)
        b[rng.randrange(len(b))] = rng.choice([w for w in common if w not in a])
        rng.shuffle(b)
        generic.append(
            Pair(f"{' '.join(a)} {rng.choice(forms)}", f"{' '.join(b)} {rng.choice(forms)}", False, "generic")
        )
    for p in bis:
        words = [
            w
            for w in re.findall(r"[A-Za-z]+", p.name)
            if w.title() in common or w.title() in {"China", "Beijing", "Company", "Institute", "Research"}
        ]
        if 2 <= len(words) < len(_words(p.name)) - 2:
            generic.append(Pair(p.name, " ".join(words) + " Co., Ltd.", False, "generic"))
    pairs += _pick(generic, 160, rng)

    # Scripts.
    scripts: dict[str, list[Pair]] = {}
    for english, native in _native(corpus):
        for group, letters in (
            ("Chinese", "\u4e00-\u9fff"),
            ("Cyrillic", "\u0400-\u04ff"),
            ("Arabic", "\u0600-\u06ff"),
            ("Korean", "\uac00-\ud7a3"),
        ):
            if len(re.findall(f"[{letters}]", native)) >= 3 and not re.search(r"[A-Za-z]{3}", native):
                scripts.setdefault(group, []).append(Pair(english, native, True, group))
    for group, found in scripts.items():
        chosen = _pick(found, 120, rng)
        pairs += chosen
        pairs += [Pair(p.a, rng.choice(found).b, False, group) for p in chosen[: len(chosen) // 2]]
        near = [
            max(
                (q for q in rng.sample(found, min(40, len(found))) if q.a != p.a),
                key=lambda q: fuzz.token_sort_ratio(p.a, q.a),
            )
            for p in chosen
        ]
        pairs += [
            Pair(p.a, q.b, False, group)
            for p, q in zip(chosen, near, strict=True)
            if fuzz.token_sort_ratio(p.a, q.a) < 95
        ]

    # Rewritings that change nothing.
    for p in rng.sample(bis, 240):
        kind = rng.choice(["case", "lookalike", "spacing", "form", "order", "typo"])
        name = p.name
        if kind == "case":
            other = name.upper() if rng.random() < 0.5 else name.lower()
        elif kind == "lookalike":
            other = "".join(c.translate(_LOOKALIKE) if rng.random() < 0.4 else c for c in name)
        elif kind == "spacing":
            other = name.replace("-", " ") if "-" in name else name.replace(" ", "  ").replace(",", "")
        elif kind == "form":
            other = re.sub(r"(?i)\bco\.?,? ?ltd\.?|company limited", "Company Limited", name)
            other = re.sub(r"\bOOO\b", "LLC", other)
            other = re.sub(r"(?i)joint stock company", "AO", other)
        elif kind == "order":
            words = name.split()
            other = " ".join(words[1:] + words[:1]) if len(words) > 2 else name
        else:
            spots = [i for i, c in enumerate(name) if c.isalpha() and i > 2]
            i = rng.choice(spots)
            other = name[:i] + name[i + 1 :]
        if other != name:
            pairs.append(Pair(name, other, True, "rewritten"))

    # Persons: aliases that share words; other persons with a name in common.
    same = [Pair(p.name, other, True, "persons") for p in persons for other in p.aliases if _same_person(p.name, other)]
    by_last: dict[str, list[str]] = {}
    for p in persons:
        words = _words(p.name)
        if len(words) >= 2:
            by_last.setdefault(words[-1], []).append(p.name)
    others = [Pair(*rng.sample(family, 2), False, "persons") for family in by_last.values() if len(family) > 1]
    others = [q for q in others if not _same_person(q.a, q.b)]
    pairs += _pick(same, 150, rng) + _pick([q for q in others if q.a.lower() != q.b.lower()], 150, rng)
    turkish = [
        Pair(p.name, other, True, "Turkish")
        for p in bis + bodies
        if "TR" in p.countries
        for other in p.aliases
        if _knowable(p.name, other)
    ]
    turks = [p.name for p in bis + bodies if "TR" in p.countries]
    pairs += _pick(turkish, 60, rng) + [Pair(*rng.sample(turks, 2), False, "Turkish") for _ in range(60)]
    return list(dict.fromkeys(pairs))
