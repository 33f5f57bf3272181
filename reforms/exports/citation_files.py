"""Cases as BibTeX, RIS and CSL-JSON."""

from collections.abc import Callable, Iterator

from .. import citations
from ..columns import BY_NAME
from ..history.stored_lines import encode
from .blocks import records
from .export import Export


def works(export: Export) -> Iterator[list[citations.Work]]:
    cited = tuple(BY_NAME[name] for name in citations.CITED)
    for block in records(Export(export.keys, cited)):
        yield [citations.of_case(record) for record in block]


def write_citations(write: Callable[[citations.Work], str], export: Export) -> Iterator[bytes]:
    yield b""
    for block in works(export):
        yield "".join(map(write, block)).encode()


def write_csl(export: Export) -> Iterator[bytes]:
    """One JSON array; what is cut off is no JSON."""
    yield b"["
    separator = "\n"
    for block in works(export):
        for work in block:
            yield f"{separator}{encode(citations.csl(work))}".encode()
            separator = ",\n"
    yield b"\n]\n"
