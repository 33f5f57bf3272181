"""Accounts change at the desk after a recent proof only, whichever page or action writes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import models
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from reforms.history import proof_age, require_recent

_request: ContextVar[HttpRequest | None] = ContextVar("request_to_the_desk", default=None)

DEVICES: tuple[type[models.Model], ...] = (TOTPDevice, StaticDevice)
# What Django writes by itself when a password was right: at login, and to hash it anew.
BY_ITSELF = ({"last_login"}, {"password"})


@contextmanager
def at_the_desk(request: HttpRequest) -> Iterator[None]:
    """Demand the proof of whoever sends this request. Commands run outside of it."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def require_proof(**_signal: Any) -> None:
    """Raise ProofNeeded where a user of the desk has no recent proof. Also a signal receiver."""
    request = _request.get()
    if request is not None and request.user.is_authenticated:
        require_recent(proof_age(request.session))


def require_proof_to_save(update_fields: frozenset[str] | None = None, **signal: Any) -> None:
    """The same for a saved row, but for what Django writes by itself."""
    if set(update_fields or ()) not in BY_ITSELF:
        require_proof(**signal)


def require_proof_to_add(instance: models.Model, **signal: Any) -> None:
    """The same for a new row: devices are saved with every code that they check."""
    if instance._state.adding:
        require_proof(**signal)


def connect() -> None:
    """Guard accounts, groups, their permissions, and the devices of the second factor."""
    for model in (User, Group):
        pre_save.connect(require_proof_to_save, sender=model)
        pre_delete.connect(require_proof, sender=model)
    for relation in (User.groups, User.user_permissions, Group.permissions):
        m2m_changed.connect(require_proof, sender=relation.through)
    for device in DEVICES:
        pre_save.connect(require_proof_to_add, sender=device)
        pre_delete.connect(require_proof, sender=device)
