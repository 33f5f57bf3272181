"""A file or pasted text → rows → checked rows → saved cases; and the way back.

Knows no request. An import lives in the database from its first row, so that any process can
carry on with it; nothing of it reaches the catalogue before apply(), and then all or nothing.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from . import history, releases, tables
from .checking import BATCH_FIELDS, DERIVED, Check, Checked, Plan, clean_row, counts
from .columns import BY_NAME, SEPARATOR
from .columns import cell as as_cell
from .databases import in_turns
from .models import Batch, BatchImport, Case, CaseText, ImportRow, Theme, Version
from .search import unindex
from .vocabulary import PlaceBasis, Status, Withdrawal, place_in_words

BLOCK = 500
INDEXED = 200  # cases indexed in one transaction: other editors wait for less than a second
STEP = 8  # seconds of work on the index in one request: a page never waits for long
EDITABLE = 200  # rows up to which an import can be corrected in place
State, Kind, Choice = BatchImport.State, BatchImport.Kind, ImportRow.Choice
# What the form beside a pasted text holds: fields of the batch.
BATCH_FORM = (
    "slug",
    "title",
    "series",
    "ordinal",
    "topic",
    "issuers",
    "document_number",
    "released_on",
    "issued_on",
    "reported_on",
    "source_name",
    "source_url",
    "introduction",
)


# ---------------------------------------------------------------- reading in


def start_upload(
    file: BinaryIO, name: str, *, by=None, sheet: str = "", batch: str = "", clear: bool = False
) -> BatchImport:
    """Read an uploaded table into the database and check it; ValidationError leaves nothing."""
    sha256, size = tables.fingerprint(file)
    if size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES >> 20
        raise ValidationError(_("文件超过 %d MB，请分成几个文件上传。") % limit)
    try:
        table = tables.read_table(file, sheet)
    except ValidationError as error:
        raise ValidationError([*error.messages, *tables.misnamed(file, name)]) from None
    found = BatchImport.objects.create(
        kind=table.kind,
        file_name=name[-255:],
        sha256=sha256,
        size=size,
        encoding=table.encoding,
        by=by,
        facts={
            "columns": table.columns,
            "ignored": [*table.ignored, *unread(table.columns)],
            "sheet": table.sheet,
            "clear": clear,
            **({"batch": {"slug": batch}} if batch else {}),
        },
    )
    rows = (ImportRow(line=row.line, cells=row.cells, faults=row.faults) for row in table.rows)
    return fill(found, rows)


def unread(columns: Iterable[str]) -> list[str]:
    """Headings of our own columns that follow from others."""
    return [BY_NAME[name].heading for name in columns if name in DERIVED - {"theme_names"}]


def fill(found: BatchImport, rows: Iterable[ImportRow]) -> BatchImport:
    """Check and store the rows of a new import, a block at a time; take all back on a fault."""
    try:
        check, statuses, rows = Check(found), [], iter(rows)
        while block := list(islice(rows, BLOCK)):
            for row in block:
                row.batch_import = found
            checked = check.rows([clean_row(row) for row in block])
            ImportRow.objects.bulk_create([one.store() for one in checked])
            statuses += [one.status for one in checked]
        if not statuses:
            raise ValidationError(_("只有列名，没有数据行。"))
        with transaction.atomic():
            locked(found, State.READING)  # somebody may have given it up meanwhile
            settle(found, check, statuses)
    except Exception:
        if found.state == State.DISCARDED:  # its record stays
            found.rows.all().delete()
        else:
            found.delete()
        raise
    return found


def settle(found: BatchImport, check: Check, statuses: list[str]) -> None:
    """Keep what a check said of the import as a whole."""
    found.counts = counts(statuses)
    found.facts["plans"] = [described(plan) for plan in check.plans.values()]
    found.state = State.PREPARED
    found.save()


def described(plan: Plan) -> dict:
    return {
        "slug": plan.batch.slug,
        "title": plan.batch.title,
        "new": plan.is_new,
        "changes": plan.changes,
        "faults": plan.faults,
    }


def start_release(text: str, *, by=None) -> BatchImport:
    """Read a pasted release into the database and check it; ValidationError leaves nothing."""
    text = text.strip()
    if not text:
        raise ValidationError(_("没有粘贴任何文字。"))
    if len(text) > settings.IMPORT_MAX_CHARACTERS:
        limit = settings.IMPORT_MAX_CHARACTERS
        raise ValidationError(_("文字超过 %d 字，请只粘贴发布稿本身。") % limit)
    release = releases.read(text)
    if not release.cases and not release.candidates:
        raise ValidationError(
            _("没有认出任何案例。请确认粘贴的是发布稿正文；认不出的发布稿可用表格录入。")
        )
    raw = text.encode("utf-8", "replace")
    found = BatchImport.objects.create(
        kind=Kind.RELEASE,
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        by=by,
        facts={
            "batch": batch_facts(release),
            "passages": dict(release.passages),
            "questions": [[one.about, one.text] for one in release.questions],
            "claimed": release.claimed,
            "found": len(release.cases),
            "furniture": list(dict.fromkeys(release.furniture)),
        },
    )
    return fill(found, release_rows(release))


def batch_facts(release: releases.Release) -> dict[str, str]:
    """The batch as the text has it, over what the catalogue knows of it already."""
    read = {
        "slug": proposed_slug(release),
        "title": release.title,
        "series": release.series,
        "ordinal": str(release.ordinal or ""),
        "topic": release.topic,
        "issuers": SEPARATOR.join(release.issuers),
        "document_number": release.document_number,
        "released_on": release.released,
        "issued_on": release.issued,
        "reported_on": release.reported,
        "source_name": release.source,
        "source_url": "",
        "introduction": release.introduction,
    }
    if known := Batch.objects.filter(slug=read["slug"]).first():
        has = {name: str(getattr(known, name) or "") for name in BATCH_FORM}
        read |= {name: value for name, value in has.items() if value}
    return read


def proposed_slug(release: releases.Release) -> str:
    """The slug of the batch if the catalogue has it, else one after the pattern of its series."""
    if release.title and (known := Batch.objects.filter(title=release.title).first()):
        return known.slug
    series = Batch.objects.filter(series=release.series).exclude(series="").last()
    year = (release.released or release.issued or release.reported)[:4]
    if series and release.ordinal and re.search("[0-9]$", series.slug):
        slug = re.sub("[0-9]+$", str(release.ordinal), series.slug)
    else:
        issuer = "spp" if "最高人民检察院" in release.issuers else "batch"
        slug = "-".join(filter(None, [issuer, year, str(release.ordinal or "")]))
    taken = set(Batch.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, 999))) if one not in taken)


# Field of a case as read from a release → our column.
COLUMN_OF = {"theme": "themes"}


def release_rows(release: releases.Release) -> Iterator[ImportRow]:
    """The cases of a release as rows; what it names only in passing is there, not chosen."""
    themes = dict(Theme.objects.values_list("slug", "name"))
    numbered = len(release.cases)
    for line, case in enumerate((*release.cases, *release.candidates), 1):
        cells, asks = release_cells(case, themes)
        cells["case_no"] = str(line)
        row = ImportRow(line=line, cells=cells)
        row.asks = asks + [[COLUMN_OF.get(q.about, q.about), q.text] for q in case.questions]
        row.passages = {
            COLUMN_OF.get(about, about): words for about, words in case.passages.items()
        }
        if line > numbered:
            row.choice = Choice.SKIP
            row.asks.append(["", _("文中只是顺带提到，默认不导入。")])
        yield row


def release_cells(
    case: releases.ReadCase, themes: dict[str, str]
) -> tuple[dict[str, str], list[list[str]]]:
    asks: list[list[str]] = []
    theme = themes.get(case.theme, "")
    if case.theme and not theme:
        asks.append(["themes", _("主题表里没有“%s”，主题留空。") % case.theme_name])
    title, title_by = case.title, "issuer"
    if not title:
        title, title_by = own_title(case), "catalogue"
        asks.append(["title", _("发布稿没有给出标题，这是自动拟的，请改写。")])
    cells = {
        "title": title,
        "title_by": title_by,
        "official_no": case.official_no,
        "themes": theme,
        "themes_by": case.themes_by if theme else "",
        "keywords": SEPARATOR.join(case.keywords),
        "summary": "",
        "body": case.body,
    }
    if not case.bodies:
        asks.append(["bodies", _("没有认出单位，请填写。")])
    for body in case.bodies:
        if "level" in body.inferred:
            words = _("原文没有写明“%(name)s”的层级，按名称判断：%(place)s。")
            place = place_in_words(body.province, body.level)
            asks.append(["levels", words % {"name": body.name, "place": place}])
    return cells | body_cells(case), asks


def own_title(case: releases.ReadCase) -> str:
    """Words for a case without a title: who, and under which heading."""
    return "、".join(body.name for body in case.bodies) + case.theme_name


def body_cells(case: releases.ReadCase) -> dict[str, str]:
    def joined(name: str) -> str:
        return SEPARATOR.join(getattr(body, name) for body in case.bodies)

    inferred = [
        PlaceBasis.INFERRED if "level" in body.inferred else PlaceBasis.STATED
        for body in case.bodies
    ]
    return {
        "bodies": joined("name"),
        "body_names": joined("standard_name"),
        "body_kinds": joined("kind"),
        "provinces": joined("province"),
        "levels": joined("level"),
        "place_basis": SEPARATOR.join(inferred),
    }


# ---------------------------------------------------------------- checking again


def checked_blocks(found: BatchImport, check: Check) -> Iterator[list[Checked]]:
    """All rows, checked against the catalogue as it is now."""
    last = 0
    while rows := list(found.rows.filter(line__gt=last).order_by("line")[:BLOCK]):
        last = rows[-1].line
        for row in rows:
            row.batch_import = found
        yield check.rows(rows)


UPDATED = ["cells", "faults", "asks", "choice", "status", "target", "messages", "changes", "alike"]


def check_again(found: BatchImport) -> BatchImport:
    """Compare with the catalogue once more, after a correction or a change by somebody else."""
    require(found, State.PREPARED)
    check, statuses = Check(found), []
    for checked in checked_blocks(found, check):
        with transaction.atomic():
            locked(found, State.PREPARED)  # or rows would come back that somebody gave up
            ImportRow.objects.bulk_create(
                [one.store() for one in checked],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=UPDATED,
            )
        statuses += [one.status for one in checked]
    with transaction.atomic():
        locked(found, State.PREPARED)  # somebody may have applied it meanwhile
        settle(found, check, statuses)
    return found


def correct(found: BatchImport, corrections: dict[int, dict], batch: dict[str, str]) -> BatchImport:
    """Take an editor's corrections (row key → cells and choice), then check again."""
    with transaction.atomic():
        locked(found, State.PREPARED)
        for row in found.rows.filter(pk__in=corrections):
            change = corrections[row.pk]
            row.choice = change.get("choice", row.choice)
            altered = {
                c: text
                for c, text in change.get("cells", {}).items()
                if text != row.cells.get(c, "")
            }
            row.cells |= altered
            # What was doubtful about a cell is settled when an editor has written it.
            row.faults = [one for one in row.faults if one[0] not in altered]
            row.asks = [one for one in row.asks if one[0] not in altered]
            clean_row(row).save()
        if batch:
            found.facts["batch"] = found.facts.get("batch", {}) | batch
            found.save(update_fields=["facts"])
    return check_again(found)


