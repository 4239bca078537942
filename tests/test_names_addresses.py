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
    ("66 Tai Yau Street, Kowloon, Hong Kong", "66 Taiyau Street, Kowloon, HK"),  # one word for two
    ("41 West Minzhu Street, Harbin", "41 Ximinzhu Jie, Harbin"),
    ("31 Kuang Ming Road, Taoyuan, Taiwan (R.O.C.)", "No. 31, Guangming Rd., Taoyuan"),
    ("8F, No. 52, Sec. 3, Minsheng E. Rd., Taipei", "8th Floor, 52 Minsheng East Road, Section 3, Taipei"),
    ("7F-2, No. 9, Zhongzheng Road, Taipei", "7th Floor-2, 9 Zhongzheng Rd., Taipei"),
    ("Room 306, Building 4, No. 12 Minzhu Street, Xi'an", "西安市民主街12号4栋306室"),
    ("12 Minzhu Road, Pudong New Area, Shanghai", "上海市浦东新区民主路12号"),
    ("P.O. Box 7731, Jebel Ali Free Zone, Dubai", "PO BOX NO 7731, JAFZA, DUBAI, UAE"),
    ("ص.ب 7731، دبي", "P.O. Box 7731, Dubai"),
    ("No. 24, Karimi Street, Tehran, Iran", "تهران، خیابان کریمی، پلاک ۲۴"),
    ("Unit 6, 3rd Floor, No. 24, Karimi Blvd., Tehran", "تهران، بلوار کریمی، پلاک ۲۴، طبقه سوم، واحد ۶"),
    ("Blk 214 Ubi North, #05-16, Singapore 408712", "214 Ubi North, Unit 05-16, S(408712)"),
    ("Blk 77 Bukit Hijau Ctrl, #02-11, Singapore", "77 BT HIJAU CENTRAL 02-11 SINGAPORE"),
    ("Cinnah Bulvarı No: 48/9, Çankaya, Ankara", "Cinnah Blv. 48 D:9 Ankara"),
    ("Gül Sokak No:3, Kat:7, Kadıköy, İstanbul", "Gul Sk. No 3, K.7, Kadikoy, Istanbul"),
    ("Profsoyuznaya ul., d. 14, str. 5, Moscow", "г. Москва, Профсоюзная ул., д. 14, стр. 5"),
    ("18 Victory Avenue, office 4A, Minsk", "г. Минск, пр-т Победы, 18, оф. 4А"),
    ("Prospekt Akademika Ioffe 11, Kazan", "г. Казань, пр. Иоффе, 11"),
    ("3-ya Zavodskaya ul., d. 8, Perm", "8 Third Zavodskaya Street, Perm"),
    ("Aleksanterinkatu 30 B, 00170 Helsinki", "Aleksantersgatan 30B, FI-00170 Helsingfors"),
    ("Vogelplein 8, 2514 EN The Hague, Netherlands", "Vogelplein 8, 2514EN 's-Gravenhage, NL"),
    ("91 West 37th Street, Suite 410, New York, NY 10018", "91 W 37TH ST #410, NEW YORK"),
    ("#19, II Main, III Cross, Jayanagar, Bangalore", "No. 19, 2nd Main, 3rd Cross, Jayanagar, Bengaluru"),
    ("210 Teheran-ro, Gangnam-gu, Seoul 06236", "서울특별시 강남구 테헤란로 210"),
    ("Lot 7, Level 2, Jalan Patau, 87000 Labuan", "L2, Lot 7, Jln Patau, Labuan"),
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
    ("Profsoyuznaya ul., d. 14, str. 5, Moscow", "Profsoyuznaya ul., d. 14, str. 15, Moscow"),
    ("No. 15, Jalan PJS 11/16, Petaling Jaya", "No. 15, Jalan PJS 11/20, Petaling Jaya"),
    ("Bahnhofstrasse 45, 8001 Zurich", "Bahnhofstrasse 45, 6300 Zug"),
    ("Bahnhofstr. 15, 80335 Adorf", "Bahnhofstr. 15, 70173 Bedorf"),  # towns that no list has
    ("27 Old Park Street, London WC1N 3AX", "27 Park Street, London W1U 8HU"),
    ("Room 1603, Block A, Hualian Plaza, Shennan Road, Shenzhen", "深圳市深南路华联广场B座1603室"),
    ("No. 4, Section 2, Minzhu Road, Chengdu", "成都市民主路一段4号"),
    ("Minskoye Shosse 58, Moscow", "58 Minsky Prospekt, Moscow"),
    ("Blk 15 Ubi Road 1, #04-10, Singapore", "15 Ubi Avenue 1 #04-10 Singapore"),
    ("302, Laxmi Plaza, Andheri (West), Mumbai", "302 Laxmi Plaza, Andheri (E), Mumbai"),
    ("12 Ubi Industrial Park E1, Singapore", "12 Ubi Ind Pk D1, Singapore"),
    ("Office 260, Fortune Tower, Cluster C, JLT, Dubai", "260 Fortune Tower, Cluster T, JLT, Dubai"),
    ("Prospekt Lenina 6, Novosibirsk", "г. Томск, пр. Ленина, д. 6"),
    ("Bolshoy pr. V.O., d. 80, Saint Petersburg", "Санкт-Петербург, Большой пр. П.С., д. 80"),
]


@pytest.mark.parametrize(("a", "b"), ONE_PLACE)
def test_one_place_is_found_under_its_spellings(a: str, b: str) -> None:
    assert compare(a, b).verdict is Verdict.MATCH, compare(a, b)
    assert address_keys(a) & address_keys(b)  # the index finds what the comparison knows


@pytest.mark.parametrize(("a", "b"), TWO_PLACES)
def test_another_unit_number_or_road_is_another_place(a: str, b: str) -> None:
    assert compare(a, b).verdict is not Verdict.MATCH, compare(a, b)
