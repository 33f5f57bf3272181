"""Cases, and which of them the public may see."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..text.lines import joined_words, split_words
from ..vocabulary import Author, Status, Withdrawal
from .batches import Batch
from .fields import line_field, text_field, url_field
from .guard import RecordedQuerySet
from .references import make_reference
from .themes import Theme

if TYPE_CHECKING:
    from .bodies import CreditedBody


class CaseQuerySet(RecordedQuerySet["Case"]):
    """Cases, and which of them the public may see."""

    def published(self) -> "CaseQuerySet":
        """The cases the public may see. No other place defines this."""
        return self.filter(status=Status.PUBLISHED)

    def known_to_public(self) -> "CaseQuerySet":
        """The cases that are or were public: their references may have been cited."""
        return self.filter(status__in=[Status.PUBLISHED, Status.WITHDRAWN])

    def with_relations(self) -> "CaseQuerySet":
        """With all that a list item or a file row needs, in a fixed number of queries."""
        return self.select_related("batch").prefetch_related(
            "bodies", "themes", "assignments__theme"
        )


class Case(models.Model):
    """One typical case of a batch."""

    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        related_name="cases",
        verbose_name=_("批次"),
        help_text=_("输入批次名称查找；首次发布后不能再改。"),
    )
    number = models.PositiveSmallIntegerField(
        _("本站序号"), help_text=_("在批次中的次序，由本站编排；首次发布后不能再改。")
    )
    official_no = line_field(
        _("原编号"), 50, help_text=_("发布机关自己的编号，如“案例三”；没有就留空。")
    )
    title = line_field(
        _("标题"),
        blank=False,
        help_text=_("照录发布稿；没有标题的由编者拟定，并在“标题出自”注明。"),
    )
    subtitle = line_field(_("副标题"), help_text=_("破折号后面的副题，照录；没有就留空。"))
    title_en = line_field(_("英文标题"), help_text=_("本站译名；没有就留空。"))
    title_by = line_field(
        _("标题出自"),
        10,
        choices=Author.choices,
        default=Author.ISSUER,
        blank=False,
        help_text=_("原文没有标题、由编者拟定的，选“本站编者”，页面会注明。"),
    )
    summary = text_field(
        _("摘要"), help_text=_("用自己的话写，80 至 200 字；没有时页面显示正文的开头。")
    )
    summary_en = text_field(_("英文摘要"), help_text=_("与中文摘要内容相同；没有就留空。"))
    body = text_field(_("正文"), help_text=_("照录发布稿全文；没有收录就留空。"))
    keywords = line_field(_("关键词"), help_text=_("用分号或顿号隔开。"))
    themes = models.ManyToManyField(
        Theme,
        related_name="cases",
        blank=True,
        verbose_name=_("主题"),
        through="ThemeAssignment",
    )
    source_name = line_field(_("来源"), help_text=_("与批次相同就留空。"))
    source_url = url_field(_("来源网址"), _("以 https:// 开头；与批次相同就留空。"))

    status = line_field(
        _("状态"), 10, choices=Status.choices, default=Status.DRAFT, blank=False, editable=False
    )
    withdrawal = line_field(_("撤下原因"), 10, choices=Withdrawal.choices, editable=False)
    withdrawal_note = text_field(_("撤下说明"), editable=False)
    successor = line_field(_("并入或取代它的案例"), 80, editable=False)  # a case reference
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, editable=False)
    first_published_at = models.DateTimeField(_("首次发布时间"), null=True, editable=False)

    # Derived by reforms.history from the fields above, the batch, the themes and the bodies.
    reference = models.CharField(_("编号"), max_length=80, unique=True, editable=False)
    reference_key = models.CharField(max_length=160, unique=True, editable=False)
    official_key = models.CharField(max_length=160, default="", editable=False)
    date = models.CharField(max_length=10, default="", editable=False)
    year = models.PositiveSmallIntegerField(_("年份"), null=True, editable=False)
    themes_by = line_field(
        _("主题归类出自"),
        10,
        choices=Author.choices,
        default=Author.ISSUER,
        blank=False,
        editable=False,
    )
    theme_key = models.CharField(max_length=250, default="", editable=False)
    place_key = models.TextField(default="", editable=False)
    revision = models.PositiveBigIntegerField(_("数据版本"), default=0, editable=False)
    updated_at = models.DateTimeField(_("更新时间"), default=timezone.now, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["reference_key"]
        verbose_name = verbose_name_plural = _("案例")
        permissions = [
            ("publish_case", "Can publish cases and change public ones"),
            ("withdraw_case", "Can withdraw public cases"),
            ("erase_case", "Can erase texts and phrases for good"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"],
                name="one_case_a_number",
                violation_error_message=_("本批次已有这个序号的案例。"),
            ),
        ]
        indexes = [
            models.Index("status", F("date").desc(), "reference_key", name="newest_first"),
            models.Index(
                "status",
                F("first_published_at").desc(),
                "reference_key",
                name="newly_published",
            ),
            models.Index("batch", "status", name="cases_of_a_batch"),
            models.Index("revision", name="cases_changed_since"),
            # Covers what a typed number may name: without it SQLite reads every row.
            models.Index("official_no", "status", "reference_key", name="cases_by_number"),
            # Covers the GROUP BY behind the facets: without it SQLite reads every row.
            models.Index("status", "year", "theme_key", "place_key", "batch", name="facet_cells"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.reference])

    def clean(self) -> None:
        self.keywords = joined_words(self.keywords)
        if self.first_published_at and self.reference != make_reference(self.batch, self.number):
            raise ValidationError(
                _("案例发布过，编号 %(reference)s 已固定，不能换批次或序号。"),
                params={"reference": self.reference},
            )

    @property
    def permalink(self) -> str:
        """The permanent public URL, the same in every language."""
        return f"{settings.SITE_URL}/cases/{self.reference}/"

    @property
    def keyword_list(self) -> list[str]:
        return split_words(self.keywords)

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED

    def texts(self, bodies: Iterable["CreditedBody"] | None = None) -> list[tuple[str, str]]:
        """All that a search looks into, as (field, text); a field with several values repeats.

        `bodies` stands for the stored bodies where these are not written yet.
        """
        bodies = self.bodies.all() if bodies is None else bodies
        own = ("title", "subtitle", "summary", "title_en", "summary_en", "body")
        of_batch = ("title", "topic", "introduction")
        return [
            *((name, getattr(self, name)) for name in own),
            *(("keywords", keyword) for keyword in self.keyword_list),
            *(("bodies", name) for body in bodies for name in (body.name, body.standard_name)),
            *((f"batch_{name}", getattr(self.batch, name)) for name in of_batch),
        ]

    @property
    def source(self) -> tuple[str, str]:
        """Name and URL of the source: the case's own, else the batch's."""
        own = (self.source_name, self.source_url)
        return own if any(own) else (self.batch.source_name, self.batch.source_url)
