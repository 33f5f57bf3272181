"""Themes at the desk: merging, and why one that cases have is not deleted."""

import pytest
from django.urls import reverse

from reforms import history
from reforms.models import Case, Theme
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def page_of(theme: Theme, name: str = "change") -> str:
    return reverse(f"admin:reforms_theme_{name}", args=[theme.pk])


def test_the_page_of_a_theme_leads_to_merging_and_that_to_the_other(admin_client):
    cast.draft(1, themes=("political",))
    theme, into = cast.theme("political"), cast.theme("supervisory")
    assert page_of(theme, "merge") in admin_client.get(page_of(theme)).content.decode()
    asked = admin_client.get(page_of(theme, "merge")).content.decode()
    assert "“政治责任”的 1 件案例改属您选的主题" in asked
    assert "监管责任（四类责任）" in asked
    answer = admin_client.post(page_of(theme, "merge"), {"into": into.pk}, follow=True)
    assert "“政治责任”已并入“监管责任”，1 件案例改属它。" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == page_of(into)
    assert Case.objects.get().theme_key == "supervisory"


def test_two_schemes_are_asked_about(admin_client):
    cast.theme("political")
    into = history.save_theme(Theme(slug="other", name="另一套", name_en="Other"))
    address = page_of(cast.theme("political"), "merge")
    asked = admin_client.post(address, {"into": into.pk}).content.decode()
    assert "不属于同一套体系：确实要并入，请勾选" in asked
    admin_client.post(address, {"into": into.pk, "across_schemes": "on"})
    assert not Theme.objects.filter(slug="political").exists()


def test_nothing_is_merged_without_a_choice(admin_client):
    theme = cast.theme("political")
    for value in ("", "999", str(theme.pk)):
        admin_client.post(page_of(theme, "merge"), {"into": value})
        assert Theme.objects.filter(slug="political").exists()


def test_a_theme_that_cases_have_is_not_deleted_and_the_page_says_why(admin_client):
    cast.draft(1, themes=("political",))
    theme = cast.theme("political")
    answer = admin_client.post(page_of(theme, "delete"), {"post": "yes"}, follow=True)
    text = answer.content.decode()
    assert "主题“政治责任”还有 1 件案例，不能删除；可以并入另一个主题。" in text
    assert Theme.objects.filter(slug="political").exists()


def test_a_theme_without_cases_is_deleted(admin_client):
    theme = cast.theme("political")
    admin_client.post(page_of(theme, "delete"), {"post": "yes"}, follow=True)
    assert not Theme.objects.exists()


def test_a_new_name_is_in_the_history_and_the_address_stays(admin_client):
    theme = cast.theme("political")
    form = {"name": "政治担当", "name_en": "Political duty", "slug": "political", "position": 1}
    opened_on = history.last_version_key("theme", theme.pk)
    admin_client.post(page_of(theme), form | {"opened_on": opened_on, "note": "照新文件改"})
    page = admin_client.get(page_of(theme, "history")).content.decode()
    assert "照新文件改" in page
    assert "<del>政治责任</del>" in page
    assert Theme.objects.get().slug == "political"
