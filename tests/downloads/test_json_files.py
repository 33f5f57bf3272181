"""JSON by pages, and the manifest that says what a file holds."""

import pytest

from reforms.exports import json_files
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_json_comes_by_pages(client, monkeypatch):
    for number in range(1, 4):
        cast.case(number)
    monkeypatch.setattr(json_files, "PAGE_SIZE", 2)
    first = client.get("/cases.json?sort=reference").json()
    assert (first["total"], first["revision"], first["pages"]) == (3, 3, 2)
    assert first["next"] == "http://casebook.test/cases.json?sort=reference&page=2"
    last = client.get(first["next"].removeprefix("http://casebook.test")).json()
    assert last["next"] is None
    references = [case["reference"] for case in first["cases"] + last["cases"]]
    assert references == ["spp-reform-2-01", "spp-reform-2-02", "spp-reform-2-03"]


def test_the_manifest_says_what_a_file_holds(client, cases):
    answer = client.get("/cases.manifest.json?theme=political&columns=reference").json()
    assert answer["address"] == "http://casebook.test/cases.csv?theme=political&columns=reference"
    assert (answer["selection"], answer["total"], answer["rows"]) == ("政治责任", 1, 1)
    assert (answer["revision"], answer["columns"]) == (4, ["reference"])
    assert answer["licence"].startswith("https://creativecommons.org/")


@pytest.mark.parametrize("address", ["/cases.json", "/cases.manifest.json"])
def test_json_says_in_its_head_how_many_rows_it_is_of(client, cases, address):
    response = client.get(f"{address}?theme=political")
    assert (response["X-Total-Count"], response["X-Row-Count"]) == ("1", "1")


def test_the_manifest_counts_the_rows_of_the_file_that_its_format_names(client, cases):
    response = client.get("/cases.manifest.json?format=jsonl&shape=long")
    assert response.json()["address"] == "http://casebook.test/cases.jsonl?shape=long"
    assert (response["X-Total-Count"], response["X-Row-Count"]) == ("3", "4")
    refused = client.get("/cases.manifest.json?format=bib&shape=long")
    assert refused.json()["wrong"] == [{"name": "shape", "value": "long"}]
    refused = client.get("/cases.manifest.json?format=xml")
    assert refused.json()["wrong"] == [{"name": "format", "value": "xml"}]


def test_a_description_of_addresses_counts_no_cases(client, cases):
    response = client.get("/data/openapi.json")
    assert response["X-Revision"] == "4"
    assert "X-Total-Count" not in response
