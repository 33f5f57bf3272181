"""The tables beside the cases: batches, themes and credited bodies."""

import csv
import io
import json

import pytest
from frictionless import Schema

from reforms import history
from reforms.exports import TABLES
from tests.downloads.responses import content
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def rows(client, name: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content(client.get(f"/{name}.csv")).decode())))


def test_a_batch_has_its_dates_and_the_number_of_its_cases(client, cases):
    cast.draft(9, of=cast.batch("unseen-1", title="没有公开的批次"))
    [batch] = rows(client, "batches")
    chosen = {name: batch[name] for name in ("slug", "title", "date", "date_basis", "cases")}
    assert chosen == {
        "slug": "spp-reform-2",
        "title": "第二批典型案例",
        "date": "2021-07-29",
        "date_basis": "reported",
        "cases": "3",
    }


@pytest.mark.parametrize("name", ["batches", "themes", "bodies"])
def test_its_rows_are_counted_and_not_read(cases, django_assert_num_queries, name):
    cast.draft(9)
    cast.draft(9, of=cast.batch("unseen-1"))
    cast.case(10, bodies=(cast.NANSHA, cast.JIANGSU))
    with django_assert_num_queries(1) as queries:
        count = TABLES[name].row_count()
    assert "COUNT(" in queries[0]["sql"]
    assert count == len(list(TABLES[name].rows()))


def test_a_theme_counts_public_cases_only(client, cases):
    history.withdraw([cases[0]], "issuer", history.Edit(note="来函", proof_age=0))
    cast.case(4, themes=("political",))
    assert [(row["slug"], row["cases"]) for row in rows(client, "themes")] == [("political", "1")]


def test_a_joint_case_has_a_row_for_each_body(client, cases):
    names = ("reference", "name", "province_code")
    assert [tuple(row[name] for name in names) for row in rows(client, "bodies")] == [
        ("spp-reform-2-01", "江苏检察机关", "320000"),
        ("spp-reform-2-02", "重庆市检察院", "500000"),
        ("spp-reform-2-02", "成都市武侯区检察院", "510000"),
        ("spp-reform-2-03", "江苏检察机关", "320000"),
    ]
    answer = client.get("/bodies.json")
    assert answer["X-Row-Count"] == "4"
    assert json.loads(content(answer))[2]["division_code"] == "510107"


def test_the_table_of_bodies_has_every_column_about_bodies(client, cases):
    assert " ".join(rows(client, "bodies")[0]) == (
        "reference name standard_name kind province province_code level place_basis"
        " division_code anonymity"
    )


@pytest.mark.parametrize("name", ["batches", "themes", "bodies"])
def test_the_data_package_describes_each_table(client, cases, name):
    package = client.get("/data/datapackage.json").json()
    resource = next(item for item in package["resources"] if item["name"] == name)
    assert resource["path"] == f"http://casebook.test/{name}.csv"
    fields = [field.name for field in Schema.from_descriptor(resource["schema"]).fields]
    assert fields == list(rows(client, name)[0])


def test_cases_refer_to_batches_and_bodies_to_cases(client, cases):
    package = client.get("/data/datapackage.json").json()
    keys = {item["name"]: item["schema"].get("foreignKeys") for item in package["resources"]}
    assert keys["cases"] == [
        {"fields": "batch", "reference": {"resource": "batches", "fields": "slug"}}
    ]
    assert keys["bodies"] == [
        {"fields": "reference", "reference": {"resource": "cases", "fields": "reference"}}
    ]


def test_a_table_takes_no_parameters(client, cases):
    assert client.get("/batches.csv?year=2021").status_code == 400
