"""Tables derived from the cases: folded texts for the search, and lines of files."""

from django.db import models

from .cases import Case
from .guard import RecordedQuerySet


class CaseText(models.Model):
    """The folded text of a case in three tiers, which the search index is made from. Derived."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="text")
    made_with = models.CharField(max_length=16, default="")
    title = models.TextField(default="")
    summary = models.TextField(default="")
    rest = models.TextField(default="")

    objects = RecordedQuerySet["CaseText"].as_manager()


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
