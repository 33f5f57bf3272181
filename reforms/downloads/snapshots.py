"""The snapshots that `manage.py snapshot` wrote."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..descriptions import dcat
from ..exports import FORMATS
from ..models import Revision
from ..public.caching import page
from ..selection import Selection, total
from .responses import data, json_response, with_counts
from .streams import delivered, take_slot

SNAPSHOT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-revision-[0-9]+", re.ASCII)


def snapshot_folder() -> Path:
    return settings.VAR_DIR / "snapshots"


def manifest_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def newest_first() -> list[tuple[str, dict[str, Any]]]:
    """Name and manifest of each snapshot."""
    folders = [path for path in snapshot_folder().glob("*-revision-*") if is_snapshot(path)]
    manifests = [(path.name, manifest_of(path)) for path in folders]
    return sorted(manifests, key=lambda pair: pair[1]["revision"], reverse=True)


@require_safe
def snapshots(request: HttpRequest) -> HttpResponse:
    """The snapshots there are, newest first. Not kept: a new one comes without a new revision."""
    context = {"snapshots": newest_first()}
    return page(request, "data/snapshots.html", Revision.current(), context)


@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    """The data set and its snapshots as DCAT. Not kept, as the page of the snapshots."""
    revision = Revision.current()
    count = total(Selection(), revision)
    content = dcat.catalog(revision, count, newest_first())
    response = with_counts(json_response(content, "application/ld+json"), revision, count)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    return response


def is_snapshot(folder: Path) -> bool:
    return bool(SNAPSHOT.fullmatch(folder.name)) and folder.is_dir()


@data("csv")
def snapshot_file(request: HttpRequest, _revision: Revision, name: str, file: str) -> FileResponse:
    """A file of a snapshot; only what its folder has under exactly this name is served."""
    folder = snapshot_folder() / name
    if not is_snapshot(folder):
        raise Http404
    path = {path.name: path for path in folder.iterdir()}.get(file)
    if path is None:
        raise Http404
    with ExitStack() as held:
        take_slot(held)
        response = file_response(path, f"{name}-{file}")
        chunks = cast(Iterator[bytes], response.streaming_content)
        # As a delivery: sent by the server itself, a slow client would hold a thread for ever.
        response.streaming_content = delivered(request, chunks, held.pop_all())
    return with_proof(response, folder, file)


def file_response(path: Path, name: str) -> FileResponse:
    """The file as a download under a name."""
    kind = FORMATS.get(path.suffix[1:])
    content_type = kind.content_type if kind else None
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=content_type
    )


def with_proof(response: FileResponse, folder: Path, file: str) -> FileResponse:
    """Of which revision a file of a snapshot is, as its manifest says: not the present one."""
    manifest = manifest_of(folder)
    at = datetime.fromisoformat(manifest["revision_at"])
    rows = {entry["name"]: entry.get("rows") for entry in manifest["files"]}
    revision = Revision(number=manifest["revision"], at=at)
    return with_counts(response, revision, manifest["total"], rows.get(file))
