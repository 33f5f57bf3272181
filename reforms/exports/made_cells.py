"""Cases read from their tables and made into cells, column by column.

Work on a whole column costs a fraction of the same work cell by cell.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from ..columns import BODY, SEPARATOR, Cell, Column, joined
from ..models import Case, Theme, ThemeAssignment
from ..search import Among
from .export import BLOCK, BLOCK_OF_BODIES, Export

# Paths that the database does not read as they are: the time as text, which both databases write
# in UTC, and the key of the themes, which saves a join.
STORED_PATHS = {
    "updated_at": "updated_text",
    "themes__slug": "theme_key",
    "themes__name": "theme_key",
    "themes__scheme": "theme_key",
}

ASSIGNMENTS = "assignments__"  # how paths to theme assignments begin

Row = Sequence[Any]  # the values of the paths, then the key of the case
Block = list[Sequence[Cell]]  # a sequence of cells for each column


class ThemeCells(dict[str, str | None]):
    """Theme key of a case → slugs or names of the themes as a cell, in their present order."""

    def __init__(self, names: dict[str, str]) -> None:
        """`names` has what stands for each slug, in the order of the themes."""
        super().__init__()
        self.names = names

    def __missing__(self, theme_key: str) -> str | None:
        slugs = theme_key.split(SEPARATOR)
        self[theme_key] = joined(name for slug, name in self.names.items() if slug in slugs)
        return self[theme_key]


def made_blocks(export: Export) -> Iterator[Block]:
    """The rows of an export in blocks, made from the tables."""
    paths, themes = stored_paths(export.columns), theme_cells(export.columns)
    for rows in row_blocks(export, paths):
        raw = raw_values(rows, paths, themes)
        if BODY in export.columns:
            raw[BODY.name] = full_texts(raw["pk"])
        if assigned := assignment_paths(export.columns):
            raw |= assignment_cells(raw["pk"], assigned)
        yield [cells_of(column, raw) for column in export.columns]


def row_blocks(export: Export, paths: list[str]) -> Iterator[list[Row]]:
    """The rows of an export: few at a time where full texts are to be added to them."""
    size = BLOCK_OF_BODIES if BODY in export.columns else BLOCK
    for keys in export.blocks(BLOCK):
        rows = fetch_rows(keys, paths, export.long)
        for start in range(0, len(rows), size):
            yield rows[start : start + size]


def stored_paths(columns: Iterable[Column]) -> list[str]:
    """The paths that the database reads for these columns, but for the full text."""
    paths = (STORED_PATHS.get(path, path) for column in columns for path in column.sources)
    return [
        path
        for path in dict.fromkeys(paths)
        if path != BODY.name and not path.startswith(ASSIGNMENTS)
    ]


def raw_values(
    rows: Sequence[Row], paths: list[str], themes: dict[str, ThemeCells]
) -> dict[str, Sequence[Any]]:
    """Path → its values in these rows; those of "pk" are the keys of the cases."""
    raw: dict[str, Sequence[Any]]
    raw = dict(zip([*paths, "pk"], zip(*rows, strict=True), strict=True))
    for path, cells in themes.items():
        raw[path] = [cells[key] for key in raw["theme_key"]]
    if "updated_text" in raw:
        raw["updated_at"] = raw["updated_text"]
    return raw


def full_texts(keys: Sequence[int]) -> list[str]:
    """The full texts of these cases. They are fetched by themselves, so that a block of few cases
    costs no query over all columns."""
    cases = Case.objects.filter(Among("pk", keys)).order_by()
    body_of = dict(cases.values_list("pk", "body"))
    return [body_of[key] for key in keys]


def assignment_paths(columns: Iterable[Column]) -> list[str]:
    """The paths of these columns that lead to theme assignments."""
    paths = (path for column in columns for path in column.sources)
    return [path for path in dict.fromkeys(paths) if path.startswith(ASSIGNMENTS)]


def assignment_cells(keys: Sequence[int], paths: list[str]) -> dict[str, list[str | None]]:
    """Path → its cells for the theme assignments of these cases. They are fetched by themselves,
    since a join would multiply the rows of the bodies."""
    fields = [path.removeprefix(ASSIGNMENTS) for path in paths]
    rows_of: dict[int, list[tuple[str, ...]]] = {key: [] for key in keys}
    rows = ThemeAssignment.objects.filter(Among("case", rows_of))
    for key, *values in rows.values_list("case", *fields):
        rows_of[key].append(tuple(values))
    return {
        path: [joined(row[position] for row in rows_of[key]) for key in keys]
        for position, path in enumerate(paths)
    }


def cells_of(column: Column, raw: dict[str, Sequence[Any]]) -> Sequence[Cell]:
    """The cells of a column, from the values of its paths."""
    values = [raw[path] for path in column.sources]
    return list(map(column.make, *values)) if column.make else values[0]


def fetch_rows(keys: list[int], paths: list[str], long: bool) -> list[Row]:
    """One row a case in the order of the keys, or in the long shape one row a credited body.

    Bodies come by a join, one row each, and the rows of a joint case are joined here: a second
    query for each block would cost more than the few joint cases do.
    """
    bodies = [position for position, path in enumerate(paths) if path.startswith("bodies__")]
    if not bodies and not long:
        return in_order(select_rows(keys, paths), keys)
    rows = select_rows(keys, paths).order_by("bodies__position", "bodies__pk")
    rows_of = by_case(rows, keys)
    return list(chain.from_iterable(rows_of)) if long else [joined_row(r, bodies) for r in rows_of]


def select_rows(keys: list[int], paths: list[str]) -> QuerySet[Case, tuple[Any, ...]]:
    """The rows of these cases in no order; with a path to bodies, one row a body."""
    cases = Case.objects.filter(Among("pk", keys)).order_by()
    if "updated_text" in paths:
        cases = cases.annotate(updated_text=Cast("updated_at", CharField()))
    return cases.values_list(*paths, "pk")


def in_order(rows: Iterable[Row], keys: list[int]) -> list[Row]:
    """The one row of each case, in the order of the keys."""
    row_of = {row[-1]: row for row in rows}
    return [row_of[key] for key in keys if key in row_of]


def by_case(rows: Iterable[Row], keys: list[int]) -> list[list[Row]]:
    """The rows of each case, in the order of the keys."""
    rows_of: dict[int, list[Row]] = {key: [] for key in keys}
    for row in rows:
        rows_of[row[-1]].append(row)
    return [rows for rows in rows_of.values() if rows]


def joined_row(rows: list[Row], bodies: list[int]) -> Row:
    """The rows of a case as one, with the values at the positions `bodies` joined."""
    if len(rows) == 1:
        return rows[0]
    row = list(rows[0])
    for position in bodies:
        row[position] = SEPARATOR.join(map(itemgetter(position), rows))
    return row


def theme_cells(columns: Iterable[Column]) -> dict[str, ThemeCells]:
    """Path → its cells, for each path of these columns that leads to themes."""
    sources = {path for column in columns for path in column.sources}
    fields = [path.removeprefix("themes__") for path in sources if path.startswith("themes__")]
    themes = list(Theme.objects.all()) if fields else []
    return {
        f"themes__{field}": ThemeCells({theme.slug: getattr(theme, field) for theme in themes})
        for field in fields
    }
