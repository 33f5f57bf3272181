"""Public pages are HTML as the standard has it (WHATWG), checked by a strict parser."""

from collections import Counter

import html5lib
import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

from reforms.public import errors
from tests.browser.pages import KINDS, LANGUAGES, ODD
from tests.support import extreme_rows

pytestmark = pytest.mark.slow

XHTML = "{http://www.w3.org/1999/xhtml}"


def faults(page: bytes) -> list[str]:
    """Parse errors, and what a parser lets pass: an id twice, a reference to one that is not."""
    parser = html5lib.HTMLParser()
    tree = parser.parse(page, transport_encoding="utf-8")
    faults_found = [f"{place}: {error} {data}" for place, error, data in parser.errors]
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    faults_found += [f"id twice: {name}" for name, times in ids.items() if times > 1]
    for element in tree.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            faults_found += [
                f"{attribute} of nothing: {name}"
                for name in element.get(attribute, "").split()
                if name not in ids
            ]
    return faults_found


@pytest.fixture
def site(db) -> Client:
    extreme_rows.fill()
    return Client()


def test_every_kind_of_page_is_valid(site):
    pages = {
        f"{language}{address}": site.get(f"{language}{address}").content
        for language in LANGUAGES.values()
        for address in (KINDS | ODD).values()
    }
    faults_found = {address: faults(page) for address, page in pages.items()}
    assert {address: lines for address, lines in faults_found.items() if lines} == {}


def test_the_page_of_an_address_too_long_is_valid(client, db):
    answer = client.get(f"/en/cases/?q={'a' * 9000}")
    assert answer.status_code == 414
    assert faults(answer.content) == []


def test_the_page_of_maintenance_is_valid(client, settings):
    settings.MAINTENANCE = True
    answer = client.get("/")
    assert answer.status_code == 503
    assert faults(answer.content) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_of_a_server_error_is_valid(language):
    with override(language):
        assert faults(errors.server_error(RequestFactory().get("/")).content) == []


def test_a_page_that_is_not_is_found_out():
    page = b"<!doctype html><title>A</title><p id=a><b>A</p><p id=a><label for=c>B</label>"
    assert [line.split(":")[0] for line in faults(page)][-2:] == ["id twice", "for of nothing"]
    assert len(faults(page)) > 2
