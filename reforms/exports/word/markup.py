"""Paragraphs, tables, fields and sections as WordprocessingML. Knows no case."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, production 2

# GB/T 9704-2012, 5.2: A4; margins of 37 mm above and 28 mm left, a text of 156 mm by 225 mm; in
# twentieths of a point. The footer stands 7 mm below the text.
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" '
    'w:footer="1304" w:gutter="0"/>'
)
GRID = '<w:docGrid w:type="lines" w:linePitch="579"/>'  # 22 lines
TEXT_WIDTH = 8844
NAME_WIDTH = 1900
FOOTERS = "".join(
    f'<w:footerReference w:type="{pages}" r:id="{part}"/>'
    for pages, part in (("default", "odd"), ("even", "even"))
)
START = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>\n'
)
END = (
    f'<w:sectPr>{FOOTERS}{PAGE}<w:pgNumType w:start="1"/>{GRID}</w:sectPr></w:body></w:document>\n'
)


def clean_text(text: str) -> str:
    """A text with U+FFFD in place of what XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)


def clean(text: str) -> str:
    """A text for XML: cleaned and escaped."""
    return escape(clean_text(text))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{clean(text)}</w:t></w:r>'


def paragraph(style: str, text: str, bookmark: int = 0) -> str:
    """A paragraph of a named style; with a number, a bookmark that the contents lead to."""
    content = run(text)
    if bookmark:
        content = (
            f'<w:bookmarkStart w:id="{bookmark}" w:name="case{bookmark}"/>{content}'
            f'<w:bookmarkEnd w:id="{bookmark}"/>'
        )
    return styled(style, content)


def styled(style: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>\n'


def section_end() -> str:
    """The end of the title page, which has no page number."""
    return f"<w:p><w:pPr><w:sectPr>{PAGE}{GRID}</w:sectPr></w:pPr></w:p>\n"


def table(rows: Iterable[tuple[str, str]]) -> str:
    """A table of names and values; its first column is the heading of each row."""
    widths = (NAME_WIDTH, TEXT_WIDTH - NAME_WIDTH)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    styles = ("FactName", "FactValue")
    lines = []
    for row in rows:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(style, text)}'
            "</w:tc>"
            for width, style, text in zip(widths, styles, row, strict=True)
        )
        lines.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>\n")
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Facts"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:firstColumn="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>\n{''.join(lines)}</w:tbl>\n"
    )


def contents(titles: list[str]) -> str:
    """A field of contents over the headings of the first level.

    It is filled with the titles, and marked so that Word adds the page numbers when it opens it.
    """
    begin = mark("begin", ' w:dirty="true"') + instruction(r'TOC \o "1-1" \h \z') + mark("separate")
    lines = [entry(title, number) for number, title in enumerate(titles, 1)]
    lines[0] = begin + lines[0]
    lines[-1] += mark("end")
    return "".join(styled("TOC1", line) for line in lines)


def entry(title: str, number: int) -> str:
    """A line of the contents: title and page of the bookmark with this number."""
    page = f"{mark('begin')}{instruction(f'PAGEREF case{number}')}{mark('separate')}{mark('end')}"
    return (
        f'<w:hyperlink w:anchor="case{number}">{run(title)}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
    )


def mark(kind: str, more: str = "") -> str:
    """The begin, separate or end of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"{more}/></w:r>'


def instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {text} </w:instrText></w:r>'
