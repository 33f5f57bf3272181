"""The editors' desk: what an editor does there reaches the public, through the history."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.html import escape

from reforms import history
from reforms.models import Batch, Case, Version
from tests.support import cast

pytestmark = pytest.mark.django_db


def case_form(batch: Batch, bodies: list[dict], **fields) -> dict:
    form = {
        "batch": batch.pk,
        "number": 1,
        "title": "两地协作机制",
        "title_by": "issuer",
        "themes_by": "issuer",
        "summary": "两地检察院共建协作机制。",
        "bodies-TOTAL_FORMS": len(bodies),
        "bodies-INITIAL_FORMS": sum("id" in body for body in bodies),
        "opened_on": getattr(Version.objects.last(), "pk", ""),
        **fields,
    }
    for index, body in enumerate(bodies):
        known = {"kind": "procuratorate", "place_basis": "stated", "level": "provincial"}
        form |= {f"bodies-{index}-{name}": value for name, value in (known | body).items()}
    return form


BODIES = [
    {"name": "重庆市检察院", "province": "chongqing"},
    {"name": "四川省检察院", "province": "sichuan"},
]


def case_page(case: Case, name: str = "change") -> str:
    return reverse(f"admin:reforms_case_{name}", args=[case.pk])


@pytest.mark.parametrize(
    ("model", "title"), [("batch", "批次"), ("case", "案例"), ("theme", "责任主题")]
)
def test_it_shows_every_list_in_chinese(admin_client, model, title):
    cast.case(themes=("political",))
    page = admin_client.get(reverse(f"admin:reforms_{model}_changelist"))
    assert page.status_code == 200
    assert f"<h1>{title}</h1>" in page.content.decode()


def test_it_adds_a_batch(admin_client):
    form = {"title": "第三批典型案例", "slug": "spp-reform-3", "issuers": "最高人民检察院、公安部"}
    form |= {"released_on": "2022-03", "cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0}
    page = admin_client.post(reverse("admin:reforms_batch_add"), form)
    assert page.status_code == 302
    batch = Batch.objects.get()
    assert (batch.issuers, batch.date) == ("最高人民检察院;公安部", "2022-03")


def test_it_adds_a_joint_case_as_a_draft(admin_client, admin_user):
    themes = [cast.theme("supervisory").pk]
    form = case_form(cast.batch(), BODIES, themes=themes, note="首次录入")
    page = admin_client.post(reverse("admin:reforms_case_add"), form)
    assert page.status_code == 302
    case = Case.objects.get()
    assert (case.reference, case.status) == ("spp-reform-2-01", "draft")
    assert (case.place_key, case.theme_key) == (
        "chongqing:provincial;sichuan:provincial",
        "supervisory",
    )
    version = Version.objects.get(subject="case")
    assert (version.by, version.note) == (admin_user, "首次录入")


def test_it_changes_a_case_and_takes_a_body_away(admin_client):
    case = cast.case(bodies=(cast.CHONGQING, cast.SICHUAN))
    first, second = case.bodies.all()
    bodies = [
        {"id": first.pk, "case": case.pk, "name": first.name, "province": "chongqing"},
        {"id": second.pk, "case": case.pk, "name": second.name, "DELETE": "on"},
    ]
    page = admin_client.post(case_page(case), case_form(case.batch, bodies, title="新标题"))
    assert page.status_code == 302
    case.refresh_from_db()
    assert (case.title, case.place_key, case.revision) == ("新标题", "chongqing:provincial", 2)


def test_it_says_what_is_wrong_and_keeps_what_was_typed(admin_client):
    form = case_form(cast.batch(), BODIES, summary="坏\x00字")
    page = admin_client.post(reverse("admin:reforms_case_add"), form)
    assert page.status_code == 200
    assert "不允许是用空字符串" in page.content.decode() or "空字符" in page.content.decode()
    assert "四川省检察院" in page.content.decode()
    assert not Case.objects.exists()


def test_it_refuses_a_number_that_is_taken(admin_client):
    cast.draft(1)
    page = admin_client.post(reverse("admin:reforms_case_add"), case_form(cast.batch(), BODIES))
    assert "本批次已有这个序号的案例" in page.content.decode()
    assert Case.objects.count() == 1


def test_it_publishes_a_whole_batch_at_once(admin_client):
    case = cast.draft(1)
    cast.draft(2)
    page = admin_client.post(
        reverse("admin:reforms_batch_changelist"),
        {"action": "publish_batches", "_selected_action": [case.batch.pk]},
        follow=True,
    )
    assert "已发布 2 件案例" in page.content.decode()
    assert Case.objects.published().count() == 2


def test_it_says_of_which_batch_each_message_is(admin_client):
    whole = cast.draft(1)
    lacking = cast.draft(1, of=cast.batch("2", title="提升30%第三批"), summary="")
    page = admin_client.post(
        reverse("admin:reforms_batch_changelist"),
        {
            "action": "publish_batches",
            "_selected_action": [whole.batch.pk, lacking.batch.pk],
        },
        follow=True,
    ).content.decode()
    assert "第二批典型案例：已发布 1 件案例。" in page
    assert "提升30%第三批：这里一件也没有发布：1 件还缺内容。" in page


def test_it_publishes_none_of_a_batch_where_one_lacks_something(admin_client):
    case = cast.draft(1)
    cast.draft(2, summary="")
    page = admin_client.post(
        reverse("admin:reforms_batch_changelist"),
        {"action": "publish_batches", "_selected_action": [case.batch.pk]},
        follow=True,
    )
    assert "缺少摘要" in page.content.decode()
    assert not Case.objects.published().exists()


def test_it_saves_and_publishes_one_case(admin_client):
    case = cast.draft()
    body = case.bodies.get()
    bodies = [{"id": body.pk, "case": case.pk, "name": body.name, "province": "jiangsu"}]
    form = case_form(case.batch, bodies, _publish="1")
    asked = admin_client.post(case_page(case), form, follow=True).content.decode()
    assert "下列 1 件案例发布后，公众立即可以看到" in asked
    assert not Case.objects.published().exists()
    admin_client.post(reverse("admin:reforms_case_publish", args=[case.pk]))
    assert Case.objects.published().get().title == "两地协作机制"


def test_its_page_says_where_a_case_stands(admin_client):
    case = cast.case()
    assert "状态：<strong>已发布</strong>" in admin_client.get(case_page(case)).content.decode()
    history.withdraw([case], "issuer", history.Edit(note="来函"))
    page = admin_client.get(case_page(case)).content.decode()
    assert "状态：<strong>已撤下</strong>" in page
    assert "发布机关撤回：来函）" in page
    assert 'name="_publish"' not in page
    assert "恢复公开…" in page


def test_a_withdrawn_case_comes_back_after_a_question(admin_client):
    case = cast.case()
    history.withdraw([case], "issuer")
    address = reverse("admin:reforms_case_publish", args=[case.pk])
    assert "发布就是恢复公开" in admin_client.get(address).content.decode()
    admin_client.post(address)
    assert Case.objects.published().exists()


def test_it_asks_why_before_it_withdraws(admin_client):
    case = cast.case()
    chosen = {"action": "withdraw_cases", "_selected_action": [case.pk]}
    address = reverse("admin:reforms_case_changelist")
    asked = admin_client.post(address, chosen)
    assert "撤下原因" in asked.content.decode()
    assert Case.objects.published().exists()
    admin_client.post(address, chosen | {"reason": "issuer", "note": "来函撤回"})
    case.refresh_from_db()
    assert (case.status, case.withdrawal_note) == ("withdrawn", "来函撤回")


def test_it_submits_a_draft_for_review_and_returns_it(admin_client):
    case = cast.draft()
    address = reverse("admin:reforms_case_changelist")
    for action, status in (("submit_cases", "in-review"), ("return_cases", "draft")):
        admin_client.post(address, {"action": action, "_selected_action": [case.pk]})
        case.refresh_from_db()
        assert case.status == status


def test_it_previews_a_draft_that_the_public_cannot_see(admin_client, client):
    case = cast.draft()
    assert case.title in admin_client.get(case_page(case, "preview")).content.decode()
    assert client.get("/cases/spp-reform-2-01/").status_code == 404
    assert client.get(case_page(case, "preview")).status_code == 302


def test_it_lists_a_joint_case_once(admin_client):
    cast.draft(1, bodies=(cast.CHONGQING, cast.CHONGQING))
    cast.draft(2)
    page = admin_client.get(reverse("admin:reforms_case_changelist") + "?province=chongqing")
    assert page.content.decode().count('class="action-select"') == 1


def test_it_finds_drafts_by_two_characters(admin_client):
    cast.draft(1, title="社会危险性量化评估")
    cast.draft(2)
    page = admin_client.get(reverse("admin:reforms_case_changelist") + "?q=量化")
    assert page.content.decode().count('class="action-select"') == 1


def test_it_links_to_the_site_for_public_cases_only(admin_client):
    assert "/cases/spp-reform-2-01/" in admin_client.get(case_page(cast.case(1))).content.decode()
    assert (
        "/cases/spp-reform-2-02/" not in admin_client.get(case_page(cast.draft(2))).content.decode()
    )


def test_it_deletes_drafts_and_nothing_else(admin_client):
    draft, public = cast.draft(1), cast.case(2)
    admin_client.post(case_page(draft, "delete"), {"post": "yes"})
    assert admin_client.post(case_page(public, "delete"), {"post": "yes"}).status_code == 403
    assert list(Case.objects.all()) == [public]


def test_it_shows_the_history_with_its_differences(admin_client, admin_user):
    case = cast.case()
    body = case.bodies.get()
    bodies = [{"id": body.pk, "case": case.pk, "name": body.name, "province": "jiangsu"}]
    admin_client.post(case_page(case), case_form(case.batch, bodies, note="更正标题"))
    page = admin_client.get(case_page(case, "history")).content.decode()
    for text in ("更正标题", "第1件案例的标题", "两地协作机制", admin_user.username):
        assert text in page


def version_page(row, number: int) -> str:
    """The address of a version of a row, counted from its first."""
    name = row._meta.model_name
    version = Version.objects.filter(subject=name, subject_id=row.pk)[number]
    return reverse(f"admin:reforms_{name}_version", args=[row.pk, version.pk])


def changed_case() -> Case:
    """A draft whose body and levels an editor changed."""
    case = cast.draft(body="第一句不变。第二句要改。", bodies=(cast.SICHUAN,))
    case.body = "第一句不变。第二句改过。"
    return history.save_case(case, history.Edit(note="更正"), bodies=[cast.body(*cast.CHONGQING)])


def test_a_version_says_what_it_changed_in_words(admin_client):
    page = admin_client.get(version_page(changed_case(), 1)).content.decode()
    assert "第一句不变。<del>第二句要改。</del><ins>第二句改过。</ins>" in page
    assert "<strong>检察院层级</strong>：<del>基层院</del><ins>省级院</ins>" in page
    assert "更正" in page


def test_a_version_is_brought_back_from_its_page(admin_client, admin_user):
    case = changed_case()
    address = version_page(case, 0)
    assert "恢复到这一版本" in admin_client.get(address).content.decode()
    page = admin_client.post(address, {"note": "改错了"}, follow=True)
    assert "已恢复" in page.content.decode()
    case.refresh_from_db()
    last = Version.objects.last()
    assert (case.body, last.action, last.by) == ("第一句不变。第二句要改。", "reverted", admin_user)
    assert last.note.endswith("：改错了")


def test_the_present_version_need_not_be_brought_back(admin_client):
    page = admin_client.get(version_page(changed_case(), 1)).content.decode()
    assert "不需要恢复" in page


def test_a_version_is_found_under_its_own_row_only(admin_client):
    first, second = cast.draft(1), cast.draft(2)
    address = version_page(second, 0).replace(f"/{second.pk}/history", f"/{first.pk}/history")
    assert admin_client.get(address).status_code == 404


def test_it_says_why_a_version_cannot_be_brought_back(admin_client):
    case = cast.draft(themes=("political",))
    history.save_case(case, themes=[])
    history.delete_theme(cast.theme("political"))
    page = admin_client.post(version_page(case, 0), {}, follow=True)
    assert "责任主题“political”已经删除" in page.content.decode()


def form_of(case: Case, **fields) -> dict:
    """The form of a case as it is now, with what an editor types."""
    bodies = [
        {"id": body.pk, "case": case.pk, "name": body.name, "kind": body.kind}
        | {"province": body.province, "level": body.level}
        for body in case.bodies.all()
    ]
    typed = {"number": case.number, "title": case.title, "summary": case.summary}
    return case_form(case.batch, bodies, **typed | fields)


def test_the_second_to_save_is_told_and_keeps_what_was_typed(admin_client):
    case = cast.draft(bodies=(cast.SICHUAN,))
    mine = form_of(case, title="我的标题") | {"bodies-0-province": "chongqing"}
    case.title, case.summary = "同事的标题", "同事的摘要"
    history.save_case(case, history.Edit(note="同事改的"))
    page = admin_client.post(case_page(case), mine).content.decode()
    for text in (
        "您打开之后，别人保存过改动。您填写的都还在，没有保存。",
        "同事改的",
        "<del>第1件案例的标题</del><ins>同事的标题</ins>",
        '<td class="history-change">同事的摘要</td><td class="history-change">第1件案例的摘要</td>',
        "成都市武侯区检察院，检察院，四川，基层院",
        "成都市武侯区检察院，检察院，重庆，基层院",
        'value="我的标题"',
        '<option value="chongqing" selected>',
    ):
        assert text in page, text
    assert Case.objects.get().title == "同事的标题"


def test_the_second_to_save_can_write_over_knowingly(admin_client):
    case = cast.draft()
    mine = form_of(case, title="我的标题")
    case.title = "同事的标题"
    history.save_case(case, bodies=[cast.body(*cast.NANSHA)])
    told = Version.objects.last().pk
    assert admin_client.post(case_page(case), mine | {"over": told}).status_code == 302
    found = Case.objects.get()
    assert (found.title, found.bodies.get().name) == ("我的标题", "江苏检察机关")


def test_who_is_told_once_is_told_again_of_a_third_change(admin_client):
    case = cast.draft()
    mine = form_of(case, title="我的标题")
    for title in ("第一次", "第二次"):
        case.title = title
        history.save_case(case)
    first, _second = Version.objects.filter(action="changed")
    page = admin_client.post(case_page(case), mine | {"over": first.pk})
    assert page.status_code == 200
    assert Case.objects.get().title == "第二次"


def test_a_form_that_does_not_say_what_it_was_opened_on_is_not_saved(admin_client):
    case = cast.draft()
    page = admin_client.post(case_page(case), form_of(case, title="新", opened_on=""))
    assert "别人保存过改动" in page.content.decode()


def test_it_is_no_conflict_where_only_the_batch_changed(admin_client):
    case = cast.draft()
    mine = form_of(case, title="我的标题")
    case.batch.reported_on = "2020"
    history.save_batch(case.batch)
    assert admin_client.post(case_page(case), mine).status_code == 302
    found = Case.objects.get()
    assert (found.title, found.year) == ("我的标题", 2020)


def test_who_edits_a_draft_is_told_that_it_was_published(admin_client):
    case = cast.draft()
    mine = form_of(case, title="我的标题")
    history.publish([case])
    assert "别人保存过改动" in admin_client.post(case_page(case), mine).content.decode()


def test_who_may_not_save_any_more_keeps_what_was_typed(client, django_user_model):
    """An editor amends a draft; a publisher publishes it meanwhile."""
    editor = django_user_model.objects.create_user("editor", is_staff=True)
    own = Permission.objects.filter(codename__in=["view_case", "change_case"])
    editor.user_permissions.set(own)
    client.force_login(editor)
    case = cast.draft()
    mine = form_of(case, title="我的标题", body="我补的正文")
    history.publish([case])
    page = client.post(case_page(case), mine)
    assert page.status_code == 403
    for text in ("改动它需要发布权限", "我的标题", "我补的正文", "江苏检察机关"):
        assert text in page.content.decode()
    assert Case.objects.get().title == "第1件案例的标题"


def test_what_was_typed_of_a_case_that_is_gone_is_kept(admin_client):
    case = cast.draft()
    address, mine = case_page(case), form_of(case, title="我的标题")
    history.delete_case(case)
    page = admin_client.post(address, mine)
    assert page.status_code == 404
    for text in ("它被删除了", "我的标题"):
        assert text in page.content.decode()


def test_two_editors_on_one_batch_lose_nothing(admin_client):
    batch = cast.batch()
    address = reverse("admin:reforms_batch_change", args=[batch.pk])
    mine = {"title": "我的名称", "slug": batch.slug, "issuers": batch.issuers, "topic": ""}
    mine |= {"cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0}
    mine["opened_on"] = Version.objects.last().pk
    batch.topic = "同事的主题"
    history.save_batch(batch)
    page = admin_client.post(address, mine).content.decode()
    assert "别人保存过改动" in page
    assert 'value="我的名称"' in page
    assert "<del>（空）</del><ins>同事的主题</ins>" in page
    admin_client.post(address, mine | {"over": Version.objects.last().pk})
    batch.refresh_from_db()
    assert (batch.title, batch.topic) == ("我的名称", "")


def test_the_form_carries_the_version_it_was_opened_on(admin_client):
    case = cast.draft()
    page = admin_client.get(case_page(case)).content.decode()
    assert f'name="opened_on" value="{Version.objects.last().pk}"' in page


@pytest.mark.parametrize("model", ["case", "batch", "theme"])
def test_every_field_says_in_chinese_what_belongs_there(admin_client, model):
    page = admin_client.get(reverse(f"admin:reforms_{model}_add"))
    forms = [page.context["adminform"].form]
    forms += [one.formset.empty_form for one in page.context["inline_admin_formsets"]]
    told = {
        name: str(field.help_text)
        for form in forms
        for name, field in form.fields.items()
        if not field.widget.is_hidden and name not in ("over", "DELETE")
    }
    assert [name for name, words in told.items() if not re.search("[\u4e00-\u9fff]", words)] == []
    assert len(told) >= 7
    html = page.content.decode()
    assert [name for name, words in told.items() if escape(words) not in html] == []


def test_its_pages_run_only_their_own_scripts(admin_client):
    policy = admin_client.get(reverse("admin:index"))["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
