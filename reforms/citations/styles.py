"""A work → its citation in each style: GB/T 7714, sentences, BibTeX, RIS, CSL-JSON."""

import json
from collections.abc import Callable
from typing import NamedTuple

from .work import CATALOGUE, CATALOGUE_EN, DATE_WORDS, DATE_WORDS_EN, MARKED_DATES, NAMES_EN, Work


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


def in_all_styles(work: Work) -> list[tuple[str, str]]:
    """Every way to cite a work, as label and text."""
    return [(style.label, style.write(work)) for style in STYLES.values()]
