"""A case, batch or selection → the facts from which every citation is made.

The author is the issuer. A title of ours stands in square brackets, as GB/T 7714 marks a title
that the citer supplied. Behind the title stand the issuer's number and, where the only date is that
of a news report, who reported: so no client takes one date for the other. Cases come as column
values, so that old versions can be cited too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from ..models import Batch, Revision
from ..selection import Selection, in_words
from ..vocabulary import Author, DateBasis

CATALOGUE = "检察改革典型案例库"
CATALOGUE_EN = "Casebook of Procuratorial Reform"

# All other issuers keep their Chinese names in English citations: it is not for us to translate
# a name.
NAMES_EN = {CATALOGUE: CATALOGUE_EN, "最高人民检察院": "Supreme People’s Procuratorate"}

ColumnValues = Mapping[str, Any]  # column → value as in JSON, whose type the column decides


@dataclass(frozen=True)
class Work:
    """What is cited, with the facts that all styles share.

    Dates are ISO 8601-1; `date` may be partial or empty, and `basis` says which date it is.
    """

    key: str
    kind: Literal["case", "batch", "selection"]
    title: str
    authors: tuple[str, ...]
    date: str
    basis: str  # a DateBasis, or empty
    url: str
    revision: int
    revision_on: str
    title_en: str = ""
    title_is_ours: bool = False
    subtitle: str = ""
    container: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    source: str = ""
    number: str = ""  # document number of a release, the issuer's own number of a case

    @property
    def shown_title(self) -> str:
        """The title as every citation has it."""
        title = f"[{self.whole_title}]" if self.title_is_ours else self.whole_title
        remarks = "，".join(filter(None, [self.number, self.report]))
        return f"{title}（{remarks}）" if remarks else title

    @property
    def whole_title(self) -> str:
        """Title and subtitle, as GB/T 7714 joins them."""
        return "：".join(filter(None, [self.title, self.subtitle]))

    @property
    def report(self) -> str:
        """Who reported, where the date is that of a report."""
        return f"据{self.source}报道" if self.basis == DateBasis.REPORTED else ""

    @property
    def publisher(self) -> str:
        """Who publishes a data set; a web page has its batch as container instead."""
        return CATALOGUE if self.kind == "selection" else ""

    @property
    def version(self) -> str:
        """The version of a data set."""
        return str(self.revision) if self.kind == "selection" else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the citation must know, in Chinese."""
        return (
            *(("标题系编者自拟",) if self.title_is_ours else ()),
            *((f"日期为{DATE_LABELS[self.basis]}日期",) if self.basis in MARKED_DATES else ()),
            *((f"来源：{self.source}",) if self.source else ()),
            f"{CATALOGUE}（非官方整理）数据版本 {self.revision}（{self.revision_on}）",
        )


DATE_LABELS: Mapping[str, str] = {
    DateBasis.RELEASED: "发布",
    DateBasis.ISSUED: "印发",
    DateBasis.REPORTED: "报道",
}
DATE_LABELS_EN: Mapping[str, str] = {
    DateBasis.RELEASED: "released",
    DateBasis.ISSUED: "issued",
    DateBasis.REPORTED: "reported",
}
MARKED_DATES = (DateBasis.ISSUED, DateBasis.REPORTED)  # a citation says which of them it gives

# The columns that of_case() reads.
CITED = (
    "reference",
    "title",
    "title_en",
    "subtitle",
    "title_by",
    "official_no",
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


def of_case(case: ColumnValues, asked: int | None = None) -> Work:
    """The work of a case, from the values of at least the columns CITED.

    Its URL is the page of the case; with a revision that was asked for, the case as it was then.
    """
    return Work(
        key=case["reference"],
        kind="case",
        title=case["title"],
        title_en=case["title_en"],
        subtitle=case["subtitle"] or "",  # a version from before this column has none
        title_is_ours=case["title_by"] == Author.CATALOGUE,
        authors=tuple(case["issuers"]),
        container=case["batch_title"],
        date=case["date"],
        basis=case["date_basis"] or "",
        url=case["permalink"] if asked is None else f"{case['permalink']}?revision={asked}",
        revision=case["revision"],
        revision_on=case["updated_at"][:10],
        abstract=case["summary"],
        keywords=(*case["theme_names"], *case["keywords"]),
        source=case["source_name"],
        number=case["official_no"],
    )


def of_batch(batch: Batch, revision: Revision) -> Work:
    """The work of a batch as it is at the current revision."""
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
        container=batch.source_name,
        abstract=batch.introduction,
        source=batch.source_name,
        number=batch.document_number,
    )


def of_selection(selection: Selection, total: int, address: str, revision: Revision) -> Work:
    """The work of a list of `total` cases at `address`: its author and date are the catalogue's.

    Each title is in one language, whatever language is active.
    """
    label, label_en = words_in("zh-hans", selection), words_in("en", selection)
    subtitle, subtitle_en = f"：{label}" if label else "", f": {label_en}" if label_en else ""
    cases = f"{total:,} case" if total == 1 else f"{total:,} cases"
    return Work(
        key=f"selection-revision-{revision.number}",
        kind="selection",
        title=f"检察机关典型案例数据{subtitle}（{total} 件）",
        title_en=f"Data on typical cases of Chinese procuratorates{subtitle_en} ({cases})",
        authors=(CATALOGUE,),
        date=day(revision),
        basis=DateBasis.RELEASED,
        url=address,
        revision=revision.number,
        revision_on=day(revision),
    )


def words_in(language: str, selection: Selection) -> str:
    """The label of a selection in a language; empty for the whole list."""
    with override(language):
        return in_words(selection)


def day(revision: Revision) -> str:
    """The date of a revision in the site's time zone: YYYY-MM-DD."""
    return timezone.localtime(revision.at).date().isoformat()
