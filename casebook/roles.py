"""The roles of staff: groups whose permissions the migrations give, and who may change accounts."""

from django.contrib.auth.models import AnonymousUser, Group, User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Name of the group → what its members may do, as the desk says it.
ROLES = {
    "编辑": gettext_lazy("导入、写草稿、提交审核"),
    "发布": gettext_lazy("另外能发布、撤下、改动已发布的内容、撤销导入"),
    "管理员": gettext_lazy("另外能增改主题、抹除、管理同事的账号"),
}
MANAGES = "auth.change_user"  # the permission to change accounts, which administrators have


def role_of(user: User) -> str:
    """The highest role of a user; empty for none, and for a superuser."""
    names = {group.name for group in user.groups.all()}
    return next((name for name in reversed(ROLES) if name in names), "")


def role_in_words(user: User) -> str:
    return _("系统管理员") if user.is_superuser else role_of(user) or _("没有角色")


def set_role(user: User, role: str) -> None:
    """Give a user one role in place of the former one; raises DoesNotExist for an unknown one."""
    user.groups.set([Group.objects.get(name=role)])


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()


def may_manage(actor: User | AnonymousUser, user: User) -> bool:
    """Whether an account may be changed by somebody: superusers only by superusers."""
    return actor.has_perm(MANAGES) and (actor.is_superuser or not user.is_superuser)
