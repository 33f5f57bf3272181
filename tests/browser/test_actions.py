"""How many actions a whole release takes at the desk, from its first page until it is public."""

import pytest
from playwright.sync_api import Page, expect

from reforms.models import Case
from tests.support import cast
from tests.support.release_text import WHOLE

from .hand import Hand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hand(page: Page, live_server, admin_user) -> Hand:
    """At the first page of the desk, with nothing in the catalogue."""
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("用户名").fill(admin_user.username)
    page.get_by_label("密码").fill("password")
    page.get_by_role("button", name="登录").click()
    return Hand(page)


def paste(hand: Hand) -> None:
    hand.click("link", "粘贴发布稿")
    expect(hand.page.locator("#id_paste-text")).to_be_focused()
    hand.fill("#id_paste-text", WHOLE)
    hand.click("button", "识别发布稿")


def publish(hand: Hand) -> None:
    hand.click("button", "导入：新增草稿 4 件")
    hand.click("link", "发布本次导入的 4 件…")
    hand.click("button", "发布这 4 件")
    expect(hand.page.locator(".messagelist")).to_contain_text("已发布 4 件案例")
    public = Case.objects.published().order_by("number")
    assert [case.themes.get().name for case in public] == [
        *("监管责任", "监管责任", "政治责任", "办案责任"),
    ]


def test_an_empty_catalogue_takes_eight_with_the_themes(hand: Hand):
    paste(hand)
    hand.click("button", "新增为主题…")
    hand.click("button", "保存主题，填到各件里")
    publish(hand)
    assert hand.actions == 8


def test_a_catalogue_with_themes_takes_six(hand: Hand):
    for slug in cast.THEMES:
        cast.theme(slug)
    paste(hand)
    publish(hand)
    assert hand.actions == 6


def test_the_way_to_a_file_leads_to_its_field(hand: Hand):
    hand.page.set_viewport_size({"width": 390, "height": 800})
    hand.click("link", "上传文件")
    expect(hand.page.locator("#id_upload-file")).to_be_focused()
    expect(hand.page.get_by_role("heading", name="上传文件")).to_be_in_viewport()
