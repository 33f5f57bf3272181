"""From a theme to a case and its file: on any screen, in either language, by keyboard alone."""

import csv
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .pages import LANGUAGES

pytestmark = pytest.mark.django_db

WORDS = {
    "zh": ("监管责任", "筛选", "广东", "CSV（Excel 打开）"),
    "en": ("Supervisory responsibility", "Filter", "Guangdong", "CSV for Excel"),
}
# Each width with both languages and both schemes, each language with both schemes.
SCREENS = [
    *((320, "zh", "light"), (320, "en", "dark"), (390, "zh", "dark"), (390, "en", "light")),
    *((768, "zh", "light"), (768, "en", "dark"), (1280, "zh", "dark"), (1280, "en", "light")),
]
TABS = 150  # more than any page of the journey has stops before what is looked for

# Why a keyboard user would not see where they are; WCAG 2.2, 2.4.7 and 2.4.11.
LOST = """() => {
  const one = document.activeElement;
  if (one === document.body) return "nothing has the focus";
  const style = getComputedStyle(one);
  const name = `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 20)}`;
  const ring = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  if (ring < 2) return `no ring: ${name}`;
  const box = one.getClientRects()[0];
  if (!box || box.width < 2 || box.height < 2) return `not drawn: ${name}`;
  const x = box.x + box.width / 2, y = box.y + box.height / 2;
  const top = document.elementFromPoint(x, y);
  return top && (one.contains(top) || top.contains(one)) ? "" : `out of sight or covered: ${name}`;
}"""


@pytest.fixture
def reader(browser: Browser) -> Iterator:
    """Opens a page without scripts; what the browser is like is the test's to say."""
    opened = []

    def open_page(width: int = 1280, **like) -> Page:
        viewport = {"width": width, "height": 800}
        opened.append(browser.new_page(java_script_enabled=False, viewport=viewport, **like))
        opened[-1].set_default_timeout(15_000)
        return opened[-1]

    yield open_page
    for page in opened:
        page.close()


def rows(download) -> list[dict]:
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("width", "language", "scheme"), SCREENS)
def test_a_theme_leads_to_a_case_and_its_file(library, reader, width, language, scheme):
    theme, filters, province, file = WORDS[language]
    page = reader(width, color_scheme=scheme)
    page.goto(f"{library}{LANGUAGES[language]}/")
    main = page.get_by_role("main")
    main.get_by_role("link", name=theme).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(theme)
    main.locator("a[href$='/cases/?theme=supervisory']").last.click()
    if width < 896:
        main.locator(".skip-to-filters").get_by_role("link", name=filters).click()
    main.get_by_role("link", name=province).last.click()
    expect(main.locator(".case-card")).to_have_count(1)
    with page.expect_download() as download:
        main.get_by_role("link", name=file).click()
    [row] = rows(download)
    assert row["编号"] == "spp-reform-2-04"
    main.locator(".case-card-title a").click()
    assert page.url == f"{library}{LANGUAGES[language]}/cases/spp-reform-2-04/"
    title = row["标题"] if language == "zh" else "Nansha"
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus; wherever the focus stops, it can be seen."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(LOST) == ""
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"not reached by the keyboard: {wanted}")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_keyboard_alone_is_enough(library, reader, width):
    page = reader(width, reduced_motion="reduce")  # a smooth scroll would still be under way
    page.goto(f"{library}/")
    main = page.get_by_role("main")
    tab_to(page, main.get_by_role("link", name="监管责任").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/themes/supervisory/")
    tab_to(page, main.locator("a[href$='/cases/?theme=supervisory']").last)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/?theme=supervisory")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # the second skip link
    page.keyboard.press("Enter")
    tab_to(page, main.locator(".facet-province").get_by_role("link", name="广东"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/?theme=supervisory&province=guangdong")
    tab_to(page, main.get_by_role("link", name="CSV（Excel 打开）"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert [row["编号"] for row in rows(download)] == ["spp-reform-2-04"]


def test_the_skip_link_comes_first_and_leads_past_the_header(library, reader):
    page = reader()
    page.goto(f"{library}/cases/spp-reform-2-04/")
    tab_to(page, page.get_by_role("link", name="跳到正文"))
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_stop_of_a_page_can_be_seen(library, reader):
    page = reader(390, reduced_motion="reduce")
    for address in ("/", "/cases/?theme=supervisory", "/statistics/"):
        page.goto(f"{library}{address}")
        last = page.locator("a, summary, button, input").last
        tab_to(page, last)


def test_colours_of_the_readers_own_leave_shapes_and_choices(library, reader):
    """Forced colours: nothing may be told by a background alone, which is gone."""
    page = reader(forced_colors="active")
    page.goto(f"{library}/cases/?theme=political&q=摘要")
    look = "(one, part) => { const own = getComputedStyle(one, part); return own[%r] }"
    canvas = page.locator("body").evaluate(look % "backgroundColor", None)
    badge = page.locator(".theme-badge").first
    assert badge.evaluate(look % "backgroundColor", "::before") != canvas
    chosen = page.locator(".facet a[aria-current]").first
    assert "✓" in chosen.evaluate(look % "content", "::before")
    assert page.locator("mark").first.evaluate(look % "backgroundColor", None) != canvas
    page.goto(f"{library}/")
    assert page.locator(".tile").first.evaluate(look % "borderTopStyle", None) == "solid"


def test_nothing_moves_for_those_who_ask_for_rest(library, reader):
    page = reader(reduced_motion="reduce")
    moves = """() => [...document.querySelectorAll("*")].map((one) => getComputedStyle(one)).some(
      (own) => own.scrollBehavior === "smooth" || own.animationName !== "none" ||
        own.transitionDuration !== "0s")"""
    for address in ("/", "/cases/", "/cases/spp-reform-2-04/", "/statistics/"):
        page.goto(f"{library}{address}")
        assert page.evaluate(moves) is False
