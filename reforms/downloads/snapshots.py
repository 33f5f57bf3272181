"""The snapshots that `manage.py snapshot` wrote."""

import json
import re
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..exports import FORMATS
from ..models import Revision
from .responses import data, with_counts

SNAPSHOT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-revision-[0-9]+", re.ASCII)


def snapshot_folder():
    return settings.VAR_DIR / "snapshots"


@require_safe
def snapshots(request: HttpRequest) -> HttpResponse:
    """The snapshots there are, newest first. Not kept: a new one comes without a new revision."""
    request.revision = Revision.current()
    folder = snapshot_folder()
    found = [path for path in folder.glob("*-revision-*") if SNAPSHOT.fullmatch(path.name)]
    manifests = [
        (path.name, json.loads((path / "manifest.json").read_text(encoding="utf-8")))
        for path in found
    ]
    manifests.sort(key=lambda pair: pair[1]["revision"], reverse=True)
    return render(request, "data/snapshots.html", {"snapshots": manifests})


@data("csv")
def snapshot_file(request: HttpRequest, name: str, file: str) -> HttpResponse:
    """A file of a snapshot; only what its folder has under exactly this name is served."""
    folder = snapshot_folder()
    if not SNAPSHOT.fullmatch(name) or not (folder / name).is_dir():
        raise Http404
    found = {path.name: path for path in (folder / name).iterdir()}.get(file)
    if found is None:
        raise Http404
    known = FORMATS.get(found.suffix[1:])
    response = FileResponse(
        found.open("rb"),
        as_attachment=True,
        filename=f"{name}-{file}",
        content_type=known.content_type if known else None,
    )
    return with_proof(response, folder / name, file)


def with_proof(response: FileResponse, folder: Path, file: str) -> FileResponse:
    """Of which revision a file of a snapshot is, as its manifest says: not the present one."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    revision = Revision(
        number=manifest["revision"], at=datetime.fromisoformat(manifest["revision_at"])
    )
    rows = {one["name"]: one.get("rows") for one in manifest["files"]}
    return with_counts(response, revision, manifest["total"], rows.get(file))
