"""Cases in blocks of some hundred, column by column.

Work on a whole column costs a fraction of the same work cell by cell.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast

from ..columns import BODY, COLUMNS, SEPARATOR, Cell, Column, Value, joined
from ..history.stored_lines import maker
from ..models import Theme
from .export import BLOCK, BLOCK_OF_BODIES, Export

# Where a row of the database has something else than a case in memory: the time as text, which
# both databases write in UTC, and the key of the themes, which saves a join.
STORED = {"updated_at": "updated_text", "themes__slug": "theme_key", "themes__name": "theme_key"}


def column_blocks(export: Export) -> Iterator[list[Sequence[Cell]]]:
    """The cases in blocks; a block is a list of columns, a column a sequence of cells."""
    sources = dict.fromkeys(path for column in export.columns for path in column.sources)
    stored = list(dict.fromkeys(STORED.get(path, path) for path in sources))
    themes = readers_of_themes(path for path in sources if path.startswith("themes__"))
    size = BLOCK_OF_BODIES if BODY in export.columns else BLOCK
    rows = fetch(export, stored, size)
    while block := list(islice(rows, size)):
        found = dict(zip(stored, zip(*block, strict=True), strict=False))
        found |= {path: [cell[key] for key in found["theme_key"]] for path, cell in themes.items()}
        found["updated_at"] = found.get("updated_text")
        yield [made(column, [found[path] for path in column.sources]) for column in export.columns]


def made(column: Column, raw: list[Sequence[Any]]) -> Sequence[Cell]:
    return list(map(column.make, *raw)) if column.make else raw[0]


def fetch(export: Export, stored: list[str], size: int) -> Iterator[tuple]:
    """One row a case, or in the long shape a row a body, through one cursor.

    Bodies come by a join, one row each, and a joint case is put together here: a second query
    for each block would cost more than the few joint cases do.
    """
    bodies = [position for position, path in enumerate(stored) if path.startswith("bodies__")]
    cases = export.cases.annotate(updated_text=Cast("updated_at", CharField()))
    if bodies or export.long:
        order = cases.query.order_by or cases.model._meta.ordering
        cases = cases.order_by(*order, "bodies__position", "bodies__pk")
    rows = cases.values_list(*stored, "pk").iterator(chunk_size=size)
    return merged(rows, bodies) if bodies and not export.long else rows


def merged(rows: Iterable[tuple], bodies: list[int]) -> Iterator[tuple]:
    for _pk, same in groupby(rows, itemgetter(-1)):
        first, *rest = same
        yield together(first, rest, bodies) if rest else first


def together(first: tuple, rest: list[tuple], bodies: list[int]) -> tuple:
    row = list(first)
    for position in bodies:
        row[position] = SEPARATOR.join(one[position] for one in (first, *rest))
    return tuple(row)


class ThemeCells(dict):
    """Key of a set of themes → their slugs or names as a cell, in the themes' present order."""

    def __init__(self, names: list[tuple[str, str]]) -> None:
        self.names = names

    def __missing__(self, key: str) -> str | None:
        slugs = key.split(SEPARATOR)
        self[key] = joined(name for slug, name in self.names if slug in slugs)
        return self[key]


def readers_of_themes(paths: Iterable[str]) -> dict[str, ThemeCells]:
    if not (paths := list(paths)):
        return {}
    themes = list(Theme.objects.all())
    return {
        path: ThemeCells(
            [(one.slug, getattr(one, path.removeprefix("themes__"))) for one in themes]
        )
        for path in paths
    }


def records(export: Export) -> Iterator[list[dict[str, Value]]]:
    """The cases in blocks of records, as columns.values() makes them one by one."""
    names = [column.name for column in export.columns]
    for block in column_blocks(export):
        yield [
            dict(zip(names, row, strict=True)) for row in zip(*listed(export, block), strict=True)
        ]


def listed(export: Export, block: list[Sequence[Cell]]) -> Iterator[Iterable[Value]]:
    for column, cells in zip(export.columns, block, strict=True):
        yield map(column.value, cells) if column.many else cells


def stored(
    export: Export, table: str, make: Callable[[Export], Iterator[bytes]]
) -> Iterator[bytes]:
    """The lines of a file in blocks: as stored where that is what was asked for, else made.

    Both are the same byte for byte; to read a line is five times as fast as to make it.
    """
    if export.columns != COLUMNS or export.long or export.excel:
        yield from make(export)
        return
    current = maker()
    # Compared here: as a condition of the join it misleads PostgreSQL, whose statistics know
    # nothing of lines just made anew, into reading all of them for each case.
    rows = export.cases.values_list("pk", f"{table}__made_with", f"{table}__text")
    rows = rows.iterator(chunk_size=BLOCK)
    while block := list(islice(rows, BLOCK)):
        keys, makers, texts = zip(*block, strict=True)
        if set(makers) == {current}:
            yield "".join(texts).encode()
        else:
            yield from make(replace(export, cases=export.cases.filter(pk__in=keys)))
