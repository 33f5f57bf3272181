"""The addresses for programs, as OpenAPI 3.1."""

from typing import Any

from django.conf import settings

from .. import citations
from ..exports import FORMATS, LICENCE, PAGE_SIZE, Format
from ..models import Revision
from .openapi_parameters import options, parameter, revision_parameter, selection_parameters
from .openapi_schemas import JSON_HEADERS, PLAIN_TEXT, REFUSALS, schemas


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
        "paths": {path: {"get": described} for path, described in paths.items()},
        "components": {"schemas": schemas()},
    }


CASE_FILES = {
    "json": "application/json",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl.json": "application/vnd.citationstyles.csl+json",
}


def operation(
    name: str, summary: str, parameters: list[dict[str, Any]], schema: str = ""
) -> dict[str, Any]:
    content = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "object"}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "OK",
                "headers": JSON_HEADERS,
                "content": {"application/json": {"schema": content}},
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
    described = operation(
        f"cases_{suffix.replace('.', '_')}",
        f"The whole selection as {kind.label}",
        [*selection, *options(suffix)],
    )
    described["responses"]["200"] |= {
        "description": "The file; broken off where it could not be made whole",
        "content": {kind.content_type.partition(";")[0]: {}},
    }
    return described


def case_operation(suffix: str, content_type: str, revision: Revision) -> dict[str, Any]:
    path = {"name": "reference", "in": "path", "required": True}
    path["schema"] = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
    asked = revision_parameter("revision", revision)
    asked["description"] = "The case as it was at this revision"
    described = operation(
        f"case_{suffix.replace('.', '_')}", f"One case as {suffix}", [path, asked], "case"
    )
    if suffix != "json":
        described["responses"]["200"]["content"] = {content_type: {}}
    refused = {"content": {**PLAIN_TEXT, "application/json": {}}}
    described["responses"] |= {
        "404": {
            "description": "No such case, or not yet public at that revision",
            "content": {**refused["content"], "text/html": {}},
        },
        "410": {"description": "Withdrawn, with date and reason", **refused},
    }
    return described
