"""The pages about colleagues: who has what, invitations, lost phones, leaving, lost passwords."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from .account_guard import DEVICES, require_proof
from .invitations import link_for, send_link
from .lockout import LoginCounters, locked_out
from .people_forms import ForgottenForm, PersonForm
from .proof import has_recent_proof
from .roles import MANAGES, may_manage, name_of, role_in_words


def people(request: HttpRequest) -> HttpResponse:
    """Who has which role; the form invites somebody, and leads to the page with the link."""
    if not request.user.has_perm(MANAGES):
        raise PermissionDenied
    form = PersonForm(request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            person = form.save()
        if settings.HAS_MAIL and person.email:
            send_link(person, "admin/people/invitation.txt")
        return HttpResponseRedirect(url_of(person))
    return page(request, "people", _("同事"), form=form, people=colleagues())


def colleagues() -> QuerySet[User]:
    """All staff, those who left last; annotated with whether they have a device."""
    device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    staff = User.objects.filter(is_staff=True).annotate(has_device=Exists(device))
    return staff.prefetch_related("groups").order_by("-is_active", "first_name", "pk")


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague: the form, a link while there is no password, and what can be done."""
    user = get_object_or_404(colleagues(), pk=pk)
    if not may_manage(request.user, user):
        raise PermissionDenied
    is_self = user.pk == request.user.pk
    data = request.POST if "_save" in request.POST else None
    form = PersonForm(data, person=user, keeps_role=is_self or user.is_superuser)
    if request.method == "POST" and ("_save" not in request.POST or form.is_valid()):
        with transaction.atomic():
            messages.success(request, done(request, user, form))
        return HttpResponseRedirect(url_of(user))
    waits = user.is_active and not user.has_usable_password()
    return page(
        request,
        "person",
        name_of(user),
        form=form,
        person=user,
        role=role_in_words(user),
        waits=waits,
        link=link_for(user) if waits and has_recent_proof(request) else "",
        days=settings.PASSWORD_RESET_TIMEOUT // 86_400,
        is_self=is_self,
        mails=settings.HAS_MAIL,
    )


def done(request: HttpRequest, user: User, form: PersonForm) -> str:
    """Do what the button asks for; returns what was done. Raises ProofNeeded without a proof."""
    if "_save" in request.POST:
        form.save()
        return _("已保存。")
    if "_show" in request.POST:
        require_proof()
        return _("链接在下面。")
    if "_device" in request.POST:
        delete_devices(user)
        return _("已重设第二道验证。%s 下次登录时重新设置。") % name_of(user)
    if user.pk == request.user.pk:
        raise PermissionDenied  # nobody locks themselves out
    return change_access(request, user)


def change_access(request: HttpRequest, user: User) -> str:
    """Take the password away, and with it every session; what else depends on the button."""
    user.set_unusable_password()
    user.is_active = "_leave" not in request.POST
    user.save()
    if not user.is_active:
        delete_devices(user)
        return _("已停用。%s 不能再登录；做过的改动仍记在名下。") % name_of(user)
    if settings.HAS_MAIL and user.email:
        send_link(user, "admin/people/invitation.txt")
    return _("原来的密码已作废，请把下面的链接交给 %s。") % name_of(user)


def delete_devices(user: User) -> None:
    """Delete devices and recovery codes; the next login sets up a new device."""
    require_proof()  # also where there is nothing to delete
    for device in DEVICES:
        device._default_manager.filter(user=user).delete()


def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link to whoever has an account; the answer is the same where nobody has."""
    form = ForgottenForm(request.POST if settings.HAS_MAIL and request.POST else None)
    if not form.is_valid():
        return page(request, "forgotten", _("忘记密码"), form=form, mails=settings.HAS_MAIL)
    name = form.cleaned_data["name"].strip().lower()
    if not LoginCounters().is_allowed(request, {"username": name}):
        return locked_out(request, None, {"username": name})
    user = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).first()
    if user and user.is_active and user.is_staff and user.email:
        send_link(user, "admin/people/forgotten.txt")
    return page(request, "forgotten_sent", _("请查收邮件"))


def url_of(user: User) -> str:
    return reverse("admin:person", args=[user.pk])


def page(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    """A page of this room, which no cache may store."""
    context |= {**site.each_context(request), "title": title}
    response = TemplateResponse(request, f"admin/people/{name}.html", context)
    response["Cache-Control"] = "no-store"
    return response
