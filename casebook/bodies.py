"""Which bodies of requests are read, and how large: decided by their headers, before any byte.

Django's check for forged forms parses the body of every POST, and writes its files to the disk.
"""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .middleware import GetResponse, is_admin

READING = ("GET", "HEAD", "OPTIONS")
# Bytes that a stranger may send to the desk: a password, or a code.
STRANGERS_BODY = 1 << 16


class BodyMiddleware:
    """Refuses bodies on public addresses, and those too large for who sends them and where.

    Comes after those that say who it is, which read no body.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return refusal(request) or self.get_response(request)


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The response that refuses a request for its method or its body; None if both will do."""
    if not is_admin(request) and request.method not in READING:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if "Transfer-Encoding" in request.headers:  # no browser sends a form so: RFC 9112, 6.1
        message = _("请注明内容的长度。")
        return HttpResponse(message, status=411, content_type="text/plain; charset=utf-8")
    size = int(request.headers.get("Content-Length") or 0)
    if not size or size <= most(request):
        return None
    is_login_needed = is_admin(request) and not admin.site.has_permission(request)
    context = {"limit_mb": most(request) >> 20, "is_login_needed": is_login_needed}
    response = render(request, "413.html", context, status=413)
    response["Cache-Control"] = "no-store"
    return response


def most(request: HttpRequest) -> int:
    """The bytes that the body of a request may have."""
    if not is_admin(request):
        return 0
    if not admin.site.has_permission(request):
        return STRANGERS_BODY
    if request.path_info == reverse("admin:reforms_batchimport_add") and may_import(request.user):
        return settings.IMPORT_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def may_import(user: User | AnonymousUser) -> bool:
    return user.has_perm("reforms.add_batchimport")
