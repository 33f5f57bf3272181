"""Erasure for privacy: a case's text, or a phrase, goes from wherever it is stored.

The one exception from the append-only record. What stays is a tombstone: that something was
erased, when, by whom, from which case; not what it was. Knows no request.
"""

import csv
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import OperationalError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import databases, history, search
from .columns import BY_NAME, COLUMNS
from .folders import replace_text
from .models import (
    ERASED,
    Batch,
    BatchImport,
    Case,
    CreditedBody,
    Erasure,
    ImportRow,
    Theme,
    Version,
    erasing,
)
from .vocabulary import Status, Withdrawal

SHORTEST, LONGEST = 2, 200
ROWS = 500  # fetched at once
# The text of a case: what goes when it is erased whole. Without the first two it can't be stored.
NEEDED = ("title", "summary")
TEXT = (*NEEDED, "title_en", "summary_en", "official_no", "keywords", "body")
OF_BATCH = {"source_name", "source_url"} | {
    column.name for column in COLUMNS if all(path.startswith("batch__") for path in column.sources)
}
Kind, Subject = Erasure.Kind, Version.Subject
Clean = Callable[[Any], Any]

# ---------------------------------------------------------------- what is erased


@dataclass(frozen=True)
class Phrase:
    """A phrase, also with other spacing, across lines or in another case of letters."""

    pattern: re.Pattern

    @classmethod
    def of(cls, text: str) -> "Phrase":
        letters = [re.escape(letter) for letter in text if not letter.isspace()]
        return cls(re.compile(r"\s*".join(letters), re.IGNORECASE))

    def clean(self, value: Any) -> Any:
        """The value without the phrase; lists and dicts all the way down."""
        if isinstance(value, str):
            return self.cleaned(value)
        if isinstance(value, list):
            return [self.clean(one) for one in value]
        if isinstance(value, dict):
            return {name: self.clean(one) for name, one in value.items()}
        return value

    def cleaned(self, text: str) -> str:
        is_address = text.startswith(("http://", "https://"))
        if is_address and self.holds(text):
            return ""  # an address with a part replaced leads nowhere, and is refused
        return self.pattern.sub(ERASED, text)

    def holds(self, text: str) -> bool:
        return bool(self.pattern.search(text))


def checked_phrase(case: Case, text: str) -> Phrase:
    """The phrase to erase; ValidationError where it is too short, or a word of the system."""
    text = text.strip()
    if not SHORTEST <= len("".join(text.split())) <= LONGEST:
        words = _("词句要有 %(least)d 至 %(most)d 个字。")
        raise ValidationError(words % {"least": SHORTEST, "most": LONGEST})
    names = [*BY_NAME, *(code for column in COLUMNS for code in column.codes)]
    names += [field.name for field in Batch._meta.fields]
    names += [case.reference, case.permalink, *Theme.objects.values_list("slug", flat=True)]
    if any(Phrase.of(text).holds(name) for name in names):
        raise ValidationError(_("这是编号、网址或代码的一部分，不能抹除。请写完整的词句。"))
    return Phrase.of(text)


def blank(values: dict) -> dict:
    """Fields of a case without its text."""
    return values | {name: emptied(name, values[name]) for name in TEXT if values.get(name)}


def emptied(name: str, value: Any) -> Any:
    return ERASED if name in NEEDED else type(value)()


# ---------------------------------------------------------------- where it stands


@dataclass
class Place:
    """A row that holds some of it, and its fields without."""

    label: str
    row: models.Model
    fields: dict = field(default_factory=dict)

    @property
    def in_words(self) -> str:
        names = (str(self.row._meta.get_field(name).verbose_name) for name in self.fields)
        return f"{self.label}（{'、'.join(names)}）"

    def write(self, **more: Any) -> None:
        rows = type(self.row)._default_manager.filter(pk=self.row.pk)
        rows.update(**self.fields, **more)


def place(label: str, row: models.Model, clean: dict[str, Clean]) -> Iterator[Place]:
    """The row, if cleaning changes one of these fields."""
    fields = {name: cleaned(getattr(row, name)) for name, cleaned in clean.items()}
    fields = {name: value for name, value in fields.items() if value != getattr(row, name)}
    if fields:
        yield Place(label, row, fields)


