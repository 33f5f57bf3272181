"""Links of a list: pages, chosen filters, orders, downloads. Data for templates."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from ..models import Revision
from ..selection import ORDER_NAMES, Selection, facets


def page_links(paginator: Paginator, number: int, selection: Selection) -> list[dict]:
    """The numbered pages around the current one, with the first and the last; gaps are empty."""
    return [
        {"number": page, "query_string": selection.changed(page=page).query_string()}
        if isinstance(page, int)
        else {}
        for page in paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    ]


def chips(selection: Selection, revision: Revision | None) -> list[dict]:
    """What is chosen, each with the selection that is left when it goes.

    With a revision also how many cases that leaves, for a selection that has none.
    """
    left = [(label, selection.toggled(facet, value)) for facet, value, label in selection.labels]
    if selection.q:
        sort = "newest" if selection.sort == "relevance" else selection.sort
        left.insert(0, (_("“%s”") % selection.q, selection.changed(q="", sort=sort)))
    return [
        {
            "label": label,
            "query_string": rest.query_string(),
            "count": facets(rest, revision)[0] if revision else None,
        }
        for label, rest in left
    ]


def match_links(selection: Selection) -> list[dict]:
    """The two ways to read several themes."""
    names = {"any": _("符合任一主题"), "all": _("同时符合全部主题")}
    return [
        {
            "label": label,
            "chosen": selection.match == match,
            "query_string": selection.changed(match=match).query_string(),
        }
        for match, label in names.items()
    ]


def downloads(selection: Selection) -> list[dict]:
    """The files of a selection, those that most people want first."""
    wanted = {"excel": "1", "headings": "zh"}
    forms = [
        (_("CSV（Excel 打开）"), "cases_csv", wanted),
        (_("CSV（UTF-8）"), "cases_csv", {}),
        ("Excel", "cases_xlsx", {}),
        ("JSON", "cases_json", {}),
        ("JSON Lines", "cases_jsonl", {}),
        ("BibTeX", "cases_bib", {}),
        ("RIS", "cases_ris", {}),
        ("Atom", "cases_atom", {}),
    ]
    pairs = selection.changed().pairs()
    queries = [urlencode([*pairs, *options.items()]) for _label, _name, options in forms]
    return [
        {"label": label, "page": name, "query_string": f"?{query}" if query else ""}
        for (label, name, _options), query in zip(forms, queries, strict=True)
    ]


def order_links(selection: Selection) -> list[dict]:
    """The orders on offer; relevance only where there is a text to be relevant to."""
    return [
        {
            "label": label,
            "chosen": name == selection.sort,
            "query_string": selection.changed(sort=name).query_string(),
        }
        for name, label in ORDER_NAMES.items()
        if selection.q or name != "relevance"
    ]
