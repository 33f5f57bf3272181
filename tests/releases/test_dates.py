"""Dates and numbers as releases write them: released, reported and issued."""

import pytest

from reforms.releases import read
from reforms.text.dates import numeral_value, read_date
from tests.releases.sample_releases import NEWS, asked

pytestmark = pytest.mark.slow


def test_it_leaves_the_release_date_empty_where_the_text_says_only_lately():
    release = read(NEWS)
    assert (release.released, release.reported_on) == ("", "2023-11-06")
    assert asked(release, "released_on") == ["正文只写“近日”，没有写明发布日期，留空"]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2024年3月8日，", "2024-03-08"),
        ("2024年3月，", "2024-03"),
        ("今天，", ""),
        ("8日，", ""),
        ("继2023年10月12日发布首批之后，", ""),
        ("根据2024年3月8日会议要求，", ""),
    ],
)
def test_it_takes_only_a_date_of_the_release_as_released(words, date):
    assert read(f"{words}最高检发布第五批检察改革典型案例。").released == date


def test_it_reads_a_date_between_issuer_and_verb():
    release = read("答：最高检于2024年3月8日发布第五批检察改革典型案例。")
    assert (release.released, release.issuers) == ("2024-03-08", ("最高人民检察院",))


@pytest.mark.parametrize(
    ("reported", "released"),
    [("2023-11-06", "2023-11-03"), ("2023-01-06", "2022-11-03"), ("", "")],
)
def test_it_completes_the_year_from_the_report_and_says_so(reported, released):
    release = read(f"时间：{reported}\n11月3日，最高检发布第五批检察改革典型案例。")
    assert release.released == released
    assert "“11月3日”" in asked(release, "released_on")[0]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2023/11/06 10:20 来源：正义网", "2023-11-06"),
        ("发布日期：２０２３年１１月６日", "2023-11-06"),
        ("高检君 检察之声 2023-11-06 18:00 发表于北京", "2023-11-06"),
        ("发布时间：2023年13月45日", ""),
        ("发布时间：2023年2月30日", ""),
    ],
)
def test_it_reads_when_the_article_was_reported(line, date):
    assert read(f"{line}\n最高检近日发布第五批检察改革典型案例。").reported_on == date


@pytest.mark.parametrize(
    "lines",
    [
        "最高人民检察院\n二〇二二年九月五日",
        "印发日期：2022年9月5日",
        "该批案例2022年9月5日印发各地。",
    ],
)
def test_it_reads_when_the_batch_was_issued(lines):
    assert read(f"第五批检察改革典型案例\n{lines}").issued == "2022-09-05"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021年7月29日", "2021-07-29"),
        ("2021-7-9", "2021-07-09"),
        ("2021.07", "2021-07"),
        ("二〇二一年十二月三十一日", "2021-12-31"),
        ("2021年度", ""),
        ("7月29日", ""),
        ("2021-02-30", ""),
    ],
)
def test_it_reads_a_date_as_far_as_it_goes(text, date):
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("text", "value"), [("6", 6), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35)]
)
def test_it_reads_numbers(text, value):
    assert numeral_value(text) == value


@pytest.mark.parametrize(
    ("reported", "words", "released"),
    [
        ("2025-03-24", "今天（22日）", "2025-03-22"),
        ("2025-03-24", "昨日(23日)", "2025-03-23"),
        ("2025-03-01", "今天（28日）", "2025-02-28"),
        ("2025-01-01", "今天（31日）", "2024-12-31"),
        ("2025-03-01", "今天（30日）", ""),
        ("", "今天（22日）", ""),
    ],
)
def test_it_takes_the_printed_day_for_today(reported, words, released):
    release = read(f"时间：{reported}\n最高人民检察院{words}发布一批人脸信息典型案例。")
    assert (release.released, release.issuers) == (released, ("最高人民检察院",))
    assert words in asked(release, "released_on")[0] or not released


def test_a_dateline_gives_the_month_of_a_reprint():
    article = "本报北京6月7日电 最高检今天（7日）发布一批人脸信息典型案例。"
    assert read(f"时间：2024-11-24\n{article}").released == "2024-06-07"
