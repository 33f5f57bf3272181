"""How readers of a case report an error in it."""

import pytest

from tests.support import cast

pytestmark = pytest.mark.django_db

REPORT = "发现错误"


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("case@example.org", "mailto:case@example.org?subject=spp-reform-2-01"),
        ("mailto:a@example.org?cc=b@example.org", "{}&amp;subject=spp-reform-2-01"),
        ("https://example.org/contact", "{}"),
    ],
)
def test_a_report_names_the_case_where_it_can(client, settings, contact, address):
    settings.CONTACT = contact
    page = client.get(f"/cases/{cast.case(1).reference}/").text
    assert REPORT in page
    assert f'href="{address.format(contact)}"' in page


def test_a_site_without_an_address_offers_none(client, settings):
    settings.CONTACT = ""
    assert REPORT not in client.get(f"/cases/{cast.case(1).reference}/").text


def test_a_mail_address_is_shown_as_people_write_it(client, settings):
    settings.CONTACT = "case@example.org"
    page = client.get("/about/coverage/").text
    assert '<a href="mailto:case@example.org">case@example.org</a>' in page
