"""The form that adds and changes a case, and what it refuses."""

import pytest
from django.urls import reverse

from reforms.models import Batch, Case, Version
from tests.support import cast
from tests.support.case_forms import case_form, case_page, confirmed, form_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BODIES = [
    {"name": "重庆市检察院", "province": "chongqing"},
    {"name": "四川省检察院", "province": "sichuan"},
]


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


def test_it_asks_whose_the_title_of_a_new_case_is(admin_client):
    address = reverse("admin:reforms_case_add")
    assert 'value="issuer" selected' not in admin_client.get(address).content.decode()
    form = case_form(cast.batch(), BODIES, title_by="")
    page = admin_client.post(address, form)
    assert {*page.context["adminform"].form.errors} == {"title_by"}
    assert not Case.objects.exists()


def test_no_list_of_choices_begins_with_hyphens(admin_client):
    for name in ("case_add", "batch_add", "case_changelist", "batchimport_add"):
        assert "-----" not in admin_client.get(reverse(f"admin:reforms_{name}")).content.decode()


def test_it_changes_a_case_and_takes_a_body_away(admin_client):
    case = cast.case(bodies=(cast.CHONGQING, cast.SICHUAN))
    first, second = case.bodies.all()
    bodies = [
        {"id": first.pk, "case": case.pk, "name": first.name, "province": "chongqing"},
        {"id": second.pk, "case": case.pk, "name": second.name, "DELETE": "on"},
    ]
    form = confirmed(admin_client, case_page(case), case_form(case.batch, bodies, title="新标题"))
    assert admin_client.post(case_page(case), form).status_code == 302
    case.refresh_from_db()
    assert (case.title, case.place_key, case.revision) == ("新标题", "chongqing:provincial", 2)


def test_it_says_what_is_wrong_and_keeps_what_was_typed(admin_client):
    form = case_form(cast.batch(), BODIES, summary="坏\ufffd字")
    page = admin_client.post(reverse("admin:reforms_case_add"), form)
    assert page.status_code == 200
    assert "第 1 行第 2 个字（“坏”之后）是“\ufffd”" in page.content.decode()
    assert "四川省检察院" in page.content.decode()
    assert not Case.objects.exists()


def test_it_refuses_a_number_that_is_taken(admin_client):
    cast.draft(1)
    page = admin_client.post(reverse("admin:reforms_case_add"), case_form(cast.batch(), BODIES))
    assert "本批次已有这个序号的案例" in page.content.decode()
    assert Case.objects.count() == 1


def test_it_stores_what_the_editor_means(admin_client):
    bodies = [{"name": "四川省⼈⺠检察院\u200b", "province": "sichuan"}]
    typed = {
        "title": "\ufeff监管\u200b责任\u3000护航⺠生",
        "summary": "\u3000\u3000坏\x00字\r\n\u3000\u3000二",
    }
    address = " https://example.org/?a=1&amp;b=2\u200b"
    form = case_form(cast.batch(), bodies, **typed, source_url=address)
    assert admin_client.post(reverse("admin:reforms_case_add"), form).status_code == 302
    case = Case.objects.get()
    assert (case.title, case.summary) == ("监管责任 护航民生", "坏字\n二")
    assert case.source_url == "https://example.org/?a=1&b=2"
    assert case.bodies.get().name == "四川省人民检察院"


def test_a_title_of_nothing_that_can_be_seen_is_no_title(admin_client):
    form = case_form(cast.batch(), BODIES, title="\u200b\u3164")
    page = admin_client.post(reverse("admin:reforms_case_add"), form)
    assert "这一栏要填" in page.content.decode()


