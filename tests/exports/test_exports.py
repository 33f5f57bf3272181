"""Every format holds the same cases, whole, as the tools of researchers read them."""

import csv
import gzip
import io
import json

import bibtexparser
import duckdb
import feedparser
import openpyxl
import pandas
import pytest
import rispy
from django.core.management import call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from reforms import exports, history
from reforms.columns import BODY, COLUMNS, values
from reforms.columns.column import raw
from reforms.exports import FORMATS, Export, Refused, blocks, csv_files, workbooks
from reforms.exports.csv_files import unguard
from reforms.history import stored_lines
from reforms.models import Batch, Case, CreditedBody, CsvLine, JsonLine, Revision
from reforms.storage.databases import key_array
from tests.support import cast

pytestmark = pytest.mark.slow

# Text that breaks careless writers: quotes, commas, every line end, emoji, right-to-left marks.
HARD = '“引号”"双引号",逗号;\n第二行\r\n第三行\r回车\t制表🙂\U0002a6a5\u202eשלום\u200f=1+1'


def made(suffix: str, **options) -> bytes:
    cases = Case.objects.published().order_by("-date", "reference_key")
    return b"".join(
        FORMATS[suffix].write(Export(key_array(cases), revision=Revision.current(), **options))
    )


def rows_of(text: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


@pytest.fixture
def three(db):
    cast.case(1, themes=("political", "supervisory"), keywords="量化;评估", title=HARD, body="全文")
    cast.case(2, bodies=(cast.CHONGQING, cast.SICHUAN), title_by="catalogue")
    cast.case(
        3, of=cast.batch("joint-1", released_on="2023", issuers="甲、乙"), summary="长" * 100_000
    )
    cast.draft(4)


REFERENCES = ["joint-1-03", "spp-reform-2-01", "spp-reform-2-02"]

# ---------------------------------------------------------------- blocks


def test_it_makes_the_same_values_as_a_case_in_memory(three):
    columns = (*COLUMNS, BODY)
    cases = Case.objects.published().order_by("reference_key")
    export = Export(key_array(cases), columns=columns)
    found = [record for block in blocks.records(export) for record in block]
    assert found == [values(case, columns) for case in cases.with_relations()]


def test_it_takes_blocks_of_any_size(three, monkeypatch):
    whole = made("csv")
    monkeypatch.setattr(blocks, "BLOCK", 1)
    assert made("csv") == whole


def test_it_needs_one_query_for_the_cases_and_one_for_the_themes(three, django_assert_num_queries):
    export = Export(key_array(Case.objects.published().order_by("reference_key")), excel=True)
    with django_assert_num_queries(2):
        list(FORMATS["csv"].write(export))


def test_themes_keep_their_present_order(db):
    cast.case(themes=("political", "supervisory"))
    theme = cast.theme("supervisory")
    theme.position = 0
    cast.history.save_theme(theme)
    [row] = rows_of(made("csv"))
    assert (row["themes"], row["theme_names"]) == ("supervisory;political", "监管责任;政治责任")


# ---------------------------------------------------------------- stored lines

LINED = ("csv", "jsonl")


def made_anew(suffix: str) -> bytes:
    """The file without any stored line."""
    with transaction.atomic():
        CsvLine.objects.all().delete()
        JsonLine.objects.all().delete()
        text = made(suffix)
        transaction.set_rollback(True)
    return text


@pytest.mark.parametrize("suffix", LINED)
def test_a_stored_file_needs_one_query(three, suffix, django_assert_num_queries):
    export = Export(key_array(Case.objects.published()))
    with django_assert_num_queries(1):
        list(FORMATS[suffix].write(export))


@pytest.mark.parametrize("suffix", LINED)
def test_stored_lines_are_what_would_be_made(three, suffix):
    assert made(suffix) == made_anew(suffix)


SPELLED = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t,;\"'="))


