"""Imports and their rows."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .record import PlainJSON

# In the facts of an import: the keys of the erasures that took away what they found in it.
CLEANED_BY = "cleaned_by"


class BatchImport(models.Model):
    """One upload or paste by an editor: its content, its result, and its undo.

    It is stored from the start, so that any process can go on with it.
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
    # About the file or text as a whole: its batch, its open questions, what was left out.
    facts = models.JSONField(default=dict)
    counts = models.JSONField(_("计数"), default=dict)
    # The versions that the import wrote; undoing starts from them.
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
    """One row of an import: its cells as text, and the result of the last check."""

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
    # Column → the passage of the release that its cell comes from.
    passages = models.JSONField(default=dict, encoder=PlainJSON)
    # What the reader could not decide: [column, message].
    asks = models.JSONField(default=list, encoder=PlainJSON)
    # What is wrong in the file itself: [column, message].
    faults = models.JSONField(default=list, encoder=PlainJSON)
    choice = models.CharField(max_length=6, choices=Choice.choices, blank=True, default="")
    # The result of the last check.
    status = models.CharField(max_length=8, choices=Status.choices)
    target = models.PositiveBigIntegerField(null=True)
    # [column, message, whether it refuses the row]
    messages = models.JSONField(default=list, encoder=PlainJSON)
    # [column, old, new]
    changes = models.JSONField(default=list, encoder=PlainJSON)
    # Likely duplicates: [key of the case, reason].
    alike = models.JSONField(default=list)

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["batch_import", "line"], name="one_row_a_line")
        ]
        indexes = [models.Index("batch_import", "status", "line", name="rows_by_status")]
