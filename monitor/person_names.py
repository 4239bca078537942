"""What is particular to names of persons: titles, particles, spellings of one given name, short forms, patronymics."""

from __future__ import annotations

import re
from functools import cache

TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady sheikh shaikh shaykh sheik haji hajji hadji hajj mullah mulla mawlawi maulavi "
    "maulvi molvi qari sayyid sayed syed sayyed seyed seyyed eng engineer gen general col colonel capt captain maj major lt president prince "
    "minister imam ayatollah hojatoleslam rev father jr sr phd esq don donna herr frau madame mme mag ing".split()
)

# Small words that come and go between spellings of one name.
PARTICLES = frozenset(
    "al el ul as ash ad ar an at az bin ibn ben bint binti abu abou de del della di da do dos das du la le van von der den af av zu of y e "
    "ould uld wa bu".split()
)

_VARIANTS = """
mohammed mohammad mohamed mohamad muhammad muhammed muhamad muhamed mohd mohamet mehmet mehmed muhammet magomed mahomed mochammad muhamet mohamud mamadou maxamed
ahmed ahmad achmad ahmet akhmad akhmed axmed
hussein hussain husain husein hossein hosein hoseyn husayn huseyn hoseini huseyin
hassan hasan hasen xasan
ali aly
yusuf yousef youssef yousuf yosef yusef yusof yosif joseph josef jozef jose giuseppe osip iosif
ibrahim ebrahim ibraheem abraham abram ibrohim
ismail esmail ismael esmaeil ismayil ishmael
osama usama ussama oussama
omar umar omer umer
osman uthman othman usman ousmane
khalid khaled halid
said saeed sayeed saed saiid
hamid hameed
rashid rasheed rachid
karim kareem
jamal gamal djamal djamel jamaal cemal
mustafa mostafa moustafa mustapha
abdullah abdallah abdulla abdollah abdillah
abdulrahman abdurrahman abdelrahman abdalrahman abdurahman abdorrahman
abdulaziz abdelaziz abdolaziz
mahmoud mahmud mahmood mehmood
suleiman sulaiman suleyman soliman solomon suleman solaiman
yahya yehia yahia
moussa musa mousa moses
issa isa eisa
daoud dawud dawood david davud davood daud
haidar haydar heidar haider
jafar jaafar jafaar djafar
tariq tarek tareq tarik
walid waleed oualid
zain zayn zein zayd
aleksandr alexander aleksander alexandr oleksandr alexandre aliaksandr alejandro alessandro aleksandar iskander sasha
aleksey alexei alexey aleksei oleksiy oleksii alexis aliaksei
andrey andrei andriy andrew andrej andreas andre andres
dmitry dmitri dmitriy dmitrii dmytro dimitri dzmitry
sergey sergei serhiy serge sergiy serhii siarhei sergej sergio
yevgeny evgeny evgeniy yevgeniy evgeni evgenii yevhen eugene eugen
mikhail michael mykhailo mikhael michail mihail michel miguel michele mikhaylo
nikolay nikolai nicholas mykola nikolaj nicolas nikolaus
vladimir volodymyr wladimir uladzimir
viktor victor
yury yuri yuriy iurii yurii jurij
pavel paul pavlo pawel pablo paolo
petr pyotr peter petro pedro piotr pietro
ivan john johann johannes jean juan giovanni johan
igor ihor
oleg oleh
konstantin constantine kostiantyn
georgy georgi georgiy george heorhii jorge giorgio
grigory grigori gregory hryhorii
vasily vasili vasiliy vasyl
vyacheslav viacheslav
yelena elena olena helena helen
yekaterina ekaterina kateryna catherine katherine
natalia natalya nataliya nataliia
tatiana tatyana tetiana
maria mariya marie mary
anna anne ann
yulia julia yuliya
william wilhelm guillermo
charles carlos carl karl
henry heinrich enrique henri
francis francisco franz francesco francois
stephen steven stefan stephan esteban
thomas tomas tommaso
philip phillip philippe felipe
jeffrey geoffrey
frederick frederic frederik fredrick
friedrich fridrich friedrych fryderyk
lawrence laurence lorenzo
anthony antonio anton antoine
louis luis luigi
"""