def public_changes(found: BatchImport) -> int:
    """How many published cases the import would change."""
    changed = found.rows.filter(status=ImportRow.Status.CHANGED).values("target")
    return Case.objects.published().filter(pk__in=changed).count()


def batches_of(found: BatchImport) -> QuerySet[Batch]:
    """The batches of the cases that an import wrote, each with whether it is public."""
    keys = [pk for _line, pk, *_rest in found.outcome.get("cases", [])[:EDITABLE]]
    public = Batch.objects.published().filter(pk=OuterRef("pk"))
    batches = Batch.objects.filter(cases__in=keys).distinct()
    return batches.annotate(is_public=Exists(public))


def discard(found: BatchImport) -> None:
    """Give an import up; its record stays, its rows go."""
    with transaction.atomic():
        locked(found, State.PREPARED, State.READING)
        found.state = State.DISCARDED
        found.save(update_fields=["state"])
        found.rows.all().delete()


def require(found: BatchImport, *states: str) -> None:
    if found.state not in states:
        words = _("这次导入的状态是“%s”，不能再这样做。")
        raise ValidationError(words % found.get_state_display())


def locked(found: BatchImport, *states: str) -> BatchImport:
    """Lock the import's row until the transaction ends; a second click or editor waits here."""
    fresh = BatchImport.objects.select_for_update().get(pk=found.pk)
    found.state = fresh.state
    require(fresh, *states)
    return fresh


