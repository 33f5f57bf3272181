"""Headings of a release that are none of our themes are shown, and filled in once there is one."""

import pytest
from django.core.exceptions import ValidationError

from reforms import erasure, history, importing
from reforms.importing import start_release
from reforms.models import BatchImport, Case, Theme
from tests.support import cast
from tests.support.release_text import NEWS
from tests.support.uploads import applied

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

FOREIGN = NEWS.replace("实化监管责任", "健全流程管理体系")


def started(text: str = FOREIGN, *, without: str = "supervisory") -> BatchImport:
    """A release in a catalogue with all themes of the tests but one."""
    for slug in cast.THEMES.keys() - {without}:
        cast.theme(slug)
    return start_release(text)


def new_theme(name: str = "流程管理体系") -> Theme:
    theme = Theme(slug="process", name=name, name_en="Process management", position=5)
    return history.save_theme(theme)


def test_a_heading_that_is_none_of_ours_is_shown_with_its_cases():
    [heading] = importing.open_headings(started())
    assert (heading.text, heading.lines, heading.theme) == ("健全流程管理体系", [3, 4], None)
    assert heading.proposed_name == "流程管理体系"


def test_a_heading_whose_theme_was_deleted_is_one_too():
    [heading] = importing.open_headings(started(NEWS))
    assert (heading.text, heading.proposed_name) == ("实化监管责任", "监管责任")


def test_there_is_none_where_all_cases_have_a_theme():
    assert importing.open_headings(started(NEWS, without="")) == []


def test_a_new_theme_is_filled_in_with_the_heading_as_its_basis():
    batch_import, theme = started(), new_theme()
    assert importing.open_headings(batch_import)[0].theme == theme
    assert importing.fill_themes(batch_import) == 2
    assert importing.open_headings(batch_import) == []
    applied(batch_import)
    case = Case.objects.order_by("number").last()
    assert list(case.assignments.values_list("theme__slug", "basis", "passage")) == [
        ("process", "news", "健全流程管理体系")
    ]


def test_what_an_editor_chose_stays():
    batch_import = started()
    row = batch_import.rows.get(line=3)
    importing.correct(batch_import, {row.pk: {"cells": {"themes": "政治责任"}}}, {})
    new_theme()
    assert importing.fill_themes(batch_import) == 1
    assert batch_import.rows.get(line=3).cells["themes"] == "政治责任"


def test_a_theme_of_another_name_fills_nothing():
    batch_import = started()
    new_theme("别的主题")
    assert importing.fill_themes(batch_import) == 0


def test_an_import_that_is_over_is_left_alone():
    batch_import = started()
    importing.discard(batch_import)
    new_theme()
    assert importing.fill_themes(batch_import) == 0


def test_an_applied_import_is_refused():
    batch_import = started()
    applied(batch_import)
    new_theme()
    with pytest.raises(ValidationError):
        importing.fill_themes(batch_import)


@pytest.mark.django_db(transaction=True)  # an erasure vacuums the tables
def test_an_erasure_elsewhere_since_the_release_was_pasted_keeps_no_theme_out():
    batch_import = started()
    erasure.erase(cast.case(), None)
    new_theme()
    assert importing.fill_themes(batch_import) == 2
