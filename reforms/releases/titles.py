"""The lines of a case's heading → its title, its subtitle, and the bodies that it names."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..divisions import Body, Mention, find_bodies, read_bodies
from .naming import RELATIVE, TOGETHER
from .release import ReadCase
from .shapes import CREDITED, NUMBER_LAST, NUMBER_LINE, SUBTITLE, without_leaders

SENT_BY = re.compile(r"(?:报送|选送|推荐|供稿|提供|承办|办理)\s{0,3}(?=[）)]?\Z)")
CREDIT = re.compile(
    r"(?:单位|(?:[报选]送|承办|推荐|办案|申报|实施|责任|办理)(?:单位|机关|(?:检察)?院))\s{0,9}[:：]\s{0,9}"
)
NAMED_AS = re.compile(r"\A(?:案件|案例)?(?:名称|标题)\s{0,9}[:：]\s{0,9}")
IN_MARKS = re.compile("《([^《》]{4,80})》")
SET_OFF = re.compile(r"\s{0,9}[:：—|｜-]{1,3}\s{0,9}")
LEAST = 5  # characters that say what a body did
# Verbs with which a line of a title begins a new clause; the issuer prints a blank there.
CLAUSE = re.compile(
    "建立|健全|完善|构建|推动|推进|推行|规范|引领|压实|打造|增强|助推|助力|促进|强化|创新|探索|破解|提升|优化|"
    "细化|实化|落实|保障|服务|护航|守护|激活|赋能|实现|确保|防止|聚焦|依托|深化|做实|做优"
)
ORGANISATION = re.compile(
    r".{4,24}?(?:中心|协会|基金会|联合会|研究会|研究所|志愿者|环保组织|消费者委员会)(?=诉)"
)


def read_heading(pieces: Sequence[str]) -> ReadCase:
    """Title, subtitle and bodies from the lines of a heading, without its marker."""
    lines = [line for piece in pieces for line in _parted(piece) if line.strip()]
    title_lines, credits, subtitles = _sorted_lines(lines)
    number = next((match[1] for line in lines if (match := NUMBER_LAST.search(line))), "")
    title_lines = [NUMBER_LAST.sub("", line) for line in title_lines]
    if len(title_lines) == 1 and (match := IN_MARKS.fullmatch(title_lines[0])):
        title_lines = [match[1]]
    title, subtitle = _with_inline_subtitle(joined(title_lines), joined(subtitles, clauses=False))
    case = ReadCase(title=title, subtitle=subtitle, official_no=number).showing(
        title=" ".join(lines)
    )
    if credits:
        bodies = tuple(body for line in credits for body in credited(line))
        return replace(case, bodies=bodies).showing(bodies=" ".join(credits))
    if len(title_lines) > 1 and is_body(title_lines[0]) and not _is_cut(title, title_lines[0]):
        return replace(case, bodies=credited(title_lines[0])).showing(bodies=title_lines[0])
    return _from_title(case)


def _parted(piece: str) -> tuple[str, ...]:
    """A line of a heading without what it is called; who handled the case on a line of its own."""
    line = NAMED_AS.sub("", without_leaders(piece)).rstrip("；;。")
    match = CREDITED.search(line)
    return (line[: match.start()], f"（{match['who']}）") if match and match.start() else (line,)


def _is_cut(title: str, first: str) -> bool:
    """Whether the name of a body goes on below the first line: a branch under its province."""
    return any(mention.start < len(first) < mention.end for mention in find_bodies(title[:120]))


def _sorted_lines(lines: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """The lines of the title, those that credit bodies, those of the subtitle."""
    title: list[str] = []
    credits: list[str] = []
    subtitle: list[str] = []
    last = _end_of_title(lines)
    for n, line in enumerate(lines):
        bare = SUBTITLE.sub("", line, count=1) if SUBTITLE.match(line) else line
        if NUMBER_LINE.fullmatch(line):
            continue
        if n > last or _credits_only(line, bare, n, len(lines)):
            credits.append(bare)
        elif bare != line or (subtitle and title):
            (subtitle if title else title).append(bare)
        else:
            title.append(line)
    return title, credits, subtitle


def _end_of_title(lines: Sequence[str]) -> int:
    """The number of the last line that does more than name a body: below it the credits stand."""
    return next((n for n in reversed(range(len(lines))) if not is_body(lines[n])), len(lines))


def _credits_only(line: str, bare: str, n: int, count: int) -> bool:
    """Whether a line of a heading names bodies besides the title: under it, or in brackets."""
    set_apart = CREDIT.match(line) or line.startswith(("（", "(")) or bare != line
    return (
        (n > 0 or count == 1 or bool(CREDIT.match(line)))
        and is_body(bare)
        and (bool(set_apart) or n == count - 1)
    )


def joined(lines: Sequence[str], clauses: bool = True) -> str:
    """The lines of a title as one; where a line begins a new clause, a blank parts them."""
    title = ""
    ends_in_case = bool(lines) and lines[-1].endswith("案")
    for line in lines:
        line = re.sub(r"(?<=[^\x00-\x7f]) {2,9}(?=[^\x00-\x7f])", "", line.strip())
        breaks = (
            clauses and title and CLAUSE.match(line) and not ends_in_case and not is_body(title)
        )
        title += (" " if breaks else "") + line
    return title


def _with_inline_subtitle(title: str, subtitle: str) -> tuple[str, str]:
    """某某案——副题 on one line is a title and a subtitle."""
    head, dash, tail = title.partition("——")
    if dash and not subtitle and tail and head.endswith("案"):
        return head, tail
    return title, subtitle


def credited(line: str) -> tuple[Body, ...]:
    """The bodies that a line names."""
    return read_bodies(SENT_BY.sub("", CREDIT.sub("", line)).strip("（()） "))


def is_body(line: str) -> bool:
    """Whether a line names bodies and nothing else."""
    line = SENT_BY.sub("", line.strip())
    if len(line) > 60 or not line.rstrip("）)").endswith(
        ("院", "机关", "局", "厅", "部", "委员会")
    ):
        return False
    bodies = credited(line)
    alone = len(line) <= 16 and not re.search("[“”—：，]", line)
    placed = [body.level or body.province or body.kind in ("military", "other") for body in bodies]
    return (all(placed) or alone) and any(body.kind not in ("", "other") for body in bodies)


def leading_group(text: str) -> list[Mention]:
    """The bodies with which a text begins, named side by side."""
    group: list[Mention] = []
    for mention in find_bodies(text):
        gap = text[group[-1].end : mention.start] if group else text[: mention.start]
        if gap.strip() and not (group and TOGETHER.fullmatch(gap)):
            break
        group.append(mention)
    return group


def group_bodies(text: str, group: Sequence[Mention]) -> tuple[Body, ...]:
    """The bodies of a group, read together, so that the first tells where the next ones are."""
    if len(group) == 1:
        return group[0].bodies
    near: Body | None = None
    bodies: list[Body] = []
    for mention in group:
        read = read_bodies(mention.name, near)
        bodies += read if len(read) == len(mention.bodies) else mention.bodies
        near = bodies[-1] if bodies[-1].place else near
    return tuple(bodies)


def _from_title(case: ReadCase) -> ReadCase:
    """The bodies at the beginning or end of the title; a mark sets them off from it."""
    title = case.title
    if "检察监督" not in title and "公益诉讼" in title and (match := ORGANISATION.match(title)):
        return replace(case, bodies=read_bodies(match[0])).showing(bodies=match[0])
    if group := leading_group(title):
        end = group[-1].end
        case = replace(case, bodies=group_bodies(title, group)).showing(bodies=title[:end].strip())
        mark = SET_OFF.match(title, end)
        if mark and mark.end() < len(title):
            return _with_subtitle_after(replace(case, title=title[mark.end() :]))
        return case
    if match := RELATIVE.match(title):
        return replace(case, bodies=read_bodies(match[0])).showing(bodies=match[0])
    if case.subtitle and (group := leading_group(case.subtitle)):
        case = replace(case, bodies=group_bodies(case.subtitle, group)).showing(
            bodies=case.subtitle[: group[-1].end]
        )
        is_credit = group[-1].end == len(case.subtitle)  # 某某案——甲院
        return replace(case, subtitle="") if is_credit else case
    return _from_end(case)


def _with_subtitle_after(case: ReadCase) -> ReadCase:
    """What stands behind 甲院： is a title and, behind a dash, a subtitle."""
    head, _dash, tail = case.title.partition("——")
    if case.subtitle or not tail or len(head) < LEAST:
        return case
    return replace(case, title=head, subtitle=tail)


def _from_end(case: ReadCase) -> ReadCase:
    title = case.title
    mentions = (
        list(find_bodies(title)) if title.rstrip("）) ").endswith(("院", "机关", "分院")) else []
    )
    if not mentions or mentions[-1].end + 1 < len(title):
        return case
    last = mentions[-1]
    mark = re.search(r"\s{0,9}(?:——|[（(—:：])\s{0,9}\Z", title[: last.start])
    if not mark:
        return case
    case = replace(case, bodies=last.bodies).showing(bodies=last.name)
    return replace(case, title=title[: mark.start()])
