"""/.well-known/security.txt by RFC 9116."""

from datetime import date

import pytest

from reforms.public.security_txt import expiry

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def test_it_names_the_contact_and_when_it_expires(client, settings):
    settings.CONTACT = "case@example.org"
    settings.SITE_URL = "https://cases.example"
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "Contact: mailto:case@example.org"
    assert lines[1].startswith("Expires: 2")
    assert lines[1].endswith("T00:00:00+08:00")
    assert lines[2:] == [
        "Preferred-Languages: zh, en",
        "Canonical: https://cases.example/.well-known/security.txt",
    ]


def test_a_contact_that_is_an_address_of_the_web_stays_so(client, settings):
    settings.CONTACT = "https://example.org/contact"
    assert "Contact: https://example.org/contact\n" in client.get(ADDRESS).content.decode()


def test_without_a_contact_there_is_none(client, settings):
    settings.CONTACT = ""
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 31), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2027, 6, 1)),
    ],
)
def test_it_expires_within_half_a_year(today, expected):
    assert expiry(today) == expected