_SHORT_FORMS = """
robert bob bobby rob
william bill billy will
richard dick rick rich
michael mike mick
james jim jimmy
john jack johnny
thomas tom tommy
joseph joe
edward ed eddie ted ned
charles charlie chuck
daniel dan danny
david dave
stephen steve
christopher chris
anthony tony
benjamin ben bibi benny
barack barry
alexander alex sasha
vladimir vova volodya
nikolay kolya
dmitry dima
sergey seryozha
elizabeth liz beth betty
margaret maggie peggy
katherine kate kathy
samuel sam
matthew matt
andrew andy
gregory greg
kenneth ken
ronald ron
timothy tim
frederick fred
philip phil
nathaniel nathan
abraham abe
lawrence larry
"""

_GIVEN = """
aaron adam adnan adrian agnes aisha akbar akhtar alan albert alfred alireza amin amir ana andrea angel angela arash arif arjun arthur asad asif ayman
azim babak bahram barbara behnam behrouz bernard boris brian bruce bruno carla carmen christian christine claudia clara daria dean dennis derek diana diego
dong eduard elias emil emmanuel eric erik ernesto farhad fatima fernando firas gabriel gerald gerhard ghassan gholam gleb habib hans harold hector helmut
hong hugo imran ingrid irina iqbal jacob jamshid jan janet jason javad jennifer jens jerry jesus jing joao joaquin jonathan jorge juergen jun jurgen kamal
kamran kazem kenneth kevin khan kirill klaus kurt laura leonid leonardo lev li linda lisa ludmila lyudmila maksim maxim manuel marc marcel marco marcus margarita
mario mark martin masoud matthias maryam mehdi mehran mei ming mohsen mojtaba monica morteza muammar munir nadia naser nasir nasser nelson nina noor oksana olaf
olga oscar otto patricia patrick raj rajesh ralph ramin ramon raul ravi reza ricardo roberto roger roland roman ronald rosa ruslan saad saddam
sadiq salah salim saleh salman samir sandra sara sarah scott sean shahid shahram sharif sofia stanislav stuart susan svetlana tamara taras timur ulrich
valentin valentina valery vadim vera veronica vincent vitaly vsevolod walter wei wolfgang xiao xiaoming yan yang yaroslav yasser yasir ying yong zahra zhang
wang chen liu zhao wu zhou xu sun hu zhu gao lin guo ma luo kim lee park choi jung nguyen tran pham singh kumar sharma
ivanov petrov sidorov smirnov kuznetsov popov volkov sokolov lavrov putin smith johnson williams brown jones miller davis garcia rodriguez martinez hernandez
lopez gonzalez perez sanchez ramirez torres
"""
_SURNAME_ENDING = re.compile(
    r".{3,}(?:ov|ova|ev|eva|in|ina|enko|sky|skiy|ski|skaya|chuk|yan|ian|shvili|dze|oglu|zade|zadeh|pour|nejad|nezhad|zai|ovich|evich|ovna|evna|sson|sen|opoulos|akis|escu|ullah|uddin)$"
)


@cache
def _variants() -> dict[str, str]:
    return {word: line.split()[0] for line in _VARIANTS.strip().splitlines() for word in line.split()}


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _SHORT_FORMS.strip().splitlines():
        full, *short = line.split()
        for word in short:
            found.setdefault(word, set()).add(canonical(full))
    return {word: frozenset(full) for word, full in found.items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(_variants()) | frozenset(_GIVEN.split())


def canonical(word: str) -> str:
    """One spelling for the spellings of one given name: "mohammad" -> "mohammed"; other words come back as they are."""
    return _variants().get(word, word)


def is_short_form(a: str, b: str) -> bool:
    """Whether one is the everyday short form of the other: Bill and William."""
    short = _short_forms()
    return canonical(b) in short.get(a, ()) or canonical(a) in short.get(b, ())


def looks_personal(word: str) -> bool:
    """Whether a word is a usual given name or has the ending of a surname."""
    return word in _known() or bool(_SURNAME_ENDING.match(word))


_PATRONYMIC = re.compile(r".{3,}(?:ovich|evich|ivich|ovych|evych|ovna|evna|ivna|ichna|oglu|qizi|kizi)$")


def is_patronymic(word: str) -> bool:
    return bool(_PATRONYMIC.match(word))
