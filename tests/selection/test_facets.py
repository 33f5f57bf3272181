"""Counts, pages and files agree with each other, whatever is selected."""

import random
from itertools import product

import pytest

from reforms import history, search
from reforms.models import Case, Revision
from reforms.public.cards import cards
from reforms.selection import Selection, facets, page_of_keys, sets_of, total
from tests.support import cast, oracle

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BODIES = [cast.JIANGSU, cast.YUNNAN, cast.NANSHA, cast.TIANSHUI, cast.CHONGQING, cast.SICHUAN]
NATIONAL = ("最高人民检察院", "other", "", "")


@pytest.fixture
def cases(db) -> list[Case]:
    """60 cases of five batches in three years, some joint, without place or theme, or drafts."""
    chance = random.Random(4)
    days = ["2019-05", "2020-01-02", "2020-01-02", "2020", "2021-12-31"]
    batches = [cast.batch(f"b-{n}", reported_on=day) for n, day in enumerate(days, 1)]
    made = [
        cast.draft(
            number,
            of=batches[number % 5],
            title=chance.choice(["案件质量评查", "办案责任", "检察机关"]),
            summary=chance.choice(["流程监控", "案件质量", "检察 改革"]),
            themes=chance.sample(list(cast.THEMES), chance.randint(0, 2)),
            bodies=chance.sample(BODIES, chance.randint(1, 3)) if number % 10 else [NATIONAL],
        )
        for number in range(1, 61)
    ]
    history.publish(made[:50])
    return made


SELECTIONS = [
    Selection(q=q, theme=theme, province=province, level=level, year=year, match=match)
    for q, theme, province, level, year, match in product(
        ["", "质量", "检察 -改革"],
        [(), ("political",), ("political", "supervisory")],
        [(), ("jiangsu", "chongqing")],
        [(), ("grassroots",), ("provincial", "municipal")],
        [(), ("2020",), ("2019", "2021")],
        ["any", "all"],
    )
]


def by_hand(selection: Selection) -> int:
    return len(oracle.selected(selection))


def test_it_counts_what_case_by_case_is_counted(cases):
    revision = Revision.current()
    for selection in random.Random(3).sample(SELECTIONS, 80):
        assert total(selection, revision) == by_hand(selection), selection


def test_a_facet_counts_what_a_tap_on_its_value_alone_would_find(cases):
    revision = Revision.current()
    for selection in random.Random(1).sample(SELECTIONS, 6):
        for facet in facets(selection, revision)[1]:
            for option in facet.options:
                alone = selection.changed(**{facet.name: (option.value,)})
                assert option.count == by_hand(alone), (selection, facet.name, option.value)


@pytest.mark.parametrize("sort", ["newest", "oldest", "reference"])
def test_its_pages_are_the_rows_of_a_file(cases, sort):
    revision = Revision.current()
    for selection in random.Random(2).sample(SELECTIONS, 25):
        ordered = selection.changed(sort=sort)
        rows = [case.pk for case in oracle.selected(ordered)]
        pages = [page_of_keys(ordered, revision, start, start + 7) for start in range(0, 56, 7)]
        assert [key for page in pages for key in page] == rows, ordered


def test_relevance_pages_go_on_from_tier_to_tier(cases):
    revision, selection = Revision.current(), Selection(q="质量", sort="relevance")
    rows = oracle.selected(selection)
    assert len({oracle.tier(case, search.parse("质量")) for case in rows}) == 2
    keys = [page_of_keys(selection, revision, at, at + 1) for at in range(len(rows))]
    assert keys == [[case.pk] for case in rows]


def test_a_page_searches_no_tier_after_those_that_fill_it(cases):
    revision, selection = Revision.current(), Selection(q="质量", sort="relevance")
    find_term = sets_of(revision).find_term
    page_of_keys(selection, revision, 0, 5)
    assert find_term.cache_info().misses == 2  # the title and anywhere
    page_of_keys(selection, revision, 0, 60)
    assert find_term.cache_info().misses == 3


def test_a_joint_case_counts_once(db):
    cast.case(bodies=(cast.CHONGQING, cast.SICHUAN))
    facet_list, (_theme, province, level, _year) = facets(Selection(), Revision.current())
    assert facet_list == 1
    assert {o.value: o.count for o in province.options if o.count} == {
        "chongqing": 1,
        "sichuan": 1,
    }
    assert {o.value: o.count for o in level.options if o.count} == {
        "provincial": 1,
        "grassroots": 1,
    }


