"""Erases a phrase, or the whole text of a case, and leaves a tombstone.

The one exception to the append-only record.
"""

from collections.abc import Collection, Iterable, Iterator

from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from .. import history
from ..history import NO_EDIT, Edit
from ..models import (
    CLEANED_BY,
    Batch,
    BatchImport,
    Case,
    Erasure,
    Theme,
    Version,
    erasing,
    recording,
)
from ..storage.atomic_folders import exclusive
from ..vocabulary import Status, Withdrawal
from . import cleaning, snapshots
from .owners import Owner
from .phrases import Phrase
from .places import Chosen, Place, Subject, phrase_places
from .previews import OPEN, always_chosen, holds_phrase
from .snapshots import Holds, holds_any, remove_from_snapshot, snapshot_files
from .whole import texts_of_case, whole_places

Kind = Erasure.Kind
MESSAGES = SessionStorage.session_key


def erase(
    case: Case, phrase: Phrase | None, edit: Edit = NO_EDIT, others: Collection[Owner] = ()
) -> Erasure:
    """Erase a phrase, or with None the whole text, of a case for good; returns the tombstone.

    A phrase goes from the case, its batch, what was deleted, and these others. A public case whose
    whole text is erased is withdrawn. `unfinished()` tells what files still hold it then. Not to be
    called in a transaction. Raises ProofNeeded if the edit has no recent proof.
    """
    edit.require_proof()
    # No snapshot is written meanwhile: it would be of the data before.
    with exclusive(snapshots.SNAPSHOTS):
        tombstone = rewrite(case, phrase, edit, others)
    cleaning.finish()
    return tombstone


@transaction.atomic
def rewrite(
    case: Case, phrase: Phrase | None, edit: Edit = NO_EDIT, others: Collection[Owner] = ()
) -> Erasure:
    """All but the cleaning of files, in one transaction; snapshots last, as files don't roll back.

    Whoever is killed before the end has erased nothing, and says so to nobody.
    """
    chosen = always_chosen(case) | (set(others) if phrase else set())
    lock(chosen)
    case.refresh_from_db()
    kind = Kind.PHRASE if phrase else Kind.WHOLE
    holds = files_of(case, phrase, chosen)
    if phrase is None and case.status == Status.PUBLISHED:
        reason = _("内容已应要求抹除。")
        history.withdraw([case], Withdrawal.CATALOGUE, edit._replace(note=reason))
    tombstone = Erasure.objects.create(
        kind=kind, subject_id=case.pk, reference=case.reference, by=edit.by
    )
    places = phrase_places(phrase, Chosen(chosen)) if phrase else whole_places(case)
    changed = write_places(places, tombstone) | {Owner("case", case.pk)}
    mark_imports(keys_of("import", chosen), tombstone)
    edit = edit._replace(note=str(kind.label), action=Version.Action.ERASED)
    mark_versions(record_changed(changed, edit), tombstone)
    drop_messages()
    cleaning.mark_unfinished(tombstone)
    for path in list(snapshot_files(holds)):
        remove_from_snapshot(path)
    return tombstone


def lock(owners: Collection[Owner]) -> None:
    """Lock what may be written, in the order in which everything else locks it.

    Imports that are not applied are locked too: what they hold of the case goes with it.
    """
    is_open = BatchImport.objects.filter(state__in=OPEN).values_list("pk", flat=True)
    history.lock(BatchImport, [*is_open, *keys_of("import", owners)])
    history.lock(Theme, keys_of("theme", owners))
    batches = history.lock(Batch, keys_of("batch", owners))
    of_batches = Case.objects.filter(batch__in=batches).values_list("pk", flat=True)
    history.lock(Case, [*of_batches, *keys_of("case", owners)])


def files_of(case: Case, phrase: Phrase | None, chosen: set[Owner]) -> Holds:
    """A test of cases in files of snapshots: whether what is erased stands there."""
    if phrase is None:
        return holds_any(texts_of_case(case))
    cases = Case.objects.filter(pk__in=keys_of("case", chosen)).values_list("reference", flat=True)
    batches = Batch.objects.filter(pk__in=keys_of("batch", chosen)).values_list("slug", flat=True)
    return holds_phrase(phrase, set(cases), set(batches))


def keys_of(kind: str, owners: Iterable[Owner]) -> list[int]:
    return [owner.key for owner in owners if owner.kind == kind]


def write_places(places: Iterator[Place], tombstone: Erasure) -> set[Owner]:
    """Write the rows without what is erased; returns whose they are."""
    owners = set()
    with recording(), erasing():
        for place in places:
            place.write(**{"erasure": tombstone} if isinstance(place.row, Version) else {})
            owners.add(place.owner)
    return owners


def record_changed(owners: set[Owner], edit: Edit) -> list[int | None]:
    """Write what follows from changed rows: texts, lines, versions, the revision.

    Returns the keys of the new versions.
    """
    for theme in Theme.objects.filter(pk__in=keys_of("theme", owners)):
        history.save_theme(theme, edit)
    for batch in Batch.objects.filter(pk__in=keys_of("batch", owners)):
        history.save_batch(batch, edit)
    for case in Case.objects.with_relations().filter(pk__in=keys_of("case", owners)):
        history.save_case(case, edit, public=bool(case.first_published_at))
    subjects = [owner for owner in owners if owner.kind in Subject.values]
    return [history.last_version_key(kind, key) for kind, key in subjects]


def mark_versions(keys: Iterable[int | None], tombstone: Erasure) -> None:
    with erasing():
        Version.objects.filter(pk__in=list(filter(None, keys))).update(erasure=tombstone)


def mark_imports(keys: Iterable[int], tombstone: Erasure) -> None:
    """Note in imports what was erased from them: they may be applied after it."""
    for batch_import in BatchImport.objects.filter(pk__in=list(keys)):
        cleaned_by = batch_import.facts.get(CLEANED_BY, [])
        batch_import.facts[CLEANED_BY] = [*cleaned_by, tombstone.pk]
        batch_import.save(update_fields=["facts"])


def drop_messages() -> None:
    """Delete what waits in sessions to be shown at the desk: it may quote a title."""
    for session in Session.objects.all():
        content = session.get_decoded()
        if content.pop(MESSAGES, None) is not None:
            session.session_data = Session.objects.encode(content)
            session.save(update_fields=["session_data"])
