"""The command for assistants, called by the client of the protocol's own SDK."""

import json
from pathlib import Path

import pytest

from tests.clients.programs import FOLDER, run

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def called(cases, live_server):
    """A function that calls tools and returns what they answer."""

    def call(*calls) -> list[dict]:
        script = str(ROOT / "tests/clients/mcp_session.py")
        python = str(FOLDER / "mcp/bin/python")
        environment = {"PYTHONPATH": str(ROOT)}
        process = run(python, script, live_server.url, input=json.dumps(calls), env=environment)
        return json.loads(process)

    return call


def test_every_tool_is_read_only(called):
    assert called()["tools"] == {
        "search_cases": True,
        "get_case": True,
        "list_facets": True,
        "changes_since": True,
        "cite": True,
    }


def test_the_tools_answer_with_exact_totals_and_citations(called):
    answers = called(
        ["search_cases", {"theme": ["political"]}],
        ["get_case", {"reference": "SPP-reform-2-01"}],
        ["list_facets", {}],
        ["changes_since", {"since": "0"}],
        ["cite", {"reference": "spp-reform-2-01"}],
    )["results"]
    assert [result["error"] for result in answers] == [False] * 5
    search, case, facets, changes = (json.loads(result["text"]) for result in answers[:4])
    assert (search["total"], search["cases"][0]["reference"]) == (1, "spp-reform-2-01")
    assert case["title"] == "第1件案例的标题"
    assert facets["facets"]["theme"] == [
        {"value": "political", "label": "政治责任", "count": 1},
    ]
    assert changes["total"] == 3
    assert "[第1件案例的标题]（据正义网报道）[EB/OL]" in answers[4]["text"]


def test_nonsense_is_an_error_that_says_what_is_wrong(called):
    answers = called(
        ["get_case", {"reference": "../admin"}],
        ["get_case", {"reference": "nothing-01"}],
        ["search_cases", {"theme": ["nothing"]}],
        ["changes_since", {"since": "yesterday"}],
        ["search_cases", {"page": "x"}],
        ["no_tool", {}],
    )["results"]
    assert [result["error"] for result in answers] == [True] * 6
    for result, words in zip(
        answers, ("no reference", "没有", "nothing", "yesterday", "page", "no_tool"), strict=True
    ):
        assert words in result["text"]
