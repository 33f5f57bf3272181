"""Dates in workbooks: what the format of a cell shows is what is read."""

import pytest

from reforms.tables.number_formats import Shown, shown_by
from tests.support.uploads import import_messages, rows_of, statuses, upload, workbook
from tests.support.workbook_parts import dated_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]

DAY, FIRST = 44406, 44378  # 29 and 1 July 2021


def date_in(book: bytes) -> str:
    [row] = rows_of(upload(book))
    return row.cells["released_on"]


@pytest.mark.parametrize(
    ("code", "value", "date"),
    [
        ("yyyy-mm-dd", DAY, "2021-07-29"),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日";@', DAY, "2021-07-29"),
        ("[$-F800]dddd\\, mmmm dd\\, yyyy", DAY, "2021-07-29"),
        ("[Red]yyyy/m/d h:mm", DAY + 0.4, "2021-07-29"),
        ('yyyy"年"m"月";@', FIRST, "2021-07"),
        ('[DBNum1][$-804]yyyy"年"m"月";@', FIRST, "2021-07"),
        ('[Red]yyyy"年"m"月"', FIRST, "2021-07"),
        ("[$-zh-CN]yyyy\\-mm\\d", FIRST, "2021-07"),  # d is a letter to print, no day
        ("mmm-yy", FIRST, "2021-07"),
        ('[DBNum1][$-804]yyyy"年"', FIRST, "2021"),
        ("[Red]yyyy", FIRST, "2021"),
    ],
)
def test_a_date_is_read_as_far_as_its_cell_shows_it(code, value, date):
    assert date_in(dated_book(code, value)) == date


@pytest.mark.parametrize(
    ("number", "date"),
    [(14, "2021-07-29"), (31, "2021-07-29"), (27, "2021-07"), (36, "2021-07"), (57, "2021-07")],
)
def test_the_formats_of_chinese_editions_are_known_by_their_numbers(number, date):
    assert date_in(dated_book(number, DAY)) == date


@pytest.mark.parametrize("code", [28, 58, 'm"月"d"日"'])
def test_a_year_that_the_cell_does_not_show_is_asked_about(code):
    batch_import = upload(dated_book(code, DAY))
    assert rows_of(batch_import)[0].cells["released_on"] == "2021-07-29"
    assert "这一格只显示月和日，年份 2021 是表格软件补的" in import_messages(batch_import)


def test_a_workbook_of_1904_is_read():
    assert date_in(dated_book("yyyy-mm-dd", DAY - 1462, 'date1904="1"')) == "2021-07-29"


@pytest.mark.parametrize("code", ["[Red]0.00", '0.0"day"', "0.00E+00", "0.00_d", "General"])
def test_a_number_is_no_date_whatever_letters_its_format_quotes(code):
    batch_import = upload(dated_book(code, 2021.1))
    assert statuses(batch_import) == ["refused"]
    assert "“2021.1”是 1 月还是 10 月？" in import_messages(batch_import)


def test_the_number_of_a_day_is_named_for_what_it_is():
    batch_import = upload(dated_book("0", DAY))
    assert "“44406”像是表格软件里日期的内部编号" in import_messages(batch_import)


def test_a_date_in_a_column_of_other_values_is_refused():
    date = __import__("datetime").date(2026, 3, 1)  # what Excel makes of 3-1
    book = workbook(["批次", "标题", "单位", "原编号"], ["b", "甲", "江苏检察机关", date])
    batch_import = upload(book)
    assert "表格软件把这一格当成了日期（2026-03-01）" in import_messages(batch_import)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("h:mm", Shown(time=True)),
        ("[h]:mm:ss", Shown(time=True, elapsed=True)),
        ("mm:ss.0", Shown(time=True)),
        ("yyyy/m/d h:mm", Shown(year=True, month=True, day=True, time=True)),
        ("#,##0.00;[Red]-#,##0.00", Shown()),
        ("@", Shown()),
    ],
)
def test_minutes_are_no_months(code, shown):
    assert shown_by(code) == shown
