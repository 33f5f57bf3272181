"""Cases → files. Takes ordered cases, never a request, and adds no condition of its own.

All files are made from the same blocks: some hundred cases, column by column, because work on
a whole column costs a fraction of the same work cell by cell.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from itertools import groupby, islice
from operator import itemgetter
from tempfile import TemporaryFile
from typing import Any, NamedTuple

import xlsxwriter
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from . import citations
from .columns import BODY, BY_NAME, COLUMNS, SEPARATOR, Cell, Column, Value, joined, values
from .lines import csv_cell, encode, maker, states
from .models import Case, CreditedBody, Revision, Theme

BLOCK = 1000  # cases a block: enough to make work cheap, little enough to stay flat in memory
BLOCK_OF_BODIES = 100  # the same with full texts
BOM = "\ufeff"
# Characters at the start of a cell that spreadsheets take for a formula (OWASP, CSV injection),
# their full-width forms, and the apostrophe itself, so that the guard can be undone.
GUARDED = tuple("=+-@\t\r'＝＋－＠")

PAGE_SIZE = 100
ATOM_ENTRIES = 50
XLSX_ROWS = 50_000  # about 15 seconds of one thread
XLSX_CELL = 32_767  # UTF-16 units in a cell: Excel specifications and limits
XLSX_WIDTHS = {"integer": 8, "date": 12, "time": 20, "address": 40, "text": 24}

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, production 2

LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of what this catalogue wrote


class Refused(ValueError):
    """A file that would not be whole is not made; says why and what to do instead."""


@dataclass(frozen=True)
class Export:
    """What a file is made of: ordered cases, the columns, and the facts that go with them."""

    cases: QuerySet
    columns: tuple[Column, ...] = COLUMNS
    chinese: bool = False  # Chinese headings
    excel: bool = False  # BOM and guarded cells
    long: bool = False  # a row for each case and credited body
    words: str = ""  # the selection in words
    address: str = ""  # where exactly this can be asked for again
    revision: Revision = field(default_factory=Revision)
    counted: int | None = None  # how many cases, where that is known already

    @cached_property
    def total(self) -> int:
        """How many cases."""
        return self.cases.order_by().count() if self.counted is None else self.counted

    @cached_property
    def rows(self) -> int:
        """How many rows: in the long shape a joint case has several."""
        if not self.long:
            return self.total
        chosen = self.cases.order_by()
        bodies = CreditedBody.objects.filter(case__in=chosen.values("pk"))
        return bodies.count() + chosen.filter(bodies__isnull=True).count()

    def newly_published(self) -> "Export":
        """The same in the order in which a feed is read: a case of an old date that came late
        is news, and one corrected (`updated` in RFC 4287) is not new."""
        return replace(self, cases=self.cases.order_by("-first_published_at", "reference_key"))

    @property
    def headings(self) -> list[str]:
        return [column.heading if self.chinese else column.name for column in self.columns]

    @property
    def revision_at(self) -> str:
        return timezone.localtime(self.revision.at).isoformat(timespec="seconds")

    def facts(self) -> dict[str, Any]:
        """What stands beside every file, so that it can be proved whole and asked for again."""
        return {
            "address": self.address,
            "selection": self.words or _("全部案例"),
            "total": self.total,
            "rows": self.rows,
            "revision": self.revision.number,
            "revision_at": self.revision_at,
            "columns": [column.name for column in self.columns],
            "licence": LICENCE,
        }


# ---------------------------------------------------------------- blocks

# Where a row of the database has something else than a case in memory: the time as text, which
# both databases write in UTC, and the key of the themes, which saves a join.
STORED = {"updated_at": "updated_text", "themes__slug": "theme_key", "themes__name": "theme_key"}


def blocks(export: Export) -> Iterator[list[Sequence[Cell]]]:
    """The cases in blocks; a block is a list of columns, a column a sequence of cells."""
    sources = dict.fromkeys(path for column in export.columns for path in column.sources)
    stored = list(dict.fromkeys(STORED.get(path, path) for path in sources))
    themes = readers_of_themes(path for path in sources if path.startswith("themes__"))
    size = BLOCK_OF_BODIES if BODY in export.columns else BLOCK
    rows = fetch(export, stored, size)
    while block := list(islice(rows, size)):
        found = dict(zip(stored, zip(*block, strict=True), strict=False))
        found |= {path: [cell[key] for key in found["theme_key"]] for path, cell in themes.items()}
        found["updated_at"] = found.get("updated_text")
        yield [made(column, [found[path] for path in column.sources]) for column in export.columns]


def made(column: Column, raw: list[Sequence[Any]]) -> Sequence[Cell]:
    return list(map(column.make, *raw)) if column.make else raw[0]


def fetch(export: Export, stored: list[str], size: int) -> Iterator[tuple]:
    """One row a case, or in the long shape a row a body, through one cursor.

    Bodies come by a join, one row each, and a joint case is put together here: a second query
    for each block would cost more than the few joint cases do.
    """
    bodies = [position for position, path in enumerate(stored) if path.startswith("bodies__")]
    cases = export.cases.annotate(updated_text=Cast("updated_at", CharField()))
    if bodies or export.long:
        order = cases.query.order_by or cases.model._meta.ordering
        cases = cases.order_by(*order, "bodies__position", "bodies__pk")
    rows = cases.values_list(*stored, "pk").iterator(chunk_size=size)
    return merged(rows, bodies) if bodies and not export.long else rows


def merged(rows: Iterable[tuple], bodies: list[int]) -> Iterator[tuple]:
    for _pk, same in groupby(rows, itemgetter(-1)):
        first, *rest = same
        yield together(first, rest, bodies) if rest else first


def together(first: tuple, rest: list[tuple], bodies: list[int]) -> tuple:
    row = list(first)
    for position in bodies:
        row[position] = SEPARATOR.join(one[position] for one in (first, *rest))
    return tuple(row)


class ThemeCells(dict):
    """Key of a set of themes → their slugs or names as a cell, in the themes' present order."""

    def __init__(self, names: list[tuple[str, str]]) -> None:
        self.names = names

    def __missing__(self, key: str) -> str | None:
        slugs = key.split(SEPARATOR)
        self[key] = joined(name for slug, name in self.names if slug in slugs)
        return self[key]


