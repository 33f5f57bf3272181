"""The researchers' addresses: whole files, JSON, changes, old versions, refusals in their form."""

import csv
import gzip
import io
import json
import re

import feedparser
import pytest
from django.core.management import call_command
from django.db import connection

from reforms import history
from reforms.downloads import streams
from reforms.exports import blocks, csv_files, json_files, workbooks
from reforms.models import Revision
from tests.support import cast

pytestmark = pytest.mark.django_db

FORMATS = ("csv", "jsonl", "xlsx", "bib", "ris", "csl.json", "atom")


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def cases():
    return [
        cast.case(1, themes=("political",), title_by="catalogue"),
        cast.case(2, bodies=(cast.CHONGQING, cast.SICHUAN), body="全文"),
        cast.case(3),
    ]


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_file_proves_what_it_holds(client, cases, suffix):
    response = client.get(f"/cases.{suffix}?level=provincial")
    assert response.status_code == 200
    assert (response["X-Total-Count"], response["X-Revision"]) == ("3", "4")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", response["X-Revision-Date"])
    assert response["Access-Control-Allow-Origin"] == "*"
    found = content(response)
    assert found
    if suffix != "atom":
        day = response["X-Revision-Date"][:10]
        assert f"cases-revision-4-{day}-rows-3.{suffix}" in response["Content-Disposition"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_file_has_a_draft_or_a_withdrawn_case(client, cases, suffix):
    history.withdraw(cases[2:], "issuer")
    cast.draft(4, title="秘密草稿")
    response = client.get(f"/cases.{suffix}")
    found = content(response)
    assert response["X-Total-Count"] == "2"
    if suffix != "xlsx":
        assert b"spp-reform-2-03" not in found
        assert "秘密草稿".encode() not in found


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_head_request_has_the_headers_only(client, cases, suffix):
    response = client.head(f"/cases.{suffix}")
    assert response["X-Total-Count"] == "3"
    assert content(response) == b""


def test_columns_come_as_they_were_asked_for(client, cases):
    found = content(
        client.get("/cases.csv?columns=title,reference&sort=reference&province=sichuan")
    )
    assert found.decode() == "title,reference\r\n第2件案例的标题,spp-reform-2-02\r\n"


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


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/cases.csv?columns=reference,colour", "columns=colour"),
        ("/cases.csv?shape=wide", "shape=wide"),
        ("/cases.xlsx?excel=1", "excel=1"),
        ("/cases.bib?body=1", "body=1"),
        ("/cases.atom?theme=honesty", "theme=honesty"),
        ("/statistics/year.csv?level=middle", "level=middle"),
        ("/data/changes.csv?since=99", "since=99"),
        ("/data/changes.csv", "since="),
        ("/cases/spp-reform-2-01.bib?revision=x", "revision=x"),
    ],
)
def test_a_wrong_value_is_refused_by_name(client, cases, address, named):
    response = client.get(address)
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert named in response.content.decode().splitlines()


@pytest.mark.parametrize(
    ("address", "name", "value"),
    [
        ("/cases.json?year=13", "year", "13"),
        ("/cases.json?page=0", "page", "0"),
        ("/cases.csl.json?sort=best", "sort", "best"),
        ("/cases.manifest.json?province=atlantis", "province", "atlantis"),
        ("/data/changes.json?since=-1", "since", "-1"),
        ("/cases/spp-reform-2-01.json?revision=5", "revision", "5"),
    ],
)
def test_json_refuses_in_json(client, cases, address, name, value):
    response = client.get(address)
    assert response.status_code == 400
    assert response.json()["wrong"] == [{"name": name, "value": value}]


@pytest.mark.parametrize("address", ["/cases.xml", "/en/cases.xml", "/cases/spp-reform-2-01.xml"])
def test_an_unknown_format_is_refused_by_name(client, cases, address):
    response = client.get(address)
    assert response.status_code == 400
    assert response.content.decode().endswith("\nformat=xml\n")


def test_an_excel_file_that_would_not_be_whole_is_refused(client, cases, monkeypatch):
    monkeypatch.setattr(workbooks, "XLSX_ROWS", 2)
    response = client.get("/cases.xlsx")
    assert response.status_code == 400
    assert "请缩小筛选范围，或下载 CSV" in response.content.decode()


