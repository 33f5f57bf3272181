"""Texts that are empty, of another kind, damaged or hostile."""

import subprocess
import sys
import time

import pytest
from django.conf import settings

from reforms.releases import read
from tests.releases.sample_releases import FULL, NEWS, asked, bodies, cases_of

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("text", ["", "\n\n", "\x00\x01", "\ufeff"])
def test_it_says_that_there_is_nothing_to_read(text):
    assert asked(read(text), "text") == ["没有可读的文字"]


def test_it_finds_nothing_in_a_text_of_another_kind():
    release = read("今天下午三点开会，请各部门准时参加。")
    assert (release.title, release.cases, release.candidates) == ("", (), ())
    assert asked(release, "title") == ["没有认出批次名称，请填写"]


def test_it_keeps_markup_as_text():
    release = read(FULL.replace("推行履职档案", "推行<script>alert(1)</script>档案"))
    assert release.cases[2].title == "重庆市人民检察院第一分院推行<script>alert(1)</script>档案"
    assert "网页标记" in asked(release, "text")[0]


def test_it_drops_characters_that_nobody_can_see():
    release = read(NEWS.replace("浙江", "浙\x00江\u200b"))
    assert bodies(release.cases[0]) == ["浙江省检察机关"]


def test_it_keeps_headings_of_cases_that_look_like_furniture():
    text = "主要做法\n推广应用\n更多元的评价\n下载量上升\n关注重点人群\n专业律师参与听证"
    (case,) = cases_of(f"案例一 桂林市检察院设联络员\n{text}")
    assert case.body == text


def test_it_reads_windows_line_ends_as_any_others():
    assert read(FULL.replace("\n", "\r\n")).cases == read(FULL).cases


def test_it_reads_five_hundred_cases_and_says_so():
    release = read(
        "典型案例\n" + "".join(f"案例{n} 某市检察院治理{n}号河案\n" for n in range(1, 503))
    )
    assert len(release.cases) == 500
    assert release.cases[-1].title == "某市检察院治理500号河案"
    assert "案例超过500件，只读了前500件，其余请另行录入" in [q.text for q in release.questions]


HOSTILE = ["案例一", "案例一\n", "《", "“", "（", "检察院", "。", "1.江苏检察院\n"]
HOSTILE += [
    "目录\n1.甲案\n",
    "关于印发典型案例\n",
    "某市检察院，",
    "开发区检察院",
    "【关键词】",
    "**",
    "甲案\n",
]
HOSTILE += ["发布第一批典型案例", "一是强化政治责任\n"]
# What stands before the pieces, where a text needs it to be read on.
BEFORE = {
    "某省某某某自治州某某某某某自治县人民检察院\n": "办案单位：\n",
    "院" * 9_999 + "。": "案例一\n某某盗窃案\n甲市乙区人民检察院（以下简称院）",
}


@pytest.mark.faults  # its times need a quiet machine
@pytest.mark.parametrize("piece", [*HOSTILE, *BEFORE])
def test_it_is_not_stalled_by_a_hostile_text(piece):
    started = time.process_time()
    read(BEFORE.get(piece, "") + piece * (settings.IMPORT_MAX_CHARACTERS // len(piece)))
    assert time.process_time() - started < 2  # seconds; measured: under 1


def test_it_works_where_django_is_not_installed():
    code = "import sys; sys.modules['django'] = None; from reforms.releases import read; read('甲')"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=settings.BASE_DIR)
