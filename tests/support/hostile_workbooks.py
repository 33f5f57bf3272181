"""Workbooks that are small as files and large, or endless, for a careless reader."""

import io
import random
import zipfile
from collections.abc import Callable

from tests.support.uploads import workbook

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STRINGS_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
GOOD = workbook(["批次", "标题", "单位"], ["spp-reform-2", "甲", "江苏检察机关"])

Change = Callable[[bytes], bytes]


def changed(changes: dict[str, Change]) -> bytes:
    """A good workbook with some parts changed or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good, zipfile.ZipFile(file, "w", 8) as packed:
        parts = {name: good.read(name) for name in good.namelist()}
        for name in {**parts, **changes}:
            content = parts.get(name, b"")
            packed.writestr(name, changes[name](content) if name in changes else content)
    return file.getvalue()


def with_rows(rows: bytes, strings: bytes = b"") -> bytes:
    """With more rows at the end of its sheet, and a table of shared strings."""
    end = b"</sheetData>"
    return changed(
        {
            SHEET: lambda sheet: sheet.replace(end, rows + end),
            STRINGS: lambda _none: b"<sst " + NAMESPACE + b">" + strings + b"</sst>",
            "[Content_Types].xml": lambda types: types.replace(b"</Types>", STRINGS_TYPE),
        }
    )


def numbers(count: int) -> list[int]:
    """Numbers that do not pack well: a high ratio alone would give the file away."""
    chance = random.Random(2021)
    return [chance.getrandbits(60) for _ in range(count)]


def strings(count: int) -> bytes:
    return with_rows(b"", b"".join(b"<si><t>%d</t></si>" % number for number in numbers(count)))


def runs(count: int) -> bytes:
    """One string of many runs, each with a font of its own."""
    runs = b"".join(b"<r><rPr/><t>%d</t></r>" % number for number in numbers(count))
    return with_rows(b"", b"<si>" + runs + b"</si>")


def styles(count: int) -> bytes:
    """Many cell formats."""
    formats = b"".join(
        b'<xf numFmtId="0" fontId="0" fillId="%d"/>' % (number % 10**9) for number in numbers(count)
    )
    end = b"</cellXfs>"
    return changed({"xl/styles.xml": lambda sheet: sheet.replace(end, formats + end)})


def links(count: int) -> bytes:
    """Many links behind the rows."""
    many = b"".join(b'<hyperlink ref="A%d"/>' % number for number in numbers(count))
    end = b"</worksheet>"
    all_links = b"<hyperlinks>" + many + b"</hyperlinks>" + end
    return changed({SHEET: lambda sheet: sheet.replace(end, all_links)})


def shared_formula(length: int, cells: int) -> bytes:
    """A long formula, to be translated anew into each of many cells."""
    first = b'<row r="9"><c r="A9"><f t="shared" si="0">' + b"A1+" * length + b"1</f></c></row>"
    others = b"".join(
        b'<row r="%d"><c r="A%d"><f t="shared" si="0"/></c></row>' % (line, line)
        for line in range(10, 10 + cells)
    )
    return with_rows(first + others)
