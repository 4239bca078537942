"""Names of countries and places as they end an address in the lists; a pattern, not a gazetteer."""

from __future__ import annotations

import re

_NAMES = """
Afghanistan|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh|Belarus|Belgium|Belize|Bolivia|Brazil
British Virgin Islands|Bulgaria|Burma|Cambodia|Canada|Chile|China|PRC|P.R.C.|P.R. China|Colombia|Costa Rica|Crimea
Croatia|Cuba|Cyprus|Czech Republic|Denmark|Ecuador|Egypt|Estonia|Ethiopia|Finland|France|Georgia|Germany|Ghana|Gibraltar
Greece|Hong Kong|HK|Hungary|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|Jamaica|Japan|Jordan|Kazakhstan
Kenya|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Libya|Liechtenstein|Lithuania|Luxembourg|Macau|Madagascar|Malaysia
Maldives|Malta|Mexico|Moldova|Monaco|Mongolia|Montenegro|Morocco|Namibia|Netherlands|New Zealand|Nicaragua|Niger|Nigeria
North Korea|North Macedonia|Norway|Oman|Pakistan|Panama|Paraguay|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia
Russian Federation|Rwanda|Saudi Arabia|Senegal|Serbia|Seychelles|Singapore|Slovakia|Slovenia|Somalia|South Africa
South Korea|Korea|South Sudan|Spain|Sri Lanka|Sudan|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Tunisia
Turkey|Türkiye|Turkmenistan|Uganda|Ukraine|United Arab Emirates|U.A.E.|UAE|United Kingdom|U.K.|UK|United States|U.S.A.
USA|Uruguay|Uzbekistan|Venezuela|Vietnam|Virgin Islands|Yemen|Zambia|Zimbabwe
"""
#: Alternatives of a regular expression, the longest first.
DESTINATION = "|".join(
    re.escape(name).replace(r"\ ", r"\s") for name in sorted(re.split(r"[|\n]", _NAMES.strip()), key=len, reverse=True)
)
