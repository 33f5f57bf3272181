"""The parts of a Word document as a file (ISO/IEC 29500-2: a ZIP archive)."""

from collections.abc import Generator, Iterable
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from .markup import clean

PACKAGE = Path(__file__).with_name("package")
PIECE = 1 << 16  # bytes
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created></cp:coreProperties>\n'
)


@lru_cache(maxsize=1)
def fixed_parts() -> dict[str, bytes]:
    """Name → content of the parts that every document has, the content types first."""
    paths = sorted(path for path in PACKAGE.rglob("*.*") if path.is_file())
    return {path.relative_to(PACKAGE).as_posix(): path.read_bytes() for path in paths}


def archive(document: Iterable[str], title: str, at: datetime) -> Generator[bytes]:
    """The file; the same document of the same moment gives the same bytes."""
    local = timezone.localtime(at)
    core = CORE.format(title=clean(title), at=local.isoformat(timespec="seconds"))
    with TemporaryFile() as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as parts:
            for name, content in (*fixed_parts().items(), ("docProps/core.xml", core.encode())):
                parts.writestr(entry(name, local), content)
            with parts.open(entry("word/document.xml", local), "w") as part:
                for piece in document:
                    part.write(piece.encode())
        file.seek(0)
        yield from iter(partial(file.read, PIECE), b"")


def entry(name: str, at: datetime) -> ZipInfo:
    info = ZipInfo(name, at.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    return info
