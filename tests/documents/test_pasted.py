"""Pasted text: marks, entities, lost line breaks, characters that only look right."""

import time

import pytest

from reforms.documents import pasted_lines


def lines(text):
    return [line.text for line in pasted_lines(text) if line.text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 标题\n** 案例一  **", ["标题", "案例一"]),
        ("** 督促  ** **整治**", ["督促整治"]),
        ("** 案例三\n**甲案**", ["案例三", "甲案"]),
        (r"**1\. 甲案**", ["1. 甲案"]),
        ("**见**[甲案](https://example.org/a?b=1)。", ["见甲案。"]),
        ("**甲**\n**——**\n__", ["甲", "——"]),
        ("甲&nbsp;乙&ldquo;丙&rdquo;", ["甲 乙“丙”"]),
        ("<p>甲</p><p><b>乙</b>&nbsp;丙</p>", ["甲", "乙 丙"]),
        ("⼈⺠检察院", ["人民检察院"]),
        ("甲\u200b乙\ufeff", ["甲乙"]),
        ("5 * 3 * 2 = 30", ["5 * 3 * 2 = 30"]),
        ("依法严惩。 **7.甲等15人**\n**诈骗案**", ["依法严惩。", "7.甲等15人", "诈骗案"]),
        ("追回损失。 2.5万元已经发还", ["追回损失。 2.5万元已经发还"]),
    ],
)
def test_it_takes_marks_away(text, expected):
    assert lines(text) == expected


def test_it_keeps_bold_and_headings_as_evidence():
    heading, bold, plain, cut = pasted_lines("# 甲\n**乙**\n丙\n** 丁")
    assert (heading.heading, bold.bold, plain.is_set_off, cut.bold) == (True, True, False, True)


def test_it_breaks_a_text_that_lost_its_lines():
    text = "共2件。" + "".join(
        f"案例{n} 甲院{n}【关键词】听证【主要做法】{'登记。' * 30}【典型意义】可复制。"
        for n in "一二"
    )
    assert lines(text)[1:5] == ["案例一 甲院一", "【关键词】", "听证", "【主要做法】"]


@pytest.mark.faults  # its times need a quiet machine
@pytest.mark.parametrize(
    "piece", ["[", "](", "![甲", "**", " ** ", "<div", "&a", "【", "\\", "](http:", "#"]
)
def test_it_takes_time_in_proportion_to_the_text(piece):
    def seconds(size):
        text = piece * (size // len(piece))
        times = []
        for _attempt in range(5):
            started = time.process_time()
            pasted_lines(text)
            times.append(time.process_time() - started)
        return min(times)

    assert seconds(20_000) <= 3 * max(seconds(10_000), 0.0005)