@pytest.mark.parametrize(
    "typed", ["2021年07月29日（星期四）", "２０２１。7。29", "二〇二一年七月二十九日"]
)
def test_the_form_of_a_batch_takes_a_date_as_people_type_it(admin_client, typed):
    form = {"title": "某批", "slug": "b-1", "issuers": "某院", "released_on": typed}
    cases = {"cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0}
    page = admin_client.post(reverse("admin:reforms_batch_add"), form | cases)
    assert page.status_code == 302
    assert Batch.objects.get().released_on == "2021-07-29"


def typed(name: str, **fields) -> dict:
    """A body as an editor types it: its name, with everything else as the form has it."""
    return {"name": name, "kind": "procuratorate", "province": "", "level": ""} | fields


@pytest.mark.parametrize(
    ("name", "place", "full_name", "kind", "basis"),
    [
        ("重庆市检察院", "chongqing:provincial", "重庆市人民检察院", "procuratorate", "stated"),
        ("江苏检察机关", "jiangsu:provincial", "江苏省检察机关", "system", "inferred"),
        (
            "广州市南沙区检察院",
            "guangdong:grassroots",
            "广东省广州市南沙区人民检察院",
            "procuratorate",
            "stated",
        ),
        ("某市检察院", ":", "", "procuratorate", "stated"),
    ],
)
def test_what_is_left_open_follows_from_the_name(admin_client, name, place, full_name, kind, basis):
    form = case_form(cast.batch(), [typed(name)])
    admin_client.post(reverse("admin:reforms_case_add"), form)
    case = Case.objects.get()
    body = case.bodies.get()
    assert (case.place_key, body.standard_name) == (place, full_name)
    assert (body.kind, body.place_basis) == (kind, basis)


def test_what_follows_from_the_name_is_said(admin_client):
    form = case_form(cast.batch(), [typed("重庆市检察院")])
    page = admin_client.post(reverse("admin:reforms_case_add"), form, follow=True)
    assert "“重庆市检察院”按名称判断：检察院，重庆 · 省级院。" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("鼓楼区检察院", "“鼓楼区”不止一处，请选择"),
        ("江北区检察院", "“江北区”不止一处，请选择"),  # in 2021, the year of the batch
        ("重庆市检察院、四川省检察院", "一行写一个"),
    ],
)
def test_a_name_that_leaves_the_place_open_is_asked_about(admin_client, name, question):
    form = case_form(cast.batch(), [typed(name)])
    page = admin_client.post(reverse("admin:reforms_case_add"), form)
    assert question in page.content.decode()
    assert not Case.objects.exists()


def test_a_place_that_is_typed_stays(admin_client):
    form = case_form(cast.batch(), [typed("鼓楼区检察院", province="fujian", level="grassroots")])
    admin_client.post(reverse("admin:reforms_case_add"), form)
    assert Case.objects.get().place_key == "fujian:grassroots"


@pytest.mark.parametrize("typed_title", ["涉?某案", "涉??某案", "????"])
def test_question_marks_in_place_of_characters_are_refused(admin_client, typed_title):
    case = cast.draft(title="涉\U00020bb7某案")
    form = case_form(case.batch, BODIES, title=typed_title)
    page = admin_client.post(case_page(case), form).content.decode()
    assert "像是复制时丢了字" in page
    case.refresh_from_db()
    assert case.title == "涉\U00020bb7某案"


def test_a_new_theme_needs_a_basis(admin_client):
    form = case_form(cast.batch(), BODIES, themes=[cast.theme("supervisory").pk])
    page = admin_client.post(
        reverse("admin:reforms_case_add"), form | {"assignments-0-basis": ""}
    ).content.decode()
    assert "请选择归类依据" in page
    assert not Case.objects.exists()


def test_a_basis_decides_who_assigned_the_themes(admin_client):
    form = case_form(cast.batch(), BODIES, themes=[cast.theme("supervisory").pk])
    form |= {"assignments-0-basis": "title", "assignments-0-passage": "压实监管责任"}
    admin_client.post(reverse("admin:reforms_case_add"), form)
    case = Case.objects.get()
    assert (case.themes_by, case.assignments.get().passage) == ("issuer", "压实监管责任")


@pytest.mark.parametrize("rows", ["bodies", "assignments"])
@pytest.mark.parametrize("number", [126, 1999, 10**15])
def test_a_number_of_rows_that_no_form_holds_makes_no_large_page(admin_client, rows, number):
    """1,999 of both made one of 24 MB, which took half a minute."""
    case = cast.case()
    page = admin_client.post(case_page(case), form_of(case) | {f"{rows}-TOTAL_FORMS": number})
    assert "最多填 125 行" in page.content.decode()
    assert page.content.count(b"-id") < 3 * 125
    assert case.bodies.count() == 1
