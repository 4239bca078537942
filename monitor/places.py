"""Places in party names, their spellings, and what lies in what.

A line is ``place < larger place: other spellings``; spellings in Chinese, Russian, Korean and Arabic script included. Countries
have their ISO 3166 alpha-2 code first among the spellings, in capitals, and the adjective that stands in names ("russian").
"""

from __future__ import annotations

from functools import cache

from .transliterate import fold

_COUNTRIES = """
china: CN chinese zhongguo kitay kitai china-peoples-republic-of peoples-republic-of-china prc 中国 中國 중국 차이나 چین الصین کیتای
hongkong < china: HK hongkong hong-kong hk xianggang gonkong 香港 홍콩 هنگ‌کنگ
macau < china: MO macao aomen 澳门 澳門
taiwan: TW taiwanese 台湾 臺灣 台灣 republic-of-china 대만
russia: RU russian rossiya rossii rossiyskaya rossiyskoy rossiyskiy russkaya russkiy rossiiskoy rossiiskaya rossiiskoi rossiyskoi rossiskoi russian-federation rossiyskoy-federatsii 俄罗斯 러시아 روسیه
belarus: BY belarusian belorussian byelorussian belarusi respubliki-belarus republic-of-belarus 白俄罗斯
ukraine: UA ukrainian ukraina ukrainy crimea-region-of-ukraine
crimea < ukraine: crimean krym kryma republic-of-crimea
iran: IR iranian iranian islamic-republic-of-iran 伊朗 이란 ایران ایرانی إيران
iraq: IQ iraqi العراق
syria: SY syrian syrian-arab-republic سوریه السورية سوريا
turkey: TR turkish turkiye turk tc 土耳其 터키 튀르키예 ترکیه
uae: AE united-arab-emirates emirates emirati u-a-e الإمارات امارات
pakistan: PK pakistani 파키스탄 پاکستان
india: IN indian bharat 印度 인도 هند
northkorea: KP north-korea dprk democratic-peoples-republic-of-korea korea-north choson chosun
southkorea: KR south-korea republic-of-korea korea-south hanguk 韩国 한국
korea: korean 朝鲜 朝鮮 코리아 조선민주주의인민공화국
japan: JP japanese nippon nihon 日本 일본 ژاپن
singapore: SG singaporean 新加坡 싱가포르
malaysia: MY malaysian 马来西亚 馬來西亞 말레이시아
vietnam: VN vietnamese viet-nam 越南
thailand: TH thai 泰国
indonesia: ID indonesian 印尼 印度尼西亚
myanmar: MM burma burmese myanma 缅甸
lebanon: LB lebanese liban لبنان
germany: DE german deutschland deutsche germaniya 德国 독일
france: FR french francaise 法国
italy: IT italian italia
spain: ES spanish espana
switzerland: CH swiss schweiz suisse 瑞士
austria: AT austrian osterreich
netherlands: NL dutch nederland holland 荷兰
belgium: BE belgian
unitedkingdom: GB united-kingdom uk-ltd great-britain british britain england 英国
ireland: IE irish
unitedstates: US united-states usa american united-states-of-america u-s-a 美国 미국
canada: CA canadian 加拿大
mexico: MX mexican mexicana
brazil: BR brazilian brasil brasileira
venezuela: VE venezuelan
cuba: CU cuban cubana
colombia: CO-L colombian
panama: PA panamanian
australia: AU australian 澳大利亚
kazakhstan: KZ kazakh kazakhstani qazaqstan
kyrgyzstan: KG kyrgyz kyrgyz-republic kirgizia
uzbekistan: UZ uzbek
armenia: AM armenian
azerbaijan: AZ azerbaijani azerbaycan
georgia: GE georgian
estonia: EE estonian eesti
latvia: LV latvian latvija
lithuania: LT lithuanian
finland: FI finnish suomi
sweden: SE swedish sverige
norway: NO norwegian norge
denmark: DK danish danmark
poland: PL polish polska
czechia: CZ czech czech-republic
slovakia: SK slovak
hungary: HU hungarian
romania: RO romanian
bulgaria: BG bulgarian
serbia: RS serbian srbija
greece: GR greek hellenic
cyprus: CY cypriot
malta: MT maltese
israel: IL israeli
jordan: JO jordanian
saudiarabia: SA saudi saudi-arabia saudi-arabian السعودية
kuwait: KW kuwaiti
bahrain: BH bahraini
qatar: QA qatari
oman: OM omani
yemen: YE yemeni اليمن
egypt: EG egyptian misr مصر
sudan: SD sudanese
libya: LY libyan
algeria: DZ algerian
tunisia: TN tunisian
morocco: MA moroccan maroc
nigeria: NG nigerian
southafrica: ZA south-africa south-african
kenya: KE kenyan
afghanistan: AF afghan
bangladesh: BD bangladeshi
srilanka: LK sri-lanka
nepal: NP
mongolia: MN mongolian
philippines: PH philippine filipino
cambodia: KH cambodian
laos: LA lao
chad: TD chadian
seychelles: SC
britishvirginislands: VG bvi british-virgin-islands
caymanislands: KY-I cayman cayman-islands
newzealand: NZ new-zealand
luxembourg: LU
portugal: PT-P portuguese
moldova: MD moldovan
tajikistan: TJ tajik
turkmenistan: TM turkmen
palestine: PS palestinian فلسطين
europe: european evropa 欧洲 유럽
asia: asian 亚洲 아시아
africa: african 非洲
america: americas 美洲 아메리카
eurasia: eurasian evraziya
argentina: AR-G argentine
peru: PE peruvian
chile: CL chilean
"""

