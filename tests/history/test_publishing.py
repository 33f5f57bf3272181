"""Publishing and deleting, also of what somebody else changed meanwhile."""

import pytest
from django.core.exceptions import ValidationError

from reforms import history
from reforms.models import Case
from tests.history.revisions import revision
from tests.support import cast

pytestmark = pytest.mark.django_db


def test_publishing_raises_the_revision_once_for_all_its_cases():
    history.publish([cast.draft(1), cast.draft(2)])
    assert revision() == 1
    assert set(Case.objects.values_list("revision", flat=True)) == {1}


def test_it_publishes_all_or_none():
    cases = [cast.draft(1), cast.draft(2, bodies=())]
    with pytest.raises(ValidationError, match="缺少单位"):
        history.publish(cases)
    assert not Case.objects.published().exists()
    assert revision() == 0


def test_a_case_without_a_summary_can_be_published():
    [case] = history.publish([cast.draft(summary="")])
    assert case.is_public


def test_it_publishes_again_what_was_withdrawn_under_the_same_reference():
    case = cast.case()
    history.withdraw([case], "catalogue", history.Edit(note="核对"))
    history.publish([case])
    case.refresh_from_db()
    assert (case.status, case.reference, case.withdrawal_note) == (
        "published",
        "spp-reform-2-01",
        "",
    )


def test_it_deletes_drafts_only():
    history.delete_case(cast.draft(1))
    with pytest.raises(ValidationError, match="只能撤下"):
        history.delete_case(cast.case(2))
    assert Case.objects.count() == 1


def test_publishing_does_not_write_over_what_was_saved_meanwhile():
    read_before = cast.draft()
    case = Case.objects.get()
    case.title = "同事刚改的标题"
    history.save_case(case)
    history.publish([read_before])
    assert Case.objects.get().title == "同事刚改的标题"


def test_a_draft_published_meanwhile_is_not_deleted():
    read_before = cast.draft()
    history.publish([Case.objects.get()])
    for delete in (lambda: history.delete_case(read_before), delete_one(read_before)):
        with pytest.raises(ValidationError, match="只能撤下"):
            delete()


def delete_one(case: Case):
    return lambda: history.delete_cases([case])


def test_what_was_deleted_meanwhile_is_not_published():
    read_before = cast.draft()
    history.delete_case(Case.objects.get())
    with pytest.raises(ValidationError, match="刚才被删除了"):
        history.publish([read_before])
