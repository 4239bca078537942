"""The trade words of party names in the languages of the lists, each under one English word.

One line is one meaning: the English word first, then its other forms. ``*`` ends a stem: any ending goes (Russian, Turkish).
The forms in Chinese, Korean, Arabic and Persian script stand for themselves; two or more Chinese characters also stand for
their pinyin ("dianzi"). ``=`` begins abbreviations of several words, written out ("nii = science research institute").
"""

from __future__ import annotations

from functools import cache, lru_cache

from .transliterate import pinyin_of

# Words that say what kind of body it is, hardly more than a legal form does: "Inspur" and "Inspur Group" are spoken of alike.
_ORGANISATION = """
group groups grp grup grupp gruppa gruppe grupo groupe gruppo jituan 集团 集團 集团公司 集團公司 그룹 집단 گروه مجموعة مجموعه グループ
holding holdings kholding* holdingi holdin xolding 控股 지주 홀딩스 هلدینگ القابضة قابضه
company companies cie kompani* compania compagnie companhia sirket* sherkat* sharikat gongsi 公司 회사 공사 شركة شرکت الشركة شركه 会社 corporation corporations korporats* korporatsi* corporacion corporativo kabushiki 总公司 總公司 코퍼레이션 
enterprise enterprises entreprise predpriyati* predpriiati* empresa 企业 企業
concern kontsern* konzern 康采恩 콘체른
office ofis 办公室 辦公室 دفتر مكتب
headquarters 总部 本部
"""

