"""A case as it was at a former revision, as a page and as a file."""

import re

import pytest

from reforms import history

ARTICLE = re.compile("<article.*?</article>", re.S)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_a_case_is_shown_as_it_was(client, cases):
    cases[0].title = "改过的标题"
    history.save_case(cases[0])
    then = client.get("/cases/spp-reform-2-01/?revision=4").content.decode()
    assert "<h1>第1件案例的标题</h1>" in then
    assert "早先的版本" not in then
    assert client.get("/cases/spp-reform-2-01.json?revision=4").json()["title"] == "第1件案例的标题"
    assert client.get("/cases/spp-reform-2-01.json").json()["title"] == "改过的标题"


@pytest.mark.parametrize("revision", [5, 6])
def test_the_present_state_asked_for_by_number_is_the_page_itself(client, cases, revision):
    cases[0].title = "改过的标题"
    history.save_case(cases[0])
    cases[1].title = "别的标题"
    history.save_case(cases[1])
    asked = client.get(f"/cases/spp-reform-2-01/?revision={revision}").content.decode()
    page = client.get("/cases/spp-reform-2-01/").content.decode()
    assert re.search(ARTICLE, asked)[0] == re.search(ARTICLE, page)[0]


def test_an_older_state_is_cited_with_all_its_metadata(client, cases):
    cases[0].title = "改过的标题"
    history.save_case(cases[0])
    page = client.get("/cases/spp-reform-2-01/?revision=4").content.decode()
    address = "http://casebook.test/cases/spp-reform-2-01/"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta name="citation_public_url" content="{address}?revision=2">' in page
    assert f'"url": "{address}?revision=2"' in page
    assert "<title>第1件案例的标题 · 数据版本 4 · " in page
    assert "noindex" not in page
    assert f"{address}?revision=2.</pre>" in page.replace("<wbr>", "")
    assert "?revision=2}" in client.get("/cases/spp-reform-2-01.bib?revision=4").content.decode()
    assert "?revision" not in client.get("/cases/spp-reform-2-01.bib?revision=5").content.decode()


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
    cases[0].title = "改过的标题"
    history.save_case(cases[0])
    page = client.get(f"{language}/cases/spp-reform-2-01/?revision=4").content.decode()
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
