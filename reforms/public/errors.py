"""Pages that say why there is no page."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from .caching import page
from .nearby_addresses import nearby_address


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if meant := nearby_address(request):
        return HttpResponsePermanentRedirect(meant)
    return page(request, "404.html", None, status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token (Django's CSRF_FAILURE_VIEW)."""
    return page(request, "403.html", None, {"is_stale": True}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, "400.html", None, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, "500.html", None, status=500)
