"""What was erased after an import was stored may stand in the import, and must not come back by it.

Call these under the locks of the rows that are about to be written: an erasure takes them too.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import CLEANED_BY, BatchImport, Erasure, Version

NAMED = 5  # cases and batches in a message

Subject = Version.Subject


def erasures_since(batch_import: BatchImport) -> QuerySet[Erasure]:
    """The erasures after an import was stored that left the import as it was."""
    cleaned_by = batch_import.facts.get(CLEANED_BY, ())
    return Erasure.objects.filter(at__gte=batch_import.at).exclude(pk__in=cleaned_by)


def refuse_erased(
    batch_import: BatchImport, batches: Collection[int], cases: Collection[int]
) -> None:
    """Raise ValidationError where something was erased from these batches or cases since."""
    keys = {Subject.BATCH: batches, Subject.CASE: cases, Subject.THEME: ()}
    versions = Version.objects.filter(erasure__in=erasures_since(batch_import))
    erased = versions.order_by("reference").values_list("subject", "subject_id", "reference")
    names = [name for subject, key, name in erased.distinct() if key in keys[Subject(subject)]]
    if names:
        message = _("这次导入存下以后，%s 有内容按要求抹除了，导入的文字里可能还有。")
        what_to_do = _("没有导入：请放弃这次导入，从原文件里删去抹除的内容，再重新导入。")
        raise ValidationError(message % "、".join(names[:NAMED]) + what_to_do)


def refuse_stale_corrections(batch_import: BatchImport, last_erasure: int) -> None:
    """Raise ValidationError where something was erased after a page with corrections was made.

    `last_erasure` is the key of the last erasure when the page was made.
    """
    if Erasure.objects.filter(pk__gt=last_erasure, at__gte=batch_import.at).exists():
        raise ValidationError(
            _(
                "您打开本页之后，有内容按要求抹除了，本页填写的可能还有。没有保存，请在重新载入的页上再填。"
            )
        )
