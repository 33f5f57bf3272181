"""Themes, batches, cases with their bodies, and the record of what became of them.

Rows that the public can see are written by history.py alone, so that versions, set keys,
search text and the revision always follow; every other way of writing them is refused here.
"""

import json
import re
import uuid
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import search
from .vocabulary import (
    PROVINCE_CODES,
    Author,
    BodyKind,
    DateBasis,
    Level,
    PlaceBasis,
    Province,
    Status,
    Withdrawal,
    place_in_words,
)

SEPARATOR = ";"

# ---------------------------------------------------------------- what text may be


def validate_text(value: str) -> None:
    """Refuse what no database, CSV or XML can carry: control characters and lone surrogates."""
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", value):
        raise ValidationError(_("含有不可见的控制字符或损坏的字符，请删去后再保存。"))


def validate_name(value: str) -> None:
    """Refuse the separator of many-valued cells inside one value."""
    validate_text(value)
    if SEPARATOR in value:
        raise ValidationError(_("不能含有半角分号“;”，它用来分隔多个值。"))


def validate_partial_date(value: str) -> None:
    """Refuse all but YYYY, YYYY-MM and YYYY-MM-DD (ISO 8601-1 calendar dates, reduced or whole)."""
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
            raise ValueError
        year, month, day = map(int, [*value.split("-"), 1, 1][:3])
        date(year, month, day)
    except ValueError:
        raise ValidationError(_("请写成 2021、2021-07 或 2021-07-29 的样子。")) from None


def split_values(text: str) -> list[str]:
    """Take apart what an editor wrote as a list: by semicolon, enumeration comma or line."""
    return [part.strip() for part in re.split(r"[;；、\n]", text) if part.strip()]


def text_field(label: str, **options) -> models.TextField:
    return models.TextField(label, blank=True, default="", validators=[validate_text], **options)


def line_field(label: str, length: int = 300, **options) -> models.CharField:
    options = {"blank": True, "default": "", "validators": [validate_text]} | options
    return models.CharField(label, max_length=length, **options)


def partial_date_field(label: str, help_text: str) -> models.CharField:
    return line_field(label, 10, validators=[validate_partial_date], help_text=help_text)


# ---------------------------------------------------------------- who may write

_recording = ContextVar("recording", default=False)


class UnrecordedChange(RuntimeError):
    """A catalogue row was about to change behind the back of its history."""


@contextmanager
def recording():
    """Open the catalogue's rows for writing; history.py uses it, and bulk loaders that answer
    for keys, texts, versions and revision themselves."""
    token = _recording.set(True)
    try:
        yield
    finally:
        _recording.reset(token)


def require_recording(sender: type[models.Model], **_signal) -> None:
    if not _recording.get():
        raise UnrecordedChange(f"{sender.__name__} is written through reforms.history only")


class RecordedQuerySet(models.QuerySet):
    """Refuses the bulk methods, which send no signals, outside of recording()."""

    def update(self, **values):
        require_recording(self.model)
        return super().update(**values)

    update.alters_data = True

    def bulk_create(self, *args, **options):
        require_recording(self.model)
        return super().bulk_create(*args, **options)

    def bulk_update(self, *args, **options):
        require_recording(self.model)
        return super().bulk_update(*args, **options)

    bulk_update.alters_data = True


_erasing = ContextVar("erasing", default=False)


