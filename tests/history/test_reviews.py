"""Where an office wants it, several people look through a case before it goes public."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reforms import erasure, history
from reforms.models import Case, Review, Version
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def three(settings):
    """An office where three people look through each case."""
    settings.REVIEWS = 3


def edit(name: str) -> history.Edit:
    """An edit by the colleague of this name, who may publish, with a proof."""
    by = User.objects.filter(username=name).first() or User.objects.create_superuser(name)
    return history.Edit(by, proof_age=0)


def review(case: Case, *names: str) -> None:
    for name in names:
        history.review([case], edit(name), up_to=2)


def refusals(case: Case, name: str) -> list[str]:
    with pytest.raises(ValidationError) as error:
        history.publish([case], edit(name))
    return error.value.messages


def test_the_publisher_alone_decides_by_default():
    case = cast.draft()
    assert history.stages_before_publishing() == ()
    history.publish([case], edit("赵敏"))
    assert Case.objects.get().is_public


def test_a_case_is_refused_by_the_stages_that_it_lacks(three):
    case = cast.draft()
    assert refusals(case, "赵敏") == [f"{case}：缺初审、缺复审"]
    review(case, "李思源")
    assert refusals(case, "赵敏") == [f"{case}：缺复审"]
    assert not Case.objects.get().is_public


def test_three_different_people_publish_a_case(three):
    case = cast.draft()
    review(case, "李思源", "陈浩")
    [published] = history.publish([case], edit("赵敏"))
    assert published.is_public
    stages = [(each.name, each.by.username) for each in Review.objects.all()]
    assert stages == [("初审", "李思源"), ("复审", "陈浩")]


def test_a_reviewer_does_not_publish(three):
    case = cast.draft()
    review(case, "李思源", "赵敏")
    assert refusals(case, "赵敏") == [f"{case}：您做过复审，要由另一位有发布权限的同事发布"]


def test_one_person_makes_one_stage(three):
    case = cast.draft()
    review(case, "李思源")
    with pytest.raises(ValidationError, match="没有等您审的"):
        review(case, "李思源")
    assert Review.objects.count() == 1


def test_a_second_stage_is_not_made_by_whoever_makes_the_first_only(three):
    case = cast.draft()
    review(case, "李思源")
    with pytest.raises(ValidationError, match="没有等您审的"):
        history.review([case], edit("陈浩"), up_to=1)


def test_a_change_makes_reviews_void(three):
    case = cast.draft()
    review(case, "李思源", "陈浩")
    case.refresh_from_db()
    case.title = "改过的标题"
    history.save_case(case)
    assert refusals(case, "赵敏") == [f"{case}：缺初审、缺复审"]


def test_a_change_of_the_batch_makes_reviews_void(three):
    case = cast.draft()
    review(case, "李思源", "陈浩")
    case.batch.title = "改过的批次"
    history.save_batch(case.batch)
    assert history.reviews_of([case]) == {}


def test_a_draft_is_submitted_by_its_first_review_and_loses_it_when_returned(three):
    case = cast.draft()
    review(case, "李思源")
    assert Case.objects.get().status == "in-review"
    history.set_review_status([case], "draft")
    assert history.reviews_of([case]) == {}


def test_a_withdrawn_case_is_reviewed_before_it_comes_back(three):
    case = cast.case()
    history.withdraw([case], "catalogue")
    assert refusals(case, "赵敏") == [f"{case}：缺初审、缺复审"]
    review(case, "李思源", "陈浩")
    history.publish([case], edit("赵敏"))
    assert Case.objects.get().is_public


def test_a_batch_is_reviewed_and_checked_in_a_few_statements(three):
    cases = [cast.draft(number) for number in range(1, 4)]
    review(cases[0], "李思源")
    history.review(cases, edit("李思源"), up_to=2)
    assert {len(reviews) for reviews in history.reviews_of(cases).values()} == {1}
    with CaptureQueriesContext(connection) as queries:
        lacks = history.unreviewed(cases, edit("李思源").by)
    assert set(lacks.values()) == {"缺复审"}
    assert len([query for query in queries if "reforms_review" in query["sql"]]) == 1


def test_too_many_at_once_are_refused(three, monkeypatch):
    monkeypatch.setattr("reforms.history.reviewing.MOST_AT_ONCE", 1)
    with pytest.raises(ValidationError, match="一次最多审 1 件"):
        history.review([cast.draft(1), cast.draft(2)], edit("李思源"), up_to=2)


def test_the_record_outlives_the_account(three):
    case = cast.draft()
    review(case, "李思源", "陈浩")
    User.objects.get(username="李思源").delete()
    history.publish([case], edit("赵敏"))
    assert Case.objects.get().is_public


@pytest.mark.django_db(transaction=True)
def test_an_erasure_makes_reviews_void(three):
    case = cast.draft(body="姓名某某的故事")
    review(case, "李思源")
    erasure.erase(case, erasure.checked_phrase(case, "姓名某某"))
    assert history.reviews_of([case]) == {}


def test_the_system_publishes_without(three):
    history.publish([cast.draft()])
    assert Case.objects.get().is_public


def test_the_history_says_who_reviewed_which_version(three):
    case = cast.draft()
    review(case, "李思源")
    [newest, *_former] = history.changes_by_version(Version.Subject.CASE, case)
    assert [each.name for each in newest.version.reviews.all()] == ["初审"]


def test_drafts_are_deleted_together_with_their_reviews(three):
    case = cast.draft()
    review(case, "李思源")
    history.delete_cases([case], edit("赵敏"))
    connection.check_constraints()
    assert not Review.objects.exists()
