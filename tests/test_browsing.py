"""The list as its readers meet it: results first, filters folded behind their number."""

import re

import pytest

from . import cast

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


def test_a_link_shared_in_wechat_keeps_its_filters(client):
    shared = page(client, "/cases/?from=singlemessage&isappinstalled=0&province=guangdong")
    assert "第2件案例的标题" in shared
    assert "第1件案例的标题" not in shared
    assert "isappinstalled" not in shared.split("<body")[1].split("</header>")[1]


@pytest.mark.parametrize("address", ["/cases/", "/data/", "/data/cite/"])
def test_downloads_say_what_to_do_where_a_browser_cannot_save(client, address):
    assert "在微信里不能保存文件时，请点右上角“在浏览器打开”。" in page(client, address)
