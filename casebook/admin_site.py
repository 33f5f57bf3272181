"""Who gets into the editors' desk: password, second factor, and proof again before risky actions.

NIST SP 800-63B: a second factor by time-based codes (RFC 6238), with single-use recovery codes.
django_otp keeps the devices and counts their failures.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_otp import login, user_has_device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from .proof import (
    CODE_LENGTH,
    CODE_LETTERS,
    CODES,
    PasswordForm,
    TokenForm,
    has_recent_proof,
    is_weighty,
    remember_proof,
    verify_token_of,
)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class OtpUser(Protocol):
    """What OTPMiddleware adds to the user of a request."""

    def is_verified(self) -> bool: ...


class Desk(AdminSite):
    """The admin, open to staff with a second factor; the settings say whether it is required."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not self.lacks_factor(request)

    def lacks_factor(self, request: HttpRequest) -> bool:
        """Whether a second factor is missing: required by the settings, or set up by the user."""
        if cast(OtpUser, request.user).is_verified():
            return False
        return settings.REQUIRE_SECOND_FACTOR or user_has_device(request.user)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """The view behind the login, and behind a recent proof where it does something risky."""
        inner = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            if (
                self.has_permission(request)
                and is_weighty(request)
                and not has_recent_proof(request)
            ):
                return self.to("prove", request.get_full_path())
            return inner(request, *args, **options)

        return cast(View, checked)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for the password; who has given it goes on to the second factor."""
        if super().has_permission(request) and self.lacks_factor(request):
            return self.to("second_factor", self.target(request))
        return super().login(request, extra_context)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [
            path("second-factor/", self.second_factor, name="second_factor"),
            path("second-factor/new/", self.enrol, name="second_factor_new"),
            path("second-factor/codes/", self.admin_view(self.codes), name="second_factor_codes"),
            path("prove/", self.prove, name="prove"),
            *super().get_urls(),
        ]

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Ask for a code; users without a device set one up first."""
        if not super().has_permission(request):
            return self.to("login", self.target(request))
        if not user_has_device(request.user):
            return self.to("second_factor_new", self.target(request))
        form = TokenForm(lambda token: verify_token_of(request.user, token), request.POST or None)
        if form.is_valid():
            login(request, form.device)
            remember_proof(request)
            return HttpResponseRedirect(self.target(request))
        return self.page(request, "second_factor", _("第二道验证"), form=form)

    def enrol(self, request: HttpRequest) -> HttpResponse:
        """Set up an authenticator app, which counts once it has produced a correct code."""
        if not super().has_permission(request):
            return self.to("login", self.target(request))
        if user_has_device(request.user):
            return self.to("second_factor", self.target(request))
        device, _created = TOTPDevice.objects.get_or_create(
            user=request.user, confirmed=False, defaults={"name": "app"}
        )
        form = TokenForm(
            lambda token: device if device.verify_token(token) else None, request.POST or None
        )
        if form.is_valid():
            device.confirmed = True
            device.save()
            login(request, device)
            remember_proof(request)
            return self.codes(request)
        context = {"form": form, "qr_code": qr_code(device), "secret": typed_secret(device)}
        return self.page(request, "second_factor_new", _("设置第二道验证"), **context)

    def codes(self, request: HttpRequest) -> HttpResponse:
        """Replace the recovery codes; the new ones are shown this once."""
        if request.method != "POST":
            left = StaticDevice.objects.filter(user=request.user, token_set__isnull=False).count()
            return self.page(request, "second_factor_codes", _("备用码"), left=left)
        StaticDevice.objects.filter(user=request.user).delete()
        device = StaticDevice.objects.create(user=request.user, name="codes", confirmed=True)
        codes = [get_random_string(CODE_LENGTH, CODE_LETTERS) for _number in range(CODES)]
        for code in codes:
            device.token_set.create(token=code)
        grouped = [grouped_by_four(code) for code in codes]
        return self.page(request, "second_factor_codes", _("备用码"), codes=grouped)

    def prove(self, request: HttpRequest) -> HttpResponse:
        """Ask for a code or the password once more, before a risky action."""
        if not self.has_permission(request):
            return self.to("login", self.target(request))
        form: TokenForm | PasswordForm
        if user_has_device(request.user):
            form = TokenForm(
                lambda token: verify_token_of(request.user, token), request.POST or None
            )
        else:
            form = PasswordForm(request.user, request.POST or None)
        if form.is_valid():
            remember_proof(request)
            messages.success(request, _("身份已确认，请再做一次刚才的操作。"))
            return HttpResponseRedirect(self.target(request))
        return self.page(request, "prove", _("请再次确认身份"), form=form)

    def page(self, request: HttpRequest, name: str, title: str, **context: object) -> HttpResponse:
        """The page of a template of this site, which no cache may store."""
        context = {**self.each_context(request), "title": title, **context}
        context["next"] = self.target(request)
        response = TemplateResponse(request, f"admin/{name}.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def to(self, name: str, target: str) -> HttpResponse:
        """A redirect to a page of this site, which leads on to the target."""
        query = f"?{urlencode({REDIRECT_FIELD_NAME: target})}" if target != self.home() else ""
        return HttpResponseRedirect(reverse(f"admin:{name}") + query)

    def home(self) -> str:
        return reverse("admin:index")

    def target(self, request: HttpRequest) -> str:
        """The URL to go on to: within the desk, never on another site."""
        url = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
        is_of_desk = url.startswith(self.home()) and url_has_allowed_host_and_scheme(url, None)
        return url if is_of_desk else self.home()


def qr_code(device: TOTPDevice) -> SafeString:
    """The device's secret as an SVG."""
    # On white with a margin of 4 modules (ISO/IEC 18004), also where the page is dark.
    return mark_safe(
        segno.make(device.config_url, error="m").svg_inline(omitsize=True, light="#fff")
    )


def typed_secret(device: TOTPDevice) -> str:
    """The device's secret, for people who type it instead of scanning it."""
    return grouped_by_four(device.config_url.partition("secret=")[2].partition("&")[0])


def grouped_by_four(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
