"""What the pages of the data show for R runs as it is typed."""

import html
import re

import pytest

from tests.clients.programs import run
from tests.clients.test_tables import UTF8

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shown(client, cases, live_server):
    """A function that returns what a page shows for R, at the address of this test's server."""

    def text(address: str) -> str:
        page = client.get(address).content.decode()
        [code] = re.findall(r"<dt>R</dt>\s*<dd><pre.*?>(.*?)</pre>", page, re.S)
        return html.unescape(code).replace("http://casebook.test", live_server.url)

    return text


def test_the_example_on_the_page_of_the_data_runs(shown):
    output = run("Rscript", "-e", f"{shown('/data/')}\ncat(nrow(cases), cases$reference)", env=UTF8)
    assert output == "3 joint-1-01 spp-reform-2-01 spp-2-01"


def test_the_recipe_runs(shown):
    output = run("Rscript", "-e", shown("/data/recipes/"), env=UTF8)
    assert output.split() == ["2020", "2021", "2022", "provincial", "1", "1", "1"]