# ---------------------------------------------------------------- applying


def apply(found: BatchImport, *, by=None, may_publish: bool = False) -> Iterator[int]:
    """Write the import into the catalogue as drafts; yields the rows worked out so far.

    Cleaning and folding come first, rows by rows; then one short transaction writes all or
    nothing. Raises ValidationError, with nothing written, where something stands against it.
    """
    found.refresh_from_db()
    require(found, State.PREPARED)
    check, works = Check(found), []
    done = 0
    for checked in checked_blocks(found, check):
        works += [Work.of(one) for one in checked if one.is_written]
        done += len(checked)
        yield done
    stands_against(check, works, may_publish)
    try:
        with transaction.atomic():
            locked(found, State.PREPARED)
            write(found, check, works, by)
    except IntegrityError:
        raise ValidationError(_("刚才有人改动了同一批次，请重新核对后再导入。")) from None
    yield from index_drafts(found)


def index_drafts(found: BatchImport) -> Iterator[int]:
    """Make what an import wrote found in the editors' searches, for STEP seconds at most.

    Yields the cases done so far. Where it stops half-way it goes on from there the next time, or
    a little before, which does no harm; outcome["indexed"] is set when all is done.
    """
    keys = [pk for _line, pk, *_rest in found.outcome["cases"]]
    start, until = found.outcome.get("indexed_to", 0), monotonic() + STEP
    yield start
    try:
        for at in in_turns(range(start, len(keys), INDEXED)):
            history.index_cases(keys[at : at + INDEXED])
            start = min(at + INDEXED, len(keys))
            yield start
            if monotonic() >= until:
                break
    finally:
        with transaction.atomic():
            fresh = BatchImport.objects.select_for_update().get(pk=found.pk)
            # With what an undo has written of itself meanwhile.
            found.outcome = fresh.outcome | {"indexed_to": start, "indexed": start >= len(keys)}
            found.save(update_fields=["outcome"])


