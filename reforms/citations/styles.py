"""A work → its citation in each style: GB/T 7714, law journals, sentences, BibTeX, RIS, CSL-JSON.

All of them describe a web page, or for a selection a data set, so that every client has one item.
"""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from .work import (
    CATALOGUE,
    CATALOGUE_EN,
    DATE_LABELS,
    DATE_LABELS_EN,
    NAMES_EN,
    Work,
)


def gbt7714(work: Work) -> str:
    """A reference by GB/T 7714—2025, to the character as its public CSL style has it.

    The date of citation in brackets is the revision's: it is that state of the data that is cited.
    """
    authors = "，".join([*work.authors[:3], *(["等"] if len(work.authors) > 3 else [])])
    entry = data_set_entry if work.kind == "selection" else web_page_entry
    return f"{authors}. {entry(work)}[{work.revision_on}]. {work.url}."


def data_set_entry(work: Work) -> str:
    """Title to date of a data set, [DS/OL]."""
    return f"{work.title}[DS/OL]. V{work.revision}. {CATALOGUE}（{work.date}）"


def web_page_entry(work: Work) -> str:
    """Title to date of a web page, [EB/OL]."""
    return f"{work.shown_title}[EB/OL]. " + (f"（{work.date}）" if work.date else "")


def legal(work: Work) -> str:
    """A note by 《法学引注手册》, of a web page to the character as its CSL style has it."""
    authors = "、".join(work.authors[: 3 if len(work.authors) == 3 else 2])
    others = "等" if len(work.authors) > 3 else ""
    container = work.container or work.publisher
    title = f"《{work.shown_title}》" if container else work.shown_title
    place = f"，载{container}{chinese_date(work.date)}" if container or work.date else ""
    visited = "" if work.date else f"，{chinese_date(work.revision_on)}访问"
    return f"{authors}{others}：{title}{place}，{work.url}{visited}。"


def chinese_date(date: str) -> str:
    """A whole or partial ISO date in Chinese: 2021年7月29日."""
    parts = [int(part) for part in date.split("-")] if date else []
    return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def sentence(work: Work) -> str:
    """A plain sentence in Chinese."""
    has_own_date = work.date and work.kind != "selection"
    title_note = "（标题系编者自拟）" if work.title_is_ours else ""
    container = f"，载《{work.container}》" if work.container else ""
    date = f"，{work.date} {DATE_LABELS[work.basis]}" if has_own_date else ""
    return (
        f"{'、'.join(work.authors)}：《{work.whole_title}》{title_note}{container}{date}。"
        f"据{CATALOGUE}（非官方整理）数据版本 {work.revision}（{work.revision_on}），{work.url}"
    )


def sentence_en(work: Work) -> str:
    """A plain sentence in English."""
    has_own_date = work.date and work.kind != "selection"
    authors = ", ".join(NAMES_EN.get(name, name) for name in work.authors)
    printed = work.whole_title
    title = f"“{work.title_en}” ({printed})" if work.title_en else f"“{printed}”"
    title_note = ", a title by the editors of the catalogue" if work.title_is_ours else ""
    container = f", in {work.container}" if work.container else ""
    date = f", {DATE_LABELS_EN[work.basis]} {work.date}" if has_own_date else ""
    return (
        f"{authors}: {title}{title_note}{container}{date}. "
        f"{CATALOGUE_EN} (unofficial), data revision {work.revision} of {work.revision_on}, "
        f"{work.url}"
    )


TEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\^{}",  # Zotero knows no other form, and none of the two above
} | {character: f"\\{character}" for character in "&%$#_"}
# `str.translate` would look up each Chinese character: seventy times as long for a summary.
TEX_SPECIAL = re.compile(r"[\\{}~^&%$#_]")


def tex(text: str) -> str:
    """Text for TeX: blanks collapsed, special characters escaped."""
    return TEX_SPECIAL.sub(lambda match: TEX_ESCAPES[match[0]], " ".join(text.split()))


