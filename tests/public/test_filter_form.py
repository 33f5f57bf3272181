"""Where an address is too long for a link to each value, one form has boxes and buttons instead."""

import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from reforms import history
from reforms.selection import select
from tests.support import cast

pytestmark = pytest.mark.django_db
FIELDS = re.compile(r'<input type="(hidden|checkbox)" name="(\w+)" value="([^"]*)"( checked)?')
LONG = "q=案例&theme=supervisory&theme=political&match=all&sort=oldest&" + "&".join(
    f"year={year}" for year in range(1999, 2022, 2)
)


@pytest.fixture(scope="module", autouse=True)
def cases(module_catalogue):
    module_catalogue(store_cases)


def store_cases() -> None:
    themes = ("supervisory", "political")
    history.publish([cast.draft(number, themes=themes) for number in range(1, 43)])


def form_of(page: str) -> list[tuple[str, str]]:
    """What the form sends as it stands."""
    form = re.search(r'<form id="filter-form".*?</form>', page, re.S)[0]
    return [
        (name, value)
        for kind, name, value, is_checked in FIELDS.findall(form)
        if kind == "hidden" or is_checked
    ]


def test_the_form_sends_what_is_chosen(client):
    page = client.get(f"/cases/?{LONG}&page=2").content.decode()
    sent = select(QueryDict(urlencode(form_of(page)))).selection
    assert (sent.q, sent.theme, sent.match) == ("案例", ("political", "supervisory"), "all")
    assert (sent.sort, sent.page, sent.year[:2]) == ("oldest", 1, ("2021", "2019"))


def test_it_offers_every_value_that_has_cases(client):
    page = client.get(f"/cases/?{LONG}").content.decode()
    assert '<input type="checkbox" name="province" value="jiangsu"> 江苏' in page
    assert 'name="province" value="yunnan"' not in page
    assert 'class="facet-more"' not in page


def test_pages_are_buttons_of_the_form(client):
    many_years = "&".join(f"year={year}" for year in range(1951, 2030, 2))
    page = client.get(f"/cases/?{many_years}").content.decode()
    assert '<button form="filter-form" name="page" value="2">2</button>' in page
    assert 'id="filter-form"' not in client.get("/cases/?theme=political").content.decode()


@pytest.mark.parametrize("page", ["/statistics/", "/data/cite/"])
def test_files_are_buttons_of_one_form(client, page):
    references = ",".join(f"spp-reform-2-{number:02d}" for number in range(1, 43))
    text = client.get(f"{page}?reference={references}").content.decode()
    hidden = f'<input type="hidden" name="reference" value="{references}">'
    file = {"/statistics/": "/statistics/year.csv", "/data/cite/": "/cases.csv"}[page]
    form = re.search(rf'<form method="get">\s*{re.escape(hidden)}.*?</form>', text, re.S)[0]
    assert f'formaction="{file}"' in form
    assert client.get(f"{file}?reference={references}")["X-Total-Count"] == "42"
