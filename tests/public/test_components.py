"""What stands dozens of times on a page: values of facets, tiles of the map, cards of cases."""

import html5lib
import pytest
from django.conf import settings
from django.template import engines
from django.utils.translation import override

from reforms import history, search
from reforms.models import Case, Theme
from reforms.public import components, language
from reforms.public.cards import cards
from reforms.public.links import Chip, Link, PageLink
from reforms.selection import Option
from tests.support import cast

MARKUP = "<b>\"&'"
ESCAPED = "&lt;b&gt;&#34;&amp;&#39;"


def macro(file: str, name: str):
    """A macro of templates/public/components/."""
    return getattr(engines["jinja2"].env.get_template(f"components/{file}.html").module, name)


def option(value="jiangsu", label="江苏", count=1234, chosen=False, query="?province=jiangsu"):
    return Option(value, label, count, chosen, query)


def facet_values(*options: Option) -> str:
    return macro("facet_links", "facet_values")(options)


def tiles(*options: Option) -> str:
    return macro("tiles", "tiles")(options)


def case_cards(*terms: str, **options) -> str:
    """All cases as cards, with these folded terms marked."""
    keys = Case.objects.order_by("pk").values_list("pk", flat=True)
    return macro("cards", "case_cards")(cards(keys), 2, terms, **options)


def test_a_value_of_a_facet_leads_to_its_cases_and_says_how_many():
    assert facet_values(option(query="?q=a&province=jiangsu")) == (
        '<li><a href="/cases/?q=a&amp;province=jiangsu">'
        '江苏 <span class="facet-count">1,234</span></a></li>'
    )


def test_a_chosen_value_of_a_facet_is_said_to_be_chosen():
    assert facet_values(option(chosen=True, query="")) == (
        '<li><a href="/cases/" aria-current="true">'
        '江苏 <span class="facet-count">1,234</span></a></li>'
    )


def test_a_value_of_a_facet_without_cases_stays_visible():
    assert facet_values(option(count=0)) == (
        '<li class="facet-zero"><a href="/cases/?province=jiangsu">'
        '江苏 <span class="facet-count">0</span></a></li>'
    )


def test_a_value_of_a_facet_with_markup_in_its_name_stays_text():
    assert f"{ESCAPED} <span" in facet_values(option(label=MARKUP))


def test_an_english_page_leads_to_english_pages():
    with override("en"):
        assert 'href="/en/cases/?province=jiangsu"' in facet_values(option())
        assert 'href="/en/cases/?province=jiangsu"' in tiles(option())


def test_what_is_chosen_can_be_dropped_and_stays_text():
    chips = macro("chips", "chosen_chips")([Chip(MARKUP, "?year=2021")])
    [chip, clear] = html5lib.parseFragment(chips, namespaceHTMLElements=False).iter("a")
    assert (chip.get("href"), clear.get("href")) == ("/cases/?year=2021", "/cases/")
    assert "".join(chip.itertext()) == f"{MARKUP} ×，去掉这个条件"


def test_a_search_keeps_what_is_chosen_but_its_own_words_and_page():
    pairs = [("q", "a"), ("theme", "political"), ("batch", MARKUP), ("page", "2")]
    assert macro("search", "hidden_fields")(pairs, ("q", "page")).split("\n") == [
        '<input type="hidden" name="theme" value="political">',
        f'<input type="hidden" name="batch" value="{ESCAPED}">',
        "",
    ]


def test_pages_stand_with_their_numbers_and_gaps():
    pages = [PageLink(1, ""), None, PageLink(9, "?page=9")]
    assert macro("pagination", "numbered_pages")(pages, 9, "/cases/") == (
        '<li><a href="/cases/">1</a></li>'
        '<li><span aria-hidden="true">…</span></li>'
        '<li><span aria-current="page">9</span></li>'
    )
    assert macro("pagination", "numbered_pages")(pages, 9, "/cases/", "filter-form").startswith(
        '<li><button form="filter-form" name="page" value="1">1</button></li>'
    )


def test_a_link_leads_to_the_cases_unless_it_names_another_page():
    order = Link("最早发布", "?sort=oldest", chosen=True)
    file = Link("CSV", "?a=1&b=2", page="cases_csv")
    assert macro("links", "list_of_links")([order, file]) == (
        '<li><a href="/cases/?sort=oldest" aria-current="true">最早发布</a></li>'
        '<li><a href="/cases.csv?a=1&amp;b=2">CSV</a></li>'
    )


def test_a_tile_is_the_darker_the_more_cases_it_has():
    options = [option("beijing", count=8), option("hebei", count=1), option("tibet", count=0)]
    fragment = html5lib.parseFragment(tiles(*options), namespaceHTMLElements=False)
    assert [tile.get("class") for tile in fragment] == [
        "tile tile-beijing tile-shade-4",
        "tile tile-hebei tile-shade-1",
        "tile tile-tibet tile-shade-0",
    ]


