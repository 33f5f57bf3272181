"""What applies to every response: language, security headers, caching, no public cookies."""

import logging
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from reforms.downloads.responses import refusal
from reforms.public.caching import kept_response
from reforms.search import NotReady

GetResponse = Callable[[HttpRequest], HttpResponseBase]

FORWARDED = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_X_REAL_IP")

logger = logging.getLogger(__name__)

# Content Security Policy Level 3. The admin runs Django's own scripts, the public side none.
PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    # Our pages make no requests; audit tools fetch robots.txt from within a page.
    "connect-src 'self'"
)
ADMIN_POLICY = f"{PUBLIC_POLICY}; script-src 'self'; font-src 'self'"

OPEN_IN_MAINTENANCE = ("/admin/", "/healthz", "/readyz")
MAINTENANCE_SECONDS = 600  # Retry-After
DATABASE_SECONDS = 10  # Retry-After
SEARCH_SECONDS = 10  # Retry-After
NO_DATABASE = (OperationalError, InterfaceError, InternalError)
# Below the limit of gunicorn (see gunicorn.conf.py), which refuses without a page.
LONGEST_ADDRESS = 6000  # 200 picked cases with references of up to 19 characters
# W3C Permissions Policy: features that neither our pages nor injected code may use.
NOTHING_OF_THE_DEVICE = ", ".join(
    f"{name}=()"
    for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


def is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")


def address_language(path: str) -> str:
    return "en" if path == "/en" or path.startswith("/en/") else settings.LANGUAGE_CODE


class ProxyHeadersMiddleware:
    """Removes what only a proxy may say of a client, unless a trusted proxy says it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_trusted_proxy(request.META.get("REMOTE_ADDR", "")):
            for name in [name for name in request.META if name.startswith(FORWARDED)]:
                del request.META[name]
        return self.get_response(request)


def is_trusted_proxy(text: str) -> bool:
    """Whether an address is one of the TRUSTED_PROXIES."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in settings.TRUSTED_PROXIES)


class AddressLanguageMiddleware:
    """Activates the language of the URL, so that any cache can store a page.

    Django's LocaleMiddleware would add `Vary: Accept-Language` to the pages without a prefix.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(address_language(request.path_info)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response


def too_long(request: HttpRequest) -> HttpResponse:
    """The answer to a URL that is too long, in the form that was asked for: page, text or JSON."""
    name = request.path_info.rpartition("/")[2]
    if "." not in name:
        return render(request, "414.html", {"is_too_long": True}, status=414)
    return refusal(
        name, 414, _("这个网址太长，服务器没有处理它。请减少筛选条件，或者把搜索的文字缩短。")
    )


class RefusalMiddleware:
    """Pages for maintenance, URLs that are too long, and a database that does not work."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.MAINTENANCE and not request.path_info.startswith(OPEN_IN_MAINTENANCE):
            response = render(request, "503.html", status=503)
            response["Retry-After"] = MAINTENANCE_SECONDS
        elif len(request.get_full_path()) > LONGEST_ADDRESS:
            response = too_long(request)
        else:
            return self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return unavailable(request, error)


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Answer 503 where text can't be searched yet, and where the database is lost, locked, full
    or read-only: nothing was written."""
    if isinstance(error, NotReady):
        fault, seconds = "search_is_not_ready", SEARCH_SECONDS
    elif isinstance(error, NO_DATABASE):
        fault, seconds = "database_is_lost", DATABASE_SECONDS
        logger.error("database: %s", type(error).__name__, exc_info=error)
    else:
        return None
    response = render(request, "503.html", {fault: True}, status=503)
    response["Retry-After"] = seconds
    response["Cache-Control"] = "no-store"
    return response


class KeptPageMiddleware:
    """Answers with pages that are kept, before their address is resolved.

    The middleware after it is for the desk, and takes half as long as such an answer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        may_be_kept = request.path_info.endswith("/") and not is_admin(request)
        return (may_be_kept and self.kept(request)) or self.get_response(request)

    def kept(self, request: HttpRequest) -> HttpResponseBase | None:
        try:
            return kept_response(request)
        except NO_DATABASE as error:
            return unavailable(request, error)


class PublicCookie(RuntimeError):
    """A public response sets a cookie or varies by cookie, so that no cache could store it."""


class PublicHeadersMiddleware:
    """Sets security headers on every response; keeps cookies off public ones, and unread."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_admin(request):  # whoever reads a cookie may set one in the place of a bad one
            request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOTHING_OF_THE_DEVICE)
        # What other sites may read by CORS they may also embed.
        has_cors = response.has_header("Access-Control-Allow-Origin")
        resource_policy = "cross-origin" if has_cors else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", resource_policy)
        if is_admin(request):
            response.headers.setdefault("Content-Security-Policy", ADMIN_POLICY)
            return response
        response.headers.setdefault("Content-Security-Policy", PUBLIC_POLICY)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, **self.cache_control(request, response))
        self.keep_cookies_off(request, response)
        return response

    def cache_control(self, request: HttpRequest, response: HttpResponseBase) -> dict[str, Any]:
        """Directives of Cache-Control (RFC 9111, RFC 5861).

        Browsers revalidate every response. A shared cache may serve a page for
        SHARED_CACHE_SECONDS, and as long again while it revalidates; so too a page that is gone,
        or the cache would go on serving the old one. Files are always revalidated, because
        people cite them by revision.
        """
        if response.status_code not in (200, 304, 404, 410) or not request.path_info.endswith("/"):
            return {"no_cache": True}
        seconds = settings.SHARED_CACHE_SECONDS
        return {"max_age": 0, "s_maxage": seconds, "stale_while_revalidate": seconds}

    def keep_cookies_off(self, request: HttpRequest, response: HttpResponseBase) -> None:
        if not response.cookies and "cookie" not in response.get("Vary", "").lower():
            return
        message = f"cookie on the public page {request.path_info}"
        if settings.STRICT:
            raise PublicCookie(message)
        logger.error(message)
        response.cookies.clear()
