"""Names in Arabic script and in Hangul against their Latin spellings and English renderings, siblings beside them."""

from __future__ import annotations

import pytest

from monitor.naming import arabic_sounds, korean_sounds
from monitor.naming.sound import skeleton
from monitor.naming.transliterate import fold, latin
from monitor.screening import Verdict, compare


@pytest.mark.parametrize(
    ("hangul", "spelled"),
    [
        ("대성", "daesong taesong daesung"),
        ("련하", "ryonha yeonha"),
        ("릉라", "rungra neungna"),
        ("천리마", "chollima"),
        ("압록강", "amnokgang amrokgang"),
        ("우진", "woojin ujin"),
        ("시스템", "system"),
        ("솔루션", "solution"),
        ("에스케이", "sk"),
    ],
)
def test_a_word_in_hangul_is_read_in_each_usual_spelling(hangul: str, spelled: str) -> None:
    assert [word for word in spelled.split() if not korean_sounds.spells(hangul, word)] == []


@pytest.mark.parametrize(
    ("hangul", "other"), [("광성", "kumsan"), ("칠성", "chilbosan"), ("금강산", "kumunsan"), ("련하", "ryonbong")]
)
def test_a_word_in_hangul_is_not_read_as_another_name(hangul: str, other: str) -> None:
    assert not korean_sounds.spells(hangul, other)


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("صادرات", "saderat"),
        ("البناء", "bina albina"),
        ("توسعه", "tosee toseeh"),
        ("قمة", "qemat qimma"),
        ("الخمائل", "khamail"),
        ("للخدمات", "lilkhadamat khadamat"),
        ("والنقل", "walnaql"),
        ("باقری", "bagheri baqeri"),
        ("قدس", "qods ghods quds"),
        ("عبدالرحمن", "abdulrahman abdurrahman abdelrahman"),
        ("سعید", "saeed said"),
        ("خواجه", "khajeh"),
    ],
)
def test_a_word_in_arabic_script_is_read_in_each_usual_spelling(word: str, spelled: str) -> None:
    assert [s for s in spelled.split() if not arabic_sounds.spells(fold(word), s)] == []


@pytest.mark.parametrize(
    ("word", "other"), [("باکری", "bagheri"), ("حسین", "hassan"), ("سلام", "salem"), ("قمة", "qom")]
)
def test_a_word_in_arabic_script_is_not_read_as_another_name(word: str, other: str) -> None:
    assert not arabic_sounds.spells(fold(word), other)


@pytest.mark.parametrize(
    ("word", "spelled"),
    [("باقری", "bagheri"), ("قمة", "qemat"), ("شیراز", "shiraz"), ("대성", "taesung"), ("릉라", "rungra")],
)
def test_the_index_files_a_word_and_its_spelling_under_one_key(word: str, spelled: str) -> None:
    assert skeleton(latin(fold(word))) == skeleton(spelled)


@pytest.mark.parametrize(
    ("native", "english"),
    [
        ("بانک سپه", "Bank Sepah"),
        ("بانک رفاه کارگران", "Bank Refah Kargaran"),
        ("دانشگاه صنعتی شریف", "Sharif University of Technology"),
        ("خبرگزاری تسنیم", "Tasnim News Agency"),
        ("شركة الرافدين للتجارة العامة", "Al Rafidain General Trading Company"),
        ("شركة الفجر للنقل والشحن", "Al Fajr Transport and Shipping Company"),
        ("حزب الله", "Hizballah"),
        ("남천강무역회사", "Namchongang Trading Corporation"),
        ("조선부강무역회사", "Korea Pugang Trading Corporation"),
        ("대우조선해양", "Daewoo Shipbuilding & Marine Engineering"),
        ("한국항공우주산업 주식회사", "Korea Aerospace Industries, Ltd."),
        ("엘지전자", "LG Electronics"),
        ("Qeshm Trading", "Gheshm Trading"),
        ("Shahid Bagheri Industrial Group", "Shahid Baqeri Industrial Group"),
        ("Hizballah", "Hezbollah"),
        ("JABIR, Khalid", "JABER, Khaled"),
        ("علي الظاهري", "Ali Al-Dhaheri"),
        ("Mu'assasat al-Iskan al-Askariya", "Military Housing Establishment"),
        ("에이비씨리서치코리아 주식회사", "ABC Research Korea Co., Ltd."),
        ("Lee Byung-chul", "RI, Pyong Chol"),
        ("노광철", "RO, Kwang Chol"),
        ("PAK, Jun Ho", "Park Chun-ho"),
        ("Usama bin Muhammad bin Awad bin Nasir", "أسامة بن ناصر"),
        ("Muammar al-Qadhafi", "GADDAFI, MOAMMAR"),
        ("Husayn Tajideen", "Hussein Tajeddine"),
        ("Kelvan Althrwa General Trading L.L.C.", "Kelvan Al Tharwa General Trading LLC"),  # vowels left out
        ('Joaquin "El Mayo" Zambada', "Joaquín Mario Zambada"),  # a nickname
    ],
)
def test_one_body_in_two_scripts_or_spellings(native: str, english: str) -> None:
    assert compare(native, english).verdict is Verdict.MATCH, compare(native, english)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("شرکت ملی گاز ایران", "National Iranian Oil Company"),
        ("بانک ملت", "Bank Melli"),
        ("شركة الحمد", "Al-Hamid Company"),
        ("شركة الخليج للصرافة", "Al-Khalil Exchange Company"),
        ("دانشگاه صنعتی اصفهان", "University of Isfahan"),
        ("조선금강은행", "Korea Kumsong Bank"),
        ("남천강무역회사", "Namsan Trading Corporation"),
        ("삼성전기", "Samsung Electronics"),
        ("NASIR, Ahmed", "NASR, Ahmed"),
        ("KIM, Sang Man", "Kim Song-man"),
        ("محمد صالح الحسن", "AL-HASAN, Mahmoud Saleh"),
        ("PAK, Chol Ho", "Park Chul-min"),
        ("TURKMEN, Musa", "Musab Turkmen"),
        ("دانشگاه امام حسین", "دانشگاه امام خمینی"),  # two words in one script are what they are
        ("Hamza Usama bin Nasir", "Usama bin Nasir"),  # a son's name stands before his father's
    ],
)
def test_two_bodies_do_not_match(one: str, other: str) -> None:
    assert compare(one, other).verdict is not Verdict.MATCH, compare(one, other)
