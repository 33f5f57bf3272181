"""What a search looks into, and which texts match it."""

import pytest

from reforms import history
from reforms.models import Case, CreditedBody
from reforms.search import engine
from tests.search.index_queries import ONE, keys_matching
from tests.support import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "标题",
        "摘要",
        "正文",
        "keyword",
        "南沙区",
        "规范全称",
        "English",
        "批次名称",
        "批次主题",
        "批次简介",
    ],
)
def test_it_looks_into(text):
    of = cast.batch(title="批次名称", topic="批次主题", introduction="批次简介")
    cast.draft(of=of, body="正文", keywords="keyword", title_en="English", bodies=[cast.NANSHA])
    body = CreditedBody.objects.get()
    body.standard_name = "规范全称"
    history.save_case(Case.objects.get(), bodies=[body])
    assert keys_matching(text) == ONE


def test_it_finds_nothing_across_two_fields():
    cast.draft(title="甲乙", summary="丙丁", body="戊己", keywords="庚;辛")
    for text in ("乙丙", "甲乙丙", "丁戊", "丙丁戊己", "庚辛"):
        assert keys_matching(text) == []
    assert keys_matching("甲乙 丙丁 庚 辛") == ONE


def test_a_phrase_does_not_go_on_into_a_field_that_repeats_its_start():
    cast.draft(title="甲", title_en="ab", summary_en="bc")
    assert keys_matching("abc") == []


def test_order_matters():
    cast.draft(title="件评案件质评查")
    assert keys_matching("案件评查") == []


@pytest.mark.parametrize("text", ["𠮷野", "野𪚥", "𪚥", "𠮷"])
def test_it_knows_characters_beyond_the_basic_plane(text):
    cast.draft(title="𠮷野𪚥")
    cast.draft(2, title="吉野")
    assert keys_matching(text) == ONE


def test_it_looks_to_the_end_of_a_long_text():
    cast.draft(body="检察" * 10_000 + "末尾的话")
    assert keys_matching("检察末尾的话") == ONE
    assert keys_matching("检察" * 2000 + "末") == ONE


@pytest.mark.slow
def test_a_thousand_terms_are_a_search():
    cast.draft(title="检察机关")
    assert keys_matching(" ".join("检察机关" * 300)) == ONE
    assert keys_matching(" ".join(f"-{chr(0x3400 + n)}" for n in range(1000))) == ONE


@pytest.mark.parametrize(
    ("counts", "places"),
    [
        ([9], [0]),
        ([9, 9], [0, 1]),
        ([9, 9, 9], [0, 2]),
        ([9, 2, 9], [0, 1, 2]),
        ([9, 8, 9, 9], [0, 1, 3]),
        ([9, 9, 8, 9], [0, 2, 3]),
        ([9, 6, 9, 6, 9], [0, 1, 3, 4]),
    ],
)
def test_a_phrase_is_looked_for_by_its_rarer_half(counts, places):
    assert engine.needed(counts) == places
