"""Beside the form of a case: the passages of the release that its fields were read from."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .. import importing
from ..columns import BY_NAME
from ..models import BatchImport, Case
from .labels import column_label
from .recorded import RecordedAdmin


class Source(NamedTuple):
    """What the page shows of an import: the passage of each field, by what editors call it."""

    batch_import: BatchImport
    passages: list[tuple[str, str]]
    text: str  # the whole passage


def source_of(case: Case) -> Source | None:
    """The passages that a case was read from; None if it came in another way."""
    if not (stored := importing.source_passages(case)):
        return None
    by_label = [
        (column_label(name), passage)
        for name, passage in stored.passages.items()
        if name in BY_NAME and passage
    ]
    if heading := stored.passages.get("heading"):
        by_label.append((_("所在的小标题"), heading))
    return Source(stored.batch_import, by_label, stored.passages.get("text", ""))


class SourcePages(RecordedAdmin[Case]):
    """For the admin of cases."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if case := context["original"]:
            context["source"] = source_of(case)
        return super().render_change_form(request, context, *args, **options)
