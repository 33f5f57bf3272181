"""One case: as JSON, as a citation, as it was at a revision."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import citations, history
from ..columns import BODY, BY_NAME, COLUMNS, values
from ..exports import FORMATS
from ..history import State
from ..models import Case, Revision, Version
from ..public import lists
from ..public.caching import page, public
from .parameters import asked_revision
from .responses import BadValues, NotYet, as_download, data, json_response, refusal, with_counts

STYLE_OF = {"bib": "bib", "ris": "ris", "csl.json": "csl"}  # suffix → style of citation


class StateAtRevision(NamedTuple):
    """The columns of a case, and the revision they belong to."""

    state: State
    revision: Revision


def case_of(reference: str) -> Case:
    """A case that is or was public."""
    cases = Case.objects.with_relations().known_to_public()
    return get_object_or_404(cases, reference=reference)


def state_of(case: Case, asked: int | None, current: Revision) -> StateAtRevision:
    """The public columns of a case with its full text; raises NotYet where it was not public."""
    if asked is None:
        return StateAtRevision(dict(values(case, (*COLUMNS, BODY))), current)
    version = history.as_it_was(case, asked)
    if version is None or version.revision is None or not history.is_public_state(version):
        raise NotYet(_("%s 那时还没有发布。") % case.reference)
    written = Revision(number=version.revision, at=version.at)
    return StateAtRevision({name: version.state.get(name) for name in BY_NAME}, written)


@data("json")
def case_file(
    request: HttpRequest, revision: Revision, reference: str, suffix: str
) -> HttpResponse:
    """One case as JSON or as a citation."""
    case = case_of(reference)
    if not case.is_public:
        return withdrawn(case, suffix)
    asked = asked_revision(request.GET, revision)
    state, written = state_of(case, asked, revision)
    if suffix == "json":
        response = json_response(state)
    else:
        text = citations.STYLES[STYLE_OF[suffix]].write(citations.of_case(state))
        response = HttpResponse(text, content_type=FORMATS[suffix].content_type)
        as_download(response, reference, written, f"-rows-1.{suffix}")
    return with_counts(response, written, 1, 1)


def withdrawn(case: Case, suffix: str) -> HttpResponse:
    """When and why a case was withdrawn."""
    day = timezone.localtime(case.withdrawn_at).date().isoformat()
    text = _("%(reference)s 已于 %(day)s 撤下：%(reason)s %(successor)s %(note)s") % {
        "reference": case.reference,
        "day": day,
        "reason": case.get_withdrawal_display(),
        "successor": case.successor,
        "note": case.withdrawal_note,
    }
    return refusal(suffix, 410, " ".join(text.split()))


def case(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The page of a case, now or as it was at a revision."""
    view = case_version if request.GET.get("revision") else lists.case
    return view(request, reference=reference)


@public
def case_version(request: HttpRequest, revision: Revision, reference: str) -> HttpResponse:
    """A case as it was at a revision, or why it cannot be shown."""
    case = case_of(reference)
    if not case.is_public:
        return page(request, "410.html", revision, {"case": case}, status=410)
    context: dict[str, Any] = {"case": case, "versions": history.public_versions(case)}
    try:
        asked = asked_revision(request.GET, revision)
    except BadValues as bad:
        context["wrong"] = bad.wrong[0][1]
        return page(request, "data/case_version.html", revision, context, status=400)
    context["asked"] = asked
    version = history.as_it_was(case, asked) if asked is not None else None
    if version is None or not history.is_public_state(version):
        return page(request, "data/case_version.html", revision, context, status=404)
    return page(request, "data/case_version.html", revision, context | as_shown(version))


def as_shown(version: Version) -> dict[str, Any]:
    """What the page of an old version shows of it."""
    state = version.state
    cited = citations.of_case(state | {"revision": version.revision})
    return {
        "version": version,
        "lines": [(BY_NAME[name], state[name]) for name in BY_NAME if state.get(name)],
        "styles": citations.in_all_styles(cited),
    }
