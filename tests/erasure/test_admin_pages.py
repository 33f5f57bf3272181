"""The editors' page that erases."""

import re

import pytest
from django.urls import reverse

from reforms.erasure import previews
from reforms.models import Case, Erasure
from tests.erasure.named_cases import NAME
from tests.erasure.stored_texts import is_stored
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def page_of(case: Case, name: str = "erase") -> str:
    return reverse(f"admin:reforms_case_{name}", args=[case.pk])


def test_its_page_shows_where_a_phrase_stands_before_it_erases(admin_client):
    case, other = cast.case(1, body=f"{NAME}的故事"), cast.case(2, body=f"也说到{NAME}")
    assert page_of(case) in admin_client.get(page_of(case, "change")).content.decode()
    asked = admin_client.post(page_of(case), {"kind": "phrase", "phrase": NAME, "_preview": "1"})
    text = asked.content.decode()
    for words in (
        "案例（正文） 1 处，历史版本 2 处",
        page_of(other, "change"),
        "<mark>𬱟璐</mark>的故事",
    ):
        assert words in text
    case.refresh_from_db()
    assert case.body == "𬱟璐的故事"


def test_what_is_ticked_on_its_page_goes_too(admin_client):
    case = cast.case(1, body=f"{NAME}的故事")
    others = [cast.case(number, body=f"也说到{NAME}") for number in (2, 3, 4)]
    form = {"kind": "phrase", "phrase": NAME, "_erase": "1"}
    form |= {"cases": [others[0].pk, others[1].pk]}
    admin_client.post(page_of(case), form)
    bodies = Case.objects.order_by("number").values_list("body", flat=True)
    assert list(bodies) == ["■■的故事", "也说到■■", "也说到■■", "也说到𬱟璐"]


def test_a_form_that_is_ticked_on_its_page_stays(admin_client):
    case = cast.case(body="李四到场。此外张李、四川二人也在。")
    page = admin_client.post(page_of(case), {"kind": "phrase", "phrase": "李四", "_preview": "1"})
    [kept] = re.findall(r'name="kept_forms" value="(\d+)"\s+checked', page.content.decode())
    form = {"kind": "phrase", "phrase": "李四", "kept_forms": kept, "_erase": "1"}
    admin_client.post(page_of(case), form)
    assert Case.objects.get().body == "■■到场。此外张李、四川二人也在。"


def test_its_page_erases_and_leaves_a_tombstone_in_the_history(admin_client, admin_user):
    case = cast.case(body=f"{NAME}的故事")
    answer = admin_client.post(
        page_of(case), {"kind": "phrase", "phrase": NAME, "_erase": "1"}, follow=True
    )
    text = answer.content.decode()
    assert answer.redirect_chain[0][0] == page_of(case, "history")
    for words in ("已抹除。", "抹除词句", admin_user.username, "其中的内容已于"):
        assert words in text
    assert NAME not in text
    assert not is_stored(NAME)
    tombstones = admin_client.get(reverse("admin:reforms_erasure_changelist")).content.decode()
    assert "spp-reform-2-01" in tombstones


def test_its_page_warns_that_a_public_case_will_be_withdrawn(admin_client):
    case = cast.case()
    page = admin_client.post(page_of(case), {"kind": "whole", "phrase": "", "_preview": "1"})
    assert "案例随之撤下" in page.content.decode()
    admin_client.post(page_of(case), {"kind": "whole", "phrase": "", "_erase": "1"})
    assert Case.objects.get().status == "withdrawn"


def test_its_page_says_that_a_phrase_stands_nowhere(admin_client):
    case = cast.case()
    page = admin_client.post(page_of(case), {"kind": "phrase", "phrase": NAME, "_preview": "1"})
    assert "没有找到" in page.content.decode()
    assert 'name="_erase"' not in page.content.decode()


def test_its_page_keeps_what_was_typed_where_it_refuses(admin_client):
    case = cast.case()
    page = admin_client.post(page_of(case), {"kind": "phrase", "phrase": "某", "_erase": "1"})
    assert "词句要有 2 至 200 个字" in page.content.decode()
    assert 'value="某"' in page.content.decode()
    assert not Erasure.objects.exists()


def test_its_page_refuses_what_stands_everywhere(admin_client, monkeypatch):
    monkeypatch.setattr(previews, "MOST_PLACES", 3)
    case = cast.case(body=NAME)
    page = admin_client.post(page_of(case), {"kind": "phrase", "phrase": NAME, "_preview": "1"})
    assert "没有找到" not in page.content.decode()
    assert 'name="_erase"' in page.content.decode()
    for number in (2, 3):
        cast.case(number, body=NAME)
    page = admin_client.post(page_of(case), {"kind": "phrase", "phrase": NAME, "_preview": "1"})
    assert "在 3 多处出现" in page.content.decode()
    assert f'value="{NAME}"' in page.content.decode()
