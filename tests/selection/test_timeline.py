"""Batches by time: the newest first, a link a year, and no more rows than are shown."""

import re

import pytest

from reforms.models import Revision
from reforms.selection import counted_batches, timeline
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def releases():
    """Batches with their dates given in different ways, and one of drafts alone."""
    dates = {
        "whole": {"released_on": "2021-07-29", "reported_on": "2022-01-01"},
        "month": {"released_on": "", "issued_on": "2023-05", "reported_on": "2023-06-01"},
        "year": {"reported_on": "2021"},
    }
    for slug, dates_given in dates.items():
        cast.case(1, of=cast.batch(slug, title=f"批次 {slug}", **dates_given))
    cast.case(2, of=cast.batch("whole"))
    cast.draft(1, of=cast.batch("draft", title="草稿批次", reported_on="2024"))


def test_the_newest_come_first_by_their_best_known_date(releases):
    page = timeline(Revision.current())
    assert [(moment.slug, moment.date, moment.cases) for moment in page.moments] == [
        ("month", "2023-05", 1),
        ("whole", "2021-07-29", 2),
        ("year", "2021", 1),
    ]


def test_it_counts_batches_and_cases_of_each_year(releases):
    assert timeline(Revision.current()).years == [("2023", 1, 1), ("2021", 2, 3)]


def test_only_the_rows_that_are_shown_are_fetched(releases, django_assert_num_queries):
    page = timeline(Revision.current())
    with django_assert_num_queries(1):
        [counted] = counted_batches(page.moments[1:2])
    assert (counted.slug, counted.case_count) == ("whole", 2)


def test_a_year_is_a_link_and_shows_its_batches_alone(client, releases):
    page = client.get("/batches/").content.decode()
    assert re.findall(r'href="(/batches/\?year=\d+)"', page) == [
        "/batches/?year=2023",
        "/batches/?year=2021",
    ]
    page = client.get("/batches/?year=2021").content.decode()
    assert "批次 whole" in page
    assert "批次 year" in page
    assert "批次 month" not in page
    assert "草稿批次" not in page
    assert 'href="/batches/?year=2021" aria-current="true"' in page


@pytest.mark.parametrize("query", ["year=1999", "year=x", "page=0", "page=99", "theme=political"])
def test_any_address_of_it_answers(client, releases, query):
    assert client.get(f"/batches/?{query}").status_code == 200


def test_a_year_without_batches_says_so(client, releases):
    assert "这一年没有公开的批次。" in client.get("/batches/?year=1999").content.decode()


def test_many_batches_come_in_pages(client, db):
    for number in range(1, 53):
        cast.case(1, of=cast.batch(f"release-{number:02d}", reported_on="2020"))
    first = client.get("/batches/").content.decode()
    assert first.count("<h3>") == 50
    assert 'href="/batches/?page=2"' in first
    second = client.get("/batches/?page=2").content.decode()
    assert second.count("<h3>") == 2
    assert "release-01" in second
    assert 'rel="canonical" href="http://casebook.test/batches/?page=2"' in second


def test_the_home_page_links_the_years(client, releases):
    assert 'href="/batches/?year=2023"' in client.get("/").content.decode()
