"""The first page of the desk: ways to add cases, what waits for somebody, what changed last.

Knows requests; the templates in admin/home/ show it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Q
from django.db.models.fields.json import KT
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import history
from ..models import Batch, BatchImport, Case, Version
from ..vocabulary import Status
from .erasing import warn_of_unfinished
from .example import example_for
from .proposals import proposals_for
from .reviewing import may_review
from .submitting import may_submit

SHOWN = 6  # imports, and batches
CHANGES_SHOWN = 10
CASES_READ = 300  # to say what they lack
VERSIONS_READ = 200  # to put those of one step together
WAITING = (Status.DRAFT, Status.IN_REVIEW)
UNFINISHED = (BatchImport.State.READING, BatchImport.State.PREPARED)


class Way(NamedTuple):
    """A way to add cases."""

    label: str
    hint: str
    url: str


@dataclass
class Task:
    """A batch that is not public as a whole, and what keeps it from being."""

    batch: Batch
    cases: list[Case]

    @property
    def in_review(self) -> int:
        return sum(case.status == Status.IN_REVIEW for case in self.cases)

    @property
    def in_words(self) -> str:
        if not self.cases:
            return _("还没有案例")
        counts = {_("草稿"): len(self.cases) - self.in_review, _("待审核"): self.in_review}
        return "，".join(_("%s %d 件") % item for item in counts.items() if item[1])

    @property
    def lacks(self) -> dict[str, int]:
        """Message → how many cases lack it; 0 where all of them do."""
        counts = Counter(message for case in self.cases for message in history.missing(case))
        return {message: count % len(self.cases) for message, count in counts.items()}


class Change(NamedTuple):
    """Versions written in one step, as one line."""

    title: str
    url: str
    action: str
    by: str
    at: Any
    note: str


def page(request: HttpRequest) -> dict[str, Any]:
    """What the page shows to the user of a request; nothing to who may see no case."""
    user = request.user
    if not user.has_perm("reforms.view_case"):
        return {}
    warn_of_unfinished(request)
    tasks = list(islice(unfinished_batches(), SHOWN + 1))
    return {
        "ways": ways(user),
        "imports": BatchImport.objects.filter(state__in=UNFINISHED).select_related("by")[:SHOWN],
        "proposals": proposals_for(user)[:SHOWN],
        "tasks": tasks[:SHOWN],
        "may_review": may_review(request),
        "may_submit": may_submit(request),
        "has_more": len(tasks) > SHOWN,
        "example": example_for(user),
        "is_empty": not Batch.objects.exists(),
        "changes": list(islice(changes(), CHANGES_SHOWN)),
    }


def ways(user: User | AnonymousUser) -> list[Way]:
    """The ways that the permissions of a user open."""
    start = reverse("admin:reforms_batchimport_add")
    by_import = [
        Way(
            _("粘贴发布稿"),
            _("从网页复制全文，系统认出批次和案例，您来核对。"),
            f"{start}#id_paste-text",
        ),
        Way(_("上传文件"), _("发布稿的文档，或者填好的表格。"), f"{start}#id_upload-file"),
    ]
    by_hand = Way(
        _("手工新增一批"),
        _("一页填好批次，再一件一件添案例。"),
        reverse("admin:reforms_batch_by_hand"),
    )
    return [
        *(by_import if user.has_perm("reforms.add_batchimport") else ()),
        *([by_hand] if user.has_perm("reforms.add_batch") else ()),
    ]


def unfinished_batches() -> Iterator[Task]:
    """Batches with cases that wait, or with none, the newest first."""
    waiting = Count("cases", filter=Q(cases__status__in=WAITING))
    counted = Batch.objects.annotate(all_cases=Count("cases"), waiting=waiting)
    batches = counted.filter(Q(waiting__gt=0) | Q(all_cases=0)).order_by("-pk")[: SHOWN + 1]
    cases = Case.objects.with_relations().filter(batch__in=[batch.pk for batch in batches])
    cases = cases.filter(status__in=WAITING).order_by("-batch", "reference_key")[:CASES_READ]
    for batch in batches:
        yield Task(batch, [case for case in cases if case.batch_id == batch.pk])


def changes() -> Iterator[Change]:
    """The last changes, newest first; what was written in one step is one of them."""
    titled = Version.objects.annotate(title=KT("state__title"), name=KT("state__name"))
    versions = titled.order_by("-pk").select_related("by").defer("state")
    for _key, group in groupby(versions[:VERSIONS_READ], step_of):
        yield in_one_line(list(group))


def step_of(version: Version) -> tuple[Any, ...]:
    """What the versions of one step have in common."""
    return version.subject, version.action, version.by_id, version.note


def in_one_line(versions: list[Any]) -> Change:
    """The versions of one step, as annotated by changes()."""
    last = versions[0]
    title = last.title or last.name or last.reference
    if len({version.subject_id for version in versions}) > 1:
        title = _("%(title)s 等 %(count)d 件") % {"title": title, "count": len(versions)}
    is_there = last.action != Version.Action.DELETED
    url = reverse(f"admin:reforms_{last.subject}_history", args=[last.subject_id])
    by = last.by.get_full_name() or last.by.get_username() if last.by else _("系统")
    return Change(title, url if is_there else "", last.get_action_display(), by, last.at, last.note)