_TRADE = """
technology technologies tech technolog technologie tecnologia teknoloji* teknolojileri tekhnologi* tehnologi* texnologiy* keji 科技 科技集团 技术 技術 테크놀로지 기술 فناوری فنآوری تكنولوجيا تکنولوژی التكنولوجيا ٹیکنالوجی テクノロジー
technical technic technics tekhnik* tekhnichesk* technique teknik tecnica 기술적 فنی تقنية التقنية テクニカル
electronic electronics electron elektron* elektronik* electronica electronique dianzi 电子 電子 전자 일렉트로닉스 일렉트로닉 الکترونیک الكترونيات للالكترونيات エレクトロニクス
electric electrical elektrik* elektrich* electrique electrica elec 电气 電氣 电器 電器 전기 일렉트릭 برق كهرباء
electromechanical electromechanics elektromekhanich* elektromekhanik* 机电 機電
microelectronic microelectronics mikroelektron* 微电子 微電子 마이크로일렉트로닉스
optoelectronic optoelectronics optronics 光电 光電
information informatics informatsionn* informatik* bilgi bilisim xinxi 信息 資訊 정보 اطلاعات
intelligent intelligence smart intellektualn* akilli zhineng 智能 智慧 지능 스마트 هوشمند
digital tsifrov* dijital 数字 數字 数码 數碼 디지털 دیجیتال
data dannykh veri 数据 數據 데이터 داده
computer computers computing computation computational vychislitelnoy vychisliteln* bilgisayar 计算机 計算機 计算 計算 电脑 電腦 컴퓨터 رایانه
software programmn* yazilim ruanjian 软件 軟件 软體 소프트웨어 نرم‌افزار
hardware apparatn* donanim 硬件
network networks networking setev* 网络 網絡 네트워크 شبکه
cloud oblako bulut 云 云计算 雲 클라우드
internet 互联网 互聯網 인터넷
communication communications comm comms svyazi svyaz haberlesme iletisim tongxin 通信 通讯 通訊 통신 مخابرات اتصالات
telecommunication telecommunications telecom telekom* telekommunikats* 电信 電信 텔레콤 تلکام
semiconductor semiconductors semicon poluprovodnikov poluprovodnik* yariiletken 半导体 半導體 반도체 نیمه‌هادی
chip chips xinpian 芯片
circuit circuits skhem* 电路 電路 회로
integrated integrirovann* integralnykh 集成 통합
manufacturing mfg manufactured manufacture manufacturer manufacturers imalat* proizvodstvenn* proizvodstv* production producing uretim zhizao 制造 製造 生产 生產 제조 생산 تولید تولیدی
industry industries industrial industrie promyshlenn* prom sanayi* sanaye sanat sanati endustri* industria industrias gongye 工业 工業 产业 產業 실업 산업 사나트 صنعت صنایع صنعتی الصناعات للصناعات صناعة インダストリー
trading trade trades traders trader treid torgov* torgovli ticaret* tic comercio comercial commerce commercial handel tejarat tijara maoyi 贸易 貿易 商贸 商貿 무역 무역회사 트레이딩 بازرگانی تجارة للتجارة تجاری تجارت التجارية
import imports ithalat* importacao importnaya 进口 進口 수입 واردات الاستيراد والاستيراد
export exports eksport* ihracat* exportacao 出口 수출 صادرات التصدير والتصدير
foreign dis vneshn* vneshneekonomich* 对外 對外 外贸 خارجی
international intl internatsionaln* internacional mezhdunarodn* uluslararasi beynalxalq guoji 国际 國際 국제 인터내셔널 بین‌المللی الدولية دولية インターナショナル
global globaln* kuresel 环球 環球 全球 글로벌
national natsionaln* nacional milli melli 国家 國家 국가 ملی الوطنية وطنية نیشنل
engineering engineers engineer inzhenern* inzhiniring* inzinyring ingenieria ingenierie muhendislik* muhandesi mohandesi gongcheng 工程 엔지니어링 공정 مهندسی الهندسية هندسة انجینئرنگ エンジニアリング
science sciences nauki nauk nauka bilim* science nauchn* nauchno bilimsel 科学 科學 과학 علوم علم العلوم علمی علمية العلمية سائنس سائنٹیفک
research studies study researching issledovat* issledovani* arastirma* recherche investigacion yanjiu 研究 연구 تحقیقات پژوهش پژوهشی تحقیقاتی بحوث البحوث الدراسات دراسات والبحوث
institute institut institutes instituto enstitu* institutu 研究所 研究院 学院 學院 院 所 연구소 연구원 학원 انستیتو مؤسسه موسسة معهد انسٹی‌ٹیوٹ پژوهشگاه پژوهشکده
academy akademi* akademy academie 科学院 科學院 아카데미 آکادمی
university univ universit* universidad daxue 大学 大學 대학교 대학 دانشگاه جامعة
college kolledzh 学校 學校 專科學校 学堂 كلية
laboratory laboratories lab labs laborator* shiyanshi 实验室 實驗室 실험실 연구실 آزمایشگاه
center centre centers tsentr* centr centro merkezi markaz zhongxin 中心 센터 مرکز مركز
bureau byuro buro 局 管理局 국
design dizayn proektn* proektno tasarim sheji 设计 設計 설계 طراحی
construction stroiteln* stroitelstv* konstruktorsk* insaat* yapi jianshe 建设 建設 建筑 建築 건설 ساختمان ساختمانی البناء
development developing razviti* razrabot* gelistirme kaifa fazhan 发展 發展 开发 開發 개발 توسعه گسترش تطوير ڈیولپمنٹ
innovation innovations innovative innovatsionn* inovasyon chuangxin 创新 創新 혁신 نوآوری
investment investments invest investitsionn* yatirim* inversiones touzi 投资 投資 투자 سرمایه‌گذاری الاستثمار للاستثمار
management upravleni* upravlyayush* yonetim* menedzhment administration 管理 관리 مدیریت إدارة
service services servis* uslugi hizmet* servicios fuwu 服务 服務 서비스 خدمات الخدمات
solution solutions resheni* cozum* 方案 解决方案 솔루션
consulting consultancy consultants konsalting danismanlik 咨询 諮詢 컨설팅 مشاوران
system systems sistem* xitong 系统 系統 시스템 سیستم سامانه أنظمة
equipment oborudovani* ekipman* equipos shebei 设备 設備 装备 裝備 장비 تجهیزات معدات
machinery machine machines machining mashinostroit* mashinostroeni* mashynostroyeni* makina* makine mashin* maquinaria jixie 机械 機械 机器 機器 기계 머시너리 ماشین ماشین‌آلات آلات
mechanical mekhanichesk* mechanics mekanik* 力学 میکانیکل مکانیک مکینیکل
instrument instruments instrumentation priborostroit* priborostroeni* pribor* yiqi 仪器 儀器 仪表 기기 ابزار
device devices ustroystv* cihaz* terminal 终端 終端 器件 디바이스 دستگاه
component components komponent* bilesen* 元件 元器件 部件 부품 قطعات
material materials material* 物资 cailiao 材料 재료 소재 مواد
composite composites kompozit* kompozitsionn* 复合 複合 复合材料 복합재 کامپوزیت
carbon uglerod* karbon 碳 炭 炭素 탄소 کربن
metal metals metallic metallurgy metallurgical metallo* metall* metallurgi* metallurgich* metalurji* jinshu 金属 金屬 冶金 금속 فلز متالورژی المعدنية معدنية
steel stal stalnoy celik gangtie 钢铁 鋼鐵 钢 鋼 제강 철강 فولاد
chemical chemicals chemistry khimich* khimi* kimya* quimica huaxue 化学 化學 化工 화학 شیمیایی شیمی کیمیا كيماويات
petrochemical petrochemicals neftekhim* petrokimya* 石化 석유화학 پتروشیمی
petroleum oil neft* neftyan* naft petrol* shiyou 石油 油 원유 석유 نفت النفط
gas gaz gazov* dogalgaz 天然气 燃气 燃氣 가스 گاز
energy energeti* energo enerji energia nengyuan 能源 에너지 انرژی الطاقة
power silov* elektroenergeti* dongli dianli 电力 電力 动力 動力 동력 파워 نیرو پاور
nuclear atomic yadern* atomn* nukleer 核 原子能 核电 원자력 هسته‌ای نیوکلیئر النووية
aviation aeronautics aeronautical aviatsionn* aviats* avia* aviastroit* 航宇 havacilik* hangkong 航空 항공 هوانوردی هواپیمایی الطيران طيران
aerospace aerokosmich* uzay hangtian 航天 航空航天 宇航 항공우주 هوافضا
space kosmich* kosmos 空间 空間 우주 فضایی فضائی
aircraft airplane airplanes samolet* samoleto* ucak feiji 飞机 飛機 항공기 هواپیما
airline airlines airways aviakompani* aviali* havayollari 航空公司
helicopter helicopters vertolet* 直升机 直升機 هلیکوپتر
unmanned bespilotn* uav drone drones insansiz wurenji 无人机 無人機 무인
satellite satellites sputnikov* weixing 卫星 衛星 위성 ماهواره
missile missiles raket* rocket fuze huojian 导弹 導彈 火箭 미사일 로켓 موشک
defense defence defensive oboron* savunma* guofang 国防 國防 防务 국방 방위 دفاع دفاعی الدفاع الدفاعية دفاعية ڈیفنس
military voenn* askeri 军事 軍事 兵器 군사 군 نظامی عسكري
army armi* ordu 陆军 陸軍 육군 ارتش الجيش
navy naval 海军 海軍 해군
airforce 空军 空軍 공군
weapon weapons weaponry ordnance vooruzheni* arms silah* 武器 سلاح أسلحة
shipbuilding shipbuilder sudostroit* sudostroeni* chuanbo 船舶 造船 船舶重工 조선 کشتی‌سازی
ship ships vessel sudo* korabel* gemi 船 선박 کشتی
shipyard shipyards sudoremontn* verf verfi tersane* 船厂 造船厂 조선소
shipping sudokhod* denizcilik* haiyun 海运 海運 航运 航運 해운 کشتیرانی الشحن
marine maritime morsk* deniz haiyang 海洋 마린 해양 دریایی البحرية
port ports portov* liman* 港务 港務 بندر
logistics logistic lojistik* logisti* wuliu 物流 물류 لجستیک
transport transportation trans transportn* tasimacilik nakliyat nakliye yunshu 运输 運輸 운송 حمل‌ونقل النقل
freight cargo gruzov* huoyun 货运 貨運 화물
supply snabzheni* tedarik 供应 供應 供应链
automotive auto automobile avtomobil* avto* otomotiv* qiche 汽车 汽車 자동차 خودرو
motor motors motorn* motor* 电机 電機 모터 موتور
engine engines dvigatel* dvigatelestroit* motorostroit* motorostroeni* fadongji 发动机 發動機 엔진
railway railroad railways zheleznodorozhn* demiryolu tielu 铁道 铁路 鐵路 철도 راه‌آهن
mining gornodobyva* gorno* maden* kuangye 矿业 礦業 矿产 광업 معدن معدنی
mineral minerals 矿物
textile textiles tekstil* 纺织 紡織 نساجی
food foods gida* pishchev* shipin 食品 식품 غذا
agriculture agricultural agro* selskokhoz* tarim* nongye 农业 農業 농업 کشاورزی الزراعية
medical medicine meditsin* tibbi yiliao 医疗 醫療 医学 醫學 医科 의료 의과 پزشکی طبی
pharmaceutical pharma farmatsevt* ilac* zhiyao 制药 製藥 药业 藥業 제약 دارویی دارو
biological biology bio biolog* biyoloji* shengwu 生物 바이오 생물 زیستی
biotechnology biotech biotekhnolog* 生物科技 生物技术
gene genomics genetic 基因
optical optics opto opticheski* optich* optik* guangxue 光学 光學 광학 اپتیک
laser lasers lazer* jiguang 激光 레이저 لیزر
radio radiotekhnich* radioelektron* wuxiandian 无线电 無線電 رادیو
radar radiolokats* leida 雷达 雷達 레이더 رادار
navigation navigatsionn* daohang 导航 導航 ناوبری
measurement measuring metrolog* izmeriteln* izmereni* ceyi 测量 測量 计量 اندازه‌گیری
control controls kontrol kongzhi upravlyayushchikh 控制 제어 کنترل
automation automatic automated avtomatik* avtomatizats* otomasyon zidonghua 自动化 自動化 자동화 اتوماسیون
precision pretsizionn* tochn* vysokotochn* hassas jingmi 精密 정밀 دقیق
testing test tests ispytateln* ispytani* test* ceshi 测试 測試 检测 檢測 시험
security bezopasnost* guvenlik anquan 安全 安防 보안 امنیت
surveillance monitoring 监控 監控
finance financial finans* finansov* jinrong caiwu 金融 财务 財務 금융 مالی المالية
bank banks bankasi bankas* banka banco yinhang 银行 銀行 은행 بانک بنك البنك مصرف
insurance strakhov* sigorta* baoxian 保险 保險 보험 بیمه
capital kapital* sermaye 资本 資本 캐피탈
leasing lizing 租赁 租賃
fund foundation fond* vakfi 基金 基金会 기금 صندوق بنیاد مؤسسة
exchange birzha sarraf* 交易所 صرافی الصرافة
electricity elektroseti 电网 電網
factory plant works mill mills zavod* fabrika* kombinat* factories plants gongchang 工厂 工廠 厂 廠 공장 کارخانه کارخانجات مصنع معمل فیکٹریز
association associations obedineni* obyedineni* dernegi* assotsiats* xiehui 协会 協會 협회 انجمن اتحادیه جمعية
organization organisation organizations organisations organizatsi* zuzhi 组织 組織 기구 سازمان منظمة آرگنائزیشن
federal federaln* 联邦 聯邦
state gosudarstvenn* gos devlet 国有 國有 دولتی
central tsentraln* merkez 中央 중앙 مرکزی المركزية
main glavn* 主要
united unified obedinenn* obyedinenn* birlesik lianhe 联合 聯合 연합 متحد المتحدة
joint sovmestn* ortak 合资 合資
special specialized specialised spetsialn* spetsializirovann* ozel teshu 特种 特種 专用 특수 ویژه
advanced peredov* ileri xianjin 先进 先進 고급 어드밴스드 پیشرفته
experimental opytn* opytno eksperimentaln* deneysel 实验 實驗 试验 تجربی
applied prikladn* uygulamali yingyong 应用 應用 کاربردی
technological tekhnologichesk* teknolojik
modern sovremenn* modern xiandai 现代 現代
general generaln* genel zong 总 總 제너럴 종합 عمومی العامة عامة
heavy tyazhel* agir zhonggong 重工 重型 중공업 سنگین ہیوی
product products produkt* produktsi* urun* chanpin 产品 產品 제품 محصولات
tool tools instrumentaln* takim 工具 공구
building buildings zdani* bina 大厦
property properties gayrimenkul emlak estate 地产 地產 房地产 부동산 املاك عقارات
department departament otdel departman 部 部门 부 부서 وزارت
ministry ministerstv* bakanligi 部委 وزارة
agency agentstv* ajansi 机关 آژانس وكالة
committee komitet* komite weiyuanhui 委员会 委員會 위원회 کمیته کمیسیون لجنة
branch filial subesi fengongsi 分公司 支部 分院 지부 지사 شعبه فرع
division otdeleni* 事业部 部分
subsidiary dochern* 子公司 자회사
representative predstavitel* temsilcilik 代表处
complex kompleks* کمپلیکس 综合体 단지 مجتمع
zone zona bolgesi 区 منطقه
park tekhnopark* 园区 공원
project proekt* proje* xiangmu 项目 項目
media medya chuanmei 传媒 傳媒 미디어
culture kultur* wenhua 文化 문화 فرهنگی
education obrazovateln* egitim* jiaoyu 教育 교육 آموزشی
training podgotovk* 培训 训练
police polis 警官 politsi* gongan 公安 警察 경찰 پلیس
travel tourism turizm* lvyou 旅游 旅遊 여행
hotel hotels otel* jiudian 酒店 호텔
video 视频 視訊
vision 视觉 視覺
sensor sensors datchik* 传感器 传感 센서
battery batteries akkumulyator* dianchi 电池 電池 배터리
solar gunes 太阳能 光伏 태양광
wind 风电 風電
hydraulic gidravli* hidrolik 液压 هیدرولیک
plastic plastics plastik* 塑料 塑胶 پلاستیک
rubber kauchuk 橡胶 고무 لاستیک
glass steklo* cam 玻璃 شیشه
paper 纸业
cable cables kabel* 电缆 線纜 线缆 کابل
lighting light svetotekhnich* aydinlatma 照明
vehicle vehicles arac* 车辆 車輛 차량
robot robots robotics robototekhni* 机器人 機器人 로봇
display displays 显示 顯示 디스플레이
memory storage 存储 存儲 메모리
mobile mobiln* mobil 移动 移動 모바일
unicom 联通
simulation modelirovani* 仿真
acoustics akustich* 声学
physics fizik* physical fiziki 物理 물리 فیزیک
mathematics 数学
astronautics
problem problems problem*
institution uchrezhdeni* 机构 기관 نهاد
society obshchina 社会
unitary unitarn*
autonomous avtonomn*
budgetary byudzhetn* byudzhet*
noncommercial nekommerchesk* nonprofit
subordinate podvedomstv*
northwest northwestern severozapadn* 西北
northeast northeastern severovostochn* 东北
southwest southwestern yugozapadn* 西南
southeast southeastern yugovostochn* 东南
north northern severn* kuzey 北方 北部 شمال
south southern yuzhn* guney 南方 南部 جنوب
east eastern vostochn* dogu 东方 东部 동방 동부 شرق شرقی
west western zapadn* bati 西方 西部 غرب
new nov novin yeni 新 뉴 نوین نو
commission komissi* کمیشن
mathematics mathematical matematik* 数学 수학
acoustics acoustic akustik* akustich* 声学
high vysok* 高
quantum kvantov* 量子
synthesis sintez* 合成
pressure davleni* 高压 压力
aerodynamics aerodynamic aerodinamich* 空气动力 공기역학
launch 运载 发射
forensic 鉴定 法医
polytechnical polytechnic politekhnich* 理工
posts postal pocht* 邮电 邮政 우전
normal pedagogical pedagogichesk* 师范
civil grazhdansk* 民用
airport aeroport* 机场 공항
guard guards 卫队 سپاه
revolution revolutionary inkilab 革命 انقلاب
islamic islam 伊斯兰 اسلامی الإسلامية الاسلامية
force forces 部队 نیروی نیروهای
support podderzhk* 支援 保障 پشتیبانی
hospital bolnits* 医院 병원 بیمارستان
school shkol* 学校 学堂 학교
water vodn* 水务
environment environmental ekologich* cevre 环境 环保
forest 林业
fishery fish rybn* 渔业
jewelry jewellery mucevher 珠宝
gold altin 黄金
diamond 钻石
tobacco 烟草
garment clothing giyim 服装
furniture mobilya 家具
toy toys 玩具
lithium 锂业 锂电
aluminum aluminium alyumini* 铝业 알루미늄
copper med bakir 铜业
iron demir 铁
cement tsement* cimento 水泥
ceramic ceramics keramik* seramik 陶瓷
crystal kristall* 晶体
wafer 晶圆
lithography 光刻
electrochemical 电化学
thermal teplov* 热力 热能
vacuum vakuum* 真空
cryogenic kriogen* 低温
fiber fibre fibers volokn* 纤维 光纤
bearing bearings podshipnik* 轴承
valve valves 阀门
pump pumps nasos* 泵业
tire tires shin* 轮胎
mold 模具
spare yedek 备件
combine 연합기업소 련합기업소
repair remontn* remont onarim 修理 维修 تعمیر
partner partners partnery
associate associates
brother brothers bros kardesler
son sons ogullari
store stores magazin
market marketing pazarlama* rynok 市场 市場 营销
brokerage broker brokers komisyon
distribution distribuidora distributor* dagitim 经销
offshore
drilling buri* 钻井
exploration 勘探
refinery refining pererabot* npz rafineri* 炼油 پالایشگاه
pipeline pipelines truboprovod* 管道
"""

