"""The pages of the data and of the statistics."""

import json
import re

import pytest

from reforms.exports import FORMATS
from tests.downloads.responses import content

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PAGES = (
    "/data/",
    "/data/cite/",
    "/data/cite/?theme=political",
    "/data/recipes/",
    "/data/changes/",
    "/data/changes/?since=0",
    "/data/snapshots/",
    "/statistics/",
    "/statistics/?theme=political&province=jiangsu",
    "/statistics/?q=没有",
    "/cases/spp-reform-2-01/?revision=4",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_answers_in_both_languages_without_style_or_cookie(
    client, cases, address, language
):
    response = client.get(language + address)
    page = response.content.decode()
    assert response.status_code == 200
    assert not re.search("style=|<style", page)
    assert not re.search(r"<script(?! type=\"application/ld\+json\")", page)
    assert not response.cookies


def test_the_pages_of_statistics_link_to_their_cases(client, cases):
    page = client.get("/statistics/").content.decode()
    assert 'href="/cases/?theme=political&amp;level=provincial"' in page


def test_the_table_of_statistics_is_a_file(client, cases):
    response = client.get("/statistics/year.csv?theme=political")
    assert content(response).decode() == "year,label,total\r\n2021,2021,1\r\ntotal,,1\r\n"
    assert (response["X-Total-Count"], response["X-Row-Count"]) == ("1", "2")
    day = response["X-Revision-Date"][:10]
    assert f'"year-revision-4-{day}-rows-2.csv"' in response["Content-Disposition"]
    assert client.get("/statistics/colour.csv").status_code == 404


def test_the_codebook_stands_on_the_page_of_the_data(client):
    page = client.get("/data/").content.decode()
    for name in ("reference", "province_codes", "body"):
        assert f'id="column-{name}"' in page


def test_files_are_offered_up_to_their_caps(client, cases, monkeypatch):
    monkeypatch.setitem(FORMATS, "docx", FORMATS["docx"]._replace(most=2))
    for address in ("/cases/", "/data/", "/data/cite/"):
        page = client.get(address).content.decode()
        assert "/cases.xlsx" in page
        assert "/cases.docx" not in page
    assert (
        "Word 文件最多 2 件案例，Excel 文件最多 50000 件" in client.get("/cases/").content.decode()
    )
    narrowed = client.get("/cases/?theme=political").content.decode()
    assert "/cases.docx" in narrowed
    assert "Word 文件最多" not in narrowed


def test_the_dataset_tells_machines_of_its_downloads(client, cases):
    page = client.get("/data/cite/?theme=political").content.decode()
    *_trail, text = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    answer = json.loads(text)
    assert (answer["@type"], answer["version"]) == ("Dataset", "4")
    assert answer["distribution"][0] == {
        "@type": "DataDownload",
        "encodingFormat": "text/csv",
        "contentUrl": "http://casebook.test/cases.csv?theme=political",
    }
