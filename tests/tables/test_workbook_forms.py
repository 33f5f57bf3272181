"""Workbooks as programs write them: hidden sheets and rows, strict form, odd parts."""

import pytest
from django.urls import reverse

from reforms import importing
from reforms.models import Batch, Case
from tests.support import cast
from tests.support.uploads import applied, import_messages, rows_of, statuses, upload
from tests.support.workbook_parts import HEADINGS, packed, parts_of, row, styles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]

HEAD = row(*HEADINGS)


def case(title: str, batch: str = "b", attributes: str = "") -> str:
    cells = (batch, f"批次{batch}", "某院", "2021", title, "江苏检察机关")
    return row(*cells, attributes=attributes)


def test_the_first_sheet_that_people_see_is_read_and_the_others_are_named():
    sheets = {"旧稿": [HEAD, case("旧", "old")], "定稿": [HEAD, case("新", "new")]}
    batch_import = upload(packed(parts_of(sheets, hidden=["旧稿"])))
    assert [line.cells["title"] for line in rows_of(batch_import)] == ["新"]
    assert (batch_import.facts["sheet"], batch_import.facts["other_sheets"]) == ("定稿", ["旧稿"])


def test_hidden_rows_are_left_out_and_said():
    rows = [HEAD, case("甲"), case("乙", attributes='hidden="1"'), case("丙")]
    batch_import = upload(packed(parts_of({"案例": rows})))
    assert statuses(batch_import) == ["new", "skipped", "new"]
    assert batch_import.facts["hidden"] == [3]
    assert "被隐藏或筛掉" in import_messages(batch_import)
    assert [value.reference for value in written(batch_import)] == ["b-01", "b-02"]


def written(batch_import):
    applied(batch_import)
    return Case.objects.order_by("number")


def test_hidden_rows_make_no_batch():
    hidden = case("乙", batch="other", attributes='hidden="1"')
    applied(upload(packed(parts_of({"案例": [HEAD, hidden, case("甲")]}))))
    assert [batch.slug for batch in Batch.objects.all()] == ["b"]


def test_hidden_rows_are_imported_where_the_editor_says_so(admin_client):
    rows = [HEAD, case("甲"), case("乙", attributes='hidden="1"')]
    batch_import = upload(packed(parts_of({"案例": rows})))
    address = reverse("admin:reforms_batchimport_change", args=[batch_import.pk])
    assert "表格里有 1 行被隐藏或筛掉。" in admin_client.get(address).content.decode()
    admin_client.post(address, {"_hidden": "take"})
    assert statuses(batch_import) == ["new", "new"]
    assert "改为不导入" in admin_client.get(address).content.decode()
    admin_client.post(address, {"_hidden": "skip"})
    assert statuses(batch_import) == ["new", "skipped"]


def test_columns_that_are_read_although_hidden_are_named():
    cols = '<cols><col min="5" max="5" hidden="1"/></cols>'
    batch_import = upload(packed(parts_of({"案例": [HEAD, case("甲")]}, cols=cols)))
    assert batch_import.facts["hidden_columns"] == ["标题"]


def strict(text: str) -> str:
    old, new = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
    text = text.replace(f"{old}spreadsheetml/2006/main", f"{new}spreadsheetml/main")
    return text.replace(f"{old}officeDocument/2006/", f"{new}officeDocument/")


def test_a_strict_workbook_is_read_and_its_texts_stay():
    name = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    parts = parts_of({"案例": [HEAD, case("甲")]})
    parts = {path: strict(text) for path, text in parts.items()}
    path = "xl/worksheets/sheet1.xml"
    parts[path] = parts[path].replace(">甲<", f">甲{name}<")
    batch_import = upload(packed(parts))
    assert [line.cells["title"] for line in rows_of(batch_import)] == [f"甲{name}"]


@pytest.mark.parametrize(
    "odd",
    [
        {"xl/styles.xml": styles("0.00", fill="<fill/>")},
        {"docProps/core.xml": "<p><created>昨天</created></p>"},
        {"docProps/custom.xml": "<broken"},
        {"xl/theme/theme1.xml": "<broken"},
    ],
)
def test_parts_that_no_table_needs_are_not_read(odd):
    parts = parts_of({"案例": [HEAD, case("甲")]})
    assert statuses(upload(packed(parts | odd))) == ["new"]


def test_a_formula_that_is_only_a_text_is_that_text():
    formula = '<c t="str"><f>"案例""三"""</f><v>案例三</v></c>'
    rows = [row("批次", "标题", "单位", "原编号")]
    rows += [f"<row>{row('b', '甲', '江苏检察机关')[6:-6]}{formula}</row>"]
    batch_import = upload(packed(parts_of({"案例": rows})))
    assert rows_of(batch_import)[0].cells["official_no"] == '案例"三"'
    assert not any(column == "official_no" for column, *_ in rows_of(batch_import)[0].messages)


def test_the_choice_about_hidden_rows_waits_for_no_other_correction():
    cast.batch()
    rows = [
        row("批次", "标题", "单位"),
        row("spp-reform-2", "甲", "江苏检察机关", attributes='hidden="1"'),
    ]
    batch_import = upload(packed(parts_of({"案例": rows})))
    importing.take_hidden(batch_import, True)
    assert statuses(batch_import) == ["new"]
