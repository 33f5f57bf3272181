"""The import desk and who may do what there: the pages, not what they write."""

import csv
import importlib
import io

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from reforms.models import Batch, BatchImport, Case, ImportRow
from tests.support import cast
from tests.support.release_text import NEWS

pytestmark = pytest.mark.django_db
START = "/admin/reforms/batchimport/add/"


def paste(client: Client, text: str = NEWS, **options):
    for slug in cast.THEMES:
        cast.theme(slug)
    return client.post(START, {"_paste": "1", "paste-text": text}, **options)


def upload(client: Client, content: str, name: str = "案例.csv", **fields):
    file = SimpleUploadedFile(name, content.encode())
    return client.post(START, {"_upload": "1", "upload-file": file, **fields}, follow=True)


def page_of(found: BatchImport, name: str = "") -> str:
    if name:
        of = "batchimport" if name == "publish" else "import"
        return reverse(f"admin:reforms_{of}_{name}", args=[found.pk])
    return reverse("admin:reforms_batchimport_change", args=[found.pk])


def words(answer) -> str:
    return answer.content.decode()


def test_it_says_its_limits_on_the_form(admin_client):
    page = words(admin_client.get(START))
    assert "不超过 50 MB、20000 行" in page
    assert "不超过 200000 字" in page


def test_it_shows_a_pasted_release_beside_its_passages(admin_client):
    page = words(paste(admin_client, follow=True))
    for text in (
        "原文说共 4 件，认出 4 件",
        "正文只写“近日”",
        "剔除的网页杂项 5 行",
        "原文：细化办案责任",
        "导入：新增草稿 4 件",
    ):
        assert text in page


def test_it_says_on_top_when_fewer_cases_are_found_than_claimed(admin_client):
    page = words(paste(admin_client, NEWS.replace("共4件", "共6件"), follow=True))
    assert "原文说共 6 件，认出 4 件，请核对" in page


def test_it_keeps_what_was_pasted_when_it_is_refused(admin_client):
    page = words(paste(admin_client, "今天天气很好，<b>没有</b>案例。"))
    assert "没有认出任何案例" in page
    assert "今天天气很好，&lt;b&gt;没有&lt;/b&gt;案例。" in page
    assert not BatchImport.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [("", "文件是空的"), ("%PDF-1.4", "这是 PDF 文件"), ("甲,乙\n", "没有找到“标题”列")],
)
def test_it_says_why_it_refuses_a_file(admin_client, content, said):
    assert said in words(upload(admin_client, content))
    assert not BatchImport.objects.exists()


def test_it_keeps_what_was_chosen_beside_a_refused_file(admin_client):
    chosen = {"upload-batch": cast.batch().pk, "upload-sheet": "名单", "upload-clear": "on"}
    page = upload(admin_client, "甲,乙\n", **chosen)
    form = page.context["upload"]
    assert [form[name].value() for name in ("batch", "sheet", "clear")] == [
        *(str(chosen["upload-batch"]), "名单", True),
    ]


def test_its_record_says_who_did_it_with_which_file(admin_client):
    cast.batch()
    upload(admin_client, "批次,标题,单位\nspp-reform-2,甲,江苏检察机关\n", "名单.csv")
    found = BatchImport.objects.get()
    page = words(admin_client.post(page_of(found), {"_apply": "1"}, follow=True))
    for text in ("已导入", "名单.csv", "UTF-8", found.sha256, "新增 1", "admin，"):
        assert text in page


@override_settings(IMPORT_MAX_BYTES=1 << 20)
def test_it_refuses_a_large_file_before_reading_it(admin_client):
    assert "文件超过 1 MB" in words(upload(admin_client, "x" * ((1 << 20) + 1)))


def test_it_runs_nothing_that_a_cell_holds(admin_client):
    cast.batch()
    row = "批次,标题,单位\nspp-reform-2,<script>alert(1)</script>,江苏检察机关\n"
    page = words(upload(admin_client, row, "<b>名字.csv"))
    assert "<script>alert" not in page
    assert "<b>名字" not in page


