"""Accounts at the editors' desk: Django's own, with a way to take a lost second factor away."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

DEVICES = (TOTPDevice, StaticDevice)


class StaffAdmin(UserAdmin):
    actions = ("reset_second_factor",)

    @admin.action(description=gettext_lazy("重设第二道验证（手机丢失）"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """The next login sets up a new device; recovery codes go too."""
        for device in DEVICES:
            device.objects.filter(user__in=users).delete()
        names = "、".join(user.get_username() for user in users)
        messages.success(request, _("已重设：%s。下次登录时重新设置。") % names)


def register(site: admin.AdminSite) -> None:
    """Put accounts in the place of Django's, and of the devices' own pages."""
    for device in DEVICES:
        site.unregister(device)
    site.unregister(User)
    site.register(User, StaffAdmin)
