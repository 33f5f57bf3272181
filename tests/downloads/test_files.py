"""Files of lists and cases: their headers and rows, and how many may be made at once."""

import gzip
import re

import feedparser
import pytest
from django.db import connection

from reforms import history
from reforms.downloads import streams
from reforms.exports import csv_files, made_cells
from tests.downloads.responses import content
from tests.exports.word_text import paragraphs
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FORMATS = ("csv", "jsonl", "xlsx", "docx", "bib", "bibtex", "ris", "csl.json", "atom")


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_file_proves_what_it_holds(client, cases, suffix):
    response = client.get(f"/cases.{suffix}?level=provincial")
    assert response.status_code == 200
    assert (response["X-Total-Count"], response["X-Revision"]) == ("3", "4")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", response["X-Revision-Date"])
    assert response["Access-Control-Allow-Origin"] == "*"
    rows = content(response)
    assert rows
    if suffix != "atom":
        day = response["X-Revision-Date"][:10]
        assert f"cases-revision-4-{day}-rows-3.{suffix}" in response["Content-Disposition"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_file_has_a_draft_or_a_withdrawn_case(client, cases, suffix):
    history.withdraw(cases[2:], "issuer")
    cast.draft(4, title="秘密草稿")
    response = client.get(f"/cases.{suffix}")
    rows = content(response)
    assert response["X-Total-Count"] == "2"
    if suffix != "xlsx":
        assert b"spp-reform-2-03" not in rows
        assert "秘密草稿".encode() not in rows


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_head_request_has_the_headers_only(client, cases, suffix):
    response = client.head(f"/cases.{suffix}")
    assert response["X-Total-Count"] == "3"
    assert content(response) == b""


def test_columns_come_as_they_were_asked_for(client, cases):
    rows = content(client.get("/cases.csv?columns=title,reference&sort=reference&province=sichuan"))
    assert rows.decode() == "title,reference\r\n第2件案例的标题,spp-reform-2-02\r\n"


def test_full_texts_come_only_when_asked_for(client, cases):
    assert "全文".encode() not in content(client.get("/cases.csv"))
    assert "全文".encode() in content(client.get("/cases.csv?body=1"))
    assert "全文".encode() in content(client.get("/cases.jsonl?columns=reference,body"))


def test_the_long_shape_says_cases_and_rows(client, cases):
    response = client.get("/cases.csv?shape=long")
    assert (response["X-Total-Count"], response["X-Row-Count"]) == ("3", "4")
    assert len(content(response).splitlines()) == 1 + 4


def test_gzip_when_the_client_takes_it(client, cases):
    plain = client.get("/cases.csv")
    packed = client.get("/cases.csv", headers={"accept-encoding": "br, gzip"})
    refused = client.get("/cases.csv", headers={"accept-encoding": "gzip;q=0"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(content(packed)) == content(plain) == content(refused)
    assert "Content-Encoding" not in refused
    assert "Accept-Encoding" in plain["Vary"]


def test_a_file_that_did_not_change_is_not_sent_again(client, cases):
    first = client.get("/cases.jsonl")
    content(first)
    again = client.get("/cases.jsonl", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"


def test_an_error_on_the_way_breaks_the_connection(client, cases, monkeypatch):
    monkeypatch.setattr(made_cells, "BLOCK", 1)
    response = client.get("/cases.csv?shape=long")
    stream = iter(response.streaming_content)
    next(stream)
    monkeypatch.setattr(csv_files, "csv_column", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        list(stream)
    response.close()


def test_too_many_files_at_once_are_asked_to_come_again(client, cases):
    taken = 0
    while streams.SLOTS.acquire(blocking=False):
        taken += 1
    try:
        busy = client.get("/cases.csv")
        assert client.get("/cases/").status_code == 200
    finally:
        for _ in range(taken):
            streams.SLOTS.release()
    assert (busy.status_code, busy["Retry-After"], busy["Cache-Control"]) == (429, "10", "no-store")
    assert "ETag" not in busy
    assert client.get("/cases.csv").status_code == 200


@pytest.mark.parametrize("address", ["/cases.csv", "/cases.xlsx", "/data/changes.json?since=0"])
@pytest.mark.django_db(transaction=True)
def test_a_file_gives_its_place_back(client, address):
    cast.case()
    before = streams.SLOTS._value
    response = client.get(address)
    assert streams.SLOTS._value == before - 1
    response.close()
    assert streams.SLOTS._value == before
    assert not connection.in_atomic_block


def test_the_feed_begins_with_what_was_published_last(client):
    cast.case(1)
    cast.case(1, of=cast.batch("old-1", reported_on="2011"))
    [late, early] = feedparser.parse(content(client.get("/cases.atom"))).entries
    assert (late.id, early.id) == (
        "http://casebook.test/cases/old-1-01/",
        "http://casebook.test/cases/spp-reform-2-01/",
    )
    [first, _] = feedparser.parse(content(client.get("/cases.atom?sort=newest"))).entries
    assert first.id == early.id


def test_a_batch_published_at_once_keeps_its_order_in_the_feed(client):
    history.publish([cast.draft(number) for number in (1, 2, 3)])
    entries = feedparser.parse(content(client.get("/cases.atom"))).entries
    assert [entry.id[-3:-1] for entry in entries] == ["01", "02", "03"]


def test_a_citation_is_named_by_its_case_and_revision(client, cases):
    cases[0].title = "改过的标题"
    history.save_case(cases[0])
    now, then = (client.get(f"/cases/spp-reform-2-01.bib{query}") for query in ("", "?revision=4"))
    day = now["X-Revision-Date"][:10]
    assert (now["X-Revision"], now["X-Row-Count"]) == ("5", "1")
    assert f'"spp-reform-2-01-revision-5-{day}-rows-1.bib"' in now["Content-Disposition"]
    assert then["X-Revision"] == "2"
    assert f'"spp-reform-2-01-revision-2-{day}-rows-1.bib"' in then["Content-Disposition"]


def test_a_document_is_in_the_language_of_its_address(client, cases):
    text = paragraphs(content(client.get("/en/cases.docx?theme=political&body=1")))
    assert text[:3] == [
        ("Title", "Typical cases: a compilation"),
        ("Subtitle", "Political responsibility"),
        ("CoverFacts", "1 case"),
    ]
    assert text[4] == ("CoverFacts", "http://casebook.test/en/cases/?theme=political")


def test_one_case_as_a_document_now_and_then(client, cases):
    cases[1].title = "改过的标题"
    history.save_case(cases[1])
    now, then = (client.get(f"/cases/spp-reform-2-02.docx{query}") for query in ("", "?revision=4"))
    assert ("Heading1", "改过的标题") in paragraphs(now.content)
    assert ("Heading1", "第2件案例的标题") in paragraphs(then.content)
    assert ("BodyText", "全文") in paragraphs(now.content)
    plain = client.get("/cases/spp-reform-2-02.docx?facts=0&addresses=0")
    assert "http" not in str(paragraphs(plain.content))
    assert client.get("/cases/spp-reform-2-02.docx?sort=division").status_code == 400


def test_a_document_has_the_order_of_the_list(client, db):
    for number, body in enumerate((cast.YUNNAN, cast.JIANGSU, cast.TIANSHUI), 1):
        cast.case(number, bodies=(body,))
    text = paragraphs(content(client.get("/cases.docx?sort=division")))
    titles = [title for style, title in text if style == "Heading1"]
    assert titles == ["第2件案例的标题", "第1件案例的标题", "第3件案例的标题"]


def test_a_file_links_to_what_describes_it(client, cases):
    links = client.get("/cases.csv")["Link"].split(", ")
    assert links[0] == '<http://casebook.test/data/datapackage.json>; rel="describedby"'
    changes = "http://casebook.test/data/changes.json?since=4"
    assert links[-1] == f'<{changes}>; rel="version-history"'
    assert client.get(changes.removeprefix("http://casebook.test"))["X-Total-Count"] == "0"


def test_the_citations_of_a_case_as_text(client, cases):
    lines = client.get("/cases/spp-reform-2-01.txt").content.decode().splitlines()
    assert lines[::3] == ["GB/T 7714—2025", "法学引注手册", "中文", "English"]
    assert lines[1].startswith("最高人民检察院. [第1件案例的标题]（据正义网报道）[EB/OL]. ")


def test_the_facets_of_a_selection_with_their_numbers(client, cases):
    answer = client.get("/en/cases.facets.json?province=jiangsu").json()
    assert answer["total"] == 2
    assert answer["facets"]["theme"] == [
        {"value": "political", "label": "Political responsibility", "count": 1}
    ]
    assert [row["value"] for row in answer["facets"]["province"]] == [
        "jiangsu",
        "chongqing",
        "sichuan",
    ]
    assert client.get("/cases.facets.json?columns=title").status_code == 400


def test_one_case_as_files(client, cases):
    assert client.get("/cases/spp-reform-2-02.json").json()["body"] == "全文"
    assert client.get("/cases/spp-reform-2-01.bib").content.startswith(b"@online{spp-reform-2-01,")
    assert client.get("/cases/spp-reform-2-01.ris").content.startswith(b"TY  - ELEC")
    [item] = client.get("/cases/spp-reform-2-01.csl.json").json()
    assert item["title"] == "[第1件案例的标题]（据正义网报道）"
    assert client.get("/cases/spp-reform-2-09.json").status_code == 404
