"""A case, a batch or a selection → how to cite it, and what reference managers read in a page.

The author is the issuer. A title of ours stands in square brackets, as GB/T 7714 marks a title
that the citer supplied, and every form says so in a note. A date that is not the release's own
says what it is. Cases come as their column values, so that an old version is cited as well.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from .filters import Selection, select
from .models import Batch, Revision
from .vocabulary import Author, DateBasis

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
        return select(selection.as_query_dict()).in_words()


def day(revision: Revision) -> str:
    return timezone.localtime(revision.at).date().isoformat()


# ---------------------------------------------------------------- the forms


def gbt7714(work: Work) -> str:
    """GB/T 7714—2025: web resources [EB/OL], data sets [DS/OL].

    The day of citing in brackets is the revision's, because that is the state that is cited.
    """
    people = [*work.authors[:3], *(["等"] if len(work.authors) > 3 else [])]
    author = "，".join(people)
    if work.kind == "selection":
        return (
            f"{author}. {work.title}[DS/OL]. 数据版本 {work.revision}. "
            f"{CATALOGUE}（{work.date}）[{work.revision_on}]. {work.url}."
        )
    number = f"：{work.number}" if work.number else ""
    within = f"//{work.container}" if work.container else ""
    word = DATE_WORDS[work.basis] if work.basis in MARKED_DATES else ""
    date = f"（{work.date}{word}）" if work.date else ""
    return (
        f"{author}. {work.shown_title}{number}[EB/OL]{within}. "
        f"{date}[{work.revision_on}]. {work.url}."
    )


def sentence(work: Work) -> str:
    """A plain sentence in Chinese."""
    ours = "（标题系编者自拟）" if work.title_is_ours else ""
    within = f"，载《{work.container}》" if work.container else ""
    dated = f"，{work.date} {DATE_WORDS[work.basis]}" if work.date else ""
    if work.kind == "selection":
        dated = ""
    return (
        f"{'、'.join(work.authors)}：《{work.title}》{ours}{within}{dated}。"
        f"据{CATALOGUE}（非官方整理）数据版本 {work.revision}（{work.revision_on}），{work.url}"
    )


def sentence_en(work: Work) -> str:
    """A plain sentence in English."""
    authors = ", ".join(NAMES_EN.get(name, name) for name in work.authors)
    title = f"“{work.title_en}” ({work.title})" if work.title_en else f"“{work.title}”"
    ours = ", a title by the editors of the catalogue" if work.title_is_ours else ""
    within = f", in {work.container}" if work.container else ""
    dated = f", {DATE_WORDS_EN[work.basis]} {work.date}" if work.date else ""
    if work.kind == "selection":
        dated = ""
    return (
        f"{authors}: {title}{ours}{within}{dated}. "
        f"{CATALOGUE_EN} (unofficial), data revision {work.revision} of {work.revision_on}, "
        f"{work.url}"
    )


# Characters that TeX reads as commands, and how it writes them as text.
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
    | {character: f"\\{character}" for character in "&%$#_"}
)


def tex(text: str) -> str:
    return " ".join(text.split()).translate(TEX)


def bibtex(work: Work) -> str:
    """@misc is the one type for a web page that every BibTeX style knows."""
    fields = {
        "author": " and ".join(f"{{{tex(author)}}}" for author in work.authors),
        "title": f"{{{tex(work.shown_title)}}}",
        "howpublished": tex(work.container),
        "year": work.date[:4],
        "date": work.date,
        "number": tex(work.number),
        "url": work.url,
        "urldate": work.revision_on,
        "keywords": tex(", ".join(work.keywords)),
        "abstract": tex(work.abstract),
        "note": tex("；".join(work.notes)),
        "langid": "chinese",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{work.key},\n{''.join(lines)}}}\n"


def ris(work: Work) -> str:
    """RIS: a tag and a value a line, CR LF; ELEC is a web page, DATA a data set."""
    pairs = [
        ("TY", "DATA" if work.kind == "selection" else "ELEC"),
        ("ID", work.key),
        *(("AU", author) for author in work.authors),
        ("TI", work.shown_title),
        ("T2", work.container),
        ("PY", work.date[:4]),
        ("DA", slashed(work.date)),
        ("Y2", slashed(work.revision_on)),
        ("M1", work.number),
        ("UR", work.url),
        *(("KW", keyword) for keyword in work.keywords),
        ("AB", work.abstract),
        *(("N1", note) for note in work.notes),
        ("LA", "zh-CN"),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in pairs if value]
    return f"{''.join(lines)}ER  - \r\n\r\n"


def slashed(date: str) -> str:
    """A whole or partial date as RIS has it: YYYY/MM/DD/, what is not known left empty."""
    return "/".join([*date.split("-"), "", "", ""][:3]) + "/" if date else ""


def csl(work: Work) -> dict:
    """One item of CSL-JSON 1.0."""
    item = {
        "id": work.key,
        "type": "dataset" if work.kind == "selection" else "webpage",
        "title": work.shown_title,
        "author": [{"literal": author} for author in work.authors],
        "container-title": work.container,
        "number": work.number,
        "issued": date_parts(work.date),
        "accessed": date_parts(work.revision_on),
        "URL": work.url,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
        "note": "；".join(work.notes),
        "version": str(work.revision),
        "language": "zh-CN",
    }
    return {name: value for name, value in item.items() if value}


def date_parts(date: str) -> dict | None:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else None


def csl_text(work: Work) -> str:
    return json.dumps([csl(work)], ensure_ascii=False, indent=2) + "\n"


class Style(NamedTuple):
    label: str
    write: Callable[[Work], str]


STYLES = {
    "gbt7714": Style("GB/T 7714—2025", gbt7714),
    "sentence": Style("中文", sentence),
    "sentence_en": Style("English", sentence_en),
    "bib": Style("BibTeX", bibtex),
    "ris": Style("RIS", ris),
    "csl": Style("CSL-JSON", csl_text),
}

# ---------------------------------------------------------------- what a page tells machines


def meta_tags(work: Work) -> list[tuple[str, str]]:
    """Highwire and Dublin Core tags, which Zotero and search engines read, as name and content.

    A date that is not the release's never goes into citation_publication_date.
    """
    dates = {
        DateBasis.RELEASED: "citation_publication_date",
        DateBasis.ISSUED: "citation_date",
        DateBasis.REPORTED: "citation_online_date",
    }
    tags = [
        ("citation_title", work.shown_title),
        *(("citation_author", author) for author in work.authors),
        # This tag makes Zotero file the page as a report instead of a journal article.
        *(("citation_technical_report_institution", author) for author in work.authors[:1]),
        (dates.get(work.basis, "citation_date"), work.date.replace("-", "/")),
        ("citation_public_url", work.url),
        ("citation_language", "zh-CN"),
        ("citation_keywords", "; ".join(work.keywords)),
        ("citation_abstract", work.abstract),
        ("DC.type", "Dataset" if work.kind == "selection" else "Text"),
        ("DC.title", work.shown_title),
        *(("DC.creator", author) for author in work.authors),
        ("DC.date", work.date),
        ("DC.identifier", work.url),
        ("DC.language", "zh-CN"),
        ("DC.source", work.source),
        ("DC.relation", work.container),
        ("DC.description", "；".join(work.notes)),
    ]
    return [(name, content) for name, content in tags if content]


# The same of every case; the rest is made for each case of a list.
COINS = urlencode(
    {
        "ctx_ver": "Z39.88-2004",
        "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
        "rft.type": "report",
        "rft.language": "zh-CN",
    }
)

quoted = lru_cache(maxsize=1024)(quote_plus)  # the cases of a list share most of their values


def coins(case: Values) -> str:
    """Title attribute of a COinS span (OpenURL ContextObject), from a case's column values."""
    ours = case["title_by"] == Author.CATALOGUE
    pairs = [
        ("rft.title", bracketed(case["title"]) if ours else case["title"]),
        *(("rft.creator", author) for author in case["issuers"]),
        ("rft.date", case["date"]),
        # For a report Zotero keeps series and publisher, not rft.source.
        ("rft.series", case["batch_title"]),
        ("rft.pub", case["issuers"][0] if case["issuers"] else ""),
        ("rft.identifier", versioned(case)),
    ]
    return "&".join([COINS, *(f"{name}={quoted(value)}" for name, value in pairs if value)])


def report(work: Work) -> dict:
    """schema.org Report; only a release's own date is its datePublished."""
    facts = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": work.url.partition("?")[0],
        "url": work.url,
        "name": work.shown_title,
        "alternateName": work.title_en,
        "author": [{"@type": "GovernmentOrganization", "name": name} for name in work.authors],
        "datePublished": work.date if work.basis == DateBasis.RELEASED else "",
        "dateModified": work.revision_on,
        "version": str(work.revision),
        "reportNumber": work.number,
        "inLanguage": "zh-CN",
        "isPartOf": {"@type": "Collection", "name": work.container} if work.container else None,
        "abstract": work.abstract,
        "keywords": list(work.keywords),
        "creditText": "；".join(work.notes),
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in facts.items() if value}


def script_safe(data: dict | list) -> SafeString:
    """JSON for a script element: no character is left to which HTML gives a meaning there."""
    text = json.dumps(data, ensure_ascii=False)
    text = re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)
    return mark_safe(text)


def in_all_styles(work: Work) -> list[tuple[str, str]]:
    """Every way to cite a work, as label and text."""
    return [(style.label, style.write(work)) for style in STYLES.values()]
