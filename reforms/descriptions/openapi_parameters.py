"""Parameter Objects of the URLs for programs (OpenAPI 3.1), each described once."""

from collections.abc import Iterable
from typing import Any

from ..divisions import cities
from ..exports import FORMATS, OPTIONS
from ..models import Batch, Case, Revision
from ..selection import (
    DATES,
    FACETS,
    FIELD_LABELS,
    LONGEST_TEXT,
    MATCHES,
    MOST_CHOSEN,
    REFERENCES,
    SORT_NAMES,
    YEAR,
    facet_choices,
    theme_choices,
)

# A year, a month or a day of it; no month has more days than here.
PARTIAL_DATE = (
    f"^{YEAR.pattern}(-((0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?"
    "|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31))?$"
)
TYPED = {"pattern": "^[^\\x00\ufffd]*$", "maxLength": LONGEST_TEXT}
LISTED = 200  # values of a parameter at most; a longer list is left out of the document

# The names of the parameters that select cases.
SELECTION = (
    *("q", *FACETS, "reference", "field", "date_from", "date_to", "dated", "match", "sort"),
)


def parameters(revision: Revision) -> dict[str, dict[str, Any]]:
    """Name → description, with the values that a parameter can have at this revision; `case` is
    the reference in a path."""
    described = [
        *selection_parameters(),
        # Nine digits at most: enough for every page there can be.
        parameter("page", {"type": "integer", "minimum": 1, "maximum": 999_999_999}, "From 1"),
        parameter("format", {"enum": [*FORMATS, "json"]}, "Which file; csv"),
        since_parameter(revision),
        revision_parameter(revision),
        *map(option, OPTIONS),
    ]
    case = path_parameter("reference", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"})
    return {item["name"]: item for item in described} | {"case": case}


def references(names: Iterable[str]) -> list[dict[str, Any]]:
    """Reference Objects of parameters()."""
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    """An optional parameter of the query string."""
    return {"name": name, "in": "query", "description": description, "schema": schema}


def selection_parameters() -> list[dict[str, Any]]:
    """The parameters that select cases; repeated values of a facet mean any of them."""
    return [
        parameter("q", {"type": "string", "pattern": "^[^\\x00\ufffd]*$"}, "Text to search for"),
        *facet_parameters(),
        reference_parameter(),
        parameter("field", {"enum": list(FIELD_LABELS)}, "Field that must have the words of q"),
        *(
            parameter(name, {"type": "string", "pattern": PARTIAL_DATE}, meaning)
            for name, meaning in (("date_from", "First day"), ("date_to", "Last day"))
        ),
        parameter("dated", {"enum": list(DATES)}, "Kind of date; the best known one if left out"),
        parameter("match", {"enum": list(MATCHES)}, "Whether any or all themes must match"),
        parameter("sort", {"enum": list(SORT_NAMES)}, "Order"),
    ]


def reference_parameter() -> dict[str, Any]:
    """The cases picked by hand."""
    cases = Case.objects.published().order_by("reference_key")
    references = list(cases.values_list("reference", flat=True)[: LISTED + 1])
    items = {"type": "string", **enumeration(references)}
    schema = {"type": "array", "items": items, "maxItems": REFERENCES, "uniqueItems": True}
    meaning = "Reference of a case; may repeat: just these, of those that match everything else"
    return parameter("reference", schema, meaning)


def facet_parameters() -> list[dict[str, Any]]:
    """A parameter for each facet, with its values at this moment."""
    batches = Batch.objects.published().order_by("slug").values_list("slug", flat=True)
    values = {
        "theme": enumeration([slug for slug, _label in theme_choices()]),
        "province": enumeration([value for value, _name in facet_choices("province")]),
        "level": enumeration([value for value, _name in facet_choices("level")]),
        "kind": enumeration([value for value, _name in facet_choices("kind")]),
        "issuer": TYPED,
        "keyword": TYPED,
        "city": {"enum": list(cities())},
        "year": {"pattern": f"^{YEAR.pattern}$"},
        "batch": enumeration(list(batches[: LISTED + 1])),
    }
    return [
        parameter(
            name,
            {
                "type": "array",
                "items": {"type": "string", **values[name]},
                "maxItems": MOST_CHOSEN.get(name) or len(values[name].get("enum", ())) or 1,
            },
            f"Slug of a {name}; may repeat: any of them",
        )
        for name in FACETS
    ]


def enumeration(values: list[str]) -> dict[str, Any]:
    """The values as an enum of JSON Schema, which has one value or more; none if too many."""
    return {"enum": values} if 0 < len(values) <= LISTED else {}


def option(name: str) -> dict[str, Any]:
    """An option of a file; several columns or parts are one value, joined by commas."""
    value = {"type": "string", "enum": list(OPTIONS[name])}
    if name not in ("columns", "parts"):
        return parameter(name, value, OPTION_MEANINGS[name])
    values = {"type": "array", "items": value, "minItems": 1, "maxItems": len(OPTIONS[name])}
    return parameter(name, values, OPTION_MEANINGS[name]) | {"style": "form", "explode": False}


OPTION_MEANINGS = {
    "columns": "Only these columns, in this order",
    "body": "Adds full texts",
    "shape": "A row for each case and credited body, or (not with columns or body) for each part "
    "of a full text: reference, part, depth, role, heading, text",
    "headings": "Chinese headings",
    "excel": "BOM, and cells that no spreadsheet runs as a formula",
    "facts": "Without the tables of facts",
    "addresses": "Without addresses on the web, and without the citation, which ends in one",
    "parts": "Of the full texts, the parts with these roles and all below them; not with body",
}


def path_parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A part of the path."""
    return {"name": name, "in": "path", "required": True, "schema": schema}


def since_parameter(revision: Revision) -> dict[str, Any]:
    """The revision, or the day, from which changes are listed."""
    number = {"type": "integer", "minimum": 0, "maximum": revision.number}
    schema = {"anyOf": [number, {"type": "string", "format": "date"}]}
    return parameter("since", schema, "A revision, or the day it began with") | {"required": True}


def revision_parameter(revision: Revision) -> dict[str, Any]:
    """The revision at which a case is asked for, up to the current one."""
    schema = {"type": "integer", "minimum": 0, "maximum": revision.number}
    return parameter("revision", schema, "The case as it was at this revision of the data")
