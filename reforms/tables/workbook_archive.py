"""The archive of an Excel workbook (ECMA-376-2): what may be unpacked, and how much of it.

Everything here is decided before openpyxl builds anything from the file.
"""

import zipfile
from collections.abc import Sequence
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .rows import BLOCK


class Limit(NamedTuple):
    """What a part may hold: bytes unpacked, and tags, each of which becomes an object."""

    size: int
    tags: int


# By the beginning of the part's name. Strings: 500,000 of `<si><t>…</t></si>`, more than 20,000
# rows of all our columns have. Styles: Excel itself stops at 65,490.
LIMITS = {
    "xl/worksheets/": Limit(400 << 20, 40_000_000),
    "xl/sharedStrings.xml": Limit(200 << 20, 2_000_000),
    "xl/styles.xml": Limit(8 << 20, 70_000),
}
OTHER_PARTS = Limit(4 << 20, 60_000)
MOST_PARTS = 5_000


def check_archive(file: BinaryIO) -> None:
    """Raise ValidationError if the file is no workbook that may be unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            check_kind(members)
            check_unpacked(members)
            for member in filter(is_read, members):
                check_part(archive, member)
    except ValidationError:
        raise
    except Exception as error:  # zipfile and zlib raise anything for a broken archive
        raise ValidationError(_("工作簿打不开，文件可能已损坏。")) from error


def check_kind(members: Sequence[zipfile.ZipInfo]) -> None:
    """Raise ValidationError if the archive is no workbook, is encrypted or has macros."""
    names = {member.filename for member in members}
    if "content.xml" in names and "mimetype" in names:
        raise ValidationError(
            _("这是 OpenDocument 文件（.ods），不是 .xlsx 工作簿：请另存为 .xlsx 或 CSV 再上传。")
        )
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise ValidationError(_("这是压缩包或其他文档，不是 .xlsx 工作簿。"))
    if any(member.flag_bits & 1 for member in members):
        raise ValidationError(_("工作簿加了密码，请去掉密码后再上传。"))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(_("工作簿带有宏，不接收。请另存为不含宏的 .xlsx。"))


def check_unpacked(members: Sequence[zipfile.ZipInfo]) -> None:
    """Raise ValidationError if the archive would unpack to too much.

    The sizes are those of its directory; zipfile reads no more of a member than is stated there.
    """
    if len(members) > MOST_PARTS:
        raise too_large()
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    # Tables pack to a tenth or a twentieth; a bomb to a thousandth.
    if total > settings.IMPORT_MAX_UNPACKED or (total > (1 << 24) and total > 100 * packed):
        raise too_large()
    if any(member.file_size > limit_of(member).size for member in members if is_read(member)):
        raise too_large()


def check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Raise ValidationError if a part declares XML entities or holds too many tags."""
    tags, most = 0, limit_of(member).tags
    with archive.open(member) as part:
        block = part.read(BLOCK)
        if b"<!DOCTYPE" in block[:2048]:
            raise ValidationError(_("工作簿里有不该有的定义，不接收。"))
        while block:
            # Closing tags build nothing. In UTF-16 the bytes of "<" and "</" lie apart.
            tags += block.count(b"<") - block.count(b"</")
            if tags > most:
                raise too_large()
            block = part.read(BLOCK)


def is_read(member: zipfile.ZipInfo) -> bool:
    """Whether a part may be read as XML, whatever its name ends with."""
    return not member.filename.startswith(("xl/media/", "xl/embeddings/"))


def limit_of(member: zipfile.ZipInfo) -> Limit:
    """The limit of a part, by its name."""
    limits = (limit for start, limit in LIMITS.items() if member.filename.startswith(start))
    return next(limits, OTHER_PARTS)


def too_large() -> ValidationError:
    return ValidationError(_("工作簿解开后大得不正常，不接收。请删去空行空列，另存后再上传。"))
