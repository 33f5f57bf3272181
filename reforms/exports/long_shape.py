"""Rows of cases → the long shape: a row for each case and credited body. Knows no file format."""

from collections.abc import Iterable, Sequence
from itertools import chain, repeat

from ..columns import SEPARATOR, Cell, Column
from .made_cells import Block

KINDS = "body_kinds"  # as many values as there are bodies, since none of them is empty


def long_block(block: Block, columns: Iterable[Column], kinds: Sequence[Cell]) -> Block:
    """A block with a row for each case → one with a row for each of its bodies; a case without
    bodies keeps its row. `kinds` are the cells of the column KINDS.

    Raises ValueError where the name of a body has the separator of values in it.
    """
    counts = [str(cell or "").count(SEPARATOR) + 1 for cell in kinds]
    if all(count == 1 for count in counts):
        return block
    return [
        one_value_each(cells, counts) if column.relation == "bodies" else repeated(cells, counts)
        for column, cells in zip(columns, block, strict=True)
    ]


def one_value_each(cells: Sequence[Cell], counts: list[int]) -> list[Cell]:
    """The values of cells that have one value for each body."""
    values: list[list[Cell]] = [
        [cell] if count == 1 else [*str(cell).split(SEPARATOR)]
        for cell, count in zip(cells, counts, strict=True)
    ]
    if list(map(len, values)) != counts:
        raise ValueError("the name of a body has a separator in it")
    return list(chain.from_iterable(values))


def repeated(cells: Sequence[Cell], counts: list[int]) -> list[Cell]:
    """Each cell as often as its case has bodies."""
    return list(chain.from_iterable(map(repeat, cells, counts)))
