"""One case: as JSON, as a citation, as it was at a revision."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import citations, history
from ..columns import BODY, BY_NAME, COLUMNS, values
from ..exports import FORMATS
from ..models import Case, Revision, Version
from ..public import lists
from ..public.caching import public
from ..vocabulary import Status
from .parameters import asked_revision
from .responses import BadValues, NotYet, as_download, data, json_response, refusal, with_counts


def case_of(reference: str) -> Case:
    """A case that is or was public."""
    seen = Case.objects.with_relations().filter(status__in=[Status.PUBLISHED, Status.WITHDRAWN])
    return get_object_or_404(seen, reference=reference)


def state_of(case: Case, asked: int | None, now: Revision) -> tuple[dict[str, Any], Revision]:
    """The public columns of a case with its full text, and the revision whose they are."""
    if asked is None:
        return values(case, (*COLUMNS, BODY)), now
    version = history.as_it_was(case, asked)
    if version is None or not history.is_public_state(version):
        raise NotYet(_("%s 那时还没有发布。") % case.reference)
    written = Revision(number=version.revision, at=version.at)
    return {name: version.state.get(name) for name in BY_NAME}, written


@data("json")
def case_file(request: HttpRequest, reference: str, suffix: str) -> HttpResponse:
    """One case as JSON or as a citation."""
    case = case_of(reference)
    if not case.is_public:
        return withdrawn(case, suffix)
    state, revision = state_of(case, asked_revision(request), request.revision)
    if suffix == "json":
        response = json_response(state)
    else:
        style = {"bib": "bib", "ris": "ris", "csl.json": "csl"}[suffix]
        text = citations.STYLES[style].write(citations.of_case(state))
        response = HttpResponse(text, content_type=FORMATS[suffix].content_type)
        as_download(response, reference, revision, f"-rows-1.{suffix}")
    return with_counts(response, revision, 1, 1)


def withdrawn(case: Case, suffix: str) -> HttpResponse:
    day = timezone.localtime(case.withdrawn_at).date().isoformat()
    text = _("%(reference)s 已于 %(day)s 撤下：%(reason)s %(successor)s %(note)s") % {
        "reference": case.reference,
        "day": day,
        "reason": case.get_withdrawal_display(),
        "successor": case.successor,
        "note": case.withdrawal_note,
    }
    return refusal(suffix, 410, " ".join(text.split()))


def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of a case, now or as it was at a revision."""
    view = case_version if request.GET.get("revision") else lists.case
    return view(request, reference)


@public
def case_version(request: HttpRequest, reference: str) -> HttpResponse:
    """A case as it was at a revision, or why it cannot be shown."""
    found = case_of(reference)
    if not found.is_public:
        return render(request, "410.html", {"case": found}, status=410)
    context: dict[str, Any] = {"case": found, "versions": history.public_versions(found)}
    try:
        context["asked"] = asked_revision(request)
    except BadValues as bad:
        context["wrong"] = bad.wrong[0][1]
        return render(request, "data/case_version.html", context, status=400)
    version = history.as_it_was(found, context["asked"])
    if version is None or not history.is_public_state(version):
        return render(request, "data/case_version.html", context, status=404)
    return render(request, "data/case_version.html", context | as_shown(version))


def as_shown(version: Version) -> dict[str, Any]:
    """What the page of an old version shows of it."""
    state = version.state
    return {
        "version": version,
        "lines": [(BY_NAME[name], state[name]) for name in BY_NAME if state.get(name)],
        "styles": citations.in_all_styles(
            citations.of_case(state | {"revision": version.revision})
        ),
    }
