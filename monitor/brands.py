"""Well-known names of listed parties that are not renderings of each other letter by letter: brand, pinyin, Chinese, acronym.

A line is one party's name without trade words and legal form: the usual Latin brand, then other Latin forms, then Chinese. Facts from the
lists' own aliases and the companies' own names; a brand missing here is still found by its aliases on the list.
"""

from __future__ import annotations

from functools import cache

_BRANDS = """
inspur langchao 浪潮
huawei 华为 華為
hikvision haikangweishi haikang 海康威视 海康
dahua 大华
zte zhongxing 中兴通讯 中兴
smic zhongxinguoji 中芯国际 中芯
ymtc changjiangcunchu 长江存储
cxmt changxincunchu 长鑫存储 长鑫
smee 上海微电子装备
naura beifanghuachuang 北方华创
amec zhongweibandaoti 中微半导体
sensetime shangtang 商汤
megvii kuangshi 旷视
yitu 依图
iflytek kedaxunfei xunfei 科大讯飞 讯飞
cloudwalk yuncong 云从
intellifusion yuntianlifei 云天励飞
cambricon hanwuji cambrian 寒武纪
biren 壁仞
moorethread moorethreads moerxiancheng moerxianchen 摩尔线程
enflame suiyuan 燧原
hygon haiguang 海光
sugon zhongkeshuguang shuguang dawning 中科曙光 曙光
phytium feiteng 飞腾
loongson longxin 龙芯
zhipu 智谱
dji dajiang 大疆
catl ningdeshidai 宁德时代
byd biyadi 比亚迪
boe jingdongfang 京东方
bgi huada 华大基因 华大
mgi huadazhizao 华大智造
hesai 禾赛
robosense sutengjuchuang suteng 速腾聚创 速腾
quectel yiyuan 移远
tencent tengxun 腾讯
alibaba 阿里巴巴
baidu 百度
xiaomi 小米
qihoo qihu 奇虎
netposa dongfangwangli 东方网力
meiyapico meiya 美亚柏科 美亚
fiberhome fenghuo 烽火通信 烽火科技 烽火
tiandy tiandiweiye 天地伟业
uniview yushi 宇视
kingsoft jinshan 金山
unisoc ziguangzhanrui 紫光展锐
unigroup ziguang 紫光
nuctech tongfangweishi 同方威视
wuxi-apptec yaomingkangde 药明康德
ehang yihang 亿航
autel daotong 道通
geely jili 吉利
chery qirui 奇瑞
skyverse zhongkefeice feice 中科飞测
piotech tuojing 拓荆
kingsemi xinyuanwei 芯源微
empyrean huadajiutian jiutian 华大九天
pengxinwei 鹏芯微
swaysure shengweixu 昇维旭
jhicc jinhua 晋华
hisilicon haisi 海思
norinco beifanggongye 北方工业
sinochem 中化
chemchina 中国化工
petrochina 中石油
sinopec zhongshihua 中石化 中国石化
cnooc zhonghaiyou 中海油 中国海洋石油
comac shangfei 中国商飞
cosco zhongyuan 中远 中国远洋
bauman baumana
""" + """
galaxycore gekewei 格科微
goertek geer 歌尔
leinao 类脑
leon 立昂
sunny shunyu 舜宇
luokung luokong 箩筐
"""

# Bodies known by their initials; each with the words they stand for, in the words of ``vocabulary``.
_ACRONYMS = """
cetc = china electronic technology group | 中国电科 中电科 中国电子科技集团
casic = china aerospace science industry | 航天科工 中国航天科工
casc = china aerospace science technology | 航天科技 中国航天科技
avic = aviation industry corporation china | 中航工业 中国航空工业 中航
aecc = aero engine corporation china | 中国航发 航发
cssc = china state shipbuilding | 中船集团
csic = china shipbuilding industry | 中船重工
csgc = china south industry | 兵装
cec = china electronic corporation | 中国电子信息产业集团 中电
cgn = china general nuclear power | 中广核
cnnc = china national nuclear corporation | 中核 中核集团
cccc = china communication construction | 中交 中国交建
crrc = china railway rolling stock | 中车 中国中车
caep = china academy engineering physics | 中国工程物理研究院
nudt = national university defense technology | 国防科技大学
buaa = beijing university aeronautics astronautics | 北航
nwpu = northwestern polytechnical university | 西工大
hit = harbin institute technology | 哈工大
bit = beijing institute technology | 北理工
calt = china academy launch vehicle technology
cast = china academy space technology
sast = shanghai academy spaceflight technology
ymtc = yangtze memory technology
smic = semiconductor manufacturing international corporation
smee = shanghai micro electronic equipment
cxmt = changxin memory technology
amec = advanced micro fabrication equipment
bgi = beijing genomics institute
irgc = islamic revolutionary guard corps
irisl = islamic republic iran shipping line
hesa = iran aircraft manufacturing industrial
nitc = national iranian tanker company
nioc = national iranian petroleum company
odk = obedinennaya dvigatel korporatsiya
uac = united aircraft corporation
usc = united shipbuilding corporation
uec = united engine corporation
vniief = all russian scientific research institute experimental physics
"""


@cache
def _brands() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _BRANDS.strip().splitlines():
        forms = tuple(form for form in line.split() if form.isascii())
        for form in forms:
            found[form] = forms
    return found


def brand_forms(word: str) -> tuple[str, ...]:
    """The Latin forms of a brand, its usual one first; () where the word is no known brand with several."""
    return _brands().get(word, ())


@cache
def native_brands() -> dict[str, str]:
    """Chinese brand -> its usual Latin form."""
    found: dict[str, str] = {}
    for line in _BRANDS.strip().splitlines():
        forms = line.split()
        found.update((form, forms[0]) for form in forms if not form.isascii())
    for acronym, (_, native) in acronyms().items():
        found.update((form, acronym) for form in native)
    return found


@cache
def acronyms() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Acronym -> (the words it stands for, its Chinese names)."""
    found = {}
    for line in _ACRONYMS.strip().splitlines():
        left, _, right = line.partition("=")
        words, _, native = right.partition("|")
        found[left.strip()] = (tuple(words.split()), tuple(native.split()))
    return found