@contextmanager
def erasing():
    """Open the append-only record for rewriting; erasure.py alone uses it."""
    token = _erasing.set(True)
    try:
        yield
    finally:
        _erasing.reset(token)


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses to change rows, which sends no signals, outside of erasing()."""

    def update(self, **values):
        if not _erasing.get():
            raise UnrecordedChange(f"a {self.model.__name__} is never changed")
        return super().update(**values)

    def bulk_update(self, *args, **options):
        raise UnrecordedChange(f"a {self.model.__name__} is never changed")

    update.alters_data = bulk_update.alters_data = True


# ---------------------------------------------------------------- the catalogue


class Theme(models.Model):
    """A responsibility theme; four are seeded, other batches may bring others."""

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
    definition = text_field(_("释义"), help_text=_("一两句话，显示在主题页上。"))
    definition_en = text_field(_("英文释义"), help_text=_("本站译文，显示在英文主题页上。"))
    position = models.PositiveSmallIntegerField(
        _("顺序"), default=100, help_text=_("数字小的排在前面。")
    )

    objects = RecordedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = verbose_name_plural = _("责任主题")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    @classmethod
    def in_order(cls) -> list["Theme"]:
        """All themes, as pages need them: Django takes twice as long to compile the query as the
        database to answer it."""
        return list(cls.objects.raw("SELECT * FROM reforms_theme ORDER BY position, slug"))

    @cached_property
    def address(self) -> str:
        """Of its page in the reader's language; the cards of a list share their themes."""
        return reverse("theme", args=[self.slug])


