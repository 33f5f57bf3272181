"""Readers pick cases by hand, without script: the address keeps what they picked."""

import html
import re

import pytest

from reforms import search
from tests.exports.word_text import paragraphs
from tests.support import cast

pytestmark = pytest.mark.django_db
PICKED = "reference=spp-reform-2-01&amp;reference=spp-reform-2-03"


@pytest.fixture(scope="module", autouse=True)
def cases(module_catalogue):
    module_catalogue(lambda: [cast.case(number, themes=("political",)) for number in range(1, 23)])


def form_of(page: str) -> dict[str, list[str]]:
    """The fields that the form of boxes sends: hidden ones and ticked boxes."""
    form = re.search(r'<form class="picks".*?</form>', page, re.S)[0]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    fields += re.findall(r'name="(reference)"\s+value="([^"]*)" form="picks" checked', page)
    return {name: [value for other, value in fields if other == name] for name, _ in fields}


def test_every_card_has_a_box(client):
    page = client.get("/cases/?sort=reference").content.decode()
    assert page.count('form="picks"') == 20
    assert form_of(page) == {"picking": ["1"], "sort": ["reference"]}


def test_what_is_picked_is_kept_on_every_page(client):
    query = "theme=political&sort=reference&picking=1&reference=spp-reform-2-01"
    first = client.get(f"/cases/?{query}").content.decode()
    second = client.get(f"/cases/?{query}&page=2").content.decode()
    kept = {"theme": ["political"], "picking": ["1"], "sort": ["reference"]}
    assert form_of(first) == kept | {"reference": ["spp-reform-2-01"]}
    assert form_of(second) == kept | {"reference": ["spp-reform-2-01"], "page": ["2"]}
    assert (
        "reference=spp-reform-2-01&amp;picking=1"
        in re.search("<nav class=.pages.*?</nav>", first, re.S)[0]
    )


def test_the_bar_leads_to_the_picked_cases(client):
    query = "picking=1&reference=spp-reform-2-01&reference=spp-reform-2-03"
    page = client.get(f"/cases/?{query}").content.decode()
    assert f'<a href="/cases/?{PICKED}"><strong>所选 2 件</strong></a>' in page
    assert f'<a href="/cases/compare/?{PICKED}">对照</a>' in page
    assert f'<a href="/cases.docx?{PICKED}&amp;body=1">Word</a>' in page


def test_files_citation_and_statistics_are_of_the_picked_cases(client):
    query = "reference=spp-reform-2-01&reference=spp-reform-2-03"
    page = client.get(f"/cases/?{query}").content.decode()
    assert "下载筛选结果（2 件）" in page
    assert f'href="/cases.csv?{PICKED}"' in page
    assert client.get(f"/cases.csv?{query}")["X-Total-Count"] == "2"
    assert client.get(f"/statistics/year.csv?{query}")["X-Total-Count"] == "2"
    assert (
        "检察机关典型案例数据：所选 2 件（2 件）"
        in client.get(f"/data/cite/?{query}").content.decode()
    )
    chosen = client.get(f"/cases.docx?sort=chosen&reference=spp-reform-2-03&{query}")
    text = paragraphs(b"".join(chosen.streaming_content))
    assert [line for style, line in text if style == "TOC1"] == [
        "第3件案例的标题",
        "第1件案例的标题",
    ]


def test_files_beside_a_list_in_picking_are_of_the_whole_list(client):
    page = client.get("/cases/?picking=1&reference=spp-reform-2-01").content.decode()
    assert 'href="/cases.csv"' in page
    assert '<link rel="canonical" href="http://casebook.test/cases/">' in page


def test_a_file_refuses_what_was_not_picked(client):
    query = "reference=spp-reform-2-01&reference=nothing-01"
    for suffix in ("csv", "docx", "bib"):
        answer = client.get(f"/cases.{suffix}?{query}")
        assert (answer.status_code, answer.content.decode().splitlines()[1:]) == (
            400,
            ["reference=nothing-01"],
        )
    picking = client.get("/cases.csv?picking=1&reference=spp-reform-2-01")
    assert "picking=1" in picking.content.decode()


