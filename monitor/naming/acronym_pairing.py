"""An acronym or initials on one side, paired with the words on the other that they stand for."""

from __future__ import annotations

from monitor.naming import acronyms, brands, slavic_names
from monitor.naming.name_initials import initials_of, is_made_of_beginnings, words_to_shorten
from monitor.naming.name_tokens import Token, token_script
from monitor.naming.names import Name
from monitor.naming.pairing import Pairing, both_ways, take_across


def pair_whole_acronym(pairing: Pairing, whole: tuple[Name, Name]) -> None:
    """One name is nothing but the initials of the other, small words and legal form counted or not."""
    for ours, theirs, flip in both_ways(pairing):
        rest = [t for t in ours if t.role != "organisation"]
        if len(rest) == 1 and len(theirs) >= 2 and rest[0].role == "name" and _is_spelled_by(rest[0], whole[flip]):
            words = list(theirs)
            # Three letters are enough where they stand alone: "MSM Enterprises" may be many firms.
            alone = len(ours) == 1 and not whole[not flip].legal and rest[0].written.upper() in whole[not flip].raw
            sure = len(rest[0].text) >= 4 or alone
            pairing.by_initials = True
            take_across(
                pairing,
                rest,
                words,
                flip,
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
    return (
        letters in initials_of(name)
        or (len(letters) > acronyms.SHORTEST and acronyms.spells(letters, words_to_shorten(name)))
        or is_made_of_beginnings(letters, name)
    )


def pair_acronyms(pairing: Pairing, legal: tuple[str, str]) -> None:
    """An acronym on one side against the words it stands for on the other."""
    for ours, theirs, flip in both_ways(pairing):
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
                take_across(pairing, [token], run, flip, value, how)


def _covering(tokens: list[Token], words: tuple[str, ...]) -> list[Token] | None:
    """The tokens that stand for the words of a known acronym, in its order; kinds of body may be left out."""
    run: list[Token] = []
    wanted = [word for word in words if word not in brands.KINDS_OF_BODY]
    for token in tokens:
        if token.text in (wanted if token_script(token) == "arabic" else wanted[:1]):  # "company national oil Iran"
            wanted.remove(token.text)
            run.append(token)
        elif token.role == "organisation" and token.text in brands.KINDS_OF_BODY:
            run.append(token)
    return run if run and not wanted else None


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
    """The first letters of the words of the legal form, any of which an acronym may end in."""
    return "".join(word[0] for form in name.legal for word in form.text.split())


def pair_given_initials(pairing: Pairing) -> None:
    """ "JC Juncker" and "Jean-Claude Juncker"."""
    for ours, theirs, flip in both_ways(pairing):
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
                take_across(pairing, [token], run, flip, 0.9, "initials of given names")
