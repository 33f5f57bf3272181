"""A case, batch or selection → the facts that every citation is made from.

The author is the issuer. A title of ours stands in square brackets, as GB/T 7714 marks a title
that the citer supplied. Cases come as column values, so that an old version is cited as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from ..models import Batch, Revision
from ..selection import Selection, in_words
from ..vocabulary import Author, DateBasis

CATALOGUE = "检察改革典型案例库"
CATALOGUE_EN = "Casebook of procuratorial reform"

# Every other issuer stands in English as it is printed: a name is not ours to translate.
NAMES_EN = {CATALOGUE: CATALOGUE_EN, "最高人民检察院": "Supreme People’s Procuratorate"}
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Work:
    """What is cited: the same facts for every form."""

    key: str
    kind: str  # case, batch or selection
    title: str
    authors: tuple[str, ...]
    date: str
    basis: str
    url: str
    revision: int
    revision_on: str
    title_en: str = ""
    title_is_ours: bool = False
    container: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    source: str = ""
    number: str = ""  # document number of a release

    @property
    def shown_title(self) -> str:
        return bracketed(self.title) if self.title_is_ours else self.title

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the citation must know."""
        return (
            *(("标题系编者自拟",) if self.title_is_ours else ()),
            *((f"日期为{DATE_WORDS[self.basis]}日期",) if self.basis in MARKED_DATES else ()),
            *((f"来源：{self.source}",) if self.source else ()),
            f"{CATALOGUE}（非官方整理）数据版本 {self.revision}（{self.revision_on}）",
        )


def bracketed(title: str) -> str:
    """A title that the citer supplied: GB/T 7714."""
    return f"[{title}]"


DATE_WORDS = {DateBasis.RELEASED: "发布", DateBasis.ISSUED: "印发", DateBasis.REPORTED: "报道"}
DATE_WORDS_EN = {
    DateBasis.RELEASED: "released",
    DateBasis.ISSUED: "issued",
    DateBasis.REPORTED: "reported",
}
MARKED_DATES = (DateBasis.ISSUED, DateBasis.REPORTED)

# The columns that of_case() reads.
CITED = (
    "reference",
    "title",
    "title_en",
    "title_by",
    "issuers",
    "batch_title",
    "date",
    "date_basis",
    "permalink",
    "revision",
    "updated_at",
    "summary",
    "theme_names",
    "keywords",
    "source_name",
)


def of_case(case: Values) -> Work:
    """A case, from its column values."""
    return Work(
        key=case["reference"],
        kind="case",
        title=case["title"],
        title_en=case["title_en"],
        title_is_ours=case["title_by"] == Author.CATALOGUE,
        authors=tuple(case["issuers"]),
        container=case["batch_title"],
        date=case["date"],
        basis=case["date_basis"] or "",
        url=versioned(case),
        revision=case["revision"],
        revision_on=case["updated_at"][:10],
        abstract=case["summary"],
        keywords=(*case["theme_names"], *case["keywords"]),
        source=case["source_name"],
    )


def versioned(case: Values) -> str:
    """The address at which a case stays as it is cited."""
    return f"{case['permalink']}?revision={case['revision']}"


def of_batch(batch: Batch, revision: Revision) -> Work:
    return Work(
        key=batch.slug,
        kind="batch",
        title=batch.title,
        title_en=batch.title_en,
        authors=tuple(batch.issuer_list),
        date=batch.date,
        basis=str(batch.date_basis or ""),
        url=f"{settings.SITE_URL}/batches/{batch.slug}/",
        revision=revision.number,
        revision_on=day(revision),
        abstract=batch.introduction,
        source=batch.source_name,
        number=batch.document_number,
    )


def of_selection(selection: Selection, total: int, address: str, revision: Revision) -> Work:
    """A list of cases: the selection is the catalogue's, and so is its date.

    Each title is in one language, whichever the page has.
    """
    words, words_en = words_in("zh-hans", selection), words_in("en", selection)
    chosen, chosen_en = f"：{words}" if words else "", f": {words_en}" if words_en else ""
    cases = f"{total:,} case" if total == 1 else f"{total:,} cases"
    return Work(
        key=f"selection-revision-{revision.number}",
        kind="selection",
        title=f"检察机关典型案例数据{chosen}（{total} 件）",
        title_en=f"Data on typical cases of Chinese procuratorates{chosen_en} ({cases})",
        authors=(CATALOGUE,),
        date=day(revision),
        basis=DateBasis.RELEASED,
        url=address,
        revision=revision.number,
        revision_on=day(revision),
    )


def words_in(language: str, selection: Selection) -> str:
    """A selection in words of a language: its labels are made where it is read."""
    with override(language):
        return in_words(selection)


def day(revision: Revision) -> str:
    return timezone.localtime(revision.at).date().isoformat()
