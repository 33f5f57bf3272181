"""CSV files as the tools of researchers read them."""

import csv
import io

import duckdb
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reforms import exports
from reforms.columns import COLUMNS
from reforms.exports import Export
from reforms.models import Case
from reforms.storage.databases import key_array
from reforms.tables.text_tables import unguarded
from tests.exports.written_files import HARD, REFERENCES, made, rows_of
from tests.support import cast

pytestmark = pytest.mark.slow


def test_a_small_file_looks_like_this(db):
    cast.case(1, title='他说"好"，走了')
    cast.case(2, bodies=(cast.CHONGQING, cast.SICHUAN))
    chosen = [column for column in COLUMNS if column.name in ("reference", "title", "provinces")]
    assert made("csv", columns=chosen).decode() == (
        "reference,title,provinces\r\n"
        'spp-reform-2-01,"他说""好""，走了",jiangsu\r\n'
        "spp-reform-2-02,第2件案例的标题,chongqing;sichuan\r\n"
    )


def test_the_long_shape_has_a_row_for_each_body(three):
    rows = rows_of(made("csv", long=True))
    assert [(row["reference"], row["bodies"], row["province_codes"]) for row in rows] == [
        ("joint-1-03", "江苏检察机关", "320000"),
        ("spp-reform-2-01", "江苏检察机关", "320000"),
        ("spp-reform-2-02", "重庆市检察院", "500000"),
        ("spp-reform-2-02", "成都市武侯区检察院", "510000"),
    ]


def test_the_long_shape_knows_its_number_of_rows(three):
    export = Export(key_array(Case.objects.published()), long=True)
    assert (export.total, export.rows) == (3, 4)


def test_an_empty_cell_alone_on_its_line_is_still_a_row(three):
    [column] = [column for column in COLUMNS if column.name == "title_en"]
    assert made("csv", columns=(column,)) == b'title_en\r\n""\r\n""\r\n""\r\n'


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1))
def test_any_text_comes_back_from_csv_unchanged(rows):
    rows = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in rows]
    text = exports.csv_lines(list(zip(*rows, strict=True)), str).decode()
    assert list(csv.reader(io.StringIO(text, newline=""))) == rows


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_it_writes_what_the_csv_module_writes(cells):
    text = io.StringIO()
    csv.writer(text).writerows([[cell, "x"] for cell in cells])
    assert exports.csv_lines([cells, ["x"] * len(cells)], str).decode() == text.getvalue()


def test_the_csv_module_pandas_and_duckdb_read_the_same(three, tmp_path):
    path = tmp_path / "cases.csv"
    path.write_bytes(made("csv"))
    read = rows_of(path.read_bytes())
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    with duckdb.connect() as database:
        query = "SELECT * FROM read_csv(?, all_varchar=true, max_line_size=1000000)"
        table = database.execute(query, [str(path)])
        names = [column[0] for column in table.description]
        lines = [dict(zip(names, [v or "" for v in row], strict=True)) for row in table.fetchall()]
    assert [row["reference"] for row in read] == REFERENCES
    assert read[1]["title"] == HARD
    assert len(read[0]["summary"]) == 100_000
    assert frame.to_dict("records") == read
    assert lines == read


def test_the_excel_form_holds_the_same_cells_behind_its_guard(three):
    guarded = rows_of(made("csv", excel=True).removeprefix(exports.BOM.encode()))
    plain = rows_of(made("csv"))
    assert [{name: unguarded(cell) for name, cell in row.items()} for row in guarded] == plain
    assert guarded[1]["title"] == HARD
