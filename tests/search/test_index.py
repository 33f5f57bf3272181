"""Searches follow every way of changing a case, or the way is refused."""

import pytest
from django.core.management import call_command
from django.db import connection, models, transaction
from django.urls import reverse

from reforms import history
from reforms.models import Case, CaseText, Version, recording
from reforms.models.guard import UnrecordedChange
from tests.search.index_queries import ONE, keys_matching
from tests.support import cast

pytestmark = pytest.mark.django_db


def test_a_changed_case_is_found_by_its_new_words_only():
    case = cast.draft(title="旧话")
    case.title = "新词"
    history.save_case(case)
    assert (keys_matching("旧话"), keys_matching("新词")) == ([], ONE)


def test_a_changed_batch_is_found_through_its_cases():
    case = cast.draft(of=cast.batch(topic="旧话"))
    case.batch.topic = "新词"
    history.save_batch(case.batch)
    assert (keys_matching("旧话"), keys_matching("新词")) == ([], ONE)


def test_cases_written_in_bulk_are_found():
    case = cast.draft(title="旧话")
    case.title = "新词"
    history.save_cases([history.prepare(case, [], list(case.bodies.all()))])
    assert (keys_matching("旧话"), keys_matching("新词")) == ([], ONE)


def test_a_deleted_case_is_not_found():
    history.delete_case(cast.draft(title="旧话"))
    assert keys_matching("旧话") == []
    assert not CaseText.objects.exists()


def test_cases_deleted_together_are_not_found():
    cast.draft(title="旧话")
    with recording():
        Case.objects.all().delete()
    assert not CaseText.objects.exists()


def test_a_failed_change_leaves_the_index():
    case = cast.draft(title="旧话")
    with transaction.atomic():
        case.title = "新词"
        history.save_case(case)
        transaction.set_rollback(True)
    assert (keys_matching("旧话"), keys_matching("新词")) == (ONE, [])


@pytest.mark.parametrize(
    "write",
    [
        lambda text: text.save(),
        lambda text: text.delete(),
        lambda text: CaseText.objects.update(title="x"),
        lambda text: CaseText.objects.bulk_update([text], ["title"]),
        lambda text: CaseText.objects.bulk_create([text]),
        lambda text: CaseText.objects.update_or_create(case=text.case, defaults={"title": "x"}),
    ],
)
def test_a_text_is_written_by_history_alone(write):
    text = cast.draft().text
    with pytest.raises(UnrecordedChange):
        write(text)


def test_a_fixture_of_texts_is_refused(tmp_path):
    fixture = tmp_path / "texts.json"
    cast.draft()
    call_command("dumpdata", "reforms.casetext", output=fixture, verbosity=0)
    with pytest.raises(UnrecordedChange):
        call_command("loaddata", fixture, verbosity=0)


def test_an_editor_in_the_admin_changes_what_is_found(admin_client):
    case = cast.draft(title="旧话")
    [body] = case.bodies.all()
    form = {
        **{name: getattr(case, name) for name in ("number", "title_by", "summary")},
        "batch": case.batch_id,
        "title": "新词",
        "opened_on": Version.objects.latest("pk").pk,
        "bodies-TOTAL_FORMS": 1,
        "bodies-INITIAL_FORMS": 1,
        "bodies-0-id": body.pk,
        "bodies-0-case": case.pk,
        "bodies-0-name": "昆山市检察院",
        "bodies-0-kind": body.kind,
        "bodies-0-place_basis": body.place_basis,
        "assignments-TOTAL_FORMS": 0,
        "assignments-INITIAL_FORMS": 0,
    }
    answer = admin_client.post(reverse("admin:reforms_case_change", args=[case.pk]), form)
    assert answer.status_code == 302, answer.content.decode()
    assert (keys_matching("旧话"), keys_matching("新词 昆山")) == ([], ONE)


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_table_keeps_the_texts():
    """Django on SQLite alters a table by making it anew, which drops its triggers."""
    cast.draft(title="旧话")
    added = models.TextField(default="")
    added.set_attributes_from_name("added")
    with connection.schema_editor() as editor:
        editor.add_field(Case, added)
    try:
        assert keys_matching("旧话") == ONE
    finally:
        with connection.schema_editor() as editor:
            editor.remove_field(Case, added)