def test_it_corrects_applies_and_publishes(admin_client, admin_user):
    paste(admin_client)
    found = BatchImport.objects.get()
    first = found.rows.order_by("line")[0]
    change = {f"row-{row.pk}-summary": "摘要" for row in found.rows.all()}
    change |= {f"row-{first.pk}-title": "改好的标题", "batch-slug": "spp-reform-3", "_apply": "1"}
    page = admin_client.post(page_of(found), change, follow=True)
    assert "已导入" in words(page)
    assert "发布本次导入的 4 件" in words(page)
    assert not Case.objects.published().exists()
    page = admin_client.post(page_of(found, "publish"), follow=True)
    assert "已发布 4 件案例" in words(page)
    assert Case.objects.published().get(number=1).title == "改好的标题"
    found.refresh_from_db()
    assert (found.by, found.applied_by) == (admin_user, admin_user)


def test_it_lists_what_is_missing_before_publication(admin_client):
    paste(admin_client)
    found = BatchImport.objects.get()
    page = admin_client.post(page_of(found), {"_apply": "1"}, follow=True)
    assert "发布前还缺" in words(page)
    assert "缺少摘要" in words(admin_client.post(page_of(found, "publish"), follow=True))
    assert not Case.objects.published().exists()


def test_a_second_click_changes_nothing(admin_client):
    paste(admin_client)
    found = BatchImport.objects.get()
    admin_client.post(page_of(found), {"_apply": "1"})
    page = admin_client.post(page_of(found), {"_apply": "1"}, follow=True)
    assert "状态是“已导入”" in words(page)
    assert Case.objects.count() == 4


def test_what_was_not_touched_on_the_page_is_no_correction(admin_client):
    paste(admin_client)
    found = BatchImport.objects.get()
    row = found.rows.order_by("line")[0]
    shown = {f"row-{row.pk}-provinces": "浙江", f"row-{row.pk}-levels": "省级院"}
    admin_client.post(page_of(found), shown | {"_correct": "1"})
    row.refresh_from_db()
    assert row.cells["provinces"] == "zhejiang"


def test_it_gives_up_an_import(admin_client):
    paste(admin_client)
    found = BatchImport.objects.get()
    page = admin_client.post(page_of(found), {"_discard": "1"}, follow=True)
    assert "案例库没有任何改动" in words(page)
    assert "已放弃" in words(admin_client.get(page_of(found)))


def test_it_offers_to_give_up_what_was_never_read_to_its_end(admin_client):
    found = BatchImport.objects.create(kind="csv", file_name="断.csv")
    assert "文件没有读完" in words(admin_client.get(page_of(found)))
    admin_client.post(page_of(found), {"_discard": "1"})
    found.refresh_from_db()
    assert found.state == "discarded"


def edited_after_an_import(client: Client) -> BatchImport:
    """An import that changed a public case, which somebody has edited since."""
    case = cast.case(1)
    upload(client, "编号,标题\nspp-reform-2-01,改过的标题\n")
    found = BatchImport.objects.get()
    client.post(page_of(found), {"_apply": "1", "public": "on"})
    case.refresh_from_db()
    case.summary = "后来改的"
    cast.history.save_case(case)
    return found


def test_it_asks_before_it_takes_back_what_was_edited(admin_client):
    found = edited_after_an_import(admin_client)
    asked = words(admin_client.get(page_of(found, "undo")))
    assert "其中 1 件导入之后有人改过，默认保留" in asked
    assert "后来改的" in asked
    case = Case.objects.get()
    admin_client.post(page_of(found, "undo"), {"also": case.pk})
    case.refresh_from_db()
    assert (case.title, case.summary) == ("第1件案例的标题", "第1件案例的摘要")


def test_all_can_be_taken_back_though_edited(admin_client):
    found = edited_after_an_import(admin_client)
    admin_client.post(page_of(found, "undo"), {"all": "on"})
    assert Case.objects.get().title == "第1件案例的标题"


