"""The pages about colleagues: who has what, invitations, lost phones, leaving, lost passwords."""

from typing import Any, cast
from zlib import crc32

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from .account_changes import CHANGES, invite, is_offered, is_waiting, save
from .account_record import record_of
from .invitations import link_for, send_link
from .lockout import may_have_link
from .people_forms import ForgottenForm, PersonForm
from .proof import has_recent_proof
from .roles import MANAGES, may_manage, name_of, role_in_words


def people(request: HttpRequest) -> HttpResponse:
    """Who has which role; the form invites somebody, and leads to the page with the link."""
    if not request.user.has_perm(MANAGES):
        raise PermissionDenied
    form, user = invited(request) if request.method == "POST" else (PersonForm(), None)
    if user:
        return HttpResponseRedirect(url_of(user))
    return page(request, "people", _("同事"), form=form, people=colleagues())


def invited(request: HttpRequest) -> tuple[PersonForm, User | None]:
    """The form that was sent, and the new account if it is valid."""
    for _attempt in range(2):
        try:
            with transaction.atomic():
                form = PersonForm(request.POST)
                return form, invite(actor_of(request), form) if form.is_valid() else None
        except (
            IntegrityError
        ):  # the other click of a double one was first: now its account is found
            continue
    return form, None


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
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        press(request, user, form)
        return HttpResponseRedirect(url_of(user))
    waits = is_waiting(user)
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
        record=record_of(user),
    )


def press(request: HttpRequest, user: User, form: PersonForm) -> None:
    """Do what a button asks for, and say so. Raises BadRequest for a form without one."""
    buttons = [name for name in ("_save", *CHANGES) if name in request.POST]
    if len(buttons) != 1:
        raise BadRequest("not a form of this page")
    actor = actor_of(request)
    with transaction.atomic():
        # Read again under a lock: another administrator may have closed the account meanwhile.
        user = form.person = get_object_or_404(User.objects.select_for_update(), pk=user.pk)
        if form.is_bound:
            messages.success(request, save(actor, user, form))
        elif is_offered(buttons[0], user):
            messages.success(request, CHANGES[buttons[0]](actor, user))
        else:
            messages.warning(request, _("什么也没有改：这个账号刚才已经变了，请看本页现在的样子。"))


def actor_of(request: HttpRequest) -> User:
    """The colleague who sends a request to a page that lets nobody else in."""
    return cast(User, request.user)


def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link to whoever has an account; the answer is the same where nobody has.

    After a few links in a day no more are sent, and the answer stays the same.
    """
    form = ForgottenForm(
        request.POST if settings.HAS_MAIL and request.POST else None, label_suffix=""
    )
    if not form.is_valid():
        return page(request, "forgotten", _("忘记密码"), form=form, mails=settings.HAS_MAIL)
    name = form.cleaned_data["name"].strip().lower()
    user = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).first()
    if user and not (user.is_active and user.is_staff and user.email):
        user = None
    # Whoever has no account is counted too: it has to take the same time.
    key = f"{user.pk}" if user else f"nobody-{crc32(name.encode()) % 1_000}"
    if may_have_link(key) and user:
        send_link(user, "admin/people/forgotten.txt", user.email)
    return page(request, "forgotten_sent", _("请查收邮件"))


def url_of(user: User) -> str:
    return reverse("admin:person", args=[user.pk])


def page(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    """A page of this room, which no cache may store."""
    context |= {**site.each_context(request), "title": title}
    response = TemplateResponse(request, f"admin/people/{name}.html", context)
    response["Cache-Control"] = "no-store"
    return response
