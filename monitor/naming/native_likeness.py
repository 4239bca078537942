"""How alike two words are where one is written in another script or comes from another language.

A native word has known spellings in Latin letters (``korean_sounds``, ``arabic_sounds``, ``chinese_spellings``): a
Latin word is one of them or another name. ``word_likeness`` asks here first.
"""

from __future__ import annotations

from monitor.naming import arabic_sounds, brands, chinese_spellings, korean_sounds, person_names, vocabulary
from monitor.naming.name_tokens import Token, token_script
from monitor.naming.sound import is_pinyin, skeleton
from monitor.naming.transliterate import latin

READ_OUT = frozenset({"hangul", "arabic"})
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


def read_out(a: Token, b: Token, personal: bool) -> tuple[float, str] | None:
    """How alike a word in Hangul or Arabic script and one in Latin letters are; None: that does not decide it.

    The spellings that a native word may have are known (``korean_sounds``, ``arabic_sounds``).
    """
    scripts = token_script(a), token_script(b)
    if (scripts[0] in READ_OUT) == (scripts[1] in READ_OUT):
        return None
    native, other = (a, b) if scripts[0] in READ_OUT else (b, a)
    hangul = token_script(native) == "hangul"
    if frozenset((a.text, b.text)) in _NEVER_ONE:
        return 0.0, ""
    if native.role == other.role == "place":
        return (1.0, "") if hangul and {a.text, b.text} in _KOREA else None
    if {a.role, b.role} <= {"trade", "organisation"} and vocabulary.renders(a.text, b.text) and not is_foreign(other):
        return 0.95, "rendering"
    if other.role == "particle" or token_script(other) == "han" or len(other.written) < 2:
        return None
    if personal and native.native == "محمد" and person_names.canonical(other.written) == "mahmoud":
        return 0.0, ""  # of the same consonants, and another name
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


def likeness_of_characters(a: Token, b: Token) -> tuple[float, str]:
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


def chinese_spelling(a: Token, b: Token, personal: bool) -> str:
    """In which usage of writing Chinese in Latin letters one word spells the other; "" where in none."""
    for one, other in ((a, b), (b, a)):
        if other.native or one.role not in {"name", "place"} or other.role == "number":
            continue
        if token_script(one) == "han":
            spelling = chinese_spellings.spelling_of(one.native, other.written)
            if spelling and not is_homophone(one, other):
                return spelling
            continue
        latin = not one.native and one.role == "name"
        if latin and chinese_spellings.is_wade_giles_of(other.written, one.written, 1 if personal else 2):
            return "Wade-Giles spelling"
    return ""


def is_homophone(a: Token, b: Token) -> bool:
    """Whether ``a`` is a Chinese name that only sounds like the well-known brand ``b``, which is written otherwise."""
    known = brands.native_brands()
    return (
        a.role == "name"
        and token_script(a) == "han"
        and not b.native
        and a.native not in known
        and b.text in known.values()
    )


def is_loan(a: Token, b: Token) -> bool:
    """Whether ``a`` may write a foreign word by its sound in Chinese or Korean syllables, which have few consonant
    clusters.
    """
    if a.others:
        return False  # a known brand or trade word: what it sounds like is no evidence
    return (
        bool(a.native)
        and not b.native
        and (token_script(a) == "hangul" or (token_script(a) == "han" and not is_pinyin(b.text)))
    )


def is_foreign(token: Token) -> bool:
    """Whether the word is written in, or transliterated from, another language than English."""
    return bool(token.native) or (
        token.role in {"trade", "organisation"}
        and token.text[:3] != token.written[:3]
        and not vocabulary.is_english(token.written)
    )
