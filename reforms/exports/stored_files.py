"""Files whose lines are stored: they are copied, not made again."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import replace

import numpy as np
from django.db import connection
from django.db.models import BinaryField
from django.db.models.functions import Cast

from ..columns import BODY, COLUMNS
from ..history.stored_lines import program_digest
from ..models import CsvLine, JsonLine
from ..search import Among
from .export import BLOCK, BLOCK_OF_BODIES, Export
from .made_cells import full_texts

WITH_BODY = (*COLUMNS, BODY)
LineModel = type[CsvLine] | type[JsonLine]


def stored_or_made(
    export: Export,
    model: LineModel,
    make: Callable[[Export], Generator[bytes]],
    append: Callable[[bytes, str], bytes],
    split: Callable[[bytes], bytes] | None = None,
) -> Generator[bytes]:
    """The lines of a file in blocks: stored lines where the export asks for just those, also with
    the full texts behind them, and one for each body.

    `make` writes the lines of every other export, and of blocks with an outdated line; `append`
    adds a full text to a stored line; `split`, where there is one, makes a line for each body, or
    raises ValueError. All ways give the same bytes; reading a line takes a fifth of the time of
    making it.
    """
    if not is_stored(export, splits=split is not None):
        yield from make(export)
        return
    has_texts = BODY in export.columns
    for keys in export.blocks(BLOCK_OF_BODIES if has_texts else BLOCK):
        line_of = stored_lines(model, keys)
        try:
            lines: Iterable[bytes] = [line_of[key] for key in keys]
            if has_texts:
                lines = map(append, lines, full_texts(keys))
            if export.long and split:
                lines = map(split, lines)
            yield b"".join(lines)
        except (KeyError, ValueError):
            yield from make(replace(export, keys=np.array(keys, np.int32)))


def is_stored(export: Export, splits: bool) -> bool:
    """Whether the lines of a file follow from stored lines, which may be split by bodies."""
    if export.columns not in (COLUMNS, WITH_BODY):
        return False
    return splits if export.long else not export.excel


def stored_lines(model: LineModel, keys: list[int]) -> dict[int, bytes]:
    """The lines of these cases that are up to date, by key.

    SQLite gives the bytes as they are stored, which takes a third of the time of decoding and
    encoding them; PostgreSQL would send every byte as two digits.
    """
    rows = model._default_manager.filter(Among("case", keys), made_with=program_digest())
    if connection.vendor == "sqlite":
        return dict(rows.values_list("case", Cast("text", BinaryField())))
    return {key: text.encode() for key, text in rows.values_list("case", "text")}
