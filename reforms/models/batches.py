"""Batches: one release of typical cases each."""

from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..columns.readers import issuer_role
from ..text.lines import SEPARATOR, joined_values, split_values
from ..vocabulary import BatchKind, DateBasis, IssuerRole
from .fields import line_field, partial_date_field, text_field, url_field
from .guard import RecordedQuerySet

if TYPE_CHECKING:
    from .cases import Case


class BatchQuerySet(RecordedQuerySet["Batch"]):
    """Batches, and which of them the public may see."""

    def published(self) -> "BatchQuerySet":
        """The batches the public may see: those with a published case."""
        case_model = cast("type[Case]", apps.get_model("reforms", "Case"))  # it imports this file
        return self.filter(Exists(case_model.objects.published().filter(batch=OuterRef("pk"))))


class Batch(models.Model):
    """One release of typical cases."""

    slug = models.SlugField(
        _("网址名"),
        max_length=60,
        unique=True,
        help_text=_("小写英文、数字和连字符，如 spp-reform-2；首次发布后不能再改。"),
    )
    title = line_field(_("批次名称"), blank=False, help_text=_("照录发布机关的名称。"))
    title_en = line_field(_("英文名称"), help_text=_("本站译名。"))
    kind = line_field(_("批次类型"), 10, choices=BatchKind.choices, help_text=_("看不出来就留空。"))
    notice_title = line_field(
        _("印发通知标题"), help_text=_("如“关于印发……的通知”，照录；没有就留空。")
    )
    series = line_field(_("系列"), help_text=_("如“全国检察机关检察改革典型案例”；没有就留空。"))
    ordinal = models.PositiveSmallIntegerField(
        _("第几批"), null=True, blank=True, help_text=_("没有批次号就留空。")
    )
    issuers = line_field(_("发布机关"), blank=False, help_text=_("联合发布的用顿号或分号隔开。"))
    issuer_roles = line_field(
        _("发布机关的角色"),
        help_text=_("与发布机关逐个对应，用分号隔开：发布、指导、组织评选；都是发布的留空。"),
    )
    document_number = line_field(_("文号"), 100, help_text=_("照录印发通知的文号；没有就留空。"))
    topic = line_field(
        _("批次主题"), help_text=_("本批案例共同的题目，如“规范司法办案”；没有就留空。")
    )
    topic_en = line_field(_("批次英文主题"), help_text=_("本站译文。"))
    introduction = text_field(
        _("简介"), help_text=_("用自己的话写这一批的背景，一两段；没有就留空。")
    )
    introduction_en = text_field(_("英文简介"), help_text=_("本站译文。"))
    issued_on = partial_date_field(
        _("印发日期"), _("印发通知的落款日期，如 2021、2021-07 或 2021-07-29；没有就留空。")
    )
    released_on = partial_date_field(
        _("发布日期"),
        _("发布机关公开发布的日期，如 2021、2021-07 或 2021-07-29；只写“近日”的留空，不要推测。"),
    )
    reported_on = partial_date_field(
        _("报道日期"), _("媒体刊载的日期，如 2021、2021-07 或 2021-07-29；不知道就留空。")
    )
    checked_on = partial_date_field(
        _("核对日期"),
        _("最近一次拿这一批和它的系列与发布机关的网站核对，是哪一天；没有核对过就留空。"),
    )
    source_name = line_field(_("来源"), help_text=_("刊载发布稿的媒体或网站。"))
    source_url = url_field(_("来源网址"), _("不知道就留空。"))

    objects = BatchQuerySet.as_manager()
    case_count: int  # of public cases; annotated where a list of batches shows it

    class Meta:
        ordering = ["slug"]
        verbose_name = verbose_name_plural = _("批次")

    def __str__(self) -> str:
        return (self.title_en if get_language() == "en" else "") or self.title

    def clean(self) -> None:
        self.issuers = joined_values(self.issuers)
        self.issuer_roles = self.roles_in_order()
        if self.is_frozen and Batch.objects.get(pk=self.pk).slug != self.slug:
            raise ValidationError({"slug": _("本批次已有案例发布过，编号已固定，网址名不能再改。")})

    def roles_in_order(self) -> str:
        """A role for each issuer, as the stored list; without roles, all of them issued it.

        Raises ValidationError for an unknown role, and where there is not one for each issuer.
        """
        roles = [issuer_role(text) for text in split_values(self.issuer_roles)]
        issuers = self.issuer_list
        if set(roles) <= {IssuerRole.ISSUER}:
            roles = [IssuerRole.ISSUER.value] * len(issuers)
        if len(roles) != len(issuers):
            message = _("发布机关有 %(issuers)d 个，角色有 %(roles)d 个，应逐个对应。")
            counts = {"issuers": len(issuers), "roles": len(roles)}
            raise ValidationError({"issuer_roles": message % counts})
        return SEPARATOR.join(roles)

    @property
    def is_public(self) -> bool:
        """Whether the public sees it, by a case of it."""
        return Batch.objects.published().filter(pk=self.pk).exists()

    @property
    def is_frozen(self) -> bool:
        """Whether a case was ever public: references with this slug may have been cited."""
        return bool(self.pk) and self.cases.filter(first_published_at__isnull=False).exists()

    @property
    def date_basis(self) -> DateBasis | None:
        """Which date is the best known one; None where the batch has no date."""
        return next((basis for basis in DateBasis if getattr(self, f"{basis}_on")), None)

    @property
    def date(self) -> str:
        """The best known date, whole or partial (ISO 8601-1); empty where there is none."""
        return getattr(self, f"{self.date_basis}_on") if self.date_basis else ""

    @property
    def year(self) -> int | None:
        """The year of that date."""
        return int(self.date[:4]) if self.date else None

    @property
    def issuer_list(self) -> list[str]:
        return split_values(self.issuers)

    @property
    def issuers_with_roles(self) -> list[tuple[str, IssuerRole]]:
        """Each issuer with what it did."""
        roles = split_values(self.issuer_roles) or [IssuerRole.ISSUER] * len(self.issuer_list)
        return [
            (name, IssuerRole(role)) for name, role in zip(self.issuer_list, roles, strict=True)
        ]
