"""`python -m reforms.documents.pdf_worker < document.pdf`: the lines of a PDF, as JSON.

Knows nothing of Django, so that it starts fast and can be limited and killed alone.
"""

import json
import logging
import re
import resource
import sys
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from typing import Any

MOST_PAGES = 400  # the same as in limits.py; a test compares
PROCESSOR_SECONDS = 40
MEMORY = 1 << 30  # bytes of address space
FEWEST = 10  # characters a page; a scan has fewer
EDGES = 2  # lines at the top and at the bottom of a page that may be running heads
BOLD = re.compile("bold|black|heavy|hei|黑", re.IGNORECASE)


def limit() -> None:
    """Give this process an end: the kernel stops it where it wants more."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def answer(data: bytes) -> dict[str, Any]:
    """{"lines": [[text, bold], …]} or {"fault": why not}."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"fault": "password"}
    if len(reader.pages) > MOST_PAGES:
        return {"fault": "pages"}
    pages = [page_lines(page) for page in reader.pages]
    if sum(len(text) for page in pages for text, _ in page) < FEWEST * max(1, len(pages)):
        return {"fault": "scan"}
    return {"lines": [line for page in without_running_heads(pages) for line in page]}


def page_lines(page: Any) -> list[tuple[str, bool]]:
    """The lines of a page; bold where all of a line is set in a bold font."""
    bold: list[str] = []

    def note(text: str, _cm: Any, _tm: Any, font: Any, _size: Any) -> None:
        if font and BOLD.search(str(font.get("/BaseFont", ""))):
            bold.append("".join(text.split()))

    text = page.extract_text(visitor_text=note)
    all_bold = "".join(bold)
    lines = [line.rstrip() for line in text.split("\n")]
    return [(line, _bare(line) in all_bold) for line in lines if line.strip()]


def _bare(line: str) -> str:
    return "".join(line.split())


def without_running_heads(pages: Sequence[list[tuple[str, bool]]]) -> list[list[tuple[str, bool]]]:
    """The pages without the lines that stand at the edge of most of them, and without numbers."""
    edges = Counter(key for page in pages for key in {_key(text) for text, _ in _edge(page)})
    heads = {key for key, times in edges.items() if key and times > max(2, len(pages) // 2)}
    return [
        [
            line
            for n, line in enumerate(page)
            if EDGES <= n < len(page) - EDGES or not _is_head(line[0], heads)
        ]
        for page in pages
    ]


def _edge(page: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    return page[:EDGES] + page[-EDGES:]


def _key(line: str) -> str:
    return re.sub(r"[\d\s]", "", line)


def _is_head(line: str, heads: set[str]) -> bool:
    return _key(line) in heads or bool(re.fullmatch(r"[-—–·\s\d]{1,12}", line))


if __name__ == "__main__":
    limit()
    logging.disable()
    try:
        result = answer(sys.stdin.buffer.read())
    except Exception:  # whatever a broken document makes the library raise
        result = {"fault": "broken"}
    sys.stdout.write(json.dumps(result))
