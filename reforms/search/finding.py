"""Terms → the cases of one revision: from the index, and from the texts that changed since it.

So answers are exact while the index lags, and even without one in a small catalogue.
"""

from django.db.models import Q

from ..bitset import Bitset
from ..models import Case, CaseText, Revision
from ..vocabulary import Status
from .engine import Reader
from .index_folder import index_folder
from .mark import Mark
from .matches import Matches, combine
from .queries import Query
from .texts import matching, stale_texts

MOST_CHANGED = 20_000  # texts that may be looked into for each term


class NotReady(RuntimeError):
    """There is no index yet, and too many texts to look into each."""


class Finder:
    """Finds terms in the cases of one revision.

    Take the reader first and read the revision after it: an index that is ahead of the revision
    would find what the revision does not have.
    """

    def __init__(self, reader: Reader | None, revision: Revision, drafts: bool = False) -> None:
        self.revision = revision
        self.drafts = drafts  # whether to look into texts that are not public, too
        self.read_from(reader)

    def read_from(self, reader: Reader | None) -> None:
        """Use this state of the index, as far as the database knows it."""
        mark = Mark.of(reader)
        self.reader = reader if mark and mark.is_known(self.revision) else None
        changed = Case.objects.known_to_public()
        if mark and self.reader:
            changed = changed.filter(revision__gt=mark.revision)
        keys = list(changed.order_by().values_list("pk", flat=True)[: MOST_CHANGED + 1])
        self.changed = Bitset.of(keys)
        is_outside = Q(case__in=changed.order_by().values("pk"), case__status=Status.PUBLISHED)
        if self.drafts:
            is_outside |= ~Q(case__status=Status.PUBLISHED)
        self.outside = CaseText.objects.filter(is_outside)
        has_few = len(keys) <= MOST_CHANGED or self.drafts
        self.ready = has_few and not (keys and stale_texts().filter(is_outside).exists())

    @property
    def is_ready(self) -> bool:
        """Whether terms can be found now."""
        if not self.ready:
            self.catch_up()
        return self.ready

    def catch_up(self) -> None:
        """Use the index as it is now, if it has reached this very revision."""
        reader = index_folder().reader()
        mark = Mark.of(reader)
        if mark and mark.revision <= self.revision.number:
            self.read_from(reader)

    def find_term(self, term: str) -> Matches:
        """The ids of the cases that have a folded term. Raises NotReady."""
        if not self.is_ready:
            raise NotReady
        indexed = self.reader.find(term) if self.reader else Matches()
        if not self.changed and not self.drafts:
            return indexed
        unchanged = Matches(*(tier - self.changed for tier in indexed))
        looked_into = matching(term, self.outside)
        return Matches(*(a | b for a, b in zip(unchanged, looked_into, strict=True)))

    def find(self, query: Query) -> Matches:
        """The ids of the cases that have every wanted and no unwanted term. Raises NotReady."""
        return combine(query, self.find_term, self.everything)

    def everything(self) -> Bitset:
        """The ids of all cases that are looked for."""
        cases = Case.objects.all() if self.drafts else Case.objects.published()
        return Bitset.of(list(cases.order_by().values_list("pk", flat=True)))
