"""Whom the site believes about its clients: the addresses in TRUST_PROXY, and nobody else."""

from ipaddress import ip_address, ip_network

import pytest
from django.test import RequestFactory

from casebook.lockout import client_address
from casebook.middleware import ProxyHeadersMiddleware

FORGED = {
    "X-Forwarded-For": "198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Real-IP": "198.51.100.7",
    "Forwarded": "for=198.51.100.7",
}


def seen(address: str) -> tuple[bool, str | None, list[str]]:
    """Of a request from an address: whether it is https, its client, its forwarded headers."""
    request = RequestFactory().get("/", headers=FORGED, REMOTE_ADDR=address)
    ProxyHeadersMiddleware(lambda request: request)(request)
    kept = [name for name in FORGED if name in request.headers]
    return request.is_secure(), client_address(request), kept


@pytest.mark.parametrize("address", ["10.88.0.2", "192.0.2.1", "2001:db8::1", "", "unix:"])
def test_forwarded_headers_of_a_stranger_are_removed(settings, address):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = (ip_network("10.88.0.1"),)
    assert seen(address) == (False, client_of(address), [])


def client_of(address: str) -> str | None:
    return {"2001:db8::1": "2001:db8::", "": None, "unix:": None}.get(address, address)


def test_forwarded_headers_of_the_proxy_are_believed(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = (ip_network("10.88.0.0/24"),)
    assert seen("10.88.0.1") == (True, "198.51.100.7", list(FORGED))


def test_without_a_proxy_nobody_is_believed(settings):
    settings.TRUSTED_PROXIES = ()
    assert seen("127.0.0.1") == (False, "127.0.0.1", [])


def test_the_addresses_of_a_client_are_whole_for_ipv4_and_networks_for_ipv6():
    addresses = ["198.51.100.7", "::ffff:198.51.100.7", "2001:db8:1:2:3::4"]
    clients = [
        client_address(RequestFactory().get("/", REMOTE_ADDR=str(ip_address(address))))
        for address in addresses
    ]
    assert clients == ["198.51.100.7", "198.51.100.7", "2001:db8:1:2::"]
