"""Proposals to change a public case wait beside it until a publisher decides."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from reforms import history
from reforms.models import Case, Proposal, Revision, Version
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def user(name: str) -> User:
    return User.objects.create_user(name, is_staff=True)


def propose(case: Case, by: User | None = None, **fields) -> Proposal:
    case = Case.objects.get(pk=case.pk)
    for name, value in fields.items():
        setattr(case, name, value)
    return history.propose(case, history.Edit(by, "照原文更正"))


def changed_title(case: Case, title: str) -> None:
    case = Case.objects.get(pk=case.pk)
    case.title = title
    history.save_case(case)


def test_a_proposal_changes_nothing_that_the_public_sees():
    case, revision = cast.case(), Revision.current().number
    proposal = propose(case, title="提议的标题")
    assert Case.objects.get().title == "第1件案例的标题"
    assert (Revision.current().number, proposal.status) == (revision, "open")
    assert history.merge(proposal).differences == [("title", "第1件案例的标题", "提议的标题")]


def test_a_taken_proposal_is_a_version_that_names_its_author():
    case, author = cast.case(themes=("political",)), user("李思源")
    proposal = propose(case, author, title="提议的标题")
    publisher = User.objects.create_superuser("赵敏")
    history.take(proposal, history.Edit(publisher, "属实", proof_age=0))
    version = Version.objects.last()
    assert Case.objects.get().title == "提议的标题"
    assert (version.by, version.action) == (publisher, "changed")
    assert version.note == "采纳李思源的提议：照原文更正；属实"
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by) == ("taken", publisher)
    assert [theme.slug for theme in Case.objects.get().themes.all()] == ["political"]


def test_taking_needs_a_proof_and_writes_nothing_without():
    proposal = propose(cast.case(), title="提议的标题")
    with pytest.raises(history.ProofNeeded):
        history.take(proposal, history.Edit(user("赵敏")))
    assert Case.objects.get().title == "第1件案例的标题"
    assert Proposal.objects.get().is_open


def test_only_what_was_proposed_is_changed():
    case = cast.case()
    proposal = propose(case, summary="提议的摘要")
    changed_title(case, "别人改的标题")
    history.take(proposal)
    stored = Case.objects.get()
    assert (stored.title, stored.summary) == ("别人改的标题", "提议的摘要")


def test_a_second_proposal_shows_its_difference_to_the_new_state():
    case = cast.case()
    first, second = propose(case, title="甲的标题"), propose(case, title="乙的标题", body="正文")
    history.take(first)
    merged = history.merge(second)
    assert [change.name for change in merged.differences] == ["title", "body"]
    assert merged.conflicts == [("title", "第1件案例的标题", "甲的标题", "乙的标题")]


def test_a_field_that_somebody_else_changed_too_is_not_overwritten():
    case = cast.case()
    proposal = propose(case, title="提议的标题")
    changed_title(case, "别人改的标题")
    with pytest.raises(ValidationError, match="提议之后，别人也改了：标题"):
        history.take(proposal)
    assert Case.objects.get().title == "别人改的标题"


def test_the_columns_of_bodies_are_taken_together():
    case = cast.case(bodies=(cast.JIANGSU,))
    bodies = [cast.body(*cast.YUNNAN), cast.body(*cast.NANSHA)]
    proposal = history.propose(case, bodies=bodies)
    changed_title(case, "别人改的标题")
    history.take(proposal)
    assert [body.province for body in Case.objects.get().bodies.all()] == ["yunnan", "guangdong"]
    assert Case.objects.get().title == "别人改的标题"


def test_the_columns_of_bodies_conflict_together():
    case = cast.case(bodies=(cast.JIANGSU,))
    other_level = [cast.body("江苏检察机关", "system", "jiangsu", "municipal")]
    proposal = history.propose(case, bodies=other_level)
    history.save_case(case, bodies=[cast.body(*cast.YUNNAN)])
    names = [conflict.name for conflict in history.merge(proposal).conflicts]
    assert names == ["bodies", "provinces", "levels"]


def test_the_source_of_the_batch_stays_the_batchs():
    case = cast.case()
    history.take(propose(case, title="提议的标题"))
    assert (Case.objects.get().source_name, Case.objects.get().source[0]) == ("", "正义网")


def test_what_is_public_already_is_no_proposal():
    with pytest.raises(ValidationError, match="与现在公开的相同"):
        propose(cast.case())
    assert not Proposal.objects.exists()


def test_a_proposal_that_equals_the_case_by_now_is_not_taken():
    case = cast.case()
    proposal = propose(case, title="同一个标题")
    changed_title(case, "同一个标题")
    assert history.merge(proposal).differences == []
    with pytest.raises(ValidationError, match="没有可采纳的"):
        history.take(proposal)


def test_a_draft_has_no_proposals():
    with pytest.raises(ValidationError, match="没有公开"):
        propose(cast.draft(), title="提议的标题")


def test_a_declined_proposal_says_why_and_cannot_be_taken():
    proposal = propose(cast.case(), title="提议的标题")
    with pytest.raises(ValidationError, match="请写明为什么"):
        history.decline(proposal, history.Edit(user("赵敏")))
    history.decline(proposal, history.Edit(user("陈浩"), "原文如此"))
    assert Proposal.objects.get().word == "原文如此"
    with pytest.raises(ValidationError, match="已经有结果：未采纳"):
        history.take(proposal)


def test_a_proposal_in_place_of_another_closes_it():
    case, author = cast.case(), user("李思源")
    first = propose(case, author, title="提议的标题")
    case.title = "改好的标题"
    history.propose(case, history.Edit(author), replaced=first)
    assert [(each.status, each.state["title"]) for each in Proposal.objects.all()] == [
        ("open", "改好的标题"),
        ("retracted", "提议的标题"),
    ]


def test_withdrawing_a_case_declines_what_is_proposed():
    case = cast.case()
    propose(case, title="提议的标题")
    history.withdraw([case], "issuer", history.Edit(None, "发布机关撤回"))
    assert (Proposal.objects.get().status, Proposal.objects.get().word) == (
        "declined",
        "案例已经撤下",
    )


def test_the_record_outlives_the_account():
    author = user("李思源")
    proposal = propose(cast.case(), author, title="提议的标题")
    author.delete()
    proposal.refresh_from_db()
    history.take(proposal)
    assert Version.objects.last().note == "采纳已删除的账号的提议：照原文更正"


def test_a_deleted_theme_cannot_come_back():
    case, theme = cast.case(), cast.theme("political")
    proposal = history.propose(case, themes=[theme])
    history.delete_theme(theme)
    with pytest.raises(ValidationError, match="主题“political”已经删除"):
        history.take(proposal)
    assert Proposal.objects.get().is_open


def test_what_changed_after_it_was_seen_is_not_taken():
    case = cast.case()
    proposal = propose(case, title="提议的标题")
    seen = history.merge(proposal).digest
    case.body = "别人加的正文"
    history.save_case(case)
    history.take(proposal, seen=seen)
    other = propose(case, summary="提议的摘要")
    seen = history.merge(other).digest
    case.refresh_from_db()
    case.summary = "别人改的摘要"
    history.save_case(case)
    with pytest.raises(ValidationError, match="您打开之后，案例又改过"):
        history.take(other, seen=seen)
    assert Case.objects.get().summary == "别人改的摘要"
