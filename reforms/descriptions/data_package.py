"""The description of our CSV files as a Data Package (Frictionless Standards v1)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import citations
from ..columns import PART_COLUMNS, SEPARATOR, Column
from ..exports import LICENCE, Table
from ..models import Revision

DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"  # whole or partial, ISO 8601-1


def table_schema(columns: Iterable[Column]) -> dict[str, Any]:
    """Table Schema of a CSV with these columns in the plain form."""
    return {"fields": [schema_field(column) for column in columns], "missingValues": [""]}


def schema_field(column: Column) -> dict[str, Any]:
    """Field descriptor of a column."""
    properties = {
        "name": column.name,
        "type": {"integer": "integer", "time": "datetime"}.get(column.kind, "string"),
        "format": {"time": "%Y-%m-%dT%H:%M:%S%z", "address": "uri"}.get(column.kind),
        "title": column.heading,
        "description": f"{column.meaning} / {column.meaning_en}",
        "example": column.example,
        "constraints": constraints(column),
    }
    return {name: value for name, value in properties.items() if value}


def constraints(column: Column) -> dict[str, Any]:
    """The constraints on the values of a column; empty for a column without any."""
    if column.name == "reference":
        return {"required": True}
    if column.many and column.codes:
        # An empty value between two separators keeps the order of `bodies`.
        code = f"({'|'.join(column.codes)})?"
        return {"pattern": f"{code}({SEPARATOR}{code})*"}
    if column.codes:
        return {"enum": list(column.codes)}
    return {"pattern": DATE} if column.kind == "date" else {}


def data_package(resources: list[dict[str, Any]], revision: Revision) -> dict[str, Any]:
    """The content of datapackage.json with these resources."""
    return {
        "profile": "tabular-data-package",
        "name": "casebook-of-procuratorial-reform",
        "title": citations.CATALOGUE,
        "description": _("检察机关发布的检察改革典型案例目录，非官方整理，以发布机关原文为准。"),
        "homepage": f"{settings.SITE_URL}/data/",
        "version": f"revision-{revision.number}",
        "created": timezone.localtime(revision.at).isoformat(timespec="seconds"),
        "licenses": [{"path": LICENCE, "title": "CC BY 4.0"}],
        "resources": resources,
    }


def table_resource(name: str, table: Table, path: str, **more: Any) -> dict[str, Any]:
    """Descriptor of the CSV of a table beside the cases, with its key and what it refers to."""
    fields = [
        {"name": field, "type": "integer" if field in INTEGERS else "string", "description": text}
        for field, text in table.fields.items()
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = table.key
    if table.refers:
        field, resource, other = table.refers
        reference = {"resource": resource, "fields": other}
        schema["foreignKeys"] = [{"fields": field, "reference": reference}]
    return resource_of(name, path, schema, **more)


INTEGERS = ("cases", "ordinal", "position")


def csv_resource(name: str, path: str, columns: Iterable[Column], **more: Any) -> dict[str, Any]:
    """Descriptor of a CSV with columns of cases, at a path or URL."""
    return resource_of(name, path, table_schema(columns), **more)


def resource_of(name: str, path: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Descriptor of any CSV of ours; `more` are further properties, such as its size."""
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
        **more,
    }


def parts_resource(path: str) -> dict[str, Any]:
    """Descriptor of the CSV of the parts of full texts, with its key and its reference to cases."""
    resource = csv_resource("parts", path, PART_COLUMNS)
    cases = {"resource": "cases", "fields": "reference"}
    resource["schema"] |= {
        "primaryKey": ["reference", "part"],
        "foreignKeys": [{"fields": "reference", "reference": cases}],
    }
    return resource