def test_an_error_on_the_way_breaks_the_connection(client, cases, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 1)
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


# ---------------------------------------------------------------- JSON


def test_json_comes_by_pages(client, monkeypatch):
    for number in range(1, 4):
        cast.case(number)
    monkeypatch.setattr(json_files, "PAGE_SIZE", 2)
    first = client.get("/cases.json?sort=reference").json()
    assert (first["total"], first["revision"], first["pages"]) == (3, 3, 2)
    assert first["next"] == "http://casebook.test/cases.json?sort=reference&page=2"
    last = client.get(first["next"].removeprefix("http://casebook.test")).json()
    assert last["next"] is None
    references = [case["reference"] for case in first["cases"] + last["cases"]]
    assert references == ["spp-reform-2-01", "spp-reform-2-02", "spp-reform-2-03"]


def test_the_manifest_says_what_a_file_holds(client, cases):
    found = client.get("/cases.manifest.json?theme=political&columns=reference").json()
    assert found["address"] == "http://casebook.test/cases.csv?theme=political&columns=reference"
    assert (found["selection"], found["total"], found["rows"]) == ("政治责任", 1, 1)
    assert (found["revision"], found["columns"]) == (4, ["reference"])
    assert found["licence"].startswith("https://creativecommons.org/")


@pytest.mark.parametrize("address", ["/cases.json", "/cases.manifest.json"])
def test_json_says_in_its_head_how_many_rows_it_is_of(client, cases, address):
    response = client.get(f"{address}?theme=political")
    assert (response["X-Total-Count"], response["X-Row-Count"]) == ("1", "1")


def test_the_manifest_counts_the_rows_of_the_file_that_its_format_names(client, cases):
    response = client.get("/cases.manifest.json?format=jsonl&shape=long")
    assert response.json()["address"] == "http://casebook.test/cases.jsonl?shape=long"
    assert (response["X-Total-Count"], response["X-Row-Count"]) == ("3", "4")
    refused = client.get("/cases.manifest.json?format=bib&shape=long")
    assert refused.json()["wrong"] == [{"name": "shape", "value": "long"}]
    refused = client.get("/cases.manifest.json?format=xml")
    assert refused.json()["wrong"] == [{"name": "format", "value": "xml"}]


def test_a_description_of_addresses_counts_no_cases(client, cases):
    response = client.get("/data/openapi.json")
    assert response["X-Revision"] == "4"
    assert "X-Total-Count" not in response


def test_a_citation_is_named_by_its_case_and_revision(client, cases):
    cases[0].title = "改过的标题"
    history.save_case(cases[0])
    now, then = (client.get(f"/cases/spp-reform-2-01.bib{query}") for query in ("", "?revision=4"))
    day = now["X-Revision-Date"][:10]
    assert (now["X-Revision"], now["X-Row-Count"]) == ("5", "1")
    assert f'"spp-reform-2-01-revision-5-{day}-rows-1.bib"' in now["Content-Disposition"]
    assert then["X-Revision"] == "2"
    assert f'"spp-reform-2-01-revision-2-{day}-rows-1.bib"' in then["Content-Disposition"]


def test_one_case_as_files(client, cases):
    assert client.get("/cases/spp-reform-2-02.json").json()["body"] == "全文"
    assert client.get("/cases/spp-reform-2-01.bib").content.startswith(b"@misc{spp-reform-2-01,")
    assert client.get("/cases/spp-reform-2-01.ris").content.startswith(b"TY  - ELEC")
    [item] = client.get("/cases/spp-reform-2-01.csl.json").json()
    assert item["title"] == "[第1件案例的标题]"
    assert client.get("/cases/spp-reform-2-09.json").status_code == 404


# ---------------------------------------------------------------- then and now