class BatchQuerySet(RecordedQuerySet):
    def published(self) -> "BatchQuerySet":
        """The batches the public may see: those with a published case."""
        return self.filter(Exists(Case.objects.published().filter(batch=OuterRef("pk"))))


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
    series = line_field(_("系列"), help_text=_("如“全国检察机关检察改革典型案例”；没有就留空。"))
    ordinal = models.PositiveSmallIntegerField(
        _("第几批"), null=True, blank=True, help_text=_("没有批次号就留空。")
    )
    issuers = line_field(_("发布机关"), blank=False, help_text=_("联合发布的用顿号或分号隔开。"))
    document_number = line_field(_("文号"), 100, help_text=_("照录印发通知的文号；没有就留空。"))
    topic = line_field(_("主题"), help_text=_("本批案例共同的题目，如“规范司法办案”；没有就留空。"))
    topic_en = line_field(_("英文主题"), help_text=_("本站译文。"))
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
    source_name = line_field(_("来源"), help_text=_("刊载发布稿的媒体或网站。"))
    source_url = models.URLField(
        _("来源网址"), max_length=500, blank=True, default="", help_text=_("不知道就留空。")
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = verbose_name_plural = _("批次")

    def __str__(self) -> str:
        return (self.title_en if get_language() == "en" else "") or self.title

    def clean(self) -> None:
        self.issuers = SEPARATOR.join(split_values(self.issuers))
        if self.is_frozen and Batch.objects.get(pk=self.pk).slug != self.slug:
            raise ValidationError({"slug": _("本批次已有案例发布过，编号已固定，网址名不能再改。")})

    @property
    def is_frozen(self) -> bool:
        """Whether a case was ever public, so that references with this slug are known."""
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
    def issuer_list(self) -> list[str]:
        return split_values(self.issuers)


class CaseQuerySet(RecordedQuerySet):
    def published(self) -> "CaseQuerySet":
        """The cases the public may see. The one place where this is said."""
        return self.filter(status=Status.PUBLISHED)

    def with_relations(self) -> "CaseQuerySet":
        """All that a line of the list or a row of a file needs, in a fixed number of queries."""
        return self.select_related("batch").prefetch_related("bodies", "themes")


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
    title_en = line_field(_("英文标题"), help_text=_("本站译名；没有就留空。"))
    title_by = line_field(
        _("标题出自"),
        10,
        choices=Author.choices,
        default=Author.ISSUER,
        blank=False,
        help_text=_("原文没有标题、由编者拟定的，选“本站编者”，页面会注明。"),
    )
    summary = text_field(_("摘要"), help_text=_("用自己的话写，80 至 200 字。"))
    summary_en = text_field(_("英文摘要"), help_text=_("与中文摘要内容相同；没有就留空。"))
    body = text_field(_("正文"), help_text=_("照录发布稿全文；没有收录就留空。"))
    keywords = line_field(_("关键词"), help_text=_("用分号或顿号隔开。"))
    themes = models.ManyToManyField(
        Theme,
        related_name="cases",
        blank=True,
        verbose_name=_("责任主题"),
        help_text=_("可以选几个；看不出来的不选。"),
    )
    themes_by = line_field(
        _("主题归类出自"),
        10,
        choices=Author.choices,
        default=Author.ISSUER,
        blank=False,
        help_text=_("发布稿写明归入哪个主题的，选“发布机关”；由我们判断的，选“本站编者”。"),
    )
    source_name = line_field(_("来源"), help_text=_("与批次相同就留空。"))
    source_url = models.URLField(
        _("来源网址"),
        max_length=500,
        blank=True,
        default="",
        help_text=_("以 https:// 开头；与批次相同就留空。"),
    )

    status = line_field(
        _("状态"), 10, choices=Status.choices, default=Status.DRAFT, blank=False, editable=False
    )
    withdrawal = line_field(_("撤下原因"), 10, choices=Withdrawal.choices, editable=False)
    withdrawal_note = text_field(_("撤下说明"), editable=False)
    successor = line_field(_("并入或取代它的案例"), 80, editable=False)  # a reference
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, editable=False)
    first_published_at = models.DateTimeField(_("首次发布时间"), null=True, editable=False)

    # Written by history.py from the fields above, the batch, the themes and the bodies.
    reference = models.CharField(_("编号"), max_length=80, unique=True, editable=False)
    reference_key = models.CharField(max_length=160, unique=True, editable=False)
    date = models.CharField(max_length=10, default="", editable=False)
    year = models.PositiveSmallIntegerField(_("年份"), null=True, editable=False)
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
            # Covers the GROUP BY behind the facets: without it SQLite reads every row.
            models.Index("status", "year", "theme_key", "place_key", "batch", name="facet_cells"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.reference])

    def clean(self) -> None:
        self.keywords = SEPARATOR.join(split_values(self.keywords))
        if self.first_published_at and self.reference != make_reference(self.batch, self.number):
            raise ValidationError(
                _("案例发布过，编号 %(reference)s 已固定，不能换批次或序号。"),
                params={"reference": self.reference},
            )

    @property
    def permalink(self) -> str:
        """The permanent public address, the same in every language."""
        return f"{settings.SITE_URL}/cases/{self.reference}/"

    @property
    def keyword_list(self) -> list[str]:
        return split_values(self.keywords)

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED

    def texts(self, bodies: Iterable["CreditedBody"] | None = None) -> list[tuple[str, str]]:
        """All that searches look into: (field, text), a field with several values several times.

        `bodies` are given where they are not stored yet.
        """
        bodies = self.bodies.all() if bodies is None else bodies
        own = ("title", "summary", "title_en", "summary_en", "body")
        of_batch = ("title", "topic", "introduction")
        return [
            *((name, getattr(self, name)) for name in own),
            *(("keywords", word) for word in split_values(self.keywords)),
            *(("bodies", name) for body in bodies for name in (body.name, body.standard_name)),
            *((f"batch_{name}", getattr(self.batch, name)) for name in of_batch),
        ]

    @property
    def source(self) -> tuple[str, str]:
        """Name and address of the source: its own, else the batch's."""
        own = (self.source_name, self.source_url)
        return own if any(own) else (self.batch.source_name, self.batch.source_url)


def make_reference(batch: Batch, number: int) -> str:
    """The permanent public name: the batch's slug and a number of ours."""
    return f"{batch.slug}-{number:02d}"


def natural_key(reference: str) -> str:
    """A text that sorts as the reference does when its numbers are read as numbers."""
    return re.sub(r"[0-9]+", lambda digits: digits[0].zfill(8), reference)


def theme_key(themes: Iterable[Theme]) -> str:
    """The set of a case's themes as one stored value: slugs, sorted."""
    return SEPARATOR.join(sorted(theme.slug for theme in themes))


def place_key(bodies: Iterable["CreditedBody"]) -> str:
    """The set of a case's places as one stored value: `province:level` pairs, sorted."""
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
        """Its province and level in words."""
        return place_in_words(self.province, self.level)

    @property
    def province_code(self) -> str:
        """GB/T 2260 code of the province; empty where there is none."""
        return PROVINCE_CODES.get(self.province, "")


