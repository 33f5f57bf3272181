"""English pages are English: what is Chinese on them says that it is."""

import re
from html.parser import HTMLParser

import pytest

from reforms import statistics
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HAN = re.compile(r"[\u3400-\u9fff]")
VOID = {"meta", "link", "br", "input", "hr", "img", "path", "rect", "line"}
TEXT = "【基本案情】\n事实。\n【典型意义】\n意义。"
PAGES = ("", "cases/", "cases/?q=量化", "cases/?theme=x&page=9", "cases/?province=tibet", "about/")
PAGES += ("about/accessibility/", "batches/?year=1999", "cases/?q=" + "a" * 7000)
PAGES += ("data/", "data/cite/?theme=political", "data/changes/?since=0", "data/snapshots/")
PAGES += ("cases/spp-reform-2-01/", "batches/", "batches/spp-reform-2/", "themes/")
PAGES += ("themes/political/", "statistics/", "cases/none-1/", "cases/spp-reform-2-02/")
UNTRANSLATED = "batch=spp-reform-1&issuer=最高人民检察院&keyword=考核"
PAGES += tuple(
    f"{page}?{UNTRANSLATED}"
    for page in ("cases/", "search/", "statistics/", "statistics/batch/", "data/cite/")
)
PAGES += tuple(f"statistics/{name}/" for name in statistics.TABLES)
PAGES += ("search/?q=量化&field=title", "about/coverage/", "about/subscribe/", "data/recipes/")
PAGES += ("batches/spp-reform-1/", "cases/spp-reform-1-01/", "cases/spp-reform-2-01/?revision=2")
PICKED = "reference=spp-reform-1-01&reference=spp-reform-2-01"
PAGES += (f"cases/?{PICKED}", f"cases/?{PICKED}&picking=1", f"cases/compare/?{PICKED}")


class ChineseOutsideItsPlace(HTMLParser):
    """Collects Han text that stands in no element marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.languages, self.found = ["zh"], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.languages.append(dict(attrs).get("lang", self.languages[-1]))

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.languages.pop()

    def handle_data(self, data):
        if self.languages[-1] == "en" and HAN.search(data):
            self.found.append(data.strip())


@pytest.mark.parametrize("page", PAGES)
def test_english_pages_have_no_chinese_that_is_not_marked(client, page):
    cast.batch(title_en="Second batch")
    first = cast.case(1, themes=("political",), bodies=(cast.NANSHA,), keywords="量化")
    words = {"title": "第三批典型案例", "introduction": "导语"}
    untranslated = cast.batch("spp-reform-1", series="典型案例", ordinal=3, **words)
    cast.case(1, of=untranslated, bodies=(cast.NANSHA,), keywords="考核", body=TEXT)
    gone = cast.case(2, title_en="Second case", summary_en="A summary.")
    cast.history.withdraw([gone], "issuer", cast.history.Edit(note="来函"))
    first.subtitle = "副标题"
    cast.history.save_case(first, edit=cast.history.Edit(note="补录"))
    parser = ChineseOutsideItsPlace()
    page = client.get(f"/en/{page}").content.decode()
    # A citation is quoted as it is to be copied; the searched word is the reader's own.
    parser.feed(re.sub(r"<(script|title|pre).*?</\1>", "", page, flags=re.S))
    searched = [text for text in parser.found if "量化" not in text]
    assert not searched
