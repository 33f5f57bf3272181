"""The page of the data by purpose, and its form of columns, texts and rows."""

import re

import pytest

from tests.support import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(client):
    page = client.get("/data/").content.decode()
    return re.search(r'<form class="search-fields" id="choose".*?</form>', page, re.S)[0]


def first_line(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[0]


def test_the_form_offers_every_column(form):
    assert '<input type="checkbox" name="columns" value="reference"> 编号' in form
    assert 'name="columns" value="body"' in form


def test_what_the_form_sends_is_a_file(client, form):
    cast.case()
    assert '<button name="excel" value="1" formaction="/cases.csv">' in form
    chosen = "shape=&body=1&columns=reference&columns=title"
    assert first_line(client, f"/cases.csv?{chosen}") == "reference,title,body"
    assert first_line(client, "/cases.csv?shape=&excel=1").startswith("reference,")
    for address in re.findall('formaction="(.*?)"', form):
        assert client.get(f"{address}?shape=long").status_code == 200


def test_four_purposes_lead_to_what_serves_them(client):
    page = client.get("/en/data/").content.decode()
    purposes = page[page.index('<div class="purposes">') : page.index('id="choose-title"')]
    links = re.findall('href="(.*?)"', purposes)
    assert len(links) == 14
    for link in links:
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in page
        else:
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link
