"""The editors' page that erases."""

import pytest
from django.urls import reverse

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
    for words in ("<li>案例（正文）：1 处</li>", "<li>历史版本：2 处</li>", page_of(other)):
        assert words in text
    case.refresh_from_db()
    assert case.body == "𬱟璐的故事"


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
