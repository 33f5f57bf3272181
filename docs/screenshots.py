"""`python -m docs.screenshots`: the main pages as contact sheets in docs/screenshots/.

A grown catalogue on phones and desks, Chinese by day and English by night; then what bends a page.
"""

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402
from pytest_django.live_server_helper import LiveServer  # noqa: E402

from reforms import search  # noqa: E402
from tests.browser.pages import ODD  # noqa: E402
from tests.support import extreme_rows, grown  # noqa: E402

FOLDER = Path(__file__).parent / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAGES = ("/", "/cases/", "/cases/?q=检察官怎么考核", "/cases/spp-reform-2-04/", "/statistics/")
PHONE, DESK = (390, 844), (1280, 800)
LOOKS = (("", "light"), ("/en", "dark"))
SHEET = 1280  # px wide
STYLE = "body { margin: 8px; display: grid; gap: 8px; background: #888 } img { width: 100% }"


def main() -> None:
    call_command("migrate", verbosity=0)
    grown.fill()
    search.catch_up()
    server = LiveServer("localhost")
    with chromium() as browser:
        for language, scheme in LOOKS:
            addresses = [f"{server}{language}{page}" for page in PAGES]
            name = f"{language.strip('/') or 'zh'}-{scheme}"
            sheet(browser, f"phone-{name}", addresses, PHONE, scheme, 5)
            sheet(browser, f"desk-{name}", addresses, DESK, scheme, 3)
        extreme_rows.fill()
        odd = [f"{server}{address}" for address in ODD.values()]
        sheet(browser, "odd", odd, PHONE, "light", 4)
    server.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this system."""
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )


def sheet(
    browser: Browser,
    name: str,
    addresses: list[str],
    size: tuple[int, int],
    scheme: str,
    columns: int,
) -> None:
    """One picture of many pages, so many in a row, each as its first screen shows it."""
    width, height = size
    with browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=False
    ) as page:
        shots = []
        for address in addresses:
            page.goto(address)
            shots.append(base64.b64encode(page.screenshot()).decode())
    images = "".join(f"<img src='data:image/png;base64,{shot}'>" for shot in shots)
    style = f"{STYLE} body {{ grid-template-columns: repeat({columns}, 1fr) }}"
    with browser.new_page(viewport={"width": SHEET, "height": 300}) as page:
        page.set_content(f"<!doctype html><style>{style}</style>{images}")
        path = FOLDER / f"{name}.jpg"
        page.screenshot(path=path, full_page=True, type="jpeg", quality=72)


if __name__ == "__main__":
    main()
