"""What stands dozens of times on a page: values of facets, tiles of the map, cards of cases."""

import html5lib
import pytest
from django.template import Context, Template
from django.utils.translation import override

from reforms.models import Case
from reforms.public.cards import cards
from reforms.selection import Option
from reforms.templatetags import repeated

from . import cast

MARKUP = "<b>\"&'"
ESCAPED = "&lt;b&gt;&quot;&amp;&#x27;"


def option(value="jiangsu", label="江苏", count=1234, chosen=False, query="?province=jiangsu"):
    return Option(value, label, count, chosen, query)


def shown(rf, query="", **options) -> str:
    """All cases as cards, on a page whose address has this query."""
    keys = Case.objects.order_by("pk").values_list("pk", flat=True)
    context = {"request": rf.get(f"/cases/?{query}"), "cards": cards(keys), **options}
    text = "{% load repeated %}{% case_cards cards level=2 beside=beside %}"
    return Template(text).render(Context(context))


def test_html_escapes_what_is_not_html_once():
    part = repeated.html("<i>%s</i>", MARKUP)
    assert part == f"<i>{ESCAPED}</i>"
    assert repeated.html("%s%s", part, MARKUP) == f"<i>{ESCAPED}</i>{ESCAPED}"


def test_a_value_of_a_facet_leads_to_its_cases_and_says_how_many():
    assert repeated.facet_values([option(query="?q=a&province=jiangsu")]) == (
        '<li><a href="/cases/?q=a&amp;province=jiangsu" rel="nofollow">'
        '江苏 <span class="facet-count">1,234</span></a></li>'
    )


def test_a_chosen_value_of_a_facet_is_said_to_be_chosen():
    assert repeated.facet_values([option(chosen=True, query="")]) == (
        '<li><a href="/cases/" aria-current="true" rel="nofollow">'
        '江苏 <span class="facet-count">1,234</span></a></li>'
    )


def test_a_value_of_a_facet_without_cases_stays_visible():
    assert repeated.facet_values([option(count=0)]) == (
        '<li class="facet-zero"><a href="/cases/?province=jiangsu" rel="nofollow">'
        '江苏 <span class="facet-count">0</span></a></li>'
    )


def test_a_value_of_a_facet_with_markup_in_its_name_stays_text():
    assert f"{ESCAPED} <span" in repeated.facet_values([option(label=MARKUP)])


def test_an_english_page_leads_to_english_pages():
    with override("en"):
        assert 'href="/en/cases/?province=jiangsu"' in repeated.facet_values([option()])
        assert 'href="/en/cases/?province=jiangsu"' in repeated.tiles([option()])


def test_what_is_chosen_can_be_dropped_and_stays_text():
    assert repeated.chips([{"label": MARKUP, "query_string": "?year=2021", "count": None}]) == (
        f'<li><a class="chip" href="/cases/?year=2021">{ESCAPED}<span aria-hidden="true"> ×</span>'
        '<span class="visually-hidden">，去掉这个条件</span></a></li>'
    )


def test_a_search_keeps_what_is_chosen_but_its_own_words_and_page():
    pairs = [("q", "a"), ("theme", "political"), ("batch", MARKUP), ("page", "2")]
    assert repeated.hidden_fields(pairs) == (
        '<input type="hidden" name="theme" value="political"> '
        f'<input type="hidden" name="batch" value="{ESCAPED}">'
    )


def test_pages_stand_with_their_numbers_and_gaps():
    pages = [{"number": 1, "query_string": ""}, {}, {"number": 9, "query_string": "?page=9"}]
    assert repeated.numbered(pages, 9, "/cases/") == (
        '<li><a href="/cases/">1</a></li>'
        '<li><span aria-hidden="true">…</span></li>'
        '<li><a href="/cases/?page=9" aria-current="page">9</a></li>'
    )


def test_a_link_leads_to_the_cases_unless_it_names_another_page():
    order = {"label": "最早发布", "query_string": "?sort=oldest", "chosen": True}
    file = {"label": "CSV", "query_string": "?a=1&b=2", "page": "cases_csv"}
    assert repeated.links([order, file]) == (
        '<li><a href="/cases/?sort=oldest" aria-current="true">最早发布</a></li>'
        '<li><a href="/cases.csv?a=1&amp;b=2">CSV</a></li>'
    )


def test_a_tile_is_the_darker_the_more_cases_it_has():
    options = [option("beijing", count=8), option("hebei", count=1), option("tibet", count=0)]
    tiles = html5lib.parseFragment(repeated.tiles(options), namespaceHTMLElements=False)
    assert [tile.get("class") for tile in tiles] == [
        "tile tile-beijing tile-shade-4",
        "tile tile-hebei tile-shade-1",
        "tile tile-tibet tile-shade-0",
    ]


def test_a_chosen_tile_without_cases_can_be_taken_away():
    assert repeated.tiles([option(count=0, chosen=True, query="")]) == (
        '<li class="tile tile-jiangsu tile-shade-0"><a href="/cases/" rel="nofollow" '
        'aria-current="true"><span>江苏</span> <b>0</b></a></li>'
    )


def test_a_long_english_name_may_break_on_its_tile():
    assert "<span>Heilong<wbr>jiang</span>" in repeated.tiles([option(label="Heilongjiang")])


@pytest.mark.django_db
def test_a_hostile_title_stays_text(rf):
    cast.case(title=f"标题{MARKUP}", summary=MARKUP)
    card = shown(rf)
    assert f'href="/cases/spp-reform-2-01/">标题{ESCAPED}</a>' in card
    assert f'<p class="case-card-summary">{ESCAPED}</p>' in card


@pytest.mark.django_db
def test_a_hostile_title_stays_text_where_a_word_of_it_is_marked(rf):
    cast.case(title=f"标题{MARKUP}")
    assert f"><mark>标题</mark>{ESCAPED}</a>" in shown(rf, "q=标题")


@pytest.mark.django_db
def test_a_chinese_title_on_an_english_page_says_that_it_is_chinese(rf):
    cast.case(title="权力清单", summary="摘要", summary_en="Summary")
    with override("en"):
        card = shown(rf)
    assert '><span lang="zh-Hans">权力清单</span></a>' in card
    assert '<p class="case-card-summary">Summary</p>' in card
    assert '<li><span lang="zh-Hans">江苏检察机关</span>' in card


@pytest.mark.django_db
def test_a_card_names_its_bodies_with_their_places(rf):
    cast.case(bodies=(cast.CHONGQING, cast.NANSHA))
    assert (
        '<ul class="bodies">'
        '<li>重庆市检察院 <span class="bodies-place">重庆 · 省级院</span></li>'
        '<li>广州市南沙区检察院 <span class="bodies-place">广东 · 基层院</span></li></ul>'
    ) in shown(rf)


@pytest.mark.django_db
def test_a_card_says_what_is_ours(rf):
    case = cast.case(title_by="catalogue")
    assert '<small class="mark">标题系编者自拟</small>' in shown(rf)
    body = case.bodies.get()
    body.place_basis = "inferred"
    assert '<small class="mark">层级系编者判断</small>' in repeated.bodies([body])


@pytest.mark.django_db
def test_a_card_beside_a_case_has_nothing_for_reference_managers(rf):
    cast.case()
    assert shown(rf).count('class="Z3988"') == 1
    assert "Z3988" not in shown(rf, beside=True)