def test_a_case_is_shown_as_it_was(client, cases):
    cases[0].title = "改过的标题"
    history.save_case(cases[0])
    then = client.get("/cases/spp-reform-2-01/?revision=4").content.decode()
    now = client.get("/cases/spp-reform-2-01/?revision=5").content.decode()
    assert "<h1>第1件案例的标题</h1>" in then
    assert "<h1>改过的标题</h1>" in now
    assert client.get("/cases/spp-reform-2-01.json?revision=4").json()["title"] == "第1件案例的标题"
    assert client.get("/cases/spp-reform-2-01.json").json()["title"] == "改过的标题"


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "",
            [
                "<dt>标题出自</dt><dd>本站编者</dd>",
                "<dt>日期依据</dt><dd>报道</dd>",
                "<dt>机构类型</dt><dd>检察机关</dd>",
                "<dt>地区</dt><dd>江苏</dd>",
            ],
        ),
        (
            "/en",
            [
                "<dt>Title by</dt><dd>This catalogue</dd>",
                "<dt>What the date is of</dt><dd>Reported</dd>",
                "<dt>Kinds of bodies</dt><dd>Procuratorial system</dd>",
                "<dt>Provinces</dt><dd>Jiangsu</dd>",
                '<dt>Source</dt><dd><span lang="zh-Hans">正义网</span></dd>',
            ],
        ),
    ],
)
def test_a_case_as_it_was_is_told_in_words(client, cases, language, lines):
    page = client.get(f"{language}/cases/spp-reform-2-01/?revision=4").content.decode()
    assert [line for line in lines if line not in page] == []


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "",
            [
                "<dt>地区</dt><dd><del>江苏</del> <ins>重庆；四川</ins></dd>",
                "<dt>标题出自</dt><dd><del>本站编者</del> <ins>发布机关</ins></dd>",
                "<li>政治责任 <b>修改</b><p>英文名称：<del>Political responsibility</del>",
            ],
        ),
        (
            "/en",
            [
                "<dt>Provinces</dt><dd><del>Jiangsu</del> <ins>Chongqing; Sichuan</ins></dd>",
                "<dt>Title by</dt><dd><del>This catalogue</del> <ins>Issuer</ins></dd>",
                "<li>Political <b>Changed</b><p>Name in English: <del>Political",
            ],
        ),
    ],
)
def test_changes_are_told_in_words(client, cases, language, lines):
    cases[0].title_by = "issuer"
    history.save_case(cases[0], bodies=[cast.body(*cast.CHONGQING), cast.body(*cast.SICHUAN)])
    theme = cast.theme("political")
    theme.name_en = "Political"
    history.save_theme(theme)
    page = client.get(f"{language}/data/changes/?since=4").content.decode()
    assert [line for line in lines if line not in page] == []


def test_a_revision_before_the_record_is_said_plainly(client, cases):
    page = client.get("/cases/spp-reform-2-01/?revision=1")
    assert page.status_code == 404
    assert "数据版本 1 早于本案例的记录" in page.content.decode()
    assert client.get("/cases/spp-reform-2-01.json?revision=1").status_code == 404


def test_a_revision_that_is_none_is_refused_by_name(client, cases):
    page = client.get("/cases/spp-reform-2-01/?revision=99")
    assert page.status_code == 400
    assert "revision=99" in page.content.decode()


def test_a_withdrawn_case_is_gone_at_every_revision(client, cases):
    history.withdraw([cases[0]], "issuer", history.Edit(note="发布机关来函"))
    for address in ("/", "/?revision=2", "/?revision=5", ".json", ".bib", ".json?revision=2"):
        page = client.get(f"/cases/spp-reform-2-01{address}")
        assert page.status_code == 410, address
        assert "发布机关来函" in page.content.decode()
        assert "第1件案例的标题" not in page.content.decode()


def test_changes_name_exactly_what_changed(client, cases):
    start = Revision.current().number
    cast.case(4)
    cases[0].title = "改过的标题"
    history.save_case(cases[0])
    cases[1].summary_en = "A summary"
    history.save_case(cases[1])
    history.withdraw([cases[2]], "issuer", history.Edit(note="发布机关来函"))
    found = json.loads(content(client.get(f"/data/changes.json?since={start}")))
    assert (found["since"], found["revision"], found["total"]) == (4, 8, 4)
    assert [(one["reference"], one["change"]) for one in found["changes"]] == [
        ("spp-reform-2-01", "changed"),
        ("spp-reform-2-02", "changed"),
        ("spp-reform-2-03", "withdrawn"),
        ("spp-reform-2-04", "added"),
    ]
    assert found["changes"][0]["fields"] == [
        {"name": "title", "before": "第1件案例的标题", "after": "改过的标题"}
    ]
    assert found["changes"][2]["note"] == "发布机关来函"
    response = client.get(f"/data/changes.csv?since={start}")
    rows = list(csv.DictReader(io.StringIO(content(response).decode(), newline="")))
    assert (response["X-Total-Count"], len(rows)) == ("4", 4)
    assert json.loads(rows[1]["after"]) == {"summary_en": "A summary"}
    assert (rows[2]["reason"], rows[2]["note"]) == ("issuer", "发布机关来函")
    page = client.get(f"/data/changes/?since={start}").content.decode()
    assert all(words in page for words in ("改过的标题", "发布机关来函", "共 4 件案例有变动"))
    assert "原因：发布机关撤回" in page