def test_what_the_public_sees_is_changed_only_after_a_tick(admin_client):
    cast.case(1)
    page = words(upload(admin_client, "编号,标题\nspp-reform-2-01,改过的标题\n"))
    assert "其中 1 件已经发布" in page
    found = BatchImport.objects.get()
    asked = admin_client.post(page_of(found), {"_apply": "1"}, follow=True)
    assert "请先勾选" in words(asked)
    assert Case.objects.get().title == "第1件案例的标题"
    done = admin_client.post(page_of(found), {"_apply": "1", "public": "on"}, follow=True)
    assert "已导入：更新 1 件，其中 1 件已发布，公众现在就能看到。" in words(done)


def test_what_was_typed_is_kept_when_the_page_is_turned(admin_client):
    paste(admin_client)
    found, row = BatchImport.objects.get(), ImportRow.objects.earliest("line")
    typed = {"_turn": "", f"row-{row.pk}-title": "自己拟的标题"}
    turned = admin_client.post(f"{page_of(found)}?status=refused", typed)
    assert turned.url == f"{page_of(found)}?status=refused"
    row.refresh_from_db()
    assert row.cells["title"] == "自己拟的标题"


def test_a_case_that_lacks_something_keeps_all_from_being_published(admin_client):
    found = applied_import()
    page = words(admin_client.get(page_of(found)))
    assert "发布前还缺（4 件）" in page
    asked = words(admin_client.get(page_of(found, "publish")))
    assert "4 件还缺内容，补齐以前一件也不能发布。" in asked
    assert "发布这" not in asked
    told = words(admin_client.post(page_of(found, "publish"), follow=True))
    assert "这里一件也没有发布：4 件还缺内容。" in told
    assert not Case.objects.published().exists()


def test_more_rows_than_can_be_edited_are_applied_with_progress(admin_client):
    cast.batch()
    rows = "".join(f"spp-reform-2,标题{n}号,江苏检察机关\n" for n in range(501))
    page = words(upload(admin_client, f"批次,标题,单位\n{rows}"))
    assert 'name="row-' in page  # what to do with a row can still be chosen
    assert "-title" not in page
    found = BatchImport.objects.get()
    answer = admin_client.post(page_of(found), {"_apply": "1"})
    told = b"".join(answer.streaming_content).decode()
    assert "已整理 500 / 501 行" in told
    assert "已全部导入" in told
    assert Case.objects.count() == 501


def test_the_refused_rows_come_back_to_be_mended(admin_client):
    cast.batch()
    rows = (
        "批次,标题,单位,地区\nspp-reform-2,=甲,江苏检察机关,江苏声\nspp-reform-2,乙,江苏检察机关,\n"
    )
    upload(admin_client, rows)
    answer = admin_client.get(page_of(BatchImport.objects.get(), "refused"))
    text = answer.content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["标题"] == "'=甲"
    assert row["未通过原因"].startswith("第 2 行：地区：“江苏声”不在可用的值里")
    mended = "\ufeff" + text.replace("江苏声", "江苏", 1)
    upload(admin_client, mended)
    last = BatchImport.objects.first()
    assert last.counts["new"] == 1
    assert last.rows.get().cells["title"] == "=甲"


def test_the_template_can_be_filled_in_and_uploaded(admin_client):
    cast.theme("supervisory")
    answer = admin_client.get(reverse("admin:reforms_import_template"))
    text = answer.content.decode("utf-8-sig")
    assert "监管责任" in text.splitlines()[1]
    upload(admin_client, "\ufeff" + text)
    found = BatchImport.objects.get()
    assert found.facts["ignored"] == []
    assert [row.line for row in found.rows.all()] == [3]


