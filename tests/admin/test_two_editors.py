"""Two editors who save at the very same moment: real threads, each with its own connection."""

from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from reforms import history
from reforms.models import Batch, Case, Review, Theme, Version
from tests.admin.proving import hidden_fields
from tests.admin.roles import make_roles, member
from tests.support import cast
from tests.support.case_forms import confirmed, form_of
from tests.support.locks import ON_POSTGRESQL, in_thread, wait_until_somebody_waits

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*works) -> list:
    """What each work gives, all started at the same moment."""
    together, results = Barrier(len(works)), [None] * len(works)

    def run(position: int, work) -> None:
        together.wait()
        try:
            results[position] = work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def saving(user, address: str, form: dict):
    client = Client()
    client.force_login(user)
    return lambda: client.post(address, form).status_code


def test_of_two_who_save_at_once_one_is_told(admin_user):
    case = cast.case()
    address = reverse("admin:reforms_case_change", args=[case.pk])
    client = Client()
    client.force_login(admin_user)
    titles = ("甲的标题", "乙的标题", "丙的标题")
    forms = [confirmed(client, address, form_of(case, title=title)) for title in titles]
    answers = at_once(*(saving(admin_user, address, form) for form in forms))
    assert sorted(answers) == [200, 200, 302]
    assert Case.objects.get().title == forms[answers.index(302)]["title"]
    assert Version.objects.filter(subject="case", action="changed").count() == 1


def test_a_save_and_a_batch_at_once_keep_both(admin_user):
    """The search text too: the batch writes that of all its cases anew."""
    case = cast.case()
    address = reverse("admin:reforms_case_change", args=[case.pk])
    batch = case.batch
    batch.reported_on = "2019"
    client = Client()
    client.force_login(admin_user)
    form = confirmed(client, address, form_of(case, title="我的标题"))
    saved, _batch = at_once(
        saving(admin_user, address, form),
        lambda: history.save_batch(batch),
    )
    stored_case = Case.objects.get()
    assert (saved, stored_case.title, stored_case.year, stored_case.text.title) == (
        302,
        "我的标题",
        2019,
        "我的标题",
    )


def test_saving_and_publishing_at_once_keep_both(admin_user):
    """Whoever comes second sees the other's work: nothing is published that lost an edit."""
    case = cast.draft()
    address = reverse("admin:reforms_case_change", args=[case.pk])
    saved, _published = at_once(
        saving(admin_user, address, form_of(case, title="我的标题")),
        lambda: history.publish([Case.objects.get(pk=case.pk)]),
    )
    stored_case = Case.objects.get()
    assert stored_case.status == "published"
    assert stored_case.title == {302: "我的标题", 200: "第1件案例的标题"}[saved]


def test_a_double_click_on_an_invitation_makes_one_account(admin_user):
    make_roles()
    form = {"name": "李思源", "role": "编辑"}
    answers = at_once(*(saving(admin_user, "/admin/people/", form) for _click in range(3)))
    assert sorted(answers) == [200, 200, 302]
    assert User.objects.filter(first_name="李思源").count() == 1


def test_two_clicks_at_once_make_one_batch_and_one_case(admin_user):
    form = {"title": "某批", "issuers": "院", "reported_on": "2024", "_add": "1"}
    form |= {"case-title": "一件", "case-title_by": "issuer", "case-bodies": "云南省检察院"}
    address = reverse("admin:reforms_batch_by_hand")
    answers = at_once(*[saving(admin_user, address, form)] * 2)
    assert sorted(answers) == [200, 302]
    assert Case.objects.get().batch.title == "某批"


@ON_POSTGRESQL
def test_a_review_does_not_count_for_what_is_saved_at_that_moment(settings):
    settings.REVIEWS = 2
    case, editor = cast.draft(), member("编辑")
    address = reverse("admin:reforms_batch_publish", args=[case.batch_id])
    fields = hidden_fields(editor.get(address)) | {"_review": "1"}
    errors: list[BaseException] = []
    with transaction.atomic():
        history.lock(Case, [case.pk])
        thread = in_thread(lambda: editor.post(address, fields), errors)
        wait_until_somebody_waits()
        case.title = "改过的标题"
        history.save_case(case)
    thread.join()
    assert errors == []
    assert not Review.objects.exists()


@ON_POSTGRESQL
def test_a_theme_is_merged_beside_an_editor_who_takes_it_away():
    case, other = cast.draft(1, themes=("political",)), cast.draft(2, themes=("political",))
    theme, into = cast.theme("political"), cast.theme("supervisory")
    errors: list[BaseException] = []
    with transaction.atomic():
        history.lock(Case, [case.pk])
        thread = in_thread(lambda: history.merge_themes(theme, into), errors)
        wait_until_somebody_waits()
        history.save_case(case, themes=[])
    thread.join()
    assert errors == []
    assert not Theme.objects.filter(slug="political").exists()
    assert list(into.cases.all()) == [other]


def test_two_clicks_at_once_load_and_undo_the_example_once(admin_user):
    address = reverse("admin:reforms_batch_example")
    clicks = (saving(admin_user, address, {}), saving(admin_user, address, {}))
    assert at_once(*clicks) == [302, 302]
    assert (Batch.objects.count(), Case.objects.count()) == (2, 13)
    undos = (saving(admin_user, address, {"_undo": "1"}) for _click in range(2))
    assert at_once(*undos) == [302, 302]
    deleted = Version.objects.filter(subject="batch", action="deleted")
    assert (Batch.objects.count(), deleted.count()) == (0, 2)
