"""Asks for a proof where a write at the desk needs it, and takes it.

A write without a recent proof raises ProofNeeded, wherever it happens. The answer is a page that
asks for the proof and sends the same fields again, so that the click is carried out after it.
Nothing is stored in between.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from reforms.history import PROOF_SECONDS, ProofNeeded

from .account_guard import at_the_desk
from .admin_site import desk, may_prove
from .middleware import is_admin
from .proof import (
    PasswordForm,
    TokenForm,
    has_just_used_code,
    has_recent_proof,
    proof_form,
    store_proof,
)

PREFIX = "proof"  # of the fields that the page adds
AGAIN = f"{PREFIX}-again"  # field: the page has not the fields of the click, only asks for proof
MOST_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - 5  # beside those of the page itself
MOST_CHARACTERS = 2_000_000  # the page repeats them, escaped


class ProofMiddleware:
    """Takes proofs, and asks for one where a write needs it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_admin(request):
            return self.get_response(request)
        with at_the_desk(request):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Take a proof out of the form before the view reads it."""
        if not is_admin(request) or request.method != "POST":
            return None
        if not has_proof_fields(request.POST) or not may_prove(request):
            return None
        form = proof_form(request, request.POST, prefix=PREFIX)
        if not has_recent_proof(request) and not form.is_valid():
            return proof_page(request, form)
        if not has_recent_proof(request):
            store_proof(request)
        if AGAIN in request.POST:
            messages.success(request, _("身份已确认。刚才的操作还没有做，请再做一次。"))
            return HttpResponseRedirect(request.get_full_path())
        request.POST = without_proof(request.POST)  # type: ignore[assignment]  # as Django does
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Ask for the proof that a write needs; its transaction is rolled back by now."""
        if not isinstance(error, ProofNeeded):
            return None
        return proof_page(request, proof_form(request, prefix=PREFIX))


def has_proof_fields(fields: QueryDict) -> bool:
    return any(name.startswith(f"{PREFIX}-") for name in fields)


def without_proof(fields: QueryDict) -> QueryDict:
    """The fields of the click alone."""
    own = fields.copy()
    for name in fields:
        if name.startswith(f"{PREFIX}-"):
            del own[name]
    return own


def proof_page(request: HttpRequest, form: TokenForm | PasswordForm) -> HttpResponse:
    """The page that asks for a proof and sends the fields of the click again."""
    fields = fields_to_repeat(request)
    context = {
        **desk().each_context(request),
        "title": _("请再次确认身份"),
        "form": form,
        "fields": fields,
        "again": AGAIN,
        "files": list(request.FILES),
        "address": request.get_full_path(),
        "may_be_done": form.is_bound and has_just_used_code(request.user),
        "minutes": PROOF_SECONDS // 60,
    }
    response = TemplateResponse(request, "admin/prove.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def fields_to_repeat(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Each field of a form with each of its values; None for none, too many, or a password."""
    if request.method != "POST" or AGAIN in request.POST:
        return None
    fields = [
        (name, value)
        for name, values in without_proof(request.POST).lists()
        for value in values
        if name != "csrfmiddlewaretoken" and isinstance(value, str)
    ]
    if any("password" in name for name, _value in fields):
        return None  # it never comes back in a page
    characters = sum(len(name) + len(value) for name, value in fields)
    return None if len(fields) > MOST_FIELDS or characters > MOST_CHARACTERS else fields
