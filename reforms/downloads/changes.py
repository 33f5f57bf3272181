"""What changed since a revision."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from .. import history
from ..columns import BY_NAME, SEPARATOR, Column
from ..exports import Format, csv_lines
from ..history.stored_lines import encode
from ..models import Revision
from ..public.caching import public
from ..vocabulary import Withdrawal, bilingual
from .parameters import asked_revision
from .responses import BadValues, as_download, data, with_counts
from .streams import stream, take_place

SHOWN_CHANGES = 500


def since(request: HttpRequest) -> int:
    asked = asked_revision(request, "since")
    if asked is None:
        raise BadValues([("since", "")])
    return asked


def as_record(change: history.PublicChange) -> dict[str, Any]:
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
            "total": history.changed_cases_since(asked).count(),
            "changes": [
                (change, headed(change), reason(change))
                for change in islice(history.case_changes_since(asked), SHOWN_CHANGES)
            ],
            "themes": [
                (change, theme_name(change), headed_theme(change))
                for change in history.theme_changes_since(asked)
            ],
        }
    return render(request, "data/changes.html", context)


def headed(change: history.PublicChange) -> list[tuple[Column, Any, Any]]:
    """The differences with the columns that head and read them."""
    return [(BY_NAME[name], *pair) for name, *pair in change.differences if name in BY_NAME]


# A theme is no row of the export, so its fields are no columns.
THEME_FIELDS = {
    "slug": bilingual("网址名", "Slug"),
    "name": bilingual("名称", "Name"),
    "name_en": bilingual("英文名称", "Name in English"),
    "definition": bilingual("释义", "Definition"),
    "definition_en": bilingual("英文释义", "Definition in English"),
    "position": bilingual("顺序", "Position"),
}


def headed_theme(change: history.PublicChange) -> list[tuple[str, Any, Any]]:
    return [(THEME_FIELDS.get(name, name), *pair) for name, *pair in change.differences]


def theme_name(change: history.PublicChange) -> str:
    """As it is called now, in the reader's language."""
    state = change.version.state
    return state["name_en"] if get_language() == "en" else state["name"]


def reason(change: history.PublicChange) -> str:
    """Why a case was withdrawn, in words."""
    return dict(Withdrawal.choices).get(change.version.state.get("withdrawal"), "")


@data("json")
def changes_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """What changed since a revision, whole, streamed from one consistent read."""
    asked = since(request)
    write = {"json": changes_as_json, "csv": changes_as_csv}[suffix]
    kind = {"json": "application/json", "csv": "text/csv"}[suffix]
    with ExitStack() as stack:
        take_place(stack)
        found = Changes(
            since=asked,
            revision=Revision.current(),
            total=history.changed_cases_since(asked).count(),
            themes=history.theme_changes_since(asked),
        )
        kind = Format(suffix, f"{kind}; charset=utf-8", write)
        response = stream(request, write(found), kind, stack)
        name, ending = f"changes-since-{asked}", f"-rows-{found.rows}.{suffix}"
        as_download(response, name, found.revision, ending)
        with_counts(response, found.revision, found.total, found.rows)
        response._resource_closers.append(stack.pop_all().close)
    return response


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


def changes_as_json(found: Changes) -> Iterator[bytes]:
    facts = {
        "since": found.since,
        "revision": found.revision.number,
        "revision_at": timezone.localtime(found.revision.at).isoformat(timespec="seconds"),
        "total": found.total,
        "themes": [as_record(change) for change in found.themes],
    }
    yield f'{encode(facts)[:-1]},"changes":['.encode()
    separator = "\n"
    for change in history.case_changes_since(found.since):
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


def changes_as_csv(found: Changes) -> Iterator[bytes]:
    """One row a theme, then one a case, so that rows can be counted; old and new values as JSON."""
    yield csv_lines([[heading] for heading in CSV_HEADINGS], str)
    for subject, changed in (
        ("theme", found.themes),
        ("case", history.case_changes_since(found.since)),
    ):
        for change in changed:
            row = {"subject": subject} | as_row(as_record(change))
            yield csv_lines([[row.get(heading, "")] for heading in CSV_HEADINGS], str)


def as_row(record: dict[str, Any]) -> dict[str, Any]:
    """A changed reference as a row: its fields in one cell, their values as JSON."""
    fields = record["fields"]
    before, after = ({one["name"]: one[when] for one in fields} for when in ("before", "after"))
    return record | {
        "fields": SEPARATOR.join(one["name"] for one in fields),
        "before": encode(before) if fields else "",
        "after": encode(after) if fields else "",
    }
