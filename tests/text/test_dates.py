"""Dates as people type them, wherever a date is typed."""

import pytest
from django.core.exceptions import ValidationError

from reforms.columns.readers import partial_date
from reforms.text.dates import typed_date


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2021-07-29", "2021-07-29"),
        ("2021-7", "2021-07"),
        ("2021", "2021"),
        ("２０２１年７月２９日", "2021-07-29"),
        ("2021年7月29号", "2021-07-29"),
        ("2021 年 7 月", "2021-07"),
        ("2021年", "2021"),
        ("2021。7。29", "2021-07-29"),
        ("2021．7．29", "2021-07-29"),
        ("2021、7、29", "2021-07-29"),
        ("2021–7–9", "2021-07-09"),
        ("20210729", "2021-07-29"),
        ("20210729 10:20", "2021-07-29"),
        ("2021/7/29 0:00", "2021-07-29"),
        ("2021-07-29T00:00:00", "2021-07-29"),
        ("2021-07-29 下午3:05", "2021-07-29"),
        ("2021年7月29日（星期四）", "2021-07-29"),
        ("二〇二一年七月二十九日", "2021-07-29"),
        ("二零二一年十二月卅一日", "2021-12-31"),
        ("二○二一年一〇月", "2021-10"),
        ("二0二一年〇七月廿九日", "2021-07-29"),
        ("二O二一年", "2021"),
        ("二〇二一", "2021"),
        (" 2021.10 ", "2021-10"),
    ],
)
def test_it_reads_a_date(typed, date):
    assert typed_date(typed) == date


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "近日",
            "2021年度",
            "7月29日",
            "21-7-29",
            "202107",
            "44406",
            "2021-02-30",
            "20211301",
        ),
        *(
            "2021-07-28T16:00:00Z",
            "2021-7-29-1",
            "2021年7月29日至30日",
            "2021-7-十十",
            "2021年上半年",
        ),
        *("二〇二一年二月三十日", "2021 7 29", "2021-0", "0000", "十十十十"),
    ],
)
def test_it_leaves_what_is_no_date(text):
    assert typed_date(text) == text


@pytest.mark.parametrize("text", ["2021.1", "２０２１．１", " 2021.1 "])
def test_a_cell_that_may_have_lost_a_zero_is_asked_about(text):
    with pytest.raises(ValidationError, match="是 1 月还是 10 月"):
        partial_date(text)


@pytest.mark.parametrize(("text", "date"), [("2021.10", "2021-10"), ("2021.2", "2021-02")])
def test_a_cell_of_any_other_month_is_sure(text, date):
    assert partial_date(text) == date
