"""The history at the editors' desk: who changed what when, in words, and the way back.

Knows requests and pages; history.py does the work.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import history
from .columns import BY_NAME
from .models import Case, Theme, Version
from .vocabulary import Status, Withdrawal

EMPTY = gettext_lazy("（空）")
KEPT = 40  # characters of an unchanged passage shown on either side of a change
# Follow from other columns, or say nothing to people.
QUIET = {"id", "reference", "permalink", "province_codes", "theme_names", "date_basis", "year"}
VALUES = {"status": Status, "withdrawal": Withdrawal}


@dataclass(frozen=True)
class Difference:
    """One field of two states, as people read it."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> Iterator[tuple[str, str]]:
        """The text with what went (del) and what came (ins), sentence by sentence."""
        old, new = sentences(self.before), sentences(self.after)
        for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if change == "equal":
                yield "same", shortened("".join(old[a:b]))
                continue
            if b > a:
                yield "del", "".join(old[a:b])
            if d > c:
                yield "ins", "".join(new[c:d])


def sentences(text: str) -> list[str]:
    return re.findall(r"[^。！？；\n]+[。！？；\n]*|[。！？；\n]+", text)


def shortened(text: str) -> str:
    """An unchanged passage: its ends, where it is long."""
    return text if len(text) <= 2 * KEPT else f"{text[:KEPT]} …… {text[-KEPT:]}"


def in_words(name: str, value: Any) -> str:
    """A value of a state as people read it."""
    values = value if isinstance(value, list) else [value]
    labels = dict(getattr(VALUES.get(name) or closed_list(name), "choices", ()))
    if name == "themes":
        labels = dict(Theme.objects.values_list("slug", "name"))
    said = [str(labels.get(one, one)) for one in values if one not in (None, "")]
    return "；".join(said) or str(EMPTY)


def closed_list(name: str) -> Any:
    return BY_NAME[name].values if name in BY_NAME else None


def readable(model: type[models.Model], changed: Iterable[tuple]) -> list[Difference]:
    """Differences of states under the headings that people know."""
    headings = {field.attname: str(field.verbose_name) for field in model._meta.fields}
    if model is Case:
        headings |= {name: column.heading for name, column in BY_NAME.items()}
    return [
        Difference(headings.get(name, name), in_words(name, old), in_words(name, new))
        for name, old, new in changed
        if name not in QUIET
    ]


class RevertForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("恢复原因"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("写入修改历史，不公开。"),
    )


class HistoryPages:
    """The history of a row, a page for each version, and the way back to it; for an admin."""

    subject = ""

    def get_urls(self) -> list:
        version = path(
            "<int:object_id>/history/<int:version_id>/",
            self.admin_site.admin_view(self.version_view),
            name=f"reforms_{self.opts.model_name}_version",
        )
        return [version, *super().get_urls()]

    def seen_row(self, request: HttpRequest, object_id: str | int) -> models.Model:
        row = get_object_or_404(self.model, pk=object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def history_page(self, request: HttpRequest, row: models.Model, name: str, **context):
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "object": row}
        return TemplateResponse(request, f"admin/reforms/{name}.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        row = self.seen_row(request, object_id)
        changes = [
            (version, readable(self.model, changed))
            for version, changed in history.changes(self.subject, row)
        ]
        title = _("修改历史：%s") % row
        return self.history_page(request, row, "history", title=title, changes=changes)

    def version_view(self, request: HttpRequest, object_id: int, version_id: int) -> HttpResponse:
        """One version: what it changed, and what would change if it were brought back."""
        row = self.seen_row(request, object_id)
        versions = history.versions(self.subject, row)
        version = get_object_or_404(versions, pk=version_id)
        may_revert = self.has_change_permission(request, row)
        form = RevertForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            if not may_revert:
                raise PermissionDenied
            return self.revert(request, version, form.cleaned_data["note"])
        before = versions.filter(pk__lt=version_id).last()
        changed = history.differences(before.state, version.state) if before else []
        back = history.differences(versions.last().state, version.state)
        return self.history_page(
            request,
            row,
            "version",
            title=_("版本：%s") % row,
            version=version,
            first=before is None,
            changed=readable(self.model, changed),
            back=readable(self.model, [one for one in back if one[0] not in history.NOT_CONTENT]),
            state=readable(self.model, [(name, "", v) for name, v in version.state.items()]),
            form=form,
            may_revert=may_revert,
        )

    def revert(self, request: HttpRequest, version: Version, why: str) -> HttpResponse:
        note = _("恢复到版本 %d") % version.pk + (f"：{why}" if why else "")
        try:
            history.revert(version, by=request.user, note=note)
        except ValidationError as error:
            for message in error.messages:
                self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(request.path)
        self.message_user(request, _("已恢复，并记为一个新的版本。"), messages.SUCCESS)
        name = f"admin:reforms_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[version.subject_id]))
