"""A desk with work on it, and every page of it: name → URL. For browsers and screenshots."""

import time

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from reforms import history, importing
from reforms.models import BatchImport, Case, Erasure, Proposal, Theme, Version
from tests.admin.roles import make_roles
from tests.support import cast
from tests.support.release_text import NEWS
from tests.support.uploads import applied, upload

LONG = "探索检察官权力清单动态管理与办案流程监控衔接机制的实践"


def fill() -> User:
    """The seed, drafts, imports in every state, colleagues; returns a superuser."""
    call_command("seed", verbosity=0)
    make_roles()
    editor = User.objects.create_superuser("王子涵")
    for name, role in (("李思源", "编辑"), ("赵敏", "发布"), ("陈浩", "管理员")):
        colleague = User.objects.create_user(f"{role}甲", first_name=name, is_staff=True)
        colleague.groups.add(Group.objects.get(name=role))
    third = cast.batch("spp-reform-3", title="第三批检察改革典型案例", source_name="")
    drafts = [
        cast.draft(number, of=third, title=LONG, bodies=(cast.CHONGQING, cast.SICHUAN))
        for number in range(1, 4)
    ]
    drafts[0].summary = "改过的摘要。"
    history.save_case(drafts[0])
    history.set_review_status(drafts[2:], "in-review")
    propose_twice(User.objects.get(username="编辑甲"))
    cast.batch("js-topic-1", title="江苏检察机关专题典型案例", reported_on="")
    applied(importing.start_release(NEWS, by=editor))
    importing.start_release(NEWS, by=editor)
    upload("批次,标题,单位,层级\nspp-reform-2,新增,云南省检察院,\nspp-reform-2,没有单位,,\n")
    Erasure.objects.create(kind="phrase", subject_id=1, reference="spp-reform-2-01")
    return editor


def propose_twice(author: User) -> None:
    """Two proposals for one case, one of which conflicts with what was changed since."""
    case = Case.objects.published().earliest("pk")
    for title in (f"{case.title}（更正）", f"{case.title}（再更正）"):
        case.title, case.summary = title, f"{case.summary}补充一句。"
        history.propose(case, history.Edit(author, "照原文更正标题"))
    history.take(Proposal.objects.earliest("pk"))


def foreign_heading() -> BatchImport:
    """An import with a heading that is none of the themes."""
    return importing.start_release(NEWS.replace("实化监管责任", "健全流程管理体系"))


def session_cookie(user: User, site: str) -> dict[str, str]:
    """A cookie for Playwright: a session of a user who has just proved who they are."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[history.PROVED_AT] = time.time()
    session.save()
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}


def pages() -> dict[str, str]:
    """Every kind of page, on rows of fill()."""
    draft = Case.objects.filter(batch__slug="spp-reform-3").earliest("pk")
    public, batch = Case.objects.published().earliest("pk"), draft.batch
    first = Version.objects.filter(subject="case", subject_id=draft.pk).earliest("pk")
    prepared = BatchImport.objects.filter(state="prepared")
    table, release = (
        prepared.exclude(kind="release").earliest("pk"),
        prepared.filter(kind="release").earliest("pk"),
    )
    applied_import = BatchImport.objects.get(state="applied")
    rows = {
        "index": (),
        "reforms_case_changelist": (),
        "reforms_case_add": (),
        "reforms_case_change": (draft.pk,),
        "reforms_case_history": (draft.pk,),
        "reforms_case_version": (draft.pk, first.pk),
        "reforms_case_publish": (draft.pk,),
        "reforms_case_delete": (draft.pk,),
        "reforms_case_erase": (public.pk,),
        "reforms_proposal_changelist": (),
        "reforms_proposal_change": (Proposal.objects.open().latest("pk").pk,),
        "reforms_batch_changelist": (),
        "reforms_batch_add": (),
        "reforms_batch_change": (batch.pk,),
        "reforms_batch_history": (batch.pk,),
        "reforms_batch_publish": (batch.pk,),
        "reforms_batch_by_hand": (),
        "reforms_batch_cases": (batch.pk,),
        "reforms_theme_changelist": (),
        "reforms_theme_add": (),
        "reforms_theme_change": (Theme.objects.earliest("position").pk,),
        "reforms_theme_import": (foreign_heading().pk,),
        "reforms_theme_merge": (Theme.objects.earliest("position").pk,),
        "reforms_batchimport_changelist": (),
        "reforms_batchimport_add": (),
        "reforms_batchimport_change": (release.pk,),
        "reforms_import_undo": (applied_import.pk,),
        "reforms_erasure_changelist": (),
        "guide": (),
        "people": (),
        "person": (User.objects.get(username="编辑甲").pk,),
        "forgotten": (),
        "password_change": (),
        "second_factor_new": (),
        "second_factor_codes": (),
    }
    others = {
        "public case": ("reforms_case_change", public.pk),
        "table": ("reforms_batchimport_change", table.pk),
        "record of an import": ("reforms_batchimport_change", applied_import.pk),
    }
    named = {name: reverse(f"admin:{name}", args=keys) for name, keys in rows.items()}
    more = {label: reverse(f"admin:{name}", args=[key]) for label, (name, key) in others.items()}
    return named | more
