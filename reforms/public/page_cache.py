"""Pages kept for as long as their ETag holds, compressed: the bytes that most readers ask for."""

import gzip
import re
from collections.abc import Callable
from typing import NamedTuple

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

LEVEL = 3  # of gzip: 0.44 ms for a list; 4 takes 0.76, for 4 % fewer bytes
LARGEST = 1 << 17  # bytes, compressed: a rare giant must not push out the many
REFUSED = re.compile(r"q\s*=\s*0(\.0*)?")


class Page(NamedTuple):
    """A finished page: its bytes by gzip (RFC 1952), and its headers."""

    content: bytes
    headers: dict[str, str]
    view: str  # the name of the view that made it, for the log

    @classmethod
    def of(cls, request: HttpRequest, response: HttpResponse) -> "Page":
        content = gzip.compress(response.content, LEVEL, mtime=0)
        match = request.resolver_match
        return cls(content, dict(response.headers), match.view_name if match else "")

    def response(self, request: HttpRequest) -> HttpResponse:
        """The page as this reader takes it; it varies by Accept-Encoding."""
        if not takes_gzip(request):
            return HttpResponse(gzip.decompress(self.content), headers=self.headers)
        return HttpResponse(self.content, headers=self.headers | {"Content-Encoding": "gzip"})


def takes_gzip(request: HttpRequest) -> bool:
    """RFC 9110, section 12.5.3: names are caseless, `*` is any other, `q=0` is a refusal."""
    codings = {}
    for coding in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, *parameters = (part.strip() for part in coding.split(";"))
        codings[name] = not any(REFUSED.fullmatch(parameter) for parameter in parameters)
    return codings.get("gzip", codings.get("*", False))


def kept(request: HttpRequest, etag: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Make a page and keep it under its ETag, which names all that it depends on; files pass."""
    response = make()
    if not isinstance(response, HttpResponse) or not is_page(response):
        return response
    page = Page.of(request, response)
    if len(page.content) <= LARGEST:
        cache.set(etag, page, None)
    return page.response(request)


def kept_page(etag: str) -> Page | None:
    """The page with this ETag, if this process has made it."""
    page: Page | None = cache.get(etag)
    return page


def is_page(response: HttpResponse) -> bool:
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")
