"""English pages say where a title or a summary is only in Chinese."""

import pytest

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
