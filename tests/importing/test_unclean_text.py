"""Tables and releases with text as programs garble it: cleaned where it enters, or asked about."""

import json

import pytest
from django.core.exceptions import ValidationError

from reforms.importing import correct, start_release
from reforms.models import Batch, BatchImport, Case
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

HEADINGS = ["批次", "标题", "单位", "责任主题", "摘要"]
UNCLEAN = ["spp-reform-2", "⼈⺠\u200b监督", "江苏检察机关\xa0", "监管\ufeff责任", "甲\r\n\u3000乙"]


def only_case() -> tuple[str, str, str, str]:
    case = Case.objects.get()
    return (case.title, case.summary, case.theme_key, case.place_key)


@pytest.mark.parametrize(
    "content",
    [
        ",".join(HEADINGS) + "\n" + ",".join(f'"{cell}"' for cell in UNCLEAN) + "\n",
        workbook(HEADINGS, UNCLEAN),
        json.dumps(dict(zip(HEADINGS, UNCLEAN, strict=True)), ensure_ascii=False) + "\n",
    ],
    ids=["csv", "xlsx", "jsonl"],
)
def test_it_stores_what_the_cells_mean(content):
    cast.batch()
    applied(upload(content))
    assert only_case() == ("人民监督", "甲\n乙", "supervisory", "jiangsu:provincial")


@pytest.mark.parametrize(
    "head",
    ["\ufeff\ufeff批次,标题,单位", '\ufeff\ufeff"批次","标题",单位', "批次\u200b,标\xa0题,单⽴"],
)
def test_it_finds_headings_with_a_second_mark_and_odd_blanks(head):
    cast.batch()
    head = head.replace("单⽴", "单位")
    assert statuses(upload(f"{head}\nspp-reform-2,甲,江苏检察机关\n")) == ["new"]


def test_a_row_of_nothing_that_can_be_seen_is_an_empty_row():
    cast.batch()
    assert statuses(upload(table("\u200b,\u3000,\ufeff,,", "spp-reform-2,甲,江苏检察机关,,"))) == [
        "new"
    ]


def test_two_files_put_together_with_their_marks_are_one_table():
    cast.batch()
    row = '"spp-reform-2",{},江苏检察机关,,'
    assert statuses(upload(table(row.format("甲"), "\ufeff" + row.format("乙")))) == ["new", "new"]


def test_an_unclean_cell_of_a_clean_catalogue_changes_nothing():
    cast.case(1, title="人民监督")
    batch_import = upload("编号,标题\nspp-reform-2-01,⼈⺠\u200b监督\u3000\n")
    assert (statuses(batch_import), rows_of(batch_import)[0].changes) == (["same"], [])


@pytest.mark.parametrize("text", ["标\ufffd题", "锟斤拷锟斤拷", "造字\ue123"])
def test_it_refuses_a_row_with_lost_text_until_it_is_corrected(text):
    cast.batch()
    batch_import = upload(table(f"spp-reform-2,{text},江苏检察机关,,"))
    assert statuses(batch_import) == ["refused"]
    [row] = rows_of(batch_import)
    correct(batch_import, {row.pk: {"cells": {"summary": "改"}}}, {})
    [row] = rows_of(batch_import)
    assert (row.status, len(row.faults)) == ("refused", 1)
    correct(batch_import, {row.pk: {"cells": {"title": "标题\u200b"}}}, {})
    assert statuses(batch_import) == ["new"]


@pytest.mark.parametrize(
    ("stored", "uploaded", "lost"),
    [
        ("涉𠮷某", "涉?某", "𠮷"),
        ("涉𠮷某案", "涉??某的案件", "𠮷"),
        ("𠮷某", "？某", "𠮷"),
        ("涉𠮷𡃁某", "涉??某", "𠮷𡃁"),
        ("涉𠮷某𡃁案", "涉?某?案", "𠮷"),
    ],
)
def test_it_asks_about_question_marks_in_place_of_characters(stored, uploaded, lost):
    cast.case(1, title=stored)
    batch_import = upload(f"编号,标题\nspp-reform-2-01,{uploaded}\n".encode("gbk"))
    assert statuses(batch_import) == ["refused"]
    assert f"案例库里这里是“{lost}”，表格里是问号" in import_messages(batch_import)