def readers_of_themes(paths: Iterable[str]) -> dict[str, ThemeCells]:
    if not (paths := list(paths)):
        return {}
    themes = list(Theme.objects.all())
    return {
        path: ThemeCells(
            [(one.slug, getattr(one, path.removeprefix("themes__"))) for one in themes]
        )
        for path in paths
    }


def records(export: Export) -> Iterator[list[dict[str, Value]]]:
    """The cases in blocks of records, as columns.values() makes them one by one."""
    names = [column.name for column in export.columns]
    for block in blocks(export):
        yield [
            dict(zip(names, row, strict=True)) for row in zip(*listed(export, block), strict=True)
        ]


def listed(export: Export, block: list[Sequence[Cell]]) -> Iterator[Iterable[Value]]:
    for column, cells in zip(export.columns, block, strict=True):
        yield map(column.value, cells) if column.many else cells


# ---------------------------------------------------------------- stored lines


def stored(
    export: Export, table: str, make: Callable[[Export], Iterator[bytes]]
) -> Iterator[bytes]:
    """The lines of a file in blocks: as stored where that is what was asked for, else made.

    Both are the same byte for byte; to read a line is five times as fast as to make it.
    """
    if export.columns != COLUMNS or export.long or export.excel:
        yield from make(export)
        return
    current = maker()
    # Compared here: as a condition of the join it misleads PostgreSQL, whose statistics know
    # nothing of lines just made anew, into reading all of them for each case.
    rows = export.cases.values_list("pk", f"{table}__made_with", f"{table}__text")
    rows = rows.iterator(chunk_size=BLOCK)
    while block := list(islice(rows, BLOCK)):
        keys, makers, texts = zip(*block, strict=True)
        if set(makers) == {current}:
            yield "".join(texts).encode()
        else:
            yield from make(replace(export, cases=export.cases.filter(pk__in=keys)))


# ---------------------------------------------------------------- CSV


