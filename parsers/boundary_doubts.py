"""Where the end of a name or the beginning of an address is a guess, so that a person should look at it."""

from __future__ import annotations

import re

from parsers.boundary_words import (
    ADDRESS_START,
    FORM_LAST,
    INSTITUTION_LAST,
    LIST_TAIL,
    ORGANIZATION,
    PLACE,
    STREET,
)
from parsers.name_boundary import abbreviated
from parsers.place_names import DESTINATION

_NOT_OF_A_NAME = re.compile(rf"{STREET.pattern}|{PLACE.pattern}|\b(?:Apt|Korp|Bud|Kv|Sq)\b", re.IGNORECASE)
_FORM_AND_MORE = re.compile(r"\b(?:Ltd|Limited|Inc|LLC|GmbH|Corp)\b\.?\s+(?!of\b)[^\W\d_]{3,}\s+\w", re.IGNORECASE)
_ENDS_IN_DESTINATION = re.compile(rf"\s(?:{DESTINATION})\W*\Z")


def doubtful_end(name: str, rest: str) -> bool:
    """Whether ``name``, split from ``rest`` by its words alone, may hold a part of the address or lack one of its own.

    A full stop that no abbreviation has, or the clear beginning of an address, leaves no doubt; a street, a place or
    words behind the legal form within the name do.
    """
    behind = rest.lstrip(" ,;")
    if not behind:
        return _ENDS_IN_DESTINATION.search(name) is not None
    if _NOT_OF_A_NAME.search(name) or _FORM_AND_MORE.search(name) or LIST_TAIL.match(behind):
        return True
    if not name.endswith("."):
        return not ADDRESS_START.match(behind)
    return not rest[:1].isspace() or (abbreviated(name) and not ADDRESS_START.match(behind))


_POSTAL_CODE = re.compile(r"\d{4,6}\s+[^\W\d_]")
_NUMBER_WITHIN = re.compile(r"(?<=[^\W\d_])\s+\d+[A-Za-z]?(?=\s|\Z)(?P<behind>.*)")


def may_hold_street(name: str, rest: str) -> bool:
    """Whether a name has a number where a street has one, and the address after it lacks it: "IKCO Finance 6 Lothbury,
    London, England".

    Numbers of institutes, plants and the like, and numbers before a legal form, are the name's own.
    """
    number = _NUMBER_WITHIN.search(name)
    if number is None or not rest.strip(" ,;."):
        return False
    behind = number["behind"]
    if ORGANIZATION.search(behind) or INSTITUTION_LAST.search(behind) or FORM_LAST.search(behind):
        return False
    first = rest.lstrip(" ,;").split(",", 1)[0]
    return not STREET.search(first) and (not ADDRESS_START.match(first) or _POSTAL_CODE.match(first) is not None)
