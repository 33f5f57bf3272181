"""An editor's day in a real browser: log in, add a batch with two cases, publish it."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from reforms import history
from reforms.models import Case
from tests.admin.roles import make_roles
from tests.support import cast

from .hand import Hand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page: Page, live_server, admin_user) -> Page:
    """The admin, logged in."""
    for slug in cast.THEMES:
        cast.theme(slug)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("用户名").fill(admin_user.username)
    page.get_by_label("密码").fill("password")
    page.get_by_role("button", name="登录").click()
    return page


def test_it_publishes_a_batch_with_a_joint_case(desk: Page, live_server, client):
    url, hand = live_server.url, Hand(desk)
    hand.click("link", "手工新增一批")
    hand.fill("#id_title", "第三批检察改革典型案例")
    hand.fill("#id_issuers", "最高人民检察院")
    hand.fill("#id_released_on", "2022-03-01")
    hand.fill("#id_source_name", "检察日报")
    hand.fill("#id_case-title", "川渝协作机制")
    hand.check("[name=case-title_by][value=issuer]")
    hand.fill("#id_case-bodies", "重庆市检察院\n四川省检察院")
    hand.check("#id_case-themes >> text=监管责任")
    hand.check("[name=case-themes_by][value=issuer]")
    hand.fill("#id_case-summary", "川渝协作机制的摘要。")
    hand.click("button", "加入这一件")
    expect(desk.locator(".by-hand-cases")).to_contain_text("重庆 · 省级院")
    hand.fill("#id_case-title", "量化评估机制")
    hand.fill("#id_case-bodies", "天水市检察院")
    hand.check("#id_case-themes >> text=监管责任")
    hand.fill("#id_case-summary", "量化评估机制的摘要。")
    hand.click("button", "加入这一件")
    desk.goto(f"{url}/cases/")
    assert "川渝协作机制" not in desk.content()
    desk.go_back()

    hand.click("link", "发布这一批的 2 件…")
    hand.click("button", "发布这 2 件")
    expect(desk.locator(".messagelist")).to_contain_text("已发布 2 件案例")
    assert Case.objects.published().count() == 2
    assert hand.actions == 19

    for province in ("chongqing", "sichuan", "chongqing&province=sichuan"):
        desk.goto(f"{url}/cases/?province={province}")
        expect(desk.get_by_role("main")).to_contain_text("川渝协作机制")
        expect(desk.get_by_role("main")).to_contain_text("1 件")
    desk.goto(f"{url}/cases/")
    expect(desk.get_by_role("main")).to_contain_text("2 件")


def test_a_batch_by_hand_leads_to_what_comes_next(desk: Page):
    hand = Hand(desk)
    hand.click("link", "手工新增一批")
    expect(desk.locator("#id_title")).to_be_focused()
    hand.fill("#id_title", "第三批检察改革典型案例")
    hand.fill("#id_issuers", "最高人民检察院")
    hand.fill("#id_case-title", "川渝协作机制")
    hand.fill("#id_case-bodies", "重庆市检察院")
    hand.click("button", "先核对单位")
    mistakes = desk.locator("#one-more .errornote")
    expect(mistakes).to_be_focused()
    expect(mistakes).to_be_in_viewport()
    hand.check("[name=case-title_by][value=issuer]")
    hand.click("button", "先核对单位")
    expect(desk.locator("#id_case-bodies")).to_be_focused()
    expect(desk.locator(".by-hand-place")).to_be_in_viewport()
    hand.click("button", "加入这一件")
    expect(desk.locator("#id_case-title")).to_be_focused()
    expect(desk.locator(".by-hand-cases")).to_be_in_viewport()


def test_a_colleague_is_invited_in_four_actions_and_sets_a_password(
    desk: Page, live_server, browser: Browser, settings
):
    settings.SITE_URL = live_server.url
    make_roles()
    hand = Hand(desk)
    hand.click("link", "同事")
    hand.fill("#id_name", "李思源")
    hand.check("[name=role][value=发布]")
    hand.click("button", "建立账号，给出链接")
    link = desk.locator("#link").input_value()
    assert hand.actions == 4
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(link)
        expect(page.get_by_role("main")).to_contain_text("您的用户名是 李思源")
        for field in ("#id_new_password1", "#id_new_password2"):
            page.locator(field).fill("一句很长很长的话 2026")
        page.get_by_role("button", name="设好密码，登录").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("编辑台")
        expect(page.locator(".desk-account summary")).to_have_text("李思源")


def test_the_second_of_two_editors_sees_both_and_saves_knowingly(desk: Page, live_server):
    case = cast.draft()
    desk.goto(f"{live_server.url}/admin/reforms/case/{case.pk}/change/")
    desk.locator("#id_title").fill("我的标题")
    case.title = "同事的标题"
    history.save_case(case, bodies=[cast.body(*cast.NANSHA)])
    desk.get_by_role("button", name="保存", exact=True).click()
    history_cards = desk.locator(".history-card")
    expect(history_cards).to_contain_text("同事的标题")
    expect(history_cards).to_contain_text("广州市南沙区检察院")
    expect(desk.locator("#id_title")).to_have_value("我的标题")
    desk.get_by_role("button", name="以我填写的为准，保存").click()
    expect(desk.locator(".messagelist")).to_contain_text("成功")
    stored_case = Case.objects.get()
    assert (stored_case.title, stored_case.bodies.get().name) == ("我的标题", "江苏检察机关")

    desk.goto(f"{live_server.url}/admin/reforms/case/{case.pk}/history/")
    desk.locator(".history a").last.click()
    desk.get_by_role("button", name="恢复到这一版本").click()
    expect(desk.locator(".messagelist")).to_contain_text("已恢复")
    assert Case.objects.get().title == "第1件案例的标题"


def test_an_administrator_erases_a_name(desk: Page, live_server, client):
    case = cast.case(body="某甲的故事")
    desk.goto(f"{live_server.url}/admin/reforms/case/{case.pk}/change/")
    desk.get_by_role("link", name="抹除…").click()
    desk.locator("#id_phrase").fill("某甲")
    desk.get_by_role("button", name="查找，先不抹除").click()
    expect(desk.locator(".history-card").first).to_contain_text("案例（正文） 1 处")
    assert "某甲" not in unquote(desk.url)
    desk.get_by_role("button", name="抹除，不能恢复").click()
    expect(desk.locator(".messagelist")).to_contain_text("已抹除")
    expect(desk.locator(".history")).to_contain_text("抹除词句")
    desk.goto(f"{live_server.url}/cases/{case.reference}/")
    expect(desk.get_by_role("main")).to_contain_text("■■的故事")


def test_its_scripts_run_under_the_content_policy(desk: Page, live_server):
    blocked = []
    desk.on("console", lambda message: blocked.append(message.text))
    for address in ("", "reforms/case/", "reforms/case/add/", "reforms/batch/add/"):
        desk.goto(f"{live_server.url}/admin/{address}")
    assert not [text for text in blocked if "Content Security Policy" in text]


def test_enter_in_a_field_saves_and_nothing_more(desk: Page, live_server):
    case = cast.draft()
    desk.goto(f"{live_server.url}/admin/reforms/case/{case.pk}/change/")
    desk.locator("#id_keywords").fill("流程监控")
    desk.locator("#id_keywords").press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("成功")
    case.refresh_from_db()
    assert (case.keywords, case.status) == ("流程监控", "draft")

    desk.goto(f"{live_server.url}/admin/reforms/case/{case.pk}/change/")
    desk.locator("#id_title").fill("我的标题")
    case.title = "同事的标题"
    history.save_case(case)
    desk.locator("#id_keywords").press("Enter")
    expect(desk.locator(".history-card")).to_contain_text("同事的标题")
    desk.locator("#id_keywords").press("Enter")
    expect(desk.locator(".history-card")).to_contain_text("同事的标题")
    assert Case.objects.get().title == "同事的标题"
