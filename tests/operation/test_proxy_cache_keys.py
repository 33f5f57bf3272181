"""Nobody puts a page into the cache of the shipped nginx that others are not meant to see."""

import pytest

from benchmarks.server import nginx
from tests.support import cast, gunicorn_site
from tests.support.gunicorn_site import asked

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

HEADERS = [
    *({name: "evil.example"} for name in ("X-Forwarded-Host", "X-Host", "X-Forwarded-Server")),
    *({name: "/admin/"} for name in ("X-Original-URL", "X-Rewrite-URL", "X-Script-Name")),
    {"X-Forwarded-Proto": "https"},
    {"Forwarded": "host=evil.example;proto=https"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"Accept-Language": "en"},
    {"Accept-Encoding": "br;q=1, gzip;q=0, identity;q=0"},
    {"Accept": "application/json"},
    {"Range": "bytes=0-3"},
    {"If-None-Match": "*"},
    {"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"},
    {"Cookie": "sessionid=x; csrftoken=y; messages=z"},
    {"Authorization": "Basic eDp4"},
]


@pytest.fixture
def port(tmp_path):
    cast.case()
    with gunicorn_site.site() as (_server, behind), nginx(tmp_path, behind, behind) as port:
        yield port


def test_no_header_of_one_client_changes_the_page_of_the_next(port):
    for address in ("/about/", "/en/cases/", "/no-such-page/"):
        status, _headers, page = asked(port, address)
        for number, sent in enumerate(HEADERS):
            query = f"?from={number}"  # the same page under an address of its own
            first, _headers, _page = asked(port, address + query, **sent)
            assert first in (status, 206, 304), sent
            status_after, headers, after = asked(port, address + query)
            assert status_after == status, sent
            assert after.replace(query.encode(), b"") == page, sent
            assert "Set-Cookie" not in headers


def test_a_redirect_names_no_host(port):
    status, headers, _page = asked(port, "/admin", Host="evil.example")
    assert (status, headers["Location"]) == (301, "/admin/")
