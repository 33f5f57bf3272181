"""Accounts at the editors' desk: Django's own, with a reset for lost second factors."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .account_guard import DEVICES

if TYPE_CHECKING:
    UserModelAdmin = UserAdmin[User]
else:
    UserModelAdmin = UserAdmin  # takes no type parameter at run time


class StaffAdmin(UserModelAdmin):
    """Django's accounts, with an action that removes second factors."""

    actions = ("reset_second_factor",)

    @admin.action(description=gettext_lazy("重设第二道验证（手机丢失）"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Delete devices and recovery codes; the next login sets up a new device."""
        with transaction.atomic():
            for device in DEVICES:
                device._default_manager.filter(user__in=users).delete()
        names = "、".join(user.get_username() for user in users)
        messages.success(request, _("已重设：%s。下次登录时重新设置。") % names)


def register(site: admin.AdminSite) -> None:
    """Replace Django's page of accounts with ours, and remove the pages of the devices."""
    for device in DEVICES:
        site.unregister(device)
    site.unregister(User)
    site.register(User, StaffAdmin)
