"""What an address asks for: a selection, options of a file, a revision."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict

from ..columns import BODY, BY_NAME, COLUMNS, Column
from ..exports import OPTIONS, OPTIONS_OF, Export
from ..filters import Selection, select
from ..models import Revision
from .answers import BadValues

NUMBER = re.compile("[0-9]{1,15}", re.ASCII)


def asked_for(params: QueryDict, suffix: str) -> tuple[Selection, dict[str, str]]:
    """The checked selection and options of a file; a wrong value is refused by name."""
    selection = select(params)
    given = {name: params[name] for name in OPTIONS if params.get(name)}
    allowed = OPTIONS_OF.get(suffix, ())
    values = {name: names(given) if name == "columns" else [given[name]] for name in given}
    wrong = [*selection.dropped]
    wrong += [(name, value) for name, value in given.items() if name not in allowed]
    wrong += [
        (n, value) for n, found in values.items() for value in found if value not in OPTIONS[n]
    ]
    if wrong:
        raise BadValues([(name, value[:60]) for name, value in dict.fromkeys(wrong)])
    return selection, given


def names(options: dict[str, str]) -> list[str]:
    """The columns that were named, once each, in the order given."""
    return list(dict.fromkeys(filter(None, options.get("columns", "").split(","))))


def chosen_columns(options: dict[str, str]) -> tuple[Column, ...]:
    columns = tuple(BY_NAME[name] for name in names(options)) or COLUMNS
    return (*columns, BODY) if options.get("body") and BODY not in columns else columns


def export_of(
    selection: Selection, options: dict[str, str], suffix: str, revision: Revision
) -> Export:
    pairs = [*selection.changed().pairs(), *options.items()]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return Export(
        cases=selection.cases(),
        columns=chosen_columns(options),
        chinese="headings" in options,
        excel="excel" in options,
        long="shape" in options,
        words=selection.in_words(),
        address=f"{settings.SITE_URL}/cases.{suffix}{query}",
        revision=revision,
    )


def asked_revision(request: HttpRequest, name: str = "revision") -> int | None:
    """A revision named in the address; None where there is none."""
    text = request.GET.get(name, "")
    if text and (not NUMBER.fullmatch(text) or int(text) > request.revision.number):
        raise BadValues([(name, text[:60])])
    return int(text) if text else None
