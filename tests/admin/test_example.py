"""An empty desk offers an example to try; it is undone while nobody has worked on it."""

import pytest
from django.core.management import call_command

from reforms import history, importing
from reforms.models import Batch, Case, Theme, Version
from tests.admin.roles import make_roles, member
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HOME, ADDRESS = "/admin/", "/admin/reforms/batch/example/"


@pytest.fixture
def loaded(admin_client):
    """The desk with the example, and the page after the click."""
    return admin_client.post(ADDRESS, {"_load": ""}, follow=True).content.decode()


def undo(client) -> str:
    return client.post(ADDRESS, {"_undo": ""}, follow=True).content.decode()


def test_an_empty_desk_offers_it(admin_client):
    page = admin_client.get(HOME).content.decode()
    assert "载入示例：8 个主题，最高人民检察院 2021 年发布的 2 个批次、13 件案例。" in page
    assert not Batch.objects.exists()


def test_a_click_stores_drafts_that_can_be_published(admin_client, admin_user, loaded, client):
    assert "示例已载入：2 个批次、13 件草稿，公众还看不到。" in loaded
    assert (Theme.objects.count(), Case.objects.filter(status="draft").count()) == (8, 13)
    assert {(version.by, version.note) for version in Version.objects.all()} == {
        (admin_user, "载入示例")
    }
    assert client.get("/cases.json")["X-Total-Count"] == "0"
    assert len(history.publish(Case.objects.all())) == 13


def test_another_click_takes_all_of_it_away(admin_client, loaded):
    assert "撤销示例" in loaded
    page = undo(admin_client)
    assert "示例已撤销：删除草稿 13 件、批次 2 个、主题 8 个。" in page
    assert [model.objects.count() for model in (Case, Batch, Theme)] == [0, 0, 0]
    assert "载入示例：8 个主题" in page
    assert Version.objects.filter(action="deleted", note="撤销示例").count() == 23


def test_it_can_be_tried_again(admin_client, loaded):
    undo(admin_client)
    admin_client.post(ADDRESS, {"_load": ""})
    assert Case.objects.count() == 13


def change_case() -> None:
    case = Case.objects.get(reference="spp-reform-2-01")
    case.title = "改过的标题"
    history.save_case(case)


def publish_case() -> None:
    history.publish(Case.objects.filter(reference="spp-reform-2-01"))


def add_case() -> None:
    cast.draft(50, of=Batch.objects.get(slug="spp-reform-2"))


def change_batch() -> None:
    batch = Batch.objects.get(slug="spp-reform-2")
    batch.topic = "改过"
    history.save_batch(batch)


@pytest.mark.parametrize("work", [change_case, publish_case, add_case, change_batch])
def test_it_is_not_undone_once_somebody_worked_on_it(admin_client, loaded, work):
    work()
    before = Case.objects.count()
    assert "撤销示例" not in admin_client.get(HOME).content.decode()
    assert "不能一键撤销" in undo(admin_client)
    assert (Case.objects.count(), Theme.objects.count()) == (before, 8)


def test_themes_that_are_used_or_changed_stay(admin_client, loaded):
    cast.draft(1, of=cast.batch("own"), themes=("political",))
    theme = Theme.objects.get(slug="supervisory")
    theme.definition = "改过"
    history.save_theme(theme)
    page = undo(admin_client)
    assert "改过的、别的案例在用的主题没有删：政治责任、监管责任。" in page
    assert list(Theme.objects.values_list("slug", flat=True)) == ["political", "supervisory"]


def test_themes_that_were_there_are_used_and_stay(admin_client):
    history.save_theme(Theme(slug="politics", name="政治责任", name_en="Politics"))
    admin_client.post(ADDRESS, {"_load": ""})
    assert Case.objects.filter(themes__slug="politics").exists()
    undo(admin_client)
    assert Theme.objects.get().slug == "politics"


def test_it_is_not_loaded_into_a_catalogue_with_batches(admin_client):
    cast.batch("own")
    assert "载入示例" not in admin_client.get(HOME).content.decode()
    page = admin_client.post(ADDRESS, {"_load": ""}, follow=True).content.decode()
    assert "案例库已经有批次，不再载入示例。" in page
    assert Batch.objects.count() == 1


def test_only_administrators_are_offered_it():
    make_roles()
    for role in ("编辑", "发布"):
        client = member(role)
        assert "载入示例" not in client.get(HOME).content.decode()
        assert client.post(ADDRESS, {"_load": ""}).status_code == 403
    assert "载入示例" in member("管理员").get(HOME).content.decode()


def test_reading_the_address_does_nothing(admin_client):
    assert admin_client.get(ADDRESS).status_code == 405
    assert not Batch.objects.exists()


def test_the_example_needs_no_seed_and_the_seed_leaves_it_alone(admin_client, loaded):
    call_command("seed")
    assert Case.objects.filter(status="draft").count() == 13
    assert importing.obstacles() == []


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_empty_public_site_says_what_to_do_next(client, prefix):
    assert '<a href="/admin/">' in client.get(f"{prefix}/").content.decode()
    cast.case()
    assert '<a href="/admin/">' not in client.get(f"{prefix}/").content.decode()
