"""A reader's way in a real browser with JavaScript switched off, in both languages."""

import csv

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)

SIX = {
    "政治责任": ["江苏省检察机关"],
    "办案责任": ["江苏省检察机关", "云南省检察机关", "黑龙江省人民检察院"],
    "监管责任": ["广州市南沙区人民检察院", "甘肃省天水市检察机关"],
    "层级责任": ["天津市人民检察院"],
}


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "java_script_enabled": False}


@pytest.fixture
def site(page: Page, live_server) -> Page:
    """The home page of the seeded catalogue."""
    call_command("seed", verbosity=0)
    page.goto(f"{live_server.url}/")
    return page


@pytest.mark.parametrize("theme", SIX)
def test_each_theme_leads_to_its_cases(site: Page, theme):
    site.get_by_role("main").get_by_role("link", name=theme).first.click()
    for names in SIX.values():
        for name in names:
            shown = expect(site.get_by_role("main"))
            if name in SIX[theme]:
                shown.to_contain_text(name)
            else:
                shown.not_to_contain_text(name)


def test_a_list_is_narrowed_read_and_taken_away(site: Page, live_server, tmp_path):
    site.set_viewport_size({"width": 1280, "height": 900})
    site.goto(f"{live_server.url}/cases/?theme=supervisory")
    expect(site.get_by_role("main")).to_contain_text("共 2 件")
    site.get_by_role("link", name="广东").first.click()
    site.get_by_role("link", name="基层院").first.click()
    expect(site.get_by_role("main")).to_contain_text("共 1 件")
    with site.expect_download() as download:
        site.get_by_role("link", name="Excel").first.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.endswith("-rows-1.csv")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        [row] = csv.DictReader(opened)
    assert (row["编号"], row["单位"]) == ("spp-reform-2-04", "广州市南沙区人民检察院")

    site.locator("main a[href*='/cases/spp-reform-2-04/']").first.click()
    expect(site.get_by_role("heading", level=1)).to_have_text(row["标题"])


def test_english_readers_stay_in_english(site: Page, live_server):
    site.goto(f"{live_server.url}/en/")
    site.get_by_role("main").get_by_role("link", name="Supervisory responsibility").first.click()
    expect(site.locator("html")).to_have_attribute("lang", "en")
    assert "/en/themes/supervisory/" in site.url


def test_a_wrong_address_offers_a_search(site: Page, live_server):
    site.goto(f"{live_server.url}/cases/no-such-case/")
    expect(site.get_by_role("searchbox")).to_have_count(1)
    site.get_by_role("searchbox").fill("南沙")
    site.get_by_role("search").get_by_role("button").click()
    expect(site.get_by_role("main")).to_contain_text("spp-reform-2-04")
