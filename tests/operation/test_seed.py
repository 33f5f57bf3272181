"""The seed: six cases as the release has them, ours marked as ours, stored once and then left."""

import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from reforms import history
from reforms.models import Batch, Case, Revision, Theme, Version
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SIX = [
    "spp-reform-2-01|江苏检察机关|江苏省检察机关|system|jiangsu|provincial|inferred|political",
    "spp-reform-2-02|云南省检察机关|云南省检察机关|system|yunnan|provincial|inferred|case-handling",
    "spp-reform-2-03|黑龙江省检察机关|黑龙江省检察机关|system|heilongjiang|provincial|inferred"
    "|case-handling",
    "spp-reform-2-04|广州市南沙区检察院|广东省广州市南沙区人民检察院|procuratorate|guangdong"
    "|grassroots|stated|supervisory",
    "spp-reform-2-05|甘肃省天水市检察院|甘肃省天水市人民检察院|procuratorate|gansu|municipal"
    "|stated|supervisory",
    "spp-reform-2-06|天津市检察院|天津市人民检察院|procuratorate|tianjin|provincial|stated"
    "|hierarchical",
]
COUNTED = (Theme, Batch, Case, Version, Revision)


@pytest.fixture
def folder(tmp_path):
    """The fixtures, to be spoilt."""
    return shutil.copytree(settings.BASE_DIR / "fixtures", tmp_path / "fixtures")


def seed(**options) -> str:
    return call_command("seed", verbosity=0, **options)


def case(number: int) -> Case:
    return Case.objects.get(reference=f"spp-reform-2-0{number}")


def line(case: Case) -> str:
    [body] = case.bodies.all()
    [theme] = case.themes.all()
    of_body = (body.name, body.standard_name, body.kind, body.province, body.level)
    return "|".join((case.reference, *of_body, body.place_basis, theme.slug))


def stored() -> list[int]:
    return [model.objects.count() for model in COUNTED]


def state() -> tuple:
    return stored(), Revision.current().number, list(Case.objects.values())


def test_it_publishes_the_six_cases_in_the_order_of_the_release():
    seed()
    assert [line(case) for case in Case.objects.published()] == SIX


def test_it_stores_the_four_themes_in_their_order_and_explains_them():
    seed()
    assert list(Theme.objects.values_list("slug", "name", "name_en")) == [
        ("political", "政治责任", "Political responsibility"),
        ("case-handling", "办案责任", "Case-handling responsibility"),
        ("supervisory", "监管责任", "Supervisory responsibility"),
        ("hierarchical", "层级责任", "Hierarchical responsibility"),
    ]
    assert not Theme.objects.filter(definition="").exists()
    assert not Theme.objects.filter(definition_en="").exists()


def test_it_names_the_release_and_invents_no_date_number_or_address():
    seed()
    batch = Batch.objects.get()
    assert (batch.title, batch.series, batch.ordinal, batch.issuers, batch.topic) == (
        "第二批全国检察机关检察改革典型案例",
        "全国检察机关检察改革典型案例",
        2,
        "最高人民检察院",
        "推进司法责任体系建设",
    )
    assert (batch.reported_on, batch.source_name) == ("2021-07-29", "正义网")
    unknown = ("issued_on", "released_on", "document_number", "source_url")
    assert {getattr(batch, field) for field in unknown} == {""}


def test_it_marks_what_is_ours_and_leaves_empty_what_the_release_does_not_give():
    seed()
    known = ("title_by", "themes_by", "official_no", "body", "source_name", "source_url")
    assert set(Case.objects.values_list(*known)) == {("catalogue", "issuer", "", "", "", "")}


def test_it_sums_each_case_up_in_80_to_200_characters_and_in_english():
    seed()
    for case in Case.objects.all():
        assert 80 <= len(case.summary) <= 200
        assert 40 <= len(case.summary_en.split()) <= 90
        assert case.title_en
        assert 3 <= len(case.keywords.split(";")) <= 5


