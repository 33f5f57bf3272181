"""How pages show a citation, and how reference managers find it there."""

import json
import re

import pytest

from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_selection_is_cited_without_mixing_languages(client, cases, language):
    page = client.get(f"{language}/data/cite/?theme=political").content.decode()
    page = re.sub('<span lang="zh-Hans">(.*?)</span>', r"\1", page)  # Chinese in an English style
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
    answer = client.get("/en/cases.manifest.json?level=provincial&q=件").json()["citation"]
    assert "检察机关典型案例数据：“件” · 省级院（3 件）[DS/OL]" in answer


def test_the_head_of_a_case_tells_zotero_and_cannot_be_broken_out_of(client, db):
    cast.case(title='</script>"><b>', title_by="catalogue")
    page = client.get("/cases/spp-reform-2-01/").content.decode()
    title = "[&lt;/script&gt;&#34;&gt;&lt;b&gt;]（据正义网报道）"
    assert f'<meta name="citation_title" content="{title}">' in page
    report, trail = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[::-1]
    assert page.count("</script>") == 2
    assert json.loads(report)["name"] == '[</script>"><b>]（据正义网报道）'
    assert json.loads(trail)["itemListElement"][-1]["name"] == '</script>"><b>'


def test_a_case_shows_how_to_cite_it_and_its_versions(client, cases):
    page = client.get("/cases/spp-reform-2-01/").content.decode()
    assert "[第1件案例的标题]（据正义网报道）[EB/OL]. （2021-07-29）[" in page
    assert 'href="/cases/spp-reform-2-01/?revision=2"' in page


def test_a_list_tells_zotero_of_each_case(client, cases):
    page = client.get("/cases/").content.decode()
    assert page.count('<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;') == len(cases)


def test_a_batch_shows_how_to_cite_it(client, cases):
    page = client.get("/batches/spp-reform-2/").content.decode()
    assert "最高人民检察院. 第二批典型案例（据正义网报道）[EB/OL]. （2021-07-29）[" in page
