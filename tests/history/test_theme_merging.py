"""A theme is merged into another: its cases move, history tells, its addresses lead on."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from reforms import history
from reforms.history import Edit, ProofNeeded
from reforms.models import Case, FormerSlug, Revision, Theme, ThemeAssignment, Version, recording
from tests.support import cast
from tests.support.uploads import upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def merge(slug: str = "political", into: str = "supervisory", **options) -> int:
    return history.merge_themes(cast.theme(slug), cast.theme(into), **options)


def themes_of(case: Case) -> list[tuple[str, str, str]]:
    stored = Case.objects.get(pk=case.pk)
    return list(stored.assignments.values_list("theme__slug", "basis", "passage"))


def with_bases(number: int, **bases: str) -> Case:
    """A case with a theme by each of the bases."""
    assignments = [
        ThemeAssignment(theme=cast.theme(slug), basis=basis, passage=f"{slug}的原话")
        for slug, basis in bases.items()
    ]
    return history.save_case(cast.draft(number), themes=assignments)


def test_its_cases_move_with_what_they_were_assigned_by():
    case = with_bases(1, political="news")
    other = cast.draft(2, themes=("hierarchical",))
    assert merge() == 1
    assert themes_of(case) == [("supervisory", "news", "political的原话")]
    assert themes_of(other) == [("hierarchical", "", "")]
    assert Case.objects.get(pk=case.pk).theme_key == "supervisory"
    assert not Theme.objects.filter(slug="political").exists()


def test_a_case_with_both_has_the_other_once_by_its_own_basis():
    case = with_bases(1, political="catalogue", supervisory="title")
    merge()
    assert themes_of(case) == [("supervisory", "title", "supervisory的原话")]
    assert Case.objects.get(pk=case.pk).themes_by == "issuer"


def test_a_case_with_both_takes_a_basis_where_the_other_has_none():
    cast.theme("political")
    case = history.save_case(
        cast.draft(1, themes=("supervisory",)),
        themes=[
            ThemeAssignment(theme=cast.theme("political"), basis="news", passage="原话"),
            cast.theme("supervisory"),
        ],
    )
    merge()
    assert themes_of(case) == [("supervisory", "news", "原话")]


def test_each_case_and_both_themes_get_a_version_that_says_so(admin_user):
    public, draft = cast.case(1, themes=("political",)), cast.draft(2, themes=("political",))
    cast.theme("supervisory")
    before = Version.objects.count()
    merge(edit=Edit(admin_user, "同一回事", proof_age=0))
    versions = list(Version.objects.order_by("pk")[before:])
    assert [(version.subject, version.reference, version.action) for version in versions] == [
        ("case", public.reference, "changed"),
        ("case", draft.reference, "changed"),
        ("theme", "political", "deleted"),
        ("theme", "supervisory", "changed"),
    ]
    assert {version.note for version in versions} == {
        "主题“政治责任”（political）并入“监管责任”：同一回事"
    }
    assert {version.by for version in versions} == {admin_user}
    assert versions[0].revision is not None
    assert versions[1].revision is None


def test_more_cases_than_a_block_move(monkeypatch):
    monkeypatch.setattr("reforms.history.edits.BLOCK", 2)
    for number in range(1, 6):
        cast.draft(number, themes=("political",))
    assert merge() == 5
    assert set(Case.objects.values_list("theme_key", flat=True)) == {"supervisory"}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_addresses_with_its_slug_lead_to_the_other(client, prefix):
    cast.case(1, themes=("political",))
    cast.case(2, themes=("hierarchical",))
    merge()
    page = client.get(f"{prefix}/themes/political/")
    assert (page.status_code, page["Location"]) == (301, f"{prefix}/themes/supervisory/")
    text = client.get(f"{prefix}/cases/?theme=political").content.decode()
    assert "spp-reform-2-01" in text
    assert "spp-reform-2-02" not in text
    file = client.get(f"{prefix}/cases.csv?theme=political")
    assert (file.status_code, file["X-Total-Count"]) == (200, "1")
    both = client.get(f"{prefix}/cases.csv?theme=political&theme=supervisory&theme=hierarchical")
    assert both["X-Total-Count"] == "2"
    assert client.get(f"{prefix}/cases.csv?theme=politics").status_code == 400


def test_a_second_merger_takes_the_first_along(client):
    merge("political", "supervisory")
    merge("supervisory", "hierarchical")
    assert client.get("/themes/political/")["Location"] == "/themes/hierarchical/"
    assert client.get("/themes/supervisory/")["Location"] == "/themes/hierarchical/"


def test_its_slug_is_not_given_to_another_theme():
    merge()
    with pytest.raises(ValidationError, match="是并入“监管责任”的主题的网址名"):
        history.save_theme(Theme(slug="political", name="另一个", name_en="Another"))


def test_an_old_version_comes_back_with_the_theme_that_it_became():
    case = with_bases(1, political="news", supervisory="title")
    version = Version.objects.filter(subject="case").last()
    merge()
    history.revert(version)
    assert [slug for slug, *_rest in themes_of(case)] == ["supervisory"]


def test_a_table_from_before_names_the_theme_that_it_became():
    case = cast.draft(1, themes=("political",))
    merge()
    found = upload(f"编号,主题\n{case.reference},political\n")
    assert found.counts["same"] == 1


def test_themes_of_two_schemes_are_merged_only_if_that_is_meant():
    case = cast.draft(1, themes=("political",))
    theme = cast.theme("political")
    theme.scheme = "别的体系"
    history.save_theme(theme)
    with pytest.raises(ValidationError, match="不属于同一套体系"):
        merge()
    assert [slug for slug, *_rest in themes_of(case)] == ["political"]
    assert merge(across_schemes=True) == 1


def test_a_theme_is_not_merged_into_itself_or_a_deleted_one():
    theme, deleted = cast.theme("political"), cast.theme("supervisory")
    with pytest.raises(ValidationError, match="请选另一个主题"):
        history.merge_themes(theme, theme)
    history.delete_theme(Theme.objects.get(pk=deleted.pk))
    with pytest.raises(ValidationError, match="刚才被删除了"):
        history.merge_themes(theme, deleted)
    assert Theme.objects.filter(slug="political").exists()


def test_a_case_does_not_get_a_theme_that_was_merged_away():
    case, read_before = cast.draft(1), cast.theme("political")
    merge()
    with pytest.raises(ValidationError, match="“政治责任”刚才被删除，或者并入了别的主题"):
        history.save_case(case, themes=[read_before])
    assert themes_of(case) == []


def test_without_a_proof_nothing_moves(admin_user):
    case = cast.draft(1, themes=("political",))
    with pytest.raises(ProofNeeded):
        merge(edit=Edit(admin_user))
    assert [slug for slug, *_rest in themes_of(case)] == ["political"]


def test_the_counts_of_the_public_pages_follow(client):
    cast.case(1, themes=("political",))
    before = Revision.current().number
    merge()
    assert Revision.current().number > before
    assert "political" not in client.get("/cases.facets.json").content.decode()


def test_the_database_keeps_a_theme_that_cases_have():
    cast.draft(1, themes=("political",))
    with recording(), pytest.raises(ProtectedError):
        cast.theme("political").delete()
    assert FormerSlug.objects.count() == 0
