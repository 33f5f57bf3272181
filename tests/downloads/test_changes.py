"""What changed since a revision, field by field, and how a case was at a revision."""

import pytest

from reforms import history
from reforms.models import Revision
from tests.support import cast

pytestmark = pytest.mark.django_db


def since(revision: int) -> list[tuple]:
    return [
        (change.reference, change.kind, list(change.differences))
        for change in history.case_changes_since(revision)
    ]


def test_it_names_exactly_the_cases_added_changed_and_withdrawn():
    first, second, third, _untouched = (cast.case(number) for number in (1, 2, 10, 11))
    start = Revision.current().number
    first.title = "改过的标题"
    history.save_case(first)
    history.save_case(second, bodies=[cast.body(*cast.NANSHA)])
    history.withdraw([third], "issuer", history.Edit(note="发布机关来函"))
    cast.case(12)
    cast.draft(13)
    assert since(start) == [
        ("spp-reform-2-01", "changed", [("title", "第1件案例的标题", "改过的标题")]),
        (
            "spp-reform-2-02",
            "changed",
            [
                ("bodies", ["江苏检察机关"], ["广州市南沙区检察院"]),
                ("body_kinds", ["system"], ["procuratorate"]),
                ("provinces", ["jiangsu"], ["guangdong"]),
                ("province_codes", ["320000"], ["440000"]),
                ("levels", ["provincial"], ["grassroots"]),
                ("body_codes", ["320000"], ["440115"]),
            ],
        ),
        ("spp-reform-2-10", "withdrawn", []),
        ("spp-reform-2-12", "added", []),
    ]


def test_nothing_changed_since_now():
    cast.case()
    assert since(Revision.current().number) == []


def test_since_the_beginning_everything_is_added():
    cast.case(1)
    assert since(0) == [("spp-reform-2-01", "added", [])]


def test_what_was_published_again_counts_as_changed():
    case = cast.case()
    history.withdraw([case], "catalogue")
    case.summary = "核对过的摘要"
    history.save_case(case)
    history.publish([case])
    assert since(1) == [
        ("spp-reform-2-01", "changed", [("summary", "第1件案例的摘要", "核对过的摘要")])
    ]


def test_it_never_tells_of_drafts():
    cast.case(1)
    waiting = cast.draft(2)
    waiting.title = "还没有发布"
    history.save_case(waiting)
    assert since(1) == []
    assert history.as_it_was(waiting, 99) is None


def test_a_change_of_the_batch_shows_in_its_cases():
    case = cast.case()
    case.batch.released_on = "2021-07"
    history.save_batch(case.batch)
    [(_reference, kind, differences)] = since(1)
    assert kind == "changed"
    assert differences == [
        ("date", "2021-07-29", "2021-07"),
        ("date_basis", "reported", "released"),
        ("released_on", "", "2021-07"),
    ]


def test_it_tells_of_themes_that_were_renamed():
    theme = cast.theme("political")
    start = Revision.current().number
    theme.name = "政治上的责任"
    history.save_theme(theme)
    [change] = history.theme_changes_since(start)
    assert (change.reference, change.kind) == ("political", "changed")
    assert change.differences == (("name", "政治责任", "政治上的责任"),)


def test_an_earlier_version_can_still_be_read():
    case = cast.case()
    case.title = "改过的标题"
    history.save_case(case)
    titles = [version.state["title"] for version in history.public_versions(case)]
    assert titles == ["第1件案例的标题", "改过的标题"]
    assert history.as_it_was(case, 1).state["title"] == "第1件案例的标题"
    assert history.as_it_was(case, 2).state["title"] == "改过的标题"
    assert history.as_it_was(case, 99).state["title"] == "改过的标题"
    assert history.as_it_was(case, 0) is None
