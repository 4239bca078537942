"""Names in Cyrillic letters, in the Latin spelling systems for them, and Turkish names."""

from __future__ import annotations

import pytest

from monitor.naming import places, slavic_names, slavic_words, turkish_words
from monitor.naming.lexicon_files import lines
from monitor.naming.vocabulary import meaning_of
from monitor.screening import Verdict, compare


@pytest.mark.parametrize(
    ("word", "meanings"),
    [
        ("obrabotki", ("processing",)),
        ("mekhanicheskii", ("mechanical",)),
        ("priborostroitelnoye", ("instrument",)),
        ("podshipnikov", ("bearing",)),
        ("tekhnolohii", ("technology",)),  # Ukrainian
        ("enerhetychna", ("energy",)),
        ("abyadnanne", ("association",)),  # Belarusian
        ("neftegazovogo", ("petroleum", "gas")),
        ("otkritie", ()),  # a bank
        ("vympel", ()),
    ],
)
def test_slavic_words_are_known_in_any_form_and_spelling(word: str, meanings: tuple[str, ...]) -> None:
    assert slavic_words.meanings_of(word) == meanings


@pytest.mark.parametrize("file", ["slavic_words.txt", "turkish_words.txt", "known_apart.txt"])
def test_meanings_are_words_of_the_vocabulary(file: str) -> None:
    meanings = {word for line in lines(file) for word in line.partition(":")[0].split()} - {"-", "all", "russian"}
    assert {word for word in meanings if meaning_of(word) != word} == set()


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("tambovskii", "tambov"),
        ("surgutskogo", "surgut"),
        ("kharkivskyi", "kharkiv"),
        ("kharkovskaya", "kharkiv"),
        ("kaluzhskoe", "kaluga"),
        ("tatarstana", "tatarstan"),
        ("nevskiy", None),
        ("ivanova", None),
    ],
)
def test_adjectives_and_cases_of_towns(word: str, place: str | None) -> None:
    assert places.place_of(word) == place


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("АО «Рыбинский завод приборостроения»", "Rybinskii Zavod Priborostroeniya AO"),
        ("Рыбинский завод приборостроения", "Rybinsk Instrument-Making Plant"),
        ("ПАО «Пензенский подшипниковый завод»", "Penza Bearing Plant PJSC"),
        ("Одеський державний університет", "Odessa State University"),
        ("Віцебскі станкабудаўнічы завод", "Vitebsk Machine Tool Plant"),
        ("ТОВ «Дельта Буріння»", "Delta Drilling LLC"),
        (
            "Тамбовский научно-исследовательский институт радиотехники",
            "Tambov Scientific Research Institute of Radio Engineering",
        ),
        ("Akar Oto Yedek Parça San. ve Tic. Ltd. Şti.", "Akar Automotive Spare Parts Industry and Trade Ltd."),
        ("Duman Mak. İth. İhr. Ltd. Şti.", "Duman Machinery Import Export Limited Company"),
        ("KOZAK, Dmitry Nikolayevich", "Дмитро Миколайович Козак"),
        ("Тарасов Ю.И.", "TARASOV, Yuri Ivanovich"),
        ("АО «Новый трубный завод»", "Novotrubnyy Zavod AO"),
        ("Тульский машиностроительный завод", "Tula Machine Manufacturing Plant"),
        ("Мурманский судоремонтный завод № 5", "Murmansk Shipyard No. 5"),
        ("Верхнесалдинский завод насосов", "Verkhnyaya Salda Pump Plant"),
        ("Судостроительный завод имени Б.Е. Климова", "Shipbuilding Plant named after B. Ye. Klimov"),
        ("МАРКЕВИЧ, Галина Родионовна", "Halina Radzivonawna Markevich"),
        ("ЖШС «Дельта Инжиниринг»", "Delta Engineering Limited Liability Partnership"),
        (
            "Duman Kim. Mad. Lab. San. Tic. Ltd. Şti.",
            "Duman Kimya Maddeleri Laboratuvar Sanayi Ticaret Limited Sirketi",
        ),
        ("KELVO Ltd., Sofia", "„КЕЛВО“ ООД София"),
        ("EMCO Ltd., Plovdiv", "„ЕМКО“ ООД, Пловдив"),
        ("Talant Ismailovich Kelvanov", "КЕЛВАНОВ Талант Исмаил уулу"),
        ("OJSC Kelvan - Managing Company of Holding Kelvan", "ААТ «Келван»"),
        ("Посольство России в Сербии", "Embassy of Russia in Serbia"),
        ("JSC 219 Aviation Repair Plant", "АО «219 АРЗ», г. Гатчина"),
        ("Institute of Kelvan Mechanics named after Prof. N.E. Zhukovsky", "Institute of Kelvan Mechanics"),
        ("Boris Yakovlevich KELVANSON", "Kelvanson B. Ya."),
        ("Mikalai Mikalaevich Varabei", "Nikolay Nikolayevich Vorobey"),
        ("АО «НИИМЭ»", "Molecular Electronics Research Institute JSC"),  # a known body with its legal form
        ("48th Central Scientific Research Institute of the Ministry of Defense of Russia", "ФГБУ «48 ЦНИИ» МО РФ"),
        ("Wiktor Janukowytsch", "Viktor Fedorovych Yanukovych"),  # German
        ("Sergueï Choïgou", "Sergei Kuzhugetovich Shoigu"),  # French
        ("NK RussNeft", "НК РуссНефть"),
    ],
)
def test_one_body_or_person(a: str, b: str) -> None:
    assert compare(a, b).verdict is Verdict.MATCH, compare(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ООО «Газпром трансгаз Ухта»", "Gazprom Dobycha Ukhta LLC"),
        ("ООО «Газпром добыча Оренбург»", "Gazprom Dobycha Astrakhan LLC"),
        ("Ковровский машиностроительный завод", "Kovrov Instrument-Making Plant"),
        ("Брянский автомобильный завод", "Bryansk Motor Plant"),
        ("ООО «Дельта-Импорт»", "Delta Export LLC"),
        ("Институт химии имени Р. Орлова РАН", "Semenov Institute of Chemistry of the Russian Academy of Sciences"),
        ("Akar Oto San. ve Tic. Ltd. Şti.", "Akar Gıda San. ve Tic. Ltd. Şti."),
        ("Тарасов Ю.И.", "TARASOV, Pavel Andreyevich"),
        ("PJSC NK RussNeft", "ПАО «НК «Роснефть»"),
    ],
)
def test_siblings_are_two(a: str, b: str) -> None:
    assert compare(a, b).verdict is not Verdict.MATCH, compare(a, b)
    assert compare(a, b).verdict is Verdict.DIFFERENT, compare(a, b)


