"""Tables with the flaws that every office's tables have."""

import io

import pytest
from django.core.exceptions import ValidationError

from reforms import importing
from reforms.models import Batch, Case
from reforms.tables.headings import recognised
from tests.support import cast
from tests.support.uploads import applied, import_messages, rows_of, statuses, table, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def test_six_rows_with_ordinary_flaws_need_three_corrections():
    """A title of the batch in its first row alone, dates and numbers written anyhow, a heading of
    another office, a theme in the words of the release, a level in short, no province."""
    batch_import = upload(
        "批次,批次標題,发文机关,發布時間,序号,标题（必填）,办案单位,层级,責任主題,内容提要\n"
        "b-1,某批,最高人民检察院,2021年7月29日,案例一,甲,重庆市检察院,省院,强化政治责任,摘要\n"
        "b-1,,,2021/7/29,二,乙,江苏省南京市检察院,市级检察院,監管責任,摘要\n"
        "b-1,,,二〇二一年七月二十九日,第3件,丙,南京市玄武区检察院,区院,,摘要\n"
        "b-1,,,20210729,4、,丁,鼓楼区检察院,,政治责任,摘要\n"
        "b-1,,,2021.7.29,5.0,戊,四川省检察院,,政治则任,摘要\n"
        "b-1,,,2021-07-29 0:00,６,己,云南省检察院|四川省检察院,,办案责任,摘要\n"
    )
    assert statuses(batch_import) == ["new", "new", "new", "refused", "refused", "new"]
    assert [row.cells["themes"] for row in rows_of(batch_import)][:2] == [
        "强化政治责任",
        "監管責任",
    ]


def test_what_only_the_first_row_says_of_the_batch_holds_for_all():
    applied(
        upload(
            "批次,批次名称,发布机关,标题,单位\nb,某批,某院,甲,江苏检察机关\nb,,,乙,云南检察机关\n"
        )
    )
    assert (Batch.objects.get().title, Case.objects.count()) == ("某批", 2)


def test_two_titles_of_one_batch_are_refused():
    batch_import = upload(
        "批次,批次名称,发布机关,标题,单位\nb,某批,某院,甲,江苏检察机关\nb,他批,,乙,云南检察机关\n"
    )
    assert "与第 2 行对同一批次的写法不同：“某批”" in import_messages(batch_import)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("发布时间", "released_on"),
        ("發布時間", "released_on"),
        ("標題", "title"),
        ("檢察院層級", "levels"),
        ("责任主题（可填：政治责任）", ""),
        ("标题（必填）", "title"),
        ("标题（英文）", ""),
        ("标\u200b题", "title"),
        ("Released on", "released_on"),
        ("released_on", "released_on"),
    ],
)
def test_a_heading_is_known_by_its_usual_names_in_both_scripts(heading, column):
    assert recognised([heading]) == [column]


def test_a_usual_name_counts_only_where_no_column_has_the_proper_one():
    assert recognised(["名称", "标题", "内容", "摘要", "要点"]) == [
        "",
        "title",
        "body",
        "summary",
        "",
    ]


@pytest.mark.parametrize("separator", ["|", "｜", "/", "、"])
def test_bodies_with_another_separator_are_told_apart(separator):
    cast.batch()
    batch_import = upload(table(f"spp-reform-2,甲,重庆市检察院{separator}四川省检察院,,"))
    assert "读成 2 个单位：重庆市检察院；四川省检察院。请核对。" in import_messages(batch_import)
    applied(batch_import)
    names = [body.name for body in Case.objects.get().bodies.all()]
    assert names == ["重庆市检察院", "四川省检察院"]


def test_two_bodies_in_the_place_of_one_are_refused():
    cast.batch()
    batch_import = upload("批次,标题,单位,地区\nspp-reform-2,甲,重庆市检察院|四川省检察院,重庆\n")
    assert "像是几个单位：请用分号隔开" in import_messages(batch_import)


def test_empty_cells_that_excel_leaves_out_at_the_end_of_a_row_are_empty():
    cast.case(1)
    batch_import = upload("编号,标题,摘要,关键词\nspp-reform-2-01,第1件案例的标题\n", clear=True)
    assert statuses(batch_import) == ["same"]
    assert "末尾缺的按空格子读" in import_messages(batch_import)