_REGIONS = """
beijing < china: peking pekin 北京 베이징
shanghai < china: 上海 상하이 shankhay
tianjin < china: tientsin 天津 톈진
chongqing < china: chungking 重庆 重慶 충칭
guangdong < china: kwangtung canton-province 广东 廣東 광둥
shenzhen < guangdong: shenzen 深圳 선전 shenchzhen
guangzhou < guangdong: canton guangzhou 广州 廣州 광저우
dongguan < guangdong: 东莞 東莞
foshan < guangdong: 佛山
zhuhai < guangdong: 珠海
huizhou < guangdong: 惠州
zhongshan < guangdong: 中山
shantou < guangdong: 汕头
qianhai < shenzhen: 前海
jiangsu < china: kiangsu 江苏 江蘇 장쑤
nanjing < jiangsu: nanking 南京 난징
suzhou < jiangsu: soochow 苏州 蘇州 쑤저우
kunshan < suzhou: 昆山
wuxi < jiangsu: 无锡 無錫 우시
changzhou < jiangsu: 常州
nantong < jiangsu: 南通
xuzhou < jiangsu: 徐州
yangzhou < jiangsu: 扬州
zhenjiang < jiangsu: 镇江
lianyungang < jiangsu: 连云港
zhejiang < china: chekiang 浙江 저장
hangzhou < zhejiang: hangchow 杭州 항저우
ningbo < zhejiang: ningpo 宁波 寧波 닝보
wenzhou < zhejiang: 温州
jiaxing < zhejiang: 嘉兴
huzhou < zhejiang: 湖州
shaoxing < zhejiang: 绍兴
zhoushan < zhejiang: 舟山
yiwu < zhejiang: 义乌
shandong < china: shantung 山东 山東 산둥
jinan < shandong: tsinan 济南 濟南 지난
qingdao < shandong: tsingtao 青岛 青島 칭다오
yantai < shandong: 烟台
weihai < shandong: 威海
weifang < shandong: 潍坊
zibo < shandong: 淄博
hebei < china: 河北 허베이
shijiazhuang < hebei: 石家庄
baoding < hebei: 保定
langfang < hebei: 廊坊
tangshan < hebei: 唐山
henan < china: honan 河南 허난
zhengzhou < henan: 郑州
luoyang < henan: 洛阳 洛陽
hubei < china: 湖北 후베이
wuhan < hubei: 武汉 武漢 우한
xiangyang < hubei: 襄阳
yichang < hubei: 宜昌
hunan < china: 湖南
changsha < hunan: 长沙 長沙
zhuzhou < hunan: 株洲
sichuan < china: szechuan szechwan 四川 쓰촨
chengdu < sichuan: 成都 청두
mianyang < sichuan: 绵阳 綿陽
shaanxi < china: shensi 陕西 陝西 산시성
xian < shaanxi: xi-an sian 西安 시안
shanxi < china: 山西
taiyuan < shanxi: 太原
anhui < china: 安徽 안후이
hefei < anhui: 合肥 허페이
wuhu < anhui: 芜湖
bengbu < anhui: 蚌埠
fujian < china: fukien 福建 푸젠
fuzhou < fujian: foochow 福州
xiamen < fujian: amoy 厦门 廈門
quanzhou < fujian: 泉州
jinjiang < fujian: 晋江
jiangxi < china: 江西
nanchang < jiangxi: 南昌
jiujiang < jiangxi: 九江
guangxi < china: 广西
nanning < guangxi: 南宁
guilin < guangxi: 桂林
guizhou < china: 贵州 貴州
guiyang < guizhou: 贵阳
yunnan < china: 云南 雲南
kunming < yunnan: 昆明
hainan < china: 海南
haikou < hainan: 海口
gansu < china: 甘肃
lanzhou < gansu: 兰州 蘭州
qinghai < china: 青海
ningxia < china: 宁夏
innermongolia < china: inner-mongolia neimenggu 内蒙古
hohhot < innermongolia: 呼和浩特
baotou < innermongolia: 包头
xinjiang < china: sinkiang xuar 新疆 신장
urumqi < xinjiang: wulumuqi 乌鲁木齐
kashgar < xinjiang: kashi 喀什
hotan < xinjiang: hetian khotan 和田
tibet < china: xizang 西藏
liaoning < china: 辽宁 遼寧
shenyang < liaoning: mukden 沈阳 瀋陽 선양
dalian < liaoning: dairen 大连 大連 다롄
dandong < liaoning: 丹东 단둥
anshan < liaoning: 鞍山
jilin < china: kirin 吉林
changchun < jilin: 长春 長春
heilongjiang < china: 黑龙江
harbin < heilongjiang: kharbin haerbin 哈尔滨 哈爾濱 하얼빈
kowloon < hongkong: 九龙 九龍
newterritories < hongkong: new-territories
taipei < taiwan: 台北 臺北
hsinchu < taiwan: xinzhu 新竹
kaohsiung < taiwan: 高雄
taichung < taiwan: 台中
moscow < russia: moskva moskovskiy moskovskaya moskovskoe moskovskoy moskovsky moskovski 莫斯科 모스크바 مسکو
stpetersburg < russia: st-petersburg saint-petersburg sankt-peterburg peterburg petersburg leningrad leningradskiy spb saint-peterburg 상트페테르부르크
novosibirsk < russia: novosibirskiy novosibirskaya
yekaterinburg < russia: ekaterinburg
ural < russia: urals uralskiy uralskaya uralsky uralski uralskoye 우랄
siberia < russia: siberian sibir sibirskiy sibirskaya sibirskoe sibirskogo
kazan < russia: kazanskiy kazansky kazanskaya kazanski kazanskoye
tatarstan < russia:
samara < russia: samarskiy samarskaya
tula < russia: tulskiy tulsky tulskaya tulski
perm < russia: permskiy permskaya permsky permski
ufa < russia: ufimskiy ufimskoye
omsk < russia: omskiy omskaya 옴스크
tomsk < russia: tomskiy
chelyabinsk < russia: chelyabinskiy
nizhnynovgorod < russia: nizhny-novgorod nizhniy-novgorod nizhegorodskiy nizhegorodskaya
rostov < russia: rostov-on-don rostovskiy
voronezh < russia: voronezhskiy voronezhskaya
saratov < russia: saratovskiy
smolensk < russia: smolenskiy
ryazan < russia: ryazanskiy
bryansk < russia: bryanskiy
izhevsk < russia: izhevskiy izhevskaya
irkutsk < russia: irkutskiy
vladivostok < russia:
khabarovsk < russia: khabarovskiy
zelenograd < moscow: zelenogradskiy
zhukovsky < moscow: zhukovskiy
dubna < moscow:
kaliningrad < russia:
murmansk < russia:
krasnoyarsk < russia: krasnoyarskiy
krasnodar < russia:
volgograd < russia: volgogradskiy
arkhangelsk < russia:
yaroslavl < russia: yaroslavskiy
vladimir-oblast < russia:
penza < russia: penzenskiy
kaluga < russia: kaluzhskiy
ulyanovsk < russia: ulyanovskiy
cheboksary < russia:
taganrog < russia:
komsomolsk < russia: komsomolsk-na-amure
sevastopol < crimea: sevastopolskiy
kerch < crimea:
feodosia < crimea: feodosiya
simferopol < crimea:
yalta < crimea:
minsk < belarus: minskiy minskaya
kyiv < ukraine: kiev
tehran < iran: teheran 테헤란 تهران
isfahan < iran: esfahan اصفهان
shiraz < iran: شیراز
mashhad < iran: مشهد
tabriz < iran: تبریز
qom < iran: قم
kish < iran: کیش
qeshm < iran: قشم
istanbul < turkey: 이스탄불
ankara < turkey:
izmir < turkey:
bursa < turkey:
konya < turkey:
mersin < turkey:
antalya < turkey:
dubai < uae: 迪拜 두바이 دبي دبی
abudhabi < uae: abu-dhabi أبوظبي
sharjah < uae: sharajah الشارقة
ajman < uae:
rasalkhaimah < uae: ras-al-khaimah
fujairah < uae:
jebelali < dubai: jebel-ali
karachi < pakistan: کراچی
lahore < pakistan: لاہور
islamabad < pakistan: اسلام‌آباد
rawalpindi < pakistan:
peshawar < pakistan:
mumbai < india: bombay
newdelhi < india: new-delhi delhi
bangalore < india: bengaluru
chennai < india:
pyongyang < northkorea: 평양 平壤
seoul < southkorea: 서울
busan < southkorea: pusan 부산
tokyo < japan: 东京 東京 도쿄
osaka < japan: 大阪
beirut < lebanon: بيروت
damascus < syria: دمشق
aleppo < syria:
baghdad < iraq:
cairo < egypt:
berlin < germany:
munich < germany: munchen
frankfurt < germany:
hamburg < germany:
london < unitedkingdom:
paris < france:
milan < italy: milano
rome < italy: roma
madrid < spain:
barcelona < spain:
vienna < austria: wien
zurich < switzerland:
geneva < switzerland:
newyork < unitedstates: new-york
california < unitedstates:
texas < unitedstates:
florida < unitedstates:
houston < texas:
toronto < canada:
bangkok < thailand:
hanoi < vietnam: ha-noi
hochiminh < vietnam: ho-chi-minh saigon
kualalumpur < malaysia: kuala-lumpur
penang < malaysia:
jakarta < indonesia:
yangon < myanmar: rangoon
almaty < kazakhstan:
astana < kazakhstan:
bishkek < kyrgyzstan:
tashkent < uzbekistan:
yerevan < armenia:
tbilisi < georgia:
tallinn < estonia:
riga < latvia:
vilnius < lithuania:
caracas < venezuela:
havana < cuba:
bogota < colombia:
"""