class CaseTextQuerySet(models.QuerySet):
    """Refuses to write: what the index was told would no longer be what is stored."""

    def refuse(self, *_args, **_options):
        raise UnrecordedChange("CaseText is written by reforms.search.index only")

    update = bulk_create = bulk_update = refuse


class CaseText(models.Model):
    """The folded text of a case in three tiers: what searches look into. Derived."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="text")
    title = models.TextField(default="")
    summary = models.TextField(default="")
    rest = models.TextField(default="")

    objects = CaseTextQuerySet.as_manager()


class Line(models.Model):
    """A public case as one line of a file. Derived; written by reforms.lines only."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True)
    made_with = models.CharField(max_length=16)
    text = models.TextField()

    class Meta:
        abstract = True


# Two narrow tables: one with both texts would have PostgreSQL move them out of the row (TOAST).
class CsvLine(Line):
    """The line of a CSV file."""


class JsonLine(Line):
    """The line of a JSON Lines file."""


# ---------------------------------------------------------------- the record


class PlainJSON(json.JSONEncoder):
    """Chinese as it is: escaped it is twice as long, and psycopg doubles each backslash singly."""

    def __init__(self, **options) -> None:
        super().__init__(**options | {"ensure_ascii": False})


ERASED = "■■"  # stands for what was erased; no longer than the shortest phrase, so that it fits


