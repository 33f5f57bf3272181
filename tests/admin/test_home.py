"""The first page of the desk: what waits, what changed, and the ways in."""

import pytest

from reforms import history
from reforms.importing import start_release
from reforms.models import Batch
from tests.admin.roles import make_roles, member
from tests.support import cast
from tests.support.release_text import NEWS

pytestmark = pytest.mark.django_db

HOME = "/admin/"


def text_of(client) -> str:
    return client.get(HOME).content.decode()


def test_it_offers_three_ways_in(admin_client):
    page = text_of(admin_client)
    assert ["粘贴发布稿" in page, "上传文件" in page, "手工新增一批" in page] == [True] * 3


def test_an_empty_catalogue_says_how_to_begin(admin_client):
    assert "案例库还是空的" in text_of(admin_client)


def test_a_batch_with_drafts_waits_with_what_it_lacks(admin_client):
    cast.draft(1)
    [in_review] = [cast.draft(2, bodies=())]
    history.set_review_status([in_review], "in-review")
    [task] = admin_client.get(HOME).context["tasks"]
    assert (task.in_words, task.lacks) == ("草稿 1 件，待审核 1 件", {"缺少单位": 1})


def test_a_batch_without_cases_waits(admin_client):
    cast.batch()
    [task] = admin_client.get(HOME).context["tasks"]
    assert task.in_words == "还没有案例"


def test_a_published_batch_does_not_wait(admin_client):
    cast.case(1)
    assert "没有等着处理的" in text_of(admin_client)


def test_an_import_waits_until_it_is_applied_or_discarded(admin_client):
    batch_import = start_release(NEWS)
    assert f"/admin/reforms/batchimport/{batch_import.pk}/change/" in text_of(admin_client)
    admin_client.post(f"/admin/reforms/batchimport/{batch_import.pk}/change/", {"_discard": 1})
    assert not admin_client.get(HOME).context["imports"]


def test_changes_of_one_step_are_one_line(admin_client):
    history.publish([cast.draft(1), cast.draft(2)])
    titles = [(change.action, change.title) for change in admin_client.get(HOME).context["changes"]]
    assert titles[0] == ("发布", "第2件案例的标题 等 2 件")


def test_a_deleted_batch_is_no_link(admin_client):
    history.delete_batch(cast.batch())
    [deleted, *_others] = admin_client.get(HOME).context["changes"]
    assert (deleted.action, deleted.url) == ("删除", "")
    assert not Batch.objects.exists()


def test_who_has_no_role_sees_nothing_of_it():
    make_roles()
    cast.draft(1)
    page = text_of(member("staff"))
    assert ["第二批典型案例" in page, "粘贴发布稿" in page] == [False, False]


def test_an_editor_is_offered_no_publishing():
    make_roles()
    cast.draft(1)
    links = ["发布…" in text_of(member(role)) for role in ("编辑", "发布")]
    assert links == [False, True]


def test_the_head_lists_the_rooms_of_a_role():
    make_roles()
    rooms = [
        [section.label for section in member(role).get(HOME).context["sections"]]
        for role in ("编辑", "superuser")
    ]
    assert rooms == [
        ["首页", "导入", "批次", "案例", "主题"],
        ["首页", "导入", "批次", "案例", "主题", "同事"],
    ]
