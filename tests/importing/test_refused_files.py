"""Files that cannot be read, and those that are too large."""

import io
import tempfile
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from openpyxl import Workbook

from reforms import importing
from reforms.models import BatchImport, ImportRow
from tests.support import cast
from tests.support.uploads import HEADINGS, statuses, table, upload, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def test_a_text_that_calls_itself_a_workbook_is_told_so():
    with pytest.raises(ValidationError, match=r"文件名是 \.xlsx，内容却不是"):
        importing.start_upload(io.BytesIO("随便写的\n一些字\n".encode()), "案例.xlsx")


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
        (b"<html><table>", "这是网页，里面没有表格"),
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
