"""Two colleagues who decide a proposal, or review a case, at the very same moment."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from reforms import history
from reforms.models import Case, Proposal, Review, Version
from tests.admin.proving import hidden_fields
from tests.admin.roles import make_roles
from tests.admin.test_two_editors import at_once, saving
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def publishers(*names: str) -> list[User]:
    make_roles()
    users = [User.objects.create_user(name, is_staff=True) for name in names]
    for user in users:
        user.groups.add(Group.objects.get(name="发布"))
    return users


def test_a_proposal_is_taken_once():
    case, users = cast.case(), publishers("甲", "乙", "丙")
    case.title = "提议的标题"
    proposal = history.propose(case)
    address = f"/admin/reforms/proposal/{proposal.pk}/change/"
    form = {"_take": "1", "seen": history.merge(proposal).digest}
    at_once(*(saving(user, address, form) for user in users))
    assert Version.objects.filter(subject="case", action="changed").count() == 1
    assert Proposal.objects.get().decided_by == Version.objects.last().by


def test_of_two_proposals_taken_at_once_the_second_is_seen_again():
    case, users = cast.case(), publishers("甲", "乙")
    works = []
    for user, title in zip(users, ("甲的标题", "乙的标题"), strict=True):
        case.title = title
        proposal = history.propose(case)
        form = {"_take": "1", "seen": history.merge(proposal).digest}
        works.append(saving(user, f"/admin/reforms/proposal/{proposal.pk}/change/", form))
    at_once(*works)
    taken = Proposal.objects.get(status="taken")
    assert Case.objects.get().title == taken.state["title"]
    assert Proposal.objects.open().count() == 1


def test_a_stage_is_made_once(settings):
    settings.REVIEWS = 2
    case, users = cast.draft(), publishers("甲", "乙")
    address = f"/admin/reforms/case/{case.pk}/publish/"
    client = Client()
    client.force_login(users[0])
    form = hidden_fields(client.get(address)) | {"_review": "1"}
    at_once(*(saving(user, address, form) for user in users))
    assert [review.stage for review in Review.objects.all()] == [1]
