"""What holds for every answer: its language, its security policy, no cookie for the public."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control

logger = logging.getLogger(__name__)

# Content Security Policy Level 3. The admin runs Django's own scripts, the public side none.
PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    # Nothing of ours connects; auditors read robots.txt from inside of a page.
    "connect-src 'self'"
)
ADMIN_POLICY = f"{PUBLIC_POLICY}; script-src 'self'; font-src 'self'"

OPEN_IN_MAINTENANCE = ("/admin/", "/healthz", "/readyz")
MAINTENANCE_SECONDS = 600
DATABASE_SECONDS = 10
NO_DATABASE = (OperationalError, InterfaceError, InternalError)
# Below what gunicorn takes (see gunicorn.conf.py), whose own refusal has no page.
LONGEST_ADDRESS = 6000
# W3C Permissions Policy: what the pages, and whatever is smuggled into them, never ask for.
NOTHING_OF_THE_DEVICE = ", ".join(
    f"{name}=()"
    for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


def is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")


def address_language(path: str) -> str:
    return "en" if path == "/en" or path.startswith("/en/") else settings.LANGUAGE_CODE


class AddressLanguageMiddleware:
    """Take the language from the address alone, so that any cache can keep a page.

    Django's LocaleMiddleware would add `Vary: Accept-Language` to the unprefixed pages.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(address_language(request.path_info)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response


class DeskSessionMiddleware(SessionMiddleware):
    """Sessions are the desk's: a public answer does not even end a stale one."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return super().process_response(request, response) if is_admin(request) else response


class RefusalMiddleware:
    """Say on a page of ours what no view should answer: a site at rest, an endless address."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MAINTENANCE and not request.path_info.startswith(OPEN_IN_MAINTENANCE):
            response = render(request, "503.html", status=503)
            response["Retry-After"] = MAINTENANCE_SECONDS
        elif len(request.get_full_path()) > LONGEST_ADDRESS:
            response = render(request, "414.html", {"is_too_long": True}, status=414)
        else:
            return self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A database that is lost, locked, full or read-only: nothing was written, come again."""
        if not isinstance(error, NO_DATABASE):
            return None
        logger.error("database: %s", type(error).__name__, exc_info=error)
        response = render(request, "503.html", {"database_is_lost": True}, status=503)
        response["Retry-After"] = DATABASE_SECONDS
        response["Cache-Control"] = "no-store"
        return response


class PublicCookie(RuntimeError):
    """A public answer sets a cookie or depends on one: no cache could keep it."""


class PublicHeadersMiddleware:
    """Set the content policy everywhere; keep cookies off public pages."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOTHING_OF_THE_DEVICE)
        # Files that other sites may read by CORS may also be taken in by them.
        shared = "cross-origin" if response.has_header("Access-Control-Allow-Origin") else None
        response.headers.setdefault("Cross-Origin-Resource-Policy", shared or "same-origin")
        if is_admin(request):
            response.headers.setdefault("Content-Security-Policy", ADMIN_POLICY)
            return response
        response.headers.setdefault("Content-Security-Policy", PUBLIC_POLICY)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, **self.keeping(request, response))
        self.keep_cookies_off(request, response)
        return response

    def keeping(self, request: HttpRequest, response: HttpResponse) -> dict:
        """How caches may keep an answer (RFC 9111, RFC 5861): all ask with its ETag before using
        it again, but a shared one may give a page of the last minute, or for one more minute
        while it asks. That a page is gone is kept too, else a shared cache would go on giving
        what it has. Files are asked for each time: a list is cited by its revision."""
        if response.status_code not in (200, 304, 404, 410) or not request.path_info.endswith("/"):
            return {"no_cache": True}
        seconds = settings.SHARED_CACHE_SECONDS
        return {"max_age": 0, "s_maxage": seconds, "stale_while_revalidate": seconds}

    def keep_cookies_off(self, request: HttpRequest, response: HttpResponse) -> None:
        if not response.cookies and "cookie" not in response.get("Vary", "").lower():
            return
        message = f"cookie on the public page {request.path_info}"
        if settings.STRICT:
            raise PublicCookie(message)
        logger.error(message)
        response.cookies.clear()
