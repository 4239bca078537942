"""Legal forms of the jurisdictions on the lists, in full and abbreviated, in Latin letters and in their own script.

Each belongs to a family, so that "OOO" and "Limited Liability Company" are one form, and an OOO is told from an AO:
``limited`` (liability limited by quotas), ``stock`` (divided into shares), ``company`` (does not say which: Co.,
Corp., Inc., Ltd. in the English of the lists), ``partnership``, ``state`` (unitary enterprises, budgetary
institutions), ``nonprofit``, ``sole``. The forms are those that stand on the lists and those known of the
jurisdictions; they have not been checked line by line against ISO 20275.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from monitor.naming.lexicon_files import lines
from monitor.naming.transliterate import fold

# Words that stand in a Russian or Ukrainian legal form, in the spellings that the lists have for them.
_SPELLINGS = (
    (re.compile(r"ob(?:shch|sch|sh|shh|sc|s|szcz)est?v?o[m]?$|obshchestva$|obschestva$"), "obshchestvo"),
    (re.compile(r"(?:ogranich|organich|ogranits|ogranic)en{1,2}o[ijy]+y?u?$"), "ogranichennoy"),
    (re.compile(r"otv[ie]?e?tst?ven{1,2}[ao]s?t[iy]?[iuyj]*$|otvetstvennost[a-z]*$"), "otvetstvennostyu"),
    (
        re.compile(
            r"akt(?:s|z)?ion(?:er)?noy?e$|aktionernoe$|aktsionernoy?e$|aktsionernogo$|akcionernoe$|aktsyonernoy?e$"
        ),
        "aktsionernoye",
    ),
    (re.compile(r"otkryto[iy]?e$|otkrytogo$"), "otkrytoye"),
    (re.compile(r"publichno[iy]?e$"), "publichnoye"),
    (re.compile(r"nepublichno[iy]?e$"), "nepublichnoye"),
    (re.compile(r"zakryto[iy]?e$"), "zakrytoye"),
    (re.compile(r"federalno[iy]?e$"), "federalnoye"),
    (re.compile(r"gosudarstvenno[iy]?e$"), "gosudarstvennoye"),
    (re.compile(r"unitarno[iy]?e$"), "unitarnoye"),
    (re.compile(r"predpri[iya]*ti[iy]?e$"), "predpriyatiye"),
    (re.compile(r"byudzhetno[iy]?e$|biudzhetno[iy]?e$|budzhetno[iy]?e$"), "byudzhetnoye"),
    (re.compile(r"uchrezhdeni[iy]?e$"), "uchrezhdeniye"),
    (re.compile(r"tovarishch?estvo$"), "tovarishchestvo"),
    (re.compile(r"aktiengesel+s?chaft$"), "aktiengesellschaft"),
    (re.compile(r"limt?ed$|limitied$|limited$|limitet$"), "limited"),
    (re.compile(r"compan$|compnay$|comapny$|compagny$|company$"), "company"),
    (re.compile(r"lia?bility$|liabilty$"), "liability"),
    (re.compile(r"enterp?r?ise$|entreprise$|enteprise$"), "enterprise"),
)
_CANDIDATE = re.compile(r"ob|og|org|ot|ak|pu|ne|za|fe|go|un|pr|by|bi|bu|uc|to|li|co|en")


_OFTEN_MISSPELT = ("limited", "company", "corporation", "incorporated", "sirketi")  # "imited", "limsted"
_HEADS = frozenset(word[:3] for word in _OFTEN_MISSPELT)  # one letter off, a word keeps its head or its tail
_TAILS = frozenset(word[-3:] for word in _OFTEN_MISSPELT)
_LONG_ENOUGH = 6


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form met in a name: ``text`` as folded, and its family."""

    text: str
    family: str


@lru_cache(maxsize=1 << 14)
def spelling(word: str) -> str:
    """The standard spelling of a word of a legal form; other words come back as they are."""
    if _CANDIDATE.match(word):
        for pattern, standard in _SPELLINGS:
            if pattern.match(word):
                return standard
    if len(word) >= _LONG_ENOUGH and (word[:3] in _HEADS or word[-3:] in _TAILS) and word not in _OFTEN_MISSPELT:
        for standard in _OFTEN_MISSPELT:
            if abs(len(word) - len(standard)) <= 1 and OSA.distance(word, standard, score_cutoff=1) <= 1:
                return standard
    return word


