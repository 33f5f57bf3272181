"""Captions of pictures in the texts of cases: the pictures are not there, so they say nothing."""

from collections.abc import Sequence

from ..documents import Line
from .blocks import Block, Blocks
from .shapes import CAPTION, marker, section_mark

LONGEST = 45  # characters of a caption
ENDS = tuple("。；;！？!?：:，,、”》")


def without_captions(cut: Blocks) -> tuple[Blocks, list[str]]:
    """The cases without the captions in their texts, and the captions."""
    captions: list[str] = []
    blocks = []
    for block in cut.blocks:
        kept = [line for n, line in enumerate(block.lines) if not _is_caption(block, n)]
        captions += [
            line.text.strip() for n, line in enumerate(block.lines) if _is_caption(block, n)
        ]
        blocks.append(block._replace(lines=tuple(kept)))
    return cut._replace(blocks=tuple(blocks)), captions


def _is_caption(block: Block, n: int) -> bool:
    """Whether a short line without an end stands alone between the paragraphs of a text."""
    line = block.lines[n].text.strip()
    if (
        not 4 <= len(line) <= LONGEST
        or line.endswith(ENDS)
        or not CAPTION.match(line.lstrip("▲△ "))
    ):
        return False
    if block.lines[n].is_set_off or marker(line) or section_mark(line):
        return False
    return not _is_listed(block.lines, n)


def _is_listed(lines: Sequence[Line], n: int) -> bool:
    """Whether the line above announces a list, of which the line is an item."""
    above = lines[n - 1].text.rstrip() if n else ""
    return above.endswith(("：", ":")) or (bool(section_mark(above)) and "关键词" in above)
