"""Cases by the numbers that readers type."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reforms.models import Case
from reforms.selection import numbered_case
from tests.support import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def cases(module_catalogue):
    module_catalogue(store_cases)


def store_cases() -> None:
    second, third = cast.batch(), cast.batch("spp-reform-3", title="第三批典型案例")
    for batch in (second, third):
        cast.case(1, of=batch, official_no="案例一")
        cast.case(2, of=batch, official_no="案例2")
    cast.case(12, of=third, official_no="检例第106号")
    cast.draft(3)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("spp-reform-2-01", "spp-reform-2-01"),
        ("SPP-REFORM-2-01", "spp-reform-2-01"),
        ("ｓｐｐ－reform—2 - 1。", "spp-reform-2-01"),
        ("spp\u2011reform\u20112\u201101", "spp-reform-2-01"),
        ("https://cases.example/cases/spp-reform-3-12/", "spp-reform-3-12"),
        ("spp-reform-2 案例一", "spp-reform-2-01"),
        ("SPP-REFORM-3 案例1", "spp-reform-3-01"),
        ("第二批典型案例 案例二", "spp-reform-2-02"),
        ("第三批案例2", "spp-reform-3-02"),
        ("检例第106号", "spp-reform-3-12"),
        ("第三批 检例第106号", "spp-reform-3-12"),
    ],
)
def test_a_number_leads_to_its_case(text, reference):
    case = numbered_case(text, Case.objects.published())
    assert case is not None
    assert case.reference == reference


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "案例一",
            "第四批 案例一",
            "检例第107号",
            "spp-reform-2-03",
            "spp-reform-2",
            "2021-07",
        ),
        *("三", "检察", "案例", "第二批", "x" * 500),
    ],
)
def test_nothing_else_does(text):
    assert numbered_case(text, Case.objects.published()) is None


@pytest.mark.skipif(connection.vendor == "postgresql", reason="few rows are read faster without")
def test_the_cases_of_a_number_are_read_from_an_index():
    with CaptureQueriesContext(connection) as captured:
        numbered_case("第三批案例2", Case.objects.known_to_public())
    [keys, _cases] = [query["sql"] for query in captured]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {keys}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "USING COVERING INDEX cases_by_number" in plan
