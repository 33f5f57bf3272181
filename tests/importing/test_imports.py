"""From a file or a pasted text to drafts, and back: what an import reads, refuses and undoes."""

import csv
import io
import json
import tempfile
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from openpyxl import Workbook

from reforms import exports, history, importing
from reforms.exports import workbooks
from reforms.history import states
from reforms.importing import correcting
from reforms.models import (
    Batch,
    BatchImport,
    Case,
    CreditedBody,
    ImportRow,
    Revision,
    Theme,
    Version,
)
from reforms.search import narrow as found_by
from reforms.search import parse
from reforms.storage.databases import key_array
from reforms.vocabulary import Province
from tests.support import cast
from tests.support.release_text import NEWS

pytestmark = pytest.mark.django_db
HEADINGS = "批次,标题,单位,责任主题,摘要"


@pytest.fixture(autouse=True)
def themes():
    for slug in cast.THEMES:
        cast.theme(slug)


def upload(content: str | bytes, **options) -> BatchImport:
    raw = content.encode() if isinstance(content, str) else content
    return importing.start_upload(io.BytesIO(raw), "案例.csv", **options)


def table(*rows: str) -> str:
    return "\n".join([HEADINGS, *rows]) + "\n"


def rows_of(found: BatchImport) -> list[ImportRow]:
    return list(found.rows.order_by("line"))


def statuses(found: BatchImport) -> list[str]:
    return [row.status for row in rows_of(found)]


def said(found: BatchImport) -> str:
    """All that an editor is told of the rows."""
    return "\n".join(words for row in rows_of(found) for _column, words, _refuses in row.messages)


def applied(found: BatchImport, **options) -> BatchImport:
    for _done in importing.apply(found, **({"may_publish": True} | options)):
        pass
    return BatchImport.objects.get(pk=found.pk)