def test_it_asks_about_question_marks_in_names_of_bodies_and_batches():
    body = ("𠮷县检察院", "procuratorate", "jiangsu", "grassroots")
    cast.case(1, bodies=(body,), of=cast.batch(title="𠮷林批次"))
    batch_import = upload("编号,批次名称,单位\nspp-reform-2-01,?林批次,?县检察院\n".encode("gbk"))
    assert statuses(batch_import) == ["refused"]
    assert import_messages(batch_import).count("保存时丢了字") == 2


@pytest.mark.parametrize("uploaded", ["涉𠮷某吗?", "?涉𠮷某", "另拟标题?"])
def test_a_question_mark_of_its_own_is_an_ordinary_change(uploaded):
    cast.case(1, title="涉𠮷某")
    assert statuses(upload(f"编号,标题\nspp-reform-2-01,{uploaded}\n")) == ["changed"]


@pytest.mark.parametrize(
    "day",
    [
        *(
            "二〇二一年七月二十九日",
            "２０２１年７月２９日",
            "2021。7。29",
            "2021年7月29号",
            "20210729",
        ),
        *("2021/7/29 0:00", "2021-07-29\u200b", "二零二一年七月廿九日"),
    ],
)
def test_it_reads_dates_as_people_type_them(day):
    head = "批次,批次名称,发布机关,发布日期,标题,单位"
    applied(upload(f"{head}\nb,某批,某院,{day},甲,江苏检察机关\n"))
    assert Batch.objects.get().released_on == "2021-07-29"


@pytest.mark.parametrize("cell", ["2021.1", 2021.1])
def test_it_asks_about_a_month_that_may_have_lost_its_zero(cell):
    head = ["批次", "批次名称", "发布机关", "发布日期", "标题", "单位"]
    batch_import = upload(workbook(head, ["b", "某批", "某院", cell, "甲", "江苏检察机关"]))
    assert statuses(batch_import) == ["refused"]
    assert "是 1 月还是 10 月" in import_messages(batch_import)


RELEASE = """最高检发布检察改革典型案例
案例一
江苏省⼈⺠检察院推进监管\u200b责任改革
【基本案情】\u3000\u3000某院办理案件&nbsp;一件，成效明显。
案例二
浙江省⼈⺠检察院优化层级责任
【基本案情】某院办理案件二件，成效明显。
"""


def test_it_reads_the_cases_of_a_release_with_radicals():
    batch_import = start_release(RELEASE)
    assert [row.cells["title"] for row in rows_of(batch_import)] == [
        "江苏省人民检察院推进监管责任改革",
        "浙江省人民检察院优化层级责任",
    ]
    assert "某院办理案件 一件" in rows_of(batch_import)[0].cells["body"]


def test_the_form_of_the_batch_takes_what_a_table_takes():
    batch_import = start_release(RELEASE)
    typed = {
        "slug": "b-1",
        "released_on": "二〇二一年七月二十九号",
        "title": "⼈⺠批次",
        "issuers": "最高检",
    }
    correct(batch_import, {}, typed)
    [plan] = BatchImport.objects.get().facts["plans"]
    assert (plan["faults"], plan["title"]) == ([], "人民批次")


def test_a_release_that_was_read_in_the_wrong_encoding_is_refused_by_name():
    with pytest.raises(ValidationError, match="文字按错的编码打开过"):
        start_release("最高人民检察院发布第二批典型案例".encode().decode("gbk", "ignore"))
    assert not BatchImport.objects.exists()
