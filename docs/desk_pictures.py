"""`python -m docs.desk_pictures`: the pictures of the desk's first-day guide (static/desk/guide/).

Taken from a running site on the way from a pasted release to a published batch.
"""

import os
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from playwright.sync_api import Page  # noqa: E402
from pytest_django.live_server_helper import LiveServer  # noqa: E402

from reforms.models import Batch, BatchImport  # noqa: E402
from tests.support import desk  # noqa: E402
from tests.support.release_text import NEWS  # noqa: E402

from .screenshots import chromium  # noqa: E402

FOLDER = Path(__file__).parents[1] / "static" / "desk" / "guide"
SIZE = {"width": 960, "height": 600}
QUALITY = 50
MOST_BYTES = 60_000


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    server = LiveServer("localhost")
    editor = User.objects.create_superuser("管理员")
    FOLDER.mkdir(exist_ok=True)
    with (
        chromium() as browser,
        browser.new_context(viewport=SIZE, color_scheme="light", locale="zh-CN") as context,
    ):
        context.add_cookies([desk.session_cookie(editor, server.url)])
        take_pictures(context.new_page(), f"{server.url}/admin/")
    server.stop()


def take_pictures(page: Page, home: str) -> None:
    """Go the way of the guide, with a picture of each step."""
    page.goto(home)
    take(page, "home")
    page.goto(f"{home}reforms/batchimport/add/")
    page.get_by_label("发布稿文字").fill(NEWS)
    take(page, "paste")
    page.get_by_role("button", name="识别发布稿").click()
    take(page, "check", ".import-card >> nth=1")
    page.get_by_role("button", name="导入：").click()
    take(page, "drafts")
    batch = Batch.objects.latest("pk")
    page.goto(f"{home}reforms/batch/{batch.pk}/publish/")
    take(page, "publish")
    page.get_by_role("button", name="都已核对").click()
    page.goto(f"{home}reforms/batchimport/{BatchImport.objects.get().pk}/undo/")
    take(page, "undo")


def take(page: Page, name: str, first: str = "") -> None:
    """A picture of what the window shows, from an element on if one is named."""
    page.wait_for_load_state()
    if first:
        page.locator(first).evaluate("element => element.scrollIntoView()")
    path = FOLDER / f"{name}.jpg"
    page.screenshot(path=path, type="jpeg", quality=QUALITY)
    assert path.stat().st_size < MOST_BYTES, f"{path} is too large for a guide"


if __name__ == "__main__":
    main()
