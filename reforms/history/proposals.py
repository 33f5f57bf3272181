"""Proposals to change a public case: made, compared with the case as it is now, and decided.

A proposal never changes: who alters one makes another in its place.
"""

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from ..columns import BY_NAME
from ..models import Case, CreditedBody, Proposal
from .edits import NO_EDIT, Edit, State, Subject, lock
from .reverting import restore_fields
from .states import Difference, case_state, content_differences, is_content, whole_state
from .theme_assignments import Given, assignments_of
from .versions import versions_of
from .writing import save_case

Status = Proposal.Status
FROZEN = {"reference", "batch", "case_no"}  # of a case that was published
# Columns that make sense together only: lists of the same rows, and the two of the source.
TOGETHER = {"themes": "themes", "assignments": "themes", "bodies": "bodies"}
SOURCE = ("source_name", "source_url")

proposal_decided = Signal()  # sent with `proposal` once it is stored what became of it


class Conflict(NamedTuple):
    """A field that the proposal and somebody else changed, each to another value."""

    name: str
    before: Any
    current: Any
    proposed: Any


class Merge(NamedTuple):
    """What a proposal makes of the case as it is now.

    `state` is the current one with what the proposal changes, `differences` lead from the current
    one to it. A field of `conflicts` has the proposed value there.
    """

    state: State
    differences: list[Difference]
    conflicts: list[Conflict]

    @property
    def digest(self) -> str:
        """By which a form says what its sender has seen."""
        return sha256(repr((self.differences, self.conflicts)).encode()).hexdigest()


def column_groups() -> list[list[str]]:
    """The columns that a proposal may change; those of a group are taken together."""
    groups: dict[str, list[str]] = {}
    for name, column in BY_NAME.items():
        if is_content(name) and name not in FROZEN:
            group = "source" if name in SOURCE else TOGETHER.get(column.relation, name)
            groups.setdefault(group, []).append(name)
    return list(groups.values())


def merge(proposal: Proposal) -> Merge:
    """What an open proposal changes in the case as it is stored now: only what it was made for."""
    before, proposed = proposal.based_on.state, proposal.state
    current = case_state(proposal.case)
    state, conflicts = dict(current), []
    for group in column_groups():
        if same(before, proposed, group):
            continue
        state |= {name: proposed[name] for name in group if name in proposed}
        if not same(before, current, group) and not same(proposed, current, group):
            conflicts += [
                Conflict(name, before.get(name), current.get(name), proposed.get(name))
                for name in group
                if current.get(name) != proposed.get(name)
            ]
    return Merge(state, content_differences(Subject.CASE, current, state), conflicts)


def proposed_differences(proposal: Proposal) -> list[Difference]:
    """What a proposal was made to change, whatever became of it."""
    return content_differences(Subject.CASE, proposal.based_on.state, proposal.state)


def same(state: State, other: State, names: Iterable[str]) -> bool:
    return all(state.get(name) == other.get(name) for name in names)


@transaction.atomic
def propose(
    case: Case,
    edit: Edit = NO_EDIT,
    *,
    themes: Collection[Given] | None = None,
    bodies: Sequence[CreditedBody] | None = None,
    replaced: Proposal | None = None,
) -> Proposal:
    """Store what save_case() would write as a proposal; the case itself stays as it is.

    It is made against the last version. `replaced` is an open proposal of the same author, whose
    place it takes. Raises ValidationError where the case is not public, has that content already,
    or `replaced` was decided.
    """
    require_public(case)
    based_on = versions_of(Subject.CASE, case).latest("pk")
    if bodies is None:
        bodies = list(case.bodies.all())
    state = whole_state(case, bodies, assignments_of(case, themes))
    if not content_differences(Subject.CASE, based_on.state, state):
        raise ValidationError(_("您填写的与现在公开的相同，没有提议。"))
    if replaced:
        decide(locked(replaced), Status.RETRACTED, edit._replace(note=_("改为另一条提议")))
    proposal = Proposal(case=case, based_on=based_on, state=state, by=edit.by, note=edit.note)
    proposal.full_clean()
    proposal.save()
    return proposal