class Erasure(models.Model):
    """A tombstone: that something was erased from a case, never what it was. Append-only."""

    class Kind(models.TextChoices):
        WHOLE = "whole", _("抹除全文")
        PHRASE = "phrase", _("抹除词句")

    kind = models.CharField(_("范围"), max_length=10, choices=Kind.choices)
    subject_id = models.PositiveBigIntegerField()
    reference = models.CharField(_("编号"), max_length=80)
    at = models.DateTimeField(_("时间"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("管理员"),
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = _("抹除记录")

    def __str__(self) -> str:
        return f"{self.reference} {self.get_kind_display()}"


class Version(models.Model):
    """One whole state of a case, batch or theme. Append-only, but for what erasure takes away."""

    class Subject(models.TextChoices):
        CASE = "case", _("案例")
        BATCH = "batch", _("批次")
        THEME = "theme", _("责任主题")

    class Action(models.TextChoices):
        CREATED = "created", _("新建")
        CHANGED = "changed", _("修改")
        PUBLISHED = "published", _("发布")
        WITHDRAWN = "withdrawn", _("撤下")
        DELETED = "deleted", _("删除")
        REVERTED = "reverted", _("恢复")
        ERASED = "erased", _("抹除")

    subject = models.CharField(max_length=5, choices=Subject.choices)
    subject_id = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=80)
    action = models.CharField(max_length=10, choices=Action.choices)
    state = models.JSONField(encoder=PlainJSON)
    revision = models.PositiveBigIntegerField(
        null=True,
        help_text="the revision that this change made; null: the public saw nothing of it",
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(default="")
    erasure = models.ForeignKey(
        Erasure,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="the last erasure that took something away from this state, or wrote it",
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index("subject", "subject_id", name="versions_of"),
            models.Index("revision", name="changes_since"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(revision__isnull=True) | Q(revision__gt=0),
                name="revision_counts_from_1",
            )
        ]


class Revision(models.Model):
    """The dataset's version: one row, whose number grows with every change the public can see."""

    number = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    dataset = models.UUIDField(default=uuid.uuid4, help_text="new after a restore")

    @classmethod
    def current(cls) -> "Revision":
        """The stored revision; before the first change one with number 0."""
        # Every answer asks this: to compile the query took a fifth of a 304.
        stored = cls.objects.raw("SELECT * FROM reforms_revision")
        return next(iter(stored), None) or cls(dataset=uuid.UUID(int=0))

    @classmethod
    def next(cls) -> int:
        """Raise the number by one and return it. Locks until the transaction ends: call it last."""
        raised = cls.objects.update(number=F("number") + 1, at=timezone.now())
        if not raised:
            cls.objects.create(pk=1, number=1)
        return cls.objects.values_list("number", flat=True).get()


# ---------------------------------------------------------------- imports


class BatchImport(models.Model):
    """One upload or paste by an editor: what it held, what became of it, and its undo.

    It lives here from the first moment, so that any process can carry on with it.
    """

    class State(models.TextChoices):
        READING = "reading", _("读取中断")
        PREPARED = "prepared", _("待核对")
        APPLIED = "applied", _("已导入")
        UNDONE = "undone", _("已撤销")
        DISCARDED = "discarded", _("已放弃")

    class Kind(models.TextChoices):
        RELEASE = "release", _("粘贴的发布稿")
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        JSONL = "jsonl", "JSON Lines"

    kind = models.CharField(_("形式"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.READING)
    file_name = models.CharField(_("文件名"), max_length=255, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(_("字节数"), default=0)
    encoding = models.CharField(_("编码"), max_length=40, blank=True)
    # What the whole file or text says: the batch, what was claimed, what was cut off.
    facts = models.JSONField(default=dict)
    counts = models.JSONField(_("计数"), default=dict)
    # Versions that applying wrote, so that undoing knows what was there before.
    outcome = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("编辑"),
    )
    at = models.DateTimeField(_("时间"), default=timezone.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(_("导入时间"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = _("导入")
        permissions = [("undo_import", "Can undo an import")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.file_name or self.get_kind_display()}"


class ImportRow(models.Model):
    """One row of an import: its cells as text, and what the last check said of them."""

    class Status(models.TextChoices):
        NEW = "new", _("新增")
        CHANGED = "changed", _("更新")
        SAME = "same", _("相同")
        SKIPPED = "skipped", _("跳过")
        REFUSED = "refused", _("未通过")

    class Choice(models.TextChoices):
        SKIP = "skip", _("跳过")
        UPDATE = "update", _("更新已有案例")
        ADD = "add", _("仍然新增")

    batch_import = models.ForeignKey(BatchImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField(default=dict, encoder=PlainJSON)
    passages = models.JSONField(
        default=dict, encoder=PlainJSON
    )  # column → the words of the text behind its cell
    asks = models.JSONField(
        default=list, encoder=PlainJSON
    )  # what the reader could not tell: [column, words]
    faults = models.JSONField(
        default=list, encoder=PlainJSON
    )  # what the file itself had wrong: [column, words]
    choice = models.CharField(max_length=6, choices=Choice.choices, blank=True, default="")
    # Of the last check:
    status = models.CharField(max_length=8, choices=Status.choices)
    target = models.PositiveBigIntegerField(null=True)
    messages = models.JSONField(
        default=list, encoder=PlainJSON
    )  # [column, words, whether it refuses the row]
    changes = models.JSONField(default=list, encoder=PlainJSON)  # [column, old, new]
    alike = models.JSONField(default=list)  # likely duplicates: [case, why]

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["batch_import", "line"], name="one_row_a_line")
        ]
        indexes = [models.Index("batch_import", "status", "line", name="rows_by_status")]


for _model in (Theme, Batch, Case, CreditedBody):
    pre_save.connect(require_recording, sender=_model)
    pre_delete.connect(require_recording, sender=_model)
m2m_changed.connect(require_recording, sender=Case.themes.through)


def keep_indexed(**_signal) -> None:
    CaseText.objects.refuse()


def forget_text(instance: CaseText, **_signal) -> None:
    search.unindex([instance.pk])


pre_save.connect(keep_indexed, sender=CaseText)
pre_delete.connect(forget_text, sender=CaseText)


def keep_append_only(instance: models.Model, **_signal) -> None:
    if instance.pk:
        raise UnrecordedChange(f"a {type(instance).__name__} is never changed or deleted")


for _model in (Version, Erasure):
    pre_save.connect(keep_append_only, sender=_model)
    pre_delete.connect(keep_append_only, sender=_model)