def test_picking_begins_on_a_case_a_batch_or_a_theme(client):
    for address, field in (
        ("/cases/spp-reform-2-01/", ("reference", "spp-reform-2-01")),
        ("/batches/spp-reform-2/", ("batch", "spp-reform-2")),
        ("/themes/political/", ("theme", "political")),
    ):
        page = client.get(address).content.decode()
        name, value = field
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


def test_a_case_opened_from_a_list_keeps_what_is_picked(client):
    page = client.get("/cases/?picking=1&sort=reference&reference=spp-reform-2-03").content.decode()
    opened = "/cases/spp-reform-2-01/?reference=spp-reform-2-03"
    assert f'class="case-card-title"><a href="{opened}"' in page
    case = client.get(opened).content.decode()
    form = re.search(r'<form class="pick-one".*?</form>', case, re.S)[0]
    assert re.findall('name="reference" value="(.*?)"', form) == [
        "spp-reform-2-03",
        "spp-reform-2-01",
    ]
    assert 'href="/cases/?reference=spp-reform-2-03&amp;picking=1"' in form
    assert "所选 1 件" in form


def test_a_search_keeps_its_words_on_the_way(client):
    search.catch_up()
    page = client.get("/cases/?q=标题&picking=1&reference=spp-reform-2-03").content.decode()
    query = "?q=%E6%A0%87%E9%A2%98&amp;reference=spp-reform-2-03"
    assert f'href="/cases/spp-reform-2-01/{query}"' in page


def test_a_case_that_is_picked_already_is_not_offered_again(client):
    page = client.get("/cases/spp-reform-2-01/?reference=spp-reform-2-01").content.decode()
    assert "选取这件案例" not in page
    assert "所选 1 件" in page


def test_two_to_four_cases_stand_side_by_side(client):
    query = "reference=spp-reform-2-03&reference=spp-reform-2-01"
    page = client.get(f"/cases/compare/?{query}").content.decode()
    heads = re.findall(r'<th scope="col"><a href="[^"]*">(.*?)</a>', page)
    assert heads == ["第3件案例的标题", "第1件案例的标题"]
    assert "<td>第1件案例的摘要</td>" in page


def test_what_is_compared_is_a_document_in_the_same_order(client):
    query = "reference=spp-reform-2-03&reference=spp-reform-2-01"
    page = client.get(f"/cases/compare/?{query}").content.decode()
    [address] = re.findall(r'href="(/cases\.docx[^"]*)"', page)
    document = client.get(html.unescape(address))
    text = paragraphs(b"".join(document.streaming_content))
    titles = [line for style, line in text if style == "Heading1"]
    assert titles == ["第3件案例的标题", "第1件案例的标题"]


def test_they_are_compared_part_by_part(client):
    batch = cast.batch("texts-1", title="有正文的一批")
    cast.case(1, of=batch, body="【基本案情】甲\n【主要做法】\n一、调查\n乙")
    cast.case(2, of=batch, body="【主要做法】丙<b>\n【其他】丁")
    page = client.get("/cases/compare/?reference=texts-1-01&reference=texts-1-02").content.decode()
    rows = "".join(page[page.index("背景案情</th>") : page.index("</tbody>")].split())
    assert re.findall("<td>(.*?)</td>", rows) == [
        "<p><strong>基本案情</strong></p><p>甲</p>",
        "—",
        "<p><strong>主要做法</strong></p><p><strong>一、调查</strong></p><p>乙</p>",
        "<p><strong>主要做法</strong></p><p>丙&lt;b&gt;</p>",
    ]


@pytest.mark.parametrize("number", [0, 1, 5])
def test_one_or_five_do_not(client, number):
    query = "&".join(f"reference=spp-reform-2-{n:02d}" for n in range(1, number + 1))
    assert "一次对照二到四件案例" in client.get(f"/cases/compare/?{query}").content.decode()