def workbook(*rows: list, **sheets: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# ---------------------------------------------------------------- a pasted release


def test_it_reads_a_release_into_rows():
    found = importing.start_release(NEWS)
    assert found.facts["claimed"] == found.facts["found"] == 4
    assert [
        [row.cells[name] for name in ("bodies", "provinces", "levels", "place_basis", "themes")]
        for row in rows_of(found)
    ] == [
        ["浙江检察机关", "zhejiang", "provincial", "inferred", "政治责任"],
        ["四川省检察机关", "sichuan", "provincial", "inferred", "办案责任"],
        ["成都市武侯区检察院", "sichuan", "grassroots", "stated", "监管责任"],
        ["湖北省宜昌市检察院", "hubei", "municipal", "stated", "监管责任"],
    ]
    assert "立即咨询" in found.facts["furniture"]
    assert not Case.objects.exists()


def test_it_marks_a_title_of_its_own_and_asks_for_a_better_one():
    row = rows_of(importing.start_release(NEWS))[0]
    assert (row.cells["title"], row.cells["title_by"]) == ("浙江检察机关强化政治责任", "catalogue")
    assert ["title", "发布稿没有给出标题，这是自动拟的，请改写。", False] in row.messages


def test_it_keeps_the_passage_behind_each_guess():
    row = rows_of(importing.start_release(NEWS))[1]
    assert row.passages["themes"] == "细化办案责任"
    assert row.passages["text"].startswith("四川省检察机关编制院领导办案目录")


def test_it_writes_a_release_as_drafts_of_a_new_batch(admin_user):
    found = applied(importing.start_release(NEWS), by=admin_user)
    batch = Batch.objects.get()
    assert (batch.slug, batch.title) == ("spp-2023-3", "第三批全国检察机关检察改革典型案例")
    assert (batch.reported_on, batch.released_on, batch.date) == ("2023-05-16", "", "2023-05-16")
    assert set(Case.objects.values_list("status", "year")) == {("draft", 2023)}
    assert found.state == "applied"
    assert Version.objects.filter(subject="case", by=admin_user).count() == 4


def test_it_finds_drafts_that_it_wrote():
    applied(importing.start_release(NEWS))
    assert found_by(Case.objects.all(), parse("武侯")).count() == 1


def test_the_same_release_twice_is_the_same():
    applied(importing.start_release(NEWS))
    again = importing.start_release(NEWS)
    assert statuses(again) == ["same"] * 4
    assert again.facts["plans"][0]["changes"] == []


def test_a_title_that_it_made_replaces_none():
    applied(importing.start_release(NEWS))
    case = Case.objects.earliest("number")
    case.title, case.title_by = "请示报告清单化", "issuer"
    history.save_case(case)
    again = importing.start_release(NEWS)
    assert statuses(again) == ["same"] * 4
    [row, *_others] = rows_of(again)
    importing.correct(again, {row.pk: {"cells": {"title": "编者又改的标题"}}}, {})
    assert statuses(again) == ["changed", "same", "same", "same"]


def test_it_says_which_levels_the_release_does_not_name():
    rows = rows_of(importing.start_release(NEWS))
    told = "原文没有写明“四川省检察机关”的层级，按名称判断：四川 · 省级院。"
    assert ["levels", told, False] in rows[1].messages
    assert not [words for column, words, _bad in rows[2].messages if column == "levels"]


def test_it_says_what_the_name_of_a_body_told():
    cast.batch()
    found = upload("批次,标题,单位\nspp-reform-2,甲,北京市检察院\n")
    [row] = rows_of(found)
    assert row.messages == [["levels", "“北京市检察院”按名称判断：北京 · 省级院。", False]]


def test_a_wrong_address_of_the_batch_is_said_once():
    found = importing.start_release(NEWS)
    importing.correct(found, {}, {"slug": "第三批"})
    assert statuses(found) == ["refused"] * 4
    assert found.facts["plans"][0]["faults"] == [
        ["batch", "网址名只能用英文字母、数字和连字符，如 spp-reform-3。"]
    ]
    assert said(found).count("网址名") == 0
    assert said(found).count("批次有误，见上面的批次") == 4


def test_a_text_that_calls_itself_a_workbook_is_told_so():
    with pytest.raises(ValidationError, match=r"文件名是 \.xlsx，内容却不是"):
        importing.start_upload(io.BytesIO("随便写的\n一些字\n".encode()), "案例.xlsx")


def test_it_corrects_rows_and_the_batch_in_place():
    found = importing.start_release(NEWS)
    row = rows_of(found)[0]
    change = {row.pk: {"cells": {"title": "清单化", "title_by": "本站编者", "provinces": "江苏"}}}
    importing.correct(found, change, {"slug": "spp-reform-3"})
    row.refresh_from_db()
    assert "这里写的是江苏，请核对" in said(found)
    applied(BatchImport.objects.get(pk=found.pk))
    case = Case.objects.get(reference="spp-reform-3-01")
    assert (case.title, case.place_key) == ("清单化", "jiangsu:provincial")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n ", "没有粘贴任何文字"),
        ("今天天气很好。", "没有认出任何案例"),
        ("字" * 200_001, "超过 200000 字"),
    ],
)
def test_it_refuses_a_text_that_is_no_release(text, words):
    with pytest.raises(ValidationError, match=words):
        importing.start_release(text)
    assert not BatchImport.objects.exists()


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_it_reads_every_usual_form_of_csv(encoding, delimiter):
    cast.batch()
    lines = table("spp-reform-2,案例甲,甘肃省天水市检察院,监管责任,摘要甲").replace(",", delimiter)
    found = upload(lines.encode(encoding))
    assert statuses(found) == ["new"]
    case = Case.objects.get(pk=applied(found).outcome["cases"][0][1])
    assert (case.title, case.place_key, case.theme_key) == (
        "案例甲",
        "gansu:municipal",
        "supervisory",
    )


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8-sig", "UTF-8（带 BOM）"), ("gbk", "GB18030"), ("utf-16", "UTF-16")],
)
def test_it_tells_the_encoding(encoding, told):
    cast.batch()
    assert upload(table("spp-reform-2,甲,江苏检察机关,,").encode(encoding)).encoding == told


def test_it_reads_headings_in_english_and_in_any_order():
    cast.batch()
    found = upload("Title,levels,bodies,BATCH\n甲,基层院,广州市南沙区检察院,spp-reform-2\n")
    assert statuses(found) == ["new"]


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
    assert "没有写批次" in said(upload("标题,单位\n甲,江苏检察机关\n"))


