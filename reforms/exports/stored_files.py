"""Files whose lines are stored: they are copied, not made again."""

from collections.abc import Callable, Generator
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
) -> Generator[bytes]:
    """The lines of a file in blocks: stored lines where the export asks for just those, also with
    the full texts behind them.

    `make` writes the lines of every other export, and of blocks with an outdated line; `append`
    adds a full text to a stored line. All ways give the same bytes; reading a line takes a fifth
    of the time of making it.
    """
    if export.columns not in (COLUMNS, WITH_BODY) or export.long or export.excel:
        yield from make(export)
        return
    has_texts = BODY in export.columns
    for keys in export.blocks(BLOCK_OF_BODIES if has_texts else BLOCK):
        line_of = stored_lines(model, keys)
        if len(line_of) < len(keys):
            yield from make(replace(export, keys=np.array(keys, np.int32)))
        elif has_texts:
            lines = map(line_of.__getitem__, keys)
            yield b"".join(map(append, lines, full_texts(keys)))
        else:
            yield b"".join(map(line_of.__getitem__, keys))


def stored_lines(model: LineModel, keys: list[int]) -> dict[int, bytes]:
    """The lines of these cases that are up to date, by key.

    SQLite gives the bytes as they are stored, which takes a third of the time of decoding and
    encoding them; PostgreSQL would send every byte as two digits.
    """
    rows = model._default_manager.filter(Among("case", keys), made_with=program_digest())
    if connection.vendor == "sqlite":
        return dict(rows.values_list("case", Cast("text", BinaryField())))
    return {key: text.encode() for key, text in rows.values_list("case", "text")}
