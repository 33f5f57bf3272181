"""Every page of the desk in a browser: accessible, in Chinese, and no wider than a phone."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.support import desk

from .test_accessibility import violations

pytestmark = pytest.mark.django_db(transaction=True)

LOOKS = [(390, "light"), (1280, "dark")]
# Words that are Chinese usage as they are: names of formats, codings and of things of the web.
LATIN = {"CSV", "UTF", "GBK", "GB", "XLSX", "Excel", "JSON", "Lines", "Word", "PDF", "OFD", "SHA"}
LATIN |= {"html", "mht", "doc", "docx", "wps", "xlsx", "txt", "https", "MB", "FreeOTP", "Microsoft"}
LATIN |= {"Authenticator", "spp", "reform", "supervisory", "csv", "js", "topic", "csvCSV"}


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
            faults[name] = [*violations(page), *too_wide(page), *english(page)]
    messages = [f"{name}: {message}" for name in faults for message in faults[name]]
    assert not messages, "\n".join(messages)


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
