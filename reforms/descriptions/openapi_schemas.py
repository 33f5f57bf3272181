"""Headers, refusals and JSON Schemas of the responses for programs."""

from typing import Any

from ..columns import BODY, COLUMNS, Column
from ..vocabulary import PartRole

PLAIN_TEXT = {"text/plain": {"schema": {"type": "string"}}}
JSON_HEADERS = {
    "X-Revision": {
        "description": "Revision of the data that the answer was made from",
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-Total-Count": {
        "description": "Number of cases selected",
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-Row-Count": {
        "description": "Number of rows or records; in the long shape a joint case has several, "
        "in that of parts each full text",
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-Revision-Date": {
        "description": "When that revision was made",
        "schema": {"type": "string", "format": "date-time"},
    },
}

REFUSALS = {
    "400": {
        "description": "A wrong value, named",
        "content": {**PLAIN_TEXT, "application/json": {}},
    },
    "414": {
        "description": "An address of more than 6,000 characters",
        "content": {**PLAIN_TEXT, "application/json": {}},
    },
    "429": {"description": "Too many files at once; ask again", "content": PLAIN_TEXT},
}

# A part of a full text; only the JSON of one case has them.
PART = {
    "type": "object",
    "properties": {
        "heading": {"type": "string", "description": "As printed; empty before the first one"},
        "role": {
            "type": "string",
            "enum": ["", *PartRole.values],
            "description": "What the part is for; empty where the heading does not tell",
        },
        "depth": {"type": "integer", "minimum": 0},
        "parent": {"type": ["integer", "null"], "description": "Place in the list, from 0"},
        "text": {"type": "string", "description": "Without the text of its own parts"},
    },
}


def schemas() -> dict[str, Any]:
    """Name → JSON Schema of a case, a page and the list of changes."""
    case = {column.name: json_schema(column) for column in (*COLUMNS, BODY)}
    whole_case = case | {"parts": {"type": "array", "items": PART}}
    count = {"type": "integer", "minimum": 0}
    page = {
        "total": count,
        "revision": count,
        "revision_at": {"type": "string", "format": "date-time"},
        "page": {"type": "integer", "minimum": 1},
        "pages": count,
        "next": {"type": ["string", "null"]},
        "cases": {"type": "array", "items": {"$ref": "#/components/schemas/case"}},
    }
    changes = {
        "since": count,
        "revision": count,
        "total": count,
        "changes": {"type": "array", "items": {"type": "object"}},
        "themes": {"type": "array", "items": {"type": "object"}},
    }
    return {
        "case": {"type": "object", "properties": case},
        "whole_case": {"type": "object", "properties": whole_case},
        "page": {"type": "object", "properties": page, "required": list(page)},
        "changes": {"type": "object", "properties": changes, "required": list(changes)},
    }


def json_schema(column: Column) -> dict[str, Any]:
    """JSON Schema of a column's value."""
    kind = "integer" if column.kind == "integer" else "string"
    if column.many:
        return {"type": "array", "items": {"type": kind}, "description": column.meaning_en}
    can_be_null = column.name in ("year", "date_basis")
    return {"type": [kind, "null"] if can_be_null else kind, "description": column.meaning_en}