def test_every_format_of_changes_tells_of_the_same_themes_and_cases(client, cases):
    theme = cast.theme("political")
    theme.name = "政治上的责任"
    history.save_theme(theme)
    history.withdraw([cases[2]], "merged", successor="spp-reform-2-01")
    response = client.get("/data/changes.csv?since=4")
    day = response["X-Revision-Date"][:10]
    assert f"changes-since-4-revision-6-{day}-rows-2.csv" in response["Content-Disposition"]
    assert (response["X-Total-Count"], response["X-Row-Count"]) == ("1", "2")
    rows = list(csv.DictReader(io.StringIO(content(response).decode(), newline="")))
    assert [(row["subject"], row["reference"], row["change"]) for row in rows] == [
        ("theme", "political", "changed"),
        ("case", "spp-reform-2-03", "withdrawn"),
    ]
    assert rows[0]["after"] == '{"name":"政治上的责任"}'
    assert rows[1]["successor"] == "spp-reform-2-01"
    response = client.get("/data/changes.json?since=4")
    assert "changes-since-4-revision-6" in response["Content-Disposition"]
    found = json.loads(content(response))
    assert [one["reference"] for one in found["themes"] + found["changes"]] == [
        "political",
        "spp-reform-2-03",
    ]


# ---------------------------------------------------------------- pages

