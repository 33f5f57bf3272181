"""Documents and tables are told apart by their first bytes, and texts by their names."""

import pytest

from reforms.documents.reading import is_document
from tests.documents.samples import archive, docx, mht

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TABLE = "标题,全文\n甲,<p>正文</p>\n".encode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TABLE, "a.csv"),
        (TABLE, "a.txt"),
        (TABLE, ""),
        ("全文,标题\n<html><p>正文</p>,甲".encode(), "a.CSV"),
        (b"<p>x</p>,a", "a.csv"),
        (b'{"text": "<body >"}', "a.jsonl"),
        ("标题\t全文\n甲\t<div >乙</div>".encode(), "a.tsv"),
        (b"Subject: x,a", "a.csv"),
        (b"BMW,a", "a.csv"),
        (archive(xl__workbook_xml="x"), "a.docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx"),
        (OLE + "Workbook".encode("utf-16-le"), "a.doc"),
        (b"PK\x03\x04" + b"x" * 99, "a.xlsx"),
    ],
    ids=range(13),
)
def test_it_takes_a_table_for_a_table(data, name):
    assert not is_document(data, name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (docx("文"), "a.xlsx"),
        (b"%PDF-1.7", "a.csv"),
        (b"{\\rtf1 x}", "a.csv"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>", "a"),
        (b"<HTML xmlns=''>", "a"),
        (b'<?xml version="1.0"?><html>', "a"),
        ("<p>甲,乙</p>".encode("utf-16"), "a.html"),
        (b"# a, b", "a.md"),
        (mht("<p>甲</p>"), "a"),
        ("典型案例\n甲,乙".encode(), "a.txt"),
    ],
    ids=range(12),
)
def test_it_takes_a_document_for_a_document(data, name):
    assert is_document(data, name)
