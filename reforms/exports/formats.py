"""The table of formats, the options that each takes, and compression."""

import zlib
from collections.abc import Callable, Generator, Iterable
from functools import partial
from typing import NamedTuple

from .. import citations
from ..columns import BY_NAME
from ..vocabulary import PartRole
from .citation_files import write_citations, write_csl
from .csv_files import write_csv
from .excel import XLSX_ROWS, write_xlsx
from .export import Export
from .feeds import write_atom
from .json_files import write_jsonl
from .word import DOCX_CASES, write_docx


class Format(NamedTuple):
    """A file format: its name for people, its content type, and its writer.

    Writers are generators, so that the stream of a response can close them half-way.
    """

    label: str
    content_type: str
    write: Callable[[Export], Generator[bytes]]
    most: int | None = None  # cases that a file can have; of more it is refused

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.content_type.partition(";")[0]


BIBTEX = "application/x-bibtex; charset=utf-8"
FORMATS = {
    "csv": Format("CSV", "text/csv; charset=utf-8", write_csv),
    "jsonl": Format("JSON Lines", "application/jsonl; charset=utf-8", write_jsonl),
    "xlsx": Format(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
        XLSX_ROWS,
    ),
    "docx": Format(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        write_docx,
        DOCX_CASES,
    ),
    "bib": Format("BibLaTeX", BIBTEX, partial(write_citations, citations.biblatex)),
    "bibtex": Format("BibTeX", BIBTEX, partial(write_citations, citations.bibtex)),
    "ris": Format(
        "RIS",
        "application/x-research-info-systems; charset=utf-8",
        partial(write_citations, citations.ris),
    ),
    "csl.json": Format(
        "CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", write_csl
    ),
    "atom": Format("Atom", "application/atom+xml; charset=utf-8", write_atom),
}


def offered(total: int) -> dict[str, Format]:
    """The formats in which so many cases are not refused."""
    return {
        suffix: file_format
        for suffix, file_format in FORMATS.items()
        if file_format.most is None or total <= file_format.most
    }


# Options of a file beside its selection, with the values that each may have.
OPTIONS = {
    "columns": tuple(BY_NAME),
    "body": ("1",),
    "shape": ("long", "parts"),
    "headings": ("zh",),
    "excel": ("1",),
    "facts": ("0",),
    "addresses": ("0",),
    "parts": tuple(role.slug for role in PartRole),
}
OPTIONS_OF = {
    "csv": ("columns", "body", "shape", "headings", "excel"),
    "xlsx": ("columns", "body", "shape", "headings"),
    "docx": ("body", "parts", "facts", "addresses"),
    "jsonl": ("columns", "body", "shape"),
    "json": ("columns", "body"),
}
OPTIONS_OF_CASE = {"docx": ("parts", "facts", "addresses")}  # of the file of one case


def compressed(chunks: Iterable[bytes]) -> Generator[bytes]:
    """gzip (RFC 1952) without a timestamp; after an error in `chunks` the trailer is missing.

    Level 1: on this kind of text it is five times as fast as level 6 for a sixth more bytes.
    """
    compressor = zlib.compressobj(level=1, wbits=31)
    for chunk in chunks:
        if output := compressor.compress(chunk):
            yield output
    yield compressor.flush()
