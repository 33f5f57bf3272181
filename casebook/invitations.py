"""One-time links by which somebody sets a password: for new colleagues and forgotten passwords.

A link is signed, names its account, and holds for PASSWORD_RESET_TIMEOUT. Its signature covers the
stored password and the last login, so that it stops working once it was used. Nothing is stored.
"""

from threading import Thread
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from .account_record import record
from .mail import deliver
from .passwords import NewPasswordForm
from .roles import name_of


def link_for(user: User) -> str:
    """A new link for an account."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return settings.SITE_URL + reverse("admin:invitation", args=[key, token])


def send_link(user: User, template: str, address: str, **context: str) -> None:
    """Send a mail about an account, with a link if the template prints it.

    In the background: the time that writing and sending it takes must not tell whether there is an
    account.
    """
    Thread(target=deliver_link, args=[user, template, address, context], daemon=True).start()


def deliver_link(user: User, template: str, address: str, context: dict[str, str]) -> None:
    """Write and send a mail."""
    context = context | {
        "name": name_of(user),
        "username": user.get_username(),
        "link": link_for(user),
        "days": str(settings.PASSWORD_RESET_TIMEOUT // 86_400),
    }
    text = render_to_string(template, context)
    deliver(_("检察改革典型案例库编辑台的账号"), text, address)


class InvitationView(PasswordResetConfirmView):
    """Sets the password of the account that a link names, and logs its owner in.

    Where the account has a device, its code is asked for next.
    """

    form_class = NewPasswordForm
    template_name = "admin/people/invitation.html"
    post_reset_login = True
    post_reset_login_backend = "django.contrib.auth.backends.ModelBackend"
    success_url = reverse_lazy("admin:index")
    extra_context: dict[str, Any] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **keys: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            response: HttpResponseBase = logged_in_already(request)
        else:
            response = super().dispatch(request, *args, **keys)
        response.headers["Cache-Control"] = "no-store"
        return response

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        """Store the password, and note in the record of accounts that a link was used.

        Of two who send the form at once, the second is told that the link was used.
        """
        account = cast(User, self.user)
        with transaction.atomic():
            stored = User.objects.select_for_update().get(pk=account.pk)
            token = self.request.session.get(INTERNAL_RESET_SESSION_TOKEN)
            if not self.token_generator.check_token(stored, token):
                return HttpResponseRedirect(self.request.path)
            response = super().form_valid(form)
            record(account, account, "password")
        return response

    def get_user(self, uidb64: str) -> User | None:  # type: ignore[override]  # stubs say AbstractBaseUser
        """The account; none where it was closed or is no colleague's."""
        user = super().get_user(uidb64)
        return user if isinstance(user, User) and user.is_active and user.is_staff else None


def logged_in_already(request: HttpRequest) -> HttpResponse:
    """The answer to whoever opens a link while logged in: it belongs to somebody else."""
    context = {"title": _("您已经登录"), "user": request.user}
    return render(request, "admin/people/logged_in.html", context, status=409)
