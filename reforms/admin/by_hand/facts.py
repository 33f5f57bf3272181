"""The form of a batch's facts on the page on which it is made by hand. Knows no request."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from ... import history
from ...columns.readers import issuer_roles
from ...importing import new_slug
from ...models import Batch, Version
from ...models.fields import CleanInput
from ...releases import Release
from ...text.lines import joined_values, split_values
from ...text.numbers import number
from ...vocabulary import IssuerRole
from ..confirmation import ConfirmedForm
from ..labels import cell_in_words
from ..recorded_forms import OPENED_ON

ANEW = "anew"  # field: a batch with the name and issuers of a stored one is another


class RolesInput(CleanInput):
    """The roles of the issuers: shown in words, taken in words or as codes."""

    def prepare_value(self, value: Any) -> Any:
        return cell_in_words("issuer_roles", value or "")

    def to_python(self, value: Any) -> str:
        """The stored list; raises ValidationError for a word that is no role."""
        return issuer_roles(super().to_python(value))


def form_field(field: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The form field of a field of a batch; a URL without a scheme gets https."""
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    if field.name == "issuer_roles":
        options["form_class"] = RolesInput
    return field.formfield(**options)


class FactsForm(ConfirmedForm):
    """The facts that all cases of a batch share; a new batch without a slug gets one.

    `twin` is the stored batch with the name and the issuers of a new one, which is only stored if
    the form says that it is another (ANEW).
    """

    subject = Version.Subject.BATCH
    twin: Batch | None = None

    class Meta:
        model = Batch
        formfield_callback = form_field
        fields = (
            *("title", "issuers", "issuer_roles", "released_on", "issued_on", "reported_on"),
            *("source_name", "source_url", "topic", "slug"),
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        slug = self.fields["slug"]
        slug.required, slug.disabled = False, self.instance.is_frozen
        if not self.instance.pk:
            slug.help_text = _("永久网址的一部分，如 spp-reform-3；留空由系统拟定，发布前都能改。")
            self.fields["title"].widget.attrs["autofocus"] = not self.is_bound
        if set(split_values(self.instance.issuer_roles)) <= {IssuerRole.ISSUER}:
            del self.fields["issuer_roles"]  # follows from the issuers

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("slug") and "slug" not in self.errors:
            names = ("title", "issued_on", "released_on", "reported_on")
            facts = {name: cleaned.get(name, "") for name in names}
            issuers = tuple(split_values(cleaned.get("issuers") or ""))
            cleaned["slug"] = self.instance.slug or new_slug(Release(**facts, issuers=issuers))
        if not self.instance.pk:
            self.refuse_twin(cleaned)
        return cleaned

    def refuse_twin(self, cleaned: dict[str, Any]) -> None:
        """Find the twin; raise ValidationError unless the form says that it is another batch."""
        issuers = joined_values(cleaned.get("issuers") or "")
        twins = Batch.objects.filter(title=cleaned.get("title") or "", issuers=issuers)
        self.twin = twins.first()
        if self.twin and ANEW not in self.data:
            raise ValidationError(_("已经有一批名称、发布机关都相同的。"))

    def is_as_opened(self) -> bool:
        """Whether its fields are those of the version that it was opened on: nobody typed in it."""
        opened_on = number(self.data.get(OPENED_ON, ""))
        versions = history.versions_of(self.subject, self.instance)
        if opened_on is None or not (version := versions.filter(pk=opened_on).first()):
            return False
        names = {field.attname for field in Batch._meta.fields}
        opened = Batch(**{name: v for name, v in version.state.items() if name in names})
        setattr(opened, OPENED_ON, version.pk)
        return not FactsForm(self.data, instance=opened).has_changed()

    @classmethod
    def of_request(cls, data: Any, batch: Batch, may_change: bool) -> "FactsForm":
        """The form as sent; an unbound one where nobody typed, or may type, anything in it."""
        form = cls(data if may_change else None, instance=batch)
        if form.is_bound and batch.pk and form.is_as_opened():
            form = cls(instance=batch)
        for field in form.fields.values():
            field.disabled = field.disabled or not may_change
        return form
