"""Counts wrong passwords and makes whoever enters too many of them wait: a handler for django-axes.

Its own handler knows one limit for everything. Here an attempt counts before the password is
checked, and is taken back when it was right, so that many at the same moment gain nothing.
"""

import secrets
from datetime import timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from math import ceil
from typing import Any, NamedTuple

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessFailureLog
from django.conf import settings
from django.contrib.auth import authenticate
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

MINUTES, DAY = timedelta(minutes=5), timedelta(days=1)
KEPT = DAY  # failures are deleted after this time; no limit looks further back
DEVICE_COOKIE = "__Secure-device" if settings.HTTPS else "device"
DEVICE_SALT = "casebook.device"
DEVICE_AGE = timedelta(days=180)


class Limit(NamedTuple):
    """At most so many failures with the same values of some fields, within a time."""

    fields: tuple[str, ...]
    failures: int
    within: timedelta


# user_agent holds the id of the device cookie: nothing else of the browser is stored. One address
# alone cannot use up the limit of an account; NIST SP 800-63B allows an account 100 failures.
OF_ADDRESS = (
    Limit(("username", "ip_address"), 10, MINUTES),
    Limit(("username", "ip_address"), 20, DAY),
    Limit(("ip_address",), 30, MINUTES),
)
OF_ACCOUNT = (Limit(("username",), 100, DAY),)
OF_LINKS = Limit(("username",), 5, DAY)
OF_DEVICE = (
    Limit(("username", "user_agent"), 10, MINUTES),
    Limit(("username", "user_agent"), 20, DAY),
)


class LoginCounters(AxesDatabaseHandler):
    """Counters by account and address, by address, by account, and by a known device.

    A device that has logged in to an account before is not kept out by the counter of the account
    alone, which anyone can use up from many addresses.
    """

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Count an attempt; False, and not counted, where the client has to wait."""
        forget_old_failures()
        attempt = AccessFailureLog.objects.create(**client(request, credentials))
        if seconds_to_wait(attempt):
            attempt.delete()
            return False
        return True

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **_signal: Any,
    ) -> None:
        """Leave the attempt counted; let the middleware answer where it was not allowed."""
        if request is not None:
            request.axes_credentials = credentials  # type: ignore[attr-defined]

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Any, **_signal: Any) -> None:
        forget_failures(request, user.get_username())

    def user_logged_out(self, *_args: Any, **_signal: Any) -> None:
        """Keep no record of it."""


def client(request: HttpRequest, credentials: dict[str, Any] | None) -> dict[str, Any]:
    """The values by which an attempt is counted, as fields of AccessFailureLog."""
    username = str(get_client_username(request, credentials) or "")[:255]
    device = device_of(request, username)
    address = client_address(request)
    return {"username": username, "ip_address": address, "user_agent": device}


def seconds_to_wait(attempt: AccessFailureLog) -> int:
    """How long until an attempt is within all limits; 0 where it is."""
    by_account = OF_DEVICE if attempt.user_agent else OF_ACCOUNT
    waits = (wait_of(limit, attempt) for limit in (*OF_ADDRESS, *by_account))
    return max(waits)


def wait_of(limit: Limit, attempt: AccessFailureLog) -> int:
    """How many seconds until an attempt is within a limit."""
    others = AccessFailureLog.objects.exclude(pk=attempt.pk).filter(
        attempt_time__gt=timezone.now() - limit.within,
        **{field: getattr(attempt, field) for field in limit.fields},
    )
    last = others.order_by("-pk").values_list("attempt_time", flat=True)
    times = list(last[: limit.failures])
    if len(times) < limit.failures:
        return 0
    return max(1, ceil((times[-1] + limit.within - timezone.now()).total_seconds()))


def is_password(request: HttpRequest, password: str) -> bool:
    """Whether this is the password of the user who sends a request; a wrong one is counted."""
    name = request.user.get_username()
    user = authenticate(request, username=name, password=password)
    if user is None or user.pk != request.user.pk:
        return False
    forget_failures(request, name)
    return True


def may_have_link(key: str) -> bool:
    """Count a request for a link by mail; False, and not counted, after five in a day.

    It is counted by a key of its own and without an address, so that it keeps nobody from logging
    in.
    """
    forget_old_failures()
    request = AccessFailureLog.objects.create(username=f"link:{key}", ip_address=None)
    if wait_of(OF_LINKS, request):
        request.delete()
        return False
    return True


def forget_failures(request: HttpRequest, username: str) -> None:
    """Delete the failures of an account at the address of a client who knew the password."""
    of_client = {"username": username, "ip_address": client_address(request)}
    AccessFailureLog.objects.filter(**of_client).delete()


def forget_old_failures() -> None:
    """Delete the failures that no limit counts any more."""
    AccessFailureLog.objects.filter(attempt_time__lte=timezone.now() - KEPT).delete()


def client_address(request: HttpRequest) -> str | None:
    """The address of the client, as the proxy gives it; of IPv6 the network of a subscriber."""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    text = forwarded or request.META.get("REMOTE_ADDR") or ""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address.packed, 64), strict=False).network_address)


def device_of(request: HttpRequest, username: str) -> str:
    """The id of the device cookie, if it was given to this account; else empty."""
    try:
        name, device = signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_SALT, max_age=DEVICE_AGE
        )
    except (signing.BadSignature, ValueError):
        return ""
    return device if name == username else ""


def remember_device(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the device a cookie that names the account to which it has just logged in."""
    name = request.user.get_username()
    device = device_of(request, name) or secrets.token_urlsafe(16)
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps([name, device], salt=DEVICE_SALT),
        max_age=DEVICE_AGE,
        path="/admin/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def locked_out(request: HttpRequest, _response: Any, credentials: Any) -> HttpResponse:
    """The response to whoever has to wait after too many wrong passwords."""
    attempt = AccessFailureLog(**client(request, credentials))
    seconds = seconds_to_wait(attempt) or 1
    context = {"minutes": ceil(seconds / 60), "title": _("请稍后再登录")}
    response = render(request, "admin/locked_out.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
