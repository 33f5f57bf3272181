"""Themes, each of a scheme: the four responsibilities, and those that other batches bring."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..text.lines import SEPARATOR
from ..text.validation import validate_name
from .fields import line_field, text_field
from .guard import RecordedQuerySet


class Theme(models.Model):
    """A theme; the four responsibilities are seeded, other batches may bring others."""

    slug = models.SlugField(
        _("网址名"),
        max_length=50,
        unique=True,
        help_text=_("小写英文、数字和连字符，如 supervisory；有案例以后不能再改。"),
    )
    name = line_field(
        _("名称"),
        50,
        blank=False,
        validators=[validate_name],
        help_text=_("照录发布机关的叫法，如“监管责任”。"),
    )
    name_en = line_field(
        _("英文名称"), 80, blank=False, validators=[validate_name], help_text=_("本站译名。")
    )
    scheme = line_field(
        _("所属体系"), 50, help_text=_("同一套主题写同一个名称，如“四类责任”；没有就留空。")
    )
    scheme_en = line_field(_("体系的英文名称"), 80, help_text=_("本站译名。"))
    definition = text_field(_("释义"), help_text=_("一两句话，显示在主题页上。"))
    definition_en = text_field(_("英文释义"), help_text=_("本站译文，显示在英文主题页上。"))
    position = models.PositiveSmallIntegerField(
        _("顺序"), default=100, help_text=_("数字小的排在前面。")
    )

    place: int  # among all themes, from 1; only those from in_order() have it

    objects = RecordedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = verbose_name_plural = _("主题")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    def clean(self) -> None:
        if former := FormerSlug.objects.filter(slug=self.slug).select_related("theme").first():
            message = _("“%(slug)s”是并入“%(theme)s”的主题的网址名，请另取一个。")
            words = {"slug": self.slug, "theme": former.theme.name}
            raise ValidationError({"slug": message % words})

    @property
    def scheme_label(self) -> str:
        """The scheme in the reader's language; empty for a theme of none."""
        return (self.scheme_en if get_language() == "en" else "") or self.scheme

    @classmethod
    def in_order(cls) -> list["Theme"]:
        """All themes in the order of the site, each with its `place` from 1."""
        # Raw: compiling this query takes Django twice as long as the database takes to answer it.
        place = "ROW_NUMBER() OVER (ORDER BY position, slug) AS place"
        return list(cls.objects.raw(f"SELECT *, {place} FROM reforms_theme ORDER BY place"))

    @cached_property
    def address(self) -> str:
        """The URL of the theme's page in the active language; cached for lists of cases."""
        return reverse("theme", args=[self.slug])


class FormerSlug(models.Model):
    """The slug of a theme that was merged into another, whose page and cases it still leads to."""

    slug = models.SlugField(max_length=50, unique=True)
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="former_slugs")

    objects = RecordedQuerySet.as_manager()


def themes_by_slug(slugs: Iterable[str]) -> dict[str, Theme]:
    """The themes of these slugs, also of those that were merged away; others are left out."""
    slugs = set(slugs)
    themes = {theme.slug: theme for theme in Theme.objects.filter(slug__in=slugs)}
    if missing := slugs - themes.keys():
        former = FormerSlug.objects.filter(slug__in=missing).select_related("theme")
        themes |= {each.slug: each.theme for each in former}
    return themes


def theme_key(themes: Iterable[Theme]) -> str:
    """The themes of a case as one value: their slugs, sorted, joined by SEPARATOR."""
    return SEPARATOR.join(sorted(theme.slug for theme in themes))
