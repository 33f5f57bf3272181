"""A PDF with text → lines. The work is done in a process of its own, with limits.

A content stream is a program, so a page of a few bytes can take hours and gigabytes.
"""

import json
import subprocess
import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .limits import MOST_PAGES, broken
from .line import Line

KIND = "PDF "
SECONDS = 60  # of a wall clock; the process limits its own processor time
ROOT = Path(__file__).parent.parent.parent


def pdf_lines(data: bytes) -> list[Line]:
    """The printed lines without running heads; raises ValidationError with what to do instead."""
    command = [sys.executable, "-m", "reforms.documents.pdf_worker"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, check=True, cwd=ROOT
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise ValidationError(
            _("这个 PDF 太复杂，读了 %d 秒还没有读完，请复制文字粘贴。") % SECONDS
        ) from None
    except (subprocess.SubprocessError, OSError, ValueError):
        raise broken(KIND) from None
    if fault := answer.get("fault"):
        raise ValidationError(_messages().get(fault) or broken(KIND).messages)
    return [Line(text, bold) for text, bold in answer["lines"]]


def _messages() -> dict[str, str]:
    return {
        "password": _("这个 PDF 有密码，请先解除密码，或打开后复制文字粘贴。"),
        "pages": _("这个 PDF 超过 %d 页，请只上传发布稿所在的几页。") % MOST_PAGES,
        "scan": _("这个 PDF 是扫描件，没有可读的文字。请先做文字识别（OCR），核对后粘贴文字。"),
    }