def test_a_chosen_tile_without_cases_can_be_taken_away():
    [tile] = html5lib.parseFragment(
        tiles(option(count=0, chosen=True, query="")), namespaceHTMLElements=False
    ).iter("a")
    assert tile.attrib == {"href": "/cases/", "aria-current": "true"}


def test_a_long_english_name_may_break_on_its_tile():
    assert "<span>Heilong<wbr>jiang</span>" in tiles(option(label="Heilongjiang"))
    assert "<span>Inner Mongolia</span>" in tiles(option(label="Inner Mongolia"))


def test_searched_words_are_marked_and_all_else_stays_text():
    pieces = search.pieces("<b>检</b>&", ["检"])
    assert macro("language", "marked")(pieces) == "&lt;b&gt;<mark>检</mark>&lt;/b&gt;&amp;"


def test_an_address_may_break_after_its_slashes_and_nowhere_else():
    text = "见 a/b：http://casebook.test/cases/spp-reform-2-01/?revision=5 <b>"
    assert macro("citation_styles", "breakable")(text) == (
        "见 a/b：http://casebook.test/<wbr>cases/<wbr>spp-reform-2-01/<wbr>?revision=5 &lt;b&gt;"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [("one two three", "one two…"), ("short", "short"), ("unbreakable", "unbreakab…")],
)
def test_an_english_summary_is_cut_between_words(words, shown):
    assert language.cut_between_words(words, 10) == shown


def test_a_chinese_summary_is_cut_anywhere():
    assert language.cut("一二 三四五六", 5) == "一二 三…"


@pytest.mark.parametrize(
    ("date", "chinese", "english"),
    [
        ("2021-07-29", "2021年7月29日", "29 July 2021"),
        ("2021-07", "2021年7月", "July 2021"),
        ("2021", "2021年", "2021"),
        ("", "", ""),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(date, chinese, english):
    assert language.partial_date(date) == chinese
    with override("en"):
        assert language.partial_date(date) == english


@pytest.mark.django_db
def test_a_theme_is_styled_by_its_place_among_all():
    for number in range(1, 11):
        history.save_theme(
            Theme(slug=f"theme-{number}", name=f"{number}", name_en=f"{number}", position=number)
        )
    styles = [components.theme_style(theme) for theme in Theme.in_order()]
    first = [f"theme-{number} mark-{number}" for number in range(1, 9)]
    assert styles == [*first, "theme-1 mark-2", "theme-2 mark-3"]


def test_the_style_sheet_knows_no_theme_by_name():
    sheets = (settings.BASE_DIR / "static" / "css").glob("*.css")
    styles = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    assert [f".theme-{number} {{" in styles for number in range(10)] == [False, *[True] * 8, False]
    assert not any(slug in styles for slug in cast.THEMES)


@pytest.mark.django_db
def test_a_hostile_title_stays_text():
    cast.case(title=f"标题{MARKUP}", summary=MARKUP)
    card = case_cards()
    assert f'href="/cases/spp-reform-2-01/">标题{ESCAPED}</a>' in card
    assert f'<p class="case-card-summary">{ESCAPED}</p>' in card


@pytest.mark.django_db
def test_a_hostile_title_stays_text_where_a_word_of_it_is_marked():
    cast.case(title=f"标题{MARKUP}")
    assert f"><mark>标题</mark>{ESCAPED}</a>" in case_cards("标题")


@pytest.mark.django_db
def test_a_chinese_title_on_an_english_page_says_that_it_is_chinese():
    cast.case(title="权力清单", summary="摘要", summary_en="Summary")
    with override("en"):
        card = case_cards()
    assert '><span lang="zh-Hans">权力清单</span></a>' in card
    assert '<p class="case-card-summary">Summary</p>' in card
    assert '<li><span lang="zh-Hans">江苏检察机关</span>' in card


@pytest.mark.django_db
def test_a_card_names_its_bodies_with_their_places():
    cast.case(bodies=(cast.CHONGQING, cast.NANSHA))
    assert (
        '<ul class="bodies">'
        '<li>重庆市检察院 <span class="bodies-place">重庆 · 省级院</span></li>'
        '<li>广州市南沙区检察院 <span class="bodies-place">广东 · 基层院</span></li></ul>'
    ) in case_cards()


@pytest.mark.django_db
def test_a_card_says_what_is_ours():
    case = cast.case(title_by="catalogue", bodies=(cast.NANSHA,))
    assert '<small class="mark">标题系编者自拟</small>' in case_cards()
    body = case.bodies.get()
    body.place_basis = "inferred"
    assert '<small class="mark">层级系编者判断</small>' in macro("bodies", "bodies")(
        [body], english=False
    )


@pytest.mark.django_db
def test_a_card_beside_a_case_has_nothing_for_reference_managers():
    cast.case()
    assert case_cards().count('class="Z3988"') == 1
    assert "Z3988" not in case_cards(beside=True)
