"""The form of a case shows the passages that an import read it from."""

import pytest

from reforms import history, importing
from reforms.models import BatchImport, Case
from tests.admin.import_pages import applied_import
from tests.support import cast
from tests.support.case_forms import case_page
from tests.support.uploads import applied, upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BOX = "录入时依据的原文"


def page_of(client, case: Case) -> str:
    return client.get(case_page(case)).content.decode()


def test_the_passages_of_a_release_stand_beside_the_form(admin_client):
    batch_import = applied_import()
    page = page_of(admin_client, Case.objects.order_by("number")[1])
    assert BOX in page
    assert f"#{batch_import.pk} 粘贴的发布稿" in page
    assert "<dt>主题</dt>" in page
    assert "四川省检察机关编制院领导办案目录" in page


def test_they_stay_after_later_changes(admin_client):
    applied_import()
    case = Case.objects.order_by("number").first()
    case.title = "改过的标题"
    history.save_case(case, history.Edit(note="照 #99999 号文件改"))
    assert BOX in page_of(admin_client, case)


def test_the_rows_of_a_table_have_none(admin_client):
    cast.batch()
    applied(upload("批次,标题,单位\nspp-reform-2,一件,云南省检察院\n"))
    assert BOX not in page_of(admin_client, Case.objects.get())


def test_a_note_that_names_an_import_proves_nothing(admin_client):
    batch_import = applied_import()
    case = cast.draft(1)
    history.save_case(case, history.Edit(note=f"导入 #{batch_import.pk} 粘贴的发布稿"))
    assert importing.source_passages(case) is None
    assert BOX not in page_of(admin_client, case)


def test_an_import_that_was_undone_is_no_source():
    batch_import = applied_import()
    case = Case.objects.order_by("number").first()
    BatchImport.objects.filter(pk=batch_import.pk).update(state=BatchImport.State.UNDONE)
    assert importing.source_passages(case) is None


def test_a_new_case_has_no_box(admin_client):
    assert BOX not in admin_client.get("/admin/reforms/case/add/").content.decode()
