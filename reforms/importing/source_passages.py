"""The passages of a release that a case was read from, as long as their import is on record."""

import re
from typing import NamedTuple

from ..history import versions_of
from ..models import BatchImport, Case, ImportRow, Version
from .states import State
from .stored_values import written_cases

IMPORT = re.compile(r"#(\d{1,18})\b")  # in the note of a version that an import wrote


class SourcePassages(NamedTuple):
    """What an import read a case from: column → passage; "text" is the whole of it."""

    batch_import: BatchImport
    passages: dict[str, str]


def source_passages(case: Case) -> SourcePassages | None:
    """The passages of the last pasted release that wrote a case; None if none did."""
    notes = versions_of(Version.Subject.CASE, case).order_by("-pk").values_list("note", flat=True)
    keys = dict.fromkeys(int(match[1]) for note in notes if (match := IMPORT.search(note)))
    imports = BatchImport.objects.filter(kind=BatchImport.Kind.RELEASE, state=State.APPLIED)
    stored = imports.in_bulk(list(keys))
    for batch_import in (stored[key] for key in keys if key in stored):
        row = row_of(batch_import, case)
        if row and any(row.passages.values()):
            return SourcePassages(batch_import, row.passages)
    return None


def row_of(batch_import: BatchImport, case: Case) -> ImportRow | None:
    """The row by which an import wrote a case; None if it did not: a note proves nothing."""
    lines = [written.line for written in written_cases(batch_import) if written.key == case.pk]
    return batch_import.rows.filter(line__in=lines).first()
