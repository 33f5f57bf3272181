"""Pages that nobody wants to meet: they say what happened and what to do, in the same look."""

import pytest
from django.test import Client
from django.utils.translation import override

from reforms.downloads import streams
from reforms.public import errors
from reforms.vocabulary import Province
from tests.support import cast

pytestmark = pytest.mark.django_db
LONG = "/cases/?q=" + "%E6%A1%88" * 700


def body(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("", "网址太长"), ("/en", "The address is too long")]
)
def test_too_long_an_address_is_answered_by_a_page_with_ways_on(client, language, words):
    answer = client.get(f"{language}{LONG}")
    assert answer.status_code == 414
    assert words in body(answer)
    assert '<form class="search"' in body(answer)
    assert "%E6%A1%88" not in body(answer)


@pytest.mark.parametrize(
    ("address", "content_type", "words"),
    [
        ("/cases.docx", "text/plain; charset=utf-8", "这个网址太长"),
        ("/en/cases.csv", "text/plain; charset=utf-8", "This address is too long"),
        ("/cases.json", "application/json; charset=utf-8", "这个网址太长"),
        ("/cases/compare/", "text/html; charset=utf-8", "这个网址太长"),
    ],
)
def test_ten_thousand_references_are_refused_in_the_form_asked_for(
    client, address, content_type, words
):
    references = ",".join(f"spp-reform-2-{number}" for number in range(10_000))
    answer = client.get(f"{address}?reference={references}")
    assert (answer.status_code, answer["Content-Type"]) == (414, content_type)
    assert words in body(answer)
    assert answer["Cache-Control"] == "no-store"


def test_an_address_with_every_filter_is_not_too_long(client):
    provinces = "&".join(f"province={slug}" for slug in Province.values)
    assert client.get(f"/cases/?{provinces}&q={'%E6%A1%88' * 400}").status_code == 200


@pytest.fixture
def no_place_left():
    taken = [streams.SLOTS.acquire(blocking=False) for _place in range(streams.AT_ONCE)]
    yield
    for _one in filter(None, taken):
        streams.SLOTS.release()


@pytest.mark.parametrize(
    ("language", "words"), [("", "请稍后再试"), ("/en", "Please try again soon")]
)
def test_a_reader_who_downloads_too_soon_gets_a_page(client, no_place_left, language, words):
    answer = client.get(f"{language}/cases.csv", headers={"accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "10"
    assert f"<h1>{words}</h1>" in body(answer)


def test_a_program_that_downloads_too_soon_gets_a_line(client, no_place_left):
    answer = client.get("/cases.csv", headers={"accept": "*/*"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "10")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("address", "words"), [("/cases/", "正在维护"), ("/en/", "Under maintenance")]
)
def test_a_site_at_rest_says_so_without_its_database(
    client, settings, address, words, django_assert_num_queries
):
    settings.MAINTENANCE = True
    with django_assert_num_queries(0):
        answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert words in body(answer)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/healthz", "/admin/login/"])
def test_those_who_keep_the_site_get_in_while_it_rests(client, settings, address):
    settings.MAINTENANCE = True
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("language", "words", "home"),
    [("zh-hans", "出错了", "/"), ("en", "Something went wrong", "/en/")],
)
def test_a_fault_of_ours_is_a_page_without_the_database(
    rf, language, words, home, django_assert_num_queries
):
    with override(language), django_assert_num_queries(0):
        answer = errors.server_error(rf.get("/cases/"))
    assert answer.status_code == 500
    assert f"<h1>{words}</h1>" in body(answer)
    assert f'href="{home}"' in body(answer)


@pytest.mark.parametrize(("language", "words"), [("", "已撤下"), ("/en", "withdrawn")])
def test_a_withdrawn_case_has_ways_on(client, language, words):
    case = cast.case()
    cast.history.withdraw([case], "issuer")
    answer = client.get(f"{language}/cases/spp-reform-2-01/")
    assert answer.status_code == 410
    assert words in body(answer)
    assert f'href="{language}/cases/"' in body(answer)


@pytest.mark.parametrize("contact", ["desk@example.org", "https://example.org/contact"])
def test_the_pages_about_the_site_say_whom_to_tell(client, settings, contact):
    settings.CONTACT = contact
    assert f"{contact}</a>" in body(client.get("/about/accessibility/"))
    assert f"{contact}</a>" in body(client.get("/about/"))


def test_who_may_not_is_told_so_in_the_same_look(client, django_user_model):
    editor = django_user_model.objects.create_user("editor", is_staff=True)
    client.force_login(editor)
    answer = client.get("/admin/reforms/case/")
    assert answer.status_code == 403
    assert "<h1>没有权限</h1>" in body(answer)
    assert "请联系管理员" in body(answer)


def test_a_form_without_its_token_says_what_to_do(django_user_model):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(django_user_model.objects.create_superuser("admin"))
    answer = strict.post("/admin/reforms/batch/add/", {})
    assert answer.status_code == 403
    assert "提交的内容没有保存" in body(answer)