def nasty() -> Case:
    return cast.case(
        1,
        title="'=1+1，含“引号”,逗号;分号",
        summary="第一行\n=SUM(A1)\r\n第三行",
        keywords="甲;乙",
        bodies=(cast.CHONGQING, cast.SICHUAN),
        themes=("political", "supervisory"),
        source_name="-来源",
    )


FORMS = {
    "plain": lambda export: exports.write_csv(export),
    "xlsx": lambda export: workbooks.write_xlsx(export),
    "jsonl": lambda export: exports.write_jsonl(export),
}


@pytest.mark.parametrize("form", [*FORMS, "excel", "chinese"])
def test_our_own_files_go_round_unchanged(form):
    nasty()
    cast.case(2, bodies=(("军事检察院", "military", "", ""),), title="=cmd")
    export = exports.Export(
        key_array(Case.objects.published()),
        chinese=form == "chinese",
        excel=form in ("excel", "chinese"),
    )
    raw = b"".join(FORMS.get(form, exports.write_csv)(export))
    found = upload(raw)
    assert statuses(found) == ["same", "same"], [row.changes for row in rows_of(found)]
    assert [plan["changes"] for plan in found.facts["plans"]] == [[]]


def test_a_guarded_cell_comes_back_as_it_was():
    nasty()
    export = exports.Export(key_array(Case.objects.published()), excel=True)
    text = b"".join(exports.write_csv(export)).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["title"].startswith("''=")
    row["title"] = "'=2+2"
    file = io.StringIO()
    writer = csv.DictWriter(file, row)
    writer.writeheader()
    writer.writerow(row)
    applied(upload(file.getvalue().encode("utf-8-sig")))
    assert Case.objects.get().title == "=2+2"


def test_it_shows_changes_field_by_field_and_leaves_empty_cells_alone():
    cast.case(1, themes=("political",))
    found = upload("编号,标题,摘要,责任主题\nspp-reform-2-01,新标题,,监管责任\n")
    assert rows_of(found)[0].changes == [
        ["title", "第1件案例的标题", "新标题"],
        ["themes", "political", "supervisory"],
    ]


def test_an_empty_cell_clears_where_the_editor_says_so():
    cast.case(1)
    found = upload("编号,标题,摘要\nspp-reform-2-01,第1件案例的标题,\n", clear=True)
    assert rows_of(found)[0].changes == [["summary", "第1件案例的摘要", ""]]


def test_it_says_what_it_does_not_read():
    cast.case(1)
    found = upload("编号,标题,年份,备注\nspp-reform-2-01,甲,1999,x\n")
    assert found.facts["ignored"] == ["备注", "年份"]
    assert applied(found)
    assert Case.objects.get().year == 2021


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("地区", "江苏声", "“江苏声”不在可用的值里，最接近的是：江苏"),
        ("责任主题", "政治则任", "“政治则任”不在可用的值里，最接近的是：政治责任"),
        ("检察院层级", "区级", "“区级”不在可用的值里"),
        ("本站序号", "三", "“三”不是序号"),
        ("来源网址", "javascript:alert(1)", "URL"),
        ("地区", "江苏;云南", "单位有 1 个，这里有 2 个"),
        ("标题出自", "我", "“我”不在可用的值里"),
        ("编号", "no-such-09", "没有编号为“no-such-09”的案例"),
    ],
)
def test_it_refuses_a_cell_and_says_why(column, text, words):
    cast.batch()
    found = upload(f"批次,标题,单位,{column}\nspp-reform-2,甲,江苏检察机关,{text}\n")
    assert statuses(found) == ["refused"]
    assert words in said(found)
    with pytest.raises(ValidationError, match="没有可以导入的行"):
        applied(found)


