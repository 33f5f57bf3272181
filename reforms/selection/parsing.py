"""Query string → checked selection."""

import re
from collections.abc import Callable, Collection, Iterable
from itertools import zip_longest
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from ..search import terms
from ..text.cleaning import clean_line
from ..text.dates import typed_date
from ..text.validation import validate_partial_date
from .city_names import city_asked
from .details import DATES, FIELDS
from .filters import BROKEN, current_themes, known_values
from .parameter_names import nearest_name, unknown_names
from .references import picked
from .selection import FACETS, MATCHES, SORT_NAMES, VIEWS, Selection
from .year_ranges import expanded

MAX_TERMS = 100  # in a query: each may take 0.1 s with 100,000 cases
# Values of a facet at once: each is a link that names all the others. The others have fewer.
MOST_CHOSEN = {"year": 40, "batch": 40, "issuer": 20, "keyword": 20, "city": 20}
TYPED = ("issuer", "keyword")  # facets whose values are typed
MOST_NAMED = 10  # parameters that a page names as dropped, and whose nearest name is looked for
SHOWN = 60  # characters of a wrong value that are shown to the reader


class Dropped(NamedTuple):
    """A parameter that is not used, for its value or because there is none of its name."""

    name: str
    value: str
    is_unknown: bool = False
    nearest: str = ""  # of an unknown name: the one of ours that was most likely meant
    reason: str = ""  # where it says more than that there is no such value


class Asked(NamedTuple):
    """What a query string asks for, and the parameters that were dropped from it."""

    selection: Selection
    dropped: tuple[Dropped, ...]


def select(params: QueryDict, also: Collection[str] = ()) -> Asked:
    """Check a query string: wrong values and unknown names are dropped and reported.

    `also` are the names that the address takes beside those of selections.
    """
    asked = {facet: list(dict.fromkeys(params.getlist(facet))) for facet in FACETS}
    for facet in TYPED:
        asked[facet] = list(dict.fromkeys(map(cleaned, asked[facet])))
    asked["city"] = list(dict.fromkeys(city_asked(city) or city for city in asked["city"]))
    # A range of years is one value, however many years it has.
    excess = {facet: most for facet, most in MOST_CHOSEN.items() if len(asked[facet]) > most}
    asked["year"] = list(dict.fromkeys(expanded(asked["year"])))
    valid = {facet: tuple(known_values(facet, values)) for facet, values in asked.items()}
    if len(valid["theme"]) < len(asked["theme"]):
        asked["theme"] = current_themes(asked["theme"])
        valid["theme"] = tuple(known_values("theme", asked["theme"]))
    chosen = {facet: values[: excess.get(facet)] for facet, values in valid.items()}
    dropped = [
        (facet, value)
        for facet, values in asked.items()
        for value in values
        if value and value not in valid[facet]
    ]
    texts = {name: list(dict.fromkeys(params.getlist(name))) or [""] for name in SCALARS}
    scalars = {name: read(texts[name][-1]) for name, read in SCALARS.items()}
    dropped += [(name, texts[name][-1]) for name, value in scalars.items() if value is None]
    # Of several values of a parameter that takes one, the last counts.
    dropped += [(name, value) for name, values in texts.items() for value in values[:-1] if value]
    wrong = [Dropped(name, shown(value)) for name, value in dropped]
    wrong += too_many(valid, excess)
    wrong += without_object(scalars)
    references, refused = picked(params.getlist("reference"))
    wrong += [Dropped("reference", shown(v), reason=why) for v, why in refused.items()]
    unknown = unknown_parameters(params, {*FACETS, *SCALARS, "reference", *also})
    return Asked(selection_of(chosen | {"reference": references}, scalars), (*wrong, *unknown))


def too_many(valid: dict[str, tuple[str, ...]], excess: dict[str, int]) -> list[Dropped]:
    """The values of facets with too many of them, beyond those that can be chosen at once."""
    reason = _("一次最多选 %d 个")
    return [
        Dropped(facet, value, reason=reason % most)
        for facet, most in excess.items()
        for value in valid[facet][most:]
    ]


def without_object(scalars: dict[str, str | None]) -> list[Dropped]:
    """The details that are about words or days where there are none."""
    is_without = {
        "field": scalars["q"] == "",
        "dated": scalars["date_from"] == scalars["date_to"] == "",
    }
    reasons = {"field": _("没有检索词"), "dated": _("没有起止日期")}
    return [
        Dropped(name, shown(value), reason=reasons[name])
        for name in is_without
        if is_without[name] and (value := scalars[name])
    ]


def unknown_parameters(params: QueryDict, allowed: Collection[str]) -> tuple[Dropped, ...]:
    """The parameters whose names an address does not take; its names are `allowed`."""
    names, ours = unknown_names(params, allowed), sorted(allowed)
    nearest = [nearest_name(name, ours) for name in names[:MOST_NAMED]]
    return tuple(
        Dropped(shown(name), shown(params.get(name, "")), True, near)
        for name, near in zip_longest(names, nearest, fillvalue="")
    )


def shown(text: str) -> str:
    """A wrong name or value as it is shown to the reader."""
    return BROKEN.sub("\ufffd", text)[:SHOWN]


def cleaned(text: str) -> str:
    """A text as its writer means it; one that nobody typed as it is."""
    return text if BROKEN.search(text) else clean_line(text)


def selection_of(chosen: dict[str, tuple[str, ...]], scalars: dict[str, str | None]) -> Selection:
    """The selection of checked values, with defaults for those that are missing or wrong."""
    q = scalars["q"] or ""
    sort = scalars["sort"] or ("relevance" if q else "newest")
    # The orders that are about something, where that is missing.
    lacks = {"relevance": not q, "chosen": not chosen["reference"] or scalars["picking"]}
    return Selection(
        **chosen,
        q=q,
        match=scalars["match"] or "any",
        picking=bool(scalars["picking"]),
        sort="newest" if lacks.get(sort) else sort,
        view=scalars["view"] or "",
        page=int(scalars["page"] or 1),
        field=(scalars["field"] or "") if q else "",
        date_from=scalars["date_from"] or "",
        date_to=scalars["date_to"] or "",
        dated=(scalars["dated"] or "") if scalars["date_from"] or scalars["date_to"] else "",
    )


# Reads one parameter: its value, empty if it is not given, None if it is wrong.
Reader = Callable[[str], str | None]


def one_of(values: Iterable[str]) -> Reader:
    """A reader of a closed list."""
    return lambda text: text if text in values or not text else None


def read_page(text: str) -> str | None:
    """The number of a page, counted from 1."""
    return text if re.fullmatch(r"[1-9][0-9]{0,8}|", text, re.ASCII) else None


def read_date(text: str) -> str | None:
    """A whole or partial date as people write it; in ISO 8601."""
    if not text:
        return ""
    try:
        validate_partial_date(date := typed_date(text).strip())
    except ValidationError:
        return None
    return date


def read_query(text: str) -> str | None:
    """The text of a search as the reader means it."""
    if BROKEN.search(text):
        return None
    cleaned = clean_line(text)
    return cleaned if len(terms(cleaned)) <= MAX_TERMS else None


SCALARS: dict[str, Reader] = {
    "q": read_query,
    "match": one_of(MATCHES),
    "picking": one_of(("1",)),
    "sort": one_of(SORT_NAMES),
    "view": one_of(VIEWS),
    "page": read_page,
    "field": one_of(FIELDS),
    "date_from": read_date,
    "date_to": read_date,
    "dated": one_of(DATES),
}
