"""One case is one item by every way into every program, and is cited as its page says."""

import html
import re

import pytest

from tests.clients.programs import GBT, LEGAL, bibtex, cited, pandoc, run

pytestmark = pytest.mark.django_db
REFERENCES = ["joint-1-01", "spp-2-01", "spp-reform-2-01"]
FILES = ("bib", "ris", "csl.json")


@pytest.fixture
def printed(client, cases):
    """What the page of each case prints: by GB/T 7714, and for law journals."""
    pages = [client.get(f"/cases/{reference}/").content.decode() for reference in REFERENCES]
    texts = [re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.S)[:2] for page in pages]
    return [[html.unescape(re.sub("<wbr>", "", text)) for text in pair] for pair in texts]


def test_zotero_reads_the_same_item_from_every_file(zotero, files):
    items = [zotero.imported(files(suffix)) for suffix in FILES]
    for item in items[1:]:
        assert item == items[0]
    assert items[0][2] | {"abstractNote": ""} == {
        "itemType": "webpage",
        "title": "[第1件案例的标题]（据正义网报道）",
        "creators": [{"name": "最高人民检察院", "creatorType": "author"}],
        "websiteTitle": "第二批典型案例",
        "date": "2021-07-29",
        "url": "http://casebook.test/cases/spp-reform-2-01/",
        "language": "zh-CN",
        "abstractNote": "",
        "accessDate": items[0][2]["accessDate"],
    }


def test_zotero_saves_the_same_item_from_page_and_list(zotero, files, live_server):
    in_file = [item | {"accessDate": ""} for item in zotero.imported(files("csl.json"))]
    site = live_server.url.replace("localhost", "127.0.0.1")  # the server knows no localhost
    by_page = [zotero.saved(f"{site}/cases/{name}/")[0] for name in REFERENCES]
    by_list = zotero.saved(f"{site}/cases/?sort=reference")
    undated = {"accessDate": ""}  # the day of saving is the reader's
    assert [item | undated for item in by_page] == in_file
    # COinS has no abstract.
    assert [item | undated for item in by_list] == [item | {"abstractNote": ""} for item in in_file]


@pytest.mark.parametrize("suffix", FILES)
def test_zotero_and_citeproc_print_what_the_page_prints(zotero, files, printed, suffix):
    items = zotero.as_csl(zotero.imported(files(suffix)))
    assert cited(items, GBT)["entries"] == [gbt for gbt, _legal in printed]
    assert cited(items, LEGAL)["notes"] == [legal for _gbt, legal in printed]


@pytest.mark.parametrize(("suffix", "kind"), [("bib", "biblatex"), ("csl.json", "csljson")])
def test_pandoc_and_citeproc_print_what_the_page_prints(files, printed, suffix, kind):
    items = pandoc(files(suffix), kind)
    assert cited(items, GBT)["entries"] == [gbt for gbt, _legal in printed]
    assert cited(items, LEGAL)["notes"] == [legal for _gbt, legal in printed]


def test_pandoc_reads_bibtex_too(files, printed):
    items = pandoc(files("bibtex"), "bibtex")
    assert cited(items, GBT)["entries"] == [gbt for gbt, _legal in printed]


@pytest.mark.parametrize("suffix", ["bib", "csl.json"])
def test_pandoc_knows_the_language(files, suffix):
    kind = {"bib": "biblatex"}.get(suffix, "csljson")
    assert {item["language"].lower() for item in pandoc(files(suffix), kind)} == {"zh-cn"}


def test_bibtex_with_gbt7714_prints_what_the_page_prints(files, printed):
    assert sorted(bibtex(files("bibtex"))) == sorted(gbt for gbt, _legal in printed)


def test_biber_keeps_what_citeproc_prints(files, printed):
    path = files("bib")
    log = run("biber", "--tool", "--output-format=bibtex", path.name, folder=path.parent)
    assert "ERROR" not in log
    items = pandoc(path.parent / "cases_bibertool.bib", "biblatex")
    assert [item["id"] for item in items] == REFERENCES
    assert cited(items, GBT)["entries"] == [gbt for gbt, _legal in printed]
    assert cited(items, LEGAL)["notes"] == [legal for _gbt, legal in printed]
