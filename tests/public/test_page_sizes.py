"""No page is large, whatever is chosen: 338 cases, and addresses as long as a server takes."""

import pytest

from reforms.vocabulary import Province

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("grown_catalogue")]

LARGEST = 60_000  # bytes before compression
YEARS = "&".join(f"year={year}" for year in range(1950, 2100))
PROVINCES = "&".join(f"province={value}" for value in Province.values)
EVERY_OTHER_YEAR = "&".join(f"year={year}" for year in range(1951, 2100, 2))
KEYWORDS = "&".join(f"keyword=k{number}" for number in range(200))
UNKNOWN = "&".join(f"p{number}=" for number in range(200))
QUERIES = ["", YEARS, PROVINCES, f"{YEARS}&{PROVINCES}", EVERY_OTHER_YEAR, KEYWORDS, UNKNOWN]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(
    "page", ["/cases/", "/en/cases/", "/statistics/", "/en/statistics/province-theme/"]
)
def test_no_page_is_larger_than_60_kb(client, page, query):
    answer = client.get(f"{page}?{query}")
    assert answer.status_code == 200
    assert len(answer.content) <= LARGEST


def test_ten_dropped_parameters_are_named_and_the_others_counted(client):
    page = client.get(f"/cases/?{UNKNOWN}").content.decode()
    assert page.count("（没有这个名称）") == 10
    assert "<li>另有 190 个</li>" in page


def test_many_values_can_still_be_dropped_and_downloaded(client):
    page = client.get(f"/cases/?{EVERY_OTHER_YEAR}").content.decode()
    assert '<a class="chip" href="/cases/">' in page
    assert "/cases.csv?year=2099&amp;year=2097" in page