def test_it_never_makes_a_theme_or_a_province():
    cast.case()
    known = [*Theme.objects.values_list("slug")]
    rows = ("spp-reform-2,甲,江苏检察机关,新责任,", "spp-reform-2,乙,新省检察院,,")
    applied(upload(table(*rows)))
    assert [*Theme.objects.values_list("slug")] == known
    assert {*CreditedBody.objects.values_list("province", flat=True)} <= {*Province.values, ""}


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
    found = upload("批次,批次名称,发布机关,发布日期,标题,单位\nb,某批,某院,近日,甲,江苏检察机关\n")
    assert "请写成 2021、2021-07 或 2021-07-29 的样子" in said(found)


def test_it_refuses_rows_that_disagree_about_their_batch():
    head = "批次,批次名称,发布机关,标题,单位\n"
    found = upload(head + "b,某批,某院,甲,江苏检察机关\nb,另一批,某院,乙,云南省检察院\n")
    assert statuses(found) == ["new", "refused"]
    assert "与第 2 行对同一批次的写法不同：“某批”" in said(found)


def test_it_refuses_a_new_batch_without_a_name():
    assert "新批次缺少“批次名称”" in said(upload(table("new-batch,甲,江苏检察机关,,")))


def test_it_refuses_the_same_case_twice_in_a_file():
    cast.batch()
    row = "spp-reform-2,甲,江苏检察机关,,"
    found = upload(table(row, row))
    assert statuses(found) == ["new", "refused"]
    assert "与第 2 行是同一件案例" in said(found)


def test_html_in_a_cell_stays_text():
    cast.batch()
    applied(upload(table("spp-reform-2,<script>alert(1)</script>,江苏检察机关,,")))
    assert Case.objects.get().title == "<script>alert(1)</script>"


def test_it_refuses_characters_that_no_file_can_carry():
    cast.batch()
    line = json.dumps(
        {"batch": "spp-reform-2", "title": "甲\x00\ud800", "bodies": ["江苏检察机关"]}
    )
    found = upload(line + "\n")
    assert statuses(found) == ["refused"]
    assert "控制字符" in said(found)


def archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def with_member(book: bytes, name: str, content: bytes) -> bytes:
    file = io.BytesIO(book)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return file.getvalue()


