"""What a small hostile document can make the reader do."""

import pytest
from django.core.exceptions import ValidationError

from reforms.documents.limits import xml_events
from reforms.documents.reading import read_document
from tests.documents.samples import docx


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