# Abbreviations that the lists use beside the words written out.
_ABBREVIATIONS = """
nii = science research institute
tsnii = central science research institute
vnii = all russian science research institute
gnii = state science research institute
niits = science research center
nits = science research center
npo = science manufacturing association
npp = science manufacturing enterprise
npk = science manufacturing complex
npf = science manufacturing company
npts = science manufacturing center
snpo = special science manufacturing association
po = manufacturing association
pko = manufacturing commercial association
kb = construction bureau
okb = experimental construction bureau
skb = special construction bureau
tskb = central construction bureau
pkb = design construction bureau
gkb = state construction bureau
gosmkb = state machinery construction bureau
mkb = machinery construction bureau
ras = russian academy science
ran = russian academy science
cas = chinese academy science
pla = people liberation army
rd = research development
rnd = research development
uk = management company
td = trade house
tsb = central bank
mz = machinery factory
srz = shipbuilding repair factory
mmz = moscow machinery factory
spc = science manufacturing center
spe = science manufacturing enterprise
stc = science technical center
ntts = science technical center
ntc = science technical center
sktb = special construction technological bureau
rf = russian federation
"""

# Words of the English renderings that stand for the Russian "konstruktorskoye byuro" and its kin.
_PHRASES = """
research and production = science manufacturing
science and production = science manufacturing
scientific and production = science manufacturing
scientific production = science manufacturing
research production = science manufacturing
scientific and manufacturing = science manufacturing
production association = manufacturing association
mechanical engineering = machinery
machine building = machinery
aviation electronics = avionics
joint venture = jointventure
j v = jointventure
jv = jointventure
project and design = design
design and project = design
space flight = spaceflight
rocket force = rocketforce
rocket and space = rocketspace
post and telecommunications = posts telecommunication
posts and telecommunications = posts telecommunication
micro electronics = microelectronic
opto electronics = optoelectronic
electro mechanical = electromechanical
aeronautics and astronautics = aerospace
aviation and aerospace = aerospace
ship repair plant = shipyard
state security = security

design bureau = construction bureau
science and technology = technology
sci tech = technology
scientech = technology
hi tech = hightech
high tech = hightech
high technology = hightech
high and new technology = hightech
imp exp = import export
impex = import export
imp and exp = import export
research and development = research development
real estate = property
dis ticaret = foreign trading
oil and gas = petroleum gas
vice versa = viceversa
south east = southeast
south west = southwest
north east = northeast
north west = northwest
hong kong = hongkong
mashinostroitelnyy zavod = machinery factory
machine building = machinery
machine making = machinery
machinebuilding = machinery
instrument making = instrument
ship building = shipbuilding
ship repair = shipbuilding repair
air force = airforce
people s = people
"""

