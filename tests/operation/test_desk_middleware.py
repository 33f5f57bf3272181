"""What only the desk passes through: sessions, accounts, codes, messages."""

import pytest

pytestmark = pytest.mark.django_db
OF_THE_DESK = {"session", "user", "_messages"}


@pytest.mark.parametrize("address", ["/", "/cases/", "/en/themes/", "/cases.csv", "/nothing/"])
def test_a_public_request_has_no_session_and_no_account(client, address):
    client.cookies["sessionid"] = "of some login"
    request = client.get(address).wsgi_request
    assert not OF_THE_DESK & vars(request).keys()


def test_a_request_at_the_desk_has_them(client):
    request = client.get("/admin/login/").wsgi_request
    assert vars(request).keys() >= OF_THE_DESK
    assert not request.user.is_verified()