@pytest.mark.parametrize(
    ("forms", "usual"),
    [
        (("volodymyr", "uladzimir", "vladimir"), "vladimir"),
        (("grigoryevich", "hryhorovych", "ryhoravich"), "grigoryovich"),
        (("vasilievich", "vasilyevich", "vasylovych"), "vasilyovich"),
        (("aleksandrovna", "oleksandrivna"), "aleksandrovna"),
    ],
)
def test_forms_of_one_given_name_and_patronymic(forms: tuple[str, ...], usual: str) -> None:
    assert {slavic_names.canonical(form) for form in forms} == {usual}


@pytest.mark.parametrize(
    ("word", "meanings"),
    [
        ("novotrubnyy", ("new", "pipe")),
        ("neftebitumnyy", ("petroleum", "asphalt")),
        ("novosibirskiy", ()),  # of a town
        ("energomash", ()),  # a name
    ],
)
def test_compounds_are_read_in_two_parts(word: str, meanings: tuple[str, ...]) -> None:
    assert slavic_words.compound(word) == ((((word,), meanings),) if meanings else ())


def test_turkish_abbreviations_count_only_in_turkish_names() -> None:
    assert turkish_words.written_out(("mak", "mak", "ith", "ve", "tic")) == (
        "mak",
        "makina",
        "ithalat",
        "ve",
        "ticaret",
    )
    assert turkish_words.written_out(("john", "mak", "trading")) == ("john", "mak", "trading")
    assert turkish_words.meaning_of("muhendisligi") == "engineering"
    assert turkish_words.meaning_of("demirel") is None


@pytest.mark.parametrize(
    ("a", "b"), [("Viktor Ivanovich Sidorov", "Sidorov V.I."), ("IVANOV, Ivan Ivanovich", "Ivanov, I.I.")]
)
def test_initials_behind_a_surname_are_no_roman_number(a: str, b: str) -> None:
    assert compare(a, b).verdict is Verdict.MATCH
    assert compare("Volvo A.B.", "Volvo AB").verdict is Verdict.MATCH
