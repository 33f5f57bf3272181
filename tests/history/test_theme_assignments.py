"""What a theme is assigned by, and who therefore assigned the themes of a case."""

import pytest

from reforms import history
from reforms.models import Case, ThemeAssignment, Version, recording
from tests.history.revisions import without
from tests.support import cast

pytestmark = pytest.mark.django_db


def case_by(*bases: str) -> Case:
    """A case with a theme assigned by each of the bases."""
    slugs = ("political", "supervisory")
    assignments = [
        ThemeAssignment(theme=cast.theme(slug), basis=basis, passage=f"强化{slug}")
        for slug, basis in zip(slugs, bases, strict=False)
    ]
    return history.save_case(cast.draft(), themes=assignments)


def test_it_keeps_basis_and_passage_where_the_theme_alone_is_given():
    case = case_by("news")
    history.save_case(case, themes=[cast.theme("political"), cast.theme("supervisory")])
    assert list(case.assignments.values_list("theme__slug", "basis", "passage")) == [
        ("political", "news", "强化political"),
        ("supervisory", "", ""),
    ]


@pytest.mark.parametrize(
    ("bases", "by"),
    [
        (("news", "title"), "issuer"),
        (("keyword", ""), "issuer"),
        (("news", "text"), "catalogue"),
        (("news", "catalogue"), "catalogue"),
        ((), "issuer"),
    ],
)
def test_it_says_who_assigned_the_themes(bases, by):
    assert case_by(*bases).themes_by == by


def test_bulk_and_single_writer_store_the_same_assignments():
    case = case_by("news")
    history.save_cases([history.prepare(case, None, list(case.bodies.all()))])
    assert [version.state["theme_bases"] for version in Version.objects.filter(subject="case")] == [
        [],
        ["news"],
        ["news"],
    ]
    assert case.assignments.get().passage == "强化political"


def test_reverting_brings_basis_and_passage_back():
    case = case_by("news")
    version = Version.objects.filter(subject="case").last()
    history.save_case(case, themes=[])
    history.revert(version)
    assert case.assignments.get().basis == "news"


def test_a_version_older_than_the_bases_keeps_who_assigned_the_themes():
    case = case_by("catalogue")
    version = Version.objects.filter(subject="case").last()
    older = without(version, "theme_bases", "theme_passages", "subtitle")
    history.save_case(case, themes=[])
    history.revert(older)
    case.refresh_from_db()
    assert (case.themes_by, case.assignments.get().basis) == ("catalogue", "catalogue")


def test_a_separator_in_a_passage_is_written_as_people_write_it():
    case = history.save_case(
        cast.draft(), themes=[ThemeAssignment(theme=cast.theme("political"), passage="甲;乙")]
    )
    assert case.assignments.get().passage == "甲；乙"


def test_a_stored_passage_is_cleaned_when_its_case_is_saved():
    case = case_by("news")
    with recording():
        ThemeAssignment.objects.update(passage="强化\u200b责任")
    history.save_case(Case.objects.get(pk=case.pk))
    assert case.assignments.get().passage == "强化责任"
    assert Version.objects.last().state["theme_passages"] == ["强化责任"]
