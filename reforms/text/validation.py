"""Validators for text before it is stored. They know no form and no model."""

import re
from unicodedata import is_normalized

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .cleaning import has_too_many_marks
from .dates import iso_date
from .lines import SEPARATOR
from .misread import find_misread

# C0 controls except tab and line breaks, lone surrogates, noncharacters: XML 1.0, production 2.
UNSTORABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        chr(plane + last)
        for plane in range(1 << 16, 17 << 16, 1 << 16)
        for last in (0xFFFE, 0xFFFF)
    )
    + "]"
)
# Any of what is refused: a single search for the texts that have nothing of it.
SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\uf8ff\ufdd0-\ufdef\ufffd-\uffff]"
    "|[\U0001fffe-\U0010ffff]|锟"
)
LOST = re.compile("\ufffd|锟斤拷?|斤拷锟")  # U+FFFD, also its UTF-8 read as GBK
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
PARTIAL_DATE = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")
SHOWN = 8  # characters before a refused one, by which people find it

# What cleaning leaves for a person to decide → the message, where `place` is from place().
REFUSED = (
    (UNSTORABLE, gettext_lazy("%(place)s是损坏的字符 %(code)s，存不下，请删去或照原文补上。")),
    (LOST, gettext_lazy("%(place)s是“%(text)s”：原来的字在转换编码时丢了，请照原文补上。")),
    (PRIVATE, gettext_lazy("%(place)s是造字 %(code)s，别人看不到它，请换成通用的字。")),
)


def validate_text(value: str) -> None:
    """Raise ValidationError for characters that cleaning leaves for a person to decide.

    They are those that no database, CSV or XML file can carry, those that stand for lost text,
    and those of private use. The message names the first of a kind, and where it stands.
    """
    for pattern, message in REFUSED if SUSPECT.search(value) else ():
        if match := pattern.search(value):
            code = f"U+{ord(match[0][0]):04X}"
            texts = {"place": place(value, match.start()), "code": code, "text": match[0]}
            raise ValidationError(message % texts)
    refuse_misread(value)
    if not is_normalized("NFC", value) and has_too_many_marks(value):
        raise ValidationError(_("有一个字母上叠加了太多符号，请删去后再保存。"))


def refuse_misread(value: str) -> None:
    """Raise ValidationError for text that was read in the wrong encoding."""
    misread = find_misread(value)
    if misread is None:
        return
    words = _("%(place)s起是乱码“%(text)s”：文字按错的编码打开过。请用 UTF-8 重新打开原文再复制。")
    texts = {"place": place(value, misread.position), "text": misread.text}
    meant = _("原来像是“%s”。") % misread.meant if misread.meant else ""
    raise ValidationError(words % texts + meant)


def place(text: str, position: int) -> str:
    """Where a character stands, for people: its line, its number there, and what is before it."""
    *lines, line = text[:position].split("\n")
    numbers = {"line": len(lines) + 1, "number": len(line) + 1}
    words = _("第 %(line)d 行第 %(number)d 个字") % numbers
    before = UNSTORABLE.sub("", line)[-SHOWN:]
    return words + (_("（“%s”之后）") % before if before else "")


def validate_name(value: str) -> None:
    """Raise ValidationError for an unstorable text, and for a separator of lists in the text."""
    validate_text(value)
    if SEPARATOR in value:
        raise ValidationError(_("不能含有半角分号“;”，它用来分隔多个值。"))


def validate_partial_date(value: str) -> None:
    """Raise ValidationError for all but YYYY, YYYY-MM and YYYY-MM-DD (ISO 8601-1)."""
    is_date = PARTIAL_DATE.fullmatch(value) and iso_date([int(part) for part in value.split("-")])
    if not is_date:
        raise ValidationError(_("请写成 2021、2021-07 或 2021-07-29 的样子。"))
