"""The tables beside the cases: batches, themes and credited bodies, with keys to the cases."""

from collections.abc import Callable, Generator, Iterator
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Count, Q

from ..columns import BATCH_COLUMNS, BY_NAME, COLUMNS, Cell
from ..history.stored_lines import encode
from ..models import Batch, Case, CreditedBody, Theme
from ..storage.databases import key_array
from ..vocabulary import Status
from .blocks import text_blocks
from .csv_files import csv_lines
from .export import Export

BLOCK = 500  # rows
Row = tuple[Cell, ...]
PUBLIC = Q(cases__status=Status.PUBLISHED)


class Table(NamedTuple):
    """A table: its fields and what they mean, its rows in a fixed order, how many there are, the
    field that is its key, if one is, and which field refers to which field of another table."""

    fields: dict[str, str]
    rows: Callable[[], Iterator[Row]]
    row_count: Callable[[], int]
    key: str = ""
    refers: tuple[str, str, str] | None = None  # field, table, its field


# Field of a batch → its meaning; the fields that the files of cases have too mean the same there.
OF_BATCHES = {field: BY_NAME[column].meaning_en for column, field in BATCH_COLUMNS.items()}
BATCH_FIELDS = {
    "slug": "Slug, the `batch` of the cases",
    "title": OF_BATCHES["title"],
    "title_en": "Title in English, ours",
    "kind": OF_BATCHES["kind"],
    "notice_title": OF_BATCHES["notice_title"],
    "series": "Series",
    "ordinal": "Number in the series",
    "issuers": OF_BATCHES["issuers"],
    "issuer_roles": OF_BATCHES["issuer_roles"],
    "document_number": "Document number",
    "topic": "Topic",
    "topic_en": "Topic in English, ours",
    "date": "Best known date, may be partial",
    "date_basis": "Which date that is: released, issued or reported",
    "issued_on": OF_BATCHES["issued_on"],
    "released_on": OF_BATCHES["released_on"],
    "reported_on": OF_BATCHES["reported_on"],
    "source_name": "Source",
    "source_url": "Address of the source",
    "cases": "Number of public cases",
}
THEME_FIELDS = {
    "slug": "Slug, as in the `themes` of the cases",
    "name": "Name",
    "name_en": "Name in English",
    "scheme": "Scheme that the theme belongs to",
    "definition": "Definition",
    "definition_en": "Definition in English",
    "position": "Place among all themes",
    "cases": "Number of public cases",
}
# Columns that follow from another one → their fields here.
DERIVED = {
    "province_codes": "province_code",
    "body_codes": "division_code",
    "body_anonymity": "anonymity",
}
# Of the cases: the columns with one value for each body, behind the key.
OF_BODIES = (BY_NAME["reference"], *(c for c in COLUMNS if c.relation == "bodies"))
BODY_FIELDS = {DERIVED.get(c.name, c.field): c.meaning_en for c in OF_BODIES}


def batch_rows() -> Iterator[Row]:
    """The public batches by slug."""
    batches = Batch.objects.published().annotate(public_cases=Count("cases", PUBLIC))
    return rows_of(batches.order_by("slug"), BATCH_FIELDS)


def theme_rows() -> Iterator[Row]:
    """The themes in their order."""
    themes = Theme.objects.annotate(public_cases=Count("cases", PUBLIC))
    return rows_of(themes.order_by("position", "slug"), THEME_FIELDS)


def rows_of(queryset: Any, fields: dict[str, str]) -> Iterator[Row]:
    names = ["public_cases" if name == "cases" else name for name in fields]
    for row in queryset.iterator(BLOCK):
        yield tuple(str(v) if isinstance(v := getattr(row, n) or "", str) else v for n in names)


def body_rows() -> Iterator[Row]:
    """A row for each credited body of each public case, by reference."""
    keys = key_array(Case.objects.published().order_by("reference_key"))
    for block in text_blocks(Export(keys.astype(np.int32), OF_BODIES, long=True)):
        yield from (row for row in zip(*block, strict=True) if row[1])


TABLES = {
    "batches": Table(BATCH_FIELDS, batch_rows, lambda: Batch.objects.published().count(), "slug"),
    "themes": Table(THEME_FIELDS, theme_rows, lambda: Theme.objects.count(), "slug"),
    "bodies": Table(
        BODY_FIELDS,
        body_rows,
        lambda: CreditedBody.objects.filter(case__in=Case.objects.published()).count(),
        refers=("reference", "cases", "reference"),
    ),
}


def table_csv(table: Table) -> Generator[bytes]:
    """The table as CSV (RFC 4180)."""
    yield csv_lines([[field] for field in table.fields], str)
    rows = table.rows()
    while block := list(islice(rows, BLOCK)):
        yield csv_lines(list(zip(*block, strict=True)), str)


def table_json(table: Table) -> Generator[bytes]:
    """The table as one array of objects, so that a truncated file is no valid JSON."""
    yield b"["
    separator = "\n"
    for row in table.rows():
        cells = ("" if cell is None else cell for cell in row)
        record = encode(dict(zip(table.fields, cells, strict=True)))
        yield f"{separator}{record}".encode()
        separator = ",\n"
    yield b"\n]\n"
