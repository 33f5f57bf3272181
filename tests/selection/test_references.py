"""Cases picked by hand: which references count, and what a selection of them is."""

import pytest
from django.http import QueryDict

from reforms import history
from reforms.models import Case, Revision
from reforms.selection import Dropped, in_words, select, sets_of
from tests.support import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases():
    return [cast.case(number, themes=("political",)) for number in (1, 2, 3)]


def selected(query: str) -> list[int]:
    """The numbers of the selected cases, in their order."""
    keys = sets_of(Revision.current()).keys(select(QueryDict(query)).selection).tolist()
    return [Case.objects.get(pk=key).number for key in keys]


def test_a_selection_is_just_the_picked_cases(cases):
    assert selected("reference=spp-reform-2-03&reference=spp-reform-2-01") == [1, 3]


def test_they_can_stand_as_chosen(cases):
    query = "reference=spp-reform-2-03&reference=spp-reform-2-01&sort=chosen"
    assert selected(query) == [3, 1]
    assert select(QueryDict("sort=chosen")).selection.sort == "newest"


def test_references_combine_with_everything_else(cases):
    cast.case(4)
    assert selected("reference=spp-reform-2-01&reference=spp-reform-2-04&theme=political") == [1]


def test_while_picking_all_cases_are_listed(cases):
    assert selected("reference=spp-reform-2-01&picking=1") == [1, 2, 3]


def test_capitals_blanks_and_repetitions_are_forgiven(cases):
    asked = select(QueryDict("reference=SPP-Reform-2-01&reference=%20spp-reform-2-01"))
    assert asked.selection.reference == ("spp-reform-2-01",)
    assert asked.dropped == ()


def test_several_may_be_joined_by_commas(cases):
    assert selected("reference=spp-reform-2-03,spp-reform-2-01&sort=chosen") == [3, 1]


def test_more_than_ten_are_written_with_commas(db):
    names = [cast.case(number).reference for number in range(1, 12)]
    written = select(QueryDict(f"reference={','.join(names)}")).selection
    assert written.query_string() == f"?reference={','.join(names)}"
    few = select(QueryDict(f"reference={','.join(names[:2])}")).selection
    assert few.query_string() == "?reference=spp-reform-2-01&reference=spp-reform-2-02"


def test_a_reference_that_there_never_was_is_named(cases):
    cast.draft(9)
    asked = select(QueryDict("reference=nothing-01&reference=spp-reform-2-09&reference="))
    assert asked.dropped == (
        Dropped("reference", "nothing-01"),
        Dropped("reference", "spp-reform-2-09"),
    )


def test_a_withdrawn_case_is_named_with_day_and_reason(cases):
    history.withdraw([cases[0]], "issuer", history.Edit(note="来函", proof_age=0))
    [dropped] = select(QueryDict("reference=spp-reform-2-01")).dropped
    day = Case.objects.get(pk=cases[0].pk).withdrawn_at.astimezone().date().isoformat()
    assert dropped == Dropped("reference", "spp-reform-2-01", reason=f"{day} 撤下：发布机关撤回")


def test_two_hundred_may_be_picked_and_no_more(cases):
    query = "&".join(f"reference=spp-reform-2-{number:03d}" for number in range(201))
    asked = select(QueryDict(query))
    assert asked.selection.reference == ()
    assert asked.dropped == (
        Dropped("reference", "spp-reform-2-000…", reason="一次最多选 200 件，这里有 201 件"),
    )
    assert len(select(QueryDict(query.partition("&")[2])).dropped) == 200


def test_the_number_of_picked_cases_says_what_they_are(cases):
    two = select(QueryDict("reference=spp-reform-2-03&reference=spp-reform-2-01")).selection
    assert in_words(two) == "所选 2 件"
    assert in_words(two.changed(reference=("spp-reform-2-03",))) == "spp-reform-2-03"
    assert in_words(two.changed(picking=True)) == ""
