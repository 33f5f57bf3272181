"""Many cases change in a few statements, which leave what a change of each alone would."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from reforms import history
from reforms.history import stored_lines
from reforms.history.states import case_state
from reforms.models import Case, CaseText, CsvLine, JsonLine, Revision, Version
from tests.support import cast

pytestmark = pytest.mark.django_db

Change = Callable[[list[Case]], object]
EDIT = history.Edit(note="见来函")


def publish(cases: list[Case]) -> None:
    history.publish(cases, EDIT)


def withdraw(cases: list[Case]) -> None:
    history.withdraw(cases, "merged", EDIT, successor="spp-reform-2-01")


def submit(cases: list[Case]) -> None:
    history.set_review_status(cases, "in-review", EDIT)


@pytest.fixture
def seed(monkeypatch) -> list[Case]:
    """The thirteen cases of the seed, and two drafts, at a clock that stands still."""
    at = datetime(2026, 11, 1, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
    call_command("seed", verbosity=0)
    return [*Case.objects.all(), cast.draft(20, themes=["political"]), cast.draft(21)]


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stored(after: int) -> list[list[dict[str, Any]]]:
    """All that is stored about cases, and their versions after the one with this key."""
    tables = [list(model.objects.order_by("pk").values()) for model in (Case, CaseText)]
    lines = [list(model.objects.order_by("pk").values()) for model in (CsvLine, JsonLine)]
    names = [field.attname for field in Version._meta.fields if field.name not in ("id", "at")]
    versions = Version.objects.filter(pk__gt=after).order_by("subject_id", "pk")
    return [*tables, *lines, list(versions.values(*names))]


def one_by_one(change: Change, cases: list[Case]) -> None:
    """A change of each case alone, as if each were the first to raise the revision."""
    number = Revision.current().number
    for case in cases:
        Revision.objects.update(number=number)
        change([case])
    Revision.objects.update(number=number + 1)


@pytest.mark.slow
@pytest.mark.parametrize("changes", [[publish], [submit], [withdraw], [withdraw, publish]])
def test_together_they_become_what_each_would_alone(seed, changes):
    after = Version.objects.latest("pk").pk
    with rolled_back():
        for change in changes:
            change(seed)
        together = stored(after)
    for change in changes:
        one_by_one(change, seed)
    assert Version.objects.filter(pk__gt=after).exists()
    assert stored(after) == together


@pytest.mark.slow
@pytest.mark.parametrize("change", [publish, withdraw, submit])
def test_versions_and_lines_are_what_the_stored_rows_say(seed, change):
    after = Version.objects.latest("pk").pk
    change(seed)
    versions = Version.objects.filter(pk__gt=after)
    assert versions
    for version in versions:
        assert version.state == case_state(Case.objects.get(pk=version.subject_id))
    states = {case.pk: case_state(case) for case in Case.objects.published()}
    for model, line in stored_lines.LINES.items():
        texts = dict(model.objects.values_list("case", "text"))
        assert texts == {key: line(state) for key, state in states.items()}


@pytest.mark.parametrize("change", [publish, withdraw, submit])
def test_they_take_no_query_for_each_case(db, change, django_assert_max_num_queries):
    cases = [cast.draft(number) for number in range(1, 21)]
    if change is withdraw:
        cases = history.publish(cases)
    with django_assert_max_num_queries(30):
        change(cases)


def test_a_batch_is_changed_without_a_query_for_each_case(db, django_assert_max_num_queries):
    history.publish([cast.draft(number) for number in range(1, 41)])
    batch = cast.batch()
    batch.topic = "另一个主题"
    with django_assert_max_num_queries(30):
        history.save_batch(batch)
