"""The one writer of the catalogue: fields, themes, bodies, keys, search text, version, revision.

Each function is one transaction; the revision is raised last, so that its lock is held briefly.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import lines
from .columns import BY_NAME, COLUMNS, SEPARATOR, plain, values
from .models import (
    ERASED,
    Batch,
    Case,
    CreditedBody,
    Revision,
    Theme,
    Version,
    make_reference,
    natural_key,
    place_key,
    recording,
    theme_key,
)
from .search import Tiers, index, tiers, unindex
from .vocabulary import Status, Withdrawal

Action = Version.Action
BLOCK = 500  # rows a statement, where many are written
# What a state has beside the columns of the files.
BESIDE_COLUMNS = ("body", "status", "withdrawal", "withdrawal_note", "successor", "withdrawn_at")
# What of a state is no content of the case: it belongs to its batch, to publication or to themes.
NOT_CONTENT = {"date", "year", "theme_names", *BESIDE_COLUMNS} - {"body"} | {
    column.name
    for column in COLUMNS
    if all(path.startswith("batch__") for path in column.sources) and column.name != "batch"
}


def recorded(write: Callable) -> Callable:
    """Make a function one transaction in which catalogue rows may be written."""

    @wraps(write)
    def in_transaction(*args, **options):
        with transaction.atomic(), recording():
            return write(*args, **options)

    return in_transaction


# ---------------------------------------------------------------- writing


def lock(model: type[models.Model], keys: Iterable[int]) -> set[int]:
    """Lock rows until the transaction ends, always in the same order; returns those there are."""
    rows = model.objects.select_for_update(no_key=True).filter(pk__in=list(keys))
    return set(rows.order_by("pk").values_list("pk", flat=True))


def up_to_date(cases: Iterable[Case]) -> list[Case]:
    """Lock cases and read them again: what an editor saved meanwhile must not be written over."""
    cases = list(cases)
    there = lock(Case, [case.pk for case in cases])
    for case in cases:
        if case.pk not in there:
            raise ValidationError(_("%s 刚才被删除了。") % case.reference)
        case.refresh_from_db()
    return cases


@recorded
def save_case(
    case: Case,
    *,
    themes: Iterable[Theme] | None = None,
    bodies: Sequence[CreditedBody] | None = None,
    by=None,
    note: str = "",
    action: str = "",
    public: bool = False,
) -> Case:
    """Write a case whole; None for themes or bodies leaves them as they are.

    `public` raises the revision although the case is not public now: its past changed.

    Raises ValidationError, with nothing written, where a field is not acceptable.
    """
    action = action or (Action.CHANGED if case.pk else Action.CREATED)
    themes = list(themes if themes is not None else case.themes.all() if case.pk else [])
    if bodies is None:
        bodies = list(case.bodies.all()) if case.pk else []
    derive(case, themes, bodies)
    case.full_clean()
    case.save()
    case.themes.set(themes)
    replace_bodies(case, bodies)
    finish([case], action, by, note, public)
    return case


def derive(case: Case, themes: Iterable[Theme], bodies: Iterable[CreditedBody]) -> None:
    """Set what follows from the batch, the number, the themes and the bodies."""
    if not case.first_published_at:
        case.reference = make_reference(case.batch, case.number or 0)
        case.reference_key = natural_key(case.reference)
    case.date = case.batch.date
    case.year = int(case.date[:4]) if case.date else None
    case.theme_key = theme_key(themes)
    case.place_key = place_key(bodies)


def replace_bodies(case: Case, bodies: Sequence[CreditedBody]) -> None:
    """Make these the bodies of a case, in this order; rows that stay keep their number."""
    case.bodies.exclude(pk__in=[body.pk for body in bodies if body.pk]).delete()
    for position, body in enumerate(bodies, 1):
        body.case, body.position = case, position
        body.full_clean(exclude=["case"])
        body.save()


# ---------------------------------------------------------------- writing many


@dataclass
class Prepared:
    """A case ready to be written, with all that took time to work out."""

    case: Case
    themes: list[Theme]
    bodies: list[CreditedBody]
    state: dict
    tiers: Tiers | None  # of a public case; drafts are indexed by index_cases()


def prepare(case: Case, themes: Iterable[Theme], bodies: list[CreditedBody]) -> Prepared:
    """Do beforehand what needs no database, so that save_cases holds its locks briefly."""
    derive(case, themes, bodies)
    case.updated_at = timezone.now()
    for position, body in enumerate(bodies, 1):
        body.case, body.position = case, position
    themes = sorted(themes, key=lambda theme: (theme.position, theme.slug))
    texts = tiers(case.texts(bodies)) if case.is_public else None
    return Prepared(case, themes, bodies, whole_state(AtHand(case, bodies, themes)), texts)


class AtHand:
    """A case, not stored yet, that gives its bodies and themes as a stored one does."""

    def __init__(self, case: Case, bodies: list[CreditedBody], themes: list[Theme]) -> None:
        self.case = case
        self.bodies, self.themes = Listed(bodies), Listed(themes)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.case, name)


class Listed(list):
    all = list.copy


@recorded
def save_cases(prepared: Sequence[Prepared], *, by=None, note: str = "") -> list[Version]:
    """What save_case does, for many cases in a few statements; the caller has cleaned them.

    Drafts are not yet found by searches: call index_cases() afterwards, outside of the
    transaction, because the index takes most of the time. Returns the versions it wrote.
    """
    added = {id(one) for one in prepared if not one.case.pk}
    upsert(Case, [one.case for one in prepared])
    replace_relations(prepared, [one for one in prepared if id(one) not in added])
    public = [one for one in prepared if one.tiers]
    index([(one.case.pk, one.tiers) for one in public])
    revision = raise_revision([one.case.pk for one in public])
    for one in public:
        one.case.revision = one.state["revision"] = revision
    lines.store((one.case.pk, one.state) for one in public)
    versions = [
        Version(
            subject=Version.Subject.CASE,
            subject_id=one.case.pk,
            reference=one.case.reference,
            action=Action.CREATED if id(one) in added else Action.CHANGED,
            state=one.state,
            revision=one.case.revision if one.tiers else None,
            by=by,
            note=note,
        )
        for one in prepared
    ]
    return Version.objects.bulk_create(versions, batch_size=BLOCK)


@transaction.atomic
def index_cases(keys: Sequence[int]) -> None:
    """Make cases found by searches as they are now; locks them while it reads and indexes."""
    locked = list(Case.objects.select_for_update().filter(pk__in=keys).values_list("pk", flat=True))
    cases = Case.objects.with_relations().filter(pk__in=locked)
    index([(case.pk, tiers(case.texts())) for case in cases])


def upsert(model: type[models.Model], rows: Sequence) -> None:
    """Insert the rows without a key, and write over those with one that are there already."""
    new = [row for row in rows if not row.pk]
    old = [row for row in rows if row.pk]
    fields = [field.name for field in model._meta.local_fields if not field.primary_key]
    model.objects.bulk_create(new, batch_size=BLOCK)
    model.objects.bulk_create(
        old,
        batch_size=BLOCK,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=fields,
    )


def replace_relations(prepared: Sequence[Prepared], old: Sequence[Prepared]) -> None:
    """Bodies and themes of many cases; bodies that stay keep their number."""
    bodies = [body for one in prepared for body in one.bodies]
    kept = {body.pk for body in bodies if body.pk}
    links = Case.themes.through.objects
    for block in batched([one.case.pk for one in old]):
        gone = CreditedBody.objects.filter(case__in=block).values_list("pk", flat=True)
        CreditedBody.objects.filter(pk__in=[pk for pk in gone if pk not in kept]).delete()
        links.filter(case__in=block).delete()
    for body in bodies:
        body.case_id = body.case.pk
    upsert(CreditedBody, bodies)
    links.bulk_create(
        (
            Case.themes.through(case_id=one.case.pk, theme_id=theme.pk)
            for one in prepared
            for theme in one.themes
        ),
        batch_size=BLOCK,
    )


def batched(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + BLOCK] for start in range(0, len(keys), BLOCK))


def raise_revision(keys: list[int]) -> int | None:
    """Give public cases the next revision, all the same one."""
    if not keys:
        return None
    revision = Revision.next()
    for block in batched(keys):
        Case.objects.filter(pk__in=block).update(revision=revision)
    return revision


@recorded
def delete_cases(cases: Sequence[Case], *, by=None, note: str = "") -> None:
    """What delete_case does, for many drafts in a few statements."""
    for block in batched([case.pk for case in cases]):
        lock(Case, block)
        published = Case.objects.filter(pk__in=block, first_published_at__isnull=False).first()
        if published:
            raise ValidationError(_("%s 发布过，不能删除，只能撤下。") % published.reference)
        found = Case.objects.with_relations().filter(pk__in=block)
        Version.objects.bulk_create(
            Version(
                subject=Version.Subject.CASE,
                subject_id=case.pk,
                reference=case.reference,
                action=Action.DELETED,
                state=whole_state(case),
                by=by,
                note=note,
            )
            for case in found
        )
        unindex(block)
        # One statement a table: delete() would ask each row's signals for what was done above.
        for rows in (
            Case.themes.through.objects.filter(case__in=block),
            CreditedBody.objects.filter(case__in=block),
            Case.objects.filter(pk__in=block),
        ):
            rows._raw_delete(rows.db)


@recorded
def save_batch(batch: Batch, *, by=None, note: str = "", action: str = "") -> Batch:
    """Write a batch, and what its cases take from it."""
    action = action or (Action.CHANGED if batch.pk else Action.CREATED)
    batch.full_clean()
    batch.save()
    lock(Case, batch.cases.values_list("pk", flat=True))
    cases = list(batch.cases.with_relations())
    for case in cases:
        case.batch = batch
        derive(case, case.themes.all(), case.bodies.all())
        case.save(update_fields=["reference", "reference_key", "date", "year"])
    revision = finish(cases, Action.CHANGED, by, note)
    state = own_values(batch)
    record(Version.Subject.BATCH, batch, batch.slug, action, state, revision, by, note)
    return batch


@recorded
def save_theme(theme: Theme, *, by=None, note: str = "", action: str = "") -> Theme:
    """Write a theme; its slug stays, once cases have it, because their keys hold it."""
    action = action or (Action.CHANGED if theme.pk else Action.CREATED)
    theme.full_clean()
    if theme.pk and theme.cases.exclude(themes__slug=theme.slug).exists():
        raise ValidationError({"slug": _("已有案例属于本主题，网址名不能再改。")})
    theme.save()
    lines.forget(theme.cases.all())
    revision = Revision.next()
    record(Version.Subject.THEME, theme, theme.slug, action, own_values(theme), revision, by, note)
    return theme


@recorded
def publish(cases: Iterable[Case], *, by=None, note: str = "") -> list[Case]:
    """Make cases public, all or none; freezes their references.

    Raises ValidationError naming each case that lacks something.
    """
    cases = [case for case in up_to_date(cases) if not case.is_public]
    problems = [f"{case}：{'、'.join(lacks)}" for case in cases if (lacks := missing(case))]
    if problems:
        raise ValidationError(problems)
    now = timezone.now()  # one for all: feeds keep the order of the list in a batch
    for case in cases:
        case.status = Status.PUBLISHED
        case.first_published_at = case.first_published_at or now
        case.withdrawal, case.withdrawal_note, case.withdrawn_at = "", "", None
        case.successor = ""
        case.save()
    finish(cases, Action.PUBLISHED, by, note)
    return cases


def missing(case: Case) -> list[str]:
    """What a case lacks before it can be public, in words."""
    wanted = {
        _("缺少标题"): case.title,
        _("缺少摘要"): case.summary,
        _("缺少单位"): case.pk and case.bodies.all(),
        _("批次没有日期"): case.batch.date,
        _("没有来源"): case.source[0] or case.source[1],
        _("全文已抹除，请先重新填写标题和摘要"): ERASED not in (case.title, case.summary),
    }
    return [words for words, present in wanted.items() if not present]


@recorded
def set_aside(cases: Iterable[Case], status: str, *, by=None, note: str = "") -> list[Case]:
    """Move cases that are not yet public between draft and in review."""
    waiting = {Status.DRAFT, Status.IN_REVIEW}
    cases = [case for case in up_to_date(cases) if {case.status, status} == waiting]
    for case in cases:
        case.status = status
        case.save()
    finish(cases, Action.CHANGED, by, note)
    return cases


@recorded
def withdraw(
    cases: Iterable[Case], reason: str, *, by=None, note: str = "", successor: str = ""
) -> list[Case]:
    """Take published cases back; their references stay taken and say why.

    `successor` is the reference of the case that they were merged into, or that supersedes them.
    """
    cases = [case for case in up_to_date(cases) if case.is_public]
    for case in cases:
        case.status = Status.WITHDRAWN
        case.withdrawal, case.withdrawal_note = Withdrawal(reason), note
        case.successor = successor
        case.withdrawn_at = timezone.now()
        case.full_clean()
        case.save()
    finish(cases, Action.WITHDRAWN, by, note, public=True)
    return cases


@recorded
def delete_case(case: Case, *, by=None, note: str = "") -> None:
    """Delete a draft; what was ever public is withdrawn instead."""
    [case] = up_to_date([case])
    if case.first_published_at:
        raise ValidationError(_("%s 发布过，不能删除，只能撤下。") % case.reference)
    state = case_state(case)
    record(Version.Subject.CASE, case, case.reference, Action.DELETED, state, None, by, note)
    case.delete()


@recorded
def delete_batch(batch: Batch, *, by=None, note: str = "") -> None:
    """Delete a batch that has no case."""
    if batch.cases.exists():
        raise ValidationError(_("批次“%s”还有案例，不能删除。") % batch)
    state = own_values(batch)
    record(Version.Subject.BATCH, batch, batch.slug, Action.DELETED, state, None, by, note)
    batch.delete()


@recorded
def delete_theme(theme: Theme, *, by=None, note: str = "") -> None:
    """Delete a theme that no case has."""
    if theme.cases.exists():
        raise ValidationError(_("责任主题“%s”还有案例，不能删除。") % theme.name)
    state = own_values(theme)
    revision = Revision.next()
    record(Version.Subject.THEME, theme, theme.slug, Action.DELETED, state, revision, by, note)
    theme.delete()


# ---------------------------------------------------------------- going back


@transaction.atomic
def revert(version: Version, *, by=None, note: str = "") -> models.Model:
    """Write a former state of a case, batch or theme anew, as one more version.

    What the state says is returned; whether the row is public, and names that are frozen, stay.
    Raises ValidationError, with nothing written, where the row or something it needs is gone.
    """
    model, back = BACK[Version.Subject(version.subject)]
    row = model.objects.select_for_update().filter(pk=version.subject_id).first()
    if row is None:
        raise ValidationError(_("%s 已经删除，不能恢复。") % version.reference)
    return back(row, version.state, by=by, note=note, action=Action.REVERTED)


def back_to_case(case: Case, state: dict, **why) -> Case:
    if not case.first_published_at:
        case.number = state["case_no"]
        case.batch = Batch.objects.filter(slug=state["batch"]).first() or case.batch
    return save_case(case, **put_back(case, state), **why)


def put_back(case: Case, state: dict) -> dict:
    """Give a case the content of a former state; returns its themes and bodies, not stored yet."""
    own = ("title", "title_en", "title_by", "official_no", "themes_by", "summary", "summary_en")
    for name in (*own, "body"):
        setattr(case, name, state[name])
    case.keywords = SEPARATOR.join(state["keywords"])
    source = (state["source_name"], state["source_url"])
    if source != case.source:
        is_of_batch = source == (case.batch.source_name, case.batch.source_url)
        case.source_name, case.source_url = ("", "") if is_of_batch else source
    themes = list(Theme.objects.filter(slug__in=state["themes"]))
    if gone := set(state["themes"]) - {theme.slug for theme in themes}:
        raise ValidationError(_("责任主题“%s”已经删除，不能恢复。") % "、".join(sorted(gone)))
    return {"themes": themes, "bodies": bodies_of_state(case, state)}


def bodies_of_state(case: Case, state: dict) -> list[CreditedBody]:
    """The bodies of a former state; those that the case still has keep their number."""
    rows = {body.name: body for body in case.bodies.all()}
    columns = ("bodies", "body_names", "body_kinds", "provinces", "levels", "place_basis")
    names = ("name", "standard_name", "kind", "province", "level", "place_basis")
    bodies = []
    for values_of_body in zip(*(state[column] for column in columns), strict=True):
        body = rows.pop(values_of_body[0], None) or CreditedBody()
        bodies.append(set_fields(body, dict(zip(names, values_of_body, strict=True))))
    return bodies


def back_to_batch(batch: Batch, state: dict, **why) -> Batch:
    return save_batch(set_fields(batch, state, frozen=batch.is_frozen), **why)


def back_to_theme(theme: Theme, state: dict, **why) -> Theme:
    return save_theme(set_fields(theme, state, frozen=theme.cases.exists()), **why)


def set_fields(row: Any, state: dict, frozen: bool = False) -> Any:
    """Give a row the own values of a former state; a frozen one keeps its slug."""
    kept = {"id", "slug"} if frozen else {"id"}
    for name, value in state.items():
        if name not in kept:
            setattr(row, name, value)
    return row


BACK = {
    Version.Subject.CASE: (Case, back_to_case),
    Version.Subject.BATCH: (Batch, back_to_batch),
    Version.Subject.THEME: (Theme, back_to_theme),
}


# ---------------------------------------------------------------- recording


def finish(cases: list[Case], action: str, by, note: str, public: bool = False) -> int | None:
    """Write search texts and versions of changed cases; return the revision this made.

    The revision is raised, once for all, only where the public sees a change: None otherwise.
    """
    for case in cases:
        write_text(case)
    visible = [case for case in cases if public or case.is_public]
    revision = Revision.next() if visible else None
    for case in cases:
        case.updated_at = timezone.now()
        if case in visible:
            case.revision = revision
        case.save(update_fields=["updated_at", "revision"])
        number = case.revision if case in visible else None
        state = case_state(case)
        if case.is_public:
            lines.store([(case.pk, state)])
        else:
            lines.forget(Case.objects.filter(pk=case.pk))
        record(Version.Subject.CASE, case, case.reference, action, state, number, by, note)
    return revision


def write_text(case: Case) -> None:
    """Make searches find a case by what it now says."""
    bodies = CreditedBody.objects.filter(case=case)  # the case may remember former ones
    index([(case.pk, tiers(case.texts(bodies)))])


def record(
    subject: str,
    instance: models.Model,
    reference: str,
    action: str,
    state: dict,
    revision: int | None,
    by,
    note: str,
) -> Version:
    return Version.objects.create(
        subject=subject,
        subject_id=instance.pk,
        reference=reference,
        action=action,
        state=state,
        revision=revision,
        by=by,
        note=note,
    )


def case_state(case: Case) -> dict:
    """A case whole, as the JSON export writes it, with its full text and status."""
    return whole_state(Case.objects.with_relations().get(pk=case.pk))


def whole_state(case: Case) -> dict:
    """The state of a case that has its batch, bodies and themes at hand."""
    return values(case) | {name: plain(getattr(case, name)) for name in BESIDE_COLUMNS}


def own_values(instance: models.Model) -> dict:
    """A row's own fields as JSON."""
    return {field.attname: getattr(instance, field.attname) for field in instance._meta.fields}


