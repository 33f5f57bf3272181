"""The tables count what the list shows; a joint case counts once in every total."""

import pytest
from django.http import QueryDict

from reforms import statistics
from reforms.models import Revision
from reforms.selection import facets, select, total
from reforms.statistics import cross_tables
from reforms.vocabulary import Province
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


def numbers(cross_table: cross_tables.Table) -> dict[str, list[int]]:
    """Rows with a case: numbers of the columns, then the total."""
    rows = {
        row.value: [entry.count for entry in (*row.entries, row.total)]
        for row in cross_table.rows
        if row.total.count
    }
    return rows | {"total": [entry.count for entry in (*cross_table.totals, cross_table.total)]}


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
    cross_table = table("year-level")
    assert [value for value, _label in cross_table.headings] == [
        "supreme",
        "provincial",
        "municipal",
        "grassroots",
    ]
    assert numbers(cross_table) == {
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
    cross_table = table(name, query)
    entries = [entry for row in cross_table.rows for entry in (*row.entries, row.total)]
    for entry in (*entries, *cross_table.totals, cross_table.total):
        if entry.linked:
            linked, dropped = select(QueryDict(entry.query_string[1:]))
            assert not dropped
            assert total(linked, Revision.current()) == entry.count


def test_totals_are_the_counts_of_the_facets():
    total, facet_list = facets(select(QueryDict("")).selection, Revision.current())
    counts = {facet.name: {o.value: o.count for o in facet.options} for facet in facet_list}
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


def shown(name: str, query: str = "") -> cross_tables.Table:
    """A table as a page shows it."""
    return statistics.shown_table(select(QueryDict(query)).selection, name, Revision.current())


def test_a_page_leaves_out_rows_without_a_case():
    assert [row.label for row in shown("province-theme").rows] == ["江苏", "广东", "重庆", "四川"]
    assert len(table("province-theme").rows) == 35


def test_a_page_has_the_newest_columns_and_says_how_many_there_are(monkeypatch):
    monkeypatch.setattr(cross_tables, "SHOWN_COLUMNS", 1)
    cross_table = shown("theme-year", "level=provincial")
    assert [heading.value for heading in cross_table.headings] == ["2021"]
    assert (cross_table.column_count, cross_table.total.count) == (2, 3)


def test_years_run_forward_in_columns_and_batches_backward_in_rows():
    assert [heading.value for heading in shown("theme-year").headings] == ["2019", "2021"]
    assert [row.value for row in shown("batch").rows] == ["spp-reform-2", "old-1"]
    assert [row.percent for row in shown("batch").rows] == [100, 33]


def test_a_number_has_no_link_where_that_would_be_too_long():
    provinces = "&".join(f"province={value}" for value in Province.values)
    cross_table = shown("theme-level", provinces)
    assert cross_table.total.count == 4
    assert not any(entry.linked for row in cross_table.rows for entry in row.cells)


def test_credits_take_one_query_beside_the_sets(django_assert_num_queries):
    selection, revision = select(QueryDict("")).selection, Revision.current()
    with django_assert_num_queries(1):
        statistics.credits_of(selection, revision)


def test_bodies_are_counted_beside_cases():
    everything = statistics.credits_of(select(QueryDict("")).selection, Revision.current())
    assert (everything.bodies, everything.times) == (4, 5)
    assert everything.by_province == {"chongqing": 1, "sichuan": 1, "jiangsu": 2, "guangdong": 1}
    in_sichuan = select(QueryDict("province=sichuan")).selection
    assert statistics.credits_of(in_sichuan, Revision.current()).times == 2


def test_an_empty_selection_has_empty_tables():
    cross_table = table("province-theme", "q=没有这样的文字")
    assert cross_table.total.count == 0
    assert shown("province-theme", "q=没有这样的文字").rows == ()


def test_every_table_has_a_page_and_a_file(client):
    for name in statistics.TABLES:
        for address in (f"/statistics/{name}/", f"/en/statistics/{name}/?theme=political"):
            assert client.get(address).status_code == 200
        assert client.get(f"/statistics/{name}.csv").status_code == 200
    assert client.get("/statistics/none/").status_code == 404


def test_a_page_shows_the_newest_of_many_batches_and_a_file_has_all(client):
    for number in range(60):
        cast.case(1, of=cast.batch(f"many-{number:02d}", title=f"第{number}号"))
    page = client.get("/statistics/").content.decode()
    assert "这里列出前 25 行，CSV 里有全部 62 行。" in page
    page = client.get("/statistics/batch/").content.decode().partition('id="batch"')[2]
    assert "这里列出前 50 行，CSV 里有全部 62 行。" in page
    assert "<span>第59号</span>" in page
    assert "<span>第9号</span>" not in page
    lines = client.get("/statistics/batch.csv").content.decode().splitlines()
    assert len(lines) == 1 + 62 + 1
    assert lines[1] == "spp-reform-2,第二批典型案例,3"
    assert lines[62:] == ["old-1,第二批典型案例,1", "total,,64"]
