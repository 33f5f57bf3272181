"""Themes at the desk: merging, deleting, and new ones that an import proposes."""

import pytest
from django.urls import reverse

from reforms import history
from reforms.admin.themes.of_import import prefix_of
from reforms.models import BatchImport, Case, Theme
from tests.admin.import_pages import page_of as page_of_import
from tests.admin.import_pages import paste
from tests.admin.roles import make_roles, member
from tests.support import cast
from tests.support.release_text import NEWS, OFFICIAL

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


FOREIGN = NEWS.replace("实化监管责任", "健全流程管理体系")


def pasted_with_foreign_heading(client) -> BatchImport:
    paste(client, FOREIGN)
    return BatchImport.objects.get()


def headings_page(batch_import: BatchImport) -> str:
    return reverse("admin:reforms_theme_import", args=[batch_import.pk])


def wanted(heading: str, **fields) -> dict:
    """The fields of the new theme of a heading, with the box ticked."""
    fields = {"wanted": "on", "position": 5, "scheme": "", "scheme_en": "", "slug": ""} | fields
    return {f"{prefix_of(heading)}-{name}": value for name, value in fields.items()}


HEADING = "健全流程管理体系"
PROCESS = {"name": "流程管理体系", "name_en": "Process management"}


def test_a_heading_that_is_no_theme_leads_to_a_new_one_and_back(admin_client):
    batch_import = pasted_with_foreign_heading(admin_client)
    page = admin_client.get(page_of_import(batch_import)).content.decode()
    assert "小标题“健全流程管理体系”（第 3、4 件）没有对上主题。" in page
    assert "对不上已有的责任主题" not in page  # said once
    title = f"row-{batch_import.rows.first().pk}-title"
    form = {"_new_themes": "", title: "先改好的标题"}
    answer = admin_client.post(page_of_import(batch_import), form)
    assert batch_import.rows.first().cells["title"] == "先改好的标题"
    page = admin_client.get(answer["Location"]).content.decode()
    for field in ('-name" value="流程管理体系"', 'position" value="5"', "四类责任"):
        assert field in page
    saved = admin_client.post(answer["Location"], wanted(HEADING, **PROCESS), follow=True)
    assert "已把主题填到 2 件里，请核对。" in saved.content.decode()
    assert saved.redirect_chain[-1][0] == page_of_import(batch_import)
    assert batch_import.rows.last().cells["themes"] == "流程管理体系"
    theme = Theme.objects.get(name="流程管理体系")
    assert (theme.slug, theme.position) == ("process-management", 5)
    assert history.versions_of("theme", theme).get().note == f"导入 {batch_import}"


def test_cases_without_a_heading_are_said_to_have_no_theme(admin_client):
    admin_client.post("/admin/reforms/batchimport/add/", {"_paste": "1", "paste-text": OFFICIAL})
    page = admin_client.get(page_of_import(BatchImport.objects.get())).content.decode()
    assert "有 4 件没有写明主题，留空。" in page


def test_names_that_the_seed_knows_are_filled_in(admin_client):
    admin_client.post("/admin/reforms/batchimport/add/", {"_paste": "1", "paste-text": NEWS})
    batch_import = BatchImport.objects.get()
    page = admin_client.get(page_of_import(batch_import)).content.decode()
    assert ("没有对上主题" in page, "没有写明主题" in page) == (True, False)
    asked = admin_client.get(headings_page(batch_import))
    assert 'value="Supervisory responsibility"' in asked.content.decode()
    answer = admin_client.post(headings_page(batch_import), filled_fields(asked), follow=True)
    assert "已把主题填到 4 件里" in answer.content.decode()
    assert "没有写明主题" not in answer.content.decode()
    assert set(Theme.objects.values_list("slug", flat=True)) == {
        "political",
        "case-handling",
        "supervisory",
    }


def filled_fields(page) -> dict:
    """What a browser sends back from the page of the headings."""
    return {
        f"{row.prefix}-{name}": "on" if name == "wanted" else row.initial.get(name, "")
        for row in page.context["rows"]
        for name in row.fields
    }


