"""One case: as JSON, as a citation, as it was at a revision."""

from typing import Any, NamedTuple

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import citations, history
from ..columns import BODY, BY_NAME, COLUMNS, values
from ..exports import FORMATS, OPTIONS_OF_CASE, Export, write_case_docx
from ..history import State
from ..models import Case, Revision, Version
from ..public import lists
from ..public.caching import page, public
from ..public.head import page_citation
from ..releases import parts_of
from ..text.lines import text_lines
from .parameters import asked_revision, options_of_case, require_known
from .responses import BadValues, NotYet, as_download, data, json_response, refusal, with_counts

STYLE_OF = {"csl.json": "csl"}  # suffix → style of citation, where they differ
SUFFIXES = ("json", "txt", "docx", "bib", "bibtex", "ris", "csl.json")


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
    require_known(request.GET, "revision", *OPTIONS_OF_CASE.get(suffix, ()))
    asked = asked_revision(request.GET, revision)
    state, written = state_of(case, asked, revision)
    if suffix == "json":
        parts = [part._asdict() for part in parts_of(text_lines(state["body"] or ""))]
        response = json_response(state | {"parts": parts})
    elif suffix == "txt":
        former = written.number if written.number < case.revision else None
        response = as_text(citations.of_case(state, former))
    elif suffix == "docx":
        response = as_docx(request, case, state, written)
        as_download(response, reference, written, f"-rows-1.{suffix}")
    else:
        former = written.number if written.number < case.revision else None
        work = citations.of_case(state, former)
        text = citations.STYLES[STYLE_OF.get(suffix, suffix)].write(work)
        response = HttpResponse(text, content_type=FORMATS[suffix].content_type)
        as_download(response, reference, written, f"-rows-1.{suffix}")
    return with_counts(response, written, 1, 1)


def as_text(work: citations.Work) -> HttpResponse:
    """How a case is cited, in the styles for people, each under its name."""
    cited = citations.in_all_styles(work)[: citations.FOR_PEOPLE]
    text = "\n".join(f"{label}\n{text}\n" for label, text in cited)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def as_docx(request: HttpRequest, case: Case, state: State, written: Revision) -> HttpResponse:
    """One case with its full text as a Word document."""
    options = options_of_case(request.GET, "docx")
    columns = (*COLUMNS, BODY)
    export = Export(np.array([case.pk], np.int32), columns, revision=written, options=options)
    content = b"".join(write_case_docx(state, export))
    return HttpResponse(content, content_type=FORMATS["docx"].content_type)


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


@public
def case(request: HttpRequest, revision: Revision, reference: str) -> HttpResponse:
    """The page of a case, now or as it was at a revision."""
    shown = case_of(reference)
    if not shown.is_public or not request.GET.get("revision"):
        return lists.case_page(request, revision, shown)
    return case_at_revision(request, revision, shown)


def case_at_revision(request: HttpRequest, revision: Revision, case: Case) -> HttpResponse:
    """A case as it was at a revision, or why it cannot be shown; its present state is its page."""
    versions = history.public_versions(case)
    context: dict[str, Any] = {"case": case, "versions": versions}
    try:
        asked = asked_revision(request.GET, revision)
    except BadValues as bad:
        context["wrong"] = bad.wrong[0].value
        return page(request, "data/case_version.html", revision, context, status=400)
    context["asked"] = asked
    version = history.as_it_was(case, asked) if asked is not None else None
    if version is None or not history.is_public_state(version):
        return page(request, "data/case_version.html", revision, context, status=404)
    if version == versions.last():
        return lists.case_page(request, revision, case)
    return page(request, "data/case_version.html", revision, context | as_shown(version))


def as_shown(version: Version) -> dict[str, Any]:
    """What the page of an old version shows of it."""
    state = version.state
    state_by_name = {name: state.get(name) for name in BY_NAME} | {"revision": version.revision}
    cited = citations.of_case(state_by_name, asked=version.revision)
    return {
        "version": version,
        "lines": [(BY_NAME[name], state[name]) for name in BY_NAME if state.get(name)],
        "citation": page_citation(cited),
    }
