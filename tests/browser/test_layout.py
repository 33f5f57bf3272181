"""Pages hold together: any width, any zoom, large text, the longest content. No JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .pages import KINDS, LANGUAGES, ODD

pytestmark = pytest.mark.django_db

# At 1280 px a zoom of 200 % leaves 640 CSS pixels, one of 400 % leaves 320.
WIDTHS = (320, 390, 640, 768, 1280)
HEIGHT = 800
ALL = KINDS | ODD

# What sticks out of the page, or out of its own box where it is not meant to scroll.
OVERFLOWS = """() => {
  const page = document.documentElement;
  const faults = page.scrollWidth > page.clientWidth ? [`page ${page.scrollWidth}`] : [];
  const holdsText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  for (const element of document.body.querySelectorAll(":not(svg *)")) {
    const style = getComputedStyle(element);
    if (!element.checkVisibility() || style.display === "inline" || style.clipPath !== "none")
      continue;
    const scrolls = ["auto", "scroll"].includes(style.overflowX);
    const over = element.scrollWidth - element.clientWidth;
    const isField = element.matches("input:not([type=checkbox])");
    const thin = isField && element.clientWidth < 80; // hides what is typed
    if (thin || (holdsText(element) && !scrolls && over > 1))
      faults.push(`${element.tagName} ${element.className} ${element.textContent.slice(0, 30)}`);
  }
  return faults;
}"""

# Controls smaller than they should be; a link in a sentence may be as low as its line
# (WCAG 2.2, 2.5.8).
SMALL = """([least, onMap]) => {
  const words = (text) => text.replace(/[\\s\\p{P}\\d]/gu, "");
  const inSentence = (link) => {
    const whole = link.closest("p, li, dd, td, label");
    if (getComputedStyle(link).display !== "inline" || !whole) return false;
    const links = [...whole.querySelectorAll("a")].map((one) => one.textContent).join("");
    return words(whole.textContent).length > words(links).length;
  };
  const faults = {};
  for (const one of document.querySelectorAll("a, button, input, select, textarea, summary")) {
    if (!one.checkVisibility() || inSentence(one) || one.matches(".skip-link")) continue;
    // The label of a box is a part of it.
    const target = one.matches("[type=checkbox]") ? one.closest("label") : one;
    const { width, height } = target.getBoundingClientRect();
    // A word of two Han characters is narrower than a finger, but nothing stands beside it.
    if (width < onMap || height < (one.closest(".tiles") ? onMap : least) - 0.5) {
      const place = `${one.parentElement.tagName}.${one.parentElement.className}`;
      faults[`${place} > ${one.tagName}.${one.className}`] =
        `${one.textContent.trim().slice(0, 12)} ${Math.round(width)} x ${Math.round(height)}`;
    }
  }
  return faults;
}"""

# A reader's own style sheet, which the content policy does not concern.
STYLE = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all, without scripts."""
    with browser.new_page(java_script_enabled=False) as page:
        page.set_default_timeout(15_000)
        yield page


def over_all(page: Page, site: str, language: str, width: int, look) -> dict:
    """Kind of page → what `look` finds wrong with it."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    results = {}
    for kind, address in ALL.items():
        page.goto(f"{site}{LANGUAGES[language]}{address}")
        results[kind] = look()
    return {kind: faults for kind, faults in results.items() if faults}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_sticks_out_at_any_width(library, page: Page, language):
    def look() -> list[str]:
        faults = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            faults += [f"{width}: {fault}" for fault in page.evaluate(OVERFLOWS)]
        return faults

    assert over_all(page, library, language, WIDTHS[0], look) == {}


@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("en", 390)])
def test_text_alone_can_be_twice_as_large(library, page: Page, language, width):
    """WCAG 2.2, 1.4.4."""

    def look() -> list[str]:
        page.evaluate(STYLE, "html { font-size: 200% }")
        return page.evaluate(OVERFLOWS)

    assert over_all(page, library, language, width, look) == {}


def test_text_can_be_spaced_wider(library, page: Page):
    """WCAG 2.2, 1.4.12."""
    spaced = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
    spaced += "word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"

    def look() -> list[str]:
        page.evaluate(STYLE, spaced)
        return page.evaluate(OVERFLOWS)

    assert over_all(page, library, "en", 390, look) == {}


@pytest.mark.parametrize(("language", "width", "least"), [("zh", 390, 44), ("en", 1280, 24)])
def test_what_is_touched_is_large_enough(library, page: Page, language, width, least):
    """44 px for fingers (2.5.5 of level AAA), 24 px for a mouse and on the map (2.5.8)."""
    small_targets = over_all(
        page, library, language, width, lambda: page.evaluate(SMALL, [least, 24])
    )
    small = {name: size for faults in small_targets.values() for name, size in faults.items()}
    assert small == {}


@pytest.mark.parametrize("kind", ["batch of 500", "theme"])
def test_the_facts_beside_a_list_stay_in_sight(library, page: Page, kind):
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    page.goto(f"{library}{ALL[kind]}")
    facts, card = page.locator(".beside"), page.locator(".case-card").first
    assert facts.bounding_box()["x"] > card.bounding_box()["x"] + card.bounding_box()["width"]
    start = facts.bounding_box()
    moved = page.evaluate("scrollTo({ top: 1000, behavior: 'instant' }), scrollY")
    place = facts.bounding_box()
    assert moved > start["y"] - place["y"]
    assert place["y"] + place["height"] > HEIGHT / 4
    page.set_viewport_size({"width": 390, "height": HEIGHT})
    assert facts.bounding_box()["y"] < card.bounding_box()["y"]
