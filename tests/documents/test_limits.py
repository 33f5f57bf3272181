"""What a small hostile document can make the reader do."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError

from reforms.documents.limits import xml_events
from reforms.documents.reading import is_document, read_document
from tests.documents.samples import W, archive, docx, ofd


@pytest.mark.slow
def test_it_counts_the_characters_of_a_run_while_reading_it():
    run = "零" * 1_900_000
    # Joined piece by piece these tabs copy 380 GB.
    document = docx(f"<w:p><w:r><w:t>{run}</w:t>{'<w:tab/>' * 100_001}</w:r></w:p>")
    with pytest.raises(ValidationError, match="Word 文件太大"):
        read_document(document, "")


def test_it_counts_hidden_text():
    run = f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{'零' * 1_100_000}</w:t></w:r>"
    with pytest.raises(ValidationError, match="Word 文件太大"):
        read_document(docx(f"<w:p>{run}{run}</w:p>", "文"), "")


def test_it_empties_an_element_after_its_end():
    elements = [element for _event, element in xml_events(b"<a><b>text</b></a>", "")]
    assert [(element.text, len(element)) for element in elements] == [(None, 0)] * 4


ENTITIES = f'<!DOCTYPE a [<!ENTITY b "甲">]><w:document {W}><w:p>&b;</w:p></w:document>'


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "utf-32-le"])
def test_it_finds_entities_in_any_encoding(encoding):
    with pytest.raises(ValidationError, match="已损坏"):
        read_document(archive(word__document_xml=ENTITIES.encode(encoding)), "")


def test_it_finds_entities_behind_a_declared_encoding():
    declaration = b'<?xml version="1.0" encoding="cp037"?>'
    document = declaration + ENTITIES.replace("甲", "x").encode("cp037")
    with pytest.raises(ValidationError, match="已损坏"):
        read_document(archive(word__document_xml=document), "")


def test_it_reads_xml_with_a_byte_order_mark_and_a_declaration():
    declaration = '\ufeff<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    text = f"<w:document {W}><w:p><w:r><w:t>文</w:t></w:r></w:p></w:document>"
    document = read_document(archive(word__document_xml=declaration + text), "")
    assert document.lines[0].text == "文"


def with_directory(names):
    """An archive that says it has one member, and one that says what it has."""
    file = BytesIO()
    with ZipFile(file, "w") as zip_file:
        for n in range(names):
            zip_file.writestr(str(n), b"")
    honest = file.getvalue()
    end = honest.rindex(b"PK\5\6")
    return honest, honest[: end + 8] + b"\1\0\1\0" + honest[end + 12 :]


@pytest.mark.slow
@pytest.mark.parametrize("read", [read_document, is_document])
@pytest.mark.parametrize("number", [0, 1])
def test_it_measures_the_directory_of_an_archive_before_reading_it(read, number):
    with pytest.raises(ValidationError, match="太大"):
        read(with_directory(30_000)[number], "a.docx")


@pytest.mark.parametrize(
    "data", [b"x" * (5 << 20) + b"x", b"x" + b"\n" * 200_001, b"x" + b"\r" * 200_001]
)
def test_it_refuses_a_text_of_too_many_bytes_or_lines(data):
    with pytest.raises(ValidationError, match="文本文件太大"):
        read_document(data, "a.txt")


@pytest.mark.slow
def test_it_counts_the_elements_of_all_pages_of_an_ofd():
    pages = [[(10, "字</TextCode><TextCode/>" + "<a/>" * 300_000 + "<TextCode>")]] * 4
    with pytest.raises(ValidationError, match="OFD 文件太大"):
        read_document(ofd(*pages), "")
