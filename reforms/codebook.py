"""The column table told to people and machines: codebook, data package, schema.org, OpenAPI."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from . import citations
from .columns import BODY, COLUMNS, SEPARATOR, Column
from .exports import FORMATS, LICENCE, OPTIONS, OPTIONS_OF, PAGE_SIZE, Export, Format
from .filters import FACETS, MATCHES, ORDERS, YEAR, theme_choices
from .models import Batch, Revision
from .vocabulary import Level, Province

KINDS = {
    "text": ("文字", "text"),
    "integer": ("整数", "integer"),
    "date": ("日期，可能只到年或月（ISO 8601-1）", "date, may be a year or a month (ISO 8601-1)"),
    "time": ("时间（ISO 8601-1，北京时间）", "time (ISO 8601-1, Asia/Shanghai)"),
    "address": ("网址", "web address"),
}
DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


def rows() -> Iterator[dict[str, Any]]:
    """The codebook, a row for each column, in both languages."""
    for column in (*COLUMNS, BODY):
        kind, kind_en = KINDS[column.kind]
        yield {
            "name": column.name,
            "heading": column.heading,
            "heading_en": column.heading_en,
            "meaning": column.meaning,
            "meaning_en": column.meaning_en,
            "type": f"{kind}，多个值用“{SEPARATOR}”隔开" if column.many else kind,
            "type_en": f"{kind_en}, several joined by “{SEPARATOR}”" if column.many else kind_en,
            "values": list(column.codes),
            "example": column.example,
            "since": column.since,
        }


def as_csv() -> Iterator[bytes]:
    """The codebook as a file."""
    text = io.StringIO()
    found = [row | {"values": SEPARATOR.join(row["values"])} for row in rows()]
    writer = csv.DictWriter(text, found[0])
    writer.writeheader()
    writer.writerows(found)
    yield text.getvalue().encode()


# ---------------------------------------------------------------- Frictionless Data Package


def table_schema(columns: Iterable[Column]) -> dict[str, Any]:
    """Table Schema (Frictionless Standards v1) of a CSV in the plain form."""
    return {"fields": [schema_field(column) for column in columns], "missingValues": [""]}


def schema_field(column: Column) -> dict[str, Any]:
    kind = {"integer": "integer", "time": "datetime"}.get(column.kind, "string")
    form = {"time": "%Y-%m-%dT%H:%M:%S%z", "address": "uri"}.get(column.kind)
    facts = {
        "name": column.name,
        "type": kind,
        "format": form,
        "title": column.heading,
        "description": f"{column.meaning} / {column.meaning_en}",
        "example": column.example,
        "constraints": constraints(column),
    }
    return {name: value for name, value in facts.items() if value}


def constraints(column: Column) -> dict[str, Any]:
    if column.name == "reference":
        return {"required": True}
    if column.many and column.codes:
        # An empty value between two separators keeps the order of `bodies`.
        one = f"({'|'.join(column.codes)})?"
        return {"pattern": f"{one}({SEPARATOR}{one})*"}
    if column.codes:
        return {"enum": list(column.codes)}
    return {"pattern": DATE} if column.kind == "date" else {}


def data_package(resources: list[dict[str, Any]], revision: Revision) -> dict[str, Any]:
    """datapackage.json (Frictionless Standards v1) around these resources."""
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


def csv_resource(name: str, path: str, columns: Iterable[Column], **more: Any) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema(columns),
        **more,
    }


# ---------------------------------------------------------------- schema.org


def dataset(export: Export, query_string: str) -> dict[str, Any]:
    """A selection as schema.org Dataset with its downloads."""
    words = f"：{export.words}" if export.words else ""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{settings.SITE_URL}/cases/{query_string}",
        "url": f"{settings.SITE_URL}/cases/{query_string}",
        "name": f"{citations.CATALOGUE}{words}",
        "description": _(
            "检察机关发布的典型案例：标题、单位、地区、层级、责任主题、日期、摘要和来源。"
            "非官方整理，以发布机关原文为准。"
        ),
        "inLanguage": ["zh-CN", "en"],
        "license": LICENCE,
        "isAccessibleForFree": True,
        "version": str(export.revision.number),
        "dateModified": citations.day(export.revision),
        "size": _("%s 件") % export.total,
        "creator": {"@type": "Organization", "name": citations.CATALOGUE, "url": settings.SITE_URL},
        "variableMeasured": [column.name for column in COLUMNS],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind.content_type.partition(";")[0],
                "contentUrl": f"{settings.SITE_URL}/cases.{suffix}{query_string}",
            }
            for suffix, kind in FORMATS.items()
        ],
    }


# ---------------------------------------------------------------- OpenAPI

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
        "description": "Number of rows or records; in the long shape a joint case has several",
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-Revision-Date": {
        "description": "When that revision was made",
        "schema": {"type": "string", "format": "date-time"},
    },
}


def openapi(revision: Revision) -> dict[str, Any]:
    """The addresses for programs, as OpenAPI 3.1, with the values known at this revision."""
    selection, since = selection_parameters(), revision_parameter("since", revision)
    paths = {
        "/cases.json": cases_operation(selection),
        **{
            f"/cases.{suffix}": file_operation(suffix, kind, selection)
            for suffix, kind in FORMATS.items()
        },
        "/cases.manifest.json": operation(
            "manifest",
            "What a file of this selection holds; takes the options of its format too",
            [*selection, parameter("format", {"enum": [*FORMATS, "json"]}, "Which file; csv")],
        ),
        "/data/changes.json": operation(
            "changes", "What changed since a revision", [since | {"required": True}], "changes"
        ),
        "/data/datapackage.json": operation("datapackage", "Data package", []),
        **{
            f"/cases/{{reference}}.{suffix}": case_operation(suffix, content_type, revision)
            for suffix, content_type in CASE_FILES.items()
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": citations.CATALOGUE_EN,
            "version": "1",
            "description": "Read-only, without keys. Every list is a file; every answer names "
            "the revision of the data. Too many files at once: 429 with Retry-After.",
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": {path: {"get": found} for path, found in paths.items()},
        "components": {"schemas": schemas()},
    }


CASE_FILES = {
    "json": "application/json",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl.json": "application/vnd.citationstyles.csl+json",
}
LISTED = 200  # values of a parameter that are listed; more are described only


def parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def selection_parameters() -> list[dict[str, Any]]:
    """What the list can be narrowed by; repeated values of one facet mean any of them."""
    batches = Batch.objects.published().order_by("slug").values_list("slug", flat=True)
    known = {
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
        parameter("sort", {"enum": list(ORDERS)}, "Order"),
    ]


def known_values(found: dict[str, Any]) -> dict[str, Any]:
    """A list of values where there are some, but not too many for a document."""
    return found if 0 < len(found.get("enum", "?")) <= LISTED else {}


def options(suffix: str) -> list[dict[str, Any]]:
    """The options that a format takes."""
    found = []
    for name in OPTIONS_OF.get(suffix, ()):
        schema: dict[str, Any] = {"type": "string", "enum": list(OPTIONS[name])}
        if name == "columns":
            schema = {"type": "array", "items": schema, "minItems": 1}
        found.append(parameter(name, schema, OPTION_MEANINGS[name]))
    for one in found:
        if one["name"] == "columns":
            one |= {"style": "form", "explode": False}
    return found


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


REFUSALS = {
    "400": {
        "description": "A wrong value, named",
        "content": {**PLAIN_TEXT, "application/json": {}},
    },
    "429": {"description": "Too many files at once; ask again", "content": PLAIN_TEXT},
}


def operation(
    name: str, summary: str, parameters: list[dict[str, Any]], schema: str = ""
) -> dict[str, Any]:
    found = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "object"}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "OK",
                "headers": JSON_HEADERS,
                "content": {"application/json": {"schema": found}},
            },
            **REFUSALS,
        },
    }


def cases_operation(selection: list[dict[str, Any]]) -> dict[str, Any]:
    # Nine digits at most: enough for every page there can be.
    schema = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
    page = parameter("page", schema, "Page number, from 1")
    summary = f"The list by pages of {PAGE_SIZE}"
    return operation("cases", summary, [*selection, page, *options("json")], "page")


def file_operation(suffix: str, kind: Format, selection: list[dict[str, Any]]) -> dict[str, Any]:
    found = operation(
        f"cases_{suffix.replace('.', '_')}",
        f"The whole selection as {kind.label}",
        [*selection, *options(suffix)],
    )
    found["responses"]["200"] |= {
        "description": "The file; broken off where it could not be made whole",
        "content": {kind.content_type.partition(";")[0]: {}},
    }
    return found


def case_operation(suffix: str, content_type: str, revision: Revision) -> dict[str, Any]:
    path = {"name": "reference", "in": "path", "required": True}
    path["schema"] = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
    asked = revision_parameter("revision", revision)
    asked["description"] = "The case as it was at this revision"
    found = operation(
        f"case_{suffix.replace('.', '_')}", f"One case as {suffix}", [path, asked], "case"
    )
    if suffix != "json":
        found["responses"]["200"]["content"] = {content_type: {}}
    refused = {"content": {**PLAIN_TEXT, "application/json": {}}}
    found["responses"] |= {
        "404": {
            "description": "No such case, or not yet public at that revision",
            "content": {**refused["content"], "text/html": {}},
        },
        "410": {"description": "Withdrawn, with date and reason", **refused},
    }
    return found


def schemas() -> dict[str, Any]:
    """JSON Schema of a case, a page and the list of changes."""
    case = {column.name: json_schema(column) for column in (*COLUMNS, BODY)}
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
        "page": {"type": "object", "properties": page, "required": list(page)},
        "changes": {"type": "object", "properties": changes, "required": list(changes)},
    }


def json_schema(column: Column) -> dict[str, Any]:
    kind = "integer" if column.kind == "integer" else "string"
    one: dict[str, Any] = {"type": kind, "description": column.meaning_en}
    if column.many:
        return {"type": "array", "items": {"type": kind}, "description": column.meaning_en}
    if column.name in ("year", "date_basis"):
        one["type"] = [kind, "null"]
    return one
