"""Reviews at the desk: one button on the publishing page, and who may press it."""

import pytest
from django.test import Client

from reforms import history
from reforms.models import Case, Review
from tests.admin.proving import hidden_fields
from tests.admin.roles import member
from tests.support import cast
from tests.support.case_forms import case_page
from tests.support.publishing import confirming

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BUTTON = 'name="_review"'


@pytest.fixture(autouse=True)
def three(settings):
    """An office where three people look through each case."""
    settings.REVIEWS = 3


def address(case: Case) -> str:
    return f"/admin/reforms/batch/{case.batch_id}/publish/"


def page_for(client: Client, case: Case) -> str:
    return client.get(address(case)).content.decode()


def review(client: Client, case: Case) -> str:
    """Press the button as the page shows it; returns the page that follows."""
    fields = hidden_fields(client.get(address(case)))
    return client.post(address(case), fields | {"_review": "1"}, follow=True).content.decode()


def test_an_editor_then_two_publishers_make_a_batch_public():
    case, other = cast.draft(1), cast.draft(2)
    assert "初审已记下：2 件。" in review(member("编辑"), case)
    assert "复审已记下：2 件。" in review(member("发布"), case)
    administrator = member("管理员")
    page = page_for(administrator, case)
    assert "初审：编辑，复审：发布：2 件" in " ".join(page.split())
    administrator.post(address(case), confirming(case.batch))
    assert Case.objects.published().count() == 2
    assert "初审：" in administrator.get(case_page(other, "history")).content.decode()


def test_the_page_says_which_stage_is_missing_and_who_may_make_it():
    case = cast.draft()
    page = page_for(member("发布"), case)
    for text in ("缺初审、缺复审", "初审可以由编辑做，复审要有发布权限", BUTTON):
        assert text in page, text
    assert "都已核对，发布这" not in page


def test_what_lacks_a_review_is_not_published():
    case, publisher = cast.draft(), member("发布")
    page = publisher.post(address(case), confirming(case.batch)).content.decode()
    assert f"1 件还不能发布。{case}：缺初审、缺复审" in page
    assert not Case.objects.get().is_public


def test_an_editor_reviews_once_and_never_publishes():
    case, editor = cast.draft(), member("编辑")
    review(editor, case)
    assert BUTTON not in page_for(editor, case)
    assert editor.post(address(case), confirming(case.batch)).status_code == 403
    assert Review.objects.count() == 1


def test_an_editor_has_no_publishing_page_where_the_publisher_alone_decides(settings):
    settings.REVIEWS = 1
    case = cast.draft()
    assert member("编辑").get(address(case)).status_code == 403


def test_what_changed_after_the_page_was_opened_is_not_reviewed():
    case, editor = cast.draft(), member("编辑")
    fields = hidden_fields(editor.get(address(case)))
    case.title = "改过的标题"
    history.save_case(case)
    page = editor.post(address(case), fields | {"_review": "1"}, follow=True).content.decode()
    assert "打开本页之后，案例有增减或改动" in page
    assert not Review.objects.exists()


def test_the_pages_of_the_batch_lead_there():
    case, editor = cast.draft(), member("编辑")
    for name in ("change", "cases"):
        page = editor.get(f"/admin/reforms/batch/{case.batch_id}/{name}/").content.decode()
        assert address(case) in page, name
        assert "缺初审、缺复审" in page, name


def test_the_first_page_leads_there():
    case = cast.draft()
    for role, label in (("编辑", "初审…"), ("发布", "审核、发布…")):
        page = member(role).get("/admin/").content.decode()
        assert [address(case) in page, label in page] == [True, True], role
