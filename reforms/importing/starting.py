"""Store and check the rows of a new import."""

from collections.abc import Iterable
from itertools import islice
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..columns import BY_NAME
from ..models import BatchImport, ImportRow
from . import tables
from .batch_plans import Plan
from .check import Check
from .checked import clean_row, counts
from .states import BLOCK, State, locked


def start_upload(
    file: BinaryIO, name: str, *, by=None, sheet: str = "", batch: str = "", clear: bool = False
) -> BatchImport:
    """Read an uploaded table into the database and check it; ValidationError leaves nothing."""
    sha256, size = tables.fingerprint(file)
    if size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES >> 20
        raise ValidationError(_("文件超过 %d MB，请分成几个文件上传。") % limit)
    try:
        table = tables.read_table(file, sheet)
    except ValidationError as error:
        raise ValidationError([*error.messages, *tables.misnamed(file, name)]) from None
    found = BatchImport.objects.create(
        kind=table.kind,
        file_name=name[-255:],
        sha256=sha256,
        size=size,
        encoding=table.encoding,
        by=by,
        facts={
            "columns": table.columns,
            "ignored": [*table.ignored, *unread(table.columns)],
            "sheet": table.sheet,
            "clear": clear,
            **({"batch": {"slug": batch}} if batch else {}),
        },
    )
    rows = (ImportRow(line=row.line, cells=row.cells, faults=row.faults) for row in table.rows)
    return fill(found, rows)


def unread(columns: Iterable[str]) -> list[str]:
    """Headings of our own columns that follow from others."""
    return [
        BY_NAME[name].heading for name in columns if BY_NAME[name].derived and name != "theme_names"
    ]


def fill(found: BatchImport, rows: Iterable[ImportRow]) -> BatchImport:
    """Check and store the rows of a new import, a block at a time; take all back on a fault."""
    try:
        check, statuses, rows = Check(found), [], iter(rows)
        while block := list(islice(rows, BLOCK)):
            for row in block:
                row.batch_import = found
            checked = check.rows([clean_row(row) for row in block])
            ImportRow.objects.bulk_create([one.store() for one in checked])
            statuses += [one.status for one in checked]
        if not statuses:
            raise ValidationError(_("只有列名，没有数据行。"))
        with transaction.atomic():
            locked(found, State.READING)  # somebody may have given it up meanwhile
            settle(found, check, statuses)
    except Exception:
        if found.state == State.DISCARDED:  # its record stays
            found.rows.all().delete()
        else:
            found.delete()
        raise
    return found


def settle(found: BatchImport, check: Check, statuses: list[str]) -> None:
    """Keep what a check said of the import as a whole."""
    found.counts = counts(statuses)
    found.facts["plans"] = [described(plan) for plan in check.plans.values()]
    found.state = State.PREPARED
    found.save()


def described(plan: Plan) -> dict:
    return {
        "slug": plan.batch.slug,
        "title": plan.batch.title,
        "new": plan.is_new,
        "changes": plan.changes,
        "faults": plan.faults,
    }
