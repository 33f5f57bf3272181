"""Proposals: changes to public cases that wait for a publisher beside the live page."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .cases import Case
from .fields import line_field
from .record import PlainJSON, Version


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals, and which of them wait."""

    def open(self) -> "ProposalQuerySet":
        """Those that nobody has decided."""
        return self.filter(status=Proposal.Status.OPEN)


class Proposal(models.Model):
    """A whole state that somebody without the right to publish proposes for a public case.

    `state` is as a version has it; what is proposed is how it differs from that of `based_on`.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("待审")
        TAKEN = "taken", _("已采纳")
        DECLINED = "declined", _("未采纳")
        RETRACTED = "retracted", _("已撤回")  # by its author

    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals", verbose_name=_("案例"))
    based_on = models.ForeignKey(Version, models.PROTECT, related_name="+")
    state = models.JSONField(encoder=PlainJSON)
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.OPEN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提议人"),
    )
    at = models.DateTimeField(_("提议时间"), default=timezone.now)
    note = line_field(_("修改说明"), 300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("处理人"),
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    word = line_field(_("处理意见"), 300)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        verbose_name = verbose_name_plural = _("修改提议")
        indexes = [models.Index("status", "case", name="proposals_by_status")]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN
