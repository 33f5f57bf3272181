"""A list by its titles alone: 50 cases a page, on a line or two each."""

import re

import pytest

from tests.support import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def cases(module_catalogue):
    def fill() -> None:
        for number in range(1, 53):
            cast.case(number, themes=("political",), title=f"责任清单{number}", summary="摘要说明")

    module_catalogue(fill)


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def test_it_lists_fifty_titles_without_summaries(client):
    html = page(client, "/cases/?view=compact&sort=reference")
    assert html.count('class="case-line"') == 50
    assert '<a class="case-line" href="/cases/spp-reform-2-01/">责任清单1</a>' in html
    assert "摘要说明" not in html


def test_one_link_leads_there_and_one_back(client):
    whole = page(client, "/cases/?theme=political&page=2")
    assert '<a href="/cases/?theme=political&amp;view=compact">只列标题</a>' in whole
    compact = page(client, "/cases/?theme=political&view=compact&page=2")
    assert '<a href="/cases/?theme=political">显示摘要</a>' in compact


def test_pages_orders_filters_and_search_keep_it(client):
    html = page(client, "/cases/?view=compact")
    assert 'href="/cases/?view=compact&amp;page=2"' in html
    assert 'href="/cases/?sort=oldest&amp;view=compact"' in html
    assert 'href="/cases/?theme=political&amp;view=compact"' in html
    assert '<input type="hidden" name="view" value="compact">' in html
    narrowed = page(client, "/cases/?theme=political&view=compact")
    assert re.search(r'class="chip-clear" href="/cases/\?view=compact">', narrowed)


def test_the_advanced_search_keeps_it(client):
    html = page(client, "/search/?theme=political&view=compact")
    [form] = re.findall(r'<form class="search-fields".*?</form>', html, re.S)
    assert '<input type="hidden" name="view" value="compact">' in form


def test_search_engines_feeds_and_files_get_the_list_itself(client):
    html = page(client, "/cases/?theme=political&view=compact&page=2")
    assert 'rel="canonical" href="http://casebook.test/cases/?theme=political"' in html
    assert 'href="/cases.atom?theme=political" title' in html
    assert 'href="/cases.csv?theme=political"' in html
    assert 'href="/data/cite/?theme=political"' in html
    assert 'href="/statistics/?theme=political"' in html


def test_a_file_takes_no_notice_of_it(client):
    answer = client.get("/cases.json?view=compact&page=1&sort=reference").json()
    assert answer["total"] == 52
    assert len(answer["cases"]) == 52
    assert client.get("/cases.csv?view=compact").status_code == 200


def test_a_wrong_view_is_dropped_by_a_page_and_refused_by_a_file(client):
    assert "<code>view=wide</code>" in page(client, "/cases/?view=wide")
    assert client.get("/cases.csv?view=wide").status_code == 400


def test_the_two_views_are_cached_apart(client):
    whole, compact = client.get("/cases/"), client.get("/cases/?view=compact")
    assert whole["ETag"] != compact["ETag"]
    again = client.get("/cases/?view=compact", headers={"If-None-Match": compact["ETag"]})
    assert again.status_code == 304


def test_the_searched_words_are_marked_there_and_in_the_case(client):
    html = page(client, "/cases/?q=清单&view=compact")
    query = "?q=%E6%B8%85%E5%8D%95"
    assert f'href="/cases/spp-reform-2-01/{query}">责任<mark>清单</mark>1</a>' in html


def test_cases_are_picked_there_as_in_the_other_view(client):
    html = page(client, "/cases/?view=compact&picking=1&reference=spp-reform-2-01")
    assert 'value="spp-reform-2-01" form="picks" checked' in html
    assert 'href="/cases/spp-reform-2-02/?reference=spp-reform-2-01"' in html
    assert html.count('form="picks"') == 50


def test_a_title_of_ours_says_so(client):
    assert "标题系编者自拟" not in page(client, "/cases/?view=compact")
    cast.case(60, title="我们起的标题", title_by="catalogue")
    assert "标题系编者自拟" in page(client, "/cases/?view=compact&q=我们起的")
