"""Old Word and WPS documents: converted where LibreOffice and bwrap are, else refused by name."""

import logging
import subprocess
import tempfile

import pytest
from django.core.exceptions import ValidationError

from reforms.documents.reading import OLE
from reforms.importing.limited_files import CONVERTED, read_document_limited
from reforms.importing.old_word import can_convert
from reforms.importing.reading import check_start

OLD_WORD = OLE + b"x" * 500 + "WordDocument".encode("utf-16-le") + b"x" * 500
LINES = ["检察改革典型案例（第六批）", "案例一  甲省人民检察院推行听证", "【基本案情】"]
needs_libreoffice = pytest.mark.skipif(
    not can_convert(OLD_WORD), reason="no LibreOffice with bwrap here"
)


def check(data: bytes, name: str) -> bool:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        return check_start(file, name)


@pytest.fixture(scope="module")
def old_document(tmp_path_factory) -> bytes:
    """LINES as LibreOffice saves them for Word 97."""
    folder = tmp_path_factory.mktemp("word")
    (folder / "release.txt").write_text("\n".join(LINES), encoding="utf-8")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    options = ["--convert-to", "doc:MS Word 97", "--infilter=Text (encoded):UTF8", "release.txt"]
    command = ["soffice", profile, "--headless", *options]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "release.doc").read_bytes()


@pytest.mark.parametrize(
    ("name", "kind"), [("稿.doc", "旧版 Word 文档（.doc）"), ("稿.wps", "WPS 文档（.wps）")]
)
def test_it_is_refused_by_its_name_without_libreoffice(settings, name, kind):
    settings.LIBREOFFICE = ""
    with pytest.raises(ValidationError, match=f"这是{kind}，本站不能读.*另存为 .docx"):
        check(OLD_WORD, name)


def test_it_is_refused_by_its_name_without_a_sandbox(settings, monkeypatch):
    settings.LIBREOFFICE = "/usr/bin/soffice"
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ValidationError, match=r"旧版 Word 文档（\.doc），本站不能读"):
        check(OLD_WORD, "稿.doc")


@pytest.mark.parametrize("stream", ["EncryptedPackage", "Workbook"])
def test_other_old_documents_are_not_converted(stream):
    assert not can_convert(OLD_WORD + stream.encode("utf-16-le"))


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("name", ["稿.doc", "稿.wps"])
def test_it_is_read_where_both_are_installed(old_document, name):
    assert check(old_document, name)
    with tempfile.TemporaryFile() as file:
        file.write(old_document)
        document = read_document_limited(file, name)
    assert [line.text for line in document.lines] == LINES
    assert document.notes == (CONVERTED,)


@needs_libreoffice
@pytest.mark.slow
def test_a_broken_one_is_refused_with_what_to_do(caplog):
    with tempfile.TemporaryFile() as file, caplog.at_level(logging.CRITICAL):
        file.write(OLD_WORD)
        with pytest.raises(ValidationError, match=r"没有转换成功.*另存为 \.docx"):
            read_document_limited(file, "稿.doc")
