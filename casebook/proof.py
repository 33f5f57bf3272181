"""Proof of who a user is: the forms that take a code or the password, and the session's memory."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import user_has_device, verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from reforms.history import PROOF_SECONDS, PROVED_AT, proof_age, require_recent
from reforms.text.cleaning import clean_code

from .clocks import clock_hint
from .lockout import is_password
from .sessions import BEGAN_AT

JUST_USED = timedelta(minutes=1)  # in which the second click of a double one arrives
CODE_LENGTH = 12  # of a recovery code; those of a device are shorter


def remember_proof(request: HttpRequest) -> None:
    """Note in the session that its user has just proved who they are."""
    request.session[PROVED_AT] = time.time()


def store_proof(request: HttpRequest) -> None:
    """As remember_proof(), at once: the second click of a double one must see it.

    Raises SessionInterrupted where the session has ended meanwhile.
    """
    remember_proof(request)
    try:
        request.session.save()
    except UpdateError as error:
        raise SessionInterrupted("the session has ended meanwhile") from error


def has_recent_proof(request: HttpRequest) -> bool:
    """Whether require_proof_of() would let a request pass."""
    age = proof_age(request.session)
    return age is not None and 0 <= age < PROOF_SECONDS


def require_proof_of(request: HttpRequest) -> None:
    """Raise ProofNeeded where the user who sends a request has no recent proof."""
    require_recent(proof_age(request.session))


def begin_session(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Note when a session began, and its login as a proof. A signal receiver.

    A login within a session of the same user does not prolong it. The password is no proof where
    the user has a device: the code is.
    """
    request.session.setdefault(BEGAN_AT, time.time())
    if not user_has_device(user):
        remember_proof(request)


user_logged_in.connect(begin_session, dispatch_uid="begin_session")


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

    def __init__(
        self,
        verify: Callable[[str], Device | None],
        hint: Callable[[str], str],
        *args: Any,
        **options: Any,
    ) -> None:
        """`verify` uses up a code, `hint` says what may be wrong with a phone's clock."""
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.verify, self.hint = verify, hint

    def clean_token(self) -> str:
        token = clean_code(self.cleaned_data["token"])
        self.device = self.verify(token)
        if not self.device:
            message = _("验证码不对，或已经用过。请等手机上显示下一个再试；连续输错要等一会儿。")
            raise forms.ValidationError([message, self.hint(token)])
        return token


class PasswordForm(forms.Form):
    """The password of the user who sends a request; wrong ones count as those of a login do."""

    password = forms.CharField(
        label=gettext_lazy("密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.request = request

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not is_password(self.request, password):
            raise forms.ValidationError(_("密码不对。"))
        return password


def proof_form(request: HttpRequest, data: Any = None, **options: Any) -> TokenForm | PasswordForm:
    """The form by which a user proves who they are: a code where they have a device."""
    if user_has_device(request.user):
        return token_form(request.user, data, **options)
    return PasswordForm(request, data, **options)


def token_form(user: Any, data: Any = None, **options: Any) -> TokenForm:
    """The form for a code of one of the user's devices."""
    devices = TOTPDevice.objects.devices_for_user(user, confirmed=True)
    return TokenForm(
        lambda token: verify_token_of(user, token),
        lambda token: clock_hint(devices, token),
        data,
        **options,
    )


def verify_token_of(user: AbstractBaseUser | AnonymousUser, token: str) -> Device | None:
    """Use up a code: the user's device that accepts it, or None."""
    is_number = token.isascii() and token.isdecimal()
    model = TOTPDevice if is_number and len(token) < CODE_LENGTH else StaticDevice
    devices = model.objects.devices_for_user(user, confirmed=True)
    verified = (verify_token(user, device.persistent_id, token) for device in devices)
    return next(filter(None, verified), None)


def has_just_used_code(user: Any) -> bool:
    """Whether a device of the user has accepted a code, or a recovery code, a moment ago."""
    since = timezone.now() - JUST_USED
    return any(
        model.objects.devices_for_user(user, confirmed=True).filter(last_used_at__gt=since).exists()
        for model in (TOTPDevice, StaticDevice)
    )
