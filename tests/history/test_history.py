"""One writer: fields, keys, texts, versions and the revision go together or not at all."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reforms import history
from reforms.history.states import case_state
from reforms.models import Batch, Case, JsonLine, Revision, Theme, ThemeAssignment, Version
from tests.history.revisions import revision
from tests.support import cast

pytestmark = pytest.mark.django_db


def test_it_starts_at_revision_0():
    assert revision() == 0


def test_a_draft_leaves_the_revision():
    cast.draft()
    assert revision() == 0


def test_a_change_to_a_published_case_raises_the_revision():
    case = cast.case()
    case.title = "改过的标题"
    history.save_case(case)
    assert revision() == 2
    assert Case.objects.get().revision == 2


def test_a_change_to_a_batch_reaches_its_cases():
    case = cast.case()
    case.batch.released_on = "2020-12"
    history.save_batch(case.batch)
    case.refresh_from_db()
    assert (case.date, case.year, case.revision) == ("2020-12", 2020, 2)


def test_a_check_of_a_batch_leaves_its_cases():
    case = cast.case()
    history.check_batch(case.batch, date(2026, 12, 2))
    case.refresh_from_db()
    assert (case.batch.checked_on, case.revision, revision()) == ("2026-12-02", 1, 2)
    [*_, version] = Version.objects.filter(subject="batch")
    assert (version.revision, version.state["checked_on"]) == (2, "2026-12-02")


def test_a_check_of_a_batch_that_is_gone_is_refused():
    batch = cast.batch("empty")
    key = batch.pk
    history.delete_batch(batch)
    batch.pk = key
    with pytest.raises(ValidationError, match="刚才被删除了"):
        history.check_batch(batch, date(2026, 12, 2))


def test_a_withdrawal_raises_the_revision_and_says_why():
    case = cast.case()
    history.withdraw([case], "issuer", history.Edit(note="发布机关来函"))
    case.refresh_from_db()
    assert (case.status, case.withdrawal, case.withdrawal_note) == (
        "withdrawn",
        "issuer",
        "发布机关来函",
    )
    assert revision() == 2
    assert not Case.objects.published().exists()


def test_it_keys_the_sets_of_themes_and_places():
    case = cast.draft(themes=("supervisory", "political"), bodies=(cast.SICHUAN, cast.CHONGQING))
    assert case.theme_key == "political;supervisory"
    assert case.place_key == "chongqing:provincial;sichuan:grassroots"


def test_it_stores_the_folded_text_in_tiers():
    case = cast.draft(title="ＡＢ，权责 清晰", summary="“监管”责任", keywords="量化、评估")
    assert (case.text.title, case.text.summary) == ("ab权责清晰", "监管责任")
    assert case.text.rest.split("\n") == [
        "量化",
        "评估",
        "江苏检察机关",
        "第二批典型案例",
    ]


def test_it_freezes_the_reference_at_first_publication():
    case = cast.draft(1)
    case.number = 7
    history.save_case(case)
    assert case.reference == "spp-reform-2-07"
    history.publish([case])
    case.number = 8
    with pytest.raises(ValidationError, match="已固定"):
        history.save_case(case)


def test_it_freezes_the_slug_of_a_batch_with_a_public_case():
    batch = cast.case().batch
    batch.slug = "another"
    with pytest.raises(ValidationError, match="不能再改"):
        history.save_batch(batch)


def test_it_keeps_bodies_in_the_order_given():
    case = cast.draft(bodies=(cast.SICHUAN, cast.CHONGQING))
    first, second = case.bodies.all()
    history.save_case(case, bodies=[second, first, cast.body(*cast.NANSHA)])
    assert [body.name for body in Case.objects.get().bodies.all()] == [
        "重庆市检察院",
        "成都市武侯区检察院",
        "广州市南沙区检察院",
    ]


def test_a_failed_write_leaves_nothing():
    with pytest.raises(ValidationError):
        cast.draft(bodies=(cast.JIANGSU, ("名;字", "procuratorate", "jiangsu", "provincial")))
    assert not Case.objects.exists()
    assert not Version.objects.filter(subject="case").exists()


@pytest.mark.parametrize("text", ["a\ud800b", "a\ue000b", "a\uffffb"])
def test_it_refuses_text_that_no_file_can_carry(text):
    with pytest.raises(ValidationError, match="第 1 行第 2 个字"):
        cast.draft(summary=text)


@pytest.mark.parametrize("day", ["2021-13", "2021-02-30", "21-07-29", "2021/13/29", "近日"])
def test_it_refuses_what_is_no_date(day):
    with pytest.raises(ValidationError):
        cast.batch(released_on=day)


@pytest.mark.parametrize(
    ("dates", "best"),
    [
        ({"reported_on": "2021-07-29"}, ("2021-07-29", "reported")),
        ({"issued_on": "2021-07", "reported_on": "2021-07-29"}, ("2021-07", "issued")),
        ({"released_on": "2021", "issued_on": "2020-12-31"}, ("2021", "released")),
        ({}, ("", None)),
    ],
)
def test_it_knows_which_date_is_the_best_known(dates, best):
    batch = Batch(**dates)
    assert (batch.date, batch.date_basis) == best


def test_it_sorts_references_as_numbers():
    tenth = cast.draft(2, of=cast.batch("spp-reform-10"))
    second = cast.draft(10, of=cast.batch("spp-reform-2"))
    assert list(Case.objects.all()) == [second, tenth]


def test_every_change_leaves_a_version_with_its_author_and_reason(admin_user):
    case = cast.case()
    case.title = "新标题"
    history.save_case(case, history.Edit(admin_user, "更正错字", proof_age=0))
    last = Version.objects.filter(subject="case").last()
    assert (last.action, last.by, last.note, last.revision) == (
        "changed",
        admin_user,
        "更正错字",
        2,
    )
    assert last.state["title"] == "新标题"
    _version, differences = history.changes_by_version("case", case)[0]
    assert differences == [("title", "第1件案例的标题", "新标题")]


def test_a_version_has_the_case_as_it_is_stored():
    case = cast.case(themes=("supervisory", "political"), bodies=(cast.SICHUAN, cast.CHONGQING))
    case.title, case.keywords = " 标题\u200b ", "乙、甲"  # as they come, not yet cleaned
    first, second = case.bodies.all()
    history.save_case(
        case,
        themes=[cast.theme("political"), ThemeAssignment(theme=cast.theme("hierarchical"))],
        bodies=[second, cast.body(*cast.NANSHA), first],
    )
    stored = case_state(Case.objects.get())
    assert Version.objects.filter(subject="case").last().state == stored
    line = json.loads(JsonLine.objects.get(case=case).text)
    assert line == {name: stored[name] for name in line}


def test_a_version_has_the_batch_and_the_theme_as_another_has_just_changed_them():
    case = cast.case(themes=("political",))
    batch, theme = Batch.objects.get(), cast.theme("political")
    batch.title, theme.name = "另一个名称", "另一个主题"
    assert (case.batch.title, str(case.assignments.get().theme)) != (batch.title, theme.name)
    history.save_batch(batch)
    history.save_theme(theme)
    history.save_case(case)
    state = Version.objects.filter(subject="case").last().state
    assert (state["batch_title"], state["theme_names"]) == (batch.title, [theme.name])


def test_a_new_theme_of_a_case_is_recorded_as_it_is_stored():
    case, given = cast.case(themes=()), cast.theme("political")
    theme = Theme.objects.get(pk=given.pk)
    theme.name = "另一个主题"
    history.save_theme(theme)
    history.save_case(case, themes=[given])
    state = Version.objects.filter(subject="case").last().state
    assert state["theme_names"] == ["另一个主题"]


def test_a_body_or_theme_that_stays_the_same_is_not_written():
    case = cast.case(themes=("political",), bodies=(cast.SICHUAN,))
    with CaptureQueriesContext(connection) as captured:
        history.save_case(case, themes=list(case.themes.all()), bodies=list(case.bodies.all()))
    written = [q["sql"] for q in captured if not q["sql"].startswith(("SELECT", "SAVE", "RELE"))]
    assert not [sql for sql in written if "creditedbody" in sql or "case_themes" in sql]
    body = case.bodies.get()
    body.name = "成都市武侯区人民检察院"
    history.save_case(case, bodies=[body])
    assert case.bodies.get().name == "成都市武侯区人民检察院"


def test_the_current_revision_is_the_stored_row():
    Revision.next()
    stored, current = Revision.objects.get(), Revision.current()
    assert (current.number, current.at, current.dataset) == (
        stored.number,
        stored.at,
        stored.dataset,
    )
