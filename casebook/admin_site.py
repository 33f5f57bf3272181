"""Who gets into the editors' desk: password, second factor, and both again for what weighs most.

NIST SP 800-63B: a second factor by time-based codes (RFC 6238) with recovery codes, each good
once. The libraries keep the devices and count the failures.
"""

from collections.abc import Callable
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
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


class Desk(AdminSite):
    """The admin, open to staff with a second factor; the settings say whether it is demanded."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not self.lacks_factor(request)

    def lacks_factor(self, request: HttpRequest) -> bool:
        """Whether a second factor is missing: demanded by the settings, or set up by the user."""
        user = request.user
        if user.is_verified():
            return False
        return settings.REQUIRE_SECOND_FACTOR or user_has_device(user)

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        inner = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args, **options) -> HttpResponse:
            if (
                self.has_permission(request)
                and is_weighty(request)
                and not has_recent_proof(request)
            ):
                return self.to("prove", request.get_full_path())
            return inner(request, *args, **options)

        return checked

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """The password first; whoever has shown it goes on to the second factor."""
        if super().has_permission(request) and self.lacks_factor(request):
            return self.to("second_factor", self.target(request))
        return super().login(request, extra_context)

    def get_urls(self) -> list:
        return [
            path("second-factor/", self.second_factor, name="second_factor"),
            path("second-factor/new/", self.enrol, name="second_factor_new"),
            path("second-factor/codes/", self.admin_view(self.codes), name="second_factor_codes"),
            path("prove/", self.prove, name="prove"),
            *super().get_urls(),
        ]

    # ------------------------------------------------------------ pages

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Ask for a code; whoever has no device yet sets one up."""
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
        """Set up an authenticator app: it counts once it has given a right code."""
        if not super().has_permission(request):
            return self.to("login", self.target(request))
        if user_has_device(request.user):
            return self.to("second_factor", self.target(request))
        device, _made = TOTPDevice.objects.get_or_create(
            user=request.user, confirmed=False, defaults={"name": "app"}
        )
        form = TokenForm(lambda token: device.verify_token(token) and device, request.POST or None)
        if form.is_valid():
            device.confirmed = True
            device.save()
            login(request, device)
            remember_proof(request)
            return self.codes(request)
        # On white with a margin of 4 modules (ISO/IEC 18004), also where the page is dark.
        drawn = segno.make(device.config_url, error="m").svg_inline(omitsize=True, light="#fff")
        secret = device.config_url.partition("secret=")[2].partition("&")[0]
        return self.page(
            request,
            "second_factor_new",
            _("设置第二道验证"),
            form=form,
            drawn=mark_safe(drawn),
            secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        )

    def codes(self, request: HttpRequest) -> HttpResponse:
        """New recovery codes, shown this once; those of before are no longer good."""
        if request.method != "POST":
            left = StaticDevice.objects.filter(user=request.user, token_set__isnull=False).count()
            return self.page(request, "second_factor_codes", _("备用码"), left=left)
        StaticDevice.objects.filter(user=request.user).delete()
        device = StaticDevice.objects.create(user=request.user, name="codes", confirmed=True)
        made = [get_random_string(CODE_LENGTH, CODE_LETTERS) for _number in range(CODES)]
        for code in made:
            device.token_set.create(token=code)
        shown = [" ".join((code[:4], code[4:8], code[8:])) for code in made]
        return self.page(request, "second_factor_codes", _("备用码"), codes=shown)

    def prove(self, request: HttpRequest) -> HttpResponse:
        """Ask once more for code or password, before something that weighs much."""
        if not self.has_permission(request):
            return self.to("login", self.target(request))
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

    # ------------------------------------------------------------ parts of pages

    def page(self, request: HttpRequest, name: str, title: str, **more) -> HttpResponse:
        context = {**self.each_context(request), "title": title, **more}
        context["next"] = self.target(request)
        response = TemplateResponse(request, f"admin/{name}.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def to(self, name: str, target: str) -> HttpResponse:
        query = f"?{urlencode({REDIRECT_FIELD_NAME: target})}" if target != self.home() else ""
        return HttpResponseRedirect(reverse(f"admin:{name}") + query)

    def home(self) -> str:
        return reverse("admin:index")

    def target(self, request: HttpRequest) -> str:
        """Where to go on: an address of this desk, never of another site."""
        given = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
        is_here = given.startswith(self.home()) and url_has_allowed_host_and_scheme(given, None)
        return given if is_here else self.home()
