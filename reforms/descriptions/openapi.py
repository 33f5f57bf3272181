"""The URLs for programs, described in OpenAPI 3.1."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from .. import citations
from ..exports import (
    FORMATS,
    LICENCE,
    OPTIONS_OF,
    OPTIONS_OF_CASE,
    PAGE_SIZE,
    TABLES,
    Format,
)
from ..models import Revision
from .openapi_parameters import SELECTION, parameters, path_parameter, references
from .openapi_schemas import JSON_HEADERS, PLAIN_TEXT, REFUSALS, schemas


def openapi(revision: Revision, statistics: Iterable[str] = ()) -> dict[str, Any]:
    """The OpenAPI document, with the values that parameters can have at this revision.

    `statistics` are the names of the cross tables.
    """
    described = {**operations(), **other_files(statistics)}
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
        "paths": {path: {"get": get} for path, get in described.items()},
        "security": [],
        "components": {"parameters": parameters(revision), "schemas": schemas()},
    }


def operations() -> dict[str, dict[str, Any]]:
    """Path → its GET operation."""
    page = f"The list by pages of {PAGE_SIZE}"
    return {
        "/cases.json": operation("cases", page, [*SELECTION, "page", *OPTIONS_OF["json"]], "page"),
        **{
            f"/cases.{suffix}": file_operation(suffix, file_format)
            for suffix, file_format in FORMATS.items()
        },
        "/cases.facets.json": operation(
            "facets", "The values of every facet with their numbers of cases", SELECTION
        ),
        "/cases.manifest.json": operation(
            "manifest",
            "What a file of this selection holds; takes the options of its format too",
            [*SELECTION, "format"],
        ),
        "/data/changes.json": operation(
            "changes", "What changed since a revision", ["since"], "changes"
        ),
        "/data/datapackage.json": operation("datapackage", "Data package", []),
        **{
            f"/cases/{{reference}}.{suffix}": case_operation(suffix, media_type)
            for suffix, media_type in CASE_FILES.items()
        },
    }


# Suffix of the files of one case → media type.
CASE_FILES = {
    "json": "application/json",
    "txt": "text/plain",
    "docx": FORMATS["docx"].media_type,
    "bib": "application/x-bibtex",
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl.json": "application/vnd.citationstyles.csl+json",
}


def other_files(statistics: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Path → GET operation of the files beside the cases."""
    tables = {
        f"/{name}.{suffix}": plain_file(f"{name}_{suffix}", f"The table of {name}", media_type)
        for name in TABLES
        for suffix, media_type in (("csv", CSV), ("json", "application/json"))
    }
    table = path_parameter("name", {"enum": list(statistics)})
    folder = path_parameter("name", {"type": "string", "pattern": "^[-a-z0-9]+$"})
    file = path_parameter("file", {"type": "string", "pattern": "^[-a-z0-9]+[.][a-z0-9]+$"})
    operations = {
        "/data/changes.csv": plain_file("changes_csv", "The same as CSV", CSV, ["since"]),
        "/data/changes.atom": plain_file("changes_atom", "The newest 50 changes", ATOM),
        "/data/codebook.csv": plain_file("codebook", "What each column means", CSV),
        "/data/catalog.jsonld": plain_file(
            "catalog", "The data set and its newest snapshots, by DCAT 3", "application/ld+json"
        ),
        "/data/openapi.json": operation("openapi", "This document", []),
        "/statistics/{name}.csv": plain_file("statistics", "A cross table", CSV, SELECTION),
        "/data/snapshots/{name}/{file}": plain_file("snapshot", "A file of a snapshot", "*/*"),
    }
    for path, in_path in (
        ("/statistics/{name}.csv", [table]),
        ("/data/snapshots/{name}/{file}", [folder, file]),
    ):
        operations[path]["parameters"] += in_path
        operations[path]["responses"]["404"] = CASE_REFUSALS["404"]
    return {**tables, **operations}


CSV, ATOM = "text/csv", "application/atom+xml"


def plain_file(
    name: str, summary: str, media_type: str, names: Iterable[str] = ()
) -> dict[str, Any]:
    """Operation Object of a file that is no list of cases."""
    get = operation(name, summary, names)
    get["responses"]["200"]["content"] = {media_type: {}}
    return get


def operation(name: str, summary: str, names: Iterable[str], schema: str = "") -> dict[str, Any]:
    """Operation Object of a JSON response, with the names of its parameters; `schema` names its
    schema in schemas()."""
    reference = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "object"}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": references(names),
        "responses": {
            "200": {
                "description": "OK",
                "headers": JSON_HEADERS,
                "content": {"application/json": {"schema": reference}},
            },
            **REFUSALS,
        },
    }


def file_operation(suffix: str, file_format: Format) -> dict[str, Any]:
    """A selection as a file."""
    get = operation(
        f"cases_{suffix.replace('.', '_')}",
        f"The whole selection as {file_format.label}",
        [*SELECTION, *OPTIONS_OF.get(suffix, ())],
    )
    get["responses"]["200"] |= {
        "description": "The file; broken off where it could not be made whole",
        "content": {file_format.media_type: {}},
    }
    return get


def case_operation(suffix: str, media_type: str) -> dict[str, Any]:
    """One case, now or at a revision."""
    get = operation(
        f"case_{suffix.replace('.', '_')}",
        f"One case as {suffix}",
        ["case", "revision", *OPTIONS_OF_CASE.get(suffix, ())],
        "whole_case",
    )
    if suffix != "json":
        get["responses"]["200"]["content"] = {media_type: {}}
    get["responses"] |= CASE_REFUSALS
    return get


CASE_REFUSALS = {
    "404": {
        "description": "No such case, or not yet public at that revision",
        "content": {**PLAIN_TEXT, "application/json": {}, "text/html": {}},
    },
    "410": {
        "description": "Withdrawn, with date and reason",
        "content": {**PLAIN_TEXT, "application/json": {}},
    },
}
