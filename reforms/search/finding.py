"""Terms → the cases of one revision: from the index, and from the texts that changed since it.

So answers are exact while the index lags, and even without one in a small catalogue.
"""

import time
from dataclasses import dataclass

from ..bitset import NOTHING, Bitset
from ..models import Case, CaseText, Revision
from ..vocabulary import Status
from .among import Among
from .engine import Reader
from .folder import index_folder
from .mark import Mark
from .matches import Tier, combine
from .queries import Query
from .texts import matching, stale_texts

MOST_CHANGED = 20_000  # texts that may be looked into for each term
REFRESH = 1  # seconds between two looks at whether the index has caught up
NOT_PUBLISHED = [status for status in Status.values if status != Status.PUBLISHED]


class NotReady(RuntimeError):
    """There is no index yet, and too many texts to look into each."""


@dataclass(frozen=True)
class Coverage:
    """A state of the index, and the cases that it does not have as they are now."""

    reader: Reader | None
    changed: Bitset
    is_ready: bool

    @property
    def is_complete(self) -> bool:
        return self.is_ready and not self.changed


class Finder:
    """Finds terms in the cases of one revision. Threads may share it.

    Take the reader first and read the revision after it: an index that is ahead of the revision
    would find what the revision does not have.
    """

    def __init__(self, reader: Reader | None, revision: Revision, drafts: bool = False) -> None:
        self.revision = revision
        self.drafts = drafts  # whether to look into texts that are not public, too
        self.coverage = self.coverage_of(reader)
        self.covered_at = time.monotonic()

    def coverage_of(self, reader: Reader | None) -> Coverage:
        """What this state of the index covers; it is not used if the database does not know it."""
        mark = Mark.of(reader)
        if mark and mark.is_known(self.revision):
            # What was never public has revision 0.
            changed = Case.objects.filter(revision__gt=mark.revision)
        else:
            reader, changed = None, Case.objects.published()
        keys = list(changed.order_by().values_list("pk", flat=True)[: MOST_CHANGED + 1])
        is_ready = len(keys) <= MOST_CHANGED and not self.has_stale(keys)
        return Coverage(reader, Bitset.of(keys), is_ready)

    def has_stale(self, keys: list[int]) -> bool:
        """Whether a text that would be looked into was folded by other code."""
        if keys and stale_texts().filter(Among("case_id", keys)).exists():
            return True
        return self.drafts and stale_texts().filter(case__status__in=NOT_PUBLISHED).exists()

    def refresh(self) -> Coverage:
        """The coverage, by the index as it is now if it has come nearer to the revision."""
        is_due = not self.coverage.is_ready or time.monotonic() >= self.covered_at + REFRESH
        if is_due and not self.coverage.is_complete:
            self.covered_at = time.monotonic()
            reader = index_folder().reader()
            mark = Mark.of(reader)
            if mark and mark.revision <= self.revision.number:
                self.coverage = self.coverage_of(reader)
        return self.coverage

    @property
    def is_ready(self) -> bool:
        """Whether terms can be found now."""
        return self.refresh().is_ready

    def find_term(self, term: str, tier: Tier = "anywhere") -> Bitset:
        """The ids of the cases that have a folded term. Raises NotReady."""
        coverage = self.refresh()
        if not coverage.is_ready:
            raise NotReady
        cases = coverage.reader.find(term, tier) if coverage.reader else NOTHING
        if coverage.changed:
            texts = CaseText.objects.filter(
                Among("case_id", coverage.changed), case__status=Status.PUBLISHED
            )
            cases = cases - coverage.changed | matching(term, texts, tier)
        if self.drafts:
            texts = CaseText.objects.filter(case__status__in=NOT_PUBLISHED)
            cases |= matching(term, texts, tier)
        return cases

    def find(self, query: Query, tier: Tier = "anywhere") -> Bitset:
        """The ids of the cases that have every wanted and no unwanted term. Raises NotReady."""
        return combine(query, tier, self.find_term, self.everything)

    def everything(self) -> Bitset:
        """The ids of all cases that are looked for."""
        cases = Case.objects.all() if self.drafts else Case.objects.published()
        return Bitset.of(list(cases.order_by().values_list("pk", flat=True)))
