"""The tables count what the list shows; a joint case counts once in every total."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from reforms import statistics
from reforms.models import Revision
from reforms.selection import facets, select, total
from reforms.statistics import charts, cross_tables
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def cases():
    cast.case(1, themes=("political", "supervisory"), bodies=(cast.CHONGQING, cast.SICHUAN))
    cast.case(2, themes=("political",), bodies=(cast.JIANGSU,))
    cast.case(3, bodies=(cast.NANSHA,))
    cast.case(1, of=cast.batch("old-1", reported_on="2019"), themes=("supervisory",))
    cast.draft(9, themes=("political",))


def table(name: str, query: str = "") -> cross_tables.Table:
    return statistics.table(select(QueryDict(query)).selection, name, Revision.current())


def numbers(found: cross_tables.Table) -> dict[str, list[int]]:
    """Rows with a case: numbers of the columns, then the total."""
    rows = {
        row.value: [entry.count for entry in (*row.entries, row.total)]
        for row in found.rows
        if row.total.count
    }
    return rows | {"total": [entry.count for entry in (*found.totals, found.total)]}


def test_provinces_by_themes():
    assert numbers(table("province-theme")) == {
        "jiangsu": [1, 1, 2],
        "guangdong": [0, 0, 1],
        "chongqing": [1, 1, 1],
        "sichuan": [1, 1, 1],
        "total": [2, 2, 4],
    }


def test_levels_by_themes():
    assert numbers(table("level-theme")) == {
        "provincial": [2, 2, 3],
        "grassroots": [1, 1, 2],
        "total": [2, 2, 4],
    }


def test_years_by_levels():
    found = table("year-level")
    assert [value for value, _label in found.headings] == [
        "supreme",
        "provincial",
        "municipal",
        "grassroots",
    ]
    assert numbers(found) == {
        "2021": [0, 2, 0, 2, 3],
        "2019": [0, 1, 0, 0, 1],
        "total": [0, 3, 0, 2, 4],
    }


def test_years_and_batches():
    assert numbers(table("year")) == {"2021": [3], "2019": [1], "total": [4]}
    assert numbers(table("batch")) == {"old-1": [1], "spp-reform-2": [3], "total": [4]}


def test_a_selection_narrows_every_table():
    assert numbers(table("province-theme", "province=sichuan&level=grassroots")) == {
        "sichuan": [1, 1, 1],
        "total": [1, 1, 1],
    }
    assert numbers(table("level-theme", "province=sichuan")) == {
        "grassroots": [1, 1, 1],
        "total": [1, 1, 1],
    }
    assert numbers(table("batch", "theme=supervisory")) == {
        "old-1": [1],
        "spp-reform-2": [1],
        "total": [2],
    }


@pytest.mark.parametrize("name", statistics.TABLES)
@pytest.mark.parametrize(
    "query",
    [
        "",
        "theme=political",
        "theme=political&theme=supervisory",
        "theme=political&theme=supervisory&match=all",
        "theme=political&match=all",
        "province=sichuan&province=jiangsu&level=provincial",
        "year=2021&level=grassroots",
        "batch=spp-reform-2&theme=supervisory",
        "q=标题",
        "q=标题&match=all&theme=supervisory&sort=oldest",
    ],
)
def test_every_number_is_the_length_of_the_list_it_links_to(name, query):
    found = table(name, query)
    entries = [entry for row in found.rows for entry in (*row.entries, row.total)]
    for entry in (*entries, *found.totals, found.total):
        if entry.linked:
            linked, dropped = select(QueryDict(entry.query_string[1:]))
            assert not dropped
            assert total(linked, Revision.current()) == entry.count


def test_totals_are_the_counts_of_the_facets():
    total, found = facets(select(QueryDict("")).selection, Revision.current())
    counts = {facet.name: {o.value: o.count for o in facet.options} for facet in found}
    by_province, by_level = table("province-theme"), table("level-theme")
    assert {row.value: row.total.count for row in by_province.rows} == counts["province"]
    assert {row.value: row.total.count for row in by_level.rows} == counts["level"]
    themes = [value for value, _label in by_province.headings]
    assert [entry.count for entry in by_province.totals] == [counts["theme"][v] for v in themes]
    assert by_province.total.count == total == 4


def test_as_csv():
    [content] = statistics.as_csv(table("level-theme", "level=grassroots"))
    assert content.decode() == (
        "level,label,political 政治责任,supervisory 监管责任,total\r\n"
        "grassroots,基层院,1,1,2\r\n"
        "total,,1,1,2\r\n"
    )


def test_the_chart_has_a_shape_for_every_number_and_leaves_out_empty_rows():
    found = statistics.chart(table("province-theme"))
    assert [label for _y, label in found.rows] == ["江苏", "广东", "重庆", "四川"]
    assert len(found.shapes) == 8
    bars = statistics.chart(table("year"))
    assert [(shape.width, shape.entry.count) for shape in bars.shapes] == [(250, 3), (83, 1)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ["province-theme", "level-theme", "year-level"])
def test_no_heading_of_a_chart_reaches_into_the_next(name, language):
    with override(language):
        found = statistics.chart(table(name))
    places = sorted({x for x, _y, _line in found.columns})
    cell = places[1] - places[0]
    assert max(charts.text_width(line) for _x, _y, line in found.columns) < cell
    assert found.width == places[-1] + cell - 2
    assert found.shapes[0].y > max(y for _x, y, _line in found.columns)


@pytest.mark.parametrize("name", statistics.TABLES)
def test_a_chart_of_four_themes_fits_a_phone(name):
    """350 px are left of 390."""
    cast.case(4, themes=tuple(cast.THEMES), bodies=(cast.TIANSHUI,))
    assert len(table("level-theme").headings) == 4
    assert statistics.chart(table(name)).width <= 350


def test_a_label_breaks_between_words_and_han_characters():
    assert charts.in_lines("Case-handling responsibility", 100) == [
        "Case-handling",
        "responsibility",
    ]
    assert charts.in_lines("市级院（含分院）", 66) == ["市级院", "（含分院）"]


def test_a_long_label_is_cut():
    assert charts.cut("第二批", 100) == "第二批"
    assert charts.cut("第二批全国检察机关检察改革典型案例", 100) == "第二批全国检…"


def test_an_empty_selection_has_empty_tables():
    found = table("province-theme", "q=没有这样的文字")
    assert found.total.count == 0
    assert statistics.chart(found).shapes == []


@pytest.mark.parametrize(
    ("language", "query", "said"),
    [
        ("", "?year=2021", "共 3 件。全部数字见下面的表格。"),
        ("", "?theme=political&province=jiangsu", "共 1 件。最多的是江苏，1 件。全部数字"),
        ("", "", "共 4 件。最多的是江苏，2 件。全部数字见下面的表格。"),
        ("/en", "", "4 cases. Largest: Jiangsu, 2 cases. All numbers are in the table below."),
        ("/en", "?theme=political&province=jiangsu", "1 case. Largest: Jiangsu, 1 case. All"),
    ],
)
def test_a_chart_says_in_words_it_has_a_largest_only_where_one_is_alone(
    client, language, query, said
):
    page = client.get(f"{language}/statistics/{query}").content.decode()
    assert f'<desc id="province-theme-text">{said}' in page


def test_a_page_shows_the_first_of_many_batches_and_a_file_has_all(client):
    for number in range(60):
        cast.case(1, of=cast.batch(f"many-{number:02d}", title=f"第{number}号"))
    page = client.get("/statistics/").content.decode()
    shown = page.partition('id="batch"')[2]
    assert "这里列出前 50 行，CSV 里有全部 62 行。" in shown
    assert "共 64 件。最多的是第二批典型案例，3 件。" in shown  # which is not among the 50
    assert 'scope="row">第49号</th>' in shown
    assert 'scope="row">第50号</th>' not in shown
    lines = client.get("/statistics/batch.csv").content.decode().splitlines()
    assert len(lines) == 1 + 62 + 1
    assert lines[61] == "old-1,第二批典型案例,1"
    assert lines[62:] == ["spp-reform-2,第二批典型案例,3", "total,,64"]
