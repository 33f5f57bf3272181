"""Small workbooks that would take a careless reader for ever, or all its memory."""

import pytest
from django.core.exceptions import ValidationError

from reforms.importing.starting import blocks
from reforms.models import BatchImport, ImportRow
from tests.support import cast
from tests.support import hostile_workbooks as hostile
from tests.support.uploads import rows_of, statuses, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]

CELL = b'<c t="inlineStr"><is><t>x</t></is></c>'
ROW_4_BILLION = b'<row r="4000000000000">' + CELL + b"</row>"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (ROW_4_BILLION, "行号 4000000000000 不对"),
        (b'<row r="1048577">' + CELL + b"</row>", "行号 1048577 不对"),
        (b'<row r="9"/><row r="5">' + CELL + b"</row>", "行号 5 不对"),
        (b'<row r="-1">' + CELL + b"</row>", "行号 -1 不对"),
        (b'<row r="' + b"9" * 5000 + b'"/>', "文件可能已损坏"),
        (b'<row r="9"><c r="XFD9"><v>1</v></c></row>', "第 9 行超过 200 格"),
        (b'<row r="9"><c r="AAAA9"><v>1</v></c></row>', "文件可能已损坏"),
    ],
    ids=range(7),
)
def test_it_refuses_rows_and_cells_where_no_sheet_has_any(rows, words):
    with pytest.raises(ValidationError, match=words):
        upload(hostile.with_rows(rows))
    assert not BatchImport.objects.exists()


@pytest.mark.slow
def test_it_counts_empty_rows():
    lines = b"".join(b'<row ht="%d"/>' % number for number in hostile.numbers(1_048_577))
    with pytest.raises(ValidationError, match="连同空行超过 1048576 行"):
        upload(hostile.with_rows(lines))


@pytest.mark.slow
def test_it_counts_empty_lines_of_a_csv_file_and_of_json_lines():
    for head in ("批次,标题,单位\nb,甲,乙\n", '{"title": "甲"}\n'):
        with pytest.raises(ValidationError, match="连同空行超过 1048576 行"):
            upload(head + "\n" * 1_100_000)


@pytest.mark.slow
@pytest.mark.parametrize(
    "make",
    [
        lambda: hostile.strings(1_000_001),
        lambda: hostile.runs(700_000),
        lambda: hostile.styles(70_001),
    ],
    ids=["strings", "runs of one string", "styles"],
)
def test_it_refuses_more_strings_and_styles_than_a_table_has(make):
    with pytest.raises(ValidationError, match="解开后大得不正常"):
        upload(make())


def test_it_reads_shared_strings_with_runs_and_without_phonetic_ones():
    cast.batch()
    rows = b'<row r="5"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>'
    strings = (
        "<si><t>spp-reform-2</t></si><si><r><t>建立</t></r><r><t>机制</t></r>"
        "<rPh sb='0' eb='1'><t>jian li</t></rPh></si><si><t>江苏检察机关</t></si>"
    ).encode()
    batch_import = upload(hostile.with_rows(rows, strings))
    assert [row.line for row in rows_of(batch_import)] == [2, 5]
    assert rows_of(batch_import)[1].cells["title"] == "建立机制"


def test_it_refuses_a_cell_longer_than_any_text():
    rows = b'<row r="5"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>'
    strings = f"<si><t>spp-reform-2</t></si><si><t>{'零' * 1_000_001}</t></si>".encode()
    with pytest.raises(ValidationError, match="第 5 行有一格太长：1000001 字，上限是 1000000 字"):
        upload(hostile.with_rows(rows, strings))
    assert not BatchImport.objects.exists()


@pytest.mark.parametrize("head", ["批次,标题,单位\nb,乙,{}\n", '{{"title": "{}"}}\n'])
def test_it_refuses_a_long_cell_of_a_text_table(head):
    with pytest.raises(ValidationError, match="行有一格太长：1000001 字"):
        upload(head.format("零" * 1_000_001))


def test_it_adds_up_the_text_of_all_rows(settings):
    settings.IMPORT_MAX_UNPACKED = 1_000_000
    row = b'<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>'
    rows = b"".join(row.replace(b"<row>", b'<row r="%d">' % n) for n in range(5, 20))
    strings = f"<si><t>spp-reform-2</t></si><si><t>{'零' * 100_000}</t></si>".encode()
    with pytest.raises(ValidationError, match="到第 14 行，文字的总量超过上限"):
        upload(hostile.with_rows(rows, strings))


def test_a_block_of_rows_ends_with_ten_million_characters():
    rows = [ImportRow(line=n, cells={"text": "零" * 1_000_000}) for n in range(25)]
    assert [len(block) for block in blocks(rows)] == [11, 11, 3]


@pytest.mark.slow
def test_a_sheet_may_have_a_million_links_and_a_long_formula_in_each_row():
    cast.batch()
    assert statuses(upload(hostile.links(100_000))) == ["new"]
    faults = rows_of(upload(hostile.shared_formula(20_000, 1000)))[-1].faults
    assert "这一格是公式" in str(faults)
