"""Fill the catalogue from fixtures/; what people changed or took away is left alone."""

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
from reforms.importing import seeding
from reforms.importing.seeding import Fields
from reforms.models import Batch, Case, Theme

ALREADY_THERE = (
    "批次 {slug}：站内已有，网址名是 {same}，未录入 / "
    "batch {slug}: already there as {same}, left alone"
)
NOT_ADDED = (
    "批次 {slug}：站内已有人编辑，未自动发布；要录入并发布请运行 manage.py seed --add / "
    "batch {slug}: not published by itself where people work; manage.py seed --add publishes it"
)


class Command(BaseCommand):
    help = "录入主题和两批案例，编辑改过的不动 / store themes and batches; keeps what people edited"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument("--add", action="store_true", help="录入新的批次 / adds new batches")

    def handle(self, *, folder: Path, add: bool, verbosity: int, **_options: Any) -> str | None:
        themes = folder / "themes.json"  # first: the batches name them
        files = (themes, *sorted({*folder.glob("*.json")} - {themes}))
        with transaction.atomic(), location("未录入任何内容 / nothing stored"):
            may_add = add or not seeding.people_work_here()
            slugs: dict[str, str] = {}
            messages = [store(file, may_add, slugs) for file in files]
        return "\n".join(messages) if verbosity else None


def store(file: Path, may_add: bool, slugs: dict[str, str]) -> str:
    """Store a file of themes, or of a batch with its cases; returns a message about the result.

    `slugs` gets, and has for batches, the slugs of themes that are stored under another one.
    """
    with location(str(file)):
        content = json.loads(file.read_text(encoding="utf-8-sig"))
        if "batch" in content:
            return store_batch(may_add=may_add, slugs=slugs, **content)
        return store_themes(slugs=slugs, **content)


def store_themes(*, themes: list[Fields], slugs: dict[str, str]) -> str:
    added = 0
    for number, fields in enumerate(themes, 1):
        with location(f"theme {number}"):
            theme = Theme(**fields)
            if seeding.same_theme(theme) or not seeding.was_stored(theme):
                added += seeding.add_theme(theme, slugs)
    return f"主题：新增 {added}，共 {len(themes)} / themes: {added} of {len(themes)} added"


def store_batch(*, batch: Fields, cases: list[Fields], may_add: bool, slugs: dict[str, str]) -> str:
    for assigned in (assigned for fields in cases for assigned in fields["themes"]):
        assigned["theme"] = slugs.get(assigned["theme"], assigned["theme"])
    slug = batch.get("slug", "")
    stored = Batch.objects.filter(slug=slug).first()
    if stored is None:
        return add_batch(Batch(**batch), cases, may_add)
    results = [seeding.update_batch(stored, batch)]
    for number, fields in enumerate(cases, 1):
        with location(f"case {number}"):
            case = Case.objects.filter(batch=stored, number=fields["number"]).first()
            results += [seeding.update_case(case, fields)] if case else []
    return message(
        slug,
        [name for result in results for name in result.updated],
        [name for result in results for name in result.left_alone],
    )


def add_batch(batch: Batch, cases: list[Fields], may_add: bool) -> str:
    if seeding.was_stored(batch):
        return message(batch.slug, [], [])
    if same := seeding.same_batch(batch):
        return ALREADY_THERE.format(slug=batch.slug, same=same.slug)
    if not may_add:
        return NOT_ADDED.format(slug=batch.slug)
    history.save_batch(batch, seeding.FIRST)
    stored = []
    for number, fields in enumerate(cases, 1):
        with location(f"case {number}"):
            stored.append(seeding.add_case(batch, fields))
    history.publish(stored, seeding.FIRST)
    count = len(stored)
    return f"批次 {batch.slug}：发布 {count} 件 / batch {batch.slug}: {count} cases published"


def message(slug: str, updated: list[str], left_alone: list[str]) -> str:
    """What became of a batch that is there already."""
    chinese, english = [], []
    if updated:
        chinese.append(f"按发布稿更新 {len(updated)} 项")
        english.append(f"{len(updated)} rows updated")
    if left_alone:
        chinese.append(f"编辑改过，未动：{'、'.join(left_alone)}")
        english.append(f"edited by people, left alone: {', '.join(left_alone)}")
    chinese, english = chinese or ["已有，未改动"], english or ["already there, left alone"]
    return f"批次 {slug}：{'；'.join(chinese)} / batch {slug}: {'; '.join(english)}"


@contextmanager
def location(name: str) -> Iterator[None]:
    """Put a name before the message of an error. They nest: the file, then the case."""
    try:
        yield
    except (AttributeError, CommandError, OSError, TypeError, ValueError, ValidationError) as error:
        raise CommandError(f"{name}: {error}") from error
