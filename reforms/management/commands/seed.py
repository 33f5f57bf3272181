"""Fill the catalogue from fixtures/. What is there, or ever was, stays as the editors left it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from reforms import history
from reforms.models import Batch, Case, CreditedBody, Theme, Version

EDIT = history.Edit(note="首次录入（manage.py seed）")


class Command(BaseCommand):
    help = "录入责任主题和首批案例，已有的一概不动 / store the themes and the first batch"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *, folder: Path, verbosity: int, **_options) -> str | None:
        themes = folder / "themes.json"  # first: the batches name them
        with transaction.atomic(), place("未录入任何内容 / nothing stored"):
            done = [store(file) for file in (themes, *sorted({*folder.glob("*.json")} - {themes}))]
        return "\n".join(done) if verbosity else None


def store(file: Path) -> str:
    with place(str(file)):
        content = json.loads(file.read_text(encoding="utf-8-sig"))
        return store_batch(**content) if "batch" in content else store_themes(**content)


def store_themes(*, themes: list[dict]) -> str:
    added = 0
    for number, fields in enumerate(themes, 1):
        with place(f"theme {number}"):
            if not known(theme := Theme(**fields)):
                history.save_theme(theme, EDIT)
                added += 1
    return f"责任主题：新增 {added}，共 {len(themes)} / themes: {added} of {len(themes)} added"


def store_batch(*, batch: dict, cases: list[dict]) -> str:
    if known(new := Batch(**batch)):
        return f"批次 {new.slug}：已有，未改动 / batch {new.slug}: already there, left alone"
    history.save_batch(new, EDIT)
    stored = []
    for number, fields in enumerate(cases, 1):
        with place(f"case {number}"):
            stored.append(store_case(new, **fields))
    history.publish(stored, EDIT)
    return f"批次 {new.slug}：发布 {len(cases)} 件 / batch {new.slug}: {len(cases)} cases published"


def store_case(batch: Batch, *, themes: list[str], bodies: list[dict], **fields) -> Case:
    found = Theme.objects.filter(slug__in=themes)
    if unknown := set(themes) - {theme.slug for theme in found}:
        raise ValueError(f"未知的责任主题 / unknown theme: {', '.join(sorted(unknown))}")
    credited = [CreditedBody(**body) for body in bodies]
    return history.save_case(Case(batch=batch, **fields), EDIT, themes=found, bodies=credited)


def known(row: Theme | Batch) -> bool:
    """Whether it ever was here: what editors deleted or renamed does not come back."""
    return Version.objects.filter(subject=row._meta.model_name, reference=row.slug).exists()


@contextmanager
def place(name: str) -> Iterator[None]:
    """Say where a fault lies; places nest, so the message leads from the file to the case."""
    try:
        yield
    except (AttributeError, CommandError, OSError, TypeError, ValueError, ValidationError) as error:
        raise CommandError(f"{name}: {error}") from error
