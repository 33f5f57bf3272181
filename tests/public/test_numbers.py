"""Addresses of cases as people type, search and copy them."""

import pytest

from tests.support import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def case():
    return cast.case(1)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_search_for_a_number_leads_to_its_case(client, prefix):
    answer = client.get(f"{prefix}/cases/?q=SPP-REFORM-2-01&theme=political")
    assert (answer.status_code, answer["Location"]) == (302, f"{prefix}/cases/spp-reform-2-01/")


def test_the_desk_searches_by_number(admin_client):
    cast.draft(2)
    page = admin_client.get("/admin/reforms/case/?q=spp-reform-2-02").content.decode()
    assert "第2件案例的标题" in page
    assert "第1件案例的标题" not in page


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/cases/spp-reform-2-01/。", "/cases/spp-reform-2-01/"),
        ("/cases/spp-reform-2-01。", "/cases/spp-reform-2-01/"),
        ("/cases/spp-reform-2-01/）", "/cases/spp-reform-2-01/"),
        ("/cases/spp-reform-2-01/）是其中一件", "/cases/spp-reform-2-01/"),
        ("/en/cases/spp-reform-2-01/).", "/en/cases/spp-reform-2-01/"),
        ("/cases/SPP-REFORM-2-01/", "/cases/spp-reform-2-01/"),
        ("/batches/SPP-Reform-2/", "/batches/spp-reform-2/"),
        ("/cases/SPP-REFORM-2-01.json", "/cases/spp-reform-2-01.json"),
        ("/cases/spp-reform-2-01.json。", "/cases/spp-reform-2-01.json"),
        ("/Cases/?year=2021", "/cases/?year=2021"),
    ],
)
def test_what_stands_around_an_address_is_left_out(client, path, meant):
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (301, meant)
    assert client.get(meant).status_code == 200


@pytest.mark.parametrize("path", ["/cases/spp-reform-2-09/", "/nothing。", "/cases/甲.json", "/x/"])
def test_an_address_of_nothing_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_page_names_the_parameters_that_it_does_not_have(client):
    page = client.get("/cases/?provinces=guangdong&zzz=1").content.decode()
    assert "<code>provinces=guangdong</code>（没有这个名称，是不是 province？）" in page
    assert "<code>zzz=1</code>（没有这个名称）" in page


@pytest.mark.parametrize(
    ("query", "line"),
    [
        (
            "provinces=guangdong",
            "provinces=guangdong (there is no such name; did you mean province?)",
        ),
        ("year=2021&amp;province=guangdong", "amp;province=guangdong (there is no such name;"),
        ("query=x", "query=x (there is no such name; did you mean q?)"),
        ("zzz=1", "zzz=1 (there is no such name)"),
    ],
)
def test_a_file_with_an_unknown_name_is_refused(client, query, line):
    answer = client.get(f"/en/cases.csv?{query}")
    assert answer.status_code == 400
    assert line in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/cases.json?Province=x", "/cases/spp-reform-2-01.json?rev=1", "/data/changes.json?sinc=1"],
)
def test_so_is_every_answer_for_programs(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    [wrong] = answer.json()["wrong"]
    assert wrong["nearest"] in ("province", "revision", "since")


def test_what_programs_add_to_links_is_passed_over(client):
    assert client.get("/cases.csv?utm_source=x&from=timeline").status_code == 200
