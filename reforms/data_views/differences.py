"""What changed since a revision."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .. import history
from ..columns import BY_NAME
from ..exports import Format, csv_lines
from ..lines import encode
from ..models import Revision
from ..views import public
from .answers import BadValues, data, with_counts
from .asking import asked_revision
from .streams import stream, take_place

SHOWN_CHANGES = 500


def since(request: HttpRequest) -> int:
    asked = asked_revision(request, "since")
    if asked is None:
        raise BadValues([("since", "")])
    return asked


def as_record(change: history.Change) -> dict[str, Any]:
    """One changed reference as JSON."""
    found = {
        "reference": change.reference,
        "change": change.kind,
        "revision": change.version.revision,
        "at": timezone.localtime(change.version.at).isoformat(timespec="seconds"),
        "fields": [
            {"name": name, "before": before, "after": after}
            for name, before, after in change.differences
        ],
    }
    if change.kind == "withdrawn":
        found["reason"] = change.version.state.get("withdrawal", "")
        found["note"] = change.version.state.get("withdrawal_note", "")
        found["successor"] = change.version.state.get("successor", "")
    return found


@public
def changes(request: HttpRequest) -> HttpResponse:
    """What changed since a revision, for people."""
    context: dict[str, Any] = {"current": request.revision, "shown": SHOWN_CHANGES}
    try:
        asked = asked_revision(request, "since")
    except BadValues as bad:
        return render(request, "data/changes.html", context | {"wrong": bad.wrong[0][1]})
    if asked is not None:
        context |= {
            "since": asked,
            "total": history.changed_since(asked).count(),
            "changes": [
                (change, headed(change))
                for change in islice(history.changes_since(asked), SHOWN_CHANGES)
            ],
            "themes": history.theme_changes_since(asked),
        }
    return render(request, "data/changes.html", context)


def headed(change: history.Change) -> list[tuple[str, Any, Any]]:
    """The differences under the headings that the codebook explains."""
    return [(BY_NAME[name].heading, *pair) for name, *pair in change.differences if name in BY_NAME]


@data("json")
def changes_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """What changed since a revision, whole, streamed from one consistent read."""
    asked = since(request)
    write = {"json": changes_as_json, "csv": changes_as_csv}[suffix]
    kind = {"json": "application/json", "csv": "text/csv"}[suffix]
    with ExitStack() as stack:
        take_place(stack)
        revision = Revision.current()
        total = history.changed_since(asked).count()
        kind = Format(suffix, f"{kind}; charset=utf-8", write)
        response = stream(request, write(asked, revision, total), kind, stack)
        with_counts(response, revision, total)
        response._resource_closers.append(stack.pop_all().close)
    return response


def changes_as_json(asked: int, revision: Revision, total: int) -> Iterator[bytes]:
    facts = {
        "since": asked,
        "revision": revision.number,
        "revision_at": timezone.localtime(revision.at).isoformat(timespec="seconds"),
        "total": total,
        "themes": [as_record(change) for change in history.theme_changes_since(asked)],
    }
    yield f'{encode(facts)[:-1]},"changes":['.encode()
    separator = "\n"
    for change in history.changes_since(asked):
        yield f"{separator}{encode(as_record(change))}".encode()
        separator = ",\n"
    yield b"\n]}\n"


def changes_as_csv(asked: int, revision: Revision, total: int) -> Iterator[bytes]:
    """One row a reference, so that the rows can be counted; old and new values as JSON."""
    headings = ("reference", "change", "revision", "at", "reason", "fields", "before", "after")
    yield csv_lines([[heading] for heading in headings], str)
    for change in history.changes_since(asked):
        record = as_record(change)
        record["reason"] = record.get("reason", "")
        for when in ("before", "after"):
            found = {field["name"]: field[when] for field in record["fields"]}
            record[when] = encode(found) if found else ""
        record["fields"] = ";".join(field["name"] for field in record["fields"])
        yield csv_lines([[record[heading]] for heading in headings], str)
