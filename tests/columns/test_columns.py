"""The codebook is what the exports write, and machines can check a file against it."""

import csv
import io
import json
import re

import frictionless
import pytest

from reforms.columns import BODY, BY_NAME, COLUMNS, values
from reforms.descriptions import codebook, data_package
from reforms.exports import Export, write_csv
from reforms.models import Case, Revision
from reforms.storage.databases import key_array
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

WHOLE = (*COLUMNS, BODY)


@pytest.fixture
def cases():
    cast.case(1, themes=("political",), body="全文", keywords="甲;乙", source_url="http://a.test/")
    military = ("军事检察院", "military", "", "")
    cast.case(2, bodies=(cast.CHONGQING, military, cast.SICHUAN), title_by="catalogue")
    cast.case(3, of=cast.batch("partial-1", issued_on="2020-05", reported_on=""))
    return Case.objects.published().order_by("reference_key")


def test_it_tells_of_every_column_in_both_languages():
    for row in codebook.rows():
        assert all(row[name] for name in row if name != "values"), row["name"]
        assert re.search("[\u4e00-\u9fff]", row["heading"] + row["meaning"])
        assert not re.search(
            "[\u4e00-\u9fff]", row["heading_en"] + row["meaning_en"] + row["type_en"]
        )


def test_names_and_headings_are_unique():
    assert len({column.name for column in WHOLE}) == len(WHOLE)
    assert len({column.heading for column in WHOLE}) == len(WHOLE)
    assert len({column.heading_en for column in WHOLE}) == len(WHOLE)


def test_a_body_without_a_province_keeps_its_place_in_words():
    assert BY_NAME["provinces"].in_words(["chongqing", "", "sichuan"]) == "重庆；—；四川"


def test_its_columns_are_those_of_the_file(cases):
    heading = (
        next(write_csv(Export(key_array(cases), columns=WHOLE))).decode().rstrip("\r\n").split(",")
    )
    of_parts = ["parts", "part", "depth", "role", "heading", "text"]
    assert [*heading, *of_parts] == [row["name"] for row in codebook.rows()]


def test_every_value_is_of_the_closed_list(cases):
    for case in cases.with_relations():
        for column in WHOLE:
            value = column.write(case)
            values = value if column.many else [value]
            if column.codes:
                assert set(values) <= {*column.codes, ""}, column.name


def test_every_value_has_the_type_that_it_says(cases):
    for case in cases.with_relations():
        for column in WHOLE:
            value = column.write(case)
            kinds = {"integer": int}.get(column.kind, str)
            assert isinstance(value, list if column.many else kinds), column.name


def test_examples_are_of_the_type_that_is_said():
    for column in WHOLE:
        if column.codes:
            assert column.example in column.codes, column.name
        if column.kind == "date":
            assert re.fullmatch(data_package.DATE, column.example)


def test_values_stay_side_by_side(cases):
    joint = values(cases.with_relations()[2])
    assert joint["bodies"] == ["重庆市检察院", "军事检察院", "成都市武侯区检察院"]
    assert joint["provinces"] == ["chongqing", "", "sichuan"]
    assert joint["province_codes"] == ["500000", "", "510000"]
    assert joint["themes"] == []


def test_a_partial_date_says_what_it_is(cases):
    partial = values(cases.with_relations()[0])
    assert (partial["date"], partial["date_basis"], partial["year"]) == ("2020-05", "issued", 2020)


def test_the_codebook_is_a_file():
    [content] = codebook.as_csv()
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert len(rows) == 49
    assert rows[3]["values"] == "issuer;catalogue"


def test_the_data_package_is_valid_against_the_file(cases, tmp_path):
    (tmp_path / "cases.csv").write_bytes(b"".join(write_csv(Export(key_array(cases)))))
    resource = data_package.csv_resource("cases", "cases.csv", COLUMNS)
    package = data_package.data_package([resource], Revision.current())
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    rows = (
        frictionless.Package(str(tmp_path / "datapackage.json")).get_resource("cases").read_rows()
    )
    assert [row["year"] for row in rows] == [2020, 2021, 2021]


def test_the_data_package_finds_a_wrong_value(cases, tmp_path):
    text = b"".join(write_csv(Export(key_array(cases)))).replace(b"chongqing", b"atlantis")
    (tmp_path / "cases.csv").write_bytes(text)
    resource = data_package.csv_resource("cases", "cases.csv", COLUMNS)
    package = data_package.data_package([resource], Revision.current())
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["fieldName"]) == [["provinces"]]
