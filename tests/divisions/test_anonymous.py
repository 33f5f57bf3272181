"""Bodies that a text does not name: 某区检察院."""

import pytest

from reforms.divisions import find_bodies
from tests.divisions.names import read_body


@pytest.mark.parametrize(
    ("name", "province", "level"),
    [
        ("上海市某区检察院", "shanghai", "grassroots"),
        ("四川省某市某县人民检察院", "sichuan", "grassroots"),
        ("北京市某检察院", "beijing", ""),
        ("某市检察院", "", ""),
        ("A区检察院", "", "grassroots"),
        ("甲县人民检察院", "", "grassroots"),
    ],
)
def test_it_takes_of_an_anonymous_body_only_what_its_name_says(name, province, level):
    body = read_body(name)
    assert (body.province, body.level, body.standard_name) == (province, level, "")
    assert "不与同名单位合并" in body.questions[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("向某市人民检察院移送线索", "某市人民检察院"),
        ("支持某区人民检察院办理", "某区人民检察院"),
        ("指导白云鄂县检察院办案", "白云鄂县检察院"),
        ("移送白云鄂县检察院审查起诉", "白云鄂县检察院"),
    ],
)
def test_it_finds_a_name_without_the_verb_before_it(text, name):
    assert [mention.name for mention in find_bodies(text)] == [name]
