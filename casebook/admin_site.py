"""Who gets into the editors' desk: the pages for password, second factor and recovery codes."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.admin import AdminSite, site
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import Group, User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import Resolver404, URLPattern, URLResolver, path, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import login, user_has_device
from django_otp.plugins.otp_static.models import StaticDevice

from . import devices, people
from .account_guard import DEVICES
from .invitations import InvitationView
from .lockout import remember_device
from .passwords import OwnPasswordView
from .proof import remember_proof, require_proof_of, token_form
from .roles import MANAGES

NEW_KEY = "new_device_key"  # in the session, between the page of a new device and its form


class OtpUser(Protocol):
    """What OTPMiddleware adds to the user of a request."""

    def is_verified(self) -> bool: ...


# The rooms of the desk, as its head lists them: label, name of the URL, permission.
SECTIONS = (
    (gettext_lazy("首页"), "index", "reforms.view_case"),
    (gettext_lazy("导入"), "reforms_batchimport_changelist", "reforms.view_batchimport"),
    (gettext_lazy("批次"), "reforms_batch_changelist", "reforms.view_batch"),
    (gettext_lazy("案例"), "reforms_case_changelist", "reforms.view_case"),
    (gettext_lazy("主题"), "reforms_theme_changelist", "reforms.view_theme"),
    (gettext_lazy("同事"), "people", MANAGES),
)


class Section(NamedTuple):
    """A room of the desk, as a link."""

    label: str
    url: str
    is_current: bool


class Desk(AdminSite):
    """The admin, open to staff with a second factor; the settings say whether it is required."""

    enable_nav_sidebar = False
    # What the first page shows: set once the models are loaded, which it reads.
    home_page: Callable[[HttpRequest], dict[str, Any]]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {"sections": sections(request)}

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        title = {"title": _("编辑台")}
        return super().index(request, title | self.home_page(request) | (extra_context or {}))

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not self.lacks_factor(request)

    def lacks_factor(self, request: HttpRequest) -> bool:
        """Whether a second factor is missing: required by the settings, or set up by the user."""
        if cast(OtpUser, request.user).is_verified():
            return False
        return settings.REQUIRE_SECOND_FACTOR or user_has_device(request.user)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for the password; who has given it goes on to the second factor."""
        if super().has_permission(request) and self.lacks_factor(request):
            return self.to("second_factor", self.target(request))
        response = super().login(request, extra_context)
        if not isinstance(response, HttpResponseRedirect):
            return response
        response = HttpResponseRedirect(self.target(request))
        remember_device(request, response)
        return response

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Change one's own password; wrong old ones count as those of a login do."""
        view = OwnPasswordView.as_view(
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        request.current_app = self.name  # type: ignore[attr-defined]  # as Django's own view does
        return cast(TemplateResponse, view(request))

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [
            path("second-factor/", self.second_factor, name="second_factor"),
            path("second-factor/new/", self.enrol, name="second_factor_new"),
            path("second-factor/codes/", self.admin_view(self.codes), name="second_factor_codes"),
            path("people/", self.admin_view(people.people), name="people"),
            path("people/<int:pk>/", self.admin_view(people.person), name="person"),
            path("invitation/<uidb64>/<token>/", self.invitation, name="invitation"),
            path("guide/", self.admin_view(self.guide), name="guide"),
            path("forgotten/", people.forgotten, name="forgotten"),
            *super().get_urls(),
        ]

    def guide(self, request: HttpRequest) -> HttpResponse:
        """The first day at the desk, in two minutes."""
        return self.page(request, "guide", _("第一天指南"))

    def invitation(self, request: HttpRequest, **keys: str) -> HttpResponseBase:
        """The page that a one-time link opens."""
        context = {**self.each_context(request), "title": _("设置密码")}
        return InvitationView.as_view(extra_context=context)(request, **keys)

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Ask for a code; users without a device set one up first."""
        if not super().has_permission(request):
            return self.to("login", self.target(request))
        if not user_has_device(request.user):
            return self.to("second_factor_new", self.target(request))
        form = token_form(request.user, request.POST or None)
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
        device = self.device_to_set_up(request)
        form = devices.enrolment_form(device, request.POST or None)
        if form.is_valid():
            if not devices.store_first(device):
                return self.to("second_factor", self.target(request))
            login(request, device)
            remember_proof(request)
            return self.codes(request)
        context = {"form": form, "qr_code": devices.qr_code(device)}
        context |= {"secret": devices.typed_secret(device)}
        return self.page(request, "second_factor_new", _("设置第二道验证"), **context)

    def device_to_set_up(self, request: HttpRequest) -> devices.TOTPDevice:
        """A device with the secret in the session, which is new whenever the page is opened.

        Raises ProofNeeded where its form is sent without a recent proof.
        """
        if request.method != "POST" or NEW_KEY not in request.session:
            request.session[NEW_KEY] = devices.default_key()
        else:
            require_proof_of(request)  # before the code is used up
        return devices.new_device(request.user, request.session[NEW_KEY])

    def codes(self, request: HttpRequest) -> HttpResponse:
        """Replace the recovery codes; the new ones are shown this once."""
        if request.method != "POST":
            left = StaticDevice.objects.filter(user=request.user, token_set__isnull=False).count()
            return self.page(request, "second_factor_codes", _("备用码"), left=left)
        codes = [devices.grouped_by_four(code) for code in devices.replace_codes(request.user)]
        return self.page(request, "second_factor_codes", _("备用码"), codes=codes)

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
        return url if is_of_desk and is_page(url) else self.home()


def sections(request: HttpRequest) -> list[Section]:
    """The rooms that the user of a request may enter."""
    urls = [
        (label, reverse(f"admin:{name}"))
        for label, name, permission in SECTIONS
        if request.user.has_perm(permission)
    ]
    return [Section(str(label), url, is_within(request.path, url)) for label, url in urls]


def is_within(path: str, url: str) -> bool:
    """Whether a page belongs to a room; the first page is a room of its own."""
    return path == url or (url != reverse("admin:index") and path.startswith(url))


def unregister_accounts(site: AdminSite) -> None:
    """Take Django's pages of accounts, groups and devices away: people.py has ours."""
    site.unregister([User, Group, *DEVICES])


def desk() -> Desk:
    """The desk itself."""
    return cast(Desk, site)


def may_prove(request: HttpRequest) -> bool:
    """Whether the user of a session may go on with a proof: a member of staff, past any device."""
    is_past_device = cast(OtpUser, request.user).is_verified() or not user_has_device(request.user)
    return AdminSite.has_permission(desk(), request) and is_past_device


def is_page(url: str) -> bool:
    """Whether the desk has a page at a URL of its own; every other one leads to a 404."""
    try:
        return resolve(urlsplit(url).path).url_name is not None
    except Resolver404:
        return False
