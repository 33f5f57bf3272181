"""What a file is made of: cases, columns, and the facts that go with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from ..columns import COLUMNS, Column
from ..models import CreditedBody, Revision
from ..search import Among

BLOCK = 1000  # cases a block: enough to make work cheap, little enough to stay flat in memory
BLOCK_OF_BODIES = 100  # the same with full texts
COUNTED = 10_000  # cases whose bodies are counted at once

LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of what this catalogue wrote


class Refused(ValueError):
    """A file that would not be whole is not made; says why and what to do instead."""


@dataclass(frozen=True)
class Export:
    """What a file is made of: keys of cases in their order, columns, and facts beside them."""

    keys: NDArray[np.int32]  # of the cases, in their order
    columns: tuple[Column, ...] = COLUMNS
    chinese: bool = False  # Chinese headings
    excel: bool = False  # BOM and guarded cells
    long: bool = False  # a row for each case and credited body
    words: str = ""  # the selection in words
    address: str = ""  # where exactly this can be asked for again
    revision: Revision = field(default_factory=Revision)

    @property
    def total(self) -> int:
        """How many cases."""
        return len(self.keys)

    @cached_property
    def rows(self) -> int:
        """How many rows: in the long shape a joint case has several."""
        if not self.long:
            return self.total
        return sum(rows_of_bodies(keys) for keys in self.blocks(COUNTED))

    def blocks(self, size: int) -> Iterator[list[int]]:
        """The keys of the cases in order, so many at a time."""
        for start in range(0, len(self.keys), size):
            yield self.keys[start : start + size].tolist()

    @property
    def headings(self) -> list[str]:
        return [column.heading if self.chinese else column.name for column in self.columns]

    @property
    def revision_at(self) -> str:
        return timezone.localtime(self.revision.at).isoformat(timespec="seconds")

    def facts(self) -> dict[str, Any]:
        """What stands beside every file, so that it can be proved whole and asked for again."""
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
    """How many rows cases have in the long shape: one a body, and one without a body."""
    bodies = CreditedBody.objects.filter(Among("case", keys))
    counted = bodies.aggregate(bodies=Count("pk"), cases=Count("case", distinct=True))
    return len(keys) - counted["cases"] + counted["bodies"]
