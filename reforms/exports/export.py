"""What a file is made of: cases, columns, and the facts that go with them.

Knows no file format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from ..columns import BODY, COLUMNS, Column
from ..models import CreditedBody, Revision
from ..search import Among
from .parts import part_rows

BLOCK = 2000  # cases a block: each costs a query, and with 3 kB a case some megabytes of memory
BLOCK_OF_BODIES = 100  # full texts held at once
PARTS_CASES = 10_000  # their texts are read twice, for the number of rows and for the rows
COUNT_BLOCK = 10_000  # cases whose bodies are counted by one query

LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of what this catalogue wrote


class Refused(ValueError):
    """A file that could not be whole is refused; the message says why and what to do instead."""


@dataclass(frozen=True)
class Export:
    """The cases of a file by their keys, its columns and options, and the facts beside it.

    Raises Refused where the parts of more than PARTS_CASES cases are asked for.
    """

    keys: NDArray[np.int32]  # of the cases, in the order of the file
    columns: tuple[Column, ...] = COLUMNS
    chinese: bool = False  # Chinese headings
    excel: bool = False  # BOM and guarded cells
    long: bool = False  # a row for each case and credited body
    parts: bool = False  # a row for each part of a full text, with PART_COLUMNS
    words: str = ""  # label of the selection; empty for the whole list
    address: str = ""  # URL of this very file
    page_address: str = ""  # URL of the list
    options: Mapping[str, str] = field(default_factory=dict)  # as the address gives them
    revision: Revision = field(default_factory=Revision)

    def __post_init__(self) -> None:
        if self.parts and self.total > PARTS_CASES:
            raise Refused(
                _("逐部分的文件最多 %(most)d 件案例，这里有 %(total)d 件。请缩小筛选范围。")
                % {"most": PARTS_CASES, "total": self.total}
            )

    @property
    def total(self) -> int:
        """How many cases."""
        return len(self.keys)

    @cached_property
    def rows(self) -> int:
        """How many rows: in the long shape a joint case has several, and with parts each text."""
        if self.parts:
            return sum(len(part_rows(keys)) for keys in self.blocks(BLOCK_OF_BODIES))
        if not self.long:
            return self.total
        return sum(rows_of_bodies(keys) for keys in self.blocks(COUNT_BLOCK))

    @property
    def has_texts(self) -> bool:
        """Whether full texts are in the file."""
        return self.parts or BODY in self.columns

    def blocks(self, size: int) -> Iterator[list[int]]:
        """The keys of the cases in order, `size` at a time."""
        for start in range(0, len(self.keys), size):
            yield self.keys[start : start + size].tolist()

    @property
    def headings(self) -> list[str]:
        """The header of the file: names of the columns, or their Chinese headings."""
        return [column.heading if self.chinese else column.name for column in self.columns]

    @property
    def revision_at(self) -> str:
        """When the revision was made: ISO 8601-1 in the site's time zone."""
        return timezone.localtime(self.revision.at).isoformat(timespec="seconds")

    def facts(self) -> dict[str, Any]:
        """The facts beside a file, by which readers check that it is whole and get it again."""
        return {
            "address": self.address,
            "selection": self.words or _("全部案例"),
            "total": self.total,
            "rows": self.rows,
            "revision": self.revision.number,
            "revision_at": self.revision_at,
            "columns": [column.name for column in self.columns],
            "licence": LICENCE,
        }


def rows_of_bodies(keys: list[int]) -> int:
    """How many rows these cases have in the long shape: one a body, or one without a body."""
    bodies = CreditedBody.objects.filter(Among("case", keys))
    counts = bodies.aggregate(bodies=Count("pk"), cases=Count("case", distinct=True))
    return len(keys) - counts["cases"] + counts["bodies"]
