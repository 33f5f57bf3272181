"""Keeps what an editor typed when the session or its token has gone: nothing is stored meanwhile.

A form that meets the login, or a token of before the last login, is answered by a page that holds
its fields and sends them again. That page is only made for forms of our own pages: a browser says
where a form comes from. A password or a code never comes back in a page.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from reforms.public import errors

from .admin_site import desk
from .middleware import is_admin
from .proof_middleware import fields_to_repeat

# What is never kept: the pages that take passwords and codes, and any field that may be one.
SECRET_PAGES = {
    *("login", "second_factor", "second_factor_new", "second_factor_codes"),
    *("invitation", "forgotten", "password_change"),
}
SECRET_NAMES = ("password", "token", "code")


class KeptFormMiddleware:
    """Answers a form that would lead to the login by a page that keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        leads_to_login = response.status_code == 302 and response["Location"].startswith(
            f"{reverse('admin:login')}?"
        )
        if leads_to_login and request.method == "POST" and not desk().has_permission(request):
            return kept_form(request) or response
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token (Django's CSRF_FAILURE_VIEW): kept if it is our own."""
    kept = kept_form(request) if is_admin(request) and is_from_here(request) else None
    return kept or errors.stale_form(request, reason)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a form comes from this site (Fetch, the Origin header)."""
    here = (f"{request.scheme}://{request.get_host()}", settings.SITE_URL)
    return request.headers.get("Origin") in here


def kept_form(request: HttpRequest) -> HttpResponse | None:
    """The page that holds and sends again the fields of a form; None if too many, or secret."""
    fields = fields_to_repeat(request)
    if not fields or is_secret(request, [name for name, _value in fields]):
        return None
    context = {
        **desk().each_context(request),
        "title": _("填写的内容都还在"),
        "fields": fields,
        "files": list(request.FILES),
        "address": request.get_full_path(),
        "is_logged_in": desk().has_permission(request),
    }
    response = TemplateResponse(request, "admin/kept_form.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response.render()


def is_secret(request: HttpRequest, names: list[str]) -> bool:
    """Whether a form has a password or a code."""
    page = request.resolver_match and request.resolver_match.url_name
    return page in SECRET_PAGES or any(word in name for name in names for word in SECRET_NAMES)
