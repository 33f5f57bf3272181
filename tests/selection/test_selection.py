"""A query string becomes a selection, and a selection becomes links, words and rows."""

import pytest
from django.http import QueryDict

from reforms.models import Case, Revision
from reforms.selection import Dropped, Selection, in_words, page_of_keys, select
from tests.support import cast

pytestmark = pytest.mark.django_db


def listed(selection: Selection) -> list[Case]:
    """The cases on the first pages of a selection."""
    keys = page_of_keys(selection, Revision.current(), 0, 100)
    cases = Case.objects.in_bulk(keys)
    return [cases[key] for key in keys]


@pytest.mark.parametrize(
    ("query_string", "kept", "dropped"),
    [
        ("", "", ()),
        ("theme=political&theme=political", "?theme=political", ()),
        ("theme=political&theme=atlantis", "?theme=political", (("theme", "atlantis"),)),
        ("province=jiangsu&province=beijing", "?province=beijing&province=jiangsu", ()),
        ("level=grassroots&utm_source=x&from=timeline&spm=1", "?level=grassroots", ()),
        ("provinces=jiangsu", "", (("provinces", "jiangsu"),)),
        ("year=2021&year=20211", "?year=2021", (("year", "20211"),)),
        ("year=２０２１", "", (("year", "２０２１"),)),
        ("batch=draft-batch", "", (("batch", "draft-batch"),)),
        ("match=all", "", ()),
        ("match=all&theme=political", "?theme=political&match=all", ()),
        ("q=%20检察%20", "?q=%E6%A3%80%E5%AF%9F", ()),
        ("q=⼈⺠%E2%80%8B监督%E3%80%80", "?q=%E4%BA%BA%E6%B0%91%E7%9B%91%E7%9D%A3", ()),
        ("q=AT%26amp;T", "?q=AT%26T", ()),
        ("q=%00", "", (("q", "\ufffd"),)),
        ("sort=relevance", "", ()),
        ("q=a&sort=relevance", "?q=a", ()),
        ("q=a&sort=newest", "?q=a&sort=newest", ()),
        ("sort=oldest&page=2", "?sort=oldest&page=2", ()),
        ("page=-1", "", (("page", "-1"),)),
        ("field=title", "", (("field", "title"),)),
        ("dated=issued", "", (("dated", "issued"),)),
        ("q=&field=&date_from=&date_to=&dated=", "", ()),
        ("page=0&sort=up", "", (("sort", "up"), ("page", "0"))),
    ],
)
def test_it_keeps_what_it_knows_and_names_the_rest(query_string, kept, dropped):
    cast.theme("political")
    cast.draft(of=cast.batch("draft-batch"))
    selection, named = select(QueryDict(query_string))
    assert selection.query_string() == kept
    assert tuple((parameter.name, parameter.value) for parameter in named) == dropped


def test_a_detail_without_its_object_is_dropped_with_the_reason():
    dropped = select(QueryDict("field=title&dated=issued")).dropped
    assert dropped == (
        Dropped("field", "title", reason="没有检索词"),
        Dropped("dated", "issued", reason="没有起止日期"),
    )


def test_a_link_without_the_words_is_also_without_their_field():
    selection = select(QueryDict("q=听证&field=title")).selection
    assert selection.changed(q="", sort="newest").query_string() == ""


def test_a_search_has_at_most_a_hundred_words():
    hundred = " ".join(f"-{number}" for number in range(100))
    assert select(QueryDict(f"q={hundred}")).selection.q == hundred
    selection, dropped = select(QueryDict(f"q={hundred} 检察"))
    assert (selection.q, dropped) == ("", (Dropped("q", hundred[:60]),))


def test_it_says_a_selection_in_words():
    cast.theme("political")
    cast.theme("supervisory")
    params = QueryDict("q=评查&theme=political&theme=supervisory&match=all&province=jiangsu")
    assert in_words(select(params).selection) == "“评查” · 政治责任 且 监管责任 · 江苏"


def test_a_tap_adds_or_takes_away_one_value_and_goes_to_the_first_page():
    selection = Selection(theme=("political",), page=4)
    assert selection.toggled("theme", "political").query_string() == ""
    assert selection.toggled("year", "2021").query_string() == "?theme=political&year=2021"


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "reference"])
def test_every_order_goes_with_every_text(sort):
    cast.case(1, title="评查")
    for q in ("评查", "评查 -饕餮", "-饕餮"):
        assert [case.number for case in listed(Selection(q=q, sort=sort))] == [1]


def test_a_search_of_punctuation_finds_nothing():
    cast.case()
    assert listed(Selection(q="，。", sort="relevance")) == []


def test_dates_that_are_partial_sort_before_whole_ones():
    for number, day in enumerate(["2020", "2020-05", "2020-05-04"], 1):
        cast.case(of=cast.batch(f"b-{number}", reported_on=day))
    newest = [case.date for case in listed(Selection())]
    assert newest == ["2020-05-04", "2020-05", "2020"]
    assert [case.date for case in listed(Selection(sort="oldest"))] == newest[::-1]


def test_numbers_in_references_sort_as_numbers():
    for number in (10, 9, 100):
        cast.case(number)
    assert [case.number for case in listed(Selection(sort="reference"))] == [9, 10, 100]


@pytest.mark.parametrize(
    ("selection", "query_string"),
    [
        (Selection(), "?level=grassroots"),
        (Selection(level=("municipal",)), "?level=municipal&level=grassroots"),
        (
            Selection(q="100% %00", theme=("political",), match="all", sort="oldest", page=3),
            "?q=100%25+%2500&theme=political&level=grassroots&match=all&sort=oldest",
        ),
    ],
)
def test_a_value_of_a_facet_is_added_in_its_place(selection, query_string):
    assert selection.adding("level")("grassroots") == query_string


def test_the_first_theme_brings_back_how_themes_combine():
    assert Selection(match="all").adding("theme")("political") == "?theme=political&match=all"


def test_it_takes_forty_years_at_once_and_names_the_rest():
    years = [str(year) for year in range(1980, 2025)]
    selection, dropped = select(QueryDict("&".join(f"year={year}" for year in years)))
    assert selection.year == tuple(years[:4:-1])
    assert [(item.value, item.reason) for item in dropped] == [
        (str(year), "一次最多选 40 个") for year in range(1984, 1979, -1)
    ]


def test_it_takes_twenty_keywords_at_once():
    query = "&".join(f"keyword=k{number}" for number in range(10, 35))
    selection, dropped = select(QueryDict(query))
    assert (len(selection.keyword), len(dropped)) == (20, 5)


def test_it_looks_for_the_nearest_names_of_the_first_ten_alone():
    _selection, dropped = select(QueryDict("&".join(f"yeer{number}=" for number in range(12))))
    assert [item.nearest for item in dropped] == ["year"] * 10 + [""] * 2


def test_a_range_of_years_stands_for_each_of_them():
    asked = select(QueryDict("year=2019-2021&year=2015"))
    assert asked.selection.year == ("2021", "2020", "2019", "2015")
    assert asked.selection.query_string() == "?year=2019-2021&year=2015"
    assert asked.dropped == ()


def test_what_is_no_range_of_years_is_dropped():
    asked = select(QueryDict("year=2021-2019&year=1800-2000&year=2019-07"))
    assert asked.selection.year == ()
    assert len(asked.dropped) == 3
