"""Tools of researchers read the same cells; Datasette searches a snapshot; Redocly has no complaint
about the description of the addresses."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.clients.programs import FOLDER, rows, run

pytestmark = pytest.mark.django_db
READERS = FOLDER / "readers/bin"
UTF8 = os.environ | {"LC_ALL": "C.UTF-8"}


def test_polars_and_duckdb_read_every_cell(files, hard):
    path = files("csv")
    read = json.loads(run(str(READERS / "python"), "tests/clients/tables.py", str(path)))
    assert len(rows(path)) == 3
    assert read["polars"] == read["duckdb"] == rows(path)


@pytest.mark.parametrize(
    ("suffix", "reading"),
    [
        ("csv", 'read.csv(path, colClasses="character", na.strings=character())'),
        ("xlsx", 'as.data.frame(readxl::read_excel(path, col_types="text"))'),
    ],
)
def test_r_reads_every_cell(files, hard, suffix, reading):
    path = files(suffix)
    code = (
        f'path <- "{path}"; read <- {reading}; '
        f'write.csv(read, "{path}.r", row.names=FALSE, na="", fileEncoding="UTF-8")'
    )
    run("Rscript", "-e", code, env=UTF8)
    of_r, expected = rows(Path(f"{path}.r")), rows(files("csv"))
    if suffix == "xlsx":  # a time is a number of days there
        for row in (*of_r, *expected):
            del row["updated_at"]
    assert of_r == expected


def test_datasette_searches_a_snapshot_and_shows_its_views(cases, tmp_path):
    call_command("snapshot", to=tmp_path)
    [folder] = tmp_path.iterdir()
    command = [str(READERS / "datasette"), "cases.sqlite3", "--metadata", "metadata.json", "--get"]

    def answer(address: str) -> list[dict]:
        return json.loads(run(*command, f"/cases/{address}&_shape=array", folder=folder))

    matches = answer("cases.json?_search=官方的标题")
    assert [row["reference"] for row in matches] == ["spp-2-01"]
    assert {row["year"]: row["cases"] for row in answer("cases_by_year.json?")} == {
        2020: 1,
        2021: 1,
        2022: 1,
    }


def test_frictionless_finds_a_snapshot_valid(cases, tmp_path):
    call_command("snapshot", to=tmp_path)
    [folder] = tmp_path.iterdir()
    report = run(str(READERS / "frictionless"), "validate", "datapackage.json", folder=folder)
    assert "INVALID" not in report


def test_redocly_has_no_complaint(client, cases, tmp_path):
    path = tmp_path / "openapi.json"
    path.write_bytes(client.get("/data/openapi.json").content)
    command = str(FOLDER / "node_modules/.bin/redocly")
    run(
        command,
        "lint",
        "--format=stylish",
        str(path),
        env=os.environ | {"REDOCLY_TELEMETRY": "off"},
    )
