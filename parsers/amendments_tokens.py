"""The words by which amendatory instructions name places: one pattern, each alternative with its name."""

from __future__ import annotations

import re

SECTION_NUMBER = r"\d+[a-z]?\.\d+[a-z]*(?:-\d+)?"
DESIGNATION = r"(?:\([^()\s]{1,6}\))+(?:\d+\b)?"
#: A paragraph of an official interpretation: "2.i", "35(b)(2)(iii)-1.iii".
NUMBERS = r"(?:\d+\([^\s]*?\)-)?\d+(?:\.[ivxA-Z]+)*"
_ORDINAL = (
    r"(?:(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last|final|penultimate|"
    r"introductory|opening|second[\s-]to[\s-](?:the[\s-])?last|next[\s-]to[\s-](?:the[\s-])?last)"
    r"(?:\s+(?:one|two|three|four|five|six))?|one|two|three|four|five|six|an?|new)"
)
_JOINT = r"(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or|through)\s+|\s*[–-]\s*)"
_PARAGRAPHS = r"(?:\([^()\s]{1,6}\))*"


def _to_part(title: str, part: str) -> str:
    return rf"(?:,?\s+(?:to|of)\s+(?:(?P<{title}>\d+)\s+CFR\s+)?[Pp]art\s+(?P<{part}>\d+))?"


_ALTERNATIVES = (
    rf"(?P<section>(?:§{{1,2}}|\b[Ss]ections?\b)\s*(?P<first>{SECTION_NUMBER})(?P<firstpar>{_PARAGRAPHS})"
    rf"(?P<more>(?:{_JOINT}(?:§\s*)?{SECTION_NUMBER}{_PARAGRAPHS})*))",
    r"(?P<supplement>\b[Ss]upplements?\s+(?:[Nn]os?\.?|[Nn]umbers?)?\s*"
    r"(?P<suppno>(?:\d+|[IVX]+)\b(?:(?:,\s*(?:and\s+)?|\s+and\s+|\s+through\s+)(?:\d+|[IVX]+)\b)*)"
    rf"(?P<supppar>{_PARAGRAPHS}){_to_part('supptitle', 'supppart')})",
    r"(?P<appendix>\b[Aa]ppendi(?:x|ces)\s+(?P<appno>[A-Z0-9]{1,4}(?:(?:,\s*(?:and\s+)?|\s+and\s+)[A-Z]\b)*)"
    rf"{_to_part('apptitle', 'apppart')})",
    r"(?P<subpart>\b[Ss]ubparts?\s+(?P<subno>[A-Z]{1,3}\b(?:(?:,\s*(?:and\s+)?|\s+and\s+)[A-Z]{1,3}\b)*)"
    rf"{_to_part('subtitle', 'subpartpart')})",
    r"(?P<authority>\b[Aa]uthority\s+citations?\b)",
    r"(?P<ofpart>\b(?:(?P<parttitle>\d+)\s+CFR\s+)?[Pp]arts?\s+(?P<partno>\d+\b(?:(?:,\s*(?:and\s+)?|"
    r"\s+and\s+)\d+\b)*))",
    r"(?P<paraheading>\b(?:paragraph|subject|section|table)\s+headings?\b)",
    r"(?P<paraword>\b[Pp]aragraphs?\b(?=\s*[(:]|\s+headings?))",
    rf"(?P<sentence>\b(?:the\s+)?(?:(?:new\s+)?{_ORDINAL}(?:,?\s+(?:and\s+|through\s+|"
    rf"or\s+)?(?:the\s+)?{_ORDINAL}){{0,5}}\s+)?"
    r"sentences?\b(?P<atend>\s+(?:(?:to|at)\s+the\s+(?P<end>end|beginning)\s+of"
    r"|following\s+the\s+(?P<following>[\w\s]{1,25}?)\s+sentence\s+of|"
    r"after\s+the\s+(?P<after>[\w\s]{1,25}?)\s+sentence\s+of"
    r"|to))?)",
    rf"(?P<ordinal>\b(?:the\s+)?{_ORDINAL}(?:,?\s+(?:and\s+)?(?:the\s+)?{_ORDINAL}){{0,5}}\s+(?:undesignated\s+|"
    rf"full\s+)?"
    r"paragraphs?\b(?!\s*\())",
    r"(?P<intro>\bintroductory\s+texts?\b)",
    r"(?P<heading>\bheadings?\b)",
    r"(?P<note>\b(?:[Tt]echnical\s+)?[Nn]otes?\b(?:\s+(?P<noteno>\d+(?:(?:,\s*(?:and\s+)?|\s+and\s+)\d+\b)*))?)",
    r"(?P<footnote>\b[Ff]ootnotes?\s+(?P<footno>\d+(?:(?:,\s*(?:and\s+)?|\s+and\s+|\s+through\s+)\d+)*))",
    r"(?P<definition>\b(?:[Dd]efinitions?|[Tt]erms?)\b)",
    r"(?P<entry>\b[Ee]ntr(?:y|ies)\s+for\b)",
    r"(?P<eccn>\(?\bECCNs?\)?\s+(?P<eccns>\d[A-E]\d{3}(?:\.\w+)*(?:(?:,?\s*(?:and\s+)?)\d[A-E]\d{3}\b(?:\.\w+)*)*))",
    r"(?P<table>\b[Tt]ables?\b(?:\s+(?P<tableno>\d+|[A-Z]\b|[IVX]+\b))?)",
    rf"(?P<designation>{DESIGNATION})",
    rf"(?P<comment>\bparagraphs?\s+(?P<commentno>{NUMBERS}(?:(?:,\s*(?:and\s+)?|\s+and\s+){NUMBERS})*)(?=\s|,|\.|;|"
    rf"\Z))",
    r"(?P<through>\bthrough\b)",
)
TOKEN = re.compile("|".join(_ALTERNATIVES))
#: The names of the alternatives, in the order in which they are tried.
KINDS = tuple(re.findall(r"\(\?P<(\w+)>", alternative)[0] for alternative in _ALTERNATIVES)
