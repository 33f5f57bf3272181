"""Older documents (.doc, .wps, .rtf) by LibreOffice, where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .limits import broken

SECONDS = 90  # for a conversion, with the start of the program


def as_docx(data: bytes, ending: str, kind: str) -> bytes:
    """The document as .docx; raises ValidationError without LibreOffice or if it fails."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        message = _(
            "这是%s，本站不能直接读。请用 Word 或 WPS 另存为 .docx 后上传，或复制文字粘贴。"
        )
        raise ValidationError(message % kind)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"document{ending}"
        source.write_bytes(data)
        _convert(program, folder, source, kind)
        result = source.with_suffix(".docx")
        if not result.exists():
            raise broken(kind)
        return result.read_bytes()


def _convert(program: str, folder: str, source: Path, kind: str) -> None:
    command = [
        program,
        f"-env:UserInstallation=file://{folder}/profile",
        *("--headless", "--norestore", "--convert-to", "docx", "--outdir", folder, str(source)),
    ]
    try:
        subprocess.run(command, timeout=SECONDS, capture_output=True, check=True, cwd=folder)
    except (subprocess.SubprocessError, OSError):
        raise broken(kind) from None
