"""What a selection has, case by case in plain Python: the truth that sets are held against."""

from typing import Any

from reforms import search
from reforms.models import Case
from reforms.selection import Selection


def selected(selection: Selection) -> list[Case]:
    """The published cases that a selection has, in its order."""
    cases = Case.objects.published().with_relations().order_by("reference_key")
    chosen = [case for case in cases if matches(case, selection)]
    if selection.sort == "oldest":
        return sorted(chosen, key=lambda case: case.date)
    if selection.sort == "reference":
        return chosen
    chosen.sort(key=lambda case: case.date, reverse=True)
    if selection.sort == "relevance":
        chosen.sort(key=lambda case: tier(case, search.parse(selection.q)))
    return chosen


def matches(case: Case, selection: Selection) -> bool:
    """Whether a case has a chosen value of every facet, and the words that are searched for."""
    return (
        has_themes(case, selection)
        and (not selection.year or str(case.year) in selection.year)
        and (not selection.batch or case.batch.slug in selection.batch)
        and any(is_at(body, selection) for body in case.bodies.all() or [None])
        and (not selection.q or has_words(case, search.parse(selection.q)))
    )


def has_themes(case: Case, selection: Selection) -> bool:
    slugs = {theme.slug for theme in case.themes.all()}
    wanted = set(selection.theme)
    return wanted <= slugs if selection.match == "all" else not wanted or bool(wanted & slugs)


def is_at(body: Any, selection: Selection) -> bool:
    """Whether one and the same body has a chosen province and a chosen level."""
    province, level = (body.province or "none", body.level) if body else (None, None)
    return (not selection.province or province in selection.province) and (
        not selection.level or level in selection.level
    )


def has_words(case: Case, query: search.Query) -> bool:
    folds = [search.fold(text) for _field, text in case.texts()]
    wanted = all(any(term in fold for fold in folds) for term in query.wanted)
    return bool(query) and wanted and not any(t in fold for t in query.unwanted for fold in folds)


def tier(case: Case, query: search.Query) -> int:
    """1 where the title has every wanted term, 2 where title or summary has it, else 3."""
    title, summary = search.fold(case.title), search.fold(case.summary)
    if query.wanted and all(term in title for term in query.wanted):
        return 1
    if query.wanted and all(term in title or term in summary for term in query.wanted):
        return 2
    return 3
