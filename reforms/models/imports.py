"""Imports and their rows."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .record import PlainJSON


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
