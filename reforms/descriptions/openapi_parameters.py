"""The parameters of the addresses for programs."""

from typing import Any

from ..exports import OPTIONS, OPTIONS_OF
from ..models import Batch, Revision
from ..selection import FACETS, MATCHES, SORT_NAMES, YEAR, theme_choices
from ..vocabulary import Level, Province

LISTED = 200  # values of a parameter that are listed; more are described only


def parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def selection_parameters() -> list[dict[str, Any]]:
    """What the list can be narrowed by; repeated values of one facet mean any of them."""
    batches = Batch.objects.published().order_by("slug").values_list("slug", flat=True)
    known: dict[str, dict[str, Any]] = {
        "theme": {"enum": [slug for slug, _label in theme_choices()]},
        "province": {"enum": [str(value) for value in Province.values]},
        "level": {"enum": [str(value) for value in Level.values]},
        "year": {"pattern": f"^{YEAR.pattern}$"},
        "batch": {"enum": list(batches[: LISTED + 1])},
    }
    facets = [
        parameter(
            name,
            {"type": "array", "items": {"type": "string", **known_values(known[name])}},
            f"Slug of a {name}; may repeat: any of them",
        )
        for name in FACETS
    ]
    return [
        parameter("q", {"type": "string", "pattern": "^[^\\x00\ufffd]*$"}, "Text to search for"),
        *facets,
        parameter("match", {"enum": list(MATCHES)}, "Whether any or all themes must match"),
        parameter("sort", {"enum": list(SORT_NAMES)}, "Order"),
    ]


def known_values(values: dict[str, Any]) -> dict[str, Any]:
    """A list of values where there are some, but not too many for a document."""
    return values if 0 < len(values.get("enum", "?")) <= LISTED else {}


def options(suffix: str) -> list[dict[str, Any]]:
    """The options that a format takes."""
    parameters = []
    for name in OPTIONS_OF.get(suffix, ()):
        schema: dict[str, Any] = {"type": "string", "enum": list(OPTIONS[name])}
        if name == "columns":
            schema = {"type": "array", "items": schema, "minItems": 1}
        parameters.append(parameter(name, schema, OPTION_MEANINGS[name]))
    for option in parameters:
        if option["name"] == "columns":
            option |= {"style": "form", "explode": False}
    return parameters


OPTION_MEANINGS = {
    "columns": "Only these columns, in this order",
    "body": "Adds full texts",
    "shape": "A row for each case and credited body",
    "headings": "Chinese headings",
    "excel": "BOM, and cells that no spreadsheet runs as a formula",
}


def revision_parameter(name: str, revision: Revision) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0, "maximum": revision.number}
    return parameter(name, schema, "Revision of the data")
