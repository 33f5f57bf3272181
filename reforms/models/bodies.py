"""Credited bodies."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..columns.derivation import body_code
from ..divisions import city_in, is_anonymous
from ..text.lines import SEPARATOR
from ..text.validation import validate_name
from ..vocabulary import (
    LEVEL_NAMES,
    BodyKind,
    Level,
    PlaceBasis,
    Province,
    area_label,
    place_label,
)
from .cases import Case
from .fields import line_field
from .guard import RecordedQuerySet

# Of a case: a form of 1,000 fields holds no more, eight for each.
MOST_BODIES = 125


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
        # Covers the GROUP BY behind the cities of a province.
        indexes = [models.Index("province", "standard_name", "name", "case", name="body_names")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Province and level as people read them."""
        full_name = self.standard_name or self.name
        return place_label(self.province, self.level, self.kind, full_name)

    @property
    def level_label(self) -> str:
        """The level as people read it: of 江苏省检察机关, 全省检察机关."""
        return self.area or str(LEVEL_NAMES.get(self.level, self.level))

    @property
    def area(self) -> str:
        """What a system covers; empty for all other bodies."""
        return area_label(self.kind, self.province, self.level, self.standard_name or self.name)

    @property
    def has_judged_level(self) -> bool:
        """Whether the editors judged the level that is shown; an area follows from the name."""
        return self.place_basis == PlaceBasis.INFERRED and not self.area

    @property
    def is_anonymous(self) -> bool:
        """Whether the release hides which body it is: no other of the name is known to be it."""
        return is_anonymous(self.name)

    @property
    def city(self) -> str:
        """The code of the city in which it lies; empty where its name does not tell."""
        return city_in(self.province, self.standard_name or self.name)

    @property
    def code(self) -> str:
        """The six-digit code of its division; empty where its name does not tell."""
        return body_code(self.standard_name or self.name, self.case.year)
