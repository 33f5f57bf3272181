"""The guard: rows of the catalogue are written by reforms.history alone. It knows no table."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)

_recording = ContextVar("recording", default=False)
_erasing = ContextVar("erasing", default=False)


class UnrecordedChange(RuntimeError):
    """Somebody tried to write a row without writing its history."""


@contextmanager
def recording() -> Iterator[None]:
    """Allow writes to the catalogue's tables.

    For reforms.history, and for bulk loaders that write keys, texts, versions and the revision
    themselves.
    """
    token = _recording.set(True)
    try:
        yield
    finally:
        _recording.reset(token)


@contextmanager
def erasing() -> Iterator[None]:
    """Allow changes to the append-only record. For reforms.erasure alone."""
    token = _erasing.set(True)
    try:
        yield
    finally:
        _erasing.reset(token)


def require_recording(sender: type[models.Model], **_signal: Any) -> None:
    """Raise UnrecordedChange outside of recording(). Also a receiver of Django's signals."""
    if not _recording.get():
        raise UnrecordedChange(f"{sender.__name__} is written through reforms.history only")


def keep_append_only(instance: models.Model, **_signal: Any) -> None:
    """Raise UnrecordedChange where a stored row is saved or deleted: a receiver of signals."""
    if instance.pk:
        refuse_change(type(instance), "changed or deleted")


def refuse_change(model: type[models.Model], verb: str = "changed") -> NoReturn:
    raise UnrecordedChange(f"a {model.__name__} is never {verb}")


def require_insertable(model: type[models.Model]) -> None:
    """Raise UnrecordedChange where rows of a table of the catalogue may not be inserted now."""
    if isinstance(model._default_manager.all(), RecordedQuerySet):
        require_recording(model)


class RecordedQuerySet(models.QuerySet[Row]):
    """Refuses the bulk methods, which send no signals, outside of recording()."""

    def update(self, **values: Any) -> int:
        require_recording(self.model)
        return super().update(**values)

    def bulk_create(self, *args: Any, **options: Any) -> list[Row]:
        require_recording(self.model)
        return super().bulk_create(*args, **options)

    def bulk_update(self, *args: Any, **options: Any) -> int:
        require_recording(self.model)
        return super().bulk_update(*args, **options)


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Refuses the bulk methods that change rows, which send no signals, outside of erasing()."""

    def update(self, **values: Any) -> int:
        if not _erasing.get():
            refuse_change(self.model)
        return super().update(**values)

    def bulk_update(self, *args: Any, **options: Any) -> int:
        refuse_change(self.model)
