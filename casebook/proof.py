"""Proof of who a user is: second factor, recent proof, and the actions that require it."""

import time
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from reforms.text.cleaning import clean_code

RECENT = 10 * 60  # seconds for which a proof counts as recent
PROVED_AT = "proved_at"  # key in the session
CODES, CODE_LENGTH = 10, 12
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters that look alike

# What requires a recent proof when it is sent: actions of lists, and pages by name.
WEIGHTY_ACTIONS = {"publish_batches", "publish_cases", "reset_second_factor"}
WEIGHTY_PAGES = {
    "reforms_case_erase",
    *(f"reforms_{model}_publish" for model in ("case", "batch", "batchimport")),
    "second_factor_codes",
    *(
        f"auth_{model}_{action}"
        for model in ("user", "group")
        for action in ("add", "change", "delete")
    ),
    "auth_user_password_change",
}


def remember_proof(request: HttpRequest, **_signal: Any) -> None:
    """Note in the session that its user has just proved who they are. Also a signal receiver."""
    request.session[PROVED_AT] = time.time()


def has_recent_proof(request: HttpRequest) -> bool:
    return 0 <= time.time() - request.session.get(PROVED_AT, 0) < RECENT


def is_weighty(request: HttpRequest) -> bool:
    """Whether a request does something for which a stolen session must not be enough."""
    if request.method != "POST":
        return False
    match = request.resolver_match
    is_weighty_page = match is not None and match.url_name in WEIGHTY_PAGES
    return is_weighty_page or request.POST.get("action") in WEIGHTY_ACTIONS


user_logged_in.connect(remember_proof, dispatch_uid="remember_proof")


class TokenForm(forms.Form):
    """A code of a device, or a recovery code; once valid, `device` is the one that accepted it."""

    token = forms.CharField(
        label=gettext_lazy("验证码"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )
    device: Device | None = None

    def __init__(self, verify: Callable[[str], Device | None], *args: Any) -> None:
        super().__init__(*args)
        self.verify = verify

    def clean_token(self) -> str:
        token = clean_code(self.cleaned_data["token"])
        self.device = self.verify(token)
        if not self.device:
            raise forms.ValidationError(
                _("验证码不对，或已经用过。请等手机上显示下一个再试；连续输错要等一会儿。")
            )
        return token


class PasswordForm(forms.Form):
    """The password of a user."""

    password = forms.CharField(
        label=gettext_lazy("密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, user: AbstractBaseUser | AnonymousUser, *args: Any) -> None:
        super().__init__(*args)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("密码不对。"))
        return password


def verify_token_of(user: AbstractBaseUser | AnonymousUser, token: str) -> Device | None:
    """Use up a code: the user's device that accepts it, or None."""
    model = TOTPDevice if token.isdecimal() else StaticDevice
    devices = model.objects.devices_for_user(user, confirmed=True)
    verified = (verify_token(user, device.persistent_id, token) for device in devices)
    return next(filter(None, verified), None)
