"""CSV files and workbooks: their encodings, headings, sheets, dates and cells."""

import pytest
from django.core.exceptions import ValidationError

from reforms.models import Batch, Case
from tests.support import cast
from tests.support.uploads import (
    applied,
    import_messages,
    rows_of,
    statuses,
    table,
    upload,
    workbook,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def test_it_says_what_the_name_of_a_body_told():
    cast.batch()
    batch_import = upload("批次,标题,单位\nspp-reform-2,甲,北京市检察院\n")
    [row] = rows_of(batch_import)
    assert row.messages == [["levels", "“北京市检察院”按名称判断：北京 · 省级院。", False]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_it_reads_every_usual_form_of_csv(encoding, delimiter):
    cast.batch()
    lines = table("spp-reform-2,案例甲,甘肃省天水市检察院,监管责任,摘要甲").replace(",", delimiter)
    batch_import = upload(lines.encode(encoding))
    assert statuses(batch_import) == ["new"]
    case = Case.objects.get(pk=applied(batch_import).outcome["cases"][0][1])
    assert (case.title, case.place_key, case.theme_key) == (
        "案例甲",
        "gansu:municipal",
        "supervisory",
    )


@pytest.mark.parametrize(
    ("encoding", "message"),
    [("utf-8-sig", "UTF-8（带 BOM）"), ("gbk", "GB18030"), ("utf-16", "UTF-16")],
)
def test_it_tells_the_encoding(encoding, message):
    cast.batch()
    assert upload(table("spp-reform-2,甲,江苏检察机关,,").encode(encoding)).encoding == message


def test_it_reads_headings_in_english_and_in_any_order():
    cast.batch()
    batch_import = upload("Title,levels,bodies,BATCH\n甲,基层院,广州市南沙区检察院,spp-reform-2\n")
    assert statuses(batch_import) == ["new"]


def test_it_reads_a_workbook_with_its_dates_and_numbers():
    book = workbook(
        ["批次", "批次名称", "发布机关", "发布日期", "本站序号", "标题", "单位", "原编号"],
        [
            "b-1",
            "某批",
            "最高人民检察院",
            __import__("datetime").date(2024, 3, 5),
            7.0,
            2024,
            "天津市检察院",
            1,
        ],
    )
    applied(upload(book))
    case = Case.objects.get()
    assert (case.reference, case.title, case.official_no, case.batch.released_on) == (
        "b-1-07",
        "2024",
        "1",
        "2024-03-05",
    )


def test_it_reads_a_chosen_sheet():
    cast.batch()
    book = workbook(
        ["说明"], 案例=[["批次", "标题", "单位"], ["spp-reform-2", "甲", "江苏检察机关"]]
    )
    with pytest.raises(ValidationError, match="没有找到“标题”列"):
        upload(book)
    with pytest.raises(ValidationError, match="没有名为“无”的工作表；有：Sheet、案例"):
        upload(book, sheet="无")
    assert statuses(upload(book, sheet="案例")) == ["new"]


def test_it_takes_the_batch_chosen_beside_the_file():
    cast.batch()
    assert statuses(upload("标题,单位\n甲,江苏检察机关\n", batch="spp-reform-2")) == ["new"]
    assert "没有写批次" in import_messages(upload("标题,单位\n甲,江苏检察机关\n"))


def test_it_shows_changes_field_by_field_and_leaves_empty_cells_alone():
    cast.case(1, themes=("political",))
    batch_import = upload("编号,标题,摘要,责任主题\nspp-reform-2-01,新标题,,监管责任\n")
    assert rows_of(batch_import)[0].changes == [
        ["title", "第1件案例的标题", "新标题"],
        ["themes", "political", "supervisory"],
    ]


def test_an_empty_cell_clears_where_the_editor_says_so():
    cast.case(1)
    batch_import = upload("编号,标题,摘要\nspp-reform-2-01,第1件案例的标题,\n", clear=True)
    assert rows_of(batch_import)[0].changes == [["summary", "第1件案例的摘要", ""]]


def test_it_says_what_it_does_not_read():
    cast.case(1)
    batch_import = upload("编号,标题,年份,备注\nspp-reform-2-01,甲,1999,x\n")
    assert batch_import.facts["ignored"] == ["备注", "年份"]
    assert applied(batch_import)
    assert Case.objects.get().year == 2021


@pytest.mark.parametrize("day", ["2021年7月29日", "2021/7/29", "2021.7.29", "2021-07-29 00:00:00"])
def test_it_reads_a_date_whose_parts_are_sure(day):
    applied(
        upload(f"批次,批次名称,发布机关,发布日期,标题,单位\nb,某批,某院,{day},甲,江苏检察机关\n")
    )
    assert Batch.objects.get().released_on == "2021-07-29"


def test_it_keeps_a_partial_date_partial():
    applied(
        upload("批次,批次名称,发布机关,发布日期,标题,单位\nb,某批,某院,2021年7月,甲,江苏检察机关\n")
    )
    assert Batch.objects.get().released_on == "2021-07"


def test_it_refuses_a_date_that_is_none():
    batch_import = upload(
        "批次,批次名称,发布机关,发布日期,标题,单位\nb,某批,某院,近日,甲,江苏检察机关\n"
    )
    assert "请写成 2021、2021-07 或 2021-07-29 的样子" in import_messages(batch_import)
