"""The history of a case: what each version changed, and bringing one back."""

import pytest

from reforms import history
from reforms.models import Case, Version
from tests.support import cast
from tests.support.case_forms import case_form, case_page, confirmed, version_page

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_it_shows_the_history_with_its_differences(admin_client, admin_user):
    case = cast.case()
    body = case.bodies.get()
    bodies = [{"id": body.pk, "case": case.pk, "name": body.name, "province": "jiangsu"}]
    form = case_form(case.batch, bodies, note="更正标题")
    admin_client.post(case_page(case), confirmed(admin_client, case_page(case), form))
    page = admin_client.get(case_page(case, "history")).content.decode()
    for text in ("更正标题", "第1件案例的标题", "两地协作机制", admin_user.username):
        assert text in page


def changed_case() -> Case:
    """A draft whose body and levels an editor changed."""
    case = cast.draft(body="第一句不变。第二句要改。", bodies=(cast.SICHUAN,))
    case.body = "第一句不变。第二句改过。"
    return history.save_case(case, history.Edit(note="更正"), bodies=[cast.body(*cast.CHONGQING)])


def test_a_version_says_what_it_changed_in_words(admin_client):
    page = admin_client.get(version_page(changed_case(), 1)).content.decode()
    assert "第一句不变。<del>第二句要改。</del><ins>第二句改过。</ins>" in page
    assert "<strong>检察院层级</strong>：<del>基层院</del><ins>省级院</ins>" in page
    assert "更正" in page


def test_a_version_is_brought_back_from_its_page(admin_client, admin_user):
    case = changed_case()
    address = version_page(case, 0)
    assert "恢复到这一版本" in admin_client.get(address).content.decode()
    page = admin_client.post(address, {"note": "改错了"}, follow=True)
    assert "已恢复" in page.content.decode()
    case.refresh_from_db()
    last = Version.objects.last()
    assert (case.body, last.action, last.by) == ("第一句不变。第二句要改。", "reverted", admin_user)
    assert last.note.endswith("：改错了")


def test_the_present_version_need_not_be_brought_back(admin_client):
    page = admin_client.get(version_page(changed_case(), 1)).content.decode()
    assert "不需要恢复" in page


def test_a_version_is_found_under_its_own_row_only(admin_client):
    first, second = cast.draft(1), cast.draft(2)
    address = version_page(second, 0).replace(f"/{second.pk}/history", f"/{first.pk}/history")
    assert admin_client.get(address).status_code == 404


def test_it_says_why_a_version_cannot_be_brought_back(admin_client):
    case = cast.draft(themes=("political",))
    history.save_case(case, themes=[])
    history.delete_theme(cast.theme("political"))
    page = admin_client.post(version_page(case, 0), {}, follow=True)
    assert "主题“political”已经删除" in page.content.decode()
