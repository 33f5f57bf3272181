"""Store and check the rows of a new import."""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .. import tables
from ..columns import BY_NAME
from ..models import BatchImport, ImportRow
from ..storage.inserting import insert
from ..tables import Remark, Row
from .batch_plans import BatchPlan
from .checked_rows import clean_row, status_counts
from .row_checker import RowChecker
from .states import BLOCK, Choice, Kind, State, lock_import
from .stored_values import as_lists

LARGEST_BLOCK = 10_000_000  # characters of the rows that are stored at once


class TableOptions(NamedTuple):
    """How to read a table, as chosen beside it."""

    sheet: str = ""  # a title in a workbook; the first sheet by default
    batch: str = ""  # the slug for rows that name no batch
    clear: bool = False  # whether empty cells empty the fields of cases that are updated


DEFAULT = TableOptions()


def start_upload(
    file: BinaryIO, name: str, options: TableOptions = DEFAULT, *, by: User | None = None
) -> BatchImport:
    """Store and check the rows of an uploaded table (CSV, JSON Lines or XLSX), in this process.

    Raises ValidationError, with nothing stored, if the file cannot be read.
    """
    sha256, size = check_size(file)
    try:
        table = tables.read_table(file, options.sheet)
    except ValidationError as error:
        raise ValidationError([*error.messages, *tables.misnamed(file, name)]) from None
    batch_import = BatchImport.objects.create(
        kind=table.kind,
        file_name=name[-255:],
        sha256=sha256,
        size=size,
        encoding=table.encoding,
        by=by,
        facts=table_facts(table, options),
    )
    return check_and_store(batch_import, import_rows(table))


def check_size(file: BinaryIO) -> tuple[str, int]:
    """The SHA-256 of a file and its bytes; raises ValidationError if they are too many."""
    sha256, size = tables.fingerprint(file)
    if size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES >> 20
        raise ValidationError(_("文件超过 %d MB，请分成几个文件上传。") % limit)
    return sha256, size


def import_rows(table: tables.Table) -> Iterator[ImportRow]:
    """The rows of a table as those of an import, not checked yet."""
    return map(import_row, table.rows)


def import_row(row: Row) -> ImportRow:
    """A row of a table as one of an import; a hidden one is skipped until an editor wants it."""
    hidden = [Remark("", _("这一行在表格里被隐藏或筛掉了，没有导入。"))] if row.is_hidden else []
    return ImportRow(
        line=row.line,
        cells=row.cells,
        faults=row.faults,
        asks=row.asks + hidden,
        choice=Choice.SKIP if row.is_hidden else "",
    )


def table_facts(table: tables.Table, options: TableOptions) -> dict[str, Any]:
    """What an import keeps about its table as a whole."""
    return {
        "columns": table.columns,
        "ignored": [*table.ignored, *derived_headings(table.columns)],
        "sheet": table.sheet,
        "other_sheets": list(table.other_sheets),
        "hidden_columns": list(table.hidden_columns),
        "clear": options.clear,
        **({"batch": {"slug": options.batch}} if options.batch else {}),
    }


def derived_headings(names: Iterable[str]) -> list[str]:
    """The headings of those columns that are not read because they follow from others."""
    columns = [BY_NAME[name] for name in names if name != "theme_names"]
    return [column.heading for column in columns if column.derived]


def check_and_store(batch_import: BatchImport, rows: Iterable[ImportRow]) -> BatchImport:
    """Check and store the rows of a new import, a block at a time.

    On any error the import is deleted; one that was discarded meanwhile stays, without rows.
    """
    try:
        store_checked(batch_import, rows)
    except Exception:
        if batch_import.state == State.DISCARDED:
            batch_import.rows.all().delete()
        else:
            batch_import.delete()
        raise
    return batch_import


def store_checked(batch_import: BatchImport, rows: Iterable[ImportRow]) -> None:
    """Check and store the rows of a new import, which is then prepared.

    Raises ValidationError, with a part of the rows stored, if the file cannot be read to its end or
    the import was discarded meanwhile.
    """
    checker = RowChecker(batch_import)
    statuses = store_rows(batch_import, checker, rows)
    if not statuses:
        raise ValidationError(_("只有列名，没有数据行。"))
    with transaction.atomic():
        lock_import(batch_import, State.READING)
        store_results(batch_import, checker, statuses)


def store_rows(
    batch_import: BatchImport, checker: RowChecker, rows: Iterable[ImportRow]
) -> list[str]:
    """Store rows with the results of their checks; returns their statuses."""
    statuses: list[str] = []
    hidden: list[int] = []
    for block in blocks(rows):
        for row in block:
            row.batch_import = batch_import
        if batch_import.kind != Kind.RELEASE:  # only tables have hidden rows
            hidden += [row.line for row in block if row.choice == Choice.SKIP]
        checked_rows = checker.check([clean_row(row) for row in block])
        insert(ImportRow, [checked_row.result() for checked_row in checked_rows])
        statuses += [checked_row.status for checked_row in checked_rows]
    batch_import.facts["hidden"] = hidden
    return statuses


def blocks(rows: Iterable[ImportRow]) -> Iterator[list[ImportRow]]:
    """Rows in blocks that fit into memory, by their number and their text."""
    block: list[ImportRow] = []
    characters = 0
    for row in rows:
        block.append(row)
        characters += sum(map(len, row.cells.values()))
        if len(block) == BLOCK or characters > LARGEST_BLOCK:
            yield block
            block, characters = [], 0
    if block:
        yield block


def store_results(batch_import: BatchImport, checker: RowChecker, statuses: list[str]) -> None:
    """Store what a check found out about the import as a whole; it is then prepared."""
    batch_import.counts = status_counts(statuses)
    batch_import.facts["plans"] = [plan_summary(plan) for plan in checker.plans]
    batch_import.facts["checked"] = checker.digest()
    batch_import.facts["catalogue"] = checker.catalogue
    batch_import.facts["likenesses"] = checker.likenesses.hexdigest()
    batch_import.state = State.PREPARED
    batch_import.save()


def plan_summary(plan: BatchPlan) -> dict[str, Any]:
    """A plan as the import keeps it."""
    return {
        "slug": plan.batch.slug,
        "title": plan.batch.title,
        "year": plan.batch.year,
        "new": plan.is_new,
        "changes": as_lists(plan.changes),
        "faults": as_lists(plan.faults),
        "shown": plan.shown,
    }
