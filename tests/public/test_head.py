"""The heads of pages: one address each, in both languages, and what others show of them."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from reforms import history
from reforms.models import Theme
from reforms.public.head import CARDS
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SITE = "http://casebook.test"
PAGES = ("", "cases/", "cases/spp-reform-2-01/", "batches/", "batches/spp-reform-2/", "themes/")
PAGES += ("themes/political/", "statistics/", "data/", "data/cite/", "data/changes/", "about/")
PAGES += ("about/accessibility/",)


@pytest.fixture(autouse=True)
def case():
    return cast.case(themes=("political",), title="</script><b>标题&", summary="摘要")


def head(client, address: str) -> str:
    return client.get(address).content.decode().split("</head>")[0]


def linked(text: str) -> list[dict]:
    matches = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return [json.loads(block) for block in matches]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_names_its_address_in_both_languages(client, page):
    text = head(client, f"/en/{page}")
    assert f'<link rel="canonical" href="{SITE}/en/{page}">' in text
    assert f'<link rel="alternate" hreflang="zh-Hans" href="{SITE}/{page}">' in text
    assert f'<link rel="alternate" hreflang="en" href="{SITE}/en/{page}">' in text
    assert f'<link rel="alternate" hreflang="x-default" href="{SITE}/{page}">' in text
    assert f'<meta property="og:url" content="{SITE}/en/{page}">' in text


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/en//other.example/x/", "/%2Fother.example/x/"),
        ("/en/%2F%2Fother.example/", "/%2F/other.example/"),
        ("/en/about/?next=//x", "/about/?next=//x"),
        ("//other.example/", "/en//other.example/"),
    ],
)
def test_the_other_language_is_on_this_site_however_odd_the_address(client, address, link):
    text = client.get(SITE + address).content.decode()
    assert f'<a class="site-language" href="{link}"' in text


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("from=singlemessage&isappinstalled=0", ""),
        ("theme=&q=&sort=newest&page=1", ""),
        ("utm_source=x&year=2021&theme=political", "?theme=political&amp;year=2021"),
        ("theme=atlantis", ""),
    ],
)
def test_the_canonical_address_keeps_only_what_chooses_cases(client, query, kept):
    text = head(client, f"/cases/?{query}")
    assert f'<link rel="canonical" href="{SITE}/cases/{kept}">' in text


def test_a_page_beyond_the_last_is_the_last(client):
    assert f'<link rel="canonical" href="{SITE}/cases/">' in head(client, "/cases/?page=9")


@pytest.mark.parametrize("language", ["", "en/"])
def test_titles_and_descriptions_are_of_one_page_each(client, language):
    heads = [head(client, f"/{language}{page}") for page in PAGES]
    for pattern in ("<title>(.*?)</title>", 'name="description" content="(.*?)"'):
        values = [re.search(pattern, text)[1] for text in heads]
        assert len(set(values)) == len(PAGES)
        assert all(values)


def test_a_shared_case_shows_its_title_and_summary(client):
    text = head(client, "/cases/spp-reform-2-01/")
    assert 'property="og:title" content="&lt;/script&gt;&lt;b&gt;标题&amp;"' in text
    assert 'property="og:description" content="摘要"' in text
    assert 'property="og:type" content="article"' in text


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("", "site"),
        ("themes/political/", "political"),
        ("cases/spp-reform-2-01/", "political"),
        ("themes/ours/", "site"),
    ],
)
def test_a_shared_page_shows_the_picture_of_its_theme(client, page, name):
    history.save_theme(Theme(slug="ours", name="新主题", name_en="New theme"))
    assert f'property="og:image" content="{SITE}/static/cards/{name}.png"' in head(
        client, f"/en/{page}"
    )


def test_there_is_a_small_picture_for_each_theme():
    for name in ("site", *CARDS):
        assert 1_000 < Path(finders.find(f"cards/{name}.png")).stat().st_size < 30_000


def test_linked_data_cannot_leave_its_element(client):
    report, trail = sorted(
        linked(head(client, "/cases/spp-reform-2-01/")),
        key=lambda element: element["@type"],
        reverse=True,
    )
    assert report["@type"] == "Report"
    assert [step["name"] for step in trail["itemListElement"]] == [
        "首页",
        "案例",
        "</script><b>标题&",
    ]
    assert trail["itemListElement"][2]["item"] == f"{SITE}/cases/spp-reform-2-01/"


def test_the_home_page_tells_machines_how_to_search(client):
    [site] = linked(head(client, "/en/"))
    assert site["@type"] == "WebSite"
    assert site["potentialAction"]["target"]["urlTemplate"] == (
        f"{SITE}/en/cases/?q={{search_term_string}}"
    )


@pytest.mark.parametrize("address", ["/cases/none-1/", "/en/nothing/"])
def test_a_missing_page_has_no_address_of_its_own(client, address):
    text = head(client, address)
    assert "canonical" not in text
    assert '<meta name="robots" content="noindex">' in text
