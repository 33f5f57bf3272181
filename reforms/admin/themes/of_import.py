"""New themes from the headings of an import, all on one page; saved, they are filled in there.

Knows requests; reforms.importing and reforms.history do the work.
"""

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ... import history, importing
from ...models import BatchImport, Erasure, Theme
from ..generics import ModelAdmin, ModelForm
from ..requests import edit_by, last_erasure_in
from .new import next_place, swatches

PERMISSIONS = ("reforms.add_theme", "reforms.change_batchimport")


class HeadingForm(ModelForm[Theme]):
    """A theme that a heading proposes; it is stored only if it is wanted."""

    wanted = forms.BooleanField(required=False, initial=True)

    class Meta:
        model = Theme
        fields = ("name", "name_en", "slug", "position", "scheme", "scheme_en")

    def __init__(self, data: Any, heading: importing.Heading, place: int) -> None:
        fields = proposed_fields(heading, place)
        super().__init__(data, prefix=prefix_of(heading.text), initial=fields, label_suffix="")
        self.heading = heading
        self.fields["wanted"].label = _("新增“%s”") % heading.proposed_name
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("可以不填，由英文名称得出。")

    def clean_slug(self) -> str:
        """The slug as typed, else from the English name."""
        slug: str = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("name_en", ""))
        if not slug:
            raise ValidationError(_("请填网址名：小写英文、数字和连字符。"))
        return slug

    @property
    def is_wanted(self) -> bool:
        return not self.is_bound or f"{self.prefix}-wanted" in self.data

    def store(self, edit: history.Edit) -> bool:
        """Store the theme; returns whether it could be, else the form has the errors."""
        if not self.is_valid():
            return False
        try:
            history.save_theme(self.instance, edit)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


def prefix_of(heading: str) -> str:
    """The prefix of a heading's fields: the same though others got a theme meanwhile."""
    return f"theme-{sha256(heading.encode()).hexdigest()[:8]}"


def proposed_fields(heading: importing.Heading, place: int) -> dict[str, Any]:
    """The fields of the n-th new theme: as the seed has them where it knows the name."""
    name = heading.proposed_name[: Theme._meta.get_field("name").max_length]
    for fields in importing.read_example().themes:
        if fields["name"] == name:
            return fields
    last = next_place()
    return last | {"name": name, "position": last["position"] + place - 1}


class HeadingPages(ModelAdmin[Theme]):
    """For the admin of themes."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.of_import)
        return [path("of-import/<int:pk>/", view, name="reforms_theme_import"), *super().get_urls()]

    def of_import(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the headings of an import that are no themes; store those that are wanted."""
        if not request.user.has_perms(PERMISSIONS):
            raise PermissionDenied
        batch_import = get_object_or_404(BatchImport, pk=pk)
        last_erasure = Erasure.last_key()  # before the headings: one may be erased meanwhile
        headings = [each for each in importing.open_headings(batch_import) if not each.theme]
        data = request.POST if request.method == "POST" else None
        rows = [HeadingForm(data, heading, n) for n, heading in enumerate(headings, 1)]
        if data is not None:
            last_erasure = last_erasure_in(request)
            if stored := self.store(request, batch_import, rows, last_erasure):
                return stored
        context = {
            **self.admin_site.each_context(request),
            "title": _("把小标题新增为主题"),
            "opts": self.opts,
            "media": self.media,
            "rows": rows,
            "swatches": swatches(),
            "last_erasure": last_erasure,
            "back_url": import_url(batch_import),
        }
        return TemplateResponse(request, "admin/reforms/themes/headings.html", context)

    def store(
        self,
        request: HttpRequest,
        batch_import: BatchImport,
        rows: list[HeadingForm],
        last_erasure: int,
    ) -> HttpResponse | None:
        """Store the themes that are wanted and go back; None where the forms have errors."""
        try:
            is_stored = store_all(rows, batch_import, edit_by(request), last_erasure)
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
            return HttpResponseRedirect(request.path)
        return self.filled_in(request, batch_import) if is_stored else None

    def filled_in(self, request: HttpRequest, batch_import: BatchImport) -> HttpResponse:
        """Fill the new themes in where their headings stand, and go back there."""
        try:
            count = importing.fill_themes(batch_import)
        except ValidationError as error:  # it was applied or discarded meanwhile
            self.message_user(request, error.messages[0], messages.ERROR)
        else:
            self.message_user(request, _("已把主题填到 %d 件里，请核对。") % count)
        return HttpResponseRedirect(import_url(batch_import))


def store_all(
    rows: list[HeadingForm], batch_import: BatchImport, edit: history.Edit, last_erasure: int
) -> bool:
    """Store the themes that are wanted, all or none; returns whether that was done.

    Raises ValidationError unless the import is prepared, and where something was erased since the
    page was opened, when the erasure with this key was the last.
    """
    edit = edit._replace(note=_("导入 %s") % batch_import)
    with transaction.atomic():
        importing.lock_prepared(batch_import)
        importing.refuse_stale_corrections(batch_import, last_erasure)
        results = [row.store(edit) for row in rows if row.is_wanted]  # each shows its errors
        if not all(results):
            transaction.set_rollback(True)
    return all(results)


def import_url(batch_import: BatchImport) -> str:
    return reverse("admin:reforms_batchimport_change", args=[batch_import.pk])
