"""Names of procuratorates and places: what they say, what they leave open."""

import pytest

from reforms.divisions import find_bodies, places_named, read_bodies, reading
from reforms.divisions.gazetteer import PROVINCE_SLUGS, TABLE, places
from reforms.vocabulary import PROVINCE_CODES, BodyKind, Level

NAMED = """
广州市南沙区检察院|procuratorate|guangdong|grassroots|广东省广州市南沙区人民检察院
甘肃省天水市人民检察院|procuratorate|gansu|municipal|甘肃省天水市人民检察院
天津市检察院|procuratorate|tianjin|provincial|天津市人民检察院
上海市浦东新区|procuratorate|shanghai|grassroots|上海市浦东新区人民检察院
延边朝鲜族自治州|procuratorate|jilin|municipal|吉林省延边朝鲜族自治州人民检察院
黔东南州检察院|procuratorate|guizhou|municipal|贵州省黔东南苗族侗族自治州人民检察院
前郭县检察院|procuratorate|jilin|grassroots|吉林省前郭尔罗斯蒙古族自治县人民检察院
巴州检察院|procuratorate|xinjiang|municipal|新疆维吾尔自治区巴音郭楞蒙古自治州人民检察院
海南州检察院|procuratorate|qinghai|municipal|青海省海南藏族自治州人民检察院
吉林市检察院|procuratorate|jilin|municipal|吉林省吉林市人民检察院
仙桃市|procuratorate|hubei|grassroots|湖北省仙桃市人民检察院
昆山市检察院|procuratorate|jiangsu|grassroots|江苏省昆山市人民检察院
浙江省湖州市安吉县检察院|procuratorate|zhejiang|grassroots|浙江省安吉县人民检察院
安徽省和县检察院|procuratorate|anhui|grassroots|安徽省和县人民检察院
东莞市检察院|procuratorate|guangdong|municipal|广东省东莞市人民检察院
苏州工业园区|procuratorate|jiangsu|grassroots|江苏省苏州工业园区人民检察院
南京市院|procuratorate|jiangsu|municipal|江苏省南京市人民检察院
最高人民检察院第十检察厅|procuratorate||supreme|最高人民检察院
最高检|procuratorate||supreme|最高人民检察院
江苏检察机关|system|jiangsu|provincial|江苏省检察机关
江苏省市县三级检察机关|system|jiangsu|provincial|江苏省检察机关
广州市两级检察院|system|guangdong|municipal|广东省广州市检察机关
重庆市人民检察院第一分院|branch|chongqing|municipal|重庆市人民检察院第一分院
重庆市检察院五分院|branch|chongqing|municipal|重庆市人民检察院第五分院
锡林郭勒盟分院|branch|inner-mongolia|municipal|内蒙古自治区人民检察院锡林郭勒盟分院
西藏自治区人民检察院山南分院|branch|tibet|municipal|西藏自治区人民检察院山南分院
山南分院|branch|tibet|municipal|西藏自治区人民检察院山南分院
河北省人民检察院雄安新区分院|branch|hebei|municipal|河北省人民检察院雄安新区分院
湖北省人民检察院汉江分院|branch|hubei|municipal|湖北省人民检察院汉江分院
东莞市第二市区人民检察院|dispatched|guangdong|grassroots|广东省东莞市第二市区人民检察院
珠海横琴新区人民检察院|dispatched|guangdong|grassroots|广东省珠海市横琴新区人民检察院
沈阳市城郊地区检察院|dispatched|liaoning|grassroots|辽宁省沈阳市城郊地区人民检察院
大连经济技术开发区检察院|dispatched|liaoning|grassroots|辽宁省大连经济技术开发区人民检察院
北京铁路运输检察院|railway|beijing|grassroots|北京铁路运输检察院
广州铁路运输第一检察院|railway|guangdong|grassroots|广州铁路运输第一检察院
上海市人民检察院铁路运输分院|railway|shanghai|municipal|上海市人民检察院铁路运输分院
西安铁路运输检察分院|railway|shaanxi|municipal|陕西省人民检察院西安铁路运输分院
新疆生产建设兵团人民检察院|corps|xinjiang|provincial|新疆生产建设兵团人民检察院
兵团院|corps|xinjiang|provincial|新疆生产建设兵团人民检察院
第八师分院|corps|xinjiang|municipal|新疆生产建设兵团人民检察院第八师分院
石河子垦区检察院|corps|xinjiang|grassroots|新疆生产建设兵团石河子垦区人民检察院
南部战区军事检察院|military|||南部战区军事检察院
广州市公安局|other|guangdong||
最高人民法院|other|||
公安部|other|||
国家检察官学院|other|||
"""


