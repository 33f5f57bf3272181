"""What readers see of the search: marks, excerpts, notices, suggestions; and what probes see."""

import pytest

from reforms import search
from reforms.search import finding
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def case():
    return cast.case(
        title="社会危险性量化评估",
        summary="按量化结果决定是否羁押。",
        body="第一段。\n评估共有若干项目。",
        themes=("supervisory",),
        bodies=(cast.NANSHA,),
    )


def text(client, address: str) -> str:
    return client.get(address).content.decode()


def test_it_marks_the_found_words_in_title_and_summary(client, case):
    page = text(client, "/cases/?q=量化")
    assert "社会危险性<mark>量化</mark>评估" in page
    assert "按<mark>量化</mark>结果" in page


def test_it_shows_a_word_far_behind_in_a_long_summary(client, db):
    cast.case(summary="一" * 200 + "社会危险性")
    assert "社会危险性" not in text(client, "/cases/")
    assert "<mark>社会危险性</mark>" in text(client, "/cases/?q=社会危险性")


def test_it_shows_where_else_the_words_stand(client, case):
    assert "评估共有若干<mark>项目</mark>" in text(client, "/cases/?q=项目")


def test_an_english_page_shows_no_piece_of_a_chinese_text_that_it_shows_whole(client, case):
    page = text(client, "/en/cases/?q=结果")
    assert "按量化<mark>结果</mark>决定" in page
    assert "case-card-excerpt" not in page
    cast.case(2, summary="另有结果", summary_en="In English")
    assert "另有<mark>结果</mark>" in text(client, "/en/cases/?q=结果&sort=oldest")


def test_the_case_page_opened_from_a_search_marks_them_too(client, case):
    page = text(client, "/cases/?q=项目")
    assert "/cases/spp-reform-2-01/?q=%E9%A1%B9%E7%9B%AE" in page
    assert "<mark>项目</mark>" in text(client, "/cases/spp-reform-2-01/?q=项目")
    assert "<mark>" not in text(client, "/cases/spp-reform-2-01/")


def test_hostile_text_stays_text_when_marked(client):
    cast.case(title="<script>量化</script>")
    assert "&lt;script&gt;<mark>量化</mark>" in text(client, "/cases/?q=量化")


def test_a_search_of_only_punctuation_says_so(client, case):
    page = text(client, "/cases/?q=%EF%BC%8C%E3%80%82")
    assert "没有可查的字" in page
    assert "社会危险性" not in page


def test_few_finds_come_with_what_would_find_more(client, case):
    page = text(client, "/cases/?q=量化+天水")
    assert "换个查法可以找到更多" in page
    assert "?q=%E9%87%8F%E5%8C%96" in page


def test_words_that_name_a_filter_offer_it(client, case):
    cast.case(2, themes=("supervisory",), summary="另一件")
    assert "?theme=supervisory" in text(client, "/cases/?q=监管责任")


def test_the_probes_say_ok(client, case):
    search.catch_up()
    for address, content in (("/healthz", b"ok\n"), ("/readyz", b"ok\nsearch index: current\n")):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (200, content)
        assert answer["Cache-Control"] == "no-store"


@pytest.fixture
def too_many_texts(monkeypatch):
    """As in a large catalogue without an index: no more texts may be looked into."""
    monkeypatch.setattr(finding, "MOST_CHANGED", 0)


@pytest.mark.parametrize("address", ["/cases/", "/statistics/", "/data/cite/", "/en/cases/"])
def test_without_an_index_a_search_says_when_to_come_again(client, case, too_many_texts, address):
    answer = client.get(f"{address}?q=量化")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Cache-Control"] == "no-store"
    title = "Search is not available yet" if "/en/" in address else "暂时不能搜索"
    assert title in answer.content.decode()
    assert client.get(address).status_code == 200  # without a text nothing is missed


def test_without_an_index_no_file_is_made_that_would_be_short(client, case, too_many_texts):
    for form in ("csv", "jsonl", "json", "manifest.json"):
        answer = client.get(f"/cases.{form}?q=量化&sort=newest")
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "搜索索引正在建立" in answer.content.decode()
    assert client.get("/statistics/year.csv?q=量化").status_code == 503
    assert client.get("/cases.csv").status_code == 200


def test_once_there_is_an_index_the_same_revision_is_searched(client, case, too_many_texts):
    assert client.get("/cases/?q=量化").status_code == 503
    search.catch_up()
    assert "<mark>量化</mark>" in text(client, "/cases/?q=量化")


def test_the_advanced_search_offers_the_orders_that_make_sense_there(client, case):
    page = text(client, "/search/?q=量化")
    assert 'value="relevance"' in page
    assert 'value="chosen"' not in page
    assert 'value="relevance"' not in text(client, "/search/")
