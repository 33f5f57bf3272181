"""The office's own list of words to look at before publishing; a setting names its file.

Plain text in UTF-8, a word on each line; lines that begin with # are comments.
"""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ..text.cleaning import clean_line
from ..text.folding import fold

MOST_WORDS = 2000
MOST_BYTES = 1 << 20


class UnreadableWords(Exception):
    """The list cannot be read; the message says why, in words for an editor."""


def watched_words() -> dict[str, str]:
    """Each word of the list by its fold; none without a list. Raises UnreadableWords."""
    if not settings.WATCHED_WORDS_FILE:
        return {}
    lines = map(clean_line, text_of_list().splitlines())
    words = {fold(line): line for line in lines if line and not line.startswith("#")}
    words.pop("", None)  # of punctuation alone
    if len(words) > MOST_WORDS:
        raise UnreadableWords(_("多于 %d 个词") % MOST_WORDS)
    return words


def text_of_list() -> str:
    """The whole file; raises UnreadableWords."""
    try:
        with Path(settings.WATCHED_WORDS_FILE).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise UnreadableWords(_("大于 1 MB"))
        return content.decode("utf-8-sig")
    except OSError as error:
        raise UnreadableWords(_("打不开文件")) from error
    except UnicodeDecodeError as error:
        raise UnreadableWords(_("不是 UTF-8 编码")) from error
