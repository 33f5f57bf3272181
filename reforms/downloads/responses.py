"""Responses for programs: their headers, and refusals that say why there is no file."""

import gzip
import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ..exports import LICENCE, Refused
from ..models import Revision
from ..public.caching import View, page, public
from ..public.nearby_addresses import nearby_address
from ..public.page_cache import LEVEL, takes_gzip
from ..search import NotReady
from ..selection import Dropped

RETRY_SECONDS = 10
SMALL = 200  # bytes: less is not worth packing
EXPOSED = (
    "X-Revision, X-Revision-Date, X-Total-Count, X-Row-Count, "
    "Content-Disposition, ETag, Link, Retry-After"
)
ALLOWED = "GET, HEAD, OPTIONS"
Response = TypeVar("Response", bound=HttpResponseBase)


class Busy(RuntimeError):
    """All places for making files are taken."""


class BadValues(ValueError):
    """Parameters of the address with a wrong value or an unknown name."""

    def __init__(self, wrong: Iterable[Dropped]) -> None:
        self.wrong = list(wrong)
        super().__init__(self.wrong)


class NotYet(Http404):
    """The case was not yet public at the revision that was asked for."""


P = ParamSpec("P")
PublicView = Callable[Concatenate[HttpRequest, Revision, P], HttpResponseBase]


def data(kind: str) -> Callable[[PublicView[P]], View[P]]:
    """An answer for programs: readable from every site, with errors in its own form.

    Outside of `public`, so that no cache takes a refusal for the file itself.
    """

    def decorate(view: PublicView[P]) -> View[P]:
        inner = public(view)

        @csrf_exempt  # nothing here changes anything: other methods are answered with 405
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **options: P.kwargs) -> HttpResponseBase:
            response: HttpResponseBase
            if request.method == "OPTIONS":
                response = preflight()
            else:
                try:
                    response = inner(request, *args, **options)
                except (BadValues, Busy, Http404, NotReady, Refused) as reason:
                    response = refused(request, str(options.get("suffix", kind)), reason)
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = EXPOSED
            return packed(request, response)

        return answer

    return decorate


def preflight() -> HttpResponse:
    """What a browser asks before a request of another site's script (Fetch, CORS protocol)."""
    response = HttpResponse(status=204, headers={"Allow": ALLOWED})
    response["Access-Control-Allow-Methods"] = ALLOWED
    response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since, Accept-Language"
    response["Access-Control-Max-Age"] = "86400"
    return response


def packed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Compress a response by gzip if the client takes it and it is large enough.

    Streams compress themselves.
    """
    if not isinstance(response, HttpResponse) or len(response.content) < SMALL:
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if takes_gzip(request) and not response.has_header("Content-Encoding"):
        response.content = gzip.compress(response.content, LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    return response


def refused(request: HttpRequest, form: str, reason: Exception) -> HttpResponse:
    """The answer that says why there is no file."""
    if isinstance(reason, BadValues):
        return refusal(form, 400, _("网址里有无法识别的内容，没有生成文件："), reason.wrong)
    if isinstance(reason, Refused):
        return refusal(form, 400, str(reason))
    if isinstance(reason, Http404):
        if meant := nearby_address(request):
            return HttpResponsePermanentRedirect(meant)
        is_not_yet = isinstance(reason, NotYet)
        return refusal(form, 404, str(reason) if is_not_yet else _("没有这个网址。"))
    if isinstance(reason, NotReady):
        return come_again(
            refusal(form, 503, _("搜索索引正在建立，暂时不能按文字筛选。请稍后再试。"))
        )
    return too_many(request, form)


def come_again(response: HttpResponse) -> HttpResponse:
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def refusal(form: str, status: int, text: str, wrong: Iterable[Dropped] = ()) -> HttpResponse:
    """Why there is no file: as JSON where JSON was asked for, else as plain text."""
    if "json" in form:
        response = json_response({"error": text, "wrong": [as_record(item) for item in wrong]})
    else:
        lines = "".join(f"{as_line(item)}\n" for item in wrong)
        response = HttpResponse(f"{text}\n{lines}", content_type="text/plain; charset=utf-8")
    response.status_code = status
    response["Cache-Control"] = "no-store"
    return response


def as_record(wrong: Dropped) -> dict[str, str]:
    record = {"name": wrong.name, "value": wrong.value}
    if wrong.reason:
        record["reason"] = wrong.reason
    return record | ({"nearest": wrong.nearest} if wrong.is_unknown else {})


def as_line(wrong: Dropped) -> str:
    """A wrong parameter with the reason; of an unknown name also the nearest one of ours."""
    line = f"{wrong.name}={wrong.value}" + (f" {wrong.reason}" if wrong.reason else "")
    if wrong.nearest:
        return line + _("（没有这个名称，是不是 %s？）") % wrong.nearest
    return line + _("（没有这个名称）") if wrong.is_unknown else line


def too_many(request: HttpRequest, form: str) -> HttpResponse:
    """Why there is no file yet: a page for a reader's browser, a line for a program."""
    if "text/html" in request.headers.get("Accept", ""):
        response = page(request, "429.html", None, status=429)
        response["Cache-Control"] = "no-store"
    else:
        response = refusal(form, 429, _("同时生成的文件太多，请稍后再试。"))
    return come_again(response)


def json_response(content: Any, content_type: str = "application/json") -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8")


def with_counts(
    response: Response, revision: Revision, total: int | None = None, rows: int | None = None
) -> Response:
    """What proves an answer: its revision, the cases selected, the rows or records of the file."""
    counts = {"X-Total-Count": total, "X-Row-Count": rows}
    for name, count in counts.items():
        if count is not None:
            response[name] = str(count)
    response["X-Revision"] = str(revision.number)  # of the same read as the rows
    response["X-Revision-Date"] = timezone.localtime(revision.at).isoformat(timespec="seconds")
    response["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links(revision))
    return response


def links(revision: Revision) -> list[tuple[str, str]]:
    """What an answer is linked to (RFC 8288): what describes it, how it may be used, and what
    changed since its revision (RFC 5829)."""
    data = f"{settings.SITE_URL}/data"
    return [
        ("describedby", f"{data}/datapackage.json"),
        ("service-desc", f"{data}/openapi.json"),
        ("license", LICENCE),
        ("version-history", f"{data}/changes.json?since={revision.number}"),
    ]


def as_download(response: Response, name: str, revision: Revision, ending: str) -> Response:
    """A file whose name says of which revision and day it is."""
    day = timezone.localtime(revision.at).date().isoformat()
    file = f"{name}-revision-{revision.number}-{day}{ending}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
