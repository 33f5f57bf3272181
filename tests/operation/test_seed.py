"""The seed: two batches as their releases have them; what people edited is left alone."""

import pytest
from django.core.management import call_command

from reforms import erasure, history
from reforms.importing import seeding
from reforms.models import Batch, Case, Revision, Theme, Version
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CASES = [
    "spp-reform-1-01|案例1|黑龙江省人民检察院|procuratorate|heilongjiang|provincial|stated"
    "|legal-supervision:news",
    "spp-reform-1-02|案例2|河南省人民检察院|procuratorate|henan|provincial|stated"
    "|overall-situation:news",
    "spp-reform-1-03|案例3|山东省东营市人民检察院|procuratorate|shandong|municipal|stated"
    "|legal-supervision:news",
    "spp-reform-1-04|案例4|甘肃省兰州市人民检察院|procuratorate|gansu|municipal|stated"
    "|professional-capacity:news",
    "spp-reform-1-05|案例5|上海市宝山区人民检察院|procuratorate|shanghai|grassroots|stated"
    "|professional-capacity:news",
    "spp-reform-1-06|案例6|浙江省海盐县人民检察院|procuratorate|zhejiang|grassroots|stated"
    "|internal-supervision:news",
    "spp-reform-1-07|案例7|陕西省人民检察院|procuratorate|shaanxi|provincial|stated"
    "|internal-supervision:news",
    "spp-reform-2-01|案例1|江苏省检察机关|system|jiangsu|provincial|inferred"
    "|political:news;case-handling:title",
    "spp-reform-2-02|案例4|云南省检察机关|system|yunnan|provincial|inferred|case-handling:news",
    "spp-reform-2-03|案例2|黑龙江省人民检察院|procuratorate|heilongjiang|provincial|stated"
    "|case-handling:news",
    "spp-reform-2-04|案例5|广东省广州市南沙区人民检察院|procuratorate|guangdong|grassroots|stated"
    "|supervisory:news",
    "spp-reform-2-05|案例6|甘肃省天水市检察机关|system|gansu|municipal|inferred|supervisory:news",
    "spp-reform-2-06|案例3|天津市人民检察院|procuratorate|tianjin|provincial|stated"
    "|hierarchical:news",
]
COUNTED = (Theme, Batch, Case, Version, Revision)


def seed(**options) -> str:
    return call_command("seed", verbosity=0, **options)


def case(number: int) -> Case:
    return Case.objects.get(reference=f"spp-reform-2-0{number}")


def line(case: Case) -> str:
    [body] = case.bodies.all()
    of_body = (body.standard_name, body.kind, body.province, body.level, body.place_basis)
    themes = (f"{item.theme.slug}:{item.basis}" for item in case.assignments.all())
    return "|".join((case.reference, case.official_no, *of_body, ";".join(themes)))


def stored() -> list[int]:
    return [model.objects.count() for model in COUNTED]


def state() -> tuple:
    return stored(), Revision.current().number, list(Case.objects.values())


def test_it_publishes_the_cases_of_both_releases():
    seed()
    assert [line(case) for case in Case.objects.published()] == CASES


def test_it_stores_the_four_themes_in_their_order_then_those_of_the_first_batch():
    seed()
    assert list(Theme.objects.values_list("slug", "name", "scheme")) == [
        ("political", "政治责任", "四类责任"),
        ("case-handling", "办案责任", "四类责任"),
        ("supervisory", "监管责任", "四类责任"),
        ("hierarchical", "层级责任", "四类责任"),
        ("overall-situation", "服务大局", "首批案例四个方面"),
        ("legal-supervision", "法律监督体系", "首批案例四个方面"),
        ("internal-supervision", "内部制约监督", "首批案例四个方面"),
        ("professional-capacity", "专业能力", "首批案例四个方面"),
    ]
    for field in ("definition", "definition_en", "scheme_en"):
        assert not Theme.objects.filter(**{field: ""}).exists()


def test_it_names_the_releases_and_invents_no_date_number_or_address():
    seed()
    first, second = Batch.objects.order_by("ordinal")
    named = ("title", "notice_title", "kind", "issuers", "topic")
    assert [[getattr(batch, name) for name in named] for batch in (first, second)] == [
        [
            "全国检察机关首批检察改革典型案例",
            "关于印发全国检察机关首批检察改革典型案例的通知",
            "reform",
            "最高人民检察院",
            "推进执法司法制约监督机制建设",
        ],
        [
            "检察机关推进司法责任体系建设典型案例（全国检察机关检察改革典型案例第二批）",
            "关于印发检察机关推进司法责任体系建设典型案例的通知",
            "reform",
            "最高人民检察院",
            "推进司法责任体系建设",
        ],
    ]
    dates = ("issued_on", "released_on", "reported_on", "document_number", "source_url")
    assert [getattr(first, name) for name in dates] == ["2021-01-04", "", "", "", ""]
    assert [getattr(second, name) for name in dates] == ["2021-07-19", "", "2021-07-29", "", ""]


def test_its_titles_are_the_issuers_and_it_holds_no_text_of_the_release():
    seed()
    columns = ("title_by", "themes_by", "body", "source_name", "source_url")
    assert set(Case.objects.values_list(*columns)) == {("issuer", "issuer", "", "", "")}
    assert case(1).title == "江苏省检察机关细化办案责任 推动检察权管理全方位、立体式、信息化"


def test_it_sums_each_case_up_in_80_to_200_characters_and_in_english():
    seed()
    for case in Case.objects.all():
        assert 80 <= len(case.summary) <= 200
        assert 40 <= len(case.summary_en.split()) <= 90
        assert case.title_en
        assert 3 <= len(case.keywords.split(";")) <= 5


