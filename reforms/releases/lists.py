"""The titles that a sentence of the news lists: 分别是甲案、乙案；包括丙案等."""

import re
from collections.abc import Iterator, Sequence

from ..divisions import find_bodies
from ..text.dates import HAN, NUMERAL, numeral_value
from .notices import ISSUE, UNIT
from .ordinals import EARLIER
from .release import ENOUGH
from .shapes import NUMBER_LAST, is_complete

CUE = re.compile(r"(?:分别(?:是|为)|依次(?:是|为)|包括|涵盖|其中|即|有|是|为)\s?[，:：]?|[:：]")
ANOTHER_CUE = re.compile(rf"[:：]|包括|分别|{NUMERAL}{UNIT}")
CHOSEN = re.compile(rf"等(?P<n>{NUMERAL}){UNIT}(?:典型)?(?:案例|案件)")
# 联合发布甲案、乙案等典型案例, with or without a number.
ISSUED = re.compile(rf"(?:{ISSUE})了?(?P<titles>[^。]{{10,1000}}?案[”》]?)等[^，。；]{{0,40}}案例")
SPAN_END = re.compile("(?<=[。！？\n])(?![”’」』）)])")
NUMBER = re.compile(rf"(?:(?<=[:：；;，、。案])|\A)\s?[（(]?(?P<n>{NUMERAL})[）)．.、](?!\d)\s?")
OPENING, CLOSING = "“‘「『（(《【", "”’」』）)》】"
AND = re.compile("以及|[和与及]")
AFTER = ("案", *CLOSING)  # what stands before 和 where it parts titles
SEPARATORS = "、，,；;。\n"
REST = re.compile(rf"等(?:(?:共|合计)?{NUMERAL}{UNIT})?(?:典型)?(?:案例|案件)?(?:入选)?\Z")
HANDLER = re.compile("(?P<who>[^“”、，。]{4,40}?)(?:办理|提起|报送|选送|推荐)的(?P<title>.{4,})")
HANDLED = re.compile("(?:办理|提起|报送|选送|督办)的\\Z")
PART = re.compile(rf"[^；;：:。，,、]{{0,12}}(?:案例|案件){NUMERAL}{UNIT}[:：]")
# 其中5件为行政争议化解案：甲案，乙案；3件为…
OF_KIND = re.compile(
    rf"{PART.pattern}|(?:其中[，,]?)?{NUMERAL}{UNIT}(?:为|是|属于|涉及)[^；;：:。，,、]{{0,16}}[:：]"
)
TITLE_IN_MARKS = re.compile("“(?P<quoted>[^“”\n]{7,80}案)”|《(?P<named>[^《》\n]{7,80}案)》")
LONGEST = 3000  # characters of a list
MOST_COMMAS = 6  # before a list that nothing announces


def listed_titles(lines: Sequence[str]) -> list[str]:
    """The titles of the longest list that the lines have; none if none has two titles."""
    lists = [titles for line in lines for titles in _lists(line)]
    lists.append(_at_openings(lines))
    return max(lists, key=len, default=[])[:ENOUGH]


def _lists(line: str) -> Iterator[list[str]]:
    for span in SPAN_END.split(line):
        if "案" not in span:
            continue
        yield from _by_kind(span)
        yield from _in_marks(span)
        yield from _after_cue(span)
        yield from _chosen(span)
        if (issued := ISSUED.search(span[:LONGEST])) and not EARLIER.search(issued[0]):
            yield _titles(issued["titles"])


def _at_openings(lines: Sequence[str]) -> list[str]:
    """The titles in marks with which lines begin, each with the office that its line names."""
    titles = []
    for line in lines:
        if match := TITLE_IN_MARKS.match(line):
            rest = line[match.end() :][:LONGEST]
            names = {mention.name for mention in find_bodies(rest) if "最高" not in mention.name}
            title = match["quoted"] or match["named"]
            titles.append(title + (f"（{names.pop()}）" if len(names) == 1 else ""))
    return titles


def _after_cue(span: str) -> Iterator[list[str]]:
    """The titles behind the first 分别是, 包括, ： … that titles follow."""
    for cue in list(CUE.finditer(span[:400]))[:8]:
        text = span[cue.end() : cue.end() + LONGEST]
        is_sure = "分别" in cue[0] or cue[0].endswith(("：", ":"))
        titles = _numbered(text) or _titles(text)
        if is_sure:
            titles = max(titles, _parted(text), key=len) or _titles_of_bodies(text)
        if len(titles) > 1 and not any(ANOTHER_CUE.search(title) for title in titles):
            yield _without_handlers(titles)
            return


def _without_handlers(titles: Sequence[str]) -> list[str]:
    """甲院办理的某案 as 某案（甲院）, where the sentence says so of each case."""
    parts = [HANDLER.fullmatch(title) for title in titles]
    if not all(part and next(find_bodies(part["who"]), None) for part in parts):
        return list(titles)
    return [f"{unquoted(part['title'])}（{part['who']}）" for part in parts if part]


def _by_kind(span: str) -> Iterator[list[str]]:
    """The titles of 刑事案例2件：甲案、乙案；民事案例1件：丙案, where every part gives some."""
    parts = [part.strip("；;，,。 ") for part in OF_KIND.split(span[:LONGEST])[1:]]
    titles = [_titles(part) or _titles_of_bodies(part) for part in parts]
    if len(parts) > 1 and all(titles):
        yield [title for part in titles for title in part]