def test_imports_stay_in_the_list_as_records(admin_client):
    paste(admin_client)
    page = words(admin_client.get("/admin/reforms/batchimport/"))
    assert "粘贴的发布稿" in page
    found = BatchImport.objects.get()
    delete = reverse("admin:reforms_batchimport_delete", args=[found.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403


def test_what_changes_data_demands_post(admin_client):
    paste(admin_client)
    found = BatchImport.objects.get()
    assert admin_client.get(page_of(found, "index")).status_code == 405


# ---------------------------------------------------------------- roles


@pytest.fixture
def roles():
    """The groups of the migration, which a test with transactions may have emptied."""
    importlib.import_module("reforms.migrations.0004_roles").make(apps)


def member(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def applied_import() -> BatchImport:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    paste(client)
    found = BatchImport.objects.get()
    client.post(page_of(found), {"_apply": "1"})
    return found


def pastes(client: Client) -> bool:
    paste(client)
    return BatchImport.objects.exists()


def adds_a_batch(client: Client) -> bool:
    form = {"title": "批", "slug": "b", "issuers": "院"}
    form |= {"cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0}
    client.post(reverse("admin:reforms_batch_add"), form)
    return Batch.objects.exists()


def case_action(client: Client, name: str, case: Case, **fields) -> Case:
    form = {"action": name, "_selected_action": [case.pk], **fields}
    client.post(reverse("admin:reforms_case_changelist"), form)
    case.refresh_from_db()
    return case


def publishes(client: Client) -> bool:
    return case_action(client, "publish_cases", cast.draft()).is_public


def publishes_a_batch(client: Client) -> bool:
    case = cast.draft()
    form = {"action": "publish_batches", "_selected_action": [case.batch.pk]}
    client.post(reverse("admin:reforms_batch_changelist"), form)
    case.refresh_from_db()
    return case.is_public


def withdraws(client: Client) -> bool:
    return not case_action(client, "withdraw_cases", cast.case(), reason="issuer").is_public


def changes_a_public_case(client: Client) -> bool:
    page = client.get(reverse("admin:reforms_case_change", args=[cast.case().pk]))
    return 'name="title"' in words(page)


def changes_a_public_batch(client: Client) -> bool:
    page = client.get(reverse("admin:reforms_batch_change", args=[cast.case().batch.pk]))
    return 'name="title"' in words(page)


def writes_a_draft(client: Client) -> bool:
    page = client.get(reverse("admin:reforms_case_change", args=[cast.draft().pk]))
    return 'name="title"' in words(page)


def sees_the_history(client: Client) -> bool:
    address = reverse("admin:reforms_case_history", args=[cast.case().pk])
    return client.get(address).status_code == 200


def imports_over_a_public_case(client: Client) -> bool:
    cast.case()
    upload(client, "编号,标题\nspp-reform-2-01,改过的标题\n")
    client.post(page_of(BatchImport.objects.get()), {"_apply": "1", "public": "on"})
    return Case.objects.get().title == "改过的标题"


def publishes_an_import(client: Client) -> bool:
    found = applied_import()
    for case in Case.objects.all():
        case.summary = "摘要"
        cast.history.save_case(case)
    client.post(page_of(found, "publish"))
    return Case.objects.published().exists()


def undoes_an_import(client: Client) -> bool:
    found = applied_import()
    client.post(page_of(found, "undo"))
    return not Case.objects.exists()


def changes_a_theme(client: Client) -> bool:
    page = client.get(reverse("admin:reforms_theme_change", args=[cast.theme("political").pk]))
    return 'name="slug"' in words(page)


EVERYBODY = {"编辑", "发布", "管理员"}
MAY = {
    pastes: EVERYBODY,
    adds_a_batch: EVERYBODY,
    writes_a_draft: EVERYBODY,
    sees_the_history: EVERYBODY,
    publishes: {"发布", "管理员"},
    publishes_a_batch: {"发布", "管理员"},
    withdraws: {"发布", "管理员"},
    changes_a_public_case: {"发布", "管理员"},
    changes_a_public_batch: {"发布", "管理员"},
    imports_over_a_public_case: {"发布", "管理员"},
    publishes_an_import: {"发布", "管理员"},
    undoes_an_import: {"发布", "管理员"},
    changes_a_theme: {"管理员"},
}


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("action", MAY, ids=lambda action: action.__name__)
def test_a_role_may_do_what_is_its_own(roles, role, action):
    assert action(member(role)) is (role in MAY[action])


def test_nobody_else_gets_in(client):
    for address in (
        START,
        "/admin/reforms/batchimport/",
        "/admin/reforms/batchimport/template.csv",
    ):
        assert client.get(address).status_code == 302