def test_it_says_what_it_did():
    assert call_command("seed") == (
        "主题：新增 8，共 8 / themes: 8 of 8 added\n"
        "批次 spp-reform-1：发布 7 件 / batch spp-reform-1: 7 cases published\n"
        "批次 spp-reform-2：发布 6 件 / batch spp-reform-2: 6 cases published"
    )
    assert call_command("seed") == (
        "主题：新增 0，共 8 / themes: 0 of 8 added\n"
        "批次 spp-reform-1：已有，未改动 / batch spp-reform-1: already there, left alone\n"
        "批次 spp-reform-2：已有，未改动 / batch spp-reform-2: already there, left alone"
    )


def former_seed() -> None:
    """Two cases as the seed of version 0.1.0 had them: from a news report, with titles of ours."""
    fields = {"issuers": "最高人民检察院", "reported_on": "2021-07-29", "source_name": "正义网"}
    batch = Batch(slug="spp-reform-2", title="第二批全国检察机关检察改革典型案例", **fields)
    history.save_batch(batch, seeding.FIRST)
    for number, body in ((1, cast.JIANGSU), (5, cast.TIANSHUI)):
        former = Case(batch=batch, number=number, title="本站拟的标题", title_by="catalogue")
        history.save_case(
            former, seeding.FIRST, themes=[cast.theme("political")], bodies=[cast.body(*body)]
        )
    history.publish(batch.cases.all(), seeding.FIRST)


def test_it_gives_a_site_with_the_former_seed_the_facts_of_the_release():
    former_seed()
    message = call_command("seed").splitlines()[-1]
    assert message == "批次 spp-reform-2：按发布稿更新 3 项 / batch spp-reform-2: 3 rows updated"
    former = {line.split("|")[0]: line for line in CASES}
    assert [line(case(number)) for number in (1, 5)] == [
        former["spp-reform-2-01"],
        former["spp-reform-2-05"],
    ]
    version = Version.objects.filter(subject="case", subject_id=case(5).pk).last()
    assert (version.note, version.by) == ("按发布稿更新（随程序附带）", None)
    before = state()
    seed()
    assert state() == before


def test_it_knows_what_earlier_releases_stored(monkeypatch):
    monkeypatch.setattr(seeding, "FIRST", history.Edit(note="首次录入（manage.py seed）"))
    former_seed()
    assert "按发布稿更新 3 项" in call_command("seed").splitlines()[-1]


def test_it_leaves_alone_what_people_edited_and_says_so(admin_user):
    former_seed()
    edited = case(5)
    edited.keywords = "瑕疵"
    history.save_case(edited, history.Edit(admin_user, proof_age=0))
    message = call_command("seed").splitlines()[-1]
    assert message == (
        "批次 spp-reform-2：按发布稿更新 2 项；编辑改过，未动：spp-reform-2-05"
        " / batch spp-reform-2: 2 rows updated; edited by people, left alone: spp-reform-2-05"
    )
    assert (case(5).title, case(5).keywords) == ("本站拟的标题", "瑕疵")


@pytest.mark.django_db(transaction=True)  # an erasure compacts the database
def test_it_leaves_alone_what_was_erased_from(admin_user):
    former_seed()
    erased = case(5)
    edit = history.Edit(admin_user, proof_age=0)
    erasure.erase(erased, erasure.checked_phrase(erased, "本站拟的"), edit)
    seed()
    assert "办案瑕疵" not in case(5).title


def test_it_stores_no_batch_that_editors_named_otherwise():
    cast.batch("first", title="全国检察机关首批检察改革典型案例")
    seed()
    assert not Batch.objects.filter(slug="spp-reform-1").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"series": "全国检察机关检察改革典型案例", "ordinal": 1},
        {"notice_title": "关于印发全国检察机关首批检察改革典型案例的通知"},
    ],
)
def test_it_stores_no_batch_that_editors_entered_under_another_slug(fields):
    cast.batch("first", title="本院录的首批", **fields)
    lines = call_command("seed").splitlines()
    assert lines[1] == (
        "批次 spp-reform-1：站内已有，网址名是 first，未录入"
        " / batch spp-reform-1: already there as first, left alone"
    )
    assert list(Batch.objects.values_list("slug", flat=True)) == ["first", "spp-reform-2"]


def test_it_uses_a_theme_that_editors_entered_under_another_slug():
    history.save_theme(Theme(slug="politics", name="政治责任", name_en="Politics", position=1))
    seed()
    assert not Theme.objects.filter(slug="political").exists()
    assert list(case(1).themes.values_list("slug", flat=True)) == ["politics", "case-handling"]
    before = state()
    seed()
    assert state() == before


def test_it_publishes_no_batch_by_itself_where_people_work(admin_user):
    history.save_batch(Batch(slug="own", title="本院", issuers="本院"), history.Edit(admin_user))
    lines = call_command("seed").splitlines()
    assert lines[1] == (
        "批次 spp-reform-1：站内已有人编辑，未自动发布；要录入并发布请运行 manage.py seed --add / "
        "batch spp-reform-1: not published by itself where people work; "
        "manage.py seed --add publishes it"
    )
    assert not Case.objects.exists()
    seed(add=True)
    assert Case.objects.published().count() == 13


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
    theme = Theme.objects.get(slug="hierarchical")
    for of_theme in theme.cases.all():
        history.save_case(of_theme, themes=[])
    history.delete_theme(theme)
    seed()
    assert not Theme.objects.filter(slug="hierarchical").exists()


def test_it_adds_no_case_to_a_batch_that_exists():
    cast.batch("spp-reform-2")
    seed()
    assert not Case.objects.filter(batch__slug="spp-reform-2").exists()