@dataclass
class Work:
    """One case to write, and the state of the catalogue that it was worked out from."""

    line: int
    prepared: history.Prepared
    changes_public: bool
    seen: tuple = ()

    @classmethod
    def of(cls, one: Checked) -> "Work":
        case = one.case()
        return cls(
            one.row.line,
            history.prepare(case, one.themes_after(), one.bodies_after()),
            one.changes_public,
            (one.target.pk, one.target.updated_at, one.target.status) if one.target else (),
        )


def stands_against(check: Check, works: list[Work], may_publish: bool) -> None:
    if not works and not any(plan.changes for plan in check.plans.values()):
        raise ValidationError(_("没有可以导入的行。"))
    public = [work.line for work in works if work.changes_public]
    changed = [plan.batch.slug for plan in check.plans.values() if plan.changes and not plan.faults]
    of_public_batch = Batch.objects.published().filter(slug__in=changed).exists()
    if public and not may_publish:
        words = _("第 %s 行会改动已发布的内容，须由有发布权限的人导入，或把这些行设为“跳过”。")
        raise ValidationError(words % "、".join(map(str, public[:10])))
    if of_public_batch and not may_publish:
        raise ValidationError(_("批次的改动会影响已发布的内容，须由有发布权限的人导入。"))


def write(found: BatchImport, check: Check, works: list[Work], by) -> None:
    """The one short transaction."""
    still_as_seen(works)
    note = _("导入 %s") % found
    batches = write_batches(check, works, by, note)
    versions = history.save_cases([work.prepared for work in works], by=by, note=note)
    found.outcome = {
        "batches": batches,
        "cases": [
            [work.line, version.subject_id, version.pk, version.action]
            for work, version in zip(works, versions, strict=True)
        ],
    }
    found.state, found.applied_by, found.applied_at = State.APPLIED, by, timezone.now()
    found.save()


