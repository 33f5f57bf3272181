"""Cases as lists show them: from their stored lines, and as well where a line is missing."""

import pytest
from django.utils.translation import override

from reforms.models import Case, JsonLine
from reforms.public.cards import cards
from tests.support import cast

pytestmark = pytest.mark.django_db


def shown(key: int) -> tuple:
    [card] = cards([key])
    return card.title, card.bodies, [str(theme) for theme in card.themes], card.state


def test_a_card_is_the_same_without_its_line():
    case = cast.case(themes=("political",), bodies=(cast.CHONGQING, cast.SICHUAN))
    with_line = shown(case.pk)
    JsonLine.objects.all().delete()
    assert shown(case.pk) == with_line


def test_a_line_made_by_another_release_counts_as_none():
    case = cast.case(title="标题")
    JsonLine.objects.update(made_with="older", text="{}")
    assert shown(case.pk)[0] == "标题"


def test_a_list_of_cards_takes_two_queries(django_assert_num_queries):
    for number in range(1, 8):
        cast.case(number, themes=("political",), bodies=(cast.CHONGQING, cast.SICHUAN))
    keys = list(Case.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        assert len([body for card in cards(keys) for body in card.bodies]) == 14


def test_full_texts_are_read_only_for_words_that_are_not_shown(django_assert_num_queries):
    cast.case(1, title="权力清单")
    other = cast.case(2, title="另一件", body="正文里的权力清单")
    keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    with django_assert_num_queries(2):
        cards(keys[:1], ("权力清单",))
    excerpts = {card.reference: card.excerpts for card in cards(keys, ("权力清单",))}
    [excerpt] = excerpts[other.reference]
    assert excerpt == ("body", (("正文里的", False), ("权力清单", True)))
    assert list(excerpts.values()).count(()) == 1


def test_what_an_english_page_does_not_show_is_looked_for_in_chinese():
    case = cast.case(title="权力清单", title_en="List of powers")
    with override("en"):
        [card] = cards([case.pk], ("权力清单",))
    assert [excerpt.field for excerpt in card.excerpts] == ["title"]


def test_a_card_has_the_texts_that_searches_look_into():
    of = cast.batch(title="批次", topic="主题", introduction="简介")
    case = cast.case(
        of=of,
        title_en="English",
        summary_en="Summary",
        body="正文",
        keywords="甲;乙",
        bodies=(cast.CHONGQING, cast.SICHUAN),
    )
    [card] = cards([case.pk])
    assert card.texts("正文", "主题", "简介") == Case.objects.get().texts()
