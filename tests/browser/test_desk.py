"""Every page of the desk in a browser: accessible, in Chinese, and no wider than a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.support import desk

from .test_accessibility import violations

pytestmark = pytest.mark.django_db(transaction=True)

# Each width and scheme; with make test-faults each scheme with each width.
LOOKS = [(390, "light"), (1280, "dark")]
LOOKS += [
    pytest.param(*look, marks=pytest.mark.faults) for look in ((390, "dark"), (1280, "light"))
]
# Words that are Chinese usage as they are: names of formats, codings and of things of the web.
LATIN = {"CSV", "UTF", "GBK", "GB", "XLSX", "Excel", "JSON", "Lines", "Word", "PDF", "OFD", "SHA"}
LATIN |= {"html", "mht", "doc", "docx", "wps", "xlsx", "txt", "https", "MB", "FreeOTP", "Microsoft"}
LATIN |= {"Authenticator", "spp", "reform", "supervisory", "csv", "js", "topic", "csvCSV"}


def press(name: str, **typed: str) -> Callable[[Page], None]:
    """Fill in fields by their ids, then press a button."""

    def click(page: Page) -> None:
        for field, text in typed.items():
            page.locator(f"#id_{field}").fill(text)
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_load_state()

    return click


# Pages without an address of their own: where they are reached from, and how.
CLICKS = {
    "withdrawal": ("public case", press("撤下…")),
    "public change": ("public case", press("保存", keywords="流程监控")),
    "preview of erasing": ("reforms_case_erase", press("查找，先不抹除", phrase="检察院")),
    "mistakes by hand": ("reforms_batch_by_hand", press("加入这一件")),
    "refused paste": ("reforms_batchimport_add", press("识别发布稿")),
    "refused case": ("reforms_case_add", press("保存")),
    "refused merge": ("reforms_theme_merge", press("合并")),
    "recovery codes": ("second_factor_codes", press("重新生成备用码")),
}


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_no_page_breaks_a_rule_or_scrolls_sideways_or_shows_english(
    live_server, browser: Browser, width, scheme
):
    cookie, pages = desk.session_cookie(desk.fill(), live_server.url), desk.pages()
    size, faults = {"width": width, "height": 900}, {}
    with browser.new_context(viewport=size, color_scheme=scheme) as context:
        context.add_cookies([cookie])
        page = context.new_page()
        for name, address in pages.items():
            response = page.goto(f"{live_server.url}{address}")
            assert (name, response and response.status) == (name, 200)
            faults[name] = faults_of(page)
        for name, (start, click) in CLICKS.items():
            page.goto(f"{live_server.url}{pages[start]}")
            click(page)
            faults[name] = faults_of(page)
        context.clear_cookies()
        page.goto(f"{live_server.url}/admin/")
        faults["login"] = faults_of(page)
    messages = [f"{name}: {message}" for name in faults for message in faults[name]]
    assert not messages, "\n".join(messages)


def faults_of(page: Page) -> list[str]:
    return [*violations(page), *too_wide(page), *english(page)]


def too_wide(page: Page) -> list[str]:
    """By how much a page is wider than its window; empty if it is not."""
    extra = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{extra} px too wide"] if extra > 0 else []


def english(page: Page) -> list[str]:
    """Latin words that the page shows, but for LATIN and what is in code."""
    text = page.evaluate(
        "() => { const body = document.body.cloneNode(true);"
        " body.querySelectorAll('script, style, code, textarea, svg, small')"
        ".forEach(node => node.remove());"
        " const named = [...body.querySelectorAll('[alt], [title], [aria-label]')]"
        ".flatMap(node => ['alt', 'title', 'aria-label'].map(name => node.getAttribute(name)));"
        " return body.innerText + ' ' + named.join(' ') }"
    )
    return sorted(set(re.findall(r"[A-Za-z]{2,}", text)) - LATIN)
