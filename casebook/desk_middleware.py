"""Sessions, accounts, codes and messages, for the editors' desk only.

Public pages do not pass through them: their responses do not even delete a stale cookie, and a kept
page takes an eighth less time.
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_otp.middleware import OTPMiddleware

from .middleware import is_admin


class DeskOnly:
    """Stands before a middleware, and passes public requests on to the next one."""

    get_response: Any  # each middleware declares it in another way

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_admin(request):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]  # that of the middleware


class DeskSessionMiddleware(DeskOnly, SessionMiddleware):
    pass


class DeskAuthenticationMiddleware(DeskOnly, AuthenticationMiddleware):
    pass


class DeskOTPMiddleware(DeskOnly, OTPMiddleware):
    pass


class DeskMessageMiddleware(DeskOnly, MessageMiddleware):
    pass
