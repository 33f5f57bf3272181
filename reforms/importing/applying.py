"""Write an import into the catalogue as drafts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import history
from ..models import Batch, BatchImport, Case, Version
from ..vocabulary import Status
from .check import Check
from .checked import Checked
from .correcting import checked_blocks
from .indexing import index_drafts
from .states import State, locked, require


def apply(found: BatchImport, *, by=None, may_publish: bool = False) -> Iterator[int]:
    """Write the import into the catalogue as drafts; yields the rows worked out so far.

    Cleaning and folding come first, rows by rows; then one short transaction writes all or
    nothing. Raises ValidationError, with nothing written, where something stands against it.
    """
    found.refresh_from_db()
    require(found, State.PREPARED)
    check, works = Check(found), []
    done = 0
    for checked in checked_blocks(found, check):
        works += [Work.of(one) for one in checked if one.is_written]
        done += len(checked)
        yield done
    stands_against(check, works, may_publish)
    try:
        with transaction.atomic():
            locked(found, State.PREPARED)
            write(found, check, works, by)
    except IntegrityError:
        raise ValidationError(_("刚才有人改动了同一批次，请重新核对后再导入。")) from None
    yield from index_drafts(found)


@dataclass
class Work:
    """One case to write, and the state of the catalogue that it was worked out from."""

    line: int
    prepared: history.PreparedCase
    changes_public: bool
    seen: tuple = ()

    @classmethod
    def of(cls, one: Checked) -> "Work":
        case = one.case()
        return cls(
            one.row.line,
            history.prepare(case, one.themes_after(), one.bodies_after()),
            one.changes_public,
            (one.target.pk, one.target.updated_at, one.target.status) if one.target else (),
        )


def stands_against(check: Check, works: list[Work], may_publish: bool) -> None:
    if not works and not any(plan.changes for plan in check.plans.values()):
        raise ValidationError(_("没有可以导入的行。"))
    public = [work.line for work in works if work.changes_public]
    changed = [plan.batch.slug for plan in check.plans.values() if plan.changes and not plan.faults]
    of_public_batch = Batch.objects.published().filter(slug__in=changed).exists()
    if public and not may_publish:
        words = _("第 %s 行会改动已发布的内容，须由有发布权限的人导入，或把这些行设为“跳过”。")
        raise ValidationError(words % "、".join(map(str, public[:10])))
    if of_public_batch and not may_publish:
        raise ValidationError(_("批次的改动会影响已发布的内容，须由有发布权限的人导入。"))


def write(found: BatchImport, check: Check, works: list[Work], by) -> None:
    """The one short transaction."""
    still_as_seen(works)
    edit = history.Edit(by, _("导入 %s") % found)
    batches = write_batches(check, works, edit)
    versions = history.save_cases([work.prepared for work in works], edit)
    found.outcome = {
        "batches": batches,
        "cases": [
            [work.line, version.subject_id, version.pk, version.action]
            for work, version in zip(works, versions, strict=True)
        ],
    }
    found.state, found.applied_by, found.applied_at = State.APPLIED, by, timezone.now()
    found.save()


def still_as_seen(works: list[Work]) -> None:
    """Refuse to write over what somebody changed since the rows were worked out."""
    seen = {work.seen[0]: work.seen for work in works if work.seen}
    for block in history.in_blocks(list(seen)):
        rows = Case.objects.select_for_update().filter(pk__in=block)
        now = {row[0]: row for row in rows.values_list("pk", "updated_at", "status")}
        for pk in block:
            if now.get(pk) != seen[pk]:
                raise ValidationError(_("刚才有人改动了要更新的案例，请重新核对后再导入。"))


def write_batches(check: Check, works: list[Work], edit: history.Edit) -> list[list]:
    """Write the batches that are new or changed; those that no case needs stay unwritten."""
    needed = {id(work.prepared.case.batch) for work in works}
    written = []
    for plan in check.plans.values():
        is_needed = plan.is_new and id(plan.batch) in needed
        if plan.faults or not (is_needed or plan.changes):
            continue
        before = history.last_version_key(Version.Subject.BATCH, plan.batch.pk)
        history.save_batch(plan.batch, edit)
        after = history.last_version_key(Version.Subject.BATCH, plan.batch.pk)
        written.append([plan.batch.slug, plan.batch.pk, before, after])
    return written


def waiting_cases(found: BatchImport) -> Sequence[Case]:
    """The drafts that an import added or changed, in their order."""
    keys = [pk for _line, pk, *_rest in found.outcome.get("cases", [])]
    waiting = (Status.DRAFT, Status.IN_REVIEW)
    cases: list[Case] = []
    for block in history.in_blocks(keys):
        cases += Case.objects.with_relations().filter(pk__in=block, status__in=waiting)
    return cases
