"""The bytes of a text or a web page → text, in any of the encodings in use."""

import codecs
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?\s{0,3}([A-Za-z0-9_.:-]{3,20})"""
)
# Those that pages and texts in Chinese declare. Python has codecs that are no encodings of text, or
# take quadratic time (punycode, idna).
ALLOWED_NAMES = """
utf-8 utf8 utf-16 utf-16le utf-16be gb2312 gb_2312-80 gbk x-gbk cp936 gb18030 big5 big5-hkscs
hz-gb-2312 hz iso-8859-1 latin1 windows-1252 cp1252 ascii us-ascii"""
ALLOWED = frozenset(ALLOWED_NAMES.split())
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
WORDS = re.compile("检察|檢察|案例|典型|人民|发布|發布")
LOST = re.compile("\ufffd|锟斤拷|[?？]{8}")


def decoded(data: bytes, charset: str = "") -> str:
    """The text of a file; `charset` is what is declared beside it.

    Raises ValidationError where no encoding fits or characters are lost.
    """
    text = _decoded(data, charset)
    if LOST.search(text):
        raise ValidationError(
            _("文字里有乱码（字符在保存时已经丢失），请从原网页或原文件重新复制、保存。")
        )
    return text


def _decoded(data: bytes, charset: str) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strict(data, encoding) or _refused()
    match = DECLARED.search(data[:4096])
    declared = charset.lower() or (match[1].decode("ascii").lower() if match else "")
    names = [declared, *ENCODINGS] if declared in ALLOWED else list(ENCODINGS)
    texts = [
        text
        for name in names
        if (text := _strict(data, _wider(name)))
        # Any bytes of even number are UTF-16 of something.
        and (not name.startswith("utf-16") or WORDS.search(text))
    ]
    if not texts:
        return _refused()
    # Two-byte encodings decode each other's text to nonsense: the words of the field tell.
    return max(texts, key=lambda text: len(WORDS.findall(text[:100_000])))


def _wider(name: str) -> str:
    """GB 2312 and GBK pages use characters of GB 18030."""
    return "gb18030" if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936") else name


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except (LookupError, ValueError):
        return ""
    return "" if "\x00" in text else text


def _refused() -> str:
    raise ValidationError(_("认不出这个文件的文字编码，请另存为 UTF-8 文本，或直接粘贴文字。"))
