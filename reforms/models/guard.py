"""Who may write: rows of the catalogue change through reforms.history alone."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

_recording = ContextVar("recording", default=False)


class UnrecordedChange(RuntimeError):
    """A catalogue row was about to change behind the back of its history."""


@contextmanager
def recording():
    """Open the catalogue's rows for writing; history.py uses it, and bulk loaders that answer
    for keys, texts, versions and revision themselves."""
    token = _recording.set(True)
    try:
        yield
    finally:
        _recording.reset(token)


def require_recording(sender: type[models.Model], **_signal) -> None:
    if not _recording.get():
        raise UnrecordedChange(f"{sender.__name__} is written through reforms.history only")


class RecordedQuerySet(models.QuerySet):
    """Refuses the bulk methods, which send no signals, outside of recording()."""

    def update(self, **values):
        require_recording(self.model)
        return super().update(**values)

    update.alters_data = True

    def bulk_create(self, *args, **options):
        require_recording(self.model)
        return super().bulk_create(*args, **options)

    def bulk_update(self, *args, **options):
        require_recording(self.model)
        return super().bulk_update(*args, **options)

    bulk_update.alters_data = True


_erasing = ContextVar("erasing", default=False)


@contextmanager
def erasing():
    """Open the append-only record for rewriting; erasure.py alone uses it."""
    token = _erasing.set(True)
    try:
        yield
    finally:
        _erasing.reset(token)


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses to change rows, which sends no signals, outside of erasing()."""

    def update(self, **values):
        if not _erasing.get():
            raise UnrecordedChange(f"a {self.model.__name__} is never changed")
        return super().update(**values)

    def bulk_update(self, *args, **options):
        raise UnrecordedChange(f"a {self.model.__name__} is never changed")

    update.alters_data = bulk_update.alters_data = True


def keep_append_only(instance: models.Model, **_signal) -> None:
    if instance.pk:
        raise UnrecordedChange(f"a {type(instance).__name__} is never changed or deleted")
