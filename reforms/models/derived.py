"""Rows made from others: folded texts and lines of files."""

from django.db import models
from django.db.models.signals import pre_delete, pre_save

from .. import search
from .cases import Case
from .guard import UnrecordedChange


class CaseTextQuerySet(models.QuerySet):
    """Refuses to write: what the index was told would no longer be what is stored."""

    def refuse(self, *_args, **_options):
        raise UnrecordedChange("CaseText is written by reforms.search.index only")

    update = bulk_create = bulk_update = refuse


class CaseText(models.Model):
    """The folded text of a case in three tiers: what searches look into. Derived."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="text")
    title = models.TextField(default="")
    summary = models.TextField(default="")
    rest = models.TextField(default="")

    objects = CaseTextQuerySet.as_manager()


class Line(models.Model):
    """A public case as one line of a file. Derived; written by reforms.lines only."""

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


def keep_indexed(**_signal) -> None:
    CaseText.objects.refuse()


def forget_text(instance: CaseText, **_signal) -> None:
    search.unindex([instance.pk])


pre_save.connect(keep_indexed, sender=CaseText)
pre_delete.connect(forget_text, sender=CaseText)
