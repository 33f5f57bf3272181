"""The advanced search: fields of words, kinds of bodies, issuers, keywords, days, the order."""

from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from reforms.models import Case, Revision
from reforms.selection import in_words, page_of_keys, select, total
from tests.support import cast

pytestmark = [pytest.mark.django_db]
RAILWAY = ("北京铁路运输检察院", "railway", "beijing", "grassroots")
NATIONAL = ("最高人民检察院", "other", "", "supreme")


@pytest.fixture(scope="module", autouse=True)
def cases(module_catalogue):
    module_catalogue(store_cases)


def store_cases() -> None:
    for slug in ("supervisory", "political"):
        cast.theme(slug)
    cast.case(1, title="听证", keywords="公开听证", bodies=(cast.JIANGSU,))
    cast.case(2, title="甲", summary="听证", keywords="听证", bodies=(RAILWAY,))
    issued = cast.batch(
        "old-1", issuers="江苏省人民检察院", issued_on="2019-03", reported_on="2020"
    )
    cast.case(1, title="乙", body="听证", of=issued, bodies=(NATIONAL,))


def titles_of(query: str) -> list[str]:
    """The titles that a query string selects, in its order."""
    selection = select(QueryDict(query)).selection
    keys = page_of_keys(selection, Revision.current(), 0, 20)
    assert len(keys) == total(selection, Revision.current())
    cases = Case.objects.in_bulk(keys)
    return [cases[key].title for key in keys]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=听证", ["听证", "甲", "乙"]),
        ("q=听证&field=title", ["听证"]),
        ("q=听证&field=summary", ["听证", "甲"]),
        ("q=听证&field=keywords", ["听证", "甲"]),
        ("q=铁路&field=bodies", ["甲"]),
        ("q=听证&field=bodies", []),
        ("kind=railway", ["甲"]),
        ("kind=railway&kind=system", ["听证", "甲"]),
        ("issuer=江苏省人民检察院", ["乙"]),
        ("issuer=江苏省", []),
        ("keyword=听证", ["甲"]),
        ("province=none", ["乙"]),
        ("date_to=2020", ["乙"]),
        ("date_from=2021-07&date_to=2021-08-01", ["听证", "甲"]),
        ("date_from=2021-08", []),
        ("date_from=2019-03-05&date_to=2019-04&dated=issued", ["乙"]),
        ("date_from=2019&dated=released", []),
        ("sort=division", ["甲", "听证", "乙"]),
    ],
)
def test_a_detail_selects(query, titles):
    assert titles_of(query) == titles


def test_the_provinces_add_up():
    everything = ["beijing", "jiangsu", "none"]
    assert sum(len(titles_of(f"province={value}")) for value in everything) == len(titles_of(""))


def test_details_are_in_words_and_in_the_query_string():
    query = "q=听证&kind=railway&field=title&date_from=2021年7月&date_to=2021&dated=reported"
    selection = select(QueryDict(query)).selection
    assert selection.query_string() == (
        "?q=%E5%90%AC%E8%AF%81&kind=railway&field=title&date_from=2021-07&date_to=2021&dated=reported"
    )
    assert in_words(selection) == "“听证” · 铁路运输检察院 · 限于标题 · 2021-07 至 2021 报道"


def test_a_wrong_detail_is_dropped_and_one_without_its_partner_says_nothing():
    asked = select(QueryDict("date_from=gestern&field=nose&dated=issued"))
    assert [dropped.name for dropped in asked.dropped] == ["field", "date_from"]
    assert asked.selection.query_string() == ""


def test_the_form_is_filled_in_and_leads_to_the_list(client):
    page = client.get("/search/?q=听证&field=title&level=grassroots").content.decode()
    assert '<form class="search-fields" action="/cases/" method="get">' in page
    assert 'value="听证"' in page
    assert '<option value="title" selected>' in page
    assert 'value="grassroots" checked>' in page
    assert client.get("/en/search/").status_code == 200


class Form(HTMLParser):
    """What the form of the advanced search sends as it stands, without empty fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self.select = ""
        self.feed(page[page.index('<form class="search-fields"') :].partition("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        name, value = attributes.get("name") or "", attributes.get("value") or ""
        is_sent = attributes.get("type") != "checkbox" or "checked" in attributes
        if tag == "select":
            self.select = name
        elif tag == "option" and "selected" in attributes:
            self.pairs.append((self.select, value))
        elif tag == "input" and value and is_sent:
            self.pairs.append((name, value))


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "query",
    [
        "city=440100&city=320500&keyword=听证&keyword=公开听证&issuer=甲&issuer=乙",
        "province=beijing&province=none&kind=railway&kind=other&level=supreme&level=grassroots",
        "q=听证&theme=supervisory&theme=political&match=all&sort=oldest&field=title",
        "year=2021&year=2019&batch=old-1&batch=spp-reform-2&date_from=2019&dated=issued",
        "reference=old-1-01&reference=spp-reform-2-01&sort=chosen",
        "q=听证&reference=old-1-01&picking=1",
    ],
)
def test_the_form_loses_nothing_of_a_selection(client, query, language):
    page = client.get(f"{language}/search/?{query}").content.decode()
    again = select(QueryDict(urlencode(Form(page).pairs)))
    assert again == select(QueryDict(query))
    assert again.dropped == ()


def test_the_form_leaves_the_order_to_the_search(client):
    assert "sort" not in dict(Form(client.get("/search/").content.decode()).pairs)


def test_the_list_leads_to_the_form_with_all_that_is_chosen(client):
    page = client.get("/cases/?kind=railway&kind=other").content.decode()
    assert page.count('href="/search/?kind=railway&amp;kind=other"') == 2
