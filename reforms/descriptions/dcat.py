"""The data set and its snapshots as a catalogue in DCAT 3 (W3C), written as JSON-LD."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from .. import citations
from ..exports import FORMATS, LICENCE, offered
from ..models import Revision

SNAPSHOTS = 50  # the newest; the page of the snapshots has all
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
# Suffix → media type of the files of snapshots.
MEDIA_TYPE_OF = {
    **{suffix: kind.media_type for suffix, kind in FORMATS.items()},
    "json": "application/json",
    "sqlite3": "application/vnd.sqlite3",
}
Node = dict[str, Any]
Manifest = dict[str, Any]


def catalog(revision: Revision, total: int, manifests: Sequence[tuple[str, Manifest]]) -> Node:
    """The catalogue: the living data set of so many cases, and the snapshots by name and manifest,
    newest first."""
    newest = manifests[:SNAPSHOTS]
    return {
        "@context": CONTEXT,
        "@id": f"{settings.SITE_URL}/data/",
        "@type": "dcat:Catalog",
        **common(),
        "dcat:dataset": [
            living(revision, total, [name for name, _manifest in newest]),
            *(snapshot(name, manifest) for name, manifest in newest),
        ],
    }


def common() -> Node:
    """What is said of the catalogue and of every data set in it."""
    return {
        "dcterms:title": [
            {"@value": citations.CATALOGUE, "@language": "zh"},
            {"@value": citations.CATALOGUE_EN, "@language": "en"},
        ],
        "dcterms:license": {"@id": LICENCE},
        "dcterms:publisher": {"@type": "foaf:Agent", "foaf:name": citations.CATALOGUE},
        "dcterms:language": [{"@id": f"{LANGUAGES}{language}"} for language in ("zh", "en")],
    }


def living(revision: Revision, total: int, names: Iterable[str]) -> Node:
    """The data set as it is now, with a distribution for each format, and its snapshots."""
    at = timezone.localtime(revision.at).isoformat(timespec="seconds")
    return {
        **data_set(f"{settings.SITE_URL}/cases/", revision.number, at),
        "dcat:landingPage": {"@id": f"{settings.SITE_URL}/data/"},
        "dcat:hasVersion": [{"@id": address(name, "manifest.json")} for name in names],
        "dcat:distribution": [
            distribution(f"{settings.SITE_URL}/cases.{suffix}", kind.media_type)
            for suffix, kind in offered(total).items()
        ],
    }


def snapshot(name: str, manifest: Manifest) -> Node:
    """A snapshot, known by the address of its manifest, with the files that are still there."""
    files = [file for file in manifest["files"] if not file.get("erased")]
    at = manifest["revision_at"]
    return {
        **data_set(address(name, "manifest.json"), manifest["revision"], at),
        "dcat:landingPage": {"@id": f"{settings.SITE_URL}/data/snapshots/"},
        "dcat:isVersionOf": {"@id": f"{settings.SITE_URL}/cases/"},
        "dcat:distribution": [file_of_snapshot(name, file) for file in files],
    }


def data_set(identifier: str, revision: int, at: str) -> Node:
    return {
        "@id": identifier,
        "@type": "dcat:Dataset",
        **common(),
        "dcat:version": f"revision-{revision}",
        "dcterms:modified": {"@value": at, "@type": "xsd:dateTime"},
    }


def address(name: str, file: str) -> str:
    """The address of a file of a snapshot."""
    return f"{settings.SITE_URL}/data/snapshots/{name}/{file}"


def distribution(download: str, media_type: str) -> Node:
    """A file at an address."""
    return {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": download},
        "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{media_type}"},
    }


def file_of_snapshot(name: str, file: dict[str, Any]) -> Node:
    """A file of a snapshot with its size and digest."""
    media_type = MEDIA_TYPE_OF[file["name"].rpartition(".")[2]]
    return {
        **distribution(address(name, file["name"]), media_type),
        "dcat:byteSize": {"@value": str(file["bytes"]), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": file["sha256"], "@type": "xsd:hexBinary"},
        },
    }
