"""Fill the catalogue from fixtures/; rows that exist, or ever existed, are left alone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from reforms import history
from reforms.models import Batch, Case, CreditedBody, Theme, Version

Fields = dict[str, Any]  # of a row, as a fixture has them

EDIT = history.Edit(note="首次录入（manage.py seed）")


class Command(BaseCommand):
    help = "录入责任主题和首批案例，已有的一概不动 / store the themes and the first batch"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *, folder: Path, verbosity: int, **_options: Any) -> str | None:
        themes = folder / "themes.json"  # first: the batches name them
        files = (themes, *sorted({*folder.glob("*.json")} - {themes}))
        with transaction.atomic(), location("未录入任何内容 / nothing stored"):
            messages = [store(file) for file in files]
        return "\n".join(messages) if verbosity else None


def store(file: Path) -> str:
    """Store a file of themes, or of a batch with its cases; returns a message about the result."""
    with location(str(file)):
        content = json.loads(file.read_text(encoding="utf-8-sig"))
        return store_batch(**content) if "batch" in content else store_themes(**content)


def store_themes(*, themes: list[Fields]) -> str:
    added = 0
    for number, fields in enumerate(themes, 1):
        with location(f"theme {number}"):
            if not was_stored(theme := Theme(**fields)):
                history.save_theme(theme, EDIT)
                added += 1
    return f"责任主题：新增 {added}，共 {len(themes)} / themes: {added} of {len(themes)} added"


def store_batch(*, batch: Fields, cases: list[Fields]) -> str:
    if was_stored(new := Batch(**batch)):
        return f"批次 {new.slug}：已有，未改动 / batch {new.slug}: already there, left alone"
    history.save_batch(new, EDIT)
    stored = []
    for number, fields in enumerate(cases, 1):
        with location(f"case {number}"):
            stored.append(store_case(new, **fields))
    history.publish(stored, EDIT)
    return f"批次 {new.slug}：发布 {len(cases)} 件 / batch {new.slug}: {len(cases)} cases published"


def store_case(batch: Batch, *, themes: list[str], bodies: list[Fields], **fields: Any) -> Case:
    stored_themes = Theme.objects.filter(slug__in=themes)
    if unknown := set(themes) - {theme.slug for theme in stored_themes}:
        raise ValueError(f"未知的责任主题 / unknown theme: {', '.join(sorted(unknown))}")
    credited = [CreditedBody(**body) for body in bodies]
    case = Case(batch=batch, **fields)
    return history.save_case(case, EDIT, themes=stored_themes, bodies=credited)


def was_stored(row: Theme | Batch) -> bool:
    """Whether its slug was ever stored: rows that editors deleted or renamed do not come back."""
    return Version.objects.filter(subject=row._meta.model_name, reference=row.slug).exists()


@contextmanager
def location(name: str) -> Iterator[None]:
    """Put a name before the message of an error. They nest: the file, then the case."""
    try:
        yield
    except (AttributeError, CommandError, OSError, TypeError, ValueError, ValidationError) as error:
        raise CommandError(f"{name}: {error}") from error