def _in_marks(span: str) -> Iterator[list[str]]:
    """The titles of 既有“甲案”“乙案”，也有“丙案”: whatever stands between them."""
    span = span[:LONGEST]
    matches = list(TITLE_IN_MARKS.finditer(span))
    if len(matches) > 1 and "案例" in span and not EARLIER.search(span[: matches[0].start()]):
        ends = [0, *(match.end() for match in matches)]
        yield [
            (match["quoted"] or match["named"]) + _handled_by(span[end : match.start()])
            for match, end in zip(matches, ends, strict=False)
        ]


def _handled_by(before: str) -> str:
    """Who handled the case of a title in marks, in brackets: 甲院办理的“…案”."""
    if not (handled := HANDLED.search(before)):
        return ""
    mention = next(find_bodies(before[: handled.start()][-60:]), None)
    return f"（{mention.name}）" if mention else ""


def _chosen(span: str) -> Iterator[list[str]]:
    """The titles of 甲案、乙案等2件入选: as many as the end says, from a comma on."""
    if not (match := CHOSEN.search(span[:LONGEST])):
        return
    commas = [comma.end() for comma in re.finditer("[，,]", span[: match.start()])]
    for comma in [0, *commas[:MOST_COMMAS]]:
        text = span[comma : match.start()]
        for titles in (_titles(text), _titles_of_bodies(text)):
            if len(titles) == numeral_value(match["n"]) > 1:
                yield titles
                return


def _numbered(text: str) -> list[str]:
    """The titles of a list with numbers: 1.甲案；2.乙案; none if the numbers do not count up."""
    marks = list(NUMBER.finditer(text))
    numbers = [numeral_value(match["n"]) for match in marks]
    if len(marks) < 2 or marks[0].start() or numbers != list(range(1, len(marks) + 1)):
        return []
    starts = [*(match.start() for match in marks[1:]), len(text)]
    items = [text[match.end() : end] for match, end in zip(marks, starts, strict=True)]
    return [unquoted(REST.sub("", item.strip().rstrip(SEPARATORS))) for item in items]


def _titles(text: str) -> list[str]:
    """The titles of which a text consists; none if anything else stands between them."""
    titles: list[str] = []
    pending = ""
    for item in _items(text):
        pending = f"{pending}{item}" if pending else item
        name = REST.sub("", pending.rstrip(SEPARATORS))
        if is_complete(unquoted(NUMBER_LAST.sub("", name))):
            titles.append(unquoted(name))
            pending = ""
            if REST.search(item.rstrip(SEPARATORS)):
                break
        elif len(pending) > 160 or item.endswith("；"):
            break
    return titles if all(len(title) >= 4 for title in titles) else []


def _parted(text: str) -> list[str]:
    """The titles of a list with semicolons between all, lawsuits and others: 甲案；乙院推行…."""
    items = text.partition("。")[0].split("；")
    titles = [REST.sub("", item.strip().rstrip(SEPARATORS)) for item in items]
    are_titles = all(is_complete(title) or _begins_with_body(title) for title in titles)
    return titles if len(titles) > 2 and are_titles else []


def _begins_with_body(title: str) -> bool:
    first = next(find_bodies(title), None)
    return first is not None and first.start == 0 and _says_what(title)


def _titles_of_bodies(text: str) -> list[str]:
    """The titles of a list in which each begins with a body: 甲院推行…、乙院建立…."""
    titles: list[str] = []
    for item in _items(text):
        bare = REST.sub("", item.rstrip(SEPARATORS))
        first = next(find_bodies(bare), None)
        if first is not None and first.start == 0 and not first.illustrates:
            titles.append(bare)
        elif titles and len(titles[-1]) + len(item) <= 100:
            titles[-1] += item
        else:
            return []
    bare_titles = [title.rstrip(SEPARATORS) for title in titles]
    return bare_titles if all(_says_what(title) for title in bare_titles) else []


def _says_what(title: str) -> bool:
    """Whether a title says more than the name of a body."""
    end = next(find_bodies(title)).end
    return len(title) - end >= 4 and not re.search("表示|介绍|认为|指出|典型案例", title)


def _items(text: str) -> Iterator[str]:
    """The pieces between separators that stand outside quotes and brackets, each with its own."""
    text = text.replace("》《", "》、《").replace("”“", "”、“")
    depth = start = 0
    for n, char in enumerate(text):
        if n < start:
            continue
        if char in OPENING:
            depth += 1
        elif char in CLOSING:
            depth = max(0, depth - 1)
        elif not depth and char in SEPARATORS:
            yield text[start : n + 1]
            start = n + 1
        elif not depth and text[n - 1 : n] in AFTER and (word := AND.match(text, n)):
            yield text[start:n] + "、"
            start = word.end()
    if start < len(text):
        yield text[start:]


def unquoted(title: str) -> str:
    """A title without the marks that enclose the whole of it."""
    title = re.sub(
        rf"^(?:[（(]?\d{{1,2}}[）).．、]|[{HAN}]{{1,2}}是|以及|[还也又既]有|和|与)",
        "",
        title.strip(),
    )
    mention = next(find_bodies(title), None) if title.startswith("有") else None
    title = title[1:] if mention and mention.start == 1 else title
    if title[:1] in "“‘「『《" and title[-1:] in "”’」』》":
        return title[1:-1]
    return title