class _Table:
    __slots__ = ("codes", "native", "parent", "phrases", "spellings")

    def __init__(self) -> None:
        self.parent: dict[str, str | None] = {}
        self.spellings: dict[str, str] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.native: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        for line in (_COUNTRIES + _REGIONS).strip().splitlines():
            if not line.strip():
                continue
            head, _, forms = line.partition(":")
            place, _, parent = head.partition("<")
            place, parent = place.strip(), parent.strip()
            self.parent[place] = parent or None
            for form in [place, *forms.split()]:
                if not form.isascii():
                    self.native.setdefault(form, place)
                elif form.isupper():
                    if len(form) == 2:
                        self.codes[form] = place
                elif "-" in form:
                    words = tuple(form.split("-"))
                    self.phrases.setdefault(words[0], []).append((words, place))
                    self.spellings.setdefault("".join(words), place)
                else:
                    self.spellings.setdefault(form, place)
        for phrases in self.phrases.values():
            phrases.sort(key=lambda pair: -len(pair[0]))


@cache
def _table() -> _Table:
    return _Table()


def place_of(word: str) -> str | None:
    """The place that a Latin lower-case word names: "peking" -> "beijing", "russian" -> "russia"."""
    return _table().spellings.get(word)


def native_places() -> dict[str, str]:
    """Places in their own script: "北京" -> "beijing"."""
    return _table().native


