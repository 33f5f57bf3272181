"""The form of one more case on the page on which a batch is made by hand. Knows no request."""

from dataclasses import replace
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...divisions import Body
from ...importing import named_bodies
from ...models import Batch, Case, CreditedBody, Theme
from ...models.fields import CleanInput
from ...text.lines import split_values
from ...text.numbers import number
from ...vocabulary import Author, place_label
from .typed_bodies import credited

LINE, BODIES, TEXT = 300, 2_000, 20_000  # characters


class PlacedBody(NamedTuple):
    """A typed body as the page shows it: its place, or which places its name may mean."""

    name: str
    place: str
    field: str  # the name of the input for the choice
    choices: tuple[str, ...]
    notes: tuple[str, ...]


class NewCaseForm(forms.Form):
    """One more case of a batch, with what cannot be derived."""

    prefix = "case"
    taken: Case | None = None  # which got the number that the page had offered
    title = CleanInput(label=gettext_lazy("标题"), max_length=LINE)
    title_by = forms.ChoiceField(
        label=gettext_lazy("标题出自"),
        choices=Author.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选：照录发布机关的，还是本站编者拟的。")},
    )
    bodies = CleanInput(
        label=gettext_lazy("单位"),
        max_length=BODIES,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("照录；几个单位各写一行。类型、地区、层级按名称判断。"),
    )
    themes: "forms.ModelMultipleChoiceField[Theme]" = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=gettext_lazy("主题"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("看不出来的不选。"),
    )
    themes_by = forms.ChoiceField(
        label=gettext_lazy("主题归类出自"),
        choices=Author.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    summary = CleanInput(
        label=gettext_lazy("摘要"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("用自己的话写，80 至 200 字，不照抄；可以以后补。"),
    )
    body = CleanInput(
        label=gettext_lazy("正文"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("照录发布稿全文；没有收录就留空。"),
    )

    def __init__(self, data: Any, batch: Batch) -> None:
        """What the last case of the batch says of its title and themes is proposed again.

        A form that was sent shows the places of its bodies, and leads there.
        """
        last = batch.cases.order_by("number").last() if batch.pk else None
        initial = {"title_by": last.title_by, "themes_by": last.themes_by} if last else {}
        super().__init__(data, initial=initial, label_suffix="")
        self.fields["bodies"].widget.attrs["autofocus"] = self.is_bound
        self.batch = batch
        self.year = batch.year

    @property
    def adds(self) -> bool:
        """Whether what was typed is to be stored."""
        return self.is_bound

    def clean(self) -> dict[str, Any] | None:
        """Refuse the case where another has got its number: a second click, or a colleague."""
        offered = number(self.data.get(self.add_prefix("number"), ""))
        if self.batch.pk and offered is not None:
            self.taken = self.batch.cases.filter(number=offered).first()
        if self.taken:
            again = _("是同一件就不必再加；是另一件，请再按一次“加入这一件”。")
            raise ValidationError(_("第 %d 件刚才已经加入。") % self.taken.number + again)
        return super().clean()

    def clean_themes_by(self) -> str:
        author: str = self.cleaned_data["themes_by"]
        if self.cleaned_data.get("themes") and not author:
            raise ValidationError(_("请选：发布稿写明归入这个主题，还是本站编者归类的。"))
        return author or Author.ISSUER

    def clean_bodies(self) -> list[CreditedBody]:
        """The bodies, each at its place; raises ValidationError while a name may mean several."""
        bodies = self.chosen_bodies(self.cleaned_data["bodies"])
        if not bodies:
            raise ValidationError(_("请写出单位的名称。"))
        if any(body.choices for body in bodies):
            raise ValidationError(_("名称不止一处，请在下面选是哪一处。"))
        return [credited(body) for body in bodies]

    def chosen_bodies(self, text: str) -> list[Body]:
        """The bodies that a text names, with the places that were chosen for them."""
        bodies = named_bodies(split_values(text), self.year)
        for position, body in enumerate(bodies):
            chosen = self.data.get(self.place_field(position))
            for choice in body.choices:
                if choice.standard_name == chosen:
                    bodies[position] = replace(choice, name=body.name, choices=())
        return bodies

    def place_field(self, position: int) -> str:
        return self.add_prefix(f"place-{position}")

    def placed_bodies(self) -> list[PlacedBody]:
        """What was typed so far, as the page shows it."""
        text = self.data.get(self.add_prefix("bodies"), "") if self.is_bound else ""
        if len(text) > BODIES:  # refused: nothing is read of it
            return []
        return [
            PlacedBody(
                body.name,
                place_label(body.province, body.level),
                self.place_field(position),
                tuple(choice.standard_name for choice in body.choices),
                body.questions,
            )
            for position, body in enumerate(self.chosen_bodies(text))
        ]

    def case(self, batch: Batch, number: int) -> Case:
        """The case, not stored yet."""
        names = ("title", "title_by", "themes_by", "summary", "body")
        values = {name: self.cleaned_data[name] for name in names}
        return Case(batch=batch, number=number, **values)


class KeptCaseForm(NewCaseForm):
    """What was typed of a case while the batch alone is saved: shown again, neither checked nor
    stored."""

    adds = False  # type: ignore[assignment]

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}


def typed_case(data: Any) -> bool:
    """Whether somebody began to type a case."""
    names = ("title", "bodies", "summary", "body")
    return any(data.get(f"{NewCaseForm.prefix}-{name}", "").strip() for name in names)