@given(title=SPELLED, summary=SPELLED, keywords=SPELLED, number=st.integers(1, 32_767))
def test_lines_of_any_text_are_what_would_be_made(title, summary, keywords, number):
    case = Case(
        batch=Batch(slug="a", title=title, issuers=keywords),
        number=number,
        title=title,
        summary=summary,
        keywords=keywords,
    )
    bodies = [CreditedBody(name=name) for name in (title, summary)]
    related = {"bodies": bodies, "themes": []}
    state = values(case, related=related)
    block = [[column.cell(*(raw(case, p, related) for p in column.sources))] for column in COLUMNS]
    assert stored_lines.csv_line(state).encode() == exports.csv_lines(block, str)
    assert json.loads(stored_lines.json_line(state)) == state


@pytest.mark.parametrize("suffix", LINED)
def test_a_case_without_a_line_is_in_the_file(three, suffix):
    whole = made(suffix)
    CsvLine.objects.filter(case__reference="spp-reform-2-01").delete()
    JsonLine.objects.filter(case__reference="spp-reform-2-01").delete()
    assert made(suffix) == whole


@pytest.mark.parametrize("suffix", LINED)
def test_lines_for_another_address_of_the_site_are_not_used(three, suffix, settings):
    settings.SITE_URL = "https://other.test"
    assert b"http://casebook.test" not in made(suffix)
    assert made(suffix).count(b"https://other.test/cases/") == 3


def test_a_renamed_theme_has_its_new_name_in_the_file(three):
    theme = cast.theme("political")
    theme.name = "政治"
    history.save_theme(theme)
    assert "政治;监管责任" in made("csv").decode()


def test_reindex_stores_the_lines_anew(three):
    CsvLine.objects.update(text="old\r\n")
    JsonLine.objects.all().delete()
    call_command("reindex", verbosity=0)
    assert CsvLine.objects.count() == JsonLine.objects.count() == 3
    assert made("csv") == made_anew("csv")


# ---------------------------------------------------------------- CSV


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
    assert [{name: unguard(cell) for name, cell in row.items()} for row in guarded] == plain
    assert guarded[1]["title"] == HARD


# ---------------------------------------------------------------- JSON Lines


def test_json_lines_keep_lists_numbers_and_nothing(three):
    lines = made("jsonl").decode().splitlines()
    joint, hard, _second = map(json.loads, lines)
    assert (joint["issuers"], joint["year"], joint["themes"]) == (["甲", "乙"], 2023, [])
    assert (hard["title"], hard["keywords"]) == (HARD, ["量化", "评估"])


# ---------------------------------------------------------------- XLSX


def sheet(content: bytes) -> list[list]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book.worksheets[0]]


def test_a_workbook_has_typed_cells(db):
    case = cast.case(1, title="=SUM(A1)")
    heading, row = sheet(made("xlsx"))
    cells = dict(zip(heading, row, strict=True))
    assert (cells["title"], cells["case_no"], cells["year"]) == ("=SUM(A1)", 1, 2021)
    assert cells["date"] == "2021-07-29"
    assert cells["updated_at"].isoformat() == values(case)["updated_at"][:19]


def test_a_workbook_has_the_same_cases_in_the_same_order(three):
    case = Case.objects.get(reference="joint-1-03")
    case.summary = "短"
    cast.history.save_case(case)
    heading, *rows = sheet(made("xlsx", long=True))
    place = heading.index("reference")
    assert [row[place] for row in rows] == [*REFERENCES, "spp-reform-2-02"]


def test_a_workbook_keeps_its_heading_in_sight_and_can_be_filtered(db):
    cast.case()
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", words="全部")))
    cases, codebook = book.worksheets
    assert (cases.freeze_panes, cases.auto_filter.ref) == ("A2", "A1:AG2")
    assert cases.column_dimensions["A"].width > 20
    facts = {row[0].value: row[1].value for row in codebook.iter_rows(max_row=7)}
    assert (facts["selection"], facts["revision"], facts["rows"]) == ("全部", "1", "1")


def test_a_cell_that_excel_cannot_hold_is_refused_by_name(three):
    with pytest.raises(Refused, match=r"joint-1-03 的 summary 超过 .* 32767"):
        made("xlsx")


@pytest.mark.parametrize(("text", "held"), [("长" * 32_767, True), ("🙂" * 16_384, False)])
def test_excel_counts_an_emoji_twice(db, text, held):
    cast.case(summary=text)
    if held:
        assert made("xlsx")
        return
    with pytest.raises(Refused):
        made("xlsx")


