"""Office Open XML documents as files (ISO/IEC 29500-2: a ZIP archive of parts)."""

from collections.abc import Generator, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryFile
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

PIECE = 1 << 16  # bytes
LEVEL = 1  # five times as fast as the usual level 6, for a fifth more bytes
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{title}'
    '<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created></cp:coreProperties>\n'
)


@lru_cache
def fixed_parts(folder: Path) -> dict[str, list[bytes]]:
    """Name → content of the parts that every document of a kind has, the content types first."""
    paths = sorted(path for path in folder.rglob("*.*") if path.is_file())
    return {path.relative_to(folder).as_posix(): [path.read_bytes()] for path in paths}


def archive(
    package: Path, title: str, at: datetime, parts: Mapping[str, Iterable[bytes]]
) -> Generator[bytes]:
    """The file: the parts in the folder `package`, the properties, and `parts`, which are read one
    after the other. Its first piece comes when it is whole, so an error leaves no file.

    The same parts of the same moment give the same bytes.
    """
    properties = {"docProps/core.xml": [core_properties(title, at)]}
    with TemporaryFile() as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=LEVEL) as target:
            for name, pieces in {**fixed_parts(package), **properties, **parts}.items():
                with target.open(name, "w") as part:  # by name, every entry is of the same day
                    for piece in pieces:
                        part.write(piece)
        file.seek(0)
        yield from iter(partial(file.read, PIECE), b"")


def core_properties(title: str, at: datetime) -> bytes:
    """Title, if there is one, and time (ISO/IEC 29500-2, 11)."""
    element = f"<dc:title>{escape(title)}</dc:title>" if title else ""
    return CORE.format(title=element, at=f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}").encode()
