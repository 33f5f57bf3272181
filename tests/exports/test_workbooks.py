"""Excel workbooks as openpyxl reads them."""

import io

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from reforms.columns import BODY, COLUMNS, values
from reforms.exports import Refused
from reforms.exports.excel import workbook
from reforms.models import Case
from tests.exports.written_files import REFERENCES, made, sheet
from tests.support import cast

pytestmark = pytest.mark.slow


def test_a_workbook_has_typed_cells(db):
    case = cast.case(1, title="=SUM(A1)")
    heading, row = sheet(made("xlsx"))
    cells = dict(zip(heading, row, strict=True))
    assert (cells["title"], cells["case_no"], cells["year"]) == ("=SUM(A1)", 1, 2021)
    assert cells["date"] == "2021-07-29"
    assert cells["updated_at"].isoformat() == values(case)["updated_at"][:19]


def test_a_workbook_has_the_same_cases_in_the_same_order(three):
    case = Case.objects.get(reference="joint-1-03")
    case.summary = "短"
    cast.history.save_case(case)
    heading, *rows = sheet(made("xlsx", long=True))
    place = heading.index("reference")
    assert [row[place] for row in rows] == [*REFERENCES, "spp-reform-2-02"]


def test_a_text_comes_back_as_it_was(db):
    texts = {"title": " <a> & \x0b_x0041_ ", "summary": "一\n\t二\r\n\ufffe🙂", "subtitle": "_x_"}
    case = cast.draft(1)
    for name, text in texts.items():  # not cleaned, as texts stored long ago
        setattr(case, name, text)
    cast.history.save_cases([cast.history.prepare(case, [], list(case.bodies.all()))])
    cast.history.publish([case])
    heading, row = sheet(made("xlsx"))
    cells = dict(zip(heading, row, strict=True))
    assert {name: unescape(cells[name]) for name in texts} == texts


def test_a_workbook_keeps_its_heading_in_sight_and_can_be_filtered(db):
    cast.case()
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", words="全部")))
    cases, codebook = book.worksheets
    assert (cases.freeze_panes, cases.auto_filter.ref) == ("A2", "A1:AP2")
    assert cases.column_dimensions["A"].width > 20
    facts = {row[0].value: row[1].value for row in codebook.iter_rows(max_row=7)}
    assert (facts["selection"], facts["revision"], facts["rows"]) == ("全部", "1", "1")


def test_a_cell_that_excel_cannot_hold_is_refused_by_name(three):
    with pytest.raises(Refused, match=r"joint-1-03 的 summary 超过 .* 32767"):
        made("xlsx")


@pytest.mark.parametrize(("text", "held"), [("长" * 32_767, True), ("🙂" * 16_384, False)])
def test_excel_counts_an_emoji_twice(db, text, held):
    cast.case(summary=text)
    if held:
        assert made("xlsx")
        return
    with pytest.raises(Refused):
        made("xlsx")


def test_a_workbook_with_full_texts_has_a_lower_cap(three, monkeypatch):
    monkeypatch.setattr(workbook, "XLSX_TEXTS", 2)
    assert made("xlsx", columns=COLUMNS[:2])
    with pytest.raises(Refused, match="最多 2 行，这里有 3 行"):
        made("xlsx", columns=(*COLUMNS[:2], BODY))


def test_a_workbook_over_the_cap_is_refused_with_what_to_do_instead(three, monkeypatch):
    monkeypatch.setattr(workbook, "XLSX_ROWS", 2)
    with pytest.raises(Refused, match="最多 2 行，这里有 3 行。请缩小筛选范围，或下载 CSV"):
        made("xlsx")