def test_a_workbook_over_the_cap_is_refused_with_what_to_do_instead(three, monkeypatch):
    monkeypatch.setattr(workbooks, "XLSX_ROWS", 2)
    with pytest.raises(Refused, match="最多 2 行，这里有 3 行。请缩小筛选范围，或下载 CSV"):
        made("xlsx")


# ---------------------------------------------------------------- citations and feed


def test_bibtex_is_read_by_a_parser(three):
    entries = bibtexparser.parse_string(made("bib").decode()).entries
    assert [entry.key for entry in entries] == REFERENCES
    assert entries[2].fields_dict["title"].value == "{[第2件案例的标题]}"


def test_ris_is_read_by_a_parser(three):
    entries = rispy.loads(made("ris").decode())
    assert [entry["id"] for entry in entries] == REFERENCES
    assert entries[0]["authors"] == ["甲", "乙"]
    assert entries[1]["title"].startswith("“引号”")


def test_csl_json_is_one_array(three):
    items = json.loads(made("csl.json"))
    assert [item["id"] for item in items] == REFERENCES


def test_an_empty_selection_is_valid_in_every_format(db):
    assert json.loads(made("csl.json")) == []
    assert made("jsonl") == made("bib") == made("ris") == b""
    assert feedparser.parse(made("atom", address="http://casebook.test/cases.atom")).entries == []
    assert len(sheet(made("xlsx"))) == 1


def test_the_feed_is_read_by_a_parser(three):
    feed = feedparser.parse(made("atom", address="http://casebook.test/cases.atom"))
    assert not feed.bozo
    assert feed.feed.id == "http://casebook.test/cases.atom"
    assert [entry.id for entry in feed.entries] == [
        f"http://casebook.test/cases/{reference}/" for reference in REFERENCES
    ]
    assert feed.entries[2].title == "[第2件案例的标题]"
    assert feed.entries[0].author == "甲、乙"


def test_the_feed_names_the_page_of_its_list(three):
    address = "http://casebook.test/en/cases.atom?theme=political"
    links = feedparser.parse(made("atom", address=address)).feed.links
    assert [(link.rel, link.href) for link in links] == [
        ("alternate", "http://casebook.test/en/cases/?theme=political"),
        ("self", address),
    ]


def test_the_feed_is_as_new_as_its_newest_entry(three):
    cast.case(5)
    old = Case.objects.published().exclude(number=5).order_by("reference_key")
    [feed] = FORMATS["atom"].write(Export(key_array(old), revision=Revision.current()))
    found = feedparser.parse(feed)
    assert found.feed.updated == max(entry.updated for entry in found.entries)
    assert found.feed.updated == old.get(number=3).updated_at.isoformat()


def test_the_feed_stays_xml_whatever_was_searched_for(three):
    feed = feedparser.parse(made("atom", address="http://casebook.test/", words="“\x11<b>”"))
    assert not feed.bozo
    assert feed.feed.title == "检察改革典型案例库 · “\ufffd<b>”"


def test_the_feed_ends_after_fifty(db):
    for number in range(1, 53):
        cast.case(number)
    assert len(feedparser.parse(made("atom", address="http://casebook.test/")).entries) == 50


# ---------------------------------------------------------------- whole or broken


def test_gzip_is_the_same_file_and_the_same_bytes_again(three):
    packed = b"".join(exports.compressed(iter([made("csv")])))
    assert gzip.decompress(packed) == made("csv")
    assert packed == b"".join(exports.compressed(iter([made("csv")])))


def test_an_error_on_the_way_breaks_the_file_off(three, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 1)
    export = Export(key_array(Case.objects.published().order_by("reference_key")), excel=True)
    stream = FORMATS["csv"].write(export)
    found = [next(stream), next(stream)]
    monkeypatch.setattr(csv_files, "csv_column", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        found.extend(stream)
    assert len(found) == 2


def test_a_withdrawn_case_has_no_stored_line(db):
    case = cast.case()
    assert CsvLine.objects.count() == 1
    history.withdraw([case], "catalogue")
    assert not CsvLine.objects.exists()
