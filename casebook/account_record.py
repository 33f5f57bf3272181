"""The record of accounts: who did what to which account, and when. The desk only adds to it."""

import logging

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from .roles import name_of

logger = logging.getLogger(__name__)

# What is done → how the desk says it. The log has the first, which names nobody.
ACTIONS = {
    "invite": gettext_lazy("建立账号"),
    "save": gettext_lazy("修改"),
    "show": gettext_lazy("看一次性链接"),
    "link": gettext_lazy("作废原来的密码或链接，给新的"),
    "device": gettext_lazy("重设第二道验证"),
    "leave": gettext_lazy("停用账号"),
    "return": gettext_lazy("重新启用，给新链接"),
    "password": gettext_lazy("用一次性链接设密码"),
}


def record(actor: User, account: User, action: str, details: str = "") -> None:
    """Note one of ACTIONS, in the transaction that does it, and write a line to the log."""
    text = str(ACTIONS[action])
    LogEntry.objects.create(
        user=actor,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(account.pk),
        object_repr=name_of(account)[:200],
        action_flag=CHANGE,
        change_message=f"{text}：{details}" if details else text,
    )
    logger.info("account %s: %s by account %s", account.pk, action, actor.pk)


def record_of(account: User) -> QuerySet[LogEntry]:
    """What was done to an account, the newest first."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(account.pk)
    )
    return entries.select_related("user").order_by("-pk")
