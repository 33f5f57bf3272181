"""LibreOffice opens what the site writes, and saves the same text again."""

import re
from pathlib import Path

import pytest

from tests.clients.programs import rows, run
from tests.exports.word_text import paragraphs

pytestmark = pytest.mark.django_db
CSV = "Text - txt - csv (StarCalc):44,34,76"  # comma, quotation mark, UTF-8
AS_TEXT = f"{CSV},1,,0,true"  # from line 1, in no language, quoted cells as they are


def saved_by_office(path: Path, kind: str, *options: str) -> Path:
    """The file as LibreOffice saves it in a format."""
    folder = path.parent / "saved"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ("soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder))
    run(*command, *options, str(path))
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


def test_a_document_keeps_texts_and_styles(files):
    path = files("docx")
    before = paragraphs(path.read_bytes())
    after = paragraphs(saved_by_office(path, "docx").read_bytes())
    assert [text for _style, text in after] == [text for _style, text in before]
    assert {style for style, _text in after} >= {"Title", "Heading1", "Heading2", "FactName"}


def test_the_contents_get_the_numbers_of_the_pages(files, tmp_path):
    pdf = tmp_path / "cases.pdf"
    script = str(Path(__file__).with_name("contents.py"))
    contents = run("/usr/bin/python3", script, str(files("docx")), str(pdf))
    titles = ["“甲”：50%_{a} & #$^ 🙂", "官方的标题", "第1件案例的标题"]
    assert contents.split("\n")[:3] == [
        f"{t}\t{page}" for t, page in zip(titles, "234", strict=True)
    ]
    printed = run("pdftotext", "-layout", "-f", "2", "-l", "2", str(pdf), "-")
    assert re.findall(r"[.·](\d)$", printed, re.M) == ["2", "3", "4"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_spreadsheet_shows_every_cell(files, hard, suffix):
    options = [f"--infilter={AS_TEXT}"] if suffix == "csv" else []
    saved = saved_by_office(files(suffix), f"csv:{CSV}", *options)
    shown, expected = rows(saved), rows(files("csv"))
    if suffix == "xlsx":  # a time is a number of days there
        for row in (*shown, *expected):
            del row["updated_at"]
    assert shown == expected
