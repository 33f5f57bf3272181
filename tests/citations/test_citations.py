"""A citation names the issuer, never passes a title of ours off as official, and can be read."""

import json

import bibtexparser
import pytest
import rispy

from reforms import citations
from reforms.citations import styles
from reforms.models import Batch, Revision
from reforms.selection import Selection
from tests.citations.works import CASE, work
from tests.support import cast


def test_gbt7714_of_a_case():
    assert citations.gbt7714(work()) == (
        "最高人民检察院. 构建社会危险性量化评估机制[EB/OL]. "
        "（2021-07-29）[2026-11-23]. http://casebook.test/cases/spp-reform-2-04/."
    )


def test_a_note_of_a_law_journal():
    assert styles.legal(work(official_no="检例第9号")) == (
        "最高人民检察院：《构建社会危险性量化评估机制（检例第9号）》，载第二批典型案例2021年7月29日，"
        "http://casebook.test/cases/spp-reform-2-04/。"
    )


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"issuers": ["甲", "乙", "丙"]}, "甲、乙、丙：《"),
        ({"issuers": ["甲", "乙", "丙", "丁"]}, "甲、乙等：《"),
        ({"date": "2021-07"}, "载第二批典型案例2021年7月，http"),
        ({"date": "", "date_basis": None}, "04/，2026年11月23日访问。"),
        ({"batch_title": ""}, "：构建社会危险性量化评估机制，载2021年7月29日，"),
    ],
)
def test_a_note_of_a_law_journal_leaves_out_what_is_missing(changes, part):
    assert part in styles.legal(work(**changes))


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"title_by": "catalogue"}, ". [构建社会危险性量化评估机制][EB/OL]. "),
        ({"date_basis": "reported"}, "机制（据正义网报道）[EB/OL]. （2021-07-29）"),
        ({"date_basis": "reported", "source_name": ""}, "机制（据报道）[EB/OL]. "),
        ({"official_no": "检例第9号"}, "机制（检例第9号）[EB/OL]. "),
        (
            {"subtitle": "某地的做法", "title_by": "catalogue"},
            "机制：某地的做法][EB/OL]",
        ),
        ({"date_basis": None, "date": ""}, "[EB/OL]. [2026-11-23]."),
        ({"issuers": ["甲", "乙"]}, "甲，乙. "),
        ({"issuers": ["甲", "乙", "丙", "丁"]}, "甲，乙，丙，等. "),
    ],
)
def test_gbt7714_says_what_is_ours_and_which_date_it_is(changes, part):
    assert part in citations.gbt7714(work(**changes))


def test_every_form_marks_a_title_of_ours():
    ours = work(title_by="catalogue")
    marked = {name: style.write(ours) for name, style in citations.STYLES.items()}
    assert "标题系编者自拟" in marked["sentence"]
    assert "a title by the editors of the catalogue" in marked["sentence_en"]
    for name in ("gbt7714", "legal", "bib", "bibtex", "ris", "csl"):
        assert "[构建社会危险性量化评估机制]" in marked[name], name


def test_every_form_calls_a_report_a_report():
    reported = work(date_basis="reported")
    for name, style in citations.STYLES.items():
        assert "报道" in style.write(reported) or "reported" in style.write(reported), name


def test_every_form_has_the_address_of_the_case():
    for name, style in citations.STYLES.items():
        assert "cases/spp-reform-2-04/" in style.write(work()), name
        assert "?revision" not in style.write(work()), name


def test_every_form_of_an_older_state_has_its_address():
    older = citations.of_case(CASE, asked=7)
    for name, style in citations.STYLES.items():
        assert "cases/spp-reform-2-04/?revision=7" in style.write(older), name


def test_the_sentences():
    assert styles.sentence(work()) == (
        "最高人民检察院：《构建社会危险性量化评估机制》，载《第二批典型案例》，2021-07-29 发布。"
        "据检察改革典型案例库（非官方整理）数据版本 12（2026-11-23），"
        "http://casebook.test/cases/spp-reform-2-04/"
    )
    assert styles.sentence_en(work(title_en="Assessing danger")) == (
        "Supreme People’s Procuratorate: “Assessing danger” (构建社会危险性量化评估机制), "
        "in 第二批典型案例, released 2021-07-29. "
        "Casebook of Procuratorial Reform (unofficial), data revision 12 of 2026-11-23, http://casebook.test/cases/spp-reform-2-04/"
    )


def test_an_issuer_without_a_settled_english_name_stands_as_printed():
    text = styles.sentence_en(work(issuers=["最高人民检察院", "公安部"]))
    assert text.startswith("Supreme People’s Procuratorate, 公安部: “构建")


def test_bibtex_survives_what_tex_would_run():
    [entry] = bibtexparser.parse_string(
        citations.bibtex(work(title=r"50%_{a} \input & #$~^"))
    ).entries
    assert entry.fields_dict["title"].value == (
        r"{50\%\_\{a\} \textbackslash{}input \& \#\$\textasciitilde{}\^{}}"
    )
    assert entry.fields_dict["author"].value == "{最高人民检察院}"
    assert entry.fields_dict["year"].value == "2021"


def test_ris_keeps_its_lines():
    [entry] = rispy.loads(citations.ris(work(title="两行\nER  - 标题", date="2021-07")))
    assert entry["title"] == "两行 ER - 标题"
    assert entry["date"] == "2021/07//"
    assert entry["type_of_reference"] == "ELEC"


def test_csl_json_has_date_parts():
    [item] = json.loads(styles.csl_text(work(date="2021-07")))
    assert item["issued"] == {"date-parts": [[2021, 7]]}
    assert item["author"] == [{"literal": "最高人民检察院"}]


def test_a_batch_with_its_number():
    batch = Batch(
        slug="joint-1",
        title="联合典型案例",
        issuers="最高人民检察院;公安部",
        released_on="2023-05",
        document_number="高检发〔2023〕5号",
    )
    assert citations.gbt7714(citations.of_batch(batch, Revision(number=7))).startswith(
        "最高人民检察院，公安部. 联合典型案例（高检发〔2023〕5号）[EB/OL]. （2023-05）["
    )


def test_a_selection_is_a_data_set_of_the_catalogue(db):
    cast.theme("supervisory")
    citation = citations.of_selection(
        Selection(theme=("supervisory",)),
        2,
        "http://casebook.test/cases/?theme=supervisory",
        Revision(number=7),
    )
    text = citations.gbt7714(citation)
    assert text.startswith(
        "检察改革典型案例库. 检察机关典型案例数据：监管责任（2 件）[DS/OL]. V7. "
    )
    assert text.endswith("]. http://casebook.test/cases/?theme=supervisory.")
