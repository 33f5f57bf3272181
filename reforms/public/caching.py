"""Public answers that any cache may keep and must ask about: ETag, kept pages, revision."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import ResolverMatch
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..models import Revision
from ..storage.databases import first_read
from .page_cache import kept, kept_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def etag_of(request: HttpRequest, revision: Revision) -> str:
    """Digest of all that a public answer depends on: code, data, address, language."""
    # The query as it came: get_full_path() writes 党 in UTF-8 and %C3%A5%C2%85%C2%9A alike.
    address = (request.path, request.META.get("QUERY_STRING", ""))
    parts = (settings.RELEASE, revision.dataset, revision.number, *address, get_language())
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def public(view: Callable[Concatenate[HttpRequest, Revision, P], HttpResponseBase]) -> View[P]:
    """A page or file that any cache may keep and must ask about; the view gets the revision."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **options: P.kwargs) -> HttpResponseBase:
        revision = Revision.current()
        etag = etag_of(request, revision)
        response: HttpResponseBase = get_conditional_response(request, etag=etag) or kept(
            request, etag, lambda: view(request, revision, *args, **options)
        )
        return finished(response, etag, revision)

    return answer


def kept_response(request: HttpRequest) -> HttpResponseBase | None:
    """What `public` would answer, where this process has made the page already; costs one query."""
    if request.method not in ("GET", "HEAD"):
        return None
    revision = first_read(Revision.current)
    etag = etag_of(request, revision)
    page = kept_page(etag)
    if page is None:
        return None
    request.resolver_match = ResolverMatch(kept_response, (), {}, page.view)
    response: HttpResponseBase = get_conditional_response(request, etag=etag) or page.response(
        request
    )
    return finished(response, etag, revision)


def finished(response: HttpResponseBase, etag: str, revision: Revision) -> HttpResponseBase:
    """A public answer with the headers that caches read."""
    response.headers.setdefault("ETag", etag)
    response.headers.setdefault("X-Revision", str(revision.number))
    # With a 304 too: RFC 9110, section 15.4.5.
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def page(
    request: HttpRequest,
    template: str,
    revision: Revision | None,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page made from a template; its foot says of which revision it is, where that is known."""
    return render(request, template, {"revision": revision} | (context or {}), status=status)
