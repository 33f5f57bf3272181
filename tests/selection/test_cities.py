"""The detail of a city: cases that credit a body in it."""

import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils.translation import override

from reforms import statistics
from reforms.divisions import cities
from reforms.models import Revision
from reforms.selection import Dropped, city_label, in_words, select, total
from tests.support import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_dataset")]
GUANGZHOU = ("广州市检察院", "procuratorate", "guangdong", "municipal")
SHENZHEN = ("深圳市南山区检察院", "procuratorate", "guangdong", "grassroots")


@pytest.fixture(scope="module", autouse=True)
def cases(module_catalogue):
    module_catalogue(store_cases)


def store_cases() -> None:
    for number, bodies in enumerate(
        [(cast.NANSHA,), (GUANGZHOU, SHENZHEN), (cast.CHONGQING, cast.SICHUAN)], 1
    ):
        cast.case(number, bodies=bodies)


def count(query: str) -> int:
    return total(select(QueryDict(query)).selection, Revision.current())


def test_a_city_has_the_cases_of_all_its_bodies():
    assert count("city=440100") == 2
    assert count("city=广州") == 2
    assert count("city=440100&city=510100") == 3
    assert count("city=440300&level=municipal") == 1
    assert count("city=440100&province=sichuan") == 0


def test_a_city_of_another_province_than_the_recorded_one_does_not_count(client):
    cast.case(4, bodies=(("广州市检察院", "procuratorate", "jiangsu", "municipal"),))
    assert count("city=440100") == 2
    assert "city=440100" not in client.get("/cases/spp-reform-2-04/").content.decode()


def test_a_draft_is_in_no_city():
    cast.draft(4, bodies=(GUANGZHOU,))
    assert count("city=440100") == 2


def test_a_city_is_shown_by_its_name_and_a_wrong_one_is_said():
    asked = select(QueryDict("city=广州市&city=南沙区"))
    assert in_words(asked.selection) == "广州市"
    assert asked.selection.query_string() == "?city=440100"
    assert asked.dropped == (Dropped("city", "南沙区"),)


def test_a_table_has_the_cities_of_a_province(client):
    selection = select(QueryDict("province=guangdong")).selection
    table = statistics.shown_table(selection, "city", Revision.current())
    rows = [(row.label, row.total.count, row.total.query_string) for row in table.rows]
    assert rows == [
        ("广州市", 2, "?province=guangdong&city=440100"),
        ("深圳市", 1, "?province=guangdong&city=440300"),
    ]
    page = client.get("/statistics/?province=guangdong").content.decode()
    assert '<section class="statistics" id="city">' in page
    assert 'id="city"' not in client.get("/statistics/").content.decode()
    assert 'id="city"' not in client.get("/statistics/?province=chongqing").content.decode()


def test_each_number_of_the_table_is_that_of_its_list():
    selection = select(QueryDict("level=grassroots")).selection
    table = statistics.shown_table(selection, "city", Revision.current())
    for row in table.rows:
        assert row.total.count == count(row.total.query_string[1:]), row.label


def test_the_page_of_a_case_leads_to_its_city(client):
    page = client.get("/en/cases/spp-reform-2-01/").content.decode()
    assert '<a href="/en/cases/?city=440100">Guangzhou</a>' in page


def test_the_advanced_search_takes_the_name_of_a_city(client):
    page = client.get("/search/?city=440100").content.decode()
    assert 'name="city" value="广州市"' in page


def test_a_page_names_twenty_cities_at_most():
    codes = list(cities())[:21]
    asked = select(QueryDict("&".join(f"city={code}" for code in codes)))
    assert len(asked.selection.city) == 20
    assert asked.dropped == (Dropped("city", codes[20], reason="一次最多选 20 个"),)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("440100", "Guangzhou"),
        ("430100", "Changsha"),
        ("320800", "Huai'an"),
        ("141100", "Lüliang"),
        ("230100", "Harbin"),
        ("653100", "Kashgar Prefecture"),
        ("320500", "Suzhou (Jiangsu)"),
        ("429006", "Tianmen"),
        ("469021", "Ding'an County"),
    ],
)
def test_a_city_has_an_english_name_that_finds_it(code, name):
    with override("en"):
        assert city_label(code) == name
    assert select(QueryDict(urlencode({"city": name}))).selection.city == (code,)


def test_every_city_has_a_name_of_its_own_in_latin_letters():
    with override("en"):
        names = [city_label(code) for code, city in cities().items() if city.until is None]
    assert [name for name in names if not re.fullmatch(r"[A-Z][A-Za-z'ü ()-]+", name)] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("guangzhou", "440100"),
        ("Guangzhou City", "440100"),
        ("haerbin", "230100"),
        ("lvliang", "141100"),
        ("Fuzhou (Jiangxi)", "361000"),
        ("Fuzhou", ""),
    ],
)
def test_a_city_is_asked_for_in_latin_letters_where_only_one_is_meant(typed, code):
    asked = select(QueryDict(urlencode({"city": typed})))
    assert asked.selection.city == tuple(filter(None, [code]))
    assert [dropped.name for dropped in asked.dropped] == ([] if code else ["city"])


def test_a_table_of_an_english_page_names_its_cities_in_english():
    selection = select(QueryDict("province=guangdong")).selection
    with override("en"):
        table = statistics.shown_table(selection, "city", Revision.current())
    assert [row.label for row in table.rows] == ["Guangzhou", "Shenzhen"]
