"""Whether a text is an address and no name."""

from __future__ import annotations

import re
from functools import cache

from monitor.naming.lexicon_files import lines

_NUMBERED = (
    r"(?:rooms?|units?|office|shop|warehouse|plot|villa|flat|blk|block|kat|lvl|level|of|оф|pom|kv|sec|sector)"
    r"\s*\.?\s*(?:no\.?)?\s*[a-z]{0,2}-?\d+"
)
_NATIVE = r"[路街号號室]|[\uac00-\ud7a3](?:로|길)(?=\s)|丁目|ص\.\s?ب"
_OTHER_WORD = re.compile(
    r"(?i)(?<!\w)(?:plaza|tower|centre|center|zone|province|city|house|estate|park|village|town|no|д|дом|стр|корп|г|dist)(?!\w)"
    r"|[市区區省镇鎮村乡]|[\uac00-\ud7a3][시구](?!\w)|\b\d{5,6}\b|#\d|\b\d{2}-\d{2,3}\b|^\W*\d+\w?,?\s"
)


@cache
def _street_word() -> re.Pattern[str]:
    signs = "|".join(sign for line in lines("address_signs.txt") for sign in line.split())
    return re.compile(rf"(?i)(?<!\w)(?:{signs}|{_NUMBERED})(?!\w)|{_NATIVE}")


def looks_like_address(text: str) -> bool:
    """Whether a text is an address and no name.

    A number, a word of streets or buildings, and another such word or a comma; or two words that stand in addresses
    and elsewhere, and a comma.
    """
    if not any(c.isdigit() for c in text):
        return False
    streets, others = len(_street_word().findall(text)), len(_OTHER_WORD.findall(text))
    return (streets >= 1 and (streets + others >= _ENOUGH or "," in text)) or (others >= _ENOUGH and "," in text)


_ENOUGH = 2


def are_addresses(a: str, b: str) -> bool:
    """Whether two texts are to be compared as addresses: one looks like one, the other at least might be."""
    return (looks_like_address(a) and _may_be_address(b)) or (looks_like_address(b) and _may_be_address(a))


def _may_be_address(text: str) -> bool:
    """Whether a text has two things that stand in addresses: a number, a comma, a word of streets or buildings."""
    signs = any(c.isdigit() for c in text) + ("," in text) + bool(_street_word().search(text))
    return signs + len(_OTHER_WORD.findall(text)) >= _ENOUGH
