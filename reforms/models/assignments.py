"""Theme assignments: which themes a case has, and by which words of the release."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..text.lines import SEPARATOR
from ..text.validation import validate_text
from ..vocabulary import BASES_OF_OURS, Author, ThemeBasis
from .cases import Case
from .fields import CleanLineField, line_field
from .guard import RecordedQuerySet
from .themes import Theme


class PassageField(CleanLineField):
    """A passage of a release on one line, without the separator of lists in files."""

    def cleaned(self, text: str) -> str:
        return super().cleaned(text).replace(SEPARATOR, "；")


class ThemeAssignment(models.Model):
    """A theme of a case. Without a basis the release assigned it, it is not recorded where."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("主题"),
        help_text=_("看不出来的不选。"),
    )
    basis = line_field(
        _("归类依据"),
        10,
        choices=ThemeBasis.choices,
        help_text=_("发布稿在哪里写明；由我们判断的选“编者归类”。"),
    )
    passage: "models.CharField[str, str]" = PassageField(
        _("依据的原话"),
        max_length=300,
        blank=True,
        default="",
        validators=[validate_text],
        help_text=_("照录那句话或那个小标题；没有就留空。"),
    )

    objects = RecordedQuerySet.as_manager()

    class Meta:
        db_table = "reforms_case_themes"
        ordering = ["theme__position", "theme__slug"]
        unique_together = [("case", "theme")]
        verbose_name = verbose_name_plural = _("主题")

    def __str__(self) -> str:
        return str(self.theme)


def themes_by(assignments: Iterable[ThemeAssignment]) -> Author:
    """Who assigned the themes of a case: this catalogue where the editors judged any of them."""
    is_ours = any(assignment.basis in BASES_OF_OURS for assignment in assignments)
    return Author.CATALOGUE if is_ours else Author.ISSUER
