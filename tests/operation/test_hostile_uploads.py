"""Uploads at a running site: read after the request, one at a time, in a process with limits."""

import re
import time

import pytest
from django.db import connection

from reforms.models import BatchImport, ImportRow
from tests.documents.samples import docx
from tests.importing.test_documents import RELEASE
from tests.support import cast, gunicorn_site
from tests.support import hostile_workbooks as hostile
from tests.support.gunicorn_site import asked
from tests.support.import_desk import Desk
from tests.support.uploading import upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def page_when_read(desk: Desk, address: str, most: float = 90) -> str:
    """The page of an import once it is no longer being read."""
    end = time.monotonic() + most
    while "本页每两秒刷新一次" in (page := desk.ask("GET", address)[1]):
        assert time.monotonic() < end
        time.sleep(0.3)
    return page


@pytest.fixture
def desk():
    desk = Desk(rows=1)
    with gunicorn_site.site(THREADS="2", READ_IN_BACKGROUND="1") as (_server, desk.port):
        yield desk


def test_a_table_is_read_after_the_request(desk):
    cast.batch()
    status, address = upload(desk, hostile.GOOD)
    assert status == 302
    page = page_when_read(desk, address)
    assert "核对导入" in page
    batch_import = BatchImport.objects.get()
    assert (batch_import.state, batch_import.kind) == ("prepared", "xlsx")
    assert batch_import.counts["new"] == 1


def test_what_cannot_be_read_says_why_and_offers_another_go(desk):
    batch = cast.batch()
    raw = hostile.with_rows(b'<row r="4000000000000"/>')
    _status, address = upload(desk, raw, **{"upload-batch": str(batch.pk), "upload-clear": "on"})
    page = page_when_read(desk, address)
    assert "行号 4000000000000 不对" in page
    again = re.search(r'href="([^"]*\?[^"]*)"', page)[1].replace("&amp;", "&")
    form = desk.ask("GET", again)[1]
    assert f'<option value="{batch.pk}" selected>' in form
    assert "checked" in form
    assert not BatchImport.objects.get().rows.exists()


def test_what_its_first_bytes_betray_is_refused_on_the_form(desk):
    status, page = upload(desk, b"\x89PNG\r\n\x1a\n")
    assert status == 200
    assert "这是图片" in page
    assert not BatchImport.objects.exists()


def test_a_document_is_read_after_the_request(desk):
    status, address = upload(desk, RELEASE, "春耕.docx")
    assert status == 302
    page = page_when_read(desk, address)
    assert "推行农机安全联防" in page
    assert BatchImport.objects.get().kind == "release"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("坏.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Cat"),
        ("大.docx", docx("<w:p/>" * 1_100_000)),
        ("坏.docx", RELEASE[: len(RELEASE) // 2]),
    ],
)
def test_a_document_that_cannot_be_read_says_so_after_the_request(desk, name, data):
    status, address = upload(desk, data, name)
    if status == 302:
        assert "这个文件没有读成，案例库没有任何改动" in page_when_read(desk, address)
    else:  # its first bytes betray it
        assert (status, "errorlist" in address) == (200, True)
    assert not ImportRow.objects.exists()


def test_public_pages_answer_while_hostile_files_wait(desk):
    raw = hostile.with_rows(b"".join(b'<row r="%d"/>' % line for line in range(10, 900_000)))
    answers = [upload(desk, raw) for _time in range(12)]
    assert [status for status, _page in answers].count(302) >= 10
    assert "正在读取的文件太多" in answers[-1][1]
    for _time in range(5):
        start = time.monotonic()
        assert asked(desk.port, "/about/")[0] == 200
        assert time.monotonic() - start < 5  # with two threads, they would never answer
    for batch_import in BatchImport.objects.all():
        address = f"/admin/reforms/batchimport/{batch_import.pk}/change/"
        assert desk.ask("POST", address, _discard="1")[0] == 302
    connection.close()