def test_a_row_without_the_column_of_the_title_is_refused():
    cast.batch()
    batch_import = upload("批次,摘要,单位,标题\nspp-reform-2,甲,江苏检察机关\n")
    assert "可能少了分隔符或引号" in import_messages(batch_import)


@pytest.mark.parametrize(
    ("cell", "text"), [('"=""案例三"""', "案例三"), ("=1+1", "=1+1"), ('"=""a""""b"""', 'a"b')]
)
def test_a_text_in_the_form_of_a_formula_is_that_text(cell, text):
    cast.batch()
    batch_import = upload(f"批次,标题,单位,原编号\nspp-reform-2,甲,江苏检察机关,{cell}\n")
    assert rows_of(batch_import)[0].cells["official_no"] == text


def lost_table(title: str, number: str = "") -> str:
    return f"编号,批次,标题,单位\n{number},spp-reform-2,{title},江苏检察机关\n"


@pytest.mark.parametrize("title", ["????????", "？？", "?? ??"])
def test_a_text_of_nothing_but_question_marks_is_refused(title):
    cast.batch()
    assert "这里只有问号" in import_messages(upload(lost_table(title)))


def test_a_question_mark_inside_chinese_is_asked_about():
    cast.batch()
    batch_import = upload(lost_table("涉?某案的办理"))
    assert statuses(batch_import) == ["new"]
    assert "“涉?某案的办”里的问号像是保存时丢了的字" in import_messages(batch_import)


def test_questions_are_not_asked_about():
    cast.batch()
    assert "问号" not in import_messages(upload(lost_table("何以立案？what? 为何?")))


def test_text_that_was_read_in_the_wrong_encoding_is_refused_by_name():
    cast.batch()
    title = "浙江省检察院".encode().decode("gbk", "ignore")
    batch_import = upload(lost_table(title))
    assert "是乱码“娴欐睙鐪”：文字按错的编码打开过" in import_messages(batch_import)
    assert "原来像是“浙江省”" in import_messages(batch_import)


def test_a_table_that_was_read_in_the_wrong_encoding_is_refused_by_name():
    text = "批次,标题,单位\n".encode().decode("gbk", "ignore")
    with pytest.raises(ValidationError, match="列名是乱码"):
        importing.start_upload(io.BytesIO(text.encode()), "案例.csv")


@pytest.mark.parametrize(
    ("stored", "cell"),
    [
        ("00123", "123"),
        ("3-1", "3月1日"),
        ("3-1", "2026-03-01"),
        ("3-1", "1-Mar"),
        ("1.10", "1.1"),
    ],
)
def test_what_a_spreadsheet_made_of_a_number_is_refused(stored, cell):
    cast.case(1, official_no=stored)
    batch_import = upload(f"编号,原编号\nspp-reform-2-01,{cell}\n")
    message = f"案例库里是“{stored}”，这里是“{cell}”：像是表格软件改的"
    assert message in import_messages(batch_import)


def test_a_long_number_as_a_spreadsheet_shows_it_is_refused():
    cast.batch()
    batch_import = upload("批次,标题,单位,原编号\nspp-reform-2,甲,江苏检察机关,1.23457E+17\n")
    assert "“1.23457E+17”是表格软件把长数字写成了科学计数" in import_messages(batch_import)


@pytest.mark.parametrize(("stored", "cell"), [("123", "124"), ("3-1", "3-2"), ("1.10", "1.2")])
def test_another_number_is_an_ordinary_change(stored, cell):
    cast.case(1, official_no=stored)
    assert statuses(upload(f"编号,原编号\nspp-reform-2-01,{cell}\n")) == ["changed"]


def test_a_table_in_big5_is_read():
    cast.batch()
    batch_import = upload("批次,標題,單位\nspp-reform-2,甲辦法,重慶市檢察院\n".encode("big5"))
    assert [row.cells["title"] for row in rows_of(batch_import)] == ["甲辦法"]
    assert batch_import.encoding == "Big5"


def test_a_date_that_is_none_has_one_message():
    batch_import = upload(
        "批次,批次名称,发布机关,发布日期,标题,单位\nb,某批,某院,2021年7月29日至30日,甲,乙院\n"
    )
    [message] = [
        text for column, text, _refuses in rows_of(batch_import)[0].messages if "released" in column
    ]
    assert message == "请写成 2021、2021-07 或 2021-07-29 的样子。"
