"""Web pages, texts and other files: known by their bytes, refused by their right name."""

import pytest
from django.core.exceptions import ValidationError

from reforms.documents.reading import read_document
from tests.documents.samples import archive, mht, ofd

PAGE = """<html><head><title>网站</title><style>p{}</style></head><body>
<nav><p>首页</p></nav><p style="text-align:center"><b>典型案例</b></p>
<p>案例一&nbsp;甲院</p><div style="display:none"><p>隐藏</p></div><script>var a;</script>
<footer>版权</footer></body></html>"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def texts(data, name=""):
    return [line.text for line in read_document(data, name).lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-le"])
def test_it_reads_a_text_in_any_encoding(encoding):
    assert texts("典型案例\n案例一".encode(encoding)) == ["典型案例", "案例一"]


def test_it_reads_a_text_in_big5():
    assert texts("檢察機關典型案例\n人民檢察院".encode("big5")) == [
        "檢察機關典型案例",
        "人民檢察院",
    ]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_it_reads_what_a_reader_of_a_page_sees(charset):
    page = PAGE.replace("<head>", f'<head><meta charset="{charset}">')
    assert texts(page.encode(charset)) == ["典型案例", "案例一 甲院"]


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        ("<td>1</td><td>甲案</td>", ["1  甲案"]),
        ("<td><p>1</p></td><td><p>甲案</p></td>", ["1  甲案"]),
        ("<td>1<td>甲案", ["1  甲案"]),
        ("<td><p>甲</p><p>乙</p></td><td>丙</td>", ["甲", "乙", "丙"]),
    ],
)
def test_it_reads_a_row_of_short_cells_of_a_page_as_one_line(row, lines):
    page = f"<p>上</p><table><tr>{row}</tr><tr><td>末</td></tr></table><p>下</p>"
    assert texts(page.encode()) == ["上", *lines, "末", "下"]


def test_it_leaves_out_lists_of_links_but_not_the_contents_of_the_page():
    links = "".join(f'<li><a href="/{n}">新闻{n}</a></li>' for n in range(4))
    contents = "".join(f'<p><a href="#{n}">案例{n}</a></p>' for n in range(3))
    page = f'<p>正文</p>{contents}<p>见<a href="/x">附件</a></p><ul>{links}</ul>'
    assert texts(page.encode()) == ["正文", "案例0", "案例1", "案例2", "见附件"]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_it_reads_a_page_saved_in_one_file(charset):
    document = read_document(mht(PAGE, charset), "x.mht")
    assert [line.text for line in document.lines] == ["典型案例", "案例一 甲院"]
    assert document.lines[0].centred


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "undefined", "unicode_escape", "rot13", ""]
)
def test_it_takes_no_encoding_that_no_page_has(charset):
    page = f'<meta charset="{charset}"><p>检察</p><p>案例-a</p>'
    saved = mht(page).replace(b"charset=utf-8", b"charset=" + charset.encode())
    assert texts(page.encode()) == texts(saved) == ["检察", "案例-a"]


def test_it_does_not_believe_an_encoding_that_makes_nonsense_of_the_text():
    saved = mht(PAGE, "gb18030").replace(b"charset=gb18030", b"charset=iso-8859-1")
    assert texts(saved) == ["典型案例", "案例一 甲院"]


def test_it_reads_the_beginning_of_a_header_alone():
    saved = mht(PAGE).replace(b"charset=utf-8", b"charset=utf-8" + b";a=b" * 1_000_000)
    assert texts(saved) == ["典型案例", "案例一 甲院"]


@pytest.mark.parametrize("piece", [b"--xx\r\n\r\n", b"\r\n" * 200])
def test_it_refuses_a_saved_page_of_countless_parts_or_lines(piece):
    saved = mht(PAGE).replace(b"--xx\r\n", b"--xx\r\n\r\n" + piece * 5_001, 1)
    with pytest.raises(ValidationError, match="太大"):
        read_document(saved, "a.mht")


def test_it_refuses_a_saved_page_of_more_than_five_megabytes():
    with pytest.raises(ValidationError, match="太大"):
        read_document(mht(PAGE + "x" * (5 << 20)), "a.mht")


def test_it_reads_the_text_layer_of_an_ofd():
    document = ofd([(10, "典型"), (10.2, "案例"), (20, "第一行")], [(10, "第二页")])
    assert texts(document) == ["典型案例", "第一行", "第二页"]


def test_it_orders_the_pages_of_an_ofd_by_number():
    pages = [[(10, f"第{n}页")] for n in range(12)]
    assert texts(ofd(*pages))[-2:] == ["第10页", "第11页"]


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.txt", "文件是空的"),
        (b" \n ", "a.txt", "文件是空的"),
        (OLE, "a.doc", "旧版 Word 文档（.doc）"),
        (OLE, "a.wps", "WPS 文档（.wps）"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "有密码"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "旧版 Excel"),
        (archive(xl__workbook_xml="x"), "a.xlsx", "上传文件"),
        (archive(a_txt="x"), "a.zip", "压缩包"),
        (b"PK\x03\x04" + b"x" * 99, "a.docx", "已损坏"),
        (b"{\\rtf1 x}", "a.rtf", "RTF 文档.*另存为 .docx 或 PDF"),
        (b"\x89PNG\r\n", "a.png", "图片"),
        (ofd([]), "a.ofd", "没有文字层"),
        ("典型\ufffd案例".encode(), "a.txt", "乱码"),
        (b"\x81\xff\xfe", "a.txt", "编码"),
        (b"<p></p><p></p><p></p>", "a.html", "没有可读的文字"),
    ],
)
def test_it_refuses_a_file_by_its_right_name(data, name, message):
    with pytest.raises(ValidationError, match=message):
        read_document(data, name)


def test_it_does_not_trust_a_name():
    assert texts("典型案例".encode(), "a.pdf") == ["典型案例"]


@pytest.mark.slow
def test_it_reads_a_page_of_countless_open_elements():
    assert texts(("<div><b>" * 60_000 + "底").encode()) == ["底"]


def test_it_refuses_a_page_that_nests_messages_without_end():
    nested = b"MIME-Version: 1.0\r\ntext/html\r\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(3000)
    )
    with pytest.raises(ValidationError):
        read_document(nested, "a.mht")
