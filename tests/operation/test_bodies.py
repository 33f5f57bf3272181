"""Bodies of requests: refused by their headers where none is expected, before any byte is read."""

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.test.client import FakePayload

from casebook.bodies import BodyMiddleware

pytestmark = pytest.mark.django_db
IMPORT = "/admin/reforms/batchimport/add/"
MB = 1 << 20


class Untouchable(FakePayload):
    """A body that must not be read."""

    def read(self, *_arguments, **_options):
        raise AssertionError("the body was read")

    readline = read


def send(client, method, address, size, content_type="multipart/form-data; boundary=x"):
    """Only the headers say what size it has."""
    client.handler.enforce_csrf_checks = True
    given = {"CONTENT_LENGTH": str(size), "wsgi.input": Untouchable()}
    return client.generic(method, address, b"", content_type, **given)


@pytest.mark.parametrize(
    "address", ["/", "/cases/", "/en/cases/", "/cases.csv", "/data/", "/healthz", "/nothing"]
)
def test_a_public_address_refuses_every_body_unread(client, address):
    assert send(client, "GET", address, 5).status_code == 413
    assert send(client, "POST", address, 600 * MB).status_code == 405
    assert send(client, "PUT", address, 5).status_code == 405


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/", IMPORT, "/admin/second-factor/"])
def test_the_desk_reads_no_more_of_a_stranger_than_a_password_has(client, address):
    assert send(client, "POST", address, (1 << 16) + 1).status_code == 413


def test_who_has_not_given_a_second_factor_yet_is_a_stranger(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(User.objects.create_superuser("editor"))
    assert send(client, "POST", IMPORT, MB).status_code == 413


def test_a_stranger_at_the_desk_is_asked_to_log_in(client):
    for address in (IMPORT, "/admin/reforms/case/1/change/", "/admin/login/"):
        page = send(client, "POST", address, MB).content.decode()
        assert "登录已过期，请在另一个窗口登录，然后退回本页再提交一次。" in page
        assert "这个网址不接收" not in page
        assert "MB" not in page


def test_a_public_address_asks_nobody_to_log_in(client):
    page = send(client, "GET", "/cases/", 5).content.decode()
    assert "这个网址不接收任何内容" in page
    assert "登录" not in page


def test_only_the_import_takes_as_much_as_a_file(admin_client):
    assert send(admin_client, "POST", "/admin/reforms/batch/", 11 * MB).status_code == 413
    assert send(admin_client, "POST", IMPORT, 61 * MB).status_code == 413
    # Taken, and only then asked for the token that forged forms lack.
    assert send(admin_client, "POST", IMPORT, 59 * MB).status_code == 403


def test_who_may_not_import_sends_no_file_either(client):
    client.force_login(User.objects.create_user("reader", is_staff=True))
    assert send(client, "POST", IMPORT, 11 * MB).status_code == 413


def test_a_body_without_a_length_is_refused():
    request = RequestFactory().get("/", HTTP_TRANSFER_ENCODING="chunked")
    assert BodyMiddleware(lambda _request: None)(request).status_code == 411


def test_it_says_how_much_it_takes(admin_client):
    page = send(admin_client, "POST", IMPORT, 61 * MB).content.decode()
    assert "最多接收 60 MB" in page