# ---------------------------------------------------------------- reading


def versions(subject: str, instance: models.Model) -> models.QuerySet[Version]:
    """All versions of one case, batch or theme, oldest first."""
    return Version.objects.filter(subject=subject, subject_id=instance.pk).select_related(
        "by", "erasure"
    )


def changes(subject: str, instance: models.Model) -> list[tuple[Version, list[tuple]]]:
    """Every version of a row with what it changed, newest first."""
    found, before = [], {}
    for version in versions(subject, instance):
        found.append((version, differences(before, version.state) if before else []))
        before = version.state
    return found[::-1]


def differences(before: dict, after: dict) -> list[tuple[str, Any, Any]]:
    """What changed between two states: (name, old value, new value)."""
    unimportant = {"revision", "updated_at"}
    names = [name for name in dict.fromkeys([*after, *before]) if name not in unimportant]
    return [
        (name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def content_differences(subject: str, before: dict, after: dict) -> list[tuple[str, Any, Any]]:
    """Differences in what is the row's own content."""
    changed = differences(before, after)
    if subject != Version.Subject.CASE:
        return changed
    return [one for one in changed if one[0] not in NOT_CONTENT]


def last_version(subject: str, pk: int | None) -> int | None:
    """The number of the last version of a row; None where it has none."""
    found = Version.objects.filter(subject=subject, subject_id=pk)
    return found.aggregate(last=models.Max("pk"))["last"]


def edits_since(subject: str, instance: models.Model, opened_on: int) -> list[Version]:
    """The versions written after one, oldest first; none where the content is the same again."""
    found = list(versions(subject, instance).filter(pk__gt=opened_on))
    opened = versions(subject, instance).filter(pk=opened_on).first()
    if found and opened and not is_edited(subject, opened.state, found[-1].state):
        return []
    return found


def is_edited(subject: str, before: dict, after: dict) -> bool:
    """Whether the content, or what the public sees of it, is another."""
    published = before.get("status") != after.get("status")
    return published or bool(content_differences(subject, before, after))


# ---------------------------------------------------------------- what the public saw


@dataclass(frozen=True)
class Change:
    """What became of one reference between a revision and now, field by field."""

    reference: str
    kind: str  # added, changed or withdrawn
    version: Version
    differences: tuple[tuple[str, Any, Any], ...] = ()


def public_versions(case: Case) -> models.QuerySet[Version]:
    """The versions of a case that the public saw, oldest first."""
    return Version.objects.filter(
        subject=Version.Subject.CASE, subject_id=case.pk, revision__isnull=False
    )


def as_it_was(case: Case, revision: int) -> Version | None:
    """The version of a case that was public at a revision; None before its record starts."""
    return public_versions(case).filter(revision__lte=revision).last()


def changed_since(since: int) -> models.QuerySet[Case]:
    """The cases of which the public saw a change after a revision, by reference."""
    seen = Version.objects.filter(subject=Version.Subject.CASE, revision__gt=since)
    return Case.objects.filter(pk__in=seen.values("subject_id")).order_by("reference_key")


def changes_since(since: int, cases: models.QuerySet[Case] | None = None) -> Iterator[Change]:
    """What became of these cases, or of all that changed, since a revision."""
    chosen = changed_since(since) if cases is None else cases
    keys = chosen.values_list("pk", flat=True).iterator(chunk_size=BLOCK)
    while block := list(islice(keys, BLOCK)):
        yield from changes_of(Version.Subject.CASE, block, since)


def theme_changes_since(since: int) -> list[Change]:
    """The themes that changed since a revision: their names stand in files of all their cases."""
    seen = Version.objects.filter(subject=Version.Subject.THEME, revision__gt=since)
    keys = seen.order_by("reference").values_list("subject_id", flat=True)
    return list(changes_of(Version.Subject.THEME, list(dict.fromkeys(keys)), since))


def changes_of(subject: str, keys: list[int], since: int) -> Iterator[Change]:
    before = last_versions(subject, keys, revision__lte=since)
    after = last_versions(subject, keys)
    return (change(before.get(key), after[key]) for key in keys)


def last_versions(subject: str, keys: list[int], **wanted) -> dict[int, Version]:
    """The last version that the public saw of each row, by the row's key."""
    seen = Version.objects.filter(
        subject=subject, subject_id__in=keys, revision__isnull=False, **wanted
    )
    last = seen.order_by().values("subject_id").annotate(last=models.Max("pk")).values("last")
    return {version.subject_id: version for version in Version.objects.filter(pk__in=last)}


def change(before: Version | None, after: Version) -> Change:
    if not is_public_state(after):
        return Change(after.reference, "withdrawn", after)
    if before is None or not is_public_state(before):
        return Change(after.reference, "added", after)
    hidden = {*BESIDE_COLUMNS, "id"} - {"body"}
    changed = [one for one in differences(before.state, after.state) if one[0] not in hidden]
    names = list(BY_NAME)  # PostgreSQL keeps no order in JSON
    changed.sort(key=lambda one: names.index(one[0]) if one[0] in names else len(names))
    return Change(after.reference, "changed", after, tuple(changed))


def is_public_state(version: Version) -> bool:
    """Whether the public could see the row in this version; themes have no status."""
    deleted = version.action == Action.DELETED
    return not deleted and version.state.get("status", Status.PUBLISHED) == Status.PUBLISHED
