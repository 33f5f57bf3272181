"""An editor who may not publish submits the drafts of a batch, from wherever they stand."""

import pytest
from django.urls import reverse

from reforms.models import BatchImport, Case
from tests.admin.import_pages import page_of, paste, words
from tests.admin.roles import member
from tests.support import cast
from tests.support.release_text import OFFICIAL

pytestmark = pytest.mark.django_db

SUBMIT = "提交审核</button>"


def cases_page(case: Case) -> str:
    return reverse("admin:reforms_batch_cases", args=[case.batch_id])


def submit_page(case: Case) -> str:
    return reverse("admin:reforms_batch_submit", args=[case.batch_id])


def test_drafts_are_submitted_at_once_and_nothing_else():
    drafts, public = [cast.draft(1), cast.draft(2)], cast.case(3)
    page = words(member("编辑").post(submit_page(public), follow=True))
    assert "已提交审核：2 件，等有发布权限的同事发布。" in page
    statuses = Case.objects.order_by("number").values_list("status", flat=True)
    assert [*statuses] == ["in-review", "in-review", "published"]
    assert SUBMIT not in page
    assert drafts[0].batch == public.batch


def test_the_button_is_where_an_editor_looks():
    case, editor = cast.draft(), member("编辑")
    for address in ("/admin/", cases_page(case)):
        page = words(editor.get(address))
        assert (SUBMIT in page, submit_page(case) in page) == (True, True), address


def test_a_publisher_needs_none():
    case, publisher = cast.draft(), member("发布")
    for address in ("/admin/", cases_page(case)):
        assert SUBMIT not in words(publisher.get(address)), address


def test_drafts_that_lack_something_are_not_ready():
    case, editor = cast.draft(bodies=()), member("编辑")
    for address in ("/admin/", cases_page(case)):
        assert SUBMIT not in words(editor.get(address)), address


def test_the_first_review_takes_its_place(settings):
    settings.REVIEWS = 2
    case, editor = cast.draft(), member("编辑")
    for address in ("/admin/", cases_page(case)):
        assert SUBMIT not in words(editor.get(address)), address
    page = words(editor.get(reverse("admin:reforms_batch_publish", args=[case.batch_id])))
    assert "审核：" in page


@pytest.mark.parametrize(
    ("reviews", "label"), [(1, "打开批次，提交审核"), (2, "初审本次导入的 4 件")]
)
def test_an_import_leads_on(settings, reviews, label):
    settings.REVIEWS = reviews
    editor = member("编辑")
    paste(editor, OFFICIAL)
    batch_import = BatchImport.objects.get()
    assert label in words(editor.post(page_of(batch_import), {"_apply": "1"}, follow=True))
