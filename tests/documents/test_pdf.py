"""PDF documents."""

import pytest
from django.core.exceptions import ValidationError

from reforms.documents.reading import read_document
from tests.documents.samples import pdf

pytestmark = pytest.mark.slow


def test_it_reads_the_lines_of_all_pages_and_what_is_bold():
    document = pdf(
        ["检察机关服务大局典型案例", "近日，最高人民检察院发布典型案例。"],
        ["案例一", "供各地参考。"],
        bold={"案例一"},
    )
    lines = read_document(document, "a.pdf").lines
    assert [line.text for line in lines] == [
        "检察机关服务大局典型案例",
        "近日，最高人民检察院发布典型案例。",
        "案例一",
        "供各地参考。",
    ]
    assert [line.text for line in lines if line.bold] == ["案例一"]


def test_it_leaves_out_running_heads_and_page_numbers():
    texts = ["落实举措", "细化分工", "压实责任", "总结经验"]
    pages = [
        ["检察工作简报", f"{text}是重点，", f"{text}是难点，", f"{text}有办法。", f"- {n} -"]
        for n, text in enumerate(texts, 1)
    ]
    lines = [line.text for line in read_document(pdf(*pages), "").lines]
    assert lines[:4] == [
        "落实举措是重点，",
        "落实举措是难点，",
        "落实举措有办法。",
        "细化分工是重点，",
    ]
    assert len(lines) == 12


def test_it_says_that_a_scan_has_no_text():
    with pytest.raises(ValidationError, match="扫描件"):
        read_document(pdf([], []), "")


def test_it_refuses_a_pdf_of_two_thousand_pages():
    with pytest.raises(ValidationError, match="超过 400 页"):
        read_document(pdf(*[["字"]] * 2000), "")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", b"%PDF" + b"\0" * 99]
)
def test_it_says_that_a_pdf_is_broken(data):
    with pytest.raises(ValidationError, match="已损坏"):
        read_document(data, "")
