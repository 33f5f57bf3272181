"""Links of a list: pages, chosen filters, orders, downloads. Data for templates."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from ..exports import offered
from ..models import Revision
from ..selection import (
    SORT_NAMES,
    ChosenValue,
    Selection,
    chosen_details,
    in_words,
    number_picked,
    query_of,
    total,
)
from .language import cut

LONGEST_LABEL = 60  # characters of a chip for many values
MOST_CHIPS = 20
CHIP_CHARACTERS = 5_000  # of the query strings of all chips
FILES_OF_LONG = 2  # downloads that a page offers where its query string is long


@dataclass(frozen=True)
class Link:
    """A choice on a page: what it is called, and where it leads."""

    label: str
    query_string: str
    chosen: bool = False
    page: str = "cases"  # the name of the address


@dataclass(frozen=True)
class PageLink:
    """A numbered page of a list."""

    number: int
    query_string: str


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the selection that is left when it goes."""

    label: str
    query_string: str
    count: int | None = None  # of cases then; None where that was not asked
    is_search: bool = False


def page_links(paginator: Paginator, number: int, selection: Selection) -> list[PageLink | None]:
    """The numbered pages around the current one, with the first and the last; gaps are None."""
    return [
        PageLink(page, selection.changed(page=page).query_string())
        if isinstance(page, int)
        else None
        for page in paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    ]


def chips(
    selection: Selection, revision: Revision | None, chosen: Sequence[ChosenValue]
) -> list[Chip]:
    """What is chosen; with a revision also how many cases are left when it goes.

    `chosen` are its chosen values. Many are one chip, which drops them all.
    """
    characters = len(chosen) * len(selection.query_string())
    if selection.is_long or len(chosen) > MOST_CHIPS or characters > CHIP_CHARACTERS:
        return [Chip(cut(in_words(selection, chosen), LONGEST_LABEL), "")]
    left = [(value.label, selection.toggled(value.facet, value.value), False) for value in chosen]
    left += [(detail.label, detail.rest, False) for detail in chosen_details(selection)]
    if selection.q:
        sort = "newest" if selection.sort == "relevance" else selection.sort
        left.insert(0, (_("“%s”") % selection.q, selection.changed(q="", sort=sort), True))
    if selection.reference and not selection.picking:
        left.append((number_picked(selection), selection.changed(reference=()), False))
    return [
        Chip(label, rest.query_string(), total(rest, revision) if revision else None, is_search)
        for label, rest, is_search in left
    ]


def match_links(selection: Selection) -> list[Link]:
    """The two ways to read several themes."""
    names = {"any": _("符合任一主题"), "all": _("同时符合全部主题")}
    return [
        Link(label, selection.changed(match=match).query_string(), selection.match == match)
        for match, label in names.items()
    ]


def order_links(selection: Selection) -> list[Link]:
    """The orders on offer: by relevance where there is a text, by choice where cases are picked."""
    picked = bool(selection.reference) and not selection.picking
    has = {"relevance": bool(selection.q), "chosen": picked}
    return [
        Link(str(label), selection.changed(sort=sort).query_string(), sort == selection.sort)
        for sort, label in SORT_NAMES.items()
        if has.get(sort, True) and not selection.is_long
    ]


def view_link(selection: Selection) -> Link | None:
    """The other view of a list, from its start; None where the address is too long to repeat."""
    if selection.is_long:
        return None
    if selection.view:
        return Link(_("显示摘要"), selection.without_view().query_string())
    return Link(_("只列标题"), selection.changed(view="compact").query_string())


def downloads(selection: Selection, total: int) -> list[Link]:
    """The files of a selection of so many cases, those that most people want first; without those
    that would be refused."""
    for_excel = {"excel": "1", "headings": "zh"}
    whole = {"cases_json", *(f"cases_{suffix}" for suffix in offered(total))}
    forms: list[tuple[str, str, dict[str, str]]] = [
        (_("CSV（Excel 打开）"), "cases_csv", for_excel),
        (_("CSV（UTF-8）"), "cases_csv", {}),
        ("Excel", "cases_xlsx", {}),
        ("Word", "cases_docx", {"body": "1"}),
        ("JSON", "cases_json", {}),
        ("JSON Lines", "cases_jsonl", {}),
        ("BibLaTeX", "cases_bib", {}),
        ("BibTeX", "cases_bibtex", {}),
        ("RIS", "cases_ris", {}),
        ("Atom", "cases_atom", {}),
    ]
    pairs = selection.shareable().changed().pairs()
    return [
        Link(label, query_of([*pairs, *options.items()]), page=name)
        for label, name, options in (forms[:FILES_OF_LONG] if selection.is_long else forms)
        if name in whole
    ]
