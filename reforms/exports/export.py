"""What a file is made of: cases, columns, and the facts that go with them."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..columns import COLUMNS, Column
from ..models import CreditedBody, Revision

BLOCK = 1000  # cases a block: enough to make work cheap, little enough to stay flat in memory
BLOCK_OF_BODIES = 100  # the same with full texts

LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of what this catalogue wrote


class Refused(ValueError):
    """A file that would not be whole is not made; says why and what to do instead."""


@dataclass(frozen=True)
class Export:
    """What a file is made of: ordered cases, the columns, and the facts that go with them."""

    cases: QuerySet
    columns: tuple[Column, ...] = COLUMNS
    chinese: bool = False  # Chinese headings
    excel: bool = False  # BOM and guarded cells
    long: bool = False  # a row for each case and credited body
    words: str = ""  # the selection in words
    address: str = ""  # where exactly this can be asked for again
    revision: Revision = field(default_factory=Revision)
    counted: int | None = None  # how many cases, where that is known already

    @cached_property
    def total(self) -> int:
        """How many cases."""
        return self.cases.order_by().count() if self.counted is None else self.counted

    @cached_property
    def rows(self) -> int:
        """How many rows: in the long shape a joint case has several."""
        if not self.long:
            return self.total
        chosen = self.cases.order_by()
        bodies = CreditedBody.objects.filter(case__in=chosen.values("pk"))
        return bodies.count() + chosen.filter(bodies__isnull=True).count()

    def newly_published(self) -> "Export":
        """The same in the order in which a feed is read: a case of an old date that came late
        is news, and one corrected (`updated` in RFC 4287) is not new."""
        return replace(self, cases=self.cases.order_by("-first_published_at", "reference_key"))

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
