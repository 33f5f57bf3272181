"""The list as its readers meet it: results first, filters folded behind their number."""

import re

import pytest

from tests.support import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cases():
    return [
        cast.case(1, themes=("political",)),
        cast.case(2, themes=("supervisory",), bodies=(cast.NANSHA,)),
    ]


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_results_come_before_filters_and_links_lead_from_one_to_the_other(client):
    text = page(client, "/cases/")
    assert text.index('class="case-card"') < text.index('<details class="filters" id="filters">')
    assert '<a class="skip-link" href="#filters">' in text
    assert 'href="#results"' in text
    assert 'id="results"' in text


def test_the_fold_says_how_many_filters_are_active(client):
    text = page(client, "/cases/?theme=political&theme=supervisory&province=jiangsu&q=案例")
    summary = re.search(r'<summary class="filters-summary">(.*?)</summary>', text, re.S)[1]
    assert "已选 3 项" in summary
    assert (
        "已选" not in re.search(r"filters-summary.*?</summary>", page(client, "/cases/"), re.S)[0]
    )


def test_it_names_the_selection_once_on_the_page_and_whole_in_the_title(client):
    text = page(client, "/cases/?theme=political&province=jiangsu")
    assert "<h1>案例</h1>" in text
    assert "<title>政治责任 · 江苏 · 案例 · " in text
    assert "<h1>全部案例</h1>" in page(client, "/cases/")


def test_one_result_has_no_order(client):
    assert 'class="orders"' in page(client, "/cases/")
    assert 'class="orders"' not in page(client, "/cases/?province=guangdong")


def test_no_result_offers_to_drop_what_helps_and_nothing_else(client):
    text = page(client, "/cases/?theme=supervisory&level=supreme")
    assert "去掉 最高检</a> — 1 件" in text
    assert "去掉 监管责任" not in text


def test_no_result_leads_to_the_whole_list_where_no_single_condition_is_in_the_way(client):
    text = page(client, "/cases/?theme=political&level=supreme&province=beijing")
    assert "去掉其中一个条件试试" not in text
    assert '<p><a href="/cases/">全部案例</a></p>' in text


def test_a_link_shared_in_wechat_keeps_its_filters(client):
    shared = page(client, "/cases/?from=singlemessage&isappinstalled=0&province=guangdong")
    assert "第2件案例的标题" in shared
    assert "第1件案例的标题" not in shared
    assert "isappinstalled" not in shared.split("<body")[1].split("</header>")[1]


@pytest.mark.parametrize("address", ["/cases/", "/data/", "/data/cite/"])
def test_downloads_say_what_to_do_where_a_browser_cannot_save(client, address):
    assert "在微信里不能保存文件时，请点右上角“在浏览器打开”。" in page(client, address)


def test_the_map_leads_to_the_cases_of_a_province(client):
    for address in ("/", "/themes/political/", "/statistics/", "/cases/?year=2021"):
        text = page(client, address)
        [link] = re.findall(r'tile-jiangsu [^>]*><a href="([^"]+)"', text)
        assert "第1件案例的标题" in page(client, link.replace("&amp;", "&"))
        assert "第2件案例的标题" not in page(client, link.replace("&amp;", "&"))


def test_a_chosen_province_is_visible_on_the_map_and_can_be_taken_away(client):
    text = page(client, "/cases/?province=jiangsu&year=2021")
    assert re.search(r'tile-jiangsu [^>]*><a href="/cases/\?year=2021" aria-current="true"', text)


def test_a_province_without_cases_is_named_but_is_no_link(client):
    text = page(client, "/")
    assert 'tile-tibet tile-shade-0"><span>西藏<span class="visually-hidden"> 0</span>' in text


def test_themes_stand_side_by_side_with_where_when_and_level(client):
    text = page(client, "/en/themes/")
    first, second = re.findall(
        r'<article class="theme-card theme-[12] mark-[12]">(.*?)</article>', text, re.S
    )
    for word in ("Political responsibility", "Jiangsu", "Provincial", "2021", "1 case"):
        assert word in first
    assert "Supervisory responsibility" in second
    assert "Guangdong" in second
    assert "Jiangsu" not in second


def test_the_home_page_says_where_to_start(client):
    text = page(client, "/")
    for heading in ("从这里开始", "什么是典型案例", "什么是司法责任制", "怎样读这个网站"):
        assert heading in text


def test_a_theme_without_cases_says_so(client):
    cast.theme("hierarchical")
    assert "这个主题还没有公开的案例。" in page(client, "/themes/hierarchical/")
    assert "0 件" in page(client, "/themes/")


@pytest.mark.slow
def test_a_large_batch_comes_in_pages(client):
    for number in range(1, 53):
        cast.case(number, of=cast.batch("large"))
    first = page(client, "/batches/large/")
    assert "案例（52 件）" in first
    assert first.count('class="case-card"') == 50
    assert 'href="/batches/large/?page=2"' in first
    assert page(client, "/batches/large/?page=2").count('class="case-card"') == 2
    for asked in ("x", "0", "99", "%00"):
        assert 'class="case-card"' in page(client, f"/batches/large/?page={asked}")


def test_the_downloads_say_whether_they_hold_all_cases(client):
    assert "下载全部案例（2 件）" in page(client, "/cases/")
    assert "下载筛选结果（1 件）" in page(client, "/cases/?theme=political")


@pytest.mark.parametrize(("cases", "says_so"), [(1, False), (2, True)])
def test_a_list_says_how_the_contents_of_its_document_are_filled(client, db, cases, says_so):
    for number in range(cases):
        cast.case(number + 1)
    assert ("Word 打开文件时会问是否更新域" in page(client, "/cases/")) == says_so


def test_a_page_with_very_many_years_stays_small(client):
    query = "&".join(f"year={year}" for year in range(1950, 2100))
    page = client.get(f"/cases/?{query}")
    assert "year=2059</code> 一次最多选 40 个" in page.content.decode()
    assert "另有 100 个" in page.content.decode()
    assert len(page.content) < 60_000
    assert client.get(f"/cases.csv?{query}").status_code == 400
