"""No page is large, whatever is chosen: 338 cases, and addresses as long as a server takes."""

import pytest

from reforms.vocabulary import Province

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("grown_catalogue")]

LARGEST = 60_000  # bytes before compression
YEARS = "&".join(f"year={year}" for year in range(1950, 2100))
PROVINCES = "&".join(f"province={value}" for value in Province.values)
EVERY_OTHER_YEAR = "&".join(f"year={year}" for year in range(1951, 2100, 2))


@pytest.mark.parametrize("query", ["", YEARS, PROVINCES, f"{YEARS}&{PROVINCES}", EVERY_OTHER_YEAR])
@pytest.mark.parametrize(
    "page", ["/cases/", "/en/cases/", "/statistics/", "/en/statistics/province-theme/"]
)
def test_no_page_is_larger_than_60_kb(client, page, query):
    answer = client.get(f"{page}?{query}")
    assert answer.status_code == 200
    assert len(answer.content) <= LARGEST


def test_many_values_can_still_be_dropped_and_downloaded(client):
    page = client.get(f"/cases/?{EVERY_OTHER_YEAR}").content.decode()
    assert '<a class="chip" href="/cases/">' in page
    assert "/cases.csv?year=2099&amp;year=2097" in page