def merged_book() -> bytes:
    book = Workbook()
    for row in (["批次", "标题"], ["b", "甲"], ["b", "乙"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


GOOD = workbook(["批次", "标题"], ["b", "甲"])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf\r\n", "文件里没有内容"),
        (b"%PDF-1.7", "这是 PDF 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "加了密码的工作簿或旧版"),
        (b"<html><table>", "这是网页"),
        (b"\x89PNG\r\n", "这是图片"),
        ("甲,乙\n丙,丁\n".encode(), "没有找到“标题”列"),
        ("标题,案例标题\n".encode(), "“标题”和“案例标题”是同一列"),
        (HEADINGS.encode(), "只有列名"),
        ('批次,标题\nb,"甲\n'.encode(), "从第 2 行起读不下去"),
        ("批次,标题\nb,甲\x00\n".encode(), "空字节"),
        ("批次,标题\n".encode() + "b,甲乙丙丁戊己\n".encode("gbk"), "行的编码与其他行不同"),
        ("批次,标题\n".encode("gbk") + "b,甲乙丙丁戊己\n".encode(), "行的编码与其他行不同"),
        (b"\xef\xbb\xbf" + "标题\n甲\n".encode() + b"\xff\n", "第 3 行读不出来"),
        (b'[{"title": 1}]', "每行一个对象"),
        (b"PK\x03\x04rubbish", "文件可能已损坏"),
        (archive(a=b"x"), "不是 .xlsx 工作簿"),
        (GOOD[:-200], "文件可能已损坏"),
        (with_member(GOOD, "xl/vbaProject.bin", b"x"), "带有宏"),
        (with_member(GOOD, "xl/more.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"), "不该有的定义"),
        (with_member(GOOD, "xl/media/a.bin", bytes(60 << 20)), "大得不正常"),
        (merged_book(), "有合并单元格（A2:A3）"),
    ],
    ids=range(22),
)
def test_it_refuses_a_file_it_cannot_read_and_stores_nothing(raw, words):
    with pytest.raises(ValidationError, match=words):
        upload(raw)
    assert not BatchImport.objects.exists()


def with_passwords(book: bytes) -> bytes:
    """The archive with the mark of an encrypted member in its list (APPNOTE 4.4.4, bit 0)."""
    at = book.rindex(b"PK\x01\x02") + 8
    return book[:at] + bytes([book[at] | 1]) + book[at + 1 :]


def test_it_refuses_a_workbook_with_encrypted_members():
    with pytest.raises(ValidationError, match="加了密码"):
        upload(with_passwords(GOOD))
    assert not BatchImport.objects.exists()


def test_it_refuses_a_hundred_megabytes_before_reading_them():
    with tempfile.TemporaryFile() as file:
        file.truncate(100 << 20)
        with pytest.raises(ValidationError, match="文件超过 50 MB"):
            importing.start_upload(file, "案例.csv")
    assert not BatchImport.objects.exists()


@pytest.mark.parametrize("words", ["_x005F_", "_x000D_", "_x0041_", "一行\n二行"])
def test_words_that_look_escaped_come_back_from_our_workbook(words):
    cast.case(1, title=f"甲{words.splitlines()[0]}乙", summary=f"含{words}的摘要")
    raw = b"".join(workbooks.write_xlsx(exports.Export(key_array(Case.objects.published()))))
    assert statuses(upload(raw)) == ["same"]


def test_it_refuses_a_formula_cell_by_cell():
    cast.batch()
    found = upload(workbook(["批次", "标题", "单位"], ["spp-reform-2", "=1+1", "江苏检察机关"]))
    assert statuses(found) == ["refused"]
    assert "这一格是公式" in said(found)


def test_a_million_empty_rows_are_nothing():
    cast.batch()
    book = Workbook()
    book.active.append(["批次", "标题", "单位"])
    book.active.append(["spp-reform-2", "甲", "江苏检察机关"])
    book.active.cell(1_048_576, 1).value = " "
    file = io.BytesIO()
    book.save(file)
    assert statuses(upload(file.getvalue())) == ["new"]


@override_settings(IMPORT_MAX_ROWS=2)
def test_it_refuses_too_many_rows_and_stores_nothing():
    cast.batch()
    rows = [f"spp-reform-2,案{n},江苏检察机关,," for n in range(3)]
    with pytest.raises(ValidationError, match="超过 2 行"):
        upload(table(*rows))
    assert not ImportRow.objects.exists()


@override_settings(IMPORT_MAX_BYTES=1 << 20)
def test_it_refuses_a_file_that_is_too_large():
    with pytest.raises(ValidationError, match="文件超过 1 MB"):
        upload(b"x" * ((1 << 20) + 1))


def test_a_row_with_too_few_or_too_many_cells_is_refused():
    cast.batch()
    found = upload("批次,标题,单位\nspp-reform-2,甲\nspp-reform-2,乙,江苏检察机关,多\n")
    assert statuses(found) == ["refused", "refused"]
    assert "只有 2 格，列名有 3 格" in said(found)
    assert "格子比列名多" in said(found)


# ---------------------------------------------------------------- duplicates


def test_a_likely_duplicate_waits_for_the_editor():
    cast.case(1, title="构建社会危险性量化评估机制", bodies=(cast.NANSHA,))
    row = "spp-reform-2,构建社会危险性量化评估办法,广州市南沙区检察院,,新摘要"
    found = upload(table(row))
    [one] = rows_of(found)
    assert one.status == "skipped"
    assert [why for _pk, why in one.alike] == ["单位相同、标题相近"]
    importing.correct(found, {one.pk: {"choice": "update"}}, {})
    assert statuses(found) == ["changed"]
    importing.correct(found, {one.pk: {"choice": "add"}}, {})
    assert statuses(found) == ["new"]


def test_the_same_number_with_the_same_body_is_an_update():
    cast.case(1)
    found = upload("批次,本站序号,标题,单位\nspp-reform-2,1,新标题,江苏检察机关\n")
    assert statuses(found) == ["changed"]


def test_the_same_number_with_another_body_is_asked_about():
    cast.case(1)
    found = upload("批次,本站序号,标题,单位\nspp-reform-2,1,别的案例,云南省检察院\n")
    assert statuses(found) == ["skipped"]
    [one] = rows_of(found)
    importing.correct(found, {one.pk: {"choice": "add"}}, {})
    applied(BatchImport.objects.get(pk=found.pk))
    assert Case.objects.get(title="别的案例").number == 2


def test_a_summary_that_is_nearly_equal_is_asked_about():
    summary = "该院围绕办案流程建立监控机制，对临近期限的案件逐件提示，超期的说明原因。"
    cast.case(1, summary=summary)
    found = upload(table(f"spp-reform-2,另一个标题,云南省检察院,,{summary[:-5]}并通报。"))
    assert [why for _pk, why in rows_of(found)[0].alike] == ["摘要几乎相同"]


# ---------------------------------------------------------------- applying


def changes_one_and_adds_two() -> BatchImport:
    return upload(
        "编号,批次,标题,单位,责任主题\n"
        "spp-reform-2-01,,改过的标题,,\n"
        ",spp-reform-2,新增甲,云南省检察院,办案责任\n"
        ",spp-reform-2,新增乙,黑龙江省检察院,\n"
    )


def test_it_writes_with_history_and_one_revision(admin_user):
    cast.case(1)
    before = Revision.current().number
    applied(changes_one_and_adds_two(), by=admin_user)
    assert Revision.current().number == before + 1
    assert list(Case.objects.values_list("reference", "title", "status")) == [
        ("spp-reform-2-01", "改过的标题", "published"),
        ("spp-reform-2-02", "新增甲", "draft"),
        ("spp-reform-2-03", "新增乙", "draft"),
    ]
    last = Version.objects.filter(reference="spp-reform-2-01").last()
    assert (last.action, last.by, last.revision) == ("changed", admin_user, before + 1)
    assert last.state["title"] == "改过的标题"


def test_its_versions_are_as_the_single_writer_makes_them():
    applied(importing.start_release(NEWS))
    for version in Version.objects.filter(subject="case"):
        case = Case.objects.get(pk=version.subject_id)
        assert version.state == states.case_state(case)


def test_two_at_the_same_time_are_applied_once():
    cast.case(1)
    found = changes_one_and_adds_two()
    late = importing.apply(BatchImport.objects.get(pk=found.pk), may_publish=True)
    next(late)
    applied(found)
    with pytest.raises(ValidationError, match="状态是“已导入”"):
        list(late)
    assert Case.objects.count() == 3


@pytest.mark.parametrize(
    "step", [applied, correcting.check_again, lambda one: importing.correct(one, {}, {})]
)
def test_a_page_opened_before_can_neither_apply_nor_open_it_again(step):
    cast.case(1)
    found = changes_one_and_adds_two()
    opened = BatchImport.objects.get(pk=found.pk)
    applied(found)
    with pytest.raises(ValidationError, match="状态是“已导入”"):
        step(opened)
    kept = BatchImport.objects.get(pk=found.pk)
    assert (kept.state, len(kept.outcome["cases"])) == ("applied", 3)
    assert Case.objects.count() == 3


def test_it_does_not_write_over_what_somebody_changed_meanwhile():
    case = cast.case(1)
    found = changes_one_and_adds_two()
    late = importing.apply(found, may_publish=True)
    next(late)
    case.summary = "别人刚改的摘要"
    history.save_case(case)
    with pytest.raises(ValidationError, match="刚才有人改动"):
        list(late)
    assert Case.objects.count() == 1
    assert found.rows.count() == 3
    assert BatchImport.objects.get(pk=found.pk).state == "prepared"


def test_a_number_taken_meanwhile_stops_all():
    cast.case(1)
    found = changes_one_and_adds_two()
    late = importing.apply(found, may_publish=True)
    next(late)
    cast.draft(2)
    with pytest.raises(ValidationError, match="刚才有人改动了同一批次"):
        list(late)
    assert Case.objects.count() == 2
    assert Case.objects.get(number=1).title == "第1件案例的标题"


def test_changing_what_is_public_needs_a_publisher():
    cast.case(1)
    found = changes_one_and_adds_two()
    with pytest.raises(ValidationError, match="第 2 行会改动已发布的内容"):
        applied(found, may_publish=False)
    importing.correct(found, {rows_of(found)[0].pk: {"choice": "skip"}}, {})
    applied(BatchImport.objects.get(pk=found.pk), may_publish=False)
    assert Case.objects.count() == 3


def test_a_withdrawal_survives_an_import():
    history.withdraw([cast.case(1)], "issuer", history.Edit(note="来函"))
    found = upload("编号,标题\nspp-reform-2-01,又来了\n")
    assert statuses(found) == ["refused"]
    assert "案例已撤下" in said(found)


def test_refused_rows_are_left_out_and_the_others_written():
    cast.batch()
    applied(upload(table("spp-reform-2,甲,江苏检察机关,,", "spp-reform-2,乙,云南省检察院,错,")))
    assert [case.title for case in Case.objects.all()] == ["甲"]


def test_an_apply_cut_off_after_its_transaction_is_whole_and_can_be_finished():
    found = importing.start_release(NEWS)
    steps = importing.apply(found)
    next(steps)
    next(steps)
    steps.close()
    cut_off = BatchImport.objects.get()
    assert (cut_off.state, Case.objects.count()) == ("applied", 4)
    assert not found_by(Case.objects.all(), parse("武侯")).exists()
    list(importing.index_drafts(cut_off))
    assert found_by(Case.objects.all(), parse("武侯")).count() == 1


# ---------------------------------------------------------------- undoing


def state() -> list[dict]:
    unsteady = {"revision", "updated_at"}
    return [
        {name: value for name, value in states.case_state(case).items() if name not in unsteady}
        for case in Case.objects.all()
    ]


def test_an_undo_leaves_the_catalogue_as_before():
    cast.case(1, bodies=(cast.CHONGQING, cast.SICHUAN), themes=("political",), keywords="甲;乙")
    before = state()
    found = applied(changes_one_and_adds_two())
    assert state() != before
    assert importing.undo(found) == {"delete": 2, "withdraw": 0, "return": 1, "leave": 0}
    assert state() == before
    assert BatchImport.objects.get().state == "undone"


def test_an_undo_withdraws_what_was_published():
    found = applied(importing.start_release(NEWS))
    case = Case.objects.get(number=1)
    case.summary = "摘要"
    history.save_case(case)
    history.publish([case])
    done = importing.undo(found, also=[case.pk])
    assert done == {"delete": 3, "withdraw": 1, "return": 0, "leave": 0}
    case.refresh_from_db()
    assert (case.status, case.withdrawal) == ("withdrawn", "catalogue")


def test_an_undo_leaves_what_was_edited_since_and_says_what():
    case = cast.case(1)
    found = applied(changes_one_and_adds_two())
    case.refresh_from_db()
    case.summary = "后来改的摘要"
    history.save_case(case)
    [edited] = [one for one in importing.undo_plan(found) if one.is_edited]
    assert edited.edits == [("摘要", "第1件案例的摘要", "后来改的摘要")]
    assert importing.undo(found) == {"delete": 2, "withdraw": 0, "return": 0, "leave": 1}
    assert Case.objects.get().title == "改过的标题"


def test_an_undo_takes_the_batch_that_it_added():
    importing.undo(applied(importing.start_release(NEWS)))
    assert not Batch.objects.exists()
    assert not Case.objects.exists()


def test_an_undo_returns_a_batch_that_it_changed():
    cast.case(1)
    found = applied(upload("编号,标题,批次,批次名称\nspp-reform-2-01,甲,spp-reform-2,新名称\n"))
    assert Batch.objects.get().title == "新名称"
    importing.undo(found)
    assert Batch.objects.get().title == "第二批典型案例"


def test_an_import_is_undone_once():
    found = applied(importing.start_release(NEWS))
    importing.undo(found)
    with pytest.raises(ValidationError, match="状态是“已撤销”"):
        importing.undo(found)


def test_an_import_that_is_given_up_stays_as_a_record(admin_user):
    found = importing.start_release(NEWS, by=admin_user)
    importing.discard(found)
    kept = BatchImport.objects.get()
    assert (kept.state, kept.by, len(kept.sha256)) == ("discarded", admin_user, 64)
    assert not kept.rows.exists()
