"""What three kinds of reader come for, from the home page in four taps at most.

docs/goals.md has the same goals in words; a test compares.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.django_db

MOST_TAPS = 4
TABLE = Path(__file__).parents[2] / "docs" / "goals.md"


class Reader(NamedTuple):
    """Where a reader begins, and how wide the screen is."""

    home: str
    width: int


class Goal(NamedTuple):
    """What a reader taps, and what is then on the page; of a file, the end of its name."""

    taps: tuple[str, ...]
    seen: str = ""
    file: str = ""
    typed: str = ""  # into the search box, before the first tap


READERS = {
    "citizen": Reader("/", 390),
    "student": Reader("/en/", 1280),
    "journalist": Reader("/", 1280),
}
CASE = ".case-card-title a >> nth=0"
GOALS = {
    "citizen": [
        Goal((".tile-guangdong a",), ".chip:has-text('广东')"),
        Goal((".theme-list a:has-text('监管责任')",), ".theme-header p"),
        Goal((".newest ol a >> nth=0",), ".case-text h2:has-text('摘要')"),
        Goal(("main .search button", CASE), ".case h1:has-text('南沙')", typed="南沙"),
        Goal((".site-footer a:has-text('订阅')",), "main a[href='/cases.atom']"),
        Goal((".site-footer a:has-text('关于本站')",), "h2:has-text('哪些出自发布机关')"),
        Goal(
            (
                ".timeline a:has-text('2021')",
                "main a:has-text('这一年的案例')",
                ".browse-sticky a:has-text('只列标题')",
            ),
            ".case-line",
        ),
        Goal((".theme-list a:has-text('监管责任')", ".theme-header a >> nth=0"), ".browse-total"),
    ],
    "student": [
        Goal((".newest ol a >> nth=0",), ".case-text h2:has-text('Summary')"),
        Goal((".theme-list a >> nth=0",), ".theme-header p:has-text('procurator')"),
        Goal(("main .search button", CASE), "#cite pre", typed="Nansha"),
        Goal(
            ("main .search button", CASE, "#cite a:has-text('BibTeX')"),
            file=".bibtex",
            typed="Nansha",
        ),
        Goal(
            (
                ".site-nav a >> nth=0",
                ".pick input >> nth=0",
                ".pick input >> nth=1",
                ".picks button",
            ),
            ".picks a[href*='/compare/']",
        ),
        Goal(("main .search button", CASE), ".case-facts dt:text-is('Source')", typed="Nansha"),
        Goal(
            (".theme-list a >> nth=0", ".theme-header a >> nth=0", ".downloads a:has-text('Cite')"),
            "main pre",
        ),
        Goal((".newest h2 a",), ".beside dt:text-is('Issuer')"),
    ],
    "journalist": [
        Goal((".tile-guangdong a", ".downloads a:has-text('Excel 打开')"), file=".csv"),
        Goal((".tile-guangdong a", ".downloads a:has-text('统计')"), "#city a:has-text('1')"),
        Goal((".site-nav a:has-text('统计')", "#year-level a >> nth=0"), ".case-card"),
        Goal((".site-nav a:has-text('数据')", "main a:has-text('数据变动')"), ".changes li"),
        Goal((".site-footer a:has-text('收录范围')",), "h2:has-text('成系列的批次')"),
        Goal(
            (
                ".theme-list a:has-text('监管责任')",
                "main a[href$='/cases/?theme=supervisory'] >> nth=-1",
                ".downloads a:has-text('Word')",
            ),
            file=".docx",
        ),
        Goal((".newest h2 a", ".beside .more", ".downloads a:has-text('Excel 打开')"), file=".csv"),
        Goal(
            (".tile-jiangsu a", ".map-fold summary", ".tile-guangdong a"),
            ".chip:has-text('广东')",
        ),
    ],
}
NUMBERED = [(name, number) for name, goals in GOALS.items() for number in range(len(goals))]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without scripts."""
    page = browser.new_page(java_script_enabled=False)
    page.set_default_timeout(20_000)
    yield page
    page.close()


@pytest.mark.parametrize(("name", "number"), NUMBERED)
def test_a_goal_is_reached(library, page, name, number):
    reader, goal = READERS[name], GOALS[name][number]
    assert len(goal.taps) <= MOST_TAPS
    page.set_viewport_size({"width": reader.width, "height": 844})
    page.goto(f"{library}{reader.home}")
    if goal.typed:
        page.locator("main .search input[type=search]").fill(goal.typed)
    *before, last = goal.taps
    for tap in before:
        page.locator(tap).first.click()
    if goal.file:
        with page.expect_download() as download:
            page.locator(last).first.click()
        assert download.value.suggested_filename.endswith(goal.file)
    else:
        page.locator(last).first.click()
        expect(page.locator(goal.seen).first).to_be_visible()


def test_the_table_of_goals_is_the_one_that_is_tested():
    rows = re.findall(r"^\| (\w+) \| .* \| ([1-4]) \|$", TABLE.read_text(), re.M)
    assert rows == [(name, str(len(goal.taps))) for name, goals in GOALS.items() for goal in goals]