def test_province_and_level_speak_of_one_body(db):
    cast.case(bodies=(cast.CHONGQING, cast.SICHUAN))
    revision = Revision.current()
    assert total(Selection(province=("sichuan",), level=("grassroots",)), revision) == 1
    assert total(Selection(province=("sichuan",), level=("provincial",)), revision) == 0


def test_a_batch_narrows_every_facet(cases):
    selection = Selection(batch=("b-1", "b-4"), q="质量")
    facet_list, (_theme, _province, _level, year) = facets(selection, Revision.current())
    assert facet_list == by_hand(selection)
    assert {o.value for o in year.options if o.count} == {"2019", "2020"}


def test_zero_counts_stay(db):
    cast.theme("political")
    _total, (theme, province, level, year) = facets(Selection(year=("1999",)), Revision.current())
    assert [(o.value, o.count, o.chosen) for o in theme.options] == [("political", 0, False)]
    assert len(province.options) == 35
    assert len(level.options) == 4
    assert [(o.value, o.count, o.chosen) for o in year.options] == [("1999", 0, True)]


def test_a_draft_is_in_no_count_and_on_no_page(db):
    cast.draft(1, title="未公开")
    public = cast.case(2, title="公开")
    revision = Revision.current()
    for selection in (Selection(), Selection(q="公开"), Selection(q="-饕")):
        assert total(selection, revision) == 1
        assert page_of_keys(selection, revision, 0, 20) == [public.pk]


def test_a_case_withdrawn_meanwhile_is_not_shown(db):
    case = cast.case()
    before = Revision.current()
    assert total(Selection(), before) == 1
    history.withdraw([case], "issuer")
    assert cards(page_of_keys(Selection(), before, 0, 20)) == []


def test_a_change_is_seen_in_the_next_revision(db):
    case = cast.case(title="甲")
    assert total(Selection(q="乙"), Revision.current()) == 0
    case.title = "乙"
    history.save_case(case)
    assert total(Selection(q="乙"), Revision.current()) == 1


def test_the_second_page_of_a_search_asks_the_index_no_more(cases, django_assert_max_num_queries):
    revision, selection = Revision.current(), Selection(q="质量", sort="relevance")
    facets(selection, revision)
    page_of_keys(selection, revision, 0, 20)
    with django_assert_max_num_queries(4) as captured:
        facets(selection.changed(theme=("political",)), revision)
        page_of_keys(selection, revision, 5, 10)
    assert not [query for query in captured if "casepairs" in query["sql"]]
    assert not [query for query in captured if "reforms_grams" in query["sql"]]


# ---------------------------------------------------------------- suggestions


def test_the_same_sets_serve_all_that_a_page_counts(cases, django_assert_max_num_queries):
    revision = Revision.current()
    facets(Selection(), revision)
    with django_assert_max_num_queries(0):
        same = Revision(dataset=str(revision.dataset), number=revision.number)
        assert total(Selection(year=("2020",)), same) == total(Selection(year=("2020",)), revision)


def test_a_late_request_gets_the_sets_of_now(db, django_assert_max_num_queries):
    cast.case(1)
    before = Revision.current()
    cast.case(2)
    assert total(Selection(), Revision.current()) == 2
    with django_assert_max_num_queries(1):  # no second sets
        assert total(Selection(), before) == 2


def test_a_facet_of_many_values_shows_the_first_with_cases_and_the_chosen_ones(db):
    cast.case(1, bodies=(cast.JIANGSU,))
    cast.case(2, bodies=(cast.YUNNAN,))
    _total, (_theme, province, level, _year) = facets(
        Selection(province=("tibet",)), Revision.current()
    )
    assert [option.value for option in province.folded().visible] == ["jiangsu", "yunnan", "tibet"]
    assert len(province.folded().others) == 32
    assert level.folded() == (level.options, ())


def test_the_unions_of_places_are_made_once_for_the_same_choice(cases):
    sets = sets_of(Revision.current())
    for year in ("2019", "2020", "2021"):
        facets(Selection(year=(year,)), Revision.current())
    assert sets.by_part.cache_info().misses == 2  # provinces, levels
    facets(Selection(province=("jiangsu",)), Revision.current())
    assert sets.by_part.cache_info().misses == 3  # levels in Jiangsu
