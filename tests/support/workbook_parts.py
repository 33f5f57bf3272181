"""Workbooks written part by part, as programs other than openpyxl write them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
HEADINGS = ("批次", "批次名称", "发布机关", "发布日期", "标题", "单位")


def cell(value: str | float, style: int = 0) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr" s="{style}"><is><t>{escape(value)}</t></is></c>'
    return f'<c s="{style}"><v>{value}</v></c>'


def row(*values: str | float, attributes: str = "", style: int = 0) -> str:
    cells = "".join(cell(value, 0 if isinstance(value, str) else style) for value in values)
    return f"<row {attributes}>{cells}</row>"


def styles(*codes: str | int, fill: str = "<fill><patternFill/></fill>") -> str:
    """Style 1 has the first number format, by its code or by the number of a built-in one."""
    own = [
        f'<numFmt numFmtId="{200 + place}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for place, code in enumerate(codes)
        if isinstance(code, str)
    ]
    used = [code if isinstance(code, int) else 200 + place for place, code in enumerate(codes)]
    xfs = "".join(f'<xf numFmtId="{number}"/>' for number in (0, *used))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{"".join(own)}</numFmts>'
        f"<fills>{fill}</fills><cellXfs>{xfs}</cellXfs></styleSheet>"
    )


def parts_of(
    sheets: Mapping[str, Sequence[str]],
    hidden: Sequence[str] = (),
    settings: str = "",
    cols: str = "",
) -> dict[str, str]:
    """The parts of a workbook of sheets, each of rows; `settings` are attributes of the whole."""
    listed, relations, parts = "", "", {"[Content_Types].xml": TYPES}
    for number, (title, rows) in enumerate(sheets.items(), 1):
        state = ' state="hidden"' if title in hidden else ""
        listed += f'<sheet name="{title}" sheetId="{number}"{state} r:id="r{number}"/>'
        relations += (
            f'<Relationship Id="r{number}" Type="{RELATIONS}/worksheet"'
            f' Target="worksheets/sheet{number}.xml"/>'
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{MAIN}">{cols}<sheetData>{"".join(rows)}</sheetData></worksheet>'
        )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr {settings}/>'
        f"<sheets>{listed}</sheets></workbook>"
    )
    for path, related in (
        (
            "_rels/.rels",
            f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>',
        ),
        ("xl/_rels/workbook.xml.rels", relations),
    ):
        parts[path] = f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
    return parts


def packed(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return file.getvalue()


def dated_book(code: str | int, value: float, settings: str = "") -> bytes:
    """A workbook of one case whose batch is dated by a number in a cell of this format."""
    rows = [row(*HEADINGS), row("b", "某批", "某院", value, "甲", "江苏检察机关", style=1)]
    parts = parts_of({"案例": rows}, settings=settings)
    return packed(parts | {"xl/styles.xml": styles(code)})
