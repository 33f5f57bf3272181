"""A work → its citation in each style: GB/T 7714, sentences, BibTeX, RIS, CSL-JSON."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from .work import (
    CATALOGUE,
    CATALOGUE_EN,
    DATE_LABELS,
    DATE_LABELS_EN,
    MARKED_DATES,
    NAMES_EN,
    Work,
)


def gbt7714(work: Work) -> str:
    """A reference as GB/T 7714—2025 has it.

    The date of citation in brackets is the revision's: it is that state of the data that is cited.
    """
    authors = "，".join([*work.authors[:3], *(["等"] if len(work.authors) > 3 else [])])
    entry = data_set_entry if work.kind == "selection" else web_resource_entry
    return f"{authors}. {entry(work)}[{work.revision_on}]. {work.url}."


def data_set_entry(work: Work) -> str:
    """Title to date of a data set, [DS/OL]."""
    return f"{work.title}[DS/OL]. 数据版本 {work.revision}. {CATALOGUE}（{work.date}）"


def web_resource_entry(work: Work) -> str:
    """Title to date of a web resource, [EB/OL]."""
    number = f"：{work.number}" if work.number else ""
    container = f"//{work.container}" if work.container else ""
    date_label = DATE_LABELS[work.basis] if work.basis in MARKED_DATES else ""
    date = f"（{work.date}{date_label}）" if work.date else ""
    return f"{work.shown_title}{number}[EB/OL]{container}. {date}"


def sentence(work: Work) -> str:
    """A plain sentence in Chinese."""
    has_own_date = work.date and work.kind != "selection"
    title_note = "（标题系编者自拟）" if work.title_is_ours else ""
    container = f"，载《{work.container}》" if work.container else ""
    date = f"，{work.date} {DATE_LABELS[work.basis]}" if has_own_date else ""
    return (
        f"{'、'.join(work.authors)}：《{work.title}》{title_note}{container}{date}。"
        f"据{CATALOGUE}（非官方整理）数据版本 {work.revision}（{work.revision_on}），{work.url}"
    )


def sentence_en(work: Work) -> str:
    """A plain sentence in English."""
    has_own_date = work.date and work.kind != "selection"
    authors = ", ".join(NAMES_EN.get(name, name) for name in work.authors)
    title = f"“{work.title_en}” ({work.title})" if work.title_en else f"“{work.title}”"
    title_note = ", a title by the editors of the catalogue" if work.title_is_ours else ""
    container = f", in {work.container}" if work.container else ""
    date = f", {DATE_LABELS_EN[work.basis]} {work.date}" if has_own_date else ""
    return (
        f"{authors}: {title}{title_note}{container}{date}. "
        f"{CATALOGUE_EN} (unofficial), data revision {work.revision} of {work.revision_on}, "
        f"{work.url}"
    )


TEX_ESCAPES = str.maketrans(
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
    """Text for TeX: blanks collapsed, special characters escaped."""
    return " ".join(text.split()).translate(TEX_ESCAPES)


def bibtex(work: Work) -> str:
    """A BibTeX entry; @misc is the only type for a web page that every BibTeX style knows."""
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
    """A RIS record: a tag and a value a line, CR LF; ELEC is a web page, DATA a data set."""
    pairs = [
        ("TY", "DATA" if work.kind == "selection" else "ELEC"),
        ("ID", work.key),
        *(("AU", author) for author in work.authors),
        ("TI", work.shown_title),
        ("T2", work.container),
        ("PY", work.date[:4]),
        ("DA", ris_date(work.date)),
        ("Y2", ris_date(work.revision_on)),
        ("M1", work.number),
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
        "number": work.number,
        "issued": csl_date(work.date),
        "accessed": csl_date(work.revision_on),
        "URL": work.url,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
        "note": "；".join(work.notes),
        "version": str(work.revision),
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
    "sentence": Style("中文", sentence),
    "sentence_en": Style("English", sentence_en),
    "bib": Style("BibTeX", bibtex),
    "ris": Style("RIS", ris),
    "csl": Style("CSL-JSON", csl_text),
}


class Citation(NamedTuple):
    """A citation with the label of its style."""

    label: str
    text: str


def in_all_styles(work: Work) -> list[Citation]:
    """A work in every style, in the order of STYLES."""
    return [Citation(style.label, style.write(work)) for style in STYLES.values()]