def texts_of(model: type[models.Model]) -> list[str]:
    """The fields of a model that hold free text, plain or in JSON."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    found = [one for one in model._meta.fields if isinstance(one, kinds) and not one.choices]
    return [one.name for one in found if one.name not in DERIVED]


# Made from others, or never of anybody's words.
DERIVED = {"slug", "reference", "reference_key", "date", "theme_key", "place_key"}
DERIVED |= {"sha256", "encoding", "outcome", "counts"}


def all_by(clean: Clean, model: type[models.Model]) -> dict[str, Clean]:
    return dict.fromkeys(texts_of(model), clean)


def live_places(case: Case, phrase: Phrase | None) -> Iterator[Place]:
    """The case, its bodies and its batch as they are now."""
    if phrase is None:
        yield from place(_("案例"), case, {name: partial(emptied_if_any, name) for name in TEXT})
        return
    yield from place(_("案例"), case, all_by(phrase.clean, Case))
    for body in case.bodies.all():
        yield from place(_("单位"), body, all_by(phrase.clean, CreditedBody))
    yield from place(_("批次"), case.batch, all_by(phrase.clean, Batch))


def emptied_if_any(name: str, value: str) -> str:
    return emptied(name, value) if value else value


def version_places(case: Case, phrase: Phrase | None) -> Iterator[Place]:
    """Versions: of the case and its batch; of deleted cases, which nobody can reach; and of the
    other cases of the batch what they have from it."""
    own = Q(subject=Subject.CASE, subject_id=case.pk)
    if phrase is None:
        for version in Version.objects.filter(own).iterator(ROWS):
            yield from place(_("历史版本"), version, {"state": blank})
        return
    cases = Case.objects.values("pk")
    whole = own | Q(subject=Subject.BATCH, subject_id=case.batch_id)
    whole |= Q(subject=Subject.CASE) & ~Q(subject_id__in=cases)
    others = Q(subject=Subject.CASE, subject_id__in=cases.filter(batch=case.batch)) & ~own
    clean = all_by(phrase.clean, Version)
    for version in Version.objects.filter(whole).iterator(ROWS):
        yield from place(_("历史版本"), version, clean)
    for version in Version.objects.filter(others).iterator(ROWS):
        yield from place(_("历史版本"), version, {"state": partial(of_batch, phrase)})


def of_batch(phrase: Phrase, state: dict) -> dict:
    """The state of a case with what it has from its batch cleaned."""
    found = {name: phrase.clean(state[name]) for name in OF_BATCH if name in state}
    return state | found


NOTED = ("passages", "asks", "faults", "messages", "changes", "alike")


def import_places(case: Case, phrase: Phrase | None) -> Iterator[Place]:
    """Records of imports: for a phrase all of them, for a whole text those that brought it."""
    if phrase:
        clean, facts = all_by(phrase.clean, ImportRow), all_by(phrase.clean, BatchImport)
        rows, found = ImportRow.objects.all(), BatchImport.objects.all()
    else:
        clean = {"cells": blank} | dict.fromkeys(NOTED, emptied_value)
        rows = rows_of(case)
        found = BatchImport.objects.filter(pk__in=rows.values("batch_import"))
        facts = {"facts": without_passages}
    for row in rows.iterator(ROWS):
        yield from place(_("导入记录"), row, clean)
    for one in found.iterator(ROWS):
        yield from place(_("导入记录"), one, facts)


def emptied_value(value: Any) -> Any:
    return type(value)()


def without_passages(facts: dict) -> dict:
    """What an import keeps of a pasted text as a whole, which may quote any of its cases."""
    quoting = ("passages", "questions", "furniture")
    return facts | {name: type(facts[name])() for name in quoting if name in facts}


def rows_of(case: Case) -> models.QuerySet[ImportRow]:
    """The rows of imports that became the case, changed it, or were found to be like it."""
    wanted = Q(target=case.pk)
    for found in BatchImport.objects.only("outcome").iterator(ROWS):
        lines = [line for line, pk, *_rest in found.outcome.get("cases", ()) if pk == case.pk]
        if lines:
            wanted |= Q(batch_import=found, line__in=lines)
    alike = ImportRow.objects.exclude(alike=[]).values_list("pk", "alike").iterator(ROWS)
    like_it = [pk for pk, pairs in alike if any(one == case.pk for one, _why in pairs)]
    return ImportRow.objects.filter(wanted | Q(pk__in=like_it))


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


# ---------------------------------------------------------------- snapshots

SNAPSHOTS: Path = settings.VAR_DIR / "snapshots"
QUOTED = ("title", "summary", "title_en", "summary_en", "body")


def holder(case: Case, phrase: Phrase | None) -> Callable[[str], bool]:
    """Whether a text in a file is, or holds, what is erased."""
    if phrase:
        return phrase.holds
    states = Version.objects.filter(subject=Subject.CASE, subject_id=case.pk)
    texts = {state.get(name) for state in states.values_list("state", flat=True) for name in QUOTED}
    return (texts - {None, "", ERASED}).__contains__


def snapshot_files(holds: Callable[[str], bool]) -> Iterator[Path]:
    """The files of snapshots that hold it."""
    for path in sorted(SNAPSHOTS.glob("*-revision-*/*")):
        if any(map(holds, texts_in(path))):
            yield path


def texts_in(path: Path) -> Iterator[str]:
    """The texts of a file of cases, cell by cell."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                yield from row
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield from strings(json.loads(line))
    elif path.suffix == ".sqlite3":
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            for table in ("cases", "cases_long"):
                for row in database.execute(f"SELECT * FROM {table}"):
                    yield from strings(list(row))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def remove_from_snapshot(path: Path) -> None:
    """Delete a file of a snapshot; its manifest keeps name and digest, and says when."""
    manifest = path.parent / "manifest.json"
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    for file in facts["files"]:
        if file["name"] == path.name:
            file["erased"] = timezone.localdate().isoformat()
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    replace_text(manifest, text)
    path.unlink()


# ---------------------------------------------------------------- erasing


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
        history.withdraw([case], Withdrawal.CATALOGUE, by=by, note=said)
    case = Case.objects.with_relations().get(pk=case.pk)
    found = list(live_places(case, phrase))
    for one in found:
        for name, value in one.fields.items():
            setattr(one.row, name, value)
    why = {"by": by, "note": note, "action": Version.Action.ERASED}
    written = []
    if any(isinstance(one.row, Batch) for one in found):
        history.save_batch(case.batch, **why)
        written.append(history.last_version(Subject.BATCH, case.batch_id))
    history.save_case(case, public=bool(case.first_published_at), **why)
    return [*written, history.last_version(Subject.CASE, case.pk)]


def compact() -> bool:
    """Overwrite what was deleted in the database's files; whether that could be done."""
    owned = apps.get_app_config("reforms").get_models()
    try:
        search.optimize()
        return databases.compact([model._meta.db_table for model in owned])
    except OperationalError:  # somebody writes for longer than we wait
        return False
