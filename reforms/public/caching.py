"""Public answers that any cache may keep and must ask about: ETag, kept pages, revision."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from ..models import Revision
from .page_cache import kept


def etag(request: HttpRequest, *_args, **_options) -> str:
    """Digest of all that a public answer depends on: code, data, address, language."""
    request.revision = revision = Revision.current()
    parts = (settings.RELEASE, revision.dataset, revision.number, request.get_full_path())
    digest = hashlib.sha256("\n".join(map(str, (*parts, get_language()))).encode()).hexdigest()
    request.etag = f'W/"{digest[:32]}"'
    return request.etag


def public(view: Callable) -> Callable:
    """A page or file that any cache may keep and must ask about: a known ETag costs one query,
    and so does a page that this process has made already."""

    made = require_safe(condition(etag_func=etag)(kept(view)))

    @wraps(view)
    def answer(request: HttpRequest, *args, **options) -> HttpResponse:
        response = made(request, *args, **options)
        # With a 304 too: RFC 9110, section 15.4.5.
        patch_vary_headers(response, ["Accept-Encoding"])
        if revision := getattr(request, "revision", None):
            response.headers.setdefault("X-Revision", str(revision.number))
        return response

    return answer
