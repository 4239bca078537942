"""Documents that lack what others have: labels, markup, the amending words; and the forms that denial orders take."""

from __future__ import annotations

# ruff: noqa: E501  fragments of markup stay on the line they are published on
import pytest

from parsers.model import Action, ParseError, Rule
from parsers.rule import parse_rule

OLD = """DEPARTMENT OF COMMERCE
Bureau of Industry and Security

15 CFR Part 744

Addition of Certain Persons to the Entity List; Removal of Person from the Entity List

AGENCY: Bureau of Industry and Security, Commerce.

ACTION: Final rule.

SUMMARY: This rule adds two entities to the Entity List and removes one entity.

DATES: This rule is effective September 19, 2031.

FOR FURTHER INFORMATION CONTACT: A. Clerk, Phone: (202) 555-0100.

SUPPLEMENTARY INFORMATION:

Background

The Entity List notifies the public about entities that have engaged in activities.

Accordingly, part 744 of the Export Administration Regulations (15 CFR parts 730-774) is amended as follows:

1. The authority citation for 15 CFR part 744 continues to read as follows:

Authority: 50 U.S.C. 1701 et seq.

2. Supplement No. 4 to Part 744 is amended:
(a) By adding under Iran, in alphabetical order, two Iranian entities; and
(b) By removing under Malaysia, one Malaysian entity, "Mayrow Canal, a.k.a., Mayrow Group, 12 Jalan Road, Malaysia".

The additions read as follows:

Supplement No. 4 to Part 744--Entity List

Country
Entity
License requirement
License review policy
Federal Register citation
IRAN
Alpha Canal Co., No. 5, Vali Asr St., Tehran, Iran.
For all items subject to the EAR. (See §744.11 of the EAR)
Presumption of denial
96 FR [INSERT FR PAGE NUMBER] 9/19/31.
Beta Canal, a.k.a., the following one alias:
-Beta Karkhane.
P.O. Box 12, Isfahan, Iran.
For all items subject to the EAR. (See §744.11 of the EAR)
Presumption of denial
96 FR [INSERT FR PAGE NUMBER] 9/19/31.

Dated: September 13, 2031.

[FR Doc. 2031-23003 Filed 9-18-31; 8:45 am]
"""
READ = {
    ("remove", "MALAYSIA", "Mayrow Canal", ("Mayrow Group",)),
    ("add", "IRAN", "Alpha Canal Co.", ()),
    ("add", "IRAN", "Beta Canal", ("Beta Karkhane",)),
}
BODY, ACCORDINGLY = "SUPPLEMENTARY INFORMATION:\n\n", OLD[OLD.index("Accordingly") : OLD.index("1. The authority")]


def listed(rule: Rule) -> set[tuple[str, str | None, str, tuple[str, ...]]]:
    return {(c.action.value, c.entry.destination, c.entry.name, c.entry.aliases) for c in rule.changes}


@pytest.mark.parametrize(
    "lost", [(), (BODY,), (ACCORDINGLY,), (BODY, ACCORDINGLY), (BODY, ACCORDINGLY, "Background\n\n")], ids=len
)
def test_amending_part_is_found_without_its_labels(lost: tuple[str, ...]) -> None:
    text = OLD
    for words in lost:
        text = text.replace(words, "")
    rule = parse_rule(text.encode())
    assert listed(rule) == READ
    assert {str(c.effective) for c in rule.changes} == {"2031-09-19"}
    assert not rule.problems


def test_missing_date_is_said() -> None:
    rule = parse_rule(OLD.replace("DATES: This rule is effective September 19, 2031.\n", "").encode())
    assert any(p.where == "DATES" for p in rule.problems)


@pytest.mark.parametrize("text", ["hello world", "Lorem ipsum.\n\nDolor sit amet.", "Closed. Come back later."])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ParseError, match="no document"):
        parse_rule(text.encode())


ROW = "<ROW><ENT>IRAN</ENT><ENT>Alpha Canal Co., No. 5, Tehran, Iran.</ENT><ENT>All items</ENT><ENT>Denial</ENT><ENT>96 FR 1, 9/19/31.</ENT></ROW>"
HEADS = "".join(
    f"<CHED>{h}</CHED>"
    for h in ("Country", "Entity", "License requirement", "License review policy", "Federal Register citation")
)
TABLE = f"<GPOTABLE><BOXHD>{HEADS}</BOXHD>{ROW}</GPOTABLE>"
SIGNED = "<SIG><DATED>Dated: September 13, 2031.</DATED></SIG>"


@pytest.mark.parametrize("tag", ["AMDPAR", "P"])
@pytest.mark.parametrize("regtext", [("<REGTEXT TITLE='15' PART='744'>", "</REGTEXT>"), ("", "")])
@pytest.mark.parametrize("order", [TABLE + SIGNED, SIGNED + TABLE])
def test_markup_that_is_missing(tag: str, regtext: tuple[str, str], order: str) -> None:
    orders = (
        "1. The authority citation for 15 CFR part 744 continues to read as follows:",
        "2. Supplement No. 4 to part 744 is amended:",
        "a. By adding under Iran, in alphabetical order, one Iranian entity;",
        "b. By removing under Canada, one Canadian entity, “Foo Inc.”",
    )
    instructions = "".join(f"<{tag}>{o}</{tag}>" for o in orders)
    rule = parse_rule(
        "<RULE><PREAMB><CFR>15 CFR Part 744</CFR><SUBJECT>Additions to the Entity List</SUBJECT><EFFDATE><P>This rule is effective "
        f"September 19, 2031.</P></EFFDATE></PREAMB><SUPLINF><P>Background.</P>{regtext[0]}{instructions}{regtext[1]}{order}"
        "</SUPLINF><FRDOC>[FR Doc. 2031-23003 Filed 9-18-31; 8:45 am]</FRDOC></RULE>".encode()
    )
    assert listed(rule) == {("remove", "CANADA", "Foo Inc.", ()), ("add", "IRAN", "Alpha Canal Co.", ())}
    assert not rule.problems


