"""Legal forms of the jurisdictions on the lists, in full and abbreviated, in Latin letters and in their own script.

Each belongs to a family, so that "OOO" and "Limited Liability Company" are one form, and an OOO is told from an AO:
``limited`` (liability limited by quotas), ``stock`` (divided into shares), ``company`` (does not say which: Co., Corp., Inc.,
Ltd. in the English of the lists), ``partnership``, ``state`` (unitary enterprises, budgetary institutions), ``nonprofit``,
``sole``. Checked against the GLEIF list of entity legal forms (ISO 20275).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

_COMPANY = """
co | co ltd | co limited | co inc | company limited | company ltd | co pvt ltd | co private limited | company incorporated
corp | corporation limited | corp ltd | corporation ltd | inc | incorporated | ltd | limited | lmt | ltd co | limited co | limited company | ltd company
pvt ltd | private limited | pvt limited | p ltd | pte ltd | pte limited | pte | pty ltd | pty limited | pty | proprietary limited | pvt | private limited company
sdn bhd | sendirian berhad | bhd | berhad | sdn
youxian gongsi | youxian zeren gongsi | gufen youxian gongsi | youxiangongsi | gongsi | company limited by shares | co ltd by shares
kk | kabushiki kaisha | kabushiki gaisha | yugen kaisha | godo kaisha | gk kaisha | jusik hoesa | jusikhoesa | yuhan hoesa | hoesa
tavarystva | cc | company private limited | plc ltd | est | establishment | wll | bsc | bsc c | saoc | saog
pt | tbk | cv perseroan | shareholding company | company of limited liability | unlimited company
"""
_LIMITED = """
llc | l l c | limited liability company | liability limited company | limited liability co | limited liability | company with limited liability | society with limited liability
ooo | obshchestvo s ogranichennoy otvetstvennostyu | oo o | zoo | tov | tovarystvo z obmezhenoyu vidpovidalnistyu | tdv
too | tovarishchestvo s ogranichennoy otvetstvennostyu | osoo | obshchestvo s dopolnitelnoy otvetstvennostyu | odo
mchj | mas uliyati cheklangan jamiyati | mmc | sc jsc
tavarystva z abmezhavanay adkaznastsyu | tavarystva z dadatkovay adkaznastsyu
gmbh | gesellschaft mit beschrankter haftung | gesellschaft mbh | mbh | ug | ug haftungsbeschrankt | gmbh co kg | gmbh and co kg
sarl | s a r l | societe a responsabilite limitee | suarl | eurl | sprl | srl | sociedad de responsabilidad limitada | societa a responsabilita limitata | s de rl | s de rl de cv | s de r l de c v | societatea cu raspundere limitata
sl | sociedad limitada | slu | limitada | lda | ltda | sociedade limitada | sro | s r o | spol s r o | spolecnost s rucenim omezenym | doo | d o o | drustvo s ogranicenom odgovornoscu | dooel | ood | eood | druzhestvo s ogranichena otgovornost
sp z oo | sp z o o | spzoo | spolka z ograniczona odpowiedzialnoscia | sia | uab | ou | osauhing | kft | korlatolt felelossegu tarsasag
bv | b v | besloten vennootschap | bvba | aps | anpartsselskab | ehf
limited sirketi | ltd sti | ltd sirketi | limited sti | sti | sirketi | ltdsti | limited sirket
fze | fz llc | fz llc | fzco | fzc | free zone establishment | free zone company | fz | dmcc | dwc llc | dwc | llc fz | fze llc | fz co
epe | etaireia periorismenis efthynis | mepe | ike | massoliyat mahdood | ba masouliyat mahdoud | masuliat mahdud
sal offshore | sal off shore | cong ty tnhh | cong ty co phan | mkooo | mezhdunarodnaya kompaniya obshchestvo s ogranichennoy otvetstvennostyu | lls | limited liability partnership company
"""
_STOCK = """
jsc | joint stock company | joint stock co | joint stock | js co | open joint stock company | ojsc | oao | otkrytoye aktsionernoye obshchestvo | open jsc | public joint stock company | pjsc | pao | publichnoye aktsionernoye obshchestvo
ao | aktsionernoye obshchestvo | zao | zakrytoye aktsionernoye obshchestvo | closed joint stock company | cjsc | closed jsc | nao | nepublichnoye aktsionernoye obshchestvo | non public joint stock company | public jsc | public joint stock
aktsionernaya kompaniya | ak aktsionernoye | joint stock corporation | aao | tovarystva aktsyyanernaye | adkrytae aktsyyanernae tavarystva | aat | zat | vat | at aktsionerne tovarystvo | pat | prat | pryvatne aktsionerne tovarystvo | publichne aktsionerne tovarystvo | jsc co
ag | aktiengesellschaft | a g | se | societas europaea | kgaa | ag co kgaa
sa | s a | societe anonyme | sociedad anonima | sociedade anonima | spa | s p a | societa per azioni | sa de cv | s a de c v | sociedad anonima de capital variable | sociedad anonima cerrada | sac | sapi de cv | sas | sal | saa
nv | n v | naamloze vennootschap | ab | aktiebolag | abp | asa | oyj | oy | osakeyhtio | a s | aktieselskab | aksjeselskap | hf
as | anonim sirketi | anonim sti | ano sirketi | anonim ortakligi | anonim sirket | tas
plc | public limited company | public company limited | pcl | public co ltd
sp akc | spolka akcyjna | as akciova spolecnost | akciova spolecnost | zrt | nyrt | zartkoruen mukodo reszvenytarsasag | ad | aktsionerno druzhestvo | akcionarsko drustvo | dd | dionicko drustvo | asc | asj
ae | anonymi etaireia | sherkat sahami | sahami am | sahami khass | sherkate sahami khass | private joint stock company | prjsc | pjs | joint public stock company | mkpao | mkao | spjsc | sherkat sahami khas
"""
_PARTNERSHIP = """
llp | limited liability partnership | lp | limited partnership | lllp | kg | kommanditgesellschaft | ohg | gbr | snc | scs | sca | cv | vof | kd | ks | kommandiittiyhtio | ky | co kg | and co kg | gp
sociedad en comandita | sociedad colectiva | sc de rl | s en c
"""
_STATE = """
fgup | fsue | federalnoye gosudarstvennoye unitarnoye predpriyatiye | federal state unitary enterprise | gup | gosudarstvennoye unitarnoye predpriyatiye | state unitary enterprise | mup | unitary enterprise | unitarnoye predpriyatiye | respublikanskoye unitarnoye predpriyatiye | rup | republican unitary enterprise
fgbu | fgbun | fgbou | fgbou vo | fgau | fgaou | fgku | fku | fbu | fsbi | fsbsi | fsbei | fsai | fsaei | fgbnu | fkp | fgu
federalnoye gosudarstvennoye byudzhetnoye uchrezhdeniye | federalnoye gosudarstvennoye byudzhetnoye uchrezhdeniye nauki | federal state budgetary institution | federal state budgetary institution of science | federal state budgetary scientific institution | federal state autonomous institution | federal state institution | federal state budget institution | federal state budgetary educational institution | federal state budgetary educational institution of higher education | federal state autonomous educational institution | federal state autonomous educational institution of higher education
federal government budgetary institution | federal government enterprise | federal treasury enterprise | federalnoye kazennoye predpriyatiye | federal state enterprise | gosudarstvennoye uchrezhdeniye | state institution | gp | goskorporatsiya
chastnoye uchrezhdeniye | chup | private unitary enterprise | chastnoye unitarnoye predpriyatiye
"""
_NONPROFIT = """
ev | e v | eingetragener verein | stichting | stiftung | foundation inc | ano | autonomous non profit organization | autonomous noncommercial organization | autonomous nonprofit organization | avtonomnaya nekommercheskaya organizatsiya | nko | nochu | ngo
"""
_SOLE = """
ip | individualnyy predprinimatel | individual entrepreneur | sole proprietor | sole proprietorship | firm | mei | eirl
"""

_NATIVE = {
    "有限责任公司": "company", "有限責任公司": "company", "股份有限公司": "company", "有限公司": "company", "股份公司": "company",
    "集团有限公司": "company", "控股有限公司": "company", "有限合伙": "partnership", "責任有限公司": "company", "私人有限公司": "company",
    "株式会社": "company", "株式會社": "company", "(株)": "company", "(주)": "company", "주식회사": "company", "유한회사": "limited", "유한공사": "company",
    "유한책임회사": "limited", "유한": "company", "공개주식회사": "stock", "有限会社": "company", "合同会社": "company",
    "محدود": "company", "المحدودة": "company", "لمیتد": "company", "ش.م.م": "limited", "ذ.م.م": "limited", "سهامی": "stock", "مسئولیت": "limited", "لمیٹڈ": "company", "لتد": "company",
}  # fmt: skip

# Words that stand in a Russian or Ukrainian legal form, in the spellings that the lists have for them.
_SPELLINGS = (
    (re.compile(r"ob(?:shch|sch|sh|shh|sc|s|szcz)estvo[m]?$|obshchestva$|obschestva$"), "obshchestvo"),
    (re.compile(r"(?:ogranich|organich|ogranits|ogranic)en{1,2}o[ijy]+y?u?$"), "ogranichennoy"),
    (re.compile(r"otv[ie]?e?tst?ven{1,2}[ao]s?t[iy]?[iuyj]*$|otvetstvennost[a-z]*$"), "otvetstvennostyu"),
    (re.compile(r"akt(?:s|z)?ion(?:er)?noy?e$|aktionernoe$|aktsionernoy?e$|aktsionernogo$|akcionernoe$|aktsyonernoy?e$"), "aktsionernoye"),
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
    return word


@cache
def _forms() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, dict[tuple[str, ...], str]] = {}
    blocks = (
        ("company", _COMPANY), ("limited", _LIMITED), ("stock", _STOCK), ("partnership", _PARTNERSHIP),
        ("state", _STATE), ("nonprofit", _NONPROFIT), ("sole", _SOLE),
    )  # fmt: skip
    for family, block in blocks:
        for text in block.replace("\n", "|").split("|"):
            words = tuple(text.split())
            if words:
                found.setdefault(words[0], {}).setdefault(words, family)
    return {first: tuple(sorted(forms.items(), key=lambda pair: (-len(pair[0]), pair[0]))) for first, forms in found.items()}


# These two-letter forms are also words, initials or parts of names; they count only at the end or at the very start of a name.
_ONLY_AT_EDGE = frozenset(
    "ab ad ae ag ak as ao asa at aat bv cc co cv dd est ev fz gp hf inc ip kd kg kk ks ky lda lp nao nv nko ngo odo ou oy pat pt sa sac sal sas sca "
    "scs se sia sl slu snc spa srl sti sro tas tbk too tov vat wll zat zoo firm establishment sdn pte pty pvt mei ano mmc ug pcl cjsc "
    "limitada fku fgu".split()
)


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


def native_forms() -> dict[str, str]:
    """Legal forms in Chinese, Japanese, Korean, Arabic and Persian script to their family."""
    return _NATIVE


def conflict(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of families cannot be one body's: a limited company is not a stock company; "Co." says nothing."""
    a, b = a - {"company"}, b - {"company"}
    return bool(a and b and not a & b)


@cache
def words() -> frozenset[str]:
    """All words that stand in legal forms, alone or with others: "co", "liability", "aktsionernoye"."""
    found = {word for forms in _forms().values() for pattern, _ in forms for word in pattern}
    return frozenset(found - {"state", "federal", "free", "zone", "science", "education", "higher", "institution", "kompaniya", "budgetary", "autonomous"})
