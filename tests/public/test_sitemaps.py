"""What search engines are told: every case once in each language, no facet, no file, no draft."""

import re
from xml.etree import ElementTree

import pytest

from reforms import history
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SITE = "http://casebook.test"
SPACE = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def tree(client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def addresses(client, page: str = "/sitemap.xml") -> list[str]:
    locations = [element.text for element in tree(client, page).findall(".//s:loc", SPACE)]
    assert all(element.startswith(f"{SITE}/") for element in locations)
    return [element.removeprefix(SITE) for element in locations]


def all_addresses(client) -> list[str]:
    return [address for page in addresses(client) for address in addresses(client, page)]


@pytest.fixture
def cases(db):
    cases = [cast.case(number, themes=("political",)) for number in (1, 2, 3)]
    cast.draft(4)
    history.withdraw([cases[2]], "issuer")
    return cases


def test_it_has_every_public_page_once_in_each_language(client, cases):
    listed = all_addresses(client)
    assert len(listed) == len(set(listed))
    assert sorted(address for address in listed if not address.startswith("/en/")) == [
        "/",
        "/about/",
        "/about/accessibility/",
        "/about/coverage/",
        "/about/subscribe/",
        "/batches/",
        "/batches/spp-reform-2/",
        "/cases/",
        "/cases/spp-reform-2-01/",
        "/cases/spp-reform-2-02/",
        "/data/",
        "/data/recipes/",
        "/search/",
        "/statistics/",
        "/themes/",
        "/themes/political/",
    ]
    assert sorted(
        f"/en{address}" for address in listed if not address.startswith("/en/")
    ) == sorted(address for address in listed if address.startswith("/en/"))


def test_all_that_it_names_is_there_and_is_its_own_canonical_address(client, cases):
    for address in all_addresses(client):
        answer = client.get(address)
        assert answer.status_code == 200
        assert f'rel="canonical" href="{SITE}{address}"' in answer.content.decode()


def test_each_address_names_its_counterparts_and_when_it_changed(client, cases):
    first = tree(client, "/sitemap-cases-0.xml").find("s:url", SPACE)
    links = {
        element.get("hreflang"): element.get("href") for element in first.findall("x:link", SPACE)
    }
    case = cast.Case.objects.order_by("pk").first()
    assert links == {
        "zh-Hans": f"{SITE}/cases/{case.reference}/",
        "en": f"{SITE}/en/cases/{case.reference}/",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", first.find("s:lastmod", SPACE).text)


@pytest.mark.parametrize("name", ["cases-1", "cases-9" + "9" * 40, "batches-7", "cases-x"])
def test_a_page_beyond_the_last_is_not_found(client, cases, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_a_page_of_the_map_costs_three_queries_however_many_cases(
    client, cases, django_assert_num_queries
):
    with django_assert_num_queries(3):  # revision, last id, rows
        client.get("/sitemap-cases-0.xml")


def test_an_empty_catalogue_has_a_map_too(client, db):
    assert addresses(client) == ["/sitemap-pages.xml"]


# ---------------------------------------------------------------- robots.txt


def allowed(client, address: str) -> bool:
    """RFC 9309, section 2.2.2: `*` is any text, the longest rule that matches decides."""
    rules = re.findall(
        r"^(Allow|Disallow): (.+)$", client.get("/robots.txt").content.decode(), re.M
    )
    matching = [
        (len(rule), kind)
        for kind, rule in rules
        if re.match(".*".join(map(re.escape, rule.split("*"))), address)
    ]
    return max(matching, default=(0, "Allow"))[1] == "Allow"


def test_crawlers_may_read_all_that_the_map_names(client, cases):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {SITE}/sitemap.xml" in text
    assert all(allowed(client, address) for address in all_addresses(client))
    assert allowed(client, "/static/site.0123456789ab.css")


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "address",
    [
        "/cases/?theme=political",
        "/cases.json?q=x",
        "/cases/spp-reform-2-01/?revision=1",
        "/statistics/?year=2021",
        "/data/cite/?q=x",
        "/data/changes.json?since=0",
        "/cases/?theme=political&page=2",
    ],
)
def test_crawlers_stay_out_of_endless_lists(client, db, language, address):
    assert not allowed(client, f"{language}{address}")


def test_crawlers_stay_off_the_desk(client, db):
    assert not allowed(client, "/admin/login/")


@pytest.mark.parametrize(
    "address",
    ["/cases/?page=2", "/en/cases/?page=17", "/cases.csv", "/cases.atom", "/data/openapi.json"],
)
def test_crawlers_may_read_files_and_the_pages_of_the_whole_list(client, db, address):
    assert allowed(client, address)
