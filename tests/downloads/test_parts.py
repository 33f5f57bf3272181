"""The parts of full texts at their addresses."""

import pytest
from frictionless import Schema

from tests.downloads.responses import content
from tests.exports.word_text import paragraphs
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def two_cases():
    cast.case(1, body="【要旨】甲\n【典型意义】乙", themes=("political",))
    cast.case(2, body="【要旨】丙")


def test_a_file_counts_cases_and_parts(client):
    response = client.get("/cases.csv?shape=parts&theme=political&headings=zh")
    assert (response["X-Total-Count"], response["X-Row-Count"]) == ("1", "2")
    assert "-rows-2.csv" in response["Content-Disposition"]
    assert content(response).decode().splitlines() == [
        "编号,部分序号,层次,作用,小标题,文字",
        "spp-reform-2-01,1,0,要旨,要旨,甲",
        "spp-reform-2-01,2,0,意义,典型意义,乙",
    ]


def test_the_manifest_names_its_columns(client):
    facts = client.get("/cases.manifest.json?shape=parts&format=jsonl").json()
    assert facts["columns"] == ["reference", "part", "depth", "role", "heading", "text"]
    assert (facts["total"], facts["rows"]) == (2, 3)


def test_word_takes_the_parts_of_a_role(client):
    response = client.get("/cases.docx?parts=meaning&reference=spp-reform-2-01")
    text = paragraphs(content(response))
    assert ("BodyText", "乙") in text
    assert ("BodyText", "甲") not in text
    of_case = client.get("/cases/spp-reform-2-01.docx?parts=gist,effect")
    assert ("Heading2", "正文节选（要旨、成效）") in paragraphs(content(of_case))


def test_the_data_package_describes_them(client):
    package = client.get("/data/datapackage.json").json()
    [resource] = [item for item in package["resources"] if item["name"] == "parts"]
    path = resource["path"].removeprefix("http://casebook.test")
    header = content(client.get(path)).decode().splitlines()[0]
    assert header.split(",") == [
        field.name for field in Schema.from_descriptor(resource["schema"]).fields
    ]


def test_the_codebook_explains_them(client):
    page = client.get("/data/").content.decode()
    assert 'id="column-role"' in page
    assert "<code>shape=parts</code>" in page