def guard(text: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before what could start a formula."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguard(text: str) -> str:
    """Undo guard()."""
    return text[1:] if text.startswith("'") else text


def write_csv(export: Export) -> Iterator[bytes]:
    """RFC 4180 CSV in UTF-8. The plain form alters nothing.

    The Excel form opens with the BOM that Excel needs for Chinese and guards every cell.
    """
    heading = [[heading] for heading in export.headings]
    yield (BOM if export.excel else "").encode() + csv_lines(heading, str)
    yield from stored(export, "csvline", csv_made)


def csv_made(export: Export) -> Iterator[bytes]:
    for block in blocks(export):
        yield csv_lines(block, guard if export.excel else str)


def csv_lines(block: list[Sequence[Cell]], clean: Callable[[str], str]) -> bytes:
    # A line with nothing in it would be no row at all.
    empty = '""' if len(block) == 1 else ""
    columns = [csv_column(cells, clean, empty) for cells in block]
    return "".join(f"{','.join(row)}\r\n" for row in zip(*columns, strict=True)).encode()


def csv_column(cells: Sequence[Cell], clean: Callable[[str], str], empty: str) -> Sequence[str]:
    """One column, quoted where it must be; most have nothing to quote and are looked at whole."""
    if set(map(type, cells)) != {str}:
        cells = ["" if cell is None else str(cell) for cell in cells]
    if clean is not str:
        cells = list(map(clean, cells))
    together = "".join(cells)
    if any(mark in together for mark in '",\r\n'):
        cells = list(map(csv_cell, cells))
    return [cell or empty for cell in cells] if empty else cells


# ---------------------------------------------------------------- JSON


def write_jsonl(export: Export) -> Iterator[bytes]:
    """One case a line, lists as lists; the first line is a case like the others."""
    yield b""
    yield from stored(export, "jsonline", json_made)


def json_made(export: Export) -> Iterator[bytes]:
    for block in records(export):
        yield "".join(f"{encode(record)}\n" for record in block).encode()


def json_page(
    export: Export, number: int, keys: Sequence[int], next_address: str
) -> dict[str, Any]:
    """The cases with these keys as one page, with the facts of the whole selection."""
    found, names = states(keys), [column.name for column in export.columns]
    if BODY in export.columns:
        for key, body in Case.objects.filter(pk__in=keys).values_list("pk", "body"):
            found[key]["body"] = body
    return {
        **export.facts(),
        "page": number,
        "pages": -(-export.total // PAGE_SIZE),
        "next": next_address if number * PAGE_SIZE < export.total else None,
        "cases": [{name: found[key][name] for name in names} for key in keys],
    }


# ---------------------------------------------------------------- XLSX


def write_xlsx(export: Export) -> Iterator[bytes]:
    """An Excel workbook: the cases with typed cells, and a sheet that says what they are."""
    if export.rows > XLSX_ROWS:
        raise Refused(
            _("Excel 文件最多 %(most)d 行，这里有 %(rows)d 行。请缩小筛选范围，或下载 CSV。")
            % {"most": XLSX_ROWS, "rows": export.rows}
        )
    with TemporaryFile() as file:
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
        with xlsxwriter.Workbook(file, options) as workbook:
            workbook.set_properties({"created": timezone.make_naive(export.revision.at)})
            bold = workbook.add_format({"bold": True})
            write_cases(workbook.add_worksheet("案例 cases"), export, bold)
            write_codebook(workbook.add_worksheet("说明 codebook"), export, bold)
        file.seek(0)
        yield from iter(partial(file.read, 1 << 16), b"")


def write_cases(sheet: Any, export: Export, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, export.rows, len(export.columns) - 1)
    for position, column in enumerate(export.columns):
        sheet.set_column(position, position, XLSX_WIDTHS[column.kind])
    sheet.write_row(0, 0, export.headings, bold)
    writers = [XLSX_WRITERS.get(column.kind, write_text) for column in export.columns]
    number = 0
    for block in blocks(export):
        for row in zip(*block, strict=True):
            number += 1
            for position, cell in enumerate(row):
                if cell is None or cell == "":
                    continue
                if writers[position](sheet, number, position, cell):
                    raise too_long(export, row, position)


def write_text(sheet: Any, row: int, column: int, text: str) -> bool:
    """True where Excel cannot hold the text; it counts UTF-16 units, of which 🙂 has two."""
    if len(text) > XLSX_CELL // 2 and len(text.encode("utf-16-le")) > XLSX_CELL * 2:
        return True
    sheet.write_string(row, column, text)
    return False


def write_number(sheet: Any, row: int, column: int, number: int) -> None:
    sheet.write_number(row, column, number)


def write_time(sheet: Any, row: int, column: int, text: str) -> None:
    """Excel knows no time zones: the site's own, as the heading's meaning says."""
    sheet.write_datetime(row, column, datetime.fromisoformat(text).replace(tzinfo=None))


XLSX_WRITERS = {"integer": write_number, "time": write_time}


def too_long(export: Export, row: Sequence[Cell], position: int) -> Refused:
    names = [column.name for column in export.columns]
    which = row[names.index("reference")] if "reference" in names else row[0]
    return Refused(
        _("%(reference)s 的 %(column)s 超过 Excel 单元格的 %(most)d 字。请下载 CSV，或去掉这一列。")
        % {"reference": which, "column": names[position], "most": XLSX_CELL}
    )


CODEBOOK_HEADINGS = (
    "name",
    "heading",
    "meaning",
    "meaning_en",
    "type",
    "values",
    "example",
    "since",
)


def write_codebook(sheet: Any, export: Export, bold: Any) -> None:
    """The facts of the file, then a line for each column."""
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 3, 60)
    facts = export.facts()
    del facts["columns"]
    lines = [(name, str(value)) for name, value in facts.items()]
    for number, line in enumerate(lines):
        for position, text in enumerate(line):
            sheet.write_string(number, position, text)
    start = len(lines) + 1
    sheet.write_row(start, 0, CODEBOOK_HEADINGS, bold)
    for number, column in enumerate(export.columns, start + 1):
        line = (
            column.name,
            column.heading,
            column.meaning,
            column.meaning_en,
            column.kind,
            SEPARATOR.join(column.codes),
            column.example,
            column.since,
        )
        for position, text in enumerate(line):
            sheet.write_string(number, position, text)


# ---------------------------------------------------------------- citations and feed


def works(export: Export) -> Iterator[list[citations.Work]]:
    cited = tuple(BY_NAME[name] for name in citations.CITED)
    for block in records(Export(export.cases, cited)):
        yield [citations.of_case(record) for record in block]


def write_citations(write: Callable[[citations.Work], str], export: Export) -> Iterator[bytes]:
    yield b""
    for block in works(export):
        yield "".join(map(write, block)).encode()


def write_csl(export: Export) -> Iterator[bytes]:
    """One JSON array; what is cut off is no JSON."""
    yield b"["
    separator = "\n"
    for block in works(export):
        for work in block:
            yield f"{separator}{encode(citations.csl(work))}".encode()
            separator = ",\n"
    yield b"\n]\n"


def write_atom(export: Export) -> Iterator[bytes]:
    """RFC 4287; the newest only, as feed readers want. `alternate` is the page of the list."""
    cases = list(export.cases.with_relations()[:ATOM_ENTRIES])
    updated = max((case.updated_at for case in cases), default=export.revision.at)
    catalogue = _("检察改革典型案例库")
    feed = Atom1Feed(
        title=NOT_XML.sub("\ufffd", " · ".join(filter(None, [catalogue, export.words]))),
        link=export.address.replace("/cases.atom", "/cases/", 1),
        description="",
        language="zh-CN",
        feed_url=export.address,
        feed_guid=export.address,
        author_name=citations.CATALOGUE,
        subtitle=_("非官方整理，以发布机关原文为准"),
    )
    feed.latest_post_date = lambda: updated
    for case in cases:
        record = values(case)
        feed.add_item(
            title=citations.of_case(record).shown_title,
            link=case.permalink,
            unique_id=case.permalink,
            description=case.summary,
            author_name="、".join(record["issuers"]),
            pubdate=case.first_published_at,
            updateddate=case.updated_at,
            categories=record["theme_names"],
        )
    yield feed.writeString("utf-8").encode()


# ---------------------------------------------------------------- the table of formats


class Format(NamedTuple):
    label: str
    content_type: str
    write: Callable[[Export], Iterator[bytes]]


FORMATS = {
    "csv": Format("CSV", "text/csv; charset=utf-8", write_csv),
    "jsonl": Format("JSON Lines", "application/jsonl; charset=utf-8", write_jsonl),
    "xlsx": Format(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
    ),
    "bib": Format(
        "BibTeX",
        "application/x-bibtex; charset=utf-8",
        partial(write_citations, citations.bibtex),
    ),
    "ris": Format(
        "RIS",
        "application/x-research-info-systems; charset=utf-8",
        partial(write_citations, citations.ris),
    ),
    "csl.json": Format(
        "CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", write_csl
    ),
    "atom": Format("Atom", "application/atom+xml; charset=utf-8", write_atom),
}


# Options of a file beside its selection, with their known values; columns names its columns.
OPTIONS = {
    "columns": tuple(BY_NAME),
    "body": ("1",),
    "shape": ("long",),
    "headings": ("zh",),
    "excel": ("1",),
}
OPTIONS_OF = {
    "csv": ("columns", "body", "shape", "headings", "excel"),
    "xlsx": ("columns", "body", "shape", "headings"),
    "jsonl": ("columns", "body", "shape"),
    "json": ("columns", "body"),
}


def compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """gzip (RFC 1952) without a time in it; an error leaves the stream without its end.

    Level 1: on this kind of text it is five times as fast as level 6 for a sixth more bytes.
    """
    packer = zlib.compressobj(level=1, wbits=31)
    for chunk in chunks:
        if packed := packer.compress(chunk):
            yield packed
    yield packer.flush()
