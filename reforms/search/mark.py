"""Where an index stands: up to which state of the record it was made, and by what code."""

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from ..models import Erasure, Revision, Version
from . import engine, texts

CODE = hashlib.sha256(
    f"{texts.MADE_WITH}{version('tantivy')}".encode() + Path(engine.__file__).read_bytes()
).hexdigest()[:16]


@dataclass(frozen=True)
class Mark:
    """The state of the record that an index was made from. Its documents may be newer."""

    dataset: str  # UUID, new after a restore
    revision: int
    revised_at: str  # when that revision was made, ISO 8601
    version: int  # key of the newest public version; 0 if there is none
    version_at: str  # when it was written, ISO 8601
    erasure: int  # key of the last erasure before the index was made from scratch; 0 if none
    built_at: float  # when it was made from scratch, seconds since 1970
    code: str

    def as_text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, reader: engine.Reader | None) -> "Mark | None":
        """The mark of a state of the index; None if it has none that this code can read."""
        try:
            return cls(**json.loads(reader.mark())) if reader else None
        except (TypeError, ValueError):
            return None

    @classmethod
    def now(cls, kept: "Mark | None" = None) -> "Mark":
        """The mark of the current state, for an index that is new or is `kept` and continued."""
        revision = Revision.current()
        public = Version.objects.filter(revision__lte=revision.number).order_by("-revision", "-pk")
        newest = public.only("pk", "at").first()
        return cls(
            dataset=str(revision.dataset),
            revision=revision.number,
            revised_at=revision.at.isoformat(),
            version=newest.pk if newest else 0,
            version_at=newest.at.isoformat() if newest else "",
            erasure=kept.erasure if kept else Erasure.last_key(),
            built_at=kept.built_at if kept else time.time(),
            code=CODE,
        )

    def is_known(self, revision: Revision) -> bool:
        """Whether the database, now at a revision, has gone through this mark.

        It has not after a restore, in a copied folder, or on a server that took over without the
        last changes and gave their revisions to others.
        """
        if (self.dataset, self.code) != (str(revision.dataset), CODE):
            return False
        if self.revision == revision.number:
            return self.revised_at == revision.at.isoformat()
        if self.revision > revision.number:
            return False
        return not self.version or (
            Version.objects.filter(pk=self.version, at=self.version_at).exists()
        )
