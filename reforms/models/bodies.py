"""Credited bodies."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..text.lines import SEPARATOR
from ..text.validation import validate_name
from ..vocabulary import BodyKind, Level, PlaceBasis, Province, place_label
from .cases import Case
from .fields import line_field
from .guard import RecordedQuerySet


def place_key(bodies: Iterable["CreditedBody"]) -> str:
    """The places of a case as one value: `province:level` pairs, sorted, joined by SEPARATOR."""
    return SEPARATOR.join(sorted({f"{body.province}:{body.level}" for body in bodies}))


class CreditedBody(models.Model):
    """Who the release credits with a case; a joint case has several."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="bodies")
    position = models.PositiveSmallIntegerField(_("次序"), default=0, editable=False)
    name = line_field(
        _("单位（照录）"),
        200,
        blank=False,
        validators=[validate_name],
        help_text=_("照录发布稿的写法。"),
    )
    standard_name = line_field(
        _("规范全称"),
        200,
        validators=[validate_name],
        help_text=_("如“广东省广州市南沙区人民检察院”。"),
    )
    kind = line_field(
        _("机构类型"),
        15,
        choices=BodyKind.choices,
        default=BodyKind.PROCURATORATE,
        blank=False,
        help_text=_("“江苏检察机关”这样指全省系统的，选“检察机关”；不是检察院的，选“其他”。"),
    )
    province = line_field(
        _("地区"), 20, choices=Province.choices, help_text=_("军事检察院和全国性单位留空。")
    )
    level = line_field(
        _("检察院层级"), 12, choices=Level.choices, help_text=_("不是检察院的单位留空。")
    )
    place_basis = line_field(
        _("层级依据"),
        10,
        choices=PlaceBasis.choices,
        default=PlaceBasis.STATED,
        blank=False,
        help_text=_("原文没有写明层级、由编者判断的，选“编者判断”，页面会注明。"),
    )

    objects = RecordedQuerySet.as_manager()

    class Meta:
        ordering = ["case", "position", "pk"]
        verbose_name = verbose_name_plural = _("单位")

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Province and level as people read them."""
        return place_label(self.province, self.level)
