"""The lists, fields and previews of the editors' desk, and adding a batch."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from reforms.models import Batch, Case, Version
from tests.support import cast
from tests.support.case_forms import case_page

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("model", "title"), [("batch", "批次"), ("case", "案例"), ("theme", "主题")]
)
def test_it_shows_every_list_in_chinese(admin_client, model, title):
    cast.case(themes=("political",))
    page = admin_client.get(reverse(f"admin:reforms_{model}_changelist"))
    assert page.status_code == 200
    assert f"<h1>{title}</h1>" in page.content.decode()


def test_it_adds_a_batch(admin_client):
    form = {"title": "第三批典型案例", "slug": "spp-reform-3", "issuers": "最高人民检察院、公安部"}
    form |= {"released_on": "2022-03", "cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0}
    page = admin_client.post(reverse("admin:reforms_batch_add"), form)
    assert page.status_code == 302
    batch = Batch.objects.get()
    assert (batch.issuers, batch.date) == ("最高人民检察院;公安部", "2022-03")


def test_roles_of_issuers_are_shown_and_taken_in_words(admin_client):
    batch = cast.batch(issuers="甲院；乙院", issuer_roles="发布；指导")
    address = reverse("admin:reforms_batch_change", args=[batch.pk])
    assert 'name="issuer_roles" value="发布;指导"' in admin_client.get(address).content.decode()
    form = {"title": batch.title, "slug": batch.slug, "issuers": "甲院；乙院"}
    form |= {"issuer_roles": "组织评选、指导", "opened_on": Version.objects.last().pk}
    assert admin_client.post(address, form).status_code == 302
    batch.refresh_from_db()
    assert batch.issuer_roles == "organiser;guide"
    history = admin_client.get(reverse("admin:reforms_batch_history", args=[batch.pk]))
    assert "<del>发布</del><ins>组织评选</ins>；指导" in history.content.decode()


def test_a_word_that_is_no_role_is_refused_and_kept(admin_client):
    batch = cast.batch()
    form = {"title": batch.title, "slug": batch.slug, "issuers": batch.issuers}
    form |= {"issuer_roles": "旁观", "opened_on": Version.objects.last().pk}
    address = reverse("admin:reforms_batch_change", args=[batch.pk])
    page = admin_client.post(address, form).content.decode()
    assert 'name="issuer_roles" value="旁观"' in page
    assert page.count("旁观") == 2  # the field, and one message


def test_it_previews_a_draft_that_the_public_cannot_see(admin_client, client):
    case = cast.draft()
    assert case.title in admin_client.get(case_page(case, "preview")).content.decode()
    assert client.get("/cases/spp-reform-2-01/").status_code == 404
    assert client.get(case_page(case, "preview")).status_code == 302


def test_it_lists_a_joint_case_once(admin_client):
    cast.draft(1, bodies=(cast.CHONGQING, cast.CHONGQING))
    cast.draft(2)
    page = admin_client.get(reverse("admin:reforms_case_changelist") + "?province=chongqing")
    assert page.content.decode().count('class="action-select"') == 1


def test_it_finds_drafts_by_two_characters(admin_client):
    cast.draft(1, title="社会危险性量化评估")
    cast.draft(2)
    page = admin_client.get(reverse("admin:reforms_case_changelist") + "?q=量化")
    assert page.content.decode().count('class="action-select"') == 1


def test_it_links_to_the_site_for_public_cases_only(admin_client):
    assert "/cases/spp-reform-2-01/" in admin_client.get(case_page(cast.case(1))).content.decode()
    assert (
        "/cases/spp-reform-2-02/" not in admin_client.get(case_page(cast.draft(2))).content.decode()
    )


def test_it_deletes_drafts_and_nothing_else(admin_client):
    draft, public = cast.draft(1), cast.case(2)
    admin_client.post(case_page(draft, "delete"), {"post": "yes"})
    assert admin_client.post(case_page(public, "delete"), {"post": "yes"}).status_code == 403
    assert list(Case.objects.all()) == [public]


@pytest.mark.parametrize("model", ["case", "batch", "theme"])
def test_every_field_says_in_chinese_what_belongs_there(admin_client, model):
    page = admin_client.get(reverse(f"admin:reforms_{model}_add"))
    forms = [page.context["adminform"].form]
    forms += [formset.formset.empty_form for formset in page.context["inline_admin_formsets"]]
    help_texts = {
        name: str(field.help_text)
        for form in forms
        for name, field in form.fields.items()
        if not field.widget.is_hidden and name not in ("over", "DELETE")
    }
    assert [
        name for name, words in help_texts.items() if not re.search("[\u4e00-\u9fff]", words)
    ] == []
    assert len(help_texts) >= 7
    html = page.content.decode()
    assert [name for name, words in help_texts.items() if escape(words) not in html] == []


def test_its_pages_run_only_their_own_scripts(admin_client):
    policy = admin_client.get(reverse("admin:index"))["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
