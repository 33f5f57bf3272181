"""Cases in blocks of some hundred, column by column: the rows of every table and record."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from ..columns import BODY, BY_NAME, COLUMNS, SEPARATOR, Cell, Value
from ..history.stored_lines import program_digest
from ..models import CsvLine, JsonLine
from ..search import Among
from .export import BLOCK_OF_BODIES, Export
from .long_shape import KINDS, long_block
from .made_cells import Block, full_texts, made_blocks
from .parts import part_rows

# Read from the names of the bodies: that takes four times as long as all other columns together,
# and as reading the whole stored line.
COSTLY = BY_NAME["body_codes"]
BLOCK_OF_LINES = 500  # lines held at once with all their values
NAMES = [column.name for column in COLUMNS]
CellsByName = dict[str, Sequence[Cell]]


def column_blocks(export: Export) -> Iterator[Block]:
    """The rows of an export in blocks; the cells of a block stand in the order of the file."""
    yield from blocks_from(export, JsonLine, json_cells)


def text_blocks(export: Export) -> Iterator[Block]:
    """The same for files of texts: numbers may be texts, and None an empty one.

    Reading CSV lines takes a quarter of the time of reading JSON lines.
    """
    yield from blocks_from(export, CsvLine, csv_cells)


def blocks_from(
    export: Export,
    model: type[CsvLine] | type[JsonLine],
    read: Callable[[list[str]], CellsByName],
) -> Iterator[Block]:
    """The rows of an export in blocks, from stored lines where that is cheaper."""
    if export.parts:
        yield from part_blocks(export)
    elif COSTLY not in export.columns:
        yield from made_blocks(export)
    else:
        made_with = program_digest()
        for keys in export.blocks(BLOCK_OF_BODIES if BODY in export.columns else BLOCK_OF_LINES):
            rows = model._default_manager.filter(Among("case", keys), made_with=made_with)
            line_of = dict(rows.values_list("case", "text"))
            yield from stored_block(replace(export, keys=np.array(keys, np.int32)), line_of, read)


def part_blocks(export: Export) -> Iterator[Block]:
    """The parts of the full texts in blocks; a block without any is left out."""
    for keys in export.blocks(BLOCK_OF_BODIES):
        if rows := part_rows(keys):
            yield list(zip(*rows, strict=True))


def stored_block(
    export: Export, line_of: dict[int, str], read: Callable[[list[str]], CellsByName]
) -> Iterator[Block]:
    """A block from the lines of its cases; made anew where one is missing or cannot be read."""
    keys = export.keys.tolist()
    try:
        cells = read([line_of[key] for key in keys])
        if BODY in export.columns:
            cells[BODY.name] = full_texts(keys)
        block = [cells[column.name] for column in export.columns]
        yield long_block(block, export.columns, cells[KINDS]) if export.long else block
    except (KeyError, ValueError):
        yield from made_blocks(export)


def json_cells(lines: list[str]) -> CellsByName:
    """Column → its cells, from JSON lines; the inverse of Column.value()."""
    states = list(map(json.loads, lines))
    cells: CellsByName = {}
    for column in COLUMNS:
        values = [state[column.name] for state in states]
        cells[column.name] = (
            [SEPARATOR.join(value) if value else None for value in values]
            if column.many
            else values
        )
    return cells


def csv_cells(lines: list[str]) -> CellsByName:
    """Column → its cells as texts, from CSV lines. Raises ValueError where a cell may be longer
    than the module csv reads, a limit that is set for the whole process."""
    if max(map(len, lines)) > csv.field_size_limit():
        raise ValueError("a line is too long")
    return dict(zip(NAMES, zip(*csv.reader(lines), strict=True), strict=True))


def records(export: Export) -> Iterator[Iterator[dict[str, Value]]]:
    """The cases in blocks of records, as columns.values() makes them one by one.

    A block is read once: a list of thousands would keep the garbage collector busy.
    """
    names = [column.name for column in export.columns]
    for block in column_blocks(export):
        values = zip(*values_by_column(export, block), strict=True)
        yield (dict(zip(names, row, strict=True)) for row in values)


def values_by_column(export: Export, block: Block) -> Iterator[Iterable[Value]]:
    """The cells of a block as values: cells of several values as lists."""
    for column, cells in zip(export.columns, block, strict=True):
        yield map(column.value, cells) if column.many else cells