_HAN_ONLY = """
中国 china
中國 china
中华 china
人民 people
中国人民解放军 pla
人民解放军 pla
解放军 pla
武装警察部队 armed police
武装 armed
重点 key
工学院 engineering institute
理工大学 technology university
工业大学 industry university
指挥 command
第 #
华东 east china
华南 south china
华北 north china
市 #
省 #
县 #
区 #
自治区 #
高新 hightech
高科 hightech
高新技术 hightech
与 #
和 #
及 #
研究中心 research center
科学研究 research
科学研究院 science research institute
研究设计院 research design institute
设计院 design institute
设计研究院 design research institute
计算技术 computing technology
计算科学 computing science
物理研究所 physics institute
科学院 academy science
工程局 engineering bureau
进出口 import export
海事 maritime
航务 navigation
战略 strategic
油气 petroleum gas
火箭军 rocketforce
军医 military medical
学会 society
出版社 press
监狱 prison
航空航天 aerospace
航天 aerospace
医科 medical
外运 foreign transport
总局 general bureau
总公司 corporation
电子科技 electronic technology
商务 commerce
环境科技 environment technology
朝鮮 korea
조선 korea
"""


def _lines(block: str) -> list[list[str]]:
    return [line.split() for line in block.strip().splitlines() if line.strip()]


