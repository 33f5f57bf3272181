"""Pages on paper: what they are a list of, where it is from, no half-empty page."""

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    """A text without blanks, and with characters where a font has radicals."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture
def printed(library, browser: Browser):
    """The texts of the sheets of A4 that a page is printed on, without blanks."""

    def sheets(address: str) -> list[str]:
        page = browser.new_page(java_script_enabled=False)
        page.goto(f"{library}{address}")
        pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
        page.close()
        return [plain(sheet.extract_text()) for sheet in pdf.pages]

    return sheets


def test_a_list_says_its_selection_its_address_and_its_revision(printed):
    sheets = printed("/cases/?province=guangdong&theme=supervisory")
    assert "监管责任·广东" in sheets[0]
    assert "casebook.test/cases/?theme=supervisory&province=guangdong" in sheets[-1]
    assert re.search("数据版本[0-9]+,[0-9]{4}年", sheets[-1])


def test_the_facts_of_a_case_begin_on_the_first_sheet(printed):
    assert "spp-reform-2-04" in printed("/cases/spp-reform-2-04/")[0]


def test_nothing_is_printed_that_only_leads_elsewhere(printed):
    text = "".join(printed("/cases/?province=guangdong"))
    assert "高级检索" not in text
    assert "选取" not in text


def test_numbers_keep_the_ground_that_makes_them_readable(library, browser: Browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{library}/statistics/")
    page.emulate_media(media="print")
    for part in (".heat td", ".tile", ".tile-legend li"):
        look = page.locator(part).first.evaluate("one => getComputedStyle(one).printColorAdjust")
        assert look == "exact", part
    page.close()