def read_body(name, **context):
    [body] = read_bodies(name, **context)
    return body


@pytest.mark.parametrize(
    ("name", "kind", "province", "level", "standard_name"),
    [line.split("|") for line in NAMED.split()],
)
def test_it_reads_a_name(name, kind, province, level, standard_name):
    body = read_body(name)
    read = (body.name, body.kind, body.province, body.level, body.standard_name)
    assert read == (name, kind, province, level, standard_name)


@pytest.mark.parametrize("name", ["江苏检察机关", "南京市检察机关", "云南检察院"])
def test_it_marks_a_level_that_the_name_does_not_state(name):
    assert "level" in read_body(name).inferred


@pytest.mark.parametrize("name", ["天水市检察院", "天津市检察院", "重庆市检察院第一分院", "兵团院"])
def test_it_marks_no_level_that_the_name_states(name):
    assert "level" not in read_body(name).inferred


def test_it_takes_both_ways_to_write_a_procuratorate_as_one_name():
    long, short = read_body("江苏省南京市人民检察院"), read_body("江苏省南京市检察院")
    assert long.standard_name == short.standard_name == "江苏省南京市人民检察院"


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("朝阳区检察院", ["北京市朝阳区人民检察院", "吉林省长春市朝阳区人民检察院"]),
        ("江苏省鼓楼区检察院", ["江苏省南京市鼓楼区人民检察院", "江苏省徐州市鼓楼区人民检察院"]),
    ],
)
def test_it_leaves_a_name_open_that_fits_two_places(name, choices):
    body = read_body(name)
    assert (body.standard_name, body.level) == ("", "grassroots")
    assert [choice.standard_name for choice in body.choices] == choices
    assert "请选择" in body.questions[0]


def test_it_fills_in_only_what_all_choices_share():
    assert read_body("江苏省鼓楼区检察院").province == "jiangsu"
    assert read_body("鼓楼区检察院").province == ""


def test_it_asks_about_a_place_without_its_rank():
    body = read_body("朝阳检察院")
    assert body.standard_name == "辽宁省朝阳市人民检察院"
    assert len(body.choices) == 4
    assert "没有写明是市、区还是县" in body.questions[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "重庆市渝中区检察院会同四川省泸州市检察院",
            ["重庆市渝中区人民检察院", "四川省泸州市人民检察院"],
        ),
        ("川渝两地检察机关", ["四川省检察机关", "重庆市检察机关"]),
        ("京津冀", ["北京市检察机关", "天津市检察机关", "河北省检察机关"]),
        (
            "长三角检察机关",
            ["上海市检察机关", "江苏省检察机关", "浙江省检察机关", "安徽省检察机关"],
        ),
        ("南京市和苏州市检察院", ["江苏省南京市人民检察院", "江苏省苏州市人民检察院"]),
        ("安徽省和县、含山县检察院", ["安徽省和县人民检察院", "安徽省含山县人民检察院"]),
        ("广州市、南沙区两级检察院", ["广东省广州市人民检察院", "广东省广州市南沙区人民检察院"]),
        ("广州市检察院、南沙区检察院", ["广东省广州市人民检察院", "广东省广州市南沙区人民检察院"]),
    ],
)
def test_it_takes_joint_bodies_apart(text, names):
    assert [body.standard_name for body in read_bodies(text)] == names


def test_it_keeps_an_agency_that_is_no_procuratorate_as_another_kind_of_body():
    bodies = read_bodies("保定市徐水区检察院、保定市公安局")
    assert [(body.kind, body.level) for body in bodies] == [
        ("procuratorate", "grassroots"),
        ("other", ""),
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("该院", "广东省广州市南沙区人民检察院"),
        ("市院", "广东省广州市人民检察院"),
        ("省检察院", "广东省人民检察院"),
        ("我省", "广东省检察机关"),
        ("本市检察机关", "广东省广州市检察机关"),
    ],
)
def test_it_offers_the_body_before_for_a_relative_name_and_asks(name, meant):
    body = read_body(name, near=read_body("广州市南沙区检察院"))
    assert body.standard_name == meant
    assert "请确认" in body.questions[0]


@pytest.mark.parametrize("name", ["该院", "市院", "我省", "区检察院"])
def test_it_leaves_a_relative_name_empty_with_nothing_before_it(name):
    body = read_body(name)
    assert (body.province, body.standard_name) == ("", "")
    assert body.questions


def test_it_says_until_when_an_abolished_name_was_in_use():
    body = read_body("莱芜市")
    assert (body.province, body.level) == ("shandong", "municipal")
    assert "“莱芜市”这一名称用到2019年为止" in body.notes