def bibtex(work: Work, language: str = "") -> str:
    """A BibTeX entry, without a language: gbt7714 sees which it is, and knows no tags.

    Zotero and pandoc read `journaltitle` of a web page as its website.
    """
    fields = {
        "author": " and ".join(f"{{{tex(author)}}}" for author in work.authors),
        "title": f"{{{tex(work.shown_title)}}}",
        "journaltitle": tex(work.container),
        "publisher": tex(work.publisher),
        "version": work.version,
        "year": work.date[:4],
        "date": work.date,
        "url": work.url,
        "urldate": work.revision_on,
        "keywords": tex(", ".join(work.keywords)),
        "abstract": tex(work.abstract),
        "note": tex("；".join(work.notes)),
        "langid": language,  # read by pandoc
        "language": language,  # read by Zotero
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    kind = "dataset" if work.kind == "selection" else "online"
    return f"@{kind}{{{work.key},\n{''.join(lines)}}}\n"


def biblatex(work: Work) -> str:
    """The same with the tag of the language, for BibLaTeX, pandoc and Zotero."""
    return bibtex(work, language="zh-CN")


def ris(work: Work) -> str:
    """A RIS record: a tag and a value a line, CR LF; ELEC is a web page, DATA a data set."""
    pairs = [
        ("TY", "DATA" if work.kind == "selection" else "ELEC"),
        ("ID", work.key),
        *(("AU", author) for author in work.authors),
        ("TI", work.shown_title),
        ("T2", work.container),
        ("PB", work.publisher),
        ("ET", work.version),
        ("PY", work.date[:4]),
        ("DA", ris_date(work.date)),
        ("Y2", ris_date(work.revision_on)),
        ("UR", work.url),
        *(("KW", keyword) for keyword in work.keywords),
        ("AB", work.abstract),
        *(("N1", note) for note in work.notes),
        ("LA", "zh-CN"),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in pairs if value]
    return f"{''.join(lines)}ER  - \r\n\r\n"


def ris_date(date: str) -> str:
    """A whole or partial ISO date as RIS has it: YYYY/MM/DD/, with unknown parts left empty."""
    return "/".join([*date.split("-"), "", "", ""][:3]) + "/" if date else ""


def csl(work: Work) -> dict[str, Any]:
    """One item of CSL-JSON 1.0."""
    item = {
        "id": work.key,
        "type": "dataset" if work.kind == "selection" else "webpage",
        "title": work.shown_title,
        "author": [{"literal": author} for author in work.authors],
        "container-title": work.container,
        "publisher": work.publisher,
        "version": work.version,
        "issued": csl_date(work.date),
        "accessed": csl_date(work.revision_on),
        "URL": work.url,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
        "note": "；".join(work.notes),
        "language": "zh-CN",
    }
    return {name: value for name, value in item.items() if value}


def csl_date(date: str) -> dict[str, list[list[int]]] | None:
    """A whole or partial ISO date as a date variable of CSL-JSON; None for an empty one."""
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else None


def csl_text(work: Work) -> str:
    """A CSL-JSON file with this work alone."""
    return json.dumps([csl(work)], ensure_ascii=False, indent=2) + "\n"


class Style(NamedTuple):
    """A citation style: its label, and the function that writes a work in it."""

    label: str
    write: Callable[[Work], str]


STYLES = {
    "gbt7714": Style("GB/T 7714—2025", gbt7714),
    "legal": Style("法学引注手册", legal),
    "sentence": Style("中文", sentence),
    "sentence_en": Style("English", sentence_en),
    "bib": Style("BibLaTeX", biblatex),
    "bibtex": Style("BibTeX", bibtex),
    "ris": Style("RIS", ris),
    "csl": Style("CSL-JSON", csl_text),
}


FOR_PEOPLE = 4  # the first styles; the others are for programs


class Citation(NamedTuple):
    """A citation with the label of its style."""

    label: str
    text: str


def in_all_styles(work: Work) -> list[Citation]:
    """A work in every style, in the order of STYLES."""
    return [Citation(style.label, style.write(work)) for style in STYLES.values()]
