"""Cases as BibTeX, RIS and CSL-JSON."""

from collections.abc import Callable, Generator, Iterator

from .. import citations
from ..columns import BY_NAME
from ..history.stored_lines import encode
from .blocks import records
from .export import Export

COLUMNS = tuple(BY_NAME[name] for name in citations.CITED)


def works(export: Export) -> Iterator[Iterator[citations.Work]]:
    """The works to cite, in blocks."""
    for block in records(Export(export.keys, COLUMNS)):
        yield map(citations.of_case, block)


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
        yield (separator + ",\n".join(map(csl_item, block))).encode()
        separator = ",\n"
    yield b"\n]\n"


def csl_item(work: citations.Work) -> str:
    return encode(citations.csl(work))
