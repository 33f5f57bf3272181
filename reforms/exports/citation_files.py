"""Cases as BibTeX, RIS and CSL-JSON."""

from collections.abc import Callable, Generator, Iterator

from .. import citations
from ..columns import BY_NAME
from ..history.stored_lines import encode
from .blocks import records
from .export import Export

COLUMNS = tuple(BY_NAME[name] for name in citations.CITED)


def works(export: Export) -> Iterator[list[citations.Work]]:
    """The works to cite, in blocks."""
    for block in records(Export(export.keys, COLUMNS)):
        yield [citations.of_case(record) for record in block]


def write_citations(write: Callable[[citations.Work], str], export: Export) -> Generator[bytes]:
    """A citation for each case, written by `write`; empty for no case."""
    yield b""
    for block in works(export):
        yield "".join(map(write, block)).encode()


def write_csl(export: Export) -> Generator[bytes]:
    """One array of CSL-JSON, so that a truncated file is no valid JSON."""
    yield b"["
    separator = "\n"
    for block in works(export):
        for work in block:
            yield f"{separator}{encode(citations.csl(work))}".encode()
            separator = ",\n"
    yield b"\n]\n"
