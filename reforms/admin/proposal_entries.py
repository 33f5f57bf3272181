"""A proposed state as the fields of the form of its case. Knows no request."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import model_to_dict

from .. import history
from ..models import Case, Proposal

# Fields of the form of a public case, and of the rows beside it.
CASE_FIELDS = (
    *("official_no", "title", "title_by", "subtitle", "keywords", "summary", "body"),
    *("title_en", "summary_en", "source_name", "source_url"),
)
BODY_FIELDS = ("name", "standard_name", "kind", "province", "level", "place_basis")
ASSIGNMENT_FIELDS = ("theme", "basis", "passage")

Entries = list[tuple[str, Any]]  # name and value of each field


def form_entries(proposal: Proposal, state: history.State) -> Entries:
    """What a form of the case holds that would save this state; stored rows keep their keys.

    Nothing where the state needs a theme that was deleted.
    """
    case = Case.objects.select_related("batch").get(pk=proposal.case_id)
    keys = dict(case.assignments.values_list("theme", "pk"))
    try:
        assignments, bodies = history.restore_fields(case, state)
    except ValidationError:
        return []
    for assignment in assignments:
        assignment.pk = keys.get(assignment.theme_id)
    return [
        *model_to_dict(case, CASE_FIELDS).items(),
        *rows_of_form("bodies", case, bodies, BODY_FIELDS),
        *rows_of_form("assignments", case, assignments, ASSIGNMENT_FIELDS),
    ]


def rows_of_form(
    prefix: str, case: Case, rows: Iterable[models.Model], names: tuple[str, ...]
) -> Iterator[tuple[str, Any]]:
    """The fields of a formset with these rows."""
    rows = list(rows)
    yield from ((f"{prefix}-{name}_FORMS", len(rows)) for name in ("TOTAL", "INITIAL"))
    for number, row in enumerate(rows):
        values = {"id": row.pk or "", "case": case.pk} | model_to_dict(row, names)
        yield from ((f"{prefix}-{number}-{name}", value) for name, value in values.items())
