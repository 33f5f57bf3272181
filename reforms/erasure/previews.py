"""What an erasure would change, shown before anything is: owners, places, forms, files."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from ..models import BatchImport, Case
from .owners import KINDS, NOBODY, Owner
from .phrases import Form, Phrase, texts_in
from .places import OF_BATCH, Chosen, Place, phrase_places
from .snapshots import Holds, Record, holds_any, snapshot_files
from .whole import texts_of_case, whole_places

State = BatchImport.State
MOST_PLACES = 5000  # of the rows of 20,000 cases with 60,000 versions they take 7 s to list
# Imports in these states become cases still: erasing from them changes other cases.
OPEN = {State.READING, State.PREPARED}


class Holder(NamedTuple):
    """An owner that holds the phrase, and how many places of which kind it has."""

    owner: Owner
    row: models.Model | None  # None: it was deleted
    places: Mapping[str, int]
    is_always: bool = False  # whether it is part of every erasure from the case
    is_chosen: bool = False  # whether it is, unless somebody says otherwise


class FoundForm(NamedTuple):
    """A written form, how often it stands in what the database stores, and one example."""

    form: Form
    times: int


class Preview(NamedTuple):
    """Holders, those of the case first; the written forms; the number of files of snapshots."""

    holders: list[Holder]
    forms: list[FoundForm]
    files: int

    @property
    def is_empty(self) -> bool:
        return not self.holders and not self.files


def preview(case: Case, phrase: Phrase | None) -> Preview:
    """What erasing a phrase, or with None the whole text, of a case would change.

    Raises ValidationError for a phrase in more than MOST_PLACES, which is no name.
    """
    if phrase is None:
        holders = holders_of(case, whole_places(case))
        return Preview(holders, [], count_files(holds_any(texts_of_case(case))))
    examples: dict[str, Form] = {}
    counts: Counter[str] = Counter()

    def counted(place: Place) -> Place:
        for value in place.old_values:
            for form in phrase.forms(value):
                examples.setdefault(form.text, form)
                counts[form.text] += 1
        return place

    places = list(islice(map(counted, phrase_places(phrase, Chosen())), MOST_PLACES + 1))
    if len(places) > MOST_PLACES:
        message = _("这个词句在 %d 多处出现，不像是姓名或号码。请写得完整一些。")
        raise ValidationError(message % MOST_PLACES)
    holders = holders_of(case, places)
    forms = [FoundForm(examples[text], count) for text, count in counts.most_common()]
    return Preview(holders, forms, count_files(holds_phrase(phrase)))


def holders_of(case: Case, places: Iterable[Place]) -> list[Holder]:
    """Places by their owners: what goes always, then imports, batches, themes and other cases."""
    by_owner: dict[Owner, Counter[str]] = {}
    for place in places:
        by_owner.setdefault(place.owner, Counter())[place.in_words] += 1
    always = always_chosen(case)
    rows = {kind: rows_by_key(kind, by_owner) for kind in KINDS}
    holders = []
    for owner, counts in by_owner.items():
        row = rows[owner.kind].get(owner.key) if owner.kind else None
        is_closed = isinstance(row, BatchImport) and row.state not in OPEN
        holders.append(Holder(owner, row, dict(counts), owner in always, is_closed))
    order = ["", "case", "batch", "import", "theme"]
    return sorted(
        holders,
        key=lambda holder: (not holder.is_always, order.index(holder.owner.kind), holder.owner.key),
    )


def always_chosen(case: Case) -> set[Owner]:
    """The owners that every erasure from a case includes."""
    return {NOBODY, Owner("case", case.pk), Owner("batch", case.batch_id)}


def rows_by_key(kind: str, owners: Iterable[Owner]) -> dict[Any, models.Model]:
    keys = [owner.key for owner in owners if owner.kind == kind]
    return KINDS[kind]._default_manager.in_bulk(keys)


def count_files(holds: Holds) -> int:
    return sum(1 for _path in snapshot_files(holds))


def holds_phrase(
    phrase: Phrase, references: set[str] | None = None, batches: set[str] | None = None
) -> Holds:
    """A test of a case in a file: whether it holds a phrase in what belongs to those chosen.

    References of cases and slugs of batches; None stands for all of them.
    """

    def holds(record: Record) -> bool:
        is_chosen = references is None or record.get("reference", "") in references | {""}
        is_of_batch = batches is None or record.get("batch", "") in batches
        return any(
            phrase.holds(text)
            for name, value in record.items()
            if (is_of_batch if name in OF_BATCH else is_chosen)
            for text in texts_in(value)
        )

    return holds