def still_as_seen(works: list[Work]) -> None:
    """Refuse to write over what somebody changed since the rows were worked out."""
    seen = {work.seen[0]: work.seen for work in works if work.seen}
    for block in history.batched(list(seen)):
        rows = Case.objects.select_for_update().filter(pk__in=block)
        now = {row[0]: row for row in rows.values_list("pk", "updated_at", "status")}
        for pk in block:
            if now.get(pk) != seen[pk]:
                raise ValidationError(_("刚才有人改动了要更新的案例，请重新核对后再导入。"))


def write_batches(check: Check, works: list[Work], by, note: str) -> list[list]:
    """Write the batches that are new or changed; those that no case needs stay unwritten."""
    needed = {id(work.prepared.case.batch) for work in works}
    written = []
    for plan in check.plans.values():
        is_needed = plan.is_new and id(plan.batch) in needed
        if plan.faults or not (is_needed or plan.changes):
            continue
        before = history.last_version(Version.Subject.BATCH, plan.batch.pk)
        history.save_batch(plan.batch, by=by, note=note)
        after = history.last_version(Version.Subject.BATCH, plan.batch.pk)
        written.append([plan.batch.slug, plan.batch.pk, before, after])
    return written


# ---------------------------------------------------------------- undoing


@dataclass
class Undo:
    """What undoing would do to one case, and what somebody did to it since."""

    case: Case
    line: int
    verb: str  # delete, withdraw, return, or leave: nothing to do
    before: dict | None  # its state before the import
    edits: list = field(default_factory=list)  # (heading, as imported, as it is now)

    @property
    def is_edited(self) -> bool:
        return bool(self.edits)


# What belongs to publication or to the batch is no edit of a case.
NOT_EDITED = {"batch_title", *history.BESIDE_COLUMNS} - {"body"} | {
    *BATCH_FIELDS,
    *("date", "date_basis", "year", "theme_names", "permalink", "source_name", "source_url"),
}


def undo_plan(found: BatchImport) -> list[Undo]:
    """What undoing an import would do, case by case."""
    plan: list[Undo] = []
    outcome = found.outcome.get("cases", [])
    for start in range(0, len(outcome), BLOCK):
        plan += undo_block(outcome[start : start + BLOCK])
    return plan


def undo_block(block: list[list]) -> Iterator[Undo]:
    """The plan for some cases; those without a later version are as the import left them."""
    written = {pk: version for _line, pk, version, _action in block}
    later = [pk for pk, last in last_versions(written).items() if last != written[pk]]
    edits = edits_since({pk: written[pk] for pk in later})
    before = states_before([row for row in block if row[3] == Version.Action.CHANGED])
    # Only what is written again needs its bodies and themes.
    known = Case.objects.with_relations() if before else Case.objects.select_related("batch")
    cases = known.in_bulk(written)
    for line, pk, _version, _action in block:
        if case := cases.get(pk):
            yield undo_one(case, line, before.get(pk), edits.get(pk, []))


def last_versions(keys: Iterable[int]) -> dict[int, int]:
    """Case → its last version."""
    versions = Version.objects.filter(subject=Version.Subject.CASE, subject_id__in=list(keys))
    return dict(versions.order_by().values_list("subject_id").annotate(Max("pk")))


def edits_since(written: dict[int, int]) -> dict[int, list]:
    """Case → how its content differs from the version that the import wrote."""
    cases = Case.objects.with_relations().filter(pk__in=written)
    states = Version.objects.in_bulk(written.values())
    return {case.pk: edits_of(states[written[case.pk]].state, case) for case in cases}


def edits_of(imported: dict, case: Case) -> list[tuple[str, str, str]]:
    """(heading, as imported, as it is now) of all that somebody edited."""
    return [
        (BY_NAME[name].heading if name in BY_NAME else name, as_cell(old), as_cell(new))
        for name, old, new in history.differences(imported, history.whole_state(case))
        if name not in NOT_EDITED
    ]


def states_before(rows: list[list]) -> dict[int, dict]:
    """The last state of each changed case before the import's own."""
    written = {pk: version for _line, pk, version, _action in rows}
    earlier = Version.objects.filter(subject=Version.Subject.CASE, subject_id__in=written)
    last: dict[int, int] = {}
    for pk, version in earlier.order_by("pk").values_list("subject_id", "pk"):
        if version < written[pk]:
            last[pk] = version
    states = Version.objects.in_bulk(last.values())
    return {pk: states[version].state for pk, version in last.items()}


