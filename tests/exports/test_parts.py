"""Files with a row for each part of a full text."""

import json

import numpy as np
import pytest

from reforms import exports
from reforms.columns import PART_COLUMNS
from reforms.exports import Export, Refused
from reforms.models import Case
from reforms.storage.databases import key_array
from tests.exports.written_files import made, sheet
from tests.support import cast

pytestmark = pytest.mark.django_db
TEXT = "开头\n【要旨】甲\n【检察机关履职过程】\n一、调查\n乙\n丙"


@pytest.fixture
def two():
    cast.case(1, body=TEXT)
    cast.case(2)  # without a text


def test_a_file_of_parts_looks_like_this(two):
    assert made("csv", columns=PART_COLUMNS, parts=True).decode() == (
        "reference,part,depth,role,heading,text\r\n"
        "spp-reform-2-01,1,0,,,开头\r\n"
        "spp-reform-2-01,2,0,要旨,要旨,甲\r\n"
        "spp-reform-2-01,3,0,做法履职,检察机关履职过程,\r\n"
        'spp-reform-2-01,4,1,,一、调查,"乙\n丙"\r\n'
    )


def test_json_lines_have_numbers_as_numbers(two):
    lines = made("jsonl", columns=PART_COLUMNS, parts=True).decode().splitlines()
    assert json.loads(lines[3]) == {
        "reference": "spp-reform-2-01",
        "part": 4,
        "depth": 1,
        "role": "",
        "heading": "一、调查",
        "text": "乙\n丙",
    }


def test_a_workbook_has_a_row_for_each_part(two):
    rows = sheet(made("xlsx", columns=PART_COLUMNS, parts=True, chinese=True))
    assert rows[0] == ["编号", "部分序号", "层次", "作用", "小标题", "文字"]
    assert rows[2] == ["spp-reform-2-01", 2, 0, "要旨", "要旨", "甲"]
    assert len(rows) == 5


def test_it_knows_its_number_of_rows(two):
    export = Export(key_array(Case.objects.published()), PART_COLUMNS, parts=True)
    assert (export.total, export.rows) == (2, 4)


def test_a_workbook_of_too_many_parts_is_refused(two, monkeypatch):
    monkeypatch.setattr(exports.excel.workbook, "XLSX_TEXTS", 3)
    with pytest.raises(Refused, match="最多 3 行，这里有 4 行"):
        made("xlsx", columns=PART_COLUMNS, parts=True)


def test_the_parts_of_too_many_cases_are_refused():
    with pytest.raises(Refused, match="最多 10000 件案例，这里有 10001 件"):
        Export(np.arange(10_001, dtype=np.int32), PART_COLUMNS, parts=True)
