"""English pages say where a title or a summary is only in Chinese."""

import re

import pytest

from reforms import history
from tests.support import cast

pytestmark = pytest.mark.django_db
MARK = ' <small class="mark">not translated</small>'


@pytest.fixture(autouse=True)
def cases():
    english = {"title_en": "A title", "summary_en": "A summary."}
    return [cast.case(1), cast.case(2, **english), cast.case(3, title_en="A title")]


def in_chinese(text: str) -> str:
    return f'<span lang="zh-Hans">{text}</span>'


def test_pages_mark_a_chinese_title(client):
    title, batch = in_chinese("第1件案例的标题"), in_chinese("第二批典型案例")
    assert f"<h1>{title}{MARK}</h1>" in client.get("/en/cases/spp-reform-2-01/").content.decode()
    assert f"<h1>{batch}{MARK}</h1>" in client.get("/en/batches/spp-reform-2/").content.decode()
    assert f"{batch}</a>{MARK}</h3>" in client.get("/en/batches/").content.decode()
    compared = "?reference=spp-reform-2-01&reference=spp-reform-2-02"
    page = client.get(f"/en/cases/compare/{compared}").content.decode()
    assert f"{title}</a>{MARK}</th>" in page
    assert page.count("not translated") == 2


def test_a_translated_case_has_no_mark(client):
    page = client.get("/en/cases/spp-reform-2-02/").content.decode()
    assert "<h1>A title</h1>" in page
    assert MARK not in client.get("/cases/spp-reform-2-01/").content.decode()


def test_a_card_marks_a_summary_whose_title_is_translated(client):
    page = client.get("/en/cases/?sort=reference").content.decode()
    assert f"{in_chinese('第3件案例的摘要')}{MARK}" in page
    assert f"{in_chinese('第1件案例的摘要')}{MARK}" not in page


def test_an_empty_list_marks_the_conditions_that_are_chinese(client):
    page = client.get("/en/cases/?issuer=广州市&theme=none").content.decode()
    assert f">without {in_chinese('广州市')}</a>" in page


def test_the_facts_name_an_issuer_in_english(client):
    page = client.get("/en/cases/spp-reform-2-01/").content.decode()
    assert "<dt>Issuer</dt><dd>Supreme People’s Procuratorate</dd>" in page
    assert (
        "<dt>发布机关</dt><dd>最高人民检察院</dd>"
        in client.get("/cases/spp-reform-2-01/").content.decode()
    )


@pytest.mark.parametrize(("language", "style"), [("", "GB/T 7714—2025"), ("/en", "English")])
def test_one_style_of_citation_is_open(client, language, style):
    page = client.get(f"{language}/cases/spp-reform-2-01/").content.decode()
    shown, _fold, folded = page.partition('<details class="citations-more">')
    assert shown.count('<dl class="citations">') == 1
    assert shown.count("<pre") == 1
    assert f"<dt>{style}</dt>" in shown
    assert folded.count("<pre") == 7


def test_chinese_in_an_english_citation_is_marked_on_pages_of_both_languages(client):
    for language in ("", "/en"):
        page = client.get(f"{language}/cases/spp-reform-2-01/").content.decode()
        english = re.search('<pre[^>]*lang="en">(.*?)</pre>', page, re.S)
        assert english
        assert in_chinese("第二批典型案例") in english[1]


def test_chinese_in_an_english_text_is_marked(client):
    batch = cast.batch()
    batch.introduction, batch.introduction_en = "简介", "The batch 第二批 of cases."
    history.save_batch(batch)
    page = client.get("/en/batches/spp-reform-2/").content.decode()
    assert f"The batch {in_chinese('第二批')} of cases." in page
