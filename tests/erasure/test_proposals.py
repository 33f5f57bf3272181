"""Erasure takes the texts of proposals too, so that none of them brings erased text back."""

import pytest

from reforms import erasure, history
from reforms.erasure import Owner
from reforms.models import Case, Proposal
from tests.erasure.named_cases import NAME, erase
from tests.erasure.stored_texts import places_with
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def proposal_with_name(case: Case) -> Proposal:
    case.summary = f"摘要写到{NAME}。"
    return history.propose(case, history.Edit(note=f"补上{NAME}"))


def test_a_phrase_goes_from_proposals_open_or_not():
    case = cast.case(body=f"{NAME}的故事")
    history.decline(proposal_with_name(case), history.Edit(note=f"不写{NAME}"))
    proposal = proposal_with_name(case)
    [holder] = erasure.preview(case, erasure.checked_phrase(case, NAME)).holders
    assert holder.places["修改提议"] == 2
    erase(case, NAME)
    assert places_with(NAME) == []
    history.take(Proposal.objects.get(pk=proposal.pk))
    assert Case.objects.get().summary == "摘要写到■■。"


def test_what_a_proposal_has_of_its_batch_goes_with_the_batch():
    case = cast.case(
        of=cast.batch(introduction="", topic=f"{NAME}专题", notice_title=f"{NAME}通知")
    )
    other = cast.case(of=cast.batch("js-1", title="另一批"))
    case.title = "提议的标题"
    history.propose(case)
    erase(other, NAME, others=[Owner("batch", case.batch_id)])
    assert NAME not in str(Proposal.objects.get().state)


def test_what_is_proposed_for_another_case_stays_unless_chosen():
    case, other = cast.case(1, body=f"{NAME}的故事"), cast.case(2, of=cast.batch("js-1"))
    proposal_with_name(other)
    erase(case, NAME)
    assert NAME in Proposal.objects.get().state["summary"]
    erase(case, NAME, others=[Owner("case", other.pk)])
    assert places_with(NAME) == []


def test_the_whole_text_goes_from_proposals_which_are_closed():
    case = cast.case(body=f"{NAME}的故事")
    proposal_with_name(case)
    erase(case)
    assert places_with(NAME) == []
    assert Proposal.objects.get().status == "declined"
