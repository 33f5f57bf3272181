"""A phrase goes in whatever form searches find it; what is no form of it stays."""

import pytest

from reforms import erasure, search
from reforms.erasure import Owner, Phrase, checked_phrase
from reforms.models import BatchImport, Case, ImportRow, Version, erasing, recording
from tests.erasure.named_cases import erase, named_case
from tests.erasure.stored_texts import is_stored, places_with
from tests.support import cast
from tests.support.uploads import upload

# As a person writes it, and as Kangxi radicals, traditional, with invisible characters, spaced,
# over two lines, with a middle dot, with a variation selector.
FORMS = ["金龙文", "⾦⻰⽂", "金龍文", "金\u200b龙\u2060文", "金 龙　文", "金\n龙文", "金·龙文"]
FORMS += ["金龙文\U000e0100", "⾦ \u200d龍\n⽂"]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_replaced_exactly(form):
    assert Phrase.of("金龙文").cleaned(f"甲、{form}：乙") == "甲、■■：乙"


@pytest.mark.parametrize(
    ("phrase", "text", "cleaned"),
    [
        ("José", "Don Jose\u0301, José y JOSE.", "Don ■■, ■■ y ■■."),
        ("zhai lu", "ＺＨＡＩ　Ｌｕ, Zhai-Lu", "■■, ■■"),
        ("123456", "证号１２３４５６，12 34-56", "证号■■，■■"),
        ("株式", "㍿甲", "■甲"),  # one character that folds to four
        ("王明", "王王明明", "■■"),  # once more where the first is gone
        ("王明", "王明王明", "■■■■"),
        ("明明", "明明明", "■■明"),
        ("王明", "王名、王 民", "王名、王 民"),
        ("翟璐", "https://a.test/%E7%BF%9F%E7%92%90.html", ""),
        ("翟璐", "https://a.test/%E7%BF%9F.html", "https://a.test/%E7%BF%9F.html"),
    ],
)
def test_the_text_around_it_stays(phrase, text, cleaned):
    assert Phrase.of(phrase).cleaned(text) == cleaned


def test_keys_slugs_and_references_in_json_stay():
    values = {"reference": "spp-reform-3-01", "batch": {"title": "第 301 件"}, "301": ["3-01"]}
    assert Phrase.of("301").clean(values) == {
        "reference": "spp-reform-3-01",
        "batch": {"title": "第 ■■ 件"},
        "301": ["■■"],
    }


def test_a_form_may_be_kept():
    phrase = Phrase.of("李四")
    [doubtful] = [form for form in phrase.forms("李四、张李、四川") if form.is_doubtful]
    assert (doubtful.text, doubtful.before, doubtful.after) == ("李、四", "李四、张", "川")
    assert phrase.keeping([doubtful.key]).cleaned("李四、张李、四川") == "■■、张李、四川"


def test_the_preview_shows_what_nobody_can_see():
    [form] = Phrase.of("金龙文").forms("金\u200b龙\n文")
    assert form.shown == "金〔U+200B〕龙〔U+000A〕文"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_afterwards_no_column_of_any_table_holds_any_form():
    case, other = named_case(), cast.case(2, of=cast.batch("spp-reform-3"))
    prepared = upload(f"批次,标题,单位,摘要\n{case.batch.slug},金龍文,江苏检察机关,金 龙 文\n")
    write_everywhere("、".join(FORMS))
    assert len(places_with("金龙文")) >= 14
    others = [Owner("case", other.pk), Owner("batch", other.batch_id)]
    others += [Owner("import", key) for key in BatchImport.objects.values_list("pk", flat=True)]
    erase(case, "金龙文", others=others)
    search.catch_up()
    assert places_with("金龙文") == []
    assert not any(is_stored(form) for form in FORMS)
    assert ImportRow.objects.filter(batch_import=prepared).get().cells["title"] == "■■"


def write_everywhere(text: str) -> None:
    """Put a text that nobody cleaned into every kind of row that can hold one."""
    with recording(), erasing():
        for case in Case.objects.all():
            Case.objects.filter(pk=case.pk).update(body=text, keywords=text, withdrawal_note=text)
            case.bodies.update(name=text, standard_name=text)
            type(case.batch).objects.filter(pk=case.batch_id).update(series=text, topic=text)
        for version in Version.objects.all():
            state = version.state | {"title": text, "unknown": [{"deep": text}]}
            Version.objects.filter(pk=version.pk).update(state=state, note=text)
    BatchImport.objects.update(
        facts={"furniture": [text], "batch": {"title": text}}, file_name=text
    )
    ImportRow.objects.update(passages={"body": text}, alike=[], messages=[["title", text, False]])


@pytest.mark.django_db
def test_the_preview_names_every_form():
    case = cast.case(body="、".join(["金龙文", "金龍文", "金 龙 文"]))
    preview = erasure.preview(case, checked_phrase(case, "金龙文"))
    assert {form.form.text for form in preview.forms} == {"金龙文", "金龍文", "金 龙 文"}


@pytest.mark.parametrize(("deep", "left"), [(99, "前■■后"), (20_000, "■■")])
def test_a_text_made_to_hold_a_phrase_again_and_again_is_erased_as_a_whole(deep, left):
    """A hundred thousand levels took minutes, under the locks of an erasure."""
    assert Phrase.of("王明").cleaned("前" + "王" * deep + "明" * deep + "后") == left
