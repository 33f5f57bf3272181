"""Erases a phrase, or the whole text of a case, and leaves a tombstone.

The one exception to the append-only record.
"""

from collections import Counter
from typing import NamedTuple

from django.apps import apps
from django.db import OperationalError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from .. import history
from ..history import NO_EDIT, Edit
from ..models import Batch, Case, CreditedBody, Erasure, Version, erasing
from ..storage import databases
from ..vocabulary import Status, Withdrawal
from .phrases import Phrase
from .places import Kind, Subject, import_places, live_places, texts_of, version_places
from .snapshots import holder, remove_from_snapshot, snapshot_files


def preview(case: Case, phrase: Phrase | None) -> dict[str, int]:
    """How many rows and files hold the phrase, or with None the text, by their kind.

    For the case as it is now, the kind names the fields too.
    """
    counts = Counter(place.in_words for place in live_places(case, phrase))
    counts.update(place.label for place in version_places(case, phrase))
    counts.update(place.label for place in import_places(case, phrase))
    counts.update(_("数据快照的文件") for _path in snapshot_files(holder(case, phrase)))
    return dict(counts)


def others_with(case: Case, text: str) -> models.QuerySet[Case]:
    """Other cases that hold the text too; erasing leaves them as they are."""
    holds_text = Q()
    for name in texts_of(Case):
        holds_text |= Q(**{f"{name}__icontains": text})
    bodies = CreditedBody.objects.filter(name__icontains=text).values("case")
    return Case.objects.filter(holds_text | Q(pk__in=bodies)).exclude(pk=case.pk)


class ErasureResult(NamedTuple):
    """The tombstone, and whether the database's files are clean too.

    Where another connection was in the way, `manage.py compact` cleans them later.
    """

    tombstone: Erasure
    is_clean: bool


def erase(case: Case, phrase: Phrase | None, edit: Edit = NO_EDIT) -> ErasureResult:
    """Erase a phrase, or with None the whole text, of a case for good.

    A public case whose whole text is erased is withdrawn. Not to be called in a transaction.
    Raises ProofNeeded if the edit has no recent proof.
    """
    edit.require_proof()
    tombstone = rewrite(case, phrase, edit)
    return ErasureResult(tombstone, compact())


@transaction.atomic
def rewrite(case: Case, phrase: Phrase | None, edit: Edit) -> Erasure:
    """Everything but compacting, in one transaction; snapshots last, as files cannot roll back."""
    history.lock(Batch, [case.batch_id])
    history.lock(Case, [case.pk])
    holds = holder(case, phrase)
    kind = Kind.PHRASE if phrase else Kind.WHOLE
    tombstone = Erasure.objects.create(
        kind=kind, subject_id=case.pk, reference=case.reference, by=edit.by
    )
    version_keys = rewrite_live(case, phrase, edit._replace(note=str(kind.label)))
    places = [*version_places(case, phrase), *import_places(case, phrase)]
    with erasing():
        for place in places:
            place.write(**{"erasure": tombstone} if isinstance(place.row, Version) else {})
        Version.objects.filter(pk__in=version_keys).update(erasure=tombstone)
    for path in list(snapshot_files(holds)):
        remove_from_snapshot(path)
    return tombstone


def rewrite_live(case: Case, phrase: Phrase | None, edit: Edit) -> list[int]:
    """Write the case and its batch without the phrase; returns the keys of the new versions."""
    if phrase is None and case.status == Status.PUBLISHED:
        reason = _("内容已应要求抹除。")
        history.withdraw([case], Withdrawal.CATALOGUE, edit._replace(note=reason))
    case = Case.objects.with_relations().get(pk=case.pk)
    places = list(live_places(case, phrase))
    for place in places:
        for name, value in place.fields.items():
            setattr(place.row, name, value)
    edit = edit._replace(action=Version.Action.ERASED)
    version_keys = []
    if any(isinstance(place.row, Batch) for place in places):
        history.save_batch(case.batch, edit)
        version_keys.append(history.last_version_key(Subject.BATCH, case.batch_id))
    history.save_case(case, edit, public=bool(case.first_published_at))
    version_keys.append(history.last_version_key(Subject.CASE, case.pk))
    return [key for key in version_keys if key is not None]


def compact() -> bool:
    """Overwrite deleted rows in the database's files; False where other connections prevent it."""
    tables = [model._meta.db_table for model in apps.get_app_config("reforms").get_models()]
    try:
        return databases.compact(tables)
    except OperationalError:  # somebody writes for longer than we wait
        return False
