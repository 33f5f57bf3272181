"""What machines look for at fixed addresses, and what tells them of a page's parts."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from reforms import history
from reforms.models import Batch, Case
from reforms.models.guard import recording
from reforms.public.coverage import gaps, series_of
from tests.support import cast

pytestmark = pytest.mark.django_db


def test_browsers_can_add_the_search(client):
    answer = client.get("/opensearch.xml")
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    urls = ElementTree.fromstring(answer.content).findall(f"{space}Url")
    assert urls[0].get("template") == "http://casebook.test/cases/?q={searchTerms}"
    assert 'href="/opensearch.xml"' in client.get("/").content.decode()


def test_language_models_find_pages_and_files(client):
    text = client.get("/llms.txt").content.decode()
    assert text.startswith("# ")
    assert "(http://casebook.test/cases.jsonl)" in text
    assert "(http://casebook.test/about/coverage/)" in text


@pytest.mark.parametrize("name", ["favicon.ico", "apple-touch-icon.png"])
def test_icons_are_where_browsers_look(client, name):
    answer = client.get(f"/{name}", follow=True)
    assert answer.redirect_chain == [(f"/static/{name}", 302)]
    assert answer.status_code == 200
    answer.close()  # a file, which the client has not read


def test_a_case_names_its_files_licence_and_batch_in_its_headers(client):
    cast.case(1)
    link = client.get("/cases/spp-reform-2-01/")["Link"]
    assert '<http://casebook.test/cases/spp-reform-2-01/>; rel="cite-as"' in link
    assert '<http://casebook.test/cases/spp-reform-2-01.json>; rel="describedby"' in link
    assert 'by/4.0/>; rel="license"' in link


def test_a_batch_names_its_cases_in_its_headers_if_they_are_few(client):
    for number in (1, 2):
        cast.case(number)
    link = client.get("/en/batches/spp-reform-2/")["Link"]
    assert '<http://casebook.test/batches/spp-reform-2/>; rel="cite-as"' in link
    assert link.count('rel="item"') == 2
    assert '<http://casebook.test/en/cases/spp-reform-2-02/>; rel="item"' in link
    for number in range(3, 22):
        cast.case(number)
    assert 'rel="item"' not in client.get("/en/batches/spp-reform-2/")["Link"]


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", "/cases.atom"),
        ("/en/", "/en/cases.atom"),
        (
            "/cases/?theme=political&page=1&sort=oldest",
            "/cases.atom?theme=political&amp;sort=oldest",
        ),
        ("/themes/political/", "/cases.atom?theme=political"),
        ("/batches/spp-reform-2/", "/cases.atom?batch=spp-reform-2"),
    ],
)
def test_a_page_names_its_feed(client, page, feed):
    cast.case(1, themes=("political",))
    text = client.get(page).content.decode()
    assert f'<link rel="alternate" type="application/atom+xml" href="{feed}"' in text
    assert client.get(feed.replace("&amp;", "&")).status_code == 200


def test_the_coverage_shows_the_gaps_of_a_series(client):
    for ordinal in (1, 4):
        of = cast.batch(f"series-{ordinal}", series="典型案例", ordinal=ordinal)
        cast.case(1, of=of)
    text = client.get("/about/coverage/").content.decode()
    assert "还没有收录：第 2–3 批。" in text
    assert gaps([Batch(ordinal=1)]) == []


def test_the_coverage_puts_numbers_that_follow_each_other_together(client):
    for ordinal in (1, 3, 2021):
        cast.case(1, of=cast.batch(f"series-{ordinal}", series="典型案例", ordinal=ordinal))
    text = client.get("/about/coverage/").content.decode()
    assert "还没有收录：第 2、4–2020 批。" in text


def test_the_coverage_says_when_a_series_was_changed_last(client):
    for ordinal in (1, 2):
        cast.case(1, of=cast.batch(f"series-{ordinal}", series="典型案例", ordinal=ordinal))
    changes = ((1, datetime(2026, 3, 1, 17, tzinfo=UTC)), (2, datetime(2026, 2, 1, tzinfo=UTC)))
    with recording():
        for ordinal, moment in changes:
            Case.objects.filter(batch__ordinal=ordinal).update(updated_at=moment)
    text = client.get("/about/coverage/").content.decode()
    assert "这一系列最近一次改动：2026年3月2日。" in text


def test_the_coverage_says_when_a_series_was_compared_with_the_issuers_site(client):
    batches = [
        cast.batch(f"series-{ordinal}", series="典型案例", ordinal=ordinal) for ordinal in (1, 2)
    ]
    for batch in batches:
        cast.case(1, of=batch)
    assert "尚未核对。" in client.get("/about/coverage/").text
    history.check_batch(batches[0], date(2026, 12, 2))
    text = client.get("/about/coverage/").text
    assert "核对日期：2026年12月2日。" in text
    assert "尚未核对。" not in text


def test_the_coverage_asks_once_for_the_changes_of_all_series(django_assert_num_queries):
    batches = [cast.batch(f"series-{n}-1", series=f"系列{n}", ordinal=1) for n in range(3)]
    with django_assert_num_queries(1):
        assert len(series_of(batches)) == 3


def test_the_coverage_names_every_kind_of_batch(client):
    text = client.get("/en/about/coverage/").content.decode()
    kinds = "typical cases of reform, typical cases of casework, guiding cases, yearly selection"
    assert f"{kinds}. Batches are included whole" in text


def test_how_to_subscribe_is_told_with_the_address(client):
    assert "http://casebook.test/cases.atom" in client.get("/about/subscribe/").content.decode()
    assert client.get("/en/about/subscribe/").status_code == 200
