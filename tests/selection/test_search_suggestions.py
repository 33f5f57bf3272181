"""What a search without enough cases is offered instead."""

from urllib.parse import unquote

import pytest

from reforms.models import Revision
from reforms.selection import Selection, suggestions
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def words(q: str, **chosen) -> list[tuple[str, int, str]]:
    suggestions_shown = suggestions(Selection(q=q, sort="relevance", **chosen), Revision.current())
    return [
        (suggestion.label, suggestion.total, unquote(suggestion.query_string))
        for suggestion in suggestions_shown
    ]


def kinds(q: str) -> list[tuple[str, str]]:
    offers = suggestions(Selection(q=q, sort="relevance"), Revision.current())
    return [(offer.label, offer.kind) for offer in offers]


def test_it_offers_the_search_with_one_term_less(db):
    for number in (1, 2):
        cast.case(number, title="流程监控")
    assert words("流程 饕餮") == [("流程", 2, "?q=流程")]


def test_it_offers_the_province_of_a_place(db):
    cast.case(1, bodies=(("广州市某区检察院", "procuratorate", "guangdong", "grassroots"),))
    assert words("南沙") == [("地区：广东（含南沙区）", 1, "?province=guangdong")]
    assert ("地区：广东（含广州市）", 1, "?province=guangdong") in words("guangzhou")


def test_it_offers_the_theme_that_a_word_names(db):
    cast.case(1, themes=("supervisory",), title="评查")
    assert words("監管責任 评查") == [
        ("评查 · 主题：监管责任", 1, "?q=评查&theme=supervisory"),
        ("主题：监管责任", 1, "?theme=supervisory"),
        ("评查", 1, "?q=评查"),
    ]


def test_it_offers_province_and_level(db):
    cast.case(1, title="甲", bodies=(("某院", "procuratorate", "jiangsu", "grassroots"),))
    assert ("地区：江苏", 1, "?province=jiangsu") in words("江苏")
    assert ("检察院层级：基层院", 1, "?level=grassroots") in words("基层院")
    assert ("地区：江苏", 1, "?province=jiangsu") in words("Jiangsu")


def test_it_offers_the_words_of_a_question(db):
    cast.case(1, title="检察官业绩考核")
    assert words("检察官怎么考核") == [("检察官 考核", 1, "?q=检察官+考核")]


def test_it_offers_other_writings_of_the_same_thing(db):
    cast.case(1, title="捕诉一体办案")
    assert words("捕诉合一") == [("捕诉一体", 1, "?q=捕诉一体")]


def test_it_asks_whether_a_word_was_meant_that_sounds_or_looks_alike(db):
    cast.case(1, title="检察官办案", keywords="流程监控")
    assert kinds("检查官") == [("检察官", "near")]
    assert kinds("流程监空") == [("流程监控", "near")]


def test_it_offers_nothing_that_finds_no_more(db):
    cast.case(1, title="甲")
    assert words("乙 丙") == []
    assert words("") == []


def test_it_offers_a_filter_that_the_whole_search_names_beside_many_matches(db):
    for number in range(1, 8):
        cast.case(number, title="基层院" if number < 7 else "甲", bodies=(cast.NANSHA,))
    assert words("基层院") == [("检察院层级：基层院", 7, "?level=grassroots")]
    assert words("甲") == []


def test_it_offers_the_provinces_of_an_abbreviation(db):
    cast.case(1, bodies=(cast.CHONGQING, cast.SICHUAN))
    assert words("川渝") == [("地区：四川、重庆", 1, "?province=sichuan&province=chongqing")]
    assert words("渝") == [("地区：重庆", 1, "?province=chongqing")]


def test_it_offers_a_city_by_its_english_name(db):
    cast.case(1, bodies=(("长沙市检察院", "procuratorate", "hunan", "municipal"),))
    assert words("Changsha")[:2] == [
        ("城市：长沙市", 1, "?city=430100"),
        ("地区：湖南（含长沙市）", 1, "?province=hunan"),
    ]


def test_it_offers_another_writing_alone_where_the_words_do_not_occur_together(db):
    cast.case(1, title="立案监督")
    assert ("立案监督", 1, "?q=立案监督") in words("饕餮怎么监督公安")


def test_it_offers_the_chinese_of_an_english_phrase(db):
    cast.case(1, title="知识产权")
    assert ("知识产权", 1, "?q=知识产权") in words("intellectual property")
    assert ("知识产权", 1, "?q=知识产权") in words("trademark of wine")


def test_it_reads_pinyin_whose_syllables_stand_apart(db):
    cast.case(1, title="公益诉讼")
    assert kinds("gong yi su song") == [("公益诉讼", "near")]
