"""Uploads that are read after the request: one after another, each in a process with limits.

The upload waits in an unnamed file of this process, which is gone with it; the import is then shown
as being read until an editor discards it.
"""

import logging
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import BoundedSemaphore
from typing import BinaryIO

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .. import tables
from ..documents.reading import check_kind, is_document
from ..models import BatchImport
from ..storage.limited_process import LimitExceeded
from .limited_files import read_document_limited, read_table_limited, titles_limited
from .old_word import can_convert
from .release_rows import release_rows
from .releases import release_facts, release_in, start_document
from .starting import (
    DEFAULT,
    TableOptions,
    check_size,
    import_rows,
    start_upload,
    store_checked,
    table_facts,
)
from .states import Kind, State, lock_import

logger = logging.getLogger(__name__)

WAITING = 10  # uploads of a process, each up to 50 MB on the disk
GIVEN_UP_AFTER = timedelta(minutes=30)  # more than ten hostile files take

PLACES = BoundedSemaphore(WAITING)
READER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="uploads")


def receive_upload(
    file: BinaryIO, name: str, options: TableOptions = DEFAULT, *, by: User | None = None
) -> BatchImport:
    """Store an import of a document or a table that is still to be read, and have it read.

    Raises ValidationError, with nothing stored, if the file is too large or neither a document nor
    a table by its first bytes, or if too many files wait to be read.
    """
    is_release = check_start(file, name)
    if not PLACES.acquire(blocking=False):
        raise ValidationError(_("正在读取的文件太多，请过几分钟再上传。"))
    try:
        sha256, size = check_size(file)
        copy = tempfile.TemporaryFile()  # noqa: SIM115  # closed by the reader
        file.seek(0)
        shutil.copyfileobj(file, copy)
        facts = {"asked": options._asdict()}
        kind = Kind.RELEASE if is_release else Kind.CSV
        batch_import = BatchImport.objects.create(
            kind=kind, file_name=name[-255:], sha256=sha256, size=size, by=by, facts=facts
        )
    except BaseException:
        PLACES.release()
        raise
    READER.submit(read_upload, batch_import.pk, copy, translation.get_language())
    return batch_import


def check_start(file: BinaryIO, name: str) -> bool:
    """Whether a file is a document; raises ValidationError if its first bytes betray neither."""
    file.seek(0)
    data = file.read()
    if not is_document(data, name):
        tables.check_start(file)
        return False
    if not can_convert(data):
        check_kind(data, name)
    return True


def read_now(
    file: BinaryIO, name: str, options: TableOptions = DEFAULT, *, by: User | None = None
) -> BatchImport:
    """As receive_upload(), but in this process, without its limits: for tests and trusted files.

    Raises ValidationError, with nothing stored, if the file cannot be read.
    """
    file.seek(0)
    data = file.read()
    if is_document(data, name):
        return start_document(data, name, by=by)
    return start_upload(file, name, options, by=by)


def is_being_read(batch_import: BatchImport) -> bool:
    """Whether an import waits to be read, or is read, as far as can be told."""
    is_recent = timezone.now() - batch_import.at < GIVEN_UP_AFTER
    return batch_import.state == State.READING and is_recent and "asked" in batch_import.facts


def read_upload(key: int, file: BinaryIO, language: str) -> None:
    """Read a file and store what its rows would do, or why it cannot be read. Runs in READER."""
    try:
        with file, translation.override(language):
            batch_import = BatchImport.objects.get(pk=key)
            if batch_import.state == State.READING:  # not discarded while it waited
                read_or_refuse(batch_import, file)
    except Exception:
        logger.exception("import %s could not be read", key)
    finally:
        PLACES.release()
        connections.close_all()


def read_or_refuse(batch_import: BatchImport, file: BinaryIO) -> None:
    """Read a file; where that fails, store the reasons."""
    try:
        read_into(batch_import, file)
    except ValidationError as error:
        if batch_import.kind == Kind.RELEASE:
            refuse(batch_import, error.messages)
        else:
            reasons = [*error.messages, *tables.misnamed(file, batch_import.file_name)]
            refuse(batch_import, reasons, titles_or_none(file))
    except LimitExceeded as error:
        logger.warning("import %s: %s", batch_import.pk, error)
        refuse(batch_import, [_("读这个文件用的时间或内存超过了限度，没有读完。请分成几个文件。")])
    except Exception:
        refuse(batch_import, [_("读取时出了错，没有读完。请再上传一次。")])
        raise


def titles_or_none(file: BinaryIO) -> list[str]:
    """The titles of the sheets of a file that was refused; none where they cannot be read."""
    try:
        return titles_limited(file)
    except (LimitExceeded, OSError) as error:  # OSError: no process could be started
        logger.warning("titles of sheets: %s", error)
        return []


def read_into(batch_import: BatchImport, file: BinaryIO) -> None:
    """Store the rows of a file in its import, which is then prepared."""
    options = TableOptions(**batch_import.facts["asked"])
    if batch_import.kind == Kind.RELEASE:
        release = release_in(read_document_limited(file, batch_import.file_name))
        facts, rows = release_facts(release), release_rows(release)
    else:
        table = read_table_limited(file, options.sheet)
        batch_import.kind, batch_import.encoding = table.kind, table.encoding
        facts, rows = table_facts(table, options), import_rows(table)
    batch_import.facts = facts | {"asked": options._asdict()}
    store_checked(batch_import, rows)


def refuse(batch_import: BatchImport, reasons: list[str], titles: list[str] | None = None) -> None:
    """Store why a file could not be read, unless its import was discarded meanwhile."""
    batch_import.rows.all().delete()
    with transaction.atomic():
        try:
            lock_import(batch_import, State.READING)
        except ValidationError:
            return
        batch_import.facts |= {"refused": reasons, "titles": titles or []}
        batch_import.state = State.DISCARDED
        batch_import.save()
