"""Cases that are near to one by its keywords: which, and in what order."""

import pytest

from reforms.models import Case, Revision
from reforms.selection import related_by_keywords
from tests.support import cast

pytestmark = [pytest.mark.django_db]


def near(case: Case, most: int = 5) -> list[str]:
    """The titles of the cases near to one, the nearest first."""
    keys = related_by_keywords(case, Revision.current(), most)
    title_of = dict(Case.objects.values_list("pk", "title"))
    return [title_of[key] for key in keys]


def test_the_more_keywords_and_the_rarer_the_nearer(db):
    case = cast.case(1, title="甲", keywords="听证;羁押;讨薪")
    for number in (2, 3, 4):
        cast.case(number, title=f"听证{number}")
    cast.case(5, title="讨薪")
    cast.case(6, title="听证和羁押")
    cast.case(7, title="别的")
    assert near(case) == ["听证和羁押", "讨薪", "听证2", "听证3", "听证4"]
    assert near(case, 2) == ["听证和羁押", "讨薪"]


def test_a_shared_theme_brings_nearer_what_has_as_many_keywords(db):
    case = cast.case(1, title="甲", keywords="听证", themes=("political",))
    cast.case(2, title="听证", themes=("supervisory",))
    cast.case(3, title="听证会", themes=("political",))
    cast.case(4, title="别的", themes=("political",))
    assert near(case) == ["听证会", "听证"]


def test_it_is_never_a_draft_nor_the_case_itself(db):
    case = cast.case(1, title="听证", keywords="听证")
    cast.draft(2, title="听证草稿")
    assert near(case) == []
    assert near(cast.draft(3, title="甲", keywords="听证")) == ["听证"]


def test_a_very_large_catalogue_has_none(db, monkeypatch):
    case = cast.case(1, title="甲", keywords="听证")
    cast.case(2, title="听证")
    assert near(case) == ["听证"]
    monkeypatch.setattr("reforms.selection.related_cases.LARGEST", 1)
    assert near(case) == []


def test_the_page_says_what_they_have_in_common(client, db):
    cast.case(1, keywords="听证", themes=("political",))
    cast.case(2, title="听证会")
    cast.case(3, title="别的", themes=("political",))
    page = client.get("/cases/spp-reform-2-01/").content.decode()
    by_keywords, _heading, by_theme = page.partition("同一主题的案例")
    assert "听证会" in by_keywords.partition("关键词相近的案例")[2]
    assert "别的" in by_theme
    assert "听证会" not in by_theme
