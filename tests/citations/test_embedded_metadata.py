"""The metadata in pages that reference managers and search engines read."""

import json
from urllib.parse import parse_qsl

import pytest

from reforms import citations
from tests.citations.works import CASE, work
from tests.support import cast


def test_the_tags_name_title_issuer_and_date():
    tags = dict(citations.meta_tags(work()))
    assert tags["citation_title"] == tags["DC.title"] == "构建社会危险性量化评估机制"
    assert tags["citation_author"] == tags["DC.creator"] == "最高人民检察院"
    assert tags["citation_publication_date"] == "2021/07/29"


def test_the_date_of_a_report_is_no_publication_date():
    reported = work(date_basis="reported")
    tags = dict(citations.meta_tags(reported))
    assert "citation_publication_date" not in tags
    assert tags["citation_online_date"] == "2021/07/29"
    assert "datePublished" not in citations.report(reported)


def test_linked_data_cannot_end_its_script():
    text = citations.script_safe(
        citations.report(work(title="</script><script>alert(1)</script>&"))
    )
    assert not set("<>&") & set(text)
    assert json.loads(text)["name"] == "</script><script>alert(1)</script>&"


# What Zotero's translators read, by their rules of 2026 (Embedded Metadata, RDF, COinS and the
# ContextObject parser): a Highwire name is matched at its end and its first value taken; it wins
# over Dublin Core; authors and keywords are split at semicolons. tests/clients runs them.
HIGHWIRE = {
    "citation_title": "title",
    "citation_abstract": "abstractNote",
    "citation_public_url": "url",
    "citation_language": "language",
    "citation_publication_date": "date",
    "citation_date": "date",
}
DUBLIN_CORE = {
    "DC.title": "title",
    "DC.date": "date",
    "z:itemType": "itemType",
    "prism.publicationName": "websiteTitle",
}
CONTEXT_OBJECT = {
    "rft.title": "title",
    "rft.date": "date",
    "rft.source": "websiteTitle",
    "rft.identifier": "url",
    "rft.language": "language",
}


def read_by_zotero(tags: list[tuple[str, str]]) -> dict:
    item = {field: text for name, field in DUBLIN_CORE.items() for n, text in tags if n == name}
    for name, field in HIGHWIRE.items():
        if values := [text for n, text in tags if n.endswith(name)]:
            item[field] = values[0]
    parts = {"citation_author": [], "citation_keywords": []}
    for name, text in tags:
        if name in parts:
            parts[name] += [part.strip() for part in text.split(";")]
    return item | {
        "creators": parts["citation_author"],
        "tags": parts["citation_keywords"],
    }


@pytest.mark.parametrize(
    ("basis", "date"),
    [("released", "2021/07/29"), ("issued", "2021/07/29"), ("reported", "2021-07-29")],
)
def test_zotero_reads_a_case_page_whole(basis, date):
    tags = citations.meta_tags(work(date_basis=basis, issuers=["最高人民检察院", "公安部"]))
    assert read_by_zotero(tags) == {
        "itemType": "webpage",
        "title": f"构建社会危险性量化评估机制{'（据正义网报道）' if basis == 'reported' else ''}",
        "creators": ["最高人民检察院", "公安部"],
        "websiteTitle": "第二批典型案例",
        "date": date,
        "url": "http://casebook.test/cases/spp-reform-2-04/",
        "language": "zh-CN",
        "abstractNote": "摘要。",
        "tags": ["监管责任", "量化"],
    }


def test_zotero_reads_a_case_of_a_list_whole():
    pairs = parse_qsl(citations.coins(CASE))
    assert ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc") in pairs
    item = {CONTEXT_OBJECT[name]: text for name, text in pairs if name in CONTEXT_OBJECT}
    assert [text for name, text in pairs if name == "rft.creator"] == ["最高人民检察院"]
    assert item == {
        "title": "构建社会危险性量化评估机制",
        "date": "2021-07-29",
        "websiteTitle": "第二批典型案例",
        "url": "http://casebook.test/cases/spp-reform-2-04/",
        "language": "zh-CN",
    }


def test_a_case_page_offers_zotero_no_other_case(client, db):
    """Zotero takes COinS before tags, so that a related case would be saved instead."""
    cast.case(1, themes=("political",))
    cast.case(2, themes=("political",))
    page = client.get("/cases/spp-reform-2-01/").content.decode()
    assert "spp-reform-2-02" in page
    assert "Z3988" not in page
    assert client.get("/cases/").content.decode().count('class="Z3988"') == 2


def test_coins_carry_the_facts():
    assert "rft.creator=%E6%9C%80%E9%AB%98" in citations.coins(CASE)
    assert "rft.date=2021-07-29" in citations.coins(CASE)
    assert "rft.title=%5B%E6%9E%84" in citations.coins(CASE | {"title_by": "catalogue"})
