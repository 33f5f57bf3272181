"""The city in which a body lies."""

import pytest

from reforms.divisions import cities, city_named
from reforms.divisions.cities import city_of_body


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("广州市南沙区人民检察院", "440100"),
        ("广东省广州市人民检察院", "440100"),
        ("江苏省昆山市人民检察院", "320500"),
        ("黔东南苗族侗族自治州人民检察院", "522600"),
        ("仙桃市检察院", "429004"),
        ("山东省莱芜市人民检察院", "371200"),
        ("广东省人民检察院", ""),
        ("重庆市渝北区检察院", ""),
        ("最高人民检察院", ""),
        ("广州铁路运输检察分院", ""),
        ("某市检察院", ""),
        ("朝阳区检察院", ""),
    ],
)
def test_a_body_lies_in_the_city_that_its_name_tells(name, city):
    assert city_of_body(name) == city


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("广州市", "440100"),
        ("广州", "440100"),
        ("440100", "440100"),
        ("仙桃市", "429004"),
        ("儋州市", "460400"),  # 469003 until 2015
        ("广东", ""),
        ("吉林", ""),
        ("吉林市", "220200"),
        ("南沙区", ""),
        ("999999", ""),
        ("\0", ""),
    ],
)
def test_a_city_is_named_by_its_code_or_its_name(text, city):
    assert city_named(text) == city


def test_cities_stand_in_the_order_of_their_codes():
    codes = list(cities())
    assert codes == sorted(codes)
    assert cities()["440100"].name == "广州市"
