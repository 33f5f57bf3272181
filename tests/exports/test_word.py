"""The Word document as its own XML says it."""

import re

import numpy as np
import pytest
from django.utils.translation import override

from reforms.columns import BODY, COLUMNS
from reforms.exports import FORMATS, Export, Refused
from reforms.models import Case, Revision
from reforms.storage.databases import key_array
from tests.exports.word_text import paragraphs, part
from tests.support import cast

pytestmark = pytest.mark.django_db


def document(**fields) -> bytes:
    """The document of all cases; with `body` their full texts in it."""
    columns = (*COLUMNS, BODY) if fields.pop("body", False) else COLUMNS
    keys = key_array(Case.objects.published().order_by("reference_key"))
    facts = {"page_address": "http://casebook.test/cases/", "revision": Revision.current()}
    return b"".join(FORMATS["docx"].write(Export(keys, columns, **(facts | fields))))


def test_a_compilation_from_title_page_to_citation():
    cast.case(1, themes=("political",), title_by="catalogue", body="一、背景\n\n 全文 ")
    day = Revision.current().at.astimezone().date().isoformat()
    assert paragraphs(document(words="政治责任", body=True))[:10] == [
        ("Title", "典型案例汇编"),
        ("Subtitle", "政治责任"),
        ("CoverFacts", "共 1 件"),
        ("CoverFacts", f"数据版本 2，{day}"),
        ("CoverFacts", "http://casebook.test/cases/"),
        ("CoverFacts", "检察改革典型案例库（非官方整理，以发布机关原文为准）"),
        ("Heading1", "第1件案例的标题"),
        ("Note", "标题系编者自拟"),
        ("FactName", "编号"),
        ("FactValue", "spp-reform-2-01"),
    ]
    assert paragraphs(document(body=True))[-6:] == [
        ("Heading2", "摘要（本站编写）"),
        ("BodyText", "第1件案例的摘要"),
        ("Heading2", "正文"),
        ("Heading3", "一、背景"),
        ("BodyText", "全文"),
        (
            "Reference",
            "引用：最高人民检察院. [第1件案例的标题]（据正义网报道）[EB/OL]. "
            f"（2021-07-29）[{day}]. http://casebook.test/cases/spp-reform-2-01/.",
        ),
    ]


def test_chosen_parts_stand_under_headings_with_all_below_them():
    cast.case(1, body="【基本案情】甲\n【主要做法】\n一、调查\n乙\n【典型意义】丙")
    text = paragraphs(document(body=True, options={"parts": "work,meaning"}))
    start = text.index(("Heading2", "正文节选（做法履职、意义）"))
    assert text[start + 1 : -1] == [
        ("Heading3", "主要做法"),
        ("Heading4", "一、调查"),
        ("BodyText", "乙"),
        ("Heading3", "典型意义"),
        ("BodyText", "丙"),
    ]


@pytest.mark.parametrize(
    ("body", "note"),
    [("没有小标题", "正文里没有标明这些部分。"), ("", "本站没有收录正文。")],
)
def test_a_case_without_the_chosen_parts_says_so(body, note):
    cast.case(1, body=body)
    text = paragraphs(document(body=True, options={"parts": "work"}))
    assert text[-3:-1] == [("Heading2", "正文节选（做法履职）"), ("Note", note)]


def test_the_facts_say_what_is_ours_and_which_date_it_is():
    cast.case(1, themes=("political", "supervisory"), themes_by="catalogue")
    text = paragraphs(document())
    assert ("FactValue", "政治责任、监管责任（主题系编者归类）") in text
    assert ("FactValue", "2021-07-29（报道）") in text


def test_the_contents_are_a_field_that_leads_to_every_case():
    cast.case(1)
    cast.case(2)
    content = document()
    assert [text for style, text in paragraphs(content) if style == "TOC1"] == [
        "第1件案例的标题",
        "第2件案例的标题",
    ]
    anchors = re.findall(r'w:anchor="(\w+)"', part(content))
    assert anchors == re.findall(r'w:bookmarkStart w:id="\d" w:name="(\w+)"', part(content))
    assert r'w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> TOC ' in part(content)


def test_all_formatting_is_in_named_styles():
    cast.case(1, body="全文")
    content = document(body=True)
    styles = set(re.findall(r'w:styleId="(\w+)"', part(content, "word/styles.xml")))
    assert set(re.findall(r'w:(?:pStyle|tblStyle) w:val="(\w+)"', part(content))) <= styles
    assert "<w:rPr>" not in part(content)


def test_the_page_is_that_of_an_office():
    """GB/T 9704-2012, 5.2: A4, 37 mm above, 28 mm left, 22 lines; 7.5: page numbers outside."""
    cast.case(1)
    content = document()
    assert '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098"' in part(content)
    assert 'w:left="1588"' in part(content)
    for side, place in (("odd", "right"), ("even", "left")):
        assert f'<w:jc w:val="{place}"/>' in part(content, f"word/footer-{side}.xml")


@pytest.mark.parametrize(
    ("options", "absent"),
    [
        ({"facts": "0"}, "FactName"),
        ({"addresses": "0"}, "http://"),
        ({"addresses": "0"}, "Reference"),
    ],
)
def test_an_option_leaves_out_what_it_names(options, absent):
    cast.case(1)
    assert absent in str(paragraphs(document()))
    assert absent not in str(paragraphs(document(options=options)))


def test_it_is_english_for_english_readers():
    cast.case(1, title_en="Title", themes=("political",))
    with override("en"):
        text = paragraphs(document())
    assert text[0] == ("Title", "Typical cases: a compilation")
    assert ("Heading1", "Title") in text
    assert ("FactValue", "Political responsibility") in text


def test_any_text_is_valid_xml():
    cast.case(1, body="甲<&>乙\x0b 🙂 \u05e9\u05dc\u05d5\u05dd\n" + "字" * 50_000)
    lines = [text for style, text in paragraphs(document(body=True)) if style == "BodyText"]
    assert lines[1:] == ["甲<&>乙", "🙂 \u05e9\u05dc\u05d5\u05dd", "字" * 50_000]


def test_the_same_revision_gives_the_same_bytes():
    cast.case(1)
    assert document() == document()


def test_more_than_two_hundred_cases_are_refused():
    with pytest.raises(Refused, match="最多 200 件案例，这里有 201 件"):
        next(FORMATS["docx"].write(Export(np.arange(201, dtype=np.int32))))
