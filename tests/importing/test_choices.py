"""Corrections in the preview are chosen from lists where there is a list."""

import io

import pytest
from django.urls import reverse

from reforms import importing
from reforms.models import BatchImport, Case, ImportRow
from tests.support import cast
from tests.support.uploads import import_messages, rows_of, workbook

pytestmark = pytest.mark.django_db


def upload(bodies: str, title_by: str = "发布机关") -> BatchImport:
    cast.batch()
    text = f"批次,标题,标题来源,单位\nspp-reform-2,甲,{title_by},{bodies}\n"
    text = text.replace("标题来源", "title_by")
    return importing.start_upload(io.BytesIO(text.encode()), "案例.csv")


def preview(client, batch_import: BatchImport) -> str:
    address = reverse("admin:reforms_batchimport_change", args=[batch_import.pk])
    return client.get(address).content.decode()


def correct(client, batch_import: BatchImport, **cells: str) -> ImportRow:
    row = batch_import.rows.get()
    form = {f"row-{row.pk}-{name}": text for name, text in cells.items()}
    client.post(reverse("admin:reforms_batchimport_change", args=[batch_import.pk]), form)
    return batch_import.rows.get()


def test_a_closed_list_is_chosen_from(admin_client):
    batch_import = upload("江苏检察机关", title_by="某人")
    page = preview(admin_client, batch_import)
    assert '<option selected value="某人">某人</option>' in page
    assert '<option value="发布机关">发布机关</option>' in page
    assert batch_import.rows.get().status == "refused"
    assert correct(admin_client, batch_import, title_by="发布机关").status == "new"


def test_a_name_that_fits_two_places_is_chosen_from(admin_client):
    batch_import = upload("鼓楼区检察院")
    page = preview(admin_client, batch_import)
    assert "南京市鼓楼区人民检察院</option>" in page
    assert "福州市鼓楼区人民检察院</option>" in page
    correct(admin_client, batch_import, place="0:福建省福州市鼓楼区人民检察院")
    batch_import.refresh_from_db()
    list(importing.apply(batch_import))
    body = Case.objects.get().bodies.get()
    assert (body.name, body.province, body.level) == ("鼓楼区检察院", "fujian", "grassroots")


def test_a_name_that_fits_two_places_is_not_imported_before_it_is_chosen():
    batch_import = upload("鼓楼区检察院")
    [row] = rows_of(batch_import)
    assert row.status == "refused"
    assert "“鼓楼区”不止一处，请选择" in import_messages(batch_import)


def test_each_place_of_a_joint_case_is_chosen(admin_client):
    batch_import = upload("鼓楼区检察院;朝阳区检察院")
    page = preview(admin_client, batch_import)
    assert "“鼓楼区检察院”是哪一处？" in page
    assert "“朝阳区检察院”是哪一处？" in page
    places = {
        "place-0": "0:江苏省南京市鼓楼区人民检察院",
        "place-1": "1:北京市朝阳区人民检察院",
    }
    correct(admin_client, batch_import, **places)
    batch_import.refresh_from_db()
    list(importing.apply(batch_import))
    bodies = Case.objects.get().bodies.all()
    assert [body.province for body in bodies] == ["jiangsu", "beijing"]


def test_a_name_that_was_abolished_since_is_chosen_from(admin_client):
    batch_import = upload("江北区检察院")
    assert "“江北区”不止一处，请选择" in import_messages(batch_import)
    assert "“江北区检察院”是哪一处？" in preview(admin_client, batch_import)
    row = correct(admin_client, batch_import, place="0:重庆市江北区人民检察院")
    assert (row.status, row.cells["provinces"]) == ("new", "chongqing")


def test_a_name_is_asked_about_only_where_the_one_before_it_does_not_settle_it(admin_client):
    batch_import = upload("鼓楼区检察院;重庆市检察院;江北区检察院")
    assert "“江北区检察院”是哪一处？" not in preview(admin_client, batch_import)
    correct(admin_client, batch_import, **{"place-0": "0:福建省福州市鼓楼区人民检察院"})
    batch_import.refresh_from_db()
    list(importing.apply(batch_import))
    provinces = [body.province for body in Case.objects.get().bodies.all()]
    assert provinces == ["fujian", "chongqing", "chongqing"]


def test_a_place_that_was_not_offered_is_not_taken(admin_client):
    batch_import = upload("鼓楼区检察院")
    assert "provinces" not in correct(admin_client, batch_import, place="0:别处检察院").cells


def test_the_sheets_of_a_refused_workbook_are_chosen_from(admin_client):
    file = io.BytesIO(workbook(["说明"], 案例=[["标题"], ["甲"]], 备用=[["标题"]]))
    file.name = "案例.xlsx"
    address = reverse("admin:reforms_batchimport_add")
    page = admin_client.post(address, {"upload-file": file, "_upload": "1"}).content.decode()
    assert '<option value="案例">案例</option>' in page
    assert '<option value="备用">备用</option>' in page
    assert "选好一张，再选一次文件" in page
