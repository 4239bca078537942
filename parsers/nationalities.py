"""Nationalities as older instructions count entries by them: "four Iranian entities", "one Emirati entity"."""

from __future__ import annotations

import re

_NATIONALITIES = """
Afghan=Afghanistan|Armenian=Armenia|Australian=Australia|Austrian=Austria|Azerbaijani=Azerbaijan|Bahraini=Bahrain
Bangladeshi=Bangladesh|Belarusian=Belarus|Belgian=Belgium|Brazilian=Brazil|British=United Kingdom|Bulgarian=Bulgaria
Burmese=Burma|Cambodian=Cambodia|Canadian=Canada|Chinese=China|Costa Rican=Costa Rica|Croatian=Croatia|Cypriot=Cyprus
Czech=Czech Republic|Danish=Denmark|Dutch=Netherlands|Ecuadorian=Ecuador|Egyptian=Egypt|Emirati=United Arab Emirates
Estonian=Estonia|Finnish=Finland|French=France|Georgian=Georgia|German=Germany|Greek=Greece|Hungarian=Hungary|Indian=India
Indonesian=Indonesia|Iranian=Iran|Iraqi=Iraq|Irish=Ireland|Israeli=Israel|Italian=Italy|Japanese=Japan|Jordanian=Jordan
Kazakh=Kazakhstan|Kazakhstani=Kazakhstan|Kenyan=Kenya|Kuwaiti=Kuwait|Kyrgyz=Kyrgyzstan|Laotian=Laos|Latvian=Latvia
Lebanese=Lebanon|Libyan=Libya|Lithuanian=Lithuania|Malaysian=Malaysia|Maltese=Malta|Mexican=Mexico|Moldovan=Moldova
Mongolian=Mongolia|Moroccan=Morocco|Nigerian=Nigeria|Norwegian=Norway|Omani=Oman|Pakistani=Pakistan|Panamanian=Panama
Polish=Poland|Portuguese=Portugal|Qatari=Qatar|Romanian=Romania|Russian=Russia|Saudi=Saudi Arabia
Saudi Arabian=Saudi Arabia|Serbian=Serbia|Singaporean=Singapore|Slovak=Slovakia|Slovenian=Slovenia
South African=South Africa|South Korean=South Korea|Spanish=Spain|Sri Lankan=Sri Lanka|Sudanese=Sudan|Swedish=Sweden
Swiss=Switzerland|Syrian=Syria|Taiwanese=Taiwan|Tajik=Tajikistan|Thai=Thailand|Turkish=Turkey|Ukrainian=Ukraine
Uzbek=Uzbekistan|Venezuelan=Venezuela|Vietnamese=Vietnam|Yemeni=Yemen
"""
#: The adjective -> the country, as older instructions count entries: "four Iranian entities".
NATIONALITIES = dict(pair.split("=") for pair in re.split(r"[|\n]", _NATIONALITIES.strip()))