def test_it_asks_about_a_name_abolished_before_the_release():
    assert read_body("莱芜市检察院", year=2018).questions == ()
    assert "请核对" in read_body("莱芜市检察院", year=2021).questions[0]


def test_it_prefers_the_place_in_force_unless_the_year_says_otherwise():
    assert read_body("郊区检察院").choices
    names = [choice.standard_name for choice in read_body("郊区检察院", year=2015).choices]
    assert "山西省长治市郊区人民检察院" in names


def test_it_asks_about_a_place_in_the_wrong_province():
    body = read_body("江苏省天水市检察院")
    assert (body.province, body.standard_name) == ("", "")
    assert [choice.standard_name for choice in body.choices] == ["甘肃省天水市人民检察院"]
    assert body.questions


@pytest.mark.parametrize("name", ["某某县检察院", "甲院", "今天天气不错", "\x00", "检" * 5000])
def test_it_asks_about_what_it_does_not_know(name):
    body = read_body(name)
    assert (body.province, body.standard_name) == ("", "")
    assert body.questions


def test_it_knows_no_procuratorate_of_this_system_in_hong_kong():
    body = read_body("香港检察院")
    assert (body.kind, body.level) == ("other", "")
    assert body.questions


def test_it_keeps_nothing_of_long_cells():
    reading._read_cached.cache_clear()
    assert len(read_bodies("南京市检察院、" * 20)) == 20
    assert reading._read_cached.cache_info().currsize == 0


# ---------------------------------------------------------------- running text


def mentioned_names(text):
    return [mention.name for mention in find_bodies(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("近日，江苏检察机关出台办法。", ["江苏检察机关"]),
        ("由河南检察机关牵头，省里跟进。", ["河南检察机关"]),
        ("南京市院建立台账，某医院配合。", ["南京市院"]),
        ("黑龙江省检察院指导哈尔滨市分院", ["黑龙江省检察院"]),
        ("在兵团检察院支持下，石河子垦区检察院试点", ["兵团检察院", "石河子垦区检察院"]),
        ("各级检察机关要落实，上级检察院要指导，全省检察机关跟进。", []),
        ("检察院组织法规定，人民检察院依法监督。", []),
        ("公安机关会同检察机关办案，比如检察机关提前介入。", []),
    ],
)
def test_it_finds_the_names_in_a_running_text(text, names):
    assert mentioned_names(text) == names


def test_it_says_where_a_name_stands():
    text = "会上，云南省检察院作了交流。"
    (mention,) = find_bodies(text)
    assert text[mention.start : mention.end] == "云南省检察院"


def test_it_tells_examples_from_credited_bodies():
    (mention,) = find_bodies("江苏、浙江、广东等地检察机关积极探索")
    assert mention.illustrates
    assert [body.province for body in mention.bodies] == ["jiangsu", "zhejiang", "guangdong"]


def test_it_shows_a_name_whose_place_it_does_not_know():
    (mention,) = find_bodies("白云鄂县检察院建立台账")
    assert mention.bodies[0].questions == ("“白云鄂县检察院”与行政区划表对不上，请核对地名",)


def test_it_does_not_read_half_of_a_contradictory_name():
    (mention,) = find_bodies("江苏省天水市检察院建立台账")
    assert mention.name == "江苏省天水市检察院"
    assert mention.bodies[0].standard_name == ""


# ---------------------------------------------------------------- the table


def test_it_has_the_provinces_of_the_vocabulary():
    assert {slug: f"{code}0000" for code, slug in PROVINCE_SLUGS.items()} == PROVINCE_CODES


def test_it_uses_only_the_kinds_and_levels_of_the_vocabulary():
    bodies = [read_body(line.split("|")[0]) for line in NAMED.split()]
    assert {body.kind for body in bodies} == set(BodyKind.values)
    assert {body.level for body in bodies} == {*Level.values, ""}


def test_it_reads_back_the_full_name_of_every_place():
    lost = [
        place.full_name
        for place in places()
        if not any(match.place.name == place.name for match in places_named(place.full_name))
    ]
    assert lost == []


def test_it_has_one_place_in_force_for_every_full_name():
    names = [place.full_name for place in places() if place.until is None]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("北京市崇文区", 2010),
        ("上海市闸北区", 2015),
        ("杭州市下城区", 2021),
        ("山东省莱芜市", 2019),
        ("襄樊市", 2010),
    ],
)
def test_it_knows_abolished_places(name, until):
    assert [match.place.until for match in places_named(name)] == [until]


def test_it_keeps_the_table_small():
    assert TABLE.stat().st_size < 200_000
