"""Writes at the desk that ask for a proof: each gives address, form, and whether it is done."""

from django.contrib.auth.models import User
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from reforms import history
from reforms.models import Batch, BatchImport, Case, Theme, Version
from tests.admin.import_pages import page_of, paste, upload
from tests.admin.logging_in import PASSWORD, enrolled
from tests.support import cast
from tests.support.case_forms import case_page, confirmed, form_of, version_page
from tests.support.publishing import confirming


def publishing(_client):
    case = cast.draft()
    return case_page(case, "publish"), confirming(case), lambda: Case.objects.get().is_public


def publishing_a_batch(_client):
    batch = cast.draft().batch
    form = {"action": "publish_batches", "_selected_action": [batch.pk], **confirming(batch)}
    return "/admin/reforms/batch/", form, lambda: Case.objects.get().is_public


def publishing_several(_client):
    cases = [cast.draft(number) for number in (1, 2)]
    form = {"action": "publish_cases", "_selected_action": [case.pk for case in cases]}
    form |= confirming(*cases)
    return "/admin/reforms/case/", form, lambda: Case.objects.published().count() == 2


def withdrawing(_client):
    keys = [cast.case(number).pk for number in (1, 2)]
    form = {"action": "withdraw_cases", "_selected_action": keys, "reason": "catalogue"}
    return "/admin/reforms/case/", form, lambda: not Case.objects.published().exists()


def changing_a_public_case(client):
    case = cast.case()
    form = form_of(case, title='改过的 <标题> “引号"')
    form = confirmed(client, case_page(case), form)
    return case_page(case), form, lambda: Case.objects.get().title == '改过的 <标题> “引号"'


def taking_a_proposal(_client):
    case = cast.case()
    case.title = "提议的标题"
    proposal = history.propose(case)
    form = {"_take": "1", "word": "属实", "seen": history.merge(proposal).digest}
    address = reverse("admin:reforms_proposal_change", args=[proposal.pk])
    return address, form, lambda: Case.objects.get().title == "提议的标题"


def changing_a_public_batch(client):
    batch = cast.case().batch
    form = {"title": "改过的名称", "issuers": batch.issuers, "reported_on": batch.reported_on}
    form |= {"cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0}
    form |= {"opened_on": Version.objects.filter(subject="batch").last().pk}
    address = reverse("admin:reforms_batch_change", args=[batch.pk])
    form = confirmed(client, address, form)
    return address, form, lambda: Batch.objects.get().title == "改过的名称"


def checking_a_public_batch(_client):
    batch = cast.case().batch
    address = reverse("admin:reforms_batch_check", args=[batch.pk])
    return address, {"_check": "1"}, lambda: bool(Batch.objects.get().checked_on)


def changing_a_theme(_client):
    theme = cast.theme("political")
    form = {"name": "改过的名称", "name_en": "x", "slug": "political", "position": 1}
    form |= {"opened_on": Version.objects.last().pk}
    address = reverse("admin:reforms_theme_change", args=[theme.pk])
    return address, form, lambda: Theme.objects.get().name == "改过的名称"


def deleting_a_theme(_client):
    address = reverse("admin:reforms_theme_delete", args=[cast.theme("political").pk])
    return address, {"post": "yes"}, lambda: not Theme.objects.exists()


def deleting_a_draft(_client):
    return case_page(cast.draft(), "delete"), {"post": "yes"}, lambda: not Case.objects.exists()


def reverting(_client):
    case = cast.case()
    case.title = "改过的标题"
    history.save_case(case)
    return version_page(case, 0), {"note": ""}, lambda: "改过" not in Case.objects.get().title


def reverting_a_draft(_client):
    case = cast.draft()
    case.title = "改过的标题"
    history.save_case(case)
    return version_page(case, 0), {"note": ""}, lambda: "改过" not in Case.objects.get().title


def applying_an_import(client):
    paste(client)
    return page_of(BatchImport.objects.get()), {"_apply": "1"}, Case.objects.exists


def changing_public_cases_by_an_import(client):
    cast.case()
    upload(client, "编号,标题\nspp-reform-2-01,改过的标题\n")
    address = page_of(BatchImport.objects.get())
    form = {"_apply": "1", "public": "on"}
    return address, form, lambda: Case.objects.get().title == "改过的标题"


def undoing_an_import(client):
    paste(client)
    batch_import = BatchImport.objects.get()
    client.post(page_of(batch_import), {"_apply": "1"})
    assert Case.objects.exists()
    return page_of(batch_import, "undo"), {}, lambda: not Case.objects.exists()


def adding_an_account(_client):
    form = {"name": "李思源", "role": "编辑"}
    return "/admin/people/", form, lambda: User.objects.filter(username="李思源").exists()


def other() -> User:
    return User.objects.create_user("other", password=PASSWORD, is_staff=True)


def page_of_person(user: User) -> str:
    return reverse("admin:person", args=[user.pk])


def giving_a_role(_client):
    user = other()
    form = {"_save": "1", "name": "李思源", "role": "管理员"}
    return page_of_person(user), form, lambda: user.groups.filter(name="管理员").exists()


def closing_an_account(_client):
    user = other()
    closed = lambda: not User.objects.get(pk=user.pk).is_active  # noqa: E731
    return page_of_person(user), {"_leave": "1"}, closed


def taking_a_password_away(_client):
    user = other()
    taken = lambda: not User.objects.get(pk=user.pk).has_usable_password()  # noqa: E731
    return page_of_person(user), {"_link": "1"}, taken


def resetting_a_second_factor(_client):
    user = other()
    enrolled(user)
    return page_of_person(user), {"_device": "1"}, lambda: not TOTPDevice.objects.exists()


def replacing_recovery_codes(_client):
    return "/admin/second-factor/codes/", {}, StaticDevice.objects.exists


WRITES = [
    publishing,
    publishing_a_batch,
    publishing_several,
    withdrawing,
    changing_a_public_case,
    taking_a_proposal,
    changing_a_public_batch,
    checking_a_public_batch,
    changing_a_theme,
    deleting_a_theme,
    deleting_a_draft,
    reverting,
    reverting_a_draft,
    applying_an_import,
    changing_public_cases_by_an_import,
    undoing_an_import,
    adding_an_account,
    giving_a_role,
    closing_an_account,
    taking_a_password_away,
    resetting_a_second_factor,
    replacing_recovery_codes,
]