def phrase_at(words: tuple[str, ...], position: int) -> tuple[int, str] | None:
    """A place of several words that begins there: (one past its last word, place)."""
    for pattern, place in _table().phrases.get(words[position], ()):
        if words[position : position + len(pattern)] == pattern:
            return position + len(pattern), place
    return None


@cache
def lies_in(place: str) -> tuple[str, ...]:
    """The place itself and all that contain it, smallest first: shenzhen, guangdong, china."""
    found = [place]
    while (parent := _table().parent.get(found[-1])) is not None:
        found.append(parent)
    return tuple(found)


def compatible(a: str, b: str) -> bool:
    """Whether one is the other or contains it."""
    return a in lies_in(b) or b in lies_in(a) or {a, b} in ({"korea", "northkorea"}, {"korea", "southkorea"})


@cache
def country_of(text: str | None) -> str | None:
    """The country that a code, a name or a list's heading means; Hong Kong and Macau keep their own. None: not known."""
    if not text:
        return None
    cleaned = text.strip()
    if cleaned.upper() in _table().codes and len(cleaned) == 2:
        return _table().codes[cleaned.upper()]
    words = tuple("".join(c for c in word if c.isalnum()) for word in fold(cleaned).replace("-", " ").replace("'", "").replace("’", "").split())
    words = tuple(word for word in words if word)
    if cleaned in native_places():
        return _country(native_places()[cleaned])
    joined = "".join(words)
    if joined in _table().spellings:
        return _country(_table().spellings[joined])
    for position in range(len(words)):
        found = phrase_at(words, position)
        if found:
            return _country(found[1])
    for word in words:
        place = place_of(word)
        if place:
            return _country(place)
    return None


def _country(place: str) -> str:
    for candidate in lies_in(place):
        if candidate in {"hongkong", "macau", "crimea"}:
            return candidate
    return lies_in(place)[-1]


_NEAR = ({"china", "taiwan"}, {"crimea", "ukraine"}, {"crimea", "russia"}, {"korea", "northkorea"}, {"korea", "southkorea"})


def same_country(a: str, b: str) -> bool:
    """Whether two countries (as ``country_of`` gives them) may be one party's: Hong Kong and Macau go with China."""
    family = {"hongkong": "china", "macau": "china"}
    a, b = family.get(a, a), family.get(b, b)
    return a == b or {a, b} in _NEAR