def test_it_says_what_it_did():
    assert call_command("seed") == (
        "责任主题：新增 4，共 4 / themes: 4 of 4 added\n"
        "批次 spp-reform-2：发布 6 件 / batch spp-reform-2: 6 cases published"
    )
    assert call_command("seed") == (
        "责任主题：新增 0，共 4 / themes: 0 of 4 added\n"
        "批次 spp-reform-2：已有，未改动 / batch spp-reform-2: already there, left alone"
    )


def test_it_changes_nothing_the_second_time():
    seed()
    before = state()
    seed()
    assert state() == before


def test_it_keeps_what_editors_changed():
    seed()
    edited, theme = case(4), Theme.objects.get(slug="supervisory")
    edited.title, edited.batch.released_on, theme.definition = "改过的标题", "2021-07", "改过的释义"
    history.save_batch(edited.batch)
    history.save_case(edited, history.Edit(note="更正"), themes=[])
    history.save_theme(theme)
    before = state()
    seed()
    assert state() == before
    theme.refresh_from_db()
    assert (case(4).title, case(4).date, theme.definition) == (
        "改过的标题",
        "2021-07",
        "改过的释义",
    )


def test_it_does_not_bring_back_a_withdrawn_case():
    seed()
    history.withdraw([case(4)], "issuer")
    seed()
    assert case(4).status == "withdrawn"


def test_it_does_not_bring_back_a_deleted_theme():
    seed()
    history.save_case(case(6), themes=[])
    history.delete_theme(Theme.objects.get(slug="hierarchical"))
    seed()
    assert not Theme.objects.filter(slug="hierarchical").exists()


def test_it_adds_no_case_to_a_batch_that_exists():
    cast.batch("spp-reform-2")
    seed()
    assert not Case.objects.exists()


def test_it_reads_another_folder(folder):
    file = folder / "spp-reform-2.json"
    text = file.read_text(encoding="utf-8").replace('"spp-reform-2"', '"another"')
    file.write_text(text, encoding="utf-8-sig")
    seed(folder=folder)
    assert Batch.objects.get().slug == "another"


@pytest.mark.parametrize(
    ("name", "right", "wrong", "message"),
    [
        ("themes.json", '"slug": "political"', '"slug": "政治"', r"themes\.json: theme 1: .*slug"),
        ("themes.json", '"themes": [', '"themes": ', r"themes\.json: Expecting .* line \d+"),
        ("themes.json", '"themes":', '"theme":', r"themes\.json: .*theme"),
        (
            "spp-reform-2.json",
            '"cases": [',
            '"cases": [,',
            r"reform-2\.json: Expecting .* line \d+",
        ),
        ("spp-reform-2.json", '"cases":', '"case":', r"reform-2\.json: .*case"),
        ("spp-reform-2.json", '["supervisory"]', '["honesty"]', "case 4: .*unknown theme: honesty"),
        ("spp-reform-2.json", '"gansu"', '"gansoo"', "case 5: .*province.*gansoo"),
        ("spp-reform-2.json", '"number": 6', '"number": 5', "case 6: .*已有这个序号"),
        ("spp-reform-2.json", '"summary"', '"sumary"', "case 1: .*sumary"),
        ("spp-reform-2.json", '"2021-07-29"', '"2021-13-29"', r"reform-2\.json: .*reported_on"),
        ("spp-reform-2.json", '"2021-07-29"', '""', r"reform-2\.json: .*批次没有日期"),
    ],
)
def test_it_names_the_faulty_place_and_stores_nothing(folder, name, right, wrong, message):
    file = folder / name
    file.write_text(file.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(CommandError, match=message):
        seed(folder=folder)
    assert stored() == [0, 0, 0, 0, 0]


def test_it_names_a_missing_file_and_stores_nothing(folder):
    (folder / "themes.json").unlink()
    with pytest.raises(CommandError, match=r"nothing stored: .*/themes\.json"):
        seed(folder=folder)
    assert stored() == [0, 0, 0, 0, 0]


def test_it_names_a_file_in_another_encoding_and_stores_nothing(folder):
    (folder / "themes.json").write_text('{"themes": "政治责任"}', encoding="gb18030")
    with pytest.raises(CommandError, match=r"themes\.json: .*utf-8"):
        seed(folder=folder)
    assert stored() == [0, 0, 0, 0, 0]
