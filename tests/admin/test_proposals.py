"""An editor's change to a public case is a proposal, which a publisher compares and decides."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from reforms import history
from reforms.models import Case, Proposal, Version
from tests.admin.proving import Inputs, make_stale
from tests.admin.roles import member
from tests.support import cast
from tests.support.case_forms import case_page, confirmed, form_of, version_page

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def page_of(proposal: Proposal) -> str:
    return reverse("admin:reforms_proposal_change", args=[proposal.pk])


def propose(client: Client, case: Case, **fields) -> Proposal | None:
    """Send the form of a case as an editor does, and confirm it."""
    form = form_of(Case.objects.get(pk=case.pk), **fields)
    client.post(case_page(case), confirmed(client, case_page(case), form))
    return Proposal.objects.open().filter(case=case).first()


def seen(client: Client, proposal: Proposal) -> dict:
    """The field by which a publisher says what the page showed."""
    page = client.get(page_of(proposal)).content.decode()
    return {"seen": re.search(r'name="seen" value="(\w{64})"', page)[1]}


def filled_form(client: Client, proposal: Proposal) -> dict:
    """The form that the page of a proposal sends to the form of the case."""
    page = client.get(page_of(proposal)).content.decode()
    inputs = Inputs(page[page.index("<form method=") : page.index('name="seen"')])
    return {name: values[0] for name, values in inputs.fields.items()} | {"_save": "1"}


def test_an_editors_change_is_shown_then_stored_beside_the_public_case():
    case, editor = cast.case(bodies=(cast.SICHUAN,)), member("编辑")
    form = form_of(case, title="提议的标题", note="照原文更正") | {"bodies-0-province": "chongqing"}
    page = editor.post(case_page(case), form).content.decode()
    for text in (
        "还没有提交：请核对您的提议",
        "<del>第1件案例的标题</del><ins>提议的标题</ins>",
        "确认，提交提议",
    ):
        assert text in page, text
    assert not Proposal.objects.exists()
    response = editor.post(case_page(case), confirmed(editor, case_page(case), form))
    proposal = Proposal.objects.get()
    assert response["Location"] == page_of(proposal)
    assert (proposal.by.username, proposal.note) == ("编辑", "照原文更正")
    assert proposal.state["provinces"] == ["chongqing"]
    assert Case.objects.get().title == "第1件案例的标题"
    assert Case.objects.get().bodies.get().province == "sichuan"


def test_the_page_of_a_public_case_says_that_an_editor_proposes():
    case = cast.case()
    for role, is_said in (("编辑", True), ("发布", False)):
        page = member(role).get(case_page(case)).content.decode()
        assert ["您没有发布权限" in page, "提交提议…" in page] == [is_said] * 2, role


def test_a_proposal_waits_where_colleagues_look():
    case = cast.case()
    proposal = propose(member("编辑"), case, title="提议的标题", note="照原文更正")
    publisher = member("发布")
    for address in ("/admin/", case_page(case), reverse("admin:reforms_proposal_changelist")):
        page = publisher.get(address).content.decode()
        assert page_of(proposal) in page, address
        assert "照原文更正" in page, address


def test_an_author_is_told_that_it_waits_and_other_editors_are_not():
    case, editor = cast.case(), member("编辑")
    propose(editor, case, title="提议的标题")
    assert "等有发布权限的同事审核" in editor.get("/admin/").content.decode()
    other = Client()
    other.force_login(User.objects.create_user("另一位", is_staff=True))
    User.objects.get(username="另一位").groups.add(*User.objects.get(username="编辑").groups.all())
    assert "提议" not in other.get("/admin/").content.decode()


def test_two_proposals_on_one_case_are_both_seen():
    case, editor = cast.case(), member("编辑")
    for title in ("甲的标题", "乙的标题"):
        propose(editor, case, title=title)
    page = editor.get(case_page(case)).content.decode()
    assert [page_of(proposal) in page for proposal in Proposal.objects.all()] == [True, True]


def test_a_publisher_sees_the_difference_and_takes_it():
    case = cast.case()
    proposal, publisher = propose(member("编辑"), case, title="提议的标题"), member("发布")
    page = publisher.get(page_of(proposal)).content.decode()
    assert "<del>第1件案例的标题</del><ins>提议的标题</ins>" in page
    publisher.post(page_of(proposal), {"_take": 1, "word": "属实"} | seen(publisher, proposal))
    assert Case.objects.get().title == "提议的标题"
    version = Version.objects.last()
    assert (version.by.username, version.note) == ("发布", "采纳编辑的提议：属实")
    page = publisher.get(page_of(proposal)).content.decode()
    assert "已采纳" in page
    assert "<del>第1件案例的标题</del><ins>提议的标题</ins>" in page


def test_taking_goes_on_after_the_proof(editor):
    case = cast.case()
    proposal = propose(member("编辑"), case, title="提议的标题")
    publisher = member("发布")
    form = {"_take": 1} | seen(publisher, proposal)
    make_stale(publisher)
    response = publisher.post(page_of(proposal), form)
    assert response.status_code == 403
    assert Inputs(response.content.decode()).fields["seen"] == [form["seen"]]
    assert Case.objects.get().title == "第1件案例的标题"


def test_what_changed_after_the_page_was_opened_is_not_taken():
    case = cast.case()
    proposal, publisher = propose(member("编辑"), case, title="提议的标题"), member("发布")
    form = {"_take": 1} | seen(publisher, proposal)
    case.title = "别人改的标题"
    history.save_case(case)
    page = publisher.post(page_of(proposal), form, follow=True).content.decode()
    assert "您打开之后，案例又改过；还没有采纳" in page
    assert "提议之后，别人也改了这几栏" in page
    assert 'name="_take"' not in page
    assert Case.objects.get().title == "别人改的标题"


def test_a_publisher_edits_a_proposal_before_taking_it():
    case = cast.case(themes=("political",), bodies=(cast.CHONGQING, cast.SICHUAN))
    case.title, case.body = "提议的标题", "第一行\n第二行"
    proposal, publisher = history.propose(case), member("发布")
    form = filled_form(publisher, proposal)
    page = publisher.post(case_page(case), form).content.decode()
    assert "<del>第1件案例的标题</del><ins>提议的标题</ins>" in page
    assert f'<input type="hidden" name="proposal" value="{proposal.pk}"' in page
    form["title"] = "改好的标题"
    publisher.post(case_page(case), confirmed(publisher, case_page(case), form))
    stored = Case.objects.get()
    assert (stored.title, stored.body) == ("改好的标题", "第一行\n第二行")
    assert [body.name for body in stored.bodies.all()] == ["重庆市检察院", "成都市武侯区检察院"]
    assert [theme.slug for theme in stored.themes.all()] == ["political"]
    assert Version.objects.last().note == "采纳已删除的账号的提议"
    assert Proposal.objects.get().status == "taken"


def test_a_conflict_is_decided_in_the_form():
    case = cast.case()
    proposal, publisher = propose(member("编辑"), case, title="提议的标题"), member("发布")
    case.title = "别人改的标题"
    history.save_case(case)
    page = publisher.get(page_of(proposal)).content.decode()
    for title in ("第1件案例的标题", "别人改的标题", "提议的标题"):
        assert f'<dd class="history-change">{title}</dd>' in page
    form = filled_form(publisher, proposal)
    publisher.post(case_page(case), confirmed(publisher, case_page(case), form))
    assert Case.objects.get().title == "提议的标题"


def test_a_declined_proposal_needs_a_reason_which_its_author_sees():
    case, editor = cast.case(), member("编辑")
    proposal, publisher = propose(editor, case, title="提议的标题"), member("发布")
    page = publisher.post(page_of(proposal), {"_decline": 1}, follow=True).content.decode()
    assert "请写明为什么不采纳" in page
    publisher.post(page_of(proposal), {"_decline": 1, "word": "原文如此"})
    assert "原文如此" in editor.get(page_of(proposal)).content.decode()
    assert "原文如此" in editor.get("/admin/").content.decode()
    assert Case.objects.get().title == "第1件案例的标题"


def test_an_author_changes_the_own_proposal():
    case, editor = cast.case(), member("编辑")
    first = propose(editor, case, title="提议的标题", note="照原文更正")
    form = filled_form(editor, first)
    assert form["note"] == "照原文更正"
    form["title"] = "改好的标题"
    editor.post(case_page(case), confirmed(editor, case_page(case), form))
    states = [(each.status, each.state["title"]) for each in Proposal.objects.all()]
    assert states == [("open", "改好的标题"), ("retracted", "提议的标题")]


def test_an_author_takes_back_the_own_proposal_only():
    case, editor = cast.case(), member("编辑")
    proposal = propose(editor, case, title="提议的标题")
    other = User.objects.create_superuser("别的编辑")
    other.is_superuser = False
    other.save()
    for user, status in ((other, 403), (None, 302)):
        client = Client()
        client.force_login(user or User.objects.get(username="编辑"))
        assert client.post(page_of(proposal), {"_retract": 1}).status_code == status
    assert Proposal.objects.get().status == "retracted"


def test_a_proposal_without_a_change_is_none():
    case, editor = cast.case(), member("编辑")
    page = editor.post(case_page(case), form_of(case)).content.decode()
    assert "您填写的与现在公开的相同。" in page
    assert "确认，提交提议" not in page
    form = confirmed(editor, case_page(case), form_of(case, title="x"))
    assert not Proposal.objects.exists()
    assert form["confirmed"]


def test_what_changes_nothing_is_not_taken_for_an_earlier_proposal():
    case, editor = cast.case(keywords="甲;乙"), member("编辑")
    propose(editor, case, title="提议的标题")
    form = confirmed(editor, case_page(case), form_of(case, keywords="甲；乙"))
    page = editor.post(case_page(case), form, follow=True).content.decode()
    assert "您填写的与现在公开的相同，没有提议。" in page
    assert "提议已经交给" not in page


def test_a_proposal_that_the_case_has_by_now_says_so():
    case = cast.case()
    proposal = propose(member("编辑"), case, title="同一个标题")
    case.title = "同一个标题"
    history.save_case(case)
    page = member("发布").get(page_of(proposal)).content.decode()
    assert "案例现在已经是提议的样子" in page
    assert 'name="_take"' not in page


def test_an_editor_does_not_bring_back_a_former_state_of_a_public_case():
    case = cast.case()
    case.title = "改过的标题"
    history.save_case(case)
    editor = member("编辑")
    page = editor.get(version_page(case, 0)).content.decode()
    assert "改动已发布的内容需要发布权限" in page
    assert editor.post(version_page(case, 0), {"note": ""}).status_code == 403
    assert Case.objects.get().title == "改过的标题"


def test_a_draft_published_meanwhile_becomes_a_proposal_after_a_question():
    draft, editor = cast.draft(), member("编辑")
    form = form_of(draft, title="我的标题")
    history.publish([draft])
    page = editor.post(case_page(draft), form).content.decode()
    assert "您打开之后，别人保存过" in page
    form |= {"over": Version.objects.last().pk}
    editor.post(case_page(draft), confirmed(editor, case_page(draft), form))
    assert Case.objects.get().title == "第1件案例的标题"
    assert Proposal.objects.get().state["title"] == "我的标题"


def test_a_decided_proposal_is_not_taken_from_a_form_opened_before():
    case = cast.case()
    proposal, publisher = propose(member("编辑"), case, title="提议的标题"), member("发布")
    form = filled_form(publisher, proposal)
    history.retract(proposal, history.Edit())
    page = publisher.post(case_page(case), form).content.decode()
    assert "这条提议刚才有了结果" in page
    assert 'name="proposal"' not in page
    assert Case.objects.get().title == "第1件案例的标题"


def test_likely_names_in_what_is_proposed_are_pointed_out():
    case = cast.case(summary="被告人王小明到庭。")
    case.body = "被告人王小明到庭。\n被害人李建国说明了经过。"
    proposal = history.propose(case)
    page = member("发布").get(page_of(proposal)).content.decode()
    assert "<mark>李建国</mark>" in page
    case.title = "只改标题"
    other = history.propose(case)
    history.take(proposal)
    assert "<mark>" not in member("管理员").get(page_of(other)).content.decode()