def notice(first: str, *caption: str, effect: str = "remain in effect for 180 days", subject: str = "") -> Rule:
    lines = "".join(f"<FP>{line}</FP>" for line in caption)
    return parse_rule(
        f"<NOTICE><PREAMB><SUBJECT>{subject or 'Order Temporarily Denying Export Privileges'}</SUBJECT></PREAMB><SUPLINF>{lines}"
        f"<P>It is therefore ordered:</P><P>First, {first} may not, directly or indirectly, participate in any transaction involving "
        f"any item that is subject to the EAR.</P><P>This Order is effective immediately and shall {effect}.</P>"
        "<SIG><DATED>Dated: February 24, 2031.</DATED></SIG></SUPLINF></NOTICE>".encode()
    )


@pytest.mark.parametrize(
    ("first", "caption", "persons"),
    [
        (
            "the Respondents, ALPHA AIR, 1 Road, Istanbul, Turkey, and BETA CARGO LLC, 2 Road, Dubai, UAE, as well as their "
            "successors and assigns,",
            ("Alpha Air, 1 Road, Istanbul, Turkey;", "Beta Cargo LLC, 2 Road, Dubai, UAE."),
            [("Alpha Air", (), "TURKEY"), ("Beta Cargo LLC", (), "UNITED ARAB EMIRATES")],
        ),
        (
            "(1) Alpha Co., 1 Road, Malta; (2) Beta Co., 2 Road, Cyprus; and (3) J. Smith, 3 Road, Cyprus, when acting for them",
            (),
            [("Alpha Co.", (), "MALTA"), ("Beta Co.", (), "CYPRUS"), ("J. Smith", (), "CYPRUS")],
        ),
        (
            "Canal Airlines d/b/a C7 Airlines, 12 Lenin St., Moscow, Russia, when acting for or on their behalf",
            (),
            [("Canal Airlines", ("C7 Airlines",), "RUSSIA")],
        ),
    ],
)
def test_persons_of_a_temporary_order(
    first: str, caption: tuple[str, ...], persons: list[tuple[str, tuple[str, ...], str]]
) -> None:
    rule = notice(first, *caption)
    assert [(c.entry.name, c.entry.aliases, c.entry.destination) for c in rule.changes] == persons
    assert {(str(c.effective), str(c.until)) for c in rule.changes} == {("2031-02-24", "2031-08-23")}


def test_related_person() -> None:
    rule = notice(
        "Foo Trading, Suite 5, Malta, and its related person Jane Foo, Suite 6, Malta, and when acting for them"
    )
    assert (rule.orders[0].denied, rule.orders[0].related) == (("Foo Trading",), ("Jane Foo",))


def test_order_for_a_year_and_one_that_ends() -> None:
    renewed = notice(
        "Alpha Air, Moscow, Russia, when acting for it",
        effect="remain in effect for one year",
        subject="Order Renewing Temporary Denial of Export Privileges",
    )
    assert (renewed.orders[0].kind, str(renewed.orders[0].expires)) == ("renewal", "2032-02-24")
    ended = notice("Alpha Air, Moscow, Russia, when acting for it", subject="Order Terminating Temporary Denial Order")
    assert [c.action for c in ended.changes] == [Action.REMOVE]


def test_stay_lifted_after_a_temporary_rule_does_not_end() -> None:
    rule = parse_rule(
        "<RULE><PREAMB><CFR>15 CFR Part 744</CFR><SUBJECT>Stay</SUBJECT><EFFDATE><P>This rule is effective from September 22, 2031, "
        "through December 3, 2031.</P></EFFDATE></PREAMB><SUPLINF><REGTEXT TITLE='15' PART='744'><AMDPAR>2. Effective December 4, "
        "2031, § 744.11 is amended by lifting the stay on paragraph (a)(1).</AMDPAR></REGTEXT></SUPLINF></RULE>".encode()
    )
    assert [(a.action, str(a.effective), a.until) for a in rule.amendments] == [(Action.LIFT_STAY, "2031-12-04", None)]


@pytest.mark.parametrize("unit", ["“", "“a” ", "i. ", "adding ", "(", "under CHINA, "])
def test_repetitions_are_read_or_reported(unit: str) -> None:
    """As long as an instruction may be, and longer: something is said about it, and no name is taken from nothing."""
    for length in (2_000, 40_000):
        text = unit * (length // len(unit))
        rule = parse_rule(
            f"<RULE><PREAMB><SUBJECT>Entity List</SUBJECT></PREAMB><SUPLINF><REGTEXT TITLE='15' PART='744'><AMDPAR>2. Supplement "
            f"no. 4 to part 744 is amended by {text}</AMDPAR></REGTEXT></SUPLINF></RULE>".encode()
        )
        assert rule.problems
