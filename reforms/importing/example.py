"""The themes and the two batches of 2021 as an example to try on an empty catalogue, and its undo.

The cases are drafts: what was never public has no address that anybody may have cited.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..models import Batch, Case, Theme, Version
from .seeding import Subject, add_case, add_theme

NOTE, UNDONE = "载入示例", "撤销示例"  # notes in the history
FOLDER = settings.BASE_DIR / "fixtures"
NOT_EMPTY = gettext_lazy("案例库已经有批次，不再载入示例。")
NAMED = 5  # rows that somebody changed, in a message


class Example(NamedTuple):
    """The files of the example, as read."""

    themes: list[dict[str, Any]]
    batches: list[dict[str, Any]]  # each with `batch` and `cases`

    @property
    def case_count(self) -> int:
        return sum(len(content["cases"]) for content in self.batches)


class Removed(NamedTuple):
    """What undoing the example deleted, and the themes that it left."""

    cases: int
    batches: int
    themes: int
    kept: list[Theme]  # changed, or used by other cases


def read_example() -> Example:
    themes = read(FOLDER / "themes.json")["themes"]
    return Example(themes, [read(file) for file in sorted(FOLDER.glob("spp-reform-*.json"))])


def read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def load_example(edit: history.Edit) -> Example:
    """Store themes, batches and drafts; returns what was stored.

    Raises ValidationError where the catalogue has a batch, also one stored at this moment, and
    ProofNeeded without a recent proof.
    """
    edit.require_proof()
    try:
        return store_example(edit)
    except IntegrityError:
        raise ValidationError(NOT_EMPTY) from None


@transaction.atomic
def store_example(edit: history.Edit) -> Example:
    if Batch.objects.exists():
        raise ValidationError(NOT_EMPTY)
    edit, example = edit._replace(note=NOTE), read_example()
    slugs: dict[str, str] = {}
    for fields in example.themes:
        add_theme(Theme(**fields), slugs, edit)
    for content in example.batches:
        batch = history.save_batch(Batch(**content["batch"]), edit)
        for case_fields in content["cases"]:
            for assigned in case_fields["themes"]:
                assigned["theme"] = slugs.get(assigned["theme"], assigned["theme"])
            add_case(batch, case_fields, edit)
    return example


def loaded_batches() -> list[Batch]:
    """The batches that were loaded as an example and are still there."""
    loaded = created_by_example(Subject.BATCH)
    return list(Batch.objects.filter(pk__in=loaded).order_by("slug"))


def created_by_example(subject: str) -> set[int]:
    """The keys of the rows that the example made."""
    slugs = [file.stem for file in FOLDER.glob("spp-reform-*.json")]
    rows: dict[str, QuerySet[Any]] = {
        Subject.BATCH: Batch.objects.filter(slug__in=slugs),
        Subject.CASE: Case.objects.filter(batch__slug__in=slugs),
        Subject.THEME: Theme.objects.all(),
    }
    versions = Version.objects.filter(subject=subject, subject_id__in=rows[subject].values("pk"))
    made = versions.filter(note=NOTE, action=Version.Action.CREATED)
    return set(made.values_list("subject_id", flat=True))


def changed_since(subject: str, keys: set[int]) -> set[int]:
    """Those of the example's rows that somebody changed, published or submitted since."""
    versions = Version.objects.filter(subject=subject, subject_id__in=keys).exclude(note=NOTE)
    return set(versions.values_list("subject_id", flat=True))


def obstacles() -> list[str]:
    """The names of the cases and batches for which the example cannot be undone."""
    batches = created_by_example(Subject.BATCH)
    cases = created_by_example(Subject.CASE)
    changed = Batch.objects.filter(pk__in=changed_since(Subject.BATCH, batches))
    touched = Case.objects.filter(batch__in=batches).exclude(
        pk__in=cases - changed_since(Subject.CASE, cases)
    )
    return [*map(str, changed), *map(str, touched.order_by("reference_key"))]


@transaction.atomic
def undo_example(edit: history.Edit) -> Removed:
    """Delete what the example brought, for good.

    Raises ValidationError, with nothing deleted, where somebody changed, published or added a case,
    or changed a batch, and ProofNeeded without a recent proof.
    """
    edit.require_proof()
    edit = edit._replace(note=UNDONE)
    history.lock(Batch, [batch.pk for batch in loaded_batches()])
    batches = loaded_batches()  # those that nobody has undone while this waited
    history.lock(Case, Case.objects.filter(batch__in=batches).values_list("pk", flat=True))
    if changed := obstacles():
        message = _("示例里有 %(count)d 项改过、新增过或者发布过，不能一键撤销：%(which)s。")
        which = "、".join(changed[:NAMED]) + ("……" if len(changed) > NAMED else "")
        raise ValidationError(message % {"count": len(changed), "which": which})
    keys = created_by_example(Subject.THEME)
    history.lock_to_delete(Theme, keys)
    cases = list(Case.objects.filter(batch__in=batches))
    history.delete_cases(cases, edit)
    for batch in batches:
        history.delete_batch(batch, edit)
    themes = list(Theme.objects.filter(pk__in=keys))
    changed_themes = changed_since(Subject.THEME, keys)
    kept = [theme for theme in themes if theme.pk in changed_themes or theme.cases.exists()]
    for theme in themes:
        if theme not in kept:
            history.delete_theme(theme, edit)
    return Removed(len(cases), len(batches), len(themes) - len(kept), kept)
