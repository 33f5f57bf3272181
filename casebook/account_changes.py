"""What the buttons of a colleague's page do: each notes it in the record of accounts."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .account_guard import DEVICES, require_proof
from .account_record import record
from .invitations import send_link
from .people_forms import PersonForm
from .roles import name_of


def invite(actor: User, form: PersonForm) -> User:
    """Make the account of a filled-in form, and mail its link. Raises ProofNeeded."""
    user = form.save()
    record(actor, user, "invite", form.changes())
    mail(user, user.email, "invitation")
    return user


def save(actor: User, user: User, form: PersonForm) -> str:
    """Store the form. A link goes to a new address; a colleague at work is told at the old one."""
    address, changes = user.email, form.changes()
    form.save()
    if changes:
        record(actor, user, "save", changes)
    if user.email != address and is_waiting(user):
        mail(user, user.email, "invitation")
    elif user.email != address:
        mail(user, address, "changed", actor=name_of(actor), change=changes)
    return _("已保存。")


def show_link(actor: User, user: User) -> str:
    require_proof()
    record(actor, user, "show")
    return _("链接在下面。")


def reset_devices(actor: User, user: User) -> str:
    delete_devices(user)
    record(actor, user, "device")
    mail(user, user.email, "changed", actor=name_of(actor), change=_("重设了第二道验证"))
    return _("已重设第二道验证。%s 下次登录时重新设置。") % name_of(user)


def replace_password(actor: User, user: User) -> str:
    """Take the password away, and with it every session and every former link."""
    template = "invitation" if is_waiting(user) else "replaced"
    take_password(actor, user)
    record(actor, user, "link")
    mail(user, user.email, template, actor=name_of(actor))
    if template == "invitation":
        return _("原来的链接已作废，请把下面的新链接交给 %s。") % name_of(user)
    return _("原来的密码已作废，请把下面的链接交给 %s。") % name_of(user)


def close(actor: User, user: User) -> str:
    user.is_active = False
    take_password(actor, user)
    delete_devices(user)
    record(actor, user, "leave")
    return _("已停用。%s 不能再登录；做过的改动仍记在名下。") % name_of(user)


def reopen(actor: User, user: User) -> str:
    user.is_active = True
    take_password(actor, user)
    record(actor, user, "return")
    mail(user, user.email, "invitation")
    return _("已重新启用，请把下面的链接交给 %s。") % name_of(user)


# Button → what it does to a colleague; returns what was done, raises ProofNeeded without a proof.
CHANGES: dict[str, Callable[[User, User], str]] = {
    "_show": show_link,
    "_link": replace_password,
    "_device": reset_devices,
    "_leave": close,
    "_return": reopen,
}


def is_offered(button: str, user: User) -> bool:
    """Whether a button of CHANGES is still on the page: somebody may have been quicker."""
    if button == "_show":
        return is_waiting(user)
    return user.is_active != (button == "_return")


def is_waiting(user: User) -> bool:
    """Whether a colleague has yet to set a password."""
    return user.is_active and not user.has_usable_password()


def take_password(actor: User, user: User) -> None:
    """Store an account without a password. Nobody locks themselves out: raises PermissionDenied."""
    if actor.pk == user.pk:
        raise PermissionDenied
    user.set_unusable_password()
    user.save()


def delete_devices(user: User) -> None:
    """Delete devices and recovery codes; the next login sets up a new device."""
    require_proof()  # also where there is nothing to delete
    for device in DEVICES:
        device._default_manager.filter(user=user).delete()


def mail(user: User, address: str, template: str, **context: str) -> None:
    """Mail a colleague, where mail is set up and there is an address."""
    if settings.HAS_MAIL and address:
        send_link(user, f"admin/people/{template}.txt", address, **context)
