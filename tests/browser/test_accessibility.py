"""What of WCAG 2.2 at levels A and AA a program can check (axe), on every kind of public page."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.translation import override
from playwright.sync_api import Browser, Page

from reforms.urls import urlpatterns

from .pages import KINDS, LANGUAGES, ODD

pytestmark = pytest.mark.django_db

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# Each language, scheme and width; with make test-faults each scheme with each width.
LOOKS = [("zh", "light", 390), ("en", "dark", 1280)]
LOOKS += [
    pytest.param(*look, marks=pytest.mark.faults)
    for look in (("zh", "dark", 390), ("en", "light", 1280))
]
# Those that no address of KINDS gives.
MESSAGES = ("400.html", "403.html", "413.html", "414.html", "429.html", "500.html", "503.html")

LONG = ("50,000 characters", "batch of 500")  # as other cases and batches, but ten seconds each


def violations(page: Page) -> list[str]:
    """Each broken rule with the elements that break it."""
    violations_found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{violation['id']}: {[node['target'][0] for node in violation['nodes']]}"
        for violation in violations_found
    ]


def broken(page: Page, site: str, addresses: dict[str, str]) -> dict[str, list[str]]:
    """Kind of page → the rules it breaks."""
    violations_found = {}
    for kind, address in addresses.items():
        page.goto(f"{site}{address}")
        violations_found[kind] = violations(page)
    return {kind: rules for kind, rules in violations_found.items() if rules}


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_no_kind_of_page_breaks_a_rule(library, browser: Browser, language, scheme, width):
    addresses = {kind: LANGUAGES[language] + address for kind, address in KINDS.items()}
    with browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
        assert broken(page, library, addresses) == {}


@pytest.mark.parametrize(("language", "scheme"), [("zh-hans", "dark"), ("en", "light")])
def test_no_message_breaks_a_rule(library, browser: Browser, rf, language, scheme):
    violations_found = {}
    with browser.new_page(color_scheme=scheme) as page, override(language):
        page.goto(library)  # style sheets are addressed from the site's root
        for name in MESSAGES:
            page.set_content(render_to_string(name, request=rf.get("/")))
            assert page.locator("h1").count() == 1
            violations_found[name] = violations(page)
    assert violations_found == {name: [] for name in MESSAGES}


def test_no_odd_case_breaks_a_rule(library, page: Page):
    short = {kind: ODD[kind] for kind in ODD if kind not in LONG}
    assert broken(page, library, short) == {}


def test_every_public_address_is_among_the_kinds():
    pages = {route.name for route in urlpatterns if str(route.pattern).endswith("/")}
    tried = {resolve(urlsplit(address).path).url_name for address in KINDS.values()}
    assert pages - tried == set()


def test_a_page_that_breaks_rules_is_found_out(page: Page):
    page.set_content(
        "<!doctype html><html lang=en><title>A</title>"
        "<main><h1>A</h1><img src=a><p style='color:#aaa'>grey</p></main>"
    )
    assert [violation.split(":")[0] for violation in violations(page)] == [
        "color-contrast",
        "image-alt",
    ]
