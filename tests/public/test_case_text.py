"""The text of a case on its page: in parts with anchors, and its opening without a summary."""

import pytest

from reforms import history
from reforms.models import Theme, ThemeAssignment
from reforms.public.parts import opening
from tests.support import cast

pytestmark = pytest.mark.django_db

TEXT = """【基本案情】
村里的水渠年久失修。
【检察履职情况】
一、查明事实
检察官走完水渠全程。
【典型意义】
小事也要办好。"""


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def test_its_parts_have_headings_that_links_lead_to(client):
    cast.case(body=TEXT)
    text = page(client, "/cases/spp-reform-2-01/")
    assert '<h3 id="part-2">检察履职情况</h3>' in text
    assert '<h4 id="part-3">一、查明事实</h4>' in text
    assert '<a href="#part-3">一、查明事实</a>' in text
    assert "<p>检察官走完水渠全程。</p>" in text


def test_its_parts_are_in_its_json(client):
    cast.case(body=TEXT)
    parts = client.get("/cases/spp-reform-2-01.json").json()["parts"]
    assert parts[2] == {
        "heading": "一、查明事实",
        "role": "",
        "depth": 1,
        "parent": 1,
        "text": "检察官走完水渠全程。",
    }
    assert [part["role"] for part in parts] == ["背景案情", "做法履职", "", "意义"]


def test_a_case_without_a_summary_shows_how_its_text_begins(client):
    cast.case(summary="", body=TEXT)
    for address in ("/cases/", "/cases/spp-reform-2-01/", "/batches/spp-reform-2/"):
        text = page(client, address)
        assert "村里的水渠年久失修。" in text
        assert '<small class="mark">摘自原文</small>' in text


def test_a_summary_of_ours_comes_before_the_opening(client):
    cast.case(body=TEXT)
    assert "摘自原文" not in page(client, "/cases/")


@pytest.mark.parametrize(
    ("body", "beginning"),
    [
        ("", ""),
        ("没有标题的正文。", "没有标题的正文。"),
        ("【基本案情】\n案情。\n【要旨】\n要旨在此。", "要旨在此。"),
        ("字" * 300, "字" * 199 + "…"),
    ],
)
def test_the_opening_is_of_the_gist_or_the_main_part(body, beginning):
    assert opening(body) == beginning


def test_it_says_by_what_each_theme_is_assigned(client):
    case = cast.case()
    by_news = ThemeAssignment(theme=cast.theme("political"), basis="news", passage="强化政治责任")
    history.save_case(case, themes=[by_news])
    text = "".join(page(client, "/cases/spp-reform-2-01/").split())
    assert "政治责任：新闻稿“强化政治责任”" in text


def test_it_names_the_area_of_a_system_and_what_a_release_hides(client):
    hidden = ("山东省某市人民检察院", "procuratorate", "shandong", "")
    cast.case(bodies=(("江苏省检察机关", "system", "jiangsu", "provincial"), hidden))
    text = page(client, "/cases/spp-reform-2-01/")
    assert "全省检察机关" in text
    assert "原文隐去地名" in text
    assert "区划代码：320000" in "".join(text.split())


def test_a_batch_shows_its_cases_in_the_official_order(client):
    for number, official in ((1, "案例三"), (2, "案例一"), (3, "案例10")):
        cast.case(number, official_no=official)
    text = page(client, "/batches/spp-reform-2/")
    places = [text.index(f"spp-reform-2-0{number}/") for number in (2, 1, 3)]
    assert places == sorted(places)
    listed = client.get("/cases.json?sort=official").json()["cases"]
    assert [case["case_no"] for case in listed] == [2, 1, 3]


@pytest.mark.parametrize(
    ("address", "heading"), [("/themes/", '<h2 id="scheme-%d">'), ("/", '<h3 class="scheme">')]
)
def test_themes_stand_under_their_scheme(client, address, heading):
    """The order of the schemes is that of their first themes; those of no scheme are last."""
    rows = (("first", "四类责任"), ("none", ""), ("other", "四个方面"), ("last", "四类责任"))
    for position, (slug, scheme) in enumerate(rows):
        names = {"name": slug, "name_en": slug, "scheme": scheme}
        history.save_theme(Theme(slug=slug, position=position, **names))
    text = page(client, address)
    parts = ["四类责任", "/themes/first/", "/themes/last/", "四个方面"]
    parts += ["/themes/other/", "其他主题", "/themes/none/"]
    places = [text.index(part, text.index("<main")) for part in parts]
    assert places == sorted(places)
    number = (1,) if "%d" in heading else ()
    assert f"{heading % number}四类责任</h" in text


def test_the_first_page_sends_readers_to_the_leading_scheme(client):
    cast.theme("political")
    assert '从<a href="/themes/">四类责任</a>读起' in page(client, "/")
    without = cast.theme("political")
    without.scheme = ""
    history.save_theme(without)
    assert '从<a href="/themes/">各个主题</a>读起' in page(client, "/")
    assert 'begin with <a href="/en/themes/">the themes</a>' in page(client, "/en/")
