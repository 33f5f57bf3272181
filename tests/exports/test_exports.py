"""Every format holds the same cases, whole, as the tools of researchers read them."""

import gzip
import json

import pytest

from reforms import exports, history
from reforms.columns import BODY, COLUMNS, values
from reforms.exports import FORMATS, Export, blocks, csv_files, made_cells, stored_files
from reforms.models import Case, CsvLine, JsonLine
from reforms.storage.databases import key_array
from tests.exports.written_files import HARD, made, rows_of
from tests.support import cast

pytestmark = pytest.mark.slow


def test_it_makes_the_same_values_as_a_case_in_memory(three):
    columns = (*COLUMNS, BODY)
    cases = Case.objects.published().order_by("reference_key")
    export = Export(key_array(cases), columns=columns)
    expected = [values(case, columns) for case in cases.with_relations()]
    assert [record for block in blocks.records(export) for record in block] == expected
    JsonLine.objects.all().delete()
    assert [record for block in blocks.records(export) for record in block] == expected


def test_stored_and_made_cells_are_the_same(three):
    columns = (*COLUMNS, BODY)
    export = Export(key_array(Case.objects.published().order_by("reference_key")), columns=columns)
    [stored], [made_anew] = blocks.column_blocks(export), blocks.made_blocks(export)
    assert list(map(list, stored)) == list(map(list, made_anew))


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize(
    "options",
    [
        {"long": True},
        {"long": True, "columns": (*COLUMNS, BODY)},
        {"columns": (*COLUMNS[:3], *COLUMNS[-6:], BODY)},
    ],
)
def test_files_from_stored_lines_are_those_from_the_tables(three, suffix, options):
    case = Case.objects.get(reference="joint-1-03")
    case.summary = "短"  # fits a cell of a workbook
    history.save_case(case)
    stored = made(suffix, **options)
    JsonLine.objects.all().delete()
    CsvLine.objects.all().delete()
    assert made(suffix, **options) == stored


def test_a_body_with_a_separator_in_its_name_keeps_its_row(db):
    case = cast.draft(1, bodies=(cast.CHONGQING, cast.SICHUAN))
    bodies = list(case.bodies.all())
    bodies[0].name = "甲;乙"  # as it was stored before names were checked
    history.save_cases([history.prepare(case, [], bodies)])
    history.publish([case])
    rows = rows_of(made("csv", long=True))
    assert [row["bodies"] for row in rows] == ["甲;乙", bodies[1].name]
    lines = [json.loads(line)["bodies"] for line in made("jsonl", long=True).splitlines()]
    assert lines == [["甲", "乙"], [bodies[1].name]]


@pytest.mark.parametrize("options", [{}, {"excel": True}, {"long": True}])
def test_it_takes_blocks_of_any_size(three, monkeypatch, options):
    whole = made("csv", **options)
    for module in (made_cells, stored_files):
        monkeypatch.setattr(module, "BLOCK", 1)
    monkeypatch.setattr(blocks, "BLOCK_OF_LINES", 1)
    assert made("csv", **options) == whole


@pytest.mark.parametrize("long", [False, True])
def test_it_needs_one_query_for_lines(three, django_assert_num_queries, long):
    keys = key_array(Case.objects.published().order_by("reference_key"))
    with django_assert_num_queries(1):
        list(FORMATS["csv"].write(Export(keys, excel=True, long=long)))


def test_themes_keep_their_present_order(db):
    cast.case(themes=("political", "supervisory"))
    theme = cast.theme("supervisory")
    theme.position = 0
    cast.history.save_theme(theme)
    [row] = rows_of(made("csv"))
    assert (row["themes"], row["theme_names"]) == ("supervisory;political", "监管责任;政治责任")


def test_json_lines_keep_lists_numbers_and_nothing(three):
    lines = made("jsonl").decode().splitlines()
    joint, hard, _second = map(json.loads, lines)
    assert (joint["issuers"], joint["year"], joint["themes"]) == (["甲", "乙"], 2023, [])
    assert (hard["title"], hard["keywords"]) == (HARD, ["量化", "评估"])


def test_gzip_is_the_same_file_and_the_same_bytes_again(three):
    packed = b"".join(exports.compressed(iter([made("csv")])))
    assert gzip.decompress(packed) == made("csv")
    assert packed == b"".join(exports.compressed(iter([made("csv")])))


def test_an_error_on_the_way_breaks_the_file_off(three, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK_OF_LINES", 1)
    export = Export(key_array(Case.objects.published().order_by("reference_key")), excel=True)
    stream = FORMATS["csv"].write(export)
    blocks_read = [next(stream), next(stream)]
    monkeypatch.setattr(csv_files, "csv_column", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        blocks_read.extend(stream)
    assert len(blocks_read) == 2
