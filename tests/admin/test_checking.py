"""One click says that a batch and its series were compared with the issuer's site today."""

import pytest
from django.urls import reverse
from django.utils import timezone

from reforms.models import Batch, Version
from tests.admin.import_pages import words
from tests.admin.roles import member
from tests.support import cast

pytestmark = pytest.mark.django_db

CHECK = "今天核对过</button>"


def batch_page(batch: Batch) -> str:
    return reverse("admin:reforms_batch_change", args=[batch.pk])


def test_one_click_stores_the_day_and_who_it_was():
    batch, publisher = cast.case().batch, member("发布")
    assert CHECK in publisher.get(batch_page(batch)).text
    address = reverse("admin:reforms_batch_check", args=[batch.pk])
    page = words(publisher.post(address, {"_check": "1"}, follow=True))
    assert "已记下：今天与发布机关的网站核对过。" in page
    batch.refresh_from_db()
    assert batch.checked_on == timezone.localdate().isoformat()
    version = Version.objects.filter(subject="batch").last()
    assert (version.by.username, version.state["checked_on"]) == ("发布", batch.checked_on)


def test_it_is_offered_to_those_who_may_change_the_batch():
    public, editor = cast.case().batch, member("编辑")
    assert CHECK not in editor.get(batch_page(public)).text
    assert CHECK in editor.get(batch_page(cast.batch("empty"))).text


def test_the_address_takes_a_post_only():
    address = reverse("admin:reforms_batch_check", args=[cast.batch("empty").pk])
    assert member("编辑").get(address).status_code == 405
