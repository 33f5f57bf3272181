"""The form of a new theme: its place and colour, the heading that proposes it, the way back.

Knows requests; the import's page links here with the name and the import in the query.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import importing
from ..models import BatchImport, Theme
from ..public.components import theme_style
from ..text.numbers import number
from .recorded import RecordedAdmin

LONGEST_NAME = 50  # of a theme


class Swatch(NamedTuple):
    """A theme with the classes of its colour and mark."""

    name: str
    position: int
    style: str


def new_theme_url(heading: importing.Heading, batch_import: BatchImport) -> str:
    """The URL of the form of a theme that a heading of an import proposes."""
    fields = {"name": heading.proposed_name[:LONGEST_NAME], "import": batch_import.pk}
    return f"{reverse('admin:reforms_theme_add')}?{urlencode(fields)}"


class NewThemePages(RecordedAdmin[Theme]):
    """For the admin of themes."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new theme stands last, in the scheme of the last one, until somebody says otherwise."""
        last = Theme.objects.order_by("position").last()
        highest = Theme.objects.aggregate(most=Max("position"))["most"] or 0
        scheme = {"scheme": last.scheme, "scheme_en": last.scheme_en} if last else {}
        return {"position": highest + 1, **scheme} | super().get_changeform_initial_data(request)

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Theme | None = None
    ) -> dict[str, Sequence[str]]:
        """The slug of a new theme follows from its English name while that is typed."""
        return {} if obj else {"slug": ("name_en",)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        swatches = [Swatch(t.name, t.position, theme_style(t)) for t in Theme.in_order()]
        context["swatches"] = swatches
        return super().render_change_form(request, context, *args, **options)

    def response_add(
        self, request: HttpRequest, obj: Theme, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Go back to the import that proposed the theme, and fill it in there."""
        response = super().response_add(request, obj, post_url_continue)
        key = number(request.GET.get("import", ""))
        batch_import = BatchImport.objects.filter(pk=key).first() if key else None
        if batch_import is None or not request.user.has_perm("reforms.change_batchimport"):
            return response
        try:
            count = importing.fill_themes(batch_import)
        except ValidationError:  # it was applied or discarded meanwhile
            return response
        self.message_user(request, _("已把主题填到 %d 件里，请核对。") % count)
        return HttpResponseRedirect(
            reverse("admin:reforms_batchimport_change", args=[batch_import.pk])
        )
