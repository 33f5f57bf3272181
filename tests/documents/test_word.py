"""Word documents."""

import pytest
from django.core.exceptions import ValidationError

from reforms.documents.reading import read_document
from tests.documents.samples import W, archive, docx, paragraph

pytestmark = pytest.mark.slow


def lines_of(data):
    return [line.text for line in read_document(data, "发布稿.docx").lines]


def table(*rows):
    """A table of Word; each cell holds the paragraphs of a list."""
    cell = "<w:tc>{}</w:tc>"
    cells = [[cell.format("".join(map(paragraph, texts))) for texts in row] for row in rows]
    return "<w:tbl>{}</w:tbl>".format("".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells))


def test_it_reads_a_row_of_short_cells_as_one_line():
    rows = table([["序号"], ["案例名称"]], [["1"], ["甲案"]])
    assert lines_of(docx("题目", rows, "正文")) == ["题目", "序号  案例名称", "1  甲案", "正文"]


def test_it_reads_texts_laid_out_in_a_table_one_below_the_other():
    rows = table([["甲", "乙"], ["丙"]], [["长" * 61], ["丁"]], [["戊"]])
    assert lines_of(docx(rows)) == ["甲", "乙", "丙", "长" * 61, "丁", "戊"]


def test_it_reads_a_table_in_a_cell():
    inner = table([["甲"], ["乙"]])
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('上')}{inner}{paragraph('下')}</w:tc></w:tr></w:tbl>"
    assert lines_of(docx(outer)) == ["上", "甲  乙", "下"]


def test_it_says_what_is_bold_centred_and_a_heading():
    styles = (
        '<w:style w:styleId="a"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:styleId="b"><w:name w:val="题"/><w:basedOn w:val="a"/></w:style>'
    )
    document = docx(
        paragraph("标题", '<w:pStyle w:val="b"/>'),
        paragraph("居中", '<w:jc w:val="center"/>', "<w:b/>"),
        paragraph("不粗", '<w:pStyle w:val="a"/>', '<w:b w:val="0"/>'),
        "正文",
        styles=styles,
    )
    looks = [(line.bold, line.heading, line.centred) for line in read_document(document, "").lines]
    assert looks == [
        (True, True, False),
        (True, False, True),
        (False, True, False),
        (False, False, False),
    ]


def test_it_prints_the_numbers_that_word_makes():
    numbering = (
        '<w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="案例%1　"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1.%2 "/></w:lvl></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    level = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr>'
    texts = [("甲", 0), ("子", 1), ("丑", 1), ("乙", 0), ("寅", 1)]
    document = docx(
        *(paragraph(text, level.format(depth)) for text, depth in texts), numbering=numbering
    )
    assert lines_of(document) == ["案例一  甲", "一.1 子", "一.2 丑", "案例二  乙", "二.1 寅"]


@pytest.mark.parametrize(
    "part",
    [
        "<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>",
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>",
    ],
)
def test_it_leaves_out_what_word_does_not_show(part):
    assert lines_of(docx("前", part, "后")) == ["前", "后"]


def test_it_reads_a_text_box_once():
    box = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
        "<mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>文</w:t></w:r></w:p>"
    )
    assert lines_of(docx(box)) == ["框", "文"]


def test_it_says_that_macros_and_footnotes_were_left_out():
    document = docx("文", word__vbaProject_bin="x", word__footnotes_xml="<x/>")
    assert read_document(document, "").notes == (
        "文档里有宏，没有运行，也没有保存",
        "脚注没有读入，需要的请手工补录",
    )


def test_it_refuses_a_document_that_declares_entities():
    bomb = f'<!DOCTYPE a [<!ENTITY b "{"甲" * 99}">]><w:document {W}><w:p>&b;</w:p></w:document>'
    with pytest.raises(ValidationError, match="已损坏"):
        read_document(archive(word__document_xml=bomb), "")


def test_it_refuses_a_document_that_is_huge_when_unpacked():
    with pytest.raises(ValidationError, match="太大"):
        read_document(docx("零" * 25_000_000), "")


def test_it_refuses_a_document_of_countless_paragraphs():
    with pytest.raises(ValidationError, match="太大"):
        read_document(docx("<w:p/>" * 1_100_000), "")


def test_it_reads_elements_that_are_nested_without_end():
    deep = "<w:sdt>" * 50_000 + "<w:p><w:r><w:t>底</w:t></w:r></w:p>" + "</w:sdt>" * 50_000
    assert lines_of(docx(deep)) == ["底"]


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_it_says_that_a_document_cut_off_halfway_is_broken(part):
    document = docx(*["文字"] * 500)
    with pytest.raises(ValidationError, match="已损坏"):
        read_document(document[: int(len(document) * part)], "")