PAGES = (
    "/data/",
    "/data/cite/",
    "/data/cite/?theme=political",
    "/data/changes/",
    "/data/changes/?since=0",
    "/data/snapshots/",
    "/statistics/",
    "/statistics/?theme=political&province=jiangsu",
    "/statistics/?q=没有",
    "/cases/spp-reform-2-01/?revision=4",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_answers_in_both_languages_without_style_or_cookie(
    client, cases, address, language
):
    response = client.get(language + address)
    page = response.content.decode()
    assert response.status_code == 200
    assert not re.search("style=|<style", page)
    assert not re.search(r"<script(?! type=\"application/ld\+json\")", page)
    assert not response.cookies


@pytest.mark.parametrize("value", ["x", "-1", "99", "9" * 400, "\x00", "²", "1.0"])
def test_rubbish_is_never_an_error(client, cases, value):
    for address in (
        f"/data/changes/?since={value}",
        f"/statistics/?theme={value}",
        f"/data/cite/?province={value}",
        f"/cases/spp-reform-2-01/?revision={value}",
        f"/cases.json?page={value}",
        f"/cases.csv?columns={value}",
    ):
        assert client.get(address).status_code in (200, 400, 404), address


def test_the_pages_of_statistics_link_to_their_cases(client, cases):
    page = client.get("/statistics/").content.decode()
    assert 'href="/cases/?theme=political&amp;province=jiangsu"' in page
    assert page.count("<svg") == page.count("<title id=") == page.count("<desc") == 5


def test_the_table_of_statistics_is_a_file(client, cases):
    response = client.get("/statistics/year.csv?theme=political")
    assert content(response).decode() == "year,label,total\r\n2021,2021,1\r\ntotal,,1\r\n"
    assert (response["X-Total-Count"], response["X-Row-Count"]) == ("1", "2")
    day = response["X-Revision-Date"][:10]
    assert f'"year-revision-4-{day}-rows-2.csv"' in response["Content-Disposition"]
    assert client.get("/statistics/colour.csv").status_code == 404


def test_the_codebook_stands_on_the_page_of_the_data(client):
    page = client.get("/data/").content.decode()
    for name in ("reference", "province_codes", "body"):
        assert f'id="column-{name}"' in page


def test_the_dataset_tells_machines_of_its_downloads(client, cases):
    page = client.get("/data/cite/?theme=political").content.decode()
    *_trail, text = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    found = json.loads(text)
    assert (found["@type"], found["version"]) == ("Dataset", "4")
    assert found["distribution"][0] == {
        "@type": "DataDownload",
        "encodingFormat": "text/csv",
        "contentUrl": "http://casebook.test/cases.csv?theme=political",
    }


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_selection_is_cited_without_mixing_languages(client, cases, language):
    page = client.get(f"{language}/data/cite/?theme=political").content.decode()
    for quoted in (
        "检察改革典型案例库. {}[DS/OL]",
        "《{}》",
        "({})",
        "TI  - {}",
        "title = {{{{{}}}}}",
    ):
        assert quoted.format("检察机关典型案例数据：政治责任（1 件）") in page, quoted
    english = "Data on typical cases of Chinese procuratorates: Political responsibility (1 case)"
    assert f"“{english}”" in page
    assert '"name": "检察改革典型案例库：政治责任"' in page


def test_a_manifest_in_english_cites_in_chinese(client, cases):
    found = client.get("/en/cases.manifest.json?level=provincial&q=件").json()["citation"]
    assert "检察机关典型案例数据：“件” · 省级院（3 件）[DS/OL]" in found


def test_the_head_of_a_case_tells_zotero_and_cannot_be_broken_out_of(client, db):
    cast.case(title='</script>"><b>', title_by="catalogue")
    page = client.get("/cases/spp-reform-2-01/").content.decode()
    assert '<meta name="citation_title" content="[&lt;/script&gt;&#34;&gt;&lt;b&gt;]">' in page
    report, trail = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[::-1]
    assert page.count("</script>") == 2
    assert json.loads(report)["name"] == '[</script>"><b>]'
    assert json.loads(trail)["itemListElement"][-1]["name"] == '</script>"><b>'


def test_a_case_shows_how_to_cite_it_and_its_versions(client, cases):
    page = client.get("/cases/spp-reform-2-01/").content.decode()
    assert "[第1件案例的标题][EB/OL]//第二批典型案例. （2021-07-29报道）[" in page
    assert 'href="/cases/spp-reform-2-01/?revision=2"' in page


def test_a_list_tells_zotero_of_each_case(client, cases):
    page = client.get("/cases/").content.decode()
    assert page.count('<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;') == len(cases)


def test_a_batch_shows_how_to_cite_it(client, cases):
    page = client.get("/batches/spp-reform-2/").content.decode()
    assert "最高人民检察院. 第二批典型案例[EB/OL]. （2021-07-29报道）[" in page


def test_snapshots_are_listed_and_served(client, cases, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("snapshot", to=tmp_path / "snapshots")
    [name] = [path.name for path in (tmp_path / "snapshots").iterdir()]
    page = client.get("/data/snapshots/").content.decode()
    assert f'href="/data/snapshots/{name}/cases.sqlite3"' in page
    served = content(client.get(f"/data/snapshots/{name}/cases.csv"))
    assert served == (tmp_path / "snapshots" / name / "cases.csv").read_bytes()


def test_a_file_of_a_snapshot_says_of_which_revision_it_is(client, cases, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("snapshot", to=tmp_path / "snapshots")
    [name] = [path.name for path in (tmp_path / "snapshots").iterdir()]
    cast.case(4)
    found = client.get(f"/data/snapshots/{name}/cases-long.csv")
    assert (found["X-Revision"], found["X-Revision-Date"][:10]) == ("4", name[:10])
    assert (found["X-Total-Count"], found["X-Row-Count"]) == ("3", "4")
    assert len(content(found).splitlines()) == 1 + 4
    lines = client.get(f"/data/snapshots/{name}/cases.jsonl")
    assert lines["Content-Type"] == "application/jsonl; charset=utf-8"
    assert len(content(lines).splitlines()) == 3


@pytest.mark.parametrize("address", ["x/cases.csv", "../cases.csv", "{name}/none", "{name}/..%2f"])
def test_nothing_but_snapshots_is_served(client, cases, settings, tmp_path, address):
    settings.VAR_DIR = tmp_path
    call_command("snapshot", to=tmp_path / "snapshots")
    [name] = [path.name for path in (tmp_path / "snapshots").iterdir()]
    assert client.get("/data/snapshots/" + address.format(name=name)).status_code == 404
