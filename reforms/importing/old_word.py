"""Old Word and WPS documents → .docx, by LibreOffice in a sandbox, where both are installed."""

import logging
import tempfile
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..documents.reading import is_old_word
from ..storage.sandbox import INPUT, ProgramFailed, can_run, run_sandboxed

logger = logging.getLogger(__name__)

SECONDS = 60  # of processor time; a release takes two
MEGABYTES = 1_500  # of address space; LibreOffice takes 600
# LibreOffice keeps its settings in the folder in memory, and runs no macros of a document.
CONVERT = (
    '"$0" -env:UserInstallation=file:///tmp/profile --headless --norestore '
    f"--infilter='MS Word 97' --convert-to docx --outdir /tmp/output {INPUT} >&2 "
    "&& cat /tmp/output/input.docx"
)


def converts_old_word() -> bool:
    """Whether this host can convert old Word documents."""
    return bool(settings.LIBREOFFICE and can_run())


def can_convert(data: bytes) -> bool:
    """Whether a file is an old Word document that this host can convert."""
    return is_old_word(data) and converts_old_word()


def as_docx(file: BinaryIO, name: str) -> BinaryIO:
    """The document as .docx, in a file without a name.

    Raises ValidationError if LibreOffice cannot read it, or LimitExceeded.
    """
    command = ["/bin/sh", "-c", CONVERT, settings.LIBREOFFICE]
    try:
        data = run_sandboxed(command, file, seconds=SECONDS, megabytes=MEGABYTES)
    except ProgramFailed as error:
        logger.warning("%s was not converted: %s", name, error)
        raise ValidationError(
            _(
                "这个旧版文档没有转换成功，可能有密码或已经损坏。请用 Word 或 WPS 打开，"
                "另存为 .docx 或 PDF 后上传，或复制文字粘贴。"
            )
        ) from None
    docx = tempfile.TemporaryFile()  # noqa: SIM115  # closed by who reads it
    docx.write(data)
    return docx
