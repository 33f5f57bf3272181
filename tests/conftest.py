import shutil
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = (
    "没有找到浏览器，请先运行 / no browser found, please type first:\n"
    "    sudo apt-get install --no-install-recommends chromium fonts-noto-cjk"
)

# Times vary too much on shared machines for a limit on each example.
hypothesis_settings.register_profile("project", deadline=None)
hypothesis_settings.load_profile("project")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE / "browser"):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's browser: a download of Playwright's own does not work everywhere."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    return {
        **browser_type_launch_args,
        "executable_path": path,
        # No sandbox: it refuses root. The others keep it from calling home.
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }
