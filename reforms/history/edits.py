"""Who changes something, and why; one transaction for each change.

The revision is raised last in a transaction, so that its lock is held briefly.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from ..models import Case, Revision, Version, recording
from ..storage.inserting import insert
from .proof import require_recent

Action = Version.Action
Subject = Version.Subject
State = dict[str, Any]  # a whole row as JSON; of a case, as the export writes it
BLOCK = 500  # rows in one statement

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row", bound=models.Model)
Item = TypeVar("Item")


class Edit(NamedTuple):
    """Who changes something, why, and what kind of change it is.

    `by` is None for the system: commands write so, and give the reason in `note`. An empty
    `action` leaves it to the function that writes. `proof_age` says how many seconds before the
    request the person last proved who they are; None: never.
    """

    by: User | None = None
    note: str = ""
    action: str = ""
    proof_age: float | None = None

    def default_to(self, action: str) -> "Edit":
        """The same edit, with this action if it has none."""
        return self if self.action else self._replace(action=action)

    def require_proof(self) -> None:
        """Raise ProofNeeded where a person makes the edit without a recent proof."""
        if self.by is not None:
            require_recent(self.proof_age)

    def require_right(self) -> None:
        """Raise PermissionDenied where a person may not change what the public sees."""
        if self.by is not None and not self.by.has_perm("reforms.publish_case"):
            raise PermissionDenied


NO_EDIT = Edit()


def recorded(write: Callable[P, R]) -> Callable[P, R]:
    """Run a function in one transaction, in which rows of the catalogue may be written."""

    @wraps(write)
    def in_transaction(*args: P.args, **options: P.kwargs) -> R:
        with transaction.atomic(), recording():
            return write(*args, **options)

    return in_transaction


def lock(model: type[models.Model], keys: Iterable[int]) -> set[int]:
    """Lock rows until the transaction ends, ordered by key; returns the keys that exist."""
    rows = model._default_manager.select_for_update(no_key=True).order_by("pk")
    return {
        key
        for block in in_blocks(sorted(set(keys)))
        for key in rows.filter(pk__in=block).values_list("pk", flat=True)
    }


def hold(model: type[Row], keys: Collection[int]) -> dict[int, Row]:
    """Keep rows from being deleted until the transaction ends; returns those that exist, by key.

    Others may change them meanwhile. Django has no FOR KEY SHARE, and its foreign keys take that
    lock as late as at the commit.
    """
    marks = ", ".join(["%s"] * len(keys))
    shared = "FOR KEY SHARE" if connection.features.has_select_for_update else ""
    rows = f"SELECT * FROM {model._meta.db_table} WHERE id IN ({marks}) ORDER BY id {shared}"
    return {row.pk: row for row in model._default_manager.raw(rows, [*keys])} if keys else {}


def up_to_date(cases: Iterable[Case]) -> list[Case]:
    """Lock cases and read them again, so that no change saved meanwhile is overwritten.

    The objects themselves become what is stored, with their relations, as refresh_from_db() does.
    Raises ValidationError if one of them has been deleted.
    """
    cases = list(cases)
    keys = [case.pk for case in cases]
    lock(Case, keys)
    stored: dict[int, Case] = {}
    for block in in_blocks(keys):
        stored |= Case.objects.with_relations().in_bulk(block)
    for case in cases:
        if case.pk not in stored:
            raise ValidationError(_("%s 刚才被删除了。") % case.reference)
        vars(case).update(vars(stored[case.pk]))
    return cases


def upsert(model: type[Row], rows: Sequence[Row]) -> None:
    """Insert rows that have no key; insert or overwrite those that have one."""
    new = [row for row in rows if not row.pk]
    old = [row for row in rows if row.pk]
    fields = [field.name for field in model._meta.local_fields if not field.primary_key]
    insert(model, new)
    model._default_manager.bulk_create(
        old,
        batch_size=BLOCK,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=fields,
    )


def in_blocks(rows: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Rows or keys in runs of at most BLOCK."""
    return (rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK))


def next_revision(edit: Edit) -> int:
    """Raise the revision for a change that the public sees.

    Raises PermissionDenied where it is not for this person to make: pages ask before they read what
    is stored, and somebody may have published it since. Raises ProofNeeded without a proof.
    """
    edit.require_right()
    edit.require_proof()
    return Revision.next()


def record(
    subject: str, row: models.Model, name: str, state: State, edit: Edit, revision: int | None
) -> Version:
    """Store a version of a row and return it.

    `subject` is a Version.Subject, `name` the reference or slug of the row; `revision` is None
    if the public does not see the version.
    """
    return Version.objects.create(
        subject=subject,
        subject_id=row.pk,
        reference=name,
        action=edit.action,
        state=state,
        revision=revision,
        by=edit.by,
        note=edit.note,
    )
