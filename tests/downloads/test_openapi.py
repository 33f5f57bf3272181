"""The running site does what its OpenAPI document says; the examples on /data/ run."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas
import pytest

from reforms import urls
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    cast.case(1, themes=("political", "supervisory"))
    cast.case(2, bodies=(cast.CHONGQING, cast.SICHUAN))
    return live_server.url


def test_the_site_keeps_to_its_description(site):
    command = [Path(sys.executable).with_name("schemathesis"), "run"]
    command += [f"{site}/data/openapi.json", "--url", site, "--seed", "1", "--no-color"]
    command += ["--phases", "fuzzing", "--max-examples", "10"]
    # A method that HTTP does not know is answered by the server, not by this site; and a value
    # that is empty counts as not given, because forms send them so.
    command += ["--exclude-checks", "unsupported_method,negative_data_rejection"]
    hooks = os.environ | {"SCHEMATHESIS_HOOKS": "tests.support.openapi_hooks"}
    run = subprocess.run(command, capture_output=True, text=True, env=hooks)
    assert run.returncode == 0, run.stdout


def test_it_lists_every_address_for_programs(client, db):
    written = set(client.get("/data/openapi.json").json()["paths"])
    routes = [re.sub(r"<\w+:(\w+)>", r"{\1}", str(route.pattern)) for route in urls.urlpatterns]
    files = {f"/{route}" for route in routes if "." in route or route.endswith("{file}")}
    assert files - written == {"/cases.{suffix}", "/cases/{reference}.{suffix}"}  # those refuse


def test_each_parameter_is_described_once_and_bounded(client, db):
    document = client.get("/data/openapi.json").json()
    described = document["components"]["parameters"]
    used = {
        parameter.get("$ref", "").rpartition("/")[2]
        for path in document["paths"].values()
        for parameter in path["get"]["parameters"]
    }
    assert used - {""} == set(described)
    schemas = [parameter["schema"] for parameter in described.values()]
    lists = [schema for schema in schemas if schema.get("type") == "array"]
    assert len(lists) > 10
    assert all(0 < schema["maxItems"] <= 200 for schema in lists)


@pytest.fixture
def examples(client, site) -> dict[str, str]:
    """The examples of the page, at the address of the test's own server."""
    page = client.get("/data/").content.decode()
    section = page[page.index('id="api"') :]
    matches = re.findall(r"<dt>(.*?)</dt>\s*<dd><pre.*?>(.*?)</pre>", section, re.S)
    return {
        name: html.unescape(text).replace("http://casebook.test", site) for name, text in matches
    }


def test_the_example_for_curl_runs(examples, tmp_path):
    subprocess.run(examples["curl"], shell=True, cwd=tmp_path, check=True, capture_output=True)
    [file] = tmp_path.iterdir()
    assert file.name.endswith("-rows-1.csv")
    assert file.read_text().count("spp-reform-2-01") == 2


def test_the_example_for_pandas_runs(examples):
    names = {"pandas": pandas}
    exec(examples["pandas"], names)  # what the page shows is what is run
    assert list(names["cases"]["themes"]) == [["political", "supervisory"], [""]]


def test_the_example_for_duckdb_runs(examples, client, site, tmp_path):
    path = tmp_path / "cases.csv"
    path.write_bytes(b"".join(client.get("/cases.csv?shape=long").streaming_content))
    # From a file: the extension that reads addresses is a download of its own.
    query = examples["DuckDB"].replace(f"{site}/cases.csv?shape=long", str(path))
    with duckdb.connect() as database:
        rows = database.execute(query).fetchall()
    assert sorted(rows) == [("chongqing", 1), ("jiangsu", 1), ("sichuan", 1)]
