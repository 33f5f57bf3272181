"""The cards of lists, of which each process keeps the HTML for a revision."""

import pytest
from django.core.cache import cache
from django.utils.translation import override

from reforms import history
from reforms.models import Revision, Theme
from reforms.public.card_cache import kept_cards, slot
from tests.support import cast

pytestmark = pytest.mark.django_db


def test_a_card_that_another_list_has_shown_takes_no_query(django_assert_num_queries):
    case = cast.case(title="标题", themes=("political",))
    revision = Revision.current()
    first = kept_cards([case.pk], revision)
    with django_assert_num_queries(0):
        assert kept_cards([case.pk], revision) == first
    assert "标题" in first


def test_the_cards_that_are_missing_are_made_at_once(django_assert_num_queries):
    keys = [cast.case(number, themes=("political",)).pk for number in range(1, 5)]
    revision = Revision.current()
    html = kept_cards(keys[:1], revision)
    with django_assert_num_queries(1):  # the themes are kept, too
        assert kept_cards(keys, revision).startswith(html)
    assert kept_cards(keys, revision) == "".join(kept_cards([key], revision) for key in keys)


def test_a_theme_that_is_renamed_is_shown_at_once():
    case = cast.case(themes=("political",))
    assert "政治责任" in kept_cards([case.pk], Revision.current())
    theme = Theme.objects.get(slug="political")
    theme.name = "新的名称"
    history.save_theme(theme)
    assert "新的名称" in kept_cards([case.pk], Revision.current())


def test_a_card_is_kept_for_each_language():
    case = cast.case(title="标题", title_en="Title")
    revision = Revision.current()
    assert "标题" in kept_cards([case.pk], revision)
    with override("en"):
        assert "Title" in kept_cards([case.pk], revision)
        assert "标题" not in kept_cards([case.pk], revision)


def test_the_cards_have_the_order_of_the_list():
    keys = [cast.case(number, title=f"第{number}件案例").pk for number in (1, 2, 3)]
    revision = Revision.current()
    kept_cards(keys[1:2], revision)
    cards = kept_cards([keys[2], keys[0], keys[1]], revision)
    assert cards.index("第3件案例") < cards.index("第1件案例") < cards.index("第2件案例")


def test_a_change_is_shown_at_once(client):
    case = cast.case(title="旧标题")
    assert "旧标题" in client.get("/cases/").text
    case.title = "新标题"
    history.save_case(case)
    cache.clear()
    page = client.get("/cases/").text
    assert "新标题" in page
    assert "旧标题" not in page


def test_a_search_is_not_kept(client):
    cast.case(title="责任清单")
    assert "<mark>责任</mark>清单" in client.get("/cases/", {"q": "责任"}).text
    assert "<mark>" not in client.get("/cases/").text


def test_the_number_of_cards_kept_has_a_limit():
    for key in range(1000):
        slot("dataset", 1, "zh-hans", key)
    assert slot.cache_info().currsize == 500


def test_the_words_of_a_refused_search_are_not_marked(client):
    cast.case(title="责任清单")
    too_many = " ".join(f"责任{number}" for number in range(101))
    assert "<mark>" not in client.get("/cases/", {"q": f"责任 {too_many}"}).text