@cache
def _listed() -> tuple[tuple[str, str], ...]:
    """(form, family) of every form of the word list."""
    found: list[tuple[str, str]] = []
    family = ""
    for line in lines("legal_forms.txt"):
        if line.startswith("["):
            family = line.strip("[]")
        else:
            found.extend((form.strip(), family) for form in line.split("|"))
    return tuple(found)


@cache
def _forms() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for form, family in _listed():
        words = tuple(form.split())
        if form.isascii():
            found.setdefault(words[0], {}).setdefault(words, family)
    return {
        first: tuple(sorted(forms.items(), key=lambda pair: (-len(pair[0]), pair[0]))) for first, forms in found.items()
    }


# These two-letter forms are also words, initials or parts of names; they count only at the end or at the very start
# of a name.
_EDGE = """
ab ad ae ag ak as ao asa at aat bv cc co cv dd est ev fz gp hf inc ip kd kg kk ks ky lda lp nao nv nko ngo odo
ou oy pat pt sa sac sal sas sca scs se sia sl slu snc spa srl sti sro tas tbk too tov vat wll zat zoo firm
establishment sdn pte pty pvt mei ano mmc ug pcl cjsc limitada fku fgu rue pe pue
"""
_ONLY_AT_EDGE = frozenset(_EDGE.split())


def find(words: tuple[str, ...]) -> list[tuple[int, int, LegalForm]]:
    """Legal forms among Latin lower-case words: (first, one past the last, form), longest first, none overlapping."""
    forms = _forms()
    found: list[tuple[int, int, LegalForm]] = []
    position = 0
    while position < len(words):
        step = 1
        for pattern, family in forms.get(spelling(words[position]), ()):
            end = position + len(pattern)
            if end > len(words) or any(spelling(w) != p for w, p in zip(words[position:end], pattern, strict=True)):
                continue
            at_edge = position == 0 or end == len(words)
            if len(pattern) == 1 and pattern[0] in _ONLY_AT_EDGE and not at_edge and not _followed_by_form(words, end):
                continue
            found.append((position, end, LegalForm(" ".join(words[position:end]), family)))
            step = len(pattern)
            break
        position += step
    return found


def _followed_by_form(words: tuple[str, ...], position: int) -> bool:
    return any(
        all(spelling(w) == p for w, p in zip(words[position : position + len(pattern)], pattern, strict=False))
        and position + len(pattern) == len(words)
        for pattern, _ in _forms().get(spelling(words[position]), ())
    )


@cache
def native_forms() -> dict[str, str]:
    """Legal forms in Chinese, Japanese, Korean, Arabic and Persian script to their family."""
    return {fold(form): family for form, family in _listed() if not form.isascii()}


_SAYS_NOTHING = frozenset({"company", "tovarishchestvo"})


def conflict(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of families cannot be one body's.

    A limited company is not a stock company; "Co." says nothing, and a Kazakh partnership is put into English as
    either of two forms.
    """
    a, b = a - _SAYS_NOTHING, b - _SAYS_NOTHING
    return bool(a and b and not a & b)


@cache
def _countries_of_forms() -> dict[str, frozenset[str]]:
    found = {}
    for line in lines("national_forms.txt"):
        words = line.split()
        form = " ".join(word for word in words if not word.isupper())
        found[form] = frozenset(word for word in words if word.isupper())
    return found


def of_two_countries(a: tuple[LegalForm, ...], b: tuple[LegalForm, ...]) -> bool:
    """Whether two names have legal forms of which no country has both: a GmbH is no SAS."""
    known = _countries_of_forms()
    ours, theirs = ([known[form.text] for form in forms if form.text in known] for forms in (a, b))
    return bool(ours and theirs) and not any(here & there for here in ours for there in theirs)


@cache
def all_words() -> frozenset[str]:
    """All words that stand in legal forms, those included that stand as often elsewhere ("free", "science")."""
    return frozenset(word for forms in _forms().values() for pattern, _ in forms for word in pattern)


@cache
def words() -> frozenset[str]:
    """All words that stand in legal forms, alone or with others: "co", "liability", "aktsionernoye"."""
    return frozenset(
        all_words()
        - {
            "state",
            "federal",
            "free",
            "zone",
            "science",
            "scientific",
            "nauki",
            "organization",
            "organizatsiya",
            "foundation",
            "capital",
            "government",
            "society",
            "offshore",
            "mezhdunarodnaya",
            "education",
            "higher",
            "institution",
            "kompaniya",
            "budgetary",
            "autonomous",
        }
    )
