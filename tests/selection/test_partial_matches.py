"""Cases that match a search in part: which ones, and in what order."""

import pytest

from reforms.models import Case, Revision
from reforms.selection import Selection, partial_matches, total
from tests.support import cast

pytestmark = [pytest.mark.django_db]


def partial(q: str, **chosen) -> list[int]:
    """The numbers of the cases that match in part, the best first."""
    keys = partial_matches(Selection(q=q, sort="relevance", **chosen), Revision.current())
    number_of = dict(Case.objects.values_list("pk", "number"))
    return [number_of[key] for key in keys]


def test_the_more_of_the_question_the_earlier(db):
    cast.case(1, title="检察官培训")
    cast.case(2, title="检察官业绩考核")
    assert partial("检察官怎么考核")[0] == 2


def test_the_rarer_the_earlier(db):
    for number in (1, 2, 3):
        cast.case(number, title="听证")
    cast.case(4, title="考核")
    assert partial("听证考核")[0] == 4


def test_a_match_in_the_title_is_earlier_than_one_in_the_text(db):
    cast.case(1, title="甲", body="听证")
    cast.case(2, title="听证")
    assert partial("听证会怎么开") == [2, 1]


def test_an_exact_match_is_not_among_them_and_the_total_stays_exact(db):
    cast.case(1, title="听证会")
    cast.case(2, title="听证员")
    assert partial("听证会") == [2]
    assert total(Selection(q="听证会"), Revision.current()) == 1


def test_other_filters_and_unwanted_words_hold(db):
    cast.case(1, title="听证员", bodies=(cast.JIANGSU,))
    cast.case(2, title="听证员", bodies=(cast.YUNNAN,))
    cast.case(3, title="听证员培训", bodies=(cast.YUNNAN,))
    assert partial("听证会 -培训", province=("yunnan",)) == [2]


def test_nothing_matches_what_no_case_has(db):
    cast.case(1, title="甲")
    assert partial("饕餮") == partial("？") == []


def test_another_writing_of_a_word_matches_in_part_and_is_named(client, db):
    cast.case(1, title="公安机关")
    cast.case(2, title="甲")
    assert partial("民警打人") == [1]
    page = client.get("/cases/", {"q": "民警打人"}).content.decode()
    assert "含“公安机关”的案例" in page
    assert "共 0 件" in page
