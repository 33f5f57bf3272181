"""What stands in the log, and what must not."""

import json
import logging

import pytest
from django.db import OperationalError, connection

from benchmarks.databases import ROOT
from benchmarks.server import HOST
from casebook.logs import JsonFormatter, WithRequest
from tests.support import cast, gunicorn_site
from tests.support.silent_clients import ending, silent

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """Formatted lines of the site's loggers, as they come."""
    records, handler = [], logging.Handler()
    handler.addFilter(WithRequest())
    handler.setFormatter(JsonFormatter())
    handler.emit = lambda record: records.append(json.loads(handler.format(record)))
    logger = logging.getLogger("casebook")
    before = logging.getLogger("casebook.requests").level
    logging.getLogger("casebook.requests").setLevel("INFO")
    logger.addHandler(handler)
    yield records
    logger.removeHandler(handler)
    logging.getLogger("casebook.requests").setLevel(before)


def test_a_request_has_a_name_and_a_line(client, lines):
    answer = client.get("/cases/", headers={"x-request-id": "proxy-0123456789"})
    assert answer["X-Request-ID"] == "proxy-0123456789"
    [line] = lines
    assert (line["request"], line["view"], line["status"]) == ("proxy-0123456789", "cases", 200)
    assert line["ms"] > 0


def test_a_kept_page_is_logged_by_its_view(client, lines):
    client.get("/cases/")
    client.get("/cases/")
    assert [line["view"] for line in lines] == ["cases", "cases"]


@pytest.mark.parametrize("name", ["", "x", "a b c d e f g h", '"}{"x":"yyyyyyyy', "x" * 65])
def test_a_name_that_would_break_the_log_is_replaced(client, name):
    made = client.get("/about/", headers={"x-request-id": name})["X-Request-ID"]
    assert len(made) == 32
    assert made.isalnum()


def test_it_tells_nothing_of_persons(client, lines):
    asked = {"cookie": "sessionid=secret", "x-forwarded-for": "198.51.100.7"}
    client.get("/cases/?q=张三", headers=asked, REMOTE_ADDR="203.0.113.9")
    written = json.dumps(lines, ensure_ascii=False)
    for secret in ("张三", "%E5%BC%A0", "secret", "198.51.100.7", "203.0.113.9"):
        assert secret not in written


def test_a_slow_query_is_told_without_its_values(client, lines, settings):
    cast.case(title="张三案")
    settings.SLOW_QUERY_MS = 0
    client.get("/cases/spp-reform-2-01/")
    slow = [line for line in lines if line["logger"] == "casebook.queries"]
    assert any("reforms_case" in line["sql"] for line in slow)
    assert "spp-reform" not in json.dumps(slow)


def test_an_error_is_told_with_its_request(client, lines):
    def fail(*_arguments):
        raise OperationalError("gone")

    with connection.execute_wrapper(fail):
        answer = client.get("/cases/")
    assert answer.status_code == 503
    [error_lines] = [line for line in lines if line["level"] == "ERROR"]
    assert error_lines["request"] == answer["X-Request-ID"]
    assert "OperationalError: gone" in error_lines["error"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_broken_request_is_logged_without_its_address(tmp_path):
    log = tmp_path / "log"
    options = ("--error-logfile", str(log), "--log-level", "warning")
    with gunicorn_site.site(ROOT, *options) as (_server, port), silent(port, 1) as [client]:
        client.sendall(b"GET /about/\r\n\r\n")
        assert ending(client)[:12] == b"HTTP/1.1 400"
    text = log.read_text()
    assert "Invalid request from ip=-" in text
    assert HOST not in text