@cache
def organisation_words() -> frozenset[str]:
    """The words (canonical forms) that hardly tell one body from another: group, holding, company, corporation, ..."""
    return frozenset(line[0] for line in _lines(_ORGANISATION))


@cache
def trade_words() -> frozenset[str]:
    """The words (canonical forms) of what a body does or is: technology, plant, institute, trading, ..."""
    return frozenset(line[0] for line in _lines(_TRADE))


@cache
def _forms() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    stems: dict[str, str] = {}
    native: dict[str, str] = {}
    for line in _lines(_ORGANISATION) + _lines(_TRADE):
        meaning = line[0]
        for form in line:
            if not form.isascii():
                native.setdefault(form, meaning)
                if len(form) > 1 and all("\u4e00" <= c <= "\u9fff" for c in form):
                    exact.setdefault("".join(pinyin_of(form)), meaning)
            elif form.endswith("*"):
                stems.setdefault(form[:-1], meaning)
                exact.setdefault(form[:-1], meaning)
            else:
                exact.setdefault(form, meaning)
    return exact, stems, native


@lru_cache(maxsize=1 << 14)
def meaning_of(word: str) -> str | None:
    """The English trade word that a Latin-letter word stands for, "tekhnologii" -> "technology"; None: it is a name."""
    exact, stems, _ = _forms()
    found = exact.get(word)
    if found:
        return found
    if word.endswith("s") and len(word) > 4 and word[:-1] in exact:
        return exact[word[:-1]]
    for length in range(min(len(word), 16), 3, -1):
        found = stems.get(word[:length])
        if found and len(word) - length <= 8:
            return found
    return None