def undo_one(case: Case, line: int, before: dict | None, edits: list) -> Undo:
    if before:
        verb = "return"
    elif not case.first_published_at:
        verb = "delete"
    else:
        verb = "withdraw" if case.is_public else "leave"
    return Undo(case, line, verb, before, edits)


def undo(found: BatchImport, *, by=None, also: Iterable[int] = ()) -> dict[str, int]:
    """Take an import back, in one transaction; `also` are cases to take back though edited since.

    Returns how many cases were deleted, withdrawn, returned and left.
    """
    require(found, State.APPLIED)
    also = set(also)
    while unindex_drafts(found):
        pass
    with transaction.atomic():
        locked(found, State.APPLIED)
        plan = undo_plan(found)
        todo = [one for one in plan if not one.is_edited or one.case.pk in also]
        done = take_back(found, todo, by)
        done["leave"] = len(plan) - sum(done.values())
        found.state, found.undone_by, found.undone_at = State.UNDONE, by, timezone.now()
        found.outcome |= {"undone": done}
        found.save()
    returned = [one.case.pk for one in todo if one.verb == "return"]
    for start in in_turns(range(0, len(returned), INDEXED)):
        history.index_cases(returned[start : start + INDEXED])
    return done


def take_back(found: BatchImport, todo: list[Undo], by) -> dict[str, int]:
    note = _("撤销导入 %s") % found
    verbs = ("delete", "withdraw", "return")
    by_verb = {verb: [one for one in todo if one.verb == verb] for verb in verbs}
    history.delete_cases([one.case for one in by_verb["delete"]], by=by, note=note)
    if withdrawn := [one.case for one in by_verb["withdraw"]]:
        history.withdraw(withdrawn, Withdrawal.CATALOGUE, by=by, note=_("撤销导入"))
    history.save_cases([restored(one) for one in by_verb["return"]], by=by, note=note)
    undo_batches(found, by, note)
    return {verb: len(ones) for verb, ones in by_verb.items()}


def unindex_drafts(found: BatchImport) -> int:
    """Take drafts out of the index before they are deleted, for STEP seconds at most.

    It takes longer than all the rest of an undo. Returns how many are left for the next time.
    """
    if found.outcome.pop("indexed", None):
        found.outcome["indexed_to"] = 0
        found.save(update_fields=["outcome"])
    plan, until = undo_plan(found), monotonic() + STEP
    keys = still_indexed([o.case.pk for o in plan if o.verb == "delete" and not o.is_edited])
    for start in in_turns(range(0, len(keys), INDEXED)):
        unindex(keys[start : start + INDEXED])
        if monotonic() >= until:
            return max(len(keys) - start - INDEXED, 0)
    return 0


def still_indexed(keys: list[int]) -> list[int]:
    texts = CaseText.objects.order_by("pk")
    return [
        pk
        for block in history.batched(keys)
        for pk in texts.filter(case__in=block).values_list("case", flat=True)
    ]


def restored(one: Undo) -> history.Prepared:
    """The case as it was before the import, ready to be written."""
    return history.prepare(one.case, **history.put_back(one.case, one.before))


def undo_batches(found: BatchImport, by, note: str) -> None:
    """Delete the batches that the import added and nobody uses, return those it changed."""
    for _slug, pk, before, after in found.outcome.get("batches", []):
        batch = Batch.objects.filter(pk=pk).first()
        if batch is None or history.last_version(Version.Subject.BATCH, pk) != after:
            continue
        if before is None:
            if not batch.cases.exists():
                history.delete_batch(batch, by=by, note=note)
            continue
        for name, value in Version.objects.get(pk=before).state.items():
            if name != "id":
                setattr(batch, name, value)
        history.save_batch(batch, by=by, note=note)


# ---------------------------------------------------------------- what waits for publication


def waiting_cases(found: BatchImport) -> Sequence[Case]:
    """The drafts that an import added or changed, in their order."""
    keys = [pk for _line, pk, *_rest in found.outcome.get("cases", [])]
    waiting = (Status.DRAFT, Status.IN_REVIEW)
    cases: list[Case] = []
    for block in history.batched(keys):
        cases += Case.objects.with_relations().filter(pk__in=block, status__in=waiting)
    return cases