def take(proposal: Proposal, edit: Edit = NO_EDIT, seen: str | None = None) -> Case:
    """Change the case as an open proposal says, and return it.

    `seen` is the digest of the merge that the publisher has seen; None: of any. Raises
    ValidationError, with nothing written, where the merge is another by now, the proposal is not
    open, somebody else changed the same field, or nothing would change; ProofNeeded if the edit has
    no recent proof.
    """
    edit.require_proof()
    with transaction.atomic():
        proposal = locked(proposal)
        merged = merge(proposal)
        if seen not in (None, merged.digest):
            raise ValidationError(_("您打开之后，案例又改过；还没有采纳，请再核对一次。"))
        if merged.conflicts:
            labels = "、".join(BY_NAME[conflict.name].heading for conflict in merged.conflicts)
            message = _("提议之后，别人也改了：%s。请点“修改后采纳”，对照两边再定。")
            raise ValidationError(message % labels)
        if not merged.differences:
            raise ValidationError(_("案例现在已经是提议的样子，没有可采纳的。"))
        assignments, bodies = restore_fields(proposal.case, merged.state)
        return take_as(proposal, proposal.case, edit, assignments, bodies)


@transaction.atomic
def take_as(
    proposal: Proposal,
    case: Case,
    edit: Edit = NO_EDIT,
    themes: Collection[Given] | None = None,
    bodies: Sequence[CreditedBody] | None = None,
) -> Case:
    """Save a case as its publisher made it from an open proposal. Raises as save_case() does."""
    proposal = locked(proposal)
    note = _("采纳%s的提议") % name_of(proposal.by)
    reasons = "；".join(filter(None, (proposal.note, edit.note)))
    noted = edit._replace(note=f"{note}：{reasons}" if reasons else note)
    case = save_case(case, noted, themes=themes, bodies=bodies)
    decide(proposal, Status.TAKEN, edit)
    return case


@transaction.atomic
def decline(proposal: Proposal, edit: Edit) -> None:
    """Decide an open proposal against it. Raises ValidationError without a note that says why."""
    if not edit.note:
        raise ValidationError(_("请写明为什么不采纳，提议人会看到。"))
    decide(locked(proposal), Status.DECLINED, edit)


@transaction.atomic
def retract(proposal: Proposal, edit: Edit) -> None:
    """Take back an open proposal, for its author. Raises ValidationError where it was decided."""
    decide(locked(proposal), Status.RETRACTED, edit)


def close_proposals(cases: Iterable[Case], edit: Edit) -> None:
    """Decline what is open for cases that the public sees no longer."""
    open_ones = Proposal.objects.open().filter(case__in=[case.pk for case in cases])
    for proposal in open_ones:
        decide(proposal, Status.DECLINED, edit._replace(note=_("案例已经撤下")))


def locked(proposal: Proposal) -> Proposal:
    """An open proposal as stored, locked after its case until the transaction ends.

    Raises ValidationError where somebody has decided it, or the case is not public.
    """
    lock(Case, [proposal.case_id])
    lock(Proposal, [proposal.pk])
    proposal = Proposal.objects.select_related("case__batch", "based_on", "by").get(pk=proposal.pk)
    if not proposal.is_open:
        raise ValidationError(_("这条提议已经有结果：%s。") % proposal.get_status_display())
    require_public(proposal.case)
    return proposal


def require_public(case: Case) -> None:
    if not case.is_public:
        raise ValidationError(_("%s 现在没有公开，不能提议修改。") % case.reference)


def decide(proposal: Proposal, status: str, edit: Edit) -> None:
    """Store what became of a proposal, and signal it once the transaction is committed.

    Raises ValidationError for a note that does not validate.
    """
    proposal.status, proposal.word = status, edit.note
    proposal.decided_by, proposal.decided_at = edit.by, timezone.now()
    proposal.full_clean()
    proposal.save()
    transaction.on_commit(lambda: proposal_decided.send(Proposal, proposal=proposal))


def name_of(user: User | None) -> str:
    """Who made a proposal, also where the account was deleted."""
    return (user.get_full_name() or user.get_username()) if user else _("已删除的账号")
