"""Cases in blocks of some hundred, column by column: the rows of every table and record."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..columns import BODY, BY_NAME, SEPARATOR, Cell, Column, Value
from ..history.stored_lines import program_digest
from ..models import JsonLine
from ..search import Among
from .export import BLOCK_OF_BODIES, Export
from .made_cells import Block, full_texts, made_blocks
from .parts import part_rows

# Read from the names of the bodies: that takes four times as long as all other columns together,
# and as reading the whole stored line.
COSTLY = BY_NAME["body_codes"]
BLOCK_OF_LINES = 500  # lines held at once with all their values


def column_blocks(export: Export) -> Iterator[Block]:
    """The rows of an export in blocks; the cells of a block stand in the order of the file."""
    if export.parts:
        yield from part_blocks(export)
    elif COSTLY in export.columns and not export.long:
        yield from stored_blocks(export)
    else:
        yield from made_blocks(export)


def part_blocks(export: Export) -> Iterator[Block]:
    """The parts of the full texts in blocks; a block without any is left out."""
    for keys in export.blocks(BLOCK_OF_BODIES):
        if rows := part_rows(keys):
            yield list(zip(*rows, strict=True))


def stored_blocks(export: Export) -> Iterator[Block]:
    """The rows of an export in blocks from stored lines; made anew where one is out of date."""
    made_with = program_digest()
    for keys in export.blocks(BLOCK_OF_BODIES if BODY in export.columns else BLOCK_OF_LINES):
        lines = JsonLine.objects.filter(Among("case", keys), made_with=made_with)
        line_of = dict(lines.values_list("case", "text"))
        if len(line_of) == len(keys):
            yield block_of([line_of[key] for key in keys], keys, export.columns)
        else:
            yield from made_blocks(replace(export, keys=np.array(keys, np.int32)))


def block_of(lines: list[str], keys: Sequence[int], columns: Iterable[Column]) -> Block:
    """The cells of these columns, from the JSON lines of these cases."""
    states = list(map(json.loads, lines))
    return [
        full_texts(keys) if column is BODY else stored_cells(column, states) for column in columns
    ]


def stored_cells(column: Column, states: list[dict[str, Any]]) -> list[Cell]:
    """The cells of a column, from the JSON values of the cases; the inverse of Column.value()."""
    values = [state[column.name] for state in states]
    if not column.many:
        return values
    return [SEPARATOR.join(value) if value else None for value in values]


def records(export: Export) -> Iterator[list[dict[str, Value]]]:
    """The cases in blocks of records, as columns.values() makes them one by one."""
    names = [column.name for column in export.columns]
    for block in column_blocks(export):
        values = zip(*values_by_column(export, block), strict=True)
        yield [dict(zip(names, row, strict=True)) for row in values]


def values_by_column(export: Export, block: Block) -> Iterator[Iterable[Value]]:
    """The cells of a block as values: cells of several values as lists."""
    for column, cells in zip(export.columns, block, strict=True):
        yield map(column.value, cells) if column.many else cells
