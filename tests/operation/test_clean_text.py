"""manage.py clean_text: what was stored before texts were cleaned where they enter."""

import io

import pytest
from django.core.management import call_command

from reforms.models import Batch, Case, CreditedBody, Revision, Theme, Version, recording
from tests.support import cast

pytestmark = pytest.mark.django_db


def clean_text(*options: str) -> list[str]:
    """The lines that the command writes."""
    out = io.StringIO()
    call_command("clean_text", *options, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def unclean():
    """A published case with the texts of an earlier release of the program."""
    case = cast.case(1, themes=("political",))
    body = "第一段。\r\n\u3000\u3000第二段&nbsp;。"
    with recording():
        Case.objects.update(title="⼈⺠监督\u200b责任", body=body)
        Batch.objects.update(topic="司法\xad责任")
        Theme.objects.update(definition="政治\u202e责任")
        CreditedBody.objects.update(name="江苏检察机关\ufeff")
    return case


LISTED = [
    "political 释义: “政治⟨U+202E⟩责任” → “政治责任” U+202E×1",
    "spp-reform-2 批次主题: “司法⟨U+00AD⟩责任” → “司法责任” U+00AD×1",
    "spp-reform-2-01 标题: “⟨U+2F08⟩⟨U+2EA0⟩监督⟨U+200B⟩责任” → “人民监督责任”"
    " U+200B×1 U+2EA0×1 U+2F08×1",
    "spp-reform-2-01 正文: “第一段。⟨U+000D⟩⏎⟨U+3000⟩⟨U+3000⟩第二段&nb” → “第一段。⏎第二段 。”"
    " U+000D×1 U+3000×2",
    "spp-reform-2-01 单位（照录）: “江苏检察机关⟨U+FEFF⟩” → “江苏检察机关” U+FEFF×1",
]


def test_it_lists_what_it_would_change_and_changes_nothing(unclean):
    versions = Version.objects.count()
    assert clean_text() == [*LISTED, "应清理 / to clean: 3；已清理 / cleaned: 0"]
    assert Version.objects.count() == versions
    assert Case.objects.get().title == "⼈⺠监督\u200b责任"


def test_it_cleans_through_history_once_that_is_asked_for(unclean):
    revision = Revision.current().number
    assert clean_text("--apply") == [*LISTED, "应清理 / to clean: 3；已清理 / cleaned: 3"]
    case = Case.objects.get()
    assert (case.title, case.body) == ("人民监督责任", "第一段。\n第二段 。")
    assert (case.bodies.get().name, case.batch.topic) == ("江苏检察机关", "司法责任")
    assert case.themes.get().definition == "政治责任"
    version = Version.objects.filter(subject="case").last()
    assert (version.note, version.state["title"]) == (
        "清理文字（维护程序）",
        "人民监督责任",
    )
    assert Revision.current().number > revision


def test_the_second_time_there_is_nothing_to_do(unclean):
    clean_text("--apply")
    versions = Version.objects.count()
    assert clean_text("--apply") == ["应清理 / to clean: 0；已清理 / cleaned: 0"]
    assert Version.objects.count() == versions


def test_it_leaves_lost_text_to_a_person_and_cleans_the_rest(unclean):
    cast.case(2)
    with recording():
        Case.objects.filter(number=2).update(title="⼈⺠\ufffd", summary="摘要\u200b")
    lines = clean_text("--apply")
    lost = "第 1 行第 3 个字（“人民”之后）是“\ufffd”：原来的字在转换编码时丢了，请照原文补上。"
    key = Case.objects.get(number=2).pk
    assert f"spp-reform-2-02 标题: {lost}" in lines
    assert f"Case {key} 未改动 / left alone: {lost}" in lines
    assert Case.objects.get(number=2).title == "⼈⺠\ufffd"
    assert Case.objects.get(number=1).title == "人民监督责任"
