"""Tables derived from the cases: folded texts for the search, and lines of files."""

from typing import Any, NoReturn

from django.db import models
from django.db.models.signals import pre_delete, pre_save

from .. import search
from .cases import Case
from .guard import UnrecordedChange


def refuse_write(*_args: Any, **_options: Any) -> NoReturn:
    """Raise UnrecordedChange: the index would no longer match the stored texts."""
    raise UnrecordedChange("CaseText is written by reforms.search.index only")


class CaseTextQuerySet(models.QuerySet["CaseText"]):
    """Refuses all bulk writes."""

    update = bulk_create = bulk_update = refuse_write


class CaseText(models.Model):
    """The folded text of a case in three tiers, which searches look into. Derived."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="text")
    title = models.TextField(default="")
    summary = models.TextField(default="")
    rest = models.TextField(default="")

    objects = CaseTextQuerySet.as_manager()


class Line(models.Model):
    """A public case as one line of a file. Derived; written by reforms.history only."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True)
    made_with = models.CharField(max_length=16)
    text = models.TextField()

    class Meta:
        abstract = True


# Two narrow tables: one with both texts would have PostgreSQL move them out of the row (TOAST).
class CsvLine(Line):
    """The line of a CSV file."""


class JsonLine(Line):
    """The line of a JSON Lines file."""


def forget_text(instance: CaseText, **_signal: Any) -> None:
    """Take a deleted text out of the index."""
    search.unindex([instance.pk])


pre_save.connect(refuse_write, sender=CaseText)
pre_delete.connect(forget_text, sender=CaseText)
