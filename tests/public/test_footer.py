"""The foot of every page."""

import pytest

pytestmark = pytest.mark.django_db


def footer(client, address: str = "/about/") -> str:
    return client.get(address).content.decode().split("<footer")[1]


@pytest.mark.parametrize("address", ["/about/", "/no-such-page/"])
def test_it_says_that_the_issuers_text_prevails(client, address):
    assert "非官方整理，以发布机关原文为准。" in footer(client, address)


def test_it_links_the_registrations_to_where_they_are_checked(client, settings):
    settings.ICP_NUMBER = "京ICP备00000000号-1"
    settings.POLICE_NUMBER = "京公网安备00000000000000号"
    text = footer(client)
    assert (
        '<a href="https://beian.miit.gov.cn/" rel="external nofollow">京ICP备00000000号-1</a>'
        in text
    )
    assert "https://beian.mps.gov.cn/#/query/webSearch?code=00000000000000" in text
    assert '<span lang="zh-Hans">京公网安备00000000000000号</span>' in footer(client, "/en/about/")


def test_a_site_without_numbers_shows_none(client):
    assert "beian" not in footer(client)
