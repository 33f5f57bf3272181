"""Refuses requests to the desk that could be read in two ways, or hold what no database stores.

Django's admin takes keys as they come: a key that is no number, or one of twenty digits, would be
an error of the program.
"""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from reforms.text.numbers import number

from .middleware import is_admin

# Fields of which a form may send several; every other one is read as one value.
SEVERAL = {"_selected_action", "also", "case-themes"}
# Whose texts an erasure takes in too, and the written forms that it leaves.
SEVERAL |= {"cases", "batches", "imports", "kept_forms"}
MAY_BE_EMPTY = {"batch", "opened_on", "over", "into", "proposal"}
KEYS = SEVERAL | MAY_BE_EMPTY  # fields that hold keys
TEXTS = {"q", "term", "next", "_changelist_filters"}  # of a query; the others filter by keys
# More than NUMBER takes: Python reads digits of any script, and underscores between them.
TOO_LONG = re.compile(r"\d(?:_?\d){18}")
KEYS_IN_URLS = {"object_id", "id", "pk", "version_id", "content_type_id"}
TO_FIELD = "_to_field"  # by which an admin page in a popup names the chosen row


class DeskInputMiddleware:
    """Answers 400, or 404 for a key in the address, before any view reads the input."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, keys: dict[str, Any]
    ) -> None:
        if not is_admin(request):
            return
        check_address(request, keys)
        if request.method == "POST":
            check_form(request)


def check_address(request: HttpRequest, keys: dict[str, Any]) -> None:
    """Raise Http404 for a key that no row can have, BadRequest for a query nobody stores."""
    if any(number(str(keys[name])) is None for name in KEYS_IN_URLS & keys.keys()):
        raise Http404
    for name, values in request.GET.lists():
        if "\x00" in name or any("\x00" in value for value in values):
            raise BadRequest("a NUL in the query")
        if name not in TEXTS and any(map(TOO_LONG.search, values)):
            raise BadRequest(f"a number too long for any database in {name[:40]!r}")
        if name == TO_FIELD and set(values) != {"id"}:
            raise BadRequest(f"wrong {TO_FIELD}")


def check_form(request: HttpRequest) -> None:
    """Raise BadRequest for several values of a field that has one, and for wrong keys."""
    for fields in (request.POST, request.FILES):
        for name, values in fields.lists():
            if len(values) > 1 and name not in SEVERAL:
                raise BadRequest(f"several values of {name[:40]!r}")
    for name in KEYS & request.POST.keys():
        keys = {str(value) for value in request.POST.getlist(name)}
        if any(number(key) is None for key in keys - ({""} if name in MAY_BE_EMPTY else set())):
            raise BadRequest(f"wrong key in {name!r}")
    if request.POST.get(TO_FIELD, "id") != "id":
        raise BadRequest(f"wrong {TO_FIELD}")
