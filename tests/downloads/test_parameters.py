"""How files are asked for: what is refused by name, what other sites may ask, how it is packed."""

import gzip
import json

import pytest
from django.core.management import call_command
from django.test import RequestFactory

from reforms import history
from reforms.exports import json_files
from reforms.exports.excel import workbook
from reforms.public.page_cache import takes_gzip
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("revision=99999", "revision=99999"),
        ("revision=abc", "revision=abc"),
        ("sort=oldest&sort=newest", "sort=oldest"),
        ("q=a&q=b", "q=a"),
        ("match=any&match=all", "match=any"),
        ("body=1&body=2", "body=1,2"),
        ("columns=,", "columns="),
        ("columns=title&columns=nothing", "columns=nothing"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused_by_name(client, query, named):
    cast.case()
    answer = client.get(f"/cases.csv?{query}")
    assert answer.status_code == 400
    assert named in answer.content.decode()


def test_columns_may_be_named_one_by_one(client):
    cast.case()
    answer = client.get("/cases.csv?columns=reference,title&columns=date")
    assert next(iter(answer.streaming_content)).startswith(b"reference,title,date\r\n")


def test_the_present_revision_may_be_named(client):
    cast.case()
    number = client.get("/cases.csv")["X-Revision"]
    assert client.get(f"/cases.csv?revision={number}").status_code == 200


def test_a_withdrawn_case_is_gone_at_every_revision(client):
    history.withdraw([cast.case()], "issuer")
    for asked in ("", "?revision=1", "?revision=99", "?revision=abc"):
        assert client.get(f"/cases/spp-reform-2-01.json{asked}").status_code == 410


def test_pages_of_json_stay_in_their_language(client, monkeypatch):
    monkeypatch.setattr(json_files, "PAGE_SIZE", 1)
    cast.case(1, themes=("political",))
    cast.case(2, themes=("political",))
    answer = json.loads(client.get("/en/cases.json?theme=political").content)
    assert "/en/cases.json?theme=political&page=2" in answer["next"]
    assert "/en/cases.json?theme=political" in answer["address"]
    last = json.loads(client.get("/en/cases.json?theme=political&page=2").content)
    pages = [case["reference"] for page in (answer, last) for case in page["cases"]]
    assert pages == ["spp-reform-2-01", "spp-reform-2-02"]
    assert last["next"] is None


def test_the_title_of_a_feed_is_in_one_language(client):
    cast.case(1, themes=("political",))
    titles = []
    for start in ("", "/en"):
        feed = b"".join(client.get(f"{start}/cases.atom?theme=political")).decode()
        titles.append(feed.partition("<title>")[2].partition("</title>")[0])
    assert titles == [
        "检察改革典型案例库 · 政治责任",
        "Casebook of Procuratorial Reform · Political responsibility",
    ]


def test_other_sites_may_ask_with_a_known_tag(client):
    answer = client.options("/cases.json", headers={"Origin": "https://example.org"})
    assert answer.status_code == 204
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    assert "ETag" in answer["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("method", ["post", "delete", "put"])
def test_other_methods_are_not_allowed(client, method):
    client.handler.enforce_csrf_checks = True
    answer = getattr(client, method)("/cases.csv")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_head_says_what_get_would_say(client, monkeypatch):
    monkeypatch.setattr(workbook, "XLSX_ROWS", 1)
    cast.case(1)
    cast.case(2)
    assert client.head("/cases.xlsx").status_code == client.get("/cases.xlsx").status_code == 400


@pytest.mark.parametrize("address", ["/cases/", "/cases.csv", "/cases.json"])
def test_an_unchanged_answer_varies_as_the_whole_one_does(client, address):
    cast.case()
    whole = client.get(address)
    unchanged = client.get(address, headers={"If-None-Match": whole["ETag"]})
    assert unchanged.status_code == 304
    assert "Accept-Encoding" in unchanged["Vary"]
    assert unchanged["X-Revision"] == whole["X-Revision"]


def test_json_is_packed_where_that_is_taken(client):
    cast.case()
    answer = client.get("/cases.json", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content))["total"] == 1


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("", False),
        ("br", False),
        ("not-gzip", False),
        ("gzip;q=0", False),
        ("gzip; Q=0.000", False),
        ("*, gzip;q=0", False),
    ],
)
def test_a_client_says_whether_it_takes_gzip(accepted, taken):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    assert takes_gzip(request) is taken


@pytest.mark.parametrize("sign", "-－−")
def test_any_minus_leaves_a_word_out(client, sign):
    cast.case(1, title="权力清单")
    cast.case(2, title="别的")
    assert client.get(f"/cases.csv?q={sign}权力清单")["X-Total-Count"] == "1"


def test_a_new_snapshot_is_listed_at_once(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    cast.case()
    assert "-revision-" not in client.get("/data/snapshots/").content.decode()
    call_command("snapshot", to=tmp_path / "snapshots")
    assert "-revision-" in client.get("/data/snapshots/").content.decode()