def test_a_heading_without_its_tick_becomes_no_theme(admin_client):
    batch_import = pasted_with_foreign_heading(admin_client)
    form = wanted(HEADING, **PROCESS)
    del form[f"{prefix_of(HEADING)}-wanted"]
    admin_client.post(headings_page(batch_import), form)
    assert Theme.objects.count() == 4


@pytest.mark.parametrize(
    "fields",
    [
        PROCESS | {"name_en": ""},
        PROCESS | {"slug": "political"},
        PROCESS | {"name_en": "流程", "slug": ""},
        PROCESS | {"position": "x"},
    ],
)
def test_what_is_wrong_stays_on_the_page_and_nothing_is_stored(admin_client, fields):
    batch_import = pasted_with_foreign_heading(admin_client)
    page = admin_client.post(
        headings_page(batch_import), wanted(HEADING, **fields)
    ).content.decode()
    assert 'class="errorlist"' in page
    assert 'value="流程管理体系"' in page
    assert Theme.objects.count() == 4


def test_the_same_slug_twice_stores_neither(admin_client):
    paste(admin_client, FOREIGN.replace("细化办案责任", "健全服务大局体系"))
    batch_import = BatchImport.objects.get()
    other = {"name": "服务大局体系", "name_en": "Process management"}
    form = wanted("健全服务大局体系", **other) | wanted(HEADING, **PROCESS)
    assert (
        'class="errorlist"' in admin_client.post(headings_page(batch_import), form).content.decode()
    )
    assert Theme.objects.count() == 4


def test_what_was_typed_stays_with_its_heading_though_another_got_its_theme(admin_client):
    paste(admin_client, FOREIGN.replace("细化办案责任", "健全服务大局体系"))
    batch_import = BatchImport.objects.get()
    form = filled_fields(admin_client.get(headings_page(batch_import)))
    form |= {name: "Process management" for name in form if name.endswith("-name_en")}
    history.save_theme(Theme(slug="whole", name="服务大局体系", name_en="The whole"))
    admin_client.post(page_of_import(batch_import), {"_themes": ""})
    admin_client.post(headings_page(batch_import), form)
    assert list(Theme.objects.order_by("pk").values_list("name", flat=True))[-2:] == [
        "服务大局体系",
        "流程管理体系",
    ]


def test_an_import_that_is_over_has_no_headings(admin_client):
    batch_import = pasted_with_foreign_heading(admin_client)
    admin_client.post(page_of_import(batch_import), {"_discard": ""})
    assert "小标题都对上主题了。" in admin_client.get(headings_page(batch_import)).content.decode()


def test_a_theme_that_was_added_elsewhere_is_filled_in_by_a_click(admin_client):
    batch_import = pasted_with_foreign_heading(admin_client)
    theme = Theme(slug="process", name="流程管理体系", name_en="Process management")
    history.save_theme(theme)
    page = admin_client.get(page_of_import(batch_import)).content.decode()
    assert "填入“流程管理体系”" in page
    answer = admin_client.post(page_of_import(batch_import), {"_themes": ""}, follow=True)
    assert "已把主题填到 2 件里" in answer.content.decode()
    assert "没有对上主题" not in answer.content.decode()


def test_who_may_add_no_theme_is_told_whom_to_ask():
    make_roles()
    editor = member("编辑")
    batch_import = pasted_with_foreign_heading(editor)
    page = editor.get(page_of_import(batch_import)).content.decode()
    assert "要新增的，请管理员打开这一页" in page
    assert "_new_themes" not in page
    assert editor.get(headings_page(batch_import)).status_code == 403


def test_the_form_shows_the_order_with_its_colours(admin_client):
    cast.theme("political")
    page = admin_client.get("/admin/reforms/theme/add/").content.decode()
    assert '<li class="theme-1 mark-1">政治责任 <small>1</small></li>' in page
