"""The form of a new theme: its place among the others, with their colours, and its slug.

Knows requests.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Max
from django.http import HttpRequest, HttpResponse

from ...models import Theme
from ...public.components import theme_style
from ..recorded import RecordedAdmin


class Swatch(NamedTuple):
    """A theme with the classes of its colour and mark."""

    name: str
    position: int
    style: str


def swatches() -> list[Swatch]:
    """All themes in their order."""
    return [Swatch(t.name, t.position, theme_style(t)) for t in Theme.in_order()]


def next_place() -> dict[str, Any]:
    """The fields of a theme that stands last, in the scheme of the last one."""
    last = Theme.objects.order_by("position").last()
    highest = Theme.objects.aggregate(most=Max("position"))["most"] or 0
    scheme = {"scheme": last.scheme, "scheme_en": last.scheme_en} if last else {}
    return {"position": highest + 1, **scheme}


class NewThemePages(RecordedAdmin[Theme]):
    """For the admin of themes."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new theme stands last until somebody says otherwise."""
        return next_place() | super().get_changeform_initial_data(request)

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Theme | None = None
    ) -> dict[str, Sequence[str]]:
        """The slug of a new theme follows from its English name while that is typed."""
        return {} if obj else {"slug": ("name_en",)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        context["swatches"] = swatches()
        return super().render_change_form(request, context, *args, **options)
