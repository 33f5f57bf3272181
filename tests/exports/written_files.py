"""Exports of the published cases as bytes, and a text that breaks careless writers."""

import csv
import io

import openpyxl

from reforms.exports import FORMATS, Export
from reforms.models import Case, Revision
from reforms.storage.databases import key_array

# Text that breaks careless writers: quotes, commas, every line end, emoji, right-to-left marks.
HARD = '“引号”"双引号",逗号;\n第二行\r\n第三行\r回车\t制表🙂\U0002a6a5\u202eשלום\u200f=1+1'
REFERENCES = ["joint-1-03", "spp-reform-2-01", "spp-reform-2-02"]


def made(suffix: str, **options) -> bytes:
    cases = Case.objects.published().order_by("-date", "reference_key")
    return b"".join(
        FORMATS[suffix].write(Export(key_array(cases), revision=Revision.current(), **options))
    )


def rows_of(text: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def sheet(content: bytes) -> list[list]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book.worksheets[0]]
