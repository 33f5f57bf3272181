"""Erase a phrase or a whole text, and leave a tombstone.

The one exception from the append-only record.
"""

from collections import Counter

from django.apps import apps
from django.db import OperationalError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from .. import history, search
from ..history import Edit
from ..models import Batch, Case, CreditedBody, Erasure, Version, erasing
from ..storage import databases
from ..vocabulary import Status, Withdrawal
from .phrases import Phrase
from .places import Kind, Subject, import_places, live_places, texts_of, version_places
from .snapshots import holder, remove_from_snapshot, snapshot_files


def preview(case: Case, phrase: Phrase | None) -> dict[str, int]:
    """How many rows and files hold it, by what they are; of what is now, also in which fields."""
    found = Counter(one.in_words for one in live_places(case, phrase))
    found.update(one.label for one in version_places(case, phrase))
    found.update(one.label for one in import_places(case, phrase))
    found.update(_("数据快照的文件") for _path in snapshot_files(holder(case, phrase)))
    return dict(found)


def others_with(case: Case, text: str) -> models.QuerySet[Case]:
    """Other cases in which the phrase stands too: they are left as they are."""
    wanted = Q()
    for name in texts_of(Case):
        wanted |= Q(**{f"{name}__icontains": text})
    bodies = CreditedBody.objects.filter(name__icontains=text).values("case")
    return Case.objects.filter(wanted | Q(pk__in=bodies)).exclude(pk=case.pk)


def erase(case: Case, phrase: Phrase | None, *, by=None) -> tuple[Erasure, bool]:
    """Erase a phrase, or with None the whole text, of a case for good; a public case whose text
    goes is withdrawn.

    Returns the tombstone, and whether the database's files are clean too: where another
    connection was in the way, `manage.py compact` does it later. Not inside of a transaction.
    """
    tombstone = rewrite(case, phrase, by)
    return tombstone, compact()


@transaction.atomic
def rewrite(case: Case, phrase: Phrase | None, by) -> Erasure:
    """All that one transaction can do; the files of snapshots last, since they don't come back."""
    history.lock(Batch, [case.batch_id])
    history.lock(Case, [case.pk])
    holds = holder(case, phrase)
    kind = Kind.PHRASE if phrase else Kind.WHOLE
    tombstone = Erasure.objects.create(
        kind=kind, subject_id=case.pk, reference=case.reference, by=by
    )
    written = rewrite_live(case, phrase, by, kind.label)
    found = [*version_places(case, phrase), *import_places(case, phrase)]
    with erasing():
        for one in found:
            one.write(**{"erasure": tombstone} if isinstance(one.row, Version) else {})
        Version.objects.filter(pk__in=written).update(erasure=tombstone)
    for path in list(snapshot_files(holds)):
        remove_from_snapshot(path)
    return tombstone


def rewrite_live(case: Case, phrase: Phrase | None, by, note: str) -> list[int | None]:
    """Write the case and its batch without it; returns the versions that say so."""
    if phrase is None and case.status == Status.PUBLISHED:
        said = _("内容已应要求抹除。")
        history.withdraw([case], Withdrawal.CATALOGUE, Edit(by, said))
    case = Case.objects.with_relations().get(pk=case.pk)
    found = list(live_places(case, phrase))
    for one in found:
        for name, value in one.fields.items():
            setattr(one.row, name, value)
    edit = Edit(by, note, Version.Action.ERASED)
    written = []
    if any(isinstance(one.row, Batch) for one in found):
        history.save_batch(case.batch, edit)
        written.append(history.last_version_key(Subject.BATCH, case.batch_id))
    history.save_case(case, edit, public=bool(case.first_published_at))
    return [*written, history.last_version_key(Subject.CASE, case.pk)]


def compact() -> bool:
    """Overwrite what was deleted in the database's files; whether that could be done."""
    owned = apps.get_app_config("reforms").get_models()
    try:
        search.optimize()
        return databases.compact([model._meta.db_table for model in owned])
    except OperationalError:  # somebody writes for longer than we wait
        return False
