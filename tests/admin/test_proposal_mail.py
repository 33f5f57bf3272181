"""Who proposed a change is told by mail what became of it, where mail is set up."""

import threading

import pytest
from django.contrib.auth.models import User
from django.core import mail

from reforms import history
from reforms.models import Case, Proposal
from reforms.vocabulary import Withdrawal
from tests.support import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def mail_is_set_up(settings):
    settings.HAS_MAIL = True


@pytest.fixture
def publisher() -> history.Edit:
    return history.Edit(
        User.objects.create_superuser("zhao", first_name="赵敏"), "原文如此", proof_age=0
    )


def sent() -> list:
    """All mails, once the threads that send them have ended."""
    for thread in threading.enumerate():
        if "(deliver)" in thread.name:
            thread.join()
    return mail.outbox


def proposed(address: str = "li@example.org") -> Proposal:
    author = User.objects.create_user("li", address, first_name="李思源")
    case = cast.case()
    case.title = "提议的标题"
    return history.propose(case, history.Edit(author))


def test_a_proposal_that_is_declined_is_told_with_the_reason(publisher):
    proposal = proposed()
    history.decline(proposal, publisher)
    [message] = sent()
    assert (message.to, message.subject) == (["li@example.org"], "您的修改提议未采纳")
    for text in ("李思源，您好", "spp-reform-2-01 的修改提议未采纳", "赵敏", "原文如此"):
        assert text in message.body
    assert f"/admin/reforms/proposal/{proposal.pk}/change/" in message.body


def test_one_that_is_taken_is_told_without_the_title(publisher):
    history.take(proposed(), publisher)
    [message] = sent()
    assert message.subject == "您的修改提议已采纳"
    assert Case.objects.get().title not in message.body


def test_one_whose_case_is_withdrawn_is_told(publisher):
    proposed()
    history.withdraw(Case.objects.all(), Withdrawal.CATALOGUE, publisher)
    [message] = sent()
    assert "案例已经撤下" in message.body


def test_nobody_is_told_of_what_they_did_themselves():
    proposal = proposed()
    history.retract(proposal, history.Edit(proposal.by))
    assert sent() == []


@pytest.mark.parametrize("lacks", ["mail", "address", "account"])
def test_it_is_not_mailed_to_nowhere(publisher, settings, lacks):
    proposal = proposed(address="" if lacks == "address" else "li@example.org")
    settings.HAS_MAIL = lacks != "mail"
    if lacks == "account":
        User.objects.filter(pk=proposal.by_id).update(is_active=False)
    history.decline(proposal, publisher)
    assert sent() == []
