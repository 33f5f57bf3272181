"""The list of changes since a revision: its page, its CSV and its JSON."""

import csv
import io
import json
import re

import pytest

from reforms import history
from reforms.models import Revision
from tests.downloads.responses import content
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


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


def test_changes_name_exactly_what_changed(client, cases):
    start = Revision.current().number
    cast.case(4)
    cases[0].title = "改过的标题"
    history.save_case(cases[0])
    cases[1].summary_en = "A summary"
    history.save_case(cases[1])
    history.withdraw([cases[2]], "issuer", history.Edit(note="发布机关来函"))
    answer = json.loads(content(client.get(f"/data/changes.json?since={start}")))
    assert (answer["since"], answer["revision"], answer["total"]) == (4, 8, 4)
    assert [(change["reference"], change["change"]) for change in answer["changes"]] == [
        ("spp-reform-2-01", "changed"),
        ("spp-reform-2-02", "changed"),
        ("spp-reform-2-03", "withdrawn"),
        ("spp-reform-2-04", "added"),
    ]
    assert answer["changes"][0]["fields"] == [
        {"name": "title", "before": "第1件案例的标题", "after": "改过的标题"}
    ]
    assert answer["changes"][2]["note"] == "发布机关来函"
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
    answer = json.loads(content(response))
    assert [change["reference"] for change in answer["themes"] + answer["changes"]] == [
        "political",
        "spp-reform-2-03",
    ]


def test_a_file_of_too_many_changes_is_refused(client, cases, monkeypatch):
    monkeypatch.setattr("reforms.downloads.changes.MOST_CHANGES", 2)
    for suffix in ("json", "csv"):
        assert client.get(f"/data/changes.{suffix}?since=2").status_code == 200
        response = client.get(f"/data/changes.{suffix}?since=1")
        assert response.status_code == 400
        assert "最多 2 件案例，从那时起有 3 件变动" in response.content.decode()
    page = client.get("/data/changes/?since=1").content.decode()
    assert '<a href="/data/">变动太多，只列出最前面的，请下载全部案例</a>' in page
    assert "文件里有全部" not in page
    assert "changes.csv?" not in page


def test_a_long_text_is_shown_around_its_first_difference(client, cases):
    for summary in ("甲" * 300 + "旧" + "乙" * 300, "甲" * 300 + "新" + "乙" * 300):
        start = Revision.current().number
        cases[0].summary = summary
        history.save_case(cases[0])
    page = client.get(f"/data/changes/?since={start}").content.decode()
    cases[0].summary = ""
    history.save_case(cases[0])
    emptied = client.get(f"/data/changes/?since={start + 1}").content.decode()
    assert f"<del>{'甲' * 100}…</del> <ins>（空）</ins>" in emptied
    assert f"<del>…{'甲' * 10}旧{'乙' * 89}…</del> <ins>…{'甲' * 10}新{'乙' * 89}…</ins>" in page


def test_no_page_of_changes_is_larger_than_sixty_kilobytes(client, cases):
    start = Revision.current().number
    added = [cast.case(number, title="长" * 100) for number in range(4, 84)]
    before = Revision.current().number
    for case in added:
        case.title, case.summary, case.body = "短" * 100, "改" * 1000, "全" * 2000
        history.save_case(case)
    for query in ("", f"?since={start}", f"?since={before}"):
        assert len(client.get(f"/en/data/changes/{query}").content) < 60_000, query
        page = client.get(f"/data/changes/{query}").content
        assert len(page) < 60_000, query
    assert len(page) > 30_000
    assert re.search("前 [23][0-9] 件，文件里有全部", page.decode())
