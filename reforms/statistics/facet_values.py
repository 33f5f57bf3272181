"""The values of a facet that are the rows or columns of a table, and their labels.

Knows nothing of counts.
"""

from collections.abc import Collection

from ..models import Batch
from ..selection import Selection, city_label, facet_choices, theme_choices

BLOCK = 500  # batches a query: older versions of SQLite take 999 parameters


def values(selection: Selection, facet: str, present: Collection[str]) -> list[str]:
    """The values of a facet in their order: the chosen ones, else all.

    Years and batches, of which there is no closed list, are those present in the counts, batches
    in the order of these.
    """
    chosen = selection.values(facet)
    if selection.match == "all" and facet == "theme":
        chosen = ()
    return [value for value in all_values(facet, present) if not chosen or value in chosen]


def all_values(facet: str, present: Collection[str]) -> list[str]:
    """All values of a facet in their order."""
    if facet == "theme":
        return [slug for slug, _name in theme_choices()]
    if facet in CLOSED_LISTS:
        return [value for value, _name in facet_choices(facet)]
    return sorted(present, reverse=True) if facet == "year" else list(present)


CLOSED_LISTS = ("province", "level")


def labels(facet: str, values: list[str]) -> dict[str, str]:
    """Value → its label in the active language, in the order of the values."""
    if facet == "year":
        return {year: year for year in values}
    if facet == "batch":
        label_of = titles(values)
    elif facet == "city":
        label_of = {code: city_label(code) for code in values}
    elif facet == "theme":
        label_of = dict(theme_choices())
    else:
        label_of = dict(facet_choices(facet))
    return {value: str(label_of[value]) for value in values}


def titles(slugs: list[str]) -> dict[str, str]:
    """Slug → title of a batch in the active language."""
    batches = Batch.objects.only("slug", "title", "title_en")
    return {
        batch.slug: str(batch)
        for start in range(0, len(slugs), BLOCK)
        for batch in batches.filter(slug__in=slugs[start : start + BLOCK])
    }
