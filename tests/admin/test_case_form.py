"""The form that adds and changes a case, and what it refuses."""

import pytest
from django.urls import reverse

from reforms.models import Case, Version
from tests.support import cast
from tests.support.case_forms import case_form, case_page

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BODIES = [
    {"name": "重庆市检察院", "province": "chongqing"},
    {"name": "四川省检察院", "province": "sichuan"},
]


def test_it_adds_a_joint_case_as_a_draft(admin_client, admin_user):
    themes = [cast.theme("supervisory").pk]
    form = case_form(cast.batch(), BODIES, themes=themes, note="首次录入")
    page = admin_client.post(reverse("admin:reforms_case_add"), form)
    assert page.status_code == 302
    case = Case.objects.get()
    assert (case.reference, case.status) == ("spp-reform-2-01", "draft")
    assert (case.place_key, case.theme_key) == (
        "chongqing:provincial;sichuan:provincial",
        "supervisory",
    )
    version = Version.objects.get(subject="case")
    assert (version.by, version.note) == (admin_user, "首次录入")


def test_it_changes_a_case_and_takes_a_body_away(admin_client):
    case = cast.case(bodies=(cast.CHONGQING, cast.SICHUAN))
    first, second = case.bodies.all()
    bodies = [
        {"id": first.pk, "case": case.pk, "name": first.name, "province": "chongqing"},
        {"id": second.pk, "case": case.pk, "name": second.name, "DELETE": "on"},
    ]
    page = admin_client.post(case_page(case), case_form(case.batch, bodies, title="新标题"))
    assert page.status_code == 302
    case.refresh_from_db()
    assert (case.title, case.place_key, case.revision) == ("新标题", "chongqing:provincial", 2)


def test_it_says_what_is_wrong_and_keeps_what_was_typed(admin_client):
    form = case_form(cast.batch(), BODIES, summary="坏\x00字")
    page = admin_client.post(reverse("admin:reforms_case_add"), form)
    assert page.status_code == 200
    assert "不允许是用空字符串" in page.content.decode() or "空字符" in page.content.decode()
    assert "四川省检察院" in page.content.decode()
    assert not Case.objects.exists()


def test_it_refuses_a_number_that_is_taken(admin_client):
    cast.draft(1)
    page = admin_client.post(reverse("admin:reforms_case_add"), case_form(cast.batch(), BODIES))
    assert "本批次已有这个序号的案例" in page.content.decode()
    assert Case.objects.count() == 1
