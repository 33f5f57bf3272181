"""Rows that are refused, and what the editor is told of them."""

import json

import pytest
from django.core.exceptions import ValidationError

from reforms.models import Case, CreditedBody, Theme
from reforms.vocabulary import Province
from tests.support import cast
from tests.support.uploads import applied, import_messages, statuses, table, upload, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("地区", "江苏声", "“江苏声”不在可用的值里，最接近的是：江苏"),
        ("责任主题", "政治则任", "“政治则任”不在可用的值里，最接近的是：政治责任"),
        ("检察院层级", "区级", "“区级”不在可用的值里"),
        ("本站序号", "甲", "“甲”不是序号"),
        ("来源网址", "javascript:alert(1)", "这不是完整的网址"),
        ("地区", "江苏;云南", "单位有 1 个，这里有 2 个"),
        ("标题出自", "我", "“我”不在可用的值里"),
        ("编号", "no-such-09", "没有编号为“no-such-09”的案例"),
    ],
)
def test_it_refuses_a_cell_and_says_why(column, text, words):
    cast.batch()
    batch_import = upload(f"批次,标题,单位,{column}\nspp-reform-2,甲,江苏检察机关,{text}\n")
    assert statuses(batch_import) == ["refused"]
    assert words in import_messages(batch_import)
    with pytest.raises(ValidationError, match="没有可以导入的行"):
        applied(batch_import)


def test_it_never_makes_a_theme_or_a_province():
    cast.case()
    slugs_before = [*Theme.objects.values_list("slug")]
    rows = ("spp-reform-2,甲,江苏检察机关,新责任,", "spp-reform-2,乙,新省检察院,,")
    applied(upload(table(*rows)))
    assert [*Theme.objects.values_list("slug")] == slugs_before
    assert {*CreditedBody.objects.values_list("province", flat=True)} <= {*Province.values, ""}


def test_it_refuses_rows_that_disagree_about_their_batch():
    head = "批次,批次名称,发布机关,标题,单位\n"
    batch_import = upload(head + "b,某批,某院,甲,江苏检察机关\nb,另一批,某院,乙,云南省检察院\n")
    assert statuses(batch_import) == ["new", "refused"]
    assert "与第 2 行对同一批次的写法不同：“某批”" in import_messages(batch_import)


def test_it_refuses_a_new_batch_without_a_name():
    assert "新批次缺少“批次名称”" in import_messages(upload(table("new-batch,甲,江苏检察机关,,")))


def test_it_refuses_the_same_case_twice_in_a_file():
    cast.batch()
    row = "spp-reform-2,甲,江苏检察机关,,"
    batch_import = upload(table(row, row))
    assert statuses(batch_import) == ["new", "refused"]
    assert "与第 2 行是同一件案例" in import_messages(batch_import)


def test_html_in_a_cell_stays_text():
    cast.batch()
    applied(upload(table("spp-reform-2,<script>alert(1)</script>,江苏检察机关,,")))
    assert Case.objects.get().title == "<script>alert(1)</script>"


def test_it_refuses_characters_that_no_file_can_carry():
    cast.batch()
    line = json.dumps(
        {"batch": "spp-reform-2", "title": "甲\x00\ud800", "bodies": ["江苏检察机关"]}
    )
    batch_import = upload(line + "\n")
    assert statuses(batch_import) == ["refused"]
    assert import_messages(batch_import).splitlines() == [
        "第 1 行第 2 个字（“甲”之后）是损坏的字符 U+D800，存不下，请删去或照原文补上。",
        "“江苏检察机关”按名称判断：江苏 · 省级院。",
        "缺少标题。",
    ]


def test_it_refuses_a_formula_cell_by_cell():
    cast.batch()
    batch_import = upload(
        workbook(["批次", "标题", "单位"], ["spp-reform-2", "=1+1", "江苏检察机关"])
    )
    assert statuses(batch_import) == ["refused"]
    assert "这一格是公式" in import_messages(batch_import)


def test_a_row_with_too_few_or_too_many_cells_is_refused():
    cast.batch()
    batch_import = upload("批次,标题,单位\nspp-reform-2,甲\nspp-reform-2,乙,江苏检察机关,多\n")
    assert statuses(batch_import) == ["refused", "refused"]
    assert "只有 2 格，列名有 3 格" in import_messages(batch_import)
    assert "格子比列名多" in import_messages(batch_import)