@cache
def native_words() -> dict[str, tuple[str, ...]]:
    """Words in their own script (Chinese, Korean, Arabic, Persian) to English trade words."""
    words = {form: (meaning,) for form, meaning in _forms()[2].items()}
    for line in _lines(_HAN_ONLY):
        words[line[0]] = tuple("#" if word == "#" else meaning_of(word) or word for word in line[1:])
    return words


@cache
def phrases() -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """First word -> (phrase, what it stands for), longest phrase first; words are Latin lower case, before ``meaning_of``."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for block in (_ABBREVIATIONS, _PHRASES):
        for line in block.strip().splitlines():
            left, equals, right = line.partition("=")
            words = tuple(left.split())
            if not equals:
                continue
            found.setdefault(words[0], []).append((words, tuple(right.split())))
    return {first: tuple(sorted(all_, key=lambda pair: -len(pair[0]))) for first, all_ in found.items()}


# English forms that do not begin like the word they are kept under; any other such form is of another language.
_ENGLISH = frozenset(
    "plant plants works mill mills studies study rocket smart computing oil atomic aeronautics aeronautical ordnance arms trade commerce naval "
    "maritime ocean drone drones uav cargo shipment storage solution science defence organisation telecom comm labs elec optronics pharma bio "
    "biotech semicon genomics railroad airline airways corp firm group postal medicine chemistry petrochemical forces guards security police "
    "invest center centre bank photovoltaic fibre jewellery aluminium clothing tourism brokerage measuring metallurgy metallurgical mathematics "
    "production product producing imp exp intl state auto automobile airplane airplanes uav drone physics physical works light video vision".split()
)


def is_english(word: str) -> bool:
    return word in _ENGLISH
