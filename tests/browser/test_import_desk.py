"""The import desk in a real browser: a pasted release and a table, from hand to public and back."""

import csv
import io

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from reforms.models import Case, ImportRow
from tests.support import cast
from tests.support.release_text import NEWS, OFFICIAL

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page: Page, live_server, admin_user) -> Page:
    """The import form, logged in."""
    for slug in cast.THEMES:
        cast.theme(slug)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/admin/reforms/batchimport/add/")
    page.get_by_label("用户名").fill(admin_user.username)
    page.get_by_label("密码").fill("password")
    page.get_by_role("button", name="登录").click()
    return page


def exported() -> list[dict]:
    """All public cases as our own CSV has them, but for what every change changes."""
    answer = Client().get("/cases.csv")
    text = b"".join(answer.streaming_content).decode()
    unsteady = {"revision", "updated_at"}
    return [
        {name: value for name, value in row.items() if name not in unsteady}
        for row in csv.DictReader(io.StringIO(text))
    ]


def test_a_pasted_release_becomes_public(desk: Page, live_server):
    desk.get_by_label("发布稿文字").fill(NEWS)
    desk.get_by_role("button", name="识别发布稿").click()
    expect(desk.locator("#content")).to_contain_text("原文说共 4 件，认出 4 件")
    expect(desk.locator("#content")).to_contain_text("正文只写“近日”")
    for row in ImportRow.objects.order_by("line"):
        desk.locator(f"#row-{row.pk}-summary").fill(f"第{row.line}件的摘要，用自己的话写。")
    first, second, *_others = ImportRow.objects.order_by("line")
    desk.locator(f"#row-{first.pk}-title").fill("请示报告清单化")
    desk.locator(f"#row-{second.pk}-title").fill("院领导办案目录公开")
    desk.get_by_role("button", name="保存修改，重新核对").click()
    desk.get_by_role("button", name="导入：新增草稿 4 件").click()
    expect(desk.locator(".messagelist")).to_contain_text("已导入")
    assert not Case.objects.published().exists()

    desk.get_by_role("link", name="发布本次导入的 4 件").click()
    desk.get_by_role("button", name="发布这 4 件").click()
    expect(desk.locator(".messagelist")).to_contain_text("已发布 4 件案例")
    rows = exported()
    names = ("title", "provinces", "levels", "place_basis")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("请示报告清单化", "zhejiang", "provincial", "inferred"),
        ("院领导办案目录公开", "sichuan", "provincial", "inferred"),
        ("成都市武侯区检察院实化监管责任", "sichuan", "grassroots", "stated"),
        ("湖北省宜昌市检察院实化监管责任", "hubei", "municipal", "stated"),
    ]
    facts = ("year", "date", "reported_on", "released_on", "themes", "title_by")
    assert [rows[0][name] for name in facts] == [
        *("2023", "2023-05-16", "2023-05-16", "", "political", "catalogue"),
    ]
    desk.goto(f"{live_server.url}/cases/")
    expect(desk.get_by_role("main")).to_contain_text("请示报告清单化")


def test_a_full_release_needs_no_typing(desk: Page):
    """Paste, read, import, publish, confirm: five actions."""
    desk.get_by_label("发布稿文字").fill(OFFICIAL)
    desk.get_by_role("button", name="识别发布稿").click()
    desk.get_by_role("button", name="导入：新增草稿 4 件").click()
    desk.get_by_role("link", name="发布本次导入的 4 件").click()
    desk.get_by_role("button", name="发布这 4 件").click()
    expect(desk.locator(".messagelist")).to_contain_text("已发布 4 件案例")
    rows = exported()
    assert [row["official_no"] for row in rows] == ["案例1", "案例2", "案例3", "案例4"]
    assert rows[0]["title"] == "湖北省宜昌市检察机关推行结案抽查 压实监管责任"
    assert rows[0]["source_name"].startswith("最高人民检察院关于印发")


def test_a_gbk_table_is_applied_and_taken_back(desk: Page):
    cast.case(1, themes=("supervisory",), keywords="监控;评查")
    cast.case(2, bodies=(cast.CHONGQING, cast.SICHUAN))
    before = exported()
    table = (
        "编号;批次;标题;单位;地区;责任主题;摘要\r\n"
        "spp-reform-2-01;;改过的标题;;;;\r\n"
        ";spp-reform-2;新增甲;云南省检察院;云南;办案责任;摘要甲\r\n"
        ";spp-reform-2;新增乙;黑龙江省检察院;黑龙江省;政治责任、办案责任;摘要乙\r\n"
    ).encode("gbk")
    file = {"name": "案例.csv", "mimeType": "text/csv", "buffer": table}
    desk.locator("input[type=file]").set_input_files(file)
    desk.get_by_role("button", name="读取文件").click()
    expect(desk.locator("#content")).to_contain_text("编码 GB18030")
    expect(desk.locator("del").first).to_have_text("第1件案例的标题")
    desk.get_by_label("我知道").check()
    desk.get_by_role("button", name="导入：新增草稿 2 件，更新 1 件").click()
    expect(desk.locator(".messagelist")).to_contain_text("已导入")
    assert {row["title"] for row in exported()} == {"改过的标题", "第2件案例的标题"}
    assert Case.objects.count() == 4

    desk.get_by_role("link", name="撤销本次导入…").click()
    desk.get_by_role("button", name="撤销本次导入").click()
    expect(desk.locator(".messagelist")).to_contain_text("删除草稿 2 件，撤下 0 件，还原 1 件")
    assert exported() == before
    assert Case.objects.count() == 2


def test_enter_in_a_field_corrects_and_does_not_apply(desk: Page):
    desk.get_by_label("发布稿文字").fill(NEWS)
    desk.get_by_role("button", name="识别发布稿").click()
    row = ImportRow.objects.earliest("line")
    title = desk.locator(f"#row-{row.pk}-title")
    title.fill("请示报告清单化")
    desk.locator(f"#row-{row.pk}-official_no").press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("已保存修改")
    expect(title).to_have_value("请示报告清单化")
    assert not Case.objects.exists()
