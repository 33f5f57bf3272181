"""Write or delete many cases in a few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Case, CreditedBody, Theme, Version
from ..search import Tiers, index, tiers, unindex
from . import stored_lines
from .recording import BLOCK, Action, batched, lock, raise_revision, recorded, upsert
from .states import whole_state
from .writing import derive


@dataclass
class Prepared:
    """A case ready to be written, with all that took time to work out."""

    case: Case
    themes: list[Theme]
    bodies: list[CreditedBody]
    state: dict
    tiers: Tiers | None  # of a public case; drafts are indexed by index_cases()


def prepare(case: Case, themes: Iterable[Theme], bodies: list[CreditedBody]) -> Prepared:
    """Do beforehand what needs no database, so that save_cases holds its locks briefly."""
    derive(case, themes, bodies)
    case.updated_at = timezone.now()
    for position, body in enumerate(bodies, 1):
        body.case, body.position = case, position
    themes = sorted(themes, key=lambda theme: (theme.position, theme.slug))
    texts = tiers(case.texts(bodies)) if case.is_public else None
    return Prepared(case, themes, bodies, whole_state(AtHand(case, bodies, themes)), texts)


class AtHand:
    """A case, not stored yet, that gives its bodies and themes as a stored one does."""

    def __init__(self, case: Case, bodies: list[CreditedBody], themes: list[Theme]) -> None:
        self.case = case
        self.bodies, self.themes = Listed(bodies), Listed(themes)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.case, name)


class Listed(list):
    all = list.copy


@recorded
def save_cases(prepared: Sequence[Prepared], *, by=None, note: str = "") -> list[Version]:
    """What save_case does, for many cases in a few statements; the caller has cleaned them.

    Drafts are not yet found by searches: call index_cases() afterwards, outside of the
    transaction, because the index takes most of the time. Returns the versions it wrote.
    """
    added = {id(one) for one in prepared if not one.case.pk}
    upsert(Case, [one.case for one in prepared])
    replace_relations(prepared, [one for one in prepared if id(one) not in added])
    public = [one for one in prepared if one.tiers]
    index([(one.case.pk, one.tiers) for one in public])
    revision = raise_revision([one.case.pk for one in public])
    for one in public:
        one.case.revision = one.state["revision"] = revision
    stored_lines.store((one.case.pk, one.state) for one in public)
    versions = [
        Version(
            subject=Version.Subject.CASE,
            subject_id=one.case.pk,
            reference=one.case.reference,
            action=Action.CREATED if id(one) in added else Action.CHANGED,
            state=one.state,
            revision=one.case.revision if one.tiers else None,
            by=by,
            note=note,
        )
        for one in prepared
    ]
    return Version.objects.bulk_create(versions, batch_size=BLOCK)


@transaction.atomic
def index_cases(keys: Sequence[int]) -> None:
    """Make cases found by searches as they are now; locks them while it reads and indexes."""
    locked = list(Case.objects.select_for_update().filter(pk__in=keys).values_list("pk", flat=True))
    cases = Case.objects.with_relations().filter(pk__in=locked)
    index([(case.pk, tiers(case.texts())) for case in cases])


def replace_relations(prepared: Sequence[Prepared], old: Sequence[Prepared]) -> None:
    """Bodies and themes of many cases; bodies that stay keep their number."""
    bodies = [body for one in prepared for body in one.bodies]
    kept = {body.pk for body in bodies if body.pk}
    links = Case.themes.through.objects
    for block in batched([one.case.pk for one in old]):
        gone = CreditedBody.objects.filter(case__in=block).values_list("pk", flat=True)
        CreditedBody.objects.filter(pk__in=[pk for pk in gone if pk not in kept]).delete()
        links.filter(case__in=block).delete()
    for body in bodies:
        body.case_id = body.case.pk
    upsert(CreditedBody, bodies)
    links.bulk_create(
        (
            Case.themes.through(case_id=one.case.pk, theme_id=theme.pk)
            for one in prepared
            for theme in one.themes
        ),
        batch_size=BLOCK,
    )


@recorded
def delete_cases(cases: Sequence[Case], *, by=None, note: str = "") -> None:
    """What delete_case does, for many drafts in a few statements."""
    for block in batched([case.pk for case in cases]):
        lock(Case, block)
        published = Case.objects.filter(pk__in=block, first_published_at__isnull=False).first()
        if published:
            raise ValidationError(_("%s 发布过，不能删除，只能撤下。") % published.reference)
        found = Case.objects.with_relations().filter(pk__in=block)
        Version.objects.bulk_create(
            Version(
                subject=Version.Subject.CASE,
                subject_id=case.pk,
                reference=case.reference,
                action=Action.DELETED,
                state=whole_state(case),
                by=by,
                note=note,
            )
            for case in found
        )
        unindex(block)
        # One statement a table: delete() would ask each row's signals for what was done above.
        for rows in (
            Case.themes.through.objects.filter(case__in=block),
            CreditedBody.objects.filter(case__in=block),
            Case.objects.filter(pk__in=block),
        ):
            rows._raw_delete(rows.db)
