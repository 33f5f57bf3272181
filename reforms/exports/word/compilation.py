"""Cases → a compilation: title page, contents, and each case with its facts, texts and citation."""

from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from ... import citations
from ...columns import BODY, BY_NAME
from ...models import Theme
from ...releases import Part, parts_of, parts_of_roles
from ...text.lines import text_lines
from ...vocabulary import Author, PartRole, PlaceBasis
from ..archive import archive
from ..blocks import records
from ..export import Export, Refused
from . import markup

DOCX_CASES = 200
PACKAGE = Path(__file__).with_name("package")
Record = dict[str, Any]  # a case as JSON values, by column


def write_docx(export: Export) -> Generator[bytes]:
    """A document with these cases; raises Refused where there are more than DOCX_CASES.

    The first piece comes when the document is whole, still in the language of the request.
    """
    if export.total > DOCX_CASES:
        raise Refused(
            gettext(
                "Word 文件最多 %(most)d 件案例，这里有 %(total)d 件。"
                "请缩小筛选范围，或者用 reference= 选取要的案例。"
            )
            % {"most": DOCX_CASES, "total": export.total}
        )
    cases = [record for block in records(export) for record in block]
    yield from packed(document(cases, export), compilation(), export)


def write_case_docx(case: Record, export: Export) -> Generator[bytes]:
    """A document with one case alone, now or as it was."""
    yield from packed(document([case], export), title(case), export)


def packed(pieces: Iterator[str], name: str, export: Export) -> Generator[bytes]:
    """The document as a file, with its title among its properties."""
    parts = {"word/document.xml": (piece.encode() for piece in pieces)}
    yield from archive(PACKAGE, markup.clean_text(name), export.revision.at, parts)


def compilation() -> str:
    """What a document of several cases is called."""
    return gettext("典型案例汇编")


def document(cases: Sequence[Record], export: Export) -> Iterator[str]:
    """The document as XML, in pieces; a case alone, of no list, has no title page."""
    yield markup.START
    if export.page_address:
        yield from title_page(export)
    if len(cases) > 1:
        yield markup.paragraph("TOCHeading", gettext("目录"))
        yield markup.contents([title(case) for case in cases])
    themes = {theme.slug: str(theme) for theme in Theme.in_order()}
    for number, case in enumerate(cases, 1):
        yield from case_section(case, number, themes, export)
    yield markup.END


def title_page(export: Export) -> Iterator[str]:
    """What was selected, how many cases, of which revision, and where it is on the web."""
    day = citations.day(export.revision)
    yield markup.paragraph("Title", compilation())
    yield markup.paragraph("Subtitle", export.words or gettext("全部案例"))
    lines = [
        ngettext("共 %(total)s 件", "共 %(total)s 件", export.total) % {"total": export.total},
        gettext("数据版本 %(number)s，%(day)s") % {"number": export.revision.number, "day": day},
        *([export.page_address] if "addresses" not in export.options else []),
        gettext("检察改革典型案例库（非官方整理，以发布机关原文为准）"),
    ]
    yield from (markup.paragraph("CoverFacts", line) for line in lines)
    yield markup.section_end()


def case_section(
    case: Record, number: int, themes: dict[str, str], export: Export
) -> Iterator[str]:
    """One case, from its title to its citation."""
    yield markup.paragraph("Heading1", title(case), bookmark=number)
    if case["subtitle"]:
        yield markup.paragraph("CaseSubtitle", f"——{case['subtitle']}")
    if case["title_by"] == Author.CATALOGUE:
        yield markup.paragraph("Note", gettext("标题系编者自拟"))
    if "facts" not in export.options:
        yield markup.table(facts(case, themes, "addresses" not in export.options))
    if summary := localised(case, "summary"):
        yield markup.paragraph("Heading2", gettext("摘要（本站编写）"))
        yield from body_text(summary)
    if BODY in export.columns:
        yield from full_text(case[BODY.name] or "", export.options.get("parts", ""))
    if "addresses" not in export.options:
        cited = citations.gbt7714(citations.of_case(case))
        yield markup.paragraph("Reference", gettext("引用：%s") % cited)


def full_text(body: str, slugs: str) -> Iterator[str]:
    """A full text by its parts; with slugs of roles, joined by commas, only those parts."""
    heading, parts = gettext("正文"), parts_of(text_lines(body))
    missing = "" if parts else gettext("本站没有收录正文。")
    if slugs:
        roles = [role for role in PartRole if role.slug in slugs.split(",")]
        names = gettext("、").join(str(role.label) for role in roles)
        heading, parts = gettext("正文节选（%s）") % names, parts_of_roles(parts, roles)
        missing = missing or ("" if parts else gettext("正文里没有标明这些部分。"))
    yield markup.paragraph("Heading2", heading)
    yield from part_sections(parts)
    if missing:
        yield markup.paragraph("Note", missing)


def part_sections(parts: Sequence[Part]) -> Iterator[str]:
    """Parts under their headings; those deeper than two share a style."""
    for part in parts:
        if part.heading:
            yield markup.paragraph("Heading3" if part.depth == 0 else "Heading4", part.heading)
        yield from body_text(part.text)


def body_text(text: str) -> Iterator[str]:
    """The paragraphs of a text."""
    yield from (markup.paragraph("BodyText", line) for line in text_lines(text))


def localised(case: Record, name: str) -> str:
    """A text in the reader's language, else in Chinese."""
    english = case[f"{name}_en"] if get_language() == "en" else ""
    return english or case[name]


def title(case: Record) -> str:
    return localised(case, "title")


def facts(case: Record, themes: dict[str, str], addresses: bool) -> Iterator[tuple[str, str]]:
    """The facts of a case that it has, each with its name."""
    for name in FACTS:
        column = BY_NAME[name]
        if not case[name] or (column.kind == "address" and not addresses):
            continue
        make = WORDS.get(name)
        words = make(case, themes) if make else column.in_words(case[name])
        yield column.shown_heading, words


def theme_words(case: Record, themes: dict[str, str]) -> str:
    names = gettext("、").join(themes.get(slug, slug) for slug in case["themes"])
    return names + remark(case["themes_by"] == Author.CATALOGUE, gettext("主题系编者归类"))


def level_words(case: Record, _themes: dict[str, str]) -> str:
    inferred = PlaceBasis.INFERRED in case["place_basis"]
    return BY_NAME["levels"].in_words(case["levels"]) + remark(inferred, gettext("层级系编者判断"))


def date_words(case: Record, _themes: dict[str, str]) -> str:
    """Which date it is stands beside it: that of a report is not that of the release."""
    return case["date"] + remark(True, BY_NAME["date_basis"].in_words(case["date_basis"]))


def remark(applies: bool, text: str) -> str:
    return gettext("（%s）") % text if applies else ""


FACTS = (
    *("reference", "official_no", "bodies", "provinces", "levels", "themes", "batch_title"),
    *("issuers", "date", "keywords", "source_name", "source_url", "permalink"),
)
WORDS: dict[str, Callable[[Record, dict[str, str]], str]] = {
    "themes": theme_words,
    "levels": level_words,
    "date": date_words,
}
