"""What tables say about the themes of a case, and by what each is assigned."""

import pytest

from reforms.models import Case
from tests.support import cast
from tests.support.uploads import applied, import_messages, statuses, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]

NEW = "批次,标题,单位,责任主题,主题依据,主题依据的原话,主题归类出自\nspp-reform-2,甲,云南省检察院,"


def bases(case: Case) -> list[tuple[str, str, str]]:
    return list(case.assignments.values_list("theme__slug", "basis", "passage"))


def test_it_takes_basis_and_passage_beside_each_theme():
    cast.batch()
    applied(upload(NEW + "监管责任；政治责任,案例标题；新闻稿,压实监管责任；强化政治责任,\n"))
    assert bases(Case.objects.get()) == [
        ("political", "news", "强化政治责任"),
        ("supervisory", "title", "压实监管责任"),
    ]


@pytest.mark.parametrize(("by", "basis"), [("本站编者", "catalogue"), ("发布机关", ""), ("", "")])
def test_it_takes_who_assigned_the_themes_where_no_basis_is_given(by, basis):
    cast.batch()
    applied(upload(NEW + f"监管责任,,,{by}\n"))
    assert bases(Case.objects.get()) == [("supervisory", basis, "")]


def test_it_refuses_bases_that_are_not_as_many_as_the_themes():
    cast.batch()
    batch_import = upload(NEW + "监管责任,新闻稿；案例标题,,\n")
    assert statuses(batch_import) == ["refused"]
    assert "主题有 1 个，这里有 2 个" in import_messages(batch_import)


def test_it_changes_the_basis_of_a_stored_theme_alone():
    case = cast.draft(themes=("political",))
    applied(upload("编号,主题依据\nspp-reform-2-01,新闻稿\n"))
    assert bases(case) == [("political", "news", "")]


def test_another_author_of_the_themes_changes_their_bases():
    case = cast.draft(themes=("political",))
    applied(upload("编号,主题归类出自\nspp-reform-2-01,本站编者\n"))
    assert bases(case) == [("political", "catalogue", "")]
    applied(upload("编号,主题归类出自\nspp-reform-2-01,发布机关\n"))
    assert bases(case) == [("political", "", "")]
