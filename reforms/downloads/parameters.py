"""What an address asks for: a selection, options of a file, a revision."""

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..columns import BODY, BY_NAME, COLUMNS, PART_COLUMNS, Column
from ..exports import OPTIONS, OPTIONS_OF, OPTIONS_OF_CASE, Export
from ..history import last_revision_before
from ..models import Revision
from ..selection import (
    Dropped,
    Selection,
    in_words,
    require_searchable,
    select,
    sets_of,
    shown,
    unknown_parameters,
)
from ..text.numbers import number
from .responses import BadValues

LISTS = ("columns", "parts")  # options of several values, joined by commas
FILE_NAMES = (*OPTIONS, "revision", "format")


def asked_for(params: QueryDict, suffix: str) -> tuple[Selection, dict[str, str]]:
    """The checked selection and options of a file.

    Raises BadValues naming each wrong value and each unknown name, and search.NotReady while text
    cannot be searched.
    """
    selection, dropped = select(params, also=FILE_NAMES)
    given = given_options(params)
    wrong = wrong_options(given, OPTIONS_OF.get(suffix, ())) + contradictions(given)
    if selection.picking:  # only pages show what is not picked yet
        wrong.append(Dropped("picking", "1"))
    if "format" in params:  # of manifests alone, which have taken it out
        wrong.append(Dropped("format", shown(params.get("format", ""))))
    refuse([*dropped, *other_revision(params), *wrong])
    require_searchable(selection, Revision.current())
    # How a page shows the list is nothing to a file, whose pages are its own.
    return selection.changed(view="", page=selection.page), given


def options_of_case(params: QueryDict, suffix: str) -> dict[str, str]:
    """The checked options of a file of one case; raises BadValues."""
    given = given_options(params)
    refuse(wrong_options(given, OPTIONS_OF_CASE.get(suffix, ())))
    return given


def given_options(params: QueryDict) -> dict[str, str]:
    return {name: ",".join(params.getlist(name)) for name in OPTIONS if params.get(name)}


def wrong_options(given: dict[str, str], allowed: Sequence[str]) -> list[Dropped]:
    """The options that are not allowed, and the values that are none."""
    wrong = [Dropped(name, shown(value)) for name, value in given.items() if name not in allowed]
    return wrong + [
        Dropped(name, shown(value))
        for name in given
        for value in values_of(name, given[name])
        if value not in OPTIONS[name]
    ]


def refuse(wrong: Sequence[Dropped]) -> None:
    """Raise BadValues if there is anything wrong."""
    if wrong:
        raise BadValues(dict.fromkeys(wrong))


def contradictions(given: dict[str, str]) -> list[Dropped]:
    """The options that leave nothing to another one."""
    excluded: tuple[str, ...]
    if given.get("shape") == "parts":
        excluded, stated = ("columns", "body"), "shape=parts"
    elif "parts" in given:
        excluded, stated = ("body",), "parts="
    else:
        return []
    reason = _("不能和 %s 同时用。") % stated
    return [Dropped(name, shown(given[name]), reason=reason) for name in excluded if name in given]


def values_of(name: str, given: str) -> list[str]:
    """The values of an option: some are several, others one."""
    return given.split(",") if name in LISTS else [given]


def require_known(params: QueryDict, *names: str) -> None:
    """Raise BadValues for parameters with other names."""
    if unknown := unknown_parameters(params, names):
        raise BadValues(unknown)


def other_revision(params: QueryDict) -> list[Dropped]:
    """A file is always of the present revision; another one that is asked for is refused."""
    asked = params.get("revision", "")
    is_other = asked and asked != str(Revision.current().number)
    return [Dropped("revision", shown(asked))] if is_other else []


def named_columns(options: dict[str, str]) -> list[str]:
    """The columns that were named, once each, in the order given."""
    return list(dict.fromkeys(filter(None, options.get("columns", "").split(","))))


def chosen_columns(options: dict[str, str]) -> tuple[Column, ...]:
    if options.get("shape") == "parts":
        return PART_COLUMNS
    columns = tuple(BY_NAME[name] for name in named_columns(options)) or COLUMNS
    has_body = options.get("body") or options.get("parts")
    return (*columns, BODY) if has_body and BODY not in columns else columns


def export_of(
    selection: Selection, options: dict[str, str], suffix: str, revision: Revision
) -> Export:
    """What the file is made of; inside of the read that the revision is of."""
    pairs = [*selection.changed().pairs(), *options.items()]
    query = f"?{urlencode(pairs)}" if pairs else ""
    site = f"{settings.SITE_URL}{in_language()}"
    return Export(
        keys=sets_of(revision).keys(selection),
        columns=chosen_columns(options),
        chinese="headings" in options,
        excel="excel" in options,
        long=options.get("shape") == "long",
        parts=options.get("shape") == "parts",
        words=in_words(selection),
        address=f"{site}/cases.{suffix}{query}",
        page_address=f"{site}/cases/{selection.changed().query_string()}",
        options=options,
        revision=revision,
    )


def in_language() -> str:
    """How addresses in the reader's language begin."""
    return "/en" if get_language() == "en" else ""


def asked_start(params: QueryDict, current: Revision) -> int | None:
    """The revision after which changes are asked for, named by its number or by a day.

    A day stands for the revision that was current when it began. Raises BadValues.
    """
    day = params.get("since", "")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        return asked_revision(params, current, "since")
    try:
        start = timezone.make_aware(datetime.fromisoformat(day))
    except ValueError as error:
        raise BadValues([Dropped("since", shown(day))]) from error
    return last_revision_before(start) if start.year > 1900 else 0  # before it, times overflow


def asked_revision(params: QueryDict, current: Revision, name: str = "revision") -> int | None:
    """A revision named in the address; None where there is none. Raises BadValues."""
    text = params.get(name, "")
    asked = number(text)
    if text and (asked is None or asked > current.number):
        raise BadValues([Dropped(name, shown(text))])
    return asked
