"""Two addresses: one place written by two hands, or two places that look alike."""

from __future__ import annotations

import pytest

from monitor.naming.addresses import address_keys
from monitor.screening import Verdict, compare

ONE_PLACE = [
    (
        "Unit 1203 B, Kwong Sang Centre, 151 Hoi Bun Road, Hong Kong",
        "1203B, 12/F Kwong Sang Centre, 151 Hoi Bun Rd, HK",
    ),
    ("No. 18 Huayuan East Road, Beijing, China", "18 Huayuan Donglu, Beijing, P.R. China"),
    ("#05-11, 21 Lor 3 Geylang, Singapore 388460", "21 Lorong 3 Geylang Unit #05-11, Singapore, 388460"),
    (
        "Room 612 Block C, Hualian Plaza, Shennan Road, Shenzhen",
        "Hualian Plaza, Shennan Rd., Block C, Room 612, Shenzhen",
    ),
    (
        "Office 7, Al Manara Tower, Khalifa Street, P.O. Box 5511, Dubai",
        "Al Manara Tower, Khalifa St., Office 7, PO Box 5511, Dubai, UAE",
    ),
    (
        "14 Zavodskaya Street, Floor 3, Room 9, Perm, 614000, Russia",
        "14 Zavodskaya St., 3rd Floor, Room 9, Perm, Russia",
    ),
    ("Lindenweg 4 C, 65451 Kelsterbach, Germany", "Lindenweg 4C, Kelsterbach, Germany D-65451"),
    ("Bergstr 9, 71083 Herrenberg", "Bergstraße 9, Herrenberg 71083, Germany"),
    ("7 Zavodskoy Drive, St. Petersburg 190195", "Sankt-Peterburg, Zavodskoi proezd, 7, 190195"),
    ("Office No. 3, Kelvan Centre, Deira, Dubai", "Kelvan Center, Office 3, Deira, Dubai, UAE"),
    (
        "Rm A, 12F KV300, 300 Hennessy Road, Wan Chai, Hong Kong",
        "Room A, 12th Floor, KV 300, No. 300 Hennessy Rd, Wanchai, HK",
    ),
    ("No. 31 Huayuan Road, Haidian District, Beijing, China", "北京市海淀区花园路31号"),
    ("No. 412 Nanjing East Road, Shanghai", "上海市南京东路412号"),
    ("No. 58 Zhongshan East Road, Nanjing", "南京市中山东路58号"),
    ("No. 58 Zhongshan Dong Road, Nanjing", "南京市中山东路58号"),
    (
        "Room 1502, 15/F, 210-214 Des Voeux Road Central, Hong Kong",
        "香港中環德輔道中210-214號15樓1502室",
    ),
    ("Flat 9, 7/F, 641 Nathan Road, Mong Kok, Kowloon, Hong Kong", "香港九龍旺角彌敦道641號7樓9室"),
]
TWO_PLACES = [
    (
        "Room 612 Block C, Hualian Plaza, Shennan Road, Shenzhen",
        "Room 613 Block C, Hualian Plaza, Shennan Road, Shenzhen",
    ),
    ("P.O. Box 5511, Dubai, U.A.E.", "P.O. Box 5512, Dubai, U.A.E."),
    (
        "Suite 21-04, Menara Pelangi, 88 Jalan Ampang, Kuala Lumpur",
        "21-77 Menara Pelangi, 88 Jalan Ampang, Kuala Lumpur",
    ),
    ("18 Huayuan East Road, Beijing, China", "18 Huayuan West Road, Beijing, China"),
    ("#05-11, 21 Lorong 3 Geylang, Singapore 388460", "#05-12, 21 Lorong 3 Geylang, Singapore 388460"),
    ("Lindenweg 4C, 65451 Kelsterbach, Germany", "Lindenweg 6C, 65451 Kelsterbach, Germany"),
    ("Office No. 3, Kelvan Centre, Deira, Dubai", "Kelvan Center, Office 4, Deira, Dubai, UAE"),
    ("No. 58 Zhongshan East Road, Nanjing", "南京市中山西路58号"),
    ("Room 1502, 15/F, 210-214 Des Voeux Road West, Hong Kong", "香港中環德輔道中210-214號15樓1502室"),
    ("Flat 9, 7/F, 641 Nathan Road, Mong Kok, Kowloon, Hong Kong", "香港九龍旺角彌敦道643號7樓9室"),
]


@pytest.mark.parametrize(("a", "b"), ONE_PLACE)
def test_one_place_is_found_under_its_spellings(a: str, b: str) -> None:
    assert compare(a, b).verdict is Verdict.MATCH, compare(a, b)
    assert address_keys(a) & address_keys(b)  # the index finds what the comparison knows


@pytest.mark.parametrize(("a", "b"), TWO_PLACES)
def test_another_unit_number_or_road_is_another_place(a: str, b: str) -> None:
    assert compare(a, b).verdict is not Verdict.MATCH, compare(a, b)
