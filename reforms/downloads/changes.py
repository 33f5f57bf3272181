"""What changed since a revision."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import history
from ..columns import SEPARATOR
from ..exports import Refused, csv_lines
from ..history.stored_lines import encode
from ..models import Revision
from ..public.caching import page, public
from ..selection import Dropped
from .parameters import asked_start, require_known
from .responses import BadValues, as_download, data, with_counts
from .shown_changes import NEWEST_CHANGES, headed_theme, shown_changes, theme_name
from .streams import stream, take_place

MOST_CHANGES = 25_000  # cases in a file: two whole states of each, about 5 seconds of one thread
BLOCK = 500  # rows of CSV made at once


def as_record(change: history.PublicChange) -> dict[str, Any]:
    """One changed reference as JSON."""
    record: dict[str, Any] = {
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
        record["reason"] = change.version.state.get("withdrawal", "")
        record["note"] = change.version.state.get("withdrawal_note", "")
        record["successor"] = change.version.state.get("successor", "")
    return record


@public
def changes(request: HttpRequest, revision: Revision) -> HttpResponse:
    """What changed since a revision, for people."""
    context: dict[str, Any] = {"current": revision, "most": MOST_CHANGES}
    try:
        since = asked_start(request.GET, revision)
    except BadValues as bad:
        return page(request, "data/changes.html", revision, context | {"wrong": bad.wrong[0].value})
    if since is None:
        context["newest_changes"] = shown_changes(history.newest_case_changes(NEWEST_CHANGES))
    else:
        context |= {
            "since": since,
            "total": history.changed_cases_since(since).count(),
            "changes": shown_changes(history.case_changes_since(since)),
            "themes": [
                (change, theme_name(change), headed_theme(change))
                for change in history.theme_changes_since(since)
            ],
        }
    return page(request, "data/changes.html", revision, context)


@data("json")
def changes_file(request: HttpRequest, revision: Revision, suffix: str) -> HttpResponseBase:
    """What changed since a revision, whole, streamed from one consistent read.

    Raises Refused where more than MOST_CHANGES cases did.
    """
    require_known(request.GET, "since")
    since = asked_start(request.GET, revision)
    if since is None:
        raise BadValues([Dropped("since", "")])
    with ExitStack() as held:
        take_place(held)
        changed = Changes(
            since=since,
            revision=Revision.current(),
            total=history.changed_cases_since(since).count(),
            themes=history.theme_changes_since(since),
        )
        if changed.total > MOST_CHANGES:
            raise Refused(
                _("变动的文件最多 %(most)d 件案例，从那时起有 %(total)d 件变动。请下载全部案例。")
                % {"most": MOST_CHANGES, "total": changed.total}
            )
        response = stream(request, WRITERS[suffix](changed), CONTENT_TYPES[suffix], held)
    name, ending = f"changes-since-{since}", f"-rows-{changed.rows}.{suffix}"
    as_download(response, name, changed.revision, ending)
    return with_counts(response, changed.revision, changed.total, changed.rows)


@dataclass(frozen=True)
class Changes:
    """What a file of changes is made of; the cases are read as it is written."""

    since: int
    revision: Revision
    total: int  # cases
    themes: list[history.PublicChange]

    @property
    def rows(self) -> int:
        return self.total + len(self.themes)


def changes_as_json(changed: Changes) -> Generator[bytes]:
    facts = {
        "since": changed.since,
        "revision": changed.revision.number,
        "revision_at": timezone.localtime(changed.revision.at).isoformat(timespec="seconds"),
        "total": changed.total,
        "themes": [as_record(change) for change in changed.themes],
    }
    yield f'{encode(facts)[:-1]},"changes":['.encode()
    separator = "\n"
    for change in history.case_changes_since(changed.since):
        yield f"{separator}{encode(as_record(change))}".encode()
        separator = ",\n"
    yield b"\n]}\n"


CSV_HEADINGS = (
    "subject",
    "reference",
    "change",
    "revision",
    "at",
    "reason",
    "note",
    "successor",
    "fields",
    "before",
    "after",
)


def changes_as_csv(changed: Changes) -> Generator[bytes]:
    """One row a theme, then one a case, so that rows can be counted; old and new values as JSON."""
    yield csv_lines([[heading] for heading in CSV_HEADINGS], str)
    rows = rows_of(changed)
    while block := list(islice(rows, BLOCK)):
        yield csv_lines(list(zip(*block, strict=True)), str)


def rows_of(changed: Changes) -> Iterator[list[Any]]:
    """The cells of each row, in the order of CSV_HEADINGS."""
    for subject, changes in (
        ("theme", changed.themes),
        ("case", history.case_changes_since(changed.since)),
    ):
        for change in changes:
            row = {"subject": subject} | as_row(as_record(change))
            yield [row.get(heading, "") for heading in CSV_HEADINGS]


def as_row(record: dict[str, Any]) -> dict[str, Any]:
    """A changed reference as a row: its fields in one cell, their values as JSON."""
    fields = record["fields"]
    before, after = (
        {field["name"]: field[when] for field in fields} for when in ("before", "after")
    )
    return record | {
        "fields": SEPARATOR.join(field["name"] for field in fields),
        "before": encode(before) if fields else "",
        "after": encode(after) if fields else "",
    }


WRITERS = {"json": changes_as_json, "csv": changes_as_csv}
CONTENT_TYPES = {"json": "application/json; charset=utf-8", "csv": "text/csv; charset=utf-8"}
