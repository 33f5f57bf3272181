"""The recipes run as the page shows them; of those in R and Excel, the files are there."""

import csv
import html
import io
import re
import subprocess

import duckdb
import pandas
import pytest

from tests.downloads.responses import content
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    cast.case(1, body="【要旨】甲\n【主要做法】乙\n一、调查\n丙\n【典型意义】丁")
    cast.case(2, bodies=(cast.CHONGQING, cast.SICHUAN), body="【主要做法】戊己")
    return live_server.url


@pytest.fixture
def recipes(client, site) -> list[tuple[str, str]]:
    """Program and text of each recipe, at the address of the test's own server."""
    page = client.get("/data/recipes/").content.decode()
    shown = re.findall(r"<dt>(.*?)</dt>\s*<dd><pre.*?>(.*?)</pre>", page, re.S)
    texts = [(name, html.unescape(text)) for name, text in shown]
    return [(name, text.replace("http://casebook.test", site)) for name, text in texts]


def text_of(recipes, program: str) -> list[str]:
    return [text for name, text in recipes if name == program]


def test_there_is_a_recipe_for_each_program(recipes):
    assert [name for name, _ in recipes] == ["curl", "pandas", "pandas", "R", "DuckDB", "Excel"]


def test_the_recipe_for_curl_runs(recipes, tmp_path):
    [command] = text_of(recipes, "curl")
    answer = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True)
    assert (answer.stdout, answer.stderr) == ("complete\n", "")


def test_the_recipes_for_pandas_run(recipes, capsys):
    names: dict = {}
    by_place, work = text_of(recipes, "pandas")
    exec(by_place, names)  # what the page shows is what is run
    assert names["table"].to_dict() == {"2021": {"chongqing": 1, "jiangsu": 1, "sichuan": 1}}
    exec(work, names)
    assert isinstance(names["work"], pandas.Series)
    assert names["work"].to_dict() == {"spp-reform-2-01": "乙\n丙", "spp-reform-2-02": "戊己"}


def test_the_recipe_for_duckdb_runs(recipes, client, site, tmp_path):
    path = tmp_path / "parts.csv"
    path.write_bytes(content(client.get("/cases.csv?shape=parts")))
    [query] = text_of(recipes, "DuckDB")
    # From a file: the extension that reads addresses is a download of its own.
    query = query.replace(f"{site}/cases.csv?shape=parts", str(path))
    with duckdb.connect() as database:
        rows = database.execute(query).fetchall()
    assert rows == [("做法履职", 2, 2.0), ("意义", 1, 1.0), ("要旨", 1, 1.0)]


@pytest.mark.parametrize(
    ("program", "columns"), [("R", {"levels", "year"}), ("Excel", {"编号", "标题"})]
)
def test_the_file_of_a_recipe_that_is_not_run_is_there(recipes, client, site, program, columns):
    [text] = text_of(recipes, program)
    [address] = re.findall(rf'"{site}(/.*?)"', text)
    header = next(csv.reader(io.StringIO(content(client.get(address)).decode())))
    assert columns <= set(header)
    assert set(re.findall(r"rows[$](\w+)", text)) <= columns


def test_the_page_of_the_data_leads_to_them(client):
    assert 'href="/data/recipes/"' in client.get("/data/").content.decode()
