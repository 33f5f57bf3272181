"""The record: versions, erasures, and the revision of the dataset."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .first_row import first_row
from .guard import AppendOnlyQuerySet


class PlainJSON(json.JSONEncoder):
    """JSON with Chinese unescaped.

    Escaped, a text is twice as long, and psycopg doubles the backslashes one by one.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})


ERASED = "■■"  # replaces erased text; as long as the shortest phrase, so that it always fits


class Erasure(models.Model):
    """A tombstone: says that something was erased from a case, never what. Append-only."""

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

    @classmethod
    def last_key(cls) -> int:
        """The key of the last erasure; 0 if nothing was erased yet."""
        return cls.objects.aggregate(last=Max("pk"))["last"] or 0


class PendingCleaning(models.Model):
    """A store whose files hold what an erasure removed; the row goes when they are clean."""

    class Store(models.TextChoices):
        DATABASE = "database", _("数据库文件")
        PROXY = "proxy", _("代理缓存")
        INDEX = "index", _("搜索索引")
        BACKUPS = "backups", _("抹除前的备份")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    store = models.CharField(max_length=10, choices=Store.choices)
    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="+")


class Version(models.Model):
    """One whole state of a case, batch or theme. Append-only, except for erasure."""

    class Subject(models.TextChoices):
        CASE = "case", _("案例")
        BATCH = "batch", _("批次")
        THEME = "theme", _("主题")

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
    """The revision of the dataset: one row, whose number grows with every public change."""

    number = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    dataset = models.UUIDField(default=uuid.uuid4, help_text="new after a restore")

    @classmethod
    def current(cls) -> "Revision":
        """The stored revision; before the first change, an unsaved one with number 0."""
        row = first_row("SELECT number, at, dataset FROM reforms_revision")
        return cls.stored(*row) if row else cls(dataset=uuid.UUID(int=0))

    @classmethod
    def stored(cls, number: int | str, at: datetime | str, dataset: uuid.UUID | str) -> "Revision":
        """A stored row; its values may be as the database writes them: SQLite's time has no zone,
        and its key is a text."""
        if isinstance(at, str):
            at = datetime.fromisoformat(at)
        if timezone.is_naive(at):
            at = at.replace(tzinfo=UTC)
        if isinstance(dataset, str):
            dataset = uuid.UUID(dataset)
        return cls(number=int(number), at=at, dataset=dataset)

    @classmethod
    def next(cls) -> int:
        """Raise the number by one and return it. Locks the row until the transaction ends."""
        raised = cls.objects.update(number=F("number") + 1, at=timezone.now())
        if not raised:
            cls.objects.create(pk=1, number=1)
        return cls.objects.values_list("number", flat=True).get()
