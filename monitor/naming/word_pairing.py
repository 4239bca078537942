"""The words of two names, paired: the same word, the same sound, a small misspelling, a short form, joined words, an
acronym.

What is left over on either side is for ``name_comparison`` to judge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from monitor.naming import (
    acronyms,
    arabic_sounds,
    brands,
    chinese_spellings,
    chinese_words,
    korean_sounds,
    person_names,
    slavic_names,
    vocabulary,
)
from monitor.naming.known_apart import two_words
from monitor.naming.name_initials import initials_of, words_to_shorten
from monitor.naming.name_tokens import Token
from monitor.naming.names import Name
from monitor.naming.sound import alike_in_arabic, another_k, consonants, is_pinyin, skeleton, sound, stem
from monitor.naming.translated_names import may_translate
from monitor.naming.transliterate import latin, script_of


@dataclass(slots=True)
class Pairing:
    """How the words of two names were paired: ``certain`` 0.0 to 1.0 is the least certain pair among telling words."""

    left: list[Token]  # over on side a
    right: list[Token]
    shared: float = 0.0  # weight of paired words, each counted by how alike it is
    paired: float = 0.0  # weight of paired words
    names: int = 0  # telling words paired
    exact_names: int = 0  # of these, letter by letter or by meaning
    doubt: float = 0.0  # sum of what the pairs fall short of 1.0
    worst: float = 1.0  # the least alike pair
    unsure: bool = False  # a pair that may be two names
    small: bool = False  # a pair that may be two names unless the other words bear it out
    by_initials: bool = False
    acronym: bool = False  # a known acronym stands for words of the other name
    support: float = 0.0  # weight of the trade words, places and numbers paired
    numbers: int = 0  # numbers paired
    brands: int = 0  # paired words that are well-known brands
    doubts: list[tuple[str, float, int]] = field(default_factory=list)  # how, likeness, letters: of each doubtful pair
    notes: list[str] = field(default_factory=list)


# How a pair came about, where that leaves a doubt: always, or unless other words of the names bear it out.
_DOUBTFUL = frozenset(
    {
        "another spelling or another name",
        "another name of that sound",
        "another character",
        "short form",
        "initials",
        "translation",
    }
)
_SMALL = frozenset({"small difference", "like sound"})


def _as_it_looks(word: str) -> str:
    """One form for letters that print alike side by side: "rn" and "m", "vv" and "w"."""
    return word.replace("rn", "m").replace("vv", "w")


@lru_cache(maxsize=1 << 15)
def _alike(a: str, b: str, skeletal: bool, personal: bool) -> tuple[float, str]:
    """How alike two different words are, 0.0 to 1.0, and how: "sound", "misspelling", "short form", ..."""
    if _as_it_looks(a) == _as_it_looks(b):
        return 0.97, "look"
    short, long = sorted((a, b), key=lambda w: (len(w), w))
    if len(short) >= 5 and long[2:] == short and long[:2] in {"al", "el", "ul"}:
        return 0.95, "article"
    if personal:
        if person_names.canonical(a) == person_names.canonical(b):
            return 0.98, "spelling"
        if person_names.is_short_form(a, b):
            return 0.9, "short form"
        if person_names.are_two_names(a, b):
            return (0.65, "another spelling or another name") if OSA.distance(a, b) <= 1 else (0.0, "")
    if skeletal:
        sa, sb = consonants(a), consonants(b)
        if len(sa) >= 2 and sa == sb:
            return (0.93, "sound") if len(sa) >= 3 else (0.86, "like sound")
        if sa and sa == sb and a[0] == b[0] and len(long) <= 6:
            return 0.86, "like sound"
        if len(sa) >= 3 and len(sb) >= 3 and sa[0] == sb[0] and OSA.distance(sa, sb, score_cutoff=1) <= 1:
            return 0.86, "like sound"
    pinyin = not personal and is_pinyin(a) and is_pinyin(b)
    if len(short) >= 4 and not (is_pinyin(a) or is_pinyin(b)) and alike_in_arabic(a, b):
        return 0.95, "sound"
    if len(short) >= 4 and sound(a) == sound(b) and not another_k(a, b):
        if pinyin:
            return 0.85, "another spelling or another name"
        return (0.95, "sound") if len(short) >= 6 or personal else (0.88, "another spelling or another name")
    if not personal and not pinyin and len(short) >= 5 and len(stem(a)) >= 4 and stem(a) == stem(b):
        return 0.95, "ending"
    if personal and len(long) >= 3 and len(long) == len(short) + 1 and _doubled(short, long):
        return 0.93, "misspelling"
    if len(long) < (4 if personal else 3):
        return 0.0, ""
    limit = 1 if len(long) <= 7 else 2 if len(long) <= 12 else 3
    distance = OSA.distance(a, b, score_cutoff=limit)
    if distance > limit:
        if len(short) >= 6 and OSA.distance(sound(a), sound(b), score_cutoff=1) <= 1:
            return 0.8, "another spelling or another name"
        return 0.0, ""
    likeness = 1.0 - distance / len(long)
    if pinyin:
        return likeness, "another spelling or another name"
    if distance == 1 and len(long) >= 6 and ((len(a) != len(b) and _doubled(short, long)) or sorted(a) == sorted(b)):
        return max(likeness, 0.93), "misspelling"
    if distance == 1 and len(long) >= 8:
        return max(likeness, 0.9), "misspelling"
    if distance == 1 and personal and len(long) >= 5:
        return max(likeness, 0.86), "misspelling"
    if distance == 2 and len(long) >= 12:
        return max(likeness, 0.88), "misspelling"
    if person_names.canonical(a) == person_names.canonical(b):
        return 0.95, "spelling"  # "Jaish-e-Mohammed", "Jaysh-i-Muhammad"
    return likeness, "small difference" if distance == 1 and len(long) >= 6 else "another spelling or another name"


def _doubled(short: str, long: str) -> bool:
    """Whether the longer word is the shorter with one letter written twice."""
    for i in range(len(long)):
        if long[:i] + long[i + 1 :] == short:
            return (i > 0 and long[i - 1] == long[i]) or (i + 1 < len(long) and long[i + 1] == long[i])
    return False


@lru_cache(maxsize=1 << 15)
def likeness(a: Token, b: Token, personal: bool) -> tuple[float, str]:
    """How alike two tokens are; a number is only itself."""
    if a.native and b.native and a.native != b.native and _script(a) == _script(b) == "han":
        return _characters(a, b)
    if a.text == b.text:
        if _homophone(a, b) or _homophone(b, a):
            return 0.85, "another name of that sound"
        return 1.0, ""
    if "number" in (a.role, b.role):
        return 0.0, ""
    if (a.native or b.native) and (read := _read_out(a, b, personal)) is not None:
        return read
    if not personal or a.role == b.role == "name":
        spelling = _chinese_spelling(a, b, personal)
        if spelling:
            return 0.97, spelling
    if a.others or b.others:
        both = ({a.text, a.written, *a.others}) & ({b.text, b.written, *b.others})
        if both:
            return 1.0, "meaning"
    if a.role == "place" and b.role == "place":
        return 0.0, ""
    if {a.role, b.role} <= {"trade", "organisation"}:
        if chinese_words.is_chinese(a) or chinese_words.is_chinese(b):
            return chinese_words.likeness_of_meaning(a, b)
        if two_words(a, b):
            return 0.0, ""
        if is_foreign(a) != is_foreign(b) and vocabulary.renders(a.text, b.text):
            return 0.95, "rendering"
        return (0.9, "near in meaning") if vocabulary.near(a.text, b.text) else (0.0, "")
    if a.native and b.native and _script(a) == _script(b) and _script(a) in {"han", "hangul"}:
        longer = max(len(a.native), len(b.native))
        if longer >= 5 and OSA.distance(a.native, b.native) <= 1:
            return 0.85, "misspelling"
        return 0.0, ""
    if _is_letter(a) or _is_letter(b):
        if personal and slavic_names.same_initial(a.text, b.text):
            return 0.9, "initial"
        return 0.0, ""
    if not personal and a.role == b.role == "initial":
        return (0.95, "initials") if sorted(a.text.replace("y", "")) == sorted(b.text.replace("y", "")) else (0.0, "")
    if a.role != b.role and {a.role, b.role} & {"trade", "place", "organisation"} and a.written != b.written:
        # "Elec." for "Electronics"; a name is not taken for a trade word by one letter.
        short, long = sorted((a.written, b.written), key=len)
        if len(short) >= 5 and _as_it_looks(short) == _as_it_looks(long):
            return 0.97, "look"
        if _abbreviates(a, b) or _abbreviates(b, a):
            return 0.86, "abbreviation" if len(short) > _MAY_BE_NAME else "another spelling or another name"
        if len(short) >= 6 and OSA.distance(short, long, score_cutoff=1) <= 1:
            return 0.9, "misspelling"
        if "place" in (a.role, b.role) and len(short) >= 5 and OSA.distance(short, long, score_cutoff=1) <= 1:
            return 0.8, "another spelling or another name"
        return 0.0, ""
    if not personal and (_shortens_pinyin(a, b) or _shortens_pinyin(b, a)):
        return 0.86, "initials"
    unspoken = a.skeletal or b.skeletal or _loan(a, b) or _loan(b, a)
    found = _alike(*_sorted(a.text, b.text), unspoken, personal)
    if a.others or b.others:  # the form as written may be nearer than the usual form of a brand
        found = max(found, _alike(*_sorted(a.written, b.written), unspoken, personal))
    if (
        bool(a.native) != bool(b.native)
        and not (a.others or b.others)
        and not is_pinyin(a.text)
        and found[1] in _MAY_BE_ANOTHER
        and found[0] >= 0.77
        and min(len(a.text), len(b.text)) >= 6
    ):
        return found[0], "sound"  # "intertech" and "intertek": the way through another alphabet leaves such differences
    return found


_READ_OUT = frozenset({"hangul", "arabic"})
_KOREA = ({"korea", "northkorea"}, {"korea", "southkorea"})


# Korean, Arabic and Persian have a word for each, whatever other languages do: siblings differ by them.
_NEVER_ONE = frozenset(
    map(
        frozenset,
        [
            ("electric", "electronic"),
            ("petroleum", "petrochemical"),
            ("petroleum", "gas"),
            ("chemical", "petrochemical"),
            ("medical", "pharmaceutical"),
            ("trading", "business"),
            ("trading", "exchange"),
            ("finance", "bank"),
            ("defense", "security"),
            ("bank", "insurance"),
        ],
    )
)


def _read_out(a: Token, b: Token, personal: bool) -> tuple[float, str] | None:
    """How alike a word in Hangul or Arabic script and one in Latin letters are; None: that does not decide it.

    The spellings that a native word may have are known (``korean_sounds``, ``arabic_sounds``).
    """
    scripts = _script(a), _script(b)
    if (scripts[0] in _READ_OUT) == (scripts[1] in _READ_OUT):
        return None
    native, other = (a, b) if scripts[0] in _READ_OUT else (b, a)
    hangul = _script(native) == "hangul"
    if frozenset((a.text, b.text)) in _NEVER_ONE:
        return 0.0, ""
    if native.role == other.role == "place":
        return (1.0, "") if hangul and {a.text, b.text} in _KOREA else None
    if {a.role, b.role} <= {"trade", "organisation"} and vocabulary.renders(a.text, b.text) and not is_foreign(other):
        return 0.95, "rendering"
    if other.role == "particle" or _script(other) == "han" or len(other.written) < 2:
        return None
    reader = korean_sounds if hangul else arabic_sounds
    if reader.spells(native.native, other.written):
        if hangul:
            return (0.95, "sound") if len(native.native) >= 2 else (0.86, "like sound")
        plain = native.role != "name" or arabic_sounds.is_telling(native.native, other.written)
        return (0.95, "sound") if plain or personal else (0.88, "like sound")
    named = native.role == other.role == "name"
    if named and not hangul and arabic_sounds.loosely_spells(native.native, other.written):
        return 0.88, "like sound"
    if {native.role, other.role} == {"name", "trade"} and len(bones := skeleton(other.written)) >= 3:
        bare = skeleton(native.text if native.role == "name" else latin(native.native))
        return (0.86, "like sound") if bones == bare and not hangul else None
    if native.others or other.others or {native.role, other.role} & {"trade", "organisation", "place"}:
        return None
    if reader.nearly_spells(native.native, other.written):
        return 0.8, "another spelling or another name"
    return 0.0, ""


_ALL_ONE = frozenset({"institute", "academy", "factory", "bureau", "branch", "department", "university"})


def _characters(a: Token, b: Token) -> tuple[float, str]:
    """How alike two words in other Chinese characters are: names that only sound alike are two names as a rule."""
    if a.role == b.role == "name":
        known = brands.native_brands()
        if a.native in known and b.native in known:
            return (1.0, "") if a.text == b.text else (0.0, "")
        return (0.65, "another character") if chinese_spellings.sound_alike(a.native, b.native) else (0.0, "")
    if a.text != b.text:
        return 0.0, ""
    if a.role not in {"trade", "place"} or a.text in _ALL_ONE or chinese_spellings.shortens(a.native, b.native):
        return 1.0, ""
    return 0.9, "another word of that meaning"


def _chinese_spelling(a: Token, b: Token, personal: bool) -> str:
    """In which usage of writing Chinese in Latin letters one word spells the other; "" where in none."""
    for one, other in ((a, b), (b, a)):
        if other.native or one.role not in {"name", "place"} or other.role == "number":
            continue
        if _script(one) == "han":
            spelling = chinese_spellings.spelling_of(one.native, other.written)
            if spelling and not _homophone(one, other):
                return spelling
            continue
        latin = not one.native and one.role == "name"
        if latin and chinese_spellings.is_wade_giles_of(other.written, one.written, 1 if personal else 2):
            return "Wade-Giles spelling"
    return ""


def _spell_chinese(pairing: Pairing, personal: bool) -> None:
    """A Chinese name on one side and the words that spell it on the other, not in pinyin: "恒达" and "Hang Tat"."""
    for one, many, flip in ((pairing.left, pairing.right, False), (pairing.right, pairing.left, True)):
        for token in list(one):
            if token.role not in {"name", "place"} or len(many) < 2:
                continue
            words = [t.written if not t.native and t.role != "number" else "?" for t in many]
            if _script(token) == "han":
                found = chinese_spellings.words_that_spell(token.native, words, personal)
            else:
                found = None if token.native else chinese_spellings.words_in_wade_giles(token.written, words)
            if found:
                first, last, spelling = found
                run = many[first:last]
                _take(pairing, [token] if not flip else run, run if not flip else [token], 0.97, spelling)
                pairing.names += personal and _script(token) == "han"  # surname and given name


_MAY_BE_NAME = 3  # letters: "Met" is a name as often as it is "Metal"


def _is_letter(token: Token) -> bool:
    """Whether the token is an initial: one letter, "Ya" of one Cyrillic letter included."""
    return len(token.text) == 1 or (len(token.native) == 1 and _script(token) == "cyrillic")


_MAY_BE_ANOTHER = frozenset({"small difference", "another spelling or another name"})


def is_foreign(token: Token) -> bool:
    """Whether the word is written in, or transliterated from, another language than English."""
    return bool(token.native) or (
        token.role in {"trade", "organisation"}
        and token.text[:3] != token.written[:3]
        and not vocabulary.is_english(token.written)
    )


def _shortens_pinyin(short: Token, long: Token) -> bool:
    """Whether one is the initials of the syllables of the other: "sch" and "shenchuanghui"."""
    return (
        2 < len(short.text) <= 5 < len(long.text)
        and short.text[0] == long.text[0]
        and "".join(part[0] for part in acronyms.syllables(long.text)) == short.text
    )


def _abbreviates(short: Token, long: Token) -> bool:
    """Whether an unknown word is a trade word cut short ("elec") or written without its vowels ("trdg").

    A name ("Demirel") is never cut to a trade word ("demir").
    """
    if short.role != "name" or long.role not in {"trade", "organisation"} or short.others or short.native:
        return False
    if not 3 <= len(short.written) < len(long.written) or short.written[0] != long.written[0]:
        return False
    if long.written.startswith(short.written):
        return True
    letters = iter(long.written)
    return not set(short.written[1:]) & set("aeiou") and all(letter in letters for letter in short.written)


def _homophone(a: Token, b: Token) -> bool:
    """Whether ``a`` is a Chinese name that only sounds like the well-known brand ``b``, which is written otherwise."""
    known = brands.native_brands()
    return (
        a.role == "name" and _script(a) == "han" and not b.native and a.native not in known and b.text in known.values()
    )


def _loan(a: Token, b: Token) -> bool:
    """Whether ``a`` may write a foreign word by its sound in Chinese or Korean syllables, which have few consonant
    clusters.
    """
    if a.others:
        return False  # a known brand or trade word: what it sounds like is no evidence
    return (
        bool(a.native) and not b.native and (_script(a) == "hangul" or (_script(a) == "han" and not is_pinyin(b.text)))
    )


def _sorted(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def _script(token: Token) -> str:
    return script_of(token.native[0]) if token.native else "latin"


def pair_words(
    left: list[Token], right: list[Token], legal: tuple[str, str], whole: tuple[Name, Name], personal: bool
) -> Pairing:
    """``legal``.

    The first letters of the legal forms of the right and of the left name, which an acronym may include.
    """
    pairing = Pairing(list(left), list(right))
    texts = {t.text for t in right}
    for token in left:  # the same word first
        for other in pairing.right if token.text in texts else ():
            if token.text == other.text and likeness(token, other, personal)[0] == 1.0:
                _take(pairing, [token], [other], 1.0, "")
                break
    if not pairing.left or not pairing.right:
        return pairing
    _join(pairing)
    _spell_chinese(pairing, personal)
    if personal:
        _two_initials(pairing)
    _whole_acronym(pairing, whole)
    _acronyms(pairing, legal)
    if not personal:
        _translations(pairing)
    candidates = sorted(
        (
            (-value, i, j, how)
            for i, token in enumerate(pairing.left)
            for j, other in enumerate(pairing.right)
            for value, how in [likeness(token, other, personal)]
            if value >= 0.6
        ),
        key=lambda found: found[:3],
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    rows = list(pairing.left), list(pairing.right)
    for value, i, j, how in candidates:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            _take(pairing, [rows[0][i]], [rows[1][j]], -value, how)
    return pairing


def _take(pairing: Pairing, left: list[Token], right: list[Token], value: float, how: str) -> None:
    for token in left:
        _remove(pairing.left, token)
    for token in right:
        _remove(pairing.right, token)
    weight = (sum(t.weight for t in left) + sum(t.weight for t in right)) / 2
    pairing.paired += weight
    pairing.shared += weight * value
    telling = any(t.role in {"name", "initial", "namesake"} for t in left + right)
    if telling:
        pairing.names += max(1, min(len(left), len(right)))
        if value >= 0.93:
            pairing.exact_names += 1
        pairing.doubt += 1.0 - value
        pairing.worst = min(pairing.worst, value)
        if any(t.others for t in left + right):
            pairing.brands += 1
        if how in _DOUBTFUL:
            pairing.unsure = True
            pairing.doubts.append((how, value, min(len(t.text) for t in left + right)))
        elif how in _SMALL:
            pairing.small = True
    elif how in {"near in meaning", "another word of that meaning"}:
        pairing.unsure = True
        pairing.doubts.append((how, value, 0))
    elif value >= 0.9:
        pairing.numbers += all(t.role == "number" for t in left)
        pairing.support += weight if not all(t.role == "organisation" for t in left) else 0.0
    if how:
        written = " ".join(t.native or t.written for t in left), " ".join(t.native or t.written for t in right)
        if written[0] != written[1]:
            pairing.notes.append(f"{written[0]!r} for {written[1]!r} ({how})")


def _remove(tokens: list[Token], token: Token) -> None:
    for i, other in enumerate(tokens):
        if other is token:
            del tokens[i]
            return


def _join(pairing: Pairing) -> None:
    """Words written together on one side: "Good Will" and "Goodwill", "lang chao" and "langchao"."""
    for one, many, flip in ((pairing.left, pairing.right, False), (pairing.right, pairing.left, True)):
        heads = {t.written[:1] for t in many[:-1]}
        for token in list(one) if len(many) >= 2 else ():
            if len(token.text) < 2 or token.role == "number":
                continue
            spoken = token.role == "name" and _script(token) in _READ_OUT
            native = any(_script(t) == "arabic" for t in many)
            if not (token.others or spoken or native) and heads.isdisjoint({token.text[:1], token.written[:1]}):
                continue  # no run of words begins like it
            forms = {token.text, token.written, *token.others}
            found = _run_that_spells(many, forms) or (_run_read_out(many, token) if spoken else None)
            if not found and token.role == "name" and not token.native and len(token.written) >= 6:
                found = _run_that_is_read(many, token)
            if found:
                _take(pairing, [token] if not flip else found, found if not flip else [token], 0.98, "written together")


def _run_read_out(tokens: list[Token], token: Token) -> list[Token] | None:
    """The neighbouring words that a word in Hangul or Arabic script writes together: "amir kabir"."""
    spells = korean_sounds.spells if _script(token) == "hangul" else arabic_sounds.spells
    for first in range(len(tokens) - 1):
        for last in range(first + 2, min(len(tokens), first + 3) + 1):
            run = tokens[first:last]
            written = "".join(t.written for t in run)
            if len(written) >= 4 and not any(t.native for t in run) and spells(token.native, written):
                return run
    return None


def _run_that_is_read(tokens: list[Token], token: Token) -> list[Token] | None:
    """The neighbouring words in Arabic script that one Latin word writes together: "Hizballah"."""
    for first in range(len(tokens) - 1):
        run = tokens[first : first + 2]
        if all(_script(t) == "arabic" for t in run) and arabic_sounds.spells(
            "".join(t.native for t in run), token.written
        ):
            return run
    return None


def _run_that_spells(tokens: list[Token], forms: set[str]) -> list[Token] | None:
    longest = max(map(len, forms)) + 1
    for first in range(len(tokens) - 1):
        spelled = tokens[first].written.replace(" ", "")
        starts = [form for form in forms if form[:1] == spelled[:1]]
        for last in range(first + 1, min(len(tokens), first + 4) if starts else first):
            spelled += tokens[last].written.replace(" ", "")
            if len(spelled) > longest:
                break
            if last > first and len(spelled) >= 7 and any(alike_in_arabic(form, spelled) for form in starts):
                return tokens[first : last + 1]
            if (
                spelled in forms and (len(spelled) > 3 or all(len(t.written) == 1 for t in tokens[first : last + 1]))
            ) or (len(spelled) >= 9 and any(OSA.distance(form, spelled, score_cutoff=1) <= 1 for form in starts)):
                return tokens[first : last + 1]
    return None


def _translations(pairing: Pairing) -> None:
    """A name in pinyin against the English words that its syllables mean."""
    for ours, theirs, flip in ((pairing.left, pairing.right, False), (pairing.right, pairing.left, True)):
        for token in list(ours):
            if token.role != "name" or len(token.text) < 5 or not is_pinyin(token.text):
                continue
            words = [t for t in theirs if not t.native and t.role in {"name", "trade"}]
            run = next(
                (
                    words[first:last]
                    for first in range(len(words))
                    for last in range(first + 1, min(first + 4, len(words) + 1))
                    if may_translate([t.written for t in words[first:last]], token.text)
                ),
                None,
            )
            if run:
                _take(pairing, [token] if not flip else run, run if not flip else [token], 0.88, "translation")


def _acronyms(pairing: Pairing, legal: tuple[str, str]) -> None:
    """An acronym on one side against the words it stands for on the other."""
    for ours, theirs, flip in ((pairing.left, pairing.right, False), (pairing.right, pairing.left, True)):
        for token in list(ours):
            if token.role not in {"name"} or not 3 <= len(token.text) <= 8 or len(theirs) < 2:
                continue
            expansion = brands.acronyms().get(token.text)
            run: list[Token] | None = None
            value, how = 0.0, ""
            if expansion:
                run = _covering(theirs, expansion[0])
                value, how = 0.97, "known acronym"
                pairing.acronym = pairing.acronym or run is not None
            if run is None and not expansion:
                run = _initials(theirs, token.text, legal[flip])
                value, how = (0.93, "its initials") if len(token.text) >= 4 else (0.85, "initials")
                pairing.by_initials = pairing.by_initials or run is not None
            if run:
                _take(pairing, [token] if not flip else run, run if not flip else [token], value, how)


def _two_initials(pairing: Pairing) -> None:
    """ "JC Juncker" and "Jean-Claude Juncker"."""
    for ours, theirs, flip in ((pairing.left, pairing.right, False), (pairing.right, pairing.left, True)):
        for token in list(ours):
            run = next(
                (
                    theirs[i : i + 2]
                    for i in range(len(theirs) - 1)
                    if slavic_names.are_initials(token.text, theirs[i].text, theirs[i + 1].text)
                ),
                None,
            )
            if run:
                _take(
                    pairing, [token] if not flip else run, run if not flip else [token], 0.9, "initials of given names"
                )


def _whole_acronym(pairing: Pairing, whole: tuple[Name, Name]) -> None:
    """One name is nothing but the initials of the other, small words and legal form counted or not."""
    for ours, theirs, flip in ((pairing.left, pairing.right, False), (pairing.right, pairing.left, True)):
        rest = [t for t in ours if t.role != "organisation"]
        if len(rest) == 1 and len(theirs) >= 2 and rest[0].role == "name" and _is_spelled_by(rest[0], whole[flip]):
            words = list(theirs)
            sure = len(rest[0].text) >= 4 or rest[0].written.upper() in whole[not flip].raw
            pairing.by_initials = True
            _take(
                pairing,
                rest if not flip else words,
                words if not flip else rest,
                0.93 if sure else 0.85,
                "its initials" if sure else "initials",
            )
            return


def _is_spelled_by(acronym: Token, name: Name) -> bool:
    letters = acronym.text
    if len(letters) > acronyms.LONGEST or not any(word[:1] == letters[:1] for word, _ in name.spelled):
        return False  # no run of initials begins like it
    known = brands.acronyms().get(letters)
    if known is not None and _covering(list(name.tokens), known[0]) is not None:
        return False
    return letters in initials_of(name) or (
        len(letters) > acronyms.SHORTEST and acronyms.spells(letters, words_to_shorten(name))
    )


def _covering(tokens: list[Token], words: tuple[str, ...]) -> list[Token] | None:
    """The tokens that stand for the words of a known acronym, in its order; kinds of body may be left out."""
    run: list[Token] = []
    wanted = [word for word in words if word not in _KINDS]
    for token in tokens:
        if token.text in (wanted if _script(token) == "arabic" else wanted[:1]):  # "company national oil Iran"
            wanted.remove(token.text)
            run.append(token)
        elif token.role == "organisation" and token.text in _KINDS:
            run.append(token)
    return run if run and not wanted else None


_KINDS = frozenset({"company", "corporation", "group"})


def _initials(tokens: list[Token], acronym: str, legal: str) -> list[Token] | None:
    """The run of words whose first letters spell the acronym; kind-of-body words ("Group") may be left out of it."""
    for first in range(len(tokens)):
        position, run = 0, []
        for token in tokens[first:]:
            if token.role == "number":
                break
            letter = token.written[:1]
            if position < len(acronym) and letter == acronym[position]:
                position += 1
                run.append(token)
            elif token.role == "organisation" and run:
                run.append(token)
            else:
                break
        if position == len(acronym) and len(run) >= 3:
            return run
        if run and position == len(acronym) - 1 and acronym[-1] in legal and len(run) >= 3:
            return run  # the C of Co. or Corp., the L of Ltd
    return None


def form_letters(name: Name) -> str:
    return "".join(word[0] for form in name.legal for word in form.text.split())
