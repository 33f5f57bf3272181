"""What holds for every public template, and what the pages of Jinja2 must not lose."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template
from jinja2 import UndefinedError

from reforms.models import Revision
from reforms.public import components, errors
from tests.support import cast

FOLDER = settings.BASE_DIR / "templates" / "public"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
BEFORE_MIDNIGHT = datetime(2021, 7, 29, 23, 30, tzinfo=UTC)  # 30 July, 7:30 in Shanghai


def name(template: Path) -> str:
    return str(template.relative_to(FOLDER))


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_is_short_and_has_no_token(template):
    text = template.read_text(encoding="utf-8")
    assert "csrf_" not in text
    assert len(text.splitlines()) <= 60
    assert max(map(len, text.splitlines())) < 100


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_can_be_read_by_the_engine_of_public_pages(template):
    assert get_template(name(template)).backend.name == "jinja2"


def test_the_desk_keeps_the_templates_of_django():
    assert get_template("admin/base_site.html").backend.name == "django"


def test_a_value_that_is_missing_is_a_fault():
    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{{ nothing }}").render()


def test_a_value_is_escaped():
    assert engines["jinja2"].from_string("{{ value }}").render({"value": "<b>"}) == "&lt;b&gt;"


def test_a_moment_is_of_the_day_that_the_site_has():
    assert components.local_day(BEFORE_MIDNIGHT) == "2021-07-30"


@pytest.mark.django_db
def test_a_page_shows_the_day_that_the_site_has(client):
    cast.case()
    Revision.objects.update(at=BEFORE_MIDNIGHT)
    assert "2021年7月30日" in client.get("/about/").content.decode().split("<footer")[1]


@pytest.mark.django_db
def test_an_unknown_address_of_the_desk_is_answered_by_our_page(admin_client):
    answer = admin_client.get("/admin/reforms/nothing/")
    assert answer.status_code == 404
    assert "<h1>没有找到这个页面</h1>" in answer.content.decode()


def test_a_fault_of_the_desk_is_answered_by_our_page(rf):
    answer = errors.server_error(rf.get("/admin/"))
    assert answer.status_code == 500
    assert "<h1>出错了</h1>" in answer.content.decode()


@pytest.mark.django_db
def test_the_preview_of_a_draft_shows_its_page_without_addresses_and_citations(admin_client):
    draft = cast.draft(title="尚未公开的标题")
    page = admin_client.get(f"/admin/reforms/case/{draft.pk}/preview/").content.decode()
    assert "<h1>尚未公开的标题</h1>" in page
    assert "预览：这件案例的状态是“草稿”" in page
    assert 'rel="canonical"' not in page
    assert 'id="cite"' not in page
