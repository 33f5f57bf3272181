"""Inviting a colleague by a one-time link, and what opens it."""

import re
import time

from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

NEW_PASSWORD = "另一个 很长的 密码 2026"
LINK = re.compile(r"http://casebook\.test(/admin/invitation/[^/]+/[^/]+/)")


def invite(client: Client, **fields) -> str:
    """The page after an invitation, as text."""
    form = {"name": "李思源", "role": "编辑", **fields}
    return client.post("/admin/people/", form, follow=True).content.decode()


def link_in(text: str) -> str:
    match = LINK.search(text)
    assert match is not None
    return match[1]


def set_password(link: str, password: str = NEW_PASSWORD) -> Client:
    """A browser in which somebody has opened a link and set a password."""
    client = Client()
    form_page = client.get(link, follow=True)
    form = {"new_password1": password, "new_password2": password}
    client.post(form_page.request["PATH_INFO"], form)
    return client


def person_page(name: str) -> str:
    return reverse("admin:person", args=[User.objects.get(username=name).pk])


def text_of(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def mails(count: int) -> list:
    """The mails sent, once there are so many: they are sent in the background."""
    for _attempt in range(100):
        if len(mail.outbox) >= count:
            break
        time.sleep(0.02)
    return mail.outbox
