"""Names of procuratorates and places: what they say, what they leave open."""

import pytest

from reforms.divisions import read_bodies, reading
from tests.divisions.names import NAMED, read_body


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
