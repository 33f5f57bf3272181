"""Where the cases begin whose titles the contents or the news have listed."""

from collections.abc import Iterable, Sequence

from ..documents import Line
from .heads import LINES, LONGEST, Head
from .release import ENOUGH
from .shapes import CREDITED, NUMBER_LAST, NUMBER_LINE, SUBTITLE, folded, marker


def titled_heads(lines: Sequence[Line], titles: Iterable[str], floor: int = 0) -> list[Head]:
    """The heads whose lines make up titles that the contents or the news have named."""
    by_opening: dict[str, list[str]] = {}
    for title in {folded(NUMBER_LAST.sub("", CREDITED.sub("", title))) for title in titles}:
        if len(title) >= 6:
            by_opening.setdefault(title[:2], []).append(title)
    heads, n = [], floor
    while n < len(lines):
        head = _titled_head(lines, n, by_opening)
        n = head.end if head else n + 1
        heads += [head] if head else []
    return heads[:ENOUGH]


def _titled_head(lines: Sequence[Line], n: int, by_opening: dict[str, list[str]]) -> Head | None:
    text = lines[n].text.strip()
    if len(text) > LONGEST:
        return None
    mark = marker(text)
    pieces = [mark.rest if mark else text]
    titles = by_opening.get(folded(pieces[0])[:2], [])
    end = n + 1
    while titles:
        whole = folded("".join(pieces))
        if whole in titles:
            return _with_subtitle(lines, Head(n, end, mark, tuple(pieces)))
        titles = [title for title in titles if title.startswith(whole)]
        if end >= len(lines) or end - n >= LINES:
            return None
        pieces.append(lines[end].text.strip())
        end += 1
    return None


def _is_below(line: str) -> bool:
    """Whether a line under a title is its subtitle, or the number of a guiding case."""
    return bool(SUBTITLE.match(line) or NUMBER_LINE.fullmatch(line))


def _with_subtitle(lines: Sequence[Line], head: Head) -> Head:
    end = head.end
    while end < len(lines) and end - head.end < 2 and _is_below(lines[end].text.strip()):
        end += 1
    subtitles = (line.text.strip() for line in lines[head.end : end])
    return head._replace(end=end, pieces=(*head.pieces, *subtitles))
