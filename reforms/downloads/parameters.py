"""What an address asks for: a selection, options of a file, a revision."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from ..columns import BODY, BY_NAME, COLUMNS, Column
from ..exports import OPTIONS, OPTIONS_OF, Export
from ..models import Case, Revision
from ..search import Among
from ..selection import (
    ORDERS,
    Selection,
    page_of_keys,
    search_is_current,
    select,
    size_if_made,
    total,
)
from .responses import BadValues, Unsearchable

FEW = 10_000  # cases: more come in their order soon enough
NUMBER = re.compile("[0-9]{1,15}", re.ASCII)


def asked_for(params: QueryDict, suffix: str) -> tuple[Selection, dict[str, str]]:
    """The checked selection and options of a file; a wrong value is refused by name."""
    selection = select(params)
    given = {name: ",".join(params.getlist(name)) for name in OPTIONS if params.get(name)}
    allowed = OPTIONS_OF.get(suffix, ())
    wrong = [*selection.dropped, *other_revision(params)]
    wrong += [(name, value) for name, value in given.items() if name not in allowed]
    wrong += [
        (name, value)
        for name in given
        for value in values_of(name, given[name])
        if value not in OPTIONS[name]
    ]
    if wrong:
        raise BadValues([(name, value[:60]) for name, value in dict.fromkeys(wrong)])
    if selection.q and not search_is_current(Revision.current()):
        raise Unsearchable
    return selection, given


def values_of(name: str, given: str) -> list[str]:
    """The values of an option: columns are several, others one."""
    return given.split(",") if name == "columns" else [given]


def other_revision(params: QueryDict) -> list[tuple[str, str]]:
    """A file is always of the present revision; another one that is asked for is refused."""
    asked = params.get("revision", "")
    is_other = asked and asked != str(Revision.current().number)
    return [("revision", asked)] if is_other else []


def names(options: dict[str, str]) -> list[str]:
    """The columns that were named, once each, in the order given."""
    return list(dict.fromkeys(filter(None, options.get("columns", "").split(","))))


def chosen_columns(options: dict[str, str]) -> tuple[Column, ...]:
    columns = tuple(BY_NAME[name] for name in names(options)) or COLUMNS
    return (*columns, BODY) if options.get("body") and BODY not in columns else columns


def cases_of(selection: Selection, revision: Revision, count: int | None) -> QuerySet[Case]:
    """The selected cases in their order; inside of the read that the revision is of.

    Few are fetched by the keys that the sets know: to keep the order SQLite would go through all
    cases and look at each.
    """
    if count is None or count > FEW or selection.sort == "relevance":
        return selection.cases()
    keys = page_of_keys(selection.changed(sort="newest"), revision, 0, count)
    return Case.objects.filter(Among("pk", keys)).order_by(*ORDERS[selection.sort])


def export_of(
    selection: Selection, options: dict[str, str], suffix: str, revision: Revision
) -> Export:
    pairs = [*selection.changed().pairs(), *options.items()]
    query = f"?{urlencode(pairs)}" if pairs else ""
    # A file of all cases does not wait for sets that would have to be made first.
    is_narrowed = bool(selection.q or selection.labels)
    count = total(selection, revision) if is_narrowed else size_if_made(revision)
    return Export(
        cases=cases_of(selection, revision, count),
        counted=count,
        columns=chosen_columns(options),
        chinese="headings" in options,
        excel="excel" in options,
        long="shape" in options,
        words=selection.in_words(),
        address=f"{settings.SITE_URL}{in_language()}/cases.{suffix}{query}",
        revision=revision,
    )


def in_language() -> str:
    """How addresses in the reader's language begin."""
    return "/en" if get_language() == "en" else ""


def asked_revision(request: HttpRequest, name: str = "revision") -> int | None:
    """A revision named in the address; None where there is none."""
    text = request.GET.get(name, "")
    if text and (not NUMBER.fullmatch(text) or int(text) > request.revision.number):
        raise BadValues([(name, text[:60])])
    return int(text) if text else None
