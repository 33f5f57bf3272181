"""No page is large, whatever is chosen: 468 cases of 30 years, and addresses of any length."""

from itertools import accumulate

import pytest

from reforms import history
from reforms.models import Batch, Case, Theme
from reforms.vocabulary import Province
from tests.support import grown

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LARGEST = 60_000  # bytes before compression
YEARS = [f"year={year}" for year in range(1996, 2022)]
PROVINCES = [f"province={value}" for value in Province.values]
THEMES = ["theme=supervisory", "theme=political"]
REFERENCES = [f"reference=old-{year}-0{n}" for year in range(1996, 2022) for n in range(1, 6)]
BATCHES = [f"batch=old-{year}" for year in range(1996, 2022)]
VALUES = [YEARS[::2], [*THEMES, *PROVINCES], BATCHES, ["picking=1", *REFERENCES], REFERENCES]
LENGTHS = (30, 60, 350, 600, 4000)  # where pages begin to repeat less
EVERY_OTHER_YEAR = "&".join(f"year={year}" for year in range(1951, 2100, 2))


def longest(values: list[str], length: int) -> str:
    """The query string of as many of the values as fit in a length."""
    queries = accumulate(values, lambda query, value: f"{query}&{value}")
    return [query for query in queries if len(query) < length or query == values[0]][-1]


QUERIES = [
    "",
    "&".join(f"year={year}" for year in range(1950, 2100)),
    "&".join(YEARS[::2] + PROVINCES),
    EVERY_OTHER_YEAR,
    "&".join(f"keyword=k{number}" for number in range(200)),
    "&".join(f"p{number}=" for number in range(200)),
    "q=" + "%E6%A3%80%E5%AF%9F" * 150,
    "q=%E8%AF%95%E8%A1%8C%E4%B8%80%E5%B9%B4",
    "q=%E8%AF%95%E8%A1%8C%E4%B8%80%E5%B9%B4%EF%BC%8C%E6%80%BB%E7%BB%93%E5%87%BA%E5%8F%AF",
    *(longest(values, length) for values in VALUES for length in LENGTHS),
]


@pytest.fixture(scope="module", autouse=True)
def thirty_years(grown_catalogue, django_db_blocker):
    """Five cases more in each of the years before the grown catalogue's, of many provinces."""
    with django_db_blocker.unblock():
        themes = list(Theme.objects.all())
        drafts = []
        for year in range(1996, 2022):
            fields = {"issuers": "最高人民检察院", "released_on": f"{year}-05-01"}
            batch = history.save_batch(
                Batch(slug=f"old-{year}", title=f"{year}年典型案例", source_name="来源", **fields)
            )
            for number in range(1, 6):
                case = Case(batch=batch, number=number, title=f"{year}年第{number}件案例的标题")
                case.summary = "摘要写明做法和成效，约有七十五个字。" * 4
                body = grown.body_at(year * 5 + number)
                drafts.append(history.prepare(case, [themes[number]], [body]))
        history.save_cases(drafts)
        history.publish([draft.case for draft in drafts])


@pytest.mark.parametrize("query", dict.fromkeys(QUERIES))
def test_no_page_is_larger_than_60_kb(client, query):
    for page in (
        "/en/cases/",
        "/cases/",
        "/en/cases/?view=compact",
        "/cases/?view=compact",
        "/en/statistics/",
        "/en/statistics/province-year/",
        "/en/data/cite/",
        "/en/search/",
    ):
        answer = client.get(f"{page}{'&' if '?' in page else '?'}{query}")
        assert answer.status_code == 200
        assert len(answer.content) <= LARGEST, (page, len(answer.content))


def test_ten_dropped_parameters_are_named_and_the_others_counted(client):
    page = client.get("/cases/?" + "&".join(f"p{n}=" for n in range(200))).content.decode()
    assert page.count("（没有这个名称）") == 10
    assert "<li>另有 190 个</li>" in page


def test_many_values_can_still_be_dropped_and_downloaded(client):
    page = client.get(f"/cases/?{EVERY_OTHER_YEAR}").content.decode()
    assert '<a class="chip" href="/cases/">' in page
    assert "/cases.csv?year=2099&amp;year=2097" in page
